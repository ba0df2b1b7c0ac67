//! Snapshots: a whole document at one moment, so that opening a case does not replay its log.

use std::cell::RefCell;

use rusqlite::{OptionalExtension as _, params};
use zstd::bulk::Decompressor;

use crate::changes::PLACES;
use crate::{Records, Tx, VaultError};

/// Longest snapshot, uncompressed, in bytes. A case of an ordinary length takes 5 kB; this is a thousand times more than
/// the longest that was measured, and bounds what a damaged length can make us allocate.
pub const MAX_SNAPSHOT: usize = 16 * 1024 * 1024;

/// Coding 1: zstd without a dictionary.
const ZSTD: u8 = 1;

/// A level that costs a third of a millisecond a case; the smallest ones cost ten times that for a tenth of the bytes.
const LEVEL: i32 = 9;

/// A document as it was after the change `last_change`.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The document, uncompressed.
    pub bytes: Vec<u8>,
    /// Id of the last change it holds, for [`Records::changes_since`].
    pub last_change: i64,
}

impl Records {
    /// The snapshot of a case, if it has one.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it does not unpack; the log still holds every change.
    pub fn snapshot(&self, case: [u8; 16]) -> Result<Option<Snapshot>, VaultError> {
        let Some(no) = self.case_no(case)? else {
            return Ok(None);
        };
        let mut query = self
            .0
            .prepare_cached("SELECT coding, bytes, last_change FROM snapshot WHERE case_no = ?1")?;
        let Some((coding, packed, last_change)) = query
            .query_row([no], |row| {
                Ok((row.get::<_, u8>(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?))
            })
            .optional()?
        else {
            return Ok(None);
        };
        if coding != ZSTD {
            return Err(VaultError::Damaged);
        }
        let bytes = unpack(&packed)?;
        Ok(Some(Snapshot { bytes, last_change }))
    }

    /// How many changes were kept or applied since the snapshot of a case, or ever where it has none.
    pub fn changes_past_snapshot(&self, case: [u8; 16]) -> Result<u64, VaultError> {
        let Some(no) = self.case_no(case)? else {
            return Ok(0);
        };
        let mut query = self.0.prepare_cached(
            "SELECT count(*) FROM change WHERE id < ?2 AND id >= ?1
               AND id > coalesce((SELECT last_change FROM snapshot WHERE case_no = ?3), 0)",
        )?;
        let count: i64 = query.query_row(params![no * PLACES, (no + 1) * PLACES, no], |row| {
            row.get(0)
        })?;
        Ok(count.unsigned_abs())
    }

    /// Bytes that the snapshot of a case takes at rest.
    pub fn snapshot_len(&self, case: [u8; 16]) -> Result<Option<u64>, VaultError> {
        let Some(no) = self.case_no(case)? else {
            return Ok(None);
        };
        let mut query = self
            .0
            .prepare_cached("SELECT length(bytes) FROM snapshot WHERE case_no = ?1")?;
        let len: Option<i64> = query.query_row([no], |row| row.get(0)).optional()?;
        Ok(len.map(i64::unsigned_abs))
    }
}

thread_local! {
    /// Making one costs more than unpacking a case with it.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let length = zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten();
    let length = usize::try_from(length.ok_or(VaultError::Damaged)?).unwrap_or(usize::MAX);
    if length > MAX_SNAPSHOT {
        return Err(VaultError::Damaged);
    }
    UNPACKER.with_borrow_mut(|unpacker| {
        let unpacker = match unpacker {
            Some(unpacker) => unpacker,
            None => unpacker.insert(Decompressor::new()?),
        };
        unpacker
            .decompress(packed, length)
            .map_err(|_| VaultError::Damaged)
    })
}

impl Tx<'_> {
    /// Keeps the document of a case as it is after the change with the id `last_change`, in place of an older one.
    pub fn put_snapshot(
        &mut self,
        case: [u8; 16],
        bytes: &[u8],
        last_change: i64,
    ) -> Result<(), VaultError> {
        VaultError::limit("snapshot", bytes.len(), MAX_SNAPSHOT)?;
        let no = self.case_no(case)?.ok_or(VaultError::UnknownCase)?;
        let packed = zstd::bulk::compress(bytes, LEVEL)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO snapshot (case_no, last_change, coding, bytes) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (case_no) DO UPDATE SET last_change = ?2, coding = ?3, bytes = ?4",
        )?;
        put.execute(params![no, last_change, ZSTD, packed])?;
        Ok(())
    }
}
