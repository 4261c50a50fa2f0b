//! Weekly sums for the last twelve weeks. Counted are only lines that were sent to these readers
//! before or are in this very packet: a sum must not tell what the lines do not.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Concept;
use super::packet::{CopingWeek, HomeworkWeek, SignsWeek, Trends};
use super::rows::{Rows, Sent, TREND_WEEKS};
use crate::clock::Day;
use crate::coping::Helped;
use crate::homework::HomeworkOutcome;
use crate::ids::Id;

pub(super) fn trends(
    rows: &Rows,
    sent: &Sent,
    within: impl Fn(i64) -> bool + Copy,
    until_day: Day,
    shown: impl Fn(Concept) -> bool,
) -> Trends {
    let first = until_day.week().plus(-7 * (TREND_WEEKS - 1));
    let in_weeks = |day: Day| (first..=until_day).contains(&day);
    Trends {
        homework: if shown(Concept::HomeworkTrend) { homework(rows, sent, within, in_weeks) } else { Vec::new() },
        coping: if shown(Concept::CopingTrend) { coping(rows, sent, within, in_weeks) } else { Vec::new() },
        signs: if shown(Concept::SignsTrend) { signs(rows, sent, within, in_weeks) } else { Vec::new() },
    }
}

fn homework(
    rows: &Rows,
    sent: &Sent,
    within: impl Fn(i64) -> bool,
    in_weeks: impl Fn(Day) -> bool,
) -> Vec<HomeworkWeek> {
    let left: BTreeSet<Id> = rows.homework.iter().map(|h| h.id).collect();
    let mut weeks: BTreeMap<Day, HomeworkWeek> = BTreeMap::new();
    for r in &rows.homework_results {
        let counted = left.contains(&r.homework) && (within(r.made_ms) || sent.lines.contains(&r.id));
        // "Not today" is no answer about the homework, so it is in no sum.
        if !counted || !in_weeks(r.occurrence) || r.result == HomeworkOutcome::NotToday {
            continue;
        }
        let week = r.occurrence.week();
        let sums = weeks.entry(week).or_insert(HomeworkWeek { week, done: 0, partly: 0, not_yet: 0 });
        match r.result {
            HomeworkOutcome::Done => sums.done += 1,
            HomeworkOutcome::Partly => sums.partly += 1,
            HomeworkOutcome::NotYet => sums.not_yet += 1,
            HomeworkOutcome::NotToday => {}
        }
    }
    weeks.into_values().collect()
}

fn coping(rows: &Rows, sent: &Sent, within: impl Fn(i64) -> bool, in_weeks: impl Fn(Day) -> bool) -> Vec<CopingWeek> {
    let left: BTreeSet<Id> = rows.strategies.iter().map(|s| s.id).collect();
    let mut weeks: BTreeMap<Day, CopingWeek> = BTreeMap::new();
    for e in &rows.coping {
        let counted = left.contains(&e.strategy) && (within(e.made_ms) || sent.lines.contains(&e.id));
        if !counted || !in_weeks(e.day) {
            continue;
        }
        let week = e.day.week();
        let sums = weeks.entry(week).or_insert(CopingWeek { week, tries: 0, helped: 0 });
        sums.tries += 1;
        sums.helped += u32::from(matches!(e.helped, Some(Helped::ALittle | Helped::ALot)));
    }
    weeks.into_values().collect()
}

/// Mean over the ratings of a week; of several of one sign on one day the latest counts. Where scales
/// differ, all are drawn on 0..10.
fn signs(rows: &Rows, sent: &Sent, within: impl Fn(i64) -> bool, in_weeks: impl Fn(Day) -> bool) -> Vec<SignsWeek> {
    let mut latest: BTreeMap<(Day, Id), (i64, i64)> = BTreeMap::new();
    for check_in in rows.check_ins.iter().filter(|c| in_weeks(c.day)) {
        for sign in &rows.signs {
            let Some(value) = check_in.ratings.get(&sign.id) else { continue };
            if within(check_in.made_ms) || (sent.lines.contains(&check_in.id) && sent.together(check_in.id, sign.id)) {
                latest.insert((check_in.day, sign.id), (sign.turned(*value), sign.scale));
            }
        }
    }
    let max = latest.values().map(|(_, scale)| *scale).max().unwrap_or(3);
    let mut weeks: BTreeMap<Day, (u32, f64)> = BTreeMap::new();
    for ((day, _), (value, scale)) in latest {
        let (count, sum) = weeks.entry(day.week()).or_default();
        *count += 1;
        *sum += to_scale(value, scale, max);
    }
    weeks
        .into_iter()
        .map(|(week, (ratings, sum))| SignsWeek { week, ratings, mean: rounded(sum / f64::from(ratings)), max })
        .collect()
}

/// A rating or a scale as the number the arithmetic works in. Both are at most 10.
pub(super) fn number(n: i64) -> f64 {
    f64::from(i32::try_from(n).unwrap_or(0))
}

/// A rating of one scale on another.
pub(super) fn to_scale(value: i64, scale: i64, max: i64) -> f64 {
    if scale == max || scale == 0 { number(value) } else { number(value) * number(max) / number(scale) }
}

/// Three digits are more than an eye can see on a chart, and fewer bytes than the rest of a fraction.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
