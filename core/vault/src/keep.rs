//! What is kept by name: secrets, certificates, state of exchanges, questionnaire packs, quarantine.

use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use crate::{Id, Records, Tx, VaultError};

/// Longest secret, in bytes; the longest is an authority's state with the keys of its units.
const MAX_SECRET: usize = 1024 * 1024;

/// Longest value of state, certificate or quarantined thing, in bytes; the longest is a bulletin or a whole parcel.
const MAX_VALUE: usize = 1024 * 1024;

/// Longest pack, in bytes; a questionnaire of 5,000 questions in several languages takes about 5 MB.
pub(crate) const MAX_PACK: usize = 16 * 1024 * 1024;

/// A secret under its id; erased from memory on drop.
pub struct StoredSecret {
    /// Its id within its kind.
    pub id: Vec<u8>,
    /// The secret.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// A questionnaire pack that the vault has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPack {
    /// Hash of its canonical bytes.
    pub hash: [u8; 32],
    /// Its id.
    pub id: String,
    /// Its version, as its makers call it.
    pub version: String,
    /// When an administrator signed it, in Unix seconds; 0 for what came with the program.
    pub published_at: i64,
}

/// Something that could not be used, kept whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its number.
    pub id: i64,
    /// What it was taken for, such as `parcel`.
    pub kind: String,
    /// Stable code of the reason.
    pub code: String,
    /// When it was set aside, Unix seconds.
    pub at: i64,
    /// The thing itself.
    pub bytes: Vec<u8>,
}

impl Records {
    /// The secret of this kind and id.
    pub fn secret(&self, kind: &str, id: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM secret WHERE kind = ?1 AND id = ?2")?;
        Ok(query
            .query_row(params![kind, id], |row| Ok(Zeroizing::new(row.get(0)?)))
            .optional()?)
    }

    /// All secrets of a kind, by id.
    pub fn secrets(&self, kind: &str) -> Result<Vec<StoredSecret>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT id, bytes FROM secret WHERE kind = ?1 ORDER BY id")?;
        let rows = query.query_map([kind], |row| {
            Ok(StoredSecret {
                id: row.get(0)?,
                bytes: Zeroizing::new(row.get(1)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A value of state, such as the cursor at the hub or the latest bulletin.
    pub fn state(&self, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM state WHERE key = ?1")?;
        Ok(query.query_row([key], |row| row.get(0)).optional()?)
    }

    /// The certificate of a device.
    pub fn certificate(&self, device: [u8; 16]) -> Result<Option<Vec<u8>>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM certificate WHERE device = ?1")?;
        Ok(query.query_row([device], |row| row.get(0)).optional()?)
    }

    /// Every certificate, by device.
    pub fn certificates(&self) -> Result<Vec<(Id, Vec<u8>)>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT device, bytes FROM certificate ORDER BY device")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The canonical bytes of the pack with this hash.
    pub fn pack(&self, hash: [u8; 32]) -> Result<Option<Vec<u8>>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM pack WHERE hash = ?1")?;
        Ok(query.query_row([hash], |row| row.get(0)).optional()?)
    }

    /// Every pack, in the order in which they came.
    pub fn packs(&self) -> Result<Vec<StoredPack>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT hash, id, version, published_at FROM pack ORDER BY rowid")?;
        let rows = query.query_map([], |row| {
            Ok(StoredPack {
                hash: row.get(0)?,
                id: row.get(1)?,
                version: row.get(2)?,
                published_at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was set aside, oldest first.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT id, kind, code, at, bytes FROM quarantine ORDER BY id")?;
        let rows = query.query_map([], |row| {
            Ok(Quarantined {
                id: row.get(0)?,
                kind: row.get(1)?,
                code: row.get(2)?,
                at: row.get(3)?,
                bytes: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Records {
    /// What was set aside as this kind for this reason, oldest first.
    pub fn quarantined_for(&self, kind: &str, code: &str) -> Result<Vec<Quarantined>, VaultError> {
        let all = self.quarantined()?;
        Ok(all
            .into_iter()
            .filter(|q| q.kind == kind && q.code == code)
            .collect())
    }
}

impl Tx<'_> {
    /// Takes out of quarantine what can be used now; `false` when it is not there. The caller keeps it elsewhere in the
    /// same transaction.
    pub fn release_quarantined(&mut self, id: i64) -> Result<bool, VaultError> {
        let mut delete = self
            .conn()
            .prepare_cached("DELETE FROM quarantine WHERE id = ?1")?;
        Ok(delete.execute([id])? == 1)
    }

    /// Keeps a secret, in place of one with the same kind and id.
    pub fn put_secret(&mut self, kind: &str, id: &[u8], bytes: &[u8]) -> Result<(), VaultError> {
        VaultError::limit("secret", bytes.len(), MAX_SECRET)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO secret (kind, id, bytes) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, id) DO UPDATE SET bytes = excluded.bytes",
        )?;
        put.execute(params![kind, id, bytes])?;
        Ok(())
    }

    /// Destroys a secret; its place in the file is overwritten. `false` when there was none.
    pub fn delete_secret(&mut self, kind: &str, id: &[u8]) -> Result<bool, VaultError> {
        let mut delete = self
            .conn()
            .prepare_cached("DELETE FROM secret WHERE kind = ?1 AND id = ?2")?;
        Ok(delete.execute(params![kind, id])? == 1)
    }

    /// Keeps a value of state, in place of the one before.
    pub fn put_state(&mut self, key: &str, bytes: &[u8]) -> Result<(), VaultError> {
        VaultError::limit("state", bytes.len(), MAX_VALUE)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO state (key, bytes) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes",
        )?;
        put.execute(params![key, bytes])?;
        Ok(())
    }

    /// Keeps the certificate of a device, in place of the one before.
    pub fn put_certificate(&mut self, device: [u8; 16], bytes: &[u8]) -> Result<(), VaultError> {
        VaultError::limit("certificate", bytes.len(), MAX_VALUE)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO certificate (device, bytes) VALUES (?1, ?2)
             ON CONFLICT (device) DO UPDATE SET bytes = excluded.bytes",
        )?;
        put.execute(params![device, bytes])?;
        Ok(())
    }

    /// Keeps a pack for ever; `false` when the vault already has it.
    pub fn put_pack(
        &mut self,
        hash: [u8; 32],
        id: &str,
        version: &str,
        bytes: &[u8],
    ) -> Result<bool, VaultError> {
        VaultError::limit("pack", bytes.len(), MAX_PACK)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO pack (hash, id, version, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING",
        )?;
        Ok(put.execute(params![hash, id, version, bytes])? == 1)
    }

    /// Sets something aside, whole, with the reason; returns its number.
    pub fn quarantine(
        &mut self,
        kind: &str,
        code: &str,
        bytes: &[u8],
        at: i64,
    ) -> Result<i64, VaultError> {
        VaultError::limit("quarantined thing", bytes.len(), MAX_VALUE)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO quarantine (kind, code, at, bytes) VALUES (?1, ?2, ?3, ?4)",
        )?;
        Ok(put.insert(params![kind, code, at, bytes])?)
    }
}
