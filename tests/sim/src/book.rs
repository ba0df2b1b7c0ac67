//! What a station's vault holds, read past the station and rebuilt from the changes alone.

use std::collections::{BTreeMap, BTreeSet};

use nuong_station::casefile::{Case, CaseId, ChangeHash, HistoryEntry, RawChange, Touched};
use nuong_station::vault::{ChangeState, Vault};

use crate::broken::{Broken, Checked, Invariant};

/// One case as a vault holds it.
pub struct Kept {
    /// Rebuilt from the changes that took effect.
    pub case: Case,
    /// What each of them touched.
    pub history: Vec<HistoryEntry>,
    /// Those changes, in the order of `history`.
    pub changes: Vec<RawChange>,
    /// Changes that wait for others.
    pub waiting: usize,
    /// Changes without effect.
    pub aside: BTreeSet<ChangeHash>,
}

impl Kept {
    /// Whether an act is in the history.
    pub fn tells(&self, what: &Touched) -> bool {
        self.history
            .iter()
            .any(|entry| entry.touched.contains(what))
    }
}

/// Everything a vault holds of cases.
pub struct Book {
    /// The cases whose beginning is there.
    pub cases: BTreeMap<CaseId, Kept>,
    /// Answers not yet part of a change, as JSON, the last of each question: case, interview, path.
    pub drafts: BTreeMap<(CaseId, String, String), String>,
}

impl Book {
    /// Reads a vault.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`] where what it holds cannot be read.
    pub fn read(vault: &Vault) -> Checked<Self> {
        let mut cases = BTreeMap::new();
        for (id, _) in vault.cases().map_err(|e| unreadable(e.code()))? {
            if let Some(kept) = read_case(vault, id)? {
                cases.insert(CaseId(id), kept);
            }
        }
        let drafts = vault.all_drafts().map_err(|e| unreadable(e.code()))?;
        let drafts = drafts
            .into_iter()
            .map(|d| ((CaseId(d.case), d.interview, d.path), d.value))
            .collect();
        Ok(Self { cases, drafts })
    }

    /// Whether a case's history tells of an act.
    pub fn tells(&self, case: &CaseId, what: &Touched) -> bool {
        self.cases.get(case).is_some_and(|kept| kept.tells(what))
    }

    /// Whether a case has answers that are not part of a change.
    pub fn has_drafts(&self, case: &CaseId) -> bool {
        self.drafts.keys().any(|(of, _, _)| of == case)
    }
}

fn read_case(vault: &Vault, id: [u8; 16]) -> Checked<Option<Kept>> {
    let (mut applied, mut waiting, mut aside) = (Vec::new(), 0, BTreeSet::new());
    for stored in vault.changes(id).map_err(|e| unreadable(e.code()))? {
        match stored.state {
            ChangeState::Applied => {
                applied.push(RawChange::parse(&stored.bytes).map_err(|e| unreadable(e.code()))?);
            }
            ChangeState::Waiting => waiting += 1,
            ChangeState::Aside { .. } => {
                aside.insert(ChangeHash(stored.hash));
            }
        }
    }
    if applied.is_empty() {
        return Ok(None);
    }
    let (case, outcome) = Case::receive(&applied, |_, _| true).map_err(|e| unreadable(e.code()))?;
    if outcome.applied.len() != applied.len() {
        return Err(unreadable("changes that took effect no longer do"));
    }
    Ok(Some(Kept {
        history: case.history(),
        changes: case.changes(),
        case,
        waiting,
        aside,
    }))
}

fn unreadable(what: &str) -> Broken {
    Broken::new(Invariant::Unexpected, format!("a vault's content: {what}"))
}
