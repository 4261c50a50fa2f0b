//! The generation file: how a relay notices that its database is an old one.
//!
//! The database counts its committed writes. After each commit the count, with the epoch id, is written into a small file
//! beside it. A database restored from a backup counts less than the file says, and `serve` refuses it until it is told
//! that this is on purpose; clients then get a new epoch id and drop their cursors.
//!
//! The file is written after the commit and without a flush (a few microseconds), so it may lag behind the database after
//! a power cut, never run ahead of it: no false alarm. It is flushed when the relay closes.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use handrail_wire::Id;

/// Epoch in base64url, a space, the count in twenty digits, a line feed: always 44 bytes, so that it is overwritten in place.
const LENGTH: u64 = 44;

/// What a generation file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) epoch: Id,
    pub(super) writes: i64,
}

impl Mark {
    fn line(self) -> String {
        format!("{} {:020}\n", self.epoch, self.writes)
    }

    fn parse(text: &str) -> Option<Self> {
        let (epoch, writes) = text.strip_suffix('\n')?.split_once(' ')?;
        Some(Self { epoch: epoch.parse().ok()?, writes: writes.parse().ok().filter(|count| *count >= 0)? })
    }
}

/// An open generation file.
#[derive(Debug)]
pub(super) struct Generation {
    file: File,
    epoch: Id,
}

impl Generation {
    /// What the file at `path` says; none if there is no file. A file that says nothing readable is an error of kind
    /// `InvalidData`.
    pub(super) fn read(path: &Path) -> io::Result<Option<Mark>> {
        let mut text = String::new();
        match File::open(path) {
            Ok(file) => file.take(LENGTH + 1).read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Mark::parse(&text).map(Some).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
    }

    /// Opens a file that says nothing wrong. It is never replaced: another process may have it open.
    pub(super) fn resume(path: &Path, epoch: Id) -> io::Result<Self> {
        Ok(Self { file: OpenOptions::new().write(true).open(path)?, epoch })
    }

    /// Makes the file, durably, or makes it say something else than before.
    pub(super) fn begin(path: &Path, mark: Mark) -> io::Result<Self> {
        let fresh = path.with_extension("generation.new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&fresh)?;
        file.write_all(mark.line().as_bytes())?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&fresh, path)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Self { file, epoch: mark.epoch })
    }

    /// Notes a committed write.
    pub(super) fn note(&mut self, writes: i64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(Mark { epoch: self.epoch, writes }.line().as_bytes())
    }

    /// Flushes it.
    pub(super) fn settle(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mark_is_44_bytes_and_reads_back() {
        for writes in [0, 1, i64::MAX] {
            let mark = Mark { epoch: Id::from([9; 16]), writes };
            assert_eq!(mark.line().len() as u64, LENGTH);
            assert_eq!(Mark::parse(&mark.line()), Some(mark));
        }
        for bad in ["", "x", "x 1\n", "AAAAAAAAAAAAAAAAAAAAAA 1", "AAAAAAAAAAAAAAAAAAAAAA -1\n"] {
            assert_eq!(Mark::parse(bad), None, "{bad}");
        }
    }
}
