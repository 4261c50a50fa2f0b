//! Single cases: missing days, too few signs, late entries, what is refused,
//! the states, the question "Is this your new usual?", resets.

use super::*;
use crate::signs::usual::{NewestOpening, State, UsualError};

#[test]
fn with_all_days_missing_it_is_still_learning() {
    let result = Person::new().on(400);
    assert_eq!(result.state, State::Learning { days_left: 28, ratings_left: 10 });
    assert!(result.series.is_empty() && result.openings.is_empty());
    assert_eq!(result.newest_opening, None);
    assert!(result.for_now && !result.ask_new_usual);
}

#[test]
fn learning_says_how_far_it_is() {
    let person = Person::new().daily(1, &[0.0; 4]);
    let learning = |days_left, ratings_left| State::Learning { days_left, ratings_left };
    assert_eq!(person.on(4).state, learning(25, 6));
    assert_eq!(person.on(28).state, learning(1, 6));
    assert_eq!(person.on(60).state, learning(0, 6));
    let ten = person.daily(60, &[0.0; 6]);
    assert_eq!(ten.on(65).state, State::AboutUsual);
    assert_eq!(Person::all_zero().on(28).state, learning(1, 0));
    assert_eq!(Person::all_zero().on(29).state, State::AboutUsual);
}

#[test]
fn a_rise_while_learning_raises_no_notice() {
    let result = Person::new().daily(1, &[0.0; 14]).daily(15, &[3.0; 14]).at_end();
    assert!(result.openings.is_empty());
    assert!(result.series.iter().all(|p| p.comparison.is_none()));
}

#[test]
fn a_day_with_fewer_than_half_of_the_signs_has_no_score() {
    let mut person = Person::new();
    person.sign_counts = vec![SignCount { from: 1, count: 5 }];
    let two = person.rate(1, 1, 3.0).rate(1, 2, 3.0);
    assert!(two.on(1).series.is_empty());
    let three = two.rate(1, 3, 0.0);
    assert_eq!(point(&three.on(1), 1).score, 2.0);

    let mut even = Person::new().rate(1, 1, 3.0).rate(1, 2, 2.0);
    even.sign_counts = vec![SignCount { from: 1, count: 4 }];
    assert_eq!(point(&even.on(1), 1).score, 2.5);
}

#[test]
fn a_sign_added_later_leaves_the_earlier_days_their_scores() {
    let mut person = Person::all_zero().daily(29, &[3.0, 3.0]);
    person.sign_counts.push(SignCount { from: 31, count: 3 });
    let result = person.rate(31, 1, 0.0).at_end();
    assert_eq!(result.openings, [opening(30, None)]);
    assert_eq!(result.series.len(), 30, "day 31 has one of three signs");
}

#[test]
fn without_signs_no_day_has_a_score() {
    let mut person = Person::all_zero();
    person.sign_counts = vec![SignCount { from: 1, count: 0 }];
    assert!(person.on(28).series.is_empty());
    person.sign_counts.clear();
    assert!(person.on(28).series.is_empty());
}

#[test]
fn of_several_ratings_of_a_day_the_latest_entered_counts() {
    let mut person = Person::new().rate(1, 1, 3.0).rate(1, 1, 1.0);
    assert_eq!(point(&person.on(1), 1).score, 1.0);
    person.ratings.reverse();
    assert_eq!(point(&person.on(1), 1).score, 1.0);
    for rating in &mut person.ratings {
        rating.entered = 7;
    }
    assert_eq!(point(&person.on(1), 1).score, 3.0, "a draw: the higher");
}

#[test]
fn an_opening_of_today_is_new_and_the_day_after_it_is_not() {
    let person = Person::all_zero().daily(29, &[3.0, 3.0]);
    assert_eq!(person.on(30).newest_opening, Some(NewestOpening::NewToday));
    assert_eq!(person.on(31).newest_opening, Some(NewestOpening::InThePast));
}

#[test]
fn a_late_entry_opens_in_the_past_and_raises_no_notice() {
    // Day 30 was forgotten and is entered on day 33, after a quiet day 31.
    let person = Person::all_zero().rate(29, 1, 3.0).rate(31, 1, 0.0).rate(33, 1, 0.0);
    assert_eq!(person.on(33).newest_opening, None);
    let late = person.rate(30, 1, 3.0).on(33);
    assert_eq!(late.openings, [opening(30, None)]);
    assert_eq!(late.newest_opening, Some(NewestOpening::InThePast));
    assert_eq!(late.state, State::HigherThanUsual);
}

