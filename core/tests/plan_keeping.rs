//! What Dita does with her plan: using it, giving it away, rehearsing it, looking it over; and her safety plan.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use std::ops::ControlFlow;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::people::{NewPerson, PersonId, PersonState};
use handrail_core::plan::keeping::PlanEventKind::{
    CopyGiven, CopyTakenBack, Rehearsed, Reviewed, StillUsing, UseBegan, UseEnded,
};
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventId, PlanEventKind};
use handrail_core::plan::safety::{NewSafetyLine, SafetyLineId, SafetyPart};
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};

fn event(event: PlanEventKind, with_whom: &str) -> NewPlanEvent {
    NewPlanEvent { event, person: None, with_whom: with_whom.into(), note: String::new() }
}

fn save_person(dita: &Person, name: &str) -> PersonId {
    let new = NewPerson { name: name.into(), ..NewPerson::default() };
    PersonId(made(&dita.save_person(&new).unwrap(), "person"))
}

fn add_line(dita: &Person, wording: &str) -> PlanLineId {
    PlanLineId(made(&dita.add_plan_line(&NewPlanLine::new(PlanPart::Wishes, 0, wording)).unwrap(), "plan_line"))
}

/// Since when it is in use, when that was last said, and whether to ask.
fn in_use(dita: &Person) -> Option<(String, String, bool)> {
    let using = dita.plan_keeping().unwrap().in_use?;
    Some((using.since.to_string(), using.said_on.to_string(), using.ask))
}

fn since(day: &str, said: &str, ask: bool) -> (String, String, bool) {
    (day.to_owned(), said.to_owned(), ask)
}

#[test]
fn a_plan_is_in_use_until_its_owner_says_otherwise_and_asks_after_three_days() {
    let dita = person("dita");
    assert_eq!(in_use(&dita), None);
    assert!(dita.end_plan_use("").unwrap().records.is_empty(), "nothing to end");
    dita.use_plan("").unwrap();
    assert!(dita.use_plan(" ").unwrap().records.is_empty(), "a double tap leaves one entry");
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-02", false)));
    dita.at("2026-03-04 23:00");
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-02", false)));
    dita.at("2026-03-05 10:00");
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-02", true)));
    dita.at("2026-03-20 10:00");
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-02", true)), "no answer is no answer");
    dita.use_plan("it helps").unwrap();
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-20", false)));
    dita.use_plan("and again").unwrap();
    dita.at("2026-03-23 10:00");
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-20", true)));
    dita.end_plan_use("better").unwrap();
    assert_eq!(in_use(&dita), None);
    dita.at("2026-05-01 10:00").use_plan("").unwrap();
    assert_eq!(in_use(&dita), Some(since("2026-05-01", "2026-05-01", false)));
    let kinds: Vec<_> = dita.plan_keeping().unwrap().recent.iter().map(|e| e.event).collect();
    assert_eq!(kinds, [UseBegan, UseEnded, StillUsing, StillUsing, UseBegan]);
}

#[test]
fn what_was_said_last_holds_whatever_the_clock_showed() {
    let dita = person("dita");
    dita.at("2036-03-02 10:00").use_plan("").unwrap();
    // Put right, ten years back: long ago either way, so she is asked.
    dita.at("2026-03-02 10:00");
    assert_eq!(in_use(&dita), Some(since("2036-03-02", "2036-03-02", true)));
    dita.use_plan("").unwrap();
    assert_eq!(in_use(&dita), Some(since("2036-03-02", "2026-03-02", false)));
    dita.end_plan_use("").unwrap();
    assert_eq!(in_use(&dita), None);
}

