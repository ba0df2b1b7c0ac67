import Foundation
import Nuong
import Observation

/// The unlock screen.
@MainActor @Observable
public final class LockModel: Watching {
    public let app: AppModel
    public var view: LockView?
    public var drawn: Views<LockView> { app.phone.door.lockView }
    public var passphrase = ""

    /// Whether the records are being opened: it takes some tenths of a second on purpose, or a finger.
    public private(set) var opening = false

    public init(app: AppModel) { self.app = app }

    public func choose(_ profile: OptionView) async {
        await app.attempt { try await app.phone.door.choose(profile: profile.value) }
        await draw()
    }

    public func unlock() async {
        guard !opening else { return }
        opening = true
        let given = passphrase
        await app.attempt { try await app.phone.door.unlock(passphrase: given) }
        passphrase = ""
        opening = false
        await draw()
    }

    /// What was wrong with the last try stands beside the field.
    private func draw() async { view = try? await app.phone.door.lockViewNow() }
}

/// The screen on which a profile is made.
@MainActor @Observable
public final class SetUpModel: Watching {
    public let app: AppModel
    public var view: SetUpView?
    public var drawn: Views<SetUpView> { app.phone.door.setUpView }
    public var passphrase = ""
    public var again = ""
    public private(set) var making = false

    public init(app: AppModel) { self.app = app }

    public func create() async {
        guard !making else { return }
        making = true
        let (first, second) = (passphrase, again)
        let made: Void? = await app.attempt { try await app.phone.door.create(passphrase: first, again: second) }
        if made != nil { (passphrase, again) = ("", "") }
        making = false
        view = try? await app.phone.door.setUpViewNow()
    }
}

/// The screen on which the device becomes a member of an authority.
@MainActor @Observable
public final class EnrolModel {
    public let app: AppModel
    public private(set) var view: EnrolView?
    public var person = ""
    public var answer = ""

    public init(app: AppModel) { self.app = app }

    public func draw() async {
        view = await app.attempt { try await app.phone.joining.view() }
        if person.isEmpty, let given = view?.person { person = given }
    }

    public func request() async {
        let name = person
        if let made = await app.attempt({ try await app.phone.joining.request(person: name) }) { view = made }
    }

    /// Whether it was written.
    public func writeRequest(to file: URL) async -> Bool {
        let well: Void? = await app.attempt { try await app.phone.joining.writeRequest(to: file) }
        return well != nil
    }

    public func accept() async {
        let text = answer
        await accepted { try await $0.joining.accept(text) }
    }

    public func accept(file: URL) async { await accepted { try await $0.joining.accept(file: file) } }

    private func accepted(_ take: (Phone) async throws -> Void) async {
        let well: Void? = await app.attempt { try await take(app.phone) }
        if well != nil {
            answer = ""
            app.path.removeAll { $0 == .enrol }
        }
        await draw()
    }
}

/// The settings.
@MainActor @Observable
public final class SettingsModel: Watching {
    public let app: AppModel
    public var view: SettingsView? {
        // What is being typed is not written over by the same settings drawn anew.
        didSet { if let kept = view?.shownName, kept != oldValue?.shownName { shownName = kept } }
    }
    public var drawn: Views<SettingsView> { app.phone.door.settings }
    public var shownName = ""

    public init(app: AppModel) { self.app = app }

    public func choose(_ language: LanguageChoice) async {
        await app.attempt { try app.phone.setLanguage(language.language) }
    }

    /// Whether names are hidden in the list until a tap: as it stands, and once set as it will stand in a moment.
    public var namesHidden: Bool {
        get { view?.namesHidden ?? true }
        set { Task { await hideNames(newValue) } }
    }

    public func hideNames(_ hidden: Bool) async { await app.attempt { try await app.phone.door.hideNames(hidden) } }

    public func lock(after time: OptionView) async {
        await app.attempt { try await app.phone.door.lockAfter(time.value) }
    }

    public func keepShownName() async {
        let name = shownName
        await app.attempt { try await app.phone.door.showName(name) }
    }
}
