//! The plan: Cara's own page for harder times.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::people::{NewPerson, PersonId, PersonState};
use handrail_core::plan::{ContactRole, NewPlanLine, PlanLineId, PlanLineView, PlanPart};
use handrail_core::signs::{NewWarningSign, SignPattern, WarningSignId};

fn line(part: PlanPart, stage: i64, wording: &str) -> NewPlanLine {
    NewPlanLine::new(part, stage, wording)
}

fn sister(person: &Person) -> PersonId {
    let new = NewPerson { name: "Nuria".into(), phone: "020 7946 0018".into(), ..NewPerson::default() };
    PersonId(made(&person.save_person(&new).unwrap(), "person"))
}

fn awake(person: &Person) -> WarningSignId {
    let new = NewWarningSign {
        wording: "awake at four".into(),
        who_may_notice: "Nuria".into(),
        scale: 3,
        key_sign: true,
        emergency: false,
        days_before: "about ten days".into(),
        pattern: Some(SignPattern::NewForMe),
        how_to_check: "look at the clock once".into(),
        ..NewWarningSign::default()
    };
    WarningSignId(made(&person.save_warning_sign(&new).unwrap(), "warning_sign"))
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
    assert_eq!(view.parts[5].lines[0].phone, "+44 (0)20 7946 0018");
    assert!(view.parts[6].lines.is_empty(), "a part may stay empty");
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

fn only_line(person: &Person, part: PlanPart) -> PlanLineView {
    let view = person.plan().unwrap();
    let mut lines = view.parts.into_iter().find(|p| p.part == part).unwrap().lines;
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

#[test]
fn every_part_keeps_the_fields_it_has_and_shows_them_as_they_were_written() {
    let cara = person("cara");
    let (nuria, four) = (sister(&cara), awake(&cara));
    add(
        &cara,
        &NewPlanLine {
            when_words: "in the spring".into(),
            what_came_first: "three nights without sleep".into(),
            action: "two weeks at my sister's".into(),
            ..line(PlanPart::WhatHappened, 0, "I stopped answering the door")
        },
    );
    add(&cara, &NewPlanLine { action: "I go to bed at ten".into(), ..line(PlanPart::Triggers, 0, "night shifts") });
    add(&cara, &NewPlanLine { sign: Some(four), ..line(PlanPart::Signs, 0, "") });
    add(&cara, &NewPlanLine { person: Some(nuria), ..line(PlanPart::WhatHelps, 2, "tea with Nuria \u{1f375}") });
    add(&cara, &NewPlanLine { person: Some(nuria), duty: "takes the cat".into(), ..line(PlanPart::WhoHelps, 0, " ") });
    let line_of = NewPlanLine {
        role: Some(ContactRole::OutOfHours),
        phone: "111".into(),
        ..line(PlanPart::Contacts, 0, "at night")
    };
    add(&cara, &line_of);

    let before = only_line(&cara, PlanPart::WhatHappened);
    assert_eq!(before.when_words, "in the spring");
    assert_eq!(before.what_came_first, "three nights without sleep");
    assert_eq!(before.action, "two weeks at my sister's");
    assert_eq!(only_line(&cara, PlanPart::Triggers).action, "I go to bed at ten");
    let sign = only_line(&cara, PlanPart::Signs);
    assert_eq!(sign.wording, "awake at four", "the words of the sign, where none were given");
    let shown = sign.sign.unwrap();
    assert!(shown.id == four && shown.key_sign && shown.who_may_notice == "Nuria");
    assert!(shown.days_before == "about ten days" && shown.how_to_check == "look at the clock once");
    assert_eq!(shown.pattern, Some(SignPattern::NewForMe));
    let with = only_line(&cara, PlanPart::WhatHelps);
    assert_eq!(
        (with.wording.as_str(), with.person.unwrap().phone.as_str()),
        ("tea with Nuria \u{1f375}", "020 7946 0018")
    );
    let helps = only_line(&cara, PlanPart::WhoHelps);
    assert_eq!((helps.wording.as_str(), helps.duty.as_str()), ("Nuria", "takes the cat"));
    assert_eq!(only_line(&cara, PlanPart::Contacts).role, Some(ContactRole::OutOfHours));
}

#[test]
fn a_line_keeps_its_own_words_and_shows_what_it_points_to_as_it_is_now() {
    let cara = person("cara");
    let (nuria, four) = (sister(&cara), awake(&cara));
    let noticed = add(&cara, &NewPlanLine { sign: Some(four), ..line(PlanPart::Signs, 0, "") });
    let helps = add(&cara, &NewPlanLine { person: Some(nuria), ..line(PlanPart::WhoHelps, 0, "") });
    cara.edit_person(nuria, &NewPerson { name: "Nuria B.".into(), ..NewPerson::default() }).unwrap();
    cara.set_person_state(nuria, PersonState::Drop).unwrap();
    let shown = only_line(&cara, PlanPart::WhoHelps);
    assert!(shown.wording == "Nuria" && shown.person.is_some_and(|p| p.name == "Nuria B." && p.phone.is_empty()));
    // What the plan points to cannot go away under it.
    cara.refuses("id", Reason::WrongState, |h| h.remove("person", nuria.0));
    cara.refuses("id", Reason::WrongState, |h| h.remove("warning_sign", four.0));
    cara.remove_plan_line(helps).unwrap();
    cara.remove_plan_line(noticed).unwrap();
    cara.remove("person", nuria.0).unwrap();
    cara.remove("warning_sign", four.0).unwrap();
    cara.refuses("id", Reason::WrongState, |h| h.put_back_plan_line(helps));
    cara.refuses("id", Reason::WrongState, |h| h.put_back_plan_line(noticed));
    cara.put_back("person", nuria.0).unwrap();
    cara.put_back_plan_line(helps).unwrap();
}

#[test]
fn somebody_who_must_not_be_called_has_no_duty_and_no_number_on_the_page() {
    let cara = person("cara");
    let nuria = sister(&cara);
    let not = NewPlanLine { person: Some(nuria), not_to_be_called: true, ..line(PlanPart::WhoHelps, 0, "") };
    let id = add(&cara, &not);
    let shown = only_line(&cara, PlanPart::WhoHelps);
    assert!(shown.not_to_be_called && shown.person.unwrap().phone.is_empty());
    assert!(cara.people().unwrap().people[0].not_to_be_called);
    let with_duty = NewPlanLine { duty: "drives me".into(), ..not };
    cara.refuses("duty", Reason::WrongState, |h| h.edit_plan_line(id, &with_duty));
    cara.edit_plan_line(id, &NewPlanLine { not_to_be_called: false, ..with_duty }).unwrap();
    assert!(!cara.people().unwrap().people[0].not_to_be_called);
}

#[test]
fn a_field_that_has_no_place_in_a_part_is_refused() {
    let cara = person("cara");
    let (nuria, four) = (sister(&cara), awake(&cara));
    let id = add(&cara, &line(PlanPart::Wishes, 0, "no visitors"));
    for part in PlanPart::ALL {
        let plain = line(part, i64::from(part == PlanPart::WhatHelps), "x");
        let only_in = |parts: &[PlanPart]| parts.contains(&part);
        for (field, fits, new) in [
            ("phone", only_in(&[PlanPart::Contacts]), NewPlanLine { phone: "111".into(), ..plain.clone() }),
            (
                "action",
                only_in(&[PlanPart::WhatHappened, PlanPart::Triggers]),
                NewPlanLine { action: "x".into(), ..plain.clone() },
            ),
            (
                "what_came_first",
                only_in(&[PlanPart::WhatHappened]),
                NewPlanLine { what_came_first: "x".into(), ..plain.clone() },
            ),
            ("when_words", only_in(&[PlanPart::WhatHappened]), NewPlanLine { when_words: "x".into(), ..plain.clone() }),
            ("sign", only_in(&[PlanPart::Signs]), NewPlanLine { sign: Some(four), ..plain.clone() }),
            (
                "person",
                only_in(&[PlanPart::WhatHelps, PlanPart::WhoHelps, PlanPart::Contacts]),
                NewPlanLine { person: Some(nuria), ..plain.clone() },
            ),
            ("duty", only_in(&[PlanPart::WhoHelps]), NewPlanLine { duty: "x".into(), ..plain.clone() }),
            ("role", only_in(&[PlanPart::Contacts]), NewPlanLine { role: Some(ContactRole::Other), ..plain.clone() }),
            (
                "not_to_be_called",
                only_in(&[PlanPart::WhoHelps]),
                NewPlanLine { not_to_be_called: true, ..plain.clone() },
            ),
        ] {
            if fits {
                cara.edit_plan_line(id, &new).unwrap();
            } else {
                cara.refuses(field, Reason::WrongState, |h| h.add_plan_line(&new));
                cara.refuses(field, Reason::WrongState, |h| h.edit_plan_line(id, &new));
            }
        }
    }
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
        (
            "action",
            Reason::TooLong { limit: 8000 },
            NewPlanLine { action: long(8001), ..line(PlanPart::Triggers, 0, "x") },
        ),
        (
            "what_came_first",
            Reason::TooLong { limit: 8000 },
            NewPlanLine { what_came_first: long(8001), ..line(PlanPart::WhatHappened, 0, "x") },
        ),
        (
            "when_words",
            Reason::TooLong { limit: 280 },
            NewPlanLine { when_words: long(281), ..line(PlanPart::WhatHappened, 0, "x") },
        ),
        ("duty", Reason::TooLong { limit: 8000 }, NewPlanLine { duty: long(8001), ..line(PlanPart::WhoHelps, 0, "x") }),
        ("duty", Reason::Malformed, NewPlanLine { duty: "a\0b".into(), ..line(PlanPart::WhoHelps, 0, "x") }),
        ("sign", Reason::UnknownId, NewPlanLine { sign: Some(WarningSignId(NOBODY)), ..line(PlanPart::Signs, 0, "") }),
        (
            "person",
            Reason::UnknownId,
            NewPlanLine { person: Some(PersonId(NOBODY)), ..line(PlanPart::WhoHelps, 0, "") },
        ),
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
