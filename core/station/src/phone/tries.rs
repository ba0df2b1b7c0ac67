//! Wrong passphrases: the more there were in a row, the longer until the next may be tried.
//!
//! How many there were is on disk before each try, so that ending the app in time hides none. The wait itself runs by this
//! process's own clock, which nobody can set, and begins anew when the app does: neither a restart nor another date
//! shortens it. Whoever can copy the files is not held up by this; Argon2id alone is in their way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use nuong_trust::TrustError;

use super::{Change, Observer, Phone, held};
use crate::error::Error;
use crate::profile::write_durably;

/// In a profile's folder: how many wrong passphrases there were since the last right one.
const FILE: &str = "wrong-passphrases";

/// How long until the next try after the fifth wrong one in a row, the sixth, and so on, seconds; the last holds for any more.
/// Four slips of a cold hand cost nothing.
const WAITS: &[u64] = &[30, 60, 120, 300, 900, 3_600];

/// So many wrong ones in a row cost nothing.
const FREE: u32 = 4;

/// While somebody waits, the unlock screen is drawn anew this often.
const DRAWN_EVERY: Duration = Duration::from_secs(30);

/// Wrong passphrases of one profile.
#[derive(Debug, Clone, Copy)]
struct Tries {
    wrong: u32,
    since: Instant,
}

/// Wrong passphrases of each profile, as far as this process has looked.
#[derive(Default)]
pub(super) struct TriesOfEach(BTreeMap<String, Tries>);

impl TriesOfEach {
    fn of(&mut self, folder: &Path, profile: &str, now: Instant) -> &mut Tries {
        self.0.entry(profile.to_owned()).or_insert_with(|| {
            let kept = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
            Tries {
                wrong: kept.trim().parse().unwrap_or(0),
                since: now,
            }
        })
    }
}

impl Tries {
    /// How long until the next may be tried.
    fn left(self, now: Instant) -> Duration {
        let Some(over) = self.wrong.checked_sub(FREE + 1) else {
            return Duration::ZERO;
        };
        let at = usize::try_from(over).unwrap_or(usize::MAX);
        let seconds = WAITS.get(at).or(WAITS.last()).copied().unwrap_or(0);
        let waited = now.saturating_duration_since(self.since);
        Duration::from_secs(seconds).saturating_sub(waited)
    }
}

impl Phone {
    /// Seconds until a passphrase may be tried on this profile, rounded up.
    pub(super) fn wait_seconds(&self, profile: &str) -> u64 {
        let left = self.left(profile);
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }

    fn left(&self, profile: &str) -> Duration {
        let (now, folder) = (Instant::now(), self.root.join(profile));
        held(&self.tries).of(&folder, profile, now).left(now)
    }

    /// Tries a passphrase, unless it is too early. It counts as wrong until it has shown to be right, or something else has
    /// failed.
    ///
    /// # Errors
    /// `passphrase.wait`; else as what is done.
    pub(super) fn tried<T>(
        &self,
        profile: &str,
        open: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !self.left(profile).is_zero() {
            return Err(Error::PassphraseWait);
        }
        self.count(profile, |wrong| wrong.saturating_add(1));
        let outcome = open();
        match &outcome {
            Ok(_) => self.count(profile, |_| 0),
            Err(Error::Trust(TrustError::WrongPassphrase)) => self.draw_while_waiting(profile),
            Err(_) => self.count(profile, |wrong| wrong.saturating_sub(1)),
        }
        outcome
    }

    /// Counts, on disk first. Where nothing can be written (a full disk) the records still open, and this process counts on.
    fn count(&self, profile: &str, to: impl FnOnce(u32) -> u32) {
        let (now, folder) = (Instant::now(), self.root.join(profile));
        let mut tries = held(&self.tries);
        let one = tries.of(&folder, profile, now);
        let wrong = to(one.wrong);
        if wrong != one.wrong {
            let kept = write_durably(&folder.join(FILE), wrong.to_string().as_bytes());
            if let Err(error) = kept {
                tracing::warn!(%error, "a wrong passphrase was not counted on disk");
            }
            *one = Tries { wrong, since: now };
        }
    }

