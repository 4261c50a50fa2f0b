//! Reminders that can be trusted, in civil time.
//!
//! The core plans, the shell hands civil times to the phone's system and reports back what
//! was shown, answered or could not be set. The instant of a planned notification is for
//! ordering: where the phone's own tables say otherwise, the phone wins. Every notification
//! has a neutral text: it says that there is a reminder, never what it is about.

mod calendar;
mod health;
mod own;
mod preferences;

pub use calendar::{CalendarChoice, CalendarExport, CalendarLeftOut, CalendarText, CalendarWish, LeftOut};
pub use health::{
    DueLine, HealthFinding, HealthHint, HealthLine, Lateness, Occurrence, OccurrenceBecame, PhoneFacts, ReminderHealth,
};
pub use own::{
    AboutKind, AskAgain, Ends, IfMissing, NamedTime, NewReminder, Nth, Recurrence, ReminderView, Repeats, Schedule,
    Weekday, When, ZonePolicy,
};
pub use preferences::{
    ChooseQuietHours, EditReminderPreferences, NamedTimeOfDay, QuietHours, Remind, ReminderPreferences, SheetReminder,
};

use handrail_core::reminders as core;

use crate::clock::{CivilDate, CivilDateTime, ZoneName};
use crate::convert::{In, Out, choice, edit, id, view};
use crate::error::Result;
use crate::goals::StepId;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::sessions::SessionId;
use crate::store::Changes;
use crate::words::Message;

choice! {
    /// What became of a notification. Dismissing is no answer and is not recorded.
    NotificationFact = core::NotificationFact {
        /// The system showed it.
        Shown,
        /// The person put it off: see `later`.
        Later,
        /// The person said "not today".
        NotToday,
        /// The phone refused to set it.
        CouldNotBeSet,
        /// The person said "done".
        Done,
    }
}

choice! {
    /// How a phone reminds.
    PhoneKind = core::PhoneKind {
        /// It wakes the app, which shows the notification and says so (Android).
        WakesTheApp,
        /// It holds the notifications and shows them by itself, only so many (iOS).
        HoldsMany,
    }
}

choice! {
    /// How exactly on time. Exact needs the phone's permission, and costs battery.
    Exactness = core::Exactness {
        /// Within some minutes.
        Inexact,
        /// On the minute, where the phone allows it.
        Exact,
    }
}

choice! {
    /// How much it matters.
    Importance = core::Importance {
        /// It is nice to know.
        Low,
        /// As most.
        Normal,
        /// It must not be left out.
        High,
    }
}

choice! {
    /// What a notification is for, so that the phone's settings can turn one kind off.
    Channel = core::Channel {
        /// Homework, steps and what the person wants to do.
        Practice,
        /// Checking in.
        CheckIn,
        /// Meetings.
        Appointments,
    }
}

choice! {
    /// What can be answered on the notification itself. Swiping it away is no answer.
    NotificationAction = core::Action {
        /// It is done.
        Done,
        /// Put it off.
        Later,
        /// Not today.
        NotToday,
    }
}

/// Where the civil time of a notification holds.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum PlannedZone {
    /// Wherever the phone is: give the system no zone.
    Floating,
    /// In a place: give the system this zone.
    Pinned {
        /// Its name.
        zone: ZoneName,
    },
    /// At that instant: give the system the instant, or the time until then.
    Elapsed,
}

impl Out<core::PlannedZone> for PlannedZone {
    fn out(core: core::PlannedZone) -> Self {
        match core {
            core::PlannedZone::Floating => Self::Floating,
            core::PlannedZone::Pinned(zone) => Self::Pinned { zone: ZoneName(zone) },
            core::PlannedZone::Elapsed => Self::Elapsed,
        }
    }
}