#[test]
fn ending_can_be_taken_back_and_an_old_entry_that_is_put_back_starts_nothing() {
    let dita = person("dita");
    let began = made(&dita.use_plan("").unwrap(), "plan_event");
    let ended = made(&dita.at("2026-03-03 10:00").end_plan_use("").unwrap(), "plan_event");
    dita.remove("plan_event", ended).unwrap();
    assert_eq!(in_use(&dita), Some(since("2026-03-02", "2026-03-02", false)));
    dita.put_back("plan_event", ended).unwrap();
    assert_eq!(in_use(&dita), None);
    dita.remove("plan_event", began).unwrap();
    dita.put_back("plan_event", began).unwrap();
    assert_eq!(in_use(&dita), None, "it was said before the end, and still is");
    let note = |note: &str| NewPlanEvent { note: note.into(), ..event(UseBegan, "") };
    dita.at("2026-03-09 10:00").edit_plan_event(PlanEventId(began), &note("after the call")).unwrap();
    assert_eq!(in_use(&dita), None);
    assert_eq!(dita.plan_keeping().unwrap().recent[1].note, "after the call");
}

#[test]
fn copies_are_followed_until_they_are_taken_back_and_know_whether_they_are_old() {
    let dita = person("dita");
    let (sam, ivo) = (save_person(&dita, "Sam"), save_person(&dita, "Ivo"));
    let line = add_line(&dita, "a quiet room");
    let given = |person| NewPlanEvent { person: Some(person), ..event(CopyGiven, "") };
    dita.record_plan_event(&given(sam)).unwrap();
    dita.at("2026-03-05 10:00").record_plan_event(&event(CopyGiven, "on the fridge")).unwrap();
    let holders = || -> Vec<(String, String, bool)> {
        let copies = dita.plan_keeping().unwrap().copies;
        copies.into_iter().map(|c| (c.holder, c.since.to_string(), c.older_than_plan)).collect()
    };
    let copy = |holder: &str, since: &str, old| (holder.to_owned(), since.to_owned(), old);
    assert_eq!(holders(), [copy("Sam", "2026-03-02", false), copy("on the fridge", "2026-03-05", false)]);
    // The plan changes: both hold an older one, until they are given the new one.
    let quiet = NewPlanLine::new(PlanPart::Wishes, 0, "a quiet room, with a window");
    dita.at("2026-03-06 10:00").edit_plan_line(line, &quiet).unwrap();
    dita.record_plan_event(&given(sam)).unwrap();
    assert_eq!(holders(), [copy("Sam", "2026-03-02", false), copy("on the fridge", "2026-03-05", true)]);
    assert_eq!(dita.plan_keeping().unwrap().copies[0].given, day("2026-03-06"));
    // A copy is taken back by name or by person; what nobody has cannot be taken back.
    let taken = |person: Option<PersonId>, words: &str| NewPlanEvent { person, ..event(CopyTakenBack, words) };
    dita.refuses("with_whom", Reason::WrongState, |h| h.record_plan_event(&taken(Some(ivo), "")));
    dita.record_plan_event(&taken(None, "On the Fridge")).unwrap();
    let back = made(&dita.record_plan_event(&taken(Some(sam), "")).unwrap(), "plan_event");
    assert_eq!(holders(), []);
    dita.remove("plan_event", back).unwrap();
    assert_eq!(holders(), [copy("Sam", "2026-03-02", false)]);
    // Off the map, a copy still says whose it is; and whoever has one stays on the record.
    dita.set_person_state(sam, PersonState::Drop).unwrap();
    dita.refuses("id", Reason::WrongState, |h| h.remove("person", sam.0));
    assert_eq!(holders(), [copy("Sam", "2026-03-02", false)]);
}

#[test]
fn the_version_counts_the_days_on_which_something_changed() {
    let dita = person("dita");
    let version = || dita.plan_keeping().unwrap().version;
    assert_eq!((version(), dita.plan_keeping().unwrap().changed_day), (0, None));
    let line = add_line(&dita, "one");
    add_line(&dita, "two");
    assert_eq!(version(), 1);
    // Before three in the morning it is still the day before.
    dita.at("2026-03-03 02:00").edit_plan_line(line, &NewPlanLine::new(PlanPart::Wishes, 0, "first")).unwrap();
    assert_eq!(version(), 1);
    dita.at("2026-03-04 10:00").edit_plan_line(line, &NewPlanLine::new(PlanPart::Wishes, 0, "first")).unwrap();
    assert_eq!(version(), 1, "nothing changed");
    dita.move_plan_line(line, 1).unwrap();
    assert_eq!(version(), 2);
    dita.at("2026-03-09 10:00").remove_plan_line(line).unwrap();
    let view = dita.plan_keeping().unwrap();
    assert_eq!((view.version, view.changed_day), (3, Some(day("2026-03-09"))));
    dita.at("2026-03-10 10:00").remove_for_good("plan_line", line.0).unwrap();
    assert_eq!(version(), 4);
    // What was done with the plan is no change of it.
    dita.at("2026-03-20 10:00").use_plan("").unwrap();
    assert_eq!(version(), 4);
}

