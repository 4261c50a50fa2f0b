//! Opening one connection: the key, then the settings, each with its reason.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::key::DatabaseKey;
use crate::error::{Error, Result};

/// Opens `path` with `key`. The file is made if it is not there and `create` says so.
///
/// # Errors
/// [`Error::Damaged`] if the bytes cannot be read with this key, which also is what a
/// wrong key looks like: the caller tells the two apart.
pub(super) fn connect(path: &Path, key: &DatabaseKey, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let c = Connection::open_with_flags(path, flags)?;
    c.pragma_update(None, "key", key.pragma().as_str())?;
    // Plain SQLite ignores the key without a word and would write everything in the clear.
    let cipher: Option<String> = c.query_row("PRAGMA cipher_version", [], |r| r.get(0)).ok();
    if cipher.is_none_or(|v| v.is_empty()) {
        return Err(Error::Internal("built without SQLCipher"));
    }
    // The first read: fails here if the key or the file is not right.
    c.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
    settings(&c)?;
    Ok(c)
}

fn settings(c: &Connection) -> Result<()> {
    // Readers do not wait for the writer, and a write is one sequential append.
    let mode: String = c.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode != "wal" {
        return Err(Error::Internal("no write-ahead log"));
    }
    // A power cut may not eat an entry that the person was told is saved (docs/adr/0003).
    c.pragma_update(None, "synchronous", "FULL")?;
    c.pragma_update(None, "foreign_keys", true)?;
    // Sorting and temporary tables never touch the disk: they would be written in the clear.
    c.pragma_update(None, "temp_store", 2)?;
    // 8 MB: ten years of use stay in memory while a screen is built.
    c.pragma_update(None, "cache_size", -8000)?;
    // What is removed for good is overwritten, not only unlinked.
    c.pragma_update(None, "secure_delete", true)?;
    // The write-ahead log is cut back after a busy time, so that it does not hold old pages for ever.
    c.pragma_update(None, "journal_size_limit", 1_048_576)?;
    c.busy_timeout(std::time::Duration::from_secs(2))?;
    c.set_prepared_statement_cache_capacity(96);
    // A damaged or hostile file must not be able to run anything or bend the schema.
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // "x" is a column, never by accident a string.
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    Ok(())
}
