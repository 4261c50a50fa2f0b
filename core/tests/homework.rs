//! Homework: each day its own, any try counts, "later" is never "no".
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person, time};
use handrail_core::Reason;
use handrail_core::homework::{
    HomeworkId, HomeworkItem, HomeworkOutcome, HomeworkResultId, HomeworkState, HowOften, NewHomework,
    NewHomeworkResult, Obstacle, Origin,
};

fn walk(how_often: HowOften) -> NewHomework {
    NewHomework {
        title: "a walk round the block".into(),
        module: "Coping with stress".into(),
        why: "it calms me".into(),
        goal: None,
        what_exactly: "ten minutes".into(),
        where_words: "the park".into(),
        with_whom: "Cara".into(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: Some(8),
        smaller_version: "to the corner".into(),
        how_often,
        first_day: None,
        by_about: None,
        reminder_time: Some(time("09:30")),
        module_id: String::new(),
        option_id: String::new(),
    }
}

fn save(person: &Person, new: &NewHomework) -> HomeworkId {
    HomeworkId(made(&person.save_homework(new).unwrap(), "homework"))
}

fn said(homework: HomeworkId, occurrence: &str, result: HomeworkOutcome) -> NewHomeworkResult {
    NewHomeworkResult {
        homework,
        occurrence: day(occurrence),
        result,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: None,
    }
}

fn only_due(person: &Person) -> Option<HomeworkItem> {
    let view = person.homework().unwrap();
    assert!(view.due.len() <= 1);
    view.due.into_iter().next()
}

#[test]
fn a_daily_homework_is_for_today_and_an_unanswered_day_blocks_nothing() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Daily));
    assert_eq!(only_due(&ana).unwrap().occurrence, Some(day("2026-03-02")));
    // Nothing is said on Monday and Tuesday: Wednesday is for Wednesday.
    ana.at("2026-03-04 10:00");
    let item = only_due(&ana).unwrap();
    assert!(item.occurrence == Some(day("2026-03-04")) && item.newest.is_none() && !item.offer_smaller);
    let result = NewHomeworkResult {
        smaller: true,
        obstacle: Some(Obstacle::TooBig),
        note: "to the corner".into(),
        helpfulness: Some(3),
        ..said(id, "2026-03-04", HomeworkOutcome::Partly)
    };
    ana.record_homework(&result).unwrap();
    let view = ana.homework().unwrap();
    assert!(view.due.is_empty() && view.coming[0].next_day == Some(day("2026-03-05")));
    let newest = view.coming[0].newest.clone().unwrap();
    assert!(newest.smaller && newest.obstacle == Some(Obstacle::TooBig) && newest.helpfulness == Some(3));
    // Monday can still be answered; it is its own row.
    ana.record_homework(&said(id, "2026-03-02", HomeworkOutcome::Done)).unwrap();
    let all = ana.homework_results(id).unwrap();
    assert_eq!(all.iter().map(|r| r.occurrence).collect::<Vec<_>>(), [day("2026-03-04"), day("2026-03-02")]);
    assert_eq!(all[1].day, day("2026-03-04"), "written on Wednesday");
}

#[test]
fn a_weekly_homework_may_be_done_until_the_next_one_comes() {
    let ben = person("ben");
    let id = save(&ben, &walk(HowOften::Weekly));
    ben.at("2026-03-05 10:00");
    assert_eq!(only_due(&ben).unwrap().occurrence, Some(day("2026-03-02")), "Monday's waits on Thursday");
    ben.record_homework(&said(id, "2026-03-05", HomeworkOutcome::Done)).unwrap();
    assert_eq!(ben.homework_results(id).unwrap()[0].occurrence, day("2026-03-02"));
    assert_eq!(ben.homework().unwrap().coming[0].next_day, Some(day("2026-03-09")));
    ben.at("2026-03-09 02:59");
    assert!(only_due(&ben).is_none(), "the night still belongs to Sunday");
    ben.at("2026-03-09 03:00");
    assert_eq!(only_due(&ben).unwrap().occurrence, Some(day("2026-03-09")));
}

