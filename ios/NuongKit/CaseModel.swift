import Foundation
import Nuong
import Observation

/// A case.
@MainActor @Observable
public final class CaseModel: Watching {
    public let app: AppModel
    public let id: String
    public var view: CaseView?
    public var drawn: Views<CaseView> { app.phone.cases.view(of: id) }

    /// Which form is written on.
    public var form = Writing.note

    /// What stands on it: the app has it, so that it outlives this screen.
    public var unsent: Unsent {
        get { app.unsent[Unsent.Place(case: id, form: form)] ?? Unsent() }
        set { app.unsent[Unsent.Place(case: id, form: form)] = newValue == Unsent() ? nil : newValue }
    }

    /// The forms, once they were asked for.
    public private(set) var units: UnitListView?
    public private(set) var consentForm: ConsentFormView?
    public private(set) var needForm: NeedFormView?

    public init(app: AppModel, id: String) {
        self.app = app
        self.id = id
    }

    /// A step of the case's `order`, as it is drawn.
    public func action(of step: CaseStep) -> Action? {
        guard let actions = view?.actions else { return nil }
        return switch step {
        case .continueInterview: actions.continueInterview
        case .decide: actions.decide
        case .newInterview: actions.newInterview
        case .addNote: actions.addNote
        case .addNeed: actions.addNeed
        case .consent: actions.consent
        case .refer: actions.refer
        case .handOver: actions.handOver
        }
    }

    public func addNote() async -> Bool {
        let text = unsent.text
        return await written { try await $0.note($1, text) }
    }

    public func decide(_ decision: OptionView) async -> Bool {
        let reason = unsent.text
        return await written { try await $0.decide($1, decision.value, reason: reason) }
    }

    public func refer() async -> Bool {
        let (to, reason) = (unsent.service, unsent.text)
        return await written { try await $0.refer($1, to: to, reason: reason) }
    }

    public func askUnits() async { units = await app.attempt { try await app.phone.cases.units() } }

    public func handOver(to unit: OptionView) async -> Bool {
        await written { try await $0.handOver($1, to: unit.value) }
    }

    public func askNeeds() async {
        let (phone, id) = (app.phone, id)
        needForm = await app.attempt { try await phone.cases.needForm(id) }
    }

    public func addNeed(_ need: OptionView) async -> Bool {
        let detail = unsent.text
        return await written { try await $0.need($1, need.value, detail: detail) }
    }

    public func askConsent() async {
        let (phone, id) = (app.phone, id)
        consentForm = await app.attempt { try await phone.cases.consentForm(id) }
    }

    /// Writes down that the person agrees or refuses. What is missing of it is the core's to say.
    public func consent(given: Bool) async -> Bool {
        let (purpose, receiver) = (unsent.purpose?.value ?? "", unsent.receiver?.value ?? unsent.otherReceiver)
        return await written { try await $0.consent($1, purpose: purpose, receiver: receiver, given: given) }
    }

    /// Writes down that the person takes a consent back.
    public func withdraw(_ consent: ConsentView) async {
        let (purpose, receiver) = (consent.purpose, consent.receiver)
        await app.attempt { try await app.phone.cases.withdrawConsent(id, purpose: purpose, receiver: receiver) }
    }

    public func continueInterview() {
        guard let interview = view?.actions.continueWith else { return }
        app.path.append(.interview(InterviewRef(case: id, interview: interview)))
    }

    public func newInterview() { app.path.append(.instruments(case: id)) }

    public func open(_ conflict: ConflictView) { app.path.append(.conflict(case: id, path: conflict.path)) }

    /// Whether it is kept: what was written stands in its field until then.
    private func written(_ act: (Cases, String) async throws -> Void) async -> Bool {
        let of = form
        let well: Void? = await app.attempt { try await act(app.phone.cases, id) }
        if well != nil { app.unsent[Unsent.Place(case: id, form: of)] = nil }
        return well != nil
    }
}

/// One place where colleagues wrote different things.
@MainActor @Observable
public final class ConflictModel {
    public let app: AppModel
    public let id: String
    public let path: String
    public private(set) var view: ConflictView?

    public init(app: AppModel, case id: String, path: String) {
        self.app = app
        self.id = id
        self.path = path
    }

    public func draw() async { view = await app.attempt { try await app.phone.cases.conflict(of: id, path: path) } }

    /// Settles on a value, and goes back.
    public func settle(on value: ConflictValueView) async {
        let well: Void? = await app.attempt { try await app.phone.cases.resolve(id, path: path, value: value.value) }
        if well != nil { app.path.removeAll { $0 == .conflict(case: id, path: path) } }
    }
}
