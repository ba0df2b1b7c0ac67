import Foundation
import Nuong
import Observation

/// Plays a recording: on a phone by its loudspeaker or headphones.
@MainActor
public protocol Speaker: AnyObject {
    /// Plays a file to its end, or until the task that waits for it is cancelled.
    func play(_ file: URL) async
}

/// The recordings and pictures of questionnaires that came with the app, by their file names.
public struct MediaFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// A file of it; none where it is not on this phone. A name that leads out of the folder is none of it.
    public func file(_ name: String) -> URL? {
        guard !name.contains("/") else { return nil }
        let file = url.appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }
}

/// What is heard: one recording after the other, and never two at once.
@MainActor @Observable
public final class Listening {
    /// What is being played now.
    public private(set) var playing: SoundView?

    private let media: MediaFolder
    private let speaker: (any Speaker)?
    private var task: Task<Void, Never>?

    public init(media: MediaFolder, speaker: (any Speaker)?) {
        self.media = media
        self.speaker = speaker
    }

    /// Whether there is something to hear: a button for what cannot be played is not drawn.
    public func canPlay(_ sound: SoundView?) -> Bool { sound.flatMap { media.file($0.file) } != nil && speaker != nil }

    /// Plays these in their order, in place of what is heard now. What is not on this phone is passed over.
    public func play(_ sounds: [SoundView]) {
        let before = task
        before?.cancel()
        task = Task { [media, speaker] in
            // The one before lets go of the loudspeaker first.
            await before?.value
            for sound in sounds {
                guard !Task.isCancelled, let file = media.file(sound.file), let speaker else { continue }
                playing = sound
                await speaker.play(file)
            }
            playing = nil
        }
    }

    /// Falls silent at once.
    public func stop() { task?.cancel() }

    /// Waits until nothing is played any more.
    public func silence() async { await task?.value }
}
