import Foundation
import Nuong
import NuongTestWorld
import XCTest

final class MemoryTests: XCTestCase {
    /// Says when it is gone.
    private final class Watched: Observer, Keystore {
        let gone: @Sendable () -> Void
        init(gone: @escaping @Sendable () -> Void) { self.gone = gone }
        deinit { gone() }
        func changed(what: [Change]) {}
        func progress(view: SyncView) {}
        func wrap(profile: String, secret: Data) -> Data { secret }
        func unwrap(profile: String, wrapped: Data) -> Data { wrapped }
    }

    func testPortsAreLetGoWithTheCoreThatHeldThem() throws {
        let gone = expectation(description: "every port is gone")
        gone.expectedFulfillmentCount = 200
        let folder = try World.folder().path
        for _ in 0..<100 {
            let core = Core(directory: folder, language: .en, keystore: Watched { gone.fulfill() })
            core.observe(observer: Watched { gone.fulfill() })
        }
        wait(for: [gone], timeout: 60)
    }

    func testAPhoneThatNobodyHoldsIsGone() async throws {
        let world = try World()
        weak var phone: Phone?
        try await {
            let made = try await world.phone("mai")
            phone = made
            let interview = try await made.interviews.begin("triage")
            try await interview.answerScreen()
            for try await list in made.cases.list() {
                XCTAssertEqual(list.rows.count, 1)
                break
            }
        }()
        XCTAssertNil(phone)
        // The vault is free again: what held it is gone in the core too.
        let again = Phone(directory: world.path("mai"), language: .en)
        try await again.door.unlock(passphrase: World.passphrase)
        let list = try await again.cases.page()
        XCTAssertEqual(list.rows.count, 1)
    }

    #if os(Linux)
        func testManyViewsLeaveNothingBehind() async throws {
            let world = try World()
            let phone = try await world.phone("mai")
            let interview = try await phone.interviews.begin("border-initial")
            let view = try await interview.redraw()
            func draw(_ times: Int) async throws {
                for _ in 0..<times {
                    _ = try await interview.redraw()
                    await assertRefused("interview.unknown") {
                        try await phone.interviews.take(InterviewRef(case: interview.reference.case, interview: "none"))
                    }
                }
            }
            try await draw(500)
            let before = try residentBytes()
            try await draw(2000)
            let grown = try residentBytes() - before
            let all = try 2000 * JSONEncoder().encode(view).count
            XCTAssertLessThan(grown, all / 2, "2,000 views and errors drawn, and \(grown) bytes are still held")
        }

        private func residentBytes() throws -> Int {
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            return (Int(pages[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    #endif
}
