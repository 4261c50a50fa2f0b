//! Behavioural tailoring, for those who chose medication: how a medicine fits into my day, what
//! speaks for and against it, what I want to ask. Facts and my own words, never advice.
//!
//! Off until chosen. Turned off, nothing of it is shown or asked for, and everything is kept.
//! `notes` has good and bad sides, side effects and questions; `doses` what was taken, skipped or put off.

pub mod doses;
pub mod notes;

use handrail_core::medication as core;

use self::doses::{DoseResult, DoseView};
use self::notes::MedicineNoteView;
use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a medicine.
    MedicineId = core::MedicineId
}

choice! {
    /// Whether a medicine is part of my day.
    MedicineState = core::MedicineState {
        /// It is.
        Active,
        /// Not for now.
        Paused,
        /// Not any more; all that was written is kept.
        Stopped,
    }
}

edit! {
    /// A medicine as the person wants it. For an edit, every field is the new value. One that is taken at two
    /// times of the day is two of these, each tied to its own act.
    NewMedicine into core::NewMedicine {
        /// What I call it, a nickname will do; at most 280 characters, as every line here.
        name: String,
        /// What it is for, in my words; at most 8,000 characters.
        #[uniffi(default)]
        purpose: String,
        /// When to take it, as the prescriber said it; at most 8,000 characters.
        #[uniffi(default)]
        schedule: String,
        /// The daily act it goes with: a line.
        #[uniffi(default)]
        anchor: String,
        /// About when that is.
        #[uniffi(default)]
        anchor_time: Option<CivilTime>,
        /// Where it is kept: a line.
        #[uniffi(default)]
        place: String,
        /// What reminds me: a line.
        #[uniffi(default)]
        cue: String,
        /// What reminds me if that does not: a line.
        #[uniffi(default)]
        backup_cue: String,
        /// Who helps: a line.
        #[uniffi(default)]
        who_helps: String,
    }
}

view! {
    /// A medicine, as it is shown.
    MedicineView from core::MedicineView {
        /// Which.
        id: MedicineId,
        /// What I call it.
        name: String,
        /// What it is for.
        purpose: String,
        /// When to take it, as the prescriber said it.
        schedule: String,
        /// The daily act it goes with.
        anchor: String,
        /// About when that is.
        anchor_time: Option<CivilTime>,
        /// Where it is kept.
        place: String,
        /// What reminds me.
        cue: String,
        /// What reminds me if that does not.
        backup_cue: String,
        /// Who helps.
        who_helps: String,
        /// Whether it is part of my day.
        state: MedicineState,
        /// What I said about today. Nothing said means nothing.
        today: Option<DoseResult>,
    }
}

view! {
    /// The medication sheet.
    MedicationView from core::MedicationView {
        /// Whether this person chose it. While they have not, nothing else is handed out.
        chosen: bool,
        /// Part of my day, as I put them.
        active: Vec<MedicineView>,
        /// Not for now.
        paused: Vec<MedicineView>,
        /// Not any more.
        stopped: Vec<MedicineView>,
        /// Good and bad sides, side effects and questions, in this order, then as I put them.
        notes: Vec<MedicineNoteView>,
        /// What was taken, skipped or put off: the newest 50.
        recent: Vec<DoseView>,
    }
}

view! {
    /// What to take along to the next visit: one sheet, to print or to show.
    VisitSheet from core::VisitSheet {
        /// The day it was made.
        day: CivilDate,
        /// What I want to ask, as I put it.
        questions: Vec<MedicineNoteView>,
        /// Side effects I have.
        side_effects: Vec<MedicineNoteView>,
        /// What is good about it.
        good_sides: Vec<MedicineNoteView>,
        /// What is not.
        bad_sides: Vec<MedicineNoteView>,
        /// What I take, with what I do to remember it.
        medicines: Vec<MedicineView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The medication sheet.
    pub fn medication(&self) -> Result<MedicationView> {
        self.call(handrail_core::Handrail::medication)
    }

    /// Chooses medication, or unchooses it, and with it the parts of the programme that are about it. What was
    /// written is kept either way.
    pub fn choose_medication(&self, chosen: bool) -> Result<Changes> {
        self.call(|core| core.choose_medication(chosen))
    }

    /// What to take along to the next visit: what is still open, about medicines that were not stopped.
    ///
    /// Refused: `medication_chosen` in the wrong state while it was not chosen; here and in every write about medication.
    pub fn medication_for_a_visit(&self) -> Result<VisitSheet> {
        self.call(handrail_core::Handrail::medication_for_a_visit)
    }

    /// Adds a medicine, last.
    pub fn save_medicine(&self, details: NewMedicine) -> Result<Changes> {
        self.call(|core| core.save_medicine(&details.taken("details")?))
    }

    /// Changes what is kept of a medicine. What was written before stays as a revision.
    pub fn edit_medicine(&self, id: MedicineId, edit: NewMedicine) -> Result<Changes> {
        self.call(|core| core.edit_medicine(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a medicine among those in its state: `place` counts from 0; beyond the end means last.
    pub fn move_medicine(&self, id: MedicineId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_medicine(id.taken("id")?, place))
    }

    /// Says that a medicine rests, was stopped, or is part of my day again; it then stands last there. Whether to
    /// do so is between the person and who prescribes: this only keeps up with it.
    pub fn set_medicine_state(&self, id: MedicineId, state: MedicineState) -> Result<Changes> {
        self.call(|core| core.set_medicine_state(id.taken("id")?, state.taken("state")?))
    }
}
