//! What happens to a damaged store: nothing is deleted. A new store is made beside it of
//! every row that still reads; only when that is whole and on the disk are the database and
//! its companions set aside together and the new one put in their place.
//!
//! Each step can be cut short by a kill or an empty battery. What is done is then told by
//! what lies in `salvage.tmp`, and the next opening goes on from there:
//! ```text
//!   no file `ready`          begin again; the damaged files are where they were
//!   `ready` and a new store  set aside what is not yet set aside, put the new one in place
//!   `ready` alone            tidy up
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use super::connect::connect;
use super::files::{Files, sync_folder, write_durably};
use super::key::DatabaseKey;
use super::migrate;
use super::recover;
use crate::error::{Error, Result};

const DATABASE: &str = "handrail.db";

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

/// Makes a new store of what reads and sets the damaged files aside. The caller opens it.
///
/// # Errors
/// [`Error::StorageFull`] where there is no room for the new store beside the old one; the
/// damaged files are then still in their place, and the next opening tries again.
pub(super) fn salvage(files: &Files, key: &DatabaseKey, at_ms: i64) -> Result<Salvage> {
    let work = files.salvage_work();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    if let Err(e) = prepare(files, key, at_ms, &work) {
        // Half a new store would only take up the room that is missing.
        let _ = fs::remove_dir_all(&work);
        return Err(e);
    }
    finish(files)?.ok_or(Error::Internal("a salvage that is not there"))
}

fn prepare(files: &Files, key: &DatabaseKey, at_ms: i64, work: &Path) -> Result<()> {
    fs::create_dir_all(work)?;
    let mut report = Salvage { kept_in: PathBuf::from(unused_name(&files.folder, at_ms)), rows: 0, damaged_tables: 0 };
    // A copy is read, never the files themselves: opening a database can change it.
    for name in [DATABASE, "handrail.db-wal"] {
        if files.folder.join(name).exists() {
            fs::copy(files.folder.join(name), work.join(name))?;
        }
    }
    {
        let mut fresh = connect(&work.join("new.db"), key, true)?;
        migrate::migrate(&mut fresh)?;
        recover::take_over(&work.join(DATABASE), key, &mut fresh, &mut report)?;
        fresh.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    sync_folder(work)?;
    let ready = format!("{}\n{}\n{}\n", report.kept_in.display(), report.rows, report.damaged_tables);
    write_durably(&work.join("ready"), ready.as_bytes())
}

/// Ends a salvage that was made ready, now or before the process was killed. `None` where there is none.
pub(super) fn finish(files: &Files) -> Result<Option<Salvage>> {
    let work = files.salvage_work();
    let Some(mut report) = read_ready(&work.join("ready"))? else { return Ok(None) };
    report.kept_in = files.folder.join(&report.kept_in);
    let new = work.join("new.db");
    if new.exists() {
        fs::create_dir_all(&report.kept_in)?;
        for file in files.together() {
            if let (true, Some(name)) = (file.exists(), file.file_name()) {
                fs::rename(&file, report.kept_in.join(name))?;
            }
        }
        sync_folder(&report.kept_in)?;
        sync_folder(&files.folder)?;
        fs::rename(&new, files.database())?;
        sync_folder(&files.folder)?;
    }
    files.clear_damage_mark()?;
    // Last of all, and this first: without it the folder is only rubbish.
    fs::remove_file(work.join("ready"))?;
    fs::remove_dir_all(&work)?;
    Ok(Some(report))
}

fn read_ready(path: &Path) -> Result<Option<Salvage>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let mut lines = text.lines();
    let report = (|| {
        Some(Salvage {
            kept_in: PathBuf::from(lines.next()?),
            rows: lines.next()?.parse().ok()?,
            damaged_tables: lines.next()?.parse().ok()?,
        })
    })();
    // The file is written whole or not at all, so this is a disk that lies.
    report.map(Some).ok_or(Error::Damaged("a note about a salvage"))
}

fn unused_name(folder: &Path, at_ms: i64) -> String {
    let first = format!("damaged-{at_ms}");
    let others = (2..).map(|n| format!("{first}-{n}"));
    std::iter::once(first.clone()).chain(others).find(|name| !folder.join(name).exists()).unwrap_or(first)
}

/// Whether the file's first page says that a newer version wrote it.
pub(super) fn is_newer(files: &Files, key: &DatabaseKey) -> Option<Error> {
    connect(&files.database(), key, false).map(drop).err().filter(|e| matches!(e, Error::NewerVersion { .. }))
}
