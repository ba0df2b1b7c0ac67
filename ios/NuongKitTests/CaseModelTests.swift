import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// What is done at a case, in the settings and at the screen that sends.
@MainActor
final class CaseModelTests: XCTestCase {
    /// A case with the screen that shows it, drawn by itself until the tasks are cancelled.
    private func shown(_ world: World) async throws -> (CaseModel, [Task<Void, Never>]) {
        let (app, watching) = try await follow(world.phone("mai"))
        let interview = try await app.phone.interviews.begin("triage")
        try await interview.answerAll()
        let model = CaseModel(app: app, id: interview.reference.case)
        let drawing = Task { await model.watch() }
        try await until { model.view != nil }
        return (model, [watching, drawing])
    }

    func testConsentIsWrittenDownAndTakenBackAndWhatIsMissingIsSaid() async throws {
        let world = try World()
        let (model, tasks) = try await shown(world)
        defer { tasks.forEach { $0.cancel() } }
        await model.askConsent()
        let form = try XCTUnwrap(model.consentForm)
        XCTAssertFalse(form.purposes.isEmpty || form.text.isEmpty)
        model.unsent.otherReceiver = "Bệnh viện huyện"
        let early = await model.consent(given: true)
        XCTAssertFalse(early, "nobody has said what for")
        XCTAssertNotNil(model.app.problem)
        XCTAssertEqual(model.unsent.otherReceiver, "Bệnh viện huyện", "what was written stands until it is kept")
        model.app.problem = nil
        model.unsent.purpose = form.purposes[0]
        let given = await model.consent(given: true)
        XCTAssertTrue(given)
        XCTAssertEqual(model.unsent.otherReceiver, "")
        try await until { model.view?.consents.count == 1 }
        let consent = try XCTUnwrap(model.view?.consents.first)
        XCTAssertEqual([consent.purpose, consent.receiver], [form.purposes[0].value, "Bệnh viện huyện"])
        XCTAssertTrue(consent.withdraw.enabled)
        await model.withdraw(consent)
        try await until { model.view?.consents.first?.withdraw.enabled == false }
        model.unsent.purpose = form.purposes[0]
        model.unsent.receiver = try XCTUnwrap(form.receivers.first)
        let refused = await model.consent(given: false)
        XCTAssertTrue(refused)
        try await until { model.view?.consents.count == 2 }
    }

    func testNeedsReferralsAndHandingOverAreWrittenByTheirForms() async throws {
        let world = try World()
        let (model, tasks) = try await shown(world)
        defer { tasks.forEach { $0.cancel() } }
        let order = try XCTUnwrap(model.view?.actions.order)
        XCTAssertEqual(order.compactMap { model.action(of: $0) }.count, order.count)
        await model.askNeeds()
        model.unsent.text = "Chân sưng"
        let need = try XCTUnwrap(model.needForm?.needs.first)
        let noted = await model.addNeed(need)
        XCTAssertTrue(noted)
        try await until { model.view?.needs.count == 1 }
        (model.unsent.service, model.unsent.text) = ("Trạm y tế xã", "Khám chân")
        let referred = await model.refer()
        XCTAssertTrue(referred)
        try await until { model.view?.referrals.count == 1 }
        await model.askUnits()
        let unit = try XCTUnwrap(model.units?.units.first)
        let before = model.view?.custody
        let handed = await model.handOver(to: unit)
        XCTAssertTrue(handed)
        try await until { model.view?.custody != before }
    }

    func testTheSettingsKeepTheTimeAfterWhichTheRecordsCloseAndWhatIsTyped() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        let settings = SettingsModel(app: app)
        let drawing = Task { await settings.watch() }
        defer { [watching, drawing].forEach { $0.cancel() } }
        try await until { settings.view != nil }
        let time = try XCTUnwrap(settings.view?.lockTimes.first { !$0.chosen })
        settings.shownName = "Mai"
        await settings.lock(after: time)
        try await until { settings.view?.lockTimes.first { $0.chosen }?.value == time.value }
        XCTAssertEqual(settings.shownName, "Mai", "what is being typed is not written over")
        await settings.keepShownName()
        try await until { settings.view?.shownName == "Mai" }
        settings.namesHidden = true
        try await until { settings.view?.namesHidden == true }
    }

    func testAnExchangeWithTheHubThatWasTypedIsFollowedToItsEndAndAnotherIsCancelled() async throws {
        let world = try World()
        let (hub, line) = (try world.hub(), try DeadLine())
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        for number in 0..<30 {
            let id = try await app.phone.interviews.begin("triage").reference.case
            try await app.phone.cases.note(id, "Lời thứ \(number)")
        }
        let model = SendModel(app: app)
        let drawing = Task { await model.watch() }
        defer { drawing.cancel() }
        try await until { model.view != nil }
        model.hub = line.url
        let sending = Task { await model.send() }
        try await until { model.view.map { $0.stop.enabled && !$0.progress.isEmpty } ?? false }
        XCTAssertEqual(model.view?.hub?.address, line.url)
        model.stop()
        await sending.value
        try await until { model.view?.send.enabled == true }
        model.hub = hub.url
        await model.send()
        XCTAssertNil(model.view?.problem)
        XCTAssertEqual(model.view?.hub?.address, hub.url, "and it is known from now on")
        XCTAssertNotNil(model.view?.arrived)
        let rows = try await app.phone.cases.page().rows
        XCTAssertTrue(rows.allSatisfy { !$0.sending.waits })
    }
}
