//! The planner: from rules, answers and the present moment to what the phone's system should hold. Pure: the same
//! input gives the same plan, so planning twice changes nothing.
//!
//! ```text
//!   rules ──next occurrence of each──> one heap by instant ──> those close together fold into one ──> capacity
//!            put off, missed today ──────────^                                                          │
//!                                                        what the phone holds ──difference──> set, cancel
//! ```
//! Only as much is worked out as fits on the phone, so the cost does not grow with how often each comes.

mod on_the_phone;
mod showing;
mod turns;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use chrono::{Duration, NaiveDateTime};

use super::answers::Answers;
use super::notification::{NotificationId, Occurrence, Part};
use super::plan::{Held, NotificationPlan, Phone, PhoneKind, PlannedNotification, PlannedZone};
use super::quiet::QuietHours;
use super::rule::{NamedTimes, Rule, ZonePolicy};
use super::source::Source;
use crate::clock::{Day, Moment, Place};

/// How far ahead is planned. The plan is made again at least every day, so this only has to
/// outlast a phone that lies in a drawer.
const AHEAD_DAYS: i64 = 60;
/// What comes within so many minutes of the first comes with it.
pub const CLOSE_MIN: i64 = 10;
/// After this many minutes a reminder is "from earlier today", shown quietly.
pub const GRACE_MIN: u32 = 120;
/// Most that a phone of a limited number is asked to hold: some such phones keep the last 64 that were added, and
/// other parts of the app may need some.
pub const MOST_HELD: u32 = 50;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

pub(super) use showing::{due_of, to_show};

/// Everything that a plan depends on.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The present moment.
    pub now: &'a Moment,
    /// The person's day boundary, in minutes after midnight.
    pub boundary_min: i64,
    /// What there is to be reminded of.
    pub rules: &'a [Rule],
    /// What became of it.
    pub answers: &'a Answers,
    /// Where the named times lie.
    pub named: &'a NamedTimes,
    /// When nothing is to come.
    pub quiet: Option<QuietHours>,
    /// The person chose their own words on the locked screen.
    pub full_words: bool,
    /// What the phone can do.
    pub phone: Phone,
    /// What it says it holds.
    pub held: &'a [Held],
    /// What it was given before and nobody took back, and for when (UTC milliseconds).
    pub given: &'a BTreeMap<Part, i64>,
}

/// One notification on its way into the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    instant_ms: i64,
    part: Part,
    civil: NaiveDateTime,
    shifted: NaiveDateTime,
    zone: PlannedZone,
    rule: usize,
    quietly: bool,
}

impl PartialOrd for Wanted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wanted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.instant_ms, self.part).cmp(&(other.instant_ms, other.part))
    }
}

/// What waits in the heap, by instant: a notification, or a rule with its next occurrence.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Notification(Box<Wanted>),
    OfRule(usize),
}

