import Dispatch
import Foundation

/// Holding interviews.
public struct Interviews: Sendable {
    let phone: Phone

    /// The questionnaires to begin with.
    public func instruments() async throws -> InstrumentListView { try await phone.call { try $0.instruments() } }

    /// Begins an interview with a questionnaire, of a case or, without one, of a new case.
    public func begin(_ instrument: String, case id: String? = nil) async throws -> Interview {
        try await take(phone.call { try $0.begin(case: id, instrument: instrument) })
    }

    /// Takes up an interview where it was left: after a stop, another screen, or the death of the app.
    public func take(_ reference: InterviewRef) async throws -> Interview {
        let first = try await phone.call { try $0.interview(of: reference) }
        return Interview(phone: phone, reference: reference, first: first)
    }
}

/// An interview under way. Each call ends when the answer is on disk and ``screen`` is what to draw. Calls are carried out
/// one after the other in the order in which they arrive, so that quick taps do not overtake each other.
public actor Interview {
    /// By what it is taken up again.
    public nonisolated let reference: InterviewRef

    /// The screen to draw; none when the interview is finished: then show the case.
    public private(set) var screen: InterviewView?

    private let phone: Phone
    private nonisolated let thread = OneAfterTheOther()

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(phone: Phone, reference: InterviewRef, first: InterviewView) {
        self.phone = phone
        self.reference = reference
        screen = first
    }

    /// Takes an answer as a choice has it in `then`; none takes the answer back.
    @discardableResult
    public func answer(_ question: String, _ answer: Answer?) throws -> InterviewView {
        try stay { try $0.answer(of: reference, question: question, answer: answer) }
    }

    /// Takes what was typed at a question. What cannot be taken is said beside it, as the question's `problem`.
    @discardableResult
    public func type(_ question: String, _ text: String) throws -> InterviewView {
        try stay { try $0.answerTyped(of: reference, question: question, text: text) }
    }

    /// The `forward` of the screen with this `at`; from any other screen it does nothing, so that a second tap passes over
    /// no question. None when it finished the interview.
    @discardableResult
    public func forward(from at: UInt32) throws -> InterviewView? {
        screen = try phone.core().forward(of: reference, at: at)
        return screen
    }

    /// The `back` of the screen with this `at`.
    @discardableResult
    public func back(from at: UInt32) throws -> InterviewView {
        try stay { try $0.back(of: reference, at: at) }
    }

    /// The ending's `firstUnanswered`.
    @discardableResult
    public func firstUnanswered() throws -> InterviewView { try stay { try $0.firstUnanswered(of: reference) } }

    /// Goes to a screen that a view has named.
    @discardableResult
    public func go(to at: UInt32) throws -> InterviewView { try stay { try $0.goTo(of: reference, at: at) } }

    /// Says who is answering from now on, as the view's `respondents` offer it.
    @discardableResult
    public func answers(_ respondent: Respondent) throws -> InterviewView {
        try stay { try $0.setRespondent(of: reference, respondent: respondent) }
    }

    /// Asks in another language from now on, as the view's `languages` offer it.
    @discardableResult
    public func ask(in language: String) throws -> InterviewView {
        try stay { try $0.askIn(of: reference, language: language) }
    }

    /// Adds another of a repeat, by the path its view has, and goes there.
    @discardableResult
    public func addAnother(of path: String) throws -> InterviewView {
        try stay { try $0.addAnother(of: reference, repeat: path) }
    }

    /// Takes one of a repeat away, by the path its view has, with all that was told of it.
    @discardableResult
    public func takeAway(_ instance: String) throws -> InterviewView {
        try stay { try $0.takeAway(of: reference, instance: instance) }
    }

    /// Draws the screen anew, in another language or after something arrived.
    @discardableResult
    public func redraw() throws -> InterviewView { try stay { try $0.interview(of: reference) } }

    /// Leaves the interview for now; all is kept.
    public func stop() throws { try phone.core().stop(of: reference) }

    private func stay(_ ask: (Core) throws -> InterviewView) throws -> InterviewView {
        let view = try ask(phone.core())
        screen = view
        return view
    }
}

/// A thread for what blocks and has an order: the core's calls for one interview.
private final class OneAfterTheOther: SerialExecutor {
    private let queue = DispatchQueue(label: "nuong.interview")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
