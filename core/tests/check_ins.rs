//! Check-ins and the person's own rules, over days that go well and days that do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::settings::EditSettings;
use handrail_core::signs::usual::State;
use handrail_core::signs::{
    CheckInId, MOST_FOLLOWED, NewCheckIn, NewOwnRule, NewWarningSign, OwnRuleId, RuleCondition, RuleState, SignState,
    UsualEvent, WarningSignId,
};

fn new_sign(wording: &str, scale: i64) -> NewWarningSign {
    NewWarningSign {
        wording: wording.into(),
        who_may_notice: String::new(),
        scale,
        key_sign: false,
        emergency: false,
        ..NewWarningSign::default()
    }
}

fn sign(p: &Person, wording: &str, scale: i64) -> WarningSignId {
    WarningSignId(made(&p.save_warning_sign(&new_sign(wording, scale)).unwrap(), "warning_sign"))
}

fn rated(sign: WarningSignId, rating: i64) -> NewCheckIn {
    NewCheckIn { ratings: vec![(sign, rating)], note: String::new() }
}

fn rule(sign: WarningSignId, condition: RuleCondition, level: i64, count: i64, out_of: i64) -> NewOwnRule {
    NewOwnRule { sign, condition, level, count, out_of, action: "call Sam".into() }
}

fn save(p: &Person, new: &NewOwnRule) -> OwnRuleId {
    OwnRuleId(made(&p.save_own_rule(new).unwrap(), "own_rule"))
}

/// Rates the sign on that day at ten; whether the rule opened then, and since when it is open.
fn on(p: &Person, date: &str, sign: WarningSignId, rating: i64) -> (bool, Option<String>) {
    let changes = p.at(&format!("{date} 10:00")).record_check_in(&rated(sign, rating)).unwrap();
    (changes.touches("rule_opening"), p.signs().unwrap().rules[0].open_since.map(|d| d.to_string()))
}

#[test]
fn a_tick_is_enough_from_the_first_day() {
    let ana = person("ana");
    let sleep = sign(&ana, "lying awake", 10);
    save(&ana, &rule(sleep, RuleCondition::There, 9, 0, 0));
    let view = &ana.signs().unwrap().rules[0];
    assert_eq!((view.level, view.count, view.out_of), (1, 1, 1), "numbers the sentence has no use for are not kept");
    assert_eq!(on(&ana, "2026-03-02", sleep, 1), (true, Some("2026-03-02".into())));
}

#[test]
fn three_of_the_last_five_count_check_ins_not_days() {
    let ben = person("ben");
    let voices = sign(&ben, "louder voices", 3);
    save(&ben, &rule(voices, RuleCondition::OfLast, 2, 3, 5));
    for (date, rating, opens) in [
        ("2026-03-02", 2, false),
        ("2026-03-03", 0, false),
        ("2026-03-07", 3, false),
        ("2026-03-12", 1, false),
        ("2026-03-20", 2, true),
    ] {
        assert_eq!(on(&ben, date, voices, rating).0, opens, "{date}");
    }
}

#[test]
fn an_action_closes_after_fourteen_days_and_opens_again_only_by_a_check_in() {
    let ana = person("ana");
    let sleep = sign(&ana, "lying awake", 3);
    save(&ana, &rule(sleep, RuleCondition::There, 1, 1, 1));
    let since = Some("2026-03-02".to_owned());
    assert_eq!(on(&ana, "2026-03-02", sleep, 1), (true, since.clone()));
    assert_eq!(on(&ana, "2026-03-10", sleep, 2), (false, since.clone()));
    ana.at("2026-03-15 10:00");
    assert_eq!(ana.signs().unwrap().rules[0].open_since, Some(day("2026-03-02")));
    ana.at("2026-03-16 10:00");
    assert!(ana.signs().unwrap().rules[0].open_since.is_none());
    assert_eq!(on(&ana, "2026-03-16", sleep, 1), (true, Some("2026-03-16".into())));
    assert_eq!(ana.count("rule_opening"), 2);
}

#[test]
fn of_two_check_ins_on_a_day_the_later_one_counts() {
    let ana = person("ana");
    let sleep = sign(&ana, "lying awake", 3);
    save(&ana, &rule(sleep, RuleCondition::InARow, 1, 2, 2));
    ana.at("2026-03-02 08:00").record_check_in(&rated(sleep, 2)).unwrap();
    let second = ana.at("2026-03-02 20:00").record_check_in(&rated(sleep, 3)).unwrap();
    assert!(!second.touches("rule_opening"), "two looks at one night are not two nights");
    assert_eq!(ana.signs().unwrap().signs[0].last_days[13], Some(3));
    ana.at("2026-03-03 01:00").record_check_in(&rated(sleep, 0)).unwrap();
    assert_eq!(ana.signs().unwrap().signs[0].last_days[13], Some(0), "the night belongs to the day before");
    assert_eq!(on(&ana, "2026-03-03", sleep, 1), (false, None));
}

