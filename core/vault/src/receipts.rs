//! What the hub has given receipts for, and what it would not take.

use rusqlite::params;

use crate::{Id, Records, Tx, VaultError};

impl Records {
    /// Up to which number of each author the hub has given receipts, by author.
    pub fn acknowledged(&self) -> Result<Vec<(Id, u64)>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT author, upto FROM acknowledged ORDER BY author")?;
        let rows = query.query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Notes the hub's receipt for every parcel of this author up to and including this number. Returns how many parcels
    /// that is news of.
    pub fn mark_at_hub(&mut self, author: [u8; 16], upto: u64) -> Result<usize, VaultError> {
        let upto = bounded(upto);
        self.conn()
            .prepare_cached(
                "INSERT INTO acknowledged (author, upto) VALUES (?1, ?2)
                 ON CONFLICT (author) DO UPDATE SET upto = max(upto, ?2)",
            )?
            .execute(params![author, upto])?;
        let mut update = self.conn().prepare_cached(
            "UPDATE parcel SET at_hub = 1 WHERE author = ?1 AND seq <= ?2 AND at_hub = 0 AND fork = 0",
        )?;
        Ok(update.execute(params![author, upto])?)
    }

    /// Notes the hub's receipt for one parcel after a gap.
    pub fn mark_one_at_hub(&mut self, author: [u8; 16], seq: u64) -> Result<usize, VaultError> {
        let mut update = self.conn().prepare_cached(
            "UPDATE parcel SET at_hub = 1 WHERE author = ?1 AND seq = ?2 AND at_hub = 0 AND fork = 0",
        )?;
        Ok(update.execute(params![author, bounded(seq)])?)
    }

    /// Notes that the hub has less of this author than it gave receipts for: what is after `upto` is to be brought again.
    /// Returns how many parcels that is.
    pub fn forget_at_hub(&mut self, author: [u8; 16], upto: u64) -> Result<usize, VaultError> {
        let upto = bounded(upto);
        self.conn()
            .prepare_cached("UPDATE acknowledged SET upto = min(upto, ?2) WHERE author = ?1")?
            .execute(params![author, upto])?;
        let mut update = self.conn().prepare_cached(
            "UPDATE parcel SET at_hub = 0 WHERE author = ?1 AND seq > ?2 AND at_hub = 1 AND fork = 0",
        )?;
        Ok(update.execute(params![author, upto])?)
    }

    /// Notes that the hub did not take a parcel, and with which code; it is not brought again until the note is taken away
    /// with `None`.
    ///
    /// # Errors
    /// [`VaultError::UnknownEntry`] when the vault does not have the parcel.
    pub fn mark_refused(&mut self, name: [u8; 32], code: Option<&str>) -> Result<(), VaultError> {
        let no = self.parcel_no(name)?;
        self.conn()
            .prepare_cached("UPDATE parcel SET refused = ?2 WHERE no = ?1")?
            .execute(params![no, code])?;
        Ok(())
    }
}

/// A number from a hub, which may be any; no log reaches past the highest signed one.
fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