#[test]
fn a_homework_for_once_comes_back_until_it_is_done() {
    let ana = person("ana");
    let id = save(&ana, &NewHomework { first_day: Some(day("2026-03-03")), ..walk(HowOften::Once) });
    assert!(only_due(&ana).is_none());
    assert_eq!(ana.homework().unwrap().coming[0].next_day, Some(day("2026-03-03")));
    ana.at("2026-03-05 10:00");
    ana.record_homework(&said(id, "2026-03-05", HomeworkOutcome::NotYet)).unwrap();
    assert!(only_due(&ana).is_none(), "answered for today");
    ana.at("2026-03-06 10:00");
    assert_eq!(only_due(&ana).unwrap().occurrence, Some(day("2026-03-03")));
    let done = ana.record_homework(&said(id, "2026-03-03", HomeworkOutcome::Done)).unwrap();
    let view = ana.homework().unwrap();
    assert!(view.due.is_empty() && view.coming.is_empty() && view.past[0].state == HomeworkState::Finished);
    assert_eq!(ana.homework_results(id).unwrap().len(), 2, "not yet on Thursday, done on Friday");

    let done = HomeworkResultId(made(&done, "homework_result"));
    ana.edit_homework_result(done, &said(id, "2026-03-03", HomeworkOutcome::Partly)).unwrap();
    assert!(ana.homework().unwrap().coming[0].state == HomeworkState::Active, "taken back, so it is open again");
}

#[test]
fn a_double_tap_is_one_answer_and_a_changed_mind_keeps_the_earlier_one() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Daily));
    let done = said(id, "2026-03-02", HomeworkOutcome::Done);
    ana.record_homework(&done).unwrap();
    let before = ana.rows();
    assert!(ana.record_homework(&done).unwrap().records.is_empty());
    assert_eq!(ana.rows(), before);
    ana.record_homework(&said(id, "2026-03-02", HomeworkOutcome::Partly)).unwrap();
    let all = ana.homework_results(id).unwrap();
    assert!(all.len() == 1 && all[0].result == HomeworkOutcome::Partly);
}

#[test]
fn not_today_is_for_today_only() {
    let ben = person("ben");
    let id = save(&ben, &walk(HowOften::Weekly));
    ben.record_homework(&said(id, "2026-03-02", HomeworkOutcome::NotToday)).unwrap();
    assert!(only_due(&ben).is_none());
    ben.at("2026-03-03 10:00");
    assert!(only_due(&ben).is_some(), "tomorrow it may be asked again");
    ben.record_homework(&said(id, "2026-03-02", HomeworkOutcome::Done)).unwrap();
    assert_eq!(ben.homework_results(id).unwrap().len(), 2);
    ben.at("2026-03-04 10:00");
    assert!(only_due(&ben).is_none());
}

#[test]
fn after_two_not_yets_in_a_row_something_smaller_is_offered_once() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Daily));
    let say = |on: &str, result| {
        ana.at(&format!("{on} 10:00")).record_homework(&said(id, on, result)).unwrap();
        ana.homework().unwrap().coming[0].offer_smaller
    };
    assert!(!say("2026-03-02", HomeworkOutcome::NotYet));
    assert!(!say("2026-03-03", HomeworkOutcome::NotToday), "not today counts for nothing");
    // Wednesday passes without an answer: that counts for nothing either.
    assert!(say("2026-03-05", HomeworkOutcome::NotYet), "the second answer in a row");
    assert!(say("2026-03-06", HomeworkOutcome::NotToday));
    assert!(!say("2026-03-07", HomeworkOutcome::NotYet), "offered once");
    assert!(!say("2026-03-08", HomeworkOutcome::Partly));
    assert!(!say("2026-03-09", HomeworkOutcome::NotYet));
    assert!(say("2026-03-10", HomeworkOutcome::NotYet));
    ana.edit_homework(id, &NewHomework { what_exactly: "five minutes".into(), ..walk(HowOften::Daily) }).unwrap();
    assert!(!ana.homework().unwrap().coming[0].offer_smaller, "it was made smaller");
    assert!(!say("2026-03-11", HomeworkOutcome::NotYet), "the counting starts anew");
    assert!(say("2026-03-12", HomeworkOutcome::NotYet));
}

