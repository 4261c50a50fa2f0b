//! What a person typed on a screen and has not saved yet. It outlives the app's process, and lies in the encrypted store,
//! since what the phone's system itself keeps of a screen is no place for a person's words. Of this phone alone: in no
//! backup, archive, review or log.

use handrail_core::drafts as core;

use crate::clock::CivilDate;
use crate::convert::view;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

view! {
    /// What was typed in one field.
    DraftField from core::DraftField {
        /// The field's name, as the screen gave it.
        field: String,
        /// What was typed, letter by letter. Empty where the person took out what stood there.
        text: String,
    }
}

view! {
    /// What was typed at one place and not saved yet.
    Draft from core::Draft {
        /// Fields in which something was typed or emptied, by their names. None: there is no draft.
        fields: Vec<DraftField>,
        /// The person's day on which something was typed last; none without a draft.
        kept_day: Option<CivilDate>,
    }
}

#[uniffi::export]
impl Handrail {
    /// Keeps what is in a field just now, in place of what was kept of it before. A field that was emptied is kept as such: what
    /// stood there is not to come back from the record when the screen does. `place` names the screen, with the ids of what it
    /// shows (`goal-form`, `goal/ID`); `field` the field there: letters, digits and `-_./:` of ASCII, at most 200. Kept for 30 days; at most 16,000 characters, 50 fields of a place, and 50 places:
    /// one more takes the room of that in which nothing was typed for longest. Nothing that a screen shows changes, so the
    /// `Changes` are empty.
    ///
    /// Not for secrets: a recovery code or an invitation is typed anew.
    pub fn save_draft(&self, place: &str, field: &str, text: &str) -> Result<Changes> {
        self.call(|core| core.save_draft(place, field, text))
    }

    /// What was typed at a place and not saved yet. Empty where there is nothing.
    pub fn draft(&self, place: &str) -> Result<Draft> {
        self.call(|core| core.draft(place))
    }

    /// Drops what was typed at a place: it was saved, or is not wanted. Nothing of it stays in the file.
    pub fn drop_draft(&self, place: &str) -> Result<Changes> {
        self.call(|core| core.drop_draft(place))
    }
}
