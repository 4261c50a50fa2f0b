//! My people: who is around me, how close, what they give and what I want of them; contacts that
//! are practised in steps; and who may see what, from when until when. All of it stays on the phone.

pub mod contact;
pub mod permissions;

use handrail_core::people as core;

use self::contact::ContactPracticeView;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names somebody on my map.
    PersonId = core::PersonId
}

choice! {
    /// How somebody takes part in what I do here.
    TakesPart = core::TakesPart {
        /// Reads the handouts.
        ReadsHandouts,
        /// Goes through them with me.
        GoesThroughThem,
        /// Joins some meetings.
        JoinsMeetings,
        /// Helps to make plans.
        HelpsWithPlans,
    }
}

choice! {
    /// Whether somebody is shown on the map.
    PersonState = core::PersonState {
        /// On my map.
        Keep,
        /// Off it for now; all that was written is kept.
        Drop,
    }
}

edit! {
    /// Somebody, as the person wants them on the map. For an edit, every field is the new value.
    NewPerson into core::NewPerson {
        /// Their name, or what I call them; at most 280 characters.
        name: String,
        /// Who they are to me, at most 280 characters.
        #[uniffi(default)]
        relation: String,
        /// 1 close, 2 in between, 3 further away.
        #[uniffi(default)]
        closeness: Option<i64>,
        /// What they give me, at most 8,000 characters.
        #[uniffi(default)]
        what_they_give: String,
        /// What I want of them, at most 8,000 characters.
        #[uniffi(default)]
        what_i_want: String,
        /// A number, at most 40 characters.
        #[uniffi(default)]
        phone: String,
        /// How they take part; said twice counts once.
        #[uniffi(default)]
        takes_part: Vec<TakesPart>,
        /// Show them on "help now".
        #[uniffi(default)]
        help_now: bool,
    }
}

view! {
    /// Somebody on the map, as they are shown.
    PersonView from core::PersonView {
        /// Who.
        id: PersonId,
        /// Their name.
        name: String,
        /// Who they are to me.
        relation: String,
        /// 1 close, 2 in between, 3 further away.
        closeness: Option<i64>,
        /// What they give me.
        what_they_give: String,
        /// What I want of them.
        what_i_want: String,
        /// A number; may be empty.
        phone: String,
        /// How they take part, each once.
        takes_part: Vec<TakesPart>,
        /// Shown on "help now".
        help_now: bool,
        /// My plan says that they must not be called. They are then not shown on "help now", whatever `help_now` says.
        not_to_be_called: bool,
        /// Whether they are on the map.
        state: PersonState,
    }
}

view! {
    /// My people.
    PeopleView from core::PeopleView {
        /// On my map, as I put them.
        people: Vec<PersonView>,
        /// Off the map for now.
        set_down: Vec<PersonView>,
        /// Contacts that are being practised, the newest first.
        practising: Vec<ContactPracticeView>,
        /// Contacts that were done or let go, the newest first, at most 50.
        practised: Vec<ContactPracticeView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// My people, and the contacts I practise.
    pub fn people(&self) -> Result<PeopleView> {
        self.call(handrail_core::Handrail::people)
    }

    /// Puts somebody on the map, last.
    pub fn save_person(&self, details: NewPerson) -> Result<Changes> {
        self.call(|core| core.save_person(&details.taken("details")?))
    }

    /// Changes what is kept of somebody. What was written before stays as a revision.
    pub fn edit_person(&self, id: PersonId, edit: NewPerson) -> Result<Changes> {
        self.call(|core| core.edit_person(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves somebody in the order of the map (or of those who are off it): `place` counts from 0; beyond the end means last.
    pub fn move_person(&self, id: PersonId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_person(id.taken("id")?, place))
    }

    /// Takes somebody off the map for now, or puts them on it again, last. What they may see is not touched by this:
    /// that is `revoke_permission`.
    pub fn set_person_state(&self, id: PersonId, state: PersonState) -> Result<Changes> {
        self.call(|core| core.set_person_state(id.taken("id")?, state.taken("state")?))
    }
}
