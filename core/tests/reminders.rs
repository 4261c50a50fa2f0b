//! Reminders: asked for once, answered once, never in a burst.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use chrono::NaiveDateTime;
use common::{NOBODY, Person, day, made, person, time};
use handrail_core::Reason;
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult, ShortTermGoalId,
    StepId, StepOutcome,
};
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HomeworkState, HowOften, NewHomework, NewHomeworkResult, Origin,
};
use handrail_core::reminders::{Held, NotificationFact, NotificationId, NotificationPlan};

fn walk(how_often: HowOften, at: &str) -> NewHomework {
    NewHomework {
        title: "a walk".into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::SelfChosen,
        confidence: None,
        smaller_version: String::new(),
        how_often,
        first_day: None,
        by_about: None,
        reminder_time: Some(time(at)),
        module_id: String::new(),
        option_id: String::new(),
    }
}

fn save(p: &Person, new: &NewHomework) -> HomeworkId {
    HomeworkId(made(&p.save_homework(new).unwrap(), "homework"))
}

fn say(p: &Person, homework: HomeworkId, on: &str, result: HomeworkOutcome) {
    let new = NewHomeworkResult {
        homework,
        occurrence: day(on),
        result,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: None,
    };
    p.record_homework(&new).unwrap();
}

fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// What the phone's system holds after it did as it was told.
fn follow(held: &mut Vec<Held>, plan: &NotificationPlan) {
    held.retain(|h| !plan.cancel.contains(&h.id));
    for n in &plan.set {
        held.retain(|h| h.id != n.id);
        held.push(Held::from(n));
    }
}

fn times(plan: &NotificationPlan) -> Vec<String> {
    plan.set.iter().map(|n| n.civil.format("%m-%d %H:%M").to_string()).collect()
}

