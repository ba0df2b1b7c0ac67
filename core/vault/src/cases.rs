//! The list of cases: one row a case, derived from its document, for lists, counts and search.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Row, params, params_from_iter};

use crate::fold::{fold, match_expression};
use crate::{Records, Tx, VaultError};

/// Most rows of one page.
pub const MAX_PAGE: u32 = 500;

/// Longest name, place or other text of a row, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// What lists show of a case. Small numbers are codes of the caller; the vault only orders and filters by them.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub case_id: [u8; 16],
    /// Its tag.
    pub tag: [u8; 16],
    /// The person's name as given, if known. Searched.
    pub name: Option<String>,
    /// Where it was made. Searched.
    pub place: String,
    /// Stage, as a code.
    pub stage: u8,
    /// Outcome of the assessment, as a code.
    pub outcome: u8,
    /// How urgent, higher first.
    pub urgent_rank: u8,
    /// To be treated as a child.
    pub child: bool,
    /// Values in conflict that nobody has resolved.
    pub conflicts: u32,
    /// Ids of the urgent needs; an id holds no space.
    pub urgent: Vec<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// Who made the case.
    pub created_by: [u8; 16],
    /// Unix seconds.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: [u8; 16],
    /// How far its changes have travelled, as a code.
    pub sent_state: u8,
    /// The questionnaire of its latest interview; empty when it has none.
    pub instrument: String,
    /// An interview is not finished.
    pub interview_open: bool,
    /// Needs that nobody has met yet.
    pub needs_open: u32,
}

/// Which cases to list; the default is all of them. Each field narrows further.
#[derive(Clone, Default)]
pub struct CaseFilter {
    /// Words of the name or place as a person types them: without marks or with, the last one unfinished.
    pub search: Option<String>,
    /// Only these stages; empty means any.
    pub stages: Vec<u8>,
    /// At least this urgent.
    pub min_urgent_rank: Option<u8>,
    /// Only with (or only without) unresolved conflicts.
    pub conflicts: Option<bool>,
    /// Only persons to be treated as children (or only others).
    pub child: Option<bool>,
    /// Only with (or only without) an unfinished interview.
    pub interview_open: Option<bool>,
    /// Only those made by this author.
    pub created_by: Option<[u8; 16]>,
    /// Only those that have travelled exactly this far.
    pub sent_state: Option<u8>,
}

/// The order of a list. Ties go by newest change, then newest case, so that pages never overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// Most urgent first, and newest first among equals.
    #[default]
    UrgentFirst,
    /// Last changed first.
    NewestFirst,
}

/// A page of a list.
#[derive(Clone)]
pub struct CasePage {
    /// The rows.
    pub rows: Vec<CaseRow>,
    /// There are more after these.
    pub more: bool,
}

const COLUMNS: &str = "cases.case_id, cases.tag, name, place, stage, outcome, urgent_rank, child, conflicts, urgent, \
                       created_at, created_by, updated_at, updated_by, sent_state, instrument, interview_open, needs_open";

