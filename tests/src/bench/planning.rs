//! P4: what the phone should hold, planned from 200 rules.

use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::reminders::{
    IfMissing, NewReminder, Nth, Phone, PhoneKind, Recurrence, Repeats, Schedule, Weekday, When, ZonePolicy,
};

use super::Trouble;
use super::life;
use super::watch::Times;
use crate::phone::{self, HandClock, TempFolder};

/// How many rules there are.
pub const RULES: u32 = 200;
/// How many notifications are asked for.
pub const NOTIFICATIONS: u32 = 60;

/// Zones that a few of the rules are pinned to.
const ZONES: [&str; 5] =
    ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Chatham"];

/// Times of a whole plan through the store, and how many notifications it had.
///
/// # Errors
/// Where the store cannot be made or read.
pub fn planning(count: usize) -> Result<(Times, usize), Trouble> {
    let folder = TempFolder::new("p4")?;
    let clock = HandClock::standing_at(life::BEGIN_MS);
    let phone = phone::open(folder.path(), clock.clone())?;
    let today = phone.today()?.day;
    for n in 0..RULES {
        phone.save_reminder(&NewReminder::of(&format!("rule {n}"), schedule(n, today)?))?;
    }
    let does = Phone { kind: PhoneKind::WakesTheApp, capacity: NOTIFICATIONS };
    let mut times = Times::default();
    let mut planned = 0;
    for _ in 0..count {
        clock.pass(47 * 60_000);
        planned = times.time(|| phone.plan_notifications_for(does, &[]))?.set.len();
    }
    Ok((times, planned))
}

fn schedule(n: u32, today: Day) -> Result<Schedule, Trouble> {
    let repeats = match n % 6 {
        0 | 1 => Repeats::EveryDays { every: 1 + n % 4 },
        2 => Repeats::Weekly { every: 1 + n % 2, days: vec![Weekday::Monday, Weekday::Thursday] },
        3 => Repeats::MonthlyOnDay { day: 1 + n % 31, if_missing: IfMissing::Clamp },
        4 => Repeats::MonthlyOnWeekday { nth: Nth::Last, weekday: Weekday::Friday },
        _ => Repeats::Yearly { month: 1 + n % 12, day: 1 + n % 28, if_missing: IfMissing::Skip },
    };
    let zone = match ZONES.get((n % 25) as usize) {
        Some(zone) => ZonePolicy::Pinned { zone: (*zone).to_owned() },
        None => ZonePolicy::Floating,
    };
    let time = TimeOfDay::parse("time", &format!("{:02}:{:02}", 7 + n % 15, n * 7 % 60))?;
    Ok(Schedule { recurrence: Recurrence::plain(today, repeats), times: vec![When::At { time }], zone })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_plan_that_is_timed_is_the_plan_that_is_spoken_of() {
        let (times, planned) = super::planning(3).unwrap_or_default();
        assert_eq!((times.count(), planned), (3, super::NOTIFICATIONS as usize));
    }
}
