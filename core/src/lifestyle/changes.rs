//! One small change at a time.
//!
//! ```text
//!   trying ──> kept          kept and let go can be tried again, while nothing else is tried
//!      └─────> let go
//! ```

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{known_log, name_of};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::programme::{self, Content};
use crate::store::kinds::{LIFESTYLE_CHANGE, Values, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a small change.
    LifestyleChangeId
}

choice! {
    /// Where a small change stands.
    LifestyleChangeState {
        /// I am trying it.
        Trying = "trying",
        /// I keep it.
        Kept = "kept",
        /// Set down on purpose, and kept on the list.
        LetGo = "let_go",
    }
}

/// A small change as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewLifestyleChange {
    /// The log it goes with, by its id in the content pack; empty for none.
    pub log: String,
    /// In the person's own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub wording: String,
    /// Since when, within ten years of today. Left out: today, or as it was.
    pub started: Option<Day>,
}

/// A small change, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct LifestyleChangeView {
    /// Which.
    pub id: LifestyleChangeId,
    /// The log it goes with; empty for none.
    pub log: String,
    /// What that is called; empty for none, and where the pack in force does not have it any more.
    pub log_name: String,
    /// In the person's own words.
    pub wording: String,
    /// Since when.
    pub started: Day,
    /// Where it stands.
    pub state: LifestyleChangeState,
}

impl Handrail {
    /// Begins a small change.
    ///
    /// # Errors
    /// `state` in the wrong state while another is being tried: say first whether that one is kept or let go.
    pub fn save_lifestyle_change(&self, new: &NewLifestyleChange) -> Result<Changes> {
        self.write(|w| {
            let id = w.new_id()?;
            let mut values = change_values(w, new, None)?;
            values.push(("state", LifestyleChangeState::Trying.into()));
            w.insert(&LIFESTYLE_CHANGE, id, &values)?;
            stands_alone(w.tx(), id)
        })
    }

    /// Says a small change differently. What was written before stays as a revision.
    pub fn edit_lifestyle_change(&self, id: LifestyleChangeId, edit: &NewLifestyleChange) -> Result<Changes> {
        self.write(|w| {
            let kept = kept(w.tx(), id)?;
            w.update(&LIFESTYLE_CHANGE, id.0, &change_values(w, edit, Some(&kept))?).map(drop)
        })
    }

    /// Keeps a small change, lets it go, or tries it again.
    ///
    /// # Errors
    /// `state` in the wrong state where another is being tried.
    pub fn set_lifestyle_change_state(&self, id: LifestyleChangeId, state: LifestyleChangeState) -> Result<Changes> {
        self.write(|w| {
            w.update(&LIFESTYLE_CHANGE, id.0, &vec![("state", state.into())])?;
            stands_alone(w.tx(), id.0)
        })
    }
}

/// That no other is being tried where this one is.
pub(crate) fn stands_alone(c: &Connection, id: Id) -> Result<()> {
    let another: bool = c
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM lifestyle_change t JOIN lifestyle_change o ON o.state = t.state AND o.id <> t.id
              WHERE t.id = ?1 AND t.state = 'trying')",
        )?
        .query_row([id], |r| r.get(0))?;
    if another { Err(Error::invalid("state", Reason::WrongState)) } else { Ok(()) }
}

fn kept(c: &Connection, id: LifestyleChangeId) -> Result<(String, Day)> {
    c.prepare_cached("SELECT log, started FROM lifestyle_change WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .ok_or(Error::NotFound(LIFESTYLE_CHANGE.name))
}

fn change_values(w: &Write<'_>, new: &NewLifestyleChange, kept: Option<&(String, Day)>) -> Result<Values> {
    let content = programme::content(w.tx())?;
    let kept_started = kept.map(|(_, started)| *started);
    let started = match new.started {
        Some(day) if kept_started != Some(day) => validate::near_day("started", day, w.day())?,
        Some(day) => day,
        None => kept_started.unwrap_or(w.day()),
    };
    Ok(vec![
        ("log", value(known_log(&content, &new.log, kept.map(|(log, _)| log.as_str()))?)),
        ("wording", value(validate::some_text("wording", &new.wording)?)),
        ("started", value(started)),
    ])
}

/// The one that is being tried, and the newest 50 of the others. Two devices may each have begun one: the newest is
/// then the one, and the other stands first among the rest.
pub(super) fn changes(
    c: &Connection,
    content: &Content,
) -> Result<(Option<LifestyleChangeView>, Vec<LifestyleChangeView>)> {
    let mut q = c.prepare_cached(
        "SELECT id, log, wording, started, state FROM lifestyle_change ORDER BY state <> 'trying', id DESC LIMIT 51",
    )?;
    let mut all: Vec<LifestyleChangeView> = q.query_map([], |r| of_row(r, content))?.collect::<Result<_, _>>()?;
    let trying = all.first().is_some_and(|first| first.state == LifestyleChangeState::Trying);
    let trying = trying.then(|| all.remove(0));
    all.truncate(50);
    Ok((trying, all))
}

fn of_row(r: &Row<'_>, content: &Content) -> rusqlite::Result<LifestyleChangeView> {
    let log: String = r.get(1)?;
    Ok(LifestyleChangeView {
        id: r.get(0)?,
        log_name: name_of(content, &log),
        log,
        wording: r.get(2)?,
        started: r.get(3)?,
        state: r.get(4)?,
    })
}
