import Foundation

/// Passes the core's notices on to whoever listens. It holds nothing of the phone, so that neither keeps the other alive.
final class Notices: Observer, Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: (heard: @Sendable ([Change]) -> Void, end: @Sendable () -> Void)] = [:]
        var ended = false
    }

    private let listeners = Held(Listeners())

    func changed(what: [Change]) {
        for listener in listeners.value.all.values { listener.heard(what) }
    }

    func progress(view: SyncView) {}

    /// Every notice from now on. It drops nothing: a notice is some bytes, and a lost one is a stale screen.
    func stream() -> AsyncStream<Change> {
        AsyncStream(bufferingPolicy: .unbounded) { continuation in
            listen(continuation) { what in
                for change in what { continuation.yield(change) }
            }
        }
    }

    /// A sign at once, and one whenever something that concerns the listener has changed. Signs nobody has looked at yet are one.
    func signs(_ concerns: @escaping @Sendable (Change) -> Bool) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            continuation.yield()
            listen(continuation) { what in
                if what.contains(where: concerns) { continuation.yield() }
            }
        }
    }

    /// Ends every stream.
    func end() {
        let all = listeners.change { listeners in
            listeners.ended = true
            let all = listeners.all
            listeners.all = [:]
            return all
        }
        for listener in all.values { listener.end() }
    }

    private func listen<T>(
        _ continuation: AsyncStream<T>.Continuation, _ heard: @escaping @Sendable ([Change]) -> Void
    ) {
        let number: Int? = listeners.change { listeners in
            if listeners.ended { return nil }
            listeners.next += 1
            listeners.all[listeners.next] = (heard, { continuation.finish() })
            return listeners.next
        }
        guard let number else { return continuation.finish() }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.change { $0.all[number] = nil }
        }
    }
}

/// A view of the core: as it is when the loop begins, and again whenever it looks different. What changes faster than it is
/// drawn is drawn once. While the profile is closed or rests, or the phone is in a person's hands, nothing comes, and what was drawn last
/// stands.
public struct Views<View: Equatable & Sendable>: AsyncSequence, Sendable {
    public typealias Element = View

    let phone: Phone
    let notices: Notices
    let concerns: @Sendable (Change) -> Bool
    let draw: @Sendable (Core) throws -> View

    public func makeAsyncIterator() -> Iterator {
        Iterator(sequence: self, signs: notices.signs(concerns).makeAsyncIterator())
    }

    /// Ends when the phone is closed; throws what the view itself refuses.
    public struct Iterator: AsyncIteratorProtocol {
        let sequence: Views
        var signs: AsyncStream<Void>.Iterator
        var last: View?

        public mutating func next() async throws -> View? {
            while await signs.next() != nil {
                do {
                    let view = try await sequence.phone.call(sequence.draw)
                    if view == last { continue }
                    last = view
                    return view
                } catch NuongError.Locked, NuongError.Paused {
                    continue
                } catch NuongError.Stale(let problem) {
                    // Nothing but the question is drawn while the person answers alone.
                    guard try await sequence.phone.door.standing() == .handedOver else {
                        throw NuongError.Stale(problem: problem)
                    }
                } catch is PhoneClosed {
                    return nil
                }
            }
            return nil
        }
    }
}
