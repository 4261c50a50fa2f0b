//! What helped: a plain count first, a careful comparison second.
//!
//! The programme looks at how well a person copes, not at how strong the
//! trouble is. So the question after trying something is "Did it help me carry
//! on?", and the first thing said is a count of the person's own answers:
//! "you said it helped 4 of 5 times" ([`counts`]).
//!
//! Where the person also rated the trouble before and after, [`compare`] may
//! add one careful sentence, and nothing but the order and wording of
//! suggestions depends on it. The trap it avoids: people cope when things are
//! bad, and bad moments ease by themselves, whatever was done. So each fall is
//! compared with the fall to be expected anyway, few tries count little, and
//! it speaks only when fairly sure. It never says that something works.
//!
//! Left out on purpose: comparing by symptom within a strategy. There the
//! tries of one person are too few, and no one has tested the arithmetic.
//! Reasons and limits: `docs/signs.md`.

use std::collections::BTreeMap;

use super::Helped;
use crate::signs::DayNumber;

/// Share of (before - usual) by which trouble is expected to fall by itself,
/// until the person's own pairs say better (found in simulation).
const EXPECTED_SHARE: f64 = 0.4;
/// Pairs from which the person's own straight line is used.
const OWN_LINE_PAIRS: usize = 20;
/// Tries that weigh as much as the assumption that a strategy makes no
/// difference: noise variance 4 over true variance 0.64 on 0-10, rounded.
const SHRINK_TRIES: f64 = 6.0;
/// Noise of one pair (standard deviation) as a share of the scale maximum:
/// variance 4 on 0-10.
const NOISE_SHARE: f64 = 0.2;
/// Fewest tries before anything is said.
const LEAST_TRIES: usize = 3;
/// The 80 % point of the normal distribution: further than this above the
/// others means P > 0.8.
const SURE_ENOUGH: f64 = 0.841_621_233_572_914_4;
/// Ties, as in the warning-sign rule.
const TOLERANCE: f64 = 1e-9;

/// The answers about one strategy. A try that was not answered is counted
/// apart: it says nothing for or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HelpedCount {
    /// Answered "not".
    pub not: usize,
    /// Answered "a little". Counts as helped.
    pub a_little: usize,
    /// Answered "a lot". Counts as helped.
    pub a_lot: usize,
    /// Tried and not answered.
    pub unanswered: usize,
}

impl HelpedCount {
    /// The 4 in "it helped 4 of 5 times".
    pub fn helped(&self) -> usize {
        self.a_little + self.a_lot
    }

    /// The 5 in "it helped 4 of 5 times".
    pub fn answered(&self) -> usize {
        self.not + self.helped()
    }
}

/// Counts the answers for each strategy, ordered by its key and not by how
/// often it helped: strategies are offered, the person is never ranked.
pub fn counts<S: Ord>(tries: impl IntoIterator<Item = (S, Option<Helped>)>) -> BTreeMap<S, HelpedCount> {
    let mut all: BTreeMap<S, HelpedCount> = BTreeMap::new();
    for (strategy, answer) in tries {
        let count = all.entry(strategy).or_default();
        match answer {
            Some(Helped::Not) => count.not += 1,
            Some(Helped::ALittle) => count.a_little += 1,
            Some(Helped::ALot) => count.a_lot += 1,
            None => count.unanswered += 1,
        }
    }
    all
}

/// One moment rated before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair<S> {
    /// Civil day stored with the entry.
    pub day: DayNumber,
    /// Order of entry, for two pairs of one day.
    pub entered: u64,
    /// What was tried; `None` when the person just waited (a snoozed
    /// after-rating). Waiting shows what happens anyway.
    pub strategy: Option<S>,
    /// How strong the trouble was, 0 to the scale maximum.
    pub before: f64,
    /// How strong it was afterwards, on the same scale.
    pub after: f64,
    /// The person's usual level of this trouble, on the same scale.
    pub usual: f64,
}

/// Input the comparison refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// The scale maximum is not a finite number from 1 to 100.
    #[error("scale maximum is not a number from 1 to 100")]
    ScaleMaximum,
    /// A rating is not a number, or lies outside 0 to the scale maximum.
    #[error("a rating is off its scale")]
    RatingOffScale,
}

/// What may be said about one strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// "Still learning, `tries` of `needed` tries."
    StillLearning {
        /// Pairs so far, 1 or 2.
        tries: usize,
        /// Pairs needed before anything is said.
        needed: usize,
    },
    /// Enough tries, and no clear difference from the others. Nothing is said.
    NotClear,
    /// "After this your rating was usually lower than after the others
    /// (`tries` times)."
    UsuallyLower {
        /// Pairs this rests on.
        tries: usize,
    },
}

/// A strategy's place in the comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Pairs with this strategy.
    pub tries: usize,
    /// Mean gain, shrunk towards no difference; in points of the scale. For
    /// the order of suggestions only, never shown.
    pub shrunk_gain: f64,
    /// What may be said.
    pub statement: Statement,
}

