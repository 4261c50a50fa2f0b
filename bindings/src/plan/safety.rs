//! The safety plan, for those who want one: six parts after the safety planning of Stanley and
//! Brown (doi 10.1016/j.cbpra.2011.01.001), in our own words. Off until opened; every part may
//! stay empty. Closing it hides it and keeps every line.

use handrail_core::plan::safety as core;

use super::PlanPersonView;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::people::PersonId;
use crate::store::Changes;

id! {
    /// Names a line of the safety plan.
    SafetyLineId = core::SafetyLineId
}

choice! {
    /// The parts of the safety plan, in the order they are gone through.
    SafetyPart = core::SafetyPart {
        /// How I notice.
        Signs,
        /// What I can do by myself.
        WhatIDoAlone,
        /// People and places that take my mind off it.
        PeopleAndPlaces,
        /// People I can ask for help.
        PeopleToAsk,
        /// Professionals and lines.
        Professionals,
        /// How I make the place safe.
        ASafePlace,
    }
}

edit! {
    /// A line as the person wants it.
    NewSafetyLine into core::NewSafetyLine {
        /// Which part it belongs to.
        part: SafetyPart,
        /// In the person's own words, at most 8,000 characters. May be empty where
        /// `person` is given: the line then takes their name.
        wording: String,
        /// A number, at most 40 characters; only in the three parts that name people.
        #[uniffi(default)]
        phone: String,
        /// Somebody on my map; only in the three parts that name people.
        #[uniffi(default)]
        person: Option<PersonId>,
    }
}

view! {
    /// A line, as it is shown.
    SafetyLineView from core::SafetyLineView {
        /// Which.
        id: SafetyLineId,
        /// Which part it belongs to.
        part: SafetyPart,
        /// In the person's own words.
        wording: String,
        /// A number; may be empty.
        phone: String,
        /// Somebody on my map; none where another device took them away.
        person: Option<PlanPersonView>,
    }
}

view! {
    /// A part with its lines.
    SafetyPartView from core::SafetyPartView {
        /// Which part.
        part: SafetyPart,
        /// Its lines, as the person put them.
        lines: Vec<SafetyLineView>,
    }
}

view! {
    /// The safety plan.
    SafetyPlanView from core::SafetyPlanView {
        /// Whether it was opened. While it is not, no line is handed out.
        opened: bool,
        /// All six parts in order, the empty ones too.
        parts: Vec<SafetyPartView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The safety plan.
    pub fn safety_plan(&self) -> Result<SafetyPlanView> {
        self.call(handrail_core::Handrail::safety_plan)
    }

    /// Opens the safety plan, or closes it. What is in it is kept either way.
    pub fn open_safety_plan(&self, open: bool) -> Result<Changes> {
        self.call(|core| core.open_safety_plan(open))
    }

    /// Adds a line at the end of its part.
    ///
    /// Refused: `safety_plan_opened` in the wrong state while it is not opened; so in the other calls that change a line.
    pub fn add_safety_line(&self, details: NewSafetyLine) -> Result<Changes> {
        self.call(|core| core.add_safety_line(&details.taken("details")?))
    }

    /// Says a line differently, or moves it to another part, where it stands last.
    pub fn edit_safety_line(&self, id: SafetyLineId, edit: NewSafetyLine) -> Result<Changes> {
        self.call(|core| core.edit_safety_line(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a line within its part: `place` counts from 0; beyond the end means last.
    pub fn move_safety_line(&self, id: SafetyLineId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_safety_line(id.taken("id")?, place))
    }
}
