//! Eva's people: the map, contacts practised in steps, and who may see what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::people::contact::{
    ContactOutcome, ContactPracticeId, ContactState, ContactTryId, NewContactPractice, NewContactTry,
};
use handrail_core::people::permissions::{EditPermission, NewPermission, PermissionId, PermittedItem, Standing};
use handrail_core::people::{NewPerson, PersonId, PersonState, TakesPart};
use handrail_core::plan::{NewPlanLine, PlanPart};
use proptest::prelude::*;

fn named(name: &str) -> NewPerson {
    NewPerson { name: name.into(), ..NewPerson::default() }
}

fn save(eva: &Person, new: &NewPerson) -> PersonId {
    PersonId(made(&eva.save_person(new).unwrap(), "person"))
}

fn names(eva: &Person) -> Vec<String> {
    eva.people().unwrap().people.into_iter().map(|p| p.name).collect()
}

#[test]
fn the_map_keeps_what_somebody_gives_and_what_eva_wants_of_them() {
    let eva = person("eva");
    let full = NewPerson {
        name: "Åsa \u{1f33b}".into(),
        relation: "my aunt".into(),
        closeness: Some(1),
        what_they_give: "soup, and no questions".into(),
        what_i_want: "a call on Sundays".into(),
        phone: " 0114 496 0001 ".into(),
        takes_part: vec![TakesPart::JoinsMeetings, TakesPart::ReadsHandouts, TakesPart::JoinsMeetings],
        help_now: true,
    };
    let aunt = save(&eva, &full);
    let view = &eva.people().unwrap().people[0];
    assert!(view.id == aunt && view.name == full.name && view.relation == full.relation);
    assert!(view.what_they_give == full.what_they_give && view.what_i_want == full.what_i_want);
    assert_eq!((view.closeness, view.phone.as_str(), view.help_now), (Some(1), "0114 496 0001", true));
    assert_eq!(view.takes_part, [TakesPart::ReadsHandouts, TakesPart::JoinsMeetings], "each once");
    assert!(!view.not_to_be_called && view.state == PersonState::Keep);
    eva.edit_person(aunt, &named("Åsa")).unwrap();
    let view = &eva.people().unwrap().people[0];
    assert!(view.takes_part.is_empty() && view.closeness.is_none() && !view.help_now && view.phone.is_empty());
    assert!(eva.edit_person(aunt, &named("Åsa")).unwrap().records.is_empty(), "nothing changed");
}

#[test]
fn people_move_on_the_map_go_off_it_and_come_back_last() {
    let eva = person("eva");
    let ids: Vec<PersonId> = ["Åsa", "Bo", "Cleo"].iter().map(|n| save(&eva, &named(n))).collect();
    eva.move_person(ids[2], 0).unwrap();
    assert_eq!(names(&eva), ["Cleo", "Åsa", "Bo"]);
    eva.set_person_state(ids[0], PersonState::Drop).unwrap();
    assert_eq!(names(&eva), ["Cleo", "Bo"]);
    assert!(eva.people().unwrap().set_down.iter().map(|p| p.id).eq([ids[0]]));
    eva.set_person_state(ids[0], PersonState::Keep).unwrap();
    assert_eq!(names(&eva), ["Cleo", "Bo", "Åsa"]);
    eva.remove("person", ids[1].0).unwrap();
    eva.put_back("person", ids[1].0).unwrap();
    assert_eq!(names(&eva), ["Cleo", "Bo", "Åsa"]);
}

#[test]
fn who_must_not_be_called_is_marked_on_the_map() {
    let eva = person("eva");
    let bo = save(&eva, &NewPerson { help_now: true, ..named("Bo") });
    let line = NewPlanLine { person: Some(bo), not_to_be_called: true, ..NewPlanLine::new(PlanPart::WhoHelps, 0, "") };
    eva.add_plan_line(&line).unwrap();
    let view = &eva.people().unwrap().people[0];
    assert!(view.not_to_be_called && view.help_now);
}

