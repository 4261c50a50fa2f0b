//! On which days a reminder is for: a closed set over civil days, small enough to be said in one sentence.
//!
//! Nothing here knows a zone or a clock. A recurrence is asked for the first of its days from a day on
//! ([`Recurrence::next`]), and every answer takes bounded time. What the set cannot say is said with `exceptions`
//! and `extra` days.

mod pattern;

use serde::{Deserialize, Serialize};

use self::pattern::date;
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
    /// Days it is for as well, at most [`MOST_DAYS_NAMED`], none before it starts or after the
    /// last day it can be for. An exception is stronger.
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
        let last = match self.ends {
            Ends::Until { day } => day,
            Ends::Never | Ends::After { .. } => Day::LAST,
        };
        if self.extra.iter().any(|day| *day < self.starts || *day > last) {
            return Err(Error::invalid("extra", Reason::ImpossibleDate));
        }
        if self.next(self.starts).is_some() {
            return Ok(());
        }
        let without = Self { exceptions: Vec::new(), ..self.clone() };
        let field = if without.next(self.starts).is_some() { "exceptions" } else { "ends" };
        Err(Error::invalid(field, Reason::ImpossibleDate))
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
            let by_pattern = self.of_pattern(from);
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

    /// The pattern's own first day from `from` on: no extra days, exceptions not taken out.
    pub(super) fn of_pattern(&self, from: Day) -> Option<Day> {
        self.of.pattern(from).filter(|day| *day <= self.last)
    }

    /// The last day that the pattern may have.
    pub(super) const fn last(&self) -> Day {
        self.last
    }

    /// The first day after `day`.
    pub(super) fn after(&self, day: Day) -> Option<Day> {
        self.next(Day::from_number(day.number() + 1)?)
    }
}

#[cfg(test)]
mod tests;
