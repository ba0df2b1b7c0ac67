import Foundation
import Nuong
import NuongTestWorld
import XCTest

final class BadInputTests: XCTestCase {
    func testWrongIdsAreRefusedInWords() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let zeros = String(repeating: "0", count: 32)
        for id in ["", "zz", zeros, "../x", "\u{0}", String(repeating: "f", count: 1_000_000)] {
            await assertThrows({ try await phone.cases.viewNow(of: id) }) { error in
                guard case NuongError.Stale = error else { return XCTFail("\(error)") }
            }
        }
        let interview = try await phone.interviews.begin("triage")
        let other = InterviewRef(case: interview.reference.case, interview: "none")
        await assertRefused("interview.unknown") { try await phone.interviews.take(other) }
        await assertRefused("pack.unknown") { try await phone.interviews.begin("none") }
        await assertRefused("profile.unknown") { try await phone.door.choose(profile: "../x") }
        await assertThrows({ try await phone.cases.decide(zeros, "no such", reason: "x") }) { error in
            guard case NuongError.Input = error else { return XCTFail("\(error)") }
        }
    }

    func testEnormousTextsAreRefusedOrKeptWholeAndThePhoneAnswersOn() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let long = String(repeating: "ơ", count: 5_000_000)
        await assertThrows({ try await phone.cases.note(interview.reference.case, long) }) { error in
            XCTAssertTrue(error is NuongError, "\(error)")
        }
        await assertThrows({ try await phone.joining.request(person: long) }) { XCTAssertTrue($0 is NuongError, "\($0)") }
        await assertRefused("enrol.not_an_answer") { try await phone.joining.accept(long) }
        let found = try await phone.cases.page(search: long)
        XCTAssertTrue(found.rows.isEmpty)
        let all = try await phone.cases.page()
        XCTAssertEqual(all.rows.count, 1)
    }

    func testFilesThatAreNoneAreRefusedInWords() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let rubbish = world.path("rubbish")
        try Data(repeating: 7, count: 70_000).write(to: rubbish)
        for file in [rubbish, world.path("is-not-there"), world.directory] {
            await assertThrows({ try await phone.exchange.read(from: file) }) { error in
                guard case NuongError.File = error else { return XCTFail("\(error)") }
            }
        }
        await assertThrows({ try await phone.exchange.write(to: world.path("no/such/folder")) }) { error in
            XCTAssertTrue(error is NuongError, "\(error)")
        }
    }

    func testAnObserverThatThrowsStopsNothing() async throws {
        final class Throwing: Observer {
            func changed(what: [Change]) throws { throw CocoaError(.fileNoSuchFile) }
            func progress(view: SyncView) throws { throw PortProblem.Failed(reason: "on purpose") }
        }
        let world = try World()
        let core = Core(directory: world.path("bare").path, language: .en, keystore: nil)
        core.observe(observer: Throwing())
        try core.createProfile(passphrase: World.passphrase, again: World.passphrase)
        XCTAssertEqual(core.standing(), .notEnrolled)
    }
}