#[test]
fn what_cannot_be_a_person_is_refused() {
    let eva = person("eva");
    let id = save(&eva, &named("Bo"));
    for (field, reason, new) in [
        ("name", Reason::Empty, named(" ")),
        ("name", Reason::TooLong { limit: 280 }, named(&long(281))),
        ("name", Reason::Malformed, named("B\0o")),
        ("relation", Reason::TooLong { limit: 280 }, NewPerson { relation: long(281), ..named("Bo") }),
        ("closeness", Reason::OutOfRange { min: 1, max: 3 }, NewPerson { closeness: Some(0), ..named("Bo") }),
        ("closeness", Reason::OutOfRange { min: 1, max: 3 }, NewPerson { closeness: Some(4), ..named("Bo") }),
        ("what_they_give", Reason::TooLong { limit: 8000 }, NewPerson { what_they_give: long(8001), ..named("Bo") }),
        ("what_i_want", Reason::TooLong { limit: 8000 }, NewPerson { what_i_want: long(8001), ..named("Bo") }),
        ("phone", Reason::TooLong { limit: 40 }, NewPerson { phone: "1".repeat(41), ..named("Bo") }),
        ("phone", Reason::Malformed, NewPerson { phone: "next door".into(), ..named("Bo") }),
    ] {
        eva.refuses(field, reason, |h| h.save_person(&new));
        eva.refuses(field, reason, |h| h.edit_person(id, &new));
    }
    eva.finds_nothing(|h| h.edit_person(PersonId(NOBODY), &named("Bo")));
    eva.finds_nothing(|h| h.move_person(PersonId(NOBODY), 0));
    eva.finds_nothing(|h| h.set_person_state(PersonId(NOBODY), PersonState::Drop));
    // To the last character.
    save(&eva, &NewPerson { name: long(280), what_i_want: long(8000), phone: "1".repeat(40), ..named("") });
}

fn ask(person: Option<PersonId>) -> NewContactPractice {
    NewContactPractice {
        person,
        what: "ask Bo to the cinema".into(),
        say_first: "Hi Bo, it's Eva".into(),
        say_then: "There's a film on Friday".into(),
        if_it_is_hard: "I say I'll call again, and breathe".into(),
    }
}

fn attempt(practice: ContactPracticeId, role_play: bool, result: ContactOutcome) -> NewContactTry {
    NewContactTry { practice, role_play, result, how_it_went: "all right".into() }
}

#[test]
fn a_contact_is_practised_first_in_a_role_play_and_then_for_real() {
    let eva = person("eva");
    let bo = save(&eva, &named("Bo"));
    let id = ContactPracticeId(made(&eva.save_contact_practice(&ask(Some(bo))).unwrap(), "contact_practice"));
    eva.record_contact_try(&attempt(id, true, ContactOutcome::Partly)).unwrap();
    eva.record_contact_try(&attempt(id, true, ContactOutcome::Done)).unwrap();
    let real = attempt(id, false, ContactOutcome::NotYet);
    let tried = ContactTryId(made(&eva.at("2026-03-04 18:00").record_contact_try(&real).unwrap(), "contact_try"));
    let people = eva.people().unwrap();
    let view = &people.practising[0];
    assert_eq!((view.person_name.as_str(), view.role_plays, view.for_real), ("Bo", 2, 1));
    assert!(view.say_then == "There's a film on Friday" && view.if_it_is_hard.starts_with("I say"));
    assert!(view.newest.as_ref().is_some_and(|t| t.id == tried && t.day == day("2026-03-04") && !t.role_play));
    eva.edit_contact_try(tried, &attempt(id, false, ContactOutcome::Done)).unwrap();
    eva.set_contact_practice_state(id, ContactState::Done).unwrap();
    let people = eva.people().unwrap();
    assert!(people.practising.is_empty() && people.practised[0].for_real == 1);
    assert!(people.practised[0].newest.as_ref().is_some_and(|t| t.result == ContactOutcome::Done));
    eva.set_contact_practice_state(id, ContactState::Active).unwrap();
    eva.edit_contact_practice(id, &NewContactPractice { say_then: String::new(), ..ask(None) }).unwrap();
    let people = eva.people().unwrap();
    assert!(people.practising[0].person.is_none() && people.practising[0].person_name.is_empty());
    assert!(people.practising[0].say_then.is_empty());
}

