//! Gil's sheet on alcohol and drugs, which is there only once he opens it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::substance_use::{
    NewSubstanceEntry, NewSubstanceLine, SubstanceEntryId, SubstanceLineId, SubstancePart,
};

fn opened(name: &str) -> Person {
    let gil = person(name);
    gil.open_substance_use(true).unwrap();
    gil
}

fn line(part: SubstancePart, wording: &str) -> NewSubstanceLine {
    NewSubstanceLine { part, wording: wording.into(), my_answer: String::new(), who: String::new() }
}

fn add(gil: &Person, new: &NewSubstanceLine) -> SubstanceLineId {
    SubstanceLineId(made(&gil.add_substance_line(new).unwrap(), "substance_line"))
}

fn entry(what: &str) -> NewSubstanceEntry {
    NewSubstanceEntry { what: what.into(), ..NewSubstanceEntry::default() }
}

fn words(gil: &Person, part: SubstancePart) -> Vec<String> {
    let view = gil.substance_use().unwrap();
    assert!(view.parts.iter().map(|p| p.part).eq(SubstancePart::ALL));
    view.parts.into_iter().find(|p| p.part == part).unwrap().lines.into_iter().map(|l| l.wording).collect()
}

#[test]
fn it_is_off_until_opened_and_closing_it_keeps_everything() {
    let gil = person("gil");
    let new = line(SubstancePart::Reason, "to sleep");
    assert!(!gil.substance_use().unwrap().opened);
    gil.refuses("substance_use_opened", Reason::WrongState, |h| h.add_substance_line(&new));
    gil.open_substance_use(true).unwrap();
    let id = add(&gil, &new);
    let logged = SubstanceEntryId(made(&gil.record_substance_entry(&entry("beer")).unwrap(), "substance_entry"));
    gil.open_substance_use(false).unwrap();
    let view = gil.substance_use().unwrap();
    assert!(!view.opened && view.recent.is_empty() && view.parts.iter().all(|p| p.lines.is_empty()));
    assert!(gil.substance_entries_before(SubstanceEntryId(NOBODY)).unwrap().is_empty());
    gil.refuses("substance_use_opened", Reason::WrongState, |h| h.edit_substance_line(id, &new));
    gil.refuses("substance_use_opened", Reason::WrongState, |h| h.move_substance_line(id, 0));
    gil.refuses("substance_use_opened", Reason::WrongState, |h| h.record_substance_entry(&entry("beer")));
    gil.refuses("substance_use_opened", Reason::WrongState, |h| h.edit_substance_entry(logged, &entry("wine")));
    gil.open_substance_use(true).unwrap();
    assert_eq!(words(&gil, SubstancePart::Reason), ["to sleep"]);
    assert!(gil.substance_use().unwrap().recent[0].id == logged);
}

#[test]
fn the_sheet_weighs_both_sides_and_ends_in_a_plan() {
    let gil = opened("gil");
    add(&gil, &line(SubstancePart::GoodUsing, "it gets quiet \u{1f319}"));
    add(&gil, &line(SubstancePart::BadUsing, "the morning after"));
    add(&gil, &line(SubstancePart::GoodNotUsing, "money for the bike"));
    add(&gil, &line(SubstancePart::BadNotUsing, "long evenings"));
    let friday = NewSubstanceLine {
        my_answer: "I leave at ten, and say why only if I want to".into(),
        who: "Hal knows".into(),
        ..line(SubstancePart::RiskySituation, "Friday at the corner")
    };
    add(&gil, &friday);
    let ids: Vec<SubstanceLineId> =
        ["swim", "call Hal", "cook"].iter().map(|w| add(&gil, &line(SubstancePart::Instead, w))).collect();
    gil.move_substance_line(ids[2], 0).unwrap();
    assert_eq!(words(&gil, SubstancePart::Instead), ["cook", "swim", "call Hal"]);
    let with = NewSubstanceLine { who: "Hal".into(), ..line(SubstancePart::Plan, "call Hal before I go out") };
    gil.edit_substance_line(ids[1], &with).unwrap();
    assert_eq!(words(&gil, SubstancePart::Instead), ["cook", "swim"]);
    let view = gil.substance_use().unwrap();
    assert!(view.parts[7].lines[0].who == "Hal" && view.parts[7].lines[0].wording == "call Hal before I go out");
    assert!(view.parts[5].lines[0].my_answer == friday.my_answer && view.parts[5].lines[0].who == "Hal knows");
    gil.remove("substance_line", ids[0].0).unwrap();
    gil.put_back("substance_line", ids[0].0).unwrap();
    assert_eq!(words(&gil, SubstancePart::Instead), ["cook", "swim"]);
}

