//! Tests of the person's own rules.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::prelude::*;

use super::DayNumber;
use super::own_rules::{Action, CheckIn, Condition, Evaluation, Mark, OwnRule, OwnRuleError};

fn rule(condition: Condition) -> OwnRule {
    OwnRule::new(condition, 3.0).expect("within limits")
}

fn refused(condition: Condition) -> OwnRuleError {
    OwnRule::new(condition, 3.0).unwrap_err()
}

fn in_a_row(n: u8) -> Condition {
    Condition::CheckInsInARow { n, level: None }
}

fn of_last(n: u8, m: u8) -> Condition {
    Condition::OfLast { n, m, level: None }
}

/// Check-ins by day, entered in that order.
fn check_ins(marks: &[(DayNumber, Mark)]) -> Vec<CheckIn> {
    (0..).zip(marks).map(|(entered, (day, mark))| CheckIn { day: *day, mark: *mark, entered }).collect()
}

fn rated(values: &[(DayNumber, f64)]) -> Vec<CheckIn> {
    let marks: Vec<_> = values.iter().map(|(d, v)| (*d, Mark::Rated(*v))).collect();
    check_ins(&marks)
}

fn ticked(marks: &[(DayNumber, bool)]) -> Vec<CheckIn> {
    let marks: Vec<_> = marks.iter().map(|(d, t)| (*d, Mark::Ticked(*t))).collect();
    check_ins(&marks)
}

fn holds(condition: Condition, history: &[CheckIn], today: DayNumber) -> bool {
    rule(condition).evaluate(history, None, today).expect("valid check-ins").holds
}

fn action(history: &[CheckIn], opened: Option<DayNumber>, today: DayNumber) -> Action {
    rule(Condition::IsThere).evaluate(history, opened, today).expect("valid check-ins").action
}

#[test]
fn a_tick_on_the_first_day_opens_the_action() {
    let evaluation = rule(Condition::IsThere).evaluate(&ticked(&[(1, true)]), None, 1);
    assert_eq!(evaluation, Ok(Evaluation { holds: true, action: Action::OpensNow }));
}

#[test]
fn any_rating_above_zero_is_there() {
    assert!(holds(Condition::IsThere, &rated(&[(1, 0.5)]), 1));
    assert!(!holds(Condition::IsThere, &rated(&[(1, 0.0)]), 1));
    assert!(!holds(Condition::IsThere, &ticked(&[(1, false)]), 1));
}

#[test]
fn a_level_is_reached_at_the_level_and_a_tick_reaches_none() {
    let at_least = Condition::AtLeast { level: 2.0 };
    assert!(holds(at_least, &rated(&[(1, 2.0)]), 1));
    assert!(!holds(at_least, &rated(&[(1, 1.9)]), 1));
    assert!(!holds(at_least, &ticked(&[(1, true)]), 1));
}

#[test]
fn two_check_ins_in_a_row_may_have_days_without_one_between() {
    let history = ticked(&[(1, false), (3, true), (6, true)]);
    assert!(holds(in_a_row(2), &history, 6));
    assert!(!holds(in_a_row(3), &history, 6));
    assert!(!holds(in_a_row(2), &history[..2], 3));
    let broken = ticked(&[(1, true), (2, false), (3, true)]);
    assert!(!holds(in_a_row(2), &broken, 3));
}

#[test]
fn two_looks_at_one_day_are_one_check_in() {
    let twice = ticked(&[(1, true), (1, true)]);
    assert!(!holds(in_a_row(2), &twice, 1));
    let corrected = ticked(&[(1, true), (1, false)]);
    assert!(!holds(Condition::IsThere, &corrected, 1));
}

#[test]
fn a_level_can_be_asked_of_each_of_several_check_ins() {
    let history = rated(&[(1, 3.0), (2, 1.0), (3, 2.0), (4, 3.0)]);
    let row = |n| Condition::CheckInsInARow { n, level: Some(2.0) };
    assert!(holds(row(2), &history, 4));
    assert!(!holds(row(3), &history, 4));
    assert!(holds(in_a_row(4), &history, 4));
    let of = |n, m| Condition::OfLast { n, m, level: Some(2.0) };
    assert!(holds(of(3, 4), &history, 4));
    assert!(!holds(of(3, 3), &history, 4));
}

#[test]
fn n_of_the_last_m_needs_the_newest_to_count() {
    let history = ticked(&[(1, true), (2, true), (3, true), (4, false)]);
    assert!(holds(of_last(3, 5), &history[..3], 3), "fewer than m so far");
    assert!(!holds(of_last(3, 5), &history, 4));
    let back = ticked(&[(1, true), (2, true), (3, false), (4, false), (5, true)]);
    assert!(holds(of_last(3, 5), &back, 5));
    assert!(!holds(of_last(3, 4), &back, 5));
}

