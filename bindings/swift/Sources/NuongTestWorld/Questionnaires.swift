import Foundation
import Nuong

extension World {
    /// The root of the repository.
    public static let repository = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../..").standardized

    /// A folder in which every sentence of the questionnaire for answering alone has a recording: of silence, since only its
    /// name is looked at by the core.
    public static func recordings() throws -> URL {
        let folder = try folder()
        for sheet in ["survey", "choices"] {
            let file = repository.appendingPathComponent("instruments/self-answer/\(sheet).csv")
            let cells = try String(contentsOf: file, encoding: .utf8).split { ",\n".contains($0) }
            for cell in cells where cell.hasSuffix(".m4a") {
                try Data().write(to: folder.appendingPathComponent(String(cell)))
            }
        }
        return folder
    }

    /// Builds and signs the questionnaire that has every kind of question (`tests/parity/every-kind`), and installs it in the
    /// profile of a phone. Gives the phone, open.
    public func everyKind(_ name: String) async throws -> Phone {
        let phone = try await phone(name)
        phone.close()
        let form = Self.repository.appendingPathComponent("tests/parity/every-kind").path
        let (pack, signed) = (path("form.pack").path, path("form.nuongpack").path)
        let profile = try FileManager.default.contentsOfDirectory(atPath: path(name).path)
        guard let profile = profile.first else { throw Refusal(words: "\(name) has no profile") }
        let vault = path(name).appendingPathComponent(profile).path
        try Programs.run("nuong", ["instrument", "build", form, "--out", pack])
        let sign = ["instrument", "sign", pack, "--dir", path("authority").path, "--out", signed]
        try Programs.run("nuong", sign)
        try Programs.run("nuong", ["--vault", vault, "instrument", "install", signed])
        let again = Phone(directory: path(name), language: .en)
        try await again.door.unlock(passphrase: Self.passphrase)
        return again
    }
}

extension Interview {
    /// Goes on, answering nothing, to the first screen that has such a question.
    public func goTo(_ wanted: (QuestionView) -> Bool) throws -> QuestionView {
        while let view = screen {
            if let found = view.questions.first(where: wanted) { return found }
            if view.ending != nil { break }
            try forward(from: view.at)
        }
        throw Refusal(words: "there is no such question")
    }

    /// The question with this path on the screen that stands.
    public func question(_ path: String) throws -> QuestionView {
        guard let found = screen?.questions.first(where: { $0.path == path }) else {
            throw Refusal(words: "\(path) is not on the screen")
        }
        return found
    }

    /// Goes on to the screen that asks whether there is another.
    public func toRepeats() throws -> RepeatView {
        while let view = screen {
            if let found = view.repeat { return found }
            if view.ending != nil { break }
            try forward(from: view.at)
        }
        throw Refusal(words: "there is no repeat")
    }
}
