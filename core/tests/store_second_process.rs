//! A second process on the same store waits outside, and comes in when the first one is gone, killed or not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, clippy::print_stdout)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use handrail_core::store::StoreConfig;
use handrail_core::{Error, Handrail};
use support::{Key, Phone, assert_sound, log, situations, walk};

const FOLDER: &str = "HANDRAIL_TEST_HOLD";

/// Not a test of its own: what the second process does when the tests below start it.
#[test]
fn the_other_process() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let clock = Phone::new().clock.clone();
    let key = (0..32).map(|i| 7 + i).collect();
    let config = StoreConfig { folder: folder.into(), page_limit: None };
    match Handrail::open(config, Arc::new(Key(Some(key))), clock) {
        Err(Error::StorageBusy) => println!("\nbusy"),
        Err(other) => println!("\n{other:?}"),
        Ok(other) => {
            let strategy = walk(&other);
            log(&other, strategy, "from the other process");
            println!("\nopen");
            // Until the test closes our input or kills us.
            let _ = std::io::stdin().read_line(&mut String::new());
        }
    }
}

/// Starts the other process on the phone's folder; gives back what it said first.
fn start_other(phone: &Phone) -> (Child, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_other_process", "--nocapture"])
        .env(FOLDER, &phone.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said = lines
        .filter(|l| !l.is_empty() && !l.starts_with("running ") && !l.starts_with("test "))
        .find(|l| !l.is_empty())
        .unwrap();
    (child, said)
}

#[test]
fn a_second_process_is_told_that_the_store_is_in_use_and_changes_nothing() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    log(&ana, strategy, "mine");
    let before = phone.files();
    let (mut child, said) = start_other(&phone);
    assert_eq!(said, "busy");
    child.wait().unwrap();
    assert_eq!(phone.files(), before);
    log(&ana, strategy, "mine again");

    // Suspended, the store is free: the other process may have it, and then it is our turn to wait.
    ana.suspend().unwrap();
    let (mut child, said) = start_other(&phone);
    assert_eq!(said, "open");
    assert!(matches!(ana.resume(), Err(Error::StorageBusy)));
    assert!(matches!(ana.coping(), Err(Error::Closed)), "still suspended");
    drop(child.stdin.take());
    child.wait().unwrap();
    ana.resume().unwrap();
    assert_eq!(situations(&ana).len(), 3);
}

#[test]
fn a_killed_process_holds_no_lock_and_what_it_wrote_is_there() {
    let phone = Phone::new();
    let (mut child, said) = start_other(&phone);
    assert_eq!(said, "open");
    assert!(matches!(phone.open(), Err(Error::StorageBusy)));
    child.kill().unwrap();
    child.wait().unwrap();
    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_none());
    assert_eq!(situations(&ana), ["from the other process"]);
    ana.close().unwrap();
    assert_sound(&phone);
}