#[test]
fn tries_are_looked_back_on_fifty_at_a_time_each_contact_by_itself() {
    let eva = person("eva");
    let practice =
        |eva: &Person| ContactPracticeId(made(&eva.save_contact_practice(&ask(None)).unwrap(), "contact_practice"));
    let (one, other) = (practice(&eva), practice(&eva));
    let mut all = Vec::new();
    for n in 0..103 {
        let id =
            made(&eva.record_contact_try(&attempt(one, n % 2 == 0, ContactOutcome::Partly)).unwrap(), "contact_try");
        all.push(ContactTryId(id));
        eva.record_contact_try(&attempt(other, true, ContactOutcome::Done)).unwrap();
    }
    let mut seen: Vec<ContactTryId> = eva.contact_tries(one).unwrap().iter().map(|t| t.id).collect();
    for expected in [50, 3, 0] {
        let more = eva.contact_tries_before(one, *seen.last().unwrap()).unwrap();
        assert_eq!(more.len(), expected);
        seen.extend(more.iter().map(|t| t.id));
    }
    seen.reverse();
    assert_eq!(seen, all);
}

#[test]
fn what_cannot_be_practised_is_refused() {
    let eva = person("eva");
    let id = ContactPracticeId(made(&eva.save_contact_practice(&ask(None)).unwrap(), "contact_practice"));
    let tried = attempt(id, true, ContactOutcome::Done);
    let try_id = ContactTryId(made(&eva.record_contact_try(&tried).unwrap(), "contact_try"));
    for (field, reason, new) in [
        ("what", Reason::Empty, NewContactPractice { what: " ".into(), ..ask(None) }),
        ("what", Reason::TooLong { limit: 280 }, NewContactPractice { what: long(281), ..ask(None) }),
        ("say_first", Reason::TooLong { limit: 8000 }, NewContactPractice { say_first: long(8001), ..ask(None) }),
        ("say_then", Reason::TooLong { limit: 8000 }, NewContactPractice { say_then: long(8001), ..ask(None) }),
        (
            "if_it_is_hard",
            Reason::TooLong { limit: 8000 },
            NewContactPractice { if_it_is_hard: long(8001), ..ask(None) },
        ),
        ("person", Reason::UnknownId, ask(Some(PersonId(NOBODY)))),
    ] {
        eva.refuses(field, reason, |h| h.save_contact_practice(&new));
        eva.refuses(field, reason, |h| h.edit_contact_practice(id, &new));
    }
    for (field, reason, new) in [
        ("practice", Reason::UnknownId, attempt(ContactPracticeId(NOBODY), true, ContactOutcome::Done)),
        ("how_it_went", Reason::TooLong { limit: 8000 }, NewContactTry { how_it_went: long(8001), ..tried.clone() }),
    ] {
        eva.refuses(field, reason, |h| h.record_contact_try(&new));
        eva.refuses(field, reason, |h| h.edit_contact_try(try_id, &new));
    }
    eva.finds_nothing(|h| h.edit_contact_practice(ContactPracticeId(NOBODY), &ask(None)));
    eva.finds_nothing(|h| h.set_contact_practice_state(ContactPracticeId(NOBODY), ContactState::Done));
    eva.finds_nothing(|h| h.edit_contact_try(ContactTryId(NOBODY), &tried));
    // Somebody whom a contact is about stays on the record until that is taken away.
    let bo = save(&eva, &named("Bo"));
    eva.edit_contact_practice(id, &ask(Some(bo))).unwrap();
    eva.refuses("id", Reason::WrongState, |h| h.remove("person", bo.0));
    eva.refuses("id", Reason::WrongState, |h| h.remove("contact_practice", id.0));
}

fn may(person: PersonId, item: PermittedItem) -> NewPermission {
    NewPermission { person, item, from: None, until: None, reason: String::new() }
}

fn give(eva: &Person, new: &NewPermission) -> PermissionId {
    PermissionId(made(&eva.give_permission(new).unwrap(), "permission"))
}