#[test]
fn low_confidence_suggests_making_it_smaller() {
    let ana = person("ana");
    for (confidence, suggests) in [(None, false), (Some(7), false), (Some(6), true), (Some(0), true)] {
        let id = save(&ana, &NewHomework { confidence, ..walk(HowOften::Daily) });
        let view = ana.homework().unwrap();
        let item = view.due.iter().find(|h| h.id == id).unwrap();
        assert_eq!(item.suggest_smaller, suggests, "{confidence:?}");
    }
}

#[test]
fn homework_rests_and_comes_back_and_one_that_has_run_out_lies_behind() {
    let ben = person("ben");
    let new = NewHomework { by_about: Some(day("2026-03-04")), ..walk(HowOften::Daily) };
    let id = save(&ben, &new);
    ben.set_homework_state(id, HomeworkState::Paused).unwrap();
    assert!(ben.homework().unwrap().resting[0].id == id && only_due(&ben).is_none());
    ben.set_homework_state(id, HomeworkState::Active).unwrap();
    assert!(only_due(&ben).is_some());
    ben.at("2026-03-04 10:00");
    assert!(only_due(&ben).unwrap().next_day.is_none(), "its last day");
    ben.at("2026-03-05 10:00");
    let view = ben.homework().unwrap();
    assert!(view.due.is_empty() && view.coming.is_empty() && view.past[0].id == id);
    ben.edit_homework(id, &NewHomework { by_about: None, ..new }).unwrap();
    let item = only_due(&ben).unwrap();
    assert!(item.occurrence == Some(day("2026-03-05")) && item.first_day == day("2026-03-02"));
    for state in [HomeworkState::Finished, HomeworkState::LetGo] {
        ben.set_homework_state(id, state).unwrap();
        assert!(ben.homework().unwrap().past[0].state == state);
    }
}

#[test]
fn the_clock_may_go_back_and_the_zone_may_change() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Daily));
    ana.at("2026-03-05 10:00").record_homework(&said(id, "2026-03-05", HomeworkOutcome::Done)).unwrap();
    // The phone's clock was three days ahead and is put right.
    ana.at("2026-03-02 12:00");
    assert_eq!(only_due(&ana).unwrap().occurrence, Some(day("2026-03-02")));
    ana.record_homework(&said(id, "2026-03-02", HomeworkOutcome::Done)).unwrap();
    assert_eq!(ana.homework_results(id).unwrap().len(), 2, "nothing is lost");
    ana.refuses("occurrence", Reason::ImpossibleDate, |h| {
        h.record_homework(&said(id, "2026-03-05", HomeworkOutcome::Partly))
    });
    ana.clock.travel("Pacific/Auckland");
    ana.at("2026-03-03 09:00");
    assert_eq!(only_due(&ana).unwrap().occurrence, Some(day("2026-03-03")));
}

