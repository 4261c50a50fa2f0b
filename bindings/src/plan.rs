//! The relapse prevention plan on one page, a line at a time: what sets me off, my signs, what
//! helps in stages, who helps, whom to call, what I wish for. Works without a network; every
//! part may stay empty, none is forced.

use handrail_core::plan as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a line of the plan.
    PlanLineId = core::PlanLineId
}

choice! {
    /// The parts of the plan, in the order they are read.
    PlanPart = core::PlanPart {
        /// What sets me off, and what I do then.
        Triggers,
        /// How I notice.
        Signs,
        /// What helps, in four stages.
        WhatHelps,
        /// Who helps, each with one duty.
        WhoHelps,
        /// Whom to call.
        Contacts,
        /// What I wish for if I need more help: hospital, medicines, what not to do.
        Wishes,
    }
}

edit! {
    /// A line as the person wants it.
    NewPlanLine into core::NewPlanLine {
        /// Which part it belongs to.
        part: PlanPart,
        /// For what helps: 1 myself, 2 with someone, 3 call the clinic, 4 emergency. 0 in every other part.
        #[uniffi(default = 0)]
        stage: i64,
        /// In the person's own words.
        wording: String,
        /// For contacts: a number to call, at most 40 characters; empty in every other part.
        #[uniffi(default)]
        phone: String,
    }
}

view! {
    /// A line, as it is shown.
    PlanLineView from core::PlanLineView {
        /// Which.
        id: PlanLineId,
        /// Which part it belongs to.
        part: PlanPart,
        /// 1 to 4 for what helps, else 0.
        stage: i64,
        /// In the person's own words.
        wording: String,
        /// A number to call; may be empty.
        phone: String,
    }
}

view! {
    /// A part with its lines.
    PlanPartView from core::PlanPartView {
        /// Which part.
        part: PlanPart,
        /// Its lines: by stage, then as the person put them.
        lines: Vec<PlanLineView>,
    }
}

view! {
    /// The plan.
    PlanView from core::PlanView {
        /// All six parts in order, the empty ones too.
        parts: Vec<PlanPartView>,
        /// The day anything in it was last changed, added or taken away; none while there never was a line.
        changed_day: Option<CivilDate>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The plan.
    pub fn plan(&self) -> Result<PlanView> {
        self.call(handrail_core::Handrail::plan)
    }

    /// Adds a line at the end of its part (and stage).
    pub fn add_plan_line(&self, details: NewPlanLine) -> Result<Changes> {
        self.call(|core| core.add_plan_line(&details.taken("details")?))
    }

    /// Says a line differently, or moves it to another part or stage, where it stands last.
    pub fn edit_plan_line(&self, id: PlanLineId, edit: NewPlanLine) -> Result<Changes> {
        self.call(|core| core.edit_plan_line(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a line within its part (and stage): `place` counts from 0; beyond the end means last.
    pub fn move_plan_line(&self, id: PlanLineId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_plan_line(id.taken("id")?, place))
    }

    /// Takes a line away; `put_back_plan_line` undoes it.
    pub fn remove_plan_line(&self, id: PlanLineId) -> Result<Changes> {
        self.call(|core| core.remove_plan_line(id.taken("id")?))
    }

    /// Puts a line back that was taken away, where it stood.
    pub fn put_back_plan_line(&self, id: PlanLineId) -> Result<Changes> {
        self.call(|core| core.put_back_plan_line(id.taken("id")?))
    }
}
