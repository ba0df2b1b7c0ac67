import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// Answering alone, from the interview that leads there to the officer who has the phone back.
@MainActor
final class AloneModelTests: XCTestCase {
    func testAnInterviewLeadsToHandingThePhoneOverAndStandsThereAgainWhenItIsBack() async throws {
        let (world, recordings, heard) = (try World(), try World.recordings(), Heard())
        let (app, watching) = try await follow(world.phone("mai"), media: recordings, speaker: heard)
        defer { watching.cancel() }
        let list = WorklistModel(app: app)
        let drawing = Task { await list.watch() }
        defer { drawing.cancel() }
        let of = try await app.phone.interviews.begin("self-answer").reference
        app.path = [.interview(of)]
        let interview = InterviewModel(app: app, reference: of)
        await interview.draw()
        XCTAssertEqual(interview.view?.alone?.enabled, true)
        await interview.alone()
        XCTAssertEqual(app.path, [.interview(of), .alone(of, instrument: "self-answer")])
        let start = HandOverModel(app: app, reference: of, instrument: "self-answer")
        await start.draw()
        let language = try XCTUnwrap(start.view?.languages.first { $0.start.enabled })
        await start.hand(over: language)
        XCTAssertEqual(app.standing, .handedOver)
        XCTAssertEqual(app.path, [.interview(of)], "and nothing of it is on the screen")

        let alone = AloneModel(app: app)
        await alone.draw()
        await app.listening.silence()
        XCTAssertEqual(heard.files, ["vi-hears.m4a", "vi-choice-yes.m4a", "vi-choice-no.m4a"])
        XCTAssertNil(alone.view?.text)
        await alone.toggleText()
        XCTAssertEqual(alone.view?.text, ["Có nghe rõ không?"])
        await alone.touch(try XCTUnwrap(alone.view?.choices.first))
        await app.listening.silence()
        XCTAssertEqual(heard.files.dropFirst(3).first, "vi-agrees.m4a")
        // The list on the screen before has nothing to say meanwhile.
        try app.phone.setLanguage(.vi)
        try app.phone.setLanguage(.en)
        XCTAssertNil(app.problem)

        alone.passphrase = "đoán mò"
        await alone.takeBack()
        XCTAssertNotNil(alone.problem, "what is wrong stands beside the field")
        XCTAssertNil(app.problem, "and not over the screen")
        XCTAssertEqual(alone.passphrase, "")
        XCTAssertEqual(app.standing, .handedOver)
        alone.passphrase = World.passphrase
        await alone.takeBack()
        XCTAssertEqual(app.standing, .open)
        XCTAssertEqual(app.path, [.interview(of)])
        let again = InterviewModel(app: app, reference: of)
        await again.draw()
        XCTAssertNotNil(again.view)
        XCTAssertNil(app.problem)
    }

    func testWhatIsAskedForNextSilencesWhatIsHeardNow() async throws {
        let (world, recordings, heard) = (try World(), try World.recordings(), Heard())
        let (app, watching) = try await follow(world.phone("mai"), media: recordings, speaker: heard)
        defer { watching.cancel() }
        let of = try await app.phone.interviews.begin("self-answer").reference
        _ = try await app.phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        let alone = AloneModel(app: app)
        heard.hangs = true
        await alone.draw()
        try await until { heard.files == ["vi-hears.m4a"] }
        XCTAssertEqual(app.listening.playing?.file, "vi-hears.m4a")
        await alone.touch(try XCTUnwrap(alone.view?.choices.first))
        try await until { heard.files == ["vi-hears.m4a", "vi-agrees.m4a"] }
        XCTAssertEqual(heard.ended, ["vi-hears.m4a"], "never two at once")
        app.hide()
        await app.listening.silence()
        XCTAssertEqual(heard.files.count, 2, "whoever leaves the app hears nothing more")
        XCTAssertNil(app.listening.playing)
    }

    func testTheAppLeftInThePersonsHandsComesBackLocked() async throws {
        let (world, recordings) = (try World(), try World.recordings())
        let (app, watching) = try await follow(world.phone("mai"), media: recordings, speaker: Heard())
        defer { watching.cancel() }
        let of = try await app.phone.interviews.begin("self-answer").reference
        app.path = [.interview(of)]
        _ = try await app.phone.alone.handOver(of, speaking: "vi", recordings: recordings)
        try await until { app.standing == .handedOver }
        await app.sleep()
        await app.wake()
        XCTAssertEqual(app.standing, .locked)
        XCTAssertEqual(app.path, [])
    }

    func testAPhoneWithoutRecordingsSaysSoAndHandsNothingOver() async throws {
        let (world, silent) = (try World(), try World.folder())
        let (app, watching) = try await follow(world.phone("mai"), media: silent)
        defer { watching.cancel() }
        let of = try await app.phone.interviews.begin("self-answer").reference
        let start = HandOverModel(app: app, reference: of, instrument: "self-answer")
        await start.draw()
        let language = try XCTUnwrap(start.view?.languages.first)
        XCTAssertNotNil(language.start.whyNot)
        await start.hand(over: language)
        XCTAssertNotNil(app.problem)
        XCTAssertEqual(app.standing, .open)
        let sound = SoundView(file: "../\(silent.lastPathComponent)", language: "vi", fallback: nil)
        XCTAssertFalse(app.listening.canPlay(sound), "a name that leads out of the folder is none of it")
    }
}
