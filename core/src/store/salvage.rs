//! What happens to a damaged store: nothing is deleted. The database and its companions
//! are set aside together, a fresh store is made, and every row that still reads is taken over.

use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::connect::connect;
use super::files::Files;
use super::key::DatabaseKey;
use super::migrate;
use crate::error::Result;

/// What was saved from a damaged store. Shown to the person in calm words: some notes may
/// be missing, the old file is kept, and who can help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvage {
    /// Where the damaged files are kept, untouched.
    pub kept_in: PathBuf,
    /// Rows taken over, in all tables.
    pub rows: u64,
    /// Tables in which reading met damage, so that rows may be missing.
    pub damaged_tables: u32,
}

/// Sets the damaged files aside and makes a new store of what reads.
pub(super) fn salvage(files: &Files, key: &DatabaseKey, at_ms: i64) -> Result<(Connection, Salvage)> {
    let kept_in = set_aside(files, at_ms)?;
    let mut fresh = connect(&files.database(), key, true)?;
    migrate::migrate(&mut fresh)?;
    let mut report = Salvage { kept_in: kept_in.clone(), rows: 0, damaged_tables: 0 };
    // A copy is read, never the kept files themselves: opening a database can change it.
    let copy = files.folder.join("salvage.tmp");
    let _ = std::fs::remove_dir_all(&copy);
    std::fs::create_dir_all(&copy)?;
    for name in ["handrail.db", "handrail.db-wal"] {
        if kept_in.join(name).exists() {
            std::fs::copy(kept_in.join(name), copy.join(name))?;
        }
    }
    if let Ok(old) = connect(&copy.join("handrail.db"), key, false) {
        take_over(&old, &mut fresh, &mut report)?;
    } else {
        report.damaged_tables = u32::try_from(tables(&fresh)?.len()).unwrap_or(u32::MAX);
    }
    std::fs::remove_dir_all(&copy)?;
    Ok((fresh, report))
}

fn set_aside(files: &Files, at_ms: i64) -> Result<PathBuf> {
    let mut folder = files.folder.join(format!("damaged-{at_ms}"));
    let mut n = 1;
    while folder.exists() {
        n += 1;
        folder = files.folder.join(format!("damaged-{at_ms}-{n}"));
    }
    std::fs::create_dir_all(&folder)?;
    for file in files.together() {
        if let (true, Some(name)) = (file.exists(), file.file_name()) {
            std::fs::rename(&file, folder.join(name))?;
        }
    }
    sync_folder(&folder)?;
    sync_folder(&files.folder)?;
    Ok(folder)
}

fn sync_folder(folder: &Path) -> Result<()> {
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

fn tables(c: &Connection) -> Result<Vec<String>> {
    let mut q =
        c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")?;
    let names = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

fn columns(c: &Connection, table: &str) -> Result<(Vec<String>, String)> {
    let mut q = c.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let all: Vec<(String, i64)> = q.query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut key: Vec<&(String, i64)> = all.iter().filter(|(_, pk)| *pk > 0).collect();
    key.sort_by_key(|(_, pk)| *pk);
    let order = key.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>().join(", ");
    Ok((all.into_iter().map(|(n, _)| n).collect(), order))
}

/// Reads each table forwards until damage stops it, then backwards from the other end: the rows on the
/// pages between are lost, those on either side are not.
fn take_over(old: &Connection, fresh: &mut Connection, report: &mut Salvage) -> Result<()> {
    let tx = fresh.transaction()?;
    for table in tables(&tx)? {
        let (names, key) = columns(&tx, &table)?;
        let list = names.join(", ");
        let marks = vec!["?"; names.len()].join(", ");
        let insert = format!("INSERT OR IGNORE INTO {table} ({list}) VALUES ({marks})");
        let mut damaged = false;
        let backwards = key.split(", ").map(|k| format!("{k} DESC")).collect::<Vec<_>>().join(", ");
        for order in [key.clone(), backwards] {
            let whole = (|| -> Result<bool> {
                let Ok(mut q) = old.prepare(&format!("SELECT {list} FROM {table} ORDER BY {order}")) else {
                    return Ok(false);
                };
                let Ok(mut rows) = q.query([]) else { return Ok(false) };
                loop {
                    match rows.next() {
                        Ok(Some(row)) => {
                            let Ok(values) =
                                (0..names.len()).map(|i| row.get::<_, Value>(i)).collect::<Result<Vec<_>, _>>()
                            else {
                                return Ok(false);
                            };
                            // A row that the schema refuses is damage too; the others go on.
                            if let Ok(n) = tx.prepare_cached(&insert)?.execute(params_from_iter(values)) {
                                report.rows += n as u64;
                            }
                        }
                        Ok(None) => return Ok(true),
                        Err(_) => return Ok(false),
                    }
                }
            })()?;
            if whole {
                break;
            }
            damaged = true;
        }
        report.damaged_tables += u32::from(damaged);
    }
    tx.commit()?;
    Ok(())
}
