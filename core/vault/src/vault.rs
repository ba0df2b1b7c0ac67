//! Opening, creating and closing a vault; transactions.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::check::{self, Proof, beside};
use crate::{RawKey, SCHEMA_VERSION, VaultError, migrate};

/// Up to this size, in bytes, every page of a vault is read and authenticated when it is opened (some 40 ms); a larger
/// one is looked through by [`Vault::verify`] when there is time, and page by page as it is used.
pub const OPEN_CHECK_BYTES: u64 = 8 * 1024 * 1024;

/// How long a write waits for another process to finish its own.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// Statements kept prepared; there are about sixty different ones.
const PREPARED_STATEMENTS: usize = 80;

/// An open vault. Dropping it closes the file and erases the key that the cipher holds.
pub struct Vault {
    records: Records,
    path: PathBuf,
}

/// Everything that can be read, from a [`Vault`] or inside a transaction.
pub struct Records(pub(crate) Connection);

/// A transaction: everything written in it is durable together, or none of it happened. Reads inside it see its writes.
pub struct Tx<'a> {
    records: &'a Records,
    /// Rolls back when it is dropped before the commit.
    inner: Transaction<'a>,
}

impl Vault {
    /// Makes a new, empty vault and opens it.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] when anything of a vault is already at `path`; nothing is ever overwritten.
    pub fn create(path: &Path, key: &RawKey) -> Result<Vault, VaultError> {
        for suffix in ["", ".check", "-wal"] {
            if beside(path, suffix).try_exists()? {
                return Err(VaultError::AlreadyExists);
            }
        }
        let mut conn = connect(
            path,
            key,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )?;
        prepare(&mut conn)?;
        finish_creation(&conn, path, key)?;
        Ok(Vault {
            records: Records(conn),
            path: path.to_owned(),
        })
    }

    /// Opens the vault at `path`, migrating an older one.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::WrongKey`], [`VaultError::KeyUnproven`], [`VaultError::Damaged`] and
    /// [`VaultError::Newer`] tell the cases apart; in all of them the file is byte for byte what it was.
    pub fn open(path: &Path, key: &RawKey) -> Result<Vault, VaultError> {
        let len = fs::metadata(path)?.len();
        let proof = check::prove(path, key)?;
        if proof == Proof::Wrong {
            return Err(VaultError::WrongKey);
        }
        probe(path, key, len, &proof)?;
        let mut conn = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        prepare(&mut conn)?;
        if proof == Proof::Unknown {
            // Making the vault was interrupted, or the check was lost since; the key has just been proved by use.
            finish_creation(&conn, path, key)?;
        }
        Ok(Vault {
            records: Records(conn),
            path: path.to_owned(),
        })
    }

    /// Does everything in `act` in one transaction. It is durable (synced to the device) when this returns `Ok`; when
    /// `act` fails or panics, nothing of it remains.
    pub fn transaction<T, E: From<VaultError>>(
        &mut self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let inner = Transaction::new_unchecked(&self.records.0, TransactionBehavior::Immediate)
            .map_err(VaultError::from)?;
        let mut tx = Tx {
            records: &self.records,
            inner,
        };
        let value = act(&mut tx)?;
        tx.inner.commit().map_err(VaultError::from)?;
        Ok(value)
    }

    /// Reads and authenticates every page and looks through every structure. Takes time in proportion to the file.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when anything is amiss.
    pub fn verify(&self) -> Result<(), VaultError> {
        look_through(&self.records.0)
    }

