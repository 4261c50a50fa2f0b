//! The largest thing a person can write is in the backup like any other, and so are ten years of days.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

use handrail_core::coping::NewCopingStrategy;
use handrail_core::goals::{BeginAs, Horizon, NewLongTermGoal};
use handrail_core::ledger::Ledger as _;
use handrail_core::seal::parts;
use handrail_core::sync::SyncMessage;
use handrail_core::validate::TEXT_LIMIT;
use handrail_tests::bench::life;
use handrail_tests::phone::{self, HandClock, TempFolder};
use handrail_tests::together::{DAY, Together};
use handrail_wire::vault::{MAX_BATCH_SEALED, MAX_SNAPSHOT_SEALED};

/// A text as long as a text may be, of characters of which no two tell anything of each other.
fn dense(seed: u32) -> String {
    let mut state = u64::from(seed) | 1 << 40;
    let mut next = || {
        // Marsaglia's xorshift64: no secret is made with it.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from_u32(0x10000 + u32::try_from(state >> 44).unwrap()).unwrap()
    };
    (0..TEXT_LIMIT).map(|_| next()).collect()
}

/// A goal that no batch can hold.
fn long_goal(seed: u32) -> NewLongTermGoal {
    NewLongTermGoal {
        title: "A long one".into(),
        why: dense(seed),
        how_will_we_know: dense(seed + 1),
        area: String::new(),
        who_can_help: dense(seed + 2),
        started: None,
        by_about: Horizon::Suggested,
    }
}

#[test]
fn a_goal_of_four_full_pages_in_any_script_is_backed_up_and_nothing_waits_for_it() {
    let all = Together::new("backup-large").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    maria.handrail.add_talk_about("Before it").unwrap();
    let goal = long_goal(1);
    let words = [&goal.why, &goal.how_will_we_know, &goal.who_can_help].map(String::as_bytes).concat();
    assert!(parts::deflate(&words).unwrap().len() > MAX_BATCH_SEALED, "no batch can hold it");
    maria.handrail.save_long_term_goal(&goal, BeginAs::Active).unwrap();
    maria.handrail.add_talk_about("After it").unwrap();
    let report = all.sync(&maria).unwrap();
    assert_eq!((report.stopped, report.over_quota), (None, false));
    let status = maria.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.refusals), (SyncMessage::BackedUp, Vec::new()));

    let exported = maria.exported().unwrap();
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (3, false));
    assert!(new.exported().unwrap() == exported, "byte by byte");
    new.handrail.save_coping_strategy(&NewCopingStrategy { name: "a walk".into(), ..Default::default() }).unwrap();
    assert_eq!(all.sync(&new).unwrap().stopped, None);
}

#[test]
fn what_neither_batch_nor_snapshot_can_hold_is_safe_here_and_the_backup_says_that_it_is_full() {
    let all = Together::new("backup-outgrown").unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    maria.handrail.add_talk_about("Before it").unwrap();
    assert_eq!(all.sync(&maria).unwrap().stopped, None);
    let save = |n: u32| maria.handrail.save_long_term_goal(&long_goal(10 * n), BeginAs::Active).unwrap();
    let goals: Vec<_> = (1..=140).map(|n| save(n).id_of("long_term_goal").unwrap()).collect();
    let said = || {
        let status = maria.handrail.sync_status().unwrap();
        (status.message, status.refusals)
    };
    let report = all.sync(&maria).unwrap();
    assert_eq!((report.stopped, report.over_quota), (None, false), "the relay has room");
    let full = (SyncMessage::BackupFull, vec!["snapshot_too_large".to_owned()]);
    assert_eq!(said(), full);
    // What is not too large goes on being backed up, and the sentence stays: something waits.
    maria.handrail.add_talk_about("After it").unwrap();
    assert!(all.sync(&maria).unwrap().saved > 0);
    assert_eq!(said(), full);
    let (new, _) = all.restored("new", &code, false).unwrap();
    let lines = new.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect::<Vec<_>>();
    assert_eq!(lines, ["Before it", "After it"]);

    // Room is made: a day later the snapshot is tried again.
    for goal in &goals[..30] {
        maria.handrail.remove_for_good("long_term_goal", *goal).unwrap();
    }
    for _ in 0..2 {
        all.clock.pass(DAY);
        assert_eq!(all.sync(&maria).unwrap().stopped, None);
    }
    assert_eq!(said(), (SyncMessage::BackedUp, Vec::new()));
}

#[test]
fn ten_years_of_days_are_a_fraction_of_a_snapshot() {
    // So many days of eleven entries each, as the bench lives them; `HANDRAIL_DAYS` asks for others.
    let days = std::env::var("HANDRAIL_DAYS").ok().map_or(60, |days| days.parse().unwrap());
    let memory = Path::new("/dev/shm");
    let folder =
        if memory.is_dir() { TempFolder::within(memory, "backup-years") } else { TempFolder::new("backup-years") };
    let (folder, clock) = (folder.unwrap(), HandClock::standing_at(life::BEGIN_MS));
    life::live(folder.path(), &clock, days, |_| ()).unwrap();
    let snapshot = phone::open(folder.path(), clock).unwrap().snapshot().unwrap();
    let (records, body) = (snapshot.records.len(), snapshot.to_bytes().unwrap());
    let deflated = parts::deflate(&body).unwrap().len();
    println!("{days} days: {records} records, {} bytes, {deflated} deflated", body.len());
    let in_ten_years = deflated * usize::try_from(3_653 / days.max(1)).unwrap().max(1);
    assert!(in_ten_years < MAX_SNAPSHOT_SEALED, "{in_ten_years}");
}
