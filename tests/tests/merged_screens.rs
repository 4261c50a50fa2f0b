//! Whatever comes together from several phones, every screen opens, and shows the same on each of them: two phones that
//! lived apart for months, changes at random with every reference and every state that was ever seen, and the words of
//! an app that is newer than this one, in every field of every kind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use handrail_chance::Chance;
use handrail_core::ids::Id;
use handrail_core::ledger::{Action, Batch, Body, Ledger, Op, RecordState, Vector};
use handrail_core::{Error, Handrail};
use handrail_tests::bench::life;
use handrail_tests::bench::views::Screens;
use handrail_tests::phone::{self, HandClock, TempFolder};
use serde_json::{Value as Json, json};

/// Long enough for every sheet to be used, quarterly ones too.
const DAYS: i64 = 100;
/// A word that this version does not know.
const TOMORROW: &str = "a_word_of_tomorrow";

/// A phone with a life on it.
struct Lived {
    handrail: Handrail,
    screens: Screens,
    folder: TempFolder,
}

fn lived(name: &str, days: i64) -> (Lived, Arc<HandClock>) {
    let folder = TempFolder::new(name).unwrap();
    let clock = HandClock::standing_at(life::BEGIN_MS);
    let life = life::live(folder.path(), &clock, days, |_| {}).unwrap();
    let handrail = phone::open(folder.path(), clock.clone()).unwrap();
    let screens = Screens::of(&handrail, &life).unwrap();
    (Lived { handrail, screens, folder }, clock)
}

