import Foundation
import Nuong
import Observation

/// The phone in the hands of the person who answers alone: sounds and four shapes, no result, and no way to anything else.
@MainActor @Observable
public final class AloneModel {
    public let app: AppModel
    public private(set) var view: SelfAnswerView?

    /// The officer's passphrase, to take the phone back.
    public var passphrase = ""

    private var working = false

    public init(app: AppModel) { self.app = app }

    public func draw() async { view = await app.attempt { try await app.phone.alone.view() } }

    /// A touch; a second one while the first is taken down does nothing.
    public func touch(_ choice: SelfChoiceView) async {
        guard !working, let path = view?.path else { return }
        working = true
        if let next = await app.attempt({ try await app.phone.alone.touch(path, choice.choice) }) { view = next }
        working = false
    }

    public func toggleText() async {
        let wanted = view?.text == nil
        if let next = await app.attempt({ try await app.phone.alone.showText(wanted) }) { view = next }
    }

    public func takeBack() async {
        let given = passphrase
        passphrase = ""
        await app.attempt { try await app.phone.alone.takeBack(passphrase: given) }
        await app.wake()
    }
}
