//! On which days a homework is for. Each day of a repeating one is its own occurrence: an
//! unanswered one never blocks the next (tasks/tasks#3210).

use super::HowOften;
use crate::clock::Day;

/// The occurrences from `from` to `until`, both included, in order.
///
/// Once: `first_day`. Daily: every day from `first_day` on. Weekly: the weekday of `first_day`.
/// A repeating homework ends with `by_about`, where one is given; for one that is done once
/// `by_about` is only a hint. Nothing comes out where `until` lies before `from`.
pub fn occurrences(
    first_day: Day,
    how_often: HowOften,
    by_about: Option<Day>,
    from: Day,
    until: Day,
) -> impl Iterator<Item = Day> {
    let step = how_often.step_days();
    let last = last_possible(first_day, how_often, by_about).min(until);
    let behind = (from.number() - first_day.number()).max(0);
    // The first occurrence that is not before `from`: whole steps, rounded up.
    let skipped = (behind + step - 1) / step;
    let start = first_day.number() + skipped * step;
    let step = usize::try_from(step).unwrap_or(1);
    (start..=last.number()).step_by(step).filter_map(Day::from_number)
}

/// The newest occurrence on or before `day`.
pub(super) fn newest_until(first_day: Day, how_often: HowOften, by_about: Option<Day>, day: Day) -> Option<Day> {
    let last = last_possible(first_day, how_often, by_about).min(day);
    let ahead = last.number() - first_day.number();
    (ahead >= 0).then(|| first_day.plus(ahead - ahead % how_often.step_days()))
}

fn last_possible(first_day: Day, how_often: HowOften, by_about: Option<Day>) -> Day {
    match (how_often, by_about) {
        (HowOften::Once, _) => first_day,
        (_, Some(by_about)) => by_about,
        (_, None) => Day::LAST,
    }
}

impl HowOften {
    fn step_days(self) -> i64 {
        match self {
            Self::Once | Self::Daily => 1,
            Self::Weekly => 7,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn day(n: i64) -> Day {
        Day::from_number(n).unwrap()
    }

    fn how_often() -> impl Strategy<Value = HowOften> {
        prop_oneof![Just(HowOften::Once), Just(HowOften::Daily), Just(HowOften::Weekly)]
    }

    /// The rule said once more, day by day.
    fn is_one(d: i64, first: i64, how_often: HowOften, by_about: Option<i64>) -> bool {
        match how_often {
            HowOften::Once => d == first,
            HowOften::Daily => d >= first && by_about.is_none_or(|b| d <= b),
            HowOften::Weekly => d >= first && (d - first) % 7 == 0 && by_about.is_none_or(|b| d <= b),
        }
    }

    proptest! {
        #[test]
        fn occurrences_are_the_days_that_the_rule_names(
            first in 20_000_i64..20_100, how_often in how_often(), by_about in proptest::option::of(20_000_i64..20_200),
            from in 19_900_i64..20_200, length in -3_i64..120,
        ) {
            let until = from + length;
            let found: Vec<i64> =
                occurrences(day(first), how_often, by_about.map(day), day(from), day(until)).map(Day::number).collect();
            let expected: Vec<i64> = (from..=until).filter(|d| is_one(*d, first, how_often, by_about)).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_window_cut_in_two_gives_the_same_days(
            first in 20_000_i64..20_100, how_often in how_often(), from in 19_900_i64..20_200, a in 0_i64..60, b in 1_i64..60,
        ) {
            let of = |from, until| occurrences(day(first), how_often, None, day(from), day(until)).collect::<Vec<_>>();
            let mut parts = of(from, from + a);
            parts.extend(of(from + a + 1, from + a + b));
            prop_assert_eq!(parts, of(from, from + a + b));
        }

        #[test]
        fn the_newest_one_is_the_last_of_all_until_that_day(
            first in 20_000_i64..20_100, how_often in how_often(), by_about in proptest::option::of(20_000_i64..20_200),
            until in 19_900_i64..20_200,
        ) {
            let all = occurrences(day(first), how_often, by_about.map(day), day(19_000), day(until));
            prop_assert_eq!(newest_until(day(first), how_often, by_about.map(day), day(until)), all.last());
        }
    }
}
