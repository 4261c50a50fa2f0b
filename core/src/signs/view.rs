//! The signs screen, and "your usual" computed from the record.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::holds::{ratings_of, recent, rules_today, signs_with_days};
use super::parameters::{Form, Sensitivity};
use super::record::{CheckInId, CheckInView, OwnRuleView, WarningSignView};
use super::usual::{History, NewUsualAnswer, Rating, SignCount, YourUsual, your_usual};
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::settings::{CheckInRhythm, Settings, UsualSensitivity, settings_of};
use crate::store::Changes;
use crate::store::kinds::{USUAL_EVENT, Values};
use crate::validate::choice;

choice! {
    /// What the person says about their usual.
    UsualEvent {
        /// "Yes, this is my new usual."
        NewUsualYes = "new_usual_yes",
        /// "No."
        NewUsualNo = "new_usual_no",
        /// Client and practitioner begin anew together, after an admission or a change of medicine.
        Reset = "reset",
    }
}

/// The signs screen.
#[derive(Clone, PartialEq)]
pub struct SignsView {
    /// My signs, the followed ones first.
    pub signs: Vec<WarningSignView>,
    /// My rules.
    pub rules: Vec<OwnRuleView>,
    /// The newest check-ins, at most 50.
    pub recent: Vec<CheckInView>,
    /// Whether there is a check-in for today.
    pub checked_in_today: bool,
    /// "Your usual", only where it was turned on.
    pub usual: Option<Arc<YourUsual>>,
}

impl Handrail {
    /// The signs screen.
    pub fn signs(&self) -> Result<SignsView> {
        let today = self.this_day()?;
        let usual = self.your_usual()?;
        self.read(|c| {
            let recent = recent(c, None)?;
            Ok(SignsView {
                signs: signs_with_days(c, today)?,
                rules: rules_today(c, today)?,
                checked_in_today: recent.iter().any(|r| r.day == today),
                recent,
                usual,
            })
        })
    }

    /// The 50 check-ins before this one, for scrolling back.
    pub fn check_ins_before(&self, check_in: CheckInId) -> Result<Vec<CheckInView>> {
        self.read(|c| recent(c, Some(check_in)))
    }

    /// "Your usual" today; `None` while it is turned off. Computed once for each day and each change of what it looks at.
    pub fn your_usual(&self) -> Result<Option<Arc<YourUsual>>> {
        let today = self.this_day()?;
        let writes = match self.usual.get(today) {
            Ok(known) => return Ok(known),
            Err(writes) => writes,
        };
        let settings = self.read(settings_of)?;
        let said = if settings.usual_on { Some(Arc::new(self.read(|c| usual_of(c, &settings, today))?)) } else { None };
        self.usual.keep(writes, today, said.clone());
        Ok(said)
    }

    /// Keeps what the person says about their usual.
    pub fn record_usual_event(&self, event: UsualEvent) -> Result<Changes> {
        self.write(|w| {
            let mut values: Values = vec![("event", event.into())];
            values.extend(w.made());
            w.insert(&USUAL_EVENT, w.new_id()?, &values)
        })
    }
}

/// The rule over the whole record. Entries dated after `today` (the phone's clock was put back) are left out.
#[allow(clippy::cast_precision_loss, reason = "ratings are 0 to 10")]
pub(crate) fn usual_of(c: &Connection, settings: &Settings, today: Day) -> Result<YourUsual> {
    let mut q = c.prepare_cached("SELECT id, scale FROM warning_sign WHERE state = 'following'")?;
    let signs: std::collections::BTreeMap<Id, i64> =
        q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    // Signs on different scales meet on the finer one.
    let scale_max = signs.values().copied().max().unwrap_or(3);
    let mut q =
        c.prepare_cached("SELECT day, made_ms, ratings FROM check_in WHERE day <= ?1 ORDER BY day, made_ms, id")?;
    let mut rows = q.query([today])?;
    let mut ratings = Vec::new();
    let mut first_day = std::collections::BTreeMap::<Id, i64>::new();
    while let Some(row) = rows.next()? {
        let (day, entered): (Day, i64) = (row.get(0)?, row.get(1)?);
        for (sign, rating) in ratings_of(&row.get::<_, String>(2)?)? {
            let Some(scale) = signs.get(&sign) else { continue };
            first_day.entry(sign).or_insert(day.number());
            ratings.push(Rating {
                day: day.number(),
                sign,
                value: rating as f64 * scale_max as f64 / *scale as f64,
                entered: u64::try_from(entered).unwrap_or(0),
            });
        }
    }
    let mut events =
        c.prepare_cached("SELECT day, event FROM usual_event WHERE day <= ?1 ORDER BY day, made_ms, id")?;
    let mut rows = events.query([today])?;
    let (mut answers, mut resets) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let day = row.get::<_, Day>(0)?.number();
        match row.get(1)? {
            UsualEvent::NewUsualYes => answers.push(NewUsualAnswer { day, yes: true }),
            UsualEvent::NewUsualNo => answers.push(NewUsualAnswer { day, yes: false }),
            UsualEvent::Reset => resets.push(day),
        }
    }
    let history = History {
        scale_max: scale_max as f64,
        form: if settings.check_in_rhythm == CheckInRhythm::Weekly { Form::Weekly } else { Form::DailyTogether },
        sensitivity: match settings.usual_sensitivity {
            UsualSensitivity::Quieter => Sensitivity::Quieter,
            UsualSensitivity::Standard => Sensitivity::Standard,
            UsualSensitivity::Sooner => Sensitivity::Sooner,
        },
        sign_counts: &counts(first_day.into_values().collect()),
        ratings: &ratings,
        answers: &answers,
        resets: &resets,
        today: today.number(),
    };
    your_usual(&history).map_err(|_| Error::Damaged("ratings off their scale"))
}

/// How many signs there were from which day on: a sign counts from its first rating, so that one that was
/// added later does not take the earlier days their scores.
fn counts(mut first_days: Vec<i64>) -> Vec<SignCount> {
    first_days.sort_unstable();
    let mut counts: Vec<SignCount> = Vec::new();
    for (day, count) in first_days.into_iter().zip(1..) {
        match counts.last_mut() {
            Some(last) if last.from == day => last.count = count,
            _ => counts.push(SignCount { from: day, count }),
        }
    }
    counts
}

/// Keeps the last answer of the rule, because folding years of ratings for every look at a screen would be felt.
#[derive(Default)]
pub(crate) struct UsualCache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Counts the writes that mattered, so that an answer computed before one is not kept after it.
    writes: u64,
    answer: Option<(Day, Option<Arc<YourUsual>>)>,
}

impl UsualCache {
    fn get(&self, today: Day) -> Result<Option<Arc<YourUsual>>, u64> {
        let kept = self.kept();
        match &kept.answer {
            Some((day, said)) if *day == today => Ok(said.clone()),
            _ => Err(kept.writes),
        }
    }

    fn keep(&self, writes: u64, today: Day, said: Option<Arc<YourUsual>>) {
        let mut kept = self.kept();
        if kept.writes == writes {
            kept.answer = Some((today, said));
        }
    }

    /// Forgets what it knows.
    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.writes += 1;
        kept.answer = None;
    }

    /// Forgets it if a write touched anything the rule looks at.
    pub(crate) fn after(&self, changes: &Changes) {
        if ["check_in", "warning_sign", "usual_event", "setting"].iter().any(|concept| changes.touches(concept)) {
            self.clear();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
