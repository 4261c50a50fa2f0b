//! The planner: from rules, answers and the present moment to what the phone's system should hold. Pure: the same
//! input gives the same plan, so planning twice changes nothing.
//!
//! ```text
//!   rules ──next occurrence of each──> one heap by instant ──> those close together fold into one ──> capacity
//!            put off, missed today ──────────^                                                          │
//!                                                        what the phone holds ──difference──> set, cancel
//! ```
//! Only as much is worked out as fits on the phone, so the cost does not grow with how often each comes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use chrono::{Duration, NaiveDateTime, NaiveTime};

use super::answers::Answers;
use super::notification::{NotificationId, Occurrence, Part, Reminder, Turn};
use super::plan::{Held, NotificationPlan, Phone, PhoneKind, PlannedNotification, PlannedZone};
use super::quiet::QuietHours;
use super::rule::{Exactness, NamedTimes, Rule, ZonePolicy};
use super::source::{Due, Source};
use super::text;
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
    /// What it was given before, and for when (UTC milliseconds).
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
    let (kept, missed) = planner.still_held(missed);
    for wanted in missed {
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
            if at <= now_ms && at >= rule.since_ms {
                due.push((next.occurrence, at));
            }
        }
    }
    due.sort_unstable_by_key(|(occurrence, at)| Reverse((*at, *occurrence)));
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

    /// Where an occurrence comes: moved to the end of the quiet hours, unless the person said otherwise.
    fn moved(&self, rule: &Rule, due: Due) -> Due {
        let quiet = self.s.quiet.filter(|_| !rule.in_quiet_hours);
        let civil = self.here.civil(due.instant_ms);
        let Some(end) = quiet.and_then(|quiet| quiet.end_after(civil)) else { return due };
        // In an hour that comes twice, the first time round may have ended them already.
        let at = self.here.instant_ms(end);
        if at >= due.instant_ms {
            return Due { instant_ms: at, civil: end, moved: true, by_instant: false, ..due };
        }
        let instant_ms = due.instant_ms + (end - civil).num_milliseconds();
        Due { instant_ms, civil: end, moved: true, by_instant: true, ..due }
    }

    fn wanted(&self, rule: &Rule, n: usize, due: Due, turn: Turn) -> Wanted {
        let zone = match &rule.schedule.zone {
            _ if due.by_instant => PlannedZone::Elapsed,
            _ if due.moved => PlannedZone::Floating,
            ZonePolicy::Floating => PlannedZone::Floating,
            ZonePolicy::Pinned { zone } => PlannedZone::Pinned(zone.clone()),
            ZonePolicy::Elapsed { .. } => PlannedZone::Elapsed,
        };
        let place = if due.moved { self.here } else { due.place };
        let part = Part { occurrence: due.occurrence, turn };
        Wanted {
            instant_ms: due.instant_ms,
            part,
            civil: due.civil,
            shifted: place.civil(due.instant_ms),
            zone,
            rule: n,
            quietly: false,
        }
    }

    /// The notifications of one occurrence that are still to come.
    fn turns(&self, rule: &Rule, n: usize, due: Due) -> Vec<Wanted> {
        let mut turns = Vec::new();
        let answer = self.s.answers.of(&due.occurrence);
        if self.s.answers.closed(&due.occurrence) || answer.is_some_and(|a| a.put_off().is_some()) {
            return turns;
        }
        let shown = |turn| answer.and_then(|a| a.shown_ms(turn));
        let first = self.moved(rule, due);
        if shown(Turn::First).is_none() && first.instant_ms > self.now_ms() {
            turns.push(self.wanted(rule, n, first, Turn::First));
        }
        // Shifts an occurrence on the clock; what would lie in the quiet hours is left out, not moved.
        let shift = |from: Due, by_ms: i64| {
            let instant_ms = from.instant_ms + by_ms;
            let place = if from.moved { self.here } else { from.place };
            let civil = place.civil(instant_ms);
            // In an hour that comes twice, only the instant says which.
            let by_instant = place.instant_ms(civil) != instant_ms;
            let shifted = Due { instant_ms, civil, by_instant, ..from };
            (!self.moved(rule, shifted).moved || (from.moved && rule.in_quiet_hours)).then_some(shifted)
        };
        let fresh = |due: &Due, turn| shown(turn).is_none() && due.instant_ms > self.now_ms();
        if rule.ahead_min > 0
            && let Some(ahead) = shift(due, -ahead_ms(rule)).filter(|ahead| fresh(ahead, Turn::Ahead))
            && shown(Turn::First).is_none()
        {
            turns.push(self.wanted(rule, n, ahead, Turn::Ahead));
        }
        if let Some(again) = rule.again {
            // A repeat keeps its distance from the showing it repeats, where that came late.
            let late_ms = shown(Turn::First).map_or(0, |at| (at - first.instant_ms) / MINUTE_MS * MINUTE_MS);
            let late_ms = if late_ms > CLOSE_MIN * MINUTE_MS { late_ms } else { 0 };
            for turn in 1..=again.times.min(2) {
                let by_ms = late_ms + i64::from(turn) * i64::from(again.after_min.max(30)) * MINUTE_MS;
                // After a time that went by unseen, what comes is "from earlier", not a repeat of nothing.
                let repeats =
                    first.instant_ms > self.now_ms() || shown(Turn::First).is_some() || self.was_given(&first);
                if let Some(due) = shift(first, by_ms).filter(|due| repeats && fresh(due, Turn::Again(turn))) {
                    turns.push(self.wanted(rule, n, due, Turn::Again(turn)));
                }
            }
        }
        turns
    }

    /// A phone that shows by itself was given it for that time, and holds it no more: it was shown.
    fn was_given(&self, due: &Due) -> bool {
        let part = Part { occurrence: due.occurrence, turn: Turn::First };
        self.s.phone.kind == PhoneKind::HoldsMany
            && self.s.given.get(&part).is_some_and(|for_ms| *for_ms >= due.instant_ms && *for_ms <= self.now_ms())
            && !self.held_parts.contains(&part)
    }

    /// An occurrence of today that went by without being shown.
    fn missed(&self, rule: &Rule, n: usize, due: Due) -> Option<Wanted> {
        let first = self.moved(rule, due);
        let answer = self.s.answers.of(&due.occurrence);
        let open = !self.s.answers.closed(&due.occurrence)
            && answer.is_none_or(|a| a.put_off().is_none() && a.shown_ms(Turn::First).is_none());
        (open && first.instant_ms <= self.now_ms() && first.instant_ms >= rule.since_ms && !self.was_given(&first))
            .then(|| self.catch_up(rule, n, &first))
            .flatten()
    }

    /// It comes with the next minute, or at the end of the quiet hours if that is still today.
    fn catch_up(&self, rule: &Rule, n: usize, due: &Due) -> Option<Wanted> {
        if self.day_of(due.instant_ms) != self.today() {
            return None;
        }
        let late_ms = self.now_ms() - due.instant_ms;
        let next_minute = (self.now_ms().div_euclid(MINUTE_MS) + 1) * MINUTE_MS;
        let civil = self.here.civil(next_minute);
        let now = Due { instant_ms: next_minute, civil, moved: true, by_instant: true, ..*due };
        let comes = self.moved(rule, now);
        if self.day_of(comes.instant_ms) != self.today() {
            return None;
        }
        let quietly = late_ms > i64::from(grace_min(rule)) * MINUTE_MS;
        Some(Wanted { quietly, ..self.wanted(rule, n, comes, Turn::First) })
    }

    /// What was put off, at the time it was put off to; missed ones too.
    fn put_off(&self) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        let mut rules: Option<BTreeMap<Reminder, usize>> = None;
        for (occurrence, until, answer) in self.s.answers.put_off() {
            let rules = rules.get_or_insert_with(|| (0..).zip(self.s.rules).map(|(n, r)| (r.reminder, n)).collect());
            let Some((n, rule)) = rules.get(&occurrence.reminder).and_then(|n| Some((*n, self.s.rules.get(*n)?)))
            else {
                continue;
            };
            if answer.shown_after_wait_ms(until).is_some() {
                continue;
            }
            let instant_ms = self.here.instant_ms(until);
            let due = Due {
                occurrence: *occurrence,
                instant_ms,
                civil: until,
                place: self.here,
                moved: true,
                by_instant: false,
            };
            let due = self.moved(rule, due);
            if due.instant_ms > self.now_ms() {
                wanted.push(self.wanted(rule, n, due, Turn::First));
            } else if !self.was_given(&due) {
                wanted.extend(self.catch_up(rule, n, &due));
            }
        }
        wanted
    }

    /// What the phone still holds although its time has just gone by will come by itself: it is left alone.
    fn still_held(&self, missed: BTreeMap<usize, Wanted>) -> (BTreeSet<&'a NotificationId>, Vec<Wanted>) {
        let mut missed: BTreeMap<Part, Wanted> = missed.into_values().map(|w| (w.part, w)).collect();
        let mut kept = BTreeSet::new();
        for held in self.s.held {
            let instant_ms = self.held_ms(held);
            let late_min = (self.now_ms() - instant_ms) / MINUTE_MS;
            let parts = held.id.parts().unwrap_or_default();
            let all_missed = !parts.is_empty() && parts.iter().all(|part| missed.contains_key(part));
            if instant_ms <= self.now_ms() && late_min <= i64::from(GRACE_MIN) && all_missed {
                for part in &parts {
                    missed.remove(part);
                }
                kept.insert(&held.id);
            }
        }
        (kept, missed.into_values().collect())
    }

    fn held_ms(&self, held: &Held) -> i64 {
        match &held.zone {
            Some(zone) => Place::named(zone, self.s.now.offset_min).instant_ms(held.civil),
            None => self.here.instant_ms(held.civil),
        }
    }

    /// The reminder to open the app, in the last place of a phone that cannot hold everything.
    fn keep_going(
        &self,
        groups: &mut Vec<Vec<Wanted>>,
        left_out: Option<&Wanted>,
        beyond: impl FnOnce() -> Option<i64>,
        room: usize,
    ) -> Option<PlannedNotification> {
        if self.s.phone.kind != PhoneKind::HoldsMany || room < 2 {
            return None;
        }
        let first_of = |group: Vec<Wanted>| group.first().map(|w| w.instant_ms);
        let first_not_held = if left_out.is_some() {
            first_of(groups.pop()?)?
        } else {
            let beyond = beyond()?;
            if groups.len() < room { beyond } else { first_of(groups.pop()?)? }
        };
        let mut civil = self.here.civil(first_not_held);
        if let Some(end) = self.s.quiet.and_then(|quiet| quiet.end_after(civil)) {
            civil = end;
        }
        let instant_ms = self.here.instant_ms(civil);
        let day = Day::from_date(civil.date())?;
        let occurrence = Occurrence { reminder: Reminder::KeepGoing, day, slot: 0 };
        let id = NotificationId::of(&[Part { occurrence, turn: Turn::First }]);
        Some(super::plan::bare(id, Reminder::KeepGoing, day, civil, instant_ms))
    }

    /// One notification for those that come close together.
    fn folded(&self, group: &[Wanted]) -> Option<PlannedNotification> {
        let rules: Vec<&Rule> = group.iter().filter_map(|w| self.s.rules.get(w.rule)).collect();
        let mut parts: Vec<Part> = Vec::with_capacity(group.len());
        let mut reminders: BTreeSet<Reminder> = BTreeSet::new();
        for wanted in group {
            if !parts.contains(&wanted.part) {
                parts.push(wanted.part);
            }
            reminders.insert(wanted.part.occurrence.reminder);
        }
        let (first, rule) = (group.first()?, *rules.first()?);
        let together = u32::try_from(reminders.len()).unwrap_or(u32::MAX);
        let quietly = group.iter().all(|w| w.quietly);
        let neutral = if quietly { text::from_earlier_today() } else { text::neutral(rule.reminder, together) };
        let full = match (self.s.full_words, together) {
            (true, 1) => text::full(rule),
            _ => None,
        };
        let exact = rules.iter().any(|r| r.exactness == Exactness::Exact);
        let mut planned = PlannedNotification {
            id: NotificationId::of(&parts),
            reminder: rule.reminder,
            occurrence: first.part.occurrence.day,
            together,
            civil: first.civil,
            shifted: first.shifted,
            zone: first.zone.clone(),
            instant_ms: first.instant_ms,
            exactness: if exact { Exactness::Exact } else { Exactness::Inexact },
            importance: rules.iter().map(|r| r.importance).max().unwrap_or(rule.importance),
            channel: rules.iter().map(|r| text::channel(r.about)).max().unwrap_or(text::channel(rule.about)),
            actions: if together > 1 { text::actions_of_several() } else { text::actions(rule.about, first.part.turn) },
            neutral,
            full,
            late: text::from_earlier_today(),
            quietly,
            grace_min: rules.iter().map(|r| grace_min(r)).min().unwrap_or(GRACE_MIN),
            mark: String::new(),
        };
        planned.mark = super::plan::mark(&planned);
        Some(planned)
    }

    /// What to change on the phone.
    fn difference(
        &self,
        wanted: &[PlannedNotification],
        kept: &BTreeSet<&NotificationId>,
        left_out: bool,
    ) -> NotificationPlan {
        let replan_at_ms = self.replan_at(wanted, left_out);
        let ids: BTreeMap<&NotificationId, &PlannedNotification> = wanted.iter().map(|w| (&w.id, w)).collect();
        let stays = |h: &Held| kept.contains(&h.id) || ids.get(&h.id).is_some_and(|w| same(w, h)) || is_test(&h.id);
        let cancel = self.s.held.iter().filter(|h| !stays(h)).map(|h| h.id.clone()).collect();
        let set = wanted.iter().filter(|w| !self.held.get(&w.id).is_some_and(|h| same(w, h))).cloned().collect();
        NotificationPlan { set, cancel, replan_at_ms }
    }

    /// When a new day begins; sooner if the phone could not hold everything.
    fn replan_at(&self, wanted: &[PlannedNotification], left_out: bool) -> i64 {
        let tomorrow = self.today().plus(1).date().and_time(NaiveTime::MIN);
        let new_day = self.here.instant_ms(tomorrow + Duration::minutes(self.s.boundary_min));
        match wanted.first() {
            Some(first) if left_out => new_day.min(first.instant_ms),
            _ => new_day,
        }
    }
}

/// A test that the person asked for is none of the plan's.
fn is_test(id: &NotificationId) -> bool {
    id.parts().is_ok_and(|parts| parts.iter().all(|part| part.occurrence.reminder == Reminder::Test))
}

fn same(wanted: &PlannedNotification, held: &Held) -> bool {
    let shows_the_same = held.mark.is_empty() || held.mark == wanted.mark;
    held.civil == wanted.civil && held.zone.as_deref() == wanted.zone.name() && shows_the_same
}

/// Later than this, it is "from earlier today"; never so long that the next one is due.
pub(super) fn grace_min(rule: &Rule) -> u32 {
    match rule.schedule.zone {
        ZonePolicy::Elapsed { every_hours } => GRACE_MIN.min(every_hours.saturating_mul(30)),
        ZonePolicy::Floating | ZonePolicy::Pinned { .. } => GRACE_MIN,
    }
}

#[cfg(test)]
mod tests;
