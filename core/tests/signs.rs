//! Warning signs, own rules and "your usual", by story.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, day, made, person};
use handrail_core::Reason;
use handrail_core::settings::EditSettings;
use handrail_core::signs::usual::State;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, SignState, WarningSignId};

fn sign(wording: &str, scale: i64) -> NewWarningSign {
    NewWarningSign {
        wording: wording.into(),
        who_may_notice: String::new(),
        scale,
        key_sign: false,
        emergency: false,
        ..NewWarningSign::default()
    }
}

fn rated(ratings: &[(WarningSignId, i64)]) -> NewCheckIn {
    NewCheckIn { ratings: ratings.to_vec(), note: String::new() }
}

fn rule(sign: WarningSignId, condition: RuleCondition, level: i64, count: i64, out_of: i64) -> NewOwnRule {
    NewOwnRule { sign, condition, level, count, out_of, action: "ring Mo".into() }
}

#[test]
fn anas_rule_opens_her_own_action_once_and_closes_when_the_sign_is_gone() {
    let ana = person("ana");
    let sleep = WarningSignId(made(&ana.save_warning_sign(&sign("Lying awake past two", 3)).unwrap(), "warning_sign"));
    ana.save_own_rule(&rule(sleep, RuleCondition::InARow, 2, 2, 2)).unwrap();
    let opened = |civil: &str, rating: i64| {
        ana.at(civil);
        let changes = ana.record_check_in(&rated(&[(sleep, rating)])).unwrap();
        (changes.touches("rule_opening"), ana.signs().unwrap().rules[0].open_since)
    };
    assert_eq!(opened("2026-03-02 09:00", 2), (false, None));
    assert_eq!(opened("2026-03-03 09:00", 3), (true, Some(day("2026-03-03"))));
    assert_eq!(opened("2026-03-04 09:00", 3), (false, Some(day("2026-03-03"))), "offered once, still on the screen");
    assert_eq!(opened("2026-03-05 09:00", 0), (false, None));
    assert_eq!(ana.signs().unwrap().signs[0].last_days[10..], [Some(2), Some(3), Some(3), Some(0)]);
}

#[test]
fn a_check_in_that_cannot_be_is_refused_whole() {
    let ben = person("ben");
    let voices = WarningSignId(made(&ben.save_warning_sign(&sign("Voices louder", 3)).unwrap(), "warning_sign"));
    ben.refuses("ratings", Reason::OutOfRange { min: 0, max: 3 }, |h| h.record_check_in(&rated(&[(voices, 4)])));
    ben.refuses("ratings", Reason::UnknownId, |h| {
        h.record_check_in(&rated(&[(voices, 1), (WarningSignId(NOBODY), 1)]))
    });
    ben.refuses("ratings", Reason::WrongState, |h| h.record_check_in(&rated(&[(voices, 1), (voices, 2)])));
    ben.refuses("ratings", Reason::Empty, |h| h.record_check_in(&rated(&[])));
    ben.refuses("wording", Reason::Empty, |h| h.save_warning_sign(&sign("  ", 3)));
    ben.refuses("scale", Reason::UnknownChoice, |h| h.save_warning_sign(&sign("x", 5)));
    ben.refuses("scale", Reason::WrongState, |h| h.edit_warning_sign(voices, &sign("Voices louder", 10)));
    ben.refuses("count", Reason::OutOfRange { min: 2, max: 14 }, |h| {
        h.save_own_rule(&rule(voices, RuleCondition::InARow, 1, 1, 1))
    });
    ben.refuses("out_of", Reason::OutOfRange { min: 3, max: 28 }, |h| {
        h.save_own_rule(&rule(voices, RuleCondition::OfLast, 1, 3, 2))
    });
    ben.refuses("level", Reason::OutOfRange { min: 1, max: 3 }, |h| {
        h.save_own_rule(&rule(voices, RuleCondition::AtLeast, 4, 1, 1))
    });
    ben.refuses("sign", Reason::UnknownId, |h| {
        h.save_own_rule(&rule(WarningSignId(NOBODY), RuleCondition::There, 1, 1, 1))
    });
}

#[test]
fn only_one_sign_is_the_key_sign_and_a_resting_one_is_kept() {
    let dana = person("dana");
    let key = |wording| NewWarningSign { key_sign: true, ..sign(wording, 3) };
    let first = WarningSignId(made(&dana.save_warning_sign(&key("Crying")).unwrap(), "warning_sign"));
    dana.save_warning_sign(&key("Not answering")).unwrap();
    let signs = dana.signs().unwrap().signs;
    assert_eq!(signs.iter().map(|s| s.key_sign).collect::<Vec<_>>(), [false, true]);
    dana.set_warning_sign_state(first, SignState::Resting).unwrap();
    let signs = dana.signs().unwrap().signs;
    assert_eq!((signs.len(), signs[1].id), (2, first), "resting signs come last");
}

#[test]
fn your_usual_speaks_only_when_turned_on_and_follows_every_correction() {
    let eli = person("eli");
    let talk =
        WarningSignId(made(&eli.save_warning_sign(&sign("Thinking people talk about me", 3)).unwrap(), "warning_sign"));
    let first = day("2026-03-02");
    for n in 0..28 {
        eli.at(&format!("{} 09:00", first.plus(n)));
        eli.record_check_in(&rated(&[(talk, 0)])).unwrap();
    }
    assert!(eli.your_usual().unwrap().is_none(), "off until it is turned on");
    eli.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() }).unwrap();
    // Golden vector G3: 28 days of 0, then 3 and 3, opens on the second.
    eli.at(&format!("{} 09:00", first.plus(28)));
    eli.record_check_in(&rated(&[(talk, 3)])).unwrap();
    assert_eq!(eli.your_usual().unwrap().unwrap().state, State::AboutUsual);
    eli.at(&format!("{} 09:00", first.plus(29)));
    let changes = eli.record_check_in(&rated(&[(talk, 3)])).unwrap();
    assert_eq!(eli.signs().unwrap().usual.unwrap().state, State::HigherThanUsual);
    let check_in = handrail_core::signs::CheckInId(made(&changes, "check_in"));
    eli.edit_check_in(check_in, &rated(&[(talk, 0)])).unwrap();
    assert_eq!(eli.your_usual().unwrap().unwrap().state, State::AboutUsual, "a correction is heard at once");
}
