//! What was done at a meeting, and the draft of a note about it.

use handrail_core::sessions as core;

use super::{SessionId, SessionView};
use crate::convert::{In as _, both, choice, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::people::PersonId;
use crate::store::Changes;
use crate::words::Message;

choice! {
    /// The parts of a meeting.
    AgendaPart = core::AgendaPart {
        /// How it has been since the last time.
        CatchUp,
        /// What the last meeting was about.
        Recall,
        /// The homework is talked over.
        ReviewHomework,
        /// How the goals go.
        Goals,
        /// What this meeting is to be about.
        Agenda,
        /// Something new is taught or practised.
        NewTopic,
        /// What it was about, in a few words.
        Summary,
        /// The next homework is agreed.
        NewHomework,
    }
}

choice! {
    /// How something was taught.
    TeachingStyle = core::TeachingStyle {
        /// What it is good for, for me.
        Motivational,
        /// What is known about it.
        Educational,
        /// Trying it out, step by step.
        CognitiveBehavioural,
    }
}

both! {
    /// What was done at a meeting. Every field is the new value; any may be left out.
    SessionSheet = core::SessionSheet {
        /// Ids of the modules it was about, in the pack.
        #[uniffi(default)]
        modules: Vec<String>,
        /// The topics, in words, at most 8,000 characters.
        #[uniffi(default)]
        topics: String,
        /// How long it took, 1-720 minutes.
        #[uniffi(default)]
        minutes: Option<i64>,
        /// The parts of the agenda that were covered; kept in the order of a meeting.
        #[uniffi(default)]
        agenda_done: Vec<AgendaPart>,
        /// How it was taught.
        #[uniffi(default)]
        teaching_styles: Vec<TeachingStyle>,
        /// What was practised, at most 8,000 characters.
        #[uniffi(default)]
        practised: String,
        /// What was played through together, at most 8,000 characters.
        #[uniffi(default)]
        role_play: String,
        /// Those of my people who were there.
        #[uniffi(default)]
        supporters: Vec<PersonId>,
        /// Who else was there, at most 280 characters.
        #[uniffi(default)]
        others_present: String,
    }
}

view! {
    /// A meeting with what was done there.
    SessionSheetView from core::SessionSheetView {
        /// The meeting.
        session: SessionView,
        /// What was done.
        sheet: SessionSheet,
        /// The names of `sheet.supporters` now, in the same order; empty for one who was taken off the map.
        supporter_names: Vec<String>,
        /// The draft of a note about it, as `note_draft` makes it.
        draft: Vec<NoteLine>,
    }
}

choice! {
    /// What a line of the draft is about.
    NotePart = core::NotePart {
        /// When we met, and who was there.
        Meeting,
        /// The goal.
        Goal,
        /// What was taught.
        Taught,
        /// How it was taught and practised.
        How,
        /// Homework, talked over and agreed.
        Homework,
    }
}

view! {
    /// A line of the draft.
    NoteLine from core::NoteLine {
        /// What it is about.
        part: NotePart,
        /// What it says.
        message: Message,
    }
}

#[uniffi::export]
impl Handrail {
    /// The 50 meetings that lie behind this one, the newest first, for reading back.
    pub fn sessions_before(&self, session: SessionId) -> Result<Vec<SessionView>> {
        self.call(|core| core.sessions_before(session.taken("session")?))
    }

    /// A meeting with what was done there.
    pub fn session_sheet(&self, id: SessionId) -> Result<SessionSheetView> {
        self.call(|core| core.session_sheet(id.taken("id")?))
    }

    /// Notes what was done at a meeting, in place of what was noted before (whose words stay as revisions).
    ///
    /// Gives `NotFound`. Refused: a field over its limit; `modules` or `supporters` unknown.
    pub fn fill_session(&self, id: SessionId, sheet: SessionSheet) -> Result<Changes> {
        self.call(|core| core.fill_session(id.taken("id")?, &sheet.taken("sheet")?))
    }

    /// The same together with the note about the meeting: both are kept, or neither.
    ///
    /// Gives `NotFound`. Refused: what `fill_session` and `note_session` refuse.
    pub fn write_up_session(&self, id: SessionId, sheet: SessionSheet, note: &str) -> Result<Changes> {
        self.call(|core| core.write_up_session(id.taken("id")?, &sheet.taken("sheet")?, note))
    }

    /// The draft of a note about a meeting, to be edited before it is kept by `note_session`. Empty lines are left out.
    pub fn note_draft(&self, session: SessionId) -> Result<Vec<NoteLine>> {
        self.call(|core| core.note_draft(session.taken("session")?))
    }
}
