//! The plan: Cara's own page for harder times.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};

fn line(part: PlanPart, stage: i64, wording: &str) -> NewPlanLine {
    NewPlanLine { part, stage, wording: wording.into(), phone: String::new() }
}

fn add(person: &Person, new: &NewPlanLine) -> PlanLineId {
    PlanLineId(made(&person.add_plan_line(new).unwrap(), "plan_line"))
}

fn words(person: &Person, part: PlanPart) -> Vec<String> {
    let view = person.plan().unwrap();
    let part = view.parts.into_iter().find(|p| p.part == part).unwrap();
    part.lines.into_iter().map(|l| l.wording).collect()
}

#[test]
fn cara_fills_her_plan_in_any_order_and_reads_it_in_one() {
    let cara = person("cara");
    let empty = cara.plan().unwrap();
    assert!(empty.parts.iter().map(|p| p.part).eq(PlanPart::ALL) && empty.changed_day.is_none());
    add(&cara, &line(PlanPart::WhatHelps, 3, "call the clinic"));
    add(&cara, &line(PlanPart::WhatHelps, 1, "music"));
    add(&cara, &line(PlanPart::Triggers, 0, "too little sleep"));
    add(&cara, &line(PlanPart::WhatHelps, 1, "a bath"));
    let sister = NewPlanLine { phone: " +44 (0)20 7946 0018 ".into(), ..line(PlanPart::Contacts, 0, "my sister") };
    add(&cara, &sister);
    assert_eq!(words(&cara, PlanPart::WhatHelps), ["music", "a bath", "call the clinic"]);
    assert_eq!(words(&cara, PlanPart::Triggers), ["too little sleep"]);
    let view = cara.plan().unwrap();
    assert_eq!(view.parts[4].lines[0].phone, "+44 (0)20 7946 0018");
    assert!(view.parts[5].lines.is_empty(), "a part may stay empty");
    assert_eq!(view.changed_day, Some(day("2026-03-02")));
}

#[test]
fn a_line_moves_and_only_what_moved_is_written() {
    let cara = person("cara");
    let ids: Vec<PlanLineId> =
        ["one", "two", "three", "four"].iter().map(|w| add(&cara, &line(PlanPart::Signs, 0, w))).collect();
    cara.move_plan_line(ids[3], 0).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["four", "one", "two", "three"]);
    let changes = cara.move_plan_line(ids[0], 2).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["four", "two", "one", "three"]);
    assert_eq!(changes.records.len(), 2);
    assert!(cara.move_plan_line(ids[0], 2).unwrap().records.is_empty());
    cara.move_plan_line(ids[3], 99).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["two", "one", "three", "four"]);
    // To another part it goes last, and leaves the others as they were.
    add(&cara, &line(PlanPart::Triggers, 0, "quarrels"));
    cara.edit_plan_line(ids[1], &line(PlanPart::Triggers, 0, "rows")).unwrap();
    assert_eq!(words(&cara, PlanPart::Triggers), ["quarrels", "rows"]);
    assert_eq!(words(&cara, PlanPart::Signs), ["one", "three", "four"]);
    cara.edit_plan_line(ids[0], &line(PlanPart::Signs, 0, "first")).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["first", "three", "four"], "an edit stays in its place");
}

#[test]
fn a_line_taken_away_comes_back_where_it_stood_and_the_plan_knows_its_day() {
    let cara = person("cara");
    let ids: Vec<PlanLineId> =
        ["one", "two", "three"].iter().map(|w| add(&cara, &line(PlanPart::Signs, 0, w))).collect();
    cara.at("2026-03-10 10:00").remove_plan_line(ids[1]).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["one", "three"]);
    assert_eq!(cara.plan().unwrap().changed_day, Some(day("2026-03-10")));
    cara.at("2026-03-12 01:00").put_back_plan_line(ids[1]).unwrap();
    assert_eq!(words(&cara, PlanPart::Signs), ["one", "two", "three"]);
    assert_eq!(cara.plan().unwrap().changed_day, Some(day("2026-03-11")), "the night belongs to the day before");
    cara.finds_nothing(|h| h.put_back_plan_line(ids[1]));
}

#[test]
fn the_last_line_taken_away_is_still_a_change() {
    let cara = person("cara");
    let id = add(&cara, &line(PlanPart::Wishes, 0, "no visitors at night"));
    cara.at("2026-04-01 10:00").remove_plan_line(id).unwrap();
    assert_eq!(cara.plan().unwrap().changed_day, Some(day("2026-04-01")));
}

#[test]
fn what_cannot_be_a_line_is_refused() {
    let cara = person("cara");
    let id = add(&cara, &line(PlanPart::Signs, 0, "one"));
    let phone = |phone: &str, part| NewPlanLine { phone: phone.into(), ..line(part, 0, "x") };
    for (field, reason, new) in [
        ("wording", Reason::Empty, line(PlanPart::Signs, 0, " ")),
        ("wording", Reason::TooLong { limit: 8000 }, line(PlanPart::Signs, 0, &long(8001))),
        ("stage", Reason::OutOfRange { min: 1, max: 4 }, line(PlanPart::WhatHelps, 0, "x")),
        ("stage", Reason::OutOfRange { min: 1, max: 4 }, line(PlanPart::WhatHelps, 5, "x")),
        ("stage", Reason::OutOfRange { min: 0, max: 0 }, line(PlanPart::Signs, 1, "x")),
        ("phone", Reason::WrongState, phone("999", PlanPart::WhoHelps)),
        ("phone", Reason::Malformed, phone("call me", PlanPart::Contacts)),
        ("phone", Reason::Malformed, phone("+", PlanPart::Contacts)),
        ("phone", Reason::TooLong { limit: 40 }, phone(&"1".repeat(41), PlanPart::Contacts)),
    ] {
        cara.refuses(field, reason, |h| h.add_plan_line(&new));
        cara.refuses(field, reason, |h| h.edit_plan_line(id, &new));
    }
    cara.finds_nothing(|h| h.edit_plan_line(PlanLineId(NOBODY), &line(PlanPart::Signs, 0, "x")));
    cara.finds_nothing(|h| h.move_plan_line(PlanLineId(NOBODY), 0));
    cara.finds_nothing(|h| h.remove_plan_line(PlanLineId(NOBODY)));
}
