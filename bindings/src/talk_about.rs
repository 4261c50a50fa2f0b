//! What I want to talk about: a list the client keeps for the next meeting. The first thing
//! on the review, before any homework.

use handrail_core::talk_about as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, choice, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a line of what I want to talk about.
    TalkAboutId = core::TalkAboutId
}

choice! {
    /// Whether it still waits to be talked about.
    TalkAboutState = core::TalkAboutState {
        /// It waits for the next meeting.
        Open,
        /// It was talked about; kept.
        Talked,
    }
}

view! {
    /// A line of what I want to talk about.
    TalkAboutLine from core::TalkAboutLine {
        /// Which.
        id: TalkAboutId,
        /// In the person's own words.
        wording: String,
        /// The person's day it was written.
        made_day: CivilDate,
        /// Whether it still waits.
        state: TalkAboutState,
    }
}

view! {
    /// The list.
    TalkAboutView from core::TalkAboutView {
        /// What waits for the next meeting, the oldest first.
        open: Vec<TalkAboutLine>,
        /// What was talked about, the newest first, at most 50.
        talked: Vec<TalkAboutLine>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The list.
    pub fn talk_about(&self) -> Result<TalkAboutView> {
        self.call(handrail_core::Handrail::talk_about)
    }

    /// Adds a line: at most 8,000 characters.
    pub fn add_talk_about(&self, wording: &str) -> Result<Changes> {
        self.call(|core| core.add_talk_about(wording))
    }

    /// Says a line differently.
    pub fn edit_talk_about(&self, id: TalkAboutId, wording: &str) -> Result<Changes> {
        self.call(|core| core.edit_talk_about(id.taken("id")?, wording))
    }

    /// Marks a line as talked about, or takes it up again.
    pub fn set_talk_about_state(&self, id: TalkAboutId, state: TalkAboutState) -> Result<Changes> {
        self.call(|core| core.set_talk_about_state(id.taken("id")?, state.taken("state")?))
    }
}
