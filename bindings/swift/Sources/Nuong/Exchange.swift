import Foundation

/// Sending and receiving.
public struct Exchange: Sendable {
    let phone: Phone

    /// What waits, what runs, what the last exchange brought; and again whenever that changes.
    public var view: Views<SyncView> { phone.drawn(on: { $0 == .sync || $0 == .lock }) { try $0.syncView() } }

    /// What waits, as it is now.
    public func viewNow() async throws -> SyncView { try await phone.call { try $0.syncView() } }

    /// Uses this address of the hub from now on; an empty one for the authority's again.
    public func useHub(_ address: String) async throws { try await phone.call { try $0.setHub(address: address) } }

    /// Begins an exchange with the hub at an address, or at the one known, and returns at once.
    public func begin(hub: String? = nil) async throws -> Sending {
        let progress = Progress()
        let task = try await phone.call { try $0.startSync(hub: hub, observer: progress) }
        return Sending(task: task, views: progress.views, phone: phone, last: progress.last)
    }

    /// Writes everything this phone holds to a parcel file.
    public func write(to file: URL) async throws -> WrittenView {
        try await phone.call { try $0.writeParcels(file: file.path) }
    }

    /// Takes in a parcel file of a colleague.
    public func read(from file: URL) async throws -> ArrivedView {
        try await phone.call { try $0.readParcels(file: file.path) }
    }
}

/// An exchange under way: its screen as it gets on, and last as it stands when it is over. The loop throws what ended the
/// exchange early. Leaving the loop does not end it; ``cancel()`` or cancelling the task that waits does.
public struct Sending: AsyncSequence, Sendable {
    public typealias Element = SyncView

    private let task: SyncTask
    private let views: AsyncThrowingStream<SyncView, any Error>

    fileprivate init(
        task: SyncTask, views: AsyncThrowingStream<SyncView, any Error>, phone: Phone,
        last: AsyncThrowingStream<SyncView, any Error>.Continuation
    ) {
        self.task = task
        self.views = views
        last.onTermination = { reason in
            if case .cancelled = reason { task.cancel() }
        }
        Task {
            do {
                try await Phone.apart { try task.wait() }
                last.yield(try await phone.exchange.viewNow())
                last.finish()
            } catch {
                last.finish(throwing: error)
            }
        }
    }

    public func makeAsyncIterator() -> AsyncThrowingStream<SyncView, any Error>.Iterator { views.makeAsyncIterator() }

    /// Ends the exchange at once. What was received is kept, and the next one goes on from there.
    public func cancel() { task.cancel() }

    /// Waits for the end. An exchange that was cancelled ends well.
    public func end() async throws {
        try await withTaskCancellationHandler {
            try await Phone.apart { [task] in try task.wait() }
        } onCancel: {
            task.cancel()
        }
    }
}

/// How far an exchange has got. A slow screen sees the latest; those between are of no use to it.
private final class Progress: Observer, Sendable {
    let views: AsyncThrowingStream<SyncView, any Error>
    let last: AsyncThrowingStream<SyncView, any Error>.Continuation

    init() {
        (views, last) = AsyncThrowingStream.makeStream(of: SyncView.self, bufferingPolicy: .bufferingNewest(16))
    }

    func changed(what: [Change]) {}

    func progress(view: SyncView) { last.yield(view) }
}
