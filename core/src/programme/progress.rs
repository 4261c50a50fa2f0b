//! Where the person is with each module. In any order, as often as they like; nothing is added up.

use ring::digest::{SHA256, digest};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::enrolment::{self, Enrolment, EnrolmentId};
use super::pack::{For, Module};
use super::{choices, content};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::kinds::{MODULE_PROGRESS, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::choice;

id_type! {
    /// Names where somebody is with a module.
    ModuleProgressId
}

choice! {
    /// Where the person is with a module.
    ModuleState {
        /// Not started.
        NotStarted = "not_started",
        /// Working on it.
        Current = "current",
        /// Done.
        Done = "done",
        /// Once more.
        Revisit = "revisit",
    }
}

/// Where the person is with one module.
#[derive(Clone, PartialEq, Eq)]
pub struct ModuleProgress {
    /// Which; `None` while nothing was said of it.
    pub id: Option<ModuleProgressId>,
    /// Where the person is with it.
    pub state: ModuleState,
    /// The day it was first taken up.
    pub started: Option<Day>,
    /// The day it was last done with.
    pub finished: Option<Day>,
    /// True where it was done in an earlier time of taking part.
    pub done_before: bool,
    /// Meetings of this time of taking part that were about it.
    pub meetings: i64,
}

impl Handrail {
    /// Says where I am with a module. The order does not matter, and any of the four can follow any other.
    ///
    /// # Errors
    /// [`Reason::WrongState`] naming `enrolment` for somebody who never took part. [`Reason::UnknownId`] for a module
    /// that the pack does not have and of which nothing was said before.
    pub fn set_module_state(&self, module: &str, state: ModuleState) -> Result<Changes> {
        self.write(|w| {
            let before = row(w.tx(), enrolled(w)?, module)?;
            let was = before.as_ref().map_or(ModuleState::NotStarted, |line| line.state);
            let begun = before.as_ref().and_then(|line| line.started).unwrap_or(w.day());
            let finished = before.and_then(|line| line.finished);
            let (started, finished) = match state {
                ModuleState::NotStarted => (None, None),
                ModuleState::Current => (Some(begun), None),
                ModuleState::Revisit => (Some(begun), finished),
                // Done once more is a new day; a second tap is not.
                ModuleState::Done if was == ModuleState::Done => (Some(begun), finished),
                ModuleState::Done => (Some(begun), Some(w.day())),
            };
            let values = vec![("state", state.into()), ("started", maybe(started)), ("finished", maybe(finished))];
            put(w, module, values)
        })
    }

    /// The order that was chosen together: these first, as they are given; what is left out follows in the pack's
    /// order. It says what is offered next and forbids nothing.
    ///
    /// # Errors
    /// As for [`Handrail::set_module_state`]; [`Reason::TooMany`] for a module twice.
    pub fn order_modules(&self, modules: &[String]) -> Result<Changes> {
        self.write(|w| {
            let enrolment = enrolled(w)?;
            for (n, module) in modules.iter().enumerate() {
                if modules.iter().take(n).any(|earlier| earlier == module) {
                    return Err(Error::invalid("modules", Reason::TooMany { limit: 1 }));
                }
            }
            for (position, module) in (1_i64..).zip(modules) {
                put(w, module, vec![("position", value(position))])?;
            }
            for left_out in rows(w.tx(), enrolment)? {
                if !modules.contains(&left_out.module) {
                    w.update(&MODULE_PROGRESS, left_out.id.0, &vec![("position", value(0_i64))])?;
                }
            }
            Ok(())
        })
    }
}

fn enrolled(w: &Write<'_>) -> Result<EnrolmentId> {
    let current = enrolment::current(w.tx())?;
    current.map(|e| e.id).ok_or(Error::invalid("enrolment", Reason::WrongState))
}

/// Changes what is kept of a module in the current time of taking part, or begins it.
fn put(w: &Write<'_>, module: &str, mut values: Values) -> Result<()> {
    let enrolment = enrolled(w)?;
    let content = content(w.tx())?;
    let in_pack = content.pack.module(module).is_some();
    if in_pack {
        // The name as it is read now: should a later edition drop the module, it still has one.
        values.push(("title", value(content.words(&format!("module.{module}.title")))));
    }
    if let Some(there) = row(w.tx(), enrolment, module)? {
        return w.update(&MODULE_PROGRESS, there.id.0, &values).map(drop);
    }
    if !in_pack {
        return Err(Error::invalid("module", Reason::UnknownId));
    }
    if !values.iter().any(|(name, _)| *name == "state") {
        values.push(("state", ModuleState::NotStarted.into()));
    }
    values.push(("enrolment", value(enrolment.0)));
    values.push(("module", value(module.to_owned())));
    w.insert(&MODULE_PROGRESS, new_id(w, enrolment, module)?, &values)
}

/// The same on every phone, so that two that begin a module apart keep one line of it; another one where that line
/// was taken away before.
fn new_id(w: &Write<'_>, enrolment: EnrolmentId, module: &str) -> Result<Id> {
    let mut named = enrolment.0.as_bytes().to_vec();
    named.extend_from_slice(module.as_bytes());
    let mut bytes = [0_u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, &named).as_ref()) {
        *to = *from;
    }
    let id = Id::from_bytes(bytes);
    let used: bool = w
        .tx()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM tombstone WHERE record = ?1)")?
        .query_row([id], |r| r.get(0))?;
    if used { w.new_id() } else { Ok(id) }
}

