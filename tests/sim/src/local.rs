//! Acts of one station alone, and the end of a station: at any byte of what it was writing.

use std::collections::BTreeMap;

use nuong_station::casefile::{CaseId, Touched};
use nuong_station::screening::Answer;
use nuong_station::{Error, Station};

use crate::book::Book;
use crate::broken::{Broken, Checked, Invariant, ensure};
use crate::ledger::DraftKey;
use crate::options::Sabotage;
use crate::place::{Image, Stop};
use crate::world::{Stopped, World};

/// Of a hundred acts, so many are cut short by the power.
const POWER_CUTS: usize = 6;

/// What came of an act.
pub enum Done<T> {
    /// The station said that it is saved.
    Saved(T),
    /// The station refused, and nothing changed.
    Refused,
    /// The power went before the station said anything: it may be there or not.
    InDoubt(T),
}

impl World {
    /// Lets a station act; sometimes the power goes in the middle.
    ///
    /// # Errors
    /// As [`World::outcome`], or what opening the vault again gave.
    pub fn act<T>(
        &mut self,
        place: usize,
        what: &str,
        act: impl FnOnce(&mut Station) -> Result<T, Error>,
    ) -> Checked<Done<T>> {
        let power_cut = self.dice.chance(POWER_CUTS);
        let before = if power_cut {
            self.remember(place)?;
            Some(self.places[place].image())
        } else {
            None
        };
        let result = act(self.places[place].station(self.now));
        let done = self.outcome(place, what, result)?;
        let Some(before) = before else {
            return Ok(done.map_or(Done::Refused, Done::Saved));
        };
        let after = self.places[place].image();
        let torn = before.torn(&after, &mut self.dice);
        self.trace
            .note(format!("{} loses power", self.places[place].name));
        self.trace.met("power cuts", 1);
        match torn {
            Some(torn) => {
                self.trace.met("power cuts in the middle of a write", 1);
                self.come_back(place, &torn)?;
                Ok(done.map_or(Done::Refused, Done::InDoubt))
            }
            // Nothing was appended, or more than that happened: the power goes right after.
            None => {
                self.come_back(place, &after)?;
                Ok(done.map_or(Done::Refused, Done::Saved))
            }
        }
    }

    /// Stops a station and starts it again.
    ///
    /// # Errors
    /// What opening the vault again gave, or [`Invariant::Acknowledged`] later, when the step is over.
    pub fn stop(&mut self, place: usize, stop: Stop) -> Checked {
        self.remember(place)?;
        self.trace
            .note(format!("{} stops: {stop:?}", self.places[place].name));
        self.trace.met("stops", 1);
        if self.is_sabotaged(Sabotage::LyingDisk) {
            let image = self.places[place].image().without_log();
            return self.come_back(place, &image);
        }
        let now = self.now;
        let started = self.places[place].restart(stop, now);
        self.started(place, started)
    }

    /// Starts a station over an image of its disk.
    ///
    /// # Errors
    /// What opening the vault gave.
    pub fn come_back(&mut self, place: usize, image: &Image) -> Checked {
        let now = self.now;
        let started = self.places[place].restart_from(image, now);
        self.started(place, started)
    }

    fn started(&mut self, place: usize, started: Result<(), Error>) -> Checked {
        let name = self.places[place].name.clone();
        started.map_err(|error| {
            let what = format!("{name} does not start again: {} ({error})", error.code());
            Broken::new(Invariant::Acknowledged, what)
        })
    }

