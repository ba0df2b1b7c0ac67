//! Numbered migrations, each in one transaction. A version is never reused, and a released file never changed.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::VaultError;

/// One step: the version it leads to, and its SQL.
type Migration = (u32, &'static str);

/// Every step from an empty file to the latest version.
const MIGRATIONS: &[Migration] = &[
    (1, include_str!("../migrations/0001_spine.sql")),
    (2, include_str!("../migrations/0002_published.sql")),
];

/// The version of vault this program writes, and the newest it opens.
pub const SCHEMA_VERSION: u32 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// The version of the open file; 0 for one that is still empty.
pub(crate) fn version(conn: &Connection) -> Result<u32, VaultError> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    u32::try_from(found).map_err(|_| VaultError::Damaged)
}

/// Brings the open file to [`SCHEMA_VERSION`]. A newer one is refused untouched. When a step fails, the file stays at the
/// version before it.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), VaultError> {
    run(conn, MIGRATIONS)
}

fn run(conn: &mut Connection, steps: &[Migration]) -> Result<(), VaultError> {
    let known = steps.last().map_or(0, |(number, _)| *number);
    let found = version(conn)?;
    if found > known {
        return Err(VaultError::Newer { found, known });
    }
    for (number, sql) in steps {
        let tx = Transaction::new(conn, TransactionBehavior::Immediate)?;
        // Read again under the write lock: another process may have been here in between.
        if version(&tx)? < *number {
            tx.execute_batch(sql)?;
            tx.pragma_update(None, "user_version", number)?;
            tx.commit()?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        crate::vault::start_library().unwrap();
        Connection::open_in_memory().unwrap()
    }

    fn schema(conn: &Connection) -> Vec<String> {
        let mut query = conn
            .prepare("SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name")
            .unwrap();
        query
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn numbers_rise_by_one_from_one() {
        for (place, (number, _)) in MIGRATIONS.iter().enumerate() {
            assert_eq!(*number as usize, place + 1);
        }
    }

    #[test]
    fn every_old_version_comes_to_the_schema_of_a_new_vault() {
        let mut fresh = empty();
        migrate(&mut fresh).unwrap();
        for old in 0..MIGRATIONS.len() {
            let mut conn = empty();
            run(&mut conn, &MIGRATIONS[..old]).unwrap();
            assert_eq!(version(&conn).unwrap() as usize, old);
            migrate(&mut conn).unwrap();
            assert_eq!(version(&conn).unwrap(), SCHEMA_VERSION);
            assert_eq!(schema(&conn), schema(&fresh));
        }
    }

    #[test]
    fn migrating_again_changes_nothing() {
        let mut conn = empty();
        migrate(&mut conn).unwrap();
        let before = conn.total_changes();
        migrate(&mut conn).unwrap();
        assert_eq!(conn.total_changes(), before);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it_whole() {
        let steps: &[Migration] = &[
            (1, "CREATE TABLE a (x)"),
            (2, "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)"),
        ];
        let mut conn = empty();
        assert!(run(&mut conn, steps).is_err());
        assert_eq!(version(&conn).unwrap(), 1);
        assert_eq!(schema(&conn), ["CREATE TABLE a (x)"]);
    }
}