/// A line as it is kept.
pub(super) struct Line {
    pub id: ModuleProgressId,
    pub module: String,
    pub state: ModuleState,
    pub position: i64,
    pub started: Option<Day>,
    pub finished: Option<Day>,
    pub title: String,
}

/// Every line of a time of taking part.
pub(super) fn rows(c: &Connection, enrolment: EnrolmentId) -> Result<Vec<Line>> {
    let mut q = c.prepare_cached(
        "SELECT id, module, state, position, started, finished, title FROM module_progress WHERE enrolment = ?1 ORDER BY id",
    )?;
    let rows = q.query_map([enrolment], |r| {
        Ok(Line {
            id: r.get(0)?,
            module: r.get(1)?,
            state: r.get(2)?,
            position: r.get(3)?,
            started: r.get(4)?,
            finished: r.get(5)?,
            title: r.get(6)?,
        })
    })?;
    let mut lines: Vec<Line> = Vec::new();
    for line in rows {
        let line = line?;
        if !lines.iter().any(|l| l.module == line.module) {
            lines.push(line);
        }
    }
    Ok(lines)
}

fn row(c: &Connection, enrolment: EnrolmentId, module: &str) -> Result<Option<Line>> {
    Ok(rows(c, enrolment)?.into_iter().find(|l| l.module == module))
}

/// Modules that were done in a time of taking part other than this one.
pub(super) fn done_before(c: &Connection, enrolment: Option<EnrolmentId>) -> Result<Vec<String>> {
    let mut q = c.prepare_cached(
        "SELECT DISTINCT module FROM module_progress WHERE state IN ('done', 'revisit') AND enrolment IS NOT ?1 ORDER BY module",
    )?;
    let rows = q.query_map(params![enrolment], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// What each meeting of a time of taking part was about.
pub(super) fn meetings(c: &Connection, of: &Enrolment) -> Result<Vec<Vec<String>>> {
    let mut q = c.prepare_cached(
        "SELECT modules FROM session WHERE state = 'held' AND day >= ?1 AND (?2 IS NULL OR day <= ?2) AND modules != ''",
    )?;
    let lists = q.query_map(params![of.started, of.ended], |r| r.get::<_, String>(0))?;
    // What a newer version wrote and this one cannot read counts for nothing.
    lists.map(|json| Ok(serde_json::from_str(&json?).unwrap_or_default())).collect()
}

/// Whether a module is one of mine: for everyone, of a diagnosis that I chose, or chosen.
pub(super) fn is_mine(module: &Module, chosen: &choices::Chosen) -> bool {
    match &module.whom {
        For::Everyone {} => true,
        For::Diagnosis { id } => chosen.diagnoses.contains(id),
        For::Choice { id } => chosen.choices.contains(id),
    }
}

/// The present line of a module.
pub(super) fn of_module(c: &Connection, module: &str) -> Result<ModuleProgress> {
    let enrolment = enrolment::current(c)?;
    let line = match &enrolment {
        Some(e) => row(c, e.id, module)?,
        None => None,
    };
    let meetings = match &enrolment {
        Some(e) => meetings(c, e)?,
        None => Vec::new(),
    };
    let before = done_before(c, enrolment.map(|e| e.id))?;
    Ok(shown(line.as_ref(), module, &meetings, &before))
}

/// As it is shown.
pub(super) fn shown(
    line: Option<&Line>,
    module: &str,
    meetings: &[Vec<String>],
    done_before: &[String],
) -> ModuleProgress {
    let about = meetings.iter().filter(|modules| modules.iter().any(|m| m == module)).count();
    ModuleProgress {
        id: line.map(|l| l.id),
        state: line.map_or(ModuleState::NotStarted, |l| l.state),
        started: line.and_then(|l| l.started),
        finished: line.and_then(|l| l.finished),
        done_before: done_before.iter().any(|m| m == module),
        meetings: i64::try_from(about).unwrap_or(i64::MAX),
    }
}

/// What was last said of a module's name, for one that no pack has any more.
pub(super) fn kept_title(c: &Connection, module: &str) -> Result<String> {
    let title: Option<String> = c
        .prepare_cached("SELECT title FROM module_progress WHERE module = ?1 AND title != '' ORDER BY id DESC LIMIT 1")?
        .query_row([module], |r| r.get(0))
        .optional()?;
    Ok(title.unwrap_or_default())
}
