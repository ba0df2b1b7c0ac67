//! One person's station: screening, cases, vault, trust and sync composed into one [`Station`].
//!
//! Everything a shell or the terminal does goes through here: commands in, view models out. The crates below are pure or
//! know one thing each; this one gives them a clock, randomness, a disk and a network.
//!
//! ```text
//! answer ──→ draft log (durable) ──→ one change a screen ──→ case document ──→ list, search, assessment
//!                                           │
//!                                        outbox ──→ parcels ──→ hub, memory card ──→ other stations
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod act;
mod assessing;
mod carrying;
mod cases;
mod channel;
mod deciding;
mod drafts;
mod enrolment;
mod environment;
mod error;
mod exchange;
mod http;
mod inbox;
mod interviews;
mod keys;
mod keystore;
mod log;
mod outbox;
mod packs;
pub mod phone;
mod profile;
mod projection;
mod publications;
mod self_answer;
mod showing;
mod talk;

use std::collections::BTreeMap;
use std::path::Path;

use nuong_screening::Interview;
use nuong_trust::{DeviceKeys, KdfParams, ProfileKey};
use nuong_vault::{RawKey, Vault};
use nuong_view::Respondent;

pub use carrying::{Scope, Written, bulletin_file};
pub use channel::{Channel, ChannelError, NoObserver, SyncObserver, SyncProgress};
pub use enrolment::Identity;
pub use environment::{Clock, Environment, SystemClock, VIET_NAM_OFFSET_MINUTES};
pub use error::Error;
pub use exchange::SyncReport;
pub use http::Stop;
pub use inbox::Received;
pub use interviews::InterviewKey;
pub use keystore::{Keystore, KeystoreError};
pub use log::{TakesLines, hand_lines_to};
pub use packs::{INDICATORS, InstalledPack, compile_sheets};
pub use profile::write_durably;
pub use publications::Installed;
pub use self_answer::{SelfAnswering, StillHandedOver};
pub use talk::Talk;

use act::OpenCases;
use enrolment::Me;
use packs::PackCache;
use profile::ProfileFiles;

/// What a station is made of, for those who build on it.
pub use {
    nuong_casefile as casefile, nuong_screening as screening, nuong_sync as sync,
    nuong_trust as trust, nuong_vault as vault, nuong_view as view,
};

const DEVICE_KEYS: &str = "device-keys";

/// An unlocked profile.
pub struct Station {
    vault: Vault,
    me: Me,
    env: Environment,
    open: OpenCases,
    interviews: BTreeMap<InterviewKey, Interview>,
    packs: PackCache,
    /// Who is answering, where it was said.
    respondents: BTreeMap<InterviewKey, Respondent>,
    /// The vault's own mark of what other processes have written, as last looked at.
    seen: i64,
}

impl Station {
    /// Makes a new profile in a directory: a fresh vault, and a keyring under the passphrase.
    ///
    /// # Errors
    /// `vault.exists`, `passphrase.*` where it is too short, or the disk's.
    pub fn create(
        directory: &Path,
        passphrase: &str,
        kdf: KdfParams,
        mut env: Environment,
    ) -> Result<Self, Error> {
        let files = ProfileFiles::new(directory);
        let key = files.create_keyring(passphrase, kdf, None, &mut env)?;
        Self::create_vault(&files, &key, env)
    }

    /// Makes a new profile whose key the caller keeps: a device keystore, or a test.
    ///
    /// # Errors
    /// As [`Station::create`].
    pub fn create_keyed(
        directory: &Path,
        mut env: Environment,
    ) -> Result<(Self, ProfileKey), Error> {
        let files = ProfileFiles::new(directory);
        let key = files.create_directory(&mut env)?;
        let station = Self::create_vault(&files, &key, env)?;
        Ok((station, key))
    }

    fn create_vault(
        files: &ProfileFiles,
        key: &ProfileKey,
        mut env: Environment,
    ) -> Result<Self, Error> {
        let mut vault = Vault::create(&files.vault(), &RawKey::new(key.as_bytes()))?;
        let keys = DeviceKeys::generate(env.random.as_mut())?;
        vault.transaction(|tx| tx.put_secret(DEVICE_KEYS, b"", &keys.to_secret_bytes()))?;
        let mut station = Self::over(vault, keys, env);
        station.install_shipped_packs()?;
        Ok(station)
    }

    /// Opens the profile in a directory with its passphrase.
    ///
    /// # Errors
    /// `vault.missing`, `passphrase.wrong`, `vault.damaged`, `vault.newer`: nothing was changed on disk.
    pub fn unlock(directory: &Path, passphrase: &str, env: Environment) -> Result<Self, Error> {
        let files = ProfileFiles::new(directory);
        let key = files.open_keyring(passphrase, None)?;
        Self::open(&files, &key, env)
    }

    /// Opens the profile in a directory with the key itself.
    ///
    /// # Errors
    /// As [`Station::unlock`]; `vault.wrong_key` for another key.
    pub fn unlock_keyed(
        directory: &Path,
        key: &ProfileKey,
        env: Environment,
    ) -> Result<Self, Error> {
        Self::open(&ProfileFiles::new(directory), key, env)
    }

    fn open(files: &ProfileFiles, key: &ProfileKey, env: Environment) -> Result<Self, Error> {
        let vault = Vault::open(&files.vault(), &RawKey::new(key.as_bytes()))?;
        let secret = vault
            .secret(DEVICE_KEYS, b"")?
            .ok_or(Error::Internal("device keys"))?;
        let mut station = Self::over(vault, DeviceKeys::from_secret_bytes(&secret)?, env);
        station.restore_identity()?;
        station.install_shipped_packs()?;
        station.install_waiting()?;
        station.recover_drafts()?;
        Ok(station)
    }

    fn over(vault: Vault, keys: DeviceKeys, env: Environment) -> Self {
        Self {
            vault,
            me: Me {
                keys,
                identity: None,
            },
            env,
            open: OpenCases::default(),
            interviews: BTreeMap::new(),
            packs: PackCache::default(),
            respondents: BTreeMap::new(),
            seen: 0,
        }
    }

    /// Whether a profile has been made in a directory.
    pub fn exists(directory: &Path) -> bool {
        ProfileFiles::new(directory).exist()
    }

    /// Drops what is cached in memory; everything is read again from the vault when next wanted.
    pub fn forget_open_cases(&mut self) {
        self.open.clear();
        self.interviews.clear();
    }
}
