import Nuong

/// A screen that the core draws anew by itself.
@MainActor
public protocol Watching: AnyObject {
    associatedtype View: Equatable & Sendable
    var app: AppModel { get }
    var view: View? { get set }
    var drawn: Views<View> { get }
}

extension Watching {
    /// Keeps `view` as the core has it until the task that runs this is cancelled.
    public func watch() async {
        await app.attempt {
            for try await view in drawn { self.view = view }
        }
    }
}