#[test]
fn a_corrected_entry_takes_an_opening_back() {
    let person = Person::all_zero().daily(29, &[3.0, 3.0]);
    assert_eq!(person.on(30).openings.len(), 1);
    assert!(person.rate(30, 1, 0.0).on(30).openings.is_empty());
}

#[test]
fn ratings_0_to_10_are_ratings_0_to_3_scaled() {
    let small = Person::alternating().daily(29, &[3.0; 6]).daily(35, &[0.0; 12]);
    let mut large = small.clone();
    large.scale_max = 10.0;
    for rating in &mut large.ratings {
        rating.value = rating.value * 10.0 / 3.0;
    }
    assert_eq!(small.at_end().openings, large.at_end().openings);
    assert_eq!(opens_once(&large.at_end()), 31);
}

#[test]
fn it_opens_again_only_fourteen_days_after_the_last_opening() {
    // Opens day 30, closes day 41 (G7). High again on days 42 and 43 (two in a
    // row, 13 days after): not yet. Day 44 is the fourteenth day.
    let person = Person::all_zero().daily(29, &[3.0, 3.0]).daily(31, &[0.0; 11]).daily(42, &[3.0, 3.0, 3.0]);
    let result = person.at_end();
    assert!(comparison(&result, 42).high && comparison(&result, 43).high);
    assert_eq!(result.openings, [opening(30, Some(41)), opening(44, None)]);
}

#[test]
fn missed_days_do_not_break_a_run_of_two() {
    // Two check-ins in a row, five days apart, are still two in a row.
    let result = Person::all_zero().rate(29, 1, 3.0).rate(34, 1, 3.0).at_end();
    assert_eq!(opens_once(&result), 34);
}

#[test]
fn the_usual_is_frozen_while_a_notice_is_open() {
    // 2 daily: z .30 on day 29 is a tie with h, so it opens on day 31.
    let result = Person::all_zero().daily(29, &[2.0; 60]).at_end();
    assert_eq!(result.openings, [opening(31, None)]);
    for day in 31..=88 {
        let c = comparison(&result, day);
        assert_eq!((c.usual, c.ratings), (0.0, 28), "day {day}");
    }
}

#[test]
fn what_is_not_a_rating_is_refused() {
    let with = |value| {
        let person = Person::all_zero().rate(29, 1, value);
        your_usual(&person.history(29)).unwrap_err()
    };
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1, 3.1] {
        assert_eq!(with(value), UsualError::RatingOffScale, "{value}");
    }
}

#[test]
fn days_after_today_and_impossible_days_are_refused() {
    let error = |person: &Person, today| your_usual(&person.history(today)).unwrap_err();
    let person = Person::all_zero();
    assert_eq!(error(&person, 27), UsualError::FutureDay);
    let yes = person.clone().answer(31, true);
    assert_eq!(error(&yes, 30), UsualError::FutureDay);
    let reset = person.clone().reset(31);
    assert_eq!(error(&reset, 30), UsualError::FutureDay);
    let early = person.clone().rate(i64::MIN, 1, 0.0);
    assert_eq!(error(&early, 30), UsualError::DayOutOfRange);
    assert_eq!(error(&person, i64::MAX), UsualError::DayOutOfRange);
    assert_eq!(error(&person, i64::MIN), UsualError::FutureDay);
}

#[test]
fn a_scale_that_is_none_is_refused() {
    for scale_max in [f64::NAN, f64::INFINITY, 0.0, -3.0, 0.5, 101.0] {
        let mut person = Person::new();
        person.scale_max = scale_max;
        assert_eq!(your_usual(&person.history(1)).unwrap_err(), UsualError::ScaleMaximum);
    }
}

#[test]
fn not_enough_ratings_goes_before_higher_and_after_learning() {
    let open = Person::all_zero().daily(29, &[3.0, 3.0]);
    assert_eq!(open.on(30).state, State::HigherThanUsual);
    // Days 28, 29 and 30 are the last three; on day 42 day 28 is 14 days old.
    assert_eq!(open.on(41).state, State::HigherThanUsual);
    assert_eq!(open.on(42).state, State::NotEnoughRatings);
    assert_eq!(open.on(42).openings, [opening(30, None)]);
    let sparse = Person::new().daily(1, &[0.0; 9]);
    assert!(matches!(sparse.on(90).state, State::Learning { .. }));
}

