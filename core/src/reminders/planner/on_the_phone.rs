//! What the phone shall hold, and what is to change in what it holds: several that come close together are one, the
//! last place of a phone that holds few asks to open the app, and what is about to come by itself is left alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveTime};

use super::{GRACE_MIN, MINUTE_MS, Planner, Wanted, grace_min};
use crate::clock::{Day, Place};
use crate::reminders::notification::{NotificationId, Occurrence, Part, Reminder, Turn};
use crate::reminders::plan::{Held, NotificationPlan, PhoneKind, PlannedNotification, bare, mark};
use crate::reminders::rule::{Exactness, Rule};
use crate::reminders::text;

impl<'a> Planner<'a> {
    /// What the phone still holds although its time has just gone by will come by itself: it is left alone, with all that
    /// it stands for. A phone that may hold nothing holds nothing.
    pub(super) fn still_held(&self) -> (BTreeSet<&'a NotificationId>, BTreeSet<Part>) {
        let (mut kept, mut kept_parts) = (BTreeSet::new(), BTreeSet::new());
        for held in self.s.held {
            let late_ms = self.now_ms() - self.held_ms(held);
            if !(0..=i64::from(GRACE_MIN) * MINUTE_MS).contains(&late_ms) || kept.len() >= self.room() {
                continue;
            }
            let parts = held.id.parts().unwrap_or_default();
            let open = |part: &Part| !kept_parts.contains(part) && self.open_now(*part).is_some();
            if !parts.is_empty() && parts.iter().all(open) {
                kept_parts.extend(parts);
                kept.insert(&held.id);
            }
        }
        (kept, kept_parts)
    }

    fn held_ms(&self, held: &Held) -> i64 {
        match &held.zone {
            Some(zone) => Place::named_at(zone, self.s.now).instant_ms(held.civil),
            None => self.here.instant_ms(held.civil),
        }
    }

    /// The reminder to open the app, in the last place of a phone that cannot hold everything.
    pub(super) fn keep_going(
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
        Some(bare(id, Reminder::KeepGoing, day, civil, instant_ms))
    }

    /// One notification for those that come close together.
    pub(super) fn folded(&self, group: &[Wanted]) -> Option<PlannedNotification> {
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
        planned.mark = mark(&planned, self.s.phone.kind);
        Some(planned)
    }

    /// What to change on the phone.
    pub(super) fn difference(
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
