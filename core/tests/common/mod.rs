//! People for the tests: each with a phone of their own, a clock that can be moved both ways,
//! and a way to look under the record to see that nothing was written.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _, Utc};
use handrail_core::clock::{Clock, Day, Moment, TimeOfDay};
use handrail_core::ids::Id;
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Changes, Error, Handrail, Reason};
use rusqlite::Connection;

/// A clock on the wall of a place. Moves when it is told to, both ways.
pub struct WallClock {
    ms: AtomicI64,
    /// Runs forward only, whatever happens to the date.
    running: AtomicU64,
    zone: Mutex<chrono_tz::Tz>,
}

impl WallClock {
    pub fn set(&self, civil: &str) {
        let civil = NaiveDateTime::parse_from_str(civil, "%Y-%m-%d %H:%M").expect("a civil time");
        let zone = *self.zone.lock().unwrap();
        let instant = zone.from_local_datetime(&civil).earliest().expect("a time that exists there");
        let before = self.ms.swap(instant.timestamp_millis(), Ordering::SeqCst);
        self.running.fetch_add((instant.timestamp_millis() - before).unsigned_abs(), Ordering::SeqCst);
    }

    pub fn travel(&self, zone: &str) {
        *self.zone.lock().unwrap() = zone.parse().expect("a zone");
    }

    pub fn ms(&self) -> i64 {
        self.ms.load(Ordering::SeqCst)
    }
}

impl Clock for WallClock {
    fn now(&self) -> Option<Moment> {
        // A millisecond goes by at each look, as it would.
        let instant_ms = self.ms.fetch_add(1, Ordering::SeqCst);
        let zone = *self.zone.lock().unwrap();
        let utc = DateTime::<Utc>::from_timestamp_millis(instant_ms)?;
        let offset_min = zone.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc() / 60;
        Some(Moment { instant_ms, zone: zone.name().to_owned(), offset_min })
    }

    fn running_ms(&self) -> u64 {
        self.running.fetch_add(1, Ordering::SeqCst)
    }
}

pub struct Key;
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

/// A person and their phone.
pub struct Person {
    pub phone: Handrail,
    pub clock: Arc<WallClock>,
    pub folder: PathBuf,
}

impl std::ops::Deref for Person {
    type Target = Handrail;
    fn deref(&self) -> &Handrail {
        &self.phone
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A phone in London, on Monday 2 March 2026 at 10:00.
pub fn person(name: &str) -> Person {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("handrail-{}-{number}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let clock = Arc::new(WallClock {
        ms: AtomicI64::new(0),
        running: AtomicU64::new(0),
        zone: Mutex::new(chrono_tz::Europe::London),
    });
    clock.set("2026-03-02 10:00");
    let config = StoreConfig { folder: folder.clone(), page_limit: None };
    let phone = Handrail::open(config, Arc::new(Key), clock.clone()).expect("a new store");
    Person { phone, clock, folder }
}

impl Person {
    /// Moves the clock on this wall.
    pub fn at(&self, civil: &str) -> &Self {
        self.clock.set(civil);
        self
    }

    /// A second look into the same database, with the same key, as SQLite sees it.
    pub fn under(&self) -> Connection {
        let c = Connection::open(self.folder.join("handrail.db")).unwrap();
        c.pragma_update(None, "key", format!("x'{}'", "07".repeat(32))).unwrap();
        c
    }

    pub fn tables(&self) -> Vec<String> {
        let c = self.under();
        let mut q = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
        q.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Rows of every table: the same before and after means that nothing was written.
    pub fn rows(&self) -> BTreeMap<String, i64> {
        let c = self.under();
        self.tables()
            .into_iter()
            .map(|t| (t.clone(), c.query_row(&format!("SELECT count(*) FROM {t}"), [], |r| r.get(0)).unwrap()))
            .collect()
    }

    pub fn count(&self, table: &str) -> i64 {
        self.rows()[table]
    }

    /// One row of a table, every column as SQLite writes it.
    pub fn row(&self, table: &str, id: Id) -> Option<Vec<String>> {
        let c = self.under();
        let mut q = c.prepare(&format!("SELECT * FROM {table} WHERE id = ?1")).unwrap();
        let columns = q.column_count();
        let mut rows = q.query([id]).unwrap();
        let row = rows.next().unwrap()?;
        Some((0..columns).map(|i| format!("{:?}", row.get::<_, rusqlite::types::Value>(i).unwrap())).collect())
    }

    /// The tables that hold these words in any column of any row.
    pub fn tables_with(&self, words: &str) -> Vec<String> {
        let c = self.under();
        let holds = |table: &String| {
            let mut q = c.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = q.column_count();
            let mut rows = q.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for i in 0..columns {
                    let value = row.get_ref(i).unwrap();
                    let bytes = value.as_bytes_or_null().ok().flatten().unwrap_or_default();
                    if bytes.windows(words.len()).any(|w| w == words.as_bytes()) {
                        return true;
                    }
                }
            }
            false
        };
        self.tables().into_iter().filter(holds).collect()
    }

    /// The call is refused, names `field`, gives `reason`, and leaves no trace.
    pub fn refuses<T>(&self, field: &str, reason: Reason, call: impl FnOnce(&Handrail) -> Result<T, Error>) {
        let before = self.rows();
        match call(&self.phone) {
            Err(Error::Invalid { field: named, reason: given }) => {
                assert_eq!((named, given), (field, reason));
            }
            Err(other) => panic!("{field}: refused, but as {other:?}"),
            Ok(_) => panic!("{field}: was taken"),
        }
        assert_eq!(self.rows(), before, "{field}: something was written");
    }

    /// There is no such record, and nothing was written.
    pub fn finds_nothing<T>(&self, call: impl FnOnce(&Handrail) -> Result<T, Error>) {
        let before = self.rows();
        match call(&self.phone) {
            Err(Error::NotFound(_)) => {}
            Err(other) => panic!("should not be found, but: {other:?}"),
            Ok(_) => panic!("was found"),
        }
        assert_eq!(self.rows(), before);
    }
}

pub fn day(text: &str) -> Day {
    Day::parse("day", text).unwrap()
}

pub fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse("time", text).unwrap()
}

pub fn made(changes: &Changes, concept: &str) -> Id {
    changes.id_of(concept).expect("a record of this concept")
}

/// An id that names nothing.
pub const NOBODY: Id = Id::from_bytes([9; 16]);

pub fn long(characters: usize) -> String {
    "é".repeat(characters)
}
