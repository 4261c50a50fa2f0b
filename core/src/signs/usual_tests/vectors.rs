//! Golden vectors G1 to G13 of `docs/signs.md`: scale 0-3, days 1-28 rated,
//! then from day 29. G1 to G11 are given with the rule; G12 and G13 are worked
//! out by hand below.

use super::*;
use crate::signs::usual::State;

/// Equal to the three digits the table shows.
#[track_caller]
fn shows(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 0.000_5 + 1e-12, "{value} is not shown as {expected}");
}

#[track_caller]
fn recent_levels(result: &YourUsual, from: DayNumber, expected: &[f64]) {
    for (day, z) in (from..).zip(expected) {
        shows(comparison(result, day).recent, *z);
    }
}

#[track_caller]
fn lines(result: &YourUsual, from: DayNumber, expected: &[f64]) {
    for (day, h) in (from..).zip(expected) {
        shows(comparison(result, day).line, *h);
    }
}

#[test]
fn g1_one_spike_stays_silent() {
    let result = Person::all_zero().daily(29, &[3.0, 0.0, 0.0, 0.0, 0.0]).at_end();
    assert!(result.openings.is_empty());
    recent_levels(&result, 29, &[0.45, 0.383, 0.325]);
    lines(&result, 29, &[0.30; 5]);
    assert!(comparison(&result, 29).high);
    // Still over the line, and stopped by "the day itself above the usual".
    let day_30 = comparison(&result, 30);
    assert!(day_30.recent - day_30.usual > day_30.line && !day_30.high);
    assert_eq!(result.state, State::AboutUsual);
}

#[test]
fn g2_a_small_rise_opens_on_its_fourth_day() {
    let result = Person::all_zero().daily(29, &[1.0; 4]).at_end();
    assert_eq!(opens_once(&result), 32);
    recent_levels(&result, 29, &[0.15, 0.278, 0.386, 0.478]);
    lines(&result, 29, &[0.30; 4]);
    assert_eq!(result.state, State::HigherThanUsual);
}

#[test]
fn g3_a_large_rise_opens_on_its_second_day() {
    let result = Person::all_zero().daily(29, &[3.0, 3.0]).at_end();
    assert_eq!(opens_once(&result), 30);
    recent_levels(&result, 29, &[0.45, 0.833]);
}

#[test]
fn g4_after_a_gap_the_recent_level_is_mostly_the_newest_rating() {
    let result = Person::all_zero().daily(38, &[3.0, 3.0]).at_end();
    assert_eq!(opens_once(&result), 39);
    recent_levels(&result, 38, &[2.409, 2.498]);
    lines(&result, 38, &[0.525, 0.449]);
    assert_eq!(comparison(&result, 38).ratings, 10);
    assert_eq!(comparison(&result, 39).ratings, 11);
}

#[test]
fn g5_a_steady_two_above_a_swinging_one_opens_on_day_35() {
    let result = Person::alternating().daily(29, &[2.0; 12]).at_end();
    assert_eq!(opens_once(&result), 35);
    shows(comparison(&result, 29).usual, 1.0);
}

#[test]
fn g6_a_steady_three_above_a_swinging_one_opens_on_day_31() {
    let result = Person::alternating().daily(29, &[3.0; 6]).at_end();
    assert_eq!(opens_once(&result), 31);
    recent_levels(&result, 29, &[1.3, 1.555, 1.772]);
    lines(&result, 29, &[0.459, 0.519, 0.558]);
}

#[test]
fn g7_a_notice_closes_under_half_the_line() {
    let result = Person::all_zero().daily(29, &[3.0, 3.0]).daily(31, &[0.0; 15]).at_end();
    assert_eq!(result.openings, [opening(30, Some(41))]);
    let day_40 = comparison(&result, 40);
    shows(day_40.recent, 0.164);
    shows(day_40.line / 2.0, 0.15);
    assert!(point(&result, 40).open);
    shows(comparison(&result, 41).recent, 0.139);
    assert!(!point(&result, 41).open);
}

#[test]
fn g8_a_tie_is_not_high() {
    let result = Person::all_zero().form(Form::OneSign).daily(29, &[3.0; 3]).at_end();
    let day_29 = comparison(&result, 29);
    shows(day_29.recent, 0.45);
    shows(day_29.line, 0.45);
    assert!(!day_29.high);
    assert_eq!(opens_once(&result), 31);
}

#[test]
fn g9_the_weekly_form_opens_at_one_form_and_closes() {
    let zeros = (0..6).fold(Person::new().form(Form::Weekly), |person, week| person.rate(1 + 7 * week, 1, 0.0));
    let result = zeros.rate(43, 1, 1.0).rate(50, 1, 1.0).rate(57, 1, 0.0).rate(64, 1, 0.0).at_end();
    assert_eq!(result.openings, [opening(43, Some(64))]);
    shows(comparison(&result, 43).recent, 0.6);
    shows(comparison(&result, 43).line, 0.3);
    shows(comparison(&result, 64).recent, 0.134);
}

#[test]
fn g10_learning_goes_on_to_the_tenth_rating() {
    let every_fifth = (0..10).fold(Person::new(), |person, n| person.rate(1 + 5 * n, 1, 0.0));
    let result = every_fifth.daily(51, &[3.0, 3.0]).at_end();
    assert!(point(&result, 46).comparison.is_none());
    assert!(point(&result, 51).comparison.is_some());
    assert_eq!(opens_once(&result), 52);
    recent_levels(&result, 51, &[1.669, 1.869]);
    lines(&result, 51, &[0.389, 0.358]);
}