/// Name, item and standing of every permission on a day, those in force first.
fn standings(eva: &Person, on: &str) -> Vec<(String, PermittedItem, Standing)> {
    let view = eva.permissions(day(on)).unwrap();
    assert!(view.in_force.iter().all(|p| p.standing == Standing::InForce));
    assert!(view.others.iter().all(|p| p.standing != Standing::InForce));
    view.in_force.into_iter().chain(view.others).map(|p| (p.person_name, p.item, p.standing)).collect()
}

#[test]
fn nobody_may_see_anything_until_eva_says_so_item_by_item_and_only_for_that_long() {
    let eva = person("eva");
    let (bo, cleo) = (save(&eva, &named("Bo")), save(&eva, &named("Cleo")));
    assert!(standings(&eva, "2026-03-02").is_empty());
    give(&eva, &may(cleo, PermittedItem::Plan));
    let homework = NewPermission {
        until: Some(day("2026-03-08")),
        reason: "while I am settling in".into(),
        ..may(bo, PermittedItem::Homework)
    };
    give(&eva, &homework);
    give(&eva, &NewPermission { from: Some(day("2026-04-01")), ..may(bo, PermittedItem::Plan) });
    let at = |on: &str| -> Vec<(String, PermittedItem, Standing)> { standings(&eva, on) };
    let row = |name: &str, item, standing| (name.to_owned(), item, standing);
    assert_eq!(
        at("2026-03-02"),
        [
            row("Bo", PermittedItem::Homework, Standing::InForce),
            row("Cleo", PermittedItem::Plan, Standing::InForce),
            row("Bo", PermittedItem::Plan, Standing::NotYet),
        ]
    );
    assert_eq!(at("2026-03-08")[0], row("Bo", PermittedItem::Homework, Standing::InForce), "the last day is included");
    assert_eq!(
        at("2026-04-01"),
        [
            row("Bo", PermittedItem::Plan, Standing::InForce),
            row("Cleo", PermittedItem::Plan, Standing::InForce),
            row("Bo", PermittedItem::Homework, Standing::Over),
        ]
    );
    assert_eq!(at("2026-03-01").iter().filter(|(.., standing)| *standing == Standing::InForce).count(), 0);
    let view = eva.permissions(day("2026-03-02")).unwrap();
    assert!(view.in_force[0].reason == "while I am settling in" && view.in_force[0].given_on == day("2026-03-02"));
}

#[test]
fn a_revoked_permission_stays_listed_and_never_holds_again() {
    let eva = person("eva");
    let bo = save(&eva, &named("Bo"));
    let id = give(&eva, &may(bo, PermittedItem::Plan));
    eva.at("2026-03-05 10:00").revoke_permission(id).unwrap();
    assert!(eva.at("2026-03-06 10:00").revoke_permission(id).unwrap().records.is_empty(), "once is enough");
    let row = |standing| [("Bo".to_owned(), PermittedItem::Plan, standing)];
    assert_eq!(standings(&eva, "2026-03-04"), row(Standing::InForce), "on that day it did hold");
    for on in ["2026-03-05", "2026-03-06", "2030-01-01"] {
        assert_eq!(standings(&eva, on), row(Standing::Revoked), "{on}");
    }
    assert_eq!(eva.permissions(day("2026-03-06")).unwrap().others[0].revoked_on, Some(day("2026-03-05")));
    let edit = EditPermission { from: day("2026-03-02"), until: None, reason: String::new() };
    eva.refuses("id", Reason::WrongState, |h| h.edit_permission(id, &edit));
    // Given again, both are listed and one holds.
    give(&eva, &may(bo, PermittedItem::Plan));
    let both = standings(&eva, "2026-03-06");
    assert_eq!(both.iter().map(|(.., s)| *s).collect::<Vec<_>>(), [Standing::InForce, Standing::Revoked]);
}

