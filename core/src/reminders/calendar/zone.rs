//! The clock changes of a place, as a calendar without tables of its own needs them (RFC 5545 section 3.6.5).

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDateTime};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::lines::Lines;
use super::stamp;
use crate::clock::{Moment, zone_of};
use crate::error::Result;

/// How many years of clock changes are written down from the day of the file on. Most calendars have tables of their own and
/// look only at the name.
pub const ZONE_YEARS: i64 = 20;
/// A change before the file begins is looked for so many days back: what holds at its beginning began there.
const BACK_DAYS: i64 = 400;
const DAY_S: i64 = 86_400;

/// A clock change, or what held when the file begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// The time on the wall before it.
    at: NaiveDateTime,
    /// Seconds east of UTC before and after.
    from_s: i32,
    to_s: i32,
    /// After it the clocks show what the tables count as daylight time.
    daylight: bool,
    name: String,
}

/// A place that entries are pinned to.
#[derive(Debug)]
pub(super) struct Zone {
    /// Its name in the file.
    pub(super) name: String,
    changes: Vec<Change>,
}

impl Zone {
    /// The place of that name, with its changes from `now` on for [`ZONE_YEARS`]. One that is not known here has the
    /// offset of the phone, as in the plan, and a name that says so unless it looks like that of a zone.
    pub(super) fn of(asked: &str, now: &Moment) -> Self {
        let (now_s, offset_min) = (now.instant_ms.div_euclid(1000), now.offset_min);
        if let Some(tz) = zone_of(asked) {
            return Self { name: asked.to_owned(), changes: changes(tz, now_s - BACK_DAYS * DAY_S, now_s) };
        }
        let as_a_zone = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
        let offset_s = offset_min * 60;
        let name = if asked.chars().all(as_a_zone) { asked.to_owned() } else { format!("UTC{}", offset(offset_s)) };
        let at = civil(now_s - BACK_DAYS * DAY_S, offset_s);
        let held = Change { at, from_s: offset_s, to_s: offset_s, daylight: false, name: String::new() };
        Self { name, changes: vec![held] }
    }

    /// The days on which the clocks jump over some time, and the first and last time that is jumped over.
    pub(super) fn gaps(&self) -> impl Iterator<Item = (NaiveDateTime, NaiveDateTime)> + '_ {
        self.changes
            .iter()
            .filter(|change| change.to_s > change.from_s)
            .map(|change| (change.at, change.at + Duration::seconds((change.to_s - change.from_s).into())))
    }

    /// Writes it. Changes of one kind are one part with several dates.
    pub(super) fn write(&self, lines: &mut Lines) -> Result<()> {
        let mut kinds: BTreeMap<(bool, i32, i32, &str), Vec<NaiveDateTime>> = BTreeMap::new();
        for change in &self.changes {
            let kind = (change.daylight, change.from_s, change.to_s, change.name.as_str());
            kinds.entry(kind).or_default().push(change.at);
        }
        lines.component("VTIMEZONE", |lines| {
            lines.put("TZID", self.name.clone())?;
            for ((daylight, from_s, to_s, name), at) in kinds {
                let Some((first, more)) = at.split_first() else { continue };
                lines.component(if daylight { "DAYLIGHT" } else { "STANDARD" }, |lines| {
                    lines.put("DTSTART", stamp(*first))?;
                    if !more.is_empty() {
                        lines.put("RDATE", more.iter().map(|at| stamp(*at)).collect::<Vec<_>>().join(","))?;
                    }
                    lines.put("TZOFFSETFROM", offset(from_s))?;
                    lines.put("TZOFFSETTO", offset(to_s))?;
                    if name.is_empty() { Ok(()) } else { lines.put("TZNAME", name) }
                })?;
            }
            Ok(())
        })
    }
}

/// What holds at `from_s`, and every change until [`ZONE_YEARS`] after `now_s`: found by looking at every day, and
/// halving one in which the offset is another at its end.
fn changes(tz: &TimeZone, from_s: i64, now_s: i64) -> Vec<Change> {
    let until_s = now_s + ZONE_YEARS * 366 * DAY_S;
    let (first_s, daylight, name) = at(tz, from_s);
    let mut changes = vec![Change { at: civil(from_s, first_s), from_s: first_s, to_s: first_s, daylight, name }];
    let (mut day_s, mut offset_s) = (from_s, first_s);
    while day_s < until_s {
        let (mut before, mut after) = (day_s, day_s + DAY_S);
        day_s = after;
        let next_s = at(tz, after).0;
        if next_s == offset_s {
            continue;
        }
        while after - before > 1 {
            let middle = before.midpoint(after);
            if at(tz, middle).0 == offset_s { before = middle } else { after = middle }
        }
        let (to_s, daylight, name) = at(tz, after);
        changes.push(Change { at: civil(after, offset_s), from_s: offset_s, to_s, daylight, name });
        offset_s = to_s;
        // Of two changes within a day, the second is found from the first on.
        day_s = if to_s == next_s { day_s } else { after };
    }
    changes
}

/// Seconds east of UTC, whether the tables count that as daylight time, and what it is called there. (They are the
/// ones in which daylight time is always the later one, in Ireland and Morocco too, as readers of calendars expect.)
fn at(tz: &TimeZone, utc_s: i64) -> (i32, bool, String) {
    let there = tz.to_offset_info(Timestamp::from_second(utc_s).unwrap_or_default());
    (there.offset().seconds(), there.dst().is_dst(), there.abbreviation().to_owned())
}

fn civil(utc_s: i64, offset_s: i32) -> NaiveDateTime {
    DateTime::from_timestamp(utc_s + i64::from(offset_s), 0).unwrap_or_default().naive_utc()
}

/// `+0100`, with seconds only where there are some.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (h, m, s) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if s == 0 { format!("{sign}{h:02}{m:02}") } else { format!("{sign}{h:02}{m:02}{s:02}") }
}
