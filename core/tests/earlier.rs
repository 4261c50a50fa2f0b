//! Looking back on what stood on Mia's sheets before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, made, person};
use handrail_core::Reason;
use handrail_core::ids::Id;
use handrail_core::people::contact::{
    ContactOutcome, ContactPracticeId, ContactTryId, NewContactPractice, NewContactTry,
};
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};

fn trigger(wording: &str, action: &str) -> NewPlanLine {
    NewPlanLine { action: action.into(), ..NewPlanLine::new(PlanPart::Triggers, 0, wording) }
}

fn earlier(mia: &Person, concept: &str, id: Id) -> Vec<String> {
    let words = mia.earlier_words(concept, id, 0).unwrap();
    words.into_iter().map(|e| format!("{}: {} (until {})", e.field, e.words, e.until)).collect()
}

#[test]
fn what_was_said_differently_is_there_field_by_field() {
    let mia = person("mia");
    let id = PlanLineId(made(&mia.add_plan_line(&trigger("rows", "")).unwrap(), "plan_line"));
    mia.edit_plan_line(id, &trigger("quarrels", "I walk")).unwrap();
    assert!(earlier(&mia, "plan_line", id.0).is_empty(), "put right at once is never kept");
    mia.at("2026-03-05 10:00").edit_plan_line(id, &trigger("quarrels at home", "I walk")).unwrap();
    mia.at("2026-03-07 02:00").edit_plan_line(id, &trigger("quarrels at home", "I call Bo")).unwrap();
    let both = ["action: I walk (until 2026-03-06)", "wording: quarrels (until 2026-03-05)"];
    assert_eq!(earlier(&mia, "plan_line", id.0), both);
    // Taken away it says nothing; put back, it says no more than before.
    mia.at("2026-03-08 10:00").remove_plan_line(id).unwrap();
    assert!(earlier(&mia, "plan_line", id.0).is_empty());
    mia.put_back_plan_line(id).unwrap();
    assert_eq!(earlier(&mia, "plan_line", id.0), both);
    mia.remove_for_good("plan_line", id.0).unwrap();
    assert!(earlier(&mia, "plan_line", id.0).is_empty());
}

#[test]
fn an_entry_that_was_put_right_says_what_it_said_first() {
    let mia = person("mia");
    let new = NewContactPractice { what: "call Bo".into(), ..NewContactPractice::default() };
    let practice = ContactPracticeId(made(&mia.save_contact_practice(&new).unwrap(), "contact_practice"));
    let went = |how: &str, result| NewContactTry { practice, role_play: false, result, how_it_went: how.into() };
    let tried = mia.record_contact_try(&went("badly", ContactOutcome::NotYet)).unwrap();
    let id = ContactTryId(made(&tried, "contact_try"));
    mia.at("2026-03-03 10:00").edit_contact_try(id, &went("he laughed, kindly", ContactOutcome::Partly)).unwrap();
    mia.at("2026-03-04 10:00").edit_contact_try(id, &went("he laughed, kindly", ContactOutcome::Done)).unwrap();
    assert_eq!(earlier(&mia, "contact_try", id.0), ["how_it_went: badly (until 2026-03-03)"]);
}

#[test]
fn a_line_that_was_changed_often_is_looked_back_on_fifty_at_a_time() {
    let mia = person("mia");
    let id = PlanLineId(made(&mia.add_plan_line(&trigger("0", "")).unwrap(), "plan_line"));
    for n in 1..=120 {
        mia.at(&format!("{} 10:00", common::day("2026-03-02").plus(n)));
        mia.edit_plan_line(id, &trigger(&n.to_string(), "")).unwrap();
    }
    let page = |skip| -> Vec<String> {
        mia.earlier_words("plan_line", id.0, skip).unwrap().into_iter().map(|e| e.words).collect()
    };
    let all: Vec<String> = (0..120).rev().map(|n| n.to_string()).collect();
    assert_eq!([page(0), page(50), page(100)].concat(), all);
    assert!(page(120).is_empty());
    assert!(mia.earlier_words("plan_line", NOBODY, 0).unwrap().is_empty());
    mia.refuses("concept", Reason::UnknownChoice, |h| h.earlier_words("op", id.0, 0));
}
