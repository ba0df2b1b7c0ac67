//! The one error of the facade.

use nuong_station::view::{ErrorView, NextStep};

/// A refusal or a failure, named by what the app does next. Each holds a stable code, and in the person's language what
/// happened and what to do. Whatever was acknowledged before it is kept.
#[derive(Debug, thiserror::Error, uniffi::Error)]
#[allow(missing_docs, reason = "each has one field, told of above")]
pub enum NuongError {
    /// Ask for the passphrase again, with the text beside the field.
    #[error("{}", problem.code)]
    Passphrase { problem: ErrorView },
    /// Show the unlock screen.
    #[error("{}", problem.code)]
    Locked { problem: ErrorView },
    /// Call `resume`, and do it again.
    #[error("{}", problem.code)]
    Paused { problem: ErrorView },
    /// Show the screen on which the device joins a unit.
    #[error("{}", problem.code)]
    NotEnrolled { problem: ErrorView },
    /// Show why this is not allowed, and stay.
    #[error("{}", problem.code)]
    NotAllowed { problem: ErrorView },
    /// Draw the screen anew: what it shows is no longer so.
    #[error("{}", problem.code)]
    Stale { problem: ErrorView },
    /// Show the text beside the field it speaks of.
    #[error("{}", problem.code)]
    Input { problem: ErrorView },
    /// Offer to try later, or to use a file.
    #[error("{}", problem.code)]
    Hub { problem: ErrorView },
    /// Offer another file.
    #[error("{}", problem.code)]
    File { problem: ErrorView },
    /// Show what is wrong with the records on this phone, and keep them.
    #[error("{}", problem.code)]
    Storage { problem: ErrorView },
    /// Ask the person to unlock the phone itself, then try again.
    #[error("{}", problem.code)]
    Keystore { problem: ErrorView },
    /// Say so, with the code, and go on.
    #[error("{}", problem.code)]
    Internal { problem: ErrorView },
}

impl From<(NextStep, ErrorView)> for NuongError {
    fn from((step, problem): (NextStep, ErrorView)) -> Self {
        match step {
            NextStep::AskPassphrase => Self::Passphrase { problem },
            NextStep::Unlock => Self::Locked { problem },
            NextStep::Resume => Self::Paused { problem },
            NextStep::Enrol => Self::NotEnrolled { problem },
            NextStep::Refuse => Self::NotAllowed { problem },
            NextStep::DrawAnew => Self::Stale { problem },
            NextStep::Correct => Self::Input { problem },
            NextStep::TryLater => Self::Hub { problem },
            NextStep::OtherFile => Self::File { problem },
            NextStep::Storage => Self::Storage { problem },
            NextStep::Keystore => Self::Keystore { problem },
            NextStep::Tell => Self::Internal { problem },
        }
    }
}