#[test]
fn the_weekly_form_needs_two_forms_in_four_weeks() {
    let weekly = (0..6).fold(Person::new().form(Form::Weekly), |person, week| person.rate(1 + 7 * week, 1, 0.0));
    // The last two forms are of days 29 and 36; day 29 is 28 days old on 57.
    assert_eq!(weekly.on(56).state, State::AboutUsual);
    assert_eq!(weekly.on(57).state, State::NotEnoughRatings);
    let early = weekly.on(36).series;
    assert_eq!(early.len(), 6);
    assert!(early[4].comparison.is_none() && early[5].comparison.is_some());
}

#[test]
fn a_form_a_day_late_is_forgotten_in_fractions_of_a_week() {
    let weekly = (0..6).fold(Person::new().form(Form::Weekly), |person, week| person.rate(1 + 7 * week, 1, 0.0));
    let result = weekly.rate(44, 1, 1.0).at_end();
    let expected = 1.0 - 0.4_f64.powf(8.0 / 7.0);
    assert!((comparison(&result, 44).recent - expected).abs() < 1e-12);
}

#[test]
fn for_now_is_said_in_the_first_twelve_weeks() {
    let person = Person::new().daily(1, &[0.0; 90]);
    assert!(person.clone().on(90).series.len() == 90);
    let until = |day| Person::new().daily(1, &vec![0.0; day]).at_end().for_now;
    assert!(until(84));
    assert!(!until(85));
}

#[test]
fn after_a_no_it_is_asked_again_in_four_weeks_and_the_notice_stays() {
    let rise = Person::all_zero().daily(29, &[2.0; 80]).answer(60, false);
    // Opens on day 31; asked from day 59; "no" on day 60.
    let at = |day| {
        let mut person = rise.clone();
        person.ratings.retain(|r| r.day <= day);
        person.answers.retain(|a| a.day <= day);
        person.on(day)
    };
    for (day, asked) in [(58, false), (59, true), (60, false), (87, false), (88, true)] {
        assert_eq!(at(day).ask_new_usual, asked, "day {day}");
    }
    assert_eq!(at(108).openings, [opening(31, None)]);
}

#[test]
fn with_too_few_ratings_lately_it_is_not_asked() {
    let rise = Person::all_zero().daily(29, &[2.0; 10]);
    assert_eq!(rise.on(70).state, State::NotEnoughRatings);
    assert!(!rise.on(70).ask_new_usual);
    assert_eq!(rise.on(70).openings, [opening(31, None)]);
}

#[test]
fn an_answer_without_an_open_notice_changes_nothing() {
    let person = Person::all_zero().daily(29, &[1.0; 4]);
    for day in [10, 29, 31, 32] {
        let answered = person.clone().answer(day, true);
        assert_eq!(answered.on(32), person.on(32), "day {day}");
    }
}

#[test]
fn a_yes_counts_from_the_beginning_of_its_day() {
    // After 12 missed days the 0 of day 72 closes the notice by itself (z =
    // 0.85^13 = 0.12); the "yes" of that morning still makes the new usual.
    let person = Person::all_zero().daily(29, &[1.0; 31]).rate(72, 1, 0.0);
    let result = person.on(72);
    assert_eq!(result.openings, [opening(32, Some(72))]);
    assert_eq!(comparison(&result, 72).usual, 0.0);
    let result = person.answer(72, true).on(72);
    assert_eq!(result.openings, [opening(32, Some(72))]);
    assert_eq!(comparison(&result, 72).usual, 1.0);
}

#[test]
fn after_a_yes_a_further_rise_still_opens() {
    // New usual 1; then 3 daily from day 60: day 60 z = 0.85 * 0.992 + 0.45 =
    // 1.293 (rise 0.293, under 0.30), day 61 z = 1.549, day 62 z = 1.767.
    let result = Person::all_zero().daily(29, &[1.0; 31]).answer(60, true).daily(60, &[3.0; 4]).at_end();
    assert!(!comparison(&result, 60).high && comparison(&result, 61).high);
    assert_eq!(result.openings, [opening(32, Some(60)), opening(62, None)]);
}

