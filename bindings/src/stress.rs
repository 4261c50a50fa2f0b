//! Stress: what brings it, how I notice it, what keeps it away, what helps, and my plan. One sheet in six parts, each a
//! list that is ticked from the content pack or written in one's own words.

use handrail_core::stress as core;

use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a line of the stress sheet.
    StressLineId = core::StressLineId
}

choice! {
    /// The parts of the sheet, in the order they are gone through.
    StressPart = core::StressPart {
        /// A larger change in my life.
        LifeEvent,
        /// A small daily trouble.
        Hassle,
        /// How I notice stress.
        Sign,
        /// What keeps it away.
        Prevent,
        /// What helps with it.
        Cope,
        /// My plan.
        Plan,
    }
}

choice! {
    /// Where a sign of stress shows.
    StressSphere = core::StressSphere {
        /// In the body.
        Body,
        /// In thoughts.
        Thoughts,
        /// In feelings.
        Feelings,
        /// In what I do.
        Actions,
    }
}

edit! {
    /// A line as the person wants it. For an edit, every field is the new value.
    NewStressLine into core::NewStressLine {
        /// Which part it belongs to.
        part: StressPart,
        /// For a line that is ticked: its id in the list of this part (and sphere) in the content pack. Empty for one of
        /// the person's own, and always in the plan.
        #[uniffi(default)]
        list_id: String,
        /// Signs: where it shows. Nothing in every other part.
        #[uniffi(default)]
        sphere: Option<StressSphere>,
        /// In the person's own words, at most 8,000 characters. May be empty where `list_id` is given: the line then
        /// takes the words of the list.
        #[uniffi(default)]
        wording: String,
        /// Plan: with whom, at most 280 characters. Empty in every other part.
        #[uniffi(default)]
        who: String,
        /// Plan: when, at most 280 characters. Empty in every other part.
        #[uniffi(default)]
        when_words: String,
    }
}

view! {
    /// A line, as it is shown.
    StressLineView from core::StressLineView {
        /// Which.
        id: StressLineId,
        /// Which part it belongs to.
        part: StressPart,
        /// Its id in the list it was ticked on; empty for one of the person's own.
        list_id: String,
        /// Signs: where it shows.
        sphere: Option<StressSphere>,
        /// The words, in the language in force where they are the pack's.
        wording: String,
        /// With whom.
        who: String,
        /// When.
        when_words: String,
    }
}

view! {
    /// An item that the content pack offers and that is not ticked.
    StressOffer from core::StressOffer {
        /// Its id in the list.
        list_id: String,
        /// Signs: where it shows.
        sphere: Option<StressSphere>,
        /// Its words.
        wording: String,
    }
}

view! {
    /// A part with its lines.
    StressPartView from core::StressPartView {
        /// Which part.
        part: StressPart,
        /// Its lines: signs by sphere, then as the person put them.
        lines: Vec<StressLineView>,
        /// What else can be ticked, in the order of the pack.
        offered: Vec<StressOffer>,
    }
}

view! {
    /// The stress sheet.
    StressView from core::StressView {
        /// All six parts in order, the empty ones too.
        parts: Vec<StressPartView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The stress sheet.
    pub fn stress(&self) -> Result<StressView> {
        self.call(handrail_core::Handrail::stress)
    }

    /// Adds a line at the end of its part (and sphere). Ticking again what is ticked changes nothing.
    ///
    /// Refused: `list_id` is no choice where the pack in force does not have it there; a field that the part does not have.
    pub fn add_stress_line(&self, details: NewStressLine) -> Result<Changes> {
        self.call(|core| core.add_stress_line(&details.taken("details")?))
    }

    /// Says a line differently, or moves it to another part or sphere, where it stands last. A line that was ticked keeps
    /// its id, also where the pack in force does not have it any more.
    ///
    /// Refused: `list_id` is no choice, as above, or in the wrong state where another line is that tick.
    pub fn edit_stress_line(&self, id: StressLineId, edit: NewStressLine) -> Result<Changes> {
        self.call(|core| core.edit_stress_line(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a line within its part (and sphere): `place` counts from 0; beyond the end means last.
    pub fn move_stress_line(&self, id: StressLineId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_stress_line(id.taken("id")?, place))
    }
}
