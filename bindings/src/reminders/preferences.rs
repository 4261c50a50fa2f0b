//! What the person prefers about reminders: quiet hours, where the named times lie, which sheets remind by themselves.

use handrail_core::reminders as core;

use super::own::{NamedTime, When};
use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In, Out, both, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

both! {
    /// From one time on the wall to another, perhaps over midnight.
    QuietHours = core::QuietHours {
        /// From then on it is quiet.
        from: CivilTime,
        /// From then on it is not.
        until: CivilTime,
    }
}

view! {
    /// A sheet that reminds by itself, turned on.
    SheetReminder from core::Switch {
        /// When on the day.
        at: When,
        /// The day it was turned on.
        since: CivilDate,
        /// When it was turned on or moved (UTC milliseconds): nothing before was due.
        since_ms: i64,
    }
}

/// Where a named time lies in this person's day.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NamedTimeOfDay {
    /// Which.
    pub name: NamedTime,
    /// Where it lies.
    pub time: CivilTime,
}

impl In<(core::NamedTime, handrail_core::clock::TimeOfDay)> for NamedTimeOfDay {
    fn taken(self, field: &'static str) -> handrail_core::Result<(core::NamedTime, handrail_core::clock::TimeOfDay)> {
        let Self { name, time } = self;
        Ok((name.taken(field)?, time.taken(field)?))
    }
}

impl Out<core::NamedTimes> for Vec<NamedTimeOfDay> {
    fn out(core: core::NamedTimes) -> Self {
        let line = |name| NamedTimeOfDay { name: Out::out(name), time: Out::out(core.of(name)) };
        core::NamedTime::ALL.into_iter().map(line).collect()
    }
}

view! {
    /// What the person prefers about reminders.
    ReminderPreferences from core::Preferences {
        /// When nothing is to come by itself; nothing until chosen.
        quiet_hours: Option<QuietHours>,
        /// Where the named times lie: all of them, in the order of a day.
        named: Vec<NamedTimeOfDay>,
        /// A check-in, at the person's rhythm. Off until turned on, as all of these.
        check_in: Option<SheetReminder>,
        /// The evening before a meeting.
        session_eve: Option<SheetReminder>,
        /// On the day of a meeting.
        session_day: Option<SheetReminder>,
        /// On the day the plan is to be looked over.
        plan_review: Option<SheetReminder>,
        /// On the day the areas of life come up again.
        life_areas: Option<SheetReminder>,
        /// At the times that medicines go with, for those who chose medication. On until turned off.
        medicine: bool,
    }
}

/// A choice about a sheet that reminds by itself.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Remind {
    /// Do not.
    Off,
    /// Do, at that time of the day.
    At {
        /// The time.
        at: When,
    },
}

impl In<core::Remind> for Remind {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Remind> {
        Ok(match self {
            Self::Off => core::Remind::Off,
            Self::At { at } => core::Remind::At(at.taken(field)?),
        })
    }
}

/// A choice about the quiet hours.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum ChooseQuietHours {
    /// None.
    NoQuietHours,
    /// These.
    Between {
        /// From when until when.
        hours: QuietHours,
    },
}

impl In<Option<core::QuietHours>> for ChooseQuietHours {
    fn taken(self, field: &'static str) -> handrail_core::Result<Option<core::QuietHours>> {
        match self {
            Self::NoQuietHours => Ok(None),
            Self::Between { hours } => Ok(Some(hours.taken(field)?)),
        }
    }
}

edit! {
    /// What to change; what is left out stays as it is.
    EditReminderPreferences into core::EditPreferences {
        /// Quiet hours.
        #[uniffi(default)]
        quiet_hours: Option<ChooseQuietHours>,
        /// Named times to move.
        #[uniffi(default)]
        named: Vec<NamedTimeOfDay>,
        /// A check-in.
        #[uniffi(default)]
        check_in: Option<Remind>,
        /// The evening before a meeting.
        #[uniffi(default)]
        session_eve: Option<Remind>,
        /// On the day of a meeting.
        #[uniffi(default)]
        session_day: Option<Remind>,
        /// The plan.
        #[uniffi(default)]
        plan_review: Option<Remind>,
        /// The areas of life.
        #[uniffi(default)]
        life_areas: Option<Remind>,
        /// Medicines.
        #[uniffi(default)]
        medicine: Option<bool>,
    }
}

#[uniffi::export]
impl Handrail {
    /// What the person prefers about reminders.
    pub fn reminder_preferences(&self) -> Result<ReminderPreferences> {
        self.call(handrail_core::Handrail::reminder_preferences)
    }

    /// Changes what is given. All of it or, if something cannot be kept, none.
    ///
    /// Refused: `quiet_hours` of no length.
    pub fn save_reminder_preferences(&self, edit: EditReminderPreferences) -> Result<Changes> {
        self.call(|core| core.save_reminder_preferences(&edit.taken("edit")?))
    }
}
