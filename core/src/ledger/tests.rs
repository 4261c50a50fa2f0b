//! A batch and a snapshot as bytes: one form each, and everything else refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

const PHONE: Id = Id::from_bytes([7; 16]);
const OTHER: Id = Id::from_bytes([9; 16]);

fn op(sequence: u64, stamp: u64, action: Action) -> Op {
    let (kind, record) = ("need".to_owned(), Id::from_bytes([3; 16]));
    Op { sequence, stamp, at_ms: stamp_ms(stamp), by: None, action, kind, record, since: None }
}

fn body(json: &Json) -> Body {
    json.as_object().unwrap().clone()
}

fn batch() -> Batch {
    let words = op(4, 90_000 << 16, Action::Fields(Some(body(&json!({ "wording": "a bus pass", "position": 3 })))));
    let earlier = Op { by: Some(OTHER), at_ms: 5, since: Some(1), ..op(5, 80_000 << 16, Action::Whole(None)) };
    let ops =
        vec![words, earlier, op(6, 90_001 << 16, Action::PutBack), op(7, 90_001 << 16 | 1, Action::RemoveForGood)];
    Batch { device: PHONE, ops }
}

#[test]
fn a_batch_has_one_form_and_comes_back_from_it() {
    let bytes = batch().to_bytes().unwrap();
    let id = |n: u8| Id::from_bytes([n; 16]);
    let expected = format!(
        concat!(
            r#"{{"n":4,"o":[{{"f":{{"position":3,"wording":"a bus pass"}},"k":"need","r":"{1}","s":5898240000}},"#,
            r#"{{"at":-79995,"by":"{0}","k":"need","r":"{1}","s":-655360000,"since":5242879999,"w":null}},"#,
            r#"{{"k":"need","r":"{1}","s":655425536,"x":"back"}},{{"k":"need","r":"{1}","s":1,"x":"good"}}],"v":1}}"#
        ),
        id(9),
        id(3)
    );
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    assert_eq!(Batch::parse(PHONE, &bytes).unwrap(), batch());
    assert_eq!((batch().first(), batch().last()), (4, 7));
}

#[test]
fn what_no_handrail_writes_is_refused_by_name() {
    let good = String::from_utf8(batch().to_bytes().unwrap()).unwrap();
    let refused = |text: &str| Batch::parse(PHONE, text.as_bytes()).unwrap_err();
    for (from, to, error) in [
        ("\"v\":1", "\"v\":2", LedgerError::Newer),
        ("\"v\":1", "\"v\":0", LedgerError::Malformed),
        ("\"v\":1", "\"later\":true,\"v\":2", LedgerError::Newer),
        ("\"v\":1", "\"later\":true,\"v\":1", LedgerError::Malformed),
        ("\"n\":4", "\"n\":0", LedgerError::Numbers),
        ("\"n\":4", "\"n\":9223372036854775807", LedgerError::Numbers),
        ("\"n\":4", "\"n\":4 ", LedgerError::NotCanonical),
        ("\"position\":3", "\"position\":3,\"position\":3", LedgerError::NotCanonical),
        ("\"position\":3", "\"position\":3e0", LedgerError::NotCanonical),
        ("\"position\":3", "\"position\":123456789012345678901234567890", LedgerError::NotCanonical),
        ("\"position\":3", "\"Position\":3", LedgerError::Name),
        ("\"k\":\"need\"", "\"k\":\"\"", LedgerError::Name),
        ("\"s\":5898240000", "\"s\":-1", LedgerError::Stamp),
        ("\"s\":5898240000", "\"s\":9223372036854775807", LedgerError::Stamp),
        ("\"since\":5242879999", "\"since\":5242880001", LedgerError::Stamp),
        ("\"since\":5242879999", "\"since\":0", LedgerError::Stamp),
        ("\"w\":null", "\"w\":3", LedgerError::Malformed),
        ("\"w\":null", "\"w\":{}", LedgerError::Malformed),
        ("\"x\":\"back\"", "\"x\":\"back\",\"w\":null", LedgerError::Malformed),
        ("\"x\":\"back\"", "\"x\":\"burn\"", LedgerError::Malformed),
        ("\"at\":-79995", "\"at\":-80001", LedgerError::Stamp),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(refused(&good.replacen(from, to, 1)), error, "{to}");
    }
    assert_eq!(refused(&format!("{good} ")), LedgerError::NotCanonical);
    assert_eq!(refused(""), LedgerError::Malformed);
    assert_eq!(refused(&"[".repeat(300_000)), LedgerError::Malformed, "depth ends the reading, not the stack");
    assert_eq!(refused(&" ".repeat(MAX_BATCH_BYTES + 1)), LedgerError::TooLarge);
    assert_eq!(Batch { device: PHONE, ops: vec![] }.to_bytes(), Err(LedgerError::Numbers));
    let many = (1..).zip(0..=MAX_OPS).map(|(n, _)| op(n, n, Action::Delete)).collect();
    assert_eq!(Batch { device: PHONE, ops: many }.to_bytes(), Err(LedgerError::TooLarge));
}

