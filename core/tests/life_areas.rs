//! Areas of life: rated at a sitting, anything skipped, and a goal where a change is wanted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::goals::{BeginAs, GoalState, LongTermGoalId, NewLongTermGoal};
use handrail_core::life_areas::{
    Area, LifeAreaId, LifeAreaRatingId, LifeAreaSittingId, LifeAreaState, LifeAreaView, LifeAreasView,
    NewLifeAreaRating, WishToChange,
};

fn listed(id: &str) -> Area {
    Area::Listed(id.into())
}

fn rated(area: Area, rating: i64) -> NewLifeAreaRating {
    NewLifeAreaRating { area, rating: Some(rating), wish_to_change: None, note: String::new() }
}

fn skipped(area: Area) -> NewLifeAreaRating {
    NewLifeAreaRating { area, rating: None, wish_to_change: None, note: String::new() }
}

fn own(ana: &Person, name: &str) -> LifeAreaId {
    LifeAreaId(made(&ana.add_life_area(name).unwrap(), "life_area"))
}

fn of<'v>(view: &'v LifeAreasView, area: &Area) -> &'v LifeAreaView {
    view.areas.iter().find(|a| a.area == *area).unwrap()
}

fn newest_sitting(ana: &Person) -> LifeAreaSittingId {
    ana.life_area_sittings(None).unwrap()[0].sitting
}

#[test]
fn ana_rates_some_areas_skips_others_and_comes_back_to_the_rest() {
    let ana = person("ana");
    let garden = Area::Own(own(&ana, "the garden"));
    let work = NewLifeAreaRating {
        area: listed("work"),
        rating: Some(0),
        wish_to_change: Some(WishToChange::Yes),
        note: "nothing since spring".into(),
    };
    ana.rate_life_areas(None, &[work, skipped(listed("family"))]).unwrap();
    let view = ana.at("2026-03-04 22:00").life_areas().unwrap();
    let open = view.open.as_ref().expect("it was left before it came to all of them");
    assert_eq!(open.day, day("2026-03-02"));
    assert!(open.left.contains(&garden), "not asked yet");
    assert!(!open.left.contains(&listed("work")) && !open.left.contains(&listed("family")), "answered and skipped");

    let rest: Vec<NewLifeAreaRating> = open.left.iter().map(|area| rated(area.clone(), 1)).collect();
    ana.rate_life_areas(Some(open.sitting), &rest).unwrap();
    let view = ana.life_areas().unwrap();
    assert!(view.open.is_none(), "every area has been asked");
    assert_eq!(view.newest_day, Some(day("2026-03-02")));
    assert!(
        of(&view, &garden).name.text == "the garden" && of(&view, &garden).newest.as_ref().unwrap().rating == Some(1)
    );
    let sittings = ana.life_area_sittings(None).unwrap();
    assert_eq!(sittings.len(), 1, "one sitting on two days");
    assert_eq!(sittings[0].ratings.len(), 2 + rest.len());
    assert_eq!(sittings[0].ratings[0].note, "nothing since spring");
}

#[test]
fn a_low_rating_sets_nothing_off() {
    let ana = person("ana");
    let before = ana.today().unwrap();
    let all: Vec<_> = ["work", "family", "mental_health"].iter().map(|id| rated(listed(id), 0)).collect();
    let changes = ana.rate_life_areas(None, &all).unwrap();
    assert!(changes.records.iter().all(|c| c.concept == "life_area_rating"), "ratings and nothing else");
    let after = ana.today().unwrap();
    assert!(before.now == after.now && after.proposals_waiting == 0 && after.talk_about_open == 0);
    assert!(ana.goals().unwrap().goals.is_empty());
}

#[test]
fn an_answer_given_again_at_the_same_sitting_takes_the_place_of_the_first() {
    let ben = person("ben");
    ben.rate_life_areas(None, &[rated(listed("work"), 0)]).unwrap();
    let sitting = newest_sitting(&ben);
    ben.at("2026-03-02 11:00").rate_life_areas(Some(sitting), &[rated(listed("work"), 2)]).unwrap();
    let history = ben.life_area_history(&listed("work"), None).unwrap().ratings;
    assert!(history.len() == 1 && history[0].rating == Some(2));
    assert_eq!(ben.count("revision"), 1);

    ben.at("2026-06-02 11:00").rate_life_areas(None, &[rated(listed("work"), 1)]).unwrap();
    ben.at("2026-09-02 11:00").rate_life_areas(None, &[skipped(listed("work"))]).unwrap();
    let history = ben.life_area_history(&listed("work"), None).unwrap().ratings;
    assert_eq!(history.iter().map(|r| r.rating).collect::<Vec<_>>(), [Some(1), Some(2)], "skipping says nothing");
    assert!(of(&ben.life_areas().unwrap(), &listed("work")).newest.as_ref().unwrap().rating == Some(1));
    assert_eq!(ben.life_area_sittings(None).unwrap().len(), 3);

    let id = history[0].id;
    ben.edit_life_area_rating(id, &rated(listed("work"), 2)).unwrap();
    assert_eq!(ben.life_area_history(&listed("work"), None).unwrap().ratings[0].rating, Some(2));
    ben.refuses("area", Reason::WrongState, |h| h.edit_life_area_rating(id, &rated(listed("family"), 2)));
}