fn copy_of(folder: &Path, name: &str) -> TempFolder {
    let copy = TempFolder::new(name).unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

/// Everything that one knows goes to the other.
fn tell(from: &Handrail, to: &Handrail) {
    for batch in from.ops_since(&to.vector().unwrap(), 40_000).unwrap() {
        if batch.device != to.device().unwrap() {
            Ledger::take_in(to, &batch).unwrap();
        }
    }
}

fn export(phone: &Handrail) -> String {
    let mut bytes = Vec::new();
    phone.export_all(&mut bytes, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What two phones with one record must have in common.
fn alike(one: &Lived, other: &Lived, when: &str) {
    assert!(one.handrail.salvage().is_none() && other.handrail.salvage().is_none(), "{when}: taken for damage");
    assert_eq!(one.handrail.digest().unwrap(), other.handrail.digest().unwrap(), "{when}");
    assert_eq!(export(&one.handrail), export(&other.handrail), "{when}");
    for phone in [one, other] {
        for asked in [one, other] {
            let not_opening = asked.screens.not_opening(&phone.handrail);
            assert!(not_opening.is_empty(), "{when}: {not_opening:?}");
        }
    }
    for asked in [one, other] {
        let differing = asked.screens.differing(&one.handrail, &other.handrail);
        assert!(differing.is_empty(), "{when}: not the same on both phones: {differing:?}");
    }
}

/// The newest values of a record, as fields.
fn newest(state: &RecordState) -> Body {
    let mut fields = Body::new();
    for writing in &state.writings {
        if state.whole {
            fields.clone_from(&writing.fields);
        } else {
            fields.extend(writing.fields.clone());
        }
    }
    fields
}

fn new_id(chance: &mut Chance) -> Id {
    Id::from_bytes(chance.bytes())
}

/// Another phone of the person's, of which only the changes are here.
struct Third {
    device: Id,
    sequence: u64,
    stamp: u64,
}

impl Third {
    fn new(n: u8, after: &Handrail) -> Self {
        let stamps = after.snapshot().unwrap().records.into_iter().flat_map(|r| r.writings).map(|w| w.stamp).max();
        Self { device: Id::from_bytes([n; 16]), sequence: 0, stamp: stamps.unwrap() + 1000 }
    }

    fn says(&mut self, kind: &str, record: Id, action: Action) -> Batch {
        self.stamp += 3;
        let at_ms = i64::try_from(self.stamp >> 16).unwrap();
        let (kind, sequence, stamp) = (kind.to_owned(), self.sequence + 1, self.stamp);
        let op = Op { sequence, stamp, at_ms, by: None, action, kind, record, since: None };
        Batch { device: self.device, ops: vec![op] }
    }

    /// Whether the phones took it. What no column holds is refused by all of them alike.
    fn tells(&mut self, batch: &Batch, phones: &[&Handrail]) -> bool {
        let answers = phones.iter().map(|phone| Ledger::take_in(*phone, batch)).collect::<Vec<_>>();
        let refused = answers.iter().filter(|a| matches!(a, Err(Error::Ledger(_)))).count();
        assert!(refused == 0 || refused == phones.len(), "{answers:?}");
        assert!(refused > 0 || answers.iter().all(Result::is_ok), "{answers:?}");
        if refused == 0 {
            self.sequence += 1;
        }
        refused == 0
    }
}

#[test]
fn two_phones_that_lived_apart_for_months_show_the_same_and_every_screen_opens() {
    let ((ana, _), (tablet, _)) = (lived("apart-phone", DAYS), lived("apart-tablet", DAYS));
    tell(&ana.handrail, &tablet.handrail);
    tell(&tablet.handrail, &ana.handrail);
    alike(&ana, &tablet, "two lives put together");
}

/// Values that were seen in a field, by kind and field.
type Seen = BTreeMap<(String, String), Vec<Json>>;

struct Pool {
    records: Vec<(Id, String, bool, Body)>,
    seen: Seen,
}

impl Pool {
    fn of(phone: &Handrail) -> Self {
        let (mut records, mut seen) = (Vec::new(), Seen::new());
        for state in phone.snapshot().unwrap().records {
            let fields = newest(&state);
            for (name, value) in &fields {
                let values = seen.entry((state.kind.clone(), name.clone())).or_default();
                if !values.contains(value) && values.len() < 12 {
                    values.push(value.clone());
                }
            }
            if !fields.is_empty() {
                records.push((state.record, state.kind.clone(), state.whole, fields));
            }
        }
        Self { records, seen }
    }

    fn value(&self, kind: &str, field: &str, was: &Json, chance: &mut Chance) -> Json {
        let seen = &self.seen[&(kind.to_owned(), field.to_owned())];
        match (chance.below(10), was) {
            (0, Json::String(text)) if Id::parse("id", text).is_ok() => {
                json!(self.records[chance.below(self.records.len())].0.to_string())
            }
            (1, Json::String(text)) if Id::parse("id", text).is_ok() => json!(new_id(chance).to_string()),
            (0, Json::Number(_)) => json!(chance.below(4)),
            (1, _) => Json::Null,
            (2, Json::String(_)) => json!(format!("words {}", chance.next())),
            _ => seen[chance.below(seen.len())].clone(),
        }
    }

    /// A change that some phone of the person's may have made.
    fn change(&self, third: &mut Third, chance: &mut Chance) -> Batch {
        let (id, kind, whole, was) = &self.records[chance.below(self.records.len())];
        // Settings decide what this phone is; their values are their own test.
        let other_record = chance.percent(25) && kind != "setting";
        let record = if other_record { new_id(chance) } else { *id };
        match chance.below(10) {
            // Nobody can take a setting away; it is changed.
            0 if kind != "setting" => return third.says(kind, *id, Action::Delete),
            1 => return third.says(kind, *id, Action::PutBack),
            _ => {}
        }
        let mut fields = Body::new();
        for (name, value) in was {
            let changed = kind != "setting" && chance.percent(30);
            if changed {
                fields.insert(name.clone(), self.value(kind, name, value, chance));
            } else if *whole || other_record {
                fields.insert(name.clone(), value.clone());
            }
        }
        if fields.is_empty() {
            return third.says(kind, *id, Action::PutBack);
        }
        third.says(kind, record, if *whole { Action::Whole(Some(fields)) } else { Action::Fields(Some(fields)) })
    }
}

/// How many changes at random; more by `HANDRAIL_CHANGES`.
fn number_from_env(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

#[test]
fn whatever_two_more_phones_change_at_random_every_screen_opens_and_shows_the_same() {
    let (ana, clock) = lived("random-phone", DAYS);
    // A second phone with the same beginning.
    ana.handrail.suspend().unwrap();
    let folder = copy_of(ana.folder.path(), "random-tablet");
    ana.handrail.resume().unwrap();
    let handrail = phone::open(folder.path(), clock).unwrap();
    handrail.begin_as(Id::from_bytes([2; 16]), handrail.vector().unwrap().get(ana.handrail.device().unwrap())).unwrap();
    let pool = Pool::of(&ana.handrail);
    let mut chance = Chance::new(number_from_env("HANDRAIL_SEED", 1) as u64, 4);
    let mut thirds = [Third::new(0xe1, &ana.handrail), Third::new(0xe2, &ana.handrail)];
    let (mut taken, mut refused) = (0, 0);
    let mut problems: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..number_from_env("HANDRAIL_CHANGES", 400) / 8 {
        // Each of the two tells its own changes in order; the phones hear them in different orders.
        let mut said: [Vec<Batch>; 2] = [Vec::new(), Vec::new()];
        let mut what = Vec::new();
        for n in 0..8 {
            let third = &mut thirds[n % 2];
            let batch = pool.change(third, &mut chance);
            if third.tells(&batch, &[&ana.handrail]) {
                what.push(format!("{} {:?} {:?}", batch.ops[0].kind, batch.ops[0].action, fields_of(&batch.ops[0])));
                said[n % 2].push(batch);
                taken += 1;
            } else {
                refused += 1;
            }
        }
        for batch in said.iter().rev().flatten() {
            assert!(Ledger::take_in(&handrail, batch).is_ok(), "one phone takes what another refuses");
        }
        assert!(ana.handrail.salvage().is_none() && handrail.salvage().is_none(), "taken for damage after {what:?}");
        assert_eq!(ana.handrail.digest().unwrap(), handrail.digest().unwrap(), "after {what:?}");
        for (screen, error) in ana.screens.not_opening(&ana.handrail) {
            problems.entry(format!("{screen}: {error:?}")).or_insert_with(|| what.join("\n    "));
        }
        for screen in ana.screens.differing(&ana.handrail, &handrail) {
            problems.entry(format!("{screen} differs")).or_insert_with(|| what.join("\n    "));
        }
    }
    println!("{taken} changes taken, {refused} refused");
    for (problem, what) in &problems {
        println!("{problem}, first after\n    {what}");
    }
    assert!(problems.is_empty(), "{:?}", problems.keys());
    assert!(taken > refused, "nearly all of them are changes that can be");
    assert_eq!(export(&ana.handrail), export(&handrail));
}

fn fields_of(op: &Op) -> Vec<String> {
    match &op.action {
        Action::Fields(Some(body)) | Action::Whole(Some(body)) => body.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Every text in a value is a word of a newer app, whatever stands around it.
fn of_tomorrow(json: &Json) -> Json {
    match json {
        Json::String(_) => json!(TOMORROW),
        Json::Array(all) if all.is_empty() => json!([TOMORROW]),
        Json::Array(all) => all.iter().map(of_tomorrow).collect(),
        Json::Object(all) => Json::Object(all.iter().map(|(k, v)| (k.clone(), of_tomorrow(v))).collect()),
        other => other.clone(),
    }
}

#[test]
fn a_word_of_a_newer_app_in_any_field_of_any_kind_breaks_no_screen() {
    let (ana, _) = lived("tomorrow", DAYS);
    let mut third = Third::new(0xe3, &ana.handrail);
    let mut chance = Chance::new(7, 7);
    let records = Pool::of(&ana.handrail).records;
    let (mut tried, mut refused) = (BTreeSet::new(), BTreeSet::new());
    let mut problems: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    // The last of a kind is the one that screens show first.
    for (_, kind, whole, fields) in records.iter().rev() {
        for (name, value) in fields {
            let Json::String(text) = value else { continue };
            let place = format!("{kind}.{name}");
            if kind == "setting" || tried.contains(&place) || refused.contains(&place) {
                continue;
            }
            let inner: Option<Json> = serde_json::from_str(text).ok().filter(|j: &Json| j.is_array() || j.is_object());
            let words = inner.map_or_else(|| TOMORROW.to_owned(), |json| of_tomorrow(&json).to_string());
            let mut body = fields.clone();
            body.insert(name.clone(), json!(words));
            let id = new_id(&mut chance);
            let action = if *whole { Action::Whole(Some(body)) } else { Action::Fields(Some(body)) };
            let batch = third.says(kind, id, action);
            // A day or an id that is none is refused; it is no word of anybody's.
            if !third.tells(&batch, &[&ana.handrail]) {
                refused.insert(place);
                continue;
            }
            let failing = ana.screens.not_opening(&ana.handrail);
            if !failing.is_empty() {
                problems.insert(place.clone(), failing.iter().map(|(screen, _)| *screen).collect());
            }
            assert!(ana.handrail.salvage().is_none(), "{place}: taken for damage");
            tried.insert(place);
            let away = third.says(kind, id, Action::Delete);
            assert!(third.tells(&away, &[&ana.handrail]));
        }
    }
    let last = Pool::of(&ana.handrail);
    println!(
        "{} fields tried, {} hold no words: {refused:?}; {} records",
        tried.len(),
        refused.len(),
        last.records.len()
    );
    assert!(tried.len() > 150, "{tried:?}");
    assert!(problems.is_empty(), "screens that a newer app breaks: {problems:#?}");
    assert_eq!(third.sequence, 2 * tried.len() as u64);
    assert!(ana.handrail.ops_since(&Vector::default(), 1 << 20).is_ok());
}
