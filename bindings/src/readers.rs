//! Who reads: the practitioners and peer specialists the person paired with, face to face.
//!
//! ```text
//!   scan_invite ──> Pairing ──pair──> four words, compared aloud ──confirm_pairing──> a reader
//! ```

use handrail_core::readers as core;

use crate::convert::{In as _, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};

view! {
    /// A reader as a preview names them.
    ReaderName from core::ReaderName {
        /// Their account.
        account: RecordId,
        /// The name they gave at pairing.
        name: String,
    }
}

view! {
    /// A reader on the "You share with" screen.
    ReaderView from core::ReaderView {
        /// The care relationship.
        mailbox: RecordId,
        /// Their account.
        account: RecordId,
        /// The name they gave at pairing.
        name: String,
        /// Since when, UTC milliseconds.
        since_ms: i64,
        /// Messages to them that have not reached the relay.
        waiting: u32,
    }
}

#[uniffi::export]
impl Handrail {
    /// Everybody a review can go to, by the time they were added.
    pub fn readers(&self) -> Result<Vec<ReaderView>> {
        self.call(handrail_core::Handrail::readers)
    }

    /// Removes a reader. From here on nothing is sealed for them, what waits for them is not sent,
    /// and the next sync tells the relay, which deletes what they have not fetched. What they read
    /// they have read: say so before. Gives `NotFound` if they are no reader of this care relationship.
    pub fn remove_reader(&self, mailbox: RecordId, account: RecordId) -> Result<Changes> {
        self.call(|core| core.remove_reader(mailbox.taken("mailbox")?, account.taken("account")?))
    }
}
