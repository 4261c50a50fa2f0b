//! What the scenarios in the other languages leave out: the records that are more than a list of fields.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod common;

use common::phone;
use handrail::clock::{CivilDate, CivilDateTime, CivilTime};
use handrail::error::{HandrailError, Reason};
use handrail::goals::{
    BeginAs, GoalEvent, GoalState, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep,
    NewStepResult, ShortTermGoalId, StepId, StepOutcome,
};
use handrail::reminders::{NotificationFact, NotificationId};
use handrail::settings::{CheckInRhythm, EditSettings, UsualSensitivity};
use handrail::signs::{NewCheckIn, NewWarningSign, SignRating, WarningSignId};
use handrail::usual::UsualState;
use handrail::{Changes, Handrail};

fn made(changes: &Changes) -> String {
    changes.records[0].id.0.clone()
}

fn goal(by_about: Option<Horizon>) -> NewLongTermGoal {
    NewLongTermGoal {
        title: "Work in a garden".into(),
        why: String::new(),
        how_will_we_know: String::new(),
        area: String::new(),
        who_can_help: String::new(),
        started: Some(CivilDate("2026-11-01".into())),
        by_about,
    }
}

fn step_of(phone: &Handrail) -> (LongTermGoalId, StepId) {
    let long = LongTermGoalId(made(&phone.save_long_term_goal(goal(None), BeginAs::Active).unwrap()));
    let short = NewShortTermGoal {
        goal: long.clone(),
        title: "Two mornings outside".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: None,
    };
    let short = ShortTermGoalId(made(&phone.save_short_term_goal(short, BeginAs::Active).unwrap()));
    let step = NewStep {
        goal: short,
        title: "Call the allotment".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Some(Horizon::Open),
        reminder_day: Some(CivilDate("2026-11-22".into())),
        reminder_time: Some(CivilTime("09:30".into())),
    };
    (long, StepId(made(&phone.save_step(step).unwrap())))
}

#[test]
fn a_horizon_left_out_is_suggested_and_a_bad_day_is_named() {
    let phone = phone();
    for (horizon, kept) in [
        (None, Some("2027-05-01")),
        (Some(Horizon::Suggested), Some("2027-05-01")),
        (Some(Horizon::Open), None),
        (Some(Horizon::About { day: CivilDate("2027-01-31".into()) }), Some("2027-01-31")),
    ] {
        phone.handrail.save_long_term_goal(goal(horizon), BeginAs::Active).unwrap();
        let newest = phone.handrail.goals().unwrap().goals.pop().unwrap();
        assert_eq!(newest.by_about.map(|day| day.0), kept.map(str::to_owned));
    }
    let bad = goal(Some(Horizon::About { day: CivilDate("2027-02-30".into()) }));
    let error = phone.handrail.save_long_term_goal(bad, BeginAs::Active).unwrap_err();
    assert_eq!(error, HandrailError::Invalid { field: "by_about".into(), reason: Reason::ImpossibleDate });
}

#[test]
fn the_history_of_a_goal_tells_its_reviews_from_its_steps() {
    let phone = phone();
    let (long, step) = step_of(&phone.handrail);
    let result = NewStepResult {
        step: step.clone(),
        result: StepOutcome::Done,
        what_helped: "Sam was there".into(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    phone.handrail.record_step(result).unwrap();
    let review = NewGoalReview {
        goal: long.clone(),
        session: None,
        progress: "It goes".into(),
        rating: Some(7),
        what_next: String::new(),
    };
    phone.handrail.record_goal_review(review).unwrap();
    let events = phone.handrail.goal_history(long).unwrap().events;
    let told: Vec<String> = events
        .iter()
        .map(|event| match event {
            GoalEvent::Review { review } => format!("{} {:?}", review.progress, review.rating),
            GoalEvent::Step { title, result } => format!("{title}: {}", result.what_helped),
        })
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&"It goes Some(7)".to_owned()) && told.contains(&"Call the allotment: Sam was there".into()));
    assert_eq!(format!("{:?}", events[0]), "GoalEvent(..)");
    let steps = phone.handrail.goals().unwrap().goals[0].short_term[0].steps.clone();
    assert_eq!((steps[0].state, steps[0].id.clone()), (GoalState::Reached, step));
}

