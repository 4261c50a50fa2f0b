//! What the person asked for, and when that is due: worked out once more, and differently, from the rules alone. The
//! core's own expansion is held to other libraries elsewhere; here it is held to this one.

use chrono::{Datelike as _, Duration, NaiveDate, NaiveTime, Timelike as _};
use chrono_tz::Tz;
use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::reminders::{
    AskAgain, Exactness, NewReminder, Occurrence, QuietHours, Recurrence, Reminder, Repeats, Schedule, When, ZonePolicy,
};

use super::clock::{DAY, HOUR, Wall, civil_in, moved_over_gap};

/// Where the times of a rule hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Wherever the phone is.
    Here,
    /// In that zone.
    In(Tz),
    /// Every so many hours from that instant of the phone's clock on.
    Every(i64, i64),
}

/// A reminder of a simulated person.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Under which name it is kept.
    pub reminder: Reminder,
    /// Every so many days.
    pub every_days: i64,
    /// From then on.
    pub starts: NaiveDate,
    /// At these times.
    pub times: Vec<NaiveTime>,
    /// Where.
    pub holds: Holds,
    /// On the minute, please.
    pub exact: bool,
    /// Announced so many minutes before.
    pub ahead_min: u32,
    /// Gently once more.
    pub again: Option<AskAgain>,
    /// It may come in the quiet hours.
    pub in_quiet_hours: bool,
    /// It reminds.
    pub on: bool,
    /// Since when it stands as it is, by the phone's clock.
    pub since_ms: i64,
    /// How often it was changed: another edition is another promise.
    pub edition: u32,
}

/// One time that something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueTime {
    /// Which.
    pub occurrence: Occurrence,
    /// When, by the phone's clock and tables; quiet hours not yet considered.
    pub at_ms: i64,
}

impl Asked {
    /// Every day at that time, wherever the phone is, with nothing special about it.
    #[must_use]
    pub fn daily(starts: NaiveDate, time: NaiveTime) -> Self {
        Self {
            reminder: Reminder::Test,
            every_days: 1,
            starts,
            times: vec![time],
            holds: Holds::Here,
            exact: false,
            ahead_min: 0,
            again: None,
            in_quiet_hours: false,
            on: true,
            since_ms: 0,
            edition: 0,
        }
    }

    /// All that is due in `from..=until`, by the phone's clock and tables.
    #[must_use]
    pub fn due(&self, wall: &Wall, from_ms: i64, until_ms: i64) -> Vec<DueTime> {
        if let Holds::Every(hours, first_ms) = self.holds {
            let step = hours * HOUR;
            let first = first_ms + ((from_ms - first_ms + step - 1).div_euclid(step)).max(0) * step;
            return std::iter::successors(Some(first), |at| Some(at + step))
                .take_while(|at| *at <= until_ms)
                .filter_map(|at_ms| {
                    let utc = civil_in(Tz::UTC, at_ms);
                    let slot = utc.time().hour() * 60 + utc.time().minute();
                    let occurrence = Occurrence { reminder: self.reminder, day: Day::from_date(utc.date())?, slot };
                    Some(DueTime { occurrence, at_ms })
                })
                .collect();
        }
        let zone = match self.holds {
            Holds::In(zone) => zone,
            Holds::Here | Holds::Every(..) => wall.tables,
        };
        let mut due = Vec::new();
        let mut date = civil_in(zone, from_ms - DAY).date();
        let last = civil_in(zone, until_ms + DAY).date();
        while date <= last {
            let days = (date - self.starts).num_days();
            if days >= 0 && days % self.every_days == 0 {
                for (slot, time) in (0..).zip(&self.times) {
                    let at_ms = moved_over_gap(zone, date.and_time(*time));
                    if let Some(day) = Day::from_date(date).filter(|_| (from_ms..=until_ms).contains(&at_ms)) {
                        due.push(DueTime { occurrence: Occurrence { reminder: self.reminder, day, slot }, at_ms });
                    }
                }
            }
            date += Duration::days(1);
        }
        due
    }

    /// When that occurrence is due by the phone's clock and tables, if there is such a one.
    #[must_use]
    pub fn due_of(&self, wall: &Wall, occurrence: &Occurrence) -> Option<i64> {
        let noon = occurrence.day.date().and_hms_opt(12, 0, 0)?.and_utc().timestamp_millis();
        self.due(wall, noon - 2 * DAY, noon + 2 * DAY)
            .into_iter()
            .find(|d| d.occurrence == *occurrence)
            .map(|d| d.at_ms)
    }

    /// As it is said to the core.
    #[must_use]
    pub fn said(&self) -> Option<NewReminder> {
        let starts = Day::from_date(self.starts)?;
        let (repeats, zone) = match self.holds {
            Holds::Every(hours, _) => (Repeats::Once, ZonePolicy::Elapsed { every_hours: u32::try_from(hours).ok()? }),
            Holds::Here => (self.repeats(), ZonePolicy::Floating),
            Holds::In(zone) => (self.repeats(), ZonePolicy::Pinned { zone: zone.name().to_owned() }),
        };
        let when = |time: &NaiveTime| When::At { time: TimeOfDay::of(time.hour(), time.minute()) };
        let schedule = Schedule {
            recurrence: Recurrence::plain(starts, repeats),
            times: self.times.iter().map(when).collect(),
            zone,
        };
        Some(NewReminder {
            exactness: if self.exact { Exactness::Exact } else { Exactness::Inexact },
            ahead_min: self.ahead_min,
            again: self.again,
            in_quiet_hours: self.in_quiet_hours,
            ..NewReminder::of("water the plants", schedule)
        })
    }

    /// Said in two ways, so that both are met: every n days, and weekly on that weekday.
    fn repeats(&self) -> Repeats {
        if self.every_days % 7 == 0 {
            use handrail_core::reminders::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
            let days = [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
            let weekday = self.starts.weekday().num_days_from_monday();
            let day = usize::try_from(weekday).ok().and_then(|n| days.get(n)).copied().unwrap_or(Monday);
            return Repeats::Weekly { every: u32::try_from(self.every_days / 7).unwrap_or(1), days: vec![day] };
        }
        Repeats::EveryDays { every: u32::try_from(self.every_days).unwrap_or(1) }
    }
}

/// When it comes by itself: `at_ms`, or the end of the quiet hours, by the phone's clock and tables.
#[must_use]
pub fn out_of_quiet(quiet: Option<QuietHours>, wall: &Wall, at_ms: i64) -> i64 {
    let civil = civil_in(wall.tables, at_ms);
    let Some(quiet) = quiet.filter(|quiet| is_quiet(*quiet, civil.time())) else { return at_ms };
    let until = quiet.until.time();
    let date = if until > civil.time() { civil.date() } else { civil.date() + Duration::days(1) };
    let end = moved_over_gap(wall.tables, date.and_time(until));
    // In an hour that comes twice the end may lie behind: then it is that long until the clock shows it again.
    if end >= at_ms { end } else { at_ms + (date.and_time(until) - civil).num_milliseconds() }
}

/// Whether it is quiet at that time of the day.
#[must_use]
pub fn is_quiet(quiet: QuietHours, time: NaiveTime) -> bool {
    let (from, until) = (quiet.from.time(), quiet.until.time());
    if from < until { (from..until).contains(&time) } else { !(until..from).contains(&time) }
}
