//! The embedded store: one SQLite file. Not encrypted, because nothing in it can be read without keys that no hub has.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use nuong_sync::ParcelName;
use nuong_sync::hub::{
    Appended, Aside, Entry, Granted, HubStore, Link, NewParcel, StoreError, StoredCertificate,
};
use nuong_trust::{CaseTag, DeviceId, UnitId};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};

use crate::HubError;
use crate::numbers::{count, ordered, signed, unordered};

/// Every step from an empty file to the latest version; step n leads to version n. A released one is never changed.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_spine.sql")];

/// In place of a unit, for what matters to every device; no unit has an empty name.
const EVERYONE: &str = "";

/// How long a write waits for another process, such as a backup, to finish with the file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// A hub's store in one SQLite file.
pub struct SqliteStore(Connection);

impl SqliteStore {
    /// Opens the store at `path`, making or migrating it.
    ///
    /// # Errors
    /// [`HubError::NewerStore`], with the file untouched, when a newer program wrote it; [`HubError::Store`].
    pub fn open(path: &Path) -> Result<Self, HubError> {
        let mut conn = Connection::open(path)?;
        conn.busy_timeout(BUSY_WAIT)?;
        let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = MIGRATIONS.len() as i64;
        if found > known {
            return Err(HubError::NewerStore { found, known });
        }
        conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        // What a device was given a receipt for must outlive a power cut.
        conn.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON",
        )?;
        for (number, sql) in (1..).zip(MIGRATIONS) {
            let tx = Transaction::new(&mut conn, TransactionBehavior::Immediate)?;
            let version: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            if version < number {
                tx.execute_batch(sql)?;
                tx.pragma_update(None, "user_version", number)?;
                tx.commit()?;
            }
        }
        Ok(Self(conn))
    }

    /// Fails if the store cannot be read.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.last_position().map(|_| ())
    }

    fn positions(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<u64>, StoreError> {
        let mut query = self.0.prepare_cached(sql).map_err(failed)?;
        let rows = query
            .query_map(params, |row| row.get::<_, i64>(0))
            .map_err(failed)?;
        rows.map(|row| row.map(i64::unsigned_abs).map_err(failed))
            .collect()
    }
}

impl HubStore for SqliteStore {
    fn bulletin(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM bulletin")
            .map_err(failed)?;
        query
            .query_row([], |row| row.get(0))
            .optional()
            .map_err(failed)
    }

    fn put_bulletin(&mut self, number: u64, bulletin: &[u8]) -> Result<(), StoreError> {
        let mut put = self
            .0
            .prepare_cached(
                "INSERT INTO bulletin (id, number, bytes) VALUES (1, ?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET number = ?1, bytes = ?2 WHERE number < ?1",
            )
            .map_err(failed)?;
        put.execute(params![ordered(number), bulletin])
            .map_err(failed)?;
        Ok(())
    }

