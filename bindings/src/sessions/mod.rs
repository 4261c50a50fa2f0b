//! Sessions: the meetings with a practitioner or a group. (Never a login.)
//!
//! The meeting is IMR's unit of time: weekly, or shorter and more often, or monthly in turn in
//! a group. The review runs from one to the next.
//!
//! ```text
//!   planned ──held──> held      any of the three can be set again: a slip of the
//!      └─────missed─> missed    finger is put right by the other button
//! ```

mod sheet;

pub use sheet::{AgendaPart, NoteLine, NotePart, SessionSheet, SessionSheetView, TeachingStyle};

use handrail_core::sessions as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::store::Changes;

id! {
    /// Names a meeting.
    SessionId = core::SessionId
}

choice! {
    /// How people meet.
    SessionKind = core::SessionKind {
        /// One practitioner, one client, perhaps a supporter.
        Individual,
        /// A group.
        Group,
        /// By telephone or video.
        Phone,
    }
}

choice! {
    /// Whether a meeting took place.
    SessionState = core::SessionState {
        /// It is to come, or nobody has said yet.
        Planned,
        /// It took place.
        Held,
        /// It did not take place, for whatever reason.
        Missed,
    }
}

choice! {
    /// What a meeting did with a homework.
    SessionPart = core::SessionPart {
        /// It was talked over.
        Reviewed,
        /// It was agreed there.
        Agreed,
    }
}

edit! {
    /// A meeting as it is planned or put right. For an edit, every field is the new value.
    NewSession into core::NewSession {
        /// Civil day, within ten years of today.
        day: CivilDate,
        /// Time on the wall, if known.
        #[uniffi(default)]
        time: Option<CivilTime>,
        /// How people meet.
        kind: SessionKind,
        /// Where; may be empty.
        #[uniffi(default)]
        place: String,
        /// What it is about, in words; may be empty.
        #[uniffi(default)]
        module: String,
        /// What is to be talked about; may be empty.
        #[uniffi(default)]
        agenda: String,
    }
}

view! {
    /// A homework as a meeting names it.
    SessionHomework from core::SessionHomework {
        /// Which.
        homework: HomeworkId,
        /// Its title now.
        title: String,
    }
}

view! {
    /// A meeting, as it is shown.
    SessionView from core::SessionView {
        /// Which.
        id: SessionId,
        /// Civil day.
        day: CivilDate,
        /// Time on the wall.
        time: Option<CivilTime>,
        /// How people meet.
        kind: SessionKind,
        /// Where.
        place: String,
        /// What it is about.
        module: String,
        /// What is to be talked about.
        agenda: String,
        /// What was noted.
        note: String,
        /// Whether it took place.
        state: SessionState,
        /// From when the next review runs (UTC milliseconds); only for a meeting that took place.
        held_ms: Option<i64>,
        /// Homework that was talked over.
        reviewed: Vec<SessionHomework>,
        /// Homework that was agreed.
        agreed: Vec<SessionHomework>,
    }
}

view! {
    /// The meetings screen.
    SessionsView from core::SessionsView {
        /// The next one that is planned, today's included.
        next: Option<SessionView>,
        /// The last one that took place.
        last: Option<SessionView>,
        /// Others that are planned after `next`, the nearest first, at most 50.
        planned: Vec<SessionView>,
        /// What lies behind, the newest first, at most 50. One that is still
        /// `planned` here has not been marked: the screen may ask whether it took place.
        history: Vec<SessionView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The meetings screen.
    pub fn sessions(&self) -> Result<SessionsView> {
        self.call(handrail_core::Handrail::sessions)
    }

    /// Plans a meeting.
    pub fn plan_session(&self, details: NewSession) -> Result<Changes> {
        self.call(|core| core.plan_session(&details.taken("details")?))
    }

    /// Moves a meeting or puts it right.
    pub fn edit_session(&self, id: SessionId, edit: NewSession) -> Result<Changes> {
        self.call(|core| core.edit_session(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Notes that a meeting took place; the next review runs from here.
    ///
    /// Marked on its day, that is now. Marked later, it is the time it was planned for (or the
    /// beginning of its day), so that what was written in between is not left out of any
    /// review. Marked before its day, it took place today.
    pub fn mark_session_held(&self, id: SessionId) -> Result<Changes> {
        self.call(|core| core.mark_session_held(id.taken("id")?))
    }

    /// Notes that a meeting did not take place. Says nothing about why.
    pub fn mark_session_missed(&self, id: SessionId) -> Result<Changes> {
        self.call(|core| core.mark_session_missed(id.taken("id")?))
    }

    /// Takes "held" or "missed" back.
    pub fn mark_session_planned(&self, id: SessionId) -> Result<Changes> {
        self.call(|core| core.mark_session_planned(id.taken("id")?))
    }

    /// Writes the note of a meeting, in place of the one before (which stays as a revision).
    pub fn note_session(&self, id: SessionId, note: &str) -> Result<Changes> {
        self.call(|core| core.note_session(id.taken("id")?, note))
    }

    /// Notes that a meeting reviewed or agreed a homework. Noting it twice changes nothing.
    pub fn add_session_homework(&self, session: SessionId, homework: HomeworkId, part: SessionPart) -> Result<Changes> {
        self.call(|core| {
            core.add_session_homework(session.taken("session")?, homework.taken("homework")?, part.taken("part")?)
        })
    }

    /// Takes that back. Gives `NotFound` if it was never noted.
    pub fn take_session_homework_back(
        &self,
        session: SessionId,
        homework: HomeworkId,
        part: SessionPart,
    ) -> Result<Changes> {
        self.call(|core| {
            core.take_session_homework_back(session.taken("session")?, homework.taken("homework")?, part.taken("part")?)
        })
    }
}
