//! Taking part: on trial, active, resting, finished or left, and again.

use handrail_core::programme as core;

use super::packs::PackText;
use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a time of taking part.
    EnrolmentId = core::EnrolmentId
}

choice! {
    /// How the meetings are held.
    ProgrammeFormat = core::ProgrammeFormat {
        /// One to one.
        Individual,
        /// In a group.
        Group,
        /// Both.
        Both,
    }
}

choice! {
    /// Where the person is with the programme.
    EnrolmentState = core::EnrolmentState {
        /// Trying it out.
        Trial,
        /// Taking part.
        Active,
        /// Resting, easy to take up again.
        Paused,
        /// Finished.
        Graduated,
        /// Left, for whatever reason.
        Left,
    }
}

edit! {
    /// How somebody takes part. For an edit, every field but the programme and the link to an earlier time is the new value.
    NewEnrolment into core::NewEnrolment {
        /// Id of a pack on this phone.
        programme: String,
        /// How the meetings are held.
        format: ProgrammeFormat,
        /// People in the group, 2 to 30, if it is held in one and the number is known.
        #[uniffi(default)]
        group_size: Option<i64>,
        /// The first day, within ten years; today (or, in an edit, as it was) where left out.
        #[uniffi(default)]
        started: Option<CivilDate>,
        /// Meetings planned in all, 1 to 200, if known.
        #[uniffi(default)]
        planned_meetings: Option<i64>,
        /// Decide after so many meetings, 1 to 12; left out, there is no trial.
        #[uniffi(default)]
        trial_meetings: Option<i64>,
        /// True for booster meetings after finishing.
        #[uniffi(default)]
        booster: bool,
        /// The earlier time that this one repeats or follows.
        #[uniffi(default)]
        repeat_of: Option<EnrolmentId>,
    }
}

view! {
    /// A time of taking part, as it is shown.
    EnrolmentView from core::EnrolmentView {
        /// Which.
        id: EnrolmentId,
        /// Id of the pack.
        programme: String,
        /// What it is called; empty where the pack is not on this phone any more.
        name: PackText,
        /// Edition of the pack when they began.
        edition: i64,
        /// How the meetings are held.
        format: ProgrammeFormat,
        /// People in the group, if said.
        group_size: Option<i64>,
        /// The first day.
        started: CivilDate,
        /// Meetings planned in all, if said.
        planned_meetings: Option<i64>,
        /// Meetings of the trial, if there is one.
        trial_meetings: Option<i64>,
        /// Where the person is with it.
        state: EnrolmentState,
        /// True for booster meetings after finishing.
        booster: bool,
        /// The earlier time that this one repeats or follows.
        repeat_of: Option<EnrolmentId>,
        /// The day it was finished or left.
        ended: Option<CivilDate>,
        /// Meetings that took place in it.
        meetings_held: i64,
        /// True once the meetings of the trial have taken place and nobody has said yet how it goes on.
        decide_now: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// Begins to take part: on trial where meetings of a trial are given, else at once. The words, lists and sheets of that
    /// pack are in force from here on.
    ///
    /// Refused: `programme` unknown for a pack that is not on this phone, in the wrong state while another one is neither
    /// finished nor left.
    pub fn enrol(&self, details: NewEnrolment) -> Result<Changes> {
        self.call(|core| core.enrol(&details.taken("details")?))
    }

    /// Puts right how somebody takes part. The programme itself stays: for another one, leave and begin anew.
    ///
    /// Refused: `programme` in the wrong state for another programme than before.
    pub fn edit_enrolment(&self, id: EnrolmentId, edit: NewEnrolment) -> Result<Changes> {
        self.call(|core| core.edit_enrolment(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Decides after the trial, pauses, finishes, leaves, or takes it up again. Finishing and leaving keep everything.
    ///
    /// Refused: `state` in the wrong state for a trial that has no meetings, and for taking up what is over while another
    /// one is not.
    pub fn set_enrolment_state(&self, id: EnrolmentId, state: EnrolmentState) -> Result<Changes> {
        self.call(|core| core.set_enrolment_state(id.taken("id")?, state.taken("state")?))
    }
}
