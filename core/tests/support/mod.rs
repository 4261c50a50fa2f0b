//! A phone for the store's tests: a folder, a key, a clock that goes where it is told.
#![allow(dead_code)]

pub mod pages;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use handrail_core::clock::{Clock, Moment};
use handrail_core::coping::{CopingEntryId, CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Error, Handrail};
use rusqlite::Connection;

/// 2026-09-21, about noon in London.
pub const NOON: i64 = 1_790_000_000_000;
pub const MINUTE: i64 = 60_000;
pub const YEAR: i64 = 365 * 24 * 60 * MINUTE;

pub struct TestClock {
    date: AtomicI64,
    running: AtomicU64,
}

impl TestClock {
    /// Time goes by: the date and the forward-only clock move together.
    pub fn pass(&self, ms: i64) {
        self.date.fetch_add(ms, Ordering::SeqCst);
        self.running.fetch_add(ms.unsigned_abs(), Ordering::SeqCst);
    }

    /// Somebody sets the phone's date.
    pub fn set_date(&self, ms: i64) {
        self.date.store(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: self.date.load(Ordering::SeqCst), zone: "Europe/London".into(), offset_min: 60 })
    }

    fn running_ms(&self) -> u64 {
        self.running.load(Ordering::SeqCst)
    }
}

pub struct Key(pub Option<Vec<u8>>);
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        self.0.clone()
    }

    fn forget(&self) -> bool {
        false
    }
}

pub struct Phone {
    pub folder: PathBuf,
    pub clock: Arc<TestClock>,
    /// The first byte of the key; the others follow from it.
    pub key: u8,
}

impl Phone {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        Self::at(&std::env::temp_dir().join(format!("handrail-store-{}-{number}", std::process::id())))
    }

    /// On a folder of its own that is emptied now and removed in the end.
    pub fn at(folder: &Path) -> Self {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        let clock = Arc::new(TestClock { date: AtomicI64::new(NOON), running: AtomicU64::new(5_000) });
        Self { folder: folder.to_owned(), clock, key: 7 }
    }

    pub fn key(&self) -> Vec<u8> {
        (0..32).map(|i| self.key.wrapping_add(i)).collect()
    }

    pub fn open(&self) -> Result<Handrail, Error> {
        self.open_with(Some(self.key()), None)
    }

    pub fn open_with(&self, key: Option<Vec<u8>>, page_limit: Option<u32>) -> Result<Handrail, Error> {
        let config = StoreConfig { folder: self.folder.clone(), page_limit };
        Handrail::open(config, Arc::new(Key(key)), self.clock.clone())
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.file(name)).unwrap()
    }

    /// Every file of the folder but the lock, by path, with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files_in(&self.folder)
    }

    /// The folders in which damaged files are kept.
    pub fn kept(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = std::fs::read_dir(&self.folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.is_dir() && p.file_name().unwrap().to_str().unwrap().starts_with("damaged-"))
            .collect();
        found.sort();
        found
    }

    /// The file itself, with the key, past the core. Only while no store is open on it.
    pub fn raw(&self) -> Connection {
        raw(&self.file("handrail.db"), &self.key())
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn raw(path: &Path, key: &[u8]) -> Connection {
    let c = Connection::open(path).unwrap();
    let hex = key.iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
    c.pragma_update(None, "key", format!("x'{hex}'")).unwrap();
    c
}

pub fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
        } else if path.file_name().unwrap() != "handrail.lock" {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

pub fn one(c: &Connection, sql: &str) -> i64 {
    c.query_row(sql, [], |r| r.get(0)).unwrap()
}

/// Both checks of a closed store: SQLCipher's on every page, SQLite's on everything in them.
pub fn assert_sound(phone: &Phone) {
    let c = phone.raw();
    let bad_pages: Vec<String> = c
        .prepare("PRAGMA cipher_integrity_check")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(bad_pages, Vec::<String>::new());
    let said: String = c.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(said, "ok");
}

pub fn walk(ana: &Handrail) -> CopingStrategyId {
    let new = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    CopingStrategyId(ana.save_coping_strategy(&new).unwrap().id_of("coping_strategy").unwrap())
}

pub fn entry(strategy: CopingStrategyId, situation: &str) -> NewCopingEntry {
    NewCopingEntry {
        strategy,
        situation: situation.into(),
        helped: None,
        before: Some(7),
        after: None,
        note: String::new(),
        ..NewCopingEntry::of(strategy)
    }
}

pub fn log(ana: &Handrail, strategy: CopingStrategyId, situation: &str) -> CopingEntryId {
    CopingEntryId(ana.record_coping(&entry(strategy, situation)).unwrap().id_of("coping_entry").unwrap())
}

/// Every try of coping, newest first, page by page.
pub fn situations(ana: &Handrail) -> Vec<String> {
    let mut page = ana.coping().unwrap().recent;
    let mut all = Vec::new();
    while let Some(last) = page.last().map(|e| e.id) {
        all.extend(page.iter().map(|e| e.situation.clone()));
        page = ana.coping_before(last).unwrap();
    }
    all
}
