//! One station of a run with its disk and its clock: it can be killed at any moment, also in the middle of a write, and
//! goes on with exactly the bytes that were on the disk then.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use nuong_station::trust::{DeviceKeys, ProfileKey, Role, SeededRandom, UnitId};
use nuong_station::vault::{RawKey, Vault};
use nuong_station::{Clock, Environment, Error, Station};

use crate::broken::{Broken, Checked, Invariant};
use crate::dice::Dice;

/// The vault's file in a profile, as `nuong_station` names it.
const VAULT: &str = "vault.db";
const WAL: &str = "vault.db-wal";
const CHECK: &str = "vault.db.check";

/// A clock that the schedule sets.
#[derive(Debug, Clone, Default)]
pub struct SetClock(Arc<AtomicI64>);

impl SetClock {
    /// Makes it show this.
    pub fn set(&self, now: i64) {
        self.0.store(now, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How a station is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// In order: files closed, the log folded in.
    Closed,
    /// At once: the disk stays as it is.
    Killed,
}

/// A station of the run.
pub struct Place {
    /// Its name in the trace.
    pub name: String,
    /// What its holder is.
    pub role: Role,
    /// The units it belongs to.
    pub units: Vec<UnitId>,
    /// The units it shares every case with.
    pub shares_with: Vec<UnitId>,
    /// How far its clock is off, in seconds.
    pub skew: i64,
    /// Whether the authority revoked it.
    pub revoked: bool,
    /// Whether the hub ever told it something false. A hub that says that there is nothing is believed, so such a station may
    /// lack something at the end; what it has must be right all the same.
    pub misled: bool,
    /// A copy of its device keys, for the spy: whoever holds the phone holds these.
    pub keys: DeviceKeys,
    clock: SetClock,
    station: Option<Station>,
    profile: ProfileKey,
    root: PathBuf,
    seed: u64,
    /// Counts the disks it had: one more after each kill.
    disk: u64,
    /// Counts its starts.
    starts: u64,
}

impl Place {
    /// Sets up a station with a fresh vault under `root`; what is random in it follows from `seed`.
    ///
    /// # Errors
    /// Any error of the station: nothing has been disturbed yet, so none may come.
    pub fn set_up(name: String, root: &Path, seed: u64, now: i64) -> Checked<Self> {
        let clock = SetClock::default();
        clock.set(now);
        let root = root.join(&name);
        let directory = root.join("0");
        let (station, profile) = Station::create_keyed(&directory, environment(&clock, seed, 0))
            .map_err(|e| unexpected(&e))?;
        let device = station.device();
        drop(station);
        let vault = open_vault(&directory, &profile)?;
        let secret = vault.secret("device-keys", b"").ok().flatten();
        let keys = secret.and_then(|secret| DeviceKeys::from_secret_bytes(&secret).ok());
        let keys = keys.filter(|keys| keys.device_id() == device);
        drop(vault);
        let mut place = Self {
            name,
            role: Role::Officer,
            units: Vec::new(),
            shares_with: Vec::new(),
            skew: 0,
            revoked: false,
            misled: false,
            keys: keys.ok_or_else(|| unexpected_words("no device keys in a new vault"))?,
            clock,
            station: None,
            profile,
            root,
            seed,
            disk: 0,
            starts: 0,
        };
        place.start().map_err(|e| unexpected(&e))?;
        Ok(place)
    }

    /// The station, its clock at `now` plus its skew.
    pub fn station(&mut self, now: i64) -> &mut Station {
        self.clock.set(now + self.skew);
        self.station
            .as_mut()
            .expect("a place is stopped only within its own methods")
    }

    /// Stops the station and starts it again over what is on its disk.
    ///
    /// # Errors
    /// The station's, on opening.
    pub fn restart(&mut self, stop: Stop, now: i64) -> Result<(), Error> {
        self.clock.set(now + self.skew);
        if stop == Stop::Killed {
            let image = Image::of(&self.directory());
            self.lay_down(&image);
        } else {
            self.station = None;
        }
        self.start()
    }

    /// Goes on from an image of the disk taken earlier, as if the power had failed then.
    ///
    /// # Errors
    /// The station's, on opening.
    pub fn restart_from(&mut self, image: &Image, now: i64) -> Result<(), Error> {
        self.clock.set(now + self.skew);
        self.lay_down(image);
        self.start()
    }

    /// The disk as it is now.
    pub fn image(&self) -> Image {
        Image::of(&self.directory())
    }

    /// Where the files of the profile are.
    pub fn directory(&self) -> PathBuf {
        self.root.join(self.disk.to_string())
    }

    /// A second look into the vault, past the station.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`] where it does not open.
    pub fn vault(&self) -> Checked<Vault> {
        open_vault(&self.directory(), &self.profile)
    }

    fn start(&mut self) -> Result<(), Error> {
        self.starts += 1;
        let environment = environment(&self.clock, self.seed, self.starts);
        let station = Station::unlock_keyed(&self.directory(), &self.profile, environment)?;
        self.station = Some(station);
        Ok(())
    }

    /// Puts an image into a fresh directory; the one before is gone with whatever the dead process would still have written.
    fn lay_down(&mut self, image: &Image) {
        self.station = None;
        let before = self.directory();
        self.disk += 1;
        image
            .write(&self.directory())
            .expect("writing to the simulator's directory");
        let _ = fs::remove_dir_all(before);
    }
}

/// What is on a disk at one moment. The file by which processes share the log is not in it: it does not outlive them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    vault: Vec<u8>,
    wal: Vec<u8>,
    check: Vec<u8>,
}

impl Image {
    /// Takes one of a profile's directory.
    pub fn of(directory: &Path) -> Self {
        let read = |name: &str| fs::read(directory.join(name)).unwrap_or_default();
        Self {
            vault: read(VAULT),
            wal: read(WAL),
            check: read(CHECK),
        }
    }

