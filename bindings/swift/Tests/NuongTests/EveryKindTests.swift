import Foundation
import Nuong
import NuongTestWorld
import XCTest

/// A questionnaire that has every kind of question, installed as an administrator's: `tests/parity/every-kind`.
final class EveryKindTests: XCTestCase {
    /// What is typed, and what then stands there.
    private static let typed = [
        "words": ("ở nhà", "ở nhà"), "whole": ("3", "3"), "fraction": ("1,5", "1.5"), "hour": ("7h30", "07:30"),
        "much": ("42", "42"), "code": ("8934567", "8934567"),
    ]

    func testEveryKindOfQuestionTakesEachOfItsTapsAndWhatIsTyped() async throws {
        let world = try World()
        let interview = try await world.everyKind("mai").interviews.begin("every-kind")
        var seen: Set<Drawn> = []
        while let view = await interview.screen, view.ending == nil {
            for question in view.questions {
                seen.insert(question.drawn)
                for choice in question.choices {
                    try await interview.answer(question.path, choice.then)
                    let taken = try await interview.question(question.path)
                    XCTAssertNil(taken.problem, "\(question.path): \(choice.label)")
                }
                if let (given, expected) = Self.typed[question.path] {
                    try await interview.type(question.path, given)
                    let shown = try await interview.question(question.path).input?.text
                    XCTAssertEqual(shown, expected)
                }
            }
            try await interview.forward(from: view.at)
        }
        let all: Set<Drawn> = [
            .note, .fourChoices, .oneChoice, .manyChoices, .rank, .range, .text, .wholeNumber, .number, .date, .datePart, .time,
            .dateTime, .acknowledge, .barcode, .place, .places, .attachment,
        ]
        XCTAssertEqual(seen, all)
        let over = try await interview.answerScreen()
        XCTAssertNil(over)
    }

    func testAQuestionSaysWhatBelongsToIt() async throws {
        let world = try World()
        let interview = try await world.everyKind("mai").interviews.begin("every-kind")
        let words = try await interview.goTo { $0.path == "words" }
        XCTAssertEqual(words.listen?.file, "vi-words.m4a")
        XCTAssertNotNil(words.listen?.fallback, "it is not in the language of the screen, and that is said")
        XCTAssertEqual(words.image, "village.png")
        XCTAssertNotNil(words.guidance)
        XCTAssertNotNil(words.needed)
        let one = try await interview.goTo { $0.path == "one" }
        XCTAssertEqual(one.choices.first?.image, "home.png")
        let order = try await interview.goTo { $0.path == "order" }
        try await interview.answer("order", order.choices[2].then)
        let places = try await interview.question("order").choices.prefix(3)
        XCTAssertEqual(places.map(\.label), ["Home", "Market", "Field"])
        XCTAssertEqual(places.map(\.place), [1, 2, 3])
        let few = try await interview.goTo { $0.path == "few" }
        XCTAssertEqual(few.choices.prefix(5).map(\.label), ["0", "1", "2", "3", "4"])
        let much = try await interview.goTo { $0.path == "much" }
        XCTAssertEqual(much.range?.end, "100")
        let picture = try await interview.goTo { $0.path == "picture" }
        XCTAssertEqual(picture.attachment?.kind, .image)
        XCTAssertNil(picture.attachment?.name)
        try await interview.answer("picture", .value("giấy-1.jpg"))
        let named = try await interview.question("picture")
        XCTAssertEqual(named.attachment?.name, "giấy-1.jpg")
        try await interview.answer("picture", .value("../khoá"))
        let refused = try await interview.question("picture")
        XCTAssertNotNil(refused.problem, "a name and not a way to somewhere")
        let seen = try await interview.goTo { $0.path == "seen" }
        XCTAssertNotNil(seen.observed)
        let fixed = try await interview.goTo { $0.path == "fixed" }
        XCTAssertNotNil(fixed.readOnly)
    }

