//! What a ledger must do, said once and asked of both: of the phone in memory, and of the one with a database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod phones;

use std::sync::Arc;

use handrail_core::Error;
use handrail_core::ids::Id;
use handrail_core::ledger::{Action, Batch, LedgerError, Op, Snapshot, Vector};
use handrail_sim::Phone;
use handrail_sim::acts::{Act, ENTRY, LINE, STRATEGY};
use handrail_sim::memory::MemoryPhone;
use handrail_sim::run::{self, Tier};
use handrail_sim::schedule::Schedule;
use handrail_sim::store::Workshop;
use phones::{MINUTE, NOON, YEAR, both, device, edit, new, same, tell, texts};
use serde_json::json;

#[test]
fn two_phones_that_edit_apart_hold_the_same_and_the_losing_words_stay() {
    for (name, make) in both("apart") {
        let (mut ana, mut tablet) = (make(1), make(2));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        let bus = new(ana.as_mut(), ENTRY, walk, "on the bus");
        tell(ana.as_ref(), tablet.as_ref());
        ana.set_clock(NOON + 20 * MINUTE, 0);
        tablet.set_clock(NOON + 21 * MINUTE, 0);
        edit(ana.as_mut(), STRATEGY, walk, "a long walk");
        edit(ana.as_mut(), ENTRY, bus, "on the number nine");
        edit(tablet.as_mut(), STRATEGY, walk, "a walk with Mo");
        edit(tablet.as_mut(), ENTRY, bus, "at the stop");
        tell(ana.as_ref(), tablet.as_ref());
        tell(tablet.as_ref(), ana.as_ref());
        same(ana.as_ref(), tablet.as_ref());
        assert_eq!(texts(ana.as_ref(), walk), ["a walk", "a long walk", "a walk with Mo"], "{name}");
        assert_eq!(texts(ana.as_ref(), bus), ["on the bus", "on the number nine", "at the stop"], "{name}");
    }
}

#[test]
fn a_slip_put_right_in_the_first_minutes_is_on_no_phone_whenever_it_was_sent() {
    for (name, make) in both("slip") {
        let (mut ana, tablet, late) = (make(1), make(2), make(3));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a wlak");
        let bus = new(ana.as_mut(), ENTRY, walk, "on teh bus");
        tell(ana.as_ref(), tablet.as_ref());
        ana.set_clock(NOON + MINUTE, 0);
        edit(ana.as_mut(), STRATEGY, walk, "a walk");
        edit(ana.as_mut(), ENTRY, bus, "on the bus");
        tell(ana.as_ref(), tablet.as_ref());
        tell(ana.as_ref(), late.as_ref());
        for phone in [&tablet, &late] {
            same(ana.as_ref(), phone.as_ref());
            assert_eq!(texts(phone.as_ref(), walk), ["a walk"], "{name}");
            assert_eq!(texts(phone.as_ref(), bus), ["on the bus"], "{name}");
        }
    }
}

#[test]
fn what_is_taken_away_stays_away_unless_something_was_written_later() {
    for (name, make) in both("away") {
        let (mut ana, mut tablet) = (make(1), make(2));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        let tea = new(ana.as_mut(), STRATEGY, device(0), "tea");
        tell(ana.as_ref(), tablet.as_ref());
        tablet.set_clock(NOON + 20 * MINUTE, 0);
        edit(tablet.as_mut(), STRATEGY, walk, "a walk by the river");
        ana.set_clock(NOON + 30 * MINUTE, 0);
        assert!(ana.act(&Act::Remove(STRATEGY, walk)).unwrap());
        assert!(ana.act(&Act::Remove(STRATEGY, tea)).unwrap());
        tablet.set_clock(NOON + 40 * MINUTE, 0);
        edit(tablet.as_mut(), STRATEGY, tea, "mint tea");
        tell(tablet.as_ref(), ana.as_ref());
        tell(ana.as_ref(), tablet.as_ref());
        same(ana.as_ref(), tablet.as_ref());
        let there = |phone: &dyn Phone, id| {
            phone.snapshot().unwrap().records.iter().any(|r| r.record == id && r.removed.is_none())
        };
        assert!(!there(ana.as_ref(), walk) && there(ana.as_ref(), tea), "{name}");
        assert!(tablet.act(&Act::PutBack(STRATEGY, walk)).unwrap());
        tell(tablet.as_ref(), ana.as_ref());
        same(ana.as_ref(), tablet.as_ref());
        assert_eq!(texts(ana.as_ref(), walk).last().unwrap(), "a walk by the river", "{name}: as it was written last");
    }
}

