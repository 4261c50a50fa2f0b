//! The closed set of recurrences in the words of RFC 5545 section 3.3.10. Every one of them can be said.

use crate::reminders::recurrence::{IfMissing, Nth, Repeats, Weekday};

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "MO"),
    (Weekday::Tuesday, "TU"),
    (Weekday::Wednesday, "WE"),
    (Weekday::Thursday, "TH"),
    (Weekday::Friday, "FR"),
    (Weekday::Saturday, "SA"),
    (Weekday::Sunday, "SU"),
];

/// The rule, ending with `until` where it ends; `None` for once, which needs none.
pub(super) fn rrule(repeats: &Repeats, until: Option<&str>) -> Option<String> {
    let mut rule = match repeats {
        Repeats::Once => return None,
        Repeats::EveryDays { every } => format!("FREQ=DAILY{}", interval(*every)),
        Repeats::Weekly { every, days } => {
            let named: Vec<&str> = DAYS.iter().filter(|(day, _)| days.contains(day)).map(|(_, name)| *name).collect();
            format!("FREQ=WEEKLY{};WKST=MO;BYDAY={}", interval(*every), named.join(","))
        }
        Repeats::MonthlyOnDay { day, if_missing } => format!("FREQ=MONTHLY;{}", of_month(*day, *if_missing)),
        Repeats::MonthlyOnWeekday { nth, weekday } => {
            let nth = match nth {
                Nth::First => "1",
                Nth::Second => "2",
                Nth::Third => "3",
                Nth::Fourth => "4",
                Nth::Last => "-1",
            };
            let day = DAYS.iter().find(|(day, _)| day == weekday).map_or("", |(_, name)| *name);
            format!("FREQ=MONTHLY;BYDAY={nth}{day}")
        }
        Repeats::Yearly { month, day, if_missing } => {
            format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={}", of_year(*month, *day, *if_missing))
        }
    };
    if let Some(until) = until {
        rule.push_str(";UNTIL=");
        rule.push_str(until);
    }
    Some(rule)
}

/// Every so many hours, without an end.
pub(super) fn hourly(every: u32) -> String {
    format!("FREQ=HOURLY{}", interval(every))
}

fn interval(every: u32) -> String {
    if every > 1 { format!(";INTERVAL={every}") } else { String::new() }
}

/// A day that a month does not have is left out by the format itself. The last one of those days that it has is taken
/// by `BYSETPOS`.
fn of_month(day: u32, if_missing: IfMissing) -> String {
    match (day, if_missing) {
        (31, IfMissing::Clamp) => "BYMONTHDAY=-1".to_owned(),
        (30, IfMissing::Clamp) => "BYMONTHDAY=28,29,30;BYSETPOS=-1".to_owned(),
        (29, IfMissing::Clamp) => "BYMONTHDAY=28,29;BYSETPOS=-1".to_owned(),
        _ => format!("BYMONTHDAY={day}"),
    }
}

/// Only February is not equally long in every year.
fn of_year(month: u32, day: u32, if_missing: IfMissing) -> String {
    match (month, day, if_missing) {
        (2, 29.., IfMissing::Clamp) => "-1".to_owned(),
        (4 | 6 | 9 | 11, 31, IfMissing::Clamp) => "30".to_owned(),
        _ => day.to_string(),
    }
}
