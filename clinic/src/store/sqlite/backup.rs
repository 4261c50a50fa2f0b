//! Taking a copy of the database while it serves, and putting one back.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::super::OpenError;
use super::facts::{self, Facts};
use super::open::{self, engine};
use super::seat::Opened;
use super::{DATABASE, GENERATION, Opening, keeping, seat};

/// Copies the database of `folder` into a new file, whole and looked over page by page. A relay may be serving; what it
/// commits meanwhile is in the next copy. Blocks.
///
/// # Errors
/// Also where `to` is there already: nothing is overwritten. What was begun is removed again.
pub fn backup(folder: &Path, to: &Path) -> Result<Facts, OpenError> {
    let database = folder.join(DATABASE);
    // Looked over before anything is written; a damaged database must not take a good backup's name.
    facts::facts(folder)?.sound(&database)?;
    let mut fresh = to.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    if to.try_exists().map_err(|source| OpenError::Io { doing: "look for", path: to.to_owned(), source })? {
        let source = io::Error::from(io::ErrorKind::AlreadyExists);
        return Err(OpenError::Io { doing: "write", path: to.to_owned(), source });
    }
    let copied = copy(&database, &fresh).and_then(|facts| {
        fs::rename(&fresh, to).map_err(|source| OpenError::Io { doing: "name", path: to.to_owned(), source })?;
        settle(to)?;
        Ok(facts)
    });
    if copied.is_err() {
        // The error that is told says more than one about tidying up.
        drop(fs::remove_file(&fresh));
    }
    copied
}

/// What a restore left behind.
#[derive(Debug)]
pub struct Restored {
    /// The database as it is now, with its new epoch id.
    pub facts: Facts,
    /// The database that stood there before, moved out of the way.
    pub aside: Option<PathBuf>,
}

/// Puts a backup back: the database that is there is moved aside, the copy gets a new epoch id, and what must not come back
/// to life (open invites, unused enrolment codes, unfinished pairings) is dropped. No relay may be serving. Blocks.
///
/// # Errors
/// Nothing is changed unless the copy is whole. Stopped in the middle, the folder is refused by `serve`, and the restore can
/// be done again.
pub fn restore(from: &Path, folder: &Path) -> Result<Restored, OpenError> {
    let found = facts::of_file(from, None)?;
    found.sound(from)?;
    seat::make_folder(folder)?;
    let lock = seat::lock(folder)?;
    let (database, fresh) = (folder.join(DATABASE), folder.join("relay.restoring"));
    drop(fs::remove_file(&fresh));
    copy(from, &fresh)?;
    let aside = put_aside(folder)?;
    fs::rename(&fresh, &database).map_err(|source| OpenError::Io { doing: "name", path: database.clone(), source })?;
    settle(&database)?;
    drop(lock);
    // Whoever starts a relay here before the next line has done is refused: the generation file says something else.
    let Opened { seat, lock, .. } = seat::open_folder(folder, Opening::Serve { accept_restore: true })?;
    keeping::checkpoint(&seat.conn).map_err(|error| OpenError::Engine(error.to_string()))?;
    seat.generation.settle().map_err(|source| OpenError::Io {
        doing: "flush",
        path: folder.join(GENERATION),
        source,
    })?;
    drop((seat, lock));
    Ok(Restored { facts: facts::facts(folder)?, aside })
}

/// One file, without a log beside it, on the disk when this returns.
fn copy(from: &Path, to: &Path) -> Result<Facts, OpenError> {
    let io = |doing| move |source| OpenError::Io { doing, path: to.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(io("write"))?;
    {
        let source = open::reader(from)?;
        let mut target = Connection::open(to).map_err(engine)?;
        {
            let backup = Backup::new(&source, &mut target).map_err(engine)?;
            // All pages at once, in one read of the database: with a pause in between, a relay that writes all the time
            // would make it begin again for ever. In WAL mode a reader holds up no writer.
            if backup.step(-1).map_err(engine)? != StepResult::Done {
                return Err(OpenError::Engine("the database was locked; try again".into()));
            }
        }
        target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(engine)?;
    }
    File::open(to).and_then(|file| file.sync_all()).map_err(io("flush"))?;
    let facts = facts::of_file(to, None)?;
    facts.sound(to)?;
    Ok(facts)
}

/// Moves the database of a folder, damaged or not, into a folder of its own inside.
fn put_aside(folder: &Path) -> Result<Option<PathBuf>, OpenError> {
    let database = folder.join(DATABASE);
    if !database.exists() {
        return Ok(None);
    }
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let aside = (0_u32..1000)
        .map(|n| folder.join(format!("before-restore-{}", seconds.saturating_add(u64::from(n)))))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join("before-restore"));
    seat::make_folder(&aside)?;
    // The database first: stopped after it, the folder has none, and `serve` says so.
    for end in ["", "-wal", "-shm"] {
        let name = format!("{DATABASE}{end}");
        match fs::rename(folder.join(&name), aside.join(&name)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(OpenError::Io { doing: "move aside", path: folder.join(&name), source });
            }
            _ => {}
        }
    }
    Ok(Some(aside))
}

/// Flushes a file's name.
fn settle(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| OpenError::Io {
        doing: "flush",
        path: folder.to_owned(),
        source,
    })
}