#[test]
fn removed_for_good_wins_over_everything_and_leaves_no_words_in_any_log() {
    for (name, make) in both("good") {
        let (mut ana, mut tablet) = (make(1), make(2));
        let line = new(ana.as_mut(), LINE, device(0), "what my brother said");
        tell(ana.as_ref(), tablet.as_ref());
        assert!(ana.act(&Act::Purge(LINE, line)).unwrap());
        tablet.set_clock(NOON + 10 * YEAR, 0);
        edit(tablet.as_mut(), LINE, line, "what my brother said again");
        tell(tablet.as_ref(), ana.as_ref());
        tell(ana.as_ref(), tablet.as_ref());
        same(ana.as_ref(), tablet.as_ref());
        for phone in [&ana, &tablet] {
            let all = phone.ops_since(&Vector::default(), 1 << 20).unwrap();
            let bytes: Vec<u8> = all.iter().flat_map(|b| b.to_bytes().unwrap()).collect();
            assert!(!String::from_utf8(bytes).unwrap().contains("brother"), "{name}");
            let snapshot = String::from_utf8(phone.snapshot().unwrap().to_bytes().unwrap()).unwrap();
            assert!(!snapshot.contains("brother"), "{name}");
        }
        assert!(!tablet.act(&Act::PutBack(LINE, line)).unwrap(), "{name}");
    }
}

#[test]
fn a_clock_ten_years_off_loses_and_stops_nothing() {
    for (name, make) in both("clock") {
        let (mut ana, mut tablet) = (make(1), make(2));
        tablet.set_clock(NOON, 10 * YEAR);
        let line = new(tablet.as_mut(), LINE, device(0), "from the future");
        tell(tablet.as_ref(), ana.as_ref());
        ana.set_clock(NOON + 20 * MINUTE, -10 * YEAR);
        edit(ana.as_mut(), LINE, line, "from the past, and written last");
        tell(ana.as_ref(), tablet.as_ref());
        same(ana.as_ref(), tablet.as_ref());
        assert_eq!(texts(tablet.as_ref(), line).last().unwrap(), "from the past, and written last", "{name}");
    }
}

