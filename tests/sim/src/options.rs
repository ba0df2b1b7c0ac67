//! What a run may be told beside its seed.

/// How a run is to be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Tells the story as it goes, on the standard error.
    pub aloud: bool,
    /// Stops the schedule after so many events and goes on to the healing; to make a failing story shorter.
    pub events: Option<usize>,
    /// Lets what a revoked device wrote later, or dated later, reach stations and a hub that have not heard of the revocation.
    /// They take it in good faith, and those who have heard do not: that such worlds come together is not promised yet.
    pub late_parcels: bool,
    /// A fault built into the world on purpose, which the checkers must find.
    pub sabotage: Option<Sabotage>,
}

/// Faults that the code under test does not have, one for each way a checker must be able to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// A station says that an answer is saved, and saves nothing.
    ForgottenAnswer,
    /// A disk says that it has written, and has not.
    LyingDisk,
    /// The hub keeps one author's parcels to itself.
    SilentHub,
    /// A station shows one of two concurrent values only.
    HiddenValue,
    /// Whoever settled a conflict did not say so.
    SilentDecision,
    /// A phone writes a file with what it was told beside its vault.
    PlainNotes,
    /// A line carries what was said in the open.
    OpenLine,
    /// A case is given to a unit that nobody decided to give it to.
    StrayGrant,
    /// A change that its author had no right to make takes effect at one station.
    LaxStation,
    /// A station never takes in the bulletin that revokes a device, though it was brought to it.
    DeafStation,
}
