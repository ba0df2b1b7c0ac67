use nuong_trust::TrustError;
use thiserror::Error;

use crate::wire::WireError;

/// Why a parcel was not made, not accepted or not opened. Holds nothing a person entered: safe in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParcelError {
    /// Cut short.
    #[error("the parcel is cut short")]
    Truncated,
    /// Bytes after its end, or a value no writer produces.
    #[error("the parcel is malformed")]
    Malformed,
    /// Longer than [`crate::MAX_PARCEL`].
    #[error("the parcel is too large")]
    Oversized,
    /// Of a later version than this program knows: kept for it.
    #[error("the parcel is of a newer version")]
    Newer,
    /// Of another authority.
    #[error("the parcel belongs to a foreign authority")]
    Foreign,
    /// The key that should verify or sign it is not its author's.
    #[error("the key is not the author's")]
    WrongAuthor,
    /// Its author's certificate is not known here.
    #[error("the author is unknown")]
    UnknownAuthor,
    /// The signature does not hold: something was altered.
    #[error("the signature of the parcel does not hold")]
    Signature,
    /// Written after its author was revoked.
    #[error("the author was revoked before")]
    Revoked,
    /// A hub takes only parcels with every section, since it gives a receipt for all of it.
    #[error("sections of the parcel are missing")]
    Incomplete,
    /// Another parcel of this author has the same number, or names another one before it.
    #[error("the author's history is forked")]
    Fork,
    /// The section is withheld or erased.
    #[error("the section is not here")]
    Absent,
    /// There is no such section, or it is not of a case.
    #[error("no such section")]
    NoSection,
    /// The section does not open with this key.
    #[error("the section does not open with this key")]
    CannotOpen,
    /// The section's content is not as the codec writes it.
    #[error("the content of the section is malformed")]
    Content,
    /// The section's content is longer than [`crate::MAX_SECTION_CONTENT`].
    #[error("the content of the section is too large")]
    ContentTooLarge,
    /// The section was written by a codec of a later version.
    #[error("the content of the section is of a newer version")]
    NewerContent,
    /// A change is longer than [`crate::MAX_CHANGE`].
    #[error("a change is too large")]
    ChangeTooLarge,
    /// Nothing to put into a parcel, more sections than [`crate::MAX_SECTIONS`], or one case twice.
    #[error("no parcel can be made of this")]
    Draft,
    /// Two parcels of different names cannot fill each other.
    #[error("another parcel")]
    Other,
}

impl ParcelError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated => "parcel.truncated",
            Self::Malformed => "parcel.malformed",
            Self::Oversized => "parcel.oversized",
            Self::Newer => "parcel.newer",
            Self::Foreign => "parcel.foreign",
            Self::WrongAuthor => "parcel.wrong_author",
            Self::UnknownAuthor => "parcel.unknown_author",
            Self::Signature => "parcel.signature",
            Self::Revoked => "parcel.revoked",
            Self::Incomplete => "parcel.incomplete",
            Self::Fork => "parcel.fork",
            Self::Absent => "parcel.absent",
            Self::NoSection => "parcel.no_section",
            Self::CannotOpen => "parcel.cannot_open",
            Self::Content => "parcel.content",
            Self::ContentTooLarge => "parcel.content_too_large",
            Self::NewerContent => "parcel.newer_content",
            Self::ChangeTooLarge => "parcel.change_too_large",
            Self::Draft => "parcel.draft",
            Self::Other => "parcel.other",
        }
    }
}

impl From<WireError> for ParcelError {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Truncated => Self::Truncated,
            WireError::Malformed => Self::Malformed,
        }
    }
}

