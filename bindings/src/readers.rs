//! Who reads: the practitioners and peer specialists the person paired with, face to face.
//!
//! ```text
//!   scan_invite ──> Pairing ──pair──> four words, compared aloud ──confirm_pairing──> a reader
//!   introductions ──accept_introduction──> a reader, "not checked yet" ──reader_words, compare_reader_words──> checked
//! ```

use std::sync::Arc;

use handrail_core::readers as core;
use tokio::sync::Mutex;

use crate::convert::{In as _, Out, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};
use crate::sync::CancelToken;

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
        /// Who introduced them; none where both paired face to face.
        introduced_by: Option<String>,
        /// False while the words of an introduced reader were not compared: show "not checked yet".
        checked: bool,
    }
}

view! {
    /// "ANNA asks you to share with BEN too."
    IntroductionView from core::IntroductionView {
        /// The care relationship it is about.
        mailbox: RecordId,
        /// The colleague's account.
        account: RecordId,
        /// What the colleague is called.
        name: String,
        /// The reader who asks.
        by_name: String,
        /// When it came, UTC milliseconds.
        arrived_ms: i64,
    }
}

view! {
    /// Somebody I shared with from a phone that I no longer have.
    FormerReaderView from core::FormerReaderView {
        /// The care relationship.
        mailbox: RecordId,
        /// Their account.
        account: RecordId,
        /// The name they gave at pairing.
        name: String,
        /// Since when, UTC milliseconds.
        since_ms: i64,
    }
}

/// A pairing under way. Dropping it forgets it here; the relay forgets it within ten minutes.
#[derive(uniffi::Object)]
pub struct Pairing {
    name: String,
    // Both people take their time over the words: a lock of the asynchronous kind, held over awaits.
    under_way: Mutex<core::PairingUnderWay>,
}

closed!(Pairing);

#[uniffi::export]
impl Pairing {
    /// The name the practitioner gave, to be shown before anything is agreed.
    pub fn name(&self) -> Result<String> {
        Ok(self.name.clone())
    }
}

impl Out<core::PairingUnderWay> for Arc<Pairing> {
    fn out(core: core::PairingUnderWay) -> Self {
        Self::new(Pairing { name: core.name().to_owned(), under_way: Mutex::new(core) })
    }
}

#[uniffi::export(async_runtime = "tokio")]
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

    /// With whom I shared before this phone was restored, by the time they were added. Nothing goes to them until we pair
    /// again, at the next meeting; then they are gone from here.
    pub fn former_readers(&self) -> Result<Vec<FormerReaderView>> {
        self.call(handrail_core::Handrail::former_readers)
    }

    /// Ends what the lost phone shared with, without pairing again: the next sync takes the mailbox away from the relay, with
    /// everything in it that was not read yet. Gives `NotFound` where it is none of a former phone's.
    pub fn end_former(&self, mailbox: RecordId) -> Result<Changes> {
        self.call(|core| core.end_former(mailbox.taken("mailbox")?))
    }

    /// Colleagues whom readers introduced and who wait for an answer, the oldest first. Nothing goes to anybody before a yes.
    pub fn introductions(&self) -> Result<Vec<IntroductionView>> {
        self.call(handrail_core::Handrail::introductions)
    }

    /// "Yes, share with Ben too": from the next packet on. Ben is "not checked yet" until the words were compared.
    ///
    /// Refused: `readers` too many where five read already; `reader` in the wrong state where that person reads already.
    /// Gives `NotFound` if nothing waits there.
    pub fn accept_introduction(&self, mailbox: RecordId, account: RecordId) -> Result<Changes> {
        self.call(|core| core.accept_introduction(mailbox.taken("mailbox")?, account.taken("account")?))
    }

    /// "Not now." No reason is asked for; the colleague can be introduced again.
    pub fn decline_introduction(&self, mailbox: RecordId, account: RecordId) -> Result<Changes> {
        self.call(|core| core.decline_introduction(mailbox.taken("mailbox")?, account.taken("account")?))
    }

    /// The four words to compare with an introduced reader at the next meeting; none until phone and page have each been
    /// online once after the yes. Gives `NotFound` if they are no introduced reader.
    pub fn reader_words(&self, mailbox: RecordId, account: RecordId) -> Result<Option<Vec<String>>> {
        self.call(|core| {
            let words = core.reader_words(mailbox.taken("mailbox")?, account.taken("account")?)?;
            Ok(words.map(|w| w.map(str::to_owned).to_vec()))
        })
    }

    /// What the two found: with the same words the reader is checked, with others they are no reader from here on.
    ///
    /// Refused: `words` in the wrong state while there are none to compare.
    pub fn compare_reader_words(&self, mailbox: RecordId, account: RecordId, same: bool) -> Result<Changes> {
        self.call(|core| core.compare_reader_words(mailbox.taken("mailbox")?, account.taken("account")?, same))
    }

    /// Begins a pairing with the text of a code that was scanned inside the app. Nothing is sent yet.
    ///
    /// Refused: `invite` malformed when it is some other code or damaged. Gives `Network` for a code
    /// of a newer kind, or a relay that is not private.
    pub fn scan_invite(&self, text: &str) -> Result<Arc<Pairing>> {
        self.call(|core| core.scan_invite(text))
    }

    /// Goes as far as the four words, which both people now compare.
    ///
    /// Gives `Network` when it ended: expired, used before, or what arrived does not fit the code, or
    /// nothing could be reached. Nothing is kept; a new code starts anew.
    #[uniffi::method(default(cancel = None))]
    pub async fn pair(&self, pairing: Arc<Pairing>, cancel: Option<Arc<CancelToken>>) -> Result<Vec<String>> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(async {
            let words = self.core.pair(&mut *pairing.under_way.lock().await, &cancel).await?;
            Ok(words.to_vec())
        })
        .await
    }

    /// Says whether the words are the same. If they are, waits for the other side's "same" and then
    /// keeps the reader: "You share with Sam". If they are not, everything made for it is destroyed
    /// on both sides, and the call gives `Network`.
    #[uniffi::method(default(cancel = None))]
    pub async fn confirm_pairing(
        &self,
        pairing: Arc<Pairing>,
        same: bool,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Changes> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(async { self.core.confirm_pairing(&mut *pairing.under_way.lock().await, same, &cancel).await })
            .await
    }
}
