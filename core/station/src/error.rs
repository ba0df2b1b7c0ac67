//! What can go wrong at a station, each with a stable code.
//!
//! The text a person reads comes from `nuong_view` by that code; what is here is for logs and never holds a name or an
//! answer.

use std::path::Path;
use std::sync::Arc;

use nuong_casefile::{CaseError, CommandError};
use nuong_screening::{AnswerError, PackError, Problem, RepeatError};
use nuong_sync::{FrameError, ParcelError};
use nuong_trust::TrustError;
use nuong_vault::VaultError;

use crate::keystore::KeystoreError;

/// A refusal or a failure. Whatever was acknowledged before it is kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no profile in this directory.
    #[error("no profile here")]
    ProfileMissing,
    /// The vault is here and its keyring is not: without it no passphrase opens anything.
    #[error("the keyring is missing")]
    KeyringMissing,
    /// There is a profile in this directory already.
    #[error("a profile is here already")]
    ProfileExists,
    /// There were too many wrong passphrases; the next may not be tried yet.
    #[error("too early for another passphrase")]
    PassphraseWait,
    /// The two passphrases given for a new profile differ.
    #[error("passphrases differ")]
    PassphrasesDiffer,
    /// No profile is open.
    #[error("locked")]
    Locked,
    /// The app rests, and every handle is closed.
    #[error("paused")]
    Paused,
    /// No profile of that id on this phone.
    #[error("unknown profile")]
    UnknownProfile,
    /// The device keystore, which holds a part of the key.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// An exchange is under way already.
    #[error("an exchange is under way")]
    SyncRunning,
    /// The person holds the device, to answer alone.
    #[error("handed over")]
    HandedOver,
    /// There is no decision of that name.
    #[error("not a decision")]
    NotADecision,
    /// The text is not the one an administrator answers with.
    #[error("not an administrator's answer")]
    NotAnAnswer,
    /// What an exchange that ran by itself came to.
    #[error(transparent)]
    Earlier(Arc<Error>),
    /// The device has no certificate of an authority yet.
    #[error("device not enrolled")]
    NotEnrolled,
    /// The authority runs no hub, as far as this device knows.
    #[error("no hub known")]
    NoHub,
    /// The device's role does not allow this.
    #[error("role does not allow this")]
    RoleNotAllowed,
    /// No case, or more than one, by that id.
    #[error("unknown case")]
    UnknownCase,
    /// The case has no such interview.
    #[error("unknown interview")]
    UnknownInterview,
    /// The questionnaire with this hash is not on this device.
    #[error("unknown questionnaire version")]
    UnknownPack,
    /// The file is a questionnaire, and nobody signed it.
    #[error("unsigned questionnaire")]
    UnsignedPack,
    /// The authority has no unit by that name.
    #[error("unknown unit")]
    UnknownUnit,
    /// No differing value by that path.
    #[error("no such conflict")]
    UnknownConflict,
    /// The chosen value is not one of those that differ.
    #[error("not one of the differing values")]
    NotAValue,
    /// The questionnaire asks for more than yes or no, so it is not for answering alone.
    #[error("not for answering alone")]
    NotForSelfAnswer,
    /// The questionnaire has no words in that language.
    #[error("the questionnaire has nothing in this language")]
    NotAskedIn,
    /// Nothing of the questionnaire can be heard in that language on this device.
    #[error("no recordings in this language")]
    NoRecordings,
    /// An instance of a repeat that cannot be added or taken away.
    #[error(transparent)]
    Repeat(#[from] RepeatError),
    /// A file could not be read or written.
    #[error("file {path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
        /// Whether the disk is full.
        full: bool,
    },
    /// A questionnaire's sheets have faults.
    #[error("{} problem(s) in the sheets", .0.len())]
    Sheets(Vec<Problem>),
    /// The exchange with the hub did not come about or was refused.
    #[error("hub: {code}")]
    Hub {
        /// The stable code.
        code: &'static str,
        /// What the network or the hub said.
        reason: String,
    },
    /// What this program relies on does not hold.
    #[error("internal: {0}")]
    Internal(&'static str),
    /// The vault's.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Keys, certificates, passphrases.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A case's document.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// A command that a case cannot take.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// An answer that a question cannot take.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// A parcel.
    #[error(transparent)]
    Parcel(#[from] ParcelError),
    /// A stream of frames, such as a parcel file.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A questionnaire pack.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl Error {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            reason: error.to_string(),
            full: error.kind() == std::io::ErrorKind::StorageFull,
        }
    }

    /// The stable code by which people's texts, scripts and tests know this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProfileMissing => "vault.missing",
            Self::KeyringMissing => "vault.keyring_missing",
            Self::ProfileExists => "vault.exists",
            Self::PassphrasesDiffer => "passphrase.differ",
            Self::PassphraseWait => "passphrase.wait",
            Self::Locked => "profile.locked",
            Self::Paused => "app.paused",
            Self::UnknownProfile => "profile.unknown",
            Self::Keystore(e) => e.code(),
            Self::HandedOver => "device.handed_over",
            Self::NotADecision => "casefile.bad_form",
            Self::SyncRunning => "sync.running",
            Self::NotAnAnswer => "enrol.not_an_answer",
            Self::Earlier(e) => e.code(),
            Self::NotEnrolled => "device.not_enrolled",
            Self::NoHub => "hub.none",
            Self::RoleNotAllowed => "role.not_allowed",
            Self::UnknownCase => "case.unknown",
            Self::UnknownInterview => "interview.unknown",
            Self::UnknownPack => "pack.unknown",
            Self::UnsignedPack => "pack.unsigned",
            Self::UnknownUnit => "unit.unknown",
            Self::UnknownConflict => "conflict.unknown",
            Self::NotAValue => "conflict.not_a_value",
            Self::NotForSelfAnswer => "self_answer.not_suited",
            Self::NotAskedIn => "interview.no_language",
            Self::NoRecordings => "self_answer.no_recordings",
            Self::Repeat(e) => e.code(),
            Self::File { full: true, .. } => "vault.full",
            Self::File { .. } => "file.unreadable",
            Self::Sheets(_) => "sheet.malformed",
            Self::Hub { code, .. } => code,
            Self::Internal(_) => "internal",
            Self::Vault(e) => e.code(),
            Self::Trust(e) => e.code(),
            Self::Case(e) => e.code(),
            Self::Command(e) => e.code(),
            Self::Answer(e) => e.code(),
            Self::Parcel(e) => e.code(),
            Self::Frame(e) => e.code(),
            Self::Pack(e) => e.code(),
        }
    }
}
