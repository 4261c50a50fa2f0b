//! Reminders for homework and steps, in civil time.
//!
//! The core plans, the shell hands civil times to the phone's system and reports back what
//! was shown, answered or could not be set. The instant of a planned notification is for
//! ordering: where the phone's own tables say otherwise, the phone wins. Every notification
//! is neutral: it says that there is a reminder, never what it is about.

mod planner;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use rusqlite::{Connection, params};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::goals::StepId;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::ids::Id;
use crate::store::{Changes, Write};
use crate::validate::choice;
use planner::Rule;

/// Longest time that "later" may mean, in days: after that it is another plan.
pub const LONGEST_WAIT_DAYS: i64 = 31;

/// What a reminder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reminder {
    /// A day of a homework.
    Homework(HomeworkId),
    /// A step.
    Step(StepId),
}

impl Reminder {
    fn id(self) -> Id {
        match self {
            Self::Homework(h) => h.0,
            Self::Step(s) => s.0,
        }
    }
}

/// Names one notification: the reminder and the day it is for. Stable, so that a shell can
/// set and cancel by it, and a second tap on an answer changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotificationId(String);

impl NotificationId {
    fn of(reminder: Reminder, occurrence: Day) -> Self {
        let kind = match reminder {
            Reminder::Homework(_) => "homework",
            Reminder::Step(_) => "step",
        };
        Self(format!("{kind}:{}:{occurrence}", reminder.id()))
    }

    /// Reads the text form back, as a phone's system returns it.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `notification`.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parts(text).map(|_| Self(text.to_owned()))
    }

    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(text: &str) -> Result<(Reminder, Day)> {
        let malformed = || Error::invalid("notification", Reason::Malformed);
        let mut parts = text.split(':');
        let (Some(kind), Some(id), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(malformed());
        };
        let id = Id::parse("notification", id)?;
        let reminder = match kind {
            "homework" => Reminder::Homework(HomeworkId(id)),
            "step" => Reminder::Step(StepId(id)),
            _ => return Err(malformed()),
        };
        Ok((reminder, Day::parse("notification", day)?))
    }
}

/// A notification for the phone's system to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedNotification {
    /// Set and cancel it by this.
    pub id: NotificationId,
    /// What it is for.
    pub reminder: Reminder,
    /// The day it is for.
    pub occurrence: Day,
    /// The time on the wall to hand to the system; it floats with the phone.
    pub civil: NaiveDateTime,
    /// UTC milliseconds by our own tables, for ordering and for tests.
    pub instant_ms: i64,
    /// Shown later than this many minutes, it is "from earlier today": quietly, never in a burst.
    pub grace_min: u32,
}

/// What the phone's system says it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which notification.
    pub id: NotificationId,
    /// For when.
    pub civil: NaiveDateTime,
}

/// What to change in what the phone's system holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationPlan {
    /// Set these, the soonest first; one that is already held under the same id is replaced.
    pub set: Vec<PlannedNotification>,
    /// Cancel these first.
    pub cancel: Vec<NotificationId>,
    /// Ask again no later than this (UTC milliseconds).
    pub replan_at_ms: i64,
}

choice! {
    /// What became of a notification. Dismissing is no answer and is not recorded.
    NotificationFact {
        /// The system showed it.
        Shown = "shown",
        /// The person put it off: see `later`.
        Later = "later",
        /// The person said "not today".
        NotToday = "not_today",
        /// The phone refused to set it.
        CouldNotBeSet = "could_not_be_set",
    }
}

impl Handrail {
    /// What the phone's system should hold, against what it says it holds. At most `capacity`
    /// notifications are asked for, the soonest first. Ask again after every write, at start,
    /// after a reboot, and when clock, zone or permission change.
    pub fn plan_notifications(&self, capacity: u32, held: &[Held]) -> Result<NotificationPlan> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        self.read(|c| {
            let yesterday = now.day(boundary_min).plus(-1);
            let since = earliest_put_off(c, &now.civil())?.map_or(yesterday, |put_off| put_off.min(yesterday));
            let (mut answered, later) = facts(c, since)?;
            answered.extend(answers(c, since)?);
            Ok(planner::plan(&now, boundary_min, since, &rules(c)?, &answered, &later, held, capacity))
        })
    }

    /// Records what became of a notification. The same fact twice is one fact; an answer stays
    /// when a late "shown" arrives after it.
    ///
    /// # Errors
    /// `later` missing, in the past, more than [`LONGEST_WAIT_DAYS`] ahead, or given with another fact; an id that is none of ours.
    pub fn notification_fact(
        &self,
        id: &NotificationId,
        fact: NotificationFact,
        later: Option<NaiveDateTime>,
    ) -> Result<Changes> {
        let (reminder, occurrence) = NotificationId::parts(id.as_str())?;
        self.write(|w| {
            must_exist(w, reminder)?;
            let later = match (fact, later) {
                (NotificationFact::Later, Some(at)) if may_wait(at, w.now().civil()) => {
                    Some(at.format(CIVIL).to_string())
                }
                (NotificationFact::Later, _) => return Err(Error::invalid("later", Reason::ImpossibleDate)),
                (_, None) => None,
                (_, Some(_)) => return Err(Error::invalid("later", Reason::WrongState)),
            };
            let keeps_answer = matches!(fact, NotificationFact::Shown | NotificationFact::CouldNotBeSet);
            w.tx().execute(
                "INSERT INTO notification (id, reminder, occurrence, civil, state, later_civil, changed_ms) VALUES (?1, ?2, ?3, '', ?4, ?5, ?6)
                 ON CONFLICT (id) DO UPDATE SET state = ?4, later_civil = ?5, changed_ms = ?6
                  WHERE NOT (?7 AND state IN ('later', 'not_today'))",
                params![id.as_str(), reminder.id(), occurrence, fact.word(), later, w.now().instant_ms, keeps_answer],
            )?;
            Ok(())
        })
    }
}

