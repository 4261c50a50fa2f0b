//! Evidence of how closely the programme is followed, as a by-product of using it: counts that
//! fall out of one person's own enrolment. The items are those of the published fidelity scale
//! (doi 10.1186/s12888-016-1096-y; PMC7547988), named by ids of our own; none of its text is here.
//!
//! These are facts about how the programme was given, never about the person. There is no sum
//! and no verdict, the client's screens do not show them, and they leave the phone only as any
//! other line of a review does: chosen and seen. A clinic adds them up over people without names.
//! Two items have published bands; the bands are over all clients of a clinic, so on one
//! enrolment they are the band of this enrolment's share.

use handrail_core::fidelity as core;

use crate::clock::CivilDate;
use crate::convert::{choice, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::RecordId;

choice! {
    /// The items, in the order of the published scale.
    FidelityItem = core::FidelityItem {
        /// How many are in the group.
        GroupSize,
        /// How long it has gone on, and in which rhythm.
        LengthAndRhythm,
        /// How much of the curriculum was covered.
        Curriculum,
        /// How many of the handouts were given.
        Handouts,
        /// Whether people of the client's own choice take part.
        SignificantOthers,
        /// Whether there is a goal, and a way to know that it is reached.
        GoalSetting,
        /// Whether the goals are talked over.
        GoalFollowUp,
        /// Ticked at the meeting: motivational teaching.
        Motivational,
        /// Ticked at the meeting: educational teaching.
        Educational,
        /// Ticked at the meeting: cognitive-behavioural teaching.
        CognitiveBehavioural,
        /// Whether ways of coping were practised.
        CopingTraining,
        /// Whether there is a plan against relapse that others know.
        RelapsePrevention,
        /// Whether medicine was fitted into the day, where it was chosen.
        MedicationTailoring,
    }
}

view! {
    /// Something that was counted.
    FidelityFact from core::Fact {
        /// What, by its id.
        id: String,
        /// How many.
        count: i64,
    }
}

view! {
    /// What was found about one item.
    FidelityEvidence from core::FidelityEvidence {
        /// Which item.
        item: FidelityItem,
        /// What was counted.
        facts: Vec<FidelityFact>,
        /// The share that its band is about, in whole percent, rounded down; none where no band is published
        /// or there is nothing to divide by.
        percent: Option<i64>,
        /// The published band of that share: 1 under 20 %, 2 from 20, 3 from 40, 4 from 70, 5 from 90.
        band: Option<i64>,
    }
}

view! {
    /// The evidence of one enrolment.
    FidelityView from core::FidelityView {
        /// Which enrolment.
        enrolment: RecordId,
        /// Id of the programme.
        programme: String,
        /// The day it began.
        from: CivilDate,
        /// Today, or the day it ended.
        until: CivilDate,
        /// All items, in order.
        items: Vec<FidelityEvidence>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The evidence of the time of taking part that counts now, else of the last one; none for who never took part.
    pub fn fidelity(&self) -> Result<Option<FidelityView>> {
        self.call(handrail_core::Handrail::fidelity)
    }
}
