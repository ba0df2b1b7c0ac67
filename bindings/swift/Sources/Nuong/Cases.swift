import Foundation

/// The worklist, and what is done with a case.
public struct Cases: Sendable {
    let phone: Phone

    /// The first page of the worklist, and again whenever it changes. The view's `next` asks ``page(search:skip:limit:)`` for more.
    public func list(search: String = "", limit: UInt32 = 50) -> Views<CaseListView> {
        phone.drawn(on: { $0 == .list || $0 == .lock }) { try $0.list(search: search, skip: 0, limit: limit) }
    }

    /// One page of the worklist, from the row `skip` on; at most 200 rows.
    public func page(search: String = "", skip: UInt32 = 0, limit: UInt32 = 50) async throws -> CaseListView {
        try await phone.call { try $0.list(search: search, skip: skip, limit: limit) }
    }

    /// Shows the names in the list, or hides them again, until the profile is closed.
    public func toggleNames() async throws { try await phone.call { try $0.toggleNames() } }

    /// A case, and again whenever it changes.
    public func view(of id: String) -> Views<CaseView> {
        phone.drawn(on: { $0 == .case(case: id) || $0 == .lock }) { try $0.case(case: id) }
    }

    /// A case as it is now.
    public func viewNow(of id: String) async throws -> CaseView { try await phone.call { try $0.case(case: id) } }

    /// One place where colleagues wrote different things.
    public func conflict(of id: String, path: String) async throws -> ConflictView {
        try await phone.call { try $0.conflict(case: id, path: path) }
    }

    /// Settles on one of the values of a conflict, given back as its view had it.
    public func resolve(_ id: String, path: String, value: Answer?) async throws {
        try await phone.call { try $0.resolve(case: id, path: path, value: value) }
    }

    /// Adds a note.
    public func note(_ id: String, _ text: String) async throws {
        try await phone.call { try $0.addNote(case: id, text: text) }
    }

    /// The form on which a need is written down.
    public func needForm(_ id: String) async throws -> NeedFormView { try await phone.call { try $0.needForm(case: id) } }

    /// Records what the person needs.
    public func need(_ id: String, _ need: String, detail: String = "") async throws {
        try await phone.call { try $0.addNeed(case: id, need: need, detail: detail) }
    }

    /// Refers the person to a service.
    public func refer(_ id: String, to service: String, reason: String) async throws {
        try await phone.call { try $0.refer(case: id, to: service, reason: reason) }
    }

    /// The form on which consent is asked for.
    public func consentForm(_ id: String) async throws -> ConsentFormView {
        try await phone.call { try $0.consentForm(case: id) }
    }

    /// Records that the person gives or refuses consent, for a purpose and a receiver.
    public func consent(_ id: String, purpose: String, receiver: String, given: Bool) async throws {
        try await phone.call { try $0.consent(case: id, purpose: purpose, receiver: receiver, given: given) }
    }

    /// Records that the person withdraws consent.
    public func withdrawConsent(_ id: String, purpose: String, receiver: String) async throws {
        try await phone.call { try $0.withdrawConsent(case: id, purpose: purpose, receiver: receiver) }
    }

    /// Decides how a case goes on; `decision` as the case's view offered it.
    public func decide(_ id: String, _ decision: String, reason: String) async throws {
        try await phone.call { try $0.decide(case: id, decision: decision, reason: reason) }
    }

    /// The units a case can be given to.
    public func units() async throws -> UnitListView { try await phone.call { try $0.units() } }

    /// Gives a case to another unit.
    public func handOver(_ id: String, to unit: String) async throws {
        try await phone.call { try $0.handOver(case: id, unit: unit) }
    }
}
