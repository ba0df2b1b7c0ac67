//! Cases and their changes: the log from which everything about a case can be rebuilt.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::{Id, Records, Tx, VaultError};

/// Longest change, in bytes: above what a case accepts (48 KiB), so that what it sets aside still fits.
const MAX_CHANGE: usize = 64 * 1024;

/// Places in the log of one case: ids are case number * this + place.
pub(crate) const PLACES: i64 = 1 << 24;

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeState {
    /// It is part of the document.
    Applied,
    /// It waits for changes it depends on.
    Waiting,
    /// It is kept, visible, and has no effect; `code` says why.
    Aside {
        /// Stable code of the reason.
        code: String,
    },
}

/// A change to be kept. The lengths of `hash` and ids are fixed; `bytes` is the change as it is, uncompressed.
#[derive(Clone)]
pub struct NewChange {
    /// The case; it must have been put before.
    pub case: [u8; 16],
    /// Its hash, which identifies it.
    pub hash: [u8; 32],
    /// Who made it.
    pub author: [u8; 16],
    /// Its number among the changes of this author in this case.
    pub seq: u64,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// The change itself.
    pub bytes: Vec<u8>,
    /// What became of it.
    pub state: ChangeState,
    /// Made on this device, so it is for this device to send.
    pub own: bool,
}

/// A change as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Rises within a case in the order in which changes were kept or applied.
    pub id: i64,
    /// The case.
    pub case: [u8; 16],
    /// Its hash.
    pub hash: [u8; 32],
    /// Who made it.
    pub author: [u8; 16],
    /// Its number among the changes of this author in this case.
    pub seq: u64,
    /// When it was made, Unix seconds.
    pub at: i64,
    /// What became of it.
    pub state: ChangeState,
    /// Made on this device.
    pub own: bool,
    /// Name of the own parcel that carries it, once one does.
    pub parcel: Option<[u8; 32]>,
    /// The change itself.
    pub bytes: Vec<u8>,
}

const COLUMNS: &str = "change.id, cases.case_id, change.hash, change.author, change.seq, change.at, change.state, \
                       change.code, change.own, change.parcel, change.bytes";