impl Records {
    /// The row of a case.
    pub fn case_row(&self, case: [u8; 16]) -> Result<Option<CaseRow>, VaultError> {
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM case_row JOIN cases ON cases.no = case_row.case_no WHERE cases.case_id = ?1"
        ))?;
        Ok(query.query_row([case], read).optional()?)
    }

    /// Rows that pass the filter, `limit` of them (at most [`MAX_PAGE`]) after the first `offset`.
    pub fn case_rows(
        &self,
        filter: &CaseFilter,
        order: CaseOrder,
        offset: u64,
        limit: u32,
    ) -> Result<CasePage, VaultError> {
        let limit = limit.min(MAX_PAGE) as usize;
        let Some((condition, mut values)) = condition(filter) else {
            return Ok(CasePage {
                rows: Vec::new(),
                more: false,
            });
        };
        let order = match order {
            CaseOrder::UrgentFirst => "urgent_rank DESC, updated_at DESC, case_no DESC",
            CaseOrder::NewestFirst => "updated_at DESC, case_no DESC",
        };
        // The order is fixed by index; joining the identities comes after the page is cut.
        let mut query = self.0.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM case_row CROSS JOIN cases ON cases.no = case_row.case_no
             WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
        ))?;
        values.push(Value::from(limit as i64 + 1));
        values.push(Value::from(i64::try_from(offset).unwrap_or(i64::MAX)));
        let mut rows: Vec<CaseRow> = query
            .query_map(params_from_iter(values), read)?
            .collect::<Result<_, _>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(CasePage { rows, more })
    }

    /// Number of rows that pass the filter.
    pub fn count_case_rows(&self, filter: &CaseFilter) -> Result<u64, VaultError> {
        let Some((condition, values)) = condition(filter) else {
            return Ok(0);
        };
        let mut query = self
            .0
            .prepare_cached(&format!("SELECT count(*) FROM case_row WHERE {condition}"))?;
        let count: i64 = query.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

impl Tx<'_> {
    /// Puts the row of a case, in place of the one before, and makes it findable by name and place.
    pub fn put_case_row(&mut self, row: &CaseRow) -> Result<(), VaultError> {
        for (what, text) in [("place", &row.place), ("instrument", &row.instrument)] {
            VaultError::limit(what, text.len(), MAX_TEXT)?;
        }
        let name = row.name.as_deref().unwrap_or_default();
        VaultError::limit("name", name.len(), MAX_TEXT)?;
        let no = self.case_no(row.case_id)?.ok_or(VaultError::UnknownCase)?;
        let mut before = self
            .conn()
            .prepare_cached("SELECT name, place FROM case_row WHERE case_no = ?1")?;
        let before: Option<(Option<String>, String)> = before
            .query_row([no], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let mut put = self.conn().prepare_cached(
            "INSERT OR REPLACE INTO case_row (case_no, name, place, stage, outcome, urgent_rank, child, conflicts, urgent,
                 created_at, created_by, updated_at, updated_by, sent_state, instrument, interview_open, needs_open)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        put.execute(params![
            no,
            row.name,
            row.place,
            row.stage,
            row.outcome,
            row.urgent_rank,
            row.child,
            row.conflicts,
            row.urgent.join(" "),
            row.created_at,
            row.created_by,
            row.updated_at,
            row.updated_by,
            row.sent_state,
            row.instrument,
            row.interview_open,
            row.needs_open
        ])?;
        // The index is dear to write and the words seldom change.
        if before
            .as_ref()
            .is_none_or(|(old_name, place)| *old_name != row.name || *place != row.place)
        {
            let words = fold(&format!("{name} {}", row.place));
            let mut index = self.conn().prepare_cached(
                "INSERT OR REPLACE INTO case_search (rowid, words) VALUES (?1, ?2)",
            )?;
            index.execute(params![no, words])?;
        }
        Ok(())
    }

    /// Empties the list, to be built anew from the documents. The documents are not touched.
    pub fn clear_case_rows(&mut self) -> Result<(), VaultError> {
        self.conn().execute_batch(
            "DELETE FROM case_row; INSERT INTO case_search (case_search) VALUES ('delete-all')",
        )?;
        Ok(())
    }
}

/// The SQL condition of a filter and its values; `None` when a search was asked for that holds no word, which finds
/// nothing.
fn condition(filter: &CaseFilter) -> Option<(String, Vec<Value>)> {
    let mut parts: Vec<String> = vec!["1".into()];
    let mut values = Vec::new();
    if let Some(typed) = filter
        .search
        .as_deref()
        .filter(|typed| !typed.trim().is_empty())
    {
        parts.push(
            "case_row.case_no IN (SELECT rowid FROM case_search WHERE case_search MATCH ?)".into(),
        );
        values.push(Value::from(match_expression(typed)?));
    }
    if !filter.stages.is_empty() {
        let marks = vec!["?"; filter.stages.len()].join(", ");
        parts.push(format!("stage IN ({marks})"));
        values.extend(
            filter
                .stages
                .iter()
                .map(|stage| Value::from(i64::from(*stage))),
        );
    }
    if let Some(rank) = filter.min_urgent_rank {
        parts.push("urgent_rank >= ?".into());
        values.push(Value::from(i64::from(rank)));
    }
    let flags = [
        ("(conflicts > 0)", filter.conflicts),
        ("child", filter.child),
        ("interview_open", filter.interview_open),
    ];
    for (column, wanted) in flags {
        if let Some(wanted) = wanted {
            parts.push(format!("{column} = ?"));
            values.push(Value::from(wanted));
        }
    }
    if let Some(author) = filter.created_by {
        parts.push("created_by = ?".into());
        values.push(Value::from(author.to_vec()));
    }
    if let Some(state) = filter.sent_state {
        parts.push("sent_state = ?".into());
        values.push(Value::from(i64::from(state)));
    }
    Some((parts.join(" AND "), values))
}

fn read(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        case_id: row.get(0)?,
        tag: row.get(1)?,
        name: row.get(2)?,
        place: row.get(3)?,
        stage: row.get(4)?,
        outcome: row.get(5)?,
        urgent_rank: row.get(6)?,
        child: row.get(7)?,
        conflicts: row.get(8)?,
        urgent: row
            .get::<_, String>(9)?
            .split(' ')
            .filter(|need| !need.is_empty())
            .map(Into::into)
            .collect(),
        created_at: row.get(10)?,
        created_by: row.get(11)?,
        updated_at: row.get(12)?,
        updated_by: row.get(13)?,
        sent_state: row.get(14)?,
        instrument: row.get(15)?,
        interview_open: row.get(16)?,
        needs_open: row.get(17)?,
    })
}
