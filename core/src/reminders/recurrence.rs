//! On which days a reminder is for: a closed set over civil days, small enough to be said in one sentence.
//!
//! Nothing here knows a zone or a clock. A recurrence is asked for the first of its days from a day on
//! ([`Recurrence::next`]), and every answer takes bounded time. What the set cannot say is said with `exceptions`
//! and `extra` days.

use chrono::Datelike as _;
use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::validate::{self, choice};

/// Most days that "every n days" counts.
pub const MOST_DAYS_BETWEEN: i64 = 999;
/// Most weeks that "every n weeks" counts.
pub const MOST_WEEKS_BETWEEN: i64 = 52;
/// Most times that "so many times" counts.
pub const MOST_TIMES: i64 = 1000;
/// Most exceptions, and most extra days.
pub const MOST_DAYS_NAMED: usize = 366;

choice! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// Days after Monday.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }
}

choice! {
    /// What happens in a month (or year) that does not have the day.
    IfMissing {
        /// The last day of that month is taken: the 31st is 28 February.
        Clamp = "clamp",
        /// That month is left out.
        Skip = "skip",
    }
}

choice! {
    /// Which one of its weekday in a month. There is no fifth: "the last" says what is meant.
    Nth {
        /// The first.
        First = "first",
        /// The second.
        Second = "second",
        /// The third.
        Third = "third",
        /// The fourth.
        Fourth = "fourth",
        /// The last.
        Last = "last",
    }
}

/// How it comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Repeats {
    /// Once, on the day it starts.
    Once,
    /// Every so many days, counted from the day it starts.
    EveryDays {
        /// 1 to [`MOST_DAYS_BETWEEN`].
        every: u32,
    },
    /// On these days of every so many weeks. Weeks begin on Monday and are counted from the one it starts in.
    Weekly {
        /// 1 to [`MOST_WEEKS_BETWEEN`].
        every: u32,
        /// At least one.
        days: Vec<Weekday>,
    },
    /// On this day of every month.
    MonthlyOnDay {
        /// 1 to 31.
        day: u32,
        /// In a month without it.
        if_missing: IfMissing,
    },
    /// On, say, the second Tuesday of every month.
    MonthlyOnWeekday {
        /// Which of them.
        nth: Nth,
        /// The day of the week.
        weekday: Weekday,
    },
    /// On this day of every year. 30 February with [`IfMissing::Clamp`] is the last day of February; with
    /// [`IfMissing::Skip`] it would never come, and is refused.
    Yearly {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
        /// In a year without it.
        if_missing: IfMissing,
    },
}

/// When it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ends {
    /// Not by itself.
    Never,
    /// After this day, which may still be one.
    Until {
        /// The last day it can be for.
        day: Day,
    },
    /// After so many times. Exceptions are counted, extra days are not.
    After {
        /// 1 to [`MOST_TIMES`].
        times: u32,
    },
}

/// A set of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The first day it can be for.
    pub starts: Day,
    /// How it comes again.
    pub repeats: Repeats,
    /// When it stops.
    pub ends: Ends,
    /// Days it is not for, at most [`MOST_DAYS_NAMED`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Day>,
    /// Days it is for as well, at most [`MOST_DAYS_NAMED`], none before it starts. An exception is stronger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Day>,
}

impl Recurrence {
    /// Once, on that day.
    #[must_use]
    pub const fn once(day: Day) -> Self {
        Self::plain(day, Repeats::Once)
    }

    /// From that day on, without an end.
    #[must_use]
    pub const fn plain(starts: Day, repeats: Repeats) -> Self {
        Self { starts, repeats, ends: Ends::Never, exceptions: Vec::new(), extra: Vec::new() }
    }

    /// Its first day from `from` on.
    #[must_use]
    pub fn next(&self, from: Day) -> Option<Day> {
        self.expansion().next(from)
    }