#[test]
fn a_plan_that_was_written_before_versions_were_counted_goes_on_from_one() {
    let dita = person("dita");
    let line = add_line(&dita, "one");
    dita.under().execute("DELETE FROM setting WHERE name = 'plan_version'", []).unwrap();
    assert_eq!(dita.plan_keeping().unwrap().version, 1);
    dita.at("2026-04-01 10:00").edit_plan_line(line, &NewPlanLine::new(PlanPart::Wishes, 0, "first")).unwrap();
    assert_eq!(dita.plan_keeping().unwrap().version, 2);
}

#[test]
fn an_archive_brings_the_plan_back_as_it_stood() {
    let dita = person("dita");
    let sam = save_person(&dita, "Sam");
    let line = add_line(&dita, "a quiet room");
    dita.record_plan_event(&NewPlanEvent { person: Some(sam), ..event(CopyGiven, "") }).unwrap();
    dita.at("2026-03-04 10:00").move_plan_line(add_line(&dita, "my own pillow"), 0).unwrap();
    dita.at("2026-03-06 10:00").edit_plan_line(line, &NewPlanLine::new(PlanPart::Wishes, 0, "a window")).unwrap();
    // Begun on a day far ahead, by a clock that was wrong: what was said last still holds.
    dita.at("2036-03-06 10:00").use_plan("").unwrap();
    dita.at("2026-03-07 10:00").end_plan_use("").unwrap();
    let began = made(&dita.use_plan("").unwrap(), "plan_event");
    let note = NewPlanEvent { note: "said later".into(), ..event(UseBegan, "") };
    dita.at("2026-03-09 10:00").edit_plan_event(PlanEventId(began), &note).unwrap();
    dita.record_plan_event(&event(CopyGiven, "on the fridge")).unwrap();
    let mut archive = Vec::new();
    dita.export_all(&mut archive, &mut |_| ControlFlow::Continue(())).unwrap();
    let new_phone = person("dita");
    new_phone.at("2026-04-01 10:00").import(&mut archive.as_slice(), &mut |_| ControlFlow::Continue(())).unwrap();
    let (before, after) = (dita.at("2026-04-01 10:00").plan_keeping().unwrap(), new_phone.plan_keeping().unwrap());
    assert!(before == after);
    assert_eq!(in_use(&new_phone), Some(since("2026-03-07", "2026-03-07", true)));
    assert_eq!((after.version, after.changed_day), (3, Some(day("2026-03-06"))));
    let old: Vec<bool> = after.copies.iter().map(|c| c.older_than_plan).collect();
    assert_eq!(old, [true, false]);
}

#[test]
fn rehearsed_looked_over_and_when_to_do_it_again() {
    let dita = person("dita");
    let nobody = dita.plan_keeping().unwrap();
    assert!(nobody.rehearsed_on.is_none() && nobody.reviewed_on.is_none() && nobody.review_on.is_none());
    dita.record_plan_event(&event(Rehearsed, "my group")).unwrap();
    dita.at("2026-03-09 10:00").record_plan_event(&event(Reviewed, "")).unwrap();
    dita.set_plan_review_on(Some(day("2026-09-09"))).unwrap();
    let view = dita.plan_keeping().unwrap();
    assert_eq!(view.rehearsed_on, Some(day("2026-03-02")));
    assert_eq!(view.reviewed_on, Some(day("2026-03-09")));
    assert_eq!(view.review_on, Some(day("2026-09-09")));
    dita.set_plan_review_on(None).unwrap();
    assert_eq!(dita.plan_keeping().unwrap().review_on, None);
    dita.refuses("review_on", Reason::ImpossibleDate, |h| h.set_plan_review_on(Some(day("2126-09-09"))));
}

