import Nuong

/// What is written at a case.
public enum Writing: String, Identifiable, Sendable {
    case note, need, consent, referral, decision, handOver
    public var id: String { rawValue }
}

/// What stands on one form and is not kept yet.
public struct Unsent: Equatable, Sendable {
    /// A note, more about a need, or the reason of a decision or a referral.
    public var text = ""
    public var service = ""

    /// What a consent is for, and whom: one of those the form knows, or somebody written by hand.
    public var purpose: OptionView?
    public var receiver: OptionView?
    public var otherReceiver = "" {
        didSet { if !otherReceiver.isEmpty { receiver = nil } }
    }

    public init() {}

    /// Which form of which case.
    public struct Place: Hashable, Sendable {
        let `case`: String
        let form: Writing
    }
}
