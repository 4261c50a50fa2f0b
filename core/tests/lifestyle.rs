//! Kim's logs and the one small change of hers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::lifestyle::{
    LifestyleChangeId, LifestyleChangeState, LifestyleEntryId, NewLifestyleChange, NewLifestyleEntry,
};
use handrail_core::programme::pack::{LogUnit, built_in};

/// The first log of the pack that counts in `unit`.
fn log_in(unit: LogUnit) -> String {
    built_in("imr").unwrap().lifestyle_logs.iter().find(|log| log.unit == unit).unwrap().id.clone()
}

fn entry(log: &str, amount: Option<i64>, wording: &str) -> NewLifestyleEntry {
    NewLifestyleEntry { log: log.into(), wording: wording.into(), amount }
}

fn record(kim: &Person, new: &NewLifestyleEntry) -> LifestyleEntryId {
    LifestyleEntryId(made(&kim.record_lifestyle(new).unwrap(), "lifestyle_entry"))
}

fn change(wording: &str) -> NewLifestyleChange {
    NewLifestyleChange { wording: wording.into(), ..NewLifestyleChange::default() }
}

fn begin(kim: &Person, wording: &str) -> LifestyleChangeId {
    LifestyleChangeId(made(&kim.save_lifestyle_change(&change(wording)).unwrap(), "lifestyle_change"))
}

#[test]
fn the_logs_and_their_units_come_from_the_pack() {
    let kim = person("kim");
    let pack = built_in("imr").unwrap();
    let view = kim.lifestyle().unwrap();
    assert!(view.logs.iter().map(|l| (&l.id, l.unit)).eq(pack.lifestyle_logs.iter().map(|l| (&l.id, l.unit))));
    assert!(view.logs.iter().all(|l| l.name == pack.text("en", &format!("lifestyle.{}", l.id)).text));
    let (minutes, times, none) = (log_in(LogUnit::Minutes), log_in(LogUnit::Times), log_in(LogUnit::None));
    record(&kim, &entry(&minutes, Some(0), ""));
    record(&kim, &entry(&minutes, Some(1440), "all day \u{1f634}"));
    record(&kim, &entry(&times, Some(1000), ""));
    record(&kim, &entry(&none, None, "an apple"));
    let newest = &kim.lifestyle().unwrap().recent[0];
    assert!(newest.wording == "an apple" && newest.unit == Some(LogUnit::None) && newest.day == day("2026-03-02"));
    assert!(newest.log_name == pack.text("en", &format!("lifestyle.{none}")).text);
    for (field, reason, new) in [
        ("amount", Reason::OutOfRange { min: 0, max: 1440 }, entry(&minutes, Some(1441), "")),
        ("amount", Reason::OutOfRange { min: 0, max: 1440 }, entry(&minutes, Some(-1), "")),
        ("amount", Reason::OutOfRange { min: 0, max: 1000 }, entry(&times, Some(1001), "")),
        ("amount", Reason::WrongState, entry(&none, Some(1), "")),
        ("wording", Reason::Empty, entry(&none, None, " ")),
        ("wording", Reason::Empty, entry(&minutes, None, "")),
        ("wording", Reason::TooLong { limit: 8000 }, entry(&minutes, None, &long(8001))),
        ("log", Reason::Empty, entry("", None, "x")),
        ("log", Reason::UnknownChoice, entry("no such log", None, "x")),
    ] {
        kim.refuses(field, reason, |h| h.record_lifestyle(&new));
        let id = kim.lifestyle().unwrap().recent[0].id;
        kim.refuses(field, reason, |h| h.edit_lifestyle(id, &new));
    }
    kim.finds_nothing(|h| h.edit_lifestyle(LifestyleEntryId(NOBODY), &entry(&none, None, "x")));
}

#[test]
fn a_log_is_looked_back_on_by_days_and_fifty_at_a_time() {
    let kim = person("kim");
    let (minutes, times) = (log_in(LogUnit::Minutes), log_in(LogUnit::Times));
    let mut all = Vec::new();
    for n in 0..60 {
        kim.at(&format!("{} 22:00", day("2026-03-02").plus(n)));
        all.push(record(&kim, &entry(&minutes, Some(n), "")));
        all.push(record(&kim, &entry(&times, Some(n), "")));
    }
    let between = |log: &str, from: &str, until: &str| -> Vec<(String, Option<i64>)> {
        let rows = kim.lifestyle_between(log, day(from), day(until)).unwrap();
        rows.into_iter().map(|e| (e.day.to_string(), e.amount)).collect()
    };
    assert_eq!(
        between(&minutes, "2026-03-03", "2026-03-04"),
        [("2026-03-03".to_owned(), Some(1)), ("2026-03-04".to_owned(), Some(2))]
    );
    assert_eq!(between("", "2026-03-03", "2026-03-04").len(), 4);
    assert_eq!(between("", "2026-03-02", "2027-03-02").len(), 120);
    let mut seen: Vec<LifestyleEntryId> = kim.lifestyle().unwrap().recent.iter().map(|e| e.id).collect();
    for expected in [50, 20, 0] {
        let more = kim.lifestyle_before(*seen.last().unwrap()).unwrap();
        assert_eq!(more.len(), expected);
        seen.extend(more.iter().map(|e| e.id));
    }
    seen.reverse();
    assert_eq!(seen, all);
    kim.refuses("until", Reason::ImpossibleDate, |h| h.lifestyle_between("", day("2026-03-03"), day("2026-03-02")));
    kim.refuses("until", Reason::OutOfRange { min: 1, max: 366 }, |h| {
        h.lifestyle_between("", day("2026-03-02"), day("2027-03-03"))
    });
}

