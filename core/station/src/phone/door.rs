//! The door: which profiles are here, opening and closing them, resting in the background.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use nuong_trust::{KdfParams, Random, SystemRandom};
use nuong_view::{
    LockFacts, LockProfile, LockView, SetUpFacts, SetUpView, SettingsFacts, SettingsView,
};

use super::{Change, Inside, Opened, Phone, Standing, held};
use crate::Station;
use crate::environment::Environment;
use crate::error::Error;
use crate::keystore::Keystore;
use crate::profile::{ProfileFiles, write_durably};

/// In a profile's folder: the name its owner chose to show before unlocking.
const SHOWN_NAME: &str = "shown-name";

/// The longest name shown before unlocking, characters.
const MAX_SHOWN_NAME: usize = 60;

/// In a vault: how long the app may be out of sight before the records close, seconds as text.
const LOCK_AFTER: &str = "lock-after";

/// That time where nobody has chosen one, seconds.
const LOCK_AFTER_UNSET: u32 = 60;

/// In a vault: whether names are hidden in the list until a tap.
const NAMES_HIDDEN: &str = "names-hidden";

/// What was done at the door last.
#[derive(Default)]
pub(super) struct Door {
    chosen: Option<String>,
    /// The code of what was refused.
    problem: Option<String>,
    /// Counts what is done at the door, so that an opening that took too long is known when it comes about at last.
    turn: u64,
}

impl Door {
    /// Something else is done at the door now. Whatever was under way before is given up.
    fn turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }
}

impl Phone {
    /// Where the phone stands: which screen comes first.
    pub fn standing(&self) -> Standing {
        match &mut *held(&self.inside) {
            Inside::Profile(opened) if opened.paused => Standing::Paused,
            Inside::Profile(opened) if opened.handed.is_some() => Standing::HandedOver,
            Inside::Profile(opened) => match opened.station(&self.root) {
                Ok(station) if station.identity().is_err() => Standing::NotEnrolled,
                _ => Standing::Open,
            },
            Inside::Nothing if self.profiles().is_empty() => Standing::NotSetUp,
            Inside::Nothing => Standing::Locked,
        }
    }

    /// The unlock screen.
    pub fn lock_view(&self) -> LockView {
        let profiles = self.profiles();
        let door = held(&self.door);
        let chosen = door.chosen.clone();
        let chosen = chosen
            .filter(|id| profiles.iter().any(|p| p.id == *id))
            .or_else(|| Some(profiles.first()?.id.clone()));
        let facts = LockFacts {
            wait_seconds: chosen.as_ref().map_or(0, |id| self.wait_seconds(id)),
            chosen,
            profiles,
            problem: door.problem.clone(),
        };
        self.viewer(|viewer| viewer.lock(&facts))
    }

    /// Chooses the profile to unlock.
    ///
    /// # Errors
    /// `profile.unknown`.
    pub fn choose(&self, profile: &str) -> Result<(), Error> {
        self.directory_of(profile)?;
        let mut door = held(&self.door);
        door.chosen = Some(profile.to_owned());
        door.problem = None;
        Ok(())
    }

    /// Opens the chosen profile, or the only one. A keystore may take as long as it likes over it; [`Phone::lock`] or
    /// another try gives this one up.
    ///
    /// # Errors
    /// `trust.wrong_passphrase`, `passphrase.wait` after too many wrong ones, `keystore.*`, `vault.*`, `profile.unknown`, and `profile.locked` where it was given up:
    /// nothing was changed on disk.
    pub fn unlock(&self, passphrase: &str) -> Result<(), Error> {
        self.not_handed_over()?;
        let chosen = self.chosen()?;
        let turn = held(&self.door).turn();
        let opened = self.tried(&chosen, || self.open(&chosen, passphrase));
        self.enter(turn, opened)
    }

    /// The screen on which a profile is made.
    pub fn set_up_view(&self) -> SetUpView {
        let facts = SetUpFacts {
            problem: held(&self.door).problem.clone(),
            keystore: self.keystore.is_some(),
        };
        self.viewer(|viewer| viewer.set_up(&facts))
    }

    /// Makes a profile under a passphrase given twice, and opens it. Where this phone has a keystore, the records open
    /// with it and the passphrase together, and not otherwise.
    ///
    /// # Errors
    /// `passphrase.differ`, `passphrase.weak`, `passphrase.too_long`, `keystore.*`, or the disk's; then no profile is left.
    pub fn create(&self, passphrase: &str, again: &str) -> Result<(), Error> {
        self.not_handed_over()?;
        let turn = held(&self.door).turn();
        let made = self.make(passphrase, again);
        self.enter(turn, made)
    }

