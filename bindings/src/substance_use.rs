//! Alcohol and drugs: one sheet in eight parts and a log, only for those who open it. It goes to nobody unless the person
//! switches it on for a review.

use handrail_core::substance_use as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a line of the sheet on alcohol and drugs.
    SubstanceLineId = core::SubstanceLineId
}

id! {
    /// Names an entry of its log.
    SubstanceEntryId = core::SubstanceEntryId
}

choice! {
    /// The parts of the sheet, in the order they are gone through.
    SubstancePart = core::SubstancePart {
        /// Why I use.
        Reason,
        /// What is good about using.
        GoodUsing,
        /// What is bad about using.
        BadUsing,
        /// What is good about not using.
        GoodNotUsing,
        /// What is bad about not using.
        BadNotUsing,
        /// A situation that is risky for me, and my answer.
        RiskySituation,
        /// What I do instead.
        Instead,
        /// My own plan.
        Plan,
    }
}

edit! {
    /// A line as the person wants it. For an edit, every field is the new value.
    NewSubstanceLine into core::NewSubstanceLine {
        /// Which part it belongs to.
        part: SubstancePart,
        /// In the person's own words, at most 8,000 characters.
        wording: String,
        /// Risky situations: what I do then, at most 8,000 characters. Empty in every other part.
        #[uniffi(default)]
        my_answer: String,
        /// Risky situations, what I do instead, my plan: who is with me in it, at most 280 characters. Empty in every
        /// other part.
        #[uniffi(default)]
        who: String,
    }
}

view! {
    /// A line, as it is shown.
    SubstanceLineView from core::SubstanceLineView {
        /// Which.
        id: SubstanceLineId,
        /// Which part it belongs to.
        part: SubstancePart,
        /// In the person's own words.
        wording: String,
        /// What I do then.
        my_answer: String,
        /// Who is with me in it.
        who: String,
    }
}

edit! {
    /// An entry of the log, as it is written.
    NewSubstanceEntry into core::NewSubstanceEntry {
        /// What it was, at most 280 characters.
        what: String,
        /// How much, in words, at most 280 characters.
        #[uniffi(default)]
        how_much: String,
        /// What was going on, at most 8,000 characters.
        #[uniffi(default)]
        situation: String,
        /// What helped, at most 8,000 characters.
        #[uniffi(default)]
        what_helped: String,
    }
}

view! {
    /// An entry of the log, as it is shown.
    SubstanceEntryView from core::SubstanceEntryView {
        /// Which.
        id: SubstanceEntryId,
        /// What it was.
        what: String,
        /// How much.
        how_much: String,
        /// What was going on.
        situation: String,
        /// What helped.
        what_helped: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A part with its lines.
    SubstancePartView from core::SubstancePartView {
        /// Which part.
        part: SubstancePart,
        /// Its lines, as the person put them.
        lines: Vec<SubstanceLineView>,
    }
}

view! {
    /// The sheet.
    SubstanceUseView from core::SubstanceUseView {
        /// Whether it was opened. While it is not, nothing else is handed out.
        opened: bool,
        /// All eight parts in order, the empty ones too.
        parts: Vec<SubstancePartView>,
        /// The log: the newest 50 entries.
        recent: Vec<SubstanceEntryView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The sheet.
    pub fn substance_use(&self) -> Result<SubstanceUseView> {
        self.call(handrail_core::Handrail::substance_use)
    }

    /// The 50 entries before this one, for scrolling back. None while the sheet is closed.
    pub fn substance_entries_before(&self, entry: SubstanceEntryId) -> Result<Vec<SubstanceEntryView>> {
        self.call(|core| core.substance_entries_before(entry.taken("entry")?))
    }

    /// Opens the sheet, or closes it, and with it the parts of the programme that are about it. What is in it is kept
    /// either way.
    pub fn open_substance_use(&self, open: bool) -> Result<Changes> {
        self.call(|core| core.open_substance_use(open))
    }

    /// Adds a line at the end of its part.
    ///
    /// Refused: `substance_use_opened` in the wrong state while the sheet is closed; so is every write below.
    pub fn add_substance_line(&self, details: NewSubstanceLine) -> Result<Changes> {
        self.call(|core| core.add_substance_line(&details.taken("details")?))
    }

    /// Says a line differently, or moves it to another part, where it stands last.
    pub fn edit_substance_line(&self, id: SubstanceLineId, edit: NewSubstanceLine) -> Result<Changes> {
        self.call(|core| core.edit_substance_line(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a line within its part: `place` counts from 0; beyond the end means last.
    pub fn move_substance_line(&self, id: SubstanceLineId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_substance_line(id.taken("id")?, place))
    }

    /// Adds an entry to the log.
    pub fn record_substance_entry(&self, details: NewSubstanceEntry) -> Result<Changes> {
        self.call(|core| core.record_substance_entry(&details.taken("details")?))
    }

    /// Changes an entry of the log. The earlier text stays as a revision.
    pub fn edit_substance_entry(&self, id: SubstanceEntryId, edit: NewSubstanceEntry) -> Result<Changes> {
        self.call(|core| core.edit_substance_entry(id.taken("id")?, &edit.taken("edit")?))
    }
}
