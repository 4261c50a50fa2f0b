//! Snapshots: made, read back, acknowledged by everybody, and only then the log below them is let go.

use handrail_wire::Fixed;
use handrail_wire::vault::collect::Ack;
use handrail_wire::vault::snapshot::Snapshot;

use super::phones::{Phone, anna, device, restore};
use super::relay::Relay;
use crate::ledger::Ledger as _;
use crate::sync::call::Failure;
use crate::sync::relay::Stopped;
use crate::sync::vault::{Finding, SNAPSHOT_OPS};

const NOTE: &str = "Slept badly, walked to the park with Sam, felt a little better after the call";

/// Writes so many notes and sends them, some at a time.
fn write(phone: &mut Phone, relay: &mut Relay, many: u64) {
    let there = u64::try_from(phone.record.ids().len()).unwrap();
    for n in there..there + many {
        phone.record.write(&format!("{} {n} {NOTE}", phone.id()));
        if n % 4 == 3 {
            phone.sync(relay);
        }
    }
    phone.sync(relay);
}

/// Phone and tablet, alike, with more than a snapshot's worth written on the phone.
fn two() -> (Phone, Phone, crate::vault::code::VaultCode, Relay) {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    tablet.record.write("from the tablet");
    tablet.sync(&mut relay);
    write(&mut phone, &mut relay, SNAPSHOT_OPS + 20);
    (phone, tablet, code, relay)
}

fn newest(relay: &Relay) -> Snapshot {
    Snapshot::decode(&relay.snapshots.last().unwrap().1).unwrap()
}

#[test]
fn one_phone_makes_a_snapshot_at_500_changes_and_the_log_below_it_goes_everywhere() {
    let (mut phone, code, mut relay) = anna();
    write(&mut phone, &mut relay, SNAPSHOT_OPS - 50);
    assert!(relay.snapshots.is_empty() && relay.batches.len() > 100);
    let before = relay.holds();
    write(&mut phone, &mut relay, 150);
    assert_eq!(relay.snapshots.len(), 1);
    let made = newest(&relay);
    assert!(made.header.covers.of(phone.id()) >= 100 && made.header.list == 1);
    assert!(relay.holds() < before, "{} held, {before} before", relay.holds());
    assert!(relay.batches.keys().all(|(_, n)| *n > made.header.covers.of(phone.id())));
    assert!(phone.record.log() < 150, "{} left of 600 in the log", phone.record.log());
    assert!(phone.upkeep().collected);
    let summary = phone.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty());

    let words = phone.record.words();
    let (mut new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && restored.old_removed && restored.snapshot == Some(1), "{restored:?}");
    assert!(new.record.words() == words && words.len() == 600);
    // It goes on, and the next snapshot is its own: that of a removed phone is not relied on for long.
    new.record.write("on the new phone");
    let summary = new.sync(&mut relay);
    assert!(summary.same, "{summary:?}");
    assert_eq!(newest(&relay).header.device, new.id());
    assert!(new.upkeep().collected && relay.batches.is_empty());
}

#[test]
#[allow(clippy::print_stdout)] // its figure, for docs/benchmarks.md
fn p6_restoring_5000_check_ins_takes_at_most_300_kb() {
    let (mut phone, code, mut relay) = anna();
    for n in 0..5_000 {
        phone.record.check_in(n);
    }
    // Without a snapshot, as batches of what was written at once; then with one.
    phone.store.kept.upkeep.verified = None;
    let summary = phone.sync_over(&mut |request| {
        if request.path.contains("/snapshots") { Err(Failure::Offline) } else { Ok(relay.answer(request)) }
    });
    assert_eq!(summary.stopped, Some(Stopped::Away));
    let mut down = Vec::new();
    for with_snapshot in [false, true] {
        if with_snapshot {
            assert!(phone.sync(&mut relay).same);
        }
        let mut there = relay.clone();
        there.down = 0;
        let began = std::time::Instant::now();
        let (new, restored) = restore(&mut there, &code, 9, true).unwrap();
        let took = began.elapsed();
        assert_eq!((restored.snapshot.is_some(), new.record.ids().len()), (with_snapshot, 5_000));
        assert!(new.record.digest().unwrap() == phone.record.digest().unwrap());
        let kind = if with_snapshot { "snapshot" } else { "batches" };
        #[allow(clippy::print_stdout)] // a figure for a person to read
        {
            println!("restore of 5,000 check-ins by {kind}: {} bytes down, {took:?} in this build", there.down);
        }
        down.push(there.down);
    }
    assert!(down.iter().all(|bytes| *bytes <= 300_000), "{down:?}");
}

