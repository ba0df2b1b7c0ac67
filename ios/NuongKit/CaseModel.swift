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

    /// What is being written: a note, or the reason of a decision or a referral.
    public var text = ""
    public var service = ""

    /// The units the case can be given to, once they were asked for.
    public var units: UnitListView?

    public init(app: AppModel, id: String) {
        self.app = app
        self.id = id
    }

    public func addNote() async {
        let text = text
        await written { try await $0.note($1, text) }
    }

    public func decide(_ decision: OptionView) async {
        let reason = text
        await written { try await $0.decide($1, decision.value, reason: reason) }
    }

    public func refer() async {
        let (to, reason) = (service, text)
        await written { try await $0.refer($1, to: to, reason: reason) }
    }

    public func askUnits() async { units = await app.attempt { try await app.phone.cases.units() } }

    public func handOver(to unit: OptionView) async {
        await written { try await $0.handOver($1, to: unit.value) }
        units = nil
    }

    public func continueInterview() {
        guard let interview = view?.actions.continueWith else { return }
        app.path.append(.interview(InterviewRef(case: id, interview: interview)))
    }

    public func newInterview() { app.path.append(.instruments(case: id)) }

    public func open(_ conflict: ConflictView) { app.path.append(.conflict(case: id, path: conflict.path)) }

    /// What was written stands in its field until it is kept.
    private func written(_ act: (Cases, String) async throws -> Void) async {
        let well: Void? = await app.attempt { try await act(app.phone.cases, id) }
        if well != nil { (text, service) = ("", "") }
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
