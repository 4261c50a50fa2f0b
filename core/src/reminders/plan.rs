//! What goes to the phone's system and comes back from it.

use std::fmt::Write as _;

use chrono::NaiveDateTime;

use super::notification::{NotificationId, Reminder};
use super::planner::GRACE_MIN;
use super::rule::{Exactness, Importance};
use super::text::{self, Action, Channel};
use crate::clock::Day;
use crate::validate::choice;
use crate::words::Message;

choice! {
    /// How a phone reminds.
    PhoneKind {
        /// It wakes the app, which shows the notification and says so (Android).
        WakesTheApp = "wakes_the_app",
        /// It holds the notifications and shows them by itself, only so many (iOS).
        HoldsMany = "holds_many",
    }
}

/// What the phone can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phone {
    /// How it reminds.
    pub kind: PhoneKind,
    /// How many notifications it may be asked to hold.
    pub capacity: u32,
}

/// Where the civil time of a notification holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlannedZone {
    /// Wherever the phone is: give the system no zone.
    Floating,
    /// In the zone of this name: give it to the system.
    Pinned(String),
    /// At that instant: give the system the instant, or the time until then.
    Elapsed,
}

impl PlannedZone {
    /// The zone to give to the system.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Pinned(zone) => Some(zone),
            Self::Floating | Self::Elapsed => None,
        }
    }
}

/// A notification for the phone's system to hold.
#[derive(Clone, PartialEq)]
pub struct PlannedNotification {
    /// Set and cancel it by this, and report with it what became of it.
    pub id: NotificationId,
    /// What it is for; of several, the first.
    pub reminder: Reminder,
    /// The day it is for; of several, the first one's.
    pub occurrence: Day,
    /// How many reminders it stands for: those that come close together come as one.
    pub together: u32,
    /// The time on the wall to hand to the system.
    pub civil: NaiveDateTime,
    /// The same after our own tables' clock change: to be used where `civil` does not exist on that day.
    pub shifted: NaiveDateTime,
    /// Where that wall is.
    pub zone: PlannedZone,
    /// UTC milliseconds by our own tables, for ordering and for tests.
    pub instant_ms: i64,
    /// How exactly it should come.
    pub exactness: Exactness,
    /// How much it matters: a high one may be marked as such to the system.
    pub importance: Importance,
    /// By which channel.
    pub channel: Channel,
    /// What can be answered on it.
    pub actions: Vec<Action>,
    /// The text that may be read by anybody; also the public version of a full one.
    pub neutral: Message,
    /// The text to show instead where the person chose their own words.
    pub full: Option<Message>,
    /// The text where it comes later than its grace: quietly, never in a burst.
    pub late: Message,
    /// It is late already: no sound.
    pub quietly: bool,
    /// Shown later than this many minutes, it is "from earlier today".
    pub grace_min: u32,
    /// Stands for all that it shows: give it back in [`Held`], so that what reads differently is set anew.
    pub mark: String,
}

/// Never the person's words.
impl std::fmt::Debug for PlannedNotification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlannedNotification({} at {})", self.id.as_str(), self.civil)
    }
}

/// What the phone's system says it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which notification.
    pub id: NotificationId,
    /// For when.
    pub civil: NaiveDateTime,
    /// The zone it was given, if one was.
    pub zone: Option<String>,
    /// As it was planned; empty where the shell does not keep it, and then a change of words alone goes unseen.
    pub mark: String,
}

impl Held {
    /// Held for that time, wherever the phone is.
    #[must_use]
    pub const fn at(id: NotificationId, civil: NaiveDateTime) -> Self {
        Self { id, civil, zone: None, mark: String::new() }
    }
}

impl From<&PlannedNotification> for Held {
    fn from(planned: &PlannedNotification) -> Self {
        Self {
            id: planned.id.clone(),
            civil: planned.civil,
            zone: planned.zone.name().map(ToOwned::to_owned),
            mark: planned.mark.clone(),
        }
    }
}

/// What to change in what the phone's system holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NotificationPlan {
    /// Set these, the soonest first; one that is already held under the same id is replaced.
    pub set: Vec<PlannedNotification>,
    /// Cancel these first.
    pub cancel: Vec<NotificationId>,
    /// Ask again no later than this (UTC milliseconds).
    pub replan_at_ms: i64,
}

/// A notification of the app's own, about nothing in the record.
pub(super) fn bare(
    id: NotificationId,
    reminder: Reminder,
    occurrence: Day,
    civil: NaiveDateTime,
    instant_ms: i64,
) -> PlannedNotification {
    let mut planned = PlannedNotification {
        id,
        reminder,
        occurrence,
        together: 1,
        civil,
        shifted: civil,
        zone: PlannedZone::Floating,
        instant_ms,
        exactness: Exactness::Inexact,
        importance: Importance::Normal,
        channel: Channel::Practice,
        actions: Vec::new(),
        neutral: text::neutral(reminder, 1),
        full: None,
        late: text::neutral(reminder, 1),
        quietly: false,
        grace_min: GRACE_MIN,
        mark: String::new(),
    };
    planned.mark = mark(&planned, PhoneKind::HoldsMany);
    planned
}

/// A short sign for everything that it shows and does, but for when. The same on every run. A phone that wakes the app is
/// given instants and not times on the wall: there another instant is another alarm, and a flight moves what floats.
pub(super) fn mark(planned: &PlannedNotification, kind: PhoneKind) -> String {
    let mut shown = String::new();
    for message in std::iter::once(&planned.neutral).chain(&planned.full) {
        shown.push_str(message.id);
        for (name, arg) in &message.args {
            let _ = match arg {
                crate::words::Arg::Words(words) => write!(shown, "\0{name}\0{words}"),
                other => write!(shown, "\0{name}\0{other:?}"),
            };
        }
        shown.push('\n');
    }
    let (exactness, importance) = (planned.exactness.word(), planned.importance.word());
    let _ = write!(shown, "{exactness} {importance} {} {}", planned.channel.word(), planned.quietly);
    for action in &planned.actions {
        let _ = write!(shown, " {}", action.word());
    }
    if kind == PhoneKind::WakesTheApp {
        let _ = write!(shown, " {}", planned.instant_ms);
    }
    let hash = ring::digest::digest(&ring::digest::SHA256, shown.as_bytes());
    hash.as_ref().iter().take(6).fold(String::with_capacity(12), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