#[test]
fn entries_are_looked_back_on_fifty_at_a_time() {
    let dita = person("dita");
    let all: Vec<PlanEventId> = (0..120)
        .map(|n| {
            let new = event(Rehearsed, &format!("time {n}"));
            PlanEventId(made(&dita.record_plan_event(&new).unwrap(), "plan_event"))
        })
        .collect();
    let mut seen: Vec<PlanEventId> = dita.plan_keeping().unwrap().recent.iter().map(|e| e.id).collect();
    assert_eq!(seen.len(), 50);
    while let Some(last) = seen.last().copied() {
        let more = dita.plan_events_before(last).unwrap();
        if more.is_empty() {
            break;
        }
        seen.extend(more.iter().map(|e| e.id));
    }
    seen.reverse();
    assert_eq!(seen, all);
}

#[test]
fn what_cannot_be_an_entry_is_refused() {
    let dita = person("dita");
    let id = PlanEventId(made(&dita.record_plan_event(&event(CopyGiven, "Sam")).unwrap(), "plan_event"));
    for about_use in [UseBegan, StillUsing, UseEnded] {
        dita.refuses("event", Reason::WrongState, |h| h.record_plan_event(&event(about_use, "")));
    }
    for (field, reason, new) in [
        ("with_whom", Reason::Empty, event(CopyGiven, " ")),
        ("with_whom", Reason::TooLong { limit: 280 }, event(CopyGiven, &long(281))),
        ("with_whom", Reason::Malformed, event(CopyGiven, "a\0b")),
        ("note", Reason::TooLong { limit: 8000 }, NewPlanEvent { note: long(8001), ..event(CopyGiven, "Sam") }),
        ("person", Reason::UnknownId, NewPlanEvent { person: Some(PersonId(NOBODY)), ..event(CopyGiven, "") }),
    ] {
        dita.refuses(field, reason, |h| h.record_plan_event(&new));
        dita.refuses(field, reason, |h| h.edit_plan_event(id, &new));
    }
    for other in [CopyTakenBack, Rehearsed, Reviewed, UseBegan] {
        dita.refuses("event", Reason::WrongState, |h| h.edit_plan_event(id, &event(other, "Sam")));
    }
    dita.refuses("note", Reason::TooLong { limit: 8000 }, |h| h.use_plan(&long(8001)));
    dita.finds_nothing(|h| h.edit_plan_event(PlanEventId(NOBODY), &event(Rehearsed, "")));
    // A year of it in any script, to the last character.
    let words = format!("{}\u{1f9ed}\u{0627}", long(8000 - 2));
    dita.use_plan(&words).unwrap();
    assert!(dita.plan_keeping().unwrap().recent[0].note == words);
}

fn safe(part: SafetyPart, wording: &str) -> NewSafetyLine {
    NewSafetyLine { part, wording: wording.into(), phone: String::new(), person: None }
}

fn safe_words(dita: &Person, part: SafetyPart) -> Vec<String> {
    let view = dita.safety_plan().unwrap();
    assert!(view.parts.iter().map(|p| p.part).eq(SafetyPart::ALL));
    view.parts.into_iter().find(|p| p.part == part).unwrap().lines.into_iter().map(|l| l.wording).collect()
}

#[test]
fn the_safety_plan_is_off_until_opened_and_closing_it_keeps_every_line() {
    let dita = person("dita");
    let new = safe(SafetyPart::WhatIDoAlone, "count the tiles");
    assert!(!dita.safety_plan().unwrap().opened);
    dita.refuses("safety_plan_opened", Reason::WrongState, |h| h.add_safety_line(&new));
    dita.open_safety_plan(true).unwrap();
    assert!(!dita.help_now("en").unwrap().safety_plan, "nothing in it yet");
    let id = SafetyLineId(made(&dita.add_safety_line(&new).unwrap(), "safety_line"));
    assert_eq!(safe_words(&dita, SafetyPart::WhatIDoAlone), ["count the tiles"]);
    assert!(dita.help_now("en").unwrap().safety_plan);
    dita.open_safety_plan(false).unwrap();
    assert!(!dita.help_now("en").unwrap().safety_plan);
    assert!(!dita.safety_plan().unwrap().opened && safe_words(&dita, SafetyPart::WhatIDoAlone).is_empty());
    dita.refuses("safety_plan_opened", Reason::WrongState, |h| h.edit_safety_line(id, &new));
    dita.refuses("safety_plan_opened", Reason::WrongState, |h| h.move_safety_line(id, 0));
    dita.open_safety_plan(true).unwrap();
    assert_eq!(safe_words(&dita, SafetyPart::WhatIDoAlone), ["count the tiles"]);
}

