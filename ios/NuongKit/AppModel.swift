import Foundation
@_exported import Nuong
import Observation

/// Where the app goes from the worklist.
public enum Route: Hashable, Sendable {
    case instruments(case: String?)
    case interview(InterviewRef)
    case `case`(String)
    case conflict(case: String, path: String)
    case alone(InterviewRef, instrument: String)
    case enrol
}

/// A screen on which something is typed that the core does not have yet.
@MainActor
public protocol Drafting: AnyObject {
    /// Gives the core what was typed.
    func writeDown() async
}

/// The app as a whole: which door stands open, where the person is, and what was refused. It holds no rule: what comes next
/// is the core's `Standing`, and an error says by its own name what the app does.
@MainActor @Observable
public final class AppModel {
    public let phone: Phone

    /// Recordings and pictures of questionnaires, and what is heard of them now.
    public let media: MediaFolder
    public let listening: Listening

    /// Which screen comes first; none until the core was asked.
    public private(set) var standing: Standing?

    /// Labels that belong to no screen.
    public private(set) var words: WordsView

    /// What was refused last, to be shown over the screen until it is closed.
    public var problem: ErrorView?

    /// Whether it stands over the screen; closing it is taking it back.
    public var showsProblem: Bool {
        get { problem != nil }
        set { if !newValue { problem = nil } }
    }

    /// The way from the worklist to the screen that stands.
    public var path: [Route] = []

    /// Whether a cover hides the screen.
    public private(set) var covered = false

    /// What was written and is not kept yet, by where it stands. The cover and the lock close the forms; whoever wrote it finds
    /// it again, and nobody else. It is in memory only.
    public internal(set) var unsent: [Unsent.Place: Unsent] = [:]

    /// Whose profile it was written in; none where the phone has one profile alone.
    @ObservationIgnored private var writer: String?

    /// The screen that is typed on now.
    @ObservationIgnored public weak var drafting: (any Drafting)?

    /// Counts what was refused as stale: screens draw anew with it.
    public private(set) var stale = 0

    public init(phone: Phone, media: MediaFolder, speaker: (any Speaker)? = nil) throws {
        self.phone = phone
        self.media = media
        listening = Listening(media: media, speaker: speaker)
        words = try phone.words
    }

    /// Follows the core until the task that runs this is cancelled.
    public func watch() async {
        // Asked before the state is read, so that no notice falls between.
        let changes = phone.changes
        await readStanding()
        for await change in changes {
            switch change {
            case .lock, .settings: await readStanding()
            case .language: if let words = try? phone.words { self.words = words }
            case .list, .case, .sync: break
            }
        }
    }

    /// Does what a person asked for; what is refused is told by where the app goes.
    @discardableResult
    public func attempt<T: Sendable>(_ act: () async throws -> T) async -> T? {
        do {
            return try await act()
        } catch let error as NuongError {
            await take(error)
        } catch is CancellationError {
        } catch {
            problem = ErrorView(code: "shell", text: error.localizedDescription, todo: "")
        }
        return nil
    }

    /// Hides the screen at once and closes the records: the passphrase is asked before anything is seen again.
    public func cover() async {
        hide()
        await drafting?.writeDown()
        path = []
        await attempt { try await phone.door.lock() }
        await readStanding()
        covered = false
    }

    /// The app is about to be seen in the app switcher, or left.
    public func hide() {
        covered = true
        listening.stop()
    }

    /// Closes every handle: a phone ends an app that keeps a file locked while it sleeps. What stands in a field is kept first,
    /// since nobody knows whether the app is ever looked at again.
    public func sleep() async {
        hide()
        await drafting?.writeDown()
        try? await phone.door.pause()
    }

    /// Opens again what ``sleep()`` closed.
    public func wake() async {
        await attempt { try await phone.door.resume() }
        await readStanding()
        covered = false
    }

    /// Asks where the phone stands, after something that may have changed it.
    public func look() async { await readStanding() }

    private func take(_ error: NuongError) async {
        switch error {
        case .Locked: path = []
        case .Passphrase, .Keystore: problem = standing == .locked || standing == .notSetUp ? nil : error.problem
        case .Paused: try? await phone.door.resume()
        case .NotEnrolled: if path.last != .enrol { path.append(.enrol) }
        case .Stale:
            await readStanding()
            // Whatever was asked for meanwhile, nothing is said of it to the person who holds the phone.
            if standing == .handedOver { return }
            stale += 1
            problem = error.problem
        case .NotAllowed, .Input, .Hub, .File, .Storage, .Internal: problem = error.problem
        }
        await readStanding()
    }

    private func forgetWhatAnotherWrote() async {
        let opened = try? await phone.door.lockViewNow().profiles.first { $0.chosen }?.value
        if opened != writer { unsent = [:] }
        writer = opened
    }

    private func readStanding() async {
        guard let now = try? await phone.door.standing() else { return }
        if now == .locked { path = [] }
        if now == .open || now == .notEnrolled { await forgetWhatAnotherWrote() }
        standing = now
    }
}
