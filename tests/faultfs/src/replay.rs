//! What a disk may hold after a power cut.

use std::collections::BTreeMap;
use std::path::Path;

use handrail_chance::Chance;

/// Sectors of this size are written whole or not at all.
const SECTOR: usize = 512;

/// Something that was done to the disk, in the order it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Bytes were written.
    Write {
        /// The file's name in its folder.
        file: String,
        /// From this byte on.
        at: u64,
        /// What was written.
        bytes: Vec<u8>,
    },
    /// A file was cut, or made longer with zeroes.
    Cut {
        /// The file's name.
        file: String,
        /// Its new length in bytes.
        to: u64,
    },
    /// Everything written to a file so far is on the disk.
    Flush {
        /// The file's name.
        file: String,
    },
    /// A file was deleted.
    Delete {
        /// The file's name.
        file: String,
        /// And the folder flushed after it.
        flushed: bool,
    },
    /// The program told somebody that the write with this number is kept.
    Acknowledged(u64),
}

/// What was there at the beginning, and everything since.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The files and their bytes.
    pub begin: BTreeMap<String, Vec<u8>>,
    /// What was done.
    pub acts: Vec<Act>,
}

/// What becomes of writes that were not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All of them arrived, as after a kill.
    Nothing,
    /// None of them arrived.
    Unflushed,
    /// The first so many, by this chance, arrived.
    Tail(u64),
    /// By this chance some arrived, in any order, and the last of those only in part.
    Scattered(u64),
}

/// Goes through a record act by act.
#[derive(Debug)]
pub struct Replay<'r> {
    rest: std::slice::Iter<'r, Act>,
    flushed: BTreeMap<String, Vec<u8>>,
    waiting: Vec<&'r Act>,
    /// The highest number acknowledged so far.
    pub acknowledged: u64,
}

impl<'r> Replay<'r> {
    /// At the beginning of a record.
    #[must_use]
    pub fn of(record: &'r Record) -> Self {
        let (rest, flushed) = (record.acts.iter(), record.begin.clone());
        Self { rest, flushed, waiting: Vec::new(), acknowledged: 0 }
    }

    /// Goes on by one act. `None` at the end.
    pub fn step(&mut self) -> Option<&'r Act> {
        let act = self.rest.next()?;
        match act {
            Act::Acknowledged(number) => self.acknowledged = *number,
            Act::Flush { file } => {
                let (of_it, others): (Vec<_>, Vec<_>) = self.waiting.iter().partition(|act| name(act) == Some(file));
                self.waiting = others;
                for act in of_it {
                    apply(&mut self.flushed, act);
                }
            }
            Act::Delete { file, flushed: true } => {
                self.waiting.retain(|act| name(act) != Some(file));
                apply(&mut self.flushed, act);
            }
            Act::Write { .. } | Act::Cut { .. } | Act::Delete { .. } => self.waiting.push(act),
        }
        Some(act)
    }

    /// How many writes wait to be flushed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// The files as a power cut at this point leaves them.
    #[must_use]
    pub fn after(&self, loss: Loss) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.flushed.clone();
        match loss {
            Loss::Unflushed => {}
            Loss::Nothing => self.waiting.iter().for_each(|act| apply(&mut files, act)),
            Loss::Tail(chance) => {
                let kept = Chance::seeded(chance).below(self.waiting.len() + 1);
                self.waiting.iter().take(kept).for_each(|act| apply(&mut files, act));
            }
            Loss::Scattered(chance) => {
                let mut chance = Chance::seeded(chance);
                let mut arrived: Vec<&Act> = self.waiting.iter().copied().filter(|_| chance.below(2) == 0).collect();
                for i in (1..arrived.len()).rev() {
                    let j = chance.below(i + 1);
                    arrived.swap(i, j);
                }
                let last = arrived.pop();
                for act in arrived {
                    apply(&mut files, act);
                }
                match last {
                    Some(Act::Write { file, at, bytes }) => {
                        let sectors = chance.below(bytes.len().div_ceil(SECTOR) + 1);
                        let part = bytes.iter().copied().take(sectors * SECTOR).collect();
                        apply(&mut files, &Act::Write { file: file.clone(), at: *at, bytes: part });
                    }
                    Some(act) => apply(&mut files, act),
                    None => {}
                }
            }
        }
        files
    }
}

