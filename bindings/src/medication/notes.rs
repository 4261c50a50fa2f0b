//! What speaks for a medicine and against it, side effects, and what I want to ask about it.
//!
//! ```text
//!   question:     open ──asked──> asked (with the answer) ──> gone      each can be set again
//!   anything else: open ──> gone
//! ```

use handrail_core::medication::notes as core;

use super::MedicineId;
use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a note about a medicine.
    MedicineNoteId = core::MedicineNoteId
}

choice! {
    /// What a note is.
    MedicineNotePart = core::MedicineNotePart {
        /// What is good about it.
        GoodSide,
        /// What is not.
        BadSide,
        /// A side effect.
        SideEffect,
        /// A question for the next visit.
        Question,
    }
}

choice! {
    /// Where a note stands.
    MedicineNoteState = core::MedicineNoteState {
        /// It holds, or waits to be asked.
        Open,
        /// A question that was asked.
        Asked,
        /// It holds no more; kept.
        Gone,
    }
}

edit! {
    /// A note as the person wants it. For an edit, every field is the new value.
    NewMedicineNote into core::NewMedicineNote {
        /// Which medicine; none where it is about all of them.
        #[uniffi(default)]
        medicine: Option<MedicineId>,
        /// What the note is.
        part: MedicineNotePart,
        /// In the person's own words, at most 8,000 characters.
        wording: String,
        /// Side effects: how bad, 0 to 3. None in every other part.
        #[uniffi(default)]
        how_bad: Option<i64>,
        /// Side effects: since when, within ten years of today. None in every other part.
        #[uniffi(default)]
        since: Option<CivilDate>,
        /// Questions: what the prescriber said, at most 8,000 characters. Empty in
        /// every other part.
        #[uniffi(default)]
        answer: String,
    }
}

view! {
    /// A note, as it is shown.
    MedicineNoteView from core::MedicineNoteView {
        /// Which.
        id: MedicineNoteId,
        /// Which medicine; none where it is about all of them.
        medicine: Option<MedicineId>,
        /// What that is called now; empty where it is about all of them.
        medicine_name: String,
        /// What the note is.
        part: MedicineNotePart,
        /// In the person's own words.
        wording: String,
        /// How bad.
        how_bad: Option<i64>,
        /// Since when.
        since: Option<CivilDate>,
        /// What the prescriber said.
        answer: String,
        /// Where it stands.
        state: MedicineNoteState,
    }
}

#[uniffi::export]
impl Handrail {
    /// Adds a note, last in its part.
    pub fn add_medicine_note(&self, details: NewMedicineNote) -> Result<Changes> {
        self.call(|core| core.add_medicine_note(&details.taken("details")?))
    }

    /// Says a note differently.
    ///
    /// Refused: `part` in the wrong state where a question that was asked would become something else.
    pub fn edit_medicine_note(&self, id: MedicineNoteId, edit: NewMedicineNote) -> Result<Changes> {
        self.call(|core| core.edit_medicine_note(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a note within its part: `place` counts from 0; beyond the end means last.
    pub fn move_medicine_note(&self, id: MedicineNoteId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_medicine_note(id.taken("id")?, place))
    }

    /// Says that a question was asked, that a note holds no more, or opens it again.
    ///
    /// Refused: `state` in the wrong state for something else than a question that would be asked.
    pub fn set_medicine_note_state(&self, id: MedicineNoteId, state: MedicineNoteState) -> Result<Changes> {
        self.call(|core| core.set_medicine_note_state(id.taken("id")?, state.taken("state")?))
    }
}
