//! The one place where the text of a notification is chosen.
//!
//! Unless the person chose otherwise it says that there is a reminder, and nothing else: not what it is about, not
//! whose programme, not that anybody is ill. What names a medicine, a warning sign or a goal is never said, whatever
//! was chosen.

use super::notification::{Reminder, Turn};
use super::rule::{AboutKind, Rule};
use crate::validate::{LINE_LIMIT, choice};
use crate::words::Message;

choice! {
    /// What a notification is for, so that the phone's settings can turn one kind off.
    Channel {
        /// Homework, steps and what the person wants to do.
        Practice = "practice",
        /// Checking in.
        CheckIn = "check_in",
        /// Meetings.
        Appointments = "appointments",
    }
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Practice, Self::CheckIn, Self::Appointments];

    /// Id of its name in `content/words`, for the phone's settings.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Practice => "reminder-channel-practice",
            Self::CheckIn => "reminder-channel-check-in",
            Self::Appointments => "reminder-channel-appointments",
        }
    }
}

choice! {
    /// What can be answered on the notification itself. Swiping it away is no answer.
    Action {
        /// It is done.
        Done = "done",
        /// Put it off.
        Later = "later",
        /// Not today.
        NotToday = "not_today",
    }
}

impl Action {
    /// Id of its button in `content/words`.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Done => "reminder-done",
            Self::Later => "reminder-later",
            Self::NotToday => "reminder-not-today",
        }
    }
}

/// Every message that a notification can show where nothing may be said. Tests hold each, in every language, against
/// lists of words that may not be in it.
pub const NEUTRAL: [&str; 11] = [
    "reminder-neutral",
    "reminder-several",
    "reminder-earlier-today",
    "reminder-keep-going",
    "reminder-test",
    "reminder-done",
    "reminder-later",
    "reminder-not-today",
    "reminder-channel-practice",
    "reminder-channel-check-in",
    "reminder-channel-appointments",
];

/// The neutral text of one notification for so many reminders.
pub(super) fn neutral(reminder: Reminder, reminders: u32) -> Message {
    match reminder {
        Reminder::KeepGoing => Message::new("reminder-keep-going"),
        Reminder::Test => Message::new("reminder-test"),
        _ if reminders > 1 => Message::new("reminder-several").with("count", reminders),
        _ => Message::new("reminder-neutral"),
    }
}

/// What it says where it comes later than its grace.
pub(super) fn from_earlier_today() -> Message {
    Message::new("reminder-earlier-today")
}

/// The full text, for a person who chose to have it; `None` where there is none to be had.
pub(super) fn full(rule: &Rule) -> Option<Message> {
    let titled = |id| {
        // What a newer version or a proposal wrote longer than a line is cut for the screen it is for.
        let title: String = rule.title.chars().take(LINE_LIMIT).collect();
        (!title.is_empty()).then(|| Message::new(id).with("title", title))
    };
    match rule.about {
        AboutKind::Homework => titled("reminder-homework"),
        AboutKind::Step => titled("reminder-step"),
        AboutKind::Own => titled("reminder-own"),
        AboutKind::CheckIn => Some(Message::new("reminder-check-in")),
        AboutKind::Session => Some(match rule.meeting_at {
            Some(at) => Message::new("reminder-meeting").with("time", at),
            None => Message::new("reminder-meeting-day"),
        }),
        // Its name, its plan and how life is are nobody's business, on any screen that others see.
        AboutKind::Medicine | AboutKind::PlanReview | AboutKind::LifeAreas => None,
    }
}

/// What an entry in a calendar says. Its own words only where the person chose so for that file.
pub(super) fn in_calendar(rule: &Rule, own_words: bool) -> Message {
    let full = if own_words { full(rule) } else { None };
    full.unwrap_or_else(|| neutral(rule.reminder, 1))
}

/// Which channel it comes by.
pub(super) const fn channel(about: AboutKind) -> Channel {
    match about {
        AboutKind::Session => Channel::Appointments,
        AboutKind::CheckIn => Channel::CheckIn,
        AboutKind::Own
        | AboutKind::Step
        | AboutKind::Homework
        | AboutKind::Medicine
        | AboutKind::PlanReview
        | AboutKind::LifeAreas => Channel::Practice,
    }
}

/// What can be answered on it. What needs a screen to be done (a check-in, the plan) is opened, not ticked off.
pub(super) fn actions(about: AboutKind, turn: Turn) -> Vec<Action> {
    match (about, turn) {
        (AboutKind::Session, _) => vec![Action::Later],
        (AboutKind::CheckIn | AboutKind::PlanReview | AboutKind::LifeAreas, _) => vec![Action::Later, Action::NotToday],
        (AboutKind::Own | AboutKind::Step | AboutKind::Homework | AboutKind::Medicine, _) => {
            vec![Action::Done, Action::Later, Action::NotToday]
        }
    }
}

/// What can be answered on one that stands for several: each is answered by itself, in the app.
pub(super) fn actions_of_several() -> Vec<Action> {
    vec![Action::Later, Action::NotToday]
}