impl Records {
    /// Every case and its tag, in the order in which they came.
    pub fn cases(&self) -> Result<Vec<(Id, Id)>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT case_id, tag FROM cases ORDER BY no")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The tag of a case, or `None` when the vault does not have the case.
    pub fn case_tag(&self, case: [u8; 16]) -> Result<Option<[u8; 16]>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT tag FROM cases WHERE case_id = ?1")?;
        Ok(query.query_row([case], |row| row.get(0)).optional()?)
    }

    /// The case that has this tag.
    pub fn case_of_tag(&self, tag: [u8; 16]) -> Result<Option<[u8; 16]>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT case_id FROM cases WHERE tag = ?1")?;
        Ok(query.query_row([tag], |row| row.get(0)).optional()?)
    }

    /// All changes of a case, whatever their state, in the order in which they were kept or applied.
    pub fn changes(&self, case: [u8; 16]) -> Result<Vec<StoredChange>, VaultError> {
        self.changes_since(case, 0)
    }

    /// Changes of a case with an id above `after`: with the last id of a snapshot, what the snapshot lacks (and those
    /// that wait or are aside, which no snapshot holds, as far as they came later).
    pub fn changes_since(
        &self,
        case: [u8; 16],
        after: i64,
    ) -> Result<Vec<StoredChange>, VaultError> {
        let Some(no) = self.case_no(case)? else {
            return Ok(Vec::new());
        };
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM change JOIN cases ON cases.no = change.case_no
             WHERE change.id > ?1 AND change.id < ?2 ORDER BY change.id"
        ))?;
        let rows = query.query_map(params![after.max(no * PLACES - 1), (no + 1) * PLACES], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Changes of a case that wait or are aside.
    pub fn changes_not_applied(&self, case: [u8; 16]) -> Result<Vec<StoredChange>, VaultError> {
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM change JOIN cases ON cases.no = change.case_no
             WHERE change.state <> 0 AND cases.case_id = ?1 ORDER BY change.id"
        ))?;
        let rows = query.query_map([case], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether the vault has this change of this case.
    pub fn has_change(&self, case: [u8; 16], hash: [u8; 32]) -> Result<bool, VaultError> {
        let Some(no) = self.case_no(case)? else {
            return Ok(false);
        };
        let mut query = self
            .0
            .prepare_cached("SELECT 1 FROM change WHERE case_no = ?1 AND hash = ?2")?;
        Ok(query.exists(params![no, hash])?)
    }

    /// Number of changes of all cases.
    pub fn change_count(&self) -> Result<u64, VaultError> {
        let count: i64 = self
            .0
            .query_row("SELECT count(*) FROM change", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Own changes that no parcel carries yet, case by case, oldest first.
    pub fn outbox(&self) -> Result<Vec<StoredChange>, VaultError> {
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM change JOIN cases ON cases.no = change.case_no
             WHERE change.own = 1 AND change.parcel IS NULL ORDER BY change.id"
        ))?;
        let rows = query.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn case_no(&self, case: [u8; 16]) -> Result<Option<i64>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT no FROM cases WHERE case_id = ?1")?;
        Ok(query.query_row([case], |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Makes a case known; `false` when it already was.
    ///
    /// # Errors
    /// [`VaultError::Contradiction`] when the case has another tag, or another case has this one.
    pub fn put_case(&mut self, case: [u8; 16], tag: [u8; 16]) -> Result<bool, VaultError> {
        if let Some(known) = self.case_tag(case)? {
            return if known == tag {
                Ok(false)
            } else {
                Err(VaultError::Contradiction)
            };
        }
        self.conn().execute(
            "INSERT INTO cases (case_id, tag) VALUES (?1, ?2)",
            params![case, tag],
        )?;
        Ok(true)
    }

    /// Keeps a change and returns its id, or `None` when the vault already has it (then nothing is altered).
    pub fn append_change(&mut self, change: &NewChange) -> Result<Option<i64>, VaultError> {
        VaultError::limit("change", change.bytes.len(), MAX_CHANGE)?;
        let no = self.case_no(change.case)?.ok_or(VaultError::UnknownCase)?;
        let id = self.next_id(no)?;
        let (state, code) = encode(&change.state);
        let mut insert = self.conn().prepare_cached(
            "INSERT INTO change (id, case_no, hash, author, seq, at, state, code, own, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (case_no, hash) DO NOTHING",
        )?;
        let seq = i64::try_from(change.seq).map_err(|_| VaultError::Contradiction)?;
        let added = insert.execute(params![
            id,
            no,
            change.hash,
            change.author,
            seq,
            change.at,
            state,
            code,
            change.own,
            change.bytes
        ])?;
        Ok((added == 1).then_some(id))
    }

    /// Alters what became of a change. One that becomes applied moves to the end of the log of its case, so that
    /// `changes_since` an older snapshot finds it.
    ///
    /// # Errors
    /// [`VaultError::UnknownEntry`] when the vault does not have the change.
    pub fn set_change_state(
        &mut self,
        case: [u8; 16],
        hash: [u8; 32],
        state: &ChangeState,
    ) -> Result<(), VaultError> {
        let no = self.case_no(case)?.ok_or(VaultError::UnknownCase)?;
        let end = self.next_id(no)?;
        let (number, code) = encode(state);
        let mut update = self.conn().prepare_cached(
            "UPDATE change SET id = CASE WHEN ?3 = 0 AND state <> 0 THEN ?5 ELSE id END, state = ?3, code = ?4
             WHERE case_no = ?1 AND hash = ?2",
        )?;
        match update.execute(params![no, hash, number, code, end])? {
            0 => Err(VaultError::UnknownEntry),
            _ => Ok(()),
        }
    }

    /// Notes that own changes now travel in the parcel of this name, which takes them out of the outbox.
    pub fn mark_parcelled(&mut self, changes: &[i64], parcel: [u8; 32]) -> Result<(), VaultError> {
        let mut update = self
            .conn()
            .prepare_cached("UPDATE change SET parcel = ?2 WHERE id = ?1 AND own = 1")?;
        for id in changes {
            if update.execute(params![id, parcel])? == 0 {
                return Err(VaultError::UnknownEntry);
            }
        }
        Ok(())
    }

    fn next_id(&self, no: i64) -> Result<i64, VaultError> {
        let mut query = self
            .conn()
            .prepare_cached("SELECT max(id) FROM change WHERE id >= ?1 AND id < ?2")?;
        let last: Option<i64> =
            query.query_row(params![no * PLACES, (no + 1) * PLACES], |row| row.get(0))?;
        let next = last.map_or(no * PLACES, |id| id + 1);
        if next >= (no + 1) * PLACES {
            Err(VaultError::Contradiction)
        } else {
            Ok(next)
        }
    }
}

fn encode(state: &ChangeState) -> (u8, Option<&str>) {
    match state {
        ChangeState::Applied => (0, None),
        ChangeState::Waiting => (1, None),
        ChangeState::Aside { code } => (2, Some(code)),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredChange> {
    let state = match row.get::<_, i64>(6)? {
        0 => ChangeState::Applied,
        1 => ChangeState::Waiting,
        _ => ChangeState::Aside {
            code: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        },
    };
    Ok(StoredChange {
        id: row.get(0)?,
        case: row.get(1)?,
        hash: row.get(2)?,
        author: row.get(3)?,
        seq: row.get::<_, i64>(4)?.unsigned_abs(),
        at: row.get(5)?,
        state,
        own: row.get(8)?,
        parcel: row.get(9)?,
        bytes: row.get(10)?,
    })
}
