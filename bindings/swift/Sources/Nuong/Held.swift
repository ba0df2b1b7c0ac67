import Foundation

/// A value that one thread at a time looks at.
final class Held<Value>: @unchecked Sendable {
    // Unchecked: every access is under the lock.
    private let lock = NSLock()
    private var inside: Value

    init(_ value: Value) { inside = value }

    var value: Value { lock.withLock { inside } }

    func swap(_ new: Value) -> Value {
        lock.withLock {
            let old = inside
            inside = new
            return old
        }
    }

    func change<T>(_ act: (inout Value) -> T) -> T { lock.withLock { act(&inside) } }
}

/// One answer that is waited for, and comes once: from the call or from who gave up waiting, whichever is first.
final class Awaited<T: Sendable>: Sendable {
    private enum State {
        case nobody
        case waiting(CheckedContinuation<T, any Error>)
        case early(Result<T, any Error>)
        case over
    }

    private let state = Held(State.nobody)

    func await(_ continuation: CheckedContinuation<T, any Error>) {
        let early: Result<T, any Error>? = state.change { state in
            if case .early(let answer) = state {
                state = .over
                return answer
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func resume(with answer: Result<T, any Error>) {
        let waiting: CheckedContinuation<T, any Error>? = state.change { state in
            switch state {
            case .nobody:
                state = .early(answer)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .early, .over:
                return nil
            }
        }
        waiting?.resume(with: answer)
    }
}
