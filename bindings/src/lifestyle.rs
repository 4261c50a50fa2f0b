//! A healthy life: a line in a log (sleep, food, moving, ...) and one small change at a time.
//!
//! Which logs there are and what each counts comes from the content pack. A log is looked back on
//! as it was written: nothing is averaged, and no day is a missed one.

use handrail_core::lifestyle as core;
use handrail_core::programme::pack::LogUnit;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, Out, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a line of a log.
    LifestyleEntryId = core::LifestyleEntryId
}

id! {
    /// Names a small change.
    LifestyleChangeId = core::LifestyleChangeId
}

choice! {
    /// Where a small change stands.
    LifestyleChangeState = core::LifestyleChangeState {
        /// I am trying it.
        Trying,
        /// I keep it.
        Kept,
        /// Set down on purpose, and kept on the list.
        LetGo,
    }
}

/// What a log counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LifestyleUnit {
    /// Minutes.
    Minutes,
    /// How many times.
    Times,
    // Not named `None`: Swift would take that for a value that is not there.
    /// Nothing; words alone.
    WordsAlone,
}

impl Out<LogUnit> for LifestyleUnit {
    fn out(core: LogUnit) -> Self {
        match core {
            LogUnit::Minutes => Self::Minutes,
            LogUnit::Times => Self::Times,
            LogUnit::None => Self::WordsAlone,
        }
    }
}

edit! {
    /// A line of a log, as it is written. It says something in words or in a number, or both.
    NewLifestyleEntry into core::NewLifestyleEntry {
        /// Which log, by its id in the content pack.
        log: String,
        /// In words, at most 8,000 characters.
        #[uniffi(default)]
        wording: String,
        /// How much, in the unit of the log: 0 to 1,440 minutes, or 0 to 1,000 times. None in a log
        /// that counts nothing.
        #[uniffi(default)]
        amount: Option<i64>,
    }
}

edit! {
    /// A small change as the person wants it. For an edit, every field is the new value.
    NewLifestyleChange into core::NewLifestyleChange {
        /// The log it goes with, by its id in the content pack; empty for none.
        #[uniffi(default)]
        log: String,
        /// In the person's own words, at most 8,000 characters.
        wording: String,
        /// Since when, within ten years of today. Left out: today, or as it was.
        #[uniffi(default)]
        started: Option<CivilDate>,
    }
}

view! {
    /// A line of a log, as it is shown.
    LifestyleEntryView from core::LifestyleEntryView {
        /// Which.
        id: LifestyleEntryId,
        /// Which log, by its id in the content pack.
        log: String,
        /// What the log is called; empty where the pack in force does not have it any more.
        log_name: String,
        /// What it counts; none where the pack in force does not have it any more.
        unit: Option<LifestyleUnit>,
        /// In words.
        wording: String,
        /// How much.
        amount: Option<i64>,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A log that the content pack has.
    LifestyleLogView from core::LifestyleLogView {
        /// Its id.
        id: String,
        /// What it is called.
        name: String,
        /// What it counts.
        unit: LifestyleUnit,
    }
}

view! {
    /// The lifestyle sheet.
    LifestyleView from core::LifestyleView {
        /// The logs there are, in the order of the pack.
        logs: Vec<LifestyleLogView>,
        /// The newest 50 lines of all logs.
        recent: Vec<LifestyleEntryView>,
        /// The one small change I am trying.
        trying: Option<LifestyleChangeView>,
        /// Changes that were kept or let go, the newest first, at most 50.
        changes: Vec<LifestyleChangeView>,
    }
}

view! {
    /// A small change, as it is shown.
    LifestyleChangeView from core::LifestyleChangeView {
        /// Which.
        id: LifestyleChangeId,
        /// The log it goes with; empty for none.
        log: String,
        /// What that is called; empty for none, and where the pack in force does not have it any more.
        log_name: String,
        /// In the person's own words.
        wording: String,
        /// Since when.
        started: CivilDate,
        /// Where it stands.
        state: LifestyleChangeState,
    }
}

#[uniffi::export]
impl Handrail {
    /// The lifestyle sheet.
    pub fn lifestyle(&self) -> Result<LifestyleView> {
        self.call(handrail_core::Handrail::lifestyle)
    }

    /// The 50 lines before this one, for scrolling back.
    pub fn lifestyle_before(&self, entry: LifestyleEntryId) -> Result<Vec<LifestyleEntryView>> {
        self.call(|core| core.lifestyle_before(entry.taken("entry")?))
    }

    /// The lines of a log, or of all where `log` is empty, from `from` to `until`, both included, the earliest first.
    ///
    /// Refused: `until` before `from`, or more than 366 days.
    pub fn lifestyle_between(&self, log: &str, from: CivilDate, until: CivilDate) -> Result<Vec<LifestyleEntryView>> {
        self.call(|core| core.lifestyle_between(log, from.taken("from")?, until.taken("until")?))
    }

    /// Adds a line to a log.
    ///
    /// Refused: a `log` that the pack in force does not have; `wording` empty where neither words nor a number are given.
    pub fn record_lifestyle(&self, details: NewLifestyleEntry) -> Result<Changes> {
        self.call(|core| core.record_lifestyle(&details.taken("details")?))
    }

    /// Changes a line. The earlier one stays as a revision.
    pub fn edit_lifestyle(&self, id: LifestyleEntryId, edit: NewLifestyleEntry) -> Result<Changes> {
        self.call(|core| core.edit_lifestyle(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Begins a small change.
    ///
    /// Refused: `state` in the wrong state while another is being tried: say first whether that one is kept or let go.
    pub fn save_lifestyle_change(&self, details: NewLifestyleChange) -> Result<Changes> {
        self.call(|core| core.save_lifestyle_change(&details.taken("details")?))
    }

    /// Says a small change differently. What was written before stays as a revision.
    pub fn edit_lifestyle_change(&self, id: LifestyleChangeId, edit: NewLifestyleChange) -> Result<Changes> {
        self.call(|core| core.edit_lifestyle_change(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Keeps a small change, lets it go, or tries it again.
    ///
    /// Refused: `state` in the wrong state where another is being tried.
    pub fn set_lifestyle_change_state(&self, id: LifestyleChangeId, state: LifestyleChangeState) -> Result<Changes> {
        self.call(|core| core.set_lifestyle_change_state(id.taken("id")?, state.taken("state")?))
    }
}
