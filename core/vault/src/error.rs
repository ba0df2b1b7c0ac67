//! What can go wrong with a vault, told apart by what the caller does next.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use thiserror::Error;

/// Why the vault could not do what was asked. Holds no text of a record, no key and no SQL.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VaultError {
    /// There is no vault at this path.
    #[error("no vault here")]
    Missing,
    /// A vault, or what is left of one, is already at this path. Nothing was written.
    #[error("a vault is already here")]
    AlreadyExists,
    /// The key is not the key of this vault. The file was not touched.
    #[error("the key is not the key of this vault")]
    WrongKey,
    /// The file that tells a wrong key from damage (`<path>.check`) is gone, and the key does not open the vault: either
    /// the key is wrong or the vault is damaged. The file was not touched.
    #[error("the key does not open the vault, and its key check is missing")]
    KeyUnproven,
    /// The key is right but the content is not: bytes were lost or altered. The file was left as it was.
    #[error("the vault is damaged")]
    Damaged,
    /// The vault was written by a newer program. It was not touched.
    #[error("the vault has version {found}; this program knows up to {known}")]
    Newer {
        /// Version of the file.
        found: u32,
        /// Latest version this program knows.
        known: u32,
    },
    /// No room left on the device. What was acknowledged before is safe; what was being written is not saved.
    #[error("no room left to write")]
    Full,
    /// Another process kept the vault busy for longer than the vault waits (5 s). Nothing was written.
    #[error("the vault is in use by another process")]
    Busy,
    /// The system refused to read or write the file.
    #[error("cannot read or write the vault (system code {code})")]
    Io {
        /// Extended SQLite result code, or the operating system's error number.
        code: i32,
    },
    /// This build has no encryption: the library it was linked with is not SQLCipher. Nothing was opened.
    #[error("this build cannot encrypt")]
    NoCipher,
    /// A value is longer than its limit.
    #[error("{what} is {len} bytes; at most {max} are allowed")]
    TooLarge {
        /// Which value.
        what: &'static str,
        /// Its length in bytes.
        len: usize,
        /// The limit in bytes.
        max: usize,
    },
    /// Something was written about a case that the vault does not have; `put_case` comes first.
    #[error("the vault does not have this case")]
    UnknownCase,
    /// The change, parcel or pack that was to be altered is not in the vault.
    #[error("the vault does not have this entry")]
    UnknownEntry,
    /// Two different things claim one identity (say, two cases one tag). Nothing was written.
    #[error("this contradicts what the vault holds")]
    Contradiction,
    /// The storage engine failed in a way that should not happen.
    #[error("storage engine failure (code {code})")]
    Engine {
        /// Extended SQLite result code; 0 when the failure was in reading a value back.
        code: i32,
    },
}

impl VaultError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "vault.missing",
            Self::AlreadyExists => "vault.already-exists",
            Self::WrongKey => "vault.wrong-key",
            Self::KeyUnproven => "vault.key-unproven",
            Self::Damaged => "vault.damaged",
            Self::Newer { .. } => "vault.newer",
            Self::Full => "vault.full",
            Self::Busy => "vault.busy",
            Self::Io { .. } => "vault.io",
            Self::NoCipher => "vault.no-cipher",
            Self::TooLarge { .. } => "vault.too-large",
            Self::UnknownCase => "vault.unknown-case",
            Self::UnknownEntry => "vault.unknown-entry",
            Self::Contradiction => "vault.contradiction",
            Self::Engine { .. } => "vault.engine",
        }
    }

    /// Refuses a value over its limit, before it is written.
    pub(crate) fn limit(what: &'static str, len: usize, max: usize) -> Result<(), Self> {
        if len > max {
            Err(Self::TooLarge { what, len, max })
        } else {
            Ok(())
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Engine { code: 0 };
        };
        let code = failure.extended_code;
        match failure.code {
            ErrorCode::DiskFull => Self::Full,
            // Growing the shared-memory file or the log is what fails first on a full disk.
            _ if code == ffi::SQLITE_IOERR_SHMSIZE => Self::Full,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied => Self::Io { code },
            ErrorCode::ConstraintViolation => Self::Contradiction,
            _ => Self::Engine { code },
        }
    }
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            std::io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Io {
                code: error.raw_os_error().unwrap_or(0),
            },
        }
    }
}
