//! What can go wrong, with stable codes. No error shows an answer, a name or a note.

use crate::conflict::ConflictPath;
use crate::ids::{Author, ChangeHash};

/// Bytes or changes that a case cannot take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// The bytes are longer than anything this project writes.
    #[error("longer than the limit of {limit} bytes")]
    TooLarge {
        /// The largest accepted length in bytes.
        limit: usize,
    },
    /// The bytes are not a change or a snapshot as `docs/schema.md` defines them.
    #[error("not in the form this version reads: {reason}")]
    Malformed {
        /// What is wrong, for logs.
        reason: &'static str,
    },
    /// The checksum does not fit the contents: the bytes were altered or cut.
    #[error("the contents do not fit their checksum")]
    Damaged,
    /// An author numbered two different changes alike: a cloned or rolled-back device, or fraud.
    /// Nothing of the batch was applied.
    #[error("author {author} has two different changes numbered {seq}")]
    ForkedAuthor {
        /// The author with two histories.
        author: Author,
        /// The number both changes carry.
        seq: u64,
        /// The change that is not in the case.
        hash: ChangeHash,
    },
    /// A change was asked about whose causal past is not all here.
    #[error("{} changes this one builds on are missing", missing.len())]
    MissingDependencies {
        /// The changes that are missing.
        missing: Vec<ChangeHash>,
    },
    /// Among the changes is none that begins a case.
    #[error("the change that begins the case is missing")]
    NoBeginning,
    /// The engine refused or failed on data that had passed every check.
    #[error("the document engine failed")]
    Engine,
}

impl CaseError {
    /// A stable code for texts and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "casefile.too_large",
            Self::Malformed { .. } => "casefile.malformed",
            Self::Damaged => "casefile.damaged",
            Self::ForkedAuthor { .. } => "casefile.forked_author",
            Self::MissingDependencies { .. } => "casefile.missing_dependencies",
            Self::NoBeginning => "casefile.no_beginning",
            Self::Engine => "casefile.engine",
        }
    }
}

/// Why a person's act was not written. Nothing of the whole list of commands was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The document was written by a newer version: it can be read, not changed.
    #[error("the case has schema {found}, this version writes {known}")]
    ReadOnly {
        /// The document's schema.
        found: u32,
        /// The schema this version writes.
        known: u32,
    },
    /// A field that must hold something is empty.
    #[error("{what} is empty")]
    Empty {
        /// The field of the command.
        what: &'static str,
    },
    /// A text is longer than its limit.
    #[error("{what} is longer than {limit} characters")]
    TooLong {
        /// The field of the command.
        what: &'static str,
        /// The limit in characters.
        limit: usize,
    },
    /// A field holds characters it may not hold.
    #[error("{what} is not in the right form")]
    BadForm {
        /// The field of the command.
        what: &'static str,
    },
    /// The time is before 1970 or after the year 9999.
    #[error("the time is out of range")]
    BadTime,
    /// No interview of that id was started.
    #[error("there is no such interview")]
    UnknownInterview,
    /// An interview of that id exists already.
    #[error("the interview exists already")]
    InterviewExists,
    /// Several people stated different things here: only a `Resolve` may write it.
    #[error("{path} is in conflict and has to be resolved first")]
    InConflict {
        /// Where the conflict is.
        path: ConflictPath,
    },
    /// A `Resolve` for something that is not in conflict.
    #[error("{path} is not in conflict")]
    NotInConflict {
        /// Where no conflict is.
        path: ConflictPath,
    },
    /// A withdrawal of a consent that was never recorded.
    #[error("there is no such consent to withdraw")]
    NoSuchConsent,
    /// A link that does not exist cannot be taken back, and a case is not linked to itself.
    #[error("there is no such link")]
    NoSuchLink,
    /// More than one change can hold; commit in parts.
    #[error("the commands are too much for one change")]
    ChangeTooLarge,
    /// The engine refused a write that had passed every check.
    #[error("the document engine failed")]
    Engine,
}

impl CommandError {
    /// A stable code for texts and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly { .. } => "casefile.newer_schema",
            Self::Empty { .. } => "casefile.empty",
            Self::TooLong { .. } => "casefile.too_long",
            Self::BadForm { .. } => "casefile.bad_form",
            Self::BadTime => "casefile.bad_time",
            Self::UnknownInterview => "casefile.unknown_interview",
            Self::InterviewExists => "casefile.interview_exists",
            Self::InConflict { .. } => "casefile.in_conflict",
            Self::NotInConflict { .. } => "casefile.not_in_conflict",
            Self::NoSuchConsent => "casefile.no_such_consent",
            Self::NoSuchLink => "casefile.no_such_link",
            Self::ChangeTooLarge => "casefile.change_too_large",
            Self::Engine => "casefile.engine",
        }
    }
}
