//! What must hold when everyone has exchanged everything.

use std::collections::BTreeSet;
use std::path::Path;

use nuong_station::casefile::{CaseId, CaseRecord, ChangeHash, Conflict};
use nuong_station::trust::{DeviceId, UnitId};

use crate::book::Book;
use crate::broken::{Broken, Checked, Invariant, ensure};
use crate::options::Sabotage;
use crate::spy::Spy;
use crate::standing::Standing;
use crate::world::World;

/// What one station shows of one case.
struct Shown {
    heads: Vec<[u8; 32]>,
    record: CaseRecord,
    conflicts: Vec<Conflict>,
}

impl World {
    /// Checks everything there is to check at the end.
    ///
    /// # Errors
    /// The first invariant found broken.
    pub fn check_all(&mut self) -> Checked {
        self.evidence.look_at_hub(&self.hub.store)?;
        self.evidence.check_books()?;
        let books: Vec<Book> = (0..self.places.len())
            .map(|place| self.book(place))
            .collect::<Checked<_>>()?;
        self.check_disks()?;
        self.check_granted(&books)?;
        self.check_spies()?;
        for case in self.ledger.cases.keys().copied().collect::<Vec<_>>() {
            self.check_case(case, &books)?;
        }
        Ok(())
    }

    /// Equal documents at all who may read it, everything acknowledged in them, every difference shown.
    fn check_case(&mut self, case: CaseId, books: &[Book]) -> Checked {
        let holders = self.holders(case, books);
        let mut first: Option<(usize, Shown)> = None;
        for place in holders {
            let name = self.places[place].name.clone();
            let about = format!("case {case} at {name}");
            let kept = books[place].cases.get(&case);
            let Some(kept) = kept else {
                return Err(Broken::new(
                    Invariant::Converged,
                    format!("{name} may read case {case} and does not have it"),
                ));
            };
            self.check_told(case, place, &books[place])?;
            let shown = self.shown(place, case)?;
            let heads: Vec<[u8; 32]> = kept
                .case
                .heads()
                .iter()
                .map(|head| *head.as_bytes())
                .collect();
            ensure(heads == shown.heads, Invariant::Acknowledged, || {
                format!("{about}: memory and vault differ")
            })?;
            let mut standing = Standing::of(kept);
            if self.is_sabotaged(Sabotage::SilentDecision) {
                standing.forget_decisions();
            }
            standing.check_decided(&about)?;
            standing.check_shown(&about, &shown.record, &shown.conflicts)?;
            self.trace.met("documents compared", 1);
            self.trace
                .met("conflicts that stand at the end", shown.conflicts.len());
            self.trace.note(format!(
                "{about}: {} changes, {} waiting",
                kept.changes.len(),
                kept.waiting
            ));
            match &first {
                None => first = Some((place, shown)),
                Some((other, one)) => {
                    let equal = one.heads == shown.heads
                        && one.record == shown.record
                        && one.conflicts == shown.conflicts;
                    let other = &self.places[*other].name;
                    ensure(equal, Invariant::Converged, || {
                        format!("case {case} differs at {other} and {name}")
                    })?;
                }
            }
        }
        Ok(())
    }

    /// The stations that must have a case: of the units it was given to, by a station that could still say so.
    fn holders(&self, case: CaseId, books: &[Book]) -> Vec<usize> {
        let Some(granted) = self.ledger.cases.get(&case) else {
            return Vec::new();
        };
        let has = |place: &usize| books[*place].cases.contains_key(&case);
        if self.places[granted.opened_by].revoked && !self.live().any(|place| has(&place)) {
            return Vec::new();
        }
        // Some station has it by this unit and by no other.
        let by = |place: usize| {
            self.places[place]
                .units
                .iter()
                .filter(|unit| granted.units.contains_key(*unit))
        };
        let arrived = |unit: &UnitId| self.live().any(|place| has(&place) && by(place).eq([unit]));
        let given = |unit: &UnitId| {
            granted
                .units
                .get(unit)
                .is_some_and(|by| !self.places[*by].revoked || arrived(unit))
        };
        self.live()
            .filter(|place| self.places[*place].role.reads_cases() && !self.places[*place].misled)
            .filter(|place| self.places[*place].units.iter().any(given))
            .collect()
    }

    /// Everything acknowledged anywhere is in the history here. What a revoked station could not bring is its own.
    fn check_told(&self, case: CaseId, place: usize, book: &Book) -> Checked {
        let theirs = |by: usize| by == place || !self.places[by].revoked;
        for said in self
            .ledger
            .said
            .iter()
            .filter(|said| said.case == case && theirs(said.place))
        {
            ensure(
                book.tells(&case, &said.what),
                Invariant::Acknowledged,
                || {
                    let (by, here) = (&self.places[said.place].name, &self.places[place].name);
                    format!(
                        "{here} does not have what {by} acknowledged of case {case}: {:?}",
                        said.what
                    )
                },
            )?;
        }
        Ok(())
    }

