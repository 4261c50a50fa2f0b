//! What I want to talk about: a list the client keeps for the next meeting. The first thing
//! on the review, before any homework.

use rusqlite::{Connection, Row, params};

use crate::clock::Day;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::Changes;
use crate::store::kinds::{TALK_ABOUT, value};
use crate::validate::{self, choice};

id_type! {
    /// Names a line of what I want to talk about.
    TalkAboutId
}

choice! {
    /// Whether it still waits to be talked about.
    TalkAboutState {
        /// It waits for the next meeting.
        Open = "open",
        /// It was talked about; kept.
        Talked = "talked",
    }
}

/// A line of what I want to talk about.
#[derive(Clone, PartialEq, Eq)]
pub struct TalkAboutLine {
    /// Which.
    pub id: TalkAboutId,
    /// In the person's own words.
    pub wording: String,
    /// The person's day it was written.
    pub made_day: Day,
    /// Whether it still waits.
    pub state: TalkAboutState,
}

/// The list.
#[derive(Clone, PartialEq, Eq)]
pub struct TalkAboutView {
    /// What waits for the next meeting, the oldest first.
    pub open: Vec<TalkAboutLine>,
    /// What was talked about, the newest first, at most 50.
    pub talked: Vec<TalkAboutLine>,
}

impl Handrail {
    /// The list.
    pub fn talk_about(&self) -> Result<TalkAboutView> {
        self.read(|c| Ok(TalkAboutView { open: open_lines(c)?, talked: talked_lines(c)? }))
    }

    /// Adds a line: at most [`validate::TEXT_LIMIT`] characters.
    pub fn add_talk_about(&self, wording: &str) -> Result<Changes> {
        self.write(|w| {
            let values = vec![
                ("wording", value(words(wording)?)),
                ("made_day", value(w.day())),
                ("state", TalkAboutState::Open.into()),
            ];
            w.insert(&TALK_ABOUT, w.new_id()?, &values)
        })
    }

    /// Says a line differently.
    pub fn edit_talk_about(&self, id: TalkAboutId, wording: &str) -> Result<Changes> {
        self.write(|w| w.update(&TALK_ABOUT, id.0, &vec![("wording", value(words(wording)?))]).map(drop))
    }

    /// Marks a line as talked about, or takes it up again.
    pub fn set_talk_about_state(&self, id: TalkAboutId, state: TalkAboutState) -> Result<Changes> {
        self.write(|w| w.update(&TALK_ABOUT, id.0, &vec![("state", state.into())]).map(drop))
    }
}

fn words(wording: &str) -> Result<String> {
    validate::some_text("wording", wording)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<TalkAboutLine> {
    Ok(TalkAboutLine { id: r.get(0)?, wording: r.get(1)?, made_day: r.get(2)?, state: r.get(3)? })
}

/// What waits for the next meeting, the oldest first.
pub(crate) fn open_lines(c: &Connection) -> Result<Vec<TalkAboutLine>> {
    let mut q = c.prepare_cached(
        "SELECT id, wording, made_day, state FROM talk_about WHERE state = 'open' ORDER BY made_day, id",
    )?;
    let rows = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn talked_lines(c: &Connection) -> Result<Vec<TalkAboutLine>> {
    let mut q = c.prepare_cached(
        "SELECT id, wording, made_day, state FROM talk_about WHERE state = 'talked'
          ORDER BY made_day DESC, id DESC LIMIT 50",
    )?;
    let rows = q.query_map(params![], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}
