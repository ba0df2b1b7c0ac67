import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// What was written on a form that the cover, the background or the lock closed.
@MainActor
final class UnsentTests: XCTestCase {
    private func aCase(_ app: AppModel) async throws -> String {
        try await app.phone.interviews.begin("triage").reference.case
    }

    private func unlock(_ app: AppModel) async throws {
        let lock = LockModel(app: app)
        lock.passphrase = World.passphrase
        await lock.unlock()
        try await until { app.standing == .open }
    }

    func testWhatWasWrittenStandsThereAgainAfterTheCoverAndTheBackground() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        let id = try await aCase(app)
        let model = CaseModel(app: app, id: id)
        model.unsent.text = "Hẹn gặp lại"
        model.form = .referral
        XCTAssertEqual(model.unsent, Unsent(), "another form of the case is another text")
        model.unsent.service = "Trạm y tế xã"
        await app.sleep()
        await app.wake()
        XCTAssertEqual(CaseModel(app: app, id: id).unsent.text, "Hẹn gặp lại")
        await app.cover()
        XCTAssertEqual(app.standing, .locked)
        try await unlock(app)
        let again = CaseModel(app: app, id: id)
        XCTAssertEqual(again.unsent.text, "Hẹn gặp lại")
        let kept = await again.addNote()
        XCTAssertTrue(kept)
        XCTAssertEqual(again.unsent, Unsent(), "nothing stands there once it is kept")
        again.form = .referral
        XCTAssertEqual(again.unsent.service, "Trạm y tế xã")
    }

    func testAnotherPersonFindsNothingOfItAndItDoesNotComeBack() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        let id = try await aCase(app)
        CaseModel(app: app, id: id).unsent.text = "Hẹn gặp lại"
        await app.cover()
        try await app.phone.door.create(passphrase: "một hai ba bốn", again: "một hai ba bốn")
        try await until { app.standing == .notEnrolled }
        XCTAssertEqual(CaseModel(app: app, id: id).unsent, Unsent())
        await app.cover()
        let first = try await app.phone.door.lockViewNow().profiles.first { !$0.chosen }
        try await app.phone.door.choose(profile: XCTUnwrap(first).value)
        try await unlock(app)
        XCTAssertEqual(CaseModel(app: app, id: id).unsent, Unsent())
    }
}
