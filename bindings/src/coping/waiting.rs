//! Times nothing was tried: what trouble does by itself. They count in the comparison, because trouble
//! eases anyway, and that is no strategy's doing.

use handrail_core::coping as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a time of just waiting.
    CopingWaitId = core::CopingWaitId
}

edit! {
    /// A time I just waited.
    NewCopingWait into core::NewCopingWait {
        /// What it was: a trouble of the pack, by its id, or in words; at most 280 characters.
        trouble: String,
        /// How strong it was, 0-10.
        before: i64,
        /// How strong it was after a while, 0-10.
        after: i64,
    }
}

view! {
    /// A time I just waited, as it is shown.
    CopingWaitView from core::CopingWaitView {
        /// Which.
        id: CopingWaitId,
        /// What it was.
        trouble: String,
        /// 0-10 before.
        before: i64,
        /// 0-10 after.
        after: i64,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

#[uniffi::export]
impl Handrail {
    /// Logs a time I just waited.
    pub fn record_coping_wait(&self, details: NewCopingWait) -> Result<Changes> {
        self.call(|core| core.record_coping_wait(&details.taken("details")?))
    }

    /// Puts a time of waiting right.
    pub fn edit_coping_wait(&self, id: CopingWaitId, edit: NewCopingWait) -> Result<Changes> {
        self.call(|core| core.edit_coping_wait(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The times I just waited, the newest first, 50 at a time: the newest, or those before `before`.
    pub fn coping_waits(&self, before: Option<CopingWaitId>) -> Result<Vec<CopingWaitView>> {
        self.call(|core| core.coping_waits(before.taken("before")?))
    }
}
