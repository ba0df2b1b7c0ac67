import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// Every kind of question on a screen of its own.
@MainActor
final class QuestionModelTests: XCTestCase {
    private func begun(_ world: World) async throws -> (InterviewModel, Task<Void, Never>) {
        let (app, watching) = try await follow(world.everyKind("mai"))
        let reference = try await app.phone.interviews.begin("every-kind").reference
        let model = InterviewModel(app: app, reference: reference)
        app.path = [.interview(reference)]
        await model.draw()
        return (model, watching)
    }

    private func goTo(_ path: String, _ model: InterviewModel) async throws -> QuestionView {
        while true {
            if let found = model.view?.questions.first(where: { $0.path == path }) { return found }
            if model.view?.ending != nil { throw Refusal(words: "\(path) is not asked") }
            await model.forward()
        }
    }

    private func now(_ path: String, _ model: InterviewModel) throws -> QuestionView {
        try XCTUnwrap(model.view?.questions.first { $0.path == path })
    }

    func testWhatIsPickedFromACalendarAClockOrAMapIsTypedAsTheCoreTakesIt() async throws {
        let world = try World()
        let (model, watching) = try await begun(world)
        defer { watching.cancel() }
        let hanoi = try XCTUnwrap(TimeZone(secondsFromGMT: 7 * 3600))
        let moment = Date(timeIntervalSince1970: 1_772_325_000)  // 1 March 2026, 07:30 in Hà Nội
        for (path, shown) in [("day", "01/03/2026"), ("hour", "07:30"), ("moment", "01/03/2026 07:30")] {
            let question = try await goTo(path, model)
            XCTAssertTrue(question.drawn.isPicked)
            await model.pick(moment, at: question, in: hanoi)
            let taken = try now(path, model)
            XCTAssertNil(taken.problem)
            XCTAssertEqual(taken.input?.text, shown)
            XCTAssertEqual(model.text(at: taken), shown, "the field shows what was kept")
        }
        let question = try await goTo("point", model)
        XCTAssertFalse(question.drawn.isPicked)
        await model.place(north: 22.3364, east: 103.8438, at: question)
        let taken = try now("point", model)
        XCTAssertNil(taken.problem)
        XCTAssertEqual(taken.input?.text.contains("22.3364"), true)
    }

    func testEveryKindOfQuestionIsGoneThroughByItsChoicesAndFields() async throws {
        let world = try World()
        let (model, watching) = try await begun(world)
        defer { watching.cancel() }
        while let view = model.view, view.ending == nil {
            for question in view.questions {
                if let first = question.choices.first { await model.choose(first, at: question) }
                XCTAssertNil(try now(question.path, model).problem)
            }
            await model.forward()
        }
        await model.forward()
        XCTAssertEqual(model.app.path, [.case(model.reference.case)])
    }

    func testMembersAreAddedAndTakenAway() async throws {
        let world = try World()
        let (model, watching) = try await begun(world)
        defer { watching.cancel() }
        model.type("Mỷ", at: try await goTo("member[1]/name", model))
        while model.view?.repeat == nil { await model.forward() }
        await model.addAnother(of: try XCTUnwrap(model.view?.repeat))
        model.type("Páo", at: try now("member[2]/name", model))
        while model.view?.repeat == nil { await model.forward() }
        let both = try XCTUnwrap(model.view?.repeat?.instances)
        XCTAssertEqual(both.map(\.label), ["Member 1: Mỷ", "Member 2: Páo"])
        await model.go(to: both[0])
        XCTAssertEqual(model.text(at: try now("member[1]/name", model)), "Mỷ")
        while model.view?.repeat == nil { await model.forward() }
        await model.takeAway(both[0])
        while model.view?.repeat == nil { await model.forward() }
        XCTAssertEqual(model.view?.repeat?.instances.map(\.label), ["Member 1: Páo"])
    }

    func testWhatStandsInAFieldIsKeptWhenTheAppIsLeftOrCovered() async throws {
        let world = try World()
        let (model, watching) = try await begun(world)
        defer { watching.cancel() }
        let kept: () async throws -> [String] = {
            let view = try await model.app.phone.cases.viewNow(of: model.reference.case)
            return view.interviews.first?.answers.first { $0.path == "words" }?.answers ?? []
        }
        model.type("Mỷ", at: try await goTo("words", model))
        await model.app.sleep()
        await model.app.wake()
        let asleep = try await kept()
        XCTAssertEqual(asleep, ["Mỷ"])
        await model.draw()
        model.type("Súa", at: try now("words", model))
        await model.app.cover()
        XCTAssertEqual(model.app.standing, .locked)
        try await model.app.phone.door.unlock(passphrase: World.passphrase)
        let covered = try await kept()
        XCTAssertEqual(covered, ["Súa"])
    }

    func testAPictureIsShownOnlyWhereItIsOnThePhone() async throws {
        let (world, media) = (try World(), try World.folder())
        let (app, watching) = try await follow(world.everyKind("mai"), media: media)
        defer { watching.cancel() }
        let model = InterviewModel(app: app, reference: try await app.phone.interviews.begin("every-kind").reference)
        await model.draw()
        let words = try await goTo("words", model)
        XCTAssertNil(model.picture(words.image))
        try Data().write(to: media.appendingPathComponent("village.png"))
        XCTAssertEqual(model.picture(words.image)?.lastPathComponent, "village.png")
    }
}
