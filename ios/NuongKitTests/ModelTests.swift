import Foundation
import NuongKit
import NuongTestWorld
import XCTest

/// The screens' models over the real core: what a person does, and what then stands on the screen.
@MainActor
final class ModelTests: XCTestCase {
    func testAPhoneIsSetUpAndUnlockedAgain() async throws {
        let (app, watching) = try await follow(Phone(directory: World.folder(), language: .en))
        defer { watching.cancel() }
        XCTAssertEqual(app.standing, .notSetUp)
        let setUp = SetUpModel(app: app)
        (setUp.passphrase, setUp.again) = (World.passphrase, "another one")
        await setUp.create()
        XCTAssertNotNil(setUp.view?.passphraseError, "what is wrong stands beside the field")
        XCTAssertNil(app.problem, "and not over the screen")
        setUp.again = World.passphrase
        await setUp.create()
        try await until { app.standing == .notEnrolled }
        XCTAssertEqual(setUp.passphrase, "", "nothing is kept of it")
        await app.cover()
        XCTAssertEqual(app.standing, .locked)
        let lock = LockModel(app: app)
        lock.passphrase = "not the passphrase"
        await lock.unlock()
        XCTAssertNotNil(lock.view?.passphraseError)
        lock.passphrase = World.passphrase
        await lock.unlock()
        try await until { app.standing == .notEnrolled }
    }

    func testAWholeInterviewFromTheWorklistToItsCase() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        let list = WorklistModel(app: app)
        let drawing = Task { await list.watch() }
        defer { drawing.cancel() }
        try await until { list.view != nil }
        list.newCase()
        XCTAssertEqual(app.path, [.instruments(case: nil)])
        let instruments = InstrumentsModel(app: app, case: nil)
        await instruments.draw()
        let triage = try XCTUnwrap(instruments.view?.instruments.first { $0.instrument == "triage" })
        await instruments.begin(triage)
        guard case .interview(let reference) = app.path.last else { return XCTFail("\(app.path)") }
        let interview = InterviewModel(app: app, reference: reference)
        await interview.draw()
        while app.path.last == .interview(reference) {
            for question in interview.view?.questions ?? [] {
                if let first = question.choices.first, !first.chosen { await interview.choose(first, at: question) }
            }
            await interview.forward()
        }
        XCTAssertEqual(app.path, [.case(reference.case)])
        try await until { list.groups.flatMap(\.rows).map(\.case) == [reference.case] }
        let model = CaseModel(app: app, id: reference.case)
        let looking = Task { await model.watch() }
        defer { looking.cancel() }
        model.unsent.text = "Hẹn gặp lại"
        let kept = await model.addNote()
        XCTAssertTrue(kept)
        try await until { model.view?.notes.map(\.text) == ["Hẹn gặp lại"] }
        XCTAssertEqual(model.unsent.text, "", "the field is empty once it is kept")
    }

    func testWhatIsTypedIsTakenWithTheScreenAndWhatCannotBeIsSaidBesideIt() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        let begun = try await app.phone.interviews.begin("border-initial")
        let model = InterviewModel(app: app, reference: begun.reference)
        app.path = [.interview(begun.reference)]
        await model.draw()
        var field: QuestionView? { model.view?.questions.first { $0.drawn == .text && $0.input != nil } }
        while field == nil { await model.forward() }
        let question = try XCTUnwrap(field)
        let at = model.view?.at
        model.type(String(repeating: "ơ", count: 3_000_000), at: question)
        await model.forward()
        XCTAssertEqual(model.view?.at, at, "the screen stays")
        XCTAssertNotNil(field?.problem)
        model.type("Lò Thị Mai", at: question)
        await model.forward()
        await model.back()
        XCTAssertEqual(model.text(at: try XCTUnwrap(field)), "Lò Thị Mai")
        model.type("Lò Thị Mai, 16", at: question)
        await model.stop()
        XCTAssertEqual(app.path, [])
        let again = InterviewModel(app: app, reference: begun.reference)
        await again.draw()
        // It is taken up after the last screen that was answered whole.
        while again.view?.questions.contains(where: { $0.path == question.path }) == false { await again.back() }
        let kept = try XCTUnwrap(again.view?.questions.first { $0.path == question.path })
        XCTAssertEqual(again.text(at: kept), "Lò Thị Mai, 16", "kept with the interview that was left")
    }

    func testTheListGrowsPageByPage() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        for _ in 0..<60 { try await app.phone.interviews.begin("triage").stop() }
        let list = WorklistModel(app: app)
        let drawing = Task { await list.watch() }
        try await until { list.view != nil }
        drawing.cancel()
        XCTAssertEqual(list.groups.flatMap(\.rows).count, 50)
        await list.more()
        await list.more()
        let rows = list.groups.flatMap(\.rows).map(\.case)
        XCTAssertEqual(Set(rows).count, 60)
        XCTAssertEqual(rows.count, 60)
        XCTAssertEqual(list.groups.map { Int($0.count) }, list.groups.map(\.rows.count))
    }

    func testLeavingTheScreenClosesEveryHandleAndComingBackGoesOn() async throws {
        let world = try World()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        app.hide()
        XCTAssertTrue(app.covered, "nothing is seen in the app switcher")
        await app.sleep()
        let resting = try await app.phone.door.standing()
        XCTAssertEqual(resting, .paused)
        await app.wake()
        XCTAssertFalse(app.covered)
        XCTAssertEqual(app.standing, .open)
    }

    func testAnExchangeInTheBackgroundRunsOnlyWhileThePhoneRestsAndClosesItAgain() async throws {
        let world = try World()
        let hub = try world.hub()
        let phone = try await world.phone("mai")
        try await phone.interviews.begin("triage").stop()
        try await phone.exchange.begin(hub: hub.url).end()
        let inTheWay = await BackgroundExchange.run(phone)
        XCTAssertFalse(inTheWay, "who holds the phone sends by hand")
        try await phone.interviews.begin("triage").stop()
        try await phone.door.pause()
        let well = await BackgroundExchange.run(phone)
        XCTAssertTrue(well)
        let resting = try await phone.door.standing()
        XCTAssertEqual(resting, .paused)
        try await phone.door.resume()
        let rows = try await phone.cases.page().rows
        XCTAssertTrue(rows.allSatisfy { !$0.sending.waits })
        try await phone.door.lock()
        let locked = await BackgroundExchange.run(phone)
        XCTAssertFalse(locked, "a locked phone asks nobody for a passphrase")
    }

    func testAHubThatIsGoneStandsOnTheScreenWithWhatToDo() async throws {
        let world = try World()
        let hub = try world.hub()
        let (app, watching) = try await follow(world.phone("mai"))
        defer { watching.cancel() }
        try await app.phone.exchange.begin(hub: hub.url).end()
        hub.kill()
        let model = SendModel(app: app)
        await model.send()
        XCTAssertFalse(try XCTUnwrap(model.view?.problem).todo.isEmpty)
        XCTAssertNil(app.problem)
    }
}
