//! Erasing everything: the key is forgotten first, then no file is left; a copy taken before is all that remains.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Error, Handrail};
use support::{Phone, log, raw, situations, walk};

/// A key store that can forget, and remembers that it was told to.
struct KeyStore {
    key: Mutex<Option<Vec<u8>>>,
    told: AtomicU32,
    /// It refuses, as a key store that is locked would.
    stuck: AtomicBool,
    /// What lay in the folder when it was told.
    files_then: Mutex<usize>,
    folder: std::path::PathBuf,
}

impl KeyProvider for KeyStore {
    fn database_key(&self) -> Option<Vec<u8>> {
        self.key.lock().unwrap().clone()
    }

    fn forget(&self) -> bool {
        self.told.fetch_add(1, Ordering::SeqCst);
        if self.stuck.load(Ordering::SeqCst) {
            return false;
        }
        *self.files_then.lock().unwrap() = entries(&self.folder).len();
        *self.key.lock().unwrap() = None;
        true
    }
}

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn keys(phone: &Phone) -> Arc<KeyStore> {
    Arc::new(KeyStore {
        key: Mutex::new(Some(phone.key())),
        told: AtomicU32::new(0),
        stuck: AtomicBool::new(false),
        files_then: Mutex::new(0),
        folder: phone.folder.clone(),
    })
}

fn open(phone: &Phone, keys: &Arc<KeyStore>) -> Result<Handrail, Error> {
    let config = StoreConfig { folder: phone.folder.clone(), page_limit: None };
    Handrail::open(config, keys.clone(), phone.clock.clone())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn nothing_is_left_and_only_a_copy_taken_before_opens_with_the_old_key() {
    let phone = Phone::new();
    let keys = keys(&phone);
    let ana = open(&phone, &keys).unwrap();
    log(&ana, walk(&ana), "on the bus");
    ana.suspend().unwrap();
    let backup = Phone::new();
    copy(&phone.folder, &backup.folder);
    ana.resume().unwrap();
    // What a damaged day left, and things nobody knows of any more.
    std::fs::create_dir_all(phone.file("damaged-5/deeper")).unwrap();
    std::fs::write(phone.file("damaged-5/handrail.db"), "old").unwrap();
    std::fs::write(phone.file("damaged-5/deeper/x"), "old").unwrap();
    std::fs::create_dir_all(phone.file("salvage.tmp")).unwrap();
    std::fs::write(phone.file("handrail.db-journal"), "old").unwrap();
    let before = entries(&phone.folder);
    assert!(
        ["handrail.db", "handrail.db-wal", "handrail.db-shm", "handrail.key-check"]
            .iter()
            .all(|f| before.iter().any(|b| b == f))
    );

    ana.erase_all().unwrap();

    assert_eq!(entries(&phone.folder), Vec::<String>::new());
    assert_eq!(keys.told.load(Ordering::SeqCst), 1);
    assert!(*keys.files_then.lock().unwrap() >= 4, "the key went before the files");
    assert!(matches!(ana.coping(), Err(Error::Closed)) && matches!(ana.resume(), Err(Error::Closed)));
    assert!(matches!(open(&phone, &keys), Err(Error::KeyMissing)), "there is no key any more");

    // The copy still opens with the old key, which only this test has kept.
    assert_eq!(situations(&backup.open().unwrap()), ["on the bus"]);
    // With a new key the folder is that of a new phone.
    *keys.key.lock().unwrap() = Some(vec![9; 32]);
    let new = open(&phone, &keys).unwrap();
    assert!(new.coping().unwrap().recent.is_empty());
    new.close().unwrap();
    let c = raw(&phone.file("handrail.db"), &phone.key());
    assert!(c.query_row("SELECT count(*) FROM coping_entry", [], |_| Ok(())).is_err(), "not with the old key");
}

#[test]
fn a_closed_and_a_suspended_store_are_erased_too_and_a_second_time_does_no_harm() {
    for close in [true, false] {
        let phone = Phone::new();
        let keys = keys(&phone);
        let ana = open(&phone, &keys).unwrap();
        if close {
            ana.close().unwrap();
        } else {
            ana.suspend().unwrap();
        }
        ana.erase_all().unwrap();
        ana.erase_all().unwrap();
        assert_eq!(entries(&phone.folder), Vec::<String>::new());
    }
}

#[test]
fn a_key_that_is_not_forgotten_is_said_and_asked_for_again() {
    let phone = Phone::new();
    let keys = keys(&phone);
    let ana = open(&phone, &keys).unwrap();
    log(&ana, walk(&ana), "on the bus");
    keys.stuck.store(true, Ordering::SeqCst);
    assert!(matches!(ana.erase_all(), Err(Error::Port("key provider"))));
    assert_eq!(entries(&phone.folder), ["handrail.erasing", "handrail.lock"], "what could be erased is");
    // No new store comes in its place while the key of the old one is there.
    assert!(matches!(open(&phone, &keys), Err(Error::Port("key provider"))));
    keys.stuck.store(false, Ordering::SeqCst);
    ana.erase_all().unwrap();
    assert_eq!(entries(&phone.folder), Vec::<String>::new());
    assert_eq!(keys.told.load(Ordering::SeqCst), 3);
}

#[test]
fn an_erasure_that_was_cut_short_goes_on_at_the_next_opening() {
    let phone = Phone::new();
    let keys = keys(&phone);
    let ana = open(&phone, &keys).unwrap();
    log(&ana, walk(&ana), "on the bus");
    ana.close().unwrap();
    // The app was killed after it made the mark, before anything else.
    std::fs::write(phone.file("handrail.erasing"), "").unwrap();
    assert!(matches!(open(&phone, &keys), Err(Error::KeyMissing)));
    assert_eq!(keys.told.load(Ordering::SeqCst), 1);
    assert_eq!(entries(&phone.folder), ["handrail.lock"]);
    *keys.key.lock().unwrap() = Some(vec![9; 32]);
    assert!(open(&phone, &keys).unwrap().coping().unwrap().recent.is_empty());
}

#[test]
fn another_process_that_has_the_store_is_not_erased_under_its_hands() {
    let phone = Phone::new();
    let keys = keys(&phone);
    let ana = open(&phone, &keys).unwrap();
    ana.suspend().unwrap();
    let other = open(&phone, &keys).unwrap();
    assert!(matches!(ana.erase_all(), Err(Error::StorageBusy)));
    assert_eq!(keys.told.load(Ordering::SeqCst), 0);
    log(&other, walk(&other), "still here");
}

#[cfg(unix)]
#[test]
fn a_link_is_taken_away_and_not_what_it_points_to() {
    let phone = Phone::new();
    let elsewhere = Phone::new();
    std::fs::write(elsewhere.file("photo"), "mine").unwrap();
    let keys = keys(&phone);
    let ana = open(&phone, &keys).unwrap();
    std::os::unix::fs::symlink(&elsewhere.folder, phone.file("link")).unwrap();
    ana.erase_all().unwrap();
    assert_eq!(entries(&phone.folder), Vec::<String>::new());
    assert_eq!(elsewhere.bytes("photo"), b"mine");
}
