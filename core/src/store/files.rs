//! The files of a store and the lock that keeps a second process out.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// How often the lock is asked for, and how long after the last time: half a second in all.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

/// Where everything of one store lies, all in one folder that the shell keeps out of backups.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) folder: PathBuf,
}

impl Files {
    pub(super) fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("handrail.db")
    }

    /// The database and its two companions, which only make sense together.
    pub(super) fn together(&self) -> [PathBuf; 3] {
        ["handrail.db", "handrail.db-wal", "handrail.db-shm"].map(|n| self.folder.join(n))
    }

    fn key_check(&self) -> PathBuf {
        self.folder.join("handrail.key-check")
    }

    fn damage_mark(&self) -> PathBuf {
        self.folder.join("handrail.damaged")
    }

    /// Where a salvage is prepared.
    pub(super) fn salvage_work(&self) -> PathBuf {
        self.folder.join("salvage.tmp")
    }

    /// Takes the lock, or says that another process has it. Released when the file is dropped, process death included.
    ///
    /// It is asked for a little while: one that is just closing, or a child of ours between fork and exec, holds it for
    /// a moment longer.
    pub(super) fn lock(&self) -> Result<File> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.lock_file())?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(e)) => return Err(e.into()),
            }
        }
        Err(Error::StorageBusy)
    }

    /// What the key beside this store must hash to; `None` before the first open has finished.
    pub(super) fn read_key_check(&self) -> Result<Option<Vec<u8>>> {
        match std::fs::read(self.key_check()) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    pub(super) fn write_key_check(&self, value: &[u8; 32]) -> Result<()> {
        write_durably(&self.key_check(), value)
    }

    /// Remembers, across a restart, that damage was met: the next open sets the file aside.
    pub(super) fn mark_damaged(&self) -> Result<()> {
        write_durably(&self.damage_mark(), b"")
    }

    pub(super) fn is_marked_damaged(&self) -> bool {
        self.damage_mark().exists()
    }

    fn erasing_mark(&self) -> PathBuf {
        self.folder.join("handrail.erasing")
    }

    /// Remembers, across a restart, that everything is being erased: the next open goes on with it.
    pub(super) fn mark_erasing(&self) -> Result<()> {
        write_durably(&self.erasing_mark(), b"")
    }

    pub(super) fn is_marked_erasing(&self) -> bool {
        self.erasing_mark().exists()
    }

    /// Deletes everything in the folder but the lock, which is held meanwhile: the database, its companions, damaged
    /// files that were kept, whatever else lies there. The mark goes last.
    pub(super) fn delete_all(&self) -> Result<()> {
        self.delete_all_but_mark()?;
        remove_if_there(&self.erasing_mark())?;
        sync_folder(&self.folder)
    }

    /// The same, with the mark left: the key is not forgotten yet.
    pub(super) fn delete_all_but_mark(&self) -> Result<()> {
        let (lock, mark) = (self.lock_file(), self.erasing_mark());
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let path = entry.path();
            if path == lock || path == mark {
                continue;
            }
            // A link is taken away, never what it points to.
            if entry.file_type()?.is_dir() { std::fs::remove_dir_all(&path)? } else { std::fs::remove_file(&path)? }
        }
        sync_folder(&self.folder)
    }

    /// Deletes the lock itself, the last file of an erased store.
    pub(super) fn delete_lock(&self) -> Result<()> {
        std::fs::remove_file(self.lock_file())?;
        sync_folder(&self.folder)
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join("handrail.lock")
    }

    pub(super) fn clear_damage_mark(&self) -> Result<()> {
        remove_if_there(&self.damage_mark())
    }

    fn unscrubbed_mark(&self) -> PathBuf {
        self.folder.join("handrail.unscrubbed")
    }

    /// Remembers, across a restart, that something was removed for good and the file may still hold traces of it.
    pub(super) fn mark_unscrubbed(&self) -> Result<()> {
        write_durably(&self.unscrubbed_mark(), b"")
    }

    pub(super) fn is_marked_unscrubbed(&self) -> bool {
        self.unscrubbed_mark().exists()
    }

    pub(super) fn clear_unscrubbed_mark(&self) -> Result<()> {
        remove_if_there(&self.unscrubbed_mark())
    }
}

fn remove_if_there(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

/// Writes a small file so that after a power cut it is there whole or not at all.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let new = path.with_extension("new");
    let mut file = File::create(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes renames in `folder` survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)?.sync_all()?;
    Ok(())
}