#[test]
fn a_correction_is_heard_and_a_resting_rule_is_not_looked_at() {
    let cleo = person("cleo");
    let sleep = sign(&cleo, "lying awake", 3);
    let id = save(&cleo, &rule(sleep, RuleCondition::AtLeast, 2, 1, 1));
    let check_in = cleo.record_check_in(&rated(sleep, 1)).unwrap();
    assert!(!check_in.touches("rule_opening"));
    let check_in = CheckInId(made(&check_in, "check_in"));
    assert!(cleo.edit_check_in(check_in, &rated(sleep, 2)).unwrap().touches("rule_opening"));
    assert!(!cleo.edit_check_in(check_in, &rated(sleep, 3)).unwrap().touches("rule_opening"), "it is open already");
    cleo.edit_check_in(check_in, &rated(sleep, 0)).unwrap();
    assert!(cleo.signs().unwrap().rules[0].open_since.is_none());
    cleo.set_own_rule_state(id, RuleState::Off).unwrap();
    assert_eq!(on(&cleo, "2026-03-03", sleep, 3), (false, None));
    cleo.set_own_rule_state(id, RuleState::On).unwrap();
    cleo.edit_own_rule(id, &rule(sleep, RuleCondition::AtLeast, 3, 1, 1)).unwrap();
    assert!(!on(&cleo, "2026-03-04", sleep, 2).0);
    assert!(on(&cleo, "2026-03-05", sleep, 3).0);
}

#[test]
fn a_phone_whose_date_was_wrong_neither_opens_nor_loses_anything() {
    let ben = person("ben");
    let sleep = sign(&ben, "lying awake", 3);
    save(&ben, &rule(sleep, RuleCondition::InARow, 1, 2, 2));
    on(&ben, "2027-03-02", sleep, 3);
    assert_eq!(on(&ben, "2026-03-02", sleep, 1), (false, None), "what is dated ahead does not count yet");
    assert_eq!(on(&ben, "2026-03-03", sleep, 1), (true, Some("2026-03-03".into())));
    ben.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() }).unwrap();
    assert!(matches!(ben.your_usual().unwrap().unwrap().state, State::Learning { .. }));
    assert_eq!(ben.count("check_in"), 3);
    assert_eq!(ben.signs().unwrap().recent.len(), 3);
}

#[test]
fn signs_stand_in_the_order_the_person_gives_them() {
    let ana = person("ana");
    let ids: Vec<WarningSignId> = ["one", "two", "three"].iter().map(|w| sign(&ana, w, 3)).collect();
    let order = || ana.signs().unwrap().signs.iter().map(|s| s.wording.clone()).collect::<Vec<_>>();
    ana.move_warning_sign(ids[2], 0).unwrap();
    assert_eq!(order(), ["three", "one", "two"]);
    ana.move_warning_sign(ids[2], 9).unwrap();
    assert_eq!(order(), ["one", "two", "three"]);
    assert!(ana.move_warning_sign(ids[0], 0).unwrap().records.is_empty());
    ana.set_warning_sign_state(ids[0], SignState::Resting).unwrap();
    assert_eq!(order(), ["two", "three", "one"], "resting ones come last");
    ana.finds_nothing(|h| h.move_warning_sign(WarningSignId(NOBODY), 0));
}

#[test]
fn a_check_in_keeps_its_ratings_of_a_sign_that_is_gone() {
    let ana = person("ana");
    let (sleep, noise) = (sign(&ana, "lying awake", 3), sign(&ana, "noise", 3));
    let both = NewCheckIn { ratings: vec![(sleep, 2), (noise, 1)], note: String::new() };
    let id = CheckInId(made(&ana.record_check_in(&both).unwrap(), "check_in"));
    ana.remove("warning_sign", noise.0).unwrap();
    ana.edit_check_in(id, &NewCheckIn { note: "a long night".into(), ..both.clone() }).unwrap();
    assert!(ana.signs().unwrap().recent[0].ratings.contains(&(noise, 1)));
    let other = NewCheckIn { ratings: vec![(sleep, 2), (noise, 2)], ..both.clone() };
    ana.refuses("ratings", Reason::UnknownId, |h| h.edit_check_in(id, &other));
    ana.refuses("ratings", Reason::UnknownId, |h| h.record_check_in(&both));
}

#[test]
fn a_note_alone_is_a_check_in_and_older_ones_can_be_read_back() {
    let ana = person("ana");
    let sleep = sign(&ana, "lying awake", 3);
    for n in 0..60 {
        ana.at(&format!("{} 10:00", day("2026-03-02").plus(n)));
        ana.record_check_in(&NewCheckIn { ratings: Vec::new(), note: format!("night {n}") }).unwrap();
    }
    let view = ana.signs().unwrap();
    assert!(view.recent.len() == 50 && view.recent[0].note == "night 59" && view.checked_in_today);
    assert!(view.signs[0].id == sleep && view.signs[0].last_days.iter().all(Option::is_none));
    let before = ana.check_ins_before(view.recent[49].id).unwrap();
    assert_eq!(before.iter().map(|c| c.note.as_str()).collect::<Vec<_>>().last(), Some(&"night 0"));
    assert_eq!(before.len(), 10);
}

