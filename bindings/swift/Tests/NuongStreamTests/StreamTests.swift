import Foundation
import Nuong
import NuongTestWorld
import Testing

/// What is drawn anew by itself.
@Suite struct StreamTests {
    @Test func theListIsDrawnAtOnceAndAgainWhenACaseIsBegun() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        var lists = phone.cases.list().makeAsyncIterator()
        #expect(try await lists.next()?.rows.count == 0)
        let interview = try await phone.interviews.begin("triage")
        #expect(try await lists.next()?.rows.map(\.case) == [interview.reference.case])
        try phone.setLanguage(.vi)
        let vietnamese = try #require(try await lists.next())
        try phone.setLanguage(.en)
        let english = try #require(try await lists.next())
        #expect(vietnamese.title != english.title)
    }

    @Test func whileAProfileIsClosedItsScreensStandAndThenGoOn() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        var views = phone.cases.view(of: interview.reference.case).makeAsyncIterator()
        #expect(try await views.next()?.notes.count == 0)
        try await phone.door.lock()
        try await phone.door.unlock(passphrase: World.passphrase)
        try await phone.cases.note(interview.reference.case, "Hẹn gặp lại")
        #expect(try await views.next()?.notes.map(\.text) == ["Hẹn gặp lại"])
    }

    @Test func theDoorIsDrawnAnewWhenASecondProfileIsMade() async throws {
        let world = try World()
        let phone = try await world.stranger("mai")
        var screens = phone.door.lockView.makeAsyncIterator()
        #expect(try await screens.next()?.profiles.count == 0)
        try await phone.door.create(passphrase: "mưa rừng trên núi", again: "mưa rừng trên núi")
        let both = try #require(try await screens.next())
        #expect(both.profiles.count == 2)
        let other = try #require(both.profiles.first { !$0.chosen })
        try await phone.door.lock()
        try await phone.door.choose(profile: other.value)
        try await phone.door.unlock(passphrase: World.passphrase)
    }

    @Test func closingEndsEverySequence() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let lists = Task {
            var drawn = 0
            for try await _ in phone.cases.list() { drawn += 1 }
            return drawn
        }
        let changes = Task {
            var heard = 0
            for await _ in phone.changes { heard += 1 }
            return heard
        }
        try await phone.interviews.begin("triage").stop()
        phone.close()
        _ = try await lists.value
        _ = await changes.value
        var after = phone.changes.makeAsyncIterator()
        #expect(await after.next() == nil)
    }

    @Test func aThousandCallsAtOnceAreAllAnswered() async throws {
        let world = try World()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let id = interview.reference.case
        let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    switch number % 4 {
                    case 0: return try await phone.cases.viewNow(of: id).case == id
                    case 1: return try await phone.cases.page().rows.count == 1
                    case 2: return try await interview.redraw().at == 0
                    default: return try await phone.exchange.viewNow().send.label.isEmpty == false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answered == 1000)
    }
}
