import Foundation
import Nuong
import NuongTestWorld
import XCTest

/// What a shell gives the core to call, and what is called while the core is let go of.
final class PortsTests: XCTestCase {
    /// Notes what it is told, and throws each time.
    private final class Throwing: Log, @unchecked Sendable {
        // Unchecked: what is changed is under the lock.
        private let lock = NSLock()
        private var kept: [String] = []
        var lines: [String] { lock.withLock { kept } }

        func line(level: LogLevel, target: String, text: String) throws {
            let count = lock.withLock {
                kept.append("\(level) \(target) \(text)")
                return kept.count
            }
            if count % 2 == 0 { throw PortProblem.Failed(reason: "full") } else { throw CocoaError(.fileWriteOutOfSpace) }
        }
    }

    func testALogThatThrowsStopsNothingAndNoLineHoldsANameAnAnswerOrAPassphrase() async throws {
        let (world, log) = (try World(), Throwing())
        setLog(log: log)
        defer { setLog(log: nil) }
        let phone = try await world.phone("Lò Thị Mai")
        let interview = try await phone.interviews.begin("border-initial")
        let question = try await interview.goTo { $0.drawn == .text && $0.input != nil }
        try await interview.type(question.path, "Giàng Thị Súa")
        try await interview.answerAll()
        try await phone.door.lock()
        await assertRefused("trust.wrong_passphrase") { try await phone.door.unlock(passphrase: "mật khẩu sai") }
        let lines = log.lines
        XCTAssertTrue(lines.contains { $0.contains("trust.wrong_passphrase") })
        for told in ["Mai", "Súa", World.passphrase, "mật khẩu sai"] {
            XCTAssertEqual(lines.filter { $0.contains(told) }, [], told)
        }
    }

    func testAnObserverMayCallBackAndIsNotToldOfAnythingOnceAnotherIs() throws {
        final class Calling: Observer, @unchecked Sendable {
            // Unchecked: the core calls it on the thread of the test alone.
            weak var core: Core?
            var seen: [Standing] = []
            func changed(what: [Change]) {
                guard let core else { return }
                seen.append(core.standing())
                _ = core.lockView()
            }
            func progress(view: SyncView) {}
        }
        let core = Core(directory: try World.folder().path, language: .en, keystore: nil)
        let calling = Calling()
        calling.core = core
        core.observe(observer: calling)
        try core.createProfile(passphrase: World.passphrase, again: World.passphrase)
        XCTAssertEqual(calling.seen.last, .notEnrolled)
        core.observe(observer: nil)
        let before = calling.seen.count
        core.lock()
        XCTAssertEqual(calling.seen.count, before)
    }

    func testAKeystoreThatGivesBackAnEnormousSecretLeavesNoProfile() async throws {
        final class Enormous: Keystore {
            func wrap(profile: String, secret: Data) throws -> Data { Data(count: 30_000_000) }
            func unwrap(profile: String, wrapped: Data) throws -> Data { throw KeystoreProblem.Lost }
        }
        let phone = Phone(directory: try World.folder(), language: .en, keystore: Enormous())
        await assertThrows({ try await phone.door.create(passphrase: World.passphrase, again: World.passphrase) }) { error in
            guard case NuongError.Keystore = error else { return XCTFail("\(error)") }
        }
        try await assertStanding(phone, .notSetUp)
    }

    func testCallsUnderWayWhileThePhoneIsClosedAllComeToAnEndDoneOrRefused() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let id = try await phone.interviews.begin("triage").reference.case
        let kept = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    if number == 100 { phone.close() }
                    do {
                        try await phone.cases.note(id, "\(number)")
                        return "\(number)"
                    } catch is PhoneClosed {
                        return nil
                    } catch NuongError.Locked {
                        // It was asked before the phone was closed, and carried out after.
                        return nil
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { if let note = $1 { $0.insert(note) } }
        }
        let again = Phone(directory: world.path("mai"), language: .en)
        try await again.door.unlock(passphrase: World.passphrase)
        let notes = try await again.cases.viewNow(of: id).notes
        XCTAssertEqual(Set(notes.map(\.text)), kept)
    }
}
