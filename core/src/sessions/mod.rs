//! Sessions: the meetings with a practitioner or a group. (Never a login.)
//!
//! The meeting is IMR's unit of time: weekly, or shorter and more often, or monthly in turn in
//! a group. The review runs from one to the next, so this file also says when the last one
//! was and when the next one is.
//!
//! ```text
//!   planned ──held──> held      any of the three can be set again: a slip of the
//!      └─────missed─> missed    finger is put right by the other button
//! ```
//! This file owns the meetings and their days; `sheet` what was done there; `note` the draft of a note about it.

mod note;
mod sheet;

pub use note::{NoteLine, NotePart};
pub use sheet::{AgendaPart, MOST_SUPPORTERS, SessionSheet, SessionSheetView, TeachingStyle};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::clock::{Day, TimeOfDay, instant_of};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::ids::id_type;
use crate::store::kinds::{HOMEWORK, SESSION, SESSION_HOMEWORK, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a meeting.
    SessionId
}

choice! {
    /// How people meet.
    SessionKind {
        /// One practitioner, one client, perhaps a supporter.
        Individual = "individual",
        /// A group.
        Group = "group",
        /// By telephone or video.
        Phone = "phone",
    }
}

choice! {
    /// Whether a meeting took place.
    SessionState {
        /// It is to come, or nobody has said yet.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// It did not take place, for whatever reason.
        Missed = "missed",
    }
}

choice! {
    /// What a meeting did with a homework.
    SessionPart {
        /// It was talked over.
        Reviewed = "reviewed",
        /// It was agreed there.
        Agreed = "agreed",
    }
}

/// A meeting as it is planned or put right. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Civil day, within ten years of today.
    pub day: Day,
    /// Time on the wall, if known.
    pub time: Option<TimeOfDay>,
    /// How people meet.
    pub kind: SessionKind,
    /// Where; may be empty.
    pub place: String,
    /// What it is about, in words; may be empty.
    pub module: String,
    /// What is to be talked about; may be empty.
    pub agenda: String,
}

/// A homework as a meeting names it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionHomework {
    /// Which.
    pub homework: HomeworkId,
    /// Its title now.
    pub title: String,
}

/// A meeting, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// Civil day.
    pub day: Day,
    /// Time on the wall.
    pub time: Option<TimeOfDay>,
    /// How people meet.
    pub kind: SessionKind,
    /// Where.
    pub place: String,
    /// What it is about.
    pub module: String,
    /// What is to be talked about.
    pub agenda: String,
    /// What was noted.
    pub note: String,
    /// Whether it took place.
    pub state: SessionState,
    /// From when the next review runs (UTC milliseconds); only for a meeting that took place.
    pub held_ms: Option<i64>,
    /// Homework that was talked over.
    pub reviewed: Vec<SessionHomework>,
    /// Homework that was agreed.
    pub agreed: Vec<SessionHomework>,
}

/// The meetings screen.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionsView {
    /// The next one that is planned, today's included.
    pub next: Option<SessionView>,
    /// The last one that took place.
    pub last: Option<SessionView>,
    /// Others that are planned after `next`, the nearest first, at most 50.
    pub planned: Vec<SessionView>,
    /// What lies behind, the newest first, at most 50. One that is still
    /// `planned` here has not been marked: the screen may ask whether it took place.
    pub history: Vec<SessionView>,
}

/// When the review starts: the last meeting that took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldSession {
    /// Which.
    pub id: SessionId,
    /// Civil day.
    pub day: Day,
    /// Instant in UTC milliseconds.
    pub held_ms: i64,
}

/// When the next meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedSession {
    /// Which.
    pub id: SessionId,
    /// Civil day.
    pub day: Day,
    /// Time on the wall, if known.
    pub time: Option<TimeOfDay>,
}

impl Handrail {
    /// The meetings screen.
    pub fn sessions(&self) -> Result<SessionsView> {
        let today = self.this_day()?;
        self.read(|c| {
            let mut planned =
                many(c, "state = 'planned' AND day >= ?1 ORDER BY day, time IS NULL, time, id LIMIT 51", today)?;
            let next = (!planned.is_empty()).then(|| planned.remove(0));
            let history =
                many(c, "NOT (state = 'planned' AND day >= ?1) ORDER BY day DESC, time DESC, id DESC LIMIT 50", today)?;
            let last = last_held(c)?.map(|held| one(c, held.id)).transpose()?;
            Ok(SessionsView { next, last, planned, history })
        })
    }

