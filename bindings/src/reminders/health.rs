//! "Check my reminders": what may keep one from coming on this phone, and what the phone has done so far.

use handrail_core::reminders as core;

use super::{Channel, PhoneKind, PlannedNotification, Reminder};
use crate::clock::CivilDate;
use crate::convert::{In as _, Out, choice, closed, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::words::Message;

edit! {
    /// What the app knows of the phone. What it cannot know is left out, and nothing is said of it.
    PhoneFacts into core::PhoneFacts {
        /// How it reminds.
        kind: PhoneKind,
        /// Notifications are allowed.
        #[uniffi(default)]
        notifications_allowed: Option<bool>,
        /// Channels that the person turned off in the phone's settings.
        #[uniffi(default)]
        channels_off: Vec<Channel>,
        /// Exact alarms are allowed.
        #[uniffi(default)]
        exact_allowed: Option<bool>,
        /// The phone holds the app back to save battery.
        #[uniffi(default)]
        battery_restricted: Option<bool>,
        /// When the phone was last started (UTC milliseconds).
        #[uniffi(default)]
        last_boot_ms: Option<i64>,
    }
}

choice! {
    /// Something that may keep a reminder from coming, or the word that there is nothing.
    HealthFinding = core::Finding {
        /// Notifications are not allowed.
        NotificationsOff,
        /// A channel that is used is off.
        ChannelOff,
        /// The phone refused to set one.
        CouldNotBeSet,
        /// One was due before the phone was started, and did not come.
        BeforeStart,
        /// One was due, and nothing says that it came.
        NotShown,
        /// The phone holds the app back.
        BatteryRestricted,
        /// They came late.
        Late,
        /// Exact alarms are not allowed, and a reminder asks for one: it comes within some minutes.
        ExactOff,
        /// Nothing is set to remind.
        NothingSet,
        /// Nothing is known that stands in the way.
        AllWell,
    }
}

choice! {
    /// Where an app takes the person for the one thing to do.
    HealthHint = core::Hint {
        /// The app's notification settings.
        NotificationSettings,
        /// The settings of the channel.
        ChannelSettings,
        /// The permission for exact alarms.
        ExactAlarmSettings,
        /// The battery settings of the app.
        BatterySettings,
        /// A test reminder.
        TestReminder,
    }
}

view! {
    /// One sentence, with the one thing to do about it.
    HealthLine from core::HealthLine {
        /// What it is about.
        finding: HealthFinding,
        /// What is so.
        says: Message,
        /// What can be done.
        to_do: Option<Message>,
        /// Where that is done.
        hint: Option<HealthHint>,
    }
}

choice! {
    /// What became of an occurrence, as far as this phone knows.
    OccurrenceBecame = core::Became {
        /// It was shown.
        Shown,
        /// It was answered, here or in the app.
        Answered,
        /// The phone was given it, shows by itself, and holds it no more.
        Given,
        /// The phone refused it.
        CouldNotBeSet,
        /// Nothing is known of it.
        NotShown,
    }
}

view! {
    /// One time that a reminder is for.
    Occurrence from core::Occurrence {
        /// Of what.
        reminder: Reminder,
        /// The civil day it is for. For "every so many hours": the day in UTC.
        day: CivilDate,
        /// Which of its times on that day, from 0. For "every so many hours": the minute of the day in UTC.
        slot: u32,
    }
}

/// An occurrence that was due.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct DueLine {
    /// Which.
    pub occurrence: Occurrence,
    /// When it was due (UTC milliseconds), quiet hours considered.
    pub due_ms: i64,
    /// What became of it.
    pub became: OccurrenceBecame,
    /// When it was shown (UTC milliseconds), where that is known.
    pub shown_ms: Option<i64>,
    /// How many whole minutes after its time it was shown; 0 on time, nothing where it is not known to have been shown.
    pub late_min: Option<i64>,
    /// What became of it in a sentence; from 15 minutes on with the minutes that it came late.
    pub says: Message,
}

closed!(DueLine);

impl Out<core::DueLine> for DueLine {
    fn out(core: core::DueLine) -> Self {
        let (late_min, says) = (core.late_min(), Out::out(core.says()));
        let core::DueLine { occurrence, due_ms, became, shown_ms } = core;
        Self { occurrence: Out::out(occurrence), due_ms, became: Out::out(became), shown_ms, late_min, says }
    }
}

view! {
    /// How late the phone was, in whole minutes.
    Lateness from core::Lateness {
        /// Of so many that were seen to come.
        deliveries: u32,
        /// In the middle.
        median_min: i64,
        /// The last one.
        last_min: i64,
        /// The one that came latest.
        longest_min: i64,
    }
}

view! {
    /// The screen "Check my reminders".
    ReminderHealth from core::ReminderHealth {
        /// What is so, the most important first; never empty. The screen shows the first, and the rest below it.
        lines: Vec<HealthLine>,
        /// The last one that was due.
        last_due: Option<DueLine>,
        /// When the last one was shown (UTC milliseconds).
        last_shown_ms: Option<i64>,
        /// How late the phone was; nothing while none was seen to come.
        late: Option<Lateness>,
        /// When a test last came (UTC milliseconds).
        last_test_ms: Option<i64>,
        /// What was due in the last 7 days, the newest first, at most 50.
        recent: Vec<DueLine>,
    }
}

#[uniffi::export]
impl Handrail {
    /// What may keep reminders from coming on this phone, and what it has done so far.
    pub fn reminder_health(&self, phone: PhoneFacts) -> Result<ReminderHealth> {
        self.call(|core| core.reminder_health(&phone.taken("phone")?))
    }

    /// A test, to be set on the phone like any other: it comes in one to two minutes. Nothing of it is kept in the record.
    pub fn test_reminder(&self) -> Result<PlannedNotification> {
        self.call(handrail_core::Handrail::test_reminder)
    }
}