#[test]
fn a_line_of_a_log_that_a_newer_pack_drops_stays_and_can_be_put_right() {
    let kim = person("kim");
    let id = record(&kim, &entry(&log_in(LogUnit::Minutes), Some(30), "by the canal"));
    kim.under().execute("UPDATE lifestyle_entry SET log = 'of_another_pack' WHERE id = ?1", [id.0]).unwrap();
    let view = kim.lifestyle().unwrap();
    assert!(view.recent[0].unit.is_none() && view.recent[0].log_name.is_empty());
    assert!(view.recent[0].wording == "by the canal" && view.recent[0].amount == Some(30));
    let right = entry("of_another_pack", Some(45), "by the canal");
    kim.edit_lifestyle(id, &right).unwrap();
    assert_eq!(kim.lifestyle().unwrap().recent[0].amount, Some(45));
    kim.refuses("log", Reason::UnknownChoice, |h| h.record_lifestyle(&right));
}

#[test]
fn one_small_change_at_a_time() {
    let kim = person("kim");
    let water = begin(&kim, "a glass of water when I wake up");
    let view = kim.lifestyle().unwrap();
    assert!(view.trying.as_ref().is_some_and(|c| c.id == water && c.started == day("2026-03-02")));
    kim.refuses("state", Reason::WrongState, |h| h.save_lifestyle_change(&change("and a walk")));
    kim.set_lifestyle_change_state(water, LifestyleChangeState::Kept).unwrap();
    let walk = begin(&kim, "a walk after lunch");
    kim.refuses("state", Reason::WrongState, |h| h.set_lifestyle_change_state(water, LifestyleChangeState::Trying));
    kim.remove("lifestyle_change", walk.0).unwrap();
    kim.set_lifestyle_change_state(water, LifestyleChangeState::Trying).unwrap();
    kim.refuses("state", Reason::WrongState, |h| h.put_back("lifestyle_change", walk.0));
    kim.set_lifestyle_change_state(water, LifestyleChangeState::LetGo).unwrap();
    kim.put_back("lifestyle_change", walk.0).unwrap();
    let view = kim.lifestyle().unwrap();
    assert!(view.trying.is_some_and(|c| c.id == walk));
    assert!(view.changes.iter().map(|c| (c.id, c.state)).eq([(water, LifestyleChangeState::LetGo)]));
}

#[test]
fn a_small_change_can_be_said_differently_and_keeps_its_day() {
    let kim = person("kim");
    let log = log_in(LogUnit::Minutes);
    let id = begin(&kim, "a walk");
    let edit = NewLifestyleChange { log: log.clone(), ..change("a walk before breakfast") };
    kim.at("2026-03-20 10:00").edit_lifestyle_change(id, &edit).unwrap();
    let trying = kim.lifestyle().unwrap().trying.unwrap();
    assert!(trying.wording == "a walk before breakfast" && trying.started == day("2026-03-02"));
    assert!(trying.log == log && !trying.log_name.is_empty());
    kim.edit_lifestyle_change(id, &NewLifestyleChange { started: Some(day("2026-03-09")), ..edit.clone() }).unwrap();
    assert_eq!(kim.lifestyle().unwrap().trying.unwrap().started, day("2026-03-09"));
    for (field, reason, new) in [
        ("wording", Reason::Empty, change(" ")),
        ("wording", Reason::TooLong { limit: 8000 }, change(&long(8001))),
        ("wording", Reason::Malformed, change("a\0b")),
        ("log", Reason::UnknownChoice, NewLifestyleChange { log: "no such log".into(), ..change("x") }),
        ("started", Reason::ImpossibleDate, NewLifestyleChange { started: Some(day("2006-01-01")), ..change("x") }),
    ] {
        kim.refuses(field, reason, |h| h.edit_lifestyle_change(id, &new));
        kim.refuses(field, reason, |h| h.save_lifestyle_change(&new));
    }
    kim.finds_nothing(|h| h.edit_lifestyle_change(LifestyleChangeId(NOBODY), &change("x")));
    kim.finds_nothing(|h| h.set_lifestyle_change_state(LifestyleChangeId(NOBODY), LifestyleChangeState::Kept));
}
