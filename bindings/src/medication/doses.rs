//! Taken, skipped, later: what the person says of a medicine and a day. One answer for each, the
//! last one given; a day without an answer means nothing, and none is ever added up against anybody.

use handrail_core::medication::doses as core;

use super::MedicineId;
use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names an answer about a dose.
    DoseId = core::DoseId
}

choice! {
    /// What became of it.
    DoseResult = core::DoseResult {
        /// I took it.
        Taken,
        /// I skipped it. Nothing is asked.
        Skipped,
        /// Later: ask me again.
        Later,
    }
}

edit! {
    /// An answer as it is given.
    NewDose into core::NewDose {
        /// Which medicine.
        medicine: MedicineId,
        /// The day it is about: today or before, within ten years.
        occurrence: CivilDate,
        /// What became of it.
        result: DoseResult,
        /// Anything else, at most 8,000 characters. Never asked for.
        #[uniffi(default)]
        note: String,
    }
}

view! {
    /// An answer, as it is shown.
    DoseView from core::DoseView {
        /// Which.
        id: DoseId,
        /// Which medicine.
        medicine: MedicineId,
        /// What that is called now.
        medicine_name: String,
        /// The day it is about.
        occurrence: CivilDate,
        /// What became of it.
        result: DoseResult,
        /// Anything else.
        note: String,
        /// The person's day it was written.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

#[uniffi::export]
impl Handrail {
    /// Records what became of a dose. A second answer about the same medicine and day takes the place of the
    /// first, which stays as a revision: a double tap, or "later" and then "taken", leaves one answer.
    pub fn record_dose(&self, details: NewDose) -> Result<Changes> {
        self.call(|core| core.record_dose(&details.taken("details")?))
    }

    /// Changes an answer. The earlier one stays as a revision.
    ///
    /// Refused: `occurrence` in the wrong state where another answer is about that medicine and day.
    pub fn edit_dose(&self, id: DoseId, edit: NewDose) -> Result<Changes> {
        self.call(|core| core.edit_dose(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The 50 answers before this one, for scrolling back. None while medication is not chosen.
    pub fn doses_before(&self, dose: DoseId) -> Result<Vec<DoseView>> {
        self.call(|core| core.doses_before(dose.taken("dose")?))
    }

    /// The answers about the days from `from` to `until`, both included, the earliest day first. None while
    /// medication is not chosen.
    ///
    /// Refused: `until` before `from`, or more than 366 days.
    pub fn doses_between(&self, from: CivilDate, until: CivilDate) -> Result<Vec<DoseView>> {
        self.call(|core| core.doses_between(from.taken("from")?, until.taken("until")?))
    }
}
