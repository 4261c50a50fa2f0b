//! What follows a notice of "your usual", the key sign, good signs, good times; and the order of today around them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::clock::Day;
use handrail_core::homework::{HowOften, NewHomework, Origin};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::sessions::{NewSession, SessionKind};
use handrail_core::settings::{CheckInRhythm, EditSettings, UsualSensitivity};
use handrail_core::signs::usual::State;
use handrail_core::signs::{
    GoodTimeId, NewCheckIn, NewOwnRule, NewWarningSign, NoticeAbout, NoticeAnswer, NoticeStep, RuleCondition,
    SignPattern, WarningSignId,
};
use handrail_core::today::OneThing;
use handrail_core::words::{Found, Words};

const FIRST: &str = "2026-03-02";

fn sign(p: &Person, new: &NewWarningSign) -> WarningSignId {
    WarningSignId(made(&p.save_warning_sign(new).unwrap(), "warning_sign"))
}

fn named(wording: &str) -> NewWarningSign {
    NewWarningSign { wording: wording.into(), ..NewWarningSign::default() }
}

fn on(n: i64) -> Day {
    day(FIRST).plus(n)
}

/// Rates these signs on the n-th day at nine.
fn rate(p: &Person, n: i64, ratings: &[(WarningSignId, i64)]) {
    p.at(&format!("{} 09:00", on(n)));
    p.record_check_in(&NewCheckIn { ratings: ratings.to_vec(), note: String::new() }).unwrap();
}

fn turn_on(p: &Person) {
    let on =
        EditSettings { usual_on: Some(true), check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() };
    p.save_settings(&on).unwrap();
}

fn says(p: &Person) -> String {
    let view = p.today().unwrap();
    assert_ne!(Words::of("en").found(view.reason.id), Found::Nowhere, "{}", view.reason.id);
    Words::of("en").message(&view.reason)
}

#[test]
fn evas_notice_goes_step_by_step_and_each_step_comes_once() {
    let eva = person("eva");
    turn_on(&eva);
    let (sleep, talk) = (sign(&eva, &named("lying awake")), sign(&eva, &named("thinking people talk about me")));
    let calm = sign(&eva, &named("snappy"));
    eva.add_plan_line(&NewPlanLine::new(PlanPart::WhoHelps, 0, "Sam")).unwrap();
    for n in 0..28 {
        rate(&eva, n, &[(sleep, 0), (talk, 0), (calm, 0)]);
    }
    rate(&eva, 28, &[(sleep, 2), (talk, 3), (calm, 0)]);
    assert!(eva.signs().unwrap().notice.is_none());
    rate(&eva, 29, &[(sleep, 2), (talk, 3), (calm, 0)]);
    rate(&eva, 30, &[(sleep, 2), (talk, 3), (calm, 0)]);

    // (a) The day it opens: gently, with the signs that rose, in her words.
    let view = eva.today().unwrap();
    let notice = view.notice.clone().unwrap();
    assert!(view.now == OneThing::HigherThanUsual && notice.for_today);
    assert_eq!((notice.about, notice.step, notice.opened), (NoticeAbout::Together, NoticeStep::Gentle, on(30)));
    assert_eq!(
        notice.signs.iter().map(|s| s.wording.as_str()).collect::<Vec<_>>(),
        ["thinking people talk about me", "lying awake"]
    );
    let said = says(&eva);
    assert!(
        said.contains("thinking people talk about me") && said.contains("lying awake") && said.contains("plan"),
        "{said}"
    );
    assert!(notice.contact.is_none());
    eva.record_notice_answer(on(30), NoticeAnswer::PlanOpened).unwrap();

    // The next days it stands on the signs screen, silent.
    for n in 31..37 {
        rate(&eva, n, &[(sleep, 2), (talk, 2), (calm, 0)]);
        let view = eva.today().unwrap();
        assert!(view.now == OneThing::RestDay && view.notice.is_some_and(|n| !n.for_today), "day {n}");
    }
    // (b) A week on it names whom her plan says to contact, until she says something to it.
    for n in 37..40 {
        rate(&eva, n, &[(sleep, 2), (talk, 2), (calm, 0)]);
        let view = eva.today().unwrap();
        let notice = view.notice.unwrap();
        assert!(view.now == OneThing::HigherThanUsual && notice.step == NoticeStep::Contact, "day {n}");
        assert!(notice.contact.is_some_and(|c| c.name == "Sam") && says(&eva).contains("Sam"));
    }
    eva.record_notice_answer(on(30), NoticeAnswer::NotNow).unwrap();
    assert!(eva.today().unwrap().now == OneThing::RestDay);
    rate(&eva, 45, &[(sleep, 2), (talk, 2), (calm, 0)]);
    assert!(eva.today().unwrap().now == OneThing::RestDay, "once for each opening");
    eva.refuses("opened", Reason::UnknownId, |h| h.record_notice_answer(on(29), NoticeAnswer::Helpful));
}