#[test]
fn after_30_days_a_few_changes_are_enough_and_without_any_there_is_no_snapshot() {
    let (mut phone, _, mut relay) = anna();
    phone.record.write(NOTE);
    phone.sync(&mut relay);
    phone.later(29, &mut relay);
    assert!(relay.snapshots.is_empty());
    phone.later(2, &mut relay);
    assert_eq!(relay.snapshots.len(), 1);
    for _ in 0..5 {
        phone.later(40, &mut relay);
    }
    assert_eq!(relay.snapshots.len(), 1);
    for _ in 0..4 {
        phone.record.write(NOTE);
        phone.later(40, &mut relay);
    }
    assert_eq!(relay.snapshots.len(), 2, "the last two are kept");
    assert_eq!(newest(&relay).header.number, 5);
}

#[test]
fn nothing_is_collected_before_every_live_device_acknowledged_it() {
    let (mut phone, mut tablet, _, mut relay) = two();
    assert_eq!(relay.snapshots.len(), 1);
    assert!(!phone.upkeep().collected && phone.upkeep().acknowledged > 0);
    let there = relay.batches.len();
    phone.later(2, &mut relay);
    assert_eq!(relay.batches.len(), there);

    // The tablet reads everything, proves the snapshot against its own log, signs, and as the last one it collects.
    let summary = tablet.later(2, &mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    let covers = newest(&relay).header.covers;
    assert!(tablet.upkeep().collected && relay.batches.keys().all(|(device, n)| *n > covers.of(*device)));
    assert_eq!(u64::try_from(there - relay.batches.len()).unwrap(), summary.collected);
    assert!(tablet.record.log() < 30);
    // The phone learns of it at its next look.
    assert!(!phone.upkeep().collected);
    phone.later(1, &mut relay);
    assert!(phone.upkeep().collected && phone.record.log() < 30);
    assert!(phone.record.words() == tablet.record.words());

    // A third one begins with the snapshot; the log is gone.
    let mut third = phone.add(&mut relay, device(3));
    let summary = third.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert!(third.record.words() == phone.record.words());
    third.record.write("and the third");
    third.sync(&mut relay);
    phone.later(1, &mut relay);
    assert!(phone.record.words().contains("and the third"));
}

#[test]
fn h18_snapshot_damage_nobody_acknowledges_it_a_new_one_is_made_and_a_restore_goes_round_it() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let good = relay.snapshots[0].1.clone();
    for at in [0, 6, 40, 90, 200, good.len() / 2, good.len() - 1] {
        let mut relay = relay.clone();
        relay.snapshots[0].1[at] ^= 4;
        // Every batch is still there: nothing is missing, and the old phones may be taken off.
        let (new, restored) = restore(&mut relay, &code, 9, false).unwrap();
        assert!(!restored.findings.is_empty() && restored.snapshot.is_none(), "byte {at}");
        assert!(new.record.words() == phone.record.words());
    }
    relay.snapshots[0].1[200] ^= 4;
    let summary = tablet.later(1, &mut relay);
    assert!(summary.findings.contains(&Finding::Forged), "{summary:?}");
    assert_eq!((relay.snapshots.len(), newest(&relay).header.device), (2, tablet.id()), "a good one in its place");
    assert!(tablet.upkeep().acknowledged > 0 && !tablet.store.aside.is_empty());
    let summary = phone.later(1, &mut relay);
    assert!(summary.findings.is_empty() && phone.upkeep().collected, "{summary:?}");
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && restored.old_removed);
    assert!(new.record.words() == phone.record.words());
}

#[test]
fn a_snapshot_that_the_relay_did_not_store_is_neither_acknowledged_nor_collected_below() {
    let (mut phone, _, mut relay) = anna();
    for n in 0..SNAPSHOT_OPS {
        phone.record.write(&format!("{n}"));
    }
    let summary = phone.sync_over(&mut |request| {
        let answer = relay.answer(request);
        relay.snapshots.clear();
        Ok(answer)
    });
    assert!(summary.findings.contains(&Finding::WentBack), "{summary:?}");
    assert!(phone.upkeep().verified.is_none() && relay.acks.is_empty());
    assert_eq!(phone.record.log(), 500);
    // Or it gives other bytes back than it was given.
    let summary = phone.sync_over(&mut |request| {
        let answer = relay.answer(request);
        if let Some((_, bytes)) = relay.snapshots.last_mut() {
            *bytes.last_mut().unwrap() ^= 1;
        }
        Ok(answer)
    });
    assert!(!summary.findings.is_empty() && relay.acks.is_empty() && phone.record.log() == 500, "{summary:?}");
    // An honest one, and all is well.
    phone.later(1, &mut relay);
    assert!(phone.upkeep().collected && phone.record.log() == 0, "{:?}", relay.calls);
}