#[test]
fn a_goal_that_comes_of_an_area_names_the_change_and_both_know_each_other() {
    let ana = person("ana");
    let garden = own(&ana, "the garden");
    ana.rate_life_areas(None, &[rated(Area::Own(garden), 0), rated(listed("work"), 0)]).unwrap();
    let rating = ana.life_area_history(&Area::Own(garden), None).unwrap().ratings[0].id;
    let wish = NewLongTermGoal {
        title: "grow my own tomatoes".into(),
        area: "the garden".into(),
        ..NewLongTermGoal::default()
    };
    let goal = LongTermGoalId(made(&ana.goal_from_area(rating, &wish, BeginAs::Idea).unwrap(), "long_term_goal"));
    assert!(ana.life_area_history(&Area::Own(garden), None).unwrap().ratings[0].goal == Some(goal));
    let sheet = ana.goal_sheet(goal).unwrap();
    assert!(sheet.goal.title == "grow my own tomatoes" && sheet.goal.state == GoalState::Idea);
    assert!(sheet.more.life_area == Some(Area::Own(garden)));
    assert!(sheet.came_of.unwrap().id == rating);

    let work = ana.life_area_history(&listed("work"), None).unwrap().ratings[0].id;
    let goal = LongTermGoalId(made(&ana.goal_from_area(work, &wish, BeginAs::Active).unwrap(), "long_term_goal"));
    assert!(ana.goal_sheet(goal).unwrap().more.life_area == Some(listed("work")));

    ana.finds_nothing(|h| h.goal_from_area(LifeAreaRatingId(NOBODY), &wish, BeginAs::Idea));
    let wordless = NewLongTermGoal::default();
    ana.refuses("title", Reason::Empty, |h| h.goal_from_area(rating, &wordless, BeginAs::Idea));
}

#[test]
fn areas_of_ones_own_are_renamed_set_aside_and_taken_up_again_with_their_ratings() {
    let ana = person("ana");
    let garden = own(&ana, " the garden ");
    let cats = own(&ana, "cats");
    ana.rate_life_areas(None, &[rated(Area::Own(garden), 1)]).unwrap();
    ana.rename_life_area(garden, "the allotment").unwrap();
    ana.set_life_area_state(garden, LifeAreaState::Drop).unwrap();
    let view = ana.life_areas().unwrap();
    let mine: Vec<&str> =
        view.areas.iter().filter(|a| matches!(a.area, Area::Own(_))).map(|a| a.name.text.as_str()).collect();
    assert_eq!(mine, ["cats"]);
    assert!(view.set_aside.len() == 1 && view.set_aside[0].name == "the allotment");
    assert_eq!(ana.life_area_history(&Area::Own(garden), None).unwrap().ratings.len(), 1);
    ana.set_life_area_state(garden, LifeAreaState::Keep).unwrap();
    let view = ana.life_areas().unwrap();
    assert!(of(&view, &Area::Own(garden)).newest.is_some() && of(&view, &Area::Own(cats)).newest.is_none());
}

#[test]
fn the_areas_come_up_again_after_as_many_months_as_the_person_says() {
    let ana = person("ana");
    ana.rate_life_areas(None, &[rated(listed("work"), 1)]).unwrap();
    let view = ana.life_areas().unwrap();
    assert!(view.repeat_months.is_none() && view.again_on.is_none() && !view.offer_again, "never, until they say so");
    ana.set_life_areas_repeat(Some(3)).unwrap();
    assert_eq!(ana.life_areas().unwrap().again_on, Some(day("2026-06-02")));
    assert!(!ana.at("2026-06-01 12:00").life_areas().unwrap().offer_again);
    let view = ana.at("2026-06-02 12:00").life_areas().unwrap();
    assert!(view.offer_again && view.open.is_none(), "an old sitting is not taken up again");
    ana.rate_life_areas(None, &[rated(listed("work"), 2)]).unwrap();
    assert_eq!(ana.life_areas().unwrap().again_on, Some(day("2026-09-02")));
    ana.set_life_areas_repeat(None).unwrap();
    assert!(ana.life_areas().unwrap().repeat_months.is_none());
    for months in [0, 25, -1] {
        let limits = Reason::OutOfRange { min: 1, max: 24 };
        ana.refuses("months", limits, |h| h.set_life_areas_repeat(Some(months)));
    }
}

