//! From single ratings to one score a day: what is refused, what counts.

use serde::{Deserialize, Serialize};

use super::{DayNumber, History, Rating, SignCount, UsualError, bits};

/// About ten thousand years to either side: keeps differences of days far from
/// overflow, whatever a damaged entry says.
const LAST_DAY: DayNumber = 4_000_000;

/// Mean of the signs of one rated day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(in crate::signs) struct DayScore {
    pub(in crate::signs) day: DayNumber,
    #[serde(with = "bits")]
    pub(in crate::signs) score: f64,
}

/// Refuses what cannot be a rating of this person up to today.
pub(in crate::signs) fn check<S>(history: &History<'_, S>) -> Result<(), UsualError> {
    let max = history.scale_max;
    if !(1.0..=100.0).contains(&max) {
        return Err(UsualError::ScaleMaximum);
    }
    if history.today > LAST_DAY {
        return Err(UsualError::DayOutOfRange);
    }
    let days = (history.ratings.iter().map(|r| r.day))
        .chain(history.answers.iter().map(|a| a.day))
        .chain(history.resets.iter().copied());
    for day in days {
        if day > history.today {
            return Err(UsualError::FutureDay);
        }
        if day < -LAST_DAY {
            return Err(UsualError::DayOutOfRange);
        }
    }
    // NaN is in no range, so it is refused here too.
    if history.ratings.iter().any(|r| !(0.0..=max).contains(&r.value)) {
        return Err(UsualError::RatingOffScale);
    }
    Ok(())
}

/// One score for each day on which at least half of the signs were rated.
/// Missed days are never filled in: a gap is not a sign.
pub(in crate::signs) fn day_scores<S: Ord>(history: &History<'_, S>) -> Vec<DayScore> {
    let mut ratings: Vec<&Rating<S>> = history.ratings.iter().collect();
    // By day and sign, the one that counts last. Entries mostly come by day
    // already, which this sort takes in one pass.
    ratings.sort_by(|a, b| {
        (a.day, &a.sign, a.entered).cmp(&(b.day, &b.sign, b.entered)).then(a.value.total_cmp(&b.value))
    });
    let mut days: Vec<(DayNumber, f64, usize)> = Vec::new();
    let mut rest = ratings.iter().peekable();
    while let Some(rating) = rest.next() {
        if rest.peek().is_some_and(|next| (next.day, &next.sign) == (rating.day, &rating.sign)) {
            continue;
        }
        match days.last_mut() {
            Some((day, sum, rated)) if *day == rating.day => {
                *sum += rating.value;
                *rated += 1;
            }
            _ => days.push((rating.day, rating.value, 1)),
        }
    }
    days.into_iter()
        .filter(|(day, _, rated)| {
            let signs = signs_on(history.sign_counts, *day);
            // Halves are compared as rated >= signs - rated: no overflow.
            signs > 0 && *rated >= signs.saturating_sub(*rated)
        })
        .map(|(day, sum, rated)| DayScore { day, score: sum / count(rated) })
        .collect()
}

/// The number of signs that held on a day; of two for one day the larger.
fn signs_on(counts: &[SignCount], day: DayNumber) -> usize {
    let key = |c: &&SignCount| (c.from, c.count);
    let held = counts.iter().filter(|c| c.from <= day).max_by_key(key);
    let first = || {
        let from = counts.iter().map(|c| c.from).min()?;
        counts.iter().filter(|c| c.from == from).max_by_key(key)
    };
    held.or_else(first).map_or(0, |c| c.count)
}

/// A count as a number. Counts of a person's days are far below 2^32.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
