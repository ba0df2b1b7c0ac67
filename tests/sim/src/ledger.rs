//! What the stations acknowledged: the simulator's own book, kept apart from the code under test.

use std::collections::{BTreeMap, BTreeSet};

use nuong_station::casefile::{CaseId, ConflictPath, Touched};
use nuong_station::screening::Answer;
use nuong_station::trust::UnitId;

/// One thing that a station said is saved, as the history of its case must tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The station that acknowledged it.
    pub place: usize,
    /// The case.
    pub case: CaseId,
    /// The act.
    pub what: Touched,
}

/// Where an answer lies that is saved and not yet part of a change.
pub type DraftKey = (usize, CaseId, String, String);

/// Who may read a case, as its people decided it.
#[derive(Debug, Clone, Default)]
pub struct Granted {
    /// The station that opened it.
    pub opened_by: usize,
    /// Units that were given it, and by which station.
    pub units: BTreeMap<UnitId, usize>,
}

/// The book.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Everything acknowledged that is part of a change.
    pub said: Vec<Said>,
    /// Answers acknowledged and not yet folded into a change: the last one of each question counts.
    pub drafts: BTreeMap<DraftKey, Option<Answer>>,
    /// Every case.
    pub cases: BTreeMap<CaseId, Granted>,
}

impl Ledger {
    /// A station acknowledged an act on a case.
    pub fn say(&mut self, place: usize, case: CaseId, what: Touched) {
        self.said.push(Said { place, case, what });
    }

    /// A station opened a case, given to these units.
    pub fn open_case(&mut self, place: usize, case: CaseId, units: impl Iterator<Item = UnitId>) {
        let granted = self.cases.entry(case).or_default();
        granted.opened_by = place;
        granted.units.extend(units.map(|unit| (unit, place)));
        self.say(place, case, Touched::Opened);
    }

    /// A station gave a case to a unit.
    pub fn give(&mut self, place: usize, case: CaseId, unit: UnitId) {
        self.cases
            .entry(case)
            .or_default()
            .units
            .entry(unit)
            .or_insert(place);
    }

    /// The drafts of a station on a case became part of the document.
    pub fn fold(&mut self, place: usize, case: CaseId) {
        let folded: Vec<DraftKey> = self.drafts_of(place, Some(case)).cloned().collect();
        for key in folded {
            let (_, _, interview, path) = key.clone();
            // An answer taken back says nothing that must be found.
            if let Some(Some(answer)) = self.drafts.remove(&key) {
                let path = ConflictPath::Answer { interview, path };
                self.say(
                    place,
                    case,
                    Touched::Value {
                        path,
                        value: Some(answer),
                    },
                );
            }
        }
    }

    /// The drafts of a station, of one case or of all.
    pub fn drafts_of(&self, place: usize, case: Option<CaseId>) -> impl Iterator<Item = &DraftKey> {
        let theirs = move |key: &&DraftKey| key.0 == place && case.is_none_or(|case| key.1 == case);
        self.drafts.keys().filter(theirs)
    }

    /// The cases in which a station has drafts.
    pub fn cases_with_drafts(&self, place: usize) -> BTreeSet<CaseId> {
        self.drafts_of(place, None).map(|key| key.1).collect()
    }

    /// Whether a case was given to one of these units.
    pub fn is_given(&self, case: &CaseId, units: &[UnitId]) -> bool {
        self.cases
            .get(case)
            .is_some_and(|granted| units.iter().any(|unit| granted.units.contains_key(unit)))
    }
}
