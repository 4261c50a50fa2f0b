//! Practising a contact in steps: what I say first, what then, and what I do if it is hard. Tried
//! out in a role play or for real; any try counts.
//!
//! ```text
//!   active ──> done          any of the three can be set again
//!     └──────> let go
//! ```

use handrail_core::people::contact as core;

use super::PersonId;
use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;

use crate::store::Changes;

id! {
    /// Names a contact that is practised.
    ContactPracticeId = core::ContactPracticeId
}

id! {
    /// Names one try of it.
    ContactTryId = core::ContactTryId
}

choice! {
    /// Where a practice stands.
    ContactState = core::ContactState {
        /// Being practised.
        Active,
        /// Done with.
        Done,
        /// Set down on purpose, and kept.
        LetGo,
    }
}

choice! {
    /// How far a try came. Any try counts.
    ContactOutcome = core::ContactOutcome {
        /// I did it.
        Done,
        /// I did some of it.
        Partly,
        /// Not yet.
        NotYet,
    }
}

edit! {
    /// A contact as the person wants to practise it. For an edit, every field is the new value.
    NewContactPractice into core::NewContactPractice {
        /// Somebody on my map; none for somebody I do not know yet.
        #[uniffi(default)]
        person: Option<PersonId>,
        /// What I want to do, such as "ask Leo to the cinema"; at most 280 characters.
        what: String,
        /// What I say first, at most 8,000 characters.
        #[uniffi(default)]
        say_first: String,
        /// What I say then, at most 8,000 characters.
        #[uniffi(default)]
        say_then: String,
        /// What I do if it is hard, at most 8,000 characters.
        #[uniffi(default)]
        if_it_is_hard: String,
    }
}

edit! {
    /// A try, as it is told.
    NewContactTry into core::NewContactTry {
        /// What was tried.
        practice: ContactPracticeId,
        /// A role play; else it was for real.
        #[uniffi(default)]
        role_play: bool,
        /// How far it came.
        result: ContactOutcome,
        /// How it went, at most 8,000 characters.
        #[uniffi(default)]
        how_it_went: String,
    }
}

view! {
    /// A try, as it is shown.
    ContactTryView from core::ContactTryView {
        /// Which.
        id: ContactTryId,
        /// What was tried.
        practice: ContactPracticeId,
        /// A role play; else it was for real.
        role_play: bool,
        /// How far it came.
        result: ContactOutcome,
        /// How it went.
        how_it_went: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A contact that is practised, as it is shown.
    ContactPracticeView from core::ContactPracticeView {
        /// Which.
        id: ContactPracticeId,
        /// Somebody on my map.
        person: Option<PersonId>,
        /// Their name now; empty where nobody was named.
        person_name: String,
        /// What I want to do.
        what: String,
        /// What I say first.
        say_first: String,
        /// What I say then.
        say_then: String,
        /// What I do if it is hard.
        if_it_is_hard: String,
        /// Where it stands.
        state: ContactState,
        /// How often it was tried in a role play.
        role_plays: u32,
        /// How often it was tried for real.
        for_real: u32,
        /// The newest try.
        newest: Option<ContactTryView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// Adds a contact to practise.
    pub fn save_contact_practice(&self, details: NewContactPractice) -> Result<Changes> {
        self.call(|core| core.save_contact_practice(&details.taken("details")?))
    }

    /// Changes a contact that is practised. What was written before stays as a revision.
    pub fn edit_contact_practice(&self, id: ContactPracticeId, edit: NewContactPractice) -> Result<Changes> {
        self.call(|core| core.edit_contact_practice(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Says that a contact is done with, lets it go, or takes it up again. Its tries are kept.
    pub fn set_contact_practice_state(&self, id: ContactPracticeId, state: ContactState) -> Result<Changes> {
        self.call(|core| core.set_contact_practice_state(id.taken("id")?, state.taken("state")?))
    }

    /// Records a try. When this returns, it is safe.
    pub fn record_contact_try(&self, details: NewContactTry) -> Result<Changes> {
        self.call(|core| core.record_contact_try(&details.taken("details")?))
    }

    /// Changes a try. The earlier text stays as a revision.
    pub fn edit_contact_try(&self, id: ContactTryId, edit: NewContactTry) -> Result<Changes> {
        self.call(|core| core.edit_contact_try(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The newest 50 tries of a contact.
    pub fn contact_tries(&self, practice: ContactPracticeId) -> Result<Vec<ContactTryView>> {
        self.call(|core| core.contact_tries(practice.taken("practice")?))
    }

    /// The 50 tries of a contact before this one, for scrolling back.
    pub fn contact_tries_before(
        &self,
        practice: ContactPracticeId,
        before: ContactTryId,
    ) -> Result<Vec<ContactTryView>> {
        self.call(|core| core.contact_tries_before(practice.taken("practice")?, before.taken("before")?))
    }
}
