import Foundation
import Nuong
import Observation

/// Sending and receiving.
@MainActor @Observable
public final class SendModel: Watching {
    public let app: AppModel
    public var view: SyncView?
    public var drawn: Views<SyncView> { app.phone.exchange.view }

    /// What a file brought, or what was written to one.
    public private(set) var arrived: ArrivedView?
    public private(set) var written: WrittenView?

    private var sending: Sending?

    public init(app: AppModel) { self.app = app }

    /// Exchanges with the hub, and shows how far it is. Leaving the screen does not end it.
    public func send() async {
        guard let begun = await app.attempt({ try await app.phone.exchange.begin() }) else { return }
        sending = begun
        do {
            for try await view in begun { self.view = view }
        } catch {
            // What ended it stands in the view itself, with what to do.
            view = try? await app.phone.exchange.viewNow()
        }
        sending = nil
    }

    public func stop() { sending?.cancel() }

    public func write(to file: URL) async {
        written = await app.attempt { try await app.phone.exchange.write(to: file) }
    }

    public func read(from file: URL) async {
        arrived = await app.attempt { try await app.phone.exchange.read(from: file) }
    }
}
