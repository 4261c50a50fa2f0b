//! What the file system remembers and when it fails. No C here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::replay::{Act, Record};
use crate::vfs;

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A write finds no room, and nothing of it is written.
    Full,
    /// A write stops half way and finds no room for the rest.
    Short,
    /// A write fails.
    Write,
    /// A flush fails.
    Flush,
    /// The process dies when half of a write is done.
    DieInWrite,
    /// The process dies before a flush.
    DieBeforeFlush,
    /// The process dies after a flush, before SQLite hears of it.
    DieAfterFlush,
}

impl Fault {
    /// Whether it meets flushes; else writes.
    const fn of_flushes(self) -> bool {
        matches!(self, Self::Flush | Self::DieBeforeFlush | Self::DieAfterFlush)
    }
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// How many calls of the kind go well before.
    pub after: u64,
    /// Whether all later ones fail too, until [`Disk::mend`].
    pub lasting: bool,
}

/// The disk of this process.
#[derive(Debug)]
pub struct Disk(());

#[derive(Debug)]
struct Following {
    folder: PathBuf,
    files: Vec<String>,
    record: Record,
}

#[derive(Debug, Default)]
struct State {
    following: Option<Following>,
    fault: Option<(Fault, When)>,
    struck: u64,
}

static STATE: Mutex<State> = Mutex::new(State { following: None, fault: None, struck: 0 });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// Puts the file system before SQLite's own, for every file opened from now on. Once for a process.
    ///
    /// # Errors
    /// SQLite's code, if it does not take it.
    pub fn install() -> Result<&'static Self, i32> {
        static ONCE: OnceLock<Result<Disk, i32>> = OnceLock::new();
        ONCE.get_or_init(|| vfs::register().map(|()| Disk(()))).as_ref().map_err(|code| *code)
    }

    /// Follows the files directly in `folder` from now on. What is there already counts as flushed. What was followed before
    /// is forgotten. Files that are open already are not followed.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn follow(&self, folder: &Path) -> std::io::Result<()> {
        let mut begin = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() && !is_index(&entry.file_name().to_string_lossy()) {
                begin.insert(entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path())?);
            }
        }
        let record = Record { begin, acts: Vec::new() };
        state().following = Some(Following { folder: folder.to_owned(), files: Vec::new(), record });
        Ok(())
    }

    /// Notes that the write with this number was acknowledged.
    pub fn acknowledge(&self, number: u64) {
        note(Act::Acknowledged(number));
    }

    /// Stops following and hands out the record.
    pub fn stop(&self) -> Record {
        state().following.take().map(|f| f.record).unwrap_or_default()
    }

    /// Makes a call fail, on files that are followed.
    pub fn fail(&self, fault: Fault, when: When) {
        let mut state = state();
        state.fault = Some((fault, when));
        state.struck = 0;
    }

    /// Nothing fails any more. Answers how many calls did since [`Disk::fail`].
    pub fn mend(&self) -> u64 {
        let mut state = state();
        state.fault = None;
        state.struck
    }
}

/// SQLite's index of its log is rebuilt after a power cut and never flushed.
fn is_index(name: &str) -> bool {
    name.ends_with("-shm")
}

/// The number under which a file is followed.
pub(crate) fn number_of(path: &Path) -> Option<usize> {
    let mut state = state();
    let following = state.following.as_mut()?;
    let name = path.strip_prefix(&following.folder).ok()?.to_str()?;
    if name.contains('/') || is_index(name) {
        return None;
    }
    let there = following.files.iter().position(|file| file == name);
    Some(there.unwrap_or_else(|| {
        following.files.push(name.to_owned());
        following.files.len() - 1
    }))
}

fn note(act: Act) {
    if let Some(following) = state().following.as_mut() {
        following.record.acts.push(act);
    }
}

fn name_of(number: usize) -> Option<String> {
    state().following.as_ref().and_then(|f| f.files.get(number).cloned())
}

pub(crate) fn wrote(number: usize, at: u64, bytes: &[u8]) {
    if let Some(file) = name_of(number) {
        note(Act::Write { file, at, bytes: bytes.to_vec() });
    }
}

pub(crate) fn cut(number: usize, to: u64) {
    if let Some(file) = name_of(number) {
        note(Act::Cut { file, to });
    }
}

pub(crate) fn flushed(number: usize) {
    if let Some(file) = name_of(number) {
        note(Act::Flush { file });
    }
}

pub(crate) fn deleted(number: usize, flushed: bool) {
    if let Some(file) = name_of(number) {
        note(Act::Delete { file, flushed });
    }
}

/// Whether this call fails, and how. `flush`: a flush, else a write.
pub(crate) fn strikes(flush: bool) -> Option<Fault> {
    let mut state = state();
    let (fault, when) = state.fault.as_mut()?;
    if fault.of_flushes() != flush {
        return None;
    }
    if when.after > 0 {
        when.after -= 1;
        return None;
    }
    let fault = *fault;
    if !when.lasting {
        state.fault = None;
    }
    state.struck += 1;
    Some(fault)
}