#[test]
fn a_batch_that_does_not_fit_is_refused_by_name_and_changes_nothing() {
    for (name, make) in both("refused") {
        let (mut ana, tablet) = (make(1), make(2));
        for words in ["one", "three", "fifteen"] {
            new(ana.as_mut(), LINE, device(0), words);
        }
        let all = ana.own_since(0, 1 << 20).unwrap().unwrap();
        let before = (tablet.snapshot().unwrap(), tablet.vector().unwrap());
        let refused = |batch: &Batch| match tablet.take_in(batch) {
            Err(Error::Ledger(e)) => e,
            other => panic!("{name}: {other:?}"),
        };
        let from = |n: usize| Batch { device: all.device, ops: all.ops[n..].to_vec() };
        assert_eq!(refused(&from(1)), LedgerError::Gap { expected: 1, found: 2 });
        let mut two_kinds = all.clone();
        two_kinds.ops[2] = Op { record: all.ops[0].record, kind: STRATEGY.into(), ..all.ops[2].clone() };
        assert_eq!(refused(&two_kinds), LedgerError::Kind);
        assert_eq!(
            (tablet.snapshot().unwrap(), tablet.vector().unwrap()),
            before,
            "{name}: not even the first op of it"
        );
        // Overlapping, and twice.
        tablet.take_in(&all).unwrap();
        assert_eq!(tablet.take_in(&all).unwrap().new, 0);
        new(ana.as_mut(), LINE, device(0), "a longer one");
        tablet.take_in(&ana.own_since(1, 1 << 20).unwrap().unwrap()).unwrap();
        same(ana.as_ref(), tablet.as_ref());
        // Under its own name, more than it knows: its store was restored.
        let restored = make(1);
        match restored.take_in(&all) {
            Err(Error::Ledger(LedgerError::OwnAhead)) => {}
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_value_that_no_column_holds_refuses_its_whole_batch_in_a_store() {
    let (_, make) = both("hostile").into_iter().nth(1).unwrap();
    let tablet = make(2);
    let good = json!({ "wording": "fine", "made_day": "2026-09-21", "state": "open" });
    let op = |sequence, n: u8, body: &serde_json::Value| Op {
        sequence,
        stamp: (NOON.unsigned_abs() << 16) + sequence,
        at_ms: NOON,
        by: None,
        action: Action::Fields(body.as_object().cloned()),
        kind: LINE.into(),
        record: Id::from_bytes([n; 16]),
        since: None,
    };
    for bad in [
        json!({ "wording": 5 }),
        json!({ "wording": null }),
        json!({ "wording": "a\u{0}b" }),
        json!({ "made_day": "2026-02-30" }),
        json!({ "wording": { "deep": true } }),
    ] {
        let batch = Batch { device: device(9), ops: vec![op(1, 1, &good), op(2, 2, &bad)] };
        assert!(matches!(tablet.take_in(&batch), Err(Error::Ledger(LedgerError::Value))), "{bad}");
        assert_eq!(tablet.snapshot().unwrap().records, [], "nothing of it");
    }
    let batch = Batch { device: device(9), ops: vec![op(1, 1, &good)] };
    assert_eq!(tablet.take_in(&batch).unwrap().new, 1, "the phone can still be heard afterwards");
}

#[test]
fn what_a_newer_app_wrote_passes_through_and_comes_out_the_same() {
    for (name, make) in both("newer") {
        let mut newer: Box<dyn Phone> = Box::new(MemoryPhone::new(device(9), true));
        newer.set_clock(NOON, 0);
        let (mut ana, third) = (make(1), MemoryPhone::new(device(3), true));
        let walk = new(newer.as_mut(), STRATEGY, device(0), "a walk");
        assert!(newer.act(&Act::Colour(walk, "green".into())).unwrap());
        let dream = new(newer.as_mut(), "dream", device(0), "flying");
        tell(newer.as_ref(), ana.as_ref());
        ana.set_clock(NOON + 20 * MINUTE, 0);
        edit(ana.as_mut(), STRATEGY, walk, "a long walk");
        // The third phone hears of everything from the older app alone, by its snapshot.
        let snapshot = Snapshot::parse(&ana.snapshot().unwrap().to_bytes().unwrap()).unwrap();
        handrail_core::ledger::Ledger::load_snapshot(&third, &snapshot).unwrap();
        tell(ana.as_ref(), newer.as_ref());
        same_records(newer.as_ref(), &third);
        let state = newer.snapshot().unwrap().records.into_iter().find(|r| r.record == dream).unwrap();
        assert_eq!(state.writings[0].fields["night"], json!([1, { "deep": true }]), "{name}");
    }
}

/// The log of one phone alone, without what it heard of others.
fn own(phone: &dyn Phone) -> Batch {
    phone.own_since(0, 1 << 20).unwrap().unwrap()
}

#[test]
fn put_back_is_known_to_whoever_begins_from_a_snapshot_that_knew_nothing_else_of_the_record() {
    for (name, make) in both("put-back") {
        let (mut ana, mut tablet) = (make(1), make(2));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        ana.set_clock(NOON + 20 * MINUTE, 0);
        assert!(ana.act(&Act::Remove(STRATEGY, walk)).unwrap());
        tell(ana.as_ref(), tablet.as_ref());
        tablet.set_clock(NOON + 30 * MINUTE, 0);
        assert!(tablet.act(&Act::PutBack(STRATEGY, walk)).unwrap());
        // Another one hears of the tablet first, and makes a snapshot of that.
        let other = make(3);
        other.take_in(&own(tablet.as_ref())).unwrap();
        let snapshot = Snapshot::parse(&other.snapshot().unwrap().to_bytes().unwrap()).unwrap();
        assert_eq!(snapshot.digest, other.digest().unwrap(), "{name}");
        let fresh = make(4);
        fresh.load_snapshot(&snapshot).unwrap();
        for phone in [&other, &fresh] {
            assert!(!phone.export().unwrap().unwrap_or_default().contains("\"+\""), "{name}: nobody's words");
            phone.take_in(&own(ana.as_ref())).unwrap();
            same_records(phone.as_ref(), tablet.as_ref());
            assert_eq!(texts(phone.as_ref(), walk), ["a walk"], "{name}");
            assert_eq!(phone.digest().unwrap(), phone.snapshot().unwrap().digest, "{name}");
        }
        assert!(fresh.snapshot().unwrap().records[0].removed.is_none(), "{name}: it stands");
    }
}

#[test]
fn two_versions_that_come_after_a_removal_are_both_kept() {
    for (name, make) in both("after-removal") {
        let (mut ana, mut tablet, other) = (make(1), make(2), make(3));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        let bus = new(ana.as_mut(), ENTRY, walk, "on the bus");
        ana.set_clock(NOON + 20 * MINUTE, 0);
        edit(ana.as_mut(), ENTRY, bus, "on the number nine");
        tell(ana.as_ref(), tablet.as_ref());
        tablet.set_clock(NOON + 40 * MINUTE, 0);
        assert!(tablet.act(&Act::Remove(ENTRY, bus)).unwrap());
        other.take_in(&own(tablet.as_ref())).unwrap();
        other.take_in(&own(ana.as_ref())).unwrap();
        assert_eq!(texts(other.as_ref(), bus), ["on the bus", "on the number nine"], "{name}");
        same_records(other.as_ref(), tablet.as_ref());
    }
}

#[test]
fn a_snapshot_that_still_knows_what_was_removed_for_good_says_nothing_new() {
    for (name, make) in both("still-knows") {
        let mut newer: Box<dyn Phone> = Box::new(MemoryPhone::new(device(9), true));
        newer.set_clock(NOON, 0);
        let ana = make(1);
        let dream = new(newer.as_mut(), "dream", device(0), "flying");
        let snapshot = Snapshot::parse(&newer.snapshot().unwrap().to_bytes().unwrap()).unwrap();
        assert!(newer.act(&Act::Purge("dream", dream)).unwrap());
        tell(newer.as_ref(), ana.as_ref());
        assert_eq!(ana.load_snapshot(&snapshot).unwrap().new, 0, "{name}");
        assert!(ana.snapshot().unwrap().records[0].writings.is_empty(), "{name}");
    }
}

fn same_records(a: &dyn Phone, b: &dyn Phone) {
    assert_eq!(a.snapshot().unwrap().records, b.snapshot().unwrap().records);
}

#[test]
fn a_snapshot_begins_a_phone_and_lets_the_log_go() {
    for (name, make) in both("snapshot") {
        let (mut ana, fresh, mut silent) = (make(1), make(2), make(3));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        let tea = new(ana.as_mut(), STRATEGY, device(0), "tea");
        tell(ana.as_ref(), silent.as_ref());
        ana.set_clock(NOON + 20 * MINUTE, 0);
        edit(ana.as_mut(), STRATEGY, walk, "a long walk");
        assert!(ana.act(&Act::Remove(STRATEGY, tea)).unwrap());
        let snapshot = Snapshot::parse(&ana.snapshot().unwrap().to_bytes().unwrap()).unwrap();
        assert_eq!(ana.forget_log_below(&snapshot.covers).unwrap(), 4, "{name}");
        assert!(matches!(ana.own_since(0, 1 << 20), Err(Error::Ledger(LedgerError::Collected))), "{name}");
        assert!(ana.own_since(4, 1 << 20).unwrap().is_none());
        fresh.load_snapshot(&snapshot).unwrap();
        same(ana.as_ref(), fresh.as_ref());
        assert_eq!(fresh.load_snapshot(&snapshot).unwrap().new, 0, "once more changes nothing");
        // Silent for ninety days, with words of its own: it loads what there is and gives only those.
        new(silent.as_mut(), LINE, device(0), "from the drawer");
        silent.load_snapshot(&snapshot).unwrap();
        silent.begin_as(device(30), 0).unwrap();
        tell(silent.as_ref(), ana.as_ref());
        same(ana.as_ref(), silent.as_ref());
        let gone = |phone: &dyn Phone| {
            phone.snapshot().unwrap().records.iter().any(|r| r.record == tea && r.removed.is_some())
        };
        assert!(gone(silent.as_ref()) && gone(ana.as_ref()), "{name}: nothing is resurrected");
        let mut swapped = snapshot.clone();
        swapped.records.pop();
        assert!(matches!(fresh.load_snapshot(&swapped), Err(Error::Ledger(LedgerError::Digest))), "{name}");
    }
}

#[test]
fn restored_on_two_phones_at_once_nothing_is_doubled_and_nothing_is_lost() {
    for (name, make) in both("twice") {
        let (mut ana, tablet) = (make(1), make(2));
        let walk = new(ana.as_mut(), STRATEGY, device(0), "a walk");
        tell(ana.as_ref(), tablet.as_ref());
        let line = new(ana.as_mut(), LINE, device(0), "never sent");
        let (mut one, mut other) = (ana.copy().unwrap(), ana.copy().unwrap());
        for (n, phone) in [(11, &mut one), (12, &mut other)] {
            phone.set_clock(NOON + 30 * MINUTE, 0);
            phone.begin_as(device(n), 1).unwrap();
            assert!(matches!(phone.begin_as(device(n), 0), Err(Error::Ledger(LedgerError::OwnAhead))), "{name}");
        }
        edit(one.as_mut(), STRATEGY, walk, "a walk on the first");
        edit(other.as_mut(), STRATEGY, walk, "a walk on the second");
        for _ in 0..2 {
            tell(one.as_ref(), other.as_ref());
            tell(other.as_ref(), one.as_ref());
            tell(one.as_ref(), tablet.as_ref());
        }
        same(one.as_ref(), other.as_ref());
        same(one.as_ref(), tablet.as_ref());
        assert_eq!(texts(tablet.as_ref(), line), ["never sent"], "{name}: once");
        assert_eq!(texts(tablet.as_ref(), walk).len(), 3, "{name}");
    }
}

#[test]
fn some_schedules_of_both_tiers_end_well() {
    let workshop = Arc::new(Workshop::new("some").unwrap());
    for seed in 0..60 {
        run::one(&Schedule::of(seed, 80), Tier::Memory, None).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    }
    for seed in 0..4 {
        let schedule = Schedule::of(seed, 60);
        run::one(&schedule, Tier::Real, Some(&workshop)).unwrap_or_else(|e| panic!("seed {seed}, real: {e}"));
    }
}