#[test]
fn lines_of_the_safety_plan_move_change_parts_and_come_back() {
    let dita = person("dita");
    dita.open_safety_plan(true).unwrap();
    let ivo = save_person(&dita, "Ivo");
    let add = |new: &NewSafetyLine| SafetyLineId(made(&dita.add_safety_line(new).unwrap(), "safety_line"));
    let ids: Vec<_> = ["one", "two", "three"].map(|w| add(&safe(SafetyPart::Signs, w))).into();
    dita.move_safety_line(ids[2], 0).unwrap();
    assert_eq!(safe_words(&dita, SafetyPart::Signs), ["three", "one", "two"]);
    dita.edit_safety_line(ids[0], &safe(SafetyPart::ASafePlace, "the car keys go to Ivo")).unwrap();
    assert_eq!(safe_words(&dita, SafetyPart::Signs), ["three", "two"]);
    assert_eq!(safe_words(&dita, SafetyPart::ASafePlace), ["the car keys go to Ivo"]);
    let ask = NewSafetyLine { person: Some(ivo), phone: "0113 496 0000".into(), ..safe(SafetyPart::PeopleToAsk, "") };
    let asked = add(&ask);
    assert_eq!(safe_words(&dita, SafetyPart::PeopleToAsk), ["Ivo"]);
    dita.remove("safety_line", asked.0).unwrap();
    assert!(safe_words(&dita, SafetyPart::PeopleToAsk).is_empty());
    dita.put_back("safety_line", asked.0).unwrap();
    let view = dita.safety_plan().unwrap();
    assert!(view.parts[3].lines[0].person.as_ref().is_some_and(|p| p.id == ivo));
    assert_eq!(view.parts[3].lines[0].phone, "0113 496 0000");
}

#[test]
fn what_cannot_be_a_line_of_the_safety_plan_is_refused() {
    let dita = person("dita");
    dita.open_safety_plan(true).unwrap();
    let ivo = save_person(&dita, "Ivo");
    let id = SafetyLineId(made(&dita.add_safety_line(&safe(SafetyPart::Signs, "x")).unwrap(), "safety_line"));
    for part in [SafetyPart::Signs, SafetyPart::WhatIDoAlone, SafetyPart::ASafePlace] {
        let with_phone = NewSafetyLine { phone: "111".into(), ..safe(part, "x") };
        let with_person = NewSafetyLine { person: Some(ivo), ..safe(part, "x") };
        dita.refuses("phone", Reason::WrongState, |h| h.add_safety_line(&with_phone));
        dita.refuses("person", Reason::WrongState, |h| h.edit_safety_line(id, &with_person));
    }
    let ask = SafetyPart::PeopleToAsk;
    for (field, reason, new) in [
        ("wording", Reason::Empty, safe(ask, "")),
        ("wording", Reason::TooLong { limit: 8000 }, safe(ask, &long(8001))),
        ("phone", Reason::TooLong { limit: 40 }, NewSafetyLine { phone: "1".repeat(41), ..safe(ask, "x") }),
        ("phone", Reason::Malformed, NewSafetyLine { phone: "ask for Ivo".into(), ..safe(ask, "x") }),
        ("person", Reason::UnknownId, NewSafetyLine { person: Some(PersonId(NOBODY)), ..safe(ask, "") }),
    ] {
        dita.refuses(field, reason, |h| h.add_safety_line(&new));
        dita.refuses(field, reason, |h| h.edit_safety_line(id, &new));
    }
    dita.finds_nothing(|h| h.edit_safety_line(SafetyLineId(NOBODY), &safe(ask, "x")));
    dita.finds_nothing(|h| h.move_safety_line(SafetyLineId(NOBODY), 0));
}