    /// Has the unlock screen drawn anew until the wait is over.
    fn draw_while_waiting(&self, profile: &str) {
        let left = self.left(profile);
        let observer = held(&self.observer).clone();
        if let Some(observer) = observer.filter(|_| !left.is_zero()) {
            // Without this thread the screen is drawn when something else happens.
            let _ = thread::Builder::new()
                .name("waiting".to_owned())
                .spawn(move || draw_until(&observer, left));
        }
    }
}

fn draw_until(observer: &Arc<dyn Observer>, mut left: Duration) {
    while !left.is_zero() {
        let rest = left.min(DRAWN_EVERY);
        thread::sleep(rest);
        left -= rest;
        observer.changed(vec![Change::Lock]);
    }
}

#[cfg(test)]
mod tests {
    use nuong_view::Lang;

    use super::*;
    use crate::phone::Standing;

    const RIGHT: &str = "eight letters";

    fn phone(root: &Path) -> Phone {
        Phone::new(root.to_owned(), Lang::En, None)
    }

    fn wrong(phone: &Phone) -> String {
        phone.unlock("nine letters").unwrap_err().code().to_owned()
    }

    #[test]
    fn after_five_wrong_ones_even_the_right_one_has_to_wait_and_a_restart_shortens_nothing() {
        let root = tempfile::tempdir().unwrap();
        let here = phone(root.path());
        here.create(RIGHT, RIGHT).unwrap();
        here.lock();
        for _ in 0..5 {
            assert!(here.lock_view().unlock.enabled);
            assert_eq!(wrong(&here), "trust.wrong_passphrase");
        }
        assert_eq!(here.unlock(RIGHT).unwrap_err().code(), "passphrase.wait");
        let view = here.lock_view();
        assert!(!view.unlock.enabled);
        assert!(view.unlock.why_not.unwrap().contains(" seconds"));
        let (left, asked) = (here.wait_seconds(&profile(&here)), Instant::now());
        assert!((1..=30).contains(&left), "{left}");
        let again = phone(root.path());
        assert_eq!(again.unlock(RIGHT).unwrap_err().code(), "passphrase.wait");
        let gone_by = asked.elapsed().as_secs() + 1;
        assert!(again.wait_seconds(&profile(&again)) + gone_by >= left);
    }

    fn profile(phone: &Phone) -> String {
        let folders = fs::read_dir(&phone.root).unwrap();
        let names = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.into_iter().next().unwrap()
    }

    #[test]
    fn the_right_one_in_time_begins_the_count_anew() {
        let root = tempfile::tempdir().unwrap();
        let here = phone(root.path());
        here.create(RIGHT, RIGHT).unwrap();
        for _ in 0..3 {
            here.lock();
            for _ in 0..4 {
                wrong(&here);
            }
            here.unlock(RIGHT).unwrap();
            assert_eq!(here.standing(), Standing::NotEnrolled);
        }
        let kept = root.path().join(profile(&here)).join(FILE);
        assert_eq!(fs::read_to_string(kept).unwrap(), "0");
    }

    #[test]
    fn the_wait_grows_to_an_hour_and_no_further_and_runs_out() {
        let now = Instant::now();
        let left = |wrong, later| {
            let tries = Tries { wrong, since: now };
            tries.left(now + Duration::from_secs(later)).as_secs()
        };
        let waits: Vec<u64> = (3..12).map(|wrong| left(wrong, 0)).collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 300, 900, 3_600, 3_600]);
        assert_eq!(left(u32::MAX, 0), 3_600);
        assert_eq!((left(5, 29), left(5, 30), left(5, 1_000)), (1, 0, 0));
    }
}
