//! The planner: from rules, answers and the present moment to what the phone's system
//! should hold. Pure: the same input gives the same plan, so planning twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::{Held, NotificationId, NotificationPlan, PlannedNotification, Reminder};
use crate::clock::{Day, Moment, TimeOfDay, instant_of};
use crate::homework::{HowOften, occurrences};

/// How far ahead is planned. The plan is made again at least every day, so this only has to
/// outlast a phone that lies in a drawer.
const AHEAD_DAYS: i64 = 60;

/// After this many minutes a reminder is "from earlier today", shown quietly.
const GRACE_MIN: u32 = 120;

/// One thing to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) reminder: Reminder,
    pub(super) how_often: HowOften,
    pub(super) first_day: Day,
    pub(super) by_about: Option<Day>,
    pub(super) time: TimeOfDay,
}

/// Plans for `capacity` notifications at most, the soonest first. `answered` are occurrences that
/// need no reminder any more; `later` are those that were put off, with the new civil time. Occurrences
/// from `since` on are looked at: yesterday's, or earlier ones where one of them was put off.
#[allow(clippy::too_many_arguments, reason = "a pure function of all that the plan depends on")]
pub(super) fn plan(
    now: &Moment,
    boundary_min: i64,
    since: Day,
    rules: &[Rule],
    answered: &BTreeSet<NotificationId>,
    later: &BTreeMap<NotificationId, NaiveDateTime>,
    held: &[Held],
    capacity: u32,
) -> NotificationPlan {
    let today = now.day(boundary_min);
    let mut wanted = Vec::new();
    for rule in rules {
        let days = occurrences(rule.first_day, rule.how_often, rule.by_about, since, today.plus(AHEAD_DAYS));
        for occurrence in days {
            let id = NotificationId::of(rule.reminder, occurrence);
            if answered.contains(&id) {
                continue;
            }
            // Before the day boundary a time of day still belongs to the evening before.
            let asked = later.get(&id).copied().unwrap_or_else(|| occurrence.date().and_time(rule.time.time()));
            let instant_ms = instant_of(asked, now);
            if instant_ms > now.instant_ms {
                wanted.push(PlannedNotification {
                    id,
                    reminder: rule.reminder,
                    occurrence,
                    civil: asked,
                    instant_ms,
                    grace_min: GRACE_MIN,
                });
            }
        }
    }
    wanted.sort_by(|a, b| (a.instant_ms, &a.id).cmp(&(b.instant_ms, &b.id)));
    wanted.dedup_by(|b, a| a.reminder == b.reminder && a.instant_ms == b.instant_ms);
    let left_out = wanted.len() > capacity as usize;
    wanted.truncate(capacity as usize);
    let replan_at_ms = replan_at(now, boundary_min, &wanted, left_out);
    let keeps: BTreeMap<&NotificationId, NaiveDateTime> = wanted.iter().map(|w| (&w.id, w.civil)).collect();
    let cancel = held.iter().filter(|h| keeps.get(&h.id) != Some(&h.civil)).map(|h| h.id.clone()).collect();
    let has: BTreeMap<&NotificationId, NaiveDateTime> = held.iter().map(|h| (&h.id, h.civil)).collect();
    let set = wanted.iter().filter(|w| has.get(&w.id) != Some(&w.civil)).cloned().collect();
    NotificationPlan { set, cancel, replan_at_ms }
}

