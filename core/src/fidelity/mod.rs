//! Evidence of how closely the programme is followed, as a by-product of using it: counts that
//! fall out of one person's own enrolment. The items are those of the published fidelity scale
//! (doi 10.1186/s12888-016-1096-y; PMC7547988), named by ids of our own; none of its text is here.
//!
//! These are facts about how the programme was given, never about the person. There is no sum
//! and no verdict, the client's screens do not show them, and they leave the phone only as any
//! other line of a review does: chosen and seen. A clinic adds them up over people without names.
//! Two items have published bands; the bands are over all clients of a clinic, so on one
//! enrolment they are the band of this enrolment's share.

mod evidence;

use rusqlite::{Connection, OptionalExtension as _};

use crate::clock::Day;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::validate::choice;

choice! {
    /// The items, in the order of the published scale.
    FidelityItem {
        /// How many are in the group.
        GroupSize = "group_size",
        /// How long it has gone on, and in which rhythm.
        LengthAndRhythm = "length_and_rhythm",
        /// How much of the curriculum was covered.
        Curriculum = "curriculum",
        /// How many of the handouts were given.
        Handouts = "handouts",
        /// Whether people of the client's own choice take part.
        SignificantOthers = "significant_others",
        /// Whether there is a goal, and a way to know that it is reached.
        GoalSetting = "goal_setting",
        /// Whether the goals are talked over.
        GoalFollowUp = "goal_follow_up",
        /// Ticked at the meeting: motivational teaching.
        Motivational = "motivational",
        /// Ticked at the meeting: educational teaching.
        Educational = "educational",
        /// Ticked at the meeting: cognitive-behavioural teaching.
        CognitiveBehavioural = "cognitive_behavioural",
        /// Whether ways of coping were practised.
        CopingTraining = "coping_training",
        /// Whether there is a plan against relapse that others know.
        RelapsePrevention = "relapse_prevention",
        /// Whether medicine was fitted into the day, where it was chosen.
        MedicationTailoring = "medication_tailoring",
    }
}

impl FidelityItem {
    /// All of them, in the order of the published scale.
    pub const ALL: [Self; 13] = [
        Self::GroupSize,
        Self::LengthAndRhythm,
        Self::Curriculum,
        Self::Handouts,
        Self::SignificantOthers,
        Self::GoalSetting,
        Self::GoalFollowUp,
        Self::Motivational,
        Self::Educational,
        Self::CognitiveBehavioural,
        Self::CopingTraining,
        Self::RelapsePrevention,
        Self::MedicationTailoring,
    ];
}

/// Something that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What, by its id.
    pub id: &'static str,
    /// How many.
    pub count: i64,
}

/// What was found about one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FidelityEvidence {
    /// Which item.
    pub item: FidelityItem,
    /// What was counted.
    pub facts: Vec<Fact>,
    /// The share that its band is about, in whole percent, rounded down; none where no band is published
    /// or there is nothing to divide by.
    pub percent: Option<i64>,
    /// The published band of that share: 1 under 20 %, 2 from 20, 3 from 40, 4 from 70, 5 from 90.
    pub band: Option<i64>,
}

/// The evidence of one enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FidelityView {
    /// Which enrolment.
    pub enrolment: Id,
    /// Id of the programme.
    pub programme: String,
    /// The day it began.
    pub from: Day,
    /// Today, or the day it ended.
    pub until: Day,
    /// All items, in order.
    pub items: Vec<FidelityEvidence>,
}

impl Handrail {
    /// The evidence of the time of taking part that counts now, else of the last one; none for who never took part.
    pub fn fidelity(&self) -> Result<Option<FidelityView>> {
        let today = self.this_day()?;
        self.read(|c| of(c, today))
    }
}

/// The same, where a read is already open.
pub(crate) fn of(c: &Connection, today: Day) -> Result<Option<FidelityView>> {
    let Some(enrolment) = newest(c, today)? else { return Ok(None) };
    let items = FidelityItem::ALL.into_iter().map(|item| evidence::of(c, &enrolment, item));
    let items = items.collect::<Result<_>>()?;
    let Enrolled { id, programme, from, until, .. } = enrolment;
    Ok(Some(FidelityView { enrolment: id, programme, from, until, items }))
}

/// What the counting needs of an enrolment.
struct Enrolled {
    id: Id,
    programme: String,
    group_size: Option<i64>,
    planned_meetings: Option<i64>,
    from: Day,
    until: Day,
}

fn newest(c: &Connection, today: Day) -> Result<Option<Enrolled>> {
    let mut q = c.prepare_cached(
        "SELECT id, programme, group_size, planned_meetings, started, ended FROM enrolment
          ORDER BY state IN ('graduated', 'left'), started DESC, id DESC LIMIT 1",
    )?;
    let enrolled = q.query_row([], |r| {
        let from: Day = r.get(4)?;
        let until = r.get::<_, Option<Day>>(5)?.unwrap_or(today).max(from);
        Ok(Enrolled {
            id: r.get(0)?,
            programme: r.get(1)?,
            group_size: r.get(2)?,
            planned_meetings: r.get(3)?,
            from,
            until,
        })
    });
    Ok(enrolled.optional()?)
}
