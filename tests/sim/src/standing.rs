//! What must stand in a case, worked out from nothing but who wrote what having seen what; apart from the engine that the
//! stations use. A value stands until somebody who had seen it writes in its place.

use std::collections::{BTreeMap, HashMap};

use nuong_station::casefile::{
    Author, CaseRecord, ChangeHash, Conflict, ConflictPath, Decision, EventKind, Stated, Touched,
};
use nuong_station::screening::Answer;

use crate::book::Kept;
use crate::broken::{Checked, Invariant, ensure};

/// One value that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Write {
    /// The place of its change among all changes.
    change: usize,
    value: Option<Answer>,
    by: Author,
}

/// A value as it is compared: what and whose.
type Value = (Option<Answer>, Author);

/// The history of a case, read for what stands.
pub struct Standing {
    writes: BTreeMap<ConflictPath, Vec<Write>>,
    /// For each change, the changes its author had seen.
    seen: Vec<Vec<bool>>,
    /// For each change, the conflicts it decides by word of its author.
    decides: Vec<Vec<ConflictPath>>,
}

impl Standing {
    /// Reads what a vault keeps of a case.
    pub fn of(kept: &Kept) -> Self {
        let places: HashMap<ChangeHash, usize> = kept
            .changes
            .iter()
            .enumerate()
            .map(|(place, change)| (change.hash, place))
            .collect();
        let mut seen: Vec<Vec<bool>> = Vec::with_capacity(kept.changes.len());
        for change in &kept.changes {
            let mut mine = vec![false; kept.changes.len()];
            for dep in change.deps.iter().filter_map(|dep| places.get(dep)) {
                mine[*dep] = true;
                for (before, saw) in seen.get(*dep).into_iter().flatten().enumerate() {
                    mine[before] |= saw;
                }
            }
            seen.push(mine);
        }
        let mut standing = Self {
            writes: BTreeMap::new(),
            seen,
            decides: vec![Vec::new(); kept.changes.len()],
        };
        for entry in &kept.history {
            let Some(change) = places.get(&entry.change) else {
                continue;
            };
            for touched in &entry.touched {
                standing.add(*change, entry.by, touched);
            }
        }
        standing
    }

    fn add(&mut self, change: usize, by: Author, touched: &Touched) {
        match touched {
            Touched::Value { path, value } => self.write(path.clone(), change, value.clone(), by),
            Touched::Event(EventKind::Decided { decision, .. }) => {
                let value = Some(Answer::Value(decision_name(*decision).to_owned()));
                self.write(ConflictPath::Decision, change, value, by);
            }
            Touched::Event(EventKind::Resolved { path }) => self.decides[change].push(path.clone()),
            Touched::Event(EventKind::ConsentWithdrawn { purpose, receiver }) => {
                let (purpose, receiver) = (purpose.clone(), receiver.clone());
                self.decides[change].push(ConflictPath::Consent { purpose, receiver });
            }
            _ => {}
        }
    }

    /// The last write of a change at a path counts.
    fn write(&mut self, path: ConflictPath, change: usize, value: Option<Answer>, by: Author) {
        let writes = self.writes.entry(path).or_default();
        writes.retain(|write| write.change != change);
        writes.push(Write { change, value, by });
    }

    /// What stands of these writes for somebody who has seen the changes that `known` tells of.
    fn stands(&self, writes: &[Write], known: impl Fn(usize) -> bool) -> Vec<Write> {
        let known: Vec<&Write> = writes.iter().filter(|write| known(write.change)).collect();
        let replaced = |write: &Write| {
            known
                .iter()
                .any(|later| self.seen[later.change][write.change])
        };
        known
            .iter()
            .filter(|write| !replaced(write))
            .map(|write| (*write).clone())
            .collect()
    }

    /// The history of people who decide without a word; for a run that is to fail.
    pub fn forget_decisions(&mut self) {
        self.decides.iter_mut().for_each(Vec::clear);
    }

