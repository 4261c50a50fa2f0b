//! Getting what I need: services, rights and benefits that I use or want, whom to ask, what I say,
//! and what came of it.
//!
//! ```text
//!   wanted ──> asked ──> settled ──> used        any of the five can be set at any time
//!      └──────────────> let go
//! ```

use handrail_core::needs as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names something I need.
    NeedId = core::NeedId
}

choice! {
    /// Where it stands.
    NeedState = core::NeedState {
        /// I want it.
        Wanted,
        /// I asked for it.
        Asked,
        /// It is settled.
        Settled,
        /// I use it.
        Used,
        /// Set down on purpose, and kept.
        LetGo,
    }
}

edit! {
    /// Something I need, as I want it written. For an edit, every field is the new value.
    NewNeed into core::NewNeed {
        /// Its id in the content pack's list of services; empty for one of my own.
        #[uniffi(default)]
        list_id: String,
        /// In my own words, at most 8,000 characters. May be empty where `list_id` is
        /// given: it then takes the words of the list.
        #[uniffi(default)]
        wording: String,
        /// Whom to ask, at most 280 characters.
        #[uniffi(default)]
        who_to_ask: String,
        /// Their number, at most 40 characters.
        #[uniffi(default)]
        phone: String,
        /// What I want to know, at most 8,000 characters.
        #[uniffi(default)]
        question: String,
        /// What I say, at most 8,000 characters.
        #[uniffi(default)]
        what_i_say: String,
        /// The day of an appointment, within ten years of today.
        #[uniffi(default)]
        appointment: Option<CivilDate>,
        /// What came of it, at most 8,000 characters.
        #[uniffi(default)]
        outcome: String,
    }
}

view! {
    /// Something I need, as it is shown.
    NeedView from core::NeedView {
        /// Which.
        id: NeedId,
        /// Its id in the list; empty for one of my own.
        list_id: String,
        /// The words, in the language in force where they are the pack's.
        wording: String,
        /// Whom to ask.
        who_to_ask: String,
        /// Their number; may be empty.
        phone: String,
        /// What I want to know.
        question: String,
        /// What I say.
        what_i_say: String,
        /// The day of an appointment.
        appointment: Option<CivilDate>,
        /// What came of it.
        outcome: String,
        /// Where it stands.
        state: NeedState,
    }
}

view! {
    /// A service that the content pack lists.
    ServiceOffer from core::ServiceOffer {
        /// Its id in the list.
        list_id: String,
        /// Its words.
        wording: String,
    }
}

view! {
    /// What stands at one state.
    NeedsInState from core::NeedsInState {
        /// Which state.
        state: NeedState,
        /// What stands there, as the person put it.
        needs: Vec<NeedView>,
    }
}

view! {
    /// The sheet.
    NeedsView from core::NeedsView {
        /// All five states in order, the empty ones too.
        states: Vec<NeedsInState>,
        /// Services of the content pack that are not on the sheet, in the order of the pack.
        offered: Vec<ServiceOffer>,
    }
}

#[uniffi::export]
impl Handrail {
    /// What I need.
    pub fn needs(&self) -> Result<NeedsView> {
        self.call(handrail_core::Handrail::needs)
    }

    /// Adds something I need, or use already, at the end of that state. The same service may stand there twice:
    /// two places to ask are two of them.
    ///
    /// Refused: a `list_id` that the pack in force does not have.
    pub fn save_need(&self, details: NewNeed, state: NeedState) -> Result<Changes> {
        self.call(|core| core.save_need(&details.taken("details")?, state.taken("state")?))
    }

    /// Changes what is written. What stood there before stays as a revision; an id of a list stays, also where the
    /// pack in force does not have it any more.
    pub fn edit_need(&self, id: NeedId, edit: NewNeed) -> Result<Changes> {
        self.call(|core| core.edit_need(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Says where it stands now; it goes last there.
    pub fn set_need_state(&self, id: NeedId, state: NeedState) -> Result<Changes> {
        self.call(|core| core.set_need_state(id.taken("id")?, state.taken("state")?))
    }

    /// Moves it among those in its state: `place` counts from 0; beyond the end means last.
    pub fn move_need(&self, id: NeedId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_need(id.taken("id")?, place))
    }
}
