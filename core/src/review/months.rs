//! The months, and the agreed good time, as a packet may tell them.
//!
//! A usual that moves along swallows slow drift, so the review, and only it, draws the level of the good times that
//! client and practitioner agreed on, from the first day it is known, and the months beside it. A good time lies often
//! before the two were paired; so other than weekly sums these are reckoned from every rating that was not kept back:
//! one of a time that no packet to these readers was about, one that a packet carried, or one in this very packet.
//! A rating that was hidden, now or then, is in no month.

use std::collections::BTreeMap;

use super::packet::{GoodTime, Month, Months, PeriodOf};
use super::rows::{CheckInRow, Rows, Sent};
use super::trends::{number, rounded, to_scale};
use super::usual::sign_counts;
use crate::clock::Day;
use crate::ids::Id;
use crate::signs::parameters::{Form, Sensitivity};
use crate::signs::usual::{DayPoint, History, Rating, your_usual};
use crate::signs::{first_of_month, long_view};

/// Calendar months that are drawn, the one of the period's end among them.
const MONTHS: u32 = 12;

/// The months; `None` where they would say nothing: a single month without a good time.
pub(super) fn months(rows: &Rows, sent: &Sent, within: impl Fn(i64) -> bool, period: &PeriodOf) -> Option<Months> {
    let known = |check_in: &CheckInRow, sign: Id| {
        within(check_in.made_ms) || sent.together(check_in.id, sign) || !sent.was_about(check_in.made_ms)
    };
    let (max, series) = day_scores(rows, known, period.until_day);
    let first = first_month(period.until_day);
    let recent: Vec<DayPoint> = series.iter().filter(|point| point.day >= first.number()).copied().collect();
    let good_level = long_view(rows.good_times.clone(), &series).good_level.map(rounded);
    let months: Vec<Month> = long_view(Vec::new(), &recent)
        .months
        .into_iter()
        .map(|m| Month { month: m.month, mean: rounded(m.mean), days: u32::try_from(m.days).unwrap_or(u32::MAX) })
        .collect();
    let good_times: Vec<GoodTime> =
        rows.good_times.iter().map(|t| GoodTime { id: t.id.0, from: t.from_day, until: t.until_day }).collect();
    let says_something = months.len() > 1 || !good_times.is_empty();
    says_something.then_some(Months { max, good_level, good_times, months })
}

/// The first day of the first month that is drawn.
pub(super) fn first_month(until: Day) -> Day {
    (1..MONTHS).fold(first_of_month(until), |month, _| first_of_month(month.plus(-1)))
}

/// The score of each rated day by the rule's own reckoning, so that half-filled days count here as they do there, and
/// the scale of the scores.
fn day_scores(rows: &Rows, known: impl Fn(&CheckInRow, Id) -> bool, until: Day) -> (i64, Vec<DayPoint>) {
    let counted = || rows.signs.iter().filter(|s| s.following && !s.usual_for_me);
    let max = counted().map(|s| s.scale).max().unwrap_or(3);
    let mut ratings: Vec<Rating<Id>> = Vec::new();
    let mut first: BTreeMap<Id, i64> = BTreeMap::new();
    let check_ins = rows.good_days.iter().chain(&rows.check_ins).filter(|c| c.day <= until);
    for (entered, check_in) in (0..).zip(check_ins) {
        for sign in counted() {
            let Some(value) = check_in.ratings.get(&sign.id).filter(|_| known(check_in, sign.id)) else { continue };
            let day = check_in.day.number();
            first.entry(sign.id).or_insert(day);
            ratings.push(Rating { day, sign: sign.id, value: to_scale(sign.turned(*value), sign.scale, max), entered });
        }
    }
    let found = your_usual(&History {
        scale_max: number(max),
        // Neither touches a day's score.
        form: Form::DailyTogether,
        sensitivity: Sensitivity::Standard,
        sign_counts: &sign_counts(first.into_values()),
        ratings: &ratings,
        answers: &[],
        resets: &[],
        today: until.number(),
    });
    // A rating that the rule refuses cannot be in the store; should one be, the months stay out.
    (max, found.map(|found| found.series).unwrap_or_default())
}
