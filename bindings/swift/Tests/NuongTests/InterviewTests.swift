import Foundation
import Nuong
import NuongTestWorld
import XCTest

final class InterviewTests: XCTestCase {
    func testAnInterviewIsHeldLeftTakenUpAndFinished() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let first = await interview.screen
        XCTAssertEqual(first?.at, 0)
        let second = try await interview.answerScreen()
        XCTAssertEqual(second?.at, 1)
        let again = try await interview.forward(from: 0)
        XCTAssertEqual(again?.at, 1, "a second tap on the first screen's button does nothing")
        try await interview.stop()
        try await phone.door.lock()
        try await phone.door.unlock(passphrase: World.passphrase)
        let taken = try await phone.interviews.take(interview.reference)
        let there = await taken.screen
        XCTAssertEqual(there?.at, 1, "taken up where it was left")
        try await taken.answerAll()
        let over = await taken.screen
        XCTAssertNil(over)
        let case_ = try await phone.cases.viewNow(of: interview.reference.case)
        XCTAssertFalse(case_.interviews[0].answers.isEmpty)
        let list = try await phone.cases.page()
        XCTAssertEqual(list.rows.map(\.case), [interview.reference.case])
        XCTAssertEqual(list.groups.count, 3)
    }

    func testQuickTapsDoNotOvertakeEachOther() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        var shown = await interview.screen
        let isOne: (QuestionView) -> Bool = { $0.drawn == .fourChoices || $0.drawn == .oneChoice }
        while let view = shown, !view.questions.contains(where: isOne) { shown = try await interview.forward(from: view.at) }
        let view = try XCTUnwrap(shown)
        let question = try XCTUnwrap(view.questions.first(where: isOne))
        for round in 0..<20 {
            let choice = question.choices[round % question.choices.count]
            let after = try await interview.answer(question.path, choice.then)
            let chosen = after.questions.first { $0.path == question.path }?.choices.filter(\.chosen).map(\.label)
            XCTAssertEqual(chosen, [choice.label])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await interview.forward(from: view.at) } }
            try await group.waitForAll()
        }
        let now = await interview.screen
        XCTAssertEqual(now?.at, view.at + 1, "fifty taps on one button are one")
    }

    func testAnInterviewGoesOnAfterTheProcessWasKilled() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        phone.close()
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(
            "nuong-until-killed")
        let profile = world.path("mai").path
        process.arguments = [profile, World.passphrase, "2"]
        let output = try Programs.start(process).output
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        XCTAssertTrue(signalled(process.processIdentifier))
        process.waitUntilExit()
        XCTAssertEqual(process.terminationReason, .uncaughtSignal)
        let said = line.split(separator: " ").map { $0.trimmingCharacters(in: .newlines) }
        guard said.count == 3 else { return XCTFail("it said \(line)") }

        let again = Phone(directory: world.path("mai"), language: .en)
        try await again.door.unlock(passphrase: World.passphrase)
        let taken = try await again.interviews.take(InterviewRef(case: said[0], interview: said[1]))
        let screen = await taken.screen
        XCTAssertEqual(screen.map { String($0.at) }, said[2])
        let kept = try await taken.back(from: try XCTUnwrap(screen).at)
        let answered = kept.questions.filter { !$0.choices.isEmpty }
        XCTAssertTrue(answered.allSatisfy { question in question.choices.contains(where: \.chosen) })
        try await taken.answerAll()
        let case_ = try await again.cases.viewNow(of: said[0])
        XCTAssertGreaterThan(case_.interviews[0].answers.count, 2)
    }

    func testAnAnswerThatCannotBeTakenIsSaidBesideItsQuestion() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("border-initial")
        let question = try await firstTyped(interview)
        let view = try await interview.type(question.path, String(repeating: "ơ", count: 3_000_000))
        let refused = view.questions.first { $0.path == question.path }
        XCTAssertNotNil(refused?.problem)
        XCTAssertEqual(refused?.input?.text, "")
        await assertRefused("answer.unknown_question") { try await interview.answer("no/such", .doesNotKnow) }
    }

    func testNamesInAnyFormOfUnicodeAreKeptAsOneAndFound() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("border-initial")
        let question = try await firstTyped(interview)
        let composed = "Nguyễn Thị Ánh Tuyết"
        let decomposed = composed.decomposedStringWithCanonicalMapping
        XCTAssertNotEqual(Array(composed.utf8), Array(decomposed.utf8))
        let view = try await interview.type(question.path, decomposed)
        let kept = view.questions.first { $0.path == question.path }?.input?.text
        XCTAssertEqual(kept.map { Array($0.utf8) }, Array(composed.utf8), "kept composed, byte for byte")
        for text in ["مریم \u{202E}abc", "e\u{301}\u{301}\u{301}", "👩‍👩‍👧", "a\u{0}b", "Đặng\u{200B}"] {
            let case_ = interview.reference.case
            try await phone.cases.note(case_, text)
            let notes = try await phone.cases.viewNow(of: case_).notes
            XCTAssertTrue(
                notes.contains { $0.text.contains(text.precomposedStringWithCanonicalMapping) || $0.text.contains(text) }, text)
        }
    }

    /// Goes on to the first screen with a place to type.
    private func firstTyped(_ interview: Interview) async throws -> QuestionView {
        while let view = await interview.screen {
            if let found = view.questions.first(where: { $0.drawn == .text && $0.input != nil }) { return found }
            try await interview.forward(from: view.at)
        }
        throw Refusal(words: "nothing is typed in this questionnaire")
    }
}
