//! A folder that is gone after the test, and ports as an app would lend them.
#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses some of it; a test may fail loudly")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use handrail::clock::{Moment, ZoneName};
use handrail::host::{Clock, KeyProvider, LogLevel, LogSink, PortError};
use handrail::{Config, Handrail, HandrailError};

/// A folder of its own in the system's temporary folder.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("handrail-bindings-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    pub fn config(&self) -> Config {
        Config { folder: self.0.to_string_lossy().into_owned() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A key provider with one answer.
pub struct Keys(pub Result<Vec<u8>, PortError>);

impl Keys {
    pub fn good() -> Arc<Self> {
        Arc::new(Self(Ok(vec![7; 32])))
    }
}

impl KeyProvider for Keys {
    fn database_key(&self) -> Result<Vec<u8>, PortError> {
        self.0.clone()
    }

    fn forget(&self) -> Result<(), PortError> {
        Err(PortError::Unavailable)
    }
}

/// A clock at noon of 21 November 2026, or some days later, that can be made to throw or to panic.
#[derive(Default)]
pub struct Noon {
    pub day: AtomicI64,
    pub throws: AtomicBool,
    pub panics: AtomicBool,
}

impl Clock for Noon {
    fn now(&self) -> Result<Moment, PortError> {
        assert!(!self.panics.load(Ordering::Relaxed), "PRIVATE WORDS");
        if self.throws.load(Ordering::Relaxed) {
            return Err(PortError::Unforeseen);
        }
        let days = self.day.load(Ordering::Relaxed) * 86_400_000;
        Ok(Moment { instant_ms: 1_795_262_400_000 + days, zone: ZoneName("Europe/London".into()), offset_min: 0 })
    }
}

/// A log kept in memory.
#[derive(Default)]
pub struct Lines(pub Mutex<Vec<(LogLevel, String)>>);

impl Lines {
    pub fn codes(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(_, code)| code.clone()).collect()
    }
}

impl LogSink for Lines {
    fn log(&self, level: LogLevel, code: String) -> Result<(), PortError> {
        self.0.lock().unwrap().push((level, code));
        // The core must not mind.
        Err(PortError::Unforeseen)
    }
}

/// An opened record with its clock and log.
pub struct Phone {
    pub handrail: Arc<Handrail>,
    pub clock: Arc<Noon>,
    pub log: Arc<Lines>,
    pub folder: Folder,
}

pub fn phone() -> Phone {
    let (folder, clock, log) = (Folder::new(), Arc::new(Noon::default()), Arc::new(Lines::default()));
    let handrail = Handrail::open(folder.config(), Keys::good(), clock.clone(), Some(log.clone())).unwrap();
    Phone { handrail, clock, log, folder }
}

/// What opening with this key gives, and what it left in the log.
pub fn opened_with(
    folder: &Folder,
    key: Result<Vec<u8>, PortError>,
) -> (Result<Arc<Handrail>, HandrailError>, Vec<String>) {
    let log = Arc::new(Lines::default());
    let opened = Handrail::open(folder.config(), Arc::new(Keys(key)), Arc::new(Noon::default()), Some(log.clone()));
    (opened, log.codes())
}
