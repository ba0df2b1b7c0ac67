import Foundation
import Nuong
import NuongTestWorld
import Testing

/// Sending and receiving with a real hub.
@Suite struct ExchangeTests {
    @Test func whatOnePhoneWritesTheOtherReads() async throws {
        let world = try World()
        let hub = try world.hub()
        let (mai, pao) = (try await world.phone("mai"), try await world.phone("pao"))
        let interview = try await mai.interviews.begin("triage")
        try await interview.answerAll()
        for number in 0..<40 { try await mai.cases.note(interview.reference.case, "Lời thứ \(number)") }
        var seen: [SyncView] = []
        for try await view in try await mai.exchange.begin(hub: hub.url) { seen.append(view) }
        #expect(seen.contains { !$0.progress.isEmpty }, "it said how far it was")
        let over = try #require(seen.last)
        #expect(over.problem == nil && over.progress.isEmpty && over.arrived != nil)
        var lists = pao.cases.list().makeAsyncIterator()
        #expect(try await lists.next()?.rows.isEmpty == true)
        try await pao.exchange.begin(hub: hub.url).end()
        #expect(try await lists.next()?.rows.map(\.case) == [interview.reference.case])
        let (here, there) = (
            try await mai.cases.viewNow(of: interview.reference.case),
            try await pao.cases.viewNow(of: interview.reference.case)
        )
        #expect(here.notes == there.notes && here.interviews == there.interviews && here.timeline == there.timeline)
        #expect(here.notes.count == 40)
    }

    @Test func differingAnswersStandSideBySideUntilSomebodySettlesThem() async throws {
        let world = try World()
        let hub = try world.hub()
        let (mai, pao) = (try await world.phone("mai"), try await world.phone("pao"))
        let interview = try await mai.interviews.begin("triage")
        try await mai.exchange.begin(hub: hub.url).end()
        try await pao.exchange.begin(hub: hub.url).end()
        let other = try await pao.interviews.take(interview.reference)
        var screen = await interview.screen
        let isOne: (QuestionView) -> Bool = { $0.drawn == .fourChoices || $0.drawn == .oneChoice }
        while let view = screen, !view.questions.contains(where: isOne) { screen = try await interview.forward(from: view.at) }
        let question = try #require(screen?.questions.first(where: isOne))
        try await interview.answer(question.path, question.choices[0].then)
        try await other.answer(question.path, question.choices[1].then)
        for phone in [mai, pao, mai] { try await phone.exchange.begin(hub: hub.url).end() }
        let id = interview.reference.case
        let conflicts = try await mai.cases.viewNow(of: id).conflicts
        #expect(try await pao.cases.viewNow(of: id).conflicts.map(\.path) == conflicts.map(\.path))
        let conflict = try #require(conflicts.first)
        #expect(conflict.values.count == 2)
        try await mai.cases.resolve(id, path: conflict.path, value: conflict.values[1].value)
        for phone in [mai, pao] { try await phone.exchange.begin(hub: hub.url).end() }
        for phone in [mai, pao] { #expect(try await phone.cases.viewNow(of: id).conflicts.isEmpty) }
        await #expect(throws: NuongError.self) {
            try await pao.cases.resolve(id, path: conflict.path, value: conflict.values[0].value)
        }
    }

    @Test func anExchangeIsCancelledAtOnceAndNothingElseWaitsForIt() async throws {
        let world = try World()
        _ = try world.hub()
        let line = try DeadLine()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        let sending = try await phone.exchange.begin(hub: line.url)
        await #expect(throws: NuongError.self, "one at a time") { try await phone.exchange.begin(hub: line.url) }
        try await interview.answerScreen()
        try await phone.cases.note(interview.reference.case, "Trong lúc gửi")
        sending.cancel()
        try await sending.end()
        #expect(try await phone.exchange.viewNow().send.enabled)
        let waiting = Task {
            for try await _ in try await phone.exchange.begin(hub: line.url) {}
        }
        var views = phone.exchange.view.makeAsyncIterator()
        while try await views.next()?.stop.enabled != true {}
        waiting.cancel()
        _ = await waiting.result
        while try await views.next()?.send.enabled != true {}
    }

    @Test func pausingAndLockingEndAnExchange() async throws {
        let world = try World()
        _ = try world.hub()
        let line = try DeadLine()
        let phone = try await world.phone("mai")
        let first = try await phone.exchange.begin(hub: line.url)
        try await phone.door.pause()
        try await first.end()
        try await phone.door.resume()
        let second = try await phone.exchange.begin(hub: line.url)
        try await phone.door.lock()
        try await second.end()
        #expect(try await phone.door.standing() == .locked)
    }

    @Test func aHubThatIsGoneIsSaidAndTheWorkStays() async throws {
        let world = try World()
        let hub = try world.hub()
        let phone = try await world.phone("mai")
        let interview = try await phone.interviews.begin("triage")
        try await interview.answerScreen()
        hub.kill()
        let sending = try await phone.exchange.begin(hub: hub.url)
        do {
            try await sending.end()
            Issue.record("a hub that is gone answered")
        } catch NuongError.Hub(let problem) {
            #expect(!problem.text.isEmpty && !problem.todo.isEmpty)
        }
        #expect(try await phone.exchange.viewNow().problem != nil)
        let again = try world.hub()
        try await phone.exchange.begin(hub: again.url).end()
        #expect(try await phone.cases.page().rows.first?.sending.waits == false)
    }

    @Test func aMemoryCardCarriesWhatALineDoesNot() async throws {
        let world = try World()
        let (mai, pao) = (try await world.phone("mai"), try await world.phone("pao"))
        let interview = try await mai.interviews.begin("triage")
        try await interview.answerAll()
        let card = world.path("card.nuong")
        #expect(try await !mai.exchange.write(to: card).text.isEmpty)
        #expect(try await !pao.exchange.read(from: card).text.isEmpty)
        let (here, there) = (
            try await mai.cases.viewNow(of: interview.reference.case),
            try await pao.cases.viewNow(of: interview.reference.case)
        )
        #expect(here.interviews == there.interviews)
    }
}