    /// The 50 meetings that lie behind this one, the newest first, for reading back.
    pub fn sessions_before(&self, session: SessionId) -> Result<Vec<SessionView>> {
        let today = self.this_day()?;
        self.read(|c| {
            let mut q = c.prepare_cached(&format!(
                "{COLUMNS} NOT (state = 'planned' AND day >= ?1) AND (day, coalesce(time, ''), id) <
                     (SELECT b.day, coalesce(b.time, ''), b.id FROM session b WHERE b.id = ?2)
                   ORDER BY day DESC, time DESC, id DESC LIMIT 50"
            ))?;
            let views: Vec<SessionView> = q.query_map(params![today, session], of_row)?.collect::<Result<_, _>>()?;
            views.into_iter().map(|view| with_homework(c, view)).collect()
        })
    }

    /// Plans a meeting.
    pub fn plan_session(&self, new: &NewSession) -> Result<Changes> {
        self.write(|w| {
            let mut values = session_values(w, new)?;
            values.push(("note", value(String::new())));
            values.push(("state", SessionState::Planned.into()));
            values.push(("held_ms", maybe(None::<i64>)));
            w.insert(&SESSION, w.new_id()?, &values)
        })
    }

    /// Moves a meeting or puts it right.
    pub fn edit_session(&self, id: SessionId, edit: &NewSession) -> Result<Changes> {
        self.write(|w| w.update(&SESSION, id.0, &session_values(w, edit)?).map(drop))
    }

    /// Notes that a meeting took place; the next review runs from here.
    ///
    /// Marked on its day, that is now. Marked later, it is the time it was planned for (or the
    /// beginning of its day), so that what was written in between is not left out of any
    /// review. Marked before its day, it took place today.
    pub fn mark_session_held(&self, id: SessionId) -> Result<Changes> {
        self.write(|w| {
            let Some((day, time, state)) = w
                .tx()
                .prepare_cached("SELECT day, time, state FROM session WHERE id = ?1")?
                .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, SessionState>(2)?)))
                .optional()?
            else {
                return Err(crate::Error::NotFound(SESSION.name));
            };
            // A second tap does not move the beginning of the next review.
            if state == SessionState::Held {
                return Ok(());
            }
            let mut values: Values = vec![("state", SessionState::Held.into())];
            values.push(("held_ms", value(held_at(w, day, time))));
            if day > w.day() {
                values.push(("day", value(w.day())));
                values.push(("time", maybe(None::<TimeOfDay>)));
            }
            w.update(&SESSION, id.0, &values).map(drop)
        })
    }

    /// Notes that a meeting did not take place. Says nothing about why.
    pub fn mark_session_missed(&self, id: SessionId) -> Result<Changes> {
        self.set_session(id, SessionState::Missed)
    }

    /// Takes "held" or "missed" back.
    pub fn mark_session_planned(&self, id: SessionId) -> Result<Changes> {
        self.set_session(id, SessionState::Planned)
    }

    /// Writes the note of a meeting, in place of the one before (which stays as a revision).
    pub fn note_session(&self, id: SessionId, note: &str) -> Result<Changes> {
        self.write(|w| w.update(&SESSION, id.0, &vec![("note", value(validate::text("note", note)?))]).map(drop))
    }

    /// Notes that a meeting reviewed or agreed a homework. Noting it twice changes nothing.
    pub fn add_session_homework(&self, session: SessionId, homework: HomeworkId, part: SessionPart) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &SESSION, "session", session.0)?;
            validate::known(w.tx(), &HOMEWORK, "homework", homework.0)?;
            name_homework(w, session, homework, part)
        })
    }

    /// Takes that back.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] if it was never noted.
    pub fn take_session_homework_back(
        &self,
        session: SessionId,
        homework: HomeworkId,
        part: SessionPart,
    ) -> Result<Changes> {
        self.write(|w| {
            let row = row_of(w, session, homework, part)?.ok_or(crate::Error::NotFound(SESSION_HOMEWORK.name))?;
            w.delete(&SESSION_HOMEWORK, row)
        })
    }

    fn set_session(&self, id: SessionId, state: SessionState) -> Result<Changes> {
        let values = vec![("state", state.into()), ("held_ms", maybe(None::<i64>))];
        self.write(|w| w.update(&SESSION, id.0, &values).map(drop))
    }
}

/// Notes that a meeting reviewed or agreed a homework, inside a write that has checked both. Once is enough.
pub(crate) fn name_homework(w: &Write<'_>, session: SessionId, homework: HomeworkId, part: SessionPart) -> Result<()> {
    if row_of(w, session, homework, part)?.is_some() {
        return Ok(());
    }
    let values = vec![("session", value(session.0)), ("homework", value(homework.0)), ("part", part.into())];
    w.insert(&SESSION_HOMEWORK, w.new_id()?, &values)
}