/// What a reminder is for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Reminder {
    /// A day of a homework.
    Homework {
        /// Which.
        id: HomeworkId,
    },
    /// A step.
    Step {
        /// Which.
        id: StepId,
    },
    /// A reminder of the person's own making.
    Own {
        /// Which.
        id: ReminderId,
    },
    /// A check-in, at the person's rhythm.
    CheckIn,
    /// A medicine.
    Medicine {
        /// Which.
        id: String,
    },
    /// Looking the plan over.
    PlanReview,
    /// A meeting, the evening before.
    SessionEve {
        /// Which.
        id: SessionId,
    },
    /// A meeting, on its day.
    SessionDay {
        /// Which.
        id: SessionId,
    },
    /// The areas of life come up again.
    LifeAreas,
    /// Open the app, to keep the reminders going.
    KeepGoing,
    /// The test that a person asked for.
    Test,
}

impl Out<core::Reminder> for Reminder {
    fn out(core: core::Reminder) -> Self {
        match core {
            core::Reminder::Homework(id) => Self::Homework { id: Out::out(id) },
            core::Reminder::Step(id) => Self::Step { id: Out::out(id) },
            core::Reminder::Own(id) => Self::Own { id: Out::out(id) },
            core::Reminder::CheckIn => Self::CheckIn,
            core::Reminder::Medicine(id) => Self::Medicine { id: id.to_string() },
            core::Reminder::PlanReview => Self::PlanReview,
            core::Reminder::SessionEve(id) => Self::SessionEve { id: Out::out(id) },
            core::Reminder::SessionDay(id) => Self::SessionDay { id: Out::out(id) },
            core::Reminder::LifeAreas => Self::LifeAreas,
            core::Reminder::KeepGoing => Self::KeepGoing,
            core::Reminder::Test => Self::Test,
        }
    }
}

impl In<core::Reminder> for Reminder {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Reminder> {
        Ok(match self {
            Self::Homework { id } => core::Reminder::Homework(id.taken(field)?),
            Self::Step { id } => core::Reminder::Step(id.taken(field)?),
            Self::Own { id } => core::Reminder::Own(id.taken(field)?),
            Self::CheckIn => core::Reminder::CheckIn,
            Self::Medicine { id } => core::Reminder::Medicine(handrail_core::ids::Id::parse(field, &id)?),
            Self::PlanReview => core::Reminder::PlanReview,
            Self::SessionEve { id } => core::Reminder::SessionEve(id.taken(field)?),
            Self::SessionDay { id } => core::Reminder::SessionDay(id.taken(field)?),
            Self::LifeAreas => core::Reminder::LifeAreas,
            Self::KeepGoing => core::Reminder::KeepGoing,
            Self::Test => core::Reminder::Test,
        })
    }
}

id! {
    /// Names a reminder of the person's own making.
    ReminderId = core::ReminderId
}

/// Names one notification: the reminder and the day it is for. Stable, so that it can be set
/// and cancelled by it, and a second tap on an answer changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotificationId(pub String);
uniffi::custom_newtype!(
    /// Names one notification: the reminder and the day it is for. Stable, so that it can be set
    /// and cancelled by it, and a second tap on an answer changes nothing.
    NotificationId,
    String
);

impl Out<core::NotificationId> for NotificationId {
    fn out(core: core::NotificationId) -> Self {
        Self(core.as_str().to_owned())
    }
}

impl In<core::NotificationId> for NotificationId {
    fn taken(self, _: &'static str) -> handrail_core::Result<core::NotificationId> {
        core::NotificationId::parse(&self.0)
    }
}

view! {
    /// A notification for the phone's system to hold.
    PlannedNotification from core::PlannedNotification {
        /// Set and cancel it by this.
        id: NotificationId,
        /// What it is for; of several, the first.
        reminder: Reminder,
        /// The day it is for; of several, the first one's.
        occurrence: CivilDate,
        /// How many reminders it stands for: those that come close together come as one.
        together: u32,
        /// The time on the wall to hand to the system.
        civil: CivilDateTime,
        /// The same after our own tables' clock change: to be used where `civil` does not exist on that day.
        shifted: CivilDateTime,
        /// Where that wall is.
        zone: PlannedZone,
        /// UTC milliseconds by our own tables, for ordering and for tests.
        instant_ms: i64,
        /// How exactly it should come.
        exactness: Exactness,
        /// How much it matters.
        importance: Importance,
        /// By which channel.
        channel: Channel,
        /// What can be answered on it.
        actions: Vec<NotificationAction>,
        /// The text that may be read by anybody; also the public version of a full one.
        neutral: Message,
        /// The text to show instead where the person chose their own words.
        full: Option<Message>,
        /// The text where it comes later than its grace: quietly, never in a burst.
        late: Message,
        /// It is late already: no sound.
        quietly: bool,
        /// Shown later than this many minutes, it is "from earlier today".
        grace_min: u32,
        /// Stands for all that it shows: give it back in what is held, so that what reads differently is set anew.
        mark: String,
    }
}

