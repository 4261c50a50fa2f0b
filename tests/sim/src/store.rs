//! A real phone: the core with its database in a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use handrail_core::clock::{Clock, Moment};
use handrail_core::coping::{CopingEntryId, CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::ids::Id;
use handrail_core::ledger::{Batch, Digest, Ledger, Snapshot, TakenIn, Vector};
use handrail_core::settings::EditSettings;
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::talk_about::TalkAboutId;
use handrail_core::{Changes, Error, Handrail, Result};

use crate::Phone;
use crate::acts::{Act, ENTRY, LINE, STRATEGY};
use crate::chance::Seeded;

struct FixedKey;

impl KeyProvider for FixedKey {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

/// A clock that stands until it is moved: the date, which may be years off, and the one that only runs forward.
#[derive(Debug, Default)]
struct SimClock {
    date_ms: AtomicI64,
    running_ms: AtomicI64,
}

impl Clock for SimClock {
    fn now(&self) -> Option<Moment> {
        let instant_ms = self.date_ms.load(Ordering::SeqCst);
        Some(Moment { instant_ms, zone: "Europe/London".into(), offset_min: 0 })
    }

    fn running_ms(&self) -> u64 {
        self.running_ms.load(Ordering::SeqCst).unsigned_abs()
    }
}

/// Where the phones of a run keep their files: in memory, where the system has a place for that, because nothing here
/// is about the disk.
#[derive(Debug)]
pub struct Workshop {
    folder: PathBuf,
    number: AtomicU64,
}

impl Workshop {
    /// A workshop with an empty store to copy.
    ///
    /// # Errors
    /// Where the files cannot be made.
    pub fn new(name: &str) -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = base.join(format!("handrail-sim-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("empty"))?;
        let workshop = Self { folder, number: AtomicU64::new(0) };
        open(&workshop.folder.join("empty"), &Arc::new(SimClock::at(1_790_000_000_000)), 0)?.close()?;
        Ok(workshop)
    }

    /// A new phone with an empty store, called `device`.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn phone(self: &Arc<Self>, seed: u64, device: Id) -> Result<Box<dyn Phone>> {
        let phone = StorePhone::of(self, &self.folder.join("empty"), seed, SimClock::at(1_790_000_000_000))?;
        phone.handrail()?.begin_as(device, 0)?;
        Ok(Box::new(phone))
    }

    fn place(&self) -> PathBuf {
        self.folder.join(self.number.fetch_add(1, Ordering::SeqCst).to_string())
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl SimClock {
    fn at(ms: i64) -> Self {
        Self { date_ms: AtomicI64::new(ms), running_ms: AtomicI64::new(ms) }
    }
}

fn open(folder: &Path, clock: &Arc<SimClock>, seed: u64) -> Result<Handrail> {
    let config = StoreConfig { folder: folder.to_owned(), page_limit: None };
    Handrail::open_with(config, Arc::new(FixedKey), clock.clone(), Arc::new(Seeded::new(seed, 9)))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// A phone with a real store.
pub struct StorePhone {
    workshop: Arc<Workshop>,
    folder: PathBuf,
    clock: Arc<SimClock>,
    seed: u64,
    openings: u64,
    /// Copies made: no two may draw the same ids.
    copies: AtomicU64,
    /// `None` only between two openings.
    handrail: Option<Handrail>,
}

impl StorePhone {
    fn of(workshop: &Arc<Workshop>, from: &Path, seed: u64, clock: SimClock) -> Result<Self> {
        let folder = workshop.place();
        copy_folder(from, &folder)?;
        let clock = Arc::new(clock);
        let seed = seed ^ 0x5eed;
        let handrail = Some(open(&folder, &clock, seed)?);
        Ok(Self {
            workshop: Arc::clone(workshop),
            folder,
            clock,
            seed,
            openings: 0,
            copies: AtomicU64::new(0),
            handrail,
        })
    }

    fn handrail(&self) -> Result<&Handrail> {
        self.handrail.as_ref().ok_or(Error::Closed)
    }

    fn edit(&self, kind: &str, id: Id, field: usize, words: &str) -> Result<Changes> {
        let ana = self.handrail()?;
        let words = words.to_owned();
        match kind {
            STRATEGY => {
                let coping = ana.coping()?;
                let mut all = coping.strategies.into_iter().chain(coping.set_down);
                let Some(s) = all.find(|s| s.id.0 == id) else { return Err(Error::NotFound("strategy")) };
                let mut new = NewCopingStrategy { name: s.name, how: s.how, trouble: s.trouble, adapted: s.adapted };
                match field % 4 {
                    0 => new.name = words,
                    1 => new.how = words,
                    2 => new.trouble = words,
                    _ => new.adapted = words,
                }
                ana.edit_coping_strategy(CopingStrategyId(id), &new)
            }
            ENTRY => {
                let entry = ana.coping()?.recent.into_iter().find(|e| e.id.0 == id);
                let Some(strategy) = entry.map(|e| e.strategy) else { return Err(Error::NotFound("entry")) };
                let new = NewCopingEntry { situation: words, before: Some(5), ..NewCopingEntry::of(strategy) };
                ana.edit_coping(CopingEntryId(id), &new)
            }
            LINE => ana.edit_talk_about(TalkAboutId(id), &words),
            _ => Err(Error::NotFound("kind")),
        }
    }

    fn make(&self, kind: &str, of: Id, words: &str) -> Result<Changes> {
        let ana = self.handrail()?;
        let words = words.to_owned();
        match kind {
            STRATEGY => ana.save_coping_strategy(&NewCopingStrategy { name: words, ..Default::default() }),
            ENTRY => {
                let of = NewCopingEntry::of(CopingStrategyId(of));
                ana.record_coping(&NewCopingEntry { situation: words, before: Some(5), ..of })
            }
            LINE => ana.add_talk_about(&words),
            _ => Err(Error::NotFound("kind")),
        }
    }
}

impl Drop for StorePhone {
    fn drop(&mut self) {
        self.handrail = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Phone for StorePhone {
    fn act(&mut self, act: &Act) -> Result<bool> {
        let ana = self.handrail()?;
        let done = match act {
            Act::New { kind, of, words, .. } => self.make(kind, *of, words),
            Act::Edit { kind, id, field, words } => self.edit(kind, *id, *field, words),
            Act::Name(words) => ana.save_settings(&EditSettings { name: Some(words.clone()), ..Default::default() }),
            Act::Colour(..) => return Ok(false),
            Act::Remove(kind, id) => ana.remove(kind, *id),
            Act::PutBack(kind, id) => ana.put_back(kind, *id),
            Act::Purge(kind, id) => ana.remove_for_good(kind, *id),
        };
        match done {
            Ok(_) => Ok(true),
            Err(Error::NotFound(_) | Error::Invalid { .. }) => Ok(false),
            Err(e) => Err(e),
        }
    }

    fn crash(&mut self) -> Result<()> {
        // Nothing is settled, and what the run of the app remembered is gone.
        self.handrail = None;
        self.openings += 1;
        self.handrail = Some(open(&self.folder, &self.clock, self.seed ^ self.openings << 17)?);
        Ok(())
    }

    fn copy(&self) -> Result<Box<dyn Phone>> {
        let ana = self.handrail()?;
        ana.suspend()?;
        let clock = SimClock::at(self.clock.date_ms.load(Ordering::SeqCst));
        let number = self.copies.fetch_add(1, Ordering::SeqCst);
        let copy = Self::of(&self.workshop, &self.folder, self.seed.rotate_left(7) ^ (number + 1), clock);
        ana.resume()?;
        Ok(Box::new(copy?))
    }

    fn export(&self) -> Result<Option<String>> {
        let mut bytes = Vec::new();
        self.handrail()?.export_all(&mut bytes, &mut |_| std::ops::ControlFlow::Continue(()))?;
        String::from_utf8(bytes).map(Some).map_err(|_| Error::Internal("an export that is no text"))
    }

    fn set_clock(&mut self, world_ms: i64, off_by_ms: i64) {
        self.clock.date_ms.store(world_ms + off_by_ms, Ordering::SeqCst);
        self.clock.running_ms.store(world_ms, Ordering::SeqCst);
    }

    fn is_newer(&self) -> bool {
        false
    }
}

impl Ledger for StorePhone {
    fn device(&self) -> Result<Id> {
        self.handrail()?.device()
    }

    fn vector(&self) -> Result<Vector> {
        self.handrail()?.vector()
    }

    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        self.handrail()?.own_since(after, byte_limit)
    }

    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        self.handrail()?.ops_since(known, byte_limit)
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        Ledger::take_in(self.handrail()?, batch)
    }

    fn digest(&self) -> Result<Digest> {
        self.handrail()?.digest()
    }

    fn snapshot(&self) -> Result<Snapshot> {
        self.handrail()?.snapshot()
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        self.handrail()?.load_snapshot(snapshot)
    }

    fn forget_log_below(&self, covered: &Vector) -> Result<u64> {
        self.handrail()?.forget_log_below(covered)
    }

    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        self.handrail()?.begin_as(device, delivered)
    }
}
