//! The table of rules in `docs/sync.md`, a property a row: for any times between, any clock off by years on either phone,
//! and whoever hears of the other first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod phones;

use handrail_core::Error;
use handrail_core::ids::Id;
use handrail_core::ledger::LedgerError;
use handrail_core::ledger::{Action, Batch, Ledger, Op, RecordState};
use handrail_sim::Phone;
use handrail_sim::acts::{Act, DREAM, ENTRY, LINE, STRATEGY};
use handrail_sim::memory::MemoryPhone;
use phones::{MINUTE, Make, NOON, YEAR, device, edit, in_memory, new, same, tell, texts, with_a_store};
use proptest::prelude::*;
use serde_json::json;

/// How two phones come together.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    /// Minutes between one thing and the next, beyond those of a first writing.
    gap: i64,
    /// Years that each clock is off.
    off: [i64; 2],
    /// Which one hears of the other first.
    turn: bool,
    /// Whether what was first written was heard of before anything else.
    heard: bool,
}

fn meeting() -> impl Strategy<Value = Meeting> {
    let off = || prop_oneof![3 => Just(0), 1 => -10_i64..=10];
    (11..3000_i64, off(), off(), any::<bool>(), any::<bool>()).prop_map(|(gap, a, b, turn, heard)| Meeting {
        gap,
        off: [a, b],
        turn,
        heard,
    })
}

/// Ana's phone and her tablet.
struct Two {
    phones: [Box<dyn Phone>; 2],
    now: i64,
    meeting: Meeting,
}

impl Two {
    fn new(make: &Make, meeting: Meeting) -> Self {
        let mut two = Self { phones: [make(1), make(2)], now: NOON, meeting };
        two.minutes(0);
        two
    }

    fn minutes(&mut self, minutes: i64) {
        self.now += minutes * MINUTE;
        for (phone, off) in self.phones.iter_mut().zip(self.meeting.off) {
            phone.set_clock(self.now, off * YEAR);
        }
    }

    fn later(&mut self) {
        self.minutes(self.meeting.gap);
    }

    fn on(&mut self, n: usize) -> &mut dyn Phone {
        self.phones[n].as_mut()
    }

    /// Both hear of everything.
    fn meet(&mut self) {
        let [a, b] = &self.phones;
        let (first, second) = if self.meeting.turn { (a, b) } else { (b, a) };
        tell(first.as_ref(), second.as_ref());
        tell(second.as_ref(), first.as_ref());
        same(a.as_ref(), b.as_ref());
    }

    /// A record that both know.
    fn known_to_both(&mut self, kind: &'static str, words: &str) -> Id {
        let id = new(self.on(0), kind, device(0), words);
        self.meet();
        self.later();
        id
    }

    /// The last thing a phone wrote.
    fn last(&self, n: usize) -> Op {
        let phone = &self.phones[n];
        let own = phone.own_since(0, usize::MAX >> 1).unwrap().unwrap();
        own.ops.last().unwrap().clone()
    }

    /// Which of the last things the two phones wrote counts as the later one.
    fn later_one(&self) -> usize {
        let key = |n: usize| (self.last(n).stamp, self.phones[n].device().unwrap());
        usize::from(key(1) > key(0))
    }

    fn record(&self, n: usize, id: Id) -> RecordState {
        self.phones[n].snapshot().unwrap().records.into_iter().find(|r| r.record == id).unwrap()
    }

    fn is_there(&self, id: Id) -> bool {
        let there = self.record(0, id).removed.is_none();
        assert_eq!(there, self.record(1, id).removed.is_none());
        there
    }
}

type Row = fn(&Make, Meeting);

fn different_fields_both_stand(make: &Make, meeting: Meeting) {
    let mut two = Two::new(make, meeting);
    let id = two.known_to_both(STRATEGY, "a walk");
    let change = |field, words: &str| Act::Edit { kind: STRATEGY, id, field, words: words.into() };
    assert!(two.on(0).act(&change(1, "slowly")).unwrap());
    assert!(two.on(1).act(&change(2, "noise")).unwrap());
    two.meet();
    let fields: Vec<_> = two.record(0, id).writings.into_iter().flat_map(|w| w.fields).collect();
    for (name, words) in [("how", "slowly"), ("trouble", "noise"), ("name", "a walk")] {
        let newest = fields.iter().rev().find(|(field, _)| field == name).unwrap();
        assert_eq!(newest.1, json!(words), "{name}");
    }
}