edit! {
    /// What the phone's system says it holds.
    HeldNotification into core::Held {
        /// Which notification.
        id: NotificationId,
        /// For when.
        civil: CivilDateTime,
        /// The zone it was given, if one was.
        #[uniffi(default)]
        zone: Option<String>,
        /// As it was planned; empty where it is not kept.
        #[uniffi(default)]
        mark: String,
    }
}

view! {
    /// What to change in what the phone's system holds.
    NotificationPlan from core::NotificationPlan {
        /// Set these, the soonest first; one that is already held under the same id is replaced.
        set: Vec<PlannedNotification>,
        /// Cancel these first.
        cancel: Vec<NotificationId>,
        /// Ask again no later than this (UTC milliseconds).
        replan_at_ms: i64,
    }
}

#[uniffi::export]
impl Handrail {
    /// What the phone's system should hold, against what it says it holds, on a phone that wakes the app. At most
    /// `capacity` notifications are asked for, the soonest first. Ask again after every write, at start,
    /// after a reboot, and when clock, zone, language or permission change.
    pub fn plan_notifications(&self, capacity: u32, held: Vec<HeldNotification>) -> Result<NotificationPlan> {
        self.call(|core| core.plan_notifications(capacity, &held.taken("held")?))
    }

    /// The same for any phone. One that shows notifications by itself gets at most 50, and the last of them asks to
    /// open the app.
    pub fn plan_notifications_for(
        &self,
        kind: PhoneKind,
        capacity: u32,
        held: Vec<HeldNotification>,
    ) -> Result<NotificationPlan> {
        self.call(|handrail| {
            let phone = core::Phone { kind: kind.taken("kind")?, capacity };
            handrail.plan_notifications_for(phone, &held.taken("held")?)
        })
    }

    /// Notes what the phone's system holds now, after a plan was followed and those in `let_go` were cancelled. It stays on
    /// this phone.
    #[uniffi::method(default(let_go = []))]
    pub fn notifications_held(&self, held: Vec<HeldNotification>, let_go: Vec<NotificationId>) -> Result<Changes> {
        self.call(|core| core.notifications_held(&held.taken("held")?, &let_go.taken("let_go")?))
    }

    /// What a phone that wakes the app shows when it was woken for this notification: some of it may have been answered
    /// meanwhile, it may be late (then `quietly`), in the quiet hours or on another day. None where nothing is to be
    /// shown. Show what comes back under its own id, tell that it was shown, and plan anew.
    pub fn notification_to_show(&self, id: NotificationId) -> Result<Option<PlannedNotification>> {
        self.call(|core| core.notification_to_show(&id.taken("id")?))
    }

    /// Records that a phone that shows by itself showed it, at the time that its system says (UTC milliseconds). To be told
    /// when the app comes to the foreground and when an action was tapped, before the answer.
    pub fn notification_was_shown(&self, id: NotificationId, shown_ms: i64) -> Result<Changes> {
        self.call(|core| core.notification_was_shown(&id.taken("id")?, shown_ms))
    }

    /// Records what became of a notification, of everything that it stands for. The same fact twice is one fact; an answer stays
    /// when a late "shown" arrives after it. "Later" without a time is an hour from now.
    ///
    /// Refused: `later` in the past or given with another fact; an id that is none of ours.
    #[uniffi::method(default(later = None))]
    pub fn notification_fact(
        &self,
        id: NotificationId,
        fact: NotificationFact,
        later: Option<CivilDateTime>,
    ) -> Result<Changes> {
        self.call(|core| core.notification_fact(&id.taken("id")?, fact.taken("fact")?, later.taken("later")?))
    }
}