#[test]
fn g11_quieter_opens_a_day_later_and_sooner_a_day_earlier() {
    let daily = Person::all_zero().daily(29, &[1.0; 12]);
    assert_eq!(opens_once(&daily.at_end()), 32);
    let quieter = daily.clone().sensitivity(Sensitivity::Quieter);
    assert_eq!(opens_once(&quieter.at_end()), 33);
    let sooner = daily.sensitivity(Sensitivity::Sooner);
    assert_eq!(opens_once(&sooner.at_end()), 31);
}

/// G12. All 0, then 1 daily from day 29; "yes, my new usual" on day 60; then
/// 40 equal days (60-99). By hand:
/// - As G2, the notice opens on day 32. Its 28 days are over on day 60, the
///   first day of the question.
/// - "Yes" closes it on day 60; only days 32 and later count. On day 60 these
///   are 32-59: n = 28, all 1, so mu = 1 and
///   s = sqrt(7 * 0.45^2 / (7 + 28 - 1)) = sqrt(1.4175 / 34) = 0.204.
/// - z after 32 days of 1 is 1 - 0.85^32 = 0.994: z - mu < 0, and x = mu, so
///   not high. v has come to 0.15^2 / (1 - 0.85^2) = 0.081, so
///   1.5 s sqrt(f (v + 1/28)) = 0.143, under the least rise: h = 0.30.
/// - The window of ages 28-118 holds ten of the days that count when day 41 is
///   28 days old, on day 69: n = 28 until day 68, then 10, 11, ... 40 on day
///   99 (days 32-71). All are 1; nothing rises; silent.
#[test]
fn g12_yes_then_forty_equal_days_stay_silent() {
    let rise = Person::all_zero().daily(29, &[1.0; 31]);
    assert!(!rise.clone().on(59).ask_new_usual);
    assert!(rise.clone().on(60).ask_new_usual);
    let answered = rise.answer(60, true);
    let result = answered.clone().on(60);
    assert_eq!(result.openings, [opening(32, Some(60))]);
    assert_eq!(result.state, State::AboutUsual);
    assert!(!result.ask_new_usual);

    let result = answered.daily(60, &[1.0; 40]).on(99);
    assert_eq!(result.openings, [opening(32, Some(60))]);
    let day_60 = comparison(&result, 60);
    assert_eq!((day_60.usual, day_60.ratings), (1.0, 28));
    shows(day_60.spread, 0.204);
    shows(day_60.recent, 0.994);
    for (day, ratings) in [(59, 28), (68, 28), (69, 10), (70, 11), (99, 40)] {
        assert_eq!(comparison(&result, day).ratings, ratings, "day {day}");
    }
    for day in 60..=99 {
        let c = comparison(&result, day);
        shows(c.line, 0.30);
        assert!(c.usual == 1.0 && !c.high && !point(&result, day).open);
    }
    assert_eq!(result.state, State::AboutUsual);
}

/// G13, a reset that finds people better: days 1-28 all 1, reset on day 28
/// (a new medicine), 0 on days 29-56, then 1 daily. By hand:
/// - Until day 56 the old usual holds: mu = 1 (n = 28 from learning, from day
///   38 on the window's 10, 11, ...: on day 56 days 1-28, again 28). Below
///   one's usual is silent.
/// - Day 57 is the first with 28 days and 10 ratings after the reset behind
///   it: mu = 0 from days 29-56, n = 28, and h = 0.30 (as G12).
/// - z on day 56 is 0.85^28 = 0.011; then 0.159, 0.285, 0.392, 0.484. High on
///   days 59 and 60: opens on day 60. By the old usual (1) it never would.
#[test]
fn g13_after_a_reset_the_old_usual_holds_until_the_new_one_is_known() {
    let result = Person::new().daily(1, &[1.0; 28]).reset(28).daily(29, &[0.0; 28]).daily(57, &[1.0; 4]).at_end();
    for (day, ratings) in [(29, 28), (37, 28), (38, 10), (56, 28)] {
        let c = comparison(&result, day);
        assert_eq!((c.usual, c.ratings), (1.0, ratings), "day {day}");
    }
    for day in 57..=60 {
        let c = comparison(&result, day);
        assert_eq!((c.usual, c.ratings), (0.0, 28), "day {day}");
        shows(c.line, 0.30);
    }
    recent_levels(&result, 56, &[0.011, 0.159, 0.285, 0.392, 0.484]);
    assert!(!comparison(&result, 58).high && comparison(&result, 59).high);
    assert_eq!(result.openings, [opening(60, None)]);
}

/// G13, the other way: all 0, reset on day 28, then 1 daily. By hand: the
/// reset silences nothing, so the notice opens on day 32 as in G2. On day 57
/// the new usual (days 29-56, n = 28, mu = 1) takes over: the notice, which
/// compared with the old one, closes; z = 1 - 0.85^29 = 0.991 is not above 1.
/// Day 38 is 28 days old on day 66, when the window holds ten: n = 10.
#[test]
fn g13_a_reset_silences_nothing_and_its_own_usual_closes_the_notice() {
    let result = Person::all_zero().reset(28).daily(29, &[1.0; 40]).at_end();
    assert_eq!(result.openings, [opening(32, Some(57))]);
    assert!(point(&result, 56).open && !point(&result, 57).open);
    assert_eq!(comparison(&result, 56).usual, 0.0);
    for (day, ratings) in [(57, 28), (65, 28), (66, 10), (68, 12)] {
        let c = comparison(&result, day);
        assert_eq!((c.usual, c.ratings), (1.0, ratings), "day {day}");
        assert!(!c.high);
    }
    shows(comparison(&result, 57).recent, 0.991);
}
