//! One rule as entries of a calendar: one for each of its times of day, from today on.

use chrono::{DateTime, NaiveDateTime, NaiveTime};

use super::zone::Zone;
use super::{Written, rrule, stamp};
use crate::clock::{Day, Place};
use crate::reminders::recurrence::{Ends, Expansion, Repeats};
use crate::reminders::rule::{Rule, ZonePolicy};

const HOUR_MS: i64 = 3_600_000;

/// Where the times of an entry hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// Wherever the calendar is read.
    Floating,
    /// In the zone of this name, which the file describes.
    InZone(String),
    /// In UTC.
    Utc,
}

/// One entry.
#[derive(Debug)]
pub(super) struct Entry {
    /// Which of the rule's times of day.
    pub(super) slot: u32,
    /// It has the extra days that come before the pattern begins: an entry cannot begin before its pattern.
    pub(super) early: bool,
    pub(super) held: Held,
    pub(super) start: NaiveDateTime,
    pub(super) rrule: Option<String>,
    /// Times that the rule has and the person took out.
    pub(super) without: Vec<NaiveDateTime>,
    /// Times that come as well.
    pub(super) also: Vec<NaiveDateTime>,
}

/// The entries of a rule, and the zone that they need. None if it has no day from today on.
pub(super) fn entries(rule: &Rule, with: &Written<'_>) -> (Vec<Entry>, Option<Zone>) {
    let here = Place::of(with.now);
    let schedule = &rule.schedule;
    let (place, zone) = match &schedule.zone {
        ZonePolicy::Elapsed { every_hours } => return (every_so_many_hours(rule, *every_hours, here, with), None),
        ZonePolicy::Floating => (here, None),
        ZonePolicy::Pinned { zone } => {
            let place = Place::named(zone, with.now.offset_min);
            (place, Some(Zone::of(zone, with.now)))
        }
    };
    let Some(today) = Day::from_date(place.civil(with.now.instant_ms).date()) else { return (Vec::new(), zone) };
    let days = Days::of(schedule.recurrence.expansion(), rule, today);
    let mut entries = Vec::new();
    for (slot, when) in (0..).zip(&schedule.times) {
        days.entries(slot, when.on(with.named).time(), place, zone.as_ref(), &mut entries);
    }
    (entries, zone)
}

fn every_so_many_hours(rule: &Rule, every: u32, here: Place, with: &Written<'_>) -> Vec<Entry> {
    let Some(from_ms) = rule.from_ms else { return Vec::new() };
    let step_ms = i64::from(every.max(1)) * HOUR_MS;
    let midnight = here.civil(with.now.instant_ms).date().and_time(NaiveTime::MIN);
    let behind = (here.instant_ms(midnight) - from_ms + step_ms - 1).div_euclid(step_ms).max(0);
    let start = DateTime::from_timestamp_millis(from_ms + behind * step_ms).unwrap_or_default().naive_utc();
    let hourly = Some(rrule::hourly(every.max(1)));
    vec![Entry { slot: 0, early: false, held: Held::Utc, start, rrule: hourly, without: Vec::new(), also: Vec::new() }]
}

/// The days of a rule from today on.
struct Days<'a> {
    expansion: Expansion<'a>,
    rule: &'a Rule,
    /// The first day of the pattern that is not an exception.
    first: Option<Day>,
    /// Whether the pattern has another day after it.
    again: bool,
    /// Extra days before that, and after it.
    early: Vec<Day>,
    late: Vec<Day>,
    /// Exceptions that the pattern has after it.
    without: Vec<Day>,
}

impl<'a> Days<'a> {
    fn of(expansion: Expansion<'a>, rule: &'a Rule, today: Day) -> Self {
        let recurrence = &rule.schedule.recurrence;
        let taken_out = |day: Day| recurrence.exceptions.contains(&day);
        let after = |day: Day| Day::from_number(day.number() + 1).and_then(|next| expansion.of_pattern(next));
        // At most one round for each exception.
        let first = std::iter::successors(expansion.of_pattern(today), |day| after(*day)).find(|day| !taken_out(*day));
        let in_pattern = |day: Day| expansion.of_pattern(day) == Some(day);
        let mut extra = recurrence.extra.clone();
        extra.retain(|day| *day >= today && !taken_out(*day) && !in_pattern(*day));
        crate::sorting::natural(&mut extra);
        extra.dedup();
        let (early, late) = extra.into_iter().partition(|day| first.is_none_or(|first| *day < first));
        let mut without = recurrence.exceptions.clone();
        without.retain(|day| first.is_some_and(|first| *day > first) && in_pattern(*day));
        crate::sorting::natural(&mut without);
        without.dedup();
        let again = recurrence.repeats != Repeats::Once && first.and_then(after).is_some();
        Self { expansion, rule, first, again, early, late, without }
    }

    fn entries(&self, slot: u32, time: NaiveTime, place: Place, zone: Option<&Zone>, to: &mut Vec<Entry>) {
        let held = zone.map_or(Held::Floating, |zone| Held::InZone(zone.name.clone()));
        let at = |days: &[Day]| -> Vec<NaiveDateTime> { days.iter().map(|day| day.date().and_time(time)).collect() };
        let early = at(&self.early);
        if let Some((start, also)) = early.split_first() {
            // Alone, it is the entry itself.
            let early = self.first.is_some();
            to.push(Entry {
                slot,
                early,
                held: held.clone(),
                start: *start,
                rrule: None,
                without: Vec::new(),
                also: also.to_vec(),
            });
        }
        let Some(first) = self.first else { return };
        let start = first.date().and_time(time);
        let rrule =
            if self.again { rrule::rrule(self.repeats(), self.until(time, place, zone).as_deref()) } else { None };
        let mut also = at(&self.late);
        if self.again {
            also.extend(zone.into_iter().flat_map(|zone| self.jumped_over(first, time, place, zone)));
        }
        crate::sorting::natural(&mut also);
        also.dedup();
        to.push(Entry { slot, early: false, held, start, rrule, without: at(&self.without), also });
    }

    fn repeats(&self) -> &Repeats {
        &self.rule.schedule.recurrence.repeats
    }

    /// The end, in the form that section 3.3.10 demands: on the wall for a time on any wall, in UTC for one in a zone.
    /// "So many times" is said by the last of them: a count would be read in one way by calendars that leave out what
    /// the clocks jump over, and in another by those that move it.
    fn until(&self, time: NaiveTime, place: Place, zone: Option<&Zone>) -> Option<String> {
        if self.rule.schedule.recurrence.ends == Ends::Never {
            return None;
        }
        let last = self.expansion.last().date().and_time(time);
        Some(match zone {
            None => stamp(last),
            Some(_) => super::utc(place.instant_ms(last)),
        })
    }

    /// Times of the pattern that the clocks jump over, where they come instead. The format leaves such times out;
    /// named as dates they come once in calendars that leave them out and in those that move them as we do.
    fn jumped_over(&self, first: Day, time: NaiveTime, place: Place, zone: &Zone) -> Vec<NaiveDateTime> {
        let mut moved = Vec::new();
        for (from, to) in zone.gaps() {
            for date in [from.date(), to.date()] {
                let asked = date.and_time(time);
                let of_pattern = Day::from_date(date).filter(|day| {
                    *day >= first && self.expansion.of_pattern(*day) == Some(*day) && !self.without.contains(day)
                });
                if asked >= from && asked < to && of_pattern.is_some() {
                    moved.push(place.civil(place.instant_ms(asked)));
                }
            }
        }
        moved
    }
}
