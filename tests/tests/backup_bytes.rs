//! How much of a person's data plan the backup takes, counted in bodies over real HTTP at a real relay.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::signs::NewCheckIn;
use handrail_tests::together::{Client, HOUR, Together};

/// One sync: bytes up, bytes down, and the calls of it.
fn sync(all: &Together, of: &Client) -> (u64, u64, Vec<String>) {
    drop(all.line.seen());
    let report = all.sync(of).unwrap();
    assert!(report.stopped.is_none());
    (report.bytes_sent, report.bytes_received, all.line.seen())
}

#[test]
fn a_sync_stays_within_its_bytes() {
    let all = Together::new("backup-bytes").unwrap();
    let maria = all.client("maria").unwrap();
    maria.turn_backup_on(&all.origin()).unwrap();
    maria.handrail.add_talk_about("The bus is late again").unwrap();
    for _ in 0..2 {
        all.sync(&maria).unwrap();
    }

    let (up, down, calls) = sync(&all, &maria);
    println!("nothing new: {up} up, {down} down, {calls:?}");
    assert!(up <= 150 && down <= 60 && calls.len() == 1, "{up} up, {down} down, {calls:?}");

    let note = "Slept badly, walked to the park with Sam, a little better after the call. Tea helped, too..";
    let note: String = note.chars().take(90).collect();
    maria.handrail.record_check_in(&NewCheckIn { ratings: Vec::new(), note }).unwrap();
    let (up, down, calls) = sync(&all, &maria);
    println!("one check-in: {up} up, {down} down");
    assert!(up <= 400 && calls.len() == 1, "{up} up, {down} down, {calls:?}");

    let line = maria.handrail.talk_about().unwrap().open[0].id;
    all.clock.pass(HOUR / 6);
    maria.handrail.edit_talk_about(line, "The bus is late").unwrap();
    let (up, down, calls) = sync(&all, &maria);
    println!("one field edited: {up} up, {down} down");
    assert!(up <= 300 && calls.len() == 1, "{up} up, {down} down, {calls:?}");

    for n in 0..50 {
        maria.handrail.add_talk_about(&format!("Step {n} of the way to the shop")).unwrap();
    }
    let (up, down, calls) = sync(&all, &maria);
    println!("fifty changes: {up} up, {down} down, {} each", up / 50);
    assert!(up <= 50 * 80 && calls.len() == 1, "{up} up, {down} down, {calls:?}");
}

#[test]
fn a_restore_of_five_thousand_records_stays_within_its_bytes() {
    let all = Together::new("restore-bytes").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    let said = ["Slept badly", "Walked to the park", "Tea helped, too", "The bus was late", "Called my sister"];
    for n in 0..5_000 {
        let note = format!("{}, and then {}. {n}", said[n % 5], said[n / 5 % 5].to_lowercase());
        maria.handrail.record_check_in(&NewCheckIn { ratings: Vec::new(), note }).unwrap();
        all.clock.pass(HOUR / 2);
        if n % 250 == 249 {
            all.sync(&maria).unwrap();
        }
    }
    all.line.listen_in();
    let (new, _) = all.restored("new", &code, true).unwrap();
    let heard = all.line.heard().len();
    println!("5,000 records come back: {heard} bytes both ways, headers too");
    assert!(heard <= 300_000, "{heard}");
    let notes = String::from_utf8(new.exported().unwrap()).unwrap();
    assert!((0..5_000).all(|n| notes.contains(&format!(". {n}\""))), "every one of them");
}
