//! A phone: the profiles on it, which of them is open, and what a person does with it.
//!
//! Shells hold one [`Phone`] and nothing else. Every method may be called from any thread; each is one intent of a
//! person and gives what is to be drawn after it. What takes long beside a person's work (an exchange with the hub)
//! runs over a second opening of the same vault, so that nobody waits for a slow line.

mod alone;
mod casework;
mod door;
mod enrolling;
mod interviewing;
mod sending;
mod tries;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use nuong_trust::{EnrolRequest, ProfileKey};
use nuong_view::{ErrorView, Lang, NextStep, SyncDone, SyncView, Texts, Viewer, WordsView};

use crate::Station;
use crate::environment::{Environment, VIET_NAM_OFFSET_MINUTES};
use crate::error::Error;
use crate::interviews::InterviewKey;
use crate::keystore::Keystore;
use crate::self_answer::SelfAnswering;
use crate::talk::Talk;

pub use sending::SyncTask;
pub(crate) use sending::done;

/// Is told what changed, by any thread. A port: it may fail, and whatever it does, the station goes on.
pub trait Observer: Send + Sync {
    /// These are to be drawn anew.
    fn changed(&self, what: Vec<Change>);

    /// An exchange has got on.
    fn progress(&self, view: SyncView);
}

/// What is to be drawn anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The unlock screen: a profile was opened, closed or made.
    Lock,
    /// The worklist.
    List,
    /// A case, and what is shown of it.
    Case {
        /// Its id.
        case: String,
    },
    /// What waits, what arrived, what runs.
    Sync,
    /// Settings and membership.
    Settings,
    /// Every text: another language.
    Language,
}

/// Where a phone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is no profile yet.
    NotSetUp,
    /// Profiles are here, and none is open.
    Locked,
    /// A profile is open and belongs to no authority yet.
    NotEnrolled,
    /// A profile is open.
    Open,
    /// A profile is open, and the person holds the device to answer alone.
    HandedOver,
    /// A profile is open and every handle is closed.
    Paused,
}

/// A phone with its profiles.
pub struct Phone {
    root: PathBuf,
    keystore: Option<Arc<dyn Keystore>>,
    lang: Mutex<Lang>,
    observer: Mutex<Option<Arc<dyn Observer>>>,
    door: Mutex<door::Door>,
    tries: Mutex<tries::TriesOfEach>,
    inside: Mutex<Inside>,
    exchange: Mutex<sending::Exchanging>,
}

/// What is open.
enum Inside {
    Nothing,
    Profile(Box<Opened>),
}

/// An open profile.
struct Opened {
    profile: String,
    key: ProfileKey,
    /// None while it rests.
    station: Option<Station>,
    paused: bool,
    /// Since when it rests.
    left: Option<SystemTime>,
    /// While the person holds the device there is no station.
    handed: Option<SelfAnswering>,
    talks: BTreeMap<InterviewKey, Talk>,
    /// Whether the list shows names, where the person has tapped for it.
    names_shown: Option<bool>,
    /// What the last exchange of this opening came to.
    last: Option<SyncDone>,
    /// The request to join made last.
    request: Option<EnrolRequest>,
}

impl Phone {
    /// A phone whose profiles are folders in `root`, which is made when the first profile is.
    pub fn new(root: PathBuf, lang: Lang, keystore: Option<Arc<dyn Keystore>>) -> Self {
        Self {
            root,
            keystore,
            lang: Mutex::new(lang),
            observer: Mutex::new(None),
            door: Mutex::default(),
            tries: Mutex::default(),
            inside: Mutex::new(Inside::Nothing),
            exchange: Mutex::default(),
        }
    }

    /// The language of every text.
    pub fn lang(&self) -> Lang {
        *held(&self.lang)
    }

    /// Chooses the language of every text.
    pub fn set_lang(&self, lang: Lang) {
        *held(&self.lang) = lang;
        self.tell([Change::Language]);
    }

    /// Tells this observer from now on, and no other.
    pub fn observe(&self, observer: Option<Arc<dyn Observer>>) {
        *held(&self.observer) = observer;
    }

    /// Labels that belong to no single view.
    #[allow(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is not general enough over the viewer's lifetime"
    )]
    pub fn words(&self) -> WordsView {
        self.viewer(|viewer| viewer.common_words())
    }

    /// An error as it is shown.
    pub fn error_view(&self, code: &str) -> ErrorView {
        Texts::shared(self.lang()).error(code)
    }

    /// An error as it is shown, with what to do about it.
    pub fn told(&self, error: &Error) -> (NextStep, ErrorView) {
        tracing::info!(code = error.code(), "refused");
        (NextStep::about(error.code()), self.error_view(error.code()))
    }

    fn viewer<T>(&self, make: impl FnOnce(&Viewer<'_>) -> T) -> T {
        let nobody = |_: &nuong_casefile::Author| String::new();
        make(&Viewer::new(
            Texts::shared(self.lang()),
            VIET_NAM_OFFSET_MINUTES,
            &nobody,
        ))
    }

    fn tell(&self, what: impl Into<Vec<Change>>) {
        let observer = held(&self.observer).clone();
        if let Some(observer) = observer {
            observer.changed(what.into());
        }
    }

    /// Does something with the open profile. A panic in it is an error like another: the station is opened anew from
    /// what is on disk.
    fn with<T>(&self, act: impl FnOnce(&mut Opened) -> Result<T, Error>) -> Result<T, Error> {
        let mut inside = held(&self.inside);
        let Inside::Profile(opened) = &mut *inside else {
            return Err(Error::Locked);
        };
        if opened.paused {
            return Err(Error::Paused);
        }
        if opened.handed.is_some() {
            return Err(Error::HandedOver);
        }
        match catch_unwind(AssertUnwindSafe(|| act(opened))) {
            Ok(result) => result,
            Err(_) => {
                opened.close();
                Err(Error::Internal("panic"))
            }
        }
    }

    /// As [`Phone::with`], with the station itself.
    fn station<T>(&self, act: impl FnOnce(&mut Station) -> Result<T, Error>) -> Result<T, Error> {
        self.with(|opened| act(opened.station(&self.root)?))
    }
}

impl Opened {
    /// The station, opened if it is not.
    fn station(&mut self, root: &std::path::Path) -> Result<&mut Station, Error> {
        let station = match self.station.take() {
            Some(station) => station,
            None => {
                Station::unlock_keyed(&root.join(&self.profile), &self.key, Environment::system())?
            }
        };
        Ok(self.station.insert(station))
    }

    /// Closes every handle; what is on disk is opened again when next wanted.
    fn close(&mut self) {
        self.station = None;
        self.talks.clear();
    }
}

/// Locks even after a panic: what is behind these locks is whole between any two statements that matter.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_station_still_answers() {
        let root = tempfile::tempdir().unwrap();
        let phone = Phone::new(root.path().to_owned(), Lang::En, None);
        phone.create("eight letters", "eight letters").unwrap();
        let error = phone
            .station(|_| -> Result<(), Error> { panic!("a fault of ours") })
            .unwrap_err();
        assert_eq!(error.code(), "internal");
        assert_eq!(phone.standing(), Standing::NotEnrolled);
        assert!(phone.settings().unwrap().not_enrolled.is_some());
    }
}