#[test]
fn a_card_that_nobody_answers_goes_after_a_week() {
    let ben = person("ben");
    turn_on(&ben);
    let sleep = sign(&ben, &named("lying awake"));
    for n in 0..28 {
        rate(&ben, n, &[(sleep, 0)]);
    }
    let mut asked = Vec::new();
    for n in 28..60 {
        rate(&ben, n, &[(sleep, 2)]);
        if ben.today().unwrap().now == OneThing::HigherThanUsual {
            asked.push(n);
        }
    }
    // 2 daily opens on the third day (index 30); the contact is due seven days on.
    assert_eq!(asked, [vec![30], (37..44).collect()].concat());
    let notice = ben.signs().unwrap().notice.unwrap();
    assert_eq!(notice.message.id, "usual-plan-says-look", "the plan names nobody");
}

#[test]
fn the_key_sign_speaks_for_itself_and_its_top_twice_names_the_contact() {
    let cleo = person("cleo");
    turn_on(&cleo);
    let key = sign(&cleo, &NewWarningSign { key_sign: true, ..named("not answering") });
    let others: Vec<_> = (0..5).map(|n| sign(&cleo, &named(&format!("sign {n}")))).collect();
    let all = |level: i64| std::iter::once((key, level)).chain(others.iter().map(|s| (*s, 0))).collect::<Vec<_>>();
    for n in 0..28 {
        rate(&cleo, n, &all(0));
    }
    // G8: 3, 3, 3 of one sign alone opens on the third day; the mean of six signs stays lower.
    for n in 28..31 {
        rate(&cleo, n, &all(3));
    }
    let notice = cleo.today().unwrap().notice.unwrap();
    assert_eq!((notice.about, notice.step, notice.opened), (NoticeAbout::KeySign, NoticeStep::Gentle, on(30)));
    assert_eq!(notice.signs.iter().map(|s| s.wording.as_str()).collect::<Vec<_>>(), ["not answering"]);
    assert!(says(&cleo).contains("not answering"));
    // At the top on a second day: the contact, at once.
    rate(&cleo, 31, &all(3));
    let notice = cleo.today().unwrap().notice.unwrap();
    assert!(notice.for_today && notice.step == NoticeStep::Contact);
    // Weekly there is no column for one sign.
    cleo.save_settings(&EditSettings { check_in_rhythm: Some(CheckInRhythm::Weekly), ..EditSettings::default() })
        .unwrap();
    assert!(cleo.signs().unwrap().key_sign_usual.is_none());
    assert!(cleo.sign_usual(key).unwrap().openings.len() == 1);
    cleo.finds_nothing(|h| h.sign_usual(WarningSignId(NOBODY)));
}

#[test]
fn a_rise_that_both_voices_see_is_told_once() {
    let dana = person("dana");
    turn_on(&dana);
    let key = sign(&dana, &NewWarningSign { key_sign: true, ..named("crying") });
    for n in 0..28 {
        rate(&dana, n, &[(key, 0)]);
    }
    let mut told = Vec::new();
    for n in 28..35 {
        rate(&dana, n, &[(key, 2)]);
        told.extend(dana.today().unwrap().notice.filter(|n| n.for_today).map(|notice| (n, notice.about)));
    }
    assert_eq!(told, [(30, NoticeAbout::Together)]);
    assert!(dana.signs().unwrap().key_sign_usual.unwrap().state == State::HigherThanUsual, "the chart shows both");
}