#[test]
fn a_day_without_a_check_in_holds_nothing() {
    let history = ticked(&[(1, true)]);
    assert!(holds(Condition::IsThere, &history, 1));
    assert!(!holds(Condition::IsThere, &history, 2));
    assert_eq!(action(&history, None, 2), Action::Closed);
    assert!(!holds(Condition::IsThere, &[], 2));
}

#[test]
fn an_action_opens_once_while_the_sign_stays() {
    let history = ticked(&[(1, true), (2, true), (3, true)]);
    let stays = Action::StaysOpen { since: 1 };
    assert_eq!(action(&history[..1], Some(1), 1), stays);
    assert_eq!(action(&history, Some(1), 3), stays);
    assert_eq!(action(&history, Some(1), 9), stays, "no check-in since");
}

#[test]
fn an_action_closes_when_the_sign_is_gone_and_may_open_again() {
    let history = ticked(&[(1, true), (2, false), (3, true)]);
    assert_eq!(action(&history[..2], Some(1), 2), Action::Closed);
    assert_eq!(action(&history, Some(1), 3), Action::OpensNow);
    let same_evening = ticked(&[(1, true), (1, false)]);
    assert_eq!(action(&same_evening, Some(1), 1), Action::Closed);
}

#[test]
fn after_fourteen_days_an_action_closes_and_may_open_again() {
    let history = ticked(&[(1, true), (14, true), (15, true)]);
    let stays = Action::StaysOpen { since: 1 };
    assert_eq!(action(&history[..2], Some(1), 14), stays);
    assert_eq!(action(&history[..2], Some(1), 15), Action::Closed);
    assert_eq!(action(&history, Some(1), 15), Action::OpensNow);
}

#[test]
fn a_sign_that_is_there_below_its_level_keeps_the_action_open() {
    let at_least = rule(Condition::AtLeast { level: 2.0 });
    let history = rated(&[(1, 2.0), (2, 1.0), (3, 3.0)]);
    let evaluation = at_least.evaluate(&history[..2], Some(1), 2).unwrap();
    assert!(!evaluation.holds);
    assert_eq!(evaluation.action, Action::StaysOpen { since: 1 });
    let evaluation = at_least.evaluate(&history, Some(1), 3).unwrap();
    assert_eq!(evaluation.action, Action::StaysOpen { since: 1 });
}

#[test]
fn a_check_in_entered_late_opens_nothing_by_itself() {
    let history = ticked(&[(5, false), (4, true), (3, true)]);
    assert_eq!(action(&history, None, 5), Action::Closed);
}

#[test]
fn counts_and_levels_have_limits() {
    for n in [0, 1, 15, 255] {
        assert_eq!(refused(in_a_row(n)), OwnRuleError::CountOutOfRange);
        assert_eq!(refused(of_last(n, 28)), OwnRuleError::CountOutOfRange);
    }
    for (n, m) in [(3, 2), (14, 13), (2, 29), (2, 0)] {
        assert_eq!(refused(of_last(n, m)), OwnRuleError::StretchOutOfRange);
    }
    for n in [2, 14] {
        assert_eq!(rule(in_a_row(n)).condition(), in_a_row(n));
        assert_eq!(rule(of_last(n, n)).condition(), of_last(n, n));
        assert_eq!(rule(of_last(n, 28)).condition(), of_last(n, 28));
    }
    for level in [0.0, -1.0, 3.1, f64::NAN, f64::INFINITY] {
        assert_eq!(refused(Condition::AtLeast { level }), OwnRuleError::LevelOffScale);
        let row = Condition::CheckInsInARow { n: 2, level: Some(level) };
        assert_eq!(refused(row), OwnRuleError::LevelOffScale);
    }
    assert!(OwnRule::new(Condition::AtLeast { level: 3.0 }, 3.0).is_ok());
    for scale_max in [f64::NAN, 0.0, 1000.0] {
        assert_eq!(OwnRule::new(Condition::IsThere, scale_max), Err(OwnRuleError::ScaleMaximum));
    }
}

#[test]
fn ratings_off_the_scale_and_days_to_come_are_refused() {
    let there = rule(Condition::IsThere);
    for value in [f64::NAN, -0.5, 3.5, f64::INFINITY] {
        assert_eq!(there.evaluate(&rated(&[(1, value)]), None, 1), Err(OwnRuleError::RatingOffScale));
    }
    assert_eq!(there.evaluate(&ticked(&[(2, true)]), None, 1), Err(OwnRuleError::FutureDay));
    assert_eq!(there.evaluate(&[], Some(2), 1), Err(OwnRuleError::FutureDay));
    let far = there.evaluate(&[], Some(i64::MIN), i64::MAX).unwrap();
    assert_eq!(far.action, Action::Closed);
}

fn any_mark() -> impl Strategy<Value = Mark> {
    prop_oneof![(0_u8..=3).prop_map(|v| Mark::Rated(f64::from(v))), any::<bool>().prop_map(Mark::Ticked),]
}

