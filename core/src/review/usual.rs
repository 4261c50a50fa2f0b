//! "Your usual" and the openings of the client's own rules, as a packet may tell them.
//!
//! On the phone both look at everything the person ever rated. In a packet they are reckoned anew
//! from nothing but ratings that these readers were sent or are sent now: a line above the
//! person's usual on a day that was left out would tell what the day does not.

use std::collections::BTreeMap;

use super::fold::Frame;
use super::months::first_month;
use super::packet::{DayMean, Opening, PeriodOf, Usual, UsualState};
use super::rows::{Rows, RuleRow, Sent, SignRow, UsualEvents};
use super::trends::{number, rounded, to_scale};
use crate::clock::Day;
use crate::ids::Id;
use crate::signs::RuleCondition;
use crate::signs::own_rules::{Action, CheckIn, Condition, Mark, OwnRule};
use crate::signs::usual::{History, NewUsualAnswer, Rating, SignCount, State, your_usual};

/// Days before a period that may still hold an action of a rule open, with room to spare (14 days, 28 check-ins).
pub(super) const RULE_RUN_UP_DAYS: i64 = 60;
/// Check-ins that a rule can look back on.
const RULE_LOOKS_BACK: usize = 30;

/// One rating that the readers know or are about to.
struct SharedRating {
    day: i64,
    sign: Id,
    value: i64,
    scale: i64,
    following: bool,
    /// Order of entry.
    entered: u64,
}

/// Every rating that was sent or is in the packet, by day and order of entry.
pub(super) struct SharedRatings {
    ratings: Vec<SharedRating>,
    max: i64,
}

impl SharedRatings {
    pub fn of(rows: &Rows, sent: &Sent, within: impl Fn(i64) -> bool) -> Self {
        let mut ratings = Vec::new();
        for (entered, check_in) in (0..).zip(&rows.check_ins) {
            let inside = within(check_in.made_ms);
            for sign in &rows.signs {
                let Some(value) = check_in.ratings.get(&sign.id) else { continue };
                if inside || sent.together(check_in.id, sign.id) {
                    ratings.push(SharedRating {
                        day: check_in.day.number(),
                        sign: sign.id,
                        value: sign.turned(*value),
                        scale: sign.scale,
                        following: sign.following && !sign.usual_for_me,
                        entered,
                    });
                }
            }
        }
        let max = rows.signs.iter().filter(|s| s.following && !s.usual_for_me).map(|s| s.scale).max();
        Self { ratings, max: max.unwrap_or(3) }
    }

    fn sign_counts(&self) -> Vec<SignCount> {
        let mut first: BTreeMap<Id, i64> = BTreeMap::new();
        for r in self.ratings.iter().filter(|r| r.following) {
            first.entry(r.sign).or_insert(r.day);
        }
        sign_counts(first.into_values())
    }
}

/// How many signs there were from which day on, by the first rating of each: a sign counts from there.
pub(super) fn sign_counts(first_days: impl Iterator<Item = i64>) -> Vec<SignCount> {
    let mut days: Vec<i64> = first_days.collect();
    crate::sorting::natural(&mut days);
    days.into_iter().zip(1..).map(|(from, count)| SignCount { from, count }).collect()
}