    /// The file of the vault.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Present length of the write-ahead log, in bytes: what writing has cost since it last started over.
    pub fn wal_bytes(&self) -> Result<u64, VaultError> {
        match fs::metadata(beside(&self.path, "-wal")) {
            Ok(meta) => Ok(meta.len()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Moves what the write-ahead log holds into the file and empties the log.
    pub fn checkpoint(&mut self) -> Result<(), VaultError> {
        checkpoint(&self.records.0)
    }

    /// Closes the file; an error here means the log could not be folded in, which the next opening does.
    pub fn close(self) -> Result<(), VaultError> {
        self.records.0.close().map_err(|(_, error)| error.into())
    }
}

impl Records {
    /// A number that changes whenever another process has written to the vault since this one last looked: whatever is
    /// remembered outside the vault must then be read again.
    pub fn written_elsewhere(&self) -> Result<i64, VaultError> {
        let mut query = self.0.prepare_cached("PRAGMA data_version")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }
}

impl Deref for Vault {
    type Target = Records;

    fn deref(&self) -> &Records {
        &self.records
    }
}

impl Deref for Tx<'_> {
    type Target = Records;

    fn deref(&self) -> &Records {
        self.records
    }
}

impl Tx<'_> {
    pub(crate) fn conn(&self) -> &Connection {
        &self.inner
    }
}

/// Starts the library, once, before anything else is asked of it.
///
/// The library lets a second thread in as soon as SQLite itself is ready, which is before its cipher is: a vault opened in
/// that moment fails. So whoever comes first starts it, and everybody else waits here.
pub(crate) fn start_library() -> Result<(), VaultError> {
    static STARTED: OnceLock<Result<(), VaultError>> = OnceLock::new();
    STARTED
        .get_or_init(|| Ok(Connection::open_in_memory().map(drop)?))
        .clone()
}

/// A keyed connection that has not yet read anything.
fn connect(path: &Path, key: &RawKey, how: OpenFlags) -> Result<Connection, VaultError> {
    start_library()?;
    let conn = Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let cipher: Option<String> = conn
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .ok();
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(VaultError::NoCipher);
    }
    // The library would write what it thinks of a damaged page to the standard error of whoever uses it.
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // The setting of the page size must follow the key, and both must come before the first read.
    conn.execute_batch(&key.pragma()?)?;
    conn.execute_batch("PRAGMA cipher_page_size = 4096")?;
    conn.busy_timeout(BUSY_WAIT)?;
    conn.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    Ok(conn)
}

/// Looks at an existing file through a connection that cannot write, so that a file that will be refused stays as it is.
fn probe(path: &Path, key: &RawKey, len: u64, proof: &Proof) -> Result<(), VaultError> {
    // The check is written when the vault is complete: with it there, an empty file is one that lost its content.
    if len == 0 {
        return if *proof == Proof::Right {
            Err(VaultError::Damaged)
        } else {
            Ok(())
        };
    }
    let conn = connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let looked = version_of(&conn).and_then(|found| {
        if found > SCHEMA_VERSION {
            return Err(VaultError::Newer {
                found,
                known: SCHEMA_VERSION,
            });
        }
        if found == 0 && *proof == Proof::Right {
            return Err(VaultError::Damaged);
        }
        if len <= OPEN_CHECK_BYTES {
            look_through(&conn)
        } else {
            Ok(())
        }
    });
    match looked {
        Err(VaultError::Damaged) if *proof == Proof::Unknown => Err(VaultError::KeyUnproven),
        other => other,
    }
}

/// The version, after a read that proves that the first page is what the key opens.
fn version_of(conn: &Connection) -> Result<u32, VaultError> {
    let _: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    migrate::version(conn)
}

fn look_through(conn: &Connection) -> Result<(), VaultError> {
    let verdict: Result<String, _> = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match verdict {
        Ok(text) if text == "ok" => Ok(()),
        Ok(_) => Err(VaultError::Damaged),
        Err(error) => match VaultError::from(error) {
            // A page that fails its authentication is reported as a plain error by some statements.
            VaultError::Engine { .. } => Err(VaultError::Damaged),
            other => Err(other),
        },
    }
}

/// Settings of a connection that writes, then migrations.
fn prepare(conn: &mut Connection) -> Result<(), VaultError> {
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::Io { code: 0 });
    }
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    migrate::migrate(conn)
}