impl Replay<'_> {
    /// Makes `folder` anew with the files as a power cut at this point leaves them.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn put_into(&self, folder: &Path, loss: Loss) -> std::io::Result<()> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        self.after(loss).iter().try_for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes))
    }
}

fn name(act: &Act) -> Option<&String> {
    match act {
        Act::Write { file, .. } | Act::Cut { file, .. } | Act::Flush { file } | Act::Delete { file, .. } => Some(file),
        Act::Acknowledged(_) => None,
    }
}

fn apply(files: &mut BTreeMap<String, Vec<u8>>, act: &Act) {
    match act {
        Act::Write { file, at, bytes } => {
            let there = files.entry(file.clone()).or_default();
            let from = usize::try_from(*at).unwrap_or(usize::MAX);
            let until = from.saturating_add(bytes.len());
            if there.len() < until {
                there.resize(until, 0);
            }
            if let Some(place) = there.get_mut(from..until) {
                place.copy_from_slice(bytes);
            }
        }
        Act::Cut { file, to } => {
            files.entry(file.clone()).or_default().resize(usize::try_from(*to).unwrap_or(usize::MAX), 0);
        }
        Act::Delete { file, .. } => drop(files.remove(file)),
        Act::Flush { .. } | Act::Acknowledged(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(file: &str, at: u64, bytes: &[u8]) -> Act {
        Act::Write { file: file.into(), at, bytes: bytes.to_vec() }
    }

    fn at_the_end(acts: Vec<Act>, loss: Loss) -> BTreeMap<String, Vec<u8>> {
        let record = Record { begin: BTreeMap::from([("a".to_owned(), b"0123".to_vec())]), acts };
        let mut replay = Replay::of(&record);
        while replay.step().is_some() {}
        replay.after(loss)
    }

    #[test]
    fn what_was_flushed_stays_and_only_that_of_the_file_that_was_flushed() {
        let acts = vec![
            write("a", 2, b"xyz"),
            write("b", 0, b"new"),
            Act::Flush { file: "a".into() },
            write("a", 0, b"late"),
            Act::Acknowledged(7),
        ];
        let lost = at_the_end(acts.clone(), Loss::Unflushed);
        assert_eq!(lost, BTreeMap::from([("a".to_owned(), b"01xyz".to_vec())]));
        let kept = at_the_end(acts, Loss::Nothing);
        assert_eq!(kept.get("a"), Some(&b"latez".to_vec()));
        assert_eq!(kept.get("b"), Some(&b"new".to_vec()));
    }

    #[test]
    fn a_torn_write_ends_at_a_sector() {
        let long = vec![b'w'; 4096];
        let mut lengths = std::collections::BTreeSet::new();
        for chance in 0..200 {
            let files = at_the_end(vec![write("c", 0, &long)], Loss::Scattered(chance));
            lengths.insert(files.get("c").map_or(0, Vec::len));
        }
        assert!(lengths.iter().all(|n| n % SECTOR == 0));
        assert!(lengths.len() > 5, "torn in many places: {lengths:?}");
    }

    #[test]
    fn a_deletion_that_was_not_flushed_may_be_undone() {
        let gone = |flushed| vec![Act::Delete { file: "a".into(), flushed }];
        assert!(at_the_end(gone(false), Loss::Unflushed).contains_key("a"));
        assert!(!at_the_end(gone(false), Loss::Nothing).contains_key("a"));
        assert!(!at_the_end(gone(true), Loss::Unflushed).contains_key("a"));
    }
}