#[test]
fn the_third_notice_that_worried_offers_the_quieter_choice() {
    let eva = person("eva");
    turn_on(&eva);
    let sleep = sign(&eva, &named("lying awake"));
    let mut n = 0;
    let go = |days: i64, level: i64, n: &mut i64| {
        for _ in 0..days {
            rate(&eva, *n, &[(sleep, level)]);
            *n += 1;
        }
    };
    go(28, 0, &mut n);
    for worried in 1..=3 {
        go(3, 3, &mut n);
        let opened = eva.signs().unwrap().notice.unwrap().opened;
        eva.record_notice_answer(opened, NoticeAnswer::WorriedMe).unwrap();
        assert_eq!(eva.today().unwrap().suggest_quieter, worried == 3, "{worried}");
        go(if worried < 3 { 40 } else { 1 }, 0, &mut n);
    }
    assert!(eva.signs().unwrap().suggest_quieter);
    eva.save_settings(&EditSettings { usual_sensitivity: Some(UsualSensitivity::Quieter), ..EditSettings::default() })
        .unwrap();
    assert!(!eva.signs().unwrap().suggest_quieter);
}

#[test]
fn a_good_sign_is_turned_before_any_rule() {
    let ana = person("ana");
    turn_on(&ana);
    let well = sign(&ana, &NewWarningSign { high_is_good: true, ..named("I sleep well") });
    let rule = NewOwnRule {
        sign: well,
        condition: RuleCondition::AtLeast,
        level: 2,
        count: 1,
        out_of: 1,
        action: "call Sam".into(),
    };
    ana.save_own_rule(&rule).unwrap();
    for n in 0..28 {
        rate(&ana, n, &[(well, 3)]);
    }
    assert!(ana.signs().unwrap().rules[0].open_since.is_none(), "at its best");
    rate(&ana, 28, &[(well, 2)]);
    assert!(ana.signs().unwrap().rules[0].open_since.is_none());
    rate(&ana, 29, &[(well, 1)]);
    assert_eq!(ana.signs().unwrap().rules[0].open_since, Some(on(29)), "two below the top");
    for n in 30..34 {
        rate(&ana, n, &[(well, 0)]);
    }
    assert_eq!(ana.signs().unwrap().usual.unwrap().state, State::HigherThanUsual);
    ana.refuses("high_is_good", Reason::WrongState, |h| h.edit_warning_sign(well, &named("I sleep well")));
    ana.refuses("high_is_good", Reason::WrongState, |h| {
        h.save_warning_sign(&NewWarningSign { high_is_good: true, emergency: true, ..named("x") })
    });
}

#[test]
fn what_is_there_most_of_the_time_is_no_warning() {
    let ben = person("ben");
    turn_on(&ben);
    let usual = Some(SignPattern::UsualForMe);
    let voices = sign(&ben, &NewWarningSign { pattern: usual, ..named("voices") });
    let sleep = sign(&ben, &NewWarningSign { pattern: Some(SignPattern::NewForMe), ..named("lying awake") });
    for n in 0..40 {
        rate(&ben, n, &[(voices, if n < 28 { 0 } else { 3 }), (sleep, 0)]);
    }
    assert!(ben.signs().unwrap().usual.unwrap().openings.is_empty(), "left out of the usual");
    let view = ben.signs().unwrap();
    assert_eq!((view.signs[0].pattern, view.signs[0].last_days[13]), (usual, Some(3)), "rated all the same");
    ben.refuses("pattern", Reason::WrongState, |h| {
        h.save_warning_sign(&NewWarningSign { pattern: usual, key_sign: true, ..named("x") })
    });
    for new in [
        NewWarningSign { days_before: long(281), ..named("x") },
        NewWarningSign { how_to_check: long(8001), ..named("x") },
        NewWarningSign { list_id: long(281), ..named("x") },
    ] {
        assert!(ben.save_warning_sign(&new).is_err());
    }
    let full = NewWarningSign {
        days_before: "  about ten days ".into(),
        how_to_check: long(8000),
        list_id: "sleep_more_or_less".into(),
        ..named("sleeping less")
    };
    let id = sign(&ben, &full);
    let kept = ben.signs().unwrap().signs.into_iter().find(|s| s.id == id).unwrap();
    assert_eq!((kept.days_before.as_str(), kept.how_to_check.chars().count()), ("about ten days", 8000));
}

