//! One rule, walked through occurrence by occurrence.

use chrono::{NaiveDateTime, NaiveTime, Timelike as _};

use super::notification::Occurrence;
use super::planner::Situation;
use super::recurrence::{Ends, Expansion};
use super::rule::{Rule, ZonePolicy};
use crate::clock::{Day, Place};

const HOUR_MS: i64 = 3_600_000;

/// When an occurrence is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) occurrence: Occurrence,
    pub(super) instant_ms: i64,
    /// As it was asked for, on the wall of `place`.
    pub(super) civil: NaiveDateTime,
    pub(super) place: Place,
    /// It is not where it was asked for any more, and the phone's own wall counts.
    pub(super) moved: bool,
    /// Only the instant says when: the time on the wall comes twice, or is none that was asked for.
    pub(super) by_instant: bool,
}

/// A rule and where the walk stands.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) rule: &'a Rule,
    walk: Walk<'a>,
    waiting: Option<Due>,
}

#[derive(Debug)]
enum Walk<'a> {
    Days { expansion: Expansion<'a>, place: Place, times: Vec<(u32, NaiveTime)>, day: Option<Day>, at: usize },
    Hours { next_ms: i64, step_ms: i64, here: Place, ends: HoursEnd },
    Nowhere,
}

/// When "every so many hours" is over.
#[derive(Debug, Clone, Copy)]
struct HoursEnd {
    last_ms: i64,
    last_day: Day,
}

impl<'a> Source<'a> {
    /// From the day before `today` on: what was moved to the end of the quiet hours may come from there.
    pub(super) fn new(rule: &'a Rule, here: Place, s: &Situation<'_>, today: Day) -> Self {
        let schedule = &rule.schedule;
        let floating = |place, from: Day| {
            let expansion = schedule.recurrence.expansion();
            let mut times: Vec<(u32, NaiveTime)> =
                (0..).zip(&schedule.times).map(|(slot, when)| (slot, when.on(s.named).time())).collect();
            crate::sorting::by_key(&mut times, |(slot, time)| (*time, *slot));
            Walk::Days { day: expansion.next(from), expansion, place, times, at: 0 }
        };
        let walk = match &schedule.zone {
            ZonePolicy::Floating => floating(here, today.plus(-1)),
            // Another place may be a day behind.
            ZonePolicy::Pinned { zone } => floating(Place::named_at(zone, s.now), today.plus(-2)),
            ZonePolicy::Elapsed { every_hours } => match rule.from_ms {
                None => Walk::Nowhere,
                Some(from_ms) => {
                    let step_ms = i64::from((*every_hours).max(1)) * HOUR_MS;
                    let start_ms = here.instant_ms(today.plus(-1).date().and_time(NaiveTime::MIN));
                    let behind = (start_ms - from_ms + step_ms - 1).div_euclid(step_ms).max(0);
                    let ends = match schedule.recurrence.ends {
                        Ends::Never => HoursEnd { last_ms: i64::MAX, last_day: Day::LAST },
                        Ends::Until { day } => HoursEnd { last_ms: i64::MAX, last_day: day },
                        Ends::After { times } => {
                            let last_ms = from_ms + i64::from(times.saturating_sub(1)) * step_ms;
                            HoursEnd { last_ms, last_day: Day::LAST }
                        }
                    };
                    Walk::Hours { next_ms: from_ms + behind * step_ms, step_ms, here, ends }
                }
            },
        };
        Self { rule, walk, waiting: None }
    }

    /// The next occurrence whose day is not after `horizon`.
    pub(super) fn next(&mut self, horizon: Day) -> Option<Due> {
        if let Some(due) = self.waiting.take() {
            return Some(due);
        }
        let reminder = self.rule.reminder;
        match &mut self.walk {
            Walk::Nowhere => None,
            Walk::Days { expansion, place, times, day, at } => {
                let on = (*day).filter(|day| *day <= horizon)?;
                let (slot, time) = *times.get(*at)?;
                *at += 1;
                if *at == times.len() {
                    *at = 0;
                    *day = expansion.after(on);
                }
                let civil = on.date().and_time(time);
                let occurrence = Occurrence { reminder, day: on, slot };
                Some(Due {
                    occurrence,
                    instant_ms: place.instant_ms(civil),
                    civil,
                    place: *place,
                    moved: false,
                    by_instant: false,
                })
            }
            Walk::Hours { next_ms, step_ms, here, ends } => {
                let (instant_ms, civil) = (*next_ms, here.civil(*next_ms));
                if civil.date() > horizon.min(ends.last_day).date() || instant_ms > ends.last_ms {
                    return None;
                }
                *next_ms += *step_ms;
                let utc = Place::named("UTC", 0).civil(instant_ms);
                let slot = utc.time().num_seconds_from_midnight() / 60;
                let occurrence = Occurrence { reminder, day: Day::from_date(utc.date())?, slot };
                Some(Due { occurrence, instant_ms, civil, place: *here, moved: false, by_instant: false })
            }
        }
    }

    /// Gives an occurrence back, to be the next one again.
    pub(super) fn put_back(&mut self, due: Due) {
        self.waiting = Some(due);
    }

    /// The instant of the next occurrence, however far away.
    pub(super) fn beyond(&mut self) -> Option<i64> {
        let due = self.next(Day::LAST)?;
        self.put_back(due);
        Some(due.instant_ms)
    }
}