    /// Its days from `from` to `until`, both included, in order.
    pub fn days(&self, from: Day, until: Day) -> impl Iterator<Item = Day> + '_ {
        let expansion = self.expansion();
        let within = move |day: &Day| *day <= until;
        let first = expansion.next(from).filter(within);
        std::iter::successors(first, move |day| expansion.after(*day).filter(within))
    }

    /// The same, with what is the same for every question worked out once.
    pub(super) fn expansion(&self) -> Expansion<'_> {
        Expansion { of: self, last: self.last() }
    }

    /// Refuses what is off its scale, and what would never come.
    ///
    /// # Errors
    /// The field: `every`, `days`, `day`, `month`, `ends`, `exceptions`, `extra`. A rule that can have no day names
    /// what keeps it from having one, with [`Reason::ImpossibleDate`].
    pub fn check(&self) -> Result<()> {
        match &self.repeats {
            Repeats::Once | Repeats::MonthlyOnWeekday { .. } => {}
            Repeats::EveryDays { every } => drop(validate::scale("every", (*every).into(), 1, MOST_DAYS_BETWEEN)?),
            Repeats::Weekly { every, days } => {
                validate::scale("every", (*every).into(), 1, MOST_WEEKS_BETWEEN)?;
                if days.is_empty() {
                    return Err(Error::invalid("days", Reason::Empty));
                }
            }
            Repeats::MonthlyOnDay { day, .. } => drop(validate::scale("day", (*day).into(), 1, 31)?),
            Repeats::Yearly { month, day, if_missing } => {
                validate::scale("month", (*month).into(), 1, 12)?;
                validate::scale("day", (*day).into(), 1, 31)?;
                // 2024 has every day that any year has.
                if *if_missing == IfMissing::Skip && date(2024, *month, *day).is_none() {
                    return Err(Error::invalid("day", Reason::ImpossibleDate));
                }
            }
        }
        match self.ends {
            Ends::Until { day } if day < self.starts => return Err(Error::invalid("ends", Reason::ImpossibleDate)),
            Ends::Never | Ends::Until { .. } => {}
            Ends::After { times } => drop(validate::scale("ends", times.into(), 1, MOST_TIMES)?),
        }
        for (field, named) in [("exceptions", &self.exceptions), ("extra", &self.extra)] {
            if named.len() > MOST_DAYS_NAMED {
                return Err(Error::invalid(field, Reason::TooMany { limit: MOST_DAYS_NAMED }));
            }
        }
        if self.extra.iter().any(|day| *day < self.starts) {
            return Err(Error::invalid("extra", Reason::ImpossibleDate));
        }
        if self.next(self.starts).is_some() {
            return Ok(());
        }
        let without = Self { exceptions: Vec::new(), ..self.clone() };
        let field = if without.next(self.starts).is_some() { "exceptions" } else { "ends" };
        Err(Error::invalid(field, Reason::ImpossibleDate))
    }

    /// The last day that the pattern has; extra days may come after it.
    fn last(&self) -> Day {
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
    fn pattern(&self, from: Day) -> Option<Day> {
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

/// A recurrence with its end worked out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expansion<'a> {
    of: &'a Recurrence,
    last: Day,
}

impl Expansion<'_> {
    /// The first day from `from` on.
    pub(super) fn next(&self, mut from: Day) -> Option<Day> {
        loop {
            let by_pattern = self.of.pattern(from).filter(|day| *day <= self.last);
            let named = self.of.extra.iter().copied().filter(|day| *day >= from).min();
            let day = match (by_pattern, named) {
                (Some(a), Some(b)) => a.min(b),
                (a, b) => a.or(b)?,
            };
            if !self.of.exceptions.contains(&day) {
                return Some(day);
            }
            // One exception less with every round.
            from = Day::from_number(day.number() + 1)?;
        }
    }

    /// The first day after `day`.
    pub(super) fn after(&self, day: Day) -> Option<Day> {
        self.next(Day::from_number(day.number() + 1)?)
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
    fn week_day(self) -> u32 {
        self.date().weekday().num_days_from_monday()
    }
}

fn date(year: i32, month: u32, day: u32) -> Option<Day> {
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

#[cfg(test)]
mod tests;
