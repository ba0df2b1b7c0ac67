#if canImport(AVFoundation)
    import AVFoundation
    import Foundation
    import NuongKit

    /// Plays recordings, also where the phone is set to be silent: whoever answers alone has chosen to hear them.
    @MainActor
    final class Loudspeaker: NSObject, Speaker, AVAudioPlayerDelegate {
        private var player: AVAudioPlayer?
        private var over: CheckedContinuation<Void, Never>?

        func play(_ file: URL) async {
            try? AVAudioSession.sharedInstance().setCategory(.playback)
            guard let player = try? AVAudioPlayer(contentsOf: file) else { return }
            let this = ObjectIdentifier(player)
            player.delegate = self
            self.player = player
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    over = continuation
                    if Task.isCancelled || !player.play() { end(this) }
                }
            } onCancel: {
                Task { @MainActor in self.end(this) }
            }
        }

        nonisolated func audioPlayerDidFinishPlaying(_ player: AVAudioPlayer, successfully flag: Bool) {
            let this = ObjectIdentifier(player)
            Task { @MainActor in self.end(this) }
        }

        /// Ends this one, unless another is played already.
        private func end(_ one: ObjectIdentifier) {
            guard let player, ObjectIdentifier(player) == one else { return }
            player.stop()
            self.player = nil
            over?.resume()
            over = nil
        }
    }
#endif