#[test]
fn the_long_view_shows_the_drift_that_a_moving_usual_swallows() {
    let ana = person("ana");
    let sleep = sign(&ana, &named("lying awake"));
    // Three quiet months, then a slow rise of a point over nine.
    for n in (0..360).step_by(2) {
        let level = i64::from(n >= 270) + i64::from(n >= 180 && n % 4 == 0);
        rate(&ana, n, &[(sleep, level)]);
    }
    let id = GoodTimeId(made(&ana.save_good_time(on(0), on(29)).unwrap(), "good_time"));
    let view = ana.signs_over_months().unwrap();
    assert_eq!(view.good_level, Some(0.0));
    assert!(view.months.len() >= 11 && view.months[0].mean < 0.1 && view.months.last().unwrap().mean > 0.9);
    assert!(view.months.windows(2).all(|m| m[0].month < m[1].month));
    ana.remove("good_time", id.0).unwrap();
    assert!(ana.signs_over_months().unwrap().good_level.is_none());
    for (from, until) in [(on(5), on(4)), (on(0), on(366)), (on(350), on(361))] {
        ana.refuses("until_day", Reason::ImpossibleDate, |h| h.save_good_time(from, until));
    }
}

#[test]
fn the_plan_in_use_comes_before_all_but_help() {
    let cleo = person("cleo");
    let meeting = |on: &str| NewSession {
        day: day(on),
        time: None,
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    let homework = NewHomework {
        title: "a walk".into(),
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
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    };
    cleo.save_homework(&homework).unwrap();
    let voices = sign(&cleo, &NewWarningSign { emergency: true, ..named("the voices give orders") });
    let awake = sign(&cleo, &named("lying awake"));
    let rule = NewOwnRule {
        sign: awake,
        condition: RuleCondition::There,
        level: 1,
        count: 1,
        out_of: 1,
        action: "rest".into(),
    };
    cleo.save_own_rule(&rule).unwrap();
    assert!(matches!(cleo.today().unwrap().now, OneThing::Homework(_)));
    rate(&cleo, 0, &[(awake, 1)]);
    assert!(matches!(cleo.today().unwrap().now, OneThing::OpenMyPlan(_)), "a cue before homework");
    cleo.plan_session(&meeting("2026-03-03")).unwrap();
    assert!(matches!(cleo.today().unwrap().now, OneThing::MeetingTomorrow(_)), "a meeting before a cue");
    cleo.at("2026-03-03 09:00");
    assert!(matches!(cleo.today().unwrap().now, OneThing::MeetingToday(_)));

    cleo.add_plan_line(&NewPlanLine::new(PlanPart::WhatHelps, 2, "Sam comes over")).unwrap();
    cleo.add_plan_line(&NewPlanLine::new(PlanPart::WhatHelps, 1, "a walk")).unwrap();
    cleo.use_plan("").unwrap();
    let view = cleo.today().unwrap();
    let OneThing::PlanInUse(plan) = view.now else { panic!("the plan first") };
    assert_eq!(
        plan.actions.iter().map(|a| (a.stage, a.wording.as_str())).collect::<Vec<_>>(),
        [(1, "a walk"), (2, "Sam comes over")]
    );
    assert!(!plan.ask_still_using && view.next_meeting.is_some() && view.homework.len() == 1);
    cleo.at("2026-03-06 09:00");
    assert!(matches!(cleo.today().unwrap().now, OneThing::PlanInUse(plan) if plan.ask_still_using));
    assert!(says(&cleo).contains('?'));
    rate(&cleo, 4, &[(voices, 1)]);
    let view = cleo.today().unwrap();
    assert!(
        view.now == OneThing::HelpNow && view.plan_in_use.is_some() && says(&cleo).contains("the voices give orders")
    );
    rate(&cleo, 4, &[(voices, 0)]);
    let quick = cleo.quick_help().unwrap();
    assert!(quick.plan_in_use && quick.plan[0].wording == "a walk" && quick.strategies.is_empty());
    cleo.end_plan_use("").unwrap();
    assert!(!matches!(cleo.today().unwrap().now, OneThing::PlanInUse(_)));
}
