//! Tests of the counts and of the guarded comparison, worked out by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::Helped;
use super::helped::{
    CompareError, Estimate, ExpectedFall, HelpedCount, Pair, Statement, compare, counts, gain, shrink,
};

fn pair(strategy: Option<&'static str>, before: f64, after: f64) -> Pair<&'static str> {
    Pair { day: 1, entered: 0, strategy, before, after, usual: 4.0 }
}

/// The same pair several times.
fn times(n: usize, strategy: &'static str, before: f64, after: f64) -> Vec<Pair<&'static str>> {
    vec![pair(Some(strategy), before, after); n]
}

fn compared(pairs: &[Pair<&'static str>]) -> BTreeMap<&'static str, Estimate> {
    let estimates = compare(pairs, 10.0).expect("on the scale");
    estimates.into_iter().map(|(s, e)| (*s, e)).collect()
}

#[track_caller]
fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

#[test]
fn a_little_and_a_lot_both_count_as_helped() {
    use Helped::{ALittle, ALot, Not};
    let all = counts([
        ("walk", Some(ALot)),
        ("walk", Some(ALittle)),
        ("walk", Some(Not)),
        ("walk", Some(ALot)),
        ("walk", Some(ALot)),
        ("walk", None),
        ("radio", None),
    ]);
    let walk = all["walk"];
    assert_eq!((walk.helped(), walk.answered()), (4, 5), "4 of 5 times");
    assert_eq!((walk.not, walk.a_little, walk.a_lot), (1, 1, 3));
    assert_eq!(walk.unanswered, 1);
    assert_eq!((all["radio"].helped(), all["radio"].answered()), (0, 0));
    assert!(counts::<u8>([]).is_empty());
}

#[test]
fn strategies_are_ordered_by_name_and_not_by_what_helped() {
    let all = counts([("walk", Some(Helped::ALot)), ("call Ana", Some(Helped::Not)), ("radio", Some(Helped::ALittle))]);
    let order: Vec<_> = all.keys().copied().collect();
    assert_eq!(order, ["call Ana", "radio", "walk"]);
}

#[test]
fn the_gain_is_the_fall_beyond_the_fall_that_comes_anyway() {
    // From 8, usually 4: a fall of 0.4 * 4 = 1.6 comes by itself; 8 -> 4 is
    // 2.4 more. From 2 a rise of 0.8 is to be expected; staying gains 0.8.
    let few = ExpectedFall::of::<u8>(&[]);
    near(gain(&pair(None, 8.0, 4.0), &few), 2.4);
    near(gain(&pair(None, 2.0, 2.0), &few), 0.8);
    near(gain(&pair(None, 4.0, 4.0), &few), 0.0);
}

#[test]
fn few_tries_count_little() {
    near(shrink(1, 7.0), 1.0);
    near(shrink(3, 2.4), 0.8);
    near(shrink(6, 2.4), 1.2);
    near(shrink(94, 1.0), 0.94);
    near(shrink(0, 5.0), 0.0);
}

#[test]
fn it_speaks_after_three_tries_with_a_clear_difference() {
    // walk: gain 2.4, a third of it 0.8. radio 8 -> 7: gain -0.6, a third of it
    // -0.2. Difference 1.0; spread sqrt(4/9 + 4/9) = 0.943, times 0.842 = 0.793.
    let mut pairs = times(3, "walk", 8.0, 4.0);
    pairs.extend(times(3, "radio", 8.0, 7.0));
    let all = compared(&pairs);
    near(all["walk"].shrunk_gain, 0.8);
    near(all["radio"].shrunk_gain, -0.2);
    assert_eq!(all["walk"].statement, Statement::UsuallyLower { tries: 3 });
    assert_eq!(all["radio"].statement, Statement::NotClear);
}

#[test]
fn it_is_silent_when_not_sure_enough() {
    // radio 8 -> 6: gain 0.4, shrunk 0.133. Difference 0.667, under 0.793.
    let mut pairs = times(3, "walk", 8.0, 4.0);
    pairs.extend(times(3, "radio", 8.0, 6.0));
    assert_eq!(compared(&pairs)["walk"].statement, Statement::NotClear);
    // Three others, each at 0.133: their mean is surer, spread
    // sqrt(4/9 + 3 * 4/9 / 9) = 0.770, times 0.842 = 0.648: now clear.
    pairs.extend(times(3, "tea", 8.0, 6.0));
    pairs.extend(times(3, "bath", 8.0, 6.0));
    assert_eq!(compared(&pairs)["walk"].statement, Statement::UsuallyLower { tries: 3 });
}

#[test]
fn under_three_tries_it_is_still_learning_however_large_the_gain() {
    let mut pairs = times(2, "walk", 10.0, 0.0);
    pairs.extend(times(6, "radio", 5.0, 9.0));
    assert_eq!(compared(&pairs)["walk"].statement, Statement::StillLearning { tries: 2, needed: 3 });
}

#[test]
fn one_strategy_alone_is_compared_with_nothing() {
    let mut pairs = times(9, "walk", 9.0, 0.0);
    pairs.extend(vec![pair(None, 9.0, 9.0); 5]);
    let all = compared(&pairs);
    assert_eq!(all.len(), 1, "waiting is not a strategy");
    assert_eq!(all["walk"].statement, Statement::NotClear);
}

#[test]
fn what_is_used_in_bad_moments_gets_no_credit_for_their_passing() {
    // Raw falls 3 and 2. From 9 a fall of 2 comes anyway, from 5 one of 0.4.
    let mut pairs = times(3, "lie down", 9.0, 6.0);
    pairs.extend(times(3, "tea", 5.0, 3.0));
    let all = compared(&pairs);
    near(all["lie down"].shrunk_gain, 1.0 / 3.0);
    near(all["tea"].shrunk_gain, 1.6 / 3.0);
}

#[test]
fn from_twenty_pairs_on_the_persons_own_line_is_used() {
    // Waiting, this person's trouble falls by 0.5 + 0.5 (before - 4): from 4 to
    // 3.5, from 8 to 5.5. Three walks did the same: no gain at all. With one
    // pair fewer the fixed share holds, and walking from 8 to 5.5 gains 0.9.
    let mut pairs = times(3, "walk", 8.0, 5.5);
    for _ in 0..8 {
        pairs.push(pair(None, 4.0, 3.5));
        pairs.push(pair(None, 8.0, 5.5));
    }
    near(compared(&pairs)["walk"].shrunk_gain, 0.9 / 3.0);
    pairs.push(pair(None, 6.0, 4.5));
    let refs: Vec<_> = pairs.iter().collect();
    let line = ExpectedFall::of(&refs);
    near(line.start, 0.5);
    near(line.share, 0.5);
    near(compared(&pairs)["walk"].shrunk_gain, 0.0);
}

#[test]
fn with_equal_beginnings_the_line_is_the_mean_fall() {
    // 20 moments from 6, falling by 1 and 3 in turn: 2 comes anyway.
    let mut pairs = times(10, "walk", 6.0, 5.0);
    pairs.extend(times(10, "radio", 6.0, 3.0));
    let all = compared(&pairs);
    near(all["walk"].shrunk_gain, -10.0 / 16.0);
    near(all["radio"].shrunk_gain, 10.0 / 16.0);
}

#[test]
fn ratings_off_the_scale_are_refused() {
    for value in [f64::NAN, f64::INFINITY, -0.1, 10.1] {
        for field in 0..3 {
            let mut wrong = pair(Some("walk"), 5.0, 5.0);
            *[&mut wrong.before, &mut wrong.after, &mut wrong.usual][field] = value;
            assert_eq!(compare(&[wrong], 10.0), Err(CompareError::RatingOffScale), "{value} {field}");
        }
    }
    for scale_max in [f64::NAN, 0.0, -3.0, 1000.0] {
        let none: &[Pair<u8>] = &[];
        assert_eq!(compare(none, scale_max), Err(CompareError::ScaleMaximum));
    }
}

fn any_pairs() -> impl Strategy<Value = Vec<Pair<u8>>> {
    let one = (0_i64..30, proptest::option::weighted(0.8, 0_u8..4), 0_u8..=10, 0_u8..=10);
    vec(one, 0..40).prop_map(|pairs| {
        (0..)
            .zip(pairs)
            .map(|(entered, (day, strategy, before, after))| Pair {
                day,
                entered,
                strategy,
                before: f64::from(before),
                // One strategy that really eases, so that some pairs speak.
                after: f64::from(after) * if strategy == Some(0) { 0.3 } else { 1.0 },
                usual: 4.0,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_said_under_three_tries(pairs in any_pairs()) {
        for (strategy, estimate) in compare(&pairs, 10.0).unwrap() {
            let tries = pairs.iter().filter(|p| p.strategy.as_ref() == Some(strategy)).count();
            prop_assert_eq!(estimate.tries, tries);
            match estimate.statement {
                Statement::StillLearning { tries: said, needed } => {
                    prop_assert!(tries < 3 && said == tries && needed == 3);
                }
                Statement::UsuallyLower { tries: said } => prop_assert!(tries >= 3 && said == tries),
                Statement::NotClear => prop_assert!(tries >= 3),
            }
        }
    }

    #[test]
    fn what_is_said_to_be_lower_is_lower_than_the_mean_of_the_others(pairs in any_pairs()) {
        let all = compare(&pairs, 10.0).unwrap();
        for (strategy, estimate) in &all {
            if matches!(estimate.statement, Statement::UsuallyLower { .. }) {
                let others: Vec<f64> = all
                    .iter()
                    .filter(|(s, _)| s != &strategy)
                    .map(|(_, e)| e.shrunk_gain)
                    .collect();
                let n = f64::from(u32::try_from(others.len()).unwrap());
                prop_assert!(estimate.shrunk_gain > others.iter().sum::<f64>() / n);
            }
        }
    }

    #[test]
    fn a_try_with_the_mean_gain_never_flips_the_sign(
        mut pairs in any_pairs(), strategy in 0_u8..4,
    ) {
        // Up to 19 pairs afterwards: the line of what is expected stays.
        pairs.truncate(18);
        let Some(before) = compare(&pairs, 10.0).unwrap().get(&strategy).copied() else {
            return Ok(());
        };
        let n = f64::from(u32::try_from(before.tries).unwrap());
        let mean_gain = before.shrunk_gain * (n + 6.0) / n;
        // From the usual level no fall is expected: the fall is the gain.
        let (start, usual) = (5.0, 5.0);
        let after = start - mean_gain;
        if !(0.0..=10.0).contains(&after) || mean_gain.abs() <= 1e-9 {
            return Ok(());
        }
        pairs.push(Pair { day: 30, entered: 99, strategy: Some(strategy), before: start, after, usual });
        let later = compare(&pairs, 10.0).unwrap()[&strategy];
        prop_assert!(later.shrunk_gain * before.shrunk_gain > 0.0);
        prop_assert!(later.shrunk_gain.abs() > before.shrunk_gain.abs());
    }

    #[test]
    fn shrinking_keeps_the_sign_and_never_adds(tries in 1_usize..500, mean in -10.0..10.0_f64) {
        let (one, more) = (shrink(tries, mean), shrink(tries + 1, mean));
        prop_assert!(one * mean >= 0.0 && one.abs() <= mean.abs());
        prop_assert!(more.abs() >= one.abs());
    }

    #[test]
    fn the_order_of_the_list_does_not_matter(pairs in any_pairs(), turn in any::<usize>()) {
        let mut turned = pairs.clone();
        turned.rotate_left(turn % pairs.len().max(1));
        prop_assert_eq!(compare(&turned, 10.0), compare(&pairs, 10.0));
    }

    #[test]
    fn ratings_0_to_3_say_what_ratings_0_to_10_say(pairs in any_pairs()) {
        let scaled: Vec<_> = pairs
            .iter()
            .map(|p| Pair { before: p.before * 0.3, after: p.after * 0.3, usual: p.usual * 0.3, ..*p })
            .collect();
        let (ten, three) = (compare(&pairs, 10.0).unwrap(), compare(&scaled, 3.0).unwrap());
        for (a, b) in ten.values().zip(three.values()) {
            prop_assert_eq!(a.statement, b.statement);
            prop_assert!((a.shrunk_gain * 0.3 - b.shrunk_gain).abs() < 1e-9);
        }
    }
}

/// The properties would hold for a comparison that never speaks.
#[test]
fn the_pairs_of_the_properties_make_it_speak() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let spoke = (0..200)
        .filter(|_| {
            let pairs = any_pairs().new_tree(&mut runner).unwrap().current();
            let all = compare(&pairs, 10.0).unwrap();
            all.values().any(|e| matches!(e.statement, Statement::UsuallyLower { .. }))
        })
        .count();
    assert!(spoke >= 20, "{spoke} of 200");
}

#[test]
fn a_count_starts_at_nothing() {
    let none = HelpedCount::default();
    assert_eq!((none.helped(), none.answered()), (0, 0));
}