    /// Closes the open profile and forgets its keys. An exchange that runs is stopped.
    pub fn lock(&self) {
        {
            let mut door = held(&self.door);
            door.turn();
            door.problem = None;
        }
        self.stop_exchange();
        *held(&self.inside) = Inside::Nothing;
        self.tell([Change::Lock]);
    }

    /// Closes every handle, as a phone wants it of an app that goes to the background. The profile stays unlocked; calls
    /// are refused with `app.paused` until [`Phone::resume`]. An exchange that runs is stopped and has ended on return.
    pub fn pause(&self) {
        self.stop_exchange();
        let mut inside = held(&self.inside);
        if matches!(&*inside, Inside::Profile(opened) if opened.handed.is_some()) {
            // The way back from the person's hands is the officer's unlock, and no other.
            *inside = Inside::Nothing;
        }
        if let Inside::Profile(opened) = &mut *inside {
            opened.paused = true;
            opened.left = Some(SystemTime::now());
            // Where each interview was is kept; what is on disk says the rest.
            opened.station = None;
        }
    }

    /// Goes on after [`Phone::pause`]. Without a pause it does nothing. After a longer rest than the person's settings
    /// allow, or where the clock was set back meanwhile, the profile is closed instead, and [`Phone::standing`] says so.
    ///
    /// # Errors
    /// The vault's; then the profile rests on, and this can be called again.
    pub fn resume(&self) -> Result<(), Error> {
        let mut too_long = false;
        if let Inside::Profile(opened) = &mut *held(&self.inside) {
            too_long = opened.rested_too_long(SystemTime::now(), &self.root)?;
            opened.station(&self.root)?;
            opened.paused = too_long;
        }
        if too_long {
            self.lock();
        }
        self.tell([Change::List, Change::Sync]);
        Ok(())
    }

    /// Chooses how long the app may be out of sight before the records close, as the settings offer it; of what they do not
    /// offer the shortest is taken.
    ///
    /// # Errors
    /// The vault's.
    pub fn set_lock_after(&self, time: &str) -> Result<(), Error> {
        let mut offered = nuong_view::LOCK_AFTER.iter().map(u32::to_string);
        let text = offered.find(|offered| offered == time);
        let text = text.unwrap_or_else(|| "0".to_owned());
        self.station(|station| {
            station.act(|act| Ok(act.tx.put_state(LOCK_AFTER, text.as_bytes())?))
        })?;
        self.tell([Change::Settings]);
        Ok(())
    }

    /// The settings.
    ///
    /// # Errors
    /// `profile.locked`, or the vault's.
    pub fn settings(&self) -> Result<SettingsView, Error> {
        let lang = self.lang();
        let facts = self.with(|opened| {
            let shown_name = shown_name(&self.root.join(&opened.profile));
            let station = opened.station(&self.root)?;
            Ok(SettingsFacts {
                profile: match station.profile(lang) {
                    Ok(view) => Some(view),
                    Err(Error::NotEnrolled) => None,
                    Err(error) => return Err(error),
                },
                names_hidden: station.names_hidden()?,
                lock_after: station.lock_after()?,
                shown_name,
            })
        })?;
        Ok(self.viewer(|viewer| viewer.settings(&facts)))
    }

    /// Chooses whether names are hidden in the list until a tap.
    ///
    /// # Errors
    /// The vault's.
    pub fn set_names_hidden(&self, hidden: bool) -> Result<(), Error> {
        self.with(|opened| {
            opened.names_shown = None;
            let station = opened.station(&self.root)?;
            station.act(|act| Ok(act.tx.put_state(NAMES_HIDDEN, &[u8::from(hidden)])?))
        })?;
        self.tell([Change::List, Change::Settings]);
        Ok(())
    }

