//! A profile on disk: one person's keyring and vault in one directory.
//!
//! ```text
//! DIR/keyring          the profile key, wrapped under the passphrase (Argon2id); where the device has a keystore of its
//!                      own, that wrapped once more by the keystore, behind a line that says so
//! DIR/vault.db         the SQLCipher vault, opened by the profile key
//! DIR/vault.db.check   the vault's key-check value
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use nuong_trust::{KdfParams, Keyring, ProfileKey, TrustError};

use crate::environment::Environment;
use crate::error::Error;
use crate::keystore::{Keystore, KeystoreError};

/// A keyring is a few hundred bytes; anything larger is not one.
const MAX_KEYRING_BYTES: u64 = 16 * 1024;

/// A keyring that begins with this is wrapped by the keystore of the device it was made on.
const BOUND: &[u8] = b"nuong/1 bound keyring\n";

/// Where a profile's files are.
#[derive(Debug, Clone)]
pub(crate) struct ProfileFiles {
    directory: PathBuf,
}

impl ProfileFiles {
    pub(crate) fn new(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
        }
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.directory.join("vault.db")
    }

    fn keyring(&self) -> PathBuf {
        self.directory.join("keyring")
    }

    /// Whether a profile has been made here.
    pub(crate) fn exist(&self) -> bool {
        self.keyring().exists() || self.vault().exists()
    }

    /// Makes the directory (readable by its owner alone) and a keyring for a fresh profile key.
    pub(crate) fn create_keyring(
        &self,
        passphrase: &str,
        kdf: KdfParams,
        keystore: Option<&dyn Keystore>,
        env: &mut Environment,
    ) -> Result<ProfileKey, Error> {
        if self.exist() {
            return Err(Error::ProfileExists);
        }
        // Whatever can refuse is asked before anything is made.
        let key = ProfileKey::generate(env.random.as_mut())?;
        let mut keyring = Keyring::create(passphrase, &key, kdf, env.random.as_mut())?.encode();
        if let Some(keystore) = keystore {
            let wrapped = keystore.wrap(&self.name(), &keyring)?;
            keyring = self.checked(keystore, &wrapped, &keyring)?;
        }
        self.create_directory(env)?;
        write_durably(&self.keyring(), &keyring)?;
        Ok(key)
    }

    /// What is to be kept of a keyring that a keystore has wrapped, once it has shown that it opens it again.
    fn checked(
        &self,
        keystore: &dyn Keystore,
        wrapped: &[u8],
        keyring: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let fits = BOUND.len() + wrapped.len() <= usize::try_from(MAX_KEYRING_BYTES).unwrap_or(0);
        if !fits || keystore.unwrap(&self.name(), wrapped)? != keyring {
            let what = "does not give back what it was given".to_owned();
            return Err(KeystoreError::Failed(what).into());
        }
        Ok([BOUND, wrapped].concat())
    }

    /// By which a keystore knows this profile.
    fn name(&self) -> String {
        let name = self.directory.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Makes the directory and a fresh profile key that somebody else keeps (a device keystore).
    pub(crate) fn create_directory(&self, env: &mut Environment) -> Result<ProfileKey, Error> {
        if self.exist() {
            return Err(Error::ProfileExists);
        }
        fs::create_dir_all(&self.directory).map_err(|e| Error::file(&self.directory, &e))?;
        restrict_to_owner(&self.directory)?;
        Ok(ProfileKey::generate(env.random.as_mut())?)
    }

    /// Opens the keyring with the passphrase and, where it is bound to this device, the device's keystore.
    pub(crate) fn open_keyring(
        &self,
        passphrase: &str,
        keystore: Option<&dyn Keystore>,
    ) -> Result<ProfileKey, Error> {
        let bytes = self.read_keyring()?;
        let Some(wrapped) = bytes.strip_prefix(BOUND) else {
            return Ok(Keyring::decode(&bytes)?.open(passphrase)?);
        };
        let keystore = keystore.ok_or(KeystoreError::Needed)?;
        let keyring = keystore.unwrap(&self.name(), wrapped)?;
        let keyring = Keyring::decode(&keyring)
            .map_err(|_| KeystoreError::Failed("gave back no keyring".to_owned()))?;
        Ok(keyring.open(passphrase)?)
    }

    fn read_keyring(&self) -> Result<Vec<u8>, Error> {
        let path = self.keyring();
        let mut bytes = Vec::new();
        match File::open(&path) {
            Ok(file) => file
                .take(MAX_KEYRING_BYTES + 1)
                .read_to_end(&mut bytes)
                .map_err(|e| Error::file(&path, &e))?,
            Err(e) if e.kind() == ErrorKind::NotFound && self.vault().exists() => {
                return Err(Error::KeyringMissing);
            }
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(Error::ProfileMissing),
            Err(e) => return Err(Error::file(&path, &e)),
        };
        if bytes.len() as u64 > MAX_KEYRING_BYTES {
            return Err(TrustError::Malformed.into());
        }
        Ok(bytes)
    }
}

/// Writes a whole file so that after a power cut either the old content or the new is there.
///
/// # Errors
/// [`Error::File`] with the reason the system gave.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temporary = path.with_extension("partial");
    let write = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            File::open(parent)?.sync_all()?;
        }
        Ok(())
    };
    write().map_err(|e| Error::file(path, &e))
}

#[cfg(unix)]
fn restrict_to_owner(directory: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
        .map_err(|e| Error::file(directory, &e))
}

#[cfg(not(unix))]
fn restrict_to_owner(_: &Path) -> Result<(), Error> {
    Ok(())
}
