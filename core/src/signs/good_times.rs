//! Good times, and the months against them: for the review only.
//!
//! A usual that moves along swallows slow drift. So client and practitioner may agree that some
//! days were a good time; the mean of those days is a fixed level, and the review draws it beside the
//! trend, from the first day it is known. It decides nothing and opens nothing.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::kept::Voice;
use super::usual::{DayPoint, DayScore};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::settings::settings_of;
use crate::store::Changes;
use crate::store::kinds::{GOOD_TIME, Values, value};

id_type! {
    /// Names a good time.
    GoodTimeId
}

/// Months that are drawn.
const MONTHS: usize = 12;
/// Longest good time, in days: a year.
pub const GOOD_TIME_DAYS: i64 = 366;

/// Days of which both say: that was good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoodTime {
    /// Which.
    pub id: GoodTimeId,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub until_day: Day,
}

/// The mean of one calendar month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthMean {
    /// Its first day.
    pub month: Day,
    /// Mean of the rated days, on the scale of the signs.
    pub mean: f64,
    /// Rated days it rests on.
    pub days: usize,
}

/// The long view: what a moving usual does not show.
#[derive(Debug, Clone, PartialEq)]
pub struct LongView {
    /// The agreed good times, the earliest first.
    pub good_times: Vec<GoodTime>,
    /// Mean of all rated days in them; `None` until there is one.
    pub good_level: Option<f64>,
    /// The newest twelve months that have a rated day, the earliest first.
    pub months: Vec<MonthMean>,
}

impl Handrail {
    /// Keeps that these days were a good time; agreed together, and taken back with [`Handrail::remove`].
    ///
    /// # Errors
    /// `until_day` if it lies before `from_day`, after today, or more than [`GOOD_TIME_DAYS`] days on.
    pub fn save_good_time(&self, from_day: Day, until_day: Day) -> Result<Changes> {
        self.write(|w| {
            let days = until_day.number() - from_day.number() + 1;
            if until_day > w.day() || !(1..=GOOD_TIME_DAYS).contains(&days) {
                return Err(Error::invalid("until_day", Reason::ImpossibleDate));
            }
            let mut values: Values = vec![("from_day", value(from_day)), ("until_day", value(until_day))];
            values.extend(w.made());
            w.insert(&GOOD_TIME, w.new_id()?, &values)
        })
    }

    /// Months of ratings and the agreed good level. Whether "your usual" is on does not matter: this is for talking over.
    pub fn signs_over_months(&self) -> Result<LongView> {
        let today = self.this_day()?;
        self.read(|c| {
            let voice = Voice::together(c, &settings_of(c)?)?;
            let good = good_times(c)?;
            if let Some(since) = months_since(c, today)? {
                let mut spans: Vec<_> = good.iter().map(|t| (t.from_day, t.until_day.min(today))).collect();
                spans.push((since, today));
                let point = |s: DayScore| DayPoint { day: s.day, score: s.score, comparison: None, open: false };
                let scores = voice.scores_of(c, today, spans)?;
                let series = scores.map(|scores| scores.into_iter().map(point).collect::<Vec<_>>());
                let view = series.map(|series| long_view(good.clone(), &series));
                // A month with check-ins and no rated day is no month of the view: then all is read.
                let whole = |v: &LongView| v.months.len() == MONTHS && v.months.iter().all(|m| m.month >= since);
                if let Some(view) = view.filter(whole) {
                    return Ok(view);
                }
            }
            let series = voice.anew(c, today)?.series;
            Ok(long_view(good, &series))
        })
    }
}

/// The agreed good times, the earliest first.
pub(crate) fn good_times(c: &Connection) -> Result<Vec<GoodTime>> {
    let mut q = c.prepare_cached("SELECT id, from_day, until_day FROM good_time ORDER BY from_day, id")?;
    let rows = q.query_map([], |r| Ok(GoodTime { id: r.get(0)?, from_day: r.get(1)?, until_day: r.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first day of the newest [`MONTHS`] months with a check-in; none where there are not so many.
fn months_since(c: &Connection, today: Day) -> Result<Option<Day>> {
    let mut q = c.prepare_cached(
        "SELECT min(day) FROM check_in WHERE day <= ?1 GROUP BY substr(day, 1, 7) ORDER BY 1 DESC LIMIT 1 OFFSET ?2",
    )?;
    let oldest: Option<Day> =
        q.query_row(params![today, i64::try_from(MONTHS).unwrap_or(i64::MAX) - 1], |r| r.get(0)).optional()?;
    Ok(oldest.map(first_of_month))
}

/// The long view over a series of rated days, oldest first.
pub(crate) fn long_view(good_times: Vec<GoodTime>, series: &[DayPoint]) -> LongView {
    let good: Vec<f64> = series
        .iter()
        .filter(|p| good_times.iter().any(|t| (t.from_day.number()..=t.until_day.number()).contains(&p.day)))
        .map(|p| p.score)
        .collect();
    let mut months: Vec<(Day, Vec<f64>)> = Vec::new();
    for point in series {
        let Some(month) = Day::from_number(point.day).map(first_of_month) else { continue };
        match months.last_mut() {
            Some((last, scores)) if *last == month => scores.push(point.score),
            _ => months.push((month, vec![point.score])),
        }
    }
    let left_out = months.len().saturating_sub(MONTHS);
    LongView {
        good_level: mean(&good),
        good_times,
        months: months
            .into_iter()
            .skip(left_out)
            .filter_map(|(month, scores)| Some(MonthMean { month, mean: mean(&scores)?, days: scores.len() }))
            .collect(),
    }
}

pub(crate) fn first_of_month(day: Day) -> Day {
    use chrono::Datelike as _;
    day.plus(1 - i64::from(day.date().day()))
}

#[allow(clippy::cast_precision_loss, reason = "days of one life")]
fn mean(scores: &[f64]) -> Option<f64> {
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}
