//! The writer's seat: how a folder becomes an open database with its generation file.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use handrail_wire::Id;

use super::super::{OpenError, StoreError};
use super::generation::{Generation, Mark};
use super::open::Standing;
use super::{DATABASE, GENERATION, LOCK, Opening, keeping, open};
use crate::random;

const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// The writer's connections and what belongs to them.
pub(super) struct WriterSeat {
    pub(super) conn: Connection,
    /// Reads back what was committed, as another connection sees it.
    pub(super) witness: Connection,
    pub(super) generation: Generation,
}

/// A folder that was opened.
pub(super) struct Opened {
    pub(super) seat: WriterSeat,
    pub(super) epoch: Id,
    /// Held as long as the folder is served.
    pub(super) lock: Option<File>,
    /// Whether the database was made just now.
    pub(super) fresh: bool,
}

/// Opens the database in a folder, made if it is not there, and holds it against its generation file. Blocks.
pub(super) fn open_folder(folder: &Path, opening: Opening) -> Result<Opened, OpenError> {
    let (database, path) = (folder.join(DATABASE), folder.join(GENERATION));
    make_folder(folder)?;
    let lock = match opening {
        Opening::Serve { .. } => Some(lock(folder)?),
        Opening::Beside => None,
    };
    let accept = matches!(opening, Opening::Serve { accept_restore: true });

    // Read before the count it is compared with: a relay that is serving raises both.
    let mark = match Generation::read(&path) {
        Ok(mark) => mark,
        // Unreadable: it proves nothing, so it counts as a mismatch.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Some(Mark { epoch: Id::from([0; 16]), writes: i64::MAX })
        }
        Err(source) => return Err(OpenError::Io { doing: "read", path, source }),
    };
    let exists =
        database.try_exists().map_err(|source| OpenError::Io { doing: "look for", path: database.clone(), source })?;
    if !exists && mark.is_some() && !accept {
        return Err(OpenError::Missing { folder: folder.to_owned() });
    }

    let (mut conn, Standing { mut epoch, mut writes }) = open::writer(&database, random::id)?;
    let generation = match mark {
        _ if accept => {
            epoch = random::id();
            writes = keeping::accept_restore(&mut conn, epoch).map_err(open::engine)?;
            Generation::begin(&path, Mark { epoch, writes })
        }
        Some(mark) if mark.epoch == epoch && mark.writes <= writes => Generation::resume(&path, epoch),
        // A database that was never written to may still lack its file: the relay stopped between the two.
        None if writes == 0 => Generation::begin(&path, Mark { epoch, writes }),
        _ => return Err(OpenError::Older { folder: folder.to_owned() }),
    };
    let generation = generation.map_err(|source| OpenError::Io { doing: "write", path, source })?;
    let seat = WriterSeat { conn, witness: open::reader(&database)?, generation };
    Ok(Opened { seat, epoch, lock, fresh: !exists })
}

pub(super) fn make_folder(folder: &Path) -> Result<(), OpenError> {
    let io = |source| OpenError::Io { doing: "make", path: folder.to_owned(), source };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(io)
}

/// Takes the lock, or says that another process has it. Asked for a little while: one that is just ending, or a child of ours between
/// fork and exec, holds it for a moment longer.
pub(super) fn lock(folder: &Path) -> Result<File, OpenError> {
    let path: PathBuf = folder.join(LOCK);
    let io = |source| OpenError::Io { doing: "lock", path: path.clone(), source };
    let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(io)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
    }
    Err(OpenError::InUse { folder: folder.to_owned() })
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            // The code alone: a message of the engine's may quote a value.
            Some(code) => Self::Engine(format!("{code:?}")),
            None => Self::Engine("a row of another shape".into()),
        }
    }
}