/// The line of "your usual"; `None` where there is nothing to reckon it from.
pub(super) fn usual(
    shared: &SharedRatings,
    events: &UsualEvents,
    frame: &Frame<'_>,
    period: &PeriodOf,
) -> Option<Usual> {
    let today = period.until_day.number();
    let sign_counts = shared.sign_counts();
    if sign_counts.is_empty() {
        return None;
    }
    let ratings: Vec<Rating<Id>> = shared
        .ratings
        .iter()
        .filter(|r| r.following && r.day <= today)
        .map(|r| Rating { day: r.day, sign: r.sign, value: to_scale(r.value, r.scale, shared.max), entered: r.entered })
        .collect();
    let answers: Vec<NewUsualAnswer> = events
        .answers
        .iter()
        .filter(|(day, _)| *day <= today)
        .map(|(day, yes)| NewUsualAnswer { day: *day, yes: *yes })
        .collect();
    let resets: Vec<i64> = events.resets.iter().copied().filter(|day| *day <= today).collect();
    // An entry that the rule refuses cannot be in the store; should one be, the line stays out.
    let found = your_usual(&History {
        scale_max: number(shared.max),
        form: frame.form,
        sensitivity: frame.sensitivity,
        sign_counts: &sign_counts,
        ratings: &ratings,
        answers: &answers,
        resets: &resets,
        today,
    })
    .ok()?;
    let state = match found.state {
        State::Learning { .. } => UsualState::Learning,
        State::NotEnoughRatings => UsualState::NotEnoughRatings,
        State::HigherThanUsual => UsualState::HigherThanUsual,
        State::AboutUsual => UsualState::AboutUsual,
    };
    let level = found.series.last().and_then(|point| point.comparison).map(|c| rounded(c.usual));
    let in_period = |day: i64| (period.from_day.number()..=today).contains(&day);
    Some(Usual {
        state,
        for_now: found.for_now.then_some(true),
        max: shared.max,
        level: level.filter(|_| state != UsualState::Learning),
        days: found
            .series
            .iter()
            .filter(|point| in_period(point.day))
            .filter_map(|point| Some(DayMean { day: Day::from_number(point.day)?, value: rounded(point.score) }))
            .collect(),
        openings: found
            .openings
            .iter()
            .filter(|o| o.closed.is_none_or(|closed| closed >= period.from_day.number()))
            .filter_map(|o| {
                Some(Opening { opened: Day::from_number(o.opened)?, closed: o.closed.and_then(Day::from_number) })
            })
            .collect(),
        resets: resets
            .iter()
            .filter(|day| **day >= first_month(period.until_day).number())
            .filter_map(|day| Day::from_number(*day))
            .collect(),
    })
}

/// The days of the period on which these ratings open the rule's action.
pub(super) fn rule_openings(rule: &RuleRow, sign: &SignRow, shared: &SharedRatings, period: &PeriodOf) -> Vec<Day> {
    let Some(condition) = condition_of(rule) else { return Vec::new() };
    let Ok(checked) = OwnRule::new(condition, number(sign.scale)) else { return Vec::new() };
    let (from, until) = (period.from_day.number(), period.until_day.number());
    let mut latest: BTreeMap<i64, CheckIn> = BTreeMap::new();
    for r in shared.ratings.iter().filter(|r| r.sign == rule.sign && (from - RULE_RUN_UP_DAYS..=until).contains(&r.day))
    {
        let mark = Mark::Rated(number(r.value));
        // Rows come in order of entry, so the last one of a day stays.
        latest.insert(r.day, CheckIn { day: r.day, mark, entered: r.entered });
    }
    let check_ins: Vec<CheckIn> = latest.into_values().collect();
    let mut last_opened = None;
    let mut opened = Vec::new();
    for (at, check_in) in check_ins.iter().enumerate() {
        let seen = check_ins.get(at.saturating_sub(RULE_LOOKS_BACK)..=at).unwrap_or_default();
        let Ok(found) = checked.evaluate(seen, last_opened, check_in.day) else { continue };
        if found.action == Action::OpensNow {
            last_opened = Some(check_in.day);
            opened.extend(Day::from_number(check_in.day).filter(|_| check_in.day >= from));
        }
    }
    opened
}

/// The rule's condition; `None` where its numbers are out of bounds.
fn condition_of(rule: &RuleRow) -> Option<Condition> {
    let level = number(rule.level);
    let narrow = |n: i64| u8::try_from(n).ok();
    Some(match rule.condition {
        RuleCondition::There => Condition::IsThere,
        RuleCondition::AtLeast => Condition::AtLeast { level },
        RuleCondition::InARow => Condition::CheckInsInARow { n: narrow(rule.count)?, level: Some(level) },
        RuleCondition::OfLast => {
            Condition::OfLast { n: narrow(rule.count)?, m: narrow(rule.out_of)?, level: Some(level) }
        }
    })
}
