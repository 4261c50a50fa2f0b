//! The relay's database put back to an older copy: phones send again what is missing, the page starts again from the oldest,
//! nothing is lost and nothing doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

use handrail_core::review::PacketState;
use handrail_core::sync::SyncMessage;
use handrail_tests::together::{Client, DAY, Practitioner, Together};
use serde_json::json;

/// What a backup holds: the database and nothing of the generation file beside it.
fn back_up(all: &mut Together) {
    all.stop_relay().unwrap();
    let copy = all.folder("backup.sqlite3");
    std::fs::copy(all.relay_folder().join("relay.sqlite3"), copy).unwrap();
    all.start_relay(false).unwrap();
}

fn restore(all: &mut Together) {
    all.stop_relay().unwrap();
    let database = all.relay_folder().join("relay.sqlite3");
    for beside in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(Path::new(&format!("{}{beside}", database.display())));
    }
    std::fs::copy(all.folder("backup.sqlite3"), database).unwrap();
    assert!(all.start_relay(false).is_err(), "an older database is not taken for the right one by itself");
    all.start_relay(true).unwrap();
}

fn share(all: &Together, ana: &Client, line: &str) {
    all.clock.pass(DAY);
    ana.handrail.add_talk_about(line).unwrap();
    ana.share().unwrap();
    assert_eq!(all.sync(ana).unwrap().delivered, 1);
}

fn read(sam: &mut Practitioner, ana: &Client, opened: u64) -> Vec<u64> {
    let taken = sam.take_in().unwrap();
    assert_eq!((taken["opened"].as_u64(), taken["refused"].as_u64()), (Some(opened), Some(0)), "{taken}");
    let person = sam.open(ana).unwrap();
    assert_eq!((&person["missing"], &person["refused"]), (&json!([]), &json!([])));
    let mut sequences: Vec<u64> =
        person["packets"].as_array().unwrap().iter().map(|p| p["seq"].as_u64().unwrap()).collect();
    sequences.sort_unstable();
    sequences
}

#[test]
fn what_an_older_copy_of_the_relay_forgot_comes_back_once() {
    let Some((mut all, ana, mut sam)) = Together::ana_and_sam("fault-restored").unwrap() else { return };
    share(&all, &ana, "first");
    assert_eq!(read(&mut sam, &ana, 1), [1]);
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);
    back_up(&mut all);

    // After the copy: one that Sam's page has taken in, though nobody opened it, and two that only the relay has.
    share(&all, &ana, "second");
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
    for line in ["third", "fourth"] {
        share(&all, &ana, line);
    }
    let before = all.at_relay(&ana).unwrap();
    restore(&mut all);
    assert!(all.at_relay(&ana).unwrap().len() < before.len(), "the older copy knows less");

    // The phone sees it by itself, and sends again what nobody is known to have opened: the very bytes.
    let report = all.sync(&ana).unwrap();
    assert_eq!(report.stopped, None);
    let reviews = |messages: Vec<(i64, i64, Vec<u8>)>| messages.into_iter().filter(|m| m.0 == 1).collect::<Vec<_>>();
    assert!(reviews(all.at_relay(&ana).unwrap()) == reviews(before), "everything is there again, once");
    assert_eq!(all.sync(&ana).unwrap().delivered, 0, "and is not sent a third time");

    // The page starts again from the oldest and takes nothing twice.
    assert_eq!(read(&mut sam, &ana, 2), [1, 2, 3, 4]);
    let taken = sam.take_in().unwrap();
    assert_eq!(taken["opened"], 0);
    assert!(taken["notices"].as_array().unwrap().contains(&json!("relay_restored")), "it says so: {taken}");

    // Life goes on in both directions, also for a page that is opened anew.
    share(&all, &ana, "fifth");
    let code = sam.codes[0].clone();
    sam.unlock(&code).unwrap();
    assert_eq!(read(&mut sam, &ana, 1), [1, 2, 3, 4, 5]);
    all.sync(&ana).unwrap();
    assert_eq!(ana.handrail.packets().unwrap()[0].state, PacketState::Opened);
}

#[test]
fn a_suggestion_that_the_older_copy_forgot_is_missed_and_the_next_one_opens() {
    let Some((mut all, ana, mut sam)) = Together::ana_and_sam("fault-restored-down").unwrap() else { return };
    let mut suggest = |title: &str| {
        let proposal = json!({ "kind": "homework", "title": title });
        sam.ask("propose", json!({ "client": ana.mailbox, "proposal": proposal })).unwrap();
    };
    suggest("Walk to the pond");
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);
    back_up(&mut all);
    suggest("Ring the library");
    restore(&mut all);
    suggest("Cook once");
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.taken_in, report.not_opened, report.stopped), (1, 0, None));
    let titles: Vec<String> = ana.handrail.proposals().unwrap().waiting.into_iter().map(|p| p.title).collect();
    assert!(titles.len() == 2 && titles.contains(&"Cook once".to_owned()), "{titles:?}");
    // The page gave its bytes away; what it cannot send again is not passed over in silence.
    assert_eq!(ana.handrail.sync_status().unwrap().message, SyncMessage::SomethingMissing);
}