#[test]
fn a_day_that_is_past_has_one_answer_too() {
    let eva = person("eva");
    let bo = save(&eva, &named("Bo"));
    let from_before = NewPermission { from: Some(day("2026-03-01")), ..may(bo, PermittedItem::Plan) };
    let first = give(&eva, &from_before);
    eva.revoke_permission(first).unwrap();
    let second = give(&eva, &from_before);
    let view = eva.permissions(day("2026-03-01")).unwrap();
    assert!(view.in_force.iter().map(|p| p.id).eq([second]) && view.others[0].standing == Standing::Revoked);
    eva.at("2026-03-03 10:00").revoke_permission(second).unwrap();
    let view = eva.permissions(day("2026-03-01")).unwrap();
    assert!(view.in_force.iter().map(|p| p.id).eq([second]), "of two that were revoked, the later one");
}

#[test]
fn what_was_revoked_while_the_clock_was_wrong_is_revoked_when_it_is_right() {
    let eva = person("eva");
    let bo = save(&eva, &named("Bo"));
    let id = give(&eva, &may(bo, PermittedItem::Plan));
    eva.at("2036-03-05 10:00").revoke_permission(id).unwrap();
    eva.at("2026-03-05 10:00");
    assert_eq!(standings(&eva, "2026-03-05")[0].2, Standing::Revoked);
    assert_eq!(standings(&eva, "2026-03-06")[0].2, Standing::Revoked);
}

#[test]
fn two_for_the_same_person_and_item_never_hold_together() {
    let eva = person("eva");
    let (bo, cleo) = (save(&eva, &named("Bo")), save(&eva, &named("Cleo")));
    let spring = NewPermission {
        from: Some(day("2026-03-10")),
        until: Some(day("2026-03-20")),
        ..may(bo, PermittedItem::Coping)
    };
    let first = give(&eva, &spring);
    let days = |from: &str, until: Option<&str>| NewPermission {
        from: Some(day(from)),
        until: until.map(day),
        ..may(bo, PermittedItem::Coping)
    };
    for overlapping in [
        days("2026-03-01", None),
        days("2026-03-20", None),
        days("2026-03-01", Some("2026-03-10")),
        days("2026-03-12", Some("2026-03-13")),
    ] {
        eva.refuses("item", Reason::WrongState, |h| h.give_permission(&overlapping));
    }
    // Another person, another item, other days: all fine.
    give(&eva, &may(cleo, PermittedItem::Coping));
    give(&eva, &may(bo, PermittedItem::Goals));
    let after = give(&eva, &days("2026-03-21", None));
    give(&eva, &days("2026-03-01", Some("2026-03-09")));
    let longer = EditPermission { from: day("2026-03-10"), until: Some(day("2026-03-21")), reason: String::new() };
    eva.refuses("item", Reason::WrongState, |h| h.edit_permission(first, &longer));
    eva.revoke_permission(after).unwrap();
    eva.edit_permission(first, &longer).unwrap();
    // What was taken away does not come back on top of another.
    eva.remove("permission", first.0).unwrap();
    let instead = give(&eva, &days("2026-03-15", None));
    eva.refuses("item", Reason::WrongState, |h| h.put_back("permission", first.0));
    eva.revoke_permission(instead).unwrap();
    eva.put_back("permission", first.0).unwrap();
}

#[test]
fn what_cannot_be_a_permission_is_refused() {
    let eva = person("eva");
    let bo = save(&eva, &named("Bo"));
    let plan = may(bo, PermittedItem::Plan);
    for (field, reason, new) in [
        ("person", Reason::UnknownId, may(PersonId(NOBODY), PermittedItem::Plan)),
        ("from", Reason::ImpossibleDate, NewPermission { from: Some(day("2136-03-03")), ..plan.clone() }),
        ("until", Reason::ImpossibleDate, NewPermission { until: Some(day("2036-03-10")), ..plan.clone() }),
        ("until", Reason::ImpossibleDate, NewPermission { until: Some(day("2026-03-01")), ..plan.clone() }),
        ("reason", Reason::TooLong { limit: 8000 }, NewPermission { reason: long(8001), ..plan.clone() }),
    ] {
        eva.refuses(field, reason, |h| h.give_permission(&new));
    }
    let id = give(&eva, &plan);
    let edit = |from: &str, until: Option<&str>| EditPermission {
        from: day(from),
        until: until.map(day),
        reason: String::new(),
    };
    eva.refuses("until", Reason::ImpossibleDate, |h| h.edit_permission(id, &edit("2026-03-02", Some("2026-03-01"))));
    eva.refuses("from", Reason::ImpossibleDate, |h| h.edit_permission(id, &edit("2006-03-02", None)));
    eva.finds_nothing(|h| h.edit_permission(PermissionId(NOBODY), &edit("2026-03-02", None)));
    eva.finds_nothing(|h| h.revoke_permission(PermissionId(NOBODY)));
    // A permission of long ago can still be ended.
    eva.at("2040-01-01 10:00").edit_permission(id, &edit("2026-03-02", Some("2040-01-02"))).unwrap();
    eva.refuses("id", Reason::WrongState, |h| h.remove("person", bo.0));
}