    fn shown(&mut self, place: usize, case: CaseId) -> Checked<Shown> {
        let now = self.now;
        let station = self.places[place].station(now);
        let failed = |error: nuong_station::Error| {
            Broken::new(
                Invariant::Unexpected,
                format!("showing a case: {}", error.code()),
            )
        };
        let mut shown = Shown {
            heads: station.heads(case).map_err(failed)?,
            record: station.record(case).map_err(failed)?,
            conflicts: station.differing(case).map_err(failed)?,
        };
        if self.is_sabotaged(Sabotage::HiddenValue)
            && let Some(values) = shown
                .record
                .person
                .values_mut()
                .find(|values| values.len() > 1)
        {
            values.pop();
        }
        Ok(shown)
    }

    /// Nothing of a case can be read in any file.
    fn check_disks(&self) -> Checked {
        if self.is_sabotaged(Sabotage::PlainNotes) {
            let _ = std::fs::write(
                self.root().join("notes.txt"),
                format!("{}-1", crate::needles::MARK),
            );
        }
        self.search_folder(self.root())
    }

    fn search_folder(&self, folder: &Path) -> Checked {
        let failed = |error: std::io::Error| {
            Broken::new(Invariant::Unexpected, format!("reading the disks: {error}"))
        };
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                self.search_folder(&path)?;
            } else {
                let name = path
                    .strip_prefix(self.root())
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                self.evidence
                    .search(&name, &std::fs::read(&path).map_err(failed)?)?;
            }
        }
        Ok(())
    }

    /// No station shows a case that was not given to it, and no change without the right took effect.
    fn check_granted(&mut self, books: &[Book]) -> Checked {
        let lax = self.is_sabotaged(Sabotage::LaxStation);
        let forbidden = self
            .rogue
            .as_ref()
            .map(|rogue| rogue.forbidden.clone())
            .unwrap_or_default();
        for (place, book) in books.iter().enumerate() {
            let (name, units) = (
                self.places[place].name.clone(),
                self.places[place].units.clone(),
            );
            let now = self.now;
            let cases = self.places[place].station(now).case_ids();
            let cases = cases.map_err(|e| Broken::new(Invariant::Unexpected, e.code()))?;
            for case in cases.iter().chain(book.cases.keys()) {
                ensure(
                    self.ledger.is_given(case, &units),
                    Invariant::Granted,
                    || format!("{name} reads case {case}"),
                )?;
            }
            for (case, kept) in &book.cases {
                let mut effective: BTreeSet<ChangeHash> =
                    kept.changes.iter().map(|change| change.hash).collect();
                if lax {
                    effective.extend(kept.aside.iter().copied());
                }
                let wrong = forbidden.intersection(&effective).count();
                ensure(wrong == 0, Invariant::Granted, || {
                    format!("{wrong} changes without right took effect on case {case} at {name}")
                })?;
            }
        }
        Ok(())
    }

    /// With every byte that ever left a station, each device's keys open only what its units were given; and a revoked
    /// device's keys open nothing that was sealed by those who knew.
    fn check_spies(&mut self) -> Checked {
        let places = self
            .places
            .iter()
            .map(|place| (place.name.clone(), place.keys.clone(), place.units.clone()));
        let rogue = self.rogue.iter().map(|rogue| {
            (
                "rogue".to_owned(),
                rogue.keys().clone(),
                rogue.units().to_vec(),
            )
        });
        let spies: Vec<_> = places.chain(rogue).collect();
        for (index, (name, keys, units)) in spies.into_iter().enumerate() {
            let mut spy = Spy::new(keys.clone());
            spy.learn(&self.bulletins, self.evidence.parcels.iter());
            for case in spy.cases() {
                ensure(
                    self.ledger.is_given(&case, &units),
                    Invariant::Granted,
                    || format!("the keys of {name} open case {case}"),
                )?;
            }
            let revoked = self.places.get(index).is_some_and(|place| place.revoked);
            if let Some(number) = self.revoked_by.filter(|_| revoked) {
                self.check_revoked(&name, &spy, number)?;
            }
        }
        Ok(())
    }

    /// What was sealed by those who knew of a revocation is closed to the revoked device. Others who had not heard may still
    /// have given it keys; but not keys that the author could see it had.
    fn check_revoked(&self, name: &str, spy: &Spy, revoked_by: u64) -> Checked {
        for parcel in self.evidence.parcels.values() {
            let header = parcel.header();
            let knew = self.evidence.known_to_author(parcel);
            let Some(knew) =
                knew.filter(|knew| header.author != spy.device() && knew.bulletin >= revoked_by)
            else {
                continue;
            };
            let read = spy.read_by(parcel, |by| knew.parcels.contains(by));
            ensure(read.is_empty(), Invariant::Granted, || {
                let (author, cases) = (
                    self.name_of(header.author),
                    read.iter().map(|(case, _)| case),
                );
                format!(
                    "{name}, revoked, reads parcel {} of {author}: {:?}",
                    header.seq,
                    cases.collect::<Vec<_>>()
                )
            })?;
        }
        Ok(())
    }

    pub(crate) fn name_of(&self, device: DeviceId) -> String {
        let place = self
            .places
            .iter()
            .find(|place| place.keys.device_id() == device);
        place.map_or_else(|| device.to_string(), |place| place.name.clone())
    }
}
