import Foundation
import Nuong
import Observation

/// An interview, one screen at a time. Nothing has to be saved: what is tapped is on disk before the screen shows it, and what
/// is typed is taken when the field is left or the screen is.
@MainActor @Observable
public final class InterviewModel: Drafting {
    public let app: AppModel
    public let reference: InterviewRef
    public private(set) var view: InterviewView?

    /// What is being typed, by the question's path; a field that is not being typed in shows what the core has.
    public private(set) var typed: [String: String] = [:]

    /// Whether a tap is being taken down.
    public private(set) var working = false

    private var interview: Interview?

    public init(app: AppModel, reference: InterviewRef) {
        self.app = app
        self.reference = reference
    }

    /// Takes the interview up where it was left, or draws its screen anew.
    public func draw() async {
        app.drafting = self
        let (phone, of) = (app.phone, reference)
        if let interview {
            await step { _ = try await interview.redraw() }
        } else if let taken = await app.attempt({ try await phone.interviews.take(of) }) {
            interview = taken
            view = await taken.screen
        }
    }

    public func text(at question: QuestionView) -> String { typed[question.path] ?? question.input?.text ?? "" }

    public func type(_ text: String, at question: QuestionView) { typed[question.path] = text }

    public func choose(_ choice: ChoiceView, at question: QuestionView) async {
        typed[question.path] = nil
        await step { _ = try await self.interview?.answer(question.path, choice.then) }
    }

    /// The field of a question is left.
    public func leave(_ question: QuestionView) async { await step { try await self.take(question.path) } }

    public func forward() async { await turn { try await $0.forward(from: $1) } }

    public func back() async { await turn { _ = try await $0.back(from: $1) } }

    public func firstUnanswered() async { await step { _ = try await self.interview?.firstUnanswered() } }

    /// Says who is answering from now on.
    public func answers(_ who: RespondentView) async {
        await step { _ = try await self.interview?.answers(who.respondent) }
    }

    /// Asks in another language from now on.
    public func ask(in language: OptionView) async {
        await step { _ = try await self.interview?.ask(in: language.value) }
    }

    public func addAnother(of repeats: RepeatView) async {
        await step { _ = try await self.interview?.addAnother(of: repeats.path) }
    }

    public func takeAway(_ instance: InstanceView) async {
        await step { _ = try await self.interview?.takeAway(instance.path) }
    }

    public func go(to instance: InstanceView) async {
        guard let at = instance.at else { return }
        await step { _ = try await self.interview?.go(to: at) }
    }

    public func writeDown() async {
        await step { for path in self.typed.keys.sorted() { try await self.take(path) } }
    }

    /// Leaves the interview for now. All is kept, what stands in a field too.
    public func stop() async {
        await step {
            for path in self.typed.keys.sorted() { try await self.take(path) }
            try await self.interview?.stop()
        }
        app.path.removeAll { $0 == .interview(reference) }
    }

    /// Goes to handing the phone over. What stands in a field is kept first.
    public func alone() async {
        guard let instrument = view?.instrument else { return }
        await writeDown()
        app.path.append(.alone(reference, instrument: instrument))
    }

    /// What was picked from a calendar or a clock, typed as the core takes it.
    public func pick(_ moment: Date, at question: QuestionView, in zone: TimeZone = .current) async {
        guard let format = question.drawn.pickedFormat else { return }
        let written = DateFormatter()
        written.locale = Locale(identifier: "en_US_POSIX")
        written.calendar = Calendar(identifier: .gregorian)
        written.timeZone = zone
        written.dateFormat = format
        await write(written.string(from: moment), at: question)
    }

    /// Where the phone is, typed as the core takes it: degrees north and east.
    public func place(north: Double, east: Double, at question: QuestionView) async {
        await write(String(format: "%.6f %.6f", north, east), at: question)
    }

    /// The file of a picture of the questionnaire, where it is on this phone.
    public func picture(_ name: String?) -> URL? { name.flatMap { app.media.file($0) } }

    private func write(_ text: String, at question: QuestionView) async {
        typed[question.path] = text
        await leave(question)
    }

    /// Leaves the screen, unless something typed on it could not be taken: that is then said beside its question.
    private func turn(_ way: @escaping @Sendable (Interview, UInt32) async throws -> Void) async {
        guard let at = view?.at, let interview, !working else { return }
        await step {
            for path in self.typed.keys.sorted() { try await self.take(path) }
            let now = await interview.screen
            if now?.questions.contains(where: { $0.problem != nil }) == true { return }
            try await way(interview, at)
        }
        if await interview.screen == nil { finish() }
    }

    private func take(_ path: String) async throws {
        guard let text = typed[path], let interview else { return }
        try await interview.type(path, text)
        typed[path] = nil
    }

    private func step(_ act: @escaping @MainActor () async throws -> Void) async {
        working = true
        await app.attempt { try await act() }
        if let interview, let screen = await interview.screen { view = screen }
        working = false
    }

    private func finish() {
        app.path.removeAll { $0 == .interview(reference) }
        if app.path.last != .case(reference.case) { app.path.append(.case(reference.case)) }
    }
}

extension Drawn {
    /// How a moment that was picked is typed; none where nothing is picked.
    var pickedFormat: String? {
        switch self {
        case .date: "d/M/yyyy"
        case .time: "H:mm"
        case .dateTime: "d/M/yyyy H:mm"
        default: nil
        }
    }

    /// Whether a calendar or a clock is offered beside the field.
    public var isPicked: Bool { pickedFormat != nil }
}
