//! The rule of sixes: about 6 months, 6 weeks, 6 days. A suggestion, nothing more.

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::validate;

/// The three levels of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// About 6 months.
    LongTerm,
    /// About 6 weeks.
    ShortTerm,
    /// About 6 days.
    Step,
}

impl Level {
    /// The day the rule of sixes suggests for something that began on `started`. Six months
    /// from the last days of August end with February.
    #[must_use]
    pub fn suggested(self, started: Day) -> Day {
        match self {
            Self::LongTerm => {
                let later = started.date().checked_add_months(chrono::Months::new(6));
                later.and_then(Day::from_date).unwrap_or(started)
            }
            Self::ShortTerm => started.plus(42),
            Self::Step => started.plus(6),
        }
    }
}

/// By about when. Soft: it suggests a day and never fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Horizon {
    /// What the rule of sixes suggests.
    #[default]
    Suggested,
    /// This day.
    About(Day),
    /// No day is wanted.
    Open,
}

impl Horizon {
    pub(super) fn day(self, level: Level, started: Day, today: Day) -> Result<Option<Day>> {
        let day = match self {
            Self::Open => return Ok(None),
            Self::Suggested => level.suggested(started),
            Self::About(day) => validate::near_day("by_about", day, today)?,
        };
        // Before the goal began is a slip of the finger; before today is not: dates soften. A step
        // keeps no day on which it began.
        if day < started && level != Level::Step {
            Err(Error::invalid("by_about", Reason::ImpossibleDate))
        } else {
            Ok(Some(day))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse("day", text).unwrap()
    }

    #[test]
    fn six_months_six_weeks_six_days() {
        for (started, long, short, step) in [
            ("2026-01-15", "2026-07-15", "2026-02-26", "2026-01-21"),
            ("2026-08-31", "2027-02-28", "2026-10-12", "2026-09-06"),
            ("2023-08-30", "2024-02-29", "2023-10-11", "2023-09-05"),
        ] {
            assert_eq!(Level::LongTerm.suggested(day(started)), day(long));
            assert_eq!(Level::ShortTerm.suggested(day(started)), day(short));
            assert_eq!(Level::Step.suggested(day(started)), day(step));
        }
    }

    proptest! {
        #[test]
        fn a_suggestion_lies_ahead_in_the_order_of_the_levels(number in -20_000_i64..80_000) {
            let started = Day::from_number(number).unwrap();
            let (long, short, step) =
                (Level::LongTerm.suggested(started), Level::ShortTerm.suggested(started), Level::Step.suggested(started));
            prop_assert!(started < step && step < short && short < long);
            prop_assert!((181..=184).contains(&(long.number() - number)));
        }

        #[test]
        fn a_later_start_never_suggests_an_earlier_day(number in -20_000_i64..80_000) {
            let (one, next) = (Day::from_number(number).unwrap(), Day::from_number(number + 1).unwrap());
            for level in [Level::LongTerm, Level::ShortTerm, Level::Step] {
                prop_assert!(level.suggested(one) <= level.suggested(next));
            }
        }

        #[test]
        fn a_chosen_day_is_kept_and_none_stays_none(start in 20_000_i64..21_000, ahead in 0_i64..3000) {
            let started = Day::from_number(start).unwrap();
            let chosen = started.plus(ahead);
            prop_assert_eq!(Horizon::About(chosen).day(Level::Step, started, started).unwrap(), Some(chosen));
            prop_assert_eq!(Horizon::Open.day(Level::Step, started, started).unwrap(), None);
        }
    }
}