#[test]
fn the_log_is_looked_back_on_fifty_at_a_time() {
    let gil = opened("gil");
    let full = NewSubstanceEntry {
        what: "beer".into(),
        how_much: "two small".into(),
        situation: "at Hal's".into(),
        what_helped: "we cooked".into(),
    };
    let mut all = vec![SubstanceEntryId(made(&gil.record_substance_entry(&full).unwrap(), "substance_entry"))];
    let view = gil.substance_use().unwrap();
    let kept = &view.recent[0];
    assert!(kept.what == full.what && kept.how_much == full.how_much && kept.day == day("2026-03-02"));
    assert!(kept.situation == full.situation && kept.what_helped == full.what_helped);
    gil.edit_substance_entry(all[0], &NewSubstanceEntry { how_much: "one".into(), ..full }).unwrap();
    assert!(gil.substance_use().unwrap().recent[0].how_much == "one");
    for n in 0..101 {
        let made = made(&gil.record_substance_entry(&entry(&format!("{n}"))).unwrap(), "substance_entry");
        all.push(SubstanceEntryId(made));
    }
    let mut seen: Vec<SubstanceEntryId> = gil.substance_use().unwrap().recent.iter().map(|e| e.id).collect();
    for expected in [50, 2, 0] {
        let more = gil.substance_entries_before(*seen.last().unwrap()).unwrap();
        assert_eq!(more.len(), expected);
        seen.extend(more.iter().map(|e| e.id));
    }
    seen.reverse();
    assert_eq!(seen, all);
}

#[test]
fn what_cannot_stand_on_the_sheet_is_refused() {
    let gil = opened("gil");
    let id = add(&gil, &line(SubstancePart::Reason, "x"));
    for part in SubstancePart::ALL {
        let answer = NewSubstanceLine { my_answer: "x".into(), ..line(part, "x") };
        let who = NewSubstanceLine { who: "x".into(), ..line(part, "x") };
        if part == SubstancePart::RiskySituation {
            gil.edit_substance_line(id, &answer).unwrap();
        } else {
            gil.refuses("my_answer", Reason::WrongState, |h| h.add_substance_line(&answer));
            gil.refuses("my_answer", Reason::WrongState, |h| h.edit_substance_line(id, &answer));
        }
        if [SubstancePart::RiskySituation, SubstancePart::Instead, SubstancePart::Plan].contains(&part) {
            gil.edit_substance_line(id, &who).unwrap();
        } else {
            gil.refuses("who", Reason::WrongState, |h| h.edit_substance_line(id, &who));
        }
    }
    let risky = line(SubstancePart::RiskySituation, "x");
    for (field, reason, new) in [
        ("wording", Reason::Empty, line(SubstancePart::Reason, "\n")),
        ("wording", Reason::TooLong { limit: 8000 }, line(SubstancePart::Reason, &long(8001))),
        ("my_answer", Reason::TooLong { limit: 8000 }, NewSubstanceLine { my_answer: long(8001), ..risky.clone() }),
        ("who", Reason::TooLong { limit: 280 }, NewSubstanceLine { who: long(281), ..risky.clone() }),
        ("who", Reason::Malformed, NewSubstanceLine { who: "\0".into(), ..risky }),
    ] {
        gil.refuses(field, reason, |h| h.add_substance_line(&new));
        gil.refuses(field, reason, |h| h.edit_substance_line(id, &new));
    }
    let logged = SubstanceEntryId(made(&gil.record_substance_entry(&entry("x")).unwrap(), "substance_entry"));
    for (field, reason, new) in [
        ("what", Reason::Empty, entry(" ")),
        ("what", Reason::TooLong { limit: 280 }, entry(&long(281))),
        ("how_much", Reason::TooLong { limit: 280 }, NewSubstanceEntry { how_much: long(281), ..entry("x") }),
        ("situation", Reason::TooLong { limit: 8000 }, NewSubstanceEntry { situation: long(8001), ..entry("x") }),
        ("what_helped", Reason::TooLong { limit: 8000 }, NewSubstanceEntry { what_helped: long(8001), ..entry("x") }),
    ] {
        gil.refuses(field, reason, |h| h.record_substance_entry(&new));
        gil.refuses(field, reason, |h| h.edit_substance_entry(logged, &new));
    }
    gil.finds_nothing(|h| h.edit_substance_line(SubstanceLineId(NOBODY), &line(SubstancePart::Plan, "x")));
    gil.finds_nothing(|h| h.move_substance_line(SubstanceLineId(NOBODY), 0));
    gil.finds_nothing(|h| h.edit_substance_entry(SubstanceEntryId(NOBODY), &entry("x")));
}