fn snapshot() -> Snapshot {
    let writing = |stamp: u64, device, fields: &Json| Writing {
        stamp,
        device,
        at_ms: stamp_ms(stamp),
        since: None,
        fields: body(fields),
    };
    let kept = RecordState {
        record: Id::from_bytes([1; 16]),
        kind: "need".into(),
        whole: false,
        writings: vec![
            writing(1 << 20, PHONE, &json!({ "wording": "a bus pass", "position": 0 })),
            writing(1 << 20, OTHER, &json!({ "wording": "bus pass" })),
        ],
        put_back: Some((1 << 22, OTHER)),
        removed: None,
    };
    let gone = RecordState {
        record: Id::from_bytes([2; 16]),
        kind: "dose".into(),
        whole: false,
        writings: vec![],
        put_back: None,
        removed: Some(Removed { stamp: 1 << 23, device: PHONE, at_ms: 3, for_good: true }),
    };
    let mut snapshot = Snapshot {
        covers: Vector::from_iter([(PHONE, 3), (OTHER, 2)]),
        digest: Digest::default(),
        records: vec![kept, gone],
    };
    let mut digest = Digest::default();
    snapshot.records.iter().for_each(|r| r.count_into(&mut digest));
    snapshot.digest = digest;
    snapshot
}

