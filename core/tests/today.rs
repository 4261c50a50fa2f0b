//! Today: one thing now, in an order that a person would choose.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{Person, day, made, person, time};
use handrail_core::goals::{
    BeginAs, GoalState, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult,
    ShortTermGoalId, StepId, StepOutcome,
};
use handrail_core::homework::{HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, Origin};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::{CheckInRhythm, EditSettings};
use handrail_core::signs::usual::State;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, SignState, WarningSignId};
use handrail_core::today::OneThing;

fn meeting(p: &Person, on: &str, at: Option<&str>) -> SessionId {
    let new = NewSession {
        day: day(on),
        time: at.map(time),
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    SessionId(made(&p.plan_session(&new).unwrap(), "session"))
}

fn homework(p: &Person, title: &str, how_often: HowOften) -> HomeworkId {
    let new = NewHomework {
        title: title.into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: None,
        smaller_version: String::new(),
        how_often,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    };
    HomeworkId(made(&p.save_homework(&new).unwrap(), "homework"))
}

fn answer(p: &Person, homework: HomeworkId, on: &str, result: HomeworkOutcome) {
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

fn step(p: &Person, title: &str) -> (ShortTermGoalId, StepId) {
    let goal = NewLongTermGoal { title: "a garden".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(made(&p.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
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
    let part = ShortTermGoalId(made(&p.save_short_term_goal(&part, BeginAs::Active).unwrap(), "short_term_goal"));
    let new = NewStep {
        goal: part,
        title: title.into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Suggested,
        reminder_day: None,
        reminder_time: None,
    };
    (part, StepId(made(&p.save_step(&new).unwrap(), "step")))
}

fn said(p: &Person, step: StepId, result: StepOutcome) {
    let new = NewStepResult {
        step,
        result,
        what_helped: String::new(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    p.record_step(&new).unwrap();
}

fn sign(p: &Person, wording: &str, emergency: bool) -> WarningSignId {
    let new = NewWarningSign {
        wording: wording.into(),
        who_may_notice: String::new(),
        scale: 3,
        key_sign: false,
        emergency,
        ..NewWarningSign::default()
    };
    WarningSignId(made(&p.save_warning_sign(&new).unwrap(), "warning_sign"))
}

fn rate(p: &Person, sign: WarningSignId, rating: i64) {
    p.record_check_in(&NewCheckIn { ratings: vec![(sign, rating)], note: String::new() }).unwrap();
}

fn rhythm(p: &Person, rhythm: CheckInRhythm) {
    p.save_settings(&EditSettings { check_in_rhythm: Some(rhythm), ..EditSettings::default() }).unwrap();
}

fn now(p: &Person) -> OneThing {
    p.today().unwrap().now
}

#[test]
fn a_new_phone_asks_for_nothing() {
    let view = person("ana").today().unwrap();
    assert!(view.now == OneThing::RestDay && view.day == day("2026-03-02") && view.usual.is_none());
    assert!(view.homework.is_empty() && view.steps.is_empty() && view.next_meeting.is_none() && !view.check_in_due);
}

#[test]
fn ana_goes_through_her_day_one_thing_after_another() {
    let ana = person("ana");
    let meeting = meeting(&ana, "2026-03-02", Some("14:00"));
    let walk = homework(&ana, "a walk", HowOften::Daily);
    let (_, seeds) = step(&ana, "look at seeds");
    let sleep = sign(&ana, "lying awake", false);
    rhythm(&ana, CheckInRhythm::Daily);
    ana.add_talk_about("the noise at night").unwrap();

    let view = ana.today().unwrap();
    assert!(matches!(&view.now, OneThing::MeetingToday(m) if m.id == meeting) && view.next_meeting.is_none());
    assert!(view.homework.len() == 1 && view.steps.len() == 1 && view.check_in_due && view.talk_about_open == 1);
    // After the meeting the day goes on, whether or not it was marked.
    ana.at("2026-03-02 15:59");
    assert!(matches!(now(&ana), OneThing::MeetingToday(_)));
    ana.at("2026-03-02 16:00");
    let view = ana.today().unwrap();
    assert!(matches!(&view.now, OneThing::Homework(h) if h.id == walk) && view.homework.is_empty());
    assert!(view.next_meeting.is_some(), "still there to be marked");
    ana.mark_session_held(meeting).unwrap();
    assert!(ana.today().unwrap().next_meeting.is_none());
    answer(&ana, walk, "2026-03-02", HomeworkOutcome::Partly);
    let view = ana.today().unwrap();
    assert!(matches!(&view.now, OneThing::Step(s) if s.id == seeds) && view.steps.is_empty());
    said(&ana, seeds, StepOutcome::NotYet);
    let view = ana.today().unwrap();
    assert!(view.now == OneThing::CheckIn && view.steps.len() == 1, "answered today, so left in peace");
    rate(&ana, sleep, 0);
    assert!(now(&ana) == OneThing::RestDay);
    ana.at("2026-03-03 02:59");
    assert!(now(&ana) == OneThing::RestDay, "the night belongs to the day before");
    ana.at("2026-03-03 03:00");
    assert!(matches!(now(&ana), OneThing::Homework(_)));
}

#[test]
fn what_waits_longest_comes_first_and_not_today_is_respected() {
    let ben = person("ben");
    let weekly = homework(&ben, "call my sister", HowOften::Weekly);
    ben.at("2026-03-04 10:00");
    let daily = homework(&ben, "a walk", HowOften::Daily);
    let view = ben.today().unwrap();
    assert!(matches!(&view.now, OneThing::Homework(h) if h.id == weekly) && view.homework[0].id == daily);
    answer(&ben, weekly, "2026-03-04", HomeworkOutcome::NotToday);
    assert!(matches!(now(&ben), OneThing::Homework(h) if h.id == daily));
    answer(&ben, daily, "2026-03-04", HomeworkOutcome::Done);
    assert!(now(&ben) == OneThing::RestDay);
}

#[test]
fn only_steps_towards_goals_that_are_worked_on_are_shown() {
    let ana = person("ana");
    let (part, seeds) = step(&ana, "look at seeds");
    assert!(matches!(now(&ana), OneThing::Step(_)));
    ana.set_short_term_goal_state(part, GoalState::Paused).unwrap();
    assert!(now(&ana) == OneThing::RestDay);
    ana.reopen_short_term_goal(part).unwrap();
    said(&ana, seeds, StepOutcome::Done);
    assert!(now(&ana) == OneThing::RestDay && ana.today().unwrap().steps.is_empty());
}

#[test]
fn cleos_own_rule_comes_first_on_the_day_it_opens_and_then_stays_quietly() {
    let cleo = person("cleo");
    homework(&cleo, "a walk", HowOften::Daily);
    meeting(&cleo, "2026-03-20", None);
    let sleep = sign(&cleo, "sleeping badly", false);
    let rule = NewOwnRule {
        sign: sleep,
        condition: RuleCondition::InARow,
        level: 2,
        count: 2,
        out_of: 2,
        action: "call Sam".into(),
    };
    cleo.save_own_rule(&rule).unwrap();
    rate(&cleo, sleep, 2);
    assert!(matches!(now(&cleo), OneThing::Homework(_)));
    cleo.at("2026-03-03 10:00");
    rate(&cleo, sleep, 3);
    let view = cleo.today().unwrap();
    assert!(
        matches!(&view.now, OneThing::OpenMyPlan(r) if r.action == "call Sam" && r.sign_wording == "sleeping badly")
    );
    assert!(view.open_rules.is_empty() && view.next_meeting.is_some());
    cleo.at("2026-03-04 10:00");
    let view = cleo.today().unwrap();
    assert!(matches!(view.now, OneThing::Homework(_)), "offered once");
    assert!(view.open_rules.len() == 1 && view.open_rules[0].open_since == Some(day("2026-03-03")));
    rate(&cleo, sleep, 0);
    assert!(cleo.today().unwrap().open_rules.is_empty());
}

#[test]
fn her_own_emergency_sign_comes_before_everything() {
    let cleo = person("cleo");
    meeting(&cleo, "2026-03-02", None);
    let voices = sign(&cleo, "the voices give orders", true);
    let rule = NewOwnRule {
        sign: voices,
        condition: RuleCondition::There,
        level: 1,
        count: 1,
        out_of: 1,
        action: "go to my sister".into(),
    };
    cleo.save_own_rule(&rule).unwrap();
    rate(&cleo, voices, 1);
    let view = cleo.today().unwrap();
    assert!(view.now == OneThing::HelpNow && view.open_rules.len() == 1 && view.next_meeting.is_some());
    // Rated again later that day as gone, it is gone.
    cleo.at("2026-03-02 18:00");
    rate(&cleo, voices, 0);
    assert!(matches!(now(&cleo), OneThing::MeetingToday(_)));
}

#[test]
fn a_check_in_is_due_at_the_persons_own_rhythm_only() {
    let dana = person("dana");
    rhythm(&dana, CheckInRhythm::Daily);
    assert!(!dana.today().unwrap().check_in_due, "nothing is followed yet");
    let sleep = sign(&dana, "lying awake", false);
    assert!(dana.today().unwrap().check_in_due);
    rate(&dana, sleep, 1);
    assert!(!dana.today().unwrap().check_in_due);
    dana.at("2026-03-03 10:00");
    assert!(dana.today().unwrap().check_in_due);
    rhythm(&dana, CheckInRhythm::Weekly);
    assert!(!dana.today().unwrap().check_in_due);
    dana.at("2026-03-08 10:00");
    assert!(!dana.today().unwrap().check_in_due);
    dana.at("2026-03-09 10:00");
    assert!(dana.today().unwrap().check_in_due);
    rhythm(&dana, CheckInRhythm::Off);
    assert!(!dana.today().unwrap().check_in_due);
    rhythm(&dana, CheckInRhythm::Daily);
    dana.set_warning_sign_state(sleep, SignState::Resting).unwrap();
    assert!(!dana.today().unwrap().check_in_due);
}

#[test]
fn her_usual_is_told_once_on_the_day_it_opens() {
    let eva = person("eva");
    let talk = sign(&eva, "thinking people talk about me", false);
    eva.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() }).unwrap();
    let first = day("2026-03-02");
    for n in 0..30 {
        eva.at(&format!("{} 09:00", first.plus(n)));
        rate(&eva, talk, if n < 28 { 0 } else { 3 });
    }
    let view = eva.today().unwrap();
    assert!(view.now == OneThing::HigherThanUsual);
    assert!(view.usual.is_some_and(|u| u.state == State::HigherThanUsual && u.for_now && !u.ask_new_usual));
    eva.at(&format!("{} 09:00", first.plus(30)));
    let view = eva.today().unwrap();
    assert!(view.now == OneThing::RestDay && view.usual.is_some_and(|u| u.state == State::HigherThanUsual));
    eva.save_settings(&EditSettings { usual_on: Some(false), ..EditSettings::default() }).unwrap();
    assert!(eva.today().unwrap().usual.is_none());
}

#[test]
fn a_sleeping_store_says_so_and_wakes_up_whole() {
    let ana = person("ana");
    ana.suspend().unwrap();
    assert!(matches!(ana.today(), Err(handrail_core::Error::Closed)));
    ana.resume().unwrap();
    assert!(now(&ana) == OneThing::RestDay);
}
