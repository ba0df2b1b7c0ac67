import Foundation

/// The door: which profile is open, and settings.
public struct Door: Sendable {
    let phone: Phone

    /// Which screen comes first.
    public func standing() async throws -> Standing { try await phone.call { $0.standing() } }

    /// The unlock screen, and again whenever it changes.
    public var lockView: Views<LockView> { phone.drawn(on: { $0 == .lock }) { $0.lockView() } }

    /// The screen on which a profile is made, and again whenever it changes.
    public var setUpView: Views<SetUpView> { phone.drawn(on: { $0 == .lock }) { $0.setUpView() } }

    /// The unlock screen as it is now.
    public func lockViewNow() async throws -> LockView { try await phone.call { $0.lockView() } }

    /// The screen on which a profile is made, as it is now.
    public func setUpViewNow() async throws -> SetUpView { try await phone.call { $0.setUpView() } }

    /// Makes a profile under a passphrase given twice, and opens it.
    public func create(passphrase: String, again: String) async throws {
        try await phone.call { try $0.createProfile(passphrase: passphrase, again: again) }
    }

    /// Chooses the profile to unlock, where there is more than one.
    public func choose(profile: String) async throws {
        try await phone.call { try $0.chooseProfile(profile: profile) }
    }

    /// Opens the chosen profile. It takes some tenths of a second on purpose, and as long as the phone's keystore takes;
    /// cancelling the task gives it up, also where the keystore hangs.
    public func unlock(passphrase: String) async throws {
        do {
            try await phone.call { try $0.unlock(passphrase: passphrase) }
        } catch let cancelled as CancellationError {
            try? phone.core().lock()
            throw cancelled
        }
    }

    /// Closes the open profile and forgets its keys. An exchange that runs is stopped.
    public func lock() async throws { try await phone.call { $0.lock() } }

    /// Closes every handle, for an app that goes to the background; until ``resume()`` calls are refused as `Paused`.
    public func pause() async throws { try await phone.call { $0.pause() } }

    /// Goes on after ``pause()``; where that was longer ago than the settings allow, the profile is closed instead.
    public func resume() async throws { try await phone.call { try $0.resume() } }

    /// The settings, and again whenever they change.
    public var settings: Views<SettingsView> {
        phone.drawn(on: { $0 == .settings || $0 == .lock }) { try $0.settings() }
    }

    /// The settings as they are now.
    public func settingsNow() async throws -> SettingsView { try await phone.call { try $0.settings() } }

    /// Chooses whether names are hidden in the list until a tap.
    public func hideNames(_ hidden: Bool) async throws {
        try await phone.call { try $0.setNamesHidden(hidden: hidden) }
    }

    /// Chooses a name to show before unlocking; an empty one for none.
    public func showName(_ name: String) async throws {
        try await phone.call { try $0.setShownName(name: name) }
    }

    /// Chooses after which time out of sight the records close, as the settings offer it.
    public func lockAfter(_ time: String) async throws {
        try await phone.call { try $0.setLockAfter(time: time) }
    }
}

/// Becoming a member of an authority, with no network.
public struct Joining: Sendable {
    let phone: Phone

    /// The screen on which the device becomes a member.
    public func view() async throws -> EnrolView { try await phone.call { try $0.enrolView() } }

    /// Makes the request for a person of this name; the view then holds it as text.
    @discardableResult
    public func request(person: String) async throws -> EnrolView {
        try await phone.call { try $0.makeRequest(person: person) }
    }

    /// Writes the request made last to a file.
    public func writeRequest(to file: URL) async throws {
        try await phone.call { try $0.writeRequest(file: file.path) }
    }

    /// Takes the administrator's answer as text.
    public func accept(_ text: String) async throws { try await phone.call { try $0.acceptAnswer(text: text) } }

    /// Takes the administrator's answer from a file.
    public func accept(file: URL) async throws {
        try await phone.call { try $0.acceptAnswerFile(file: file.path) }
    }
}
