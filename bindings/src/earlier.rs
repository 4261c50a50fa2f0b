//! What stood there before: the words of a record that were replaced since, so that a person can look back on a sheet
//! and take up again what they had said. Words that another phone wrote at the same time and that lost are among them.

use handrail_core::earlier as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::RecordId;

view! {
    /// Words that stood in a field before.
    EarlierWords from core::EarlierWords {
        /// The field they stood in, named as in the record.
        field: String,
        /// The words.
        words: String,
        /// The person's day on which they were replaced.
        until: CivilDate,
    }
}

#[uniffi::export]
impl Handrail {
    /// What stood in the fields of a record before, the newest replaced first: 50 of them, after leaving
    /// out the first `skip`. `concept` is the record's, as `Changes` names it. Empty for a record that was
    /// taken away; what was put right within ten minutes was never kept.
    ///
    /// Refused: a `concept` that there is not.
    pub fn earlier_words(&self, concept: &str, id: RecordId, skip: u32) -> Result<Vec<EarlierWords>> {
        self.call(|core| core.earlier_words(concept, id.taken("id")?, skip))
    }
}