fn of_one_field_the_later_wins_and_the_other_stays(make: &Make, meeting: Meeting) {
    for kind in [STRATEGY, ENTRY, LINE] {
        let mut two = Two::new(make, meeting);
        let id = match kind {
            ENTRY => {
                let of = two.known_to_both(STRATEGY, "a walk");
                let id = new(two.on(0), ENTRY, of, "first");
                two.meet();
                two.later();
                id
            }
            _ => two.known_to_both(kind, "first"),
        };
        edit(two.on(0), kind, id, "on the phone");
        two.minutes(3);
        edit(two.on(1), kind, id, "on the tablet");
        let newest = ["on the phone", "on the tablet"][two.later_one()];
        two.meet();
        for n in 0..2 {
            let texts = texts(two.phones[n].as_ref(), id);
            assert_eq!(texts.last().unwrap(), newest, "{kind}");
            for words in ["first", "on the phone", "on the tablet"] {
                assert!(texts.iter().any(|t| t == words), "{kind}: lost {words}");
            }
        }
    }
}

fn a_slip_put_right_is_on_no_phone(make: &Make, meeting: Meeting) {
    for kind in [STRATEGY, LINE] {
        let mut two = Two::new(make, meeting);
        let id = new(two.on(0), kind, device(0), "a wlak");
        if meeting.heard {
            two.meet();
        }
        two.minutes(meeting.gap % 10);
        edit(two.on(0), kind, id, "a walk");
        two.meet();
        for n in 0..2 {
            assert_eq!(texts(two.phones[n].as_ref(), id), ["a walk"], "{kind}");
        }
    }
}

fn taken_away_and_edited(make: &Make, meeting: Meeting) {
    for edited_first in [true, false] {
        let mut two = Two::new(make, meeting);
        let id = two.known_to_both(STRATEGY, "a walk");
        for step in [edited_first, !edited_first] {
            if step {
                edit(two.on(1), STRATEGY, id, "a walk by the river");
            } else {
                assert!(two.on(0).act(&Act::Remove(STRATEGY, id)).unwrap());
            }
            two.later();
        }
        // By stamps, whatever the clocks said.
        let edited_later = two.later_one() == 1;
        two.meet();
        assert_eq!(two.is_there(id), edited_later, "what came later stands");
        if !edited_later {
            assert!(two.on(1).act(&Act::PutBack(STRATEGY, id)).unwrap());
            two.meet();
            assert!(two.is_there(id));
        }
        assert_eq!(texts(two.phones[0].as_ref(), id).last().unwrap(), "a walk by the river", "the edit is in it");
    }
}

fn removed_for_good_against_anything(make: &Make, meeting: Meeting) {
    for kind in [STRATEGY, LINE] {
        for against in 0..4 {
            let mut two = Two::new(make, meeting);
            let id = two.known_to_both(kind, "what my brother said");
            assert!(two.on(0).act(&Act::Purge(kind, id)).unwrap());
            two.later();
            match against {
                0 => edit(two.on(1), kind, id, "what my brother said again"),
                1 => assert!(two.on(1).act(&Act::Remove(kind, id)).unwrap()),
                2 => {
                    assert!(two.on(1).act(&Act::Remove(kind, id)).unwrap());
                    assert!(two.on(1).act(&Act::PutBack(kind, id)).unwrap());
                }
                _ => assert!(two.on(1).act(&Act::Purge(kind, id)).unwrap()),
            }
            two.meet();
            for n in 0..2 {
                let record = two.record(n, id);
                assert!(record.removed.is_some_and(|r| r.for_good) && record.writings.is_empty());
                assert!(!two.on(n).act(&Act::PutBack(kind, id)).unwrap());
                let log = two.phones[n].ops_since(&handrail_core::ledger::Vector::default(), 1 << 20).unwrap();
                let bytes: Vec<u8> = log.iter().flat_map(|batch| batch.to_bytes().unwrap()).collect();
                assert!(!String::from_utf8(bytes).unwrap().contains("brother"));
            }
        }
    }
}

fn lines_added_on_both_are_all_there(make: &Make, meeting: Meeting) {
    let mut two = Two::new(make, meeting);
    let mut all = Vec::new();
    for n in 0..meeting.gap % 7 {
        let on = usize::from(n % 2 == 1);
        all.push(new(two.on(on), LINE, device(0), &format!("line {}", "x".repeat(usize::try_from(n).unwrap()))));
        two.minutes(1);
    }
    two.meet();
    assert!(all.iter().all(|id| two.is_there(*id)));
}

fn what_is_named_by_what_it_says_is_one_record(make: &Make, meeting: Meeting) {
    let mut two = Two::new(make, meeting);
    assert!(two.on(0).act(&Act::Name("Ana".into())).unwrap());
    two.minutes(4);
    assert!(two.on(1).act(&Act::Name("Anna".into())).unwrap());
    let newest = ["Ana", "Anna"][two.later_one()];
    two.meet();
    let settings: Vec<_> =
        two.phones[0].snapshot().unwrap().records.into_iter().filter(|r| r.kind == "setting").collect();
    assert_eq!(settings.len(), 1);
    let mut values = settings[0].writings.iter().filter_map(|w| w.fields.get("value"));
    assert_eq!(*values.next_back().unwrap(), json!(json!(newest).to_string()));
}