#[test]
fn what_is_said_about_the_usual_is_kept_and_heard() {
    let eva = person("eva");
    let talk = sign(&eva, "thinking people talk about me", 3);
    eva.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() }).unwrap();
    let first = day("2026-03-02");
    for n in 0..60 {
        eva.at(&format!("{} 09:00", first.plus(n)));
        eva.record_check_in(&rated(talk, if n < 28 { 0 } else { 3 })).unwrap();
    }
    let usual = eva.your_usual().unwrap().unwrap();
    assert!(usual.state == State::HigherThanUsual && usual.ask_new_usual);
    eva.record_usual_event(UsualEvent::NewUsualNo).unwrap();
    let usual = eva.your_usual().unwrap().unwrap();
    assert!(usual.state == State::HigherThanUsual && !usual.ask_new_usual, "no: it stays, silent");
    eva.record_usual_event(UsualEvent::NewUsualYes).unwrap();
    assert_eq!(eva.your_usual().unwrap().unwrap().state, State::AboutUsual, "yes: it closes");
    eva.record_usual_event(UsualEvent::Reset).unwrap();
    assert_eq!(eva.count("usual_event"), 3);
}

#[test]
fn signs_and_rules_that_cannot_be_kept_are_refused() {
    let ana = person("ana");
    let sleep = sign(&ana, "lying awake", 3);
    for (field, reason, new) in [
        ("wording", Reason::Empty, new_sign(" ", 3)),
        ("wording", Reason::TooLong { limit: 280 }, new_sign(&long(281), 3)),
        ("scale", Reason::UnknownChoice, new_sign("x", 4)),
        ("scale", Reason::UnknownChoice, new_sign("x", 0)),
        (
            "who_may_notice",
            Reason::TooLong { limit: 280 },
            NewWarningSign { who_may_notice: long(281), ..new_sign("x", 3) },
        ),
    ] {
        ana.refuses(field, reason, |h| h.save_warning_sign(&new));
    }
    for (field, reason, new) in [
        ("action", Reason::Empty, NewOwnRule { action: " ".into(), ..rule(sleep, RuleCondition::There, 1, 1, 1) }),
        ("level", Reason::OutOfRange { min: 1, max: 3 }, rule(sleep, RuleCondition::AtLeast, 0, 1, 1)),
        ("level", Reason::OutOfRange { min: 1, max: 3 }, rule(sleep, RuleCondition::OfLast, 4, 2, 3)),
        ("count", Reason::OutOfRange { min: 2, max: 14 }, rule(sleep, RuleCondition::InARow, 1, 15, 15)),
        ("count", Reason::OutOfRange { min: 2, max: 28 }, rule(sleep, RuleCondition::InARow, 1, -1, 0)),
        ("out_of", Reason::OutOfRange { min: 2, max: 28 }, rule(sleep, RuleCondition::OfLast, 1, 2, 29)),
        ("sign", Reason::UnknownId, rule(WarningSignId(NOBODY), RuleCondition::There, 1, 1, 1)),
    ] {
        ana.refuses(field, reason, |h| h.save_own_rule(&new));
    }
    ana.refuses("note", Reason::TooLong { limit: 8000 }, |h| {
        h.record_check_in(&NewCheckIn { ratings: Vec::new(), note: long(8001) })
    });
    ana.refuses("ratings", Reason::OutOfRange { min: 0, max: 3 }, |h| h.record_check_in(&rated(sleep, -1)));
    ana.finds_nothing(|h| h.edit_check_in(CheckInId(NOBODY), &rated(sleep, 1)));
    ana.finds_nothing(|h| h.edit_warning_sign(WarningSignId(NOBODY), &new_sign("x", 3)));
    ana.finds_nothing(|h| h.set_warning_sign_state(WarningSignId(NOBODY), SignState::Resting));
    ana.finds_nothing(|h| h.edit_own_rule(OwnRuleId(NOBODY), &rule(sleep, RuleCondition::There, 1, 1, 1)));
    ana.finds_nothing(|h| h.set_own_rule_state(OwnRuleId(NOBODY), RuleState::Off));

    let rest: Vec<WarningSignId> = (1..MOST_FOLLOWED).map(|n| sign(&ana, &format!("sign {n}"), 3)).collect();
    let too_many = Reason::TooMany { limit: MOST_FOLLOWED };
    ana.refuses("signs", too_many, |h| h.save_warning_sign(&new_sign("one more", 3)));
    ana.set_warning_sign_state(sleep, SignState::Resting).unwrap();
    sign(&ana, "one more", 3);
    ana.refuses("signs", too_many, |h| h.set_warning_sign_state(sleep, SignState::Following));
    ana.set_warning_sign_state(rest[0], SignState::Resting).unwrap();
    ana.set_warning_sign_state(sleep, SignState::Following).unwrap();
}