/// The last meeting that took place, if any.
pub(crate) fn last_held(c: &Connection) -> Result<Option<HeldSession>> {
    let mut q = c.prepare_cached(
        "SELECT id, day, held_ms FROM session WHERE state = 'held' AND held_ms IS NOT NULL
          ORDER BY day DESC, held_ms DESC, id DESC LIMIT 1",
    )?;
    let held = q.query_row([], |r| Ok(HeldSession { id: r.get(0)?, day: r.get(1)?, held_ms: r.get(2)? })).optional()?;
    Ok(held)
}

/// The next meeting from `today` on, if one is planned.
pub(crate) fn next_planned(c: &Connection, today: Day) -> Result<Option<PlannedSession>> {
    let mut q = c.prepare_cached(
        "SELECT id, day, time FROM session WHERE day >= ?1 AND state = 'planned'
          ORDER BY day, time IS NULL, time, id LIMIT 1",
    )?;
    let next =
        q.query_row([today], |r| Ok(PlannedSession { id: r.get(0)?, day: r.get(1)?, time: r.get(2)? })).optional()?;
    Ok(next)
}

fn held_at(w: &Write<'_>, day: Day, time: Option<TimeOfDay>) -> i64 {
    let now = w.now().instant_ms;
    if day >= w.day() {
        return now;
    }
    let civil = match time {
        Some(time) => day.date().and_time(time.time()),
        None => day.date().and_time(chrono::NaiveTime::MIN) + chrono::Duration::minutes(w.boundary_min()),
    };
    instant_of(civil, w.now()).min(now)
}

fn session_values(w: &Write<'_>, new: &NewSession) -> Result<Values> {
    Ok(vec![
        ("day", value(validate::near_day("day", new.day, w.day())?)),
        ("time", maybe(new.time)),
        ("kind", new.kind.into()),
        ("place", value(validate::optional_line("place", &new.place)?)),
        ("module", value(validate::optional_line("module", &new.module)?)),
        ("agenda", value(validate::text("agenda", &new.agenda)?)),
    ])
}

fn row_of(
    w: &Write<'_>,
    session: SessionId,
    homework: HomeworkId,
    part: SessionPart,
) -> Result<Option<crate::ids::Id>> {
    let mut q = w
        .tx()
        .prepare_cached("SELECT id FROM session_homework WHERE session = ?1 AND homework = ?2 AND part = ?3 LIMIT 1")?;
    Ok(q.query_row(params![session, homework, part.word()], |r| r.get(0)).optional()?)
}

const COLUMNS: &str = "SELECT id, day, time, kind, place, module, agenda, note, state, held_ms FROM session WHERE ";

fn of_row(r: &Row<'_>) -> rusqlite::Result<SessionView> {
    Ok(SessionView {
        id: r.get(0)?,
        day: r.get(1)?,
        time: r.get(2)?,
        kind: r.get(3)?,
        place: r.get(4)?,
        module: r.get(5)?,
        agenda: r.get(6)?,
        note: r.get(7)?,
        state: r.get(8)?,
        held_ms: r.get(9)?,
        reviewed: Vec::new(),
        agreed: Vec::new(),
    })
}

fn many(c: &Connection, which: &str, today: Day) -> Result<Vec<SessionView>> {
    let mut q = c.prepare_cached(&format!("{COLUMNS}{which}"))?;
    let views: Vec<SessionView> = q.query_map([today], of_row)?.collect::<Result<_, _>>()?;
    views.into_iter().map(|view| with_homework(c, view)).collect()
}

/// One meeting, for screens that already know which.
pub(crate) fn one(c: &Connection, id: SessionId) -> Result<SessionView> {
    let view = c
        .prepare_cached(&format!("{COLUMNS}id = ?1"))?
        .query_row([id], of_row)
        .optional()?
        .ok_or(crate::Error::NotFound(SESSION.name))?;
    with_homework(c, view)
}

fn with_homework(c: &Connection, mut view: SessionView) -> Result<SessionView> {
    // Two phones may each have noted the same homework: it is still one line.
    let mut q = c.prepare_cached(
        "SELECT s.homework, h.title, s.part FROM session_homework s JOIN homework h ON h.id = s.homework
          WHERE s.session = ?1 GROUP BY s.homework, s.part ORDER BY min(s.id)",
    )?;
    let rows = q.query_map([view.id], |r| {
        Ok((SessionHomework { homework: r.get(0)?, title: r.get(1)? }, r.get::<_, SessionPart>(2)?))
    })?;
    for row in rows {
        match row? {
            (line, SessionPart::Reviewed) => view.reviewed.push(line),
            (line, SessionPart::Agreed) => view.agreed.push(line),
        }
    }
    Ok(view)
}