    fn certificate(&self, device: &DeviceId) -> Result<Option<StoredCertificate>, StoreError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes, since FROM certificate WHERE device = ?1")
            .map_err(failed)?;
        let read = |row: &Row<'_>| {
            Ok(StoredCertificate {
                bytes: row.get(0)?,
                since: row.get::<_, i64>(1)?.unsigned_abs(),
            })
        };
        query
            .query_row([device.as_bytes()], read)
            .optional()
            .map_err(failed)
    }

    fn put_certificate(&mut self, device: &DeviceId, certificate: &[u8]) -> Result<(), StoreError> {
        let mut put = self
            .0
            .prepare_cached(
                "INSERT INTO certificate (device, bytes, since)
                 VALUES (?1, ?2, (SELECT coalesce(max(position), 0) FROM log))
                 ON CONFLICT (device) DO UPDATE SET bytes = excluded.bytes, since = excluded.since
                 WHERE bytes <> excluded.bytes",
            )
            .map_err(failed)?;
        put.execute(params![device.as_bytes(), certificate])
            .map_err(failed)?;
        Ok(())
    }

    fn append(&mut self, parcel: &NewParcel<'_>) -> Result<Appended, StoreError> {
        let tx = Transaction::new(&mut self.0, TransactionBehavior::Immediate).map_err(failed)?;
        let appended = append(&tx, parcel).map_err(failed)?;
        tx.commit().map_err(failed)?;
        Ok(appended)
    }

    fn link(&self, author: &DeviceId, seq: u64) -> Result<Option<Link>, StoreError> {
        link(&self.0, author, seq).map_err(failed)
    }

    fn contiguous(&self, author: &DeviceId) -> Result<Option<(u64, ParcelName)>, StoreError> {
        let mut query = self
            .0
            .prepare_cached(
                "SELECT log.seq, log.name FROM head JOIN log ON log.author = head.author AND log.seq = head.seq
                 WHERE head.author = ?1",
            )
            .map_err(failed)?;
        query
            .query_row([author.as_bytes()], numbered)
            .optional()
            .map_err(failed)
    }

    fn beyond(
        &self,
        author: &DeviceId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, ParcelName)>, StoreError> {
        let mut query = self
            .0
            .prepare_cached(
                "SELECT seq, name FROM log WHERE author = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
            )
            .map_err(failed)?;
        let rows = query
            .query_map(
                params![author.as_bytes(), ordered(after), count(limit)],
                numbered,
            )
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed)).collect()
    }

    fn last_position(&self) -> Result<u64, StoreError> {
        let positions = self.positions("SELECT coalesce(max(position), 0) FROM log", [])?;
        Ok(positions.first().copied().unwrap_or(0))
    }

    fn entry(&self, position: u64) -> Result<Option<Entry>, StoreError> {
        let mut query = self
            .0
            .prepare_cached("SELECT author, bytes FROM log WHERE position = ?1")
            .map_err(failed)?;
        let read = |row: &Row<'_>| Ok((DeviceId::new(row.get(0)?), row.get(1)?));
        let found = query
            .query_row([signed(position)], read)
            .optional()
            .map_err(failed)?;
        let Some((author, bytes)) = found else {
            return Ok(None);
        };
        let mut query = self
            .0
            .prepare_cached("SELECT tag, unit FROM grant_in WHERE position = ?1 ORDER BY tag, unit")
            .map_err(failed)?;
        let rows = query
            .query_map([signed(position)], |row| {
                Ok((CaseTag::new(row.get(0)?), unit(row, 1)?))
            })
            .map_err(failed)?;
        let grants = rows.collect::<Result<_, _>>().map_err(failed)?;
        Ok(Some(Entry {
            author,
            bytes,
            grants,
        }))
    }

    fn granted(&self, tag: &CaseTag) -> Result<Vec<Granted>, StoreError> {
        granted(&self.0, tag).map_err(failed)
    }

    fn relevant(&self, units: &[UnitId], after: u64, limit: usize) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT position FROM for_unit WHERE unit = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
        let mut all = BTreeSet::new();
        for unit in units.iter().map(UnitId::as_str).chain([EVERYONE]) {
            all.extend(self.positions(sql, params![unit, signed(after), count(limit)])?);
        }
        Ok(all.into_iter().take(limit).collect())
    }

    fn with_tags(
        &self,
        tags: &[CaseTag],
        after: u64,
        before: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT position FROM tagged WHERE tag = ?1 AND position > ?2 AND position < ?3
                   ORDER BY position LIMIT ?4";
        let mut all = BTreeSet::new();
        for tag in tags {
            all.extend(self.positions(
                sql,
                params![tag.as_bytes(), signed(after), signed(before), count(limit)],
            )?);
        }
        Ok(all.into_iter().take(limit).collect())
    }

    fn heard(&self, author: &DeviceId, units: &[UnitId], upto: u64) -> Result<bool, StoreError> {
        let sql = "SELECT position FROM for_unit WHERE unit = ?1 AND author = ?2 AND position <= ?3 LIMIT 1";
        for unit in units.iter().map(UnitId::as_str).chain([EVERYONE]) {
            if !self
                .positions(sql, params![unit, author.as_bytes(), signed(upto)])?
                .is_empty()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn keep_aside(&mut self, aside: &Aside<'_>) -> Result<(), StoreError> {
        let mut keep = self
            .0
            .prepare_cached(
                "INSERT INTO aside (name, author, seq, code, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (name) DO NOTHING",
            )
            .map_err(failed)?;
        let seq = ordered(aside.seq);
        keep.execute(params![
            aside.name.as_bytes(),
            aside.author.as_bytes(),
            seq,
            aside.code,
            aside.at,
            aside.bytes
        ])
        .map_err(failed)?;
        Ok(())
    }

    fn asides(&self, author: &DeviceId) -> Result<usize, StoreError> {
        let mut query = self
            .0
            .prepare_cached("SELECT count(*) FROM aside WHERE author = ?1")
            .map_err(failed)?;
        let asides: i64 = query
            .query_row([author.as_bytes()], |row| row.get(0))
            .map_err(failed)?;
        Ok(usize::try_from(asides).unwrap_or(usize::MAX))
    }
}

fn append(tx: &Transaction<'_>, parcel: &NewParcel<'_>) -> rusqlite::Result<Appended> {
    if let Some(link) = link(tx, &parcel.author, parcel.seq)? {
        return Ok(if link.name == parcel.name {
            Appended::Duplicate
        } else {
            Appended::Taken
        });
    }
    let author = parcel.author.as_bytes();
    let position = tx
        .prepare_cached(
            "INSERT INTO log (author, seq, name, prev, accepted_at, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .insert(params![
            author,
            ordered(parcel.seq),
            parcel.name.as_bytes(),
            parcel.prev.as_bytes(),
            parcel.accepted_at,
            parcel.bytes
        ])?;
    let mut matters = BTreeSet::new();
    for (tag, unit) in parcel.grants {
        let values = params![position, tag.as_bytes(), unit.as_str()];
        tx.prepare_cached("INSERT INTO grant_in (position, tag, unit) VALUES (?1, ?2, ?3)")?
            .execute(values)?;
        tx.prepare_cached(
            "INSERT INTO granted (since, tag, unit) VALUES (?1, ?2, ?3) ON CONFLICT (tag, unit) DO NOTHING",
        )?
        .execute(values)?;
        matters.insert(unit.clone());
    }
    for tag in parcel.tags {
        tx.prepare_cached("INSERT INTO tagged (tag, position) VALUES (?1, ?2)")?
            .execute(params![tag.as_bytes(), position])?;
        matters.extend(granted(tx, tag)?.into_iter().map(|granted| granted.unit));
    }
    let everyone = parcel.for_all.then_some(EVERYONE);
    for unit in matters.iter().map(UnitId::as_str).chain(everyone) {
        tx.prepare_cached("INSERT INTO for_unit (unit, position, author) VALUES (?1, ?2, ?3)")?
            .execute(params![unit, position, author])?;
    }
    advance_head(tx, &parcel.author)?;
    Ok(Appended::At(position.unsigned_abs()))
}

