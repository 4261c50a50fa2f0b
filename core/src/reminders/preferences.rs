//! What the person prefers about reminders as a whole: their quiet hours, where the named times lie in their day,
//! and which sheets remind by themselves. Kept as settings, so that a second phone agrees.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::quiet::QuietHours;
use super::rule::{NamedTime, NamedTimes, When};
use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::settings;
use crate::store::{Changes, Write};

const QUIET_HOURS: &str = "quiet_hours";
const NAMED_TIMES: &str = "named_times";
const CHECK_IN: &str = "remind_check_in";
const SESSION_EVE: &str = "remind_session_eve";
const SESSION_DAY: &str = "remind_session_day";
const PLAN_REVIEW: &str = "remind_plan_review";
const LIFE_AREAS: &str = "remind_life_areas";
const MEDICINE: &str = "remind_medicine";

/// A sheet that reminds by itself, turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// When on the day.
    pub at: When,
    /// The day it was turned on.
    pub since: Day,
    /// When it was turned on or moved (UTC milliseconds): nothing before was due.
    pub since_ms: i64,
}

/// What the person prefers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// When nothing is to come by itself; none until chosen.
    pub quiet_hours: Option<QuietHours>,
    /// Where the named times lie.
    pub named: NamedTimes,
    /// A check-in, at the person's rhythm. Off until turned on, as all of these.
    pub check_in: Option<Switch>,
    /// The evening before a meeting.
    pub session_eve: Option<Switch>,
    /// On the day of a meeting.
    pub session_day: Option<Switch>,
    /// On the day the plan is to be looked over.
    pub plan_review: Option<Switch>,
    /// On the day the areas of life come up again.
    pub life_areas: Option<Switch>,
    /// At the times that medicines go with, for those who chose medication. On until turned off.
    pub medicine: bool,
}

/// A choice about one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remind {
    /// Do not.
    Off,
    /// Do, at that time of the day.
    At(When),
}

/// What to change; `None` leaves it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditPreferences {
    /// Quiet hours; `Some(None)` for none.
    pub quiet_hours: Option<Option<QuietHours>>,
    /// Named times to move.
    pub named: Vec<(NamedTime, TimeOfDay)>,
    /// A check-in.
    pub check_in: Option<Remind>,
    /// The evening before a meeting.
    pub session_eve: Option<Remind>,
    /// On the day of a meeting.
    pub session_day: Option<Remind>,
    /// The plan.
    pub plan_review: Option<Remind>,
    /// The areas of life.
    pub life_areas: Option<Remind>,
    /// Medicines.
    pub medicine: Option<bool>,
}

impl Handrail {
    /// What the person prefers about reminders.
    pub fn reminder_preferences(&self) -> Result<Preferences> {
        self.read(of)
    }

    /// Changes what is given. All of it or, if something cannot be kept, none.
    ///
    /// # Errors
    /// `quiet_hours` of no length.
    pub fn save_reminder_preferences(&self, edit: &EditPreferences) -> Result<Changes> {
        if let Some(Some(quiet)) = edit.quiet_hours {
            quiet.check()?;
        }
        self.write(|w| {
            settings::put(w, QUIET_HOURS, edit.quiet_hours.as_ref())?;
            if !edit.named.is_empty() {
                let mut named = of(w.tx())?.named;
                for (name, time) in &edit.named {
                    named.put(*name, *time);
                }
                settings::put(w, NAMED_TIMES, Some(&named))?;
            }
            for (name, choice) in [
                (CHECK_IN, edit.check_in),
                (SESSION_EVE, edit.session_eve),
                (SESSION_DAY, edit.session_day),
                (PLAN_REVIEW, edit.plan_review),
                (LIFE_AREAS, edit.life_areas),
            ] {
                put(w, name, choice)?;
            }
            settings::put(w, MEDICINE, edit.medicine.as_ref())
        })
    }
}

fn put(w: &Write<'_>, name: &'static str, choice: Option<Remind>) -> Result<()> {
    let Some(choice) = choice else { return Ok(()) };
    let before: Option<Switch> = settings::one(w.tx(), name)?.flatten();
    let new = match choice {
        Remind::Off => None,
        Remind::At(at) if before.is_some_and(|b| b.at == at) => return Ok(()),
        Remind::At(at) => Some(Switch { at, since: before.map_or(w.day(), |b| b.since), since_ms: w.now().instant_ms }),
    };
    settings::put(w, name, Some(&new))
}

/// What the person prefers, where a read is already open.
pub(super) fn of(c: &Connection) -> Result<Preferences> {
    Ok(Preferences {
        quiet_hours: settings::one(c, QUIET_HOURS)?.flatten(),
        named: settings::one(c, NAMED_TIMES)?.unwrap_or_default(),
        check_in: settings::one(c, CHECK_IN)?.flatten(),
        session_eve: settings::one(c, SESSION_EVE)?.flatten(),
        session_day: settings::one(c, SESSION_DAY)?.flatten(),
        plan_review: settings::one(c, PLAN_REVIEW)?.flatten(),
        life_areas: settings::one(c, LIFE_AREAS)?.flatten(),
        medicine: settings::one(c, MEDICINE)?.unwrap_or(true),
    })
}
