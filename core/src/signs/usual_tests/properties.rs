//! What must hold for every history (the list in `docs/signs.md`).

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::signs::parameters::parameters_for;
use crate::signs::usual::UsualError;

fn any_form() -> impl Strategy<Value = Form> {
    prop_oneof![Just(Form::DailyTogether), Just(Form::OneSign), Just(Form::Weekly)]
}

fn any_sensitivity() -> impl Strategy<Value = Sensitivity> {
    prop_oneof![Just(Sensitivity::Quieter), Just(Sensitivity::Standard), Just(Sensitivity::Sooner)]
}

/// People mostly at 0 with stretches of higher ratings, gaps of days, up to
/// three signs of which some are left out, answers and resets.
fn any_person() -> impl Strategy<Value = Person> {
    let stretch = (1_usize..12, 0_u8..=3, 1_i64..=3);
    let stretches = prop_oneof![
        // Enough quiet days first for openings to be common.
        vec(stretch.clone(), 1..25).prop_map(|mut s| {
            s.insert(0, (30, 0, 1));
            s
        }),
        vec(stretch, 0..25),
    ];
    (
        any_form(),
        any_sensitivity(),
        1_usize..=3,
        stretches,
        vec((0_i64..200, any::<bool>()), 0..5),
        vec(0_i64..200, 0..3),
        any::<u64>(),
    )
        .prop_map(|(form, sensitivity, signs, stretches, answers, resets, noise)| {
            let mut person = Person::new().form(form).sensitivity(sensitivity);
            person.sign_counts[0].count = signs;
            let step = if form == Form::Weekly { 6 } else { 1 };
            let mut day = 1;
            let mut noise = noise;
            let mut next = |bound: u64| {
                // A small mixing generator: the shape comes from proptest.
                noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (noise >> 33) % bound
            };
            for (length, level, gap) in stretches {
                for _ in 0..length {
                    for sign in 0..signs {
                        if next(5) > 0 {
                            let wobble = f64::from(u32::try_from(next(2)).unwrap());
                            let value = (f64::from(level) + wobble).min(3.0);
                            person = person.rate(day, sign as u128, value);
                        }
                    }
                    day += gap * step;
                }
            }
            for (at, yes) in answers {
                person = person.answer(1 + at * step, yes);
            }
            for at in resets {
                person = person.reset(1 + at * step);
            }
            person
        })
}

