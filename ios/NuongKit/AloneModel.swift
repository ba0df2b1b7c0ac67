import Foundation
import Nuong
import Observation

/// Before the phone is handed over: in which languages the questionnaire can be heard.
@MainActor @Observable
public final class HandOverModel {
    public let app: AppModel
    public private(set) var view: SelfAnswerStartView?
    private let reference: InterviewRef
    private let instrument: String
    private var handing = false

    public init(app: AppModel, reference: InterviewRef, instrument: String) {
        self.app = app
        self.reference = reference
        self.instrument = instrument
    }

    public func draw() async {
        let (phone, instrument, media) = (app.phone, instrument, app.media.url)
        view = await app.attempt { try await phone.alone.start(instrument, recordings: media) }
    }

    /// Hands the phone over, to be spoken to in this language. The interview stands there again when it is taken back.
    public func hand(over language: SelfLanguageView) async {
        guard !handing else { return }
        handing = true
        let (phone, reference, media) = (app.phone, reference, app.media.url)
        let handed = await app.attempt {
            try await phone.alone.handOver(reference, speaking: language.tag, recordings: media)
        }
        if handed != nil { app.path.removeAll { $0 == .alone(reference, instrument: instrument) } }
        handing = false
        await app.look()
    }
}

/// The phone in the hands of the person who answers alone: sounds and four shapes, no result, and no way to anything else.
@MainActor @Observable
public final class AloneModel {
    public let app: AppModel
    public private(set) var view: SelfAnswerView?

    /// The officer's passphrase, to take the phone back, and what was wrong with the last try.
    public var passphrase = ""
    public private(set) var problem: ErrorView?

    private var working = false

    public init(app: AppModel) { self.app = app }

    /// Draws the question that stands there, and says it.
    public func draw() async {
        guard let now = await app.attempt({ try await app.phone.alone.view() }) else { return }
        view = now
        hear()
    }

    /// Says the question, and then what the shapes mean; again as often as it is wanted.
    public func hear() {
        guard let view else { return }
        app.listening.play(view.sounds + view.choices.compactMap(\.sound))
    }

    /// Whether this shape's meaning is being said now: it is drawn so that it is seen which one is meant.
    public func says(_ choice: SelfChoiceView) -> Bool {
        choice.sound != nil && choice.sound == app.listening.playing
    }

    /// A touch; a second one while the first is taken down does nothing.
    public func touch(_ choice: SelfChoiceView) async {
        guard !working, let path = view?.path else { return }
        working = true
        if let next = await app.attempt({ try await app.phone.alone.touch(path, choice.choice) }) {
            view = next
            hear()
        }
        working = false
    }

    public func toggleText() async {
        let wanted = view?.text == nil
        if let next = await app.attempt({ try await app.phone.alone.showText(wanted) }) { view = next }
    }

    /// Takes the phone back; a wrong passphrase leaves it with the person.
    public func takeBack() async {
        let given = passphrase
        passphrase = ""
        do {
            try await app.phone.alone.takeBack(passphrase: given)
            app.listening.stop()
        } catch let error as NuongError {
            problem = error.problem
        } catch {
            // Closed, or given up: where the phone stands says the rest.
        }
        await app.look()
    }
}
