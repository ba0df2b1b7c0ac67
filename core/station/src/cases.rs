//! Cases: opening them, writing to them, and keeping what is listed in step with what is written.

use nuong_casefile::{Case, CaseId, CaseRecord, Command, Conflict, RawChange, Right};
use nuong_trust::{Role, TrustRight};
use nuong_vault::{ChangeState, NewChange, Records};

use crate::Station;
use crate::act::Act;
use crate::assessing;
use crate::error::Error;
use crate::keys::tag_of;
use crate::projection;

/// A snapshot is written anew with each change while it is small, so that opening a case replays nothing; one more change is
/// let pass for each of these bytes at rest, so that a large case is not written over and over.
const SNAPSHOT_BYTES_A_CHANGE: u64 = 4 * 1024;

impl Station {
    /// Opens a new case held by this device's first unit and returns its id.
    ///
    /// # Errors
    /// `device.not_enrolled`, `role.not_allowed`, or the vault's.
    pub fn start_case(&mut self) -> Result<CaseId, Error> {
        self.act(|act| {
            act.require(Right::Create)?;
            let units = &act.identity()?.certificate.terms().units;
            let unit = units.first().ok_or(Error::RoleNotAllowed)?.to_string();
            let id = CaseId(act.env.bytes()?);
            let (case, change) = Case::create(id, act.author(), act.env.now(), &unit)?;
            act.tx.put_case(*id.as_bytes(), *tag_of(id).as_bytes())?;
            act.make_case_key(id)?;
            act.store(case, &[(change, ChangeState::Applied)], true)?;
            Ok(id)
        })
    }

    /// Carries out commands on a case as one change, durable when this returns.
    ///
    /// # Errors
    /// `case.unknown`, `case.read_only`, `role.not_allowed`, or what is wrong with a command; then nothing was written.
    pub fn command(&mut self, id: CaseId, commands: &[Command]) -> Result<(), Error> {
        let now = self.env.now();
        self.act(|act| act.write(id, now, commands, None))
    }

    /// What a case holds, with every concurrent value.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn record(&mut self, id: CaseId) -> Result<CaseRecord, Error> {
        self.with_case(id, Case::record)
    }

    /// The values of a case that differ and that nobody has decided between.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn differing(&mut self, id: CaseId) -> Result<Vec<Conflict>, Error> {
        self.with_case(id, Case::conflicts)
    }

    /// The heads of a case's document, sorted: two devices with equal heads hold the same document.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn heads(&mut self, id: CaseId) -> Result<Vec<[u8; 32]>, Error> {
        self.with_case(id, |case| {
            case.heads().iter().map(|h| *h.as_bytes()).collect()
        })
    }

    /// How many changes a case's document has.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn change_count(&mut self, id: CaseId) -> Result<usize, Error> {
        self.with_case(id, |case| case.changes().len())
    }

    /// A case's document as automerge saves it. It leaves the vault's protection: for measurements and tests.
    ///
    /// # Errors
    /// `case.unknown`, or the vault's.
    pub fn document(&mut self, id: CaseId) -> Result<Vec<u8>, Error> {
        self.with_case(id, Case::save)
    }

    /// Ids of all cases this device can read, oldest first.
    ///
    /// # Errors
    /// The vault's.
    pub fn case_ids(&self) -> Result<Vec<CaseId>, Error> {
        let mut ids = Vec::new();
        for (case, _) in self.vault.cases()? {
            if self.vault.case_row(case)?.is_some() {
                ids.push(CaseId(case));
            }
        }
        Ok(ids)
    }

    /// Finds the one case whose id starts with the given hexadecimal digits.
    ///
    /// # Errors
    /// `case.unknown` where none or several do.
    pub fn find_case(&self, prefix: &str) -> Result<CaseId, Error> {
        let prefix = prefix.to_lowercase();
        let mut found = self
            .case_ids()?
            .into_iter()
            .filter(|id| id.to_string().starts_with(&prefix));
        match (found.next(), found.next()) {
            (Some(id), None) if !prefix.is_empty() => Ok(id),
            _ => Err(Error::UnknownCase),
        }
    }

    /// Runs a reading of a case.
    pub(crate) fn with_case<T>(
        &mut self,
        id: CaseId,
        read: impl FnOnce(&Case) -> T,
    ) -> Result<T, Error> {
        self.look_again()?;
        let case = match self.open.take(id) {
            Some(case) => case,
            None => load(&self.vault, id)?.ok_or(Error::UnknownCase)?,
        };
        let result = read(&case);
        self.open.keep(case);
        Ok(result)
    }
}

impl Act<'_, '_> {
    /// Writes commands at a given time as one change, forgetting the drafts of the case up to `drafts`.
    pub(crate) fn write(
        &mut self,
        id: CaseId,
        at: i64,
        commands: &[Command],
        drafts: Option<i64>,
    ) -> Result<(), Error> {
        let mut case = self.take_case(id)?.ok_or(Error::UnknownCase)?;
        let change = case.commit(self.author(), at, commands)?;
        if let Some(change) = change {
            // Asked of the change itself, as every other device will ask.
            for right in case.rights_needed(&change)? {
                self.require(right)?;
            }
            self.store(case, &[(change, ChangeState::Applied)], true)?;
        } else {
            self.open.keep(case);
        }
        if let Some(upto) = drafts {
            self.tx.clear_drafts(*id.as_bytes(), upto)?;
        }
        Ok(())
    }