/// Plans.
#[must_use]
pub fn plan(situation: &Situation<'_>) -> NotificationPlan {
    let planner = Planner::new(situation);
    let today = situation.now.day(situation.boundary_min);
    let mut sources: Vec<Source<'_>> =
        situation.rules.iter().map(|rule| Source::new(rule, planner.here, situation, today)).collect();
    let mut heap: BinaryHeap<Reverse<(i64, Next)>> = BinaryHeap::new();
    for wanted in planner.put_off() {
        heap.push(Reverse((wanted.instant_ms, Next::Notification(Box::new(wanted)))));
    }
    let mut missed: BTreeMap<usize, Wanted> = BTreeMap::new();
    let horizon = today.plus(AHEAD_DAYS);
    for (n, source) in sources.iter_mut().enumerate() {
        while let Some(due) = source.next(horizon) {
            if due.instant_ms > situation.now.instant_ms
                && planner.moved(source.rule, due).instant_ms > situation.now.instant_ms
            {
                source.put_back(due);
                heap.push(Reverse((due.instant_ms - ahead_ms(source.rule), Next::OfRule(n))));
                break;
            }
            for wanted in planner.turns(source.rule, n, due) {
                heap.push(Reverse((wanted.instant_ms, Next::Notification(Box::new(wanted)))));
            }
            // Of several that were missed, the last one comes; none, if that one was met. Never a burst.
            match planner.missed(source.rule, n, due) {
                Some(wanted) => drop(missed.insert(n, wanted)),
                None => drop(missed.remove(&n)),
            }
        }
    }
    let (kept, kept_parts) = planner.still_held();
    for wanted in missed.into_values() {
        heap.push(Reverse((wanted.instant_ms, Next::Notification(Box::new(wanted)))));
    }

    let room = planner.room().saturating_sub(kept.len());
    let mut groups: Vec<Vec<Wanted>> = Vec::new();
    let mut left_out = None;
    while let Some(Reverse((_, next))) = heap.pop() {
        match next {
            Next::OfRule(n) => {
                let Some(source) = sources.get_mut(n) else { continue };
                if let Some(due) = source.next(horizon) {
                    for wanted in planner.turns(source.rule, n, due) {
                        heap.push(Reverse((wanted.instant_ms, Next::Notification(Box::new(wanted)))));
                    }
                }
                if let Some(due) = source.next(horizon) {
                    source.put_back(due);
                    heap.push(Reverse((due.instant_ms - ahead_ms(source.rule), Next::OfRule(n))));
                }
            }
            Next::Notification(wanted) if kept_parts.contains(&wanted.part) => {}
            Next::Notification(wanted) => {
                let close = |first: &Wanted| wanted.instant_ms - first.instant_ms <= CLOSE_MIN * MINUTE_MS;
                let full = groups.len() >= room;
                match groups.last_mut().filter(|group| group.first().is_some_and(close)) {
                    Some(group) => group.push(*wanted),
                    None if full => {
                        left_out = Some(*wanted);
                        break;
                    }
                    None => groups.push(vec![*wanted]),
                }
            }
        }
    }
    let beyond = || sources.iter_mut().filter_map(Source::beyond).min();
    let keeps_going = planner.keep_going(&mut groups, left_out.as_ref(), beyond, room);
    let mut wanted: Vec<PlannedNotification> = groups.iter().filter_map(|group| planner.folded(group)).collect();
    wanted.extend(keeps_going);
    planner.difference(&wanted, &kept, left_out.is_some())
}

/// What was due from the day `from` until now, quiet hours considered, the newest first.
pub(super) fn due_since(situation: &Situation<'_>, from: Day) -> Vec<(Occurrence, i64)> {
    let planner = Planner::new(situation);
    let now_ms = situation.now.instant_ms;
    let mut due: Vec<(Occurrence, i64)> = Vec::new();
    for rule in situation.rules {
        // A walk begins the day before.
        let mut source = Source::new(rule, planner.here, situation, from.plus(1));
        while let Some(next) = source.next(planner.today().plus(1)).filter(|next| next.instant_ms <= now_ms) {
            let at = planner.moved(rule, next).instant_ms;
            if at <= now_ms && at >= planner.since_ms(rule) {
                due.push((next.occurrence, at));
            }
        }
    }
    crate::sorting::by_key(&mut due, |(occurrence, at)| Reverse((*at, *occurrence)));
    due
}

fn ahead_ms(rule: &Rule) -> i64 {
    i64::from(rule.ahead_min) * MINUTE_MS
}

struct Planner<'a> {
    s: &'a Situation<'a>,
    here: Place,
    held: BTreeMap<&'a NotificationId, &'a Held>,
    held_parts: BTreeSet<Part>,
}

impl<'a> Planner<'a> {
    fn new(s: &'a Situation<'a>) -> Self {
        let held_parts = s.held.iter().filter_map(|h| h.id.parts().ok()).flatten().collect();
        Self { s, here: Place::of(s.now), held: s.held.iter().map(|h| (&h.id, h)).collect(), held_parts }
    }

    fn now_ms(&self) -> i64 {
        self.s.now.instant_ms
    }

    fn today(&self) -> Day {
        self.s.now.day(self.s.boundary_min)
    }

    fn day_of(&self, instant_ms: i64) -> Day {
        let civil = self.here.civil(instant_ms) - Duration::minutes(self.s.boundary_min);
        Day::from_date(civil.date()).unwrap_or(Day::LAST)
    }

    fn room(&self) -> usize {
        let capacity = match self.s.phone.kind {
            PhoneKind::WakesTheApp => self.s.phone.capacity,
            PhoneKind::HoldsMany => self.s.phone.capacity.min(MOST_HELD),
        };
        capacity as usize
    }
}

/// Later than this, it is "from earlier today"; never so long that the next one is due.
pub(super) fn grace_min(rule: &Rule) -> u32 {
    match rule.schedule.zone {
        ZonePolicy::Elapsed { every_hours } => GRACE_MIN.min(every_hours.saturating_mul(30)),
        ZonePolicy::Floating | ZonePolicy::Pinned { .. } => GRACE_MIN,
    }
}
