//! The key check beside the vault: a small file that proves a key before the vault itself is touched, so that a wrong key
//! is never mistaken for damage.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::{RawKey, VaultError};

/// First bytes of a key check file: name and version of its layout. The 16-byte check value follows.
const MAGIC: &[u8; 8] = b"NUONGVK1";

/// Whole length of a key check file, in bytes.
const LEN: usize = MAGIC.len() + 16;

/// What the key check says of a key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is the key of the vault.
    Right,
    /// It is another key.
    Wrong,
    /// There is no key check, or it is not one.
    Unknown,
}

/// `path` with `suffix` put after it, as SQLite names its own companions.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Compares the key with the key check of the vault at `path`.
pub(crate) fn prove(path: &Path, key: &RawKey) -> Result<Proof, VaultError> {
    let file = match File::open(beside(path, ".check")) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Proof::Unknown),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::with_capacity(LEN + 1);
    file.take(LEN as u64 + 1).read_to_end(&mut bytes)?;
    let Some(value) = bytes
        .strip_prefix(MAGIC)
        .filter(|value| value.len() == LEN - MAGIC.len())
    else {
        return Ok(Proof::Unknown);
    };
    Ok(if value == key.check_value() {
        Proof::Right
    } else {
        Proof::Wrong
    })
}

/// Writes the key check of the vault at `path`, whole or not at all.
pub(crate) fn write(path: &Path, key: &RawKey) -> Result<(), VaultError> {
    let target = beside(path, ".check");
    let draft = beside(path, ".check-new");
    let mut file = File::create(&draft)?;
    file.write_all(MAGIC)?;
    file.write_all(&key.check_value())?;
    file.sync_all()?;
    drop(file);
    fs::rename(&draft, &target)?;
    sync_folder(path)
}

/// Makes the names in the folder of `path` durable.
fn sync_folder(path: &Path) -> Result<(), VaultError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}
