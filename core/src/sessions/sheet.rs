//! What was done at a meeting: the parts of the agenda that were covered, what was taught and how,
//! what was practised, who was there. All of it may be left out; what is ticked here is what the
//! draft of a note and the fidelity evidence come from.

use rusqlite::{Connection, OptionalExtension as _};

use super::note::{NoteLine, draft};
use super::{SessionId, SessionView, one};
use crate::error::{Error, Result};
use crate::goals::module_list;
use crate::handrail::Handrail;
use crate::people::PersonId;
use crate::store::Changes;
use crate::store::Write;
use crate::store::kinds::{PERSON, SESSION, Values, maybe, value};
use crate::validate::{self, choice};

/// Most supporters that one meeting names.
pub const MOST_SUPPORTERS: usize = 20;
/// Longest meeting, in minutes: half a day.
const LONGEST_MEETING_MIN: i64 = 720;

choice! {
    /// The parts of a meeting.
    AgendaPart {
        /// How it has been since the last time.
        CatchUp = "catch_up",
        /// What the last meeting was about.
        Recall = "recall",
        /// The homework is talked over.
        ReviewHomework = "review_homework",
        /// How the goals go.
        Goals = "goals",
        /// What this meeting is to be about.
        Agenda = "agenda",
        /// Something new is taught or practised.
        NewTopic = "new_topic",
        /// What it was about, in a few words.
        Summary = "summary",
        /// The next homework is agreed.
        NewHomework = "new_homework",
    }
}

impl AgendaPart {
    /// All parts, in the order of a meeting.
    pub const ALL: [Self; 8] = [
        Self::CatchUp,
        Self::Recall,
        Self::ReviewHomework,
        Self::Goals,
        Self::Agenda,
        Self::NewTopic,
        Self::Summary,
        Self::NewHomework,
    ];
}

choice! {
    /// How something was taught.
    TeachingStyle {
        /// What it is good for, for me.
        Motivational = "motivational",
        /// What is known about it.
        Educational = "educational",
        /// Trying it out, step by step.
        CognitiveBehavioural = "cognitive_behavioural",
    }
}

/// What was done at a meeting. Every field is the new value; any may be left out.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SessionSheet {
    /// Ids of the modules it was about, in the pack; at most [`crate::goals::MOST_MODULES`].
    pub modules: Vec<String>,
    /// The topics, in words, at most [`validate::TEXT_LIMIT`] characters.
    pub topics: String,
    /// How long it took, 1-720 minutes.
    pub minutes: Option<i64>,
    /// The parts of the agenda that were covered; kept in the order of a meeting.
    pub agenda_done: Vec<AgendaPart>,
    /// How it was taught.
    pub teaching_styles: Vec<TeachingStyle>,
    /// What was practised, at most [`validate::TEXT_LIMIT`] characters.
    pub practised: String,
    /// What was played through together, at most [`validate::TEXT_LIMIT`] characters.
    pub role_play: String,
    /// Those of my people who were there, at most [`MOST_SUPPORTERS`].
    pub supporters: Vec<PersonId>,
    /// Who else was there, at most [`validate::LINE_LIMIT`] characters.
    pub others_present: String,
}

/// A meeting with what was done there.
#[derive(Clone, PartialEq)]
pub struct SessionSheetView {
    /// The meeting.
    pub session: SessionView,
    /// What was done.
    pub sheet: SessionSheet,
    /// The names of `sheet.supporters` now, in the same order; empty for one who was taken off the map.
    pub supporter_names: Vec<String>,
    /// The draft of a note about it, as [`Handrail::note_draft`] makes it.
    pub draft: Vec<NoteLine>,
}

