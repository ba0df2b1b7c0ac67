//! The device's own keystore: without it, a profile's keyring is bytes that no passphrase opens.

/// Keeps a key that never leaves this device, and wraps with it. A port: the phone's hardware, or a test.
///
/// It may take long, when it asks the person for a finger, and may hang; nothing else waits for it.
pub trait Keystore: Send + Sync {
    /// Encrypts a short secret so that only this device opens it again.
    ///
    /// # Errors
    /// [`KeystoreError`]; nothing was made then.
    fn wrap(&self, profile: &str, secret: &[u8]) -> Result<Vec<u8>, KeystoreError>;

    /// Opens what [`Keystore::wrap`] made for the same profile.
    ///
    /// # Errors
    /// [`KeystoreError`]; what is wrapped stays as it is.
    fn unwrap(&self, profile: &str, wrapped: &[u8]) -> Result<Vec<u8>, KeystoreError>;
}

/// Why a keystore did not do its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeystoreError {
    /// The person did not unlock the device, or said no.
    #[error("the keystore refused")]
    Refused,
    /// The key is gone for good: the phone was reset, or its lock taken away.
    #[error("the keystore has lost the key")]
    Lost,
    /// It does not work, or gave back something else than was put in.
    #[error("the keystore failed: {0}")]
    Failed(String),
    /// The keyring was bound to a device, and there is no keystore here.
    #[error("a keystore is needed")]
    Needed,
}

impl KeystoreError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused => "keystore.refused",
            Self::Lost => "keystore.lost",
            Self::Failed(_) => "keystore.failed",
            Self::Needed => "keystore.needed",
        }
    }
}