/// When a new day begins; sooner if the phone could not hold everything.
fn replan_at(now: &Moment, boundary_min: i64, wanted: &[PlannedNotification], left_out: bool) -> i64 {
    let tomorrow = now.day(boundary_min).plus(1).date().and_time(chrono::NaiveTime::MIN);
    let new_day = instant_of(tomorrow + chrono::Duration::minutes(boundary_min), now);
    match wanted.first() {
        Some(first) if left_out => new_day.min(first.instant_ms),
        _ => new_day,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;
    use crate::ids::Id;

    fn rule(n: u8, how_often: HowOften, first: &str, time: &str) -> Rule {
        Rule {
            reminder: Reminder::Homework(crate::homework::HomeworkId(Id::from_bytes([n; 16]))),
            how_often,
            first_day: Day::parse("day", first).unwrap(),
            by_about: None,
            time: TimeOfDay::parse("time", time).unwrap(),
        }
    }

    /// As the phone asks when nothing was put off.
    fn plan(
        now: &Moment,
        boundary_min: i64,
        rules: &[Rule],
        answered: &BTreeSet<NotificationId>,
        later: &BTreeMap<NotificationId, NaiveDateTime>,
        held: &[Held],
        capacity: u32,
    ) -> NotificationPlan {
        let since = now.day(boundary_min).plus(-1);
        super::plan(now, boundary_min, since, rules, answered, later, held, capacity)
    }

    #[test]
    fn a_time_that_the_clocks_jump_over_or_repeat_is_planned_once_at_the_instant_the_rule_names() {
        // Asked civil time, zone, and when in UTC: see `clock::instant_of`.
        for (day, time, zone, utc) in [
            ("2026-03-29", "01:30", "Europe/London", "2026-03-29 01:30"),
            ("2026-10-25", "01:30", "Europe/London", "2026-10-25 00:30"),
            ("2026-04-24", "00:30", "Africa/Cairo", "2026-04-23 22:30"),
            ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03 15:45"),
            ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
            ("2026-03-29", "02:30", "Antarctica/Troll", "2026-03-29 02:30"),
        ] {
            let rules = [rule(1, HowOften::Once, day, time)];
            let noon_before = at(&format!("{} 12:00", rules[0].first_day.plus(-1)), "UTC", 0);
            let now = Moment { zone: zone.into(), ..noon_before };
            let plan = plan(&now, 180, &rules, &BTreeSet::new(), &BTreeMap::new(), &[], 64);
            let [one] = plan.set.as_slice() else { panic!("{zone}: planned once") };
            assert_eq!(one.civil.to_string(), format!("{day} {time}:00"), "the phone gets the time that was asked for");
            assert_eq!(one.instant_ms, at(utc, "UTC", 0).instant_ms, "{zone}");
        }
    }

    #[test]
    fn two_days_that_fall_on_one_instant_are_one_reminder() {
        // Samoa had no 30 December 2011: what was asked for it falls on the 31st.
        let rules = [rule(1, HowOften::Daily, "2011-12-29", "09:00")];
        let now = Moment { zone: "Pacific/Apia".into(), ..at("2011-12-29 12:00", "UTC", 0) };
        let plan = plan(&now, 180, &rules, &BTreeSet::new(), &BTreeMap::new(), &[], 3);
        let instants: BTreeSet<i64> = plan.set.iter().map(|n| n.instant_ms).collect();
        assert_eq!((plan.set.len(), instants.len()), (3, 3));
    }

    fn at(civil: &str, zone: &str, offset_min: i32) -> Moment {
        let civil = NaiveDateTime::parse_from_str(civil, "%Y-%m-%d %H:%M").unwrap();
        Moment {
            instant_ms: civil.and_utc().timestamp_millis() - i64::from(offset_min) * 60_000,
            zone: zone.into(),
            offset_min,
        }
    }

    fn once_more(plan: &NotificationPlan) -> Vec<Held> {
        plan.set.iter().map(|n| Held { id: n.id.clone(), civil: n.civil }).collect()
    }

    #[test]
    fn ana_is_reminded_at_half_past_seven_on_both_sides_of_a_clock_change() {
        let rules = [rule(1, HowOften::Daily, "2026-10-20", "07:30")];
        let now = at("2026-10-24 12:00", "Europe/London", 60);
        let plan = plan(&now, 180, &rules, &BTreeSet::new(), &BTreeMap::new(), &[], 3);
        let civil: Vec<String> = plan.set.iter().map(|n| n.civil.to_string()).collect();
        assert_eq!(civil, ["2026-10-25 07:30:00", "2026-10-26 07:30:00", "2026-10-27 07:30:00"]);
        let utc: Vec<i64> = plan.set.iter().map(|n| n.instant_ms % 86_400_000 / 60_000).collect();
        assert_eq!(utc, [450, 450, 450], "07:30 is 07:30 UTC once the clocks went back");
    }

    #[test]
    fn an_answered_day_stays_quiet_and_a_day_put_off_moves() {
        let rules = [rule(1, HowOften::Daily, "2026-11-01", "18:00")];
        let now = at("2026-11-02 12:00", "Europe/London", 0);
        let day = |d: &str| Day::parse("day", d).unwrap();
        let answered = BTreeSet::from([NotificationId::of(rules[0].reminder, day("2026-11-02"))]);
        let put_off = NaiveDateTime::parse_from_str("2026-11-03 20:15", "%Y-%m-%d %H:%M").unwrap();
        let later = BTreeMap::from([(NotificationId::of(rules[0].reminder, day("2026-11-03")), put_off)]);
        let plan = plan(&now, 180, &rules, &answered, &later, &[], 2);
        let civil: Vec<String> = plan.set.iter().map(|n| n.civil.to_string()).collect();
        assert_eq!(civil, ["2026-11-03 20:15:00", "2026-11-04 18:00:00"]);
    }

    #[test]
    fn what_is_no_longer_wanted_is_cancelled_and_nothing_else() {
        let rules = [rule(1, HowOften::Daily, "2026-11-01", "18:00"), rule(2, HowOften::Once, "2026-11-04", "09:00")];
        let now = at("2026-11-02 12:00", "Europe/London", 0);
        let first = plan(&now, 180, &rules, &BTreeSet::new(), &BTreeMap::new(), &[], 100);
        let held = once_more(&first);
        let second = plan(&now, 180, &rules[..1], &BTreeSet::new(), &BTreeMap::new(), &held, 100);
        assert_eq!(second.cancel, [NotificationId::of(rules[1].reminder, rules[1].first_day)]);
        assert!(second.set.is_empty());
    }

    proptest! {
        #[test]
        fn planning_twice_changes_nothing_and_the_soonest_are_kept(
            starts in proptest::collection::vec((0_i64..40, 0_u32..1440, 0_usize..3), 0..20), capacity in 0_u32..70, hour in 0_u32..24,
        ) {
            let base = Day::parse("day", "2026-10-10").unwrap();
            let rules: Vec<Rule> = starts.iter().zip(1_u8..).map(|((day, minute, often), n)| {
                let how_often = [HowOften::Once, HowOften::Daily, HowOften::Weekly][*often];
                rule(n, how_often, &base.plus(*day).to_string(), &format!("{:02}:{:02}", minute / 60, minute % 60))
            }).collect();
            let now = at(&format!("2026-10-24 {hour:02}:00"), "Europe/London", 60);
            let (none, no_later) = (BTreeSet::new(), BTreeMap::new());
            let first = plan(&now, 180, &rules, &none, &no_later, &[], capacity);
            let again = plan(&now, 180, &rules, &none, &no_later, &once_more(&first), capacity);
            prop_assert!(again.set.is_empty() && again.cancel.is_empty());
            prop_assert!(first.set.len() <= capacity as usize);
            prop_assert!(first.set.iter().all(|n| n.instant_ms > now.instant_ms));
            prop_assert!(first.set.windows(2).all(|w| w[0].instant_ms <= w[1].instant_ms));
            prop_assert!(first.replan_at_ms > now.instant_ms);
            let more = plan(&now, 180, &rules, &none, &no_later, &[], capacity + 1);
            prop_assert_eq!(&first.set[..], &more.set[..first.set.len()]);
        }
    }
}