fn last_day(person: &Person) -> DayNumber {
    let ratings = person.ratings.iter().map(|r| r.day);
    let answers = person.answers.iter().map(|a| a.day);
    let all = ratings.chain(answers).chain(person.resets.iter().copied());
    all.max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn there_is_never_a_notice_in_learning(person in any_person()) {
        let p = parameters_for(person.form, person.sensitivity);
        let result = person.on(last_day(&person));
        for (index, point) in result.series.iter().enumerate() {
            let first = result.series[0].day;
            let learned = point.day - first >= p.learning_days && index >= p.learning_ratings;
            prop_assert_eq!(point.comparison.is_some(), learned);
            prop_assert!(learned || !point.open);
        }
        for opening in &result.openings {
            let point = result.series.iter().find(|p| p.day == opening.opened);
            prop_assert!(point.is_some_and(|p| p.comparison.is_some()));
        }
    }

    #[test]
    fn two_openings_are_at_least_fourteen_days_apart_and_do_not_overlap(person in any_person()) {
        let result = person.on(last_day(&person));
        for pair in result.openings.windows(2) {
            prop_assert!(pair[1].opened - pair[0].opened >= 14);
            prop_assert!(pair[0].closed.is_some_and(|closed| closed <= pair[1].opened));
        }
    }

    #[test]
    fn every_opening_is_on_a_rated_day_that_is_high(person in any_person()) {
        let result = person.on(last_day(&person));
        for opening in &result.openings {
            let point = result.series.iter().find(|p| p.day == opening.opened).unwrap();
            prop_assert!(point.open && point.comparison.unwrap().high);
        }
    }

    #[test]
    fn a_day_without_a_rating_changes_nothing_in_the_series(person in any_person(), more in 0_i64..40) {
        let day = last_day(&person);
        let (now, later) = (person.on(day), person.on(day + more));
        prop_assert_eq!(now.series, later.series);
        prop_assert_eq!(now.openings, later.openings);
    }

    #[test]
    fn a_lower_newest_rating_never_opens_a_notice(
        person in any_person(), share in 0.0..1.0_f64,
    ) {
        prop_assume!(!person.ratings.is_empty());
        let day = last_day(&person);
        let before = person.on(day);
        let mut lower = person.clone();
        let newest = lower.ratings.iter_mut().max_by_key(|r| r.day).unwrap();
        newest.value *= share;
        let after = lower.on(day);
        for opening in &after.openings {
            prop_assert!(before.openings.iter().any(|o| o.opened == opening.opened));
        }
    }

    #[test]
    fn the_order_of_entry_does_not_matter(person in any_person(), turn in any::<usize>()) {
        // Each sign is rated once a day, so neither the order in the list nor
        // the numbers of entry decide anything.
        let day = last_day(&person);
        let expected = person.on(day);
        let mut turned = person.clone();
        let n = turned.ratings.len().max(1);
        turned.ratings.rotate_left(turn % n);
        turned.answers.reverse();
        turned.resets.reverse();
        prop_assert_eq!(&turned.on(day), &expected);
        turned.ratings.reverse();
        for (entered, rating) in (0..).zip(&mut turned.ratings) {
            rating.entered = entered;
        }
        prop_assert_eq!(&turned.on(day), &expected);
    }

    #[test]
    fn scaling_scales_the_levels_and_leaves_the_states_alone(
        person in any_person(), scale_max in 1.0..=100.0_f64,
    ) {
        let factor = scale_max / 3.0;
        let mut scaled = person.clone();
        scaled.scale_max = scale_max;
        for rating in &mut scaled.ratings {
            rating.value = (rating.value * factor).min(scale_max);
        }
        let day = last_day(&person);
        let (one, two) = (person.on(day), scaled.on(day));
        prop_assert_eq!(&one.openings, &two.openings);
        prop_assert_eq!(one.state, two.state);
        prop_assert_eq!(one.ask_new_usual, two.ask_new_usual);
        for (a, b) in one.series.iter().zip(&two.series) {
            prop_assert_eq!(a.open, b.open);
            let (Some(a), Some(b)) = (a.comparison, b.comparison) else { continue };
            for (x, y) in [(a.recent, b.recent), (a.usual, b.usual), (a.line, b.line), (a.spread, b.spread)] {
                prop_assert!((x * factor - y).abs() < 1e-9 * scale_max);
            }
        }
    }

    #[test]
    fn shifting_all_days_changes_nothing(person in any_person(), by in -20_000_i64..20_000) {
        let mut shifted = person.clone();
        for rating in &mut shifted.ratings {
            rating.day += by;
        }
        for answer in &mut shifted.answers {
            answer.day += by;
        }
        for reset in &mut shifted.resets {
            *reset += by;
        }
        for count in &mut shifted.sign_counts {
            count.from += by;
        }
        let day = last_day(&person);
        let mut result = shifted.on(day + by);
        for point in &mut result.series {
            point.day -= by;
        }
        for opening in &mut result.openings {
            opening.opened -= by;
            opening.closed = opening.closed.map(|c| c - by);
        }
        prop_assert_eq!(result, person.on(day));
    }

    #[test]
    fn the_spread_is_at_least_a_fixed_share_of_the_scale(person in any_person()) {
        let p = parameters_for(person.form, person.sensitivity);
        let result = person.on(last_day(&person));
        for comparison in result.series.iter().filter_map(|p| p.comparison) {
            // The window holds at most one rating a day of its ages.
            let most = p.usual_oldest - p.usual_youngest + 1;
            let n = f64::from(u32::try_from(most).unwrap());
            let share = p.prior_spread * (p.prior_weight / (p.prior_weight + n - 1.0)).sqrt();
            prop_assert!(comparison.ratings <= usize::try_from(most).unwrap());
            prop_assert!(comparison.spread >= share * person.scale_max - 1e-12);
        }
    }

    #[test]
    fn numbers_off_the_scale_and_days_to_come_are_refused(
        person in any_person(), day in 0_i64..100,
        value in prop_oneof![
            Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY),
            -1e300..-1e-9_f64, 3.000_001..1e300_f64,
        ],
        ahead in 1_i64..1000,
    ) {
        let today = last_day(&person).max(100);
        let off = person.clone().rate(day, 1, value);
        prop_assert_eq!(your_usual(&off.history(today)), Err(UsualError::RatingOffScale));
        let future = person.rate(today + ahead, 1, 0.0);
        prop_assert_eq!(your_usual(&future.history(today)), Err(UsualError::FutureDay));
    }

    #[test]
    fn the_notice_is_open_on_the_points_between_opening_and_closing(person in any_person()) {
        let result = person.on(last_day(&person));
        for point in &result.series {
            let within = result.openings.iter().any(|o| {
                o.opened <= point.day && o.closed.is_none_or(|closed| point.day < closed)
            });
            prop_assert_eq!(point.open, within, "day {}", point.day);
        }
    }
}

/// The properties above would hold for a rule that never opens; the histories
/// they run on must open notices, close them, and use answers and resets.
#[test]
fn the_histories_reach_what_the_properties_are_about() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut opened, mut closed, mut again, mut answered, mut reset) = (0, 0, 0, 0, 0);
    for _ in 0..400 {
        let person = any_person().new_tree(&mut runner).unwrap().current();
        let day = last_day(&person);
        let result = person.on(day);
        opened += i32::from(!result.openings.is_empty());
        again += i32::from(result.openings.len() > 1);
        closed += i32::from(result.openings.iter().any(|o| o.closed.is_some()));
        let mut without = person.clone();
        without.answers.clear();
        answered += i32::from(without.on(day).series != result.series);
        let mut without = person.clone();
        without.resets.clear();
        reset += i32::from(without.on(day).series != result.series);
    }
    let reached = [opened, closed, again, answered, reset];
    assert!(reached.iter().all(|n| *n >= 20), "{reached:?} of 400");
}
