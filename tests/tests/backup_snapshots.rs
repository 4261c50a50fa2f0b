//! Maria's backup at a real relay over months: it stays small, a phone is taken off, and what was removed for good goes.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::Error;
use handrail_core::sync::http::CancelToken;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::Fault;
use handrail_tests::together::{Client, DAY, HOUR, Together};

fn lines(of: &Client) -> Vec<String> {
    let mut lines: Vec<String> = of.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect();
    lines.sort();
    lines
}

fn at_relay(all: &Together, sql: &str) -> i64 {
    all.relay_database().unwrap().query_row(sql, [], |r| r.get(0)).unwrap()
}

const BATCHES: &str = "SELECT count(*) FROM vault_batch";
const SNAPSHOTS: &str = "SELECT count(*) FROM vault_snapshot";
const BYTES: &str = "SELECT coalesce((SELECT sum(length(bytes)) FROM vault_batch), 0)
    + coalesce((SELECT sum(length(bytes)) FROM vault_snapshot), 0)";

#[test]
fn after_600_changes_the_relay_holds_less_and_a_restore_is_the_same_byte_by_byte() {
    let all = Together::new("backup-small").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    for n in 0..480 {
        maria.handrail.add_talk_about(&format!("Line {n} of what to talk about")).unwrap();
        if n % 6 == 5 {
            all.clock.pass(HOUR / 4);
            all.sync(&maria).unwrap();
        }
    }
    let before = (at_relay(&all, BATCHES), at_relay(&all, BYTES));
    assert_eq!((before.0, at_relay(&all, SNAPSHOTS)), (80, 0));
    for n in 480..600 {
        maria.handrail.add_talk_about(&format!("Line {n} of what to talk about")).unwrap();
    }
    all.clock.pass(DAY);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    let after = (at_relay(&all, BATCHES), at_relay(&all, BYTES));
    println!(
        "600 changes: {} batches, {} bytes at 480; {} batches, {} bytes after",
        before.0, before.1, after.0, after.1
    );
    assert_eq!((after.0, at_relay(&all, SNAPSHOTS)), (0, 1));
    assert!(after.1 < before.1, "{after:?} after {before:?}");

    // A line above the snapshot, and everything on a new phone.
    maria.handrail.add_talk_about("And one more").unwrap();
    all.sync(&maria).unwrap();
    let exported = maria.exported().unwrap();
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (601, false));
    assert!(new.exported().unwrap() == exported, "byte by byte");
    // The new phone goes on, with a snapshot of its own: the one there is was made by a phone that is off the list.
    new.handrail.add_talk_about("On the new phone").unwrap();
    all.clock.pass(DAY);
    assert!(all.sync(&new).unwrap().stopped.is_none());
    assert_eq!((at_relay(&all, BATCHES), at_relay(&all, SNAPSHOTS)), (0, 2));
    assert!(new.handrail.backup().unwrap().findings.is_empty());
}

#[test]
fn of_two_phones_one_is_taken_off_and_cannot_read_what_comes_after() {
    let all = Together::new("backup-taken-off").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    maria.handrail.add_talk_about("Before").unwrap();
    all.sync(&maria).unwrap();
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    tablet.handrail.add_talk_about("From the tablet").unwrap();
    all.clock.pass(2 * DAY);
    all.sync(&tablet).unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(lines(&maria), ["Before", "From the tablet"]);

    let devices = maria.handrail.backup_devices().unwrap();
    let (own, other) = (devices[0].clone(), devices[1].clone());
    assert!(own.this_phone && !other.this_phone && other.removed.is_none());
    assert_eq!(other.seen.number() - other.added.number(), 2, "last heard of when it wrote");
    assert!(matches!(maria.handrail.remove_backup_device(own.id), Err(Error::Invalid { .. })));
    maria.handrail.remove_backup_device(other.id).unwrap();
    // The tablet is logged in at this moment, and writes something that Maria has not seen: it counts, once more.
    tablet.handrail.add_talk_about("Just in time").unwrap();
    all.sync(&tablet).unwrap();
    all.clock.pass(HOUR);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    let devices = maria.handrail.backup_devices().unwrap();
    assert!(devices[1].removed.is_some());
    assert!(matches!(maria.handrail.remove_backup_device(other.id), Err(Error::NotFound(_))));
    maria.handrail.add_talk_about("After").unwrap();
    all.sync(&maria).unwrap();

    // Its token ended with the list.
    assert_eq!(all.sync(&tablet).unwrap().stopped, Some(Stopped::LoginRefused));
    assert_eq!(lines(&tablet), ["Before", "From the tablet", "Just in time"]);
    assert_eq!(lines(&maria), ["After", "Before", "From the tablet", "Just in time"]);
    assert!(maria.handrail.backup().unwrap().findings.is_empty());
}