#[test]
fn a_step_is_reminded_of_once_and_not_after_it_was_answered() {
    let ana = person("ana");
    let goal = NewLongTermGoal { title: "a garden".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(made(&ana.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    let part = NewShortTermGoal {
        goal,
        title: "know what grows".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Suggested,
    };
    let part = ShortTermGoalId(made(&ana.save_short_term_goal(&part, BeginAs::Active).unwrap(), "short_term_goal"));
    let new = NewStep {
        goal: part,
        title: "look at seeds".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Suggested,
        reminder_day: Some(day("2026-03-05")),
        reminder_time: Some(time("16:30")),
    };
    let step = StepId(made(&ana.save_step(&new).unwrap(), "step"));
    assert_eq!(times(&ana.plan_notifications(64, &[]).unwrap()), ["03-05 16:30"]);
    let answer = |result| NewStepResult {
        step,
        result,
        what_helped: String::new(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    ana.record_step(&answer(StepOutcome::Partly)).unwrap();
    assert_eq!(
        times(&ana.plan_notifications(64, &[]).unwrap()),
        ["03-05 16:30"],
        "said on Monday: Thursday still stands"
    );
    ana.at("2026-03-05 09:00").record_step(&answer(StepOutcome::Partly)).unwrap();
    assert!(ana.plan_notifications(64, &[]).unwrap().set.is_empty());
}

#[test]
fn an_occurrence_put_off_by_days_is_not_forgotten() {
    let ben = person("ben");
    let call = save(&ben, &walk(HowOften::Weekly, "18:00"));
    let plan = ben.plan_notifications(1, &[]).unwrap();
    assert_eq!(times(&plan), ["03-02 18:00"]);
    let id = plan.set[0].id.clone();
    ben.at("2026-03-02 18:05")
        .notification_fact(&id, NotificationFact::Later, Some(civil("2026-03-06 12:00")))
        .unwrap();
    let mut held = Vec::new();
    for now in ["2026-03-02 18:06", "2026-03-03 10:00", "2026-03-05 10:00", "2026-03-06 11:59"] {
        let plan = ben.at(now).plan_notifications(1, &held).unwrap();
        follow(&mut held, &plan);
        assert_eq!((held.len(), &held[0].id, held[0].civil), (1, &id, civil("2026-03-06 12:00")), "{now}");
    }
    // Answered in the app before it comes: nothing comes.
    say(&ben, call, "2026-03-02", HomeworkOutcome::Done);
    assert!(ben.plan_notifications(1, &held).unwrap().cancel.contains(&id));
    let next = ben.at("2026-03-06 12:01").plan_notifications(1, &[]).unwrap();
    assert_eq!(times(&next), ["03-09 18:00"]);
}

#[test]
fn later_without_a_time_is_an_hour_also_where_the_clock_changes() {
    for (zone, day, tapped, comes, utc) in [
        ("Europe/London", "2026-03-02", "2026-03-02 12:05", "03-02 13:05", "2026-03-02 13:05"),
        // At one the clocks go to two.
        ("Europe/London", "2026-03-29", "2026-03-29 00:30", "03-29 02:30", "2026-03-29 01:30"),
        // At two they go back to one: half past one comes twice, and its second time has no name.
        ("Europe/London", "2026-10-25", "2026-10-25 01:30", "10-25 02:30", "2026-10-25 02:30"),
    ] {
        let ben = person("ben");
        ben.clock.travel(zone);
        let own = ben.at(&format!("{day} 00:00"));
        save(own, &walk(HowOften::Daily, "00:10"));
        let id = own.plan_notifications(1, &[]).unwrap().set[0].id.clone();
        let changed = own.at(tapped).notification_fact(&id, NotificationFact::Later, None);
        changed.unwrap();
        let next = ben.plan_notifications(1, &[]).unwrap();
        assert_eq!(times(&next), [comes], "{day}");
        assert_eq!(next.set[0].instant_ms, civil(utc).and_utc().timestamp_millis(), "{day}");
    }
}

#[test]
fn the_same_fact_twice_is_one_fact() {
    let ben = person("ben");
    save(&ben, &walk(HowOften::Daily, "18:00"));
    let id = ben.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    for _ in 0..2 {
        ben.notification_fact(&id, NotificationFact::NotToday, None).unwrap();
        assert_eq!(ben.count("reminder_fact"), 1);
    }
    ben.notification_fact(&id, NotificationFact::Shown, None).unwrap();
    ben.notification_fact(&id, NotificationFact::CouldNotBeSet, None).unwrap();
    assert_eq!(times(&ben.plan_notifications(1, &[]).unwrap()), ["03-03 18:00"], "not today stays not today");
    assert_eq!(ben.count("homework_result"), 0, "and is no answer about the homework");
}

#[test]
fn every_number_of_days_in_a_drawer_leads_to_a_plan_and_never_to_a_burst() {
    let ana = person("ana");
    let rests = save(&ana, &walk(HowOften::Daily, "08:00"));
    save(&ana, &walk(HowOften::Daily, "09:00"));
    let mut held = Vec::new();
    for now in ["2026-03-02 10:00", "2026-03-03 08:30", "2026-03-20 10:00", "2026-07-01 10:00", "2026-03-01 10:00"] {
        let plan = ana.at(now).plan_notifications(6, &held).unwrap();
        follow(&mut held, &plan);
        assert!(held.len() <= 6 && plan.set.iter().all(|n| n.instant_ms > ana.clock.ms()), "{now}");
        let again = ana.plan_notifications(6, &held).unwrap();
        assert!(again.set.is_empty() && again.cancel.is_empty(), "{now}");
    }
    ana.at("2026-03-02 10:00").set_homework_state(rests, HomeworkState::Paused).unwrap();
    let plan = ana.plan_notifications(3, &[]).unwrap();
    assert_eq!(times(&plan), ["03-03 09:00", "03-04 09:00", "03-05 09:00"], "what rests is not reminded of");
}

#[test]
fn a_reminder_travels_with_the_phone() {
    let ana = person("ana");
    save(&ana, &walk(HowOften::Daily, "18:00"));
    let at_home = ana.plan_notifications(1, &[]).unwrap();
    ana.clock.travel("America/New_York");
    ana.at("2026-03-02 05:00");
    let away = ana.plan_notifications(1, &[]).unwrap();
    assert_eq!(times(&at_home), times(&away), "six in the evening, wherever that is");
    assert_eq!(away.set[0].instant_ms - at_home.set[0].instant_ms, 5 * 3_600_000);
}

#[test]
fn facts_that_cannot_be_are_refused() {
    let ana = person("ana");
    let id = save(&ana, &walk(HowOften::Daily, "18:00"));
    let notification = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    let later = |id: &NotificationId, at| (id.clone(), NotificationFact::Later, at);
    for (field, reason, (id, fact, at)) in [
        ("later", Reason::ImpossibleDate, later(&notification, Some(civil("2026-03-02 09:59")))),
        ("later", Reason::ImpossibleDate, later(&notification, Some(civil("9999-12-31 09:59")))),
        ("later", Reason::WrongState, (notification.clone(), NotificationFact::Shown, Some(civil("2026-03-03 09:00")))),
    ] {
        ana.refuses(field, reason, |h| h.notification_fact(&id, fact, at));
    }
    let nobody = NotificationId::parse(&format!("step:{NOBODY}:2026-03-02")).unwrap();
    ana.refuses("notification", Reason::UnknownId, |h| h.notification_fact(&nobody, NotificationFact::Shown, None));
    for text in
        ["", "homework", "walk:x:2026-03-02", &format!("homework:{}:2026-02-30", id.0), &format!("step:{}:", id.0)]
    {
        let parsed = NotificationId::parse(text);
        assert!(parsed.is_err(), "{text}");
    }
    assert_eq!(NotificationId::parse(notification.as_str()).unwrap(), notification);
}