fn of_a_newer_app_all_is_kept_and_passed_on(make: &Make, meeting: Meeting) {
    let mut newer: Box<dyn Phone> = Box::new(MemoryPhone::new(device(9), true));
    newer.set_clock(NOON, meeting.off[1] * YEAR);
    let mut two = Two::new(make, meeting);
    let walk = new(newer.as_mut(), STRATEGY, device(0), "a walk");
    assert!(newer.act(&Act::Colour(walk, "green".into())).unwrap());
    let dream = new(newer.as_mut(), DREAM, device(0), "flying");
    tell(newer.as_ref(), two.phones[0].as_ref());
    two.later();
    edit(two.on(0), STRATEGY, walk, "a long walk");
    two.meet();
    let third = MemoryPhone::new(device(10), true);
    tell(two.phones[1].as_ref(), &third);
    tell(two.phones[1].as_ref(), newer.as_ref());
    assert_eq!(third.snapshot().unwrap().records, newer.snapshot().unwrap().records);
    let of = |id| third.snapshot().unwrap().records.into_iter().find(|r| r.record == id).unwrap();
    assert_eq!(of(dream).writings[0].fields["night"], json!([1, { "deep": true }]));
    let mut values = of(walk).writings.into_iter().filter_map(|w| w.fields.get("colour").cloned());
    assert_eq!(values.next_back(), Some(json!("green")));
}

fn a_record_whose_beginning_is_still_on_its_way_waits(make: &Make, meeting: Meeting) {
    let mut two = Two::new(make, meeting);
    let id = two.known_to_both(STRATEGY, "a walk");
    edit(two.on(1), STRATEGY, id, "a walk by the river");
    let late = make(3);
    let [phone, tablet] = &two.phones;
    let of_tablet = tablet.own_since(0, 1 << 20).unwrap().unwrap();
    late.take_in(&of_tablet).unwrap();
    if let Some(export) = late.export().unwrap() {
        assert!(export.contains("a walk by the river"), "what waits is taken out with the rest");
    }
    tell(phone.as_ref(), late.as_ref());
    two.meet();
    same(late.as_ref(), two.phones[0].as_ref());
}

fn what_no_column_holds_refuses_its_whole_batch(make: &Make, meeting: Meeting) {
    let tablet = make(2);
    let good = json!({ "wording": "fine", "made_day": "2026-09-21", "state": "open" });
    let bad = [
        json!({ "wording": 5 }),
        json!({ "wording": null }),
        json!({ "made_day": "2026-02-30" }),
        json!({ "wording": { "deep": true } }),
    ];
    let count = 2 + usize::try_from(meeting.gap % 5).unwrap();
    let at = usize::try_from(meeting.gap / 5).unwrap() % count;
    let ops = (0..count).map(|n| Op {
        sequence: n as u64 + 1,
        stamp: (NOON.unsigned_abs() << 16) + n as u64,
        at_ms: NOON,
        by: None,
        action: Action::Fields((if n == at { &bad[at % bad.len()] } else { &good }).as_object().cloned()),
        kind: LINE.into(),
        record: Id::from_bytes([u8::try_from(n).unwrap() + 1; 16]),
        since: None,
    });
    let batch = Batch { device: device(9), ops: ops.collect() };
    assert!(matches!(tablet.take_in(&batch), Err(Error::Ledger(LedgerError::Value))));
    assert_eq!(tablet.snapshot().unwrap().records, [], "nothing of it");
}

/// The rows, each with whether it is asked of the phone in memory, which has no columns.
const ROWS: &[(&str, Row, bool)] = &[
    ("different fields", different_fields_both_stand, true),
    ("one field, or one whole", of_one_field_the_later_wins_and_the_other_stays, true),
    ("a slip", a_slip_put_right_is_on_no_phone, true),
    ("taken away, and edited before or after", taken_away_and_edited, true),
    ("removed for good", removed_for_good_against_anything, true),
    ("lines", lines_added_on_both_are_all_there, true),
    ("named by what it says", what_is_named_by_what_it_says_is_one_record, true),
    ("of a newer app", of_a_newer_app_all_is_kept_and_passed_on, true),
    ("without its beginning", a_record_whose_beginning_is_still_on_its_way_waits, true),
    ("no column holds it", what_no_column_holds_refuses_its_whole_batch, false),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_of_the_table_holds_in_memory(meeting in meeting()) {
        let make = in_memory();
        for (_, row, _) in ROWS.iter().filter(|(.., in_memory)| *in_memory) {
            row(&make, meeting);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_of_the_table_holds_with_a_store(meeting in meeting()) {
        let make = with_a_store("rows");
        for (_, row, _) in ROWS {
            row(&make, meeting);
        }
    }
}