#[test]
fn a_snapshot_comes_back_and_a_changed_one_is_noticed() {
    let bytes = snapshot().to_bytes().unwrap();
    assert_eq!(Snapshot::parse(&bytes).unwrap(), snapshot());
    let text = String::from_utf8(bytes).unwrap();
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        Snapshot::parse(text.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(refused("\"wording\":\"bus pass\"", "\"wording\":\"bus fare\""), LedgerError::Digest);
    assert_eq!(refused("true]", "false]"), LedgerError::Digest);
    assert_eq!(refused("\"v\":1", "\"v\":2"), LedgerError::Newer);
    assert_eq!(refused("\"devices\":[", "\"devices\":[ "), LedgerError::NotCanonical);
    assert_eq!(refused("[1048576,1,0,", "[1048576,9,0,"), LedgerError::Malformed);
    assert_eq!(refused("[1048576,1,0,", "[1048575,1,0,"), LedgerError::NotCanonical);
}

#[test]
fn the_digest_is_a_sum_that_can_be_taken_apart_in_any_order() {
    let (a, b) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
    let mut one = Digest::default();
    one.add_cell(a, "name", 5, b, b"x");
    one.add_removal(b, 6, a, false);
    let mut other = Digest::default();
    other.add_removal(b, 6, a, false);
    other.add_cell(a, "name", 5, b, b"y");
    other.add_cell(a, "name", 5, b, b"x");
    assert_ne!(one, other);
    other.take_cell(a, "name", 5, b, b"y");
    assert_eq!(one, other);
    other.take_removal(b, 6, a, false);
    other.take_cell(a, "name", 5, b, b"x");
    assert_eq!(other, Digest::default());
    // The same thing twice is not nothing, and every part counts.
    one = Digest::default();
    one.add_cell(a, "name", 5, b, b"x");
    one.add_cell(a, "name", 5, b, b"x");
    assert_ne!(one, Digest::default());
    let entry = |record, field: &str, stamp, device, value: &[u8]| {
        let mut d = Digest::default();
        d.add_cell(record, field, stamp, device, value);
        *d.as_bytes()
    };
    let all = [
        entry(a, "n", 1, b, b"x"),
        entry(b, "n", 1, b, b"x"),
        entry(a, "m", 1, b, b"x"),
        entry(a, "n", 2, b, b"x"),
        entry(a, "n", 1, a, b"x"),
        entry(a, "n", 1, b, b"y"),
        entry(a, "nx", 1, b, b""),
    ];
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn vectors_join_meet_and_compare() {
    let v = |pairs: &[(Id, u64)]| pairs.iter().copied().collect::<Vector>();
    let (one, other) = (v(&[(PHONE, 3), (OTHER, 1)]), v(&[(PHONE, 2)]));
    assert!(one.covers(&other) && !other.covers(&one) && one.covers(&one));
    assert_eq!(one.joined(&other), one);
    assert_eq!(one.common(&other), other);
    assert_eq!(v(&[(PHONE, 0)]), Vector::default());
    assert_eq!((one.len(), one.get(Id::from_bytes([0; 16]))), (2, 0));
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from)
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|m| Json::Object(m.into_iter().collect()))
        ]
    })
}

fn any_op() -> impl Strategy<Value = Op> {
    let fields = || proptest::collection::btree_map("[a-z_]{1,6}", any_json(), 1..4);
    let action = prop_oneof![
        fields().prop_map(|m| Action::Fields(Some(m.into_iter().collect()))),
        fields().prop_map(|m| Action::Whole(Some(m.into_iter().collect()))),
        Just(Action::Fields(None)),
        Just(Action::PutBack),
        Just(Action::Delete),
    ];
    (
        0..HIGHEST_STAMP,
        0..stamp_ms(HIGHEST_STAMP),
        any::<Option<[u8; 16]>>(),
        action,
        "[a-z0-9_]{1,8}",
        any::<[u8; 16]>(),
    )
        .prop_map(|(stamp, at_ms, by, action, kind, record)| {
            let since = (stamp > 0 && matches!(action, Action::Fields(_))).then_some(stamp / 2);
            let by = by.map(Id::from_bytes).filter(|by| *by != PHONE);
            Op { sequence: 0, stamp, at_ms, by, action, kind, record: Id::from_bytes(record), since }
        })
}

proptest! {
    #[test]
    fn any_batch_survives_the_way_there_and_back(ops in proptest::collection::vec(any_op(), 1..6), first in 1_u64..1 << 40) {
        let ops: Vec<Op> = (first..).zip(ops).map(|(sequence, op)| Op { sequence, ..op }).collect();
        let batch = Batch { device: PHONE, ops };
        let bytes = batch.to_bytes().unwrap();
        prop_assert_eq!(Batch::parse(PHONE, &bytes).unwrap(), batch);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Batch::parse(PHONE, &bytes).is_err());
        prop_assert!(Snapshot::parse(&bytes).is_err());
    }

    #[test]
    fn a_batch_with_a_byte_changed_is_another_batch_or_none(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = batch().to_bytes().unwrap();
        let at = at.index(bytes.len());
        let same = bytes[at] == to;
        bytes[at] = to;
        match Batch::parse(PHONE, &bytes) {
            Ok(read) => prop_assert_eq!(read.to_bytes().unwrap(), bytes),
            Err(_) => prop_assert!(!same),
        }
    }
}