#[test]
fn a_yes_and_a_no_on_one_day_are_a_yes() {
    let person = Person::all_zero().daily(29, &[1.0; 31]);
    let yes_no = person.clone().answer(60, true).answer(60, false);
    let no_yes = person.clone().answer(60, false).answer(60, true);
    let yes = person.answer(60, true).on(60);
    assert_eq!(yes_no.on(60), yes);
    assert_eq!(no_yes.on(60), yes);
}

#[test]
fn highs_against_the_old_usual_do_not_count_against_the_new_one() {
    // Days 29-59 were high without a break. Day 75 is high by the new usual
    // too (z = 0.074 + 0.926 * 3), and it takes a second one to open.
    let result = Person::all_zero().daily(29, &[1.0; 31]).answer(60, true).daily(75, &[3.0, 3.0]).at_end();
    assert!(comparison(&result, 75).high && !point(&result, 75).open);
    assert_eq!(result.openings, [opening(32, Some(60)), opening(76, None)]);
}

#[test]
fn a_new_usual_of_few_ratings_takes_in_more_until_there_are_ten() {
    // Only days 32-34 were rated while the notice was open. The day judged is
    // never part of its own usual.
    let result = Person::all_zero().daily(29, &[1.0; 6]).answer(60, true).daily(60, &[1.0; 12]).at_end();
    for (day, ratings) in [(60, 3), (61, 4), (66, 9), (67, 10), (68, 10), (71, 10)] {
        assert_eq!(comparison(&result, day).ratings, ratings, "day {day}");
    }
}

#[test]
fn the_window_reaches_from_28_to_118_days_back() {
    let result = Person::all_zero().daily(29, &[0.0; 122]).at_end();
    for (day, ratings) in [(37, 28), (38, 10), (118, 90), (119, 91), (120, 91), (150, 91)] {
        assert_eq!(comparison(&result, day).ratings, ratings, "day {day}");
    }
}

#[test]
fn ratings_of_the_day_of_a_reset_do_not_belong_to_the_new_usual() {
    let result = Person::all_zero().reset(29).daily(29, &[3.0]).daily(30, &[0.0; 29]).at_end();
    // Days 30-57 are the new usual; it takes over on day 58.
    assert_eq!(comparison(&result, 57).ratings, 29);
    let day_58 = comparison(&result, 58);
    assert_eq!((day_58.usual, day_58.ratings), (0.0, 28));
}

#[test]
fn a_reset_while_learning_waits_for_its_own_days() {
    let result = Person::new().daily(1, &[0.0; 10]).reset(10).daily(11, &[1.0; 40]).at_end();
    // Learning is over on day 28 as ever; days 11-38 take over on day 39.
    assert_eq!(comparison(&result, 29).ratings, 28);
    assert_eq!(comparison(&result, 38).ratings, 10);
    let day_39 = comparison(&result, 39);
    assert_eq!((day_39.usual, day_39.ratings), (1.0, 28));
}

#[test]
fn a_second_reset_replaces_one_that_is_not_in_force_yet() {
    let result = Person::all_zero().reset(28).daily(29, &[0.0; 10]).reset(38).daily(39, &[0.0; 30]).at_end();
    // Days 39-66 are the newest usual's own; day 57 takes nothing over.
    assert_eq!(comparison(&result, 57).ratings, 29);
    assert_eq!(comparison(&result, 66).ratings, 38);
    assert_eq!(comparison(&result, 67).ratings, 28);
}

#[test]
fn a_reset_in_force_is_the_old_usual_of_the_next_reset() {
    // The first takes over on day 57; the second, on day 56, on day 85.
    let result =
        Person::new().daily(1, &[2.0; 28]).reset(28).daily(29, &[1.0; 28]).reset(56).daily(57, &[0.0; 30]).at_end();
    assert_eq!(comparison(&result, 56).usual, 2.0);
    assert_eq!(comparison(&result, 57).usual, 1.0);
    assert_eq!(comparison(&result, 84).usual, 1.0);
    assert_eq!(comparison(&result, 85).usual, 0.0);
}

#[test]
fn after_a_pause_of_months_the_learning_days_are_the_usual_again() {
    let result = Person::all_zero().daily(29, &[1.0; 2]).rate(400, 1, 0.0).at_end();
    let c = comparison(&result, 400);
    assert_eq!((c.usual, c.ratings), (0.0, 28));
}
