import Foundation

public protocol AVAudioPlayerDelegate: NSObjectProtocol {
    func audioPlayerDidFinishPlaying(_ player: AVAudioPlayer, successfully flag: Bool)
}

open class AVAudioPlayer {
    public init(contentsOf url: URL) throws { fatalError() }
    public weak var delegate: (any AVAudioPlayerDelegate)?
    public func play() -> Bool { fatalError() }
    public func stop() { fatalError() }
}

public class AVAudioSession {
    public struct Category: Sendable {
        public static var playback: Category { fatalError() }
    }
    public static func sharedInstance() -> AVAudioSession { fatalError() }
    public func setCategory(_ category: Category) throws { fatalError() }
}
