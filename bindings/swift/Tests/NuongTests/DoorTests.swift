import Foundation
import Nuong
import NuongTestWorld
import XCTest

final class DoorTests: XCTestCase {
    func testAPhoneIsSetUpUnlockedAndClosedAgain() async throws {
        let world = try World()
        let phone = Phone(directory: world.path("mai"), language: .en)
        try await assertStanding(phone, .notSetUp)
        let shown = try await phone.door.lockViewNow()
        XCTAssertNotNil(shown.setUp)
        await assertRefused("passphrase.differ") {
            try await phone.door.create(passphrase: World.passphrase, again: "another one")
        }
        let told = try await phone.door.setUpViewNow()
        XCTAssertNotNil(told.passphraseError)
        try await phone.door.create(passphrase: World.passphrase, again: World.passphrase)
        try await assertStanding(phone, .notEnrolled)
        await assertThrows({ try await phone.cases.page() }) { error in
            guard case NuongError.NotEnrolled = error else { return XCTFail("\(error)") }
        }
        try await world.enrol(phone, "Lò Thị Mai", role: "officer", unit: "post-a")
        try await assertStanding(phone, .open)
        let settings = try await phone.door.settingsNow()
        XCTAssertEqual(settings.profile?.person, "Lò Thị Mai")
        try await phone.door.lock()
        try await assertStanding(phone, .locked)
        await assertRefused("trust.wrong_passphrase") { try await phone.door.unlock(passphrase: "not the passphrase") }
        let wrong = try await phone.door.lockViewNow()
        XCTAssertNotNil(wrong.passphraseError, "the reason stands beside the field")
        try await phone.door.unlock(passphrase: World.passphrase)
        try await assertStanding(phone, .open)
    }

    func testAPausedPhoneRefusesEverythingAndGoesOnWhereItWas() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let second = try await interview.answerScreen()
        try await phone.door.pause()
        try await assertStanding(phone, .paused)
        await assertThrows({ try await interview.redraw() }) { error in
            guard case NuongError.Paused = error else { return XCTFail("\(error)") }
        }
        try await phone.door.resume()
        let now = try await interview.redraw()
        XCTAssertEqual(now, second)
    }

    func testCallsAfterClosingAreRefusedInWordsAndLoseNothing() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let second = try await interview.answerScreen()
        phone.close()
        phone.close()
        await assertClosed { _ = try await phone.door.standing() }
        await assertClosed { _ = try await interview.answer("x", nil) }
        await assertClosed { _ = try await phone.exchange.begin(hub: "https://localhost:1") }
        XCTAssertThrowsError(try phone.words) { XCTAssertTrue($0 is PhoneClosed) }
        let again = Phone(directory: world.path("mai"), language: .en)
        try await again.door.unlock(passphrase: World.passphrase)
        let taken = try await again.interviews.take(interview.reference)
        let screen = await taken.screen
        XCTAssertEqual(screen?.at, second?.at)
    }

    func testCallsFromManyTasksWhileThePhonePausesAndResumesAllComeToAnEnd() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let answered = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    do {
                        switch number % 4 {
                        case 0: _ = try await phone.cases.page()
                        case 1: _ = try await interview.redraw()
                        case 2: _ = try await phone.cases.viewNow(of: interview.reference.case)
                        default: _ = try await phone.exchange.viewNow()
                        }
                        return 1
                    } catch NuongError.Paused {
                        return 0
                    }
                }
                if number % 250 == 100 { try await phone.door.pause() }
                if number % 250 == 120 { try await phone.door.resume() }
            }
            return try await group.reduce(0, +)
        }
        XCTAssertGreaterThan(answered, 0)
        try await phone.door.resume()
        try await assertStanding(phone, .open)
    }

    func testEveryErrorSaysWhatHappenedAndWhatToDoInBothLanguages() throws {
        let phone = Phone(directory: try World.folder(), language: .en)
        let english = try phone.error("trust.wrong_passphrase")
        try phone.setLanguage(.vi)
        let vietnamese = try phone.error("trust.wrong_passphrase")
        XCTAssertEqual(english.code, vietnamese.code)
        XCTAssertNotEqual(english.text, vietnamese.text)
        XCTAssertFalse(vietnamese.todo.isEmpty)
        XCTAssertEqual(try phone.language, .vi)
        XCTAssertEqual(try phone.languages.filter(\.chosen).map(\.language), [.vi])
    }
}
