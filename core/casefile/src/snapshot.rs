//! Checks a saved document before the engine loads it.
//!
//! Snapshots come from this device's own sealed vault, so altered bytes are caught before this.
//! Still the engine is not given anything it would inflate, or expand, without bound.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Automerge;

use crate::chunk::{self, MAX_HEADER_BYTES};
use crate::columns::{Bytes, Flags, Runs, malformed};
use crate::error::CaseError;

/// The longest accepted snapshot: a case of a thousand screens is under 1 MiB.
pub const MAX_SNAPSHOT_BYTES: usize = 16 * 1024 * 1024;
/// The most rows any column of a snapshot may have, one an operation: five times what fills
/// the longest case seen in design, a family of ten followed for years.
pub const MAX_SNAPSHOT_ROWS: u64 = 1_000_000;

const DOCUMENT_CHUNK: u8 = 0;
const MAX_ACTORS: usize = 4096;
const MAX_HEADS: usize = 4096;
const MAX_COLUMNS: usize = 64;

/// Loads a document that this crate saved.
pub(crate) fn load(bytes: &[u8]) -> Result<Automerge, CaseError> {
    if bytes.len() > MAX_SNAPSHOT_BYTES + MAX_HEADER_BYTES {
        return Err(CaseError::TooLarge {
            limit: MAX_SNAPSHOT_BYTES,
        });
    }
    check(bytes)?;
    guarded(|| Automerge::load(bytes))?.map_err(|_| CaseError::Damaged)
}

/// Runs the engine on data that could hurt it. The checks before should leave it no reason to
/// panic; if it does, that is an error of this call and not the end of the process.
pub(crate) fn guarded<T>(engine: impl FnOnce() -> T) -> Result<T, CaseError> {
    catch_unwind(AssertUnwindSafe(engine)).map_err(|_| CaseError::Engine)
}

fn check(bytes: &[u8]) -> Result<(), CaseError> {
    let mut rest = chunk::open(bytes, DOCUMENT_CHUNK)?.contents;
    for _ in 0..rest.count(MAX_ACTORS)? {
        if rest.prefixed(64)?.len() != 16 {
            return Err(malformed("author is not 16 bytes"));
        }
    }
    let heads = rest.count(MAX_HEADS)?;
    rest.take(heads * 32)?;
    let columns = [layout(&mut rest)?, layout(&mut rest)?];
    for (spec, len) in columns.concat() {
        let column = rest.take(len)?;
        if rows(spec, column)? > MAX_SNAPSHOT_ROWS {
            return Err(malformed("too many rows"));
        }
    }
    for _ in 0..heads {
        rest.uleb()?;
    }
    if rest.is_empty() {
        Ok(())
    } else {
        Err(malformed("bytes left"))
    }
}

fn layout(rest: &mut Bytes<'_>) -> Result<Vec<(u64, usize)>, CaseError> {
    let mut columns = Vec::new();
    for _ in 0..rest.count(MAX_COLUMNS)? {
        let spec = rest.uleb()?;
        if spec & 0x08 != 0 {
            return Err(malformed("compressed column"));
        }
        columns.push((spec, rest.count(MAX_SNAPSHOT_BYTES)?));
    }
    Ok(columns)
}

/// How many rows a column has or, where its values count the rows of others, asks for.
fn rows(spec: u64, column: &[u8]) -> Result<u64, CaseError> {
    match spec & 0x07 {
        0 => Runs::<u64>::new(column).weigh(|count| count.unwrap_or(0).saturating_add(1)),
        3 => Runs::<i64>::new(column).weigh(|_| 1),
        4 => Flags::new(column).total(),
        5 => Runs::<&str>::new(column).weigh(|_| 1),
        7 => Ok(0),
        _ => Runs::<u64>::new(column).weigh(|_| 1),
    }
}
