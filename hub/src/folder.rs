//! The folder of a hub: its keys, its TLS certificate, what the authority gave it, and its store.
//!
//! | file | what | who may read |
//! |---|---|---|
//! | `hub.keys` | the hub's device keys | the hub only |
//! | `tls.key` | the key of its TLS certificate, PKCS #8 DER | the hub only |
//! | `tls.der` | the TLS certificate, which devices pin | anyone; for the authority |
//! | `enrol-request` | the request to be certified (`EnrolRequest`) | anyone; for the authority |
//! | `grant` | what the authority answered (`EnrolGrant`) | anyone |
//! | `hub.db` | the store | the hub only |

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use nuong_trust::{
    AuthorityId, Certificate, DeviceKeys, EnrolGrant, EnrolRequest, MAX_ENROL_GRANT, Random, Role,
};

use crate::{HubError, tls};

const KEYS: &str = "hub.keys";
const TLS_KEY: &str = "tls.key";
const TLS_CERTIFICATE: &str = "tls.der";
const REQUEST: &str = "enrol-request";
const GRANT: &str = "grant";
const STORE: &str = "hub.db";

/// Longest key or TLS certificate file, in bytes; the ones made here have under 1 KiB.
const MAX_KEY_FILE: usize = 16 * 1024;

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readable {
    ByOwner,
    ByAll,
}

/// The folder of a hub.
#[derive(Debug, Clone)]
pub struct HubFolder(PathBuf);

/// What a certified hub is: all that serving needs from its folder.
pub struct Identity {
    /// Its device keys.
    pub keys: DeviceKeys,
    /// What the authority gave it.
    pub grant: EnrolGrant,
    /// Its TLS certificate, DER.
    pub tls_certificate: Vec<u8>,
    /// The key of that certificate, PKCS #8 DER.
    pub tls_key: Vec<u8>,
}

impl HubFolder {
    /// The hub in this folder, or to be made there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Makes a new hub: keys, a TLS certificate for `names` (DNS names and IP addresses), and the request for the authority,
    /// in the name of `display`, at `now` (Unix seconds).
    ///
    /// # Errors
    /// [`HubError::AlreadyMade`] when the folder holds any file of a hub; nothing is ever overwritten.
    pub fn init(
        &self,
        display: &str,
        names: &[String],
        now: i64,
        random: &mut dyn Random,
    ) -> Result<EnrolRequest, HubError> {
        make_private_folder(&self.0)?;
        for file in [KEYS, TLS_KEY, TLS_CERTIFICATE, REQUEST, GRANT, STORE] {
            if self
                .0
                .join(file)
                .try_exists()
                .map_err(HubError::io("looking into the folder"))?
            {
                return Err(HubError::AlreadyMade);
            }
        }
        let keys = DeviceKeys::generate(random).map_err(HubError::trust(KEYS))?;
        let request =
            EnrolRequest::create(&keys, display, now).map_err(HubError::trust(REQUEST))?;
        let (certificate, tls_key) = tls::make_certificate(names)?;
        self.write(KEYS, &keys.to_secret_bytes(), Readable::ByOwner)?;
        self.write(TLS_KEY, &tls_key, Readable::ByOwner)?;
        self.write(TLS_CERTIFICATE, &certificate, Readable::ByAll)?;
        self.write(REQUEST, &request.encode(), Readable::ByAll)?;
        Ok(request)
    }