#[test]
fn histories_are_paged() {
    let ana = person("ana");
    for n in 0..130 {
        ana.rate_life_areas(None, &[rated(listed("work"), n % 3)]).unwrap();
    }
    let mut page = ana.life_area_history(&listed("work"), None).unwrap().ratings;
    let mut ids = std::collections::BTreeSet::new();
    while let Some(last) = page.last().map(|r| r.id) {
        assert!(page.len() <= 50);
        ids.extend(page.iter().map(|r| r.id));
        page = ana.life_area_history(&listed("work"), Some(last)).unwrap().ratings;
    }
    assert_eq!(ids.len(), 130);
    let mut sittings = 0;
    let mut page = ana.life_area_sittings(None).unwrap();
    while let Some(last) = page.last().map(|s| s.sitting) {
        assert!(page.len() <= 20);
        sittings += page.len();
        page = ana.life_area_sittings(Some(last)).unwrap();
    }
    assert_eq!(sittings, 130);
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let garden = own(&ana, "the garden");
    ana.rate_life_areas(None, &[rated(listed("work"), 1)]).unwrap();
    let sitting = newest_sitting(&ana);
    ana.refuses("ratings", Reason::Empty, |h| h.rate_life_areas(None, &[]));
    ana.refuses("ratings", Reason::Malformed, |h| {
        h.rate_life_areas(None, &[rated(listed("work"), 1), rated(listed("work"), 2)])
    });
    ana.refuses("sitting", Reason::UnknownId, |h| {
        h.rate_life_areas(Some(LifeAreaSittingId(NOBODY)), &[rated(listed("work"), 1)])
    });
    let note = NewLifeAreaRating { note: long(8001), ..rated(listed("work"), 1) };
    for (field, reason, new) in [
        ("rating", Reason::OutOfRange { min: 0, max: 2 }, rated(listed("work"), 3)),
        ("rating", Reason::OutOfRange { min: 0, max: 2 }, rated(listed("work"), -1)),
        ("area", Reason::UnknownId, rated(Area::Own(LifeAreaId(NOBODY)), 1)),
        ("area", Reason::UnknownId, rated(listed("no_such_area"), 1)),
        ("area", Reason::Malformed, rated(listed("Work"), 1)),
        ("area", Reason::Empty, rated(listed(" "), 1)),
        ("note", Reason::TooLong { limit: 8000 }, note),
    ] {
        ana.refuses(field, reason, |h| h.rate_life_areas(None, std::slice::from_ref(&new)));
        // The one that could be kept is not kept either.
        ana.refuses(field, reason, |h| h.rate_life_areas(Some(sitting), &[rated(listed("family"), 1), new.clone()]));
    }
    ana.refuses("area", Reason::UnknownId, |h| h.life_area_history(&Area::Own(LifeAreaId(NOBODY)), None));
    ana.finds_nothing(|h| h.edit_life_area_rating(LifeAreaRatingId(NOBODY), &rated(listed("work"), 1)));

    ana.refuses("name", Reason::Empty, |h| h.add_life_area("  "));
    ana.refuses("name", Reason::TooLong { limit: 280 }, |h| h.add_life_area(&long(281)));
    ana.refuses("name", Reason::Empty, |h| h.rename_life_area(garden, ""));
    ana.refuses("name", Reason::TooLong { limit: 280 }, |h| h.rename_life_area(garden, &long(281)));
    ana.finds_nothing(|h| h.rename_life_area(LifeAreaId(NOBODY), "x"));
    ana.finds_nothing(|h| h.set_life_area_state(LifeAreaId(NOBODY), LifeAreaState::Keep));
    for n in 1..30 {
        own(&ana, &format!("area {n}"));
    }
    ana.refuses("name", Reason::TooMany { limit: 30 }, |h| h.add_life_area("one more"));
    ana.set_life_area_state(garden, LifeAreaState::Drop).unwrap();
    own(&ana, &long(280));
    ana.refuses("name", Reason::TooMany { limit: 30 }, |h| h.set_life_area_state(garden, LifeAreaState::Keep));
}

#[test]
fn an_area_stands_while_ratings_hang_on_it() {
    let ana = person("ana");
    let garden = own(&ana, "the garden");
    ana.rate_life_areas(None, &[rated(Area::Own(garden), 1), rated(listed("work"), 1)]).unwrap();
    ana.refuses("id", Reason::WrongState, |h| h.remove("life_area", garden.0));
    let rating = ana.life_area_history(&Area::Own(garden), None).unwrap().ratings[0].id;
    let work = ana.life_area_history(&listed("work"), None).unwrap().ratings[0].id;
    ana.remove("life_area_rating", work.0).unwrap();
    ana.put_back("life_area_rating", work.0).unwrap();
    ana.remove_for_good("life_area_rating", rating.0).unwrap();
    ana.remove_for_good("life_area", garden.0).unwrap();
    assert!(ana.tables_with("the garden").is_empty());
}