#[test]
fn what_was_removed_for_good_is_in_nothing_that_the_relay_keeps() {
    let all = Together::new("backup-purged").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    maria.handrail.add_talk_about("To keep").unwrap();
    maria.handrail.add_talk_about("Not for keeping").unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(at_relay(&all, BATCHES), 1);
    let line = maria.handrail.talk_about().unwrap().open.into_iter().find(|l| l.wording == "Not for keeping").unwrap();
    maria.handrail.remove_for_good("talk_about", line.id.0).unwrap();
    all.clock.pass(HOUR);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    // No object of before: two snapshots under a new key.
    assert_eq!((at_relay(&all, BATCHES), at_relay(&all, SNAPSHOTS)), (0, 2));
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.some_missing, lines(&new)), (false, vec!["To keep".to_owned()]));
}

/// Maria after 600 changes: a snapshot was agreed on, and the log below it is gone, here and at the relay.
fn after_600_changes(all: &Together) -> (Client, String) {
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    for n in 0..600 {
        maria.handrail.add_talk_about(&format!("Line {n} of what to talk about")).unwrap();
        if n % 100 == 99 {
            all.clock.pass(HOUR);
            all.sync(&maria).unwrap();
        }
    }
    all.clock.pass(DAY);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    // What came after the first 500 is above it.
    assert_eq!((at_relay(all, BATCHES), at_relay(all, SNAPSHOTS)), (1, 1));
    maria.handrail.add_talk_about("And one above the snapshot").unwrap();
    all.sync(&maria).unwrap();
    (maria, code)
}

#[test]
fn turned_off_and_on_again_after_the_log_was_collected_the_new_backup_has_everything() {
    let all = Together::new("backup-on-again").unwrap();
    let (mut maria, _) = after_600_changes(&all);
    all.runtime.block_on(maria.handrail.erase_backup(&CancelToken::new())).unwrap();
    maria.handrail.add_talk_about("While it was off").unwrap();
    all.clock.pass(DAY);
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    // The relay goes away before the snapshot is there: nothing is said to be saved.
    all.line.put_in("PUT /v1/vaults/", Fault::Stall);
    assert!(all.sync_in_trouble(&maria).unwrap().stopped.is_some());
    assert_eq!((at_relay(&all, SNAPSHOTS), maria.handrail.backup().unwrap().saved_ms), (0, None));
    all.line.mend();
    maria.while_closed(|_| Ok(())).unwrap();
    all.clock.pass(HOUR);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    assert_eq!(at_relay(&all, SNAPSHOTS), 1);
    assert!(maria.handrail.backup().unwrap().saved_ms.is_some());
    // And no further one with each sync.
    maria.handrail.add_talk_about("And on").unwrap();
    all.clock.pass(2 * DAY);
    all.sync(&maria).unwrap();
    assert_eq!(at_relay(&all, SNAPSHOTS), 1);

    let exported = maria.exported().unwrap();
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (603, false));
    assert!(new.exported().unwrap() == exported, "byte by byte");
    new.handrail.add_talk_about("On the new phone").unwrap();
    assert!(all.sync(&new).unwrap().stopped.is_none());
    assert!(new.handrail.backup().unwrap().findings.is_empty());
}

#[test]
fn a_tablet_that_joins_by_its_code_after_the_log_was_collected_has_everything_and_both_go_on() {
    let all = Together::new("backup-joins-late").unwrap();
    let (maria, _) = after_600_changes(&all);
    let tablet = all.client("tablet").unwrap();
    all.join(&maria, &tablet).unwrap();
    assert_eq!(lines(&tablet).len(), 601);
    assert!(tablet.exported().unwrap() == maria.exported().unwrap(), "byte by byte");
    tablet.handrail.add_talk_about("On the tablet").unwrap();
    maria.handrail.add_talk_about("On the phone").unwrap();
    for _ in 0..2 {
        all.clock.pass(DAY);
        for each in [&tablet, &maria] {
            assert!(all.sync(each).unwrap().stopped.is_none());
        }
    }
    assert_eq!(lines(&maria).len(), 603);
    assert!(tablet.exported().unwrap() == maria.exported().unwrap());
    for each in [&tablet, &maria] {
        assert!(each.handrail.backup().unwrap().findings.is_empty());
    }
}