    /// Chooses a name to show before unlocking, or with nothing but blanks none. What is too long is cut.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_shown_name(&self, name: &str) -> Result<(), Error> {
        let name: String = name.trim().chars().take(MAX_SHOWN_NAME).collect();
        self.with(|opened| {
            let file = self.root.join(&opened.profile).join(SHOWN_NAME);
            write_durably(&file, name.as_bytes())
        })?;
        self.tell([Change::Lock, Change::Settings]);
        Ok(())
    }

    /// The languages of the app; the one in use is marked.
    #[allow(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is not general enough over the viewer's lifetime"
    )]
    pub fn languages(&self) -> Vec<nuong_view::LanguageChoice> {
        self.viewer(|viewer| viewer.languages())
    }

    /// While the person holds the device, taking it back is the one way in.
    fn not_handed_over(&self) -> Result<(), Error> {
        match &*held(&self.inside) {
            Inside::Profile(opened) if opened.handed.is_some() => Err(Error::HandedOver),
            _ => Ok(()),
        }
    }

    fn chosen(&self) -> Result<String, Error> {
        let chosen = held(&self.door).chosen.clone();
        let first = || Some(self.profiles().first()?.id.clone());
        chosen.or_else(first).ok_or(Error::ProfileMissing)
    }

    fn open(&self, profile: &str, passphrase: &str) -> Result<Opened, Error> {
        let directory = self.directory_of(profile)?;
        let key = ProfileFiles::new(&directory).open_keyring(passphrase, self.keystore())?;
        let station = Station::unlock_keyed(&directory, &key, Environment::system())?;
        Ok(opened(profile.to_owned(), key, station))
    }

    fn make(&self, passphrase: &str, again: &str) -> Result<Opened, Error> {
        if passphrase != again {
            return Err(Error::PassphrasesDiffer);
        }
        let mut id = [0; 4];
        SystemRandom::new().fill(&mut id)?;
        let profile = hex::encode(id);
        let directory = self.root.join(&profile);
        let files = ProfileFiles::new(&directory);
        let mut env = Environment::system();
        let kdf = KdfParams::default();
        let key = files.create_keyring(passphrase, kdf, self.keystore(), &mut env)?;
        let station = Station::create_vault(&files, &key, env)?;
        Ok(opened(profile, key, station))
    }

    /// Lets somebody in whose profile came open, unless something else was done at the door meanwhile.
    fn enter(&self, turn: u64, opened: Result<Opened, Error>) -> Result<(), Error> {
        if opened.is_ok() {
            self.stop_exchange();
        }
        let mut door = held(&self.door);
        if door.turn != turn {
            return Err(Error::Locked);
        }
        door.problem = opened.as_ref().err().map(|error| error.code().to_owned());
        let opened = opened?;
        door.chosen = Some(opened.profile.clone());
        *held(&self.inside) = Inside::Profile(Box::new(opened));
        drop(door);
        self.tell([Change::Lock, Change::List, Change::Sync, Change::Settings]);
        Ok(())
    }

    pub(super) fn keystore(&self) -> Option<&dyn Keystore> {
        self.keystore.as_deref()
    }

    fn directory_of(&self, profile: &str) -> Result<PathBuf, Error> {
        let known = self.profiles().into_iter().any(|p| p.id == profile);
        known
            .then(|| self.root.join(profile))
            .ok_or(Error::UnknownProfile)
    }

    /// The profiles here, in the order they were made.
    fn profiles(&self) -> Vec<LockProfile> {
        let Ok(entries) = fs::read_dir(&self.root) else {
            return Vec::new();
        };
        let mut found: Vec<_> = entries
            .filter_map(|entry| {
                let directory = entry.ok()?.path();
                let id = directory.file_name()?.to_str()?.to_owned();
                let made = fs::metadata(directory.join("keyring")).and_then(|m| m.modified());
                Station::exists(&directory).then(|| {
                    let shown_name = shown_name(&directory);
                    (made.ok(), LockProfile { id, shown_name })
                })
            })
            .collect();
        found.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
        found.into_iter().map(|(_, profile)| profile).collect()
    }
}

impl Opened {
    /// Whether the app was out of sight for longer than the person wants it to be. A clock that was set back says
    /// nothing, which is read as too long.
    fn rested_too_long(&mut self, now: SystemTime, root: &Path) -> Result<bool, Error> {
        let Some(left) = self.left.take().filter(|_| self.paused) else {
            return Ok(false);
        };
        let allowed = self.station(root)?.lock_after()?;
        let away = now.duration_since(left);
        Ok(away.map_or(true, |away| away.as_secs() >= u64::from(allowed)))
    }
}

impl Station {
    fn lock_after(&self) -> Result<u32, Error> {
        let kept = self.vault.state(LOCK_AFTER)?;
        let kept = kept.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
        Ok(kept.unwrap_or(LOCK_AFTER_UNSET))
    }

    pub(super) fn names_hidden(&self) -> Result<bool, Error> {
        Ok(self.vault.state(NAMES_HIDDEN)?.as_deref() == Some(&[1]))
    }
}

fn opened(profile: String, key: nuong_trust::ProfileKey, station: Station) -> Opened {
    Opened {
        profile,
        key,
        station: Some(station),
        paused: false,
        left: None,
        handed: None,
        talks: std::collections::BTreeMap::new(),
        names_shown: None,
        last: None,
        request: None,
    }
}

fn shown_name(directory: &std::path::Path) -> Option<String> {
    let name = fs::read_to_string(directory.join(SHOWN_NAME)).ok()?;
    (!name.trim().is_empty()).then(|| name.chars().take(MAX_SHOWN_NAME).collect())
}
