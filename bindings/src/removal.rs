//! Taking an entry away, putting it back, and removing it for good.

use crate::convert::In as _;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};

#[uniffi::export]
impl Handrail {
    /// Takes an entry away; `put_back` undoes it. `concept` is its name as in `Change.concept`.
    ///
    /// Gives `NotFound` where there is none, and `Invalid` for `id` while other records hang on
    /// it, such as a goal that has steps: let it go instead, or take those away first.
    pub fn remove(&self, concept: &str, id: RecordId) -> Result<Changes> {
        self.call(|core| core.remove(concept, id.taken("id")?))
    }

    /// Puts back what `remove` took away, as it was. Gives `NotFound` if it was not taken away,
    /// or was removed for good.
    pub fn put_back(&self, concept: &str, id: RecordId) -> Result<Changes> {
        self.call(|core| core.put_back(concept, id.taken("id")?))
    }

    /// Removes an entry for good, also one that was only taken away before. There is no way
    /// back; what was shared with a reader stays with that reader: say so before. Errors as for
    /// `remove`.
    pub fn remove_for_good(&self, concept: &str, id: RecordId) -> Result<Changes> {
        self.call(|core| core.remove_for_good(concept, id.taken("id")?))
    }
}
