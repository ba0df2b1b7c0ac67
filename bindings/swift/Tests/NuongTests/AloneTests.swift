import Foundation
import Nuong
import NuongTestWorld
import XCTest

/// The phone in the person's hands.
final class AloneTests: XCTestCase {
    func testAPersonHearsAnswersByFourShapesMayReadAlongAndSeesNoResult() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let phone = try await world.phone("mai")
        let start = try await phone.alone.start("self-answer", recordings: recordings)
        let heard = try XCTUnwrap(start.languages.first { $0.tag == "vi" })
        XCTAssertTrue(heard.start.enabled && heard.heard == heard.of, heard.text)
        XCTAssertEqual(start.languages.first { $0.tag == "en" }?.start.enabled, false, "nothing was recorded in English")
        let begun = try await phone.interviews.begin("self-answer")
        let offered = await begun.screen
        XCTAssertEqual(offered?.instrument, "self-answer")
        XCTAssertEqual(offered?.alone?.enabled, true)
        let other = try await phone.interviews.begin("triage").screen
        XCTAssertNil(other?.alone, "nothing leads there from one that does not suit")
        let of = begun.reference
        let first = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        try await assertStanding(phone, .handedOver)
        XCTAssertEqual(first.choices.map(\.choice), [.yes, .no, .skip, .stop])
        XCTAssertEqual(first.choices.map(\.shape), [.circle, .square, .triangle, .cross])
        XCTAssertEqual(first.sounds.map(\.file), ["vi-hears.m4a"])
        XCTAssertEqual(first.choices.first?.sound?.file, "vi-choice-yes.m4a")
        XCTAssertNil(first.text, "no words unless they are asked for")
        let read = try await phone.alone.showText(true)
        XCTAssertEqual(read.text, ["Có nghe rõ không?"])
        let hidden = try await phone.alone.showText(false)
        XCTAssertNil(hidden.text)
        let end = try await answerAlone(phone, first)
        XCTAssertTrue(end.choices.isEmpty && end.ended != nil)
        let still = try await phone.alone.touch(try XCTUnwrap(first.path), .yes)
        XCTAssertEqual(still, end, "nothing opens again by itself")
        try await phone.alone.takeBack(passphrase: World.passphrase)
        let answers = try await answers(phone, of)
        XCTAssertFalse(answers.isEmpty)
        XCTAssertTrue(answers.allSatisfy { $0.manner == "Answered alone on the phone" })
    }

    func testInThePersonsHandsNothingElseCanBeReachedAndOnlyTheOfficersWordsTakeThePhoneBack() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let phone = try await world.phone("mai")
        let other = try await phone.interviews.begin("triage")
        let of = try await phone.interviews.begin("self-answer", case: other.reference.case).reference
        let first = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        let card = world.path("card.nuong")
        let closed: [() async throws -> Void] = [
            { _ = try await phone.cases.page() },
            { _ = try await phone.cases.viewNow(of: of.case) },
            { try await phone.cases.note(of.case, "x") },
            { try await phone.cases.toggleNames() },
            { _ = try await phone.cases.units() },
            { _ = try await other.redraw() },
            { _ = try await other.forward(from: 0) },
            { _ = try await phone.interviews.instruments() },
            { _ = try await phone.interviews.begin("triage") },
            { _ = try await phone.exchange.viewNow() },
            { _ = try await phone.exchange.write(to: card) },
            { _ = try await phone.joining.view() },
            { try await phone.door.hideNames(true) },
            { try await phone.door.showName("Mai") },
            { try await phone.door.create(passphrase: World.passphrase, again: World.passphrase) },
            { try await phone.door.unlock(passphrase: World.passphrase) },
            { _ = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings) },
        ]
        for call in closed { await assertRefused("device.handed_over", call) }
        for path in ["no/such", String(repeating: "x", count: 1_000_000)] {
            let same = try await phone.alone.touch(path, .stop)
            XCTAssertEqual(same, first, "a touch on nothing does nothing")
        }
        for guess in ["", "đoán mò", String(repeating: "x", count: 100_000)] {
            await assertThrows({ try await phone.alone.takeBack(passphrase: guess) }) { error in
                guard case NuongError.Passphrase = error else { return XCTFail("\(error)") }
            }
            try await assertStanding(phone, .handedOver)
            let same = try await phone.alone.view()
            XCTAssertEqual(same, first)
        }
        try await phone.alone.takeBack(passphrase: World.passphrase)
        try await assertStanding(phone, .open)
        await assertThrows({ try await phone.alone.view() }) { error in
            guard case NuongError.Locked = error else { return XCTFail("\(error)") }
        }
        let there = try await other.redraw()
        XCTAssertEqual(there.at, 0)
    }

    func testWhatIsDrawnStandsWhileThePhoneIsInThePersonsHandsAndFollowsAgainWhenItIsBack() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let phone = try await world.phone("mai")
        let of = try await phone.interviews.begin("self-answer").reference
        let (drawn, sign) = AsyncStream.makeStream(of: Void.self)
        let drawing = Task {
            for try await view in phone.cases.view(of: of.case) {
                sign.yield()
                if !view.notes.isEmpty { return view }
            }
            throw Refusal(words: "the sequence has ended")
        }
        for await _ in drawn { break }
        let first = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        _ = try await phone.alone.touch(try XCTUnwrap(first.path), .yes)
        try phone.setLanguage(.vi)
        try phone.setLanguage(.en)
        try await phone.alone.takeBack(passphrase: World.passphrase)
        try await phone.cases.note(of.case, "Đã nhận lại máy")
        let after = try await drawing.value
        XCTAssertEqual(after.interviews.first?.answers.count, 1)
    }

    func testAQuestionnaireThatDoesNotSuitOrCannotBeHeardIsNotHandedOver() async throws {
        let (world, recordings, silent) = (try World(), try World.recordings(), try World.folder())
        let phone = try await world.phone("mai")
        let start = try await phone.alone.start("self-answer", recordings: silent)
        XCTAssertTrue(start.languages.allSatisfy { !$0.start.enabled && $0.start.whyNot != nil })
        let of = try await phone.interviews.begin("self-answer").reference
        let other = try await phone.interviews.begin("triage").reference
        let nowhere = silent.appendingPathComponent("not-there")
        for (code, reference, tag, folder) in [
            ("self_answer.no_recordings", of, "vi", silent), ("self_answer.no_recordings", of, "hmn", recordings),
            ("file.unreadable", of, "vi", nowhere), ("self_answer.not_suited", other, "vi", recordings),
        ] {
            await assertRefused(code) { try await phone.alone.handOver(reference, speaking: tag, recordings: folder) }
            try await assertStanding(phone, .open)
        }
    }

    func testAnAppThatGoesToTheBackgroundInThePersonsHandsComesBackLocked() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let phone = try await world.phone("mai")
        let of = try await phone.interviews.begin("self-answer").reference
        let first = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        _ = try await phone.alone.touch(try XCTUnwrap(first.path), .yes)
        try await phone.door.pause()
        try await assertStanding(phone, .locked)
        try await phone.door.resume()
        try await assertStanding(phone, .locked)
        await assertThrows({ try await phone.alone.view() }) { error in
            guard case NuongError.Locked = error else { return XCTFail("\(error)") }
        }
        try await phone.door.unlock(passphrase: World.passphrase)
        let answers = try await answers(phone, of)
        XCTAssertEqual(answers.map(\.path), [first.path])
    }

    func testAProcessKilledInThePersonsHandsHasLostNoAnswerAndThePhoneIsNotOpenToThePerson() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let mai = try await world.phone("mai")
        mai.close()
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(
            "nuong-until-killed")
        process.arguments = [world.path("mai").path, World.passphrase, "3", recordings.path]
        let output = try Programs.start(process).output
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        XCTAssertTrue(signalled(process.processIdentifier))
        process.waitUntilExit()
        XCTAssertEqual(process.terminationReason, .uncaughtSignal)
        let said = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard said.count == 5 else { return XCTFail("it said \(line)") }
        let (of, touched) = (InterviewRef(case: said[0], interview: said[1]), said[2...])

        let phone = Phone(directory: world.path("mai"), language: .en)
        try await assertStanding(phone, .locked)
        let closed: [() async throws -> Void] = [
            { _ = try await phone.alone.view() },
            { _ = try await phone.alone.touch(said[4], .yes) },
            { try await phone.alone.takeBack(passphrase: World.passphrase) },
            { _ = try await phone.cases.page() },
        ]
        for call in closed { await assertRefused("profile.locked", call) }
        await assertRefused("trust.wrong_passphrase") { try await phone.door.unlock(passphrase: "đoán mò") }
        try await phone.door.unlock(passphrase: World.passphrase)
        let kept = try await answers(phone, of)
        XCTAssertEqual(Set(kept.map(\.path)), Set(touched))
        let again = try await phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        XCTAssertFalse(touched.contains(try XCTUnwrap(again.path)), "it goes on after what was answered")
    }

    /// Yes to all that is asked, but for two: nobody can overhear, and nothing is said of who is feared.
    private func answerAlone(_ phone: Phone, _ first: SelfAnswerView) async throws -> SelfAnswerView {
        var view = first
        while let path = view.path {
            let choice: SelfChoice = path.hasSuffix("overheard") ? .no : path.hasSuffix("afraid") ? .skip : .yes
            let next = try await phone.alone.touch(path, choice)
            let twice = try await phone.alone.touch(path, .stop)
            XCTAssertEqual(twice, next, "a second touch on \(path) does nothing")
            XCTAssertNil(next.text)
            view = next
        }
        return view
    }

    private func answers(_ phone: Phone, _ of: InterviewRef) async throws -> [AnsweredView] {
        let view = try await phone.cases.viewNow(of: of.case)
        return try XCTUnwrap(view.interviews.first { $0.interview == of.interview }).answers
    }
}
