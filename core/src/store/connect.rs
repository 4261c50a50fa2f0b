//! Opening one connection: the key, then the settings, each with its reason.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::key::DatabaseKey;
use super::migrate;
use crate::error::{Error, Result};

/// Opens `path` with `key`. The file is made if it is not there and `create` says so.
///
/// # Errors
/// [`Error::Damaged`] if the bytes cannot be read with this key, which also is what a
/// wrong key looks like: the caller tells the two apart. [`Error::NewerVersion`] before
/// anything of the file is changed.
pub(super) fn connect(path: &Path, key: &DatabaseKey, create: bool) -> Result<Connection> {
    let c = with_key(path, key, create)?;
    first_read(&c)?;
    migrate::refuse_newer(&c)?;
    settings(&c)?;
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(c)
}

/// Opens a copy of a damaged store for reading around the damage.
pub(super) fn connect_to_damaged(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let c = with_key(path, key, false)?;
    // With this, SQLite opens a file that is shorter than it says it is.
    c.pragma_update(None, "writable_schema", true)?;
    first_read(&c)?;
    c.pragma_update(None, "temp_store", 2)?;
    Ok(c)
}

/// Whether this connection still tells the truth. SQLCipher reads nothing more through one that
/// has met a page it could not verify: it hands out zeroes, and not always with an error.
pub(super) fn still_reads(c: &Connection) -> bool {
    // Forget the pages kept in memory, so that the first one is read and verified again.
    c.execute_batch("PRAGMA shrink_memory").is_ok() && first_read(c).is_ok()
}

fn with_key(path: &Path, key: &DatabaseKey, create: bool) -> Result<Connection> {
    // SQLCipher sets itself up during the first opening of a process and refuses the key of another
    // that comes meanwhile (about 1 run in 50 with eight threads; never with this, in 1000).
    static OPENING: Mutex<()> = Mutex::new(());
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let _alone = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    let c = Connection::open_with_flags(path, flags)?;
    // Until the file is known to be ours to change, closing must not move its log into it.
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // SQLCipher would write its own lines to the phone's log; what goes wrong is told by errors.
    c.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(())).optional()?;
    c.pragma_update(None, "key", key.pragma().as_str())?;
    // Plain SQLite ignores the key without a word and would write everything in the clear.
    let cipher: Option<String> = c.query_row("PRAGMA cipher_version", [], |r| r.get(0)).ok();
    if cipher.is_none_or(|v| v.is_empty()) {
        return Err(Error::Internal("built without SQLCipher"));
    }
    Ok(c)
}

/// Fails if the key or the file is not right.
fn first_read(c: &Connection) -> Result<()> {
    c.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
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
