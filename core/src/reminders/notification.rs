//! What names a notification: stable text, so that a phone can set and cancel by it, and a second tap on an
//! answer changes nothing. It says which records, and never a word of what they are about.

use super::rule::ReminderId;
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::goals::StepId;
use crate::homework::HomeworkId;
use crate::ids::Id;
use crate::sessions::SessionId;

/// What a reminder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reminder {
    /// A day of a homework.
    Homework(HomeworkId),
    /// A step.
    Step(StepId),
    /// A reminder of the person's own making.
    Own(ReminderId),
    /// A check-in, at the person's rhythm.
    CheckIn,
    /// A medicine, at the time of the daily act it goes with.
    Medicine(Id),
    /// Looking the plan over.
    PlanReview,
    /// A meeting, the evening before.
    SessionEve(SessionId),
    /// A meeting, on its day.
    SessionDay(SessionId),
    /// The areas of life come up again.
    LifeAreas,
    /// "Open Handrail to keep your reminders going": in the last place of a phone that holds only so many.
    KeepGoing,
    /// The test that a person asked for.
    Test,
}

impl Reminder {
    /// The record, where it is one's.
    #[must_use]
    pub const fn id(self) -> Option<Id> {
        match self {
            Self::Homework(HomeworkId(id))
            | Self::Step(StepId(id))
            | Self::Own(ReminderId(id))
            | Self::Medicine(id)
            | Self::SessionEve(SessionId(id))
            | Self::SessionDay(SessionId(id)) => Some(id),
            Self::CheckIn | Self::PlanReview | Self::LifeAreas | Self::KeepGoing | Self::Test => None,
        }
    }

    /// The word it is kept as. Short and without meaning to others: a phone's own lists may show it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Homework(_) => "homework",
            Self::Step(_) => "step",
            Self::Own(_) => "r",
            Self::CheckIn => "c",
            Self::Medicine(_) => "m",
            Self::PlanReview => "p",
            Self::SessionEve(_) => "e",
            Self::SessionDay(_) => "d",
            Self::LifeAreas => "l",
            Self::KeepGoing => "k",
            Self::Test => "t",
        }
    }

    /// From the word and the record.
    pub(super) fn of(word: &str, id: Option<Id>) -> Option<Self> {
        Some(match (word, id) {
            ("homework", Some(id)) => Self::Homework(HomeworkId(id)),
            ("step", Some(id)) => Self::Step(StepId(id)),
            ("r", Some(id)) => Self::Own(ReminderId(id)),
            ("c", None) => Self::CheckIn,
            ("m", Some(id)) => Self::Medicine(id),
            ("p", None) => Self::PlanReview,
            ("e", Some(id)) => Self::SessionEve(SessionId(id)),
            ("d", Some(id)) => Self::SessionDay(SessionId(id)),
            ("l", None) => Self::LifeAreas,
            ("k", None) => Self::KeepGoing,
            ("t", None) => Self::Test,
            _ => return None,
        })
    }
}

/// One time that a reminder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// Of what.
    pub reminder: Reminder,
    /// The civil day it is for. For "every so many hours": the day in UTC.
    pub day: Day,
    /// Which of its times on that day, from 0. For "every so many hours": the minute of the day in UTC.
    pub slot: u32,
}

/// Which of an occurrence's notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// At its time.
    First,
    /// Ahead of it.
    Ahead,
    /// A gentle repeat, from 1.
    Again(u32),
}

/// One notification of one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Of which occurrence.
    pub occurrence: Occurrence,
    /// Which of its notifications.
    pub turn: Turn,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Occurrence { reminder, day, slot } = self.occurrence;
        write!(f, "{}:", reminder.word())?;
        if let Some(id) = reminder.id() {
            write!(f, "{id}")?;
        }
        write!(f, ":{day}")?;
        if slot > 0 {
            write!(f, ".{slot}")?;
        }
        match self.turn {
            Turn::First => Ok(()),
            Turn::Ahead => f.write_str("~0"),
            Turn::Again(n) => write!(f, "~{n}"),
        }
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split(':');
        let (word, id, rest) = (fields.next()?, fields.next()?, fields.next()?);
        if fields.next().is_some() {
            return None;
        }
        let id = if id.is_empty() { None } else { Some(Id::parse("notification", id).ok()?) };
        let (rest, turn) = match rest.split_once('~') {
            None => (rest, Turn::First),
            Some((rest, "0")) => (rest, Turn::Ahead),
            Some((rest, n)) => (rest, Turn::Again(number(n)?)),
        };
        let (day, slot) = match rest.split_once('.') {
            None => (rest, 0),
            Some((day, slot)) => (day, number(slot)?),
        };
        let occurrence =
            Occurrence { reminder: Reminder::of(word, id)?, day: Day::parse("notification", day).ok()?, slot };
        Some(Self { occurrence, turn })
    }
}

/// A number that is written as we write it, so that one notification has one name.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|n: &u32| *n > 0 && *n < 10_000 && n.to_string() == text)
}

/// Names one notification: what it is for and the day, of each thing that it stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotificationId(String);

impl NotificationId {
    /// For these, in this order.
    pub(super) fn of(parts: &[Part]) -> Self {
        let texts: Vec<String> = parts.iter().map(ToString::to_string).collect();
        Self(texts.join(","))
    }

    /// Reads the text form back, as a phone's system returns it.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `notification`.
    pub fn parse(text: &str) -> Result<Self> {
        let id = Self(text.to_owned());
        id.parts().map(|_| id)
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it stands for: one thing, or several that came close together.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `notification`; never for an id of ours.
    pub fn parts(&self) -> Result<Vec<Part>> {
        let parts: Option<Vec<Part>> = self.0.split(',').map(Part::parse).collect();
        parts.ok_or(Error::invalid("notification", Reason::Malformed))
    }
}