/// Compares what was tried with what else was tried, by the person's own pairs.
///
/// # Errors
/// [`CompareError`] if a rating is not on the scale.
pub fn compare<S: Ord>(pairs: &[Pair<S>], scale_max: f64) -> Result<BTreeMap<&S, Estimate>, CompareError> {
    if !(1.0..=100.0).contains(&scale_max) {
        return Err(CompareError::ScaleMaximum);
    }
    let on_scale = |value: f64| (0.0..=scale_max).contains(&value);
    if !pairs.iter().all(|p| on_scale(p.before) && on_scale(p.after) && on_scale(p.usual)) {
        return Err(CompareError::RatingOffScale);
    }
    // Summed by day, so that the same pairs give the same bits in any order.
    let mut pairs: Vec<&Pair<S>> = pairs.iter().collect();
    crate::sorting::by(&mut pairs, |a, b| {
        (a.day, a.entered, &a.strategy)
            .cmp(&(b.day, b.entered, &b.strategy))
            .then(a.before.total_cmp(&b.before))
            .then(a.after.total_cmp(&b.after))
            .then(a.usual.total_cmp(&b.usual))
    });
    let line = ExpectedFall::of(&pairs);
    let mut sums: BTreeMap<&S, (usize, f64)> = BTreeMap::new();
    for pair in &pairs {
        if let Some(strategy) = &pair.strategy {
            let (tries, sum) = sums.entry(strategy).or_default();
            *tries += 1;
            *sum += gain(pair, &line);
        }
    }
    let shrunk: Vec<(&S, usize, f64)> =
        sums.into_iter().map(|(strategy, (tries, sum))| (strategy, tries, shrink(tries, sum / count(tries)))).collect();
    Ok(shrunk
        .iter()
        .map(|(strategy, tries, shrunk_gain)| {
            let others = shrunk.iter().filter(|(other, ..)| other != strategy);
            let statement = if *tries < LEAST_TRIES {
                Statement::StillLearning { tries: *tries, needed: LEAST_TRIES }
            } else if clearly_above((*tries, *shrunk_gain), others.map(|(_, tries, gain)| (*tries, *gain)), scale_max) {
                Statement::UsuallyLower { tries: *tries }
            } else {
                Statement::NotClear
            };
            let estimate = Estimate { tries: *tries, shrunk_gain: *shrunk_gain, statement };
            (*strategy, estimate)
        })
        .collect())
}

/// The fall that comes by itself: `start + share * (before - usual)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ExpectedFall {
    pub(super) start: f64,
    pub(super) share: f64,
}

impl ExpectedFall {
    /// A fixed share at first; from 20 pairs on the straight line through the
    /// person's own pairs (least squares), waiting included.
    pub(super) fn of<S>(pairs: &[&Pair<S>]) -> Self {
        if pairs.len() < OWN_LINE_PAIRS {
            return Self { start: 0.0, share: EXPECTED_SHARE };
        }
        let n = count(pairs.len());
        let above = |p: &Pair<S>| p.before - p.usual;
        let fall = |p: &Pair<S>| p.before - p.after;
        let mean_above = pairs.iter().map(|p| above(p)).sum::<f64>() / n;
        let mean_fall = pairs.iter().map(|p| fall(p)).sum::<f64>() / n;
        let (mut together, mut squares) = (0.0, 0.0);
        for pair in pairs {
            let distance = above(pair) - mean_above;
            together += distance * (fall(pair) - mean_fall);
            squares += distance * distance;
        }
        // All moments began equally high: no slope to be seen, only a mean.
        let share = if squares > TOLERANCE { together / squares } else { 0.0 };
        Self { start: mean_fall - share * mean_above, share }
    }
}

/// How much more the rating fell than it would have done anyway.
pub(super) fn gain<S>(pair: &Pair<S>, expected: &ExpectedFall) -> f64 {
    let above = pair.before - pair.usual;
    (pair.before - pair.after) - (expected.start + expected.share * above)
}

/// Draws a mean gain towards zero, the more the fewer tries there were.
pub(super) fn shrink(tries: usize, mean_gain: f64) -> f64 {
    let n = count(tries);
    n / (n + SHRINK_TRIES) * mean_gain
}

/// Whether P(this one is better than the mean of the others) > 0.8, each taken
/// as normal around its shrunk gain with variance `noise / (tries + 6)`. With
/// nothing else tried there is nothing to compare with.
fn clearly_above(this: (usize, f64), others: impl Iterator<Item = (usize, f64)>, scale_max: f64) -> bool {
    let noise = NOISE_SHARE * scale_max * NOISE_SHARE * scale_max;
    let variance = |tries: usize| noise / (count(tries) + SHRINK_TRIES);
    let (mut number, mut gains, mut variances) = (0_usize, 0.0, 0.0);
    for (tries, gain) in others {
        number += 1;
        gains += gain;
        variances += variance(tries);
    }
    if number == 0 {
        return false;
    }
    let m = count(number);
    let difference = this.1 - gains / m;
    let spread = (variance(this.0) + variances / (m * m)).sqrt();
    difference - SURE_ENOUGH * spread > TOLERANCE
}

/// A count as a number. Counts of a person's tries are far below 2^32.
fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