    func testMembersAreAddedToldOfAndTakenAwayAndWhatWasToldOfTheOthersStays() async throws {
        let world = try World()
        let phone = try await world.everyKind("mai")
        let interview = try await phone.interviews.begin("every-kind")
        _ = try await interview.goTo { $0.path == "member[1]/name" }
        try await interview.type("member[1]/name", "Mỷ")
        _ = try await interview.goTo { $0.path == "member[1]/away" }
        try await interview.answer("member[1]/away", .value("yes"))
        let repeats = try await interview.toRepeats()
        XCTAssertEqual(repeats.instances.map(\.label), ["Member 1: Mỷ"])
        XCTAssertTrue(repeats.add.enabled)
        for (number, name) in [(2, "Páo"), (3, "Súa")] {
            let added = try await interview.addAnother(of: repeats.path)
            XCTAssertEqual(added.questions.first?.path, "member[\(number)]/name", "it goes to the one that was added")
            try await interview.type("member[\(number)]/name", name)
        }
        let second = try await interview.toRepeats().instances[1]
        try await interview.go(to: try XCTUnwrap(second.at))
        let name = try await interview.question("\(second.path)/name").input?.text
        XCTAssertEqual(name, "Páo")
        try await interview.takeAway(second.path)
        let left = try await interview.toRepeats().instances
        XCTAssertEqual(left.map(\.label), ["Member 1: Mỷ", "Member 2: Súa"])
        await assertRefused("repeat.unknown") { try await interview.takeAway("member[9]") }
        await assertRefused("repeat.unknown") { try await interview.addAnother(of: "words") }
        try await interview.stop()
        try await phone.door.lock()
        try await phone.door.unlock(passphrase: World.passphrase)
        let told = try await answers(phone, interview)
        XCTAssertEqual(told["member[1]/name"]?.answers, ["Mỷ"])
        XCTAssertEqual(told["member[1]/away"]?.answers, ["Yes"])
        XCTAssertEqual(told["member[2]/name"]?.answers, ["Súa"])
        XCTAssertNil(told["member[3]/name"])
    }

    func testAnAnswerSaysWhoseWordsItIsAndHowItCameToBeKnown() async throws {
        let world = try World()
        let phone = try await world.everyKind("mai")
        let interview = try await phone.interviews.begin("every-kind")
        let offered = await interview.screen?.respondents ?? []
        XCTAssertFalse(offered.contains { $0.respondent == .alone }, "nobody chooses that")
        XCTAssertEqual(offered.filter(\.chosen).map(\.respondent), [.person])
        let told: [(path: String, who: Respondent, manner: String?)] = [
            ("words", .person, nil), ("whole", .throughInterpreter, "Answered through an interpreter"),
            ("fraction", .other, "Told by somebody else"), ("alone", .officer, "Seen by the officer"),
            ("seen", .person, "Seen by the officer"),
        ]
        for (path, who, _) in told {
            let question = try await interview.goTo { $0.path == path }
            let view = try await interview.answers(who)
            XCTAssertEqual(view.respondents.filter(\.chosen).map(\.respondent), [who])
            if question.input == nil {
                try await interview.answer(path, question.choices.first?.then)
            } else {
                try await interview.type(path, "7")
            }
        }
        try await interview.stop()
        let manners = try await answers(phone, interview)
        for (path, _, manner) in told { XCTAssertEqual(manners[path]?.manner, manner, path) }
    }

    func testTheLanguageChangesInTheMiddleOfAnInterviewAndNothingThatWasAnsweredIsLost() async throws {
        let world = try World()
        let phone = try await world.everyKind("mai")
        let interview = try await phone.interviews.begin("every-kind")
        _ = try await interview.goTo { $0.path == "one" }
        let english = try await interview.answer("one", .value("field"))
        try phone.setLanguage(.vi)
        let vietnamese = try await interview.redraw()
        XCTAssertEqual(english.at, vietnamese.at)
        XCTAssertEqual([english.heading, vietnamese.heading], ["Where now?", "Bây giờ ở đâu?"])
        let chosen: (InterviewView) -> [String] = { $0.questions[0].choices.filter(\.chosen).map(\.label) }
        XCTAssertEqual([chosen(english), chosen(vietnamese)], [["Field"], ["Nương"]])
        XCTAssertEqual(
            english.questions[0].choices.map(\.then), vietnamese.questions[0].choices.map(\.then),
            "what a tap says is the same in every language")
        try await interview.answer("one", vietnamese.questions[0].choices[2].then)
        try phone.setLanguage(.en)
        let again = try await interview.redraw()
        XCTAssertEqual(chosen(again), ["Market"])
    }

    private func answers(_ phone: Phone, _ interview: Interview) async throws -> [String: AnsweredView] {
        let view = try await phone.cases.viewNow(of: interview.reference.case)
        let answers = try XCTUnwrap(view.interviews.first).answers
        return Dictionary(uniqueKeysWithValues: answers.map { ($0.path, $0) })
    }
}
