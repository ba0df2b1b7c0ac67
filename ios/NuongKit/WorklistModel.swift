import Foundation
import Nuong
import Observation

/// The worklist: three groups, and a page more whenever its end comes into sight.
@MainActor @Observable
public final class WorklistModel: Watching {
    public let app: AppModel

    /// The first page, as the core draws it.
    public var view: CaseListView? {
        didSet { (groups, next) = (view?.groups ?? [], view?.next) }
    }
    public var drawn: Views<CaseListView> { app.phone.cases.list(search: search) }

    /// The groups with the rows of every page fetched so far.
    public private(set) var groups: [CaseGroupView] = []

    /// What is searched for. The screen watches anew when it changes.
    public var search = ""

    private var next: UInt32?
    private var fetching = false

    public init(app: AppModel) { self.app = app }

    /// Fetches the next page, if there is one. A list that was drawn anew meanwhile begins anew.
    public func more() async {
        guard let skip = next, !fetching else { return }
        fetching = true
        defer { fetching = false }
        let (asked, words) = (view, search)
        guard let page = await app.attempt({ try await app.phone.cases.page(search: words, skip: skip) }),
            asked == view
        else { return }
        groups = groups.map { group in group.with(rowsOf: page.groups.first { $0.group == group.group }) }
        next = page.next
    }

    public func toggleNames() async { await app.attempt { try await app.phone.cases.toggleNames() } }

    public func open(_ row: CaseRowView) { app.path.append(.case(row.case)) }

    public func newCase() { app.path.append(.instruments(case: nil)) }
}

extension CaseGroupView {
    /// This group with the rows of a later page behind its own.
    func with(rowsOf page: CaseGroupView?) -> CaseGroupView {
        let added = page?.rows ?? []
        return CaseGroupView(
            group: group, heading: heading, count: count + (page?.count ?? 0), rows: rows + added,
            empty: added.isEmpty ? empty : nil)
    }
}

/// Choosing a questionnaire to begin with.
@MainActor @Observable
public final class InstrumentsModel {
    public let app: AppModel
    public private(set) var view: InstrumentListView?
    private let caseId: String?
    private var beginning = false

    public init(app: AppModel, case id: String?) {
        self.app = app
        caseId = id
    }

    public func draw() async { view = await app.attempt { try await app.phone.interviews.instruments() } }

    /// Begins, and shows the first screen in place of this one. A second tap meanwhile does nothing.
    public func begin(_ instrument: InstrumentView) async {
        guard !beginning else { return }
        beginning = true
        defer { beginning = false }
        let (phone, id) = (app.phone, caseId)
        guard let begun = await app.attempt({ try await phone.interviews.begin(instrument.instrument, case: id) })
        else { return }
        app.path.removeAll { $0 == .instruments(case: id) }
        app.path.append(.interview(begun.reference))
    }
}
