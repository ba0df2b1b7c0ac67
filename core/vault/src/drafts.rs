//! Drafts: answers as they are given. Each is durable when `append_draft` returns; they are folded into a change when the
//! person leaves the screen, and cleared in the same transaction.

use rusqlite::{Connection, Row, params};

use crate::{Records, Tx, Vault, VaultError};

/// Longest interview id, path or value of a draft, in bytes: the longest text an answer may have (16,000 characters of up
/// to 4 bytes) with room for its JSON form.
pub const MAX_DRAFT_TEXT: usize = 72 * 1024;

/// One answer that is not yet part of a change.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Rises with each draft; used by [`Tx::clear_drafts`].
    pub id: i64,
    /// The case.
    pub case: [u8; 16],
    /// The interview within the case.
    pub interview: String,
    /// The question.
    pub path: String,
    /// The answer, as JSON.
    pub value: String,
    /// When it was given, Unix seconds.
    pub at: i64,
}

impl Vault {
    /// Keeps one answer and returns its id. When this returns, the answer survives a power cut.
    ///
    /// Writes one page to the log and touches no index.
    ///
    /// # Errors
    /// [`VaultError::Full`] when there is no room: the answer is not saved, and earlier ones are safe.
    pub fn append_draft(
        &mut self,
        case: [u8; 16],
        interview: &str,
        path: &str,
        value: &str,
        at: i64,
    ) -> Result<i64, VaultError> {
        append(&self.0, case, interview, path, value, at)
    }
}

impl Records {
    /// Drafts of a case, oldest first.
    pub fn drafts(&self, case: [u8; 16]) -> Result<Vec<Draft>, VaultError> {
        // No index: the table holds only what was answered since the last screen was left.
        let mut query = self
            .0
            .prepare_cached("SELECT * FROM draft WHERE case_id = ?1 ORDER BY id")?;
        let rows = query.query_map([case], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Drafts of every case, oldest first: what is to be folded in after a restart.
    pub fn all_drafts(&self) -> Result<Vec<Draft>, VaultError> {
        let mut query = self.0.prepare_cached("SELECT * FROM draft ORDER BY id")?;
        let rows = query.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps one answer as part of this transaction.
    pub fn append_draft(
        &mut self,
        case: [u8; 16],
        interview: &str,
        path: &str,
        value: &str,
        at: i64,
    ) -> Result<i64, VaultError> {
        append(self.conn(), case, interview, path, value, at)
    }

    /// Removes the drafts of a case up to and including `upto`: they are in a change of this same transaction.
    pub fn clear_drafts(&mut self, case: [u8; 16], upto: i64) -> Result<usize, VaultError> {
        let mut delete = self
            .conn()
            .prepare_cached("DELETE FROM draft WHERE case_id = ?1 AND id <= ?2")?;
        Ok(delete.execute(params![case, upto])?)
    }
}

fn append(
    conn: &Connection,
    case: [u8; 16],
    interview: &str,
    path: &str,
    value: &str,
    at: i64,
) -> Result<i64, VaultError> {
    for (what, text) in [("interview", interview), ("path", path), ("value", value)] {
        VaultError::limit(what, text.len(), MAX_DRAFT_TEXT)?;
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO draft (case_id, interview, path, value, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    Ok(insert.insert(params![case, interview, path, value, at])?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get("id")?,
        case: row.get("case_id")?,
        interview: row.get("interview")?,
        path: row.get("path")?,
        value: row.get("value")?,
        at: row.get("at")?,
    })
}
