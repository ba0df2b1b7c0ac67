import Nuong

/// An exchange while nobody looks: what the phone's scheduler starts.
///
/// It runs only while the profile is unlocked and rests: a phone that was restarted has no key in its memory, and asks nobody
/// for one in the background.
public enum BackgroundExchange {
    /// Whether everything that waited was sent. Cancelling the task ends it in time, and closes every handle again.
    public static func run(_ phone: Phone) async -> Bool {
        guard (try? await phone.door.standing()) == .paused else { return false }
        let well = await exchanged(phone)
        try? await phone.door.pause()
        return well
    }

    private static func exchanged(_ phone: Phone) async -> Bool {
        do {
            try await phone.door.resume()
            try await phone.exchange.begin().end()
            return !Task.isCancelled
        } catch {
            return false
        }
    }
}