#[test]
fn h17_snapshot_swap_an_older_one_with_a_new_label_is_noticed() {
    let (mut phone, code, mut relay) = anna();
    write(&mut phone, &mut relay, SNAPSHOT_OPS);
    let old = relay.snapshots[0].1.clone();
    write(&mut phone, &mut relay, SNAPSHOT_OPS + 30);
    assert_eq!(relay.snapshots.len(), 2);
    let words = phone.record.words();

    let mut before = phone.copy();
    let mut swapped = relay.clone();
    swapped.snapshots[1].1.clone_from(&old);
    let (new, restored) = restore(&mut swapped, &code, 9, true).unwrap();
    assert!(restored.findings.contains(&Finding::Forged), "{restored:?}");
    // What was between the two is nowhere but on the old phone: that is said, and nobody is taken off the list.
    assert!(restored.findings.contains(&Finding::Missing) && !restored.old_removed);
    assert!(new.record.words().is_subset(&words) && new.record.words().len() >= 500);
    // The old phone turns up, sees that somebody lacks what was agreed on, reads the newest back, and makes a new one.
    let mut new = new;
    new.sync(&mut swapped);
    let summary = phone.later(1, &mut swapped);
    assert!(!summary.findings.is_empty(), "{summary:?}");
    phone.later(1, &mut swapped);
    new.later(2, &mut swapped);
    assert!(new.record.words() == words);

    // Only the older one, under its own name: what was collected since is missing, and a phone that knows better says so.
    let mut hidden = relay.clone();
    hidden.snapshots.pop();
    let (_, restored) = restore(&mut hidden, &code, 9, true).unwrap();
    assert!(restored.findings.contains(&Finding::Missing) && !restored.old_removed);
    let mut hidden = relay.clone();
    hidden.snapshots.pop();
    let summary = before.later(1, &mut hidden);
    assert!(summary.findings.contains(&Finding::WentBack), "{summary:?}");
    assert!(hidden.snapshots.len() == 2 && newest(&hidden).header.number > 2);
}

#[test]
fn h19_false_gc_ack_nobody_can_agree_for_somebody_else() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let own = Ack::open(&relay.acks[&phone.id()], &relay.list()).unwrap();
    // The phone's own once more, and one that says it is the tablet's, signed by the phone.
    let forged = Ack { device: tablet.id(), ..own.clone() };
    let by_phone = forged.sign(&phone.store.kept.device.identity).unwrap();
    let by_stranger = forged.sign(&device(8).identity).unwrap();
    for lie in [relay.acks[&phone.id()].clone(), by_phone, by_stranger] {
        let mut lying = relay.clone();
        lying.acks.insert(tablet.id(), lie);
        let log = phone.record.log();
        phone.store.kept.upkeep.looked_ms = None;
        let summary = phone.sync(&mut lying);
        assert_eq!((summary.collected, phone.record.log()), (0, log));
        assert!(!phone.upkeep().collected);
    }
    // Nor does an acknowledgement of another snapshot, or under an older list, count.
    let mut other = relay.clone();
    let of_another = Ack { snapshot: Fixed([9; 32]), ..forged.clone() };
    other.acks.insert(tablet.id(), of_another.sign(&tablet.store.kept.device.identity).unwrap());
    phone.later(1, &mut other);
    assert!(!phone.upkeep().collected);
    let older = Ack { list: 1, ..forged };
    other.acks.insert(tablet.id(), older.sign(&tablet.store.kept.device.identity).unwrap());
    phone.later(1, &mut other);
    assert!(!phone.upkeep().collected);

    // A relay that deletes all the same takes nothing from anybody: the snapshot has it.
    let covers = newest(&relay).header.covers;
    relay.batches.retain(|(device, n), _| *n > covers.of(*device));
    assert!(restore(&mut relay, &code, 9, false).unwrap().0.record.words() == phone.record.words());
    let summary = tablet.later(1, &mut relay);
    assert!(tablet.record.words() == phone.record.words(), "{summary:?}");
}

#[test]
fn everything_is_proved_once_a_day_even_where_the_relay_says_the_same() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    for _ in 0..3 {
        phone.record.write("phone");
        phone.sync(&mut relay);
        tablet.record.write("tablet");
        tablet.sync(&mut relay);
    }
    phone.sync(&mut relay);
    tablet.record.write("hidden from the phone");
    tablet.sync(&mut relay);
    // "The same", whatever the phone asks by hash.
    let lies = |phone: &mut Phone, relay: &mut Relay| {
        phone.sync_over(&mut |request| {
            relay.lie_same = true;
            let answer = relay.answer(request);
            relay.lie_same = false;
            Ok(answer)
        })
    };
    let summary = lies(&mut phone, &mut relay);
    assert!(summary.same, "within the day it is believed");
    phone.now += 86_400_000;
    let summary = lies(&mut phone, &mut relay);
    assert!(phone.record.words().contains("hidden from the phone"), "{summary:?}");
}
