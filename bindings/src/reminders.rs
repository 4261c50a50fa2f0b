//! Reminders for homework and steps, in civil time.
//!
//! The core plans, the shell hands civil times to the phone's system and reports back what
//! was shown, answered or could not be set. The instant of a planned notification is for
//! ordering: where the phone's own tables say otherwise, the phone wins. Every notification
//! is neutral: it says that there is a reminder, never what it is about.

use handrail_core::reminders as core;

use crate::clock::{CivilDate, CivilDateTime};
use crate::convert::{In, Out, choice, edit, view};
use crate::error::Result;
use crate::goals::StepId;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::store::Changes;

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
}

impl Out<core::Reminder> for Reminder {
    fn out(core: core::Reminder) -> Self {
        match core {
            core::Reminder::Homework(id) => Self::Homework { id: Out::out(id) },
            core::Reminder::Step(id) => Self::Step { id: Out::out(id) },
        }
    }
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
        /// What it is for.
        reminder: Reminder,
        /// The day it is for.
        occurrence: CivilDate,
        /// The time on the wall to hand to the system; it floats with the phone.
        civil: CivilDateTime,
        /// UTC milliseconds by our own tables, for ordering and for tests.
        instant_ms: i64,
        /// Shown later than this many minutes, it is "from earlier today": quietly, never in a burst.
        grace_min: u32,
    }
}

edit! {
    /// What the phone's system says it holds.
    HeldNotification into core::Held {
        /// Which notification.
        id: NotificationId,
        /// For when.
        civil: CivilDateTime,
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
    /// What the phone's system should hold, against what it says it holds. At most `capacity`
    /// notifications are asked for, the soonest first. Ask again after every write, at start,
    /// after a reboot, and when clock, zone or permission change.
    pub fn plan_notifications(&self, capacity: u32, held: Vec<HeldNotification>) -> Result<NotificationPlan> {
        self.call(|core| core.plan_notifications(capacity, &held.taken("held")?))
    }

    /// Records what became of a notification. The same fact twice is one fact; an answer stays
    /// when a late "shown" arrives after it.
    ///
    /// Refused: `later` missing, in the past or given with another fact; an id that is none of ours.
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
