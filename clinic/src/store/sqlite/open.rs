//! Opening the database: pragmas, migrations, and the checks before anything is written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior, params};

use handrail_wire::Id;

use super::super::OpenError;

/// "HrCl": says that a SQLite file is a Handrail relay's.
const APPLICATION_ID: i64 = 0x4872_436c;

/// Numbered migrations, oldest first; `user_version` is how many were applied.
const MIGRATIONS: [&str; 5] = [
    include_str!("../../../migrations/0001-first.sql"),
    include_str!("../../../migrations/0002-vault.sql"),
    include_str!("../../../migrations/0003-second-phone.sql"),
    include_str!("../../../migrations/0004-wake.sql"),
    include_str!("../../../migrations/0005-former-readers.sql"),
];

/// Newest format this program knows: the number of migrations (a test compares).
pub(crate) const FORMAT: i64 = 5;

/// How long a writer waits for another process (`enrol` beside `serve`).
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// What the database says of itself.
pub(super) struct Standing {
    pub(super) epoch: Id,
    pub(super) writes: i64,
}

/// Opens the database for writing, made and brought up to date if need be.
///
/// `make_id` gives the epoch id of a new database.
pub(super) fn writer(path: &Path, make_id: impl FnOnce() -> Id) -> Result<(Connection, Standing), OpenError> {
    let mut conn = Connection::open(path).map_err(engine)?;
    conn.busy_timeout(BUSY).map_err(engine)?;
    // Looked at before anything is changed, so that a newer or foreign file stays as it is.
    let version = recognise(&conn, path)?;
    harden(&conn).map_err(engine)?;
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(engine)?;
    if mode != "wal" {
        return Err(damaged(path, format!("journal mode is {mode}, this file system cannot hold a shared WAL")));
    }
    // FULL: what is answered with 201 survives a power cut. secure_delete: what was deleted is gone from the file.
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 4194304;")
        .map_err(engine)?;
    migrate(&mut conn, version, make_id).map_err(engine)?;
    validate(&conn, path)?;
    let standing = conn
        .query_row("SELECT epoch, writes FROM relay", [], |row| {
            Ok(Standing { epoch: Id::from(row.get::<_, [u8; 16]>(0)?), writes: row.get(1)? })
        })
        .map_err(|_| damaged(path, "no epoch"))?;
    Ok((conn, standing))
}

/// Opens an existing database for reading.
pub(super) fn reader(path: &Path) -> Result<Connection, OpenError> {
    let conn = Connection::open(path).map_err(engine)?;
    conn.busy_timeout(BUSY).map_err(engine)?;
    harden(&conn).map_err(engine)?;
    conn.execute_batch("PRAGMA query_only = ON").map_err(engine)?;
    Ok(conn)
}

/// The format of a file, 0 for an empty one.
pub(super) fn recognise(conn: &Connection, path: &Path) -> Result<i64, OpenError> {
    let number = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let (version, application, tables) = (|| {
        Ok((
            number("PRAGMA user_version")?,
            number("PRAGMA application_id")?,
            number("SELECT count(*) FROM sqlite_master")?,
        ))
    })()
    .map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
            damaged(path, "it cannot be read as a database")
        }
        _ => engine(error),
    })?;
    if version == 0 && application == 0 && tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID || version < 1 {
        return Err(damaged(path, "another program made it"));
    }
    if version > FORMAT {
        return Err(OpenError::Newer { found: version, known: FORMAT });
    }
    Ok(version)
}

fn harden(conn: &Connection) -> rusqlite::Result<()> {
    // A database is input too: no writing to its schema, no functions from it, no "text" read as a string by mistake.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // All statements there are: preparing one anew costs more than most of them do.
    conn.set_prepared_statement_cache_capacity(256);
    conn.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;")
}

fn migrate(conn: &mut Connection, version: i64, make_id: impl FnOnce() -> Id) -> rusqlite::Result<()> {
    if version == FORMAT {
        return Ok(());
    }
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (number, sql) in (1_i64..).zip(MIGRATIONS) {
        if number > version {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", number)?;
        }
    }
    if version == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute("INSERT INTO relay (one, epoch, writes) VALUES (1, ?1, 0)", params![make_id().0])?;
    }
    transaction.commit()
}

/// The schema must be the one that the migrations make, column for column.
fn validate(conn: &Connection, path: &Path) -> Result<(), OpenError> {
    let fresh = Connection::open_in_memory().map_err(engine)?;
    for sql in MIGRATIONS {
        fresh.execute_batch(sql).map_err(engine)?;
    }
    if schema(conn).map_err(engine)? == schema(&fresh).map_err(engine)? {
        Ok(())
    } else {
        Err(damaged(path, "its tables are not the ones of its format"))
    }
}

fn schema(conn: &Connection) -> rusqlite::Result<Vec<(String, String, String)>> {
    conn.prepare(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
    )?
    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
    .collect()
}

pub(super) fn damaged(path: &Path, what: impl Into<String>) -> OpenError {
    OpenError::Damaged { path: PathBuf::from(path), what: what.into() }
}

#[allow(clippy::needless_pass_by_value)] // for map_err
pub(super) fn engine(error: rusqlite::Error) -> OpenError {
    // Which page is damaged decides where it is met; the answer is the same everywhere.
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
            damaged(Path::new(super::DATABASE), "it cannot be read as a database")
        }
        _ => OpenError::Engine(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_format_is_the_number_of_migrations() {
        assert_eq!(usize::try_from(super::FORMAT), Ok(super::MIGRATIONS.len()));
    }
}
