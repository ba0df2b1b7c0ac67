import Foundation
import Nuong
import Observation

/// Sending and receiving.
@MainActor @Observable
public final class SendModel: Watching {
    public let app: AppModel
    public var view: SyncView? {
        // What is being typed is not written over by the same screen drawn anew.
        didSet { if let known = view?.hub?.address, known != oldValue?.hub?.address { hub = known } }
    }
    public var drawn: Views<SyncView> { app.phone.exchange.view }

    /// What a file brought, or what was written to one.
    public private(set) var arrived: ArrivedView?
    public private(set) var written: WrittenView?

    /// The hub's address, as it is known or being typed.
    public var hub = ""

    private var sending: Sending?

    public init(app: AppModel) { self.app = app }

    /// Uses the address that was typed from now on; an empty one for the authority's own.
    public func useHub() async {
        let address = hub
        await app.attempt { try await app.phone.exchange.useHub(address) }
        view = try? await app.phone.exchange.viewNow()
    }

    /// Exchanges with the hub, and shows how far it is. Leaving the screen does not end it.
    public func send() async {
        if let known = view?.hub, known.address != hub { await useHub() }
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