/// Moves the end of an author's unbroken run of parcels over those that are here now.
fn advance_head(tx: &Transaction<'_>, author: &DeviceId) -> rusqlite::Result<()> {
    let before: Option<i64> = tx
        .prepare_cached("SELECT seq FROM head WHERE author = ?1")?
        .query_row([author.as_bytes()], |row| row.get(0))
        .optional()?;
    let start = before.unwrap_or(ordered(0));
    let mut upto = start;
    let mut query =
        tx.prepare_cached("SELECT seq FROM log WHERE author = ?1 AND seq > ?2 ORDER BY seq")?;
    let mut rows = query.query(params![author.as_bytes(), start])?;
    while let Some(row) = rows.next()? {
        if upto.checked_add(1) != Some(row.get(0)?) {
            break;
        }
        upto += 1;
    }
    if upto > start {
        tx.prepare_cached("INSERT INTO head (author, seq) VALUES (?1, ?2) ON CONFLICT (author) DO UPDATE SET seq = ?2")?
            .execute(params![author.as_bytes(), upto])?;
    }
    Ok(())
}

fn link(conn: &Connection, author: &DeviceId, seq: u64) -> rusqlite::Result<Option<Link>> {
    let mut query =
        conn.prepare_cached("SELECT name, prev FROM log WHERE author = ?1 AND seq = ?2")?;
    let read = |row: &Row<'_>| {
        Ok(Link {
            name: ParcelName::new(row.get(0)?),
            prev: ParcelName::new(row.get(1)?),
        })
    };
    query
        .query_row(params![author.as_bytes(), ordered(seq)], read)
        .optional()
}