impl Handrail {
    /// A meeting with what was done there.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn session_sheet(&self, id: SessionId) -> Result<SessionSheetView> {
        self.read(|c| {
            let view = view(c, id)?;
            Ok(SessionSheetView { draft: draft(c, &view)?, ..view })
        })
    }

    /// Notes what was done at a meeting, in place of what was noted before (whose words stay as revisions).
    ///
    /// # Errors
    /// [`Error::NotFound`]; a field over its limit; `modules`, `supporters` unknown.
    pub fn fill_session(&self, id: SessionId, sheet: &SessionSheet) -> Result<Changes> {
        self.write(|w| w.update(&SESSION, id.0, &checked(w, id, sheet)?).map(drop))
    }

    /// The same together with the note about the meeting: both are kept, or neither.
    ///
    /// # Errors
    /// Those of [`Handrail::fill_session`] and [`Handrail::note_session`].
    pub fn write_up_session(&self, id: SessionId, sheet: &SessionSheet, note: &str) -> Result<Changes> {
        self.write(|w| {
            let mut values = checked(w, id, sheet)?;
            values.push(("note", value(validate::text("note", note)?)));
            w.update(&SESSION, id.0, &values).map(drop)
        })
    }
}

fn checked(w: &Write<'_>, id: SessionId, sheet: &SessionSheet) -> Result<Values> {
    // Somebody who was there and has been taken off the map since was still there.
    let before = sheet_of(w.tx(), id)?.ok_or(Error::NotFound(SESSION.name))?;
    for person in sheet.supporters.iter().filter(|person| !before.supporters.contains(person)) {
        validate::known(w.tx(), &PERSON, "supporters", person.0)?;
    }
    let agenda = AgendaPart::ALL.into_iter().filter(|part| sheet.agenda_done.contains(part));
    Ok(vec![
        ("modules", value(module_list(w.tx(), "modules", &sheet.modules, &before.modules)?)),
        ("topics", value(validate::text("topics", &sheet.topics)?)),
        ("minutes", maybe(validate::optional_scale("minutes", sheet.minutes, 1, LONGEST_MEETING_MIN)?)),
        ("agenda_done", value(validate::json_list("agenda_done", agenda, AgendaPart::ALL.len())?)),
        ("teaching_styles", value(validate::json_list("teaching_styles", sheet.teaching_styles.iter().copied(), 3)?)),
        ("practised", value(validate::text("practised", &sheet.practised)?)),
        ("role_play", value(validate::text("role_play", &sheet.role_play)?)),
        ("supporters", value(validate::json_list("supporters", sheet.supporters.iter().copied(), MOST_SUPPORTERS)?)),
        ("others_present", value(validate::optional_line("others_present", &sheet.others_present)?)),
    ])
}

fn sheet_of(c: &Connection, id: SessionId) -> Result<Option<SessionSheet>> {
    let mut q = c.prepare_cached(
        "SELECT modules, topics, minutes, agenda_done, teaching_styles, practised, role_play, supporters, others_present
           FROM session WHERE id = ?1",
    )?;
    let sheet = q
        .query_row([id], |r| {
            Ok(SessionSheet {
                modules: validate::list_of(r.get_ref(0)?.as_str()?),
                topics: r.get(1)?,
                minutes: r.get(2)?,
                agenda_done: validate::list_of(r.get_ref(3)?.as_str()?),
                teaching_styles: validate::list_of(r.get_ref(4)?.as_str()?),
                practised: r.get(5)?,
                role_play: r.get(6)?,
                supporters: validate::list_of(r.get_ref(7)?.as_str()?),
                others_present: r.get(8)?,
            })
        })
        .optional()?;
    Ok(sheet)
}

/// A meeting with what was done there, where a read is already open.
pub(super) fn view(c: &Connection, id: SessionId) -> Result<SessionSheetView> {
    let sheet = sheet_of(c, id)?.ok_or(Error::NotFound(SESSION.name))?;
    let mut name_of = c.prepare_cached("SELECT name FROM person WHERE id = ?1")?;
    let mut supporter_names = Vec::new();
    for person in &sheet.supporters {
        let name: Option<String> = name_of.query_row([person], |r| r.get(0)).optional()?;
        supporter_names.push(name.unwrap_or_default());
    }
    Ok(SessionSheetView { session: one(c, id)?, sheet, supporter_names, draft: Vec::new() })
}
