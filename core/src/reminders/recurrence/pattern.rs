//! Which days "how it comes again" names by itself, worked out day by day of the calendar and never by adding hours.

use chrono::Datelike as _;

use super::{Ends, IfMissing, MOST_TIMES, Nth, Recurrence, Repeats, Weekday};
use crate::clock::Day;

impl Recurrence {
    /// The last day that the pattern has; extra days may come after it.
    pub(super) fn last(&self) -> Day {
        match (&self.repeats, self.ends) {
            (Repeats::Once, _) => self.starts,
            (_, Ends::Never) => Day::LAST,
            (_, Ends::Until { day }) => day,
            (_, Ends::After { times }) => self.nth_day(times).unwrap_or(Day::LAST),
        }
    }

    /// The pattern's n-th day, from 1. Counted out only where months or years are left out.
    fn nth_day(&self, n: u32) -> Option<Day> {
        let more = i64::from(n.saturating_sub(1));
        let first = self.pattern(self.starts)?;
        match &self.repeats {
            Repeats::Once => Some(first),
            Repeats::EveryDays { every } => Day::from_number(first.number() + more * i64::from((*every).max(1))),
            Repeats::Weekly { every, days } => {
                let chosen = WeekDays::of(days);
                let (in_first_week, a_week) = (chosen.from(first.week_day()).count(), chosen.count());
                if more < in_first_week {
                    return chosen.from(first.week_day()).nth(more).map(|d| first.week().plus(d.into()));
                }
                let (weeks, rest) = ((more - in_first_week) / a_week + 1, (more - in_first_week) % a_week);
                let week = first.week().number() + weeks * 7 * i64::from((*every).max(1));
                Day::from_number(week + i64::from(chosen.nth(rest)?))
            }
            Repeats::MonthlyOnDay { .. } | Repeats::MonthlyOnWeekday { .. } | Repeats::Yearly { .. } => {
                let mut day = first;
                for _ in 0..more.min(MOST_TIMES) {
                    day = self.pattern(Day::from_number(day.number() + 1)?)?;
                }
                Some(day)
            }
        }
    }

    /// The pattern's first day from `from` on, whatever ends it.
    pub(super) fn pattern(&self, from: Day) -> Option<Day> {
        let from = from.max(self.starts);
        match &self.repeats {
            Repeats::Once => (from == self.starts).then_some(from),
            Repeats::EveryDays { every } => {
                let (every, behind) = (i64::from((*every).max(1)), from.number() - self.starts.number());
                Day::from_number(self.starts.number() + (behind + every - 1) / every * every)
            }
            Repeats::Weekly { every, days } => {
                let (every, chosen) = (i64::from((*every).max(1)), WeekDays::of(days));
                let off = (from.week().number() - self.starts.week().number()) / 7 % every;
                let this_week = if off == 0 { chosen.from(from.week_day()).nth(0) } else { None };
                let (weeks, weekday) = match this_week {
                    Some(weekday) => (0, weekday),
                    None => (every - off, chosen.nth(0)?),
                };
                Day::from_number(from.week().number() + weeks * 7 + i64::from(weekday))
            }
            Repeats::MonthlyOnDay { day, if_missing } => {
                // No two months without a 29th, 30th or 31st follow each other.
                months(from).take(3).filter_map(|(y, m)| in_month(y, m, *day, *if_missing)).find(|d| *d >= from)
            }
            Repeats::MonthlyOnWeekday { nth, weekday } => {
                months(from).take(2).filter_map(|(y, m)| nth_weekday(y, m, *nth, *weekday)).find(|d| *d >= from)
            }
            Repeats::Yearly { month, day, if_missing } => {
                // Between 29 February 1896 and 1904 lie eight years.
                let year = from.date().year();
                (year..=year + 8).filter_map(|y| in_month(y, *month, *day, *if_missing)).find(|d| *d >= from)
            }
        }
    }
}

/// Days of the week as bits, Monday the lowest.
#[derive(Debug, Clone, Copy)]
struct WeekDays(u32);

impl WeekDays {
    fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |bits, day| bits | 1 << day.number()))
    }

    fn from(self, weekday: u32) -> Self {
        Self(self.0 & (0x7f << weekday))
    }

    fn count(self) -> i64 {
        self.0.count_ones().into()
    }

    fn nth(self, n: i64) -> Option<u32> {
        let n = usize::try_from(n).ok()?;
        (0..7).filter(|day| self.0 & (1 << day) != 0).nth(n)
    }
}

impl Day {
    pub(super) fn week_day(self) -> u32 {
        self.date().weekday().num_days_from_monday()
    }
}

pub(super) fn date(year: i32, month: u32, day: u32) -> Option<Day> {
    chrono::NaiveDate::from_ymd_opt(year, month, day).and_then(Day::from_date)
}

/// Year and month of `from`, and of the months after it.
fn months(from: Day) -> impl Iterator<Item = (i32, u32)> {
    std::iter::successors(Some((from.date().year(), from.date().month())), |(year, month)| {
        Some(if *month == 12 { (year + 1, 1) } else { (*year, month + 1) })
    })
}

fn in_month(year: i32, month: u32, day: u32, if_missing: IfMissing) -> Option<Day> {
    date(year, month, day).or_else(|| match if_missing {
        IfMissing::Skip => None,
        IfMissing::Clamp => (28..day).rev().find_map(|d| date(year, month, d)),
    })
}

fn nth_weekday(year: i32, month: u32, nth: Nth, weekday: Weekday) -> Option<Day> {
    let ahead = |first: Day| i64::from((7 + weekday.number() - first.week_day()) % 7);
    let weeks = match nth {
        Nth::First => 0,
        Nth::Second => 1,
        Nth::Third => 2,
        Nth::Fourth => 3,
        Nth::Last => {
            let last_week = (28..=31).rev().find_map(|day| date(year, month, day))?.plus(-6);
            return Some(last_week.plus(ahead(last_week)));
        }
    };
    let first = date(year, month, 1)?;
    Some(first.plus(ahead(first) + weeks * 7))
}