#[derive(Debug, Clone)]
enum Act {
    Give { item: usize, from: i64, length: Option<i64> },
    Edit { which: usize, from: i64, length: Option<i64> },
    Revoke { which: usize },
    TakeAway { which: usize },
    PutBack { which: usize },
    DaysGoBy(i64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (from, length) = (-20_i64..20, proptest::option::of(-2_i64..15));
    let act = prop_oneof![
        4 => (0..2_usize, from.clone(), length.clone()).prop_map(|(item, from, length)| Act::Give { item, from, length }),
        2 => (0..8_usize, from, length).prop_map(|(which, from, length)| Act::Edit { which, from, length }),
        2 => (0..8_usize).prop_map(|which| Act::Revoke { which }),
        1 => (0..8_usize).prop_map(|which| Act::TakeAway { which }),
        1 => (0..8_usize).prop_map(|which| Act::PutBack { which }),
        1 => (-3..6_i64).prop_map(Act::DaysGoBy),
    ];
    proptest::collection::vec(act, 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever is done in whatever order: on no day do two hold for the same item, and what was revoked holds
    /// neither today nor later.
    #[test]
    fn on_every_day_there_is_one_answer(acts in acts()) {
        let eva = person("eva");
        let bo = save(&eva, &named("Bo"));
        let items = [PermittedItem::Plan, PermittedItem::Homework];
        let mut ids: Vec<PermissionId> = Vec::new();
        let (start, mut now) = (day("2026-03-02"), day("2026-03-02"));
        for act in acts {
            let of = |which: usize| ids.get(which).copied().unwrap_or(PermissionId(NOBODY));
            // Refusals are fine: what is asked is that nothing wrong is ever taken.
            match act {
                Act::Give { item, from, length } => {
                    let from = start.plus(from);
                    let until = length.map(|l| from.plus(l));
                    let new = NewPermission { from: Some(from), until, ..may(bo, items[item]) };
                    if let Ok(changes) = eva.give_permission(&new) {
                        ids.push(PermissionId(made(&changes, "permission")));
                    }
                }
                Act::Edit { which, from, length } => {
                    let from = start.plus(from);
                    let until = length.map(|l| from.plus(l));
                    let _ = eva.edit_permission(of(which), &EditPermission { from, until, reason: String::new() });
                }
                Act::Revoke { which } => { let _ = eva.revoke_permission(of(which)); }
                Act::TakeAway { which } => { let _ = eva.remove("permission", of(which).0); }
                Act::PutBack { which } => { let _ = eva.put_back("permission", of(which).0); }
                Act::DaysGoBy(days) => {
                    now = now.plus(days);
                    eva.at(&format!("{now} 10:00"));
                }
            }
        }
        for n in -25..45 {
            let view = eva.permissions(start.plus(n)).unwrap();
            for item in items {
                prop_assert!(view.in_force.iter().filter(|p| p.item == item).count() <= 1);
            }
            for p in &view.in_force {
                prop_assert!(p.from <= view.day && p.until.is_none_or(|until| view.day <= until));
                prop_assert!(p.revoked_on.is_none_or(|revoked| view.day < revoked && view.day < now));
            }
        }
    }
}
