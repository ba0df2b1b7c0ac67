//! What the terminal itself refuses; everything else is refused by the core.

use std::path::Path;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is nobody to ask for the passphrase.
    #[error("no terminal to ask on: use --passphrase-file or NUONG_PASSPHRASE")]
    NoPassphrase,
    /// A new passphrase was typed in two ways.
    #[error("the two passphrases differ")]
    PassphrasesDiffer,
    /// The directory has an authority in it.
    #[error("{0} holds an authority already")]
    AuthorityExists(String),
    /// The directory has no authority in it.
    #[error("{0} holds no authority")]
    AuthorityMissing(String),
    /// A day is kept in a directory of its own.
    #[error("{0} is not empty")]
    NotEmpty(String),
    /// There are no scenario files to play a day from.
    #[error("no examples/field-day here: name the scenarios with --scenarios DIR")]
    NoScenarios,
    /// The hub's program is not where it should be.
    #[error("{0}: build it (cargo build -p nuong-hub) or name it with --hub-program FILE")]
    NoHubProgram(String),
    /// A file could not be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
}

impl Refusal {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            reason: error.to_string(),
        }
    }

    /// The stable code by which its text is found.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NoPassphrase => "passphrase.not_given",
            Self::PassphrasesDiffer => "passphrase.differ",
            Self::AuthorityExists(_) => "authority.exists",
            Self::AuthorityMissing(_) => "authority.missing",
            Self::NotEmpty(_) => "day.not_empty",
            Self::NoScenarios => "day.no_scenarios",
            Self::NoHubProgram(_) => "day.no_hub_program",
            Self::File { .. } => "file.unreadable",
        }
    }
}
