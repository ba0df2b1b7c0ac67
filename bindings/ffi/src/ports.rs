//! What the core asks of a shell. All of it may fail; whatever it does, the station goes on.

use std::sync::Arc;

use nuong_station::KeystoreError;
use nuong_station::phone::{self, Change};
use nuong_station::view::SyncView;
use uniffi::UnexpectedUniFFICallbackError;

/// The device's own keystore. Its key never leaves the device; best it is in hardware.
///
/// It is asked when a profile is made and when one is unlocked, on the thread of that call, and may take as long as it
/// takes to ask the person for a finger: nothing else waits for it.
#[uniffi::export(with_foreign)]
pub trait Keystore: Send + Sync {
    /// Encrypts a short secret (some hundred bytes) so that only this device opens it again.
    fn wrap(&self, profile: String, secret: Vec<u8>) -> Result<Vec<u8>, KeystoreProblem>;

    /// Opens what `wrap` made for the same profile.
    fn unwrap(&self, profile: String, wrapped: Vec<u8>) -> Result<Vec<u8>, KeystoreProblem>;
}

/// Why a keystore did not do its part.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum KeystoreProblem {
    /// The person did not unlock the device, or said no.
    #[error("refused")]
    Refused,
    /// The key is gone for good: the phone was reset, or its lock taken away.
    #[error("lost")]
    Lost,
    /// It does not work.
    #[error("failed: {reason}")]
    Failed {
        /// What the system said, for the log.
        reason: String,
    },
}

/// Is told what to draw anew. Called on any thread, never while the core holds a lock, so it may call back.
#[uniffi::export(with_foreign)]
pub trait Observer: Send + Sync {
    /// These are to be drawn anew.
    fn changed(&self, what: Vec<Change>) -> Result<(), PortProblem>;

    /// An exchange has got on.
    fn progress(&self, view: SyncView) -> Result<(), PortProblem>;
}

/// A shell's observer or log failed.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum PortProblem {
    /// Whatever it was.
    #[error("failed: {reason}")]
    Failed {
        /// What the shell said.
        reason: String,
    },
}

impl From<UnexpectedUniFFICallbackError> for KeystoreProblem {
    fn from(error: UnexpectedUniFFICallbackError) -> Self {
        let reason = error.reason;
        Self::Failed { reason }
    }
}

impl From<UnexpectedUniFFICallbackError> for PortProblem {
    fn from(error: UnexpectedUniFFICallbackError) -> Self {
        let reason = error.reason;
        Self::Failed { reason }
    }
}

impl From<KeystoreProblem> for KeystoreError {
    fn from(problem: KeystoreProblem) -> Self {
        match problem {
            KeystoreProblem::Refused => Self::Refused,
            KeystoreProblem::Lost => Self::Lost,
            KeystoreProblem::Failed { reason } => Self::Failed(reason),
        }
    }
}

/// A shell's keystore as the station asks it.
pub(crate) struct Kept(pub(crate) Arc<dyn Keystore>);

impl nuong_station::Keystore for Kept {
    fn wrap(&self, profile: &str, secret: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        Ok(self.0.wrap(profile.to_owned(), secret.to_vec())?)
    }

    fn unwrap(&self, profile: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeystoreError> {
        Ok(self.0.unwrap(profile.to_owned(), wrapped.to_vec())?)
    }
}

/// A shell's observer as the station tells it.
pub(crate) struct Watching(pub(crate) Arc<dyn Observer>);

impl phone::Observer for Watching {
    fn changed(&self, what: Vec<Change>) {
        passed_over(self.0.changed(what));
    }

    fn progress(&self, view: SyncView) {
        passed_over(self.0.progress(view));
    }
}

/// What fails in a shell's observer does not stop records from being kept or sent.
fn passed_over(outcome: Result<(), PortProblem>) {
    if let Err(problem) = outcome {
        tracing::warn!(%problem, "an observer failed");
    }
}
