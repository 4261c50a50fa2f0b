//! The person's own rules: "if [my sign] [is there], I [my action]".
//!
//! In the programme relapse prevention is *my sign, then my plan*, so these
//! rules come before anything the app could work out. They hold from the first
//! day, need no history of ratings (a tick is enough), take any sign, the
//! emergency sign too, and say in one sentence what they do. This file owns
//! the condition and the moment its action opens; the words, the sign and the
//! action belong to the rule's record. The reasons are in `docs/signs.md`.
//!
//! ```text
//!            holds at a check-in of today
//!   closed --------------------------------> open
//!     ^                                        |
//!     +-- the sign is no longer there ---------+
//!     +-- 14 days have passed -----------------+
//! ```

use std::collections::BTreeMap;

use super::DayNumber;
use super::parameters::{OWN_RULE_ACTION_DAYS, OWN_RULE_LEAST_N, OWN_RULE_MOST_M, OWN_RULE_MOST_N};

/// When a rule holds. In the last two a check-in counts if the sign was
/// there, or, with a level, if it was rated at least that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// The sign is there: ticked, or rated above 0.
    IsThere,
    /// The sign is rated at least `level`.
    AtLeast {
        /// Above 0, up to the scale maximum.
        level: f64,
    },
    /// The last `n` check-ins of this sign all count.
    CheckInsInARow {
        /// 2 to 14 check-ins.
        n: u8,
        /// As in [`Condition::AtLeast`]; `None` is "there".
        level: Option<f64>,
    },
    /// The newest and at least `n` of the last `m` check-ins of this sign count.
    OfLast {
        /// 2 to 14 check-ins.
        n: u8,
        /// `n` to 28 check-ins.
        m: u8,
        /// As in [`Condition::AtLeast`]; `None` is "there".
        level: Option<f64>,
    },
}

/// What the person said about the sign at one check-in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A rating from 0 to the scale maximum, higher being worse.
    Rated(f64),
    /// "It is here today", or not. Says nothing about how strong it is, so a
    /// tick reaches no level.
    Ticked(bool),
}

/// One check-in of the one sign the rule is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckIn {
    /// Civil day stored with the entry.
    pub day: DayNumber,
    /// What was said.
    pub mark: Mark,
    /// Order of entry: of several on one day the highest number counts, so
    /// that two looks at one night are not two nights. (Same number: the worse.)
    pub entered: u64,
}

/// What is wrong with a rule or a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnRuleError {
    /// The scale maximum is not a finite number from 1 to 100.
    #[error("scale maximum is not a number from 1 to 100")]
    ScaleMaximum,
    /// The level is not above 0 and up to the scale maximum.
    #[error("level is off the scale")]
    LevelOffScale,
    /// `n` is not from 2 to 14.
    #[error("number of check-ins is not from 2 to 14")]
    CountOutOfRange,
    /// `m` is not from `n` to 28.
    #[error("stretch of check-ins is shorter than the count or above 28")]
    StretchOutOfRange,
    /// A rating is not a number, or lies outside 0 to the scale maximum.
    #[error("a rating is off its scale")]
    RatingOffScale,
    /// A check-in or the last opening is dated after today.
    #[error("an entry is dated after today")]
    FutureDay,
}

/// Whether the action of a rule is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing to show.
    Closed,
    /// The rule holds and its action opens now: the only time it is offered
    /// until it closes. The caller keeps today as the day of opening.
    OpensNow,
    /// Opened on that earlier or same day and still on the screen, silent.
    StaysOpen {
        /// The day of opening.
        since: DayNumber,
    },
}

/// A rule against the check-ins up to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evaluation {
    /// Whether the condition holds by a check-in of today. A day without a
    /// check-in holds nothing: a gap is not a sign.
    pub holds: bool,
    /// Whether the action is open, or opens now.
    pub action: Action,
}

/// A condition whose numbers make sense on the person's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnRule {
    condition: Condition,
    scale_max: f64,
}