    /// Writes down what a station holds, to be found again after it was stopped.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn remember(&mut self, place: usize) -> Checked {
        let now = self.now;
        let station = self.places[place].station(now);
        let mut heads = BTreeMap::new();
        let mut read = || -> Result<(), Error> {
            for case in station.case_ids()? {
                heads.insert(case, station.heads(case)?);
            }
            Ok(())
        };
        read().map_err(|error| {
            Broken::new(
                Invariant::Unexpected,
                format!("reading heads: {}", error.code()),
            )
        })?;
        self.stopped = Some(Stopped { place, heads });
        Ok(())
    }

    /// Notes an act that a station acknowledged; of one in doubt, notes it if it is there: then it must stay.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn told(
        &mut self,
        place: usize,
        case: CaseId,
        what: Touched,
        done: &Done<()>,
    ) -> Checked<bool> {
        let is_there = match done {
            Done::Saved(()) => true,
            Done::Refused => false,
            Done::InDoubt(()) => self.book(place)?.tells(&case, &what),
        };
        if is_there {
            self.ledger.say(place, case, what);
        }
        Ok(is_there)
    }

    /// What a station's vault holds.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn book(&self, place: usize) -> Checked<Book> {
        Book::read(&self.places[place].vault()?)
    }

    /// After a step in which a station was stopped: everything it had acknowledged is there.
    ///
    /// # Errors
    /// [`Invariant::Acknowledged`].
    pub fn check_stopped(&mut self) -> Checked {
        let Some(stopped) = self.stopped.take() else {
            return Ok(());
        };
        let (place, name) = (stopped.place, self.places[stopped.place].name.clone());
        let book = self.book(place)?;
        for (case, heads) in &stopped.heads {
            let kept = book.cases.get(case);
            let lost = heads.iter().filter(|head| {
                !kept.is_some_and(|kept| {
                    kept.case
                        .contains(&nuong_station::casefile::ChangeHash(**head))
                })
            });
            let lost = lost.count();
            ensure(lost == 0, Invariant::Acknowledged, || {
                format!("{name} lost {lost} of the heads of case {case} when it was stopped")
            })?;
        }
        self.check_drafts(place, &book)?;
        self.check_said(place, &book)
    }

    /// Each answer acknowledged is among the drafts, or has become part of the document.
    fn check_drafts(&mut self, place: usize, book: &Book) -> Checked {
        for case in self.ledger.cases_with_drafts(place) {
            if !book.has_drafts(&case) {
                // Starting folded them in; from here on the history must tell of them.
                self.ledger.fold(place, case);
            }
        }
        let name = &self.places[place].name;
        for key in self.ledger.drafts_of(place, None) {
            let (_, case, interview, path) = key;
            let kept = book.drafts.get(&(*case, interview.clone(), path.clone()));
            ensure(
                kept.is_some_and(|kept| is_draft(kept, &self.ledger.drafts[key])),
                Invariant::Acknowledged,
                || format!("{name} lost the answer to {path} of case {case}"),
            )?;
        }
        Ok(())
    }

    fn check_said(&self, place: usize, book: &Book) -> Checked {
        let name = &self.places[place].name;
        for said in self.ledger.said.iter().filter(|said| said.place == place) {
            ensure(
                book.tells(&said.case, &said.what),
                Invariant::Acknowledged,
                || {
                    format!(
                        "{name} lost what it had acknowledged of case {}: {:?}",
                        said.case, said.what
                    )
                },
            )?;
        }
        Ok(())
    }

    /// Notes an answer that was acknowledged or is in doubt.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`].
    pub fn answered(&mut self, key: DraftKey, answer: Option<Answer>, done: &Done<()>) -> Checked {
        let place = key.0;
        match done {
            Done::Refused => return Ok(()),
            Done::Saved(()) => {}
            Done::InDoubt(()) => {
                let book = self.book(place)?;
                let (_, case, interview, path) = key.clone();
                let kept = book.drafts.get(&(case, interview.clone(), path.clone()));
                let drafted = kept.is_some_and(|kept| is_draft(kept, &answer));
                let path = nuong_station::casefile::ConflictPath::Answer { interview, path };
                let folded = book.tells(
                    &case,
                    &Touched::Value {
                        path,
                        value: answer.clone(),
                    },
                );
                if !drafted && !folded {
                    return Ok(());
                }
            }
        }
        self.ledger.drafts.insert(key, answer);
        Ok(())
    }
}

fn is_draft(json: &str, answer: &Option<Answer>) -> bool {
    serde_json::from_str::<Option<Answer>>(json).is_ok_and(|kept| kept == *answer)
}