#[test]
fn homework_that_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Weekly));
    let with = |change: fn(&mut NewHomework)| {
        let mut new = walk(HowOften::Daily);
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("title", Reason::Empty, with(|h| h.title = "\t".into())),
        ("title", Reason::TooLong { limit: 280 }, with(|h| h.title = long(281))),
        ("module", Reason::TooLong { limit: 280 }, with(|h| h.module = long(281))),
        ("why", Reason::TooLong { limit: 8000 }, with(|h| h.why = long(8001))),
        ("goal", Reason::UnknownId, with(|h| h.goal = Some(NOBODY))),
        ("what_exactly", Reason::TooLong { limit: 8000 }, with(|h| h.what_exactly = long(8001))),
        ("where_words", Reason::TooLong { limit: 280 }, with(|h| h.where_words = long(281))),
        ("with_whom", Reason::TooLong { limit: 280 }, with(|h| h.with_whom = long(281))),
        ("worksheet", Reason::TooLong { limit: 280 }, with(|h| h.worksheet = long(281))),
        ("confidence", Reason::OutOfRange { min: 0, max: 10 }, with(|h| h.confidence = Some(11))),
        ("smaller_version", Reason::TooLong { limit: 8000 }, with(|h| h.smaller_version = long(8001))),
        ("first_day", Reason::ImpossibleDate, with(|h| h.first_day = Some(day("2136-01-01")))),
        ("by_about", Reason::ImpossibleDate, with(|h| h.by_about = Some(day("2136-01-01")))),
        ("by_about", Reason::ImpossibleDate, with(|h| h.by_about = Some(day("2026-03-01")))),
    ] {
        ana.refuses(field, reason, |h| h.save_homework(&new));
        ana.refuses(field, reason, |h| h.edit_homework(id, &new));
    }
    ana.finds_nothing(|h| h.edit_homework(HomeworkId(NOBODY), &walk(HowOften::Once)));
    ana.finds_nothing(|h| h.set_homework_state(HomeworkId(NOBODY), HomeworkState::Paused));

    let kept = ana.record_homework(&said(id, "2026-03-02", HomeworkOutcome::Done)).unwrap();
    let kept = HomeworkResultId(made(&kept, "homework_result"));
    let ok = said(id, "2026-03-02", HomeworkOutcome::Done);
    for (field, reason, new) in [
        ("homework", Reason::UnknownId, NewHomeworkResult { homework: HomeworkId(NOBODY), ..ok.clone() }),
        ("occurrence", Reason::ImpossibleDate, said(id, "2026-03-01", HomeworkOutcome::Done)),
        ("occurrence", Reason::ImpossibleDate, said(id, "2026-03-03", HomeworkOutcome::Done)),
        ("note", Reason::TooLong { limit: 8000 }, NewHomeworkResult { note: long(8001), ..ok.clone() }),
        (
            "helpfulness",
            Reason::OutOfRange { min: 0, max: 4 },
            NewHomeworkResult { helpfulness: Some(5), ..ok.clone() },
        ),
        (
            "helpfulness",
            Reason::OutOfRange { min: 0, max: 4 },
            NewHomeworkResult { helpfulness: Some(-1), ..ok.clone() },
        ),
    ] {
        ana.refuses(field, reason, |h| h.record_homework(&new));
        ana.refuses(field, reason, |h| h.edit_homework_result(kept, &new));
    }
    ana.finds_nothing(|h| h.edit_homework_result(HomeworkResultId(NOBODY), &ok));
}

#[test]
fn a_homework_of_the_pack_keeps_where_it_came_from_and_no_other_id_is_taken() {
    let ana = person("ana");
    let made_from = |module: &str, option: &str| NewHomework {
        module_id: module.into(),
        option_id: option.into(),
        ..walk(HowOften::Daily)
    };
    let id = save(&ana, &made_from("recovery", "first_step"));
    let item = only_due(&ana).unwrap();
    assert_eq!((item.module_id.as_str(), item.option_id.as_str()), ("recovery", "first_step"));
    for (field, reason, new) in [
        ("module_id", Reason::UnknownId, made_from("no_such_module", "")),
        ("module_id", Reason::Malformed, made_from("Recovery", "")),
        ("module_id", Reason::TooLong { limit: 64 }, made_from(&"x".repeat(65), "")),
        ("option_id", Reason::UnknownId, made_from("", "no_such_option")),
        ("option_id", Reason::Malformed, made_from("", "a b")),
    ] {
        ana.refuses(field, reason, |h| h.save_homework(&new));
        ana.refuses(field, reason, |h| h.edit_homework(id, &new));
    }
    ana.edit_homework(id, &made_from("", "")).unwrap();
    assert!(only_due(&ana).unwrap().module_id.is_empty());
}