fn any_history() -> impl Strategy<Value = Vec<CheckIn>> {
    vec((1_i64..60, any_mark()), 1..60).prop_map(|mut marks| {
        marks.sort_by_key(|(day, _)| *day);
        check_ins(&marks)
    })
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let level = proptest::option::of((1_u8..=3).prop_map(f64::from));
    prop_oneof![
        Just(Condition::IsThere),
        (1_u8..=3).prop_map(|l| Condition::AtLeast { level: f64::from(l) }),
        (2_u8..5, level.clone()).prop_map(|(n, level)| Condition::CheckInsInARow { n, level }),
        (2_u8..5, 0_u8..6, level).prop_map(|(n, more, level)| Condition::OfLast { n, m: n + more, level }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_action_opens_again_only_after_the_sign_went_or_fourteen_days(
        history in any_history(), condition in any_condition(),
    ) {
        let rule = rule(condition);
        let mut opened: Option<DayNumber> = None;
        for today in 1..=60 {
            let known: Vec<_> = history.iter().copied().filter(|c| c.day <= today).collect();
            let evaluation = rule.evaluate(&known, opened, today).unwrap();
            match evaluation.action {
                Action::OpensNow => {
                    prop_assert!(evaluation.holds);
                    prop_assert!(known.iter().any(|c| c.day == today));
                    if let Some(before) = opened {
                        let gone = known.iter().any(|c| {
                            c.day >= before
                                && matches!(c.mark, Mark::Ticked(false) | Mark::Rated(0.0))
                        });
                        prop_assert!(today - before >= 14 || gone);
                    }
                    opened = Some(today);
                    let again = rule.evaluate(&known, opened, today).unwrap();
                    prop_assert_eq!(again.action, Action::StaysOpen { since: today });
                }
                Action::StaysOpen { since } => {
                    prop_assert_eq!(Some(since), opened);
                    prop_assert!(today - since < 14);
                }
                Action::Closed => prop_assert!(!evaluation.holds),
            }
        }
    }

    #[test]
    fn whatever_holds_the_sign_is_there(history in any_history(), condition in any_condition()) {
        let today = history.iter().map(|c| c.day).max().unwrap();
        if holds(condition, &history, today) {
            prop_assert!(holds(Condition::IsThere, &history, today));
        }
    }

    #[test]
    fn n_of_the_last_n_is_n_in_a_row(history in any_history(), n in 2_u8..6) {
        let today = history.iter().map(|c| c.day).max().unwrap();
        prop_assert_eq!(
            holds(of_last(n, n), &history, today),
            holds(in_a_row(n), &history, today)
        );
    }

    #[test]
    fn asking_less_holds_wherever_asking_more_holds(
        history in any_history(), n in 2_u8..5, more in 1_u8..4, level in 2_u8..=3,
    ) {
        let today = history.iter().map(|c| c.day).max().unwrap();
        let implies = |strict, lax| !holds(strict, &history, today) || holds(lax, &history, today);
        prop_assert!(implies(in_a_row(n + more), in_a_row(n)));
        prop_assert!(implies(of_last(n, n + more), of_last(n, n + more + 1)));
        prop_assert!(implies(of_last(n + 1, n + more), of_last(n, n + more)));
        let at = |level: u8| Condition::AtLeast { level: f64::from(level) };
        prop_assert!(implies(at(level), at(level - 1)));
        let row = |level| Condition::CheckInsInARow { n, level };
        prop_assert!(implies(row(Some(f64::from(level))), row(None)));
    }

    #[test]
    fn neither_order_in_the_list_nor_a_shift_of_days_matters(
        history in any_history(), condition in any_condition(),
        turn in any::<usize>(), by in -20_000_i64..20_000, opened in proptest::option::of(1_i64..60),
    ) {
        let today = 60;
        let expected = rule(condition).evaluate(&history, opened, today).unwrap();
        let mut turned = history.clone();
        turned.rotate_left(turn % history.len());
        prop_assert_eq!(rule(condition).evaluate(&turned, opened, today), Ok(expected));
        for check_in in &mut turned {
            check_in.day += by;
        }
        let shifted = rule(condition)
            .evaluate(&turned, opened.map(|d| d + by), today + by)
            .unwrap();
        prop_assert_eq!(shifted.holds, expected.holds);
        let back = match shifted.action {
            Action::StaysOpen { since } => Action::StaysOpen { since: since - by },
            other => other,
        };
        prop_assert_eq!(back, expected.action);
    }

    #[test]
    fn missed_days_neither_make_nor_break_a_rule(history in any_history(), condition in any_condition()) {
        // The same check-ins on a person's every third day.
        let today = history.iter().map(|c| c.day).max().unwrap();
        let mut spread = history.clone();
        for check_in in &mut spread {
            check_in.day *= 3;
        }
        prop_assert_eq!(
            holds(condition, &history, today),
            holds(condition, &spread, 3 * today)
        );
    }
}
