import Nuong

extension Interview {
    /// Answers every question of the screen that has choices by its first, and goes on. None when the interview is finished.
    @discardableResult
    public func answerScreen() throws -> InterviewView? {
        guard let view = screen else { return nil }
        for question in view.questions {
            if let first = question.choices.first, !first.chosen { try answer(question.path, first.then) }
        }
        return try forward(from: view.at)
    }

    /// Goes on until the interview is finished.
    public func answerAll() throws {
        while try answerScreen() != nil {}
    }
}

extension CaseListView {
    /// The rows of all groups.
    public var rows: [CaseRowView] { groups.flatMap(\.rows) }
}
