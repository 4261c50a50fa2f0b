//! A phone for tests and measurements: a fixed key, a clock that goes where it is told, a store in a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use handrail_core::clock::{Clock, Moment};
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Handrail, Result};
use rusqlite::Connection;

/// The key of every store that these tests make.
pub const KEY: [u8; 32] = *b"a key for tests and nothing else";

/// A key store that always has [`KEY`].
#[derive(Debug, Clone, Copy)]
pub struct FixedKey;

impl KeyProvider for FixedKey {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(KEY.to_vec())
    }

    fn forget(&self) -> bool {
        false // as fixed as a key can be
    }
}

/// A clock that stands until it is moved. Both of its faces, the date and the one that only
/// runs forward, move together.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that stands at `ms` (UTC milliseconds).
    #[must_use]
    pub fn standing_at(ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(ms)))
    }

    /// Lets time go by.
    pub fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Where it stands.
    pub fn ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Clock for HandClock {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: self.ms(), zone: "Europe/London".into(), offset_min: 0 })
    }

    fn running_ms(&self) -> u64 {
        self.ms().unsigned_abs()
    }
}

/// Opens the store in `folder` with [`KEY`].
///
/// # Errors
/// Those of [`Handrail::open`].
pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> Result<Handrail> {
    let config = StoreConfig { folder: folder.to_owned(), page_limit: None };
    Handrail::open(config, Arc::new(FixedKey), clock)
}

/// The file of a store that no one has open, with the key, past the core.
///
/// # Errors
/// Where the file cannot be opened.
pub fn raw(file: &Path) -> rusqlite::Result<Connection> {
    let c = Connection::open(file)?;
    c.pragma_update(None, "key", key_pragma())?;
    Ok(c)
}

/// [`KEY`] as `PRAGMA key` takes it.
#[must_use]
pub fn key_pragma() -> String {
    let hex = KEY.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!("x'{hex}'")
}

/// A folder that is there, empty, and gone when this is dropped.
#[derive(Debug)]
pub struct TempFolder(PathBuf);

impl TempFolder {
    /// A folder with `name` and the number of this process in its name.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn new(name: &str) -> std::io::Result<Self> {
        Self::within(&std::env::temp_dir(), name)
    }

    /// The same inside `folder`.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn within(folder: &Path, name: &str) -> std::io::Result<Self> {
        let path = folder.join(format!("handrail-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
