//! What `handrail-clinic check` reports: is the database whole, and what is this SQLite.

use std::path::Path;

use handrail_wire::Id;
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;

use super::super::{Counts, OpenError};
use super::generation::Generation;
use super::open::{self, engine};
use super::{DATABASE, GENERATION, keeping};

/// What was found out about a database, without changing it.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// The format's number.
    pub format: i64,
    /// The relay's epoch id.
    pub epoch: Id,
    /// Committed writes.
    pub writes: i64,
    /// Whether the generation file beside it agrees; `serve` refuses the database where not.
    pub current: bool,
    /// What the integrity check found; empty when all is well.
    pub damage: Vec<String>,
    /// How many there are of each thing.
    pub counts: Counts,
    /// The SQLite library's version.
    pub sqlite: String,
    /// SQLCipher's version; empty for plain SQLite, which the relay is built with.
    pub cipher_version: String,
    /// The journal mode; `wal`.
    pub journal_mode: String,
    /// SQLite's build options.
    pub compile_options: Vec<String>,
}

impl Facts {
    /// Whether nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.damage.is_empty() && self.current
    }

    /// An error where a page is damaged.
    pub(super) fn sound(&self, path: &Path) -> Result<(), OpenError> {
        match self.damage.first() {
            None => Ok(()),
            Some(what) => Err(open::damaged(path, what.as_str())),
        }
    }
}

/// Looks a data folder's database over. Blocks; reads every page.
pub fn facts(folder: &Path) -> Result<Facts, OpenError> {
    of_file(&folder.join(DATABASE), Some(&folder.join(GENERATION)))
}

/// Looks a database file over, against its generation file where it has one. Blocks; reads every page.
pub(super) fn of_file(database: &Path, generation: Option<&Path>) -> Result<Facts, OpenError> {
    if !database.is_file() {
        return Err(OpenError::Io {
            doing: "find",
            path: database.to_owned(),
            source: std::io::Error::from(std::io::ErrorKind::NotFound),
        });
    }
    let conn = open::reader(database)?;
    let format = open::recognise(&conn, database)?;
    if format == 0 {
        return Err(open::damaged(database, "it is empty"));
    }
    // Read before the count it is compared with: a relay that is serving raises both.
    let mark = generation.map_or(Ok(None), Generation::read);
    let (epoch, writes) = conn
        .query_row("SELECT epoch, writes FROM relay", [], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)))
        .map_err(|_| open::damaged(database, "no epoch"))?;
    let epoch = Id::from(epoch);
    let current = match mark {
        Ok(Some(mark)) => mark.epoch == epoch && mark.writes <= writes,
        Ok(None) => writes == 0 || generation.is_none(),
        Err(_) => false,
    };
    let mut damage = texts(&conn, "PRAGMA integrity_check").map_err(engine)?;
    damage.retain(|line| line != "ok");
    let one = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).optional().map_err(engine);
    Ok(Facts {
        format,
        epoch,
        writes,
        current,
        damage,
        counts: keeping::counts(&conn).map_err(|_| open::damaged(database, "its tables cannot be counted"))?,
        sqlite: rusqlite::version().to_owned(),
        // Plain SQLite does not know this pragma and answers with no row.
        cipher_version: one("PRAGMA cipher_version")?.unwrap_or_default(),
        journal_mode: one("PRAGMA journal_mode")?.unwrap_or_default(),
        compile_options: texts(&conn, "PRAGMA compile_options").map_err(engine)?,
    })
}

fn texts(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}