fn granted(conn: &Connection, tag: &CaseTag) -> rusqlite::Result<Vec<Granted>> {
    let mut query =
        conn.prepare_cached("SELECT unit, since FROM granted WHERE tag = ?1 ORDER BY since, unit")?;
    let rows = query.query_map([tag.as_bytes()], |row| {
        Ok(Granted {
            unit: unit(row, 0)?,
            since: row.get::<_, i64>(1)?.unsigned_abs(),
        })
    })?;
    rows.collect()
}

fn numbered(row: &Row<'_>) -> rusqlite::Result<(u64, ParcelName)> {
    Ok((unordered(row.get(0)?), ParcelName::new(row.get(1)?)))
}

fn unit(row: &Row<'_>, column: usize) -> rusqlite::Result<UnitId> {
    let text: String = row.get(column)?;
    UnitId::new(text).map_err(|_| FromSqlError::InvalidType.into())
}

fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::new(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_store_is_refused_untouched() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("hub.db");
        let store = SqliteStore::open(&path).unwrap();
        store.0.pragma_update(None, "user_version", 2).unwrap();
        drop(store);
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(
            SqliteStore::open(&path),
            Err(HubError::NewerStore { found: 2, known: 1 })
        ));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_store_is_refused_untouched() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("hub.db");
        std::fs::write(&path, b"something else entirely ".repeat(400)).unwrap();
        assert!(matches!(
            SqliteStore::open(&path),
            Err(HubError::Store { .. })
        ));
        assert_eq!(
            std::fs::read(&path).unwrap(),
            b"something else entirely ".repeat(400)
        );
    }

    #[test]
    fn a_full_disk_fails_the_act_whole_and_later_ones_work() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut store = SqliteStore::open(&folder.path().join("hub.db")).unwrap();
        let (tags, bytes) = ([CaseTag::new([1; 16])], vec![7; 60_000]);
        let parcel = |seq: u8| NewParcel {
            author: DeviceId::new([1; 16]),
            seq: u64::from(seq),
            name: ParcelName::new([seq; 32]),
            prev: ParcelName::new([seq - 1; 32]),
            accepted_at: 5,
            tags: &tags,
            grants: &[],
            for_all: false,
            bytes: &bytes,
        };
        assert_eq!(store.append(&parcel(1)).unwrap(), Appended::At(1));
        let limit = |store: &SqliteStore, more: i64| {
            let pages: i64 = store
                .0
                .query_row("PRAGMA page_count", [], |row| row.get(0))
                .unwrap();
            store
                .0
                .query_row(
                    &format!("PRAGMA max_page_count = {}", pages + more),
                    [],
                    |_| Ok(()),
                )
                .unwrap();
        };
        limit(&store, 3);
        assert!(store.append(&parcel(2)).is_err());
        assert_eq!(store.last_position().unwrap(), 1);
        assert_eq!(
            store
                .contiguous(&DeviceId::new([1; 16]))
                .unwrap()
                .map(|(upto, _)| upto),
            Some(1)
        );
        limit(&store, 1000);
        assert_eq!(store.append(&parcel(2)).unwrap(), Appended::At(2));
    }
}
