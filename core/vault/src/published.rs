//! What administrators published: languages beside questionnaires, and pieces of files on their way.

use rusqlite::params;

use crate::keep::MAX_PACK;
use crate::{Records, Tx, VaultError};

impl Records {
    /// The languages beside a questionnaire, by tag: the files as they were published.
    pub fn languages(&self, instrument: &str) -> Result<Vec<Vec<u8>>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM language WHERE instrument = ?1 ORDER BY tag")?;
        let rows = query.query_map([instrument], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The files of which every piece is here.
    pub fn whole_files(&self) -> Result<Vec<[u8; 32]>, VaultError> {
        let mut query = self.0.prepare_cached(
            "SELECT file FROM piece GROUP BY file HAVING count(*) = min(count) AND min(count) = max(count) ORDER BY file",
        )?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pieces of a file that are here, joined in order.
    pub fn joined_pieces(&self, file: [u8; 32]) -> Result<Vec<u8>, VaultError> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM piece WHERE file = ?1 ORDER BY place")?;
        let rows = query.query_map([file], |row| row.get::<_, Vec<u8>>(0))?;
        let pieces: Vec<Vec<u8>> = rows.collect::<Result<_, _>>()?;
        Ok(pieces.concat())
    }
}

impl Tx<'_> {
    /// Notes when a questionnaire was signed; the latest time stands.
    pub fn set_published(&mut self, hash: [u8; 32], at: i64) -> Result<(), VaultError> {
        let mut set = self.conn().prepare_cached(
            "UPDATE pack SET published_at = max(published_at, ?2) WHERE hash = ?1",
        )?;
        set.execute(params![hash, at])?;
        Ok(())
    }

    /// Keeps a language of a questionnaire in place of one that was signed earlier; `false` when a later one is here.
    pub fn put_language(
        &mut self,
        instrument: &str,
        tag: &str,
        at: i64,
        bytes: &[u8],
    ) -> Result<bool, VaultError> {
        VaultError::limit("language", bytes.len(), MAX_PACK)?;
        let mut put = self.conn().prepare_cached(
            "INSERT INTO language (instrument, tag, published_at, bytes) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (instrument, tag) DO UPDATE SET published_at = excluded.published_at, bytes = excluded.bytes
             WHERE published_at <= excluded.published_at",
        )?;
        Ok(put.execute(params![instrument, tag, at, bytes])? == 1)
    }

    /// Keeps a piece of a file; one that is here stays.
    pub fn put_piece(
        &mut self,
        file: [u8; 32],
        place: u32,
        count: u32,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        let mut put = self.conn().prepare_cached(
            "INSERT INTO piece (file, place, count, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (file, place) DO NOTHING",
        )?;
        put.execute(params![file, place, count, bytes])?;
        Ok(())
    }

    /// Forgets the pieces of a file.
    pub fn delete_pieces(&mut self, file: [u8; 32]) -> Result<(), VaultError> {
        let mut delete = self
            .conn()
            .prepare_cached("DELETE FROM piece WHERE file = ?1")?;
        delete.execute([file])?;
        Ok(())
    }
}
