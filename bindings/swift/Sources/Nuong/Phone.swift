import Dispatch
import Foundation
@_exported import NuongFFI

/// A phone with its profiles, for as long as an app runs: the core's views as asynchronous sequences, and what a person
/// does as asynchronous calls.
///
/// Nothing here decides. Every text, order, state and reason is in the views; an app draws them and says what was tapped. No
/// call blocks the thread or the actor it is made on. A refusal is a ``NuongError``, named by what the app does next.
///
/// What stands on one screen is in a part of its own: ``door``, ``joining``, ``cases``, ``interviews``, ``alone``, ``exchange``.
public final class Phone: Sendable {
    /// The core's calls block, some for as long as a person takes to find a finger: never on the threads of Swift's tasks.
    private static let threads = DispatchQueue(label: "nuong", attributes: .concurrent)

    private let open: Held<Core?>
    private let notices = Notices()

    /// A phone whose profiles are folders in a directory, which is made with the first of them. Opens nothing yet.
    ///
    /// With a keystore, profiles made from now on open with it and their passphrase together.
    public init(directory: URL, language: Lang = .vi, keystore: (any Keystore)? = nil) {
        let core = Core(directory: directory.path, language: language, keystore: keystore)
        open = Held(core)
        core.observe(observer: notices)
    }

    /// Opening, closing and resting.
    public var door: Door { Door(phone: self) }

    /// Becoming a member of an authority.
    public var joining: Joining { Joining(phone: self) }

    /// The worklist and what is done with a case.
    public var cases: Cases { Cases(phone: self) }

    /// Holding interviews.
    public var interviews: Interviews { Interviews(phone: self) }

    /// Answering alone.
    public var alone: Alone { Alone(phone: self) }

    /// Sending and receiving.
    public var exchange: Exchange { Exchange(phone: self) }

    /// What is to be drawn anew, as it happens. The sequences of this class listen to it already.
    public var changes: AsyncStream<Change> { notices.stream() }

    /// The language of every text.
    public var language: Lang { get throws { try core().language() } }

    /// Chooses the language of every text; every sequence draws anew.
    public func setLanguage(_ language: Lang) throws { try core().setLanguage(language: language) }

    /// The languages of the app; the one in use is marked.
    public var languages: [LanguageChoice] { get throws { try core().languages() } }

    /// Labels that belong to no single view.
    public var words: WordsView { get throws { try core().words() } }

    /// An error by its stable code, in the language chosen now.
    public func error(_ code: String) throws -> ErrorView { try core().error(code: code) }

    /// Closes the open profile and lets go of the core. Calls made later throw ``PhoneClosed``; those under way come to
    /// their end, and every sequence ends. Closing twice is closing once.
    public func close() {
        guard let core = open.swap(nil) else { return }
        core.observe(observer: nil)
        core.lock()
        notices.end()
    }

    /// The core, for what is quick and touches no disk.
    func core() throws -> Core {
        guard let core = open.value else { throw PhoneClosed() }
        return core
    }

    /// Asks the core on a thread made for waiting. Who is cancelled goes on at once; the call itself comes to its end,
    /// since what the core has begun is never half done.
    func call<T: Sendable>(_ ask: @escaping @Sendable (Core) throws -> T) async throws -> T {
        let core = try core()
        return try await Self.apart { try ask(core) }
    }

    /// Does something that blocks, on a thread made for waiting.
    static func apart<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let answer = Awaited<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.await(continuation)
                threads.async { answer.resume(with: Result { try work() }) }
            }
        } onCancel: {
            answer.resume(with: .failure(CancellationError()))
        }
    }

    /// A view, and again whenever one of these changes.
    func drawn<View: Equatable & Sendable>(
        on: @escaping @Sendable (Change) -> Bool,
        _ draw: @escaping @Sendable (Core) throws -> View
    ) -> Views<View> {
        Views(phone: self, notices: notices, concerns: { $0 == .language || on($0) }, draw: draw)
    }
}

/// A call came after ``Phone/close()``.
public struct PhoneClosed: Error, LocalizedError {
    public var errorDescription: String? { "The phone's records were closed; make a new Phone to open them again." }
}

extension NuongError {
    /// What is said of it, in the language chosen when it happened.
    public var problem: ErrorView {
        switch self {
        case .Passphrase(let problem), .Locked(let problem), .Paused(let problem), .NotEnrolled(let problem),
            .NotAllowed(let problem), .Stale(let problem), .Input(let problem), .Hub(let problem), .File(let problem),
            .Storage(let problem), .Keystore(let problem), .Internal(let problem):
            problem
        }
    }
}
