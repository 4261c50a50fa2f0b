//! Random rules, with more of what is hard than chance would bring: ends of months, 29 February, exceptions that hit.

use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::reminders::{Ends, IfMissing, Nth, Recurrence, Repeats, Weekday};

use crate::demo::chance::Chance;

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];
const NTH: [Nth; 5] = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last];

/// A number from `least` to `most`.
pub(super) fn number(chance: &Chance, least: i64, most: i64) -> i64 {
    let wide = u64::try_from(most - least + 1).unwrap_or(1);
    least + i64::try_from(chance.below(wide)).unwrap_or(0)
}

fn small(chance: &Chance, least: i64, most: i64) -> u32 {
    u32::try_from(number(chance, least, most)).unwrap_or(1)
}

/// One of these.
pub(super) fn one<T: Copy>(chance: &Chance, of: &[T], otherwise: T) -> T {
    usize::try_from(chance.below(of.len() as u64)).ok().and_then(|n| of.get(n)).copied().unwrap_or(otherwise)
}

/// A time of day; more often one at which clocks are changed.
pub(super) fn time(chance: &Chance) -> TimeOfDay {
    let hour = if chance.percent(50) { small(chance, 0, 3) } else { small(chance, 0, 23) };
    TimeOfDay::of(hour, one(chance, &[0, 1, 15, 30, 45, 59], 0))
}

/// A rule that could be saved, starting between 2010 and 2036, or around the year 2100, which has no 29 February.
pub(super) fn recurrence(chance: &Chance) -> Recurrence {
    let first = if chance.percent(4) { number(chance, 45_700, 49_000) } else { number(chance, 14_610, 24_400) };
    starting(chance, first)
}

/// A rule that could be saved, starting on the day with this number.
pub(super) fn starting(chance: &Chance, first: i64) -> Recurrence {
    loop {
        let starts = Day::from_number(first).unwrap_or(Day::LAST);
        let mut rule = Recurrence::plain(starts, repeats(chance));
        rule.ends = match chance.below(4) {
            0 | 1 => Ends::Never,
            2 => Ends::Until { day: starts.plus(number(chance, 0, 1_500)) },
            _ => Ends::After { times: small(chance, 1, 80) },
        };
        rule.exceptions = days(chance, &rule, 5);
        rule.extra = days(chance, &rule, 4);
        if rule.check().is_ok() {
            return rule;
        }
    }
}

fn repeats(chance: &Chance) -> Repeats {
    let if_missing = if chance.percent(50) { IfMissing::Clamp } else { IfMissing::Skip };
    let end_of_month = |chance: &Chance| if chance.percent(60) { small(chance, 28, 31) } else { small(chance, 1, 31) };
    match chance.below(20) {
        0 => Repeats::Once,
        1..=4 => {
            Repeats::EveryDays { every: if chance.percent(10) { small(chance, 1, 999) } else { small(chance, 1, 40) } }
        }
        5..=8 => {
            let days: Vec<Weekday> = WEEK.into_iter().filter(|_| chance.percent(35)).collect();
            let days = if days.is_empty() { vec![one(chance, &WEEK, Weekday::Monday)] } else { days };
            Repeats::Weekly { every: if chance.percent(10) { small(chance, 1, 52) } else { small(chance, 1, 5) }, days }
        }
        9..=12 => Repeats::MonthlyOnDay { day: end_of_month(chance), if_missing },
        13..=15 => Repeats::MonthlyOnWeekday {
            nth: one(chance, &NTH, Nth::Last),
            weekday: one(chance, &WEEK, Weekday::Sunday),
        },
        _ => {
            let month = if chance.percent(40) { 2 } else { small(chance, 1, 12) };
            Repeats::Yearly { month, day: end_of_month(chance), if_missing }
        }
    }
}

/// Days of which about half are days of the rule.
fn days(chance: &Chance, rule: &Recurrence, most: i64) -> Vec<Day> {
    if chance.percent(50) {
        return Vec::new();
    }
    let its_own: Vec<Day> = rule.days(rule.starts, rule.starts.plus(1_200)).take(60).collect();
    (0..number(chance, 1, most))
        .map(|_| {
            if chance.percent(50) && !its_own.is_empty() {
                one(chance, &its_own, rule.starts)
            } else {
                rule.starts.plus(number(chance, 0, 400))
            }
        })
        .collect()
}