const CIVIL: &str = "%Y-%m-%dT%H:%M";

fn may_wait(at: NaiveDateTime, now: NaiveDateTime) -> bool {
    at > now && at <= now + chrono::Duration::days(LONGEST_WAIT_DAYS)
}

/// The earliest occurrence that was put off to a time still to come. Without it, one that was put off
/// by days would be forgotten as soon as its own day lies behind.
fn earliest_put_off(c: &Connection, now: &NaiveDateTime) -> Result<Option<Day>> {
    let mut q = c.prepare_cached(
        "SELECT min(occurrence) FROM notification WHERE state = 'later' AND later_civil IS NOT NULL AND later_civil >= ?1",
    )?;
    Ok(q.query_row([now.format(CIVIL).to_string()], |r| r.get(0))?)
}

fn must_exist(w: &Write<'_>, reminder: Reminder) -> Result<()> {
    let sql = match reminder {
        Reminder::Homework(_) => "SELECT EXISTS (SELECT 1 FROM homework WHERE id = ?1)",
        Reminder::Step(_) => "SELECT EXISTS (SELECT 1 FROM step WHERE id = ?1)",
    };
    let there: bool = w.tx().query_row(sql, [reminder.id()], |r| r.get(0))?;
    if there { Ok(()) } else { Err(Error::invalid("notification", Reason::UnknownId)) }
}

fn rules(c: &Connection) -> Result<Vec<Rule>> {
    let mut q = c.prepare_cached(
        "SELECT id, how_often, first_day, by_about, reminder_time FROM homework WHERE state = 'active' AND reminder_time IS NOT NULL ORDER BY id",
    )?;
    let homework = q.query_map([], |r| {
        Ok(Rule {
            reminder: Reminder::Homework(r.get(0)?),
            how_often: r.get(1)?,
            first_day: r.get(2)?,
            by_about: r.get(3)?,
            time: r.get(4)?,
        })
    })?;
    let mut rules: Vec<Rule> = homework.collect::<Result<_, _>>()?;
    let mut q = c.prepare_cached(
        "SELECT id, reminder_day, reminder_time FROM step
          WHERE state = 'active' AND reminder_day IS NOT NULL AND reminder_time IS NOT NULL ORDER BY id",
    )?;
    let steps = q.query_map([], |r| {
        Ok(Rule {
            reminder: Reminder::Step(r.get(0)?),
            how_often: crate::homework::HowOften::Once,
            first_day: r.get(1)?,
            by_about: None,
            time: r.get(2)?,
        })
    })?;
    for step in steps {
        rules.push(step?);
    }
    Ok(rules)
}

/// Days that the record itself answers.
fn answers(c: &Connection, since: Day) -> Result<Vec<NotificationId>> {
    let mut q = c.prepare_cached(
        "SELECT r.homework, r.occurrence FROM homework h JOIN homework_result r ON r.homework = h.id
          WHERE h.state = 'active' AND h.reminder_time IS NOT NULL AND r.occurrence >= ?1",
    )?;
    let homework = q.query_map([since], |r| Ok(NotificationId::of(Reminder::Homework(r.get(0)?), r.get(1)?)))?;
    let mut answered: Vec<NotificationId> = homework.collect::<Result<_, _>>()?;
    let mut q = c.prepare_cached(
        "SELECT s.id, s.reminder_day FROM step s
          WHERE s.state = 'active' AND s.reminder_day >= ?1
            AND EXISTS (SELECT 1 FROM step_result r WHERE r.step = s.id AND r.day >= s.reminder_day)",
    )?;
    for step in q.query_map([since], |r| Ok(NotificationId::of(Reminder::Step(r.get(0)?), r.get(1)?)))? {
        answered.push(step?);
    }
    Ok(answered)
}

type Facts = (BTreeSet<NotificationId>, BTreeMap<NotificationId, NaiveDateTime>);

/// Days that were answered from the notification itself, and days put off.
fn facts(c: &Connection, since: Day) -> Result<Facts> {
    let mut q = c.prepare_cached(
        "SELECT id, state, later_civil FROM notification WHERE occurrence >= ?1 AND state IN ('later', 'not_today')",
    )?;
    let mut rows = q.query([since])?;
    let mut found = Facts::default();
    while let Some(row) = rows.next()? {
        let id = NotificationId(row.get(0)?);
        let at: Option<String> = row.get(2)?;
        match at.and_then(|at| NaiveDateTime::parse_from_str(&at, CIVIL).ok()) {
            Some(at) => drop(found.1.insert(id, at)),
            None => drop(found.0.insert(id)),
        }
    }
    Ok(found)
}
