//! Why a hub cannot be made or served.

use nuong_trust::TrustError;
use thiserror::Error;

/// Why a hub's folder, certificate or store cannot be used. Holds no text of a record; the hub has none.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HubError {
    /// The folder already holds a hub. Nothing was overwritten.
    #[error("the folder already holds a hub")]
    AlreadyMade,
    /// The folder holds no hub, or not all of one; `nuong-hub init` makes one.
    #[error("the folder holds no hub: {0} is missing")]
    NotMade(&'static str),
    /// The authority's grant is not there yet; `nuong-hub certify` installs it.
    #[error("the hub is not certified yet")]
    NotCertified,
    /// A file of the hub is longer than anything that belongs there.
    #[error("{0} is too large to be what it should be")]
    TooLarge(&'static str),
    /// A key, certificate or grant is not trusted or not readable.
    #[error("{what}: {error}")]
    Trust {
        /// Which file.
        what: &'static str,
        /// Why.
        error: TrustError,
    },
    /// The grant's authority is another than the one named, or than the one that certified this hub before.
    #[error("the grant is of another authority")]
    OtherAuthority,
    /// The certificate is not that of a hub with this TLS certificate.
    #[error("the certificate is not for a hub with this TLS certificate")]
    NotThisHub,
    /// The TLS certificate or its key cannot be made or used.
    #[error("the TLS certificate or its key cannot be used")]
    Tls,
    /// The store failed; the hub keeps what it has and refuses what it cannot write.
    #[error("the store failed (code {code})")]
    Store {
        /// Extended SQLite result code, 0 when a stored value cannot be read back.
        code: i32,
    },
    /// The store was written by a newer hub. It was not touched.
    #[error("the store has version {found}; this program knows up to {known}")]
    NewerStore {
        /// Version of the store.
        found: i64,
        /// Latest version that this program knows.
        known: i64,
    },
    /// The system refused to read, write or listen.
    #[error("{what}: {error}")]
    Io {
        /// What was attempted.
        what: &'static str,
        /// The system's reason.
        error: std::io::Error,
    },
}

impl HubError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyMade => "hub.already_made",
            Self::NotMade(_) => "hub.not_made",
            Self::NotCertified => "hub.not_certified",
            Self::TooLarge(_) => "hub.too_large",
            Self::Trust { error, .. } => error.code(),
            Self::OtherAuthority => "hub.other_authority",
            Self::NotThisHub => "hub.not_this_hub",
            Self::Tls => "hub.tls",
            Self::Store { .. } => "hub.store",
            Self::NewerStore { .. } => "hub.newer_store",
            Self::Io { .. } => "hub.io",
        }
    }

    /// For `map_err`: an error of the system while doing `what`.
    pub(crate) fn io(what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Io { what, error }
    }

    /// For `map_err`: an error of trust in the file `what`.
    pub(crate) fn trust(what: &'static str) -> impl FnOnce(TrustError) -> Self {
        move |error| Self::Trust { what, error }
    }
}

impl From<rusqlite::Error> for HubError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store {
            code: error
                .sqlite_error()
                .map_or(0, |failure| failure.extended_code),
        }
    }
}
