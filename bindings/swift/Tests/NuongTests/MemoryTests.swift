import CHeap
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
        gone.expectedFulfillmentCount = 20_000
        let folder = try World.folder().path
        for _ in 0..<10_000 {
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
        /// What malloc has given out, to the core and to Swift alike: an interview that is held by mistake, or a view of some
        /// kilobytes, is in it each time; what comes and goes is not in the round that grew least.
        func testTenThousandInterviewsLeaveNothingBehind() async throws {
            let world = try World()
            let phone = try await world.phone("mai")
            var begun: [InterviewRef] = []
            for _ in 0..<10 { begun.append(try await phone.interviews.begin("triage").reference) }
            func hold(_ times: Int) async throws {
                for number in 0..<times {
                    let interview = try await phone.interviews.take(begun[number % begun.count])
                    try await interview.stop()
                }
            }
            try await hold(500)
            var grown: [Int] = []
            for _ in 0..<4 {
                let before = heapBytes()
                try await hold(2_500)
                grown.append(heapBytes() - before)
            }
            XCTAssertLessThan(try XCTUnwrap(grown.min()), 2_500 * 100, "\(grown) bytes in 2,500 interviews each")
        }

        func testErrorsLeaveNothingBehind() async throws {
            let world = try World()
            let phone = try await world.phone("mai")
            let of = InterviewRef(case: try await phone.interviews.begin("triage").reference.case, interview: "none")
            func refuse(_ times: Int) async {
                for _ in 0..<times { await assertRefused("interview.unknown") { try await phone.interviews.take(of) } }
            }
            await refuse(500)
            let before = heapBytes()
            await refuse(2_500)
            let grown = heapBytes() - before
            XCTAssertLessThan(grown, 2_500 * 100)
        }

        private func heapBytes() -> Int {
            let heap = mallinfo2()
            return Int(heap.uordblks + heap.hblkhd)
        }
    #endif
}