    /// Installs what the authority answered. With `authority`, only if it is by that authority. A later grant by the same
    /// authority replaces an earlier one.
    ///
    /// # Errors
    /// [`HubError::OtherAuthority`], [`HubError::NotThisHub`], [`HubError::Trust`]; the grant in place stays.
    pub fn certify(
        &self,
        grant: &[u8],
        authority: Option<AuthorityId>,
        now: i64,
    ) -> Result<Certificate, HubError> {
        let grant = EnrolGrant::decode(grant).map_err(HubError::trust(GRANT))?;
        let given = grant.root.authority_id();
        if authority.is_some_and(|named| named != given) {
            return Err(HubError::OtherAuthority);
        }
        match self.grant() {
            Ok(before) if before.root != grant.root => return Err(HubError::OtherAuthority),
            Ok(_) | Err(HubError::NotCertified) => {}
            Err(error) => return Err(error),
        }
        let (keys, tls_certificate) = (self.keys()?, self.read(TLS_CERTIFICATE, MAX_KEY_FILE)?);
        check(&grant, &keys, &tls_certificate, now)?;
        let draft = self.0.join("grant.new");
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(HubError::io("removing an unfinished grant")(error));
            }
            _ => {}
        }
        self.write("grant.new", &grant.encode(), Readable::ByAll)?;
        fs::rename(draft, self.0.join(GRANT)).map_err(HubError::io("installing the grant"))?;
        Ok(grant.certificate)
    }

    /// Everything that serving needs, checked at `now` (Unix seconds).
    pub fn identity(&self, now: i64) -> Result<Identity, HubError> {
        let keys = self.keys()?;
        let tls_certificate = self.read(TLS_CERTIFICATE, MAX_KEY_FILE)?;
        let tls_key = self.read(TLS_KEY, MAX_KEY_FILE)?;
        let grant = self.grant()?;
        check(&grant, &keys, &tls_certificate, now)?;
        Ok(Identity {
            keys,
            grant,
            tls_certificate,
            tls_key,
        })
    }

    /// Where the store is.
    pub fn store_path(&self) -> PathBuf {
        self.0.join(STORE)
    }

    fn keys(&self) -> Result<DeviceKeys, HubError> {
        let bytes = zeroize::Zeroizing::new(self.read(KEYS, MAX_KEY_FILE)?);
        DeviceKeys::from_secret_bytes(&bytes).map_err(HubError::trust(KEYS))
    }

    fn grant(&self) -> Result<EnrolGrant, HubError> {
        match self.read(GRANT, MAX_ENROL_GRANT) {
            Ok(bytes) => EnrolGrant::decode(&bytes).map_err(HubError::trust(GRANT)),
            Err(HubError::NotMade(_)) => Err(HubError::NotCertified),
            Err(error) => Err(error),
        }
    }

    fn read(&self, name: &'static str, limit: usize) -> Result<Vec<u8>, HubError> {
        let file = match File::open(self.0.join(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(HubError::NotMade(name));
            }
            Err(error) => return Err(HubError::io("reading a file of the hub")(error)),
        };
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(HubError::io("reading a file of the hub"))?;
        if bytes.len() > limit {
            Err(HubError::TooLarge(name))
        } else {
            Ok(bytes)
        }
    }

    /// Writes a file that is not there yet, durably.
    fn write(&self, name: &'static str, bytes: &[u8], readable: Readable) -> Result<(), HubError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(if readable == Readable::ByOwner {
                0o600
            } else {
                0o644
            });
        }
        let write = || {
            let mut file = options.open(self.0.join(name))?;
            file.write_all(bytes)?;
            file.sync_all()?;
            File::open(&self.0)?.sync_all()
        };
        write().map_err(HubError::io("writing a file of the hub"))
    }
}

/// Checks that the grant is for this hub: its keys, its TLS certificate, the role of a hub, valid now.
fn check(
    grant: &EnrolGrant,
    keys: &DeviceKeys,
    tls_certificate: &[u8],
    now: i64,
) -> Result<(), HubError> {
    let verified = grant
        .verify(keys.public(), now)
        .map_err(HubError::trust(GRANT))?;
    let ours =
        verified.role() == Role::Hub && verified.terms().tls.as_deref() == Some(tls_certificate);
    if ours {
        Ok(())
    } else {
        Err(HubError::NotThisHub)
    }
}

fn make_private_folder(folder: &Path) -> Result<(), HubError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(folder)
        .map_err(HubError::io("making the folder"))
}