/// Why a stream of frames cannot be read any further. What came whole before it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The stream is of a later version, or is no stream of ours at all.
    #[error("the stream is of another version")]
    Version,
    /// A type of frame that this version does not have.
    #[error("unknown type of frame")]
    Unknown,
    /// Longer than its type allows.
    #[error("the frame is too large")]
    Oversized,
    /// The content of the frame is not as its type has it.
    #[error("the frame is malformed")]
    Malformed,
    /// The stream ended inside a frame, or before its end frame.
    #[error("the stream is cut short")]
    Truncated,
    /// Bytes after the end frame.
    #[error("bytes after the end of the stream")]
    AfterEnd,
}

impl FrameError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Version => "frame.version",
            Self::Unknown => "frame.unknown",
            Self::Oversized => "frame.oversized",
            Self::Malformed => "frame.malformed",
            Self::Truncated => "frame.truncated",
            Self::AfterEnd => "frame.after_end",
        }
    }
}

impl From<WireError> for FrameError {
    fn from(_: WireError) -> Self {
        // The length came first and was kept to: a value that ends early was made so, not cut on the way.
        Self::Malformed
    }
}

/// Why a whole exchange ended without its purpose. What was received and acknowledged before stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The channel ended before the answer did, or the answer could not be read further.
    #[error("the exchange was cut")]
    Cut,
    /// The answer is not one of this protocol.
    #[error("the answer is not understood")]
    Frame(FrameError),
    /// A certificate, bulletin or key was not trusted.
    #[error("not trusted: {0}")]
    Trust(TrustError),
    /// What calls itself the hub has no hub's certificate of our authority.
    #[error("the hub's certificate is not valid")]
    NotAHub,
    /// The receipt is not signed by the hub's certified key, for this device and this very exchange.
    #[error("the receipt is forged")]
    ReceiptForged,
    /// The receipt claims parcels that its author never made, or made differently.
    #[error("the receipt claims what cannot be")]
    ReceiptFalse,
    /// The answer has no receipt although parcels were brought.
    #[error("the receipt is missing")]
    ReceiptMissing,
    /// A frame where the protocol has none.
    #[error("a frame out of place")]
    OutOfPlace,
    /// The request is longer than [`crate::MAX_REQUEST`] or has too many parcels, certificates or authors.
    #[error("the request is too large")]
    TooMuch,
    /// The hub does not know the device: it must bring its certificate.
    #[error("the device is unknown to the hub")]
    UnknownDevice,
    /// The device is revoked.
    #[error("the device is revoked")]
    Revoked,
    /// The hello is not signed by the device it names, for this hub.
    #[error("the hello is forged")]
    HelloForged,
    /// The hello is of another authority than the hub.
    #[error("the hub belongs to a foreign authority")]
    Foreign,
    /// The hub cannot answer now.
    #[error("the hub is unavailable")]
    Unavailable,
    /// Refused with a code that this version does not know.
    #[error("refused by the hub")]
    Refused,
    /// The stored state of a session is damaged or newer.
    #[error("the stored state of the session is damaged")]
    State,
}

impl SyncError {
    /// A stable code. The hub's refusals and the client's failures share them.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cut => "sync.cut",
            Self::Frame(error) => error.code(),
            Self::Trust(error) => error.code(),
            Self::NotAHub => "sync.not_a_hub",
            Self::ReceiptForged => "receipt.forged",
            Self::ReceiptFalse => "receipt.false",
            Self::ReceiptMissing => "receipt.missing",
            Self::OutOfPlace => "sync.out_of_place",
            Self::TooMuch => "sync.too_much",
            Self::UnknownDevice => "hub.unknown_device",
            Self::Revoked => "hub.revoked",
            Self::HelloForged => "hub.hello_forged",
            Self::Foreign => "hub.foreign",
            Self::Unavailable => "hub.unavailable",
            Self::Refused => "hub.refused",
            Self::State => "sync.state",
        }
    }

    /// Whether trying again later, with nothing changed, may succeed.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Cut | Self::Unavailable | Self::Frame(_) | Self::ReceiptMissing
        )
    }
}

impl From<FrameError> for SyncError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<TrustError> for SyncError {
    fn from(error: TrustError) -> Self {
        Self::Trust(error)
    }
}
