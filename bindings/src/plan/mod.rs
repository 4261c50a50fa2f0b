//! The relapse prevention plan on one page, a line at a time: what happened before, what sets me
//! off, my signs, what helps in stages, who helps, whom to call, what I wish for. Works without a
//! network; every part may stay empty, none is forced.

pub mod keeping;
pub mod safety;

use handrail_core::plan as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::people::PersonId;
use crate::signs::{SignPattern, WarningSignId};
use crate::store::Changes;

id! {
    /// Names a line of the plan.
    PlanLineId = core::PlanLineId
}

choice! {
    /// The parts of the plan, in the order they are read.
    PlanPart = core::PlanPart {
        /// What happened before: when, what came first, what helped.
        WhatHappened,
        /// What sets me off, and what I do then.
        Triggers,
        /// How I notice.
        Signs,
        /// What helps, in four stages.
        WhatHelps,
        /// Who helps, each with one duty; and who must not be called.
        WhoHelps,
        /// Whom to call.
        Contacts,
        /// What I wish for if I need more help: hospital, medicines, what not to do.
        Wishes,
    }
}

choice! {
    /// What somebody in "whom to call" is to me.
    ContactRole = core::ContactRole {
        /// Who I work through the programme with.
        Practitioner,
        /// Who prescribes.
        Prescriber,
        /// My emergency contact.
        Emergency,
        /// A line that answers at night and at weekends.
        OutOfHours,
        /// Somebody else.
        Other,
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
        /// In the person's own words. Where `sign` or `person` is given it may be empty: the line then takes the
        /// words of the sign or the name of the person.
        wording: String,
        /// For contacts: a number to call, at most 40 characters; empty in every other part.
        #[uniffi(default)]
        phone: String,
        /// For triggers: what I do now. For what happened before: what helped.
        #[uniffi(default)]
        action: String,
        /// For what happened before: what came first.
        #[uniffi(default)]
        what_came_first: String,
        /// For what happened before: when, at most 280 characters.
        #[uniffi(default)]
        when_words: String,
        /// For signs: the warning sign it stands for.
        #[uniffi(default)]
        sign: Option<WarningSignId>,
        /// For what helps, who helps and contacts: somebody on my map.
        #[uniffi(default)]
        person: Option<PersonId>,
        /// For who helps: the one thing they do.
        #[uniffi(default)]
        duty: String,
        /// For contacts: what they are to me.
        #[uniffi(default)]
        role: Option<ContactRole>,
        /// For who helps: this is somebody who must not be called. They then have no duty.
        #[uniffi(default)]
        not_to_be_called: bool,
    }
}

view! {
    /// The warning sign that a line stands for, as it is now.
    PlanSignView from core::PlanSignView {
        /// Which.
        id: WarningSignId,
        /// Its words now.
        wording: String,
        /// Who may notice.
        who_may_notice: String,
        /// How long before, in words.
        days_before: String,
        /// New for me, or usual for me; none while it was not said.
        pattern: Option<SignPattern>,
        /// How to check.
        how_to_check: String,
        /// Whether it is the key sign.
        key_sign: bool,
    }
}

view! {
    /// The person of a line, as they stand on my map now.
    PlanPersonView from core::PlanPersonView {
        /// Which.
        id: PersonId,
        /// Their name.
        name: String,
        /// Their number; may be empty.
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
        /// What I do now (triggers), or what helped (what happened before).
        action: String,
        /// What came first.
        what_came_first: String,
        /// When that was.
        when_words: String,
        /// The warning sign it stands for; none where another device took it away.
        sign: Option<PlanSignView>,
        /// Somebody on my map; none where another device took them away.
        person: Option<PlanPersonView>,
        /// The one thing they do.
        duty: String,
        /// What they are to me.
        role: Option<ContactRole>,
        /// Somebody who must not be called. Their number is not shown.
        not_to_be_called: bool,
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
        /// All seven parts in order, the empty ones too.
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
