//! A full phone: what was saved stays, what does not fit is said, and writing goes on once there is room.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use handrail_core::coping::{CopingEntryId, NewCopingEntry};
use handrail_core::{Error, Handrail};
use support::{Phone, assert_sound, entry, log, situations, walk};

/// Logs until there is no more room, and says how many tries were acknowledged.
fn log_until_full(ana: &Handrail, phone: &Phone) -> Vec<String> {
    let strategy = walk(ana);
    let mut acknowledged = Vec::new();
    for n in 0..10_000 {
        phone.clock.pass(support::MINUTE);
        let new =
            NewCopingEntry { note: "and on and on ".repeat(200).trim().into(), ..entry(strategy, &format!("{n}")) };
        match ana.record_coping(&new) {
            Ok(_) => acknowledged.insert(0, n.to_string()),
            Err(Error::StorageFull) => return acknowledged,
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("it never became full");
}

#[test]
fn a_full_phone_keeps_what_was_saved_and_takes_more_when_there_is_room() {
    let phone = Phone::new();
    let ana = phone.open_with(Some(phone.key()), Some(300)).unwrap();
    let acknowledged = log_until_full(&ana, &phone);
    assert!(acknowledged.len() > 5);
    assert_eq!(situations(&ana), acknowledged, "the one that did not fit left nothing behind");
    let newest = ana.coping().unwrap().recent[0].id;
    let full = ana.edit_coping(newest, &NewCopingEntry { note: "x".repeat(8000), ..same(&ana, newest) });
    assert!(matches!(full, Err(Error::StorageFull)), "{full:?}");
    assert_eq!(situations(&ana), acknowledged);
    ana.suspend().unwrap();
    ana.resume().unwrap();
    assert_eq!(situations(&ana), acknowledged);
    ana.close().unwrap();
    assert_sound(&phone);

    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_none(), "full is not damaged");
    let strategy = ana.coping().unwrap().strategies[0].id;
    log(&ana, strategy, "room again");
    assert_eq!(situations(&ana)[0], "room again");
    assert_eq!(situations(&ana)[1..], acknowledged);
    ana.close().unwrap();
    assert_sound(&phone);
}

fn same(ana: &Handrail, id: CopingEntryId) -> NewCopingEntry {
    let view = ana.coping().unwrap().recent.into_iter().find(|e| e.id == id).unwrap();
    entry(view.strategy, &view.situation)
}

/// A small file system of its own, taken away in the end.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn of(kilobytes: u32) -> Option<Self> {
        let at = std::env::temp_dir().join(format!("handrail-disk-{}-{kilobytes}", std::process::id()));
        std::fs::create_dir_all(&at).unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "handrail"])
            .arg(&at)
            .output()
            .is_ok_and(|o| o.status.success());
        if !mounted {
            std::fs::remove_dir(&at).unwrap();
            return None;
        }
        Some(Self(at))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).output();
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// Mounting needs root. Where it cannot be, that is said; with `HANDRAIL_REQUIRE_ALL=1` it fails.
#[allow(clippy::print_stdout)]
fn small_disk(kilobytes: u32, test: &str) -> Option<SmallDisk> {
    let disk = SmallDisk::of(kilobytes);
    if disk.is_none() {
        assert!(std::env::var_os("HANDRAIL_REQUIRE_ALL").is_none(), "not run: {test} (mounting a tmpfs needs root)");
        println!("not run: {test} (mounting a tmpfs needs root)");
    }
    disk
}

#[test]
fn a_file_system_that_is_really_full_loses_nothing_that_was_acknowledged() {
    let Some(disk) = small_disk(2048, "a_file_system_that_is_really_full") else { return };
    let phone = Phone::at(&disk.0.join("store"));
    let ana = phone.open().unwrap();
    let acknowledged = log_until_full(&ana, &phone);
    assert!(acknowledged.len() > 5);
    assert_eq!(situations(&ana), acknowledged);
    // Not even the log can be moved into the file now. Letting go of the locks works all the same.
    ana.suspend().unwrap();
    assert!(matches!(ana.coping(), Err(Error::Closed)));
    ana.resume().unwrap();
    assert_eq!(situations(&ana), acknowledged);
    ana.close().unwrap();
    let ana = phone.open().unwrap();
    assert_eq!(situations(&ana), acknowledged);
    assert!(ana.salvage().is_none(), "full is not damaged");
    // The person frees some space.
    assert!(
        std::process::Command::new("mount").args(["-o", "remount,size=8m"]).arg(&disk.0).status().unwrap().success()
    );
    let strategy = ana.coping().unwrap().strategies[0].id;
    log(&ana, strategy, "room again");
    assert_eq!(situations(&ana).len(), acknowledged.len() + 1);
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn a_phone_too_full_for_a_new_store_says_so_and_makes_it_later() {
    let Some(disk) = small_disk(100, "a_phone_too_full_for_a_new_store") else { return };
    let phone = Phone::at(&disk.0.join("store"));
    for _ in 0..2 {
        let full = phone.open();
        assert!(matches!(full, Err(Error::StorageFull)), "{full:?}");
    }
    assert!(
        std::process::Command::new("mount").args(["-o", "remount,size=4m"]).arg(&disk.0).status().unwrap().success()
    );
    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_none());
    let strategy = walk(&ana);
    log(&ana, strategy, "first");
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn a_phone_too_full_to_salvage_keeps_the_damaged_files_in_place_and_tries_again() {
    let Some(disk) = small_disk(12_000, "a_phone_too_full_to_salvage") else { return };
    let phone = Phone::at(&disk.0.join("store"));
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    for n in 0..200 {
        phone.clock.pass(support::MINUTE);
        log(&ana, strategy, &format!("{n}"));
    }
    let before = situations(&ana);
    ana.close().unwrap();
    std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
    let filler = disk.0.join("photographs");
    let mut bytes = vec![1u8; 12_000_000];
    while std::fs::write(&filler, &bytes).is_err() {
        bytes.truncate(bytes.len() - 200_000);
    }
    let damaged = phone.bytes("handrail.db");
    for _ in 0..2 {
        let full = phone.open();
        assert!(matches!(full, Err(Error::StorageFull)), "{full:?}");
        assert_eq!(phone.bytes("handrail.db"), damaged, "still in its place");
        assert!(phone.kept().is_empty());
        assert!(!phone.file("salvage.tmp").exists(), "nothing half-made takes up what room there is");
    }
    std::fs::remove_file(&filler).unwrap();
    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_some());
    assert_eq!(situations(&ana), before);
}
