import Foundation
import Nuong
import NuongTestWorld
import XCTest

/// One scenario, held once by `nuong` in a terminal and once on a phone, screen by screen as a person would. Both then say the
/// same of it; and what the phone draws is, as JSON, what `nuong --json` says of the phone's own vault.
final class ParityTests: XCTestCase {
    private static let file = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../../tests/parity/girl-with-relative.json").standardized

    private struct Scenario: Decodable {
        struct Note: Decodable { let text: String }
        struct Need: Decodable {
            let kind: String
            let detail: String?
        }
        let instrument: String
        let answers: [String: String]
        let note: [Note]?
        let need: [Need]?
    }

    func testTheSameInterviewComesToTheSameOnAPhoneAndInATerminalDocumentAndView() async throws {
        let world = try World()
        let scenario = try JSONDecoder().decode(Scenario.self, from: Data(contentsOf: Self.file))
        let told = try inTerminal(world)
        let phone = try await world.phone("Mai")
        let id = try await hold(scenario, on: phone)
        let view = json(try await phone.cases.viewNow(of: id))
        let list = json(try await phone.cases.page())
        phone.close()
        let folders = try FileManager.default.contentsOfDirectory(atPath: world.path("Mai").path)
        let vault = world.path("Mai").appendingPathComponent(try XCTUnwrap(folders.first)).path
        XCTAssertEqual(try text(nuong(vault, "case", id)), try text(view), "the phone's view and the terminal's of one vault")
        XCTAssertEqual(try text(nuong(vault, "cases", "--limit", "50")), try text(list))
        XCTAssertEqual(try text(said(told)), try text(said(view)), "the two documents")
    }

    private func inTerminal(_ world: World) throws -> Any {
        let (profile, request, answer) = (world.path("terminal").path, world.path("t.request"), world.path("t.answer"))
        try nuong(profile, "init", "--quick")
        try nuong(profile, "enroll", "request", "--name", "Mai", "--out", request.path)
        try world.approve(request, to: answer, role: "officer", unit: "post-a")
        try nuong(profile, "enroll", "accept", answer.path)
        let held = try nuong(profile, "screen", "--scenario", Self.file.path) as? [String: Any]
        return try nuong(profile, "case", try XCTUnwrap(held?["case"] as? String))
    }

    @discardableResult
    private func nuong(_ profile: String, _ arguments: String...) throws -> Any {
        let printed = try Programs.run("nuong", ["--vault", profile, "--json"] + arguments)
        return try JSONSerialization.jsonObject(with: printed)
    }

    private func hold(_ scenario: Scenario, on phone: Phone) async throws -> String {
        let interview = try await phone.interviews.begin(scenario.instrument)
        while let screen = await interview.screen, screen.ending == nil {
            // An answer may show another question of the same screen, so it is asked each time which stand there.
            var asked: Set<String> = []
            while let next = await interview.screen?.questions.first(where: { !asked.contains($0.path) }) {
                asked.insert(next.path)
                if let answer = scenario.answers[next.path] { try await give(answer, to: next, of: interview) }
            }
            try await interview.forward(from: screen.at)
        }
        let ending = await interview.screen
        let over = try await interview.forward(from: try XCTUnwrap(ending).at)
        XCTAssertNil(over)
        let id = interview.reference.case
        for note in scenario.note ?? [] { try await phone.cases.note(id, note.text) }
        for need in scenario.need ?? [] { try await phone.cases.need(id, need.kind, detail: need.detail ?? "") }
        return id
    }

    /// Taps or types until the answer stands there.
    private func give(_ answer: String, to question: QuestionView, of interview: Interview) async throws {
        let wanted: Answer =
            switch answer {
            case "(does not know)": .doesNotKnow
            case "(does not want to say)": .doesNotWantToSay
            default: .value(answer)
            }
        if case .value = wanted, question.input != nil {
            try await interview.type(question.path, answer)
        } else if case .value = wanted, question.drawn == .manyChoices {
            for name in answer.split(separator: " ") { try await tap(String(name), at: question.path, of: interview) }
        } else {
            let choice = try XCTUnwrap(question.choices.first { $0.then == wanted }, "\(question.path): \(answer)")
            try await interview.answer(question.path, choice.then)
        }
        let now = await interview.screen?.questions.first { $0.path == question.path }
        XCTAssertNil(now?.problem)
    }

    /// Taps the choice that adds this one to those taken.
    private func tap(_ name: String, at path: String, of interview: Interview) async throws {
        let choices = await interview.screen?.questions.first { $0.path == path }?.choices ?? []
        let choice = choices.first { choice in
            guard !choice.chosen, case .value(let names) = choice.then else { return false }
            return names.split(separator: " ").contains { $0 == name }
        }
        try await interview.answer(path, try XCTUnwrap(choice, "\(path): \(name)").then)
    }

    /// What a case says, without what differs from one holding of it to another: ids and times.
    private func said(_ view: Any) throws -> Any {
        let view = try XCTUnwrap(view as? [String: Any])
        let interview = try XCTUnwrap((view["interviews"] as? [[String: Any]])?.first)
        let answers = (interview["answers"] as? [[String: Any]] ?? []).map { $0.filter { $0.key != "by" } }
        let notes = (view["notes"] as? [[String: Any]] ?? []).compactMap { $0["text"] }
        let parts = [
            "title", "stage", "assessment", "urgent", "conflicts", "actions", "person", "needs", "referrals", "consents",
        ]
        return parts.map { bare(view[$0] as Any) } + notes + answers
    }

    private func bare(_ value: Any) -> Any {
        switch value {
        case let list as [Any]: list.map(bare)
        case let record as [String: Any]:
            record.filter { !["by", "interview", "continue_with"].contains($0.key) }.mapValues(bare)
        default: value
        }
    }

    private func text(_ value: Any) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .prettyPrinted])
        return String(decoding: data, as: UTF8.self)
    }
}

/// A record of the core as `nuong --json` writes it.
private func json(_ value: Any) -> Any {
    switch value {
    case let text as String: return text
    case let flag as Bool: return flag
    case let number as UInt32: return Int(number)
    case let number as UInt64: return Int(number)
    case Answer.value(let text): return ["value": text]
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { json($0.value) } ?? NSNull()
    case .collection: return mirror.children.map { json($0.value) }
    case .enum: return snake("\(value)")
    default:
        let fields = mirror.children.map { (snake($0.label ?? ""), json($0.value)) }
        return Dictionary(uniqueKeysWithValues: fields)
    }
}

private func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
}
