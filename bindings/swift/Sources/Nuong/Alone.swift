import Foundation

/// Answering alone: the phone in the person's hands. Until it is taken back, every other call is refused as `Stale`.
public struct Alone: Sendable {
    let phone: Phone

    /// Before it is handed over: in which languages a questionnaire can be heard from the recordings in this folder.
    public func start(_ instrument: String, recordings: URL) async throws -> SelfAnswerStartView {
        try await phone.call { try $0.selfAnswerStart(instrument: instrument, recordings: recordings.path) }
    }

    /// Hands the phone over, to be spoken to in the language of this tag.
    public func handOver(_ reference: InterviewRef, speaking tag: String, recordings: URL) async throws -> SelfAnswerView {
        try await phone.call { try $0.handDevice(of: reference, speak: tag, recordings: recordings.path) }
    }

    /// What the person hears and sees.
    public func view() async throws -> SelfAnswerView { try await phone.call { try $0.selfAnswer() } }

    /// Takes a touch on the view's question. Durable on return.
    public func touch(_ path: String, _ choice: SelfChoice) async throws -> SelfAnswerView {
        try await phone.call { try $0.touch(path: path, choice: choice) }
    }

    /// Shows the words, or puts them away.
    public func showText(_ wanted: Bool) async throws -> SelfAnswerView {
        try await phone.call { try $0.showText(wanted: wanted) }
    }

    /// Takes the phone back, by the officer's passphrase.
    public func takeBack(passphrase: String) async throws {
        try await phone.call { try $0.takeBack(passphrase: passphrase) }
    }
}