    /// Nobody wrote in the place of differing values without saying that they decide between them.
    ///
    /// # Errors
    /// [`Invariant::Concurrent`].
    pub fn check_decided(&self, about: &str) -> Checked {
        for (path, writes) in &self.writes {
            for write in writes {
                let before = self.stands(writes, |change| self.seen[write.change][change]);
                let said =
                    self.decides[write.change].contains(path) || *path == ConflictPath::Decision;
                ensure(said || !differ(&before), Invariant::Concurrent, || {
                    format!(
                        "{about}: a change writes over differing values of {path} and decides nothing"
                    )
                })?;
            }
        }
        Ok(())
    }

    /// What a station shows is what stands: every value of every place, and each difference as a conflict.
    ///
    /// # Errors
    /// [`Invariant::Concurrent`].
    pub fn check_shown(&self, about: &str, record: &CaseRecord, conflicts: &[Conflict]) -> Checked {
        let shown = shown(record);
        let mut differing: BTreeMap<ConflictPath, Vec<Value>> = BTreeMap::new();
        for (path, writes) in &self.writes {
            let stands = self.stands(writes, |_| true);
            if differ(&stands) {
                differing.insert(path.clone(), values(&stands));
            }
            if *path == ConflictPath::Decision {
                continue;
            }
            let (expected, found) = (
                values(&stands),
                shown.get(path).cloned().unwrap_or_default(),
            );
            ensure(expected == found, Invariant::Concurrent, || {
                format!(
                    "{about}: {path} has {} values and {} are shown",
                    expected.len(),
                    found.len()
                )
            })?;
        }
        let listed: BTreeMap<ConflictPath, Vec<Value>> = conflicts
            .iter()
            .map(|conflict| (conflict.path.clone(), stated(&conflict.values)))
            .collect();
        ensure(differing == listed, Invariant::Concurrent, || {
            format!(
                "{about}: what differs is {:?} and what is shown to differ {:?}",
                differing.keys(),
                listed.keys()
            )
        })
    }
}

/// Every value that a record shows, by place.
fn shown(record: &CaseRecord) -> BTreeMap<ConflictPath, Vec<Value>> {
    let mut shown = BTreeMap::new();
    for (field, values) in &record.person {
        shown.insert(ConflictPath::Person(field.clone()), stated(values));
    }
    for interview in &record.interviews {
        for (path, values) in &interview.answers {
            let path = ConflictPath::Answer {
                interview: interview.id.clone(),
                path: path.clone(),
            };
            shown.insert(path, stated(values));
        }
    }
    for need in &record.needs {
        shown.insert(ConflictPath::Need(need.need.clone()), stated(&need.detail));
    }
    for referral in &record.referrals {
        shown.insert(
            ConflictPath::Referral(referral.to.clone()),
            stated(&referral.reason),
        );
    }
    for consent in &record.consents {
        let (purpose, receiver) = (consent.purpose.clone(), consent.receiver.clone());
        shown.insert(
            ConflictPath::Consent { purpose, receiver },
            stated(&consent.state),
        );
    }
    for link in &record.links {
        shown.insert(ConflictPath::Link(link.other), stated(&link.note));
    }
    shown.insert(ConflictPath::Custody, stated(&record.custody));
    shown
}

fn stated(values: &[Stated]) -> Vec<Value> {
    let mut values: Vec<Value> = values
        .iter()
        .map(|stated| (stated.value.clone(), stated.by))
        .collect();
    values.sort();
    values
}

fn values(writes: &[Write]) -> Vec<Value> {
    let mut values: Vec<Value> = writes
        .iter()
        .map(|write| (write.value.clone(), write.by))
        .collect();
    values.sort();
    values
}

fn differ(writes: &[Write]) -> bool {
    writes.windows(2).any(|pair| pair[0].value != pair[1].value)
}

/// As the document spells it.
fn decision_name(decision: Decision) -> &'static str {
    decision.name()
}
