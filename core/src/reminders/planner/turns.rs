//! What of one occurrence is still to come: at its time, ahead of it, again, put off, or missed today.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use super::{CLOSE_MIN, DAY_MS, MINUTE_MS, Planner, Wanted, ahead_ms, grace_min};
use crate::reminders::notification::{Occurrence, Part, Reminder, Turn};
use crate::reminders::plan::{PhoneKind, PlannedZone};
use crate::reminders::rule::{Rule, ZonePolicy};
use crate::reminders::source::Due;

impl Planner<'_> {
    /// Where an occurrence comes: moved to the end of the quiet hours, unless the person said otherwise.
    pub(super) fn moved(&self, rule: &Rule, due: Due) -> Due {
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
    pub(super) fn turns(&self, rule: &Rule, n: usize, due: Due) -> Vec<Wanted> {
        let mut turns = Vec::new();
        let answer = self.s.answers.of(&due.occurrence);
        if self.s.answers.closed(&due.occurrence) || answer.is_some_and(|a| a.put_off().is_some()) {
            return turns;
        }
        let shown = |turn| answer.and_then(|a| a.shown_ms(turn));
        let came = |turn| shown(turn).is_some() || self.came(Part { occurrence: due.occurrence, turn });
        let first = self.moved(rule, due);
        if !came(Turn::First) && first.instant_ms > self.now_ms() {
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
        let fresh = |due: &Due, turn| !came(turn) && due.instant_ms > self.now_ms();
        if rule.ahead_min > 0
            && let Some(ahead) = shift(due, -ahead_ms(rule)).filter(|ahead| fresh(ahead, Turn::Ahead))
            && !came(Turn::First)
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
                let repeats = first.instant_ms > self.now_ms() || came(Turn::First);
                if let Some(due) = shift(first, by_ms).filter(|due| repeats && fresh(due, Turn::Again(turn))) {
                    turns.push(self.wanted(rule, n, due, Turn::Again(turn)));
                }
            }
        }
        turns
    }

    /// Since when the rule stands as it is. What a clock said that was days or years ahead says nothing: else nothing
    /// would be known of until then.
    pub(super) fn since_ms(&self, rule: &Rule) -> i64 {
        if rule.since_ms.saturating_sub(self.now_ms()) > DAY_MS { i64::MIN } else { rule.since_ms }
    }

    /// A phone that shows by itself was given it and holds it no more, and nobody took it back: it was shown. Whatever
    /// the clock or the zone is by now.
    fn came(&self, part: Part) -> bool {
        self.s.phone.kind == PhoneKind::HoldsMany
            && self.s.given.contains_key(&part)
            && !self.held_parts.contains(&part)
    }

    /// An occurrence of today that went by without being shown.
    pub(super) fn missed(&self, rule: &Rule, n: usize, due: Due) -> Option<Wanted> {
        let first = self.moved(rule, due);
        let answer = self.s.answers.of(&due.occurrence);
        let part = Part { occurrence: due.occurrence, turn: Turn::First };
        // What the phone refused is told on the health page; asking again every minute would not change it.
        let open = !self.s.answers.closed(&due.occurrence)
            && answer.is_none_or(|a| a.put_off().is_none() && a.shown_ms(Turn::First).is_none() && !a.once_refused())
            && !self.came(part);
        (open && first.instant_ms <= self.now_ms() && first.instant_ms >= self.since_ms(rule))
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
    pub(super) fn put_off(&self) -> Vec<Wanted> {
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
            let due = self.waits_until(rule, *occurrence, until);
            let part = Part { occurrence: *occurrence, turn: Turn::First };
            // Given for the time it was put off to, and not before that was said.
            let given_since = self.s.given.get(&part).is_some_and(|for_ms| answer.put_off_ms() < Some(*for_ms));
            let came = given_since && self.came(part);
            if due.instant_ms > self.now_ms() && !came {
                wanted.push(self.wanted(rule, n, due, Turn::First));
            } else if !came && !answer.once_refused() {
                wanted.extend(self.catch_up(rule, n, &due));
            }
        }
        wanted
    }

    /// Where one that was put off comes.
    pub(super) fn waits_until(&self, rule: &Rule, occurrence: Occurrence, until: NaiveDateTime) -> Due {
        let instant_ms = self.here.instant_ms(until);
        self.moved(rule, Due { occurrence, instant_ms, civil: until, place: self.here, moved: true, by_instant: false })
    }
}