/// Puts everything into the file itself, then writes the key check, which says that the vault is complete.
fn finish_creation(conn: &Connection, path: &Path, key: &RawKey) -> Result<(), VaultError> {
    checkpoint(conn)?;
    check::write(path, key)
}

fn checkpoint(conn: &Connection) -> Result<(), VaultError> {
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(VaultError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, PathBuf, RawKey) {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("v");
        (folder, path, RawKey::new(&[3; 32]))
    }

    #[test]
    fn a_vault_that_cannot_grow_says_so_and_works_again_once_it_can() {
        let (_folder, path, key) = place();
        let mut vault = Vault::create(&path, &key).unwrap();
        vault.append_draft([1; 16], "i", "q", "first", 1).unwrap();
        let pages: i64 = vault
            .0
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        let limit = |pages: i64| {
            vault
                .0
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
                .unwrap();
        };
        limit(pages + 1);
        let mut acknowledged = 1;
        let error = loop {
            match vault.append_draft([1; 16], "i", "q", &"x".repeat(3000), 1) {
                Ok(_) => acknowledged += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error, VaultError::Full);
        let act: Result<(), VaultError> = vault.transaction(|tx| tx.put_state("s", &[0; 50_000]));
        assert_eq!(act, Err(VaultError::Full));
        assert_eq!(vault.drafts([1; 16]).unwrap().len(), acknowledged);
        let limit = |pages: i64| {
            vault
                .0
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
                .unwrap();
        };
        limit(pages + 1000);
        vault.append_draft([1; 16], "i", "q", "later", 1).unwrap();
        drop(vault);
        assert_eq!(
            Vault::open(&path, &key)
                .unwrap()
                .drafts([1; 16])
                .unwrap()
                .len(),
            acknowledged + 1
        );
    }

    #[test]
    fn settings_are_those_that_the_promises_rest_on() {
        let (_folder, path, key) = place();
        drop(Vault::create(&path, &key).unwrap());
        let vault = Vault::open(&path, &key).unwrap();
        for (pragma, expected) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("temp_store", "2"),
            ("foreign_keys", "1"),
            ("secure_delete", "1"),
            ("cipher_page_size", "4096"),
            ("page_size", "4096"),
        ] {
            let value: rusqlite::types::Value = vault
                .0
                .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
                .unwrap();
            let value = match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => panic!("{other:?}"),
            };
            assert_eq!(value, expected, "{pragma}");
        }
    }

    #[test]
    fn a_second_connection_sees_what_the_first_wrote() {
        let (_folder, path, key) = place();
        let mut first = Vault::create(&path, &key).unwrap();
        let second = Vault::open(&path, &key).unwrap();
        first.append_draft([1; 16], "i", "q", "1", 1).unwrap();
        assert_eq!(second.all_drafts().unwrap().len(), 1);
    }

    #[test]
    fn a_destroyed_secret_is_overwritten_in_its_place() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("plain");
        // Without a key, so that the pages can be looked at; the settings are those of every vault.
        start_library().unwrap();
        let mut conn = Connection::open(&path).unwrap();
        prepare(&mut conn).unwrap();
        let mut vault = Vault {
            records: Records(conn),
            path: path.clone(),
        };
        let mut act = |what: &dyn Fn(&mut Tx<'_>) -> Result<bool, VaultError>| {
            vault.transaction(|tx| what(tx)).unwrap()
        };
        act(&|tx| tx.put_secret("case-key", b"a", &[0x77; 32]).map(|()| true));
        act(&|tx| tx.put_secret("case-key", b"b", &[0x88; 32]).map(|()| true));
        assert!(act(&|tx| tx.delete_secret("case-key", b"a")));
        assert!(!act(&|tx| tx.delete_secret("case-key", b"a")));
        vault.checkpoint().unwrap();
        let file = fs::read(&path).unwrap();
        assert!(file.windows(32).any(|window| window == [0x88; 32]));
        assert!(!file.windows(32).any(|window| window == [0x77; 32]));
    }
}
