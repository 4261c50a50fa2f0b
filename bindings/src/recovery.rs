//! What recovery means to me: in my own words, as often as it changes. Earlier versions stay to look back on.

use handrail_core::recovery as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a version of what recovery means to me.
    RecoveryMeaningId = core::RecoveryMeaningId
}

edit! {
    /// What recovery means to me. Any of the three may be empty, not all of them.
    NewRecoveryMeaning into core::NewRecoveryMeaning {
        /// What it means, at most 8,000 characters.
        #[uniffi(default)]
        meaning: String,
        /// What helps me on my way, at most 8,000 characters.
        #[uniffi(default)]
        what_helps: String,
        /// Who gives me courage, at most 280 characters.
        #[uniffi(default)]
        who_inspires_me: String,
    }
}

view! {
    /// One version, as it is shown.
    RecoveryMeaningView from core::RecoveryMeaningView {
        /// Which.
        id: RecoveryMeaningId,
        /// What it means.
        meaning: String,
        /// What helps me on my way.
        what_helps: String,
        /// Who gives me courage.
        who_inspires_me: String,
        /// The person's day it was written.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// The recovery screen.
    RecoveryView from core::RecoveryView {
        /// What it means to me now; nothing until something was written.
        newest: Option<RecoveryMeaningView>,
        /// What I wrote before, the newest first, at most 50.
        earlier: Vec<RecoveryMeaningView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// What recovery means to me, and what I wrote before.
    pub fn recovery(&self) -> Result<RecoveryView> {
        self.call(handrail_core::Handrail::recovery)
    }

    /// The 50 versions before this one, for reading back.
    pub fn recovery_before(&self, version: RecoveryMeaningId) -> Result<Vec<RecoveryMeaningView>> {
        self.call(|core| core.recovery_before(version.taken("version")?))
    }

    /// Writes what recovery means to me now. What was written before stays, as an earlier version; the same words again
    /// make no new one.
    ///
    /// Refused: `meaning` empty where all three are; a field over its limit.
    pub fn save_recovery_meaning(&self, details: NewRecoveryMeaning) -> Result<Changes> {
        self.call(|core| core.save_recovery_meaning(&details.taken("details")?))
    }

    /// Puts a version right: a slip of the pen, not a change of mind. The earlier words stay as a revision. Errors as
    /// for saving, and `NotFound`.
    pub fn edit_recovery_meaning(&self, id: RecoveryMeaningId, edit: NewRecoveryMeaning) -> Result<Changes> {
        self.call(|core| core.edit_recovery_meaning(id.taken("id")?, &edit.taken("edit")?))
    }
}