#[test]
fn a_reminder_is_put_off_to_a_time_on_the_wall_and_never_into_the_past() {
    let phone = phone();
    step_of(&phone.handrail);
    let plan = phone.handrail.plan_notifications(10, vec![]).unwrap();
    assert_eq!(plan.set[0].civil.0, "2026-11-22T09:30");
    let id = plan.set[0].id.clone();
    let later = |at: &str| {
        phone.handrail.notification_fact(id.clone(), NotificationFact::Later, Some(CivilDateTime(at.into())))
    };
    for (at, reason) in [
        ("2026-11-20T10:00", Reason::ImpossibleDate),
        ("2026-11-22 10:00", Reason::ImpossibleDate),
        ("2026-11-22T25:00", Reason::ImpossibleDate),
    ] {
        assert_eq!(later(at).unwrap_err(), HandrailError::Invalid { field: "later".into(), reason }, "{at}");
    }
    later("2026-11-22T18:15").unwrap();
    let again = phone.handrail.plan_notifications(10, vec![]).unwrap();
    assert_eq!((again.set[0].id.clone(), again.set[0].civil.0.as_str()), (id, "2026-11-22T18:15"));
    let unknown = NotificationId("homework:not-an-id:2026-11-22".into());
    let error = phone.handrail.notification_fact(unknown, NotificationFact::Shown, None).unwrap_err();
    assert_eq!(error, HandrailError::Invalid { field: "notification".into(), reason: Reason::Malformed });
}

#[test]
fn settings_that_are_left_out_stay() {
    let phone = phone();
    let none = EditSettings {
        name: None,
        language: None,
        day_boundary_min: None,
        check_in_rhythm: None,
        usual_on: None,
        usual_sensitivity: None,
        lock_screen_words: None,
        demo: None,
        region: None,
        clinic_line_name: None,
        clinic_line_phone: None,
        clinic_line_hours: None,
    };
    let some = EditSettings { name: Some("Ana".into()), check_in_rhythm: Some(CheckInRhythm::Weekly), ..none.clone() };
    phone.handrail.save_settings(some).unwrap();
    assert!(phone.handrail.save_settings(none.clone()).unwrap().records.is_empty());
    phone.handrail.save_settings(EditSettings { usual_on: Some(true), ..none.clone() }).unwrap();
    let kept = phone.handrail.settings().unwrap();
    assert_eq!((kept.name.as_str(), kept.check_in_rhythm, kept.usual_on), ("Ana", CheckInRhythm::Weekly, true));
    assert_eq!((kept.usual_sensitivity, kept.day_boundary_min), (UsualSensitivity::Standard, 180));
    let error = phone.handrail.save_settings(EditSettings { day_boundary_min: Some(-1), ..none }).unwrap_err();
    let reason = Reason::OutOfRange { min: 0, max: 720 };
    assert_eq!(error, HandrailError::Invalid { field: "day_boundary_min".into(), reason });
}

#[test]
fn your_usual_crosses_whole_by_itself_and_cut_to_its_chart_on_the_screen() {
    let phone = phone();
    let sign = NewWarningSign {
        wording: "I sleep badly".into(),
        who_may_notice: String::new(),
        scale: 10,
        key_sign: true,
        emergency: false,
        days_before: String::new(),
        pattern: None,
        how_to_check: String::new(),
        high_is_good: false,
        list_id: String::new(),
    };
    let sign = WarningSignId(made(&phone.handrail.save_warning_sign(sign).unwrap()));
    assert!(phone.handrail.your_usual().unwrap().is_none(), "off until the person turns it on");
    let on = EditSettings {
        name: None,
        language: None,
        day_boundary_min: None,
        check_in_rhythm: Some(CheckInRhythm::Daily),
        usual_on: Some(true),
        usual_sensitivity: None,
        lock_screen_words: None,
        demo: None,
        region: None,
        clinic_line_name: None,
        clinic_line_phone: None,
        clinic_line_hours: None,
    };
    phone.handrail.save_settings(on).unwrap();
    for day in 0..100 {
        phone.clock.day.store(day, std::sync::atomic::Ordering::Relaxed);
        let ratings = vec![SignRating { sign: sign.clone(), rating: 2 + day % 3 }];
        phone.handrail.record_check_in(NewCheckIn { ratings, note: String::new() }).unwrap();
    }
    let whole = phone.handrail.your_usual().unwrap().unwrap();
    assert_eq!((whole.series.len(), whole.state.clone()), (100, UsualState::AboutUsual));
    assert_eq!((whole.series[0].day.0.as_str(), whole.series[99].day.0.as_str()), ("2026-11-21", "2027-02-28"));
    let compared = whole.series[99].comparison.as_ref().unwrap();
    assert!(compared.ratings > 0 && compared.line > 0.0 && !compared.high);
    let now = phone.handrail.signs().unwrap().usual.unwrap();
    assert_eq!((now.series.len(), &now.state, now.for_now), (84, &whole.state, whole.for_now));
    assert_eq!(now.series[83].day, whole.series[99].day);
    let today = phone.handrail.today().unwrap();
    assert_eq!(today.usual.map(|usual| usual.state), Some(UsualState::AboutUsual));
}
