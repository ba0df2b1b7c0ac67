import Dispatch
import Foundation
import Nuong
import NuongTestWorld
import XCTest

/// A keystore that turns bytes round, and does what it is told to instead.
private final class Turning: Keystore, @unchecked Sendable {
    // Unchecked: `instead` is under the lock.
    private let lock = NSLock()
    private var instead: (@Sendable () throws -> Data)?

    func say(_ instead: (@Sendable () throws -> Data)?) { lock.withLock { self.instead = instead } }

    func wrap(profile: String, secret: Data) throws -> Data { try turn(secret) }

    func unwrap(profile: String, wrapped: Data) throws -> Data { try turn(wrapped) }

    private func turn(_ bytes: Data) throws -> Data {
        if let instead = lock.withLock({ instead }) { return try instead() }
        return Data(bytes.map { ~$0 })
    }
}

private struct NotOneOfOurs: Error {}

final class KeystoreTests: XCTestCase {
    private let keystore = Turning()

    private func locked(_ folder: URL) async throws -> Phone {
        let phone = Phone(directory: folder, language: .en, keystore: keystore)
        try await phone.door.create(passphrase: World.passphrase, again: World.passphrase)
        try await phone.door.lock()
        return phone
    }

    func testAKeystoreThatRefusesFailsOrThrowsAnythingIsSaidAndLosesNothing() async throws {
        let phone = try await locked(try World.folder())
        let faults: [(code: String, instead: @Sendable () throws -> Data)] = [
            ("keystore.refused", { throw KeystoreProblem.Refused }),
            ("keystore.lost", { throw KeystoreProblem.Lost }),
            ("keystore.failed", { throw KeystoreProblem.Failed(reason: "hardware") }),
            ("keystore.failed", { throw NotOneOfOurs() }),
            ("keystore.failed", { Data(repeating: 0, count: 300) }),
            ("keystore.failed", { Data() }),
        ]
        for fault in faults {
            keystore.say(fault.instead)
            await assertRefused(fault.code) { try await phone.door.unlock(passphrase: World.passphrase) }
        }
        keystore.say(nil)
        await assertRefused("trust.wrong_passphrase") { try await phone.door.unlock(passphrase: "another passphrase") }
        try await phone.door.unlock(passphrase: World.passphrase)
    }

    func testAKeystoreThatFailsWhileAProfileIsMadeLeavesNone() async throws {
        let phone = Phone(directory: try World.folder(), language: .en, keystore: keystore)
        keystore.say { Data([1, 2, 3]) }
        await assertRefused("keystore.failed") {
            try await phone.door.create(passphrase: World.passphrase, again: World.passphrase)
        }
        try await assertStanding(phone, .notSetUp)
    }

    func testRecordsBoundToAKeystoreDoNotOpenWithoutIt() async throws {
        let folder = try World.folder()
        _ = try await locked(folder)
        let elsewhere = Phone(directory: folder, language: .en)
        await assertRefused("keystore.needed") { try await elsewhere.door.unlock(passphrase: World.passphrase) }
    }

    func testNothingElseWaitsForAKeystoreThatHangs() async throws {
        let phone = try await locked(try World.folder())
        let (asked, finger) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        keystore.say {
            asked.signal()
            finger.wait()
            throw KeystoreProblem.Refused
        }
        let opening = Task { try await phone.door.unlock(passphrase: World.passphrase) }
        await Task.detached { hold(asked) }.value
        let screen = try await phone.door.lockViewNow()
        XCTAssertTrue(screen.unlock.enabled)
        try await assertStanding(phone, .locked)
        opening.cancel()
        await assertThrows({ try await opening.value }) { XCTAssertTrue($0 is CancellationError, "\($0)") }
        keystore.say(nil)
        try await phone.door.unlock(passphrase: World.passphrase)
        finger.signal()
        try await assertStanding(phone, .notEnrolled)
    }
}

private func hold(_ semaphore: DispatchSemaphore) { semaphore.wait() }
