//! The laws of merging, over the public face of both ledgers: in whatever order, in however many pieces, however often
//! changes arrive, the record is the same; a snapshot and what came after it are everything; forgetting the log forgets
//! nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod phones;

use handrail_core::ledger::{Batch, Digest, RecordState, Snapshot, Vector};
use handrail_sim::Phone;
use handrail_sim::acts::{Act, DREAM, ENTRY, LINE, STRATEGY, WISH};
use handrail_sim::chance::{Chance, id};
use handrail_sim::memory::MemoryPhone;
use phones::{MINUTE, Make, NOON, YEAR, device, in_memory, with_a_store};
use proptest::prelude::*;

/// The logs of three phones that lived together for a while, by seed: they hear of each other now and then.
fn logs(seed: u64) -> Vec<Batch> {
    let mut chance = Chance::new(seed, 11);
    let mut phones: Vec<MemoryPhone> = (0..3).map(|n| MemoryPhone::new(device(0x40 + n), n == 2)).collect();
    let (mut now, mut known): (i64, Vec<(&'static str, handrail_core::ids::Id)>) = (NOON, Vec::new());
    for _ in 0..8 + chance.below(40) {
        now += i64::try_from(chance.below(25)).unwrap() * MINUTE;
        let n = chance.below(phones.len());
        let off = [0, 0, 0, YEAR, -YEAR][chance.below(5)];
        phones[n].set_clock(now, off);
        let words = format!("words {}", chance.next() % 1000);
        let new = id(&mut chance);
        let one = (!known.is_empty()).then(|| known[chance.below(known.len())]);
        let of = known.iter().find(|(kind, _)| *kind == STRATEGY).map_or(new, |(_, id)| *id);
        let act = match (chance.below(12), one) {
            (0..3, Some((kind, id))) => Act::Edit { kind, id, field: chance.below(4), words },
            (3, Some((kind, id))) => Act::Remove(kind, id),
            (4, Some((kind, id))) => Act::PutBack(kind, id),
            (5, Some((kind, id))) if chance.percent(40) => Act::Purge(kind, id),
            (6, Some((STRATEGY, id))) if n == 2 => Act::Colour(id, words),
            (7, _) => Act::Name(words),
            (8, _) => {
                let kinds: &[&'static str] = if n == 2 { &[DREAM, WISH, LINE] } else { &[LINE, ENTRY] };
                Act::New { kind: kinds[chance.below(kinds.len())], id: new, of, words }
            }
            (9..11, _) => {
                let from = chance.below(phones.len());
                for batch in phones[from].ops_of_others(&phones[n]) {
                    handrail_core::ledger::Ledger::take_in(&phones[n], &batch).unwrap();
                }
                continue;
            }
            _ => Act::New { kind: STRATEGY, id: new, of, words },
        };
        if phones[n].act(&act).unwrap()
            && let Act::New { kind, id, .. } = act
        {
            known.push((kind, id));
        }
    }
    let whole = |phone: &MemoryPhone| handrail_core::ledger::Ledger::own_since(phone, 0, usize::MAX >> 1).unwrap();
    phones.iter().filter_map(whole).collect()
}

trait Tells {
    fn ops_of_others(&self, to: &MemoryPhone) -> Vec<Batch>;
}

impl Tells for MemoryPhone {
    fn ops_of_others(&self, to: &MemoryPhone) -> Vec<Batch> {
        use handrail_core::ledger::Ledger as _;
        let batches = self.ops_since(&to.vector().unwrap(), 1 << 20).unwrap();
        batches.into_iter().filter(|batch| batch.device != to.device().unwrap()).collect()
    }
}

/// What a phone holds.
type Held = (Vec<RecordState>, Digest, Option<String>);

fn held(phone: &dyn Phone) -> Held {
    let snapshot = phone.snapshot().unwrap();
    assert_eq!(phone.digest().unwrap(), snapshot.digest, "the digest that is kept is the one worked out");
    (snapshot.records, snapshot.digest, phone.export().unwrap())
}

/// Holds both beside each other and says where they part: which record, the digest, or a line of the export.
fn same(one: &Held, other: &Held, what: &str) {
    for (a, b) in one.0.iter().zip(&other.0) {
        assert!(a == b, "{what}:\n{a:?}\n{b:?}");
    }
    assert_eq!(one.0.len(), other.0.len(), "{what}: as many records");
    assert_eq!(one.1, other.1, "{what}: the digest");
    if let (Some(a), Some(b)) = (&one.2, &other.2) {
        for (a, b) in a.lines().zip(b.lines()) {
            assert_eq!(a, b, "{what}: the export");
        }
    }
    assert_eq!(one.2, other.2, "{what}: the export");
}

/// Hears of all of it, log after log.
fn in_order(make: &Make, logs: &[Batch]) -> Held {
    let phone = make(1);
    for log in logs {
        assert!(phone.take_in(log).unwrap().new > 0);
    }
    held(phone.as_ref())
}

/// Hears of the rest of `logs` in pieces that are cut, doubled and shuffled at random, each log's own in its order: a
/// later piece that comes first is refused whole and comes again.
fn in_any_order(phone: &dyn Phone, logs: &[Batch], upto: &Vector, chance: &mut Chance) {
    let left = |phone: &dyn Phone| -> Vec<(usize, u64)> {
        let known = phone.vector().unwrap();
        let at = logs.iter().enumerate().map(|(n, log)| (n, known.get(log.device)));
        at.filter(|(n, after)| *after < logs[*n].last().min(upto.get(logs[*n].device))).collect()
    };
    loop {
        let open = left(phone);
        if open.is_empty() {
            return;
        }
        let (n, after) = open[chance.below(open.len())];
        let log = &logs[n];
        let last = log.last().min(upto.get(log.device));
        // It may begin before what is known, or after it.
        let from = (after + chance.below_u64(3)).saturating_sub(chance.below_u64(4));
        let ops = log.ops.iter().filter(|op| op.sequence > from && op.sequence <= last);
        let ops: Vec<_> = ops.take(1 + chance.below(6)).cloned().collect();
        if ops.is_empty() {
            continue;
        }
        let piece = Batch { device: log.device, ops };
        let answer = phone.take_in(&Batch::parse(piece.device, &piece.to_bytes().unwrap()).unwrap());
        assert_eq!(answer.is_err(), from > after, "{answer:?}");
        if chance.percent(20) {
            let again = phone.take_in(&piece);
            assert!(again.is_err() || again.unwrap().new == 0, "a second time changes nothing");
        }
    }
}

fn all_of(logs: &[Batch]) -> Vector {
    logs.iter().map(|log| (log.device, log.last())).collect()
}

fn part_of(logs: &[Batch], chance: &mut Chance) -> Vector {
    logs.iter().map(|log| (log.device, chance.below_u64(log.last() + 1))).collect()
}

fn over_the_line(snapshot: &Snapshot) -> Snapshot {
    Snapshot::parse(&snapshot.to_bytes().unwrap()).unwrap()
}

/// Commutative, associative, idempotent: any split into batches, any order of them, any repetition.
fn any_way(make: &Make, seed: u64, how: u64) {
    let logs = logs(seed);
    let expected = in_order(make, &logs);
    let phone = make(2);
    in_any_order(phone.as_ref(), &logs, &all_of(&logs), &mut Chance::new(how, 1));
    same(&held(phone.as_ref()), &expected, "the same, in another order");
    for log in &logs {
        assert_eq!(phone.take_in(log).unwrap().new, 0);
    }
    same(&held(phone.as_ref()), &expected, "and once more");
}

/// A snapshot of a part, loaded at any time, and the tail are everything; so are two snapshots in either order.
fn snapshots(make: &Make, seed: u64, how: u64) {
    let logs = logs(seed);
    let expected = in_order(make, &logs);
    let mut chance = Chance::new(how, 2);
    let make_part = |n: u8, chance: &mut Chance| {
        let part = make(n);
        let upto = part_of(&logs, chance);
        in_any_order(part.as_ref(), &logs, &upto, chance);
        over_the_line(&part.snapshot().unwrap())
    };
    let (one, other) = (make_part(1, &mut chance), make_part(2, &mut chance));
    let phone = make(3);
    let before = part_of(&logs, &mut chance);
    in_any_order(phone.as_ref(), &logs, &before, &mut chance);
    phone.load_snapshot(&one).unwrap();
    assert_eq!(phone.load_snapshot(&one).unwrap().new, 0, "once more changes nothing");
    in_any_order(phone.as_ref(), &logs, &all_of(&logs), &mut chance);
    same(&held(phone.as_ref()), &expected, "a snapshot and the tail");

    let (first, second) = (make(4), make(5));
    for (phone, snapshots) in [(&first, [&one, &other]), (&second, [&other, &one])] {
        for snapshot in snapshots {
            phone.load_snapshot(snapshot).unwrap();
        }
    }
    same(&held(first.as_ref()), &held(second.as_ref()), "two snapshots in either order");
    assert_eq!(first.vector().unwrap(), one.covers.joined(&other.covers));
    in_any_order(first.as_ref(), &logs, &all_of(&logs), &mut chance);
    same(&held(first.as_ref()), &expected, "two snapshots and the tail");
}

/// After every single change, and after every snapshot, the tables of a store hold exactly what the plain rules say.
fn step_by_step(make: &Make, seed: u64, how: u64) {
    let logs = logs(seed);
    let mut chance = Chance::new(how, 5);
    let (stored, plain) = (make(1), in_memory()(1));
    let (part, upto) = (in_memory()(2), part_of(&logs, &mut chance));
    in_any_order(part.as_ref(), &logs, &upto, &mut chance);
    let snapshot = over_the_line(&part.snapshot().unwrap());
    loop {
        let known = plain.vector().unwrap();
        let open: Vec<&Batch> = logs.iter().filter(|log| known.get(log.device) < log.last()).collect();
        if open.is_empty() {
            return;
        }
        let before = held(plain.as_ref());
        let what = if chance.percent(5) {
            let taken = (stored.load_snapshot(&snapshot).unwrap(), plain.load_snapshot(&snapshot).unwrap());
            assert_eq!(taken.0.new, taken.1.new, "a snapshot says what is new");
            "after a snapshot".to_owned()
        } else {
            let log = open[chance.below(open.len())];
            let new = log.ops.iter().filter(|op| op.sequence > known.get(log.device));
            let ops: Vec<_> = new.take(1 + chance.below(log.ops.len())).cloned().collect();
            let of: Vec<_> = before.0.iter().filter(|s| ops.iter().any(|op| op.record == s.record)).collect();
            let what = format!("after {ops:?}\nof {of:?}");
            let one = Batch { device: log.device, ops };
            stored.take_in(&one).unwrap();
            plain.take_in(&one).unwrap();
            what
        };
        let (stored, plain) = (held(stored.as_ref()), held(plain.as_ref()));
        same(&(stored.0, stored.1, None), &plain, &what);
    }
}

/// Whatever of the log is forgotten, the record is the same, and what comes later merges as before.
fn forgetting(make: &Make, seed: u64, how: u64) {
    let logs = logs(seed);
    let expected = in_order(make, &logs);
    let mut chance = Chance::new(how, 3);
    let phone = make(6);
    for _ in 0..3 {
        let upto = part_of(&logs, &mut chance).joined(&phone.vector().unwrap());
        in_any_order(phone.as_ref(), &logs, &upto, &mut chance);
        let before = (held(phone.as_ref()), phone.vector().unwrap());
        phone.forget_log_below(&part_of(&logs, &mut chance)).unwrap();
        assert!((held(phone.as_ref()), phone.vector().unwrap()) == before, "only the log is forgotten");
    }
    in_any_order(phone.as_ref(), &logs, &all_of(&logs), &mut chance);
    same(&held(phone.as_ref()), &expected, "the same");
}

/// A new name changes nothing that is held; what goes out under it doubles nothing where it is known.
fn renaming(make: &Make, seed: u64, how: u64) {
    let mut chance = Chance::new(how, 4);
    let logs = logs(seed);
    let mut phone = make(7);
    in_any_order(phone.as_ref(), &logs, &part_of(&logs, &mut chance), &mut chance);
    for n in 0..=chance.below(4) {
        let words = format!("of its own {n}");
        let act = Act::New { kind: LINE, id: id(&mut chance), of: device(0), words };
        assert!(phone.act(&act).unwrap());
    }
    let other = make(8);
    in_any_order(other.as_ref(), &logs, &all_of(&logs), &mut chance);
    // The other knows some of it already.
    let own = phone.own_since(0, 1 << 20).unwrap().unwrap();
    let told = chance.below_u64(own.last() + 1);
    let some = Batch { device: own.device, ops: own.ops.iter().filter(|op| op.sequence <= told).cloned().collect() };
    if !some.ops.is_empty() {
        other.take_in(&some).unwrap();
    }
    let before = held(phone.as_ref());
    let delivered = chance.below_u64(told + 1);
    phone.begin_as(device(0x70), delivered).unwrap();
    assert!(held(phone.as_ref()) == before, "another name, and nothing else");
    in_any_order(phone.as_ref(), &logs, &all_of(&logs), &mut chance);
    for batch in phone.ops_since(&other.vector().unwrap(), 1 << 20).unwrap() {
        other.take_in(&batch).unwrap();
    }
    same(&held(phone.as_ref()), &held(other.as_ref()), "the same");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_memory_any_order_any_pieces_and_twice_is_the_same(seed in any::<u64>(), how in any::<u64>()) {
        any_way(&in_memory(), seed, how);
    }

    #[test]
    fn in_memory_a_snapshot_and_the_tail_are_everything(seed in any::<u64>(), how in any::<u64>()) {
        snapshots(&in_memory(), seed, how);
    }

    #[test]
    fn in_memory_forgetting_the_log_forgets_nothing_else(seed in any::<u64>(), how in any::<u64>()) {
        forgetting(&in_memory(), seed, how);
    }

    #[test]
    fn in_memory_a_new_name_loses_and_doubles_nothing(seed in any::<u64>(), how in any::<u64>()) {
        renaming(&in_memory(), seed, how);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_a_store_any_order_any_pieces_and_twice_is_the_same(seed in any::<u64>(), how in any::<u64>()) {
        any_way(&with_a_store("any-way"), seed, how);
    }

    #[test]
    fn with_a_store_a_snapshot_and_the_tail_are_everything(seed in any::<u64>(), how in any::<u64>()) {
        snapshots(&with_a_store("snapshots"), seed, how);
    }

    #[test]
    fn with_a_store_every_step_is_as_the_rules_say(seed in any::<u64>(), how in any::<u64>()) {
        step_by_step(&with_a_store("steps"), seed, how);
    }

    #[test]
    fn with_a_store_forgetting_the_log_forgets_nothing_else(seed in any::<u64>(), how in any::<u64>()) {
        forgetting(&with_a_store("forgetting"), seed, how);
    }

    #[test]
    fn with_a_store_a_new_name_loses_and_doubles_nothing(seed in any::<u64>(), how in any::<u64>()) {
        renaming(&with_a_store("renaming"), seed, how);
    }
}