impl OwnRule {
    /// Checks a condition against the person's scale.
    ///
    /// # Errors
    /// [`OwnRuleError`] naming the number that is out of its limits.
    pub fn new(condition: Condition, scale_max: f64) -> Result<Self, OwnRuleError> {
        if !(1.0..=100.0).contains(&scale_max) {
            return Err(OwnRuleError::ScaleMaximum);
        }
        let (count, stretch, level) = match condition {
            Condition::IsThere => (None, None, None),
            Condition::AtLeast { level } => (None, None, Some(level)),
            Condition::CheckInsInARow { n, level } => (Some(n), None, level),
            Condition::OfLast { n, m, level } => (Some(n), Some((n, m)), level),
        };
        if count.is_some_and(|n| !(OWN_RULE_LEAST_N..=OWN_RULE_MOST_N).contains(&n)) {
            return Err(OwnRuleError::CountOutOfRange);
        }
        if stretch.is_some_and(|(n, m)| !(n..=OWN_RULE_MOST_M).contains(&m)) {
            return Err(OwnRuleError::StretchOutOfRange);
        }
        // Level 0 would always hold. NaN is in no range and is refused too.
        if level.is_some_and(|l| l <= 0.0 || !(0.0..=scale_max).contains(&l)) {
            return Err(OwnRuleError::LevelOffScale);
        }
        Ok(Self { condition, scale_max })
    }

    /// The condition, for showing it as a sentence.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// Whether the rule holds today, and whether its action opens or is open.
    ///
    /// `last_opened` is the day this rule's action last opened, if ever. The
    /// check-ins are those of the rule's sign, in any order.
    ///
    /// # Errors
    /// [`OwnRuleError::RatingOffScale`], [`OwnRuleError::FutureDay`].
    pub fn evaluate(
        &self,
        check_ins: &[CheckIn],
        last_opened: Option<DayNumber>,
        today: DayNumber,
    ) -> Result<Evaluation, OwnRuleError> {
        let days = self.latest_of_each_day(check_ins, today)?;
        if last_opened.is_some_and(|opened| opened > today) {
            return Err(OwnRuleError::FutureDay);
        }
        let holds = days.contains_key(&today) && self.holds_at_newest(&days);
        let still_open = last_opened.filter(|opened| {
            today.saturating_sub(*opened) < OWN_RULE_ACTION_DAYS
                && days.range(*opened..).all(|(_, mark)| is_there(*mark))
        });
        let action = match still_open {
            Some(since) => Action::StaysOpen { since },
            None if holds => Action::OpensNow,
            None => Action::Closed,
        };
        Ok(Evaluation { holds, action })
    }

    fn latest_of_each_day(
        &self,
        check_ins: &[CheckIn],
        today: DayNumber,
    ) -> Result<BTreeMap<DayNumber, Mark>, OwnRuleError> {
        let mut kept: BTreeMap<DayNumber, &CheckIn> = BTreeMap::new();
        for check_in in check_ins {
            if check_in.day > today {
                return Err(OwnRuleError::FutureDay);
            }
            if let Mark::Rated(value) = check_in.mark
                && !(0.0..=self.scale_max).contains(&value)
            {
                return Err(OwnRuleError::RatingOffScale);
            }
            let latest = kept.entry(check_in.day).or_insert(check_in);
            let key = |c: &CheckIn| (c.entered, weight(c.mark));
            if key(check_in) > key(latest) {
                *latest = check_in;
            }
        }
        Ok(kept.into_iter().map(|(day, c)| (day, c.mark)).collect())
    }

    /// The newest check-in always has to count itself. Otherwise "3 of the
    /// last 5" could open on a day the sign is gone, and close at once.
    fn holds_at_newest(&self, days: &BTreeMap<DayNumber, Mark>) -> bool {
        let (needed, stretch, level) = match self.condition {
            Condition::IsThere => (1, 1, None),
            Condition::AtLeast { level } => (1, 1, Some(level)),
            Condition::CheckInsInARow { n, level } => (n, n, level),
            Condition::OfLast { n, m, level } => (n, m, level),
        };
        let counts = |mark: &Mark| match level {
            None => is_there(*mark),
            Some(level) => matches!(mark, Mark::Rated(value) if *value >= level),
        };
        let newest_counts = days.values().next_back().is_some_and(counts);
        let counted = days.values().rev().take(usize::from(stretch)).filter(|mark| counts(mark)).count();
        newest_counts && counted >= usize::from(needed)
    }
}

fn is_there(mark: Mark) -> bool {
    match mark {
        Mark::Rated(value) => value > 0.0,
        Mark::Ticked(there) => there,
    }
}

/// Order between two check-ins that claim the same place in the order of
/// entry, so that the result does not depend on which is read first.
fn weight(mark: Mark) -> (bool, f64) {
    match mark {
        Mark::Rated(value) => (value > 0.0, value),
        Mark::Ticked(there) => (there, 0.0),
    }
}
