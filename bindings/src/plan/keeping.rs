//! What is done with the plan: using it, giving copies away and taking them back, rehearsing it,
//! looking it over. Each is an entry with a day; where the plan stands is read out of them.
//!
//! ```text
//!   not in use ──"I am using my plan"──> in use ──"I am not using it any more"──> not in use
//!                                          │ ▲
//!                          asked after 3 days: "still using it"
//! ```
//! A question that is not answered changes nothing: the plan stays in use until the person says otherwise.

use handrail_core::plan::keeping as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::people::PersonId;
use crate::store::Changes;

id! {
    /// Names something that was done with the plan.
    PlanEventId = core::PlanEventId
}

choice! {
    /// What was done with the plan.
    PlanEventKind = core::PlanEventKind {
        /// "I am using my plan."
        UseBegan,
        /// "I am still using it."
        StillUsing,
        /// "I am not using it any more."
        UseEnded,
        /// It was rehearsed.
        Rehearsed,
        /// Somebody was given a copy, or one was put somewhere.
        CopyGiven,
        /// That copy was taken back.
        CopyTakenBack,
        /// It was looked over.
        Reviewed,
    }
}

edit! {
    /// Something that was done with the plan, as the person tells it.
    NewPlanEvent into core::NewPlanEvent {
        /// What was done. Using it is said with `use_plan` and `end_plan_use`.
        event: PlanEventKind,
        /// Somebody on my map: whose copy, or with whom.
        #[uniffi(default)]
        person: Option<PersonId>,
        /// Whose copy, where it is ("on the fridge"), or with whom; at most 280
        /// characters. A copy needs this or `person`.
        #[uniffi(default)]
        with_whom: String,
        /// Anything else, at most 8,000 characters.
        #[uniffi(default)]
        note: String,
    }
}

view! {
    /// Something that was done with the plan, as it is shown.
    PlanEventView from core::PlanEventView {
        /// Which.
        id: PlanEventId,
        /// What was done.
        event: PlanEventKind,
        /// Somebody on my map.
        person: Option<PersonId>,
        /// Whose copy, where, or with whom.
        with_whom: String,
        /// Anything else.
        note: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// The plan is in use.
    PlanInUse from core::PlanInUse {
        /// The day it began.
        since: CivilDate,
        /// The day the person last said so.
        said_on: CivilDate,
        /// Three days have gone by since: ask whether they still use it.
        ask: bool,
    }
}

view! {
    /// A copy that is out of my hands.
    PlanCopyView from core::PlanCopyView {
        /// Somebody on my map; none where it was only said in words.
        person: Option<PersonId>,
        /// Who has it, or where it is.
        holder: String,
        /// Shared since this day.
        since: CivilDate,
        /// The day of the newest copy they were given.
        given: CivilDate,
        /// The plan was changed after that: they hold an older version.
        older_than_plan: bool,
    }
}

view! {
    /// What was done with the plan, and where it stands.
    PlanKeepingView from core::PlanKeepingView {
        /// Whether it is in use.
        in_use: Option<PlanInUse>,
        /// Copies that are with others now, the longest shared first.
        copies: Vec<PlanCopyView>,
        /// The day it was last rehearsed.
        rehearsed_on: Option<CivilDate>,
        /// The day it was last looked over.
        reviewed_on: Option<CivilDate>,
        /// The day to look it over next, if the person set one. A day that has gone by says nothing by itself.
        review_on: Option<CivilDate>,
        /// Counts the days on which anything in it changed: the first day is version 1; 0 while it was never written. Two
        /// phones that change it apart from each other may count alike.
        version: u32,
        /// The day of that version.
        changed_day: Option<CivilDate>,
        /// The newest 50 entries.
        recent: Vec<PlanEventView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// What was done with the plan, and where it stands.
    pub fn plan_keeping(&self) -> Result<PlanKeepingView> {
        self.call(handrail_core::Handrail::plan_keeping)
    }

    /// The 50 entries before this one, for scrolling back.
    pub fn plan_events_before(&self, event: PlanEventId) -> Result<Vec<PlanEventView>> {
        self.call(|core| core.plan_events_before(event.taken("event")?))
    }

    /// "I am using my plan", and "I am still using it". Said again on the same day without a note it leaves no
    /// second trace, so that a double tap does no harm.
    pub fn use_plan(&self, note: &str) -> Result<Changes> {
        self.call(|core| core.use_plan(note))
    }

    /// "I am not using it any more." Where it is not in use, nothing is written.
    pub fn end_plan_use(&self, note: &str) -> Result<Changes> {
        self.call(|core| core.end_plan_use(note))
    }

    /// Records that a copy was given or taken back, that the plan was rehearsed or looked over.
    ///
    /// Refused: `event` in the wrong state for one of the three about using the plan; `with_whom` empty for a copy that
    /// names nobody and no place; `with_whom` in the wrong state where nobody there has a copy to give back.
    pub fn record_plan_event(&self, details: NewPlanEvent) -> Result<Changes> {
        self.call(|core| core.record_plan_event(&details.taken("details")?))
    }

    /// Puts right with whom it was and the note. What was done stays: take the entry away and make another.
    ///
    /// Refused: `event` in the wrong state where it is another than the entry's.
    pub fn edit_plan_event(&self, id: PlanEventId, edit: NewPlanEvent) -> Result<Changes> {
        self.call(|core| core.edit_plan_event(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Sets the day to look the plan over next, within ten years of today, or takes it away.
    pub fn set_plan_review_on(&self, day: Option<CivilDate>) -> Result<Changes> {
        self.call(|core| core.set_plan_review_on(day.taken("day")?))
    }
}
