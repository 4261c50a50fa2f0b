//! The signs screen, and "your usual" computed from the record.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::holds::{recent, rules_today, signs_with_days};
use super::kept::Voice;
use super::ladder::{self, Notice};
use super::record::{CheckInId, CheckInView, OwnRuleView, WarningSignId, WarningSignView};
use super::usual::YourUsual;
use crate::clock::Day;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::settings::settings_of;
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
    /// "Your usual", only where it was turned on; of its series the newest rated days, 84 at least.
    pub usual: Option<Arc<YourUsual>>,
    /// The key sign by itself, only where "your usual" was turned on, the check-in is daily and there is one.
    pub key_sign_usual: Option<Arc<YourUsual>>,
    /// The notice that is open, if any, with the words for it.
    pub notice: Option<Notice>,
    /// A third notice worried me: offer the quieter choice, once.
    pub suggest_quieter: bool,
}

/// Both voices of "your usual" today.
#[derive(Debug, Clone)]
pub(crate) struct Voices {
    /// All signs together.
    pub(crate) together: Arc<YourUsual>,
    /// The key sign by itself.
    pub(crate) key_sign: Option<(WarningSignId, Arc<YourUsual>)>,
}

impl Handrail {
    /// The signs screen.
    pub fn signs(&self) -> Result<SignsView> {
        let today = self.this_day()?;
        let voices = self.voices()?;
        self.read(|c| {
            let recent = recent(c, None)?;
            let voices = voices.as_deref();
            Ok(SignsView {
                signs: signs_with_days(c, today)?,
                rules: rules_today(c, today)?,
                checked_in_today: recent.iter().any(|r| r.day == today),
                recent,
                usual: voices.map(|v| Arc::clone(&v.together)),
                key_sign_usual: voices.and_then(|v| v.key_sign.as_ref()).map(|(_, said)| Arc::clone(said)),
                notice: voices.map(|v| ladder::open_notice(c, v, today)).transpose()?.flatten(),
                suggest_quieter: voices.is_some() && ladder::suggest_quieter(c)?,
            })
        })
    }

    /// The 50 check-ins before this one, for scrolling back.
    pub fn check_ins_before(&self, check_in: CheckInId) -> Result<Vec<CheckInView>> {
        self.read(|c| recent(c, Some(check_in)))
    }

    /// "Your usual" today with its series of the last [`LONG_CHART_DAYS`](super::LONG_CHART_DAYS), for the long chart, and
    /// every opening of all years; `None` while it is turned off.
    pub fn your_usual(&self) -> Result<Option<Arc<YourUsual>>> {
        let today = self.this_day()?;
        self.read(|c| {
            let settings = settings_of(c)?;
            if !settings.usual_on {
                return Ok(None);
            }
            Ok(Some(Arc::new(Voice::together(c, &settings)?.over_a_year(c, today)?)))
        })
    }

    /// One sign judged by itself, for its own chart of the same days; it opens no notice unless it is the key sign.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] if there is no such sign.
    pub fn sign_usual(&self, sign: WarningSignId) -> Result<YourUsual> {
        let today = self.this_day()?;
        self.read(|c| Voice::one_sign(c, &settings_of(c)?, sign)?.over_a_year(c, today))
    }

    /// Both voices today; `None` while "your usual" is turned off. Worked out once for each day and each change
    /// of what they look at.
    pub(crate) fn voices(&self) -> Result<Option<Arc<Voices>>> {
        let today = self.this_day()?;
        let writes = match self.usual.get(today) {
            Ok(known) => return Ok(known),
            Err(writes) => writes,
        };
        let said = self.read(|c| voices_of(c, today))?.map(Arc::new);
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

fn voices_of(c: &Connection, today: Day) -> Result<Option<Voices>> {
    let settings = settings_of(c)?;
    if !settings.usual_on {
        return Ok(None);
    }
    let key_sign = Voice::key_sign(c, &settings)?
        .map(|(id, voice)| Ok::<_, crate::Error>((id, Arc::new(voice.now(c, today)?))))
        .transpose()?;
    Ok(Some(Voices { together: Arc::new(Voice::together(c, &settings)?.now(c, today)?), key_sign }))
}

/// Keeps the last answer of the rule, for every look at a screen on which nothing changed.
#[derive(Default)]
pub(crate) struct UsualCache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Counts the writes that mattered, so that an answer computed before one is not kept after it.
    writes: u64,
    answer: Option<(Day, Option<Arc<Voices>>)>,
}

impl UsualCache {
    fn get(&self, today: Day) -> Result<Option<Arc<Voices>>, u64> {
        let kept = self.kept();
        match &kept.answer {
            Some((day, said)) if *day == today => Ok(said.clone()),
            _ => Err(kept.writes),
        }
    }

    fn keep(&self, writes: u64, today: Day, said: Option<Arc<Voices>>) {
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