    /// Stores changes of a case with what became of them, the case's row and, when due, a snapshot.
    pub(crate) fn store(
        &mut self,
        case: Case,
        changes: &[(RawChange, ChangeState)],
        own: bool,
    ) -> Result<(), Error> {
        let id = case.id();
        let mut last = None;
        for (change, state) in changes {
            let new = new_change(id, change, state, own);
            match self.tx.append_change(&new)? {
                Some(kept) if *state == ChangeState::Applied => last = Some(kept),
                Some(_) => {}
                None => self
                    .tx
                    .set_change_state(*id.as_bytes(), *change.hash.as_bytes(), state)?,
            }
        }
        if let Some(last) = last
            && self.snapshot_is_due(id)?
        {
            self.tx.put_snapshot(*id.as_bytes(), &case.save(), last)?;
        }
        let row = self.row_of(&case, own)?;
        self.tx.put_case_row(&row)?;
        self.open.keep(case);
        Ok(())
    }

    fn snapshot_is_due(&self, id: CaseId) -> Result<bool, Error> {
        let past = self.tx.changes_past_snapshot(*id.as_bytes())?;
        let packed = self.tx.snapshot_len(*id.as_bytes())?.unwrap_or(0);
        Ok(past > packed / SNAPSHOT_BYTES_A_CHANGE)
    }

    /// Takes a case out of memory, or opens it from the vault.
    pub(crate) fn take_case(&mut self, id: CaseId) -> Result<Option<Case>, Error> {
        match self.open.take(id) {
            Some(case) => Ok(Some(case)),
            None => load(self.records(), id),
        }
    }

    pub(crate) fn row_of(&self, case: &Case, own: bool) -> Result<nuong_vault::CaseRow, Error> {
        let record = case.record();
        let before = self.tx.case_row(*record.id.as_bytes())?;
        let written_here =
            own || before.is_some_and(|row| row.sent_state == projection::WRITTEN_HERE);
        let assessment = assessing::assess(self.records(), self.packs, self.env, &record)?;
        Ok(projection::row(
            &record,
            &assessment,
            case.conflicts().len(),
            written_here,
        ))
    }

    /// Refuses what this device's role may not do.
    pub(crate) fn require(&self, right: Right) -> Result<(), Error> {
        let role = self.identity()?.certificate.terms().role;
        if may(role, right) {
            Ok(())
        } else {
            Err(Error::RoleNotAllowed)
        }
    }
}

/// Opens a case from its snapshot and the changes since; `None` where the vault holds nothing of it.
pub(crate) fn load(records: &Records, id: CaseId) -> Result<Option<Case>, Error> {
    let applied = |after| -> Result<Vec<RawChange>, Error> {
        let mut changes = Vec::new();
        for stored in records.changes_since(*id.as_bytes(), after)? {
            if stored.state == ChangeState::Applied {
                changes.push(RawChange::parse(&stored.bytes)?);
            }
        }
        Ok(changes)
    };
    if let Some(snapshot) = records.snapshot(*id.as_bytes())? {
        let mut case = Case::load(&snapshot.bytes)?;
        case.apply(&applied(snapshot.last_change)?)?;
        return Ok(Some(case));
    }
    let changes = applied(0)?;
    if changes.is_empty() {
        return Ok(None);
    }
    let (case, _) = Case::receive(&changes, |_, _| true)?;
    Ok(Some(case))
}

/// Whether a role may make a change of this kind take effect. Asked of own commands and of every change received.
pub(crate) fn may(role: Role, right: Right) -> bool {
    let asked = match right {
        Right::Create => TrustRight::Create,
        Right::Record => TrustRight::Record,
        Right::Note => TrustRight::Note,
        Right::Consent => TrustRight::Consent,
        Right::Refer => TrustRight::Refer,
        Right::Resolve => TrustRight::Resolve,
        Right::Decide => TrustRight::Decide,
        Right::HandOver => TrustRight::HandOver,
        Right::Link => TrustRight::Link,
        // Unknown, Forbidden, and what a later version may add.
        _ => return false,
    };
    role.may(asked)
}

fn new_change(case: CaseId, change: &RawChange, state: &ChangeState, own: bool) -> NewChange {
    NewChange {
        case: *case.as_bytes(),
        hash: *change.hash.as_bytes(),
        author: *change.author.as_bytes(),
        seq: change.seq,
        at: change.at,
        bytes: change.bytes.clone(),
        state: state.clone(),
        own,
    }
}

impl Act<'_, '_> {
    /// Keeps changes of a case whose beginning has not arrived.
    pub(crate) fn store_unreadable(
        &mut self,
        id: CaseId,
        changes: &[(RawChange, ChangeState)],
    ) -> Result<(), Error> {
        for (change, state) in changes {
            self.tx
                .append_change(&new_change(id, change, state, false))?;
        }
        Ok(())
    }
}