    /// The disk of a power cut at some moment between `self` and `later`: part of what was appended to the log, down to a
    /// torn last write. None where more than appending happened in between, so that no such moment can be made up.
    pub fn torn(&self, later: &Self, dice: &mut Dice) -> Option<Self> {
        let appended = later.vault == self.vault
            && later.check == self.check
            && later.wal.starts_with(&self.wal)
            && later.wal.len() > self.wal.len();
        if !appended {
            return None;
        }
        let new = later.wal.len() - self.wal.len();
        let mut torn = later.clone();
        torn.wal.truncate(self.wal.len() + dice.below(new));
        if dice.chance(30) {
            // A sector that was being written when the power went.
            torn.wal
                .extend((0..dice.below(64)).map(|_| dice.roll() as u8));
        }
        Some(torn)
    }

    /// Everything that was in the log is gone: what a disk does that says it has written and has not.
    pub fn without_log(&self) -> Self {
        Self {
            wal: Vec::new(),
            ..self.clone()
        }
    }

    fn write(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory)?;
        fs::write(directory.join(VAULT), &self.vault)?;
        fs::write(directory.join(CHECK), &self.check)?;
        if !self.wal.is_empty() {
            fs::write(directory.join(WAL), &self.wal)?;
        }
        Ok(())
    }
}

fn environment(clock: &SetClock, seed: u64, start: u64) -> Environment {
    // Each start draws from a sequence of its own: a station started again must never draw what it drew before.
    let seed = Dice::new(seed, start).roll();
    Environment {
        clock: Box::new(clock.clone()),
        random: Box::new(SeededRandom::for_simulation(seed)),
        offset_minutes: nuong_station::VIET_NAM_OFFSET_MINUTES,
    }
}

fn open_vault(directory: &Path, profile: &ProfileKey) -> Checked<Vault> {
    Vault::open(&directory.join(VAULT), &RawKey::new(profile.as_bytes()))
        .map_err(|error| unexpected_words(&format!("a second look at a vault: {}", error.code())))
}

fn unexpected(error: &Error) -> Broken {
    unexpected_words(&format!("setting up a station: {}", error.code()))
}

fn unexpected_words(what: &str) -> Broken {
    Broken::new(Invariant::Unexpected, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(wal: &[u8]) -> Image {
        Image {
            vault: vec![1; 8],
            wal: wal.to_vec(),
            check: vec![2; 8],
        }
    }

    #[test]
    fn a_power_cut_keeps_what_was_written_before_and_part_of_the_rest() {
        let (before, after) = (image(b"before"), image(b"before and after"));
        let mut lengths = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let torn = before.torn(&after, &mut Dice::new(seed, 0)).unwrap();
            assert!(torn.wal.starts_with(b"before"));
            assert!(torn.wal != after.wal);
            lengths.insert(torn.wal.len());
        }
        assert!(lengths.contains(&6) && lengths.contains(&15));
    }

    #[test]
    fn no_power_cut_is_made_up_where_more_than_appending_happened() {
        let mut dice = Dice::new(1, 0);
        let before = image(b"before");
        assert!(before.torn(&image(b"before"), &mut dice).is_none());
        assert!(before.torn(&image(b"other, longer"), &mut dice).is_none());
        let folded = Image {
            vault: vec![3; 8],
            ..image(b"before and after")
        };
        assert!(before.torn(&folded, &mut dice).is_none());
    }
}
