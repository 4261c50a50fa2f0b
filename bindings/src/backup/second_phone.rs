//! A second phone or tablet: the first one shows a code, the second one scans it inside the app, four words are compared, and
//! both say that they are the same.
//!
//! ```text
//!   first:   show_code_for_second_phone ──> words_for_second_phone ──> confirm_second_phone
//!   second:  scan_code_of_first_phone ───> words_of_first_phone ────> join_first_phone
//! ```

use std::sync::Arc;

use handrail_core::backup as core;
use tokio::sync::Mutex;

use crate::convert::{Out, closed};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;
use crate::sync::{CancelToken, SyncReport};

/// On the first phone: a code that is being shown. Dropping it forgets it here; the relay forgets it within ten minutes.
#[derive(uniffi::Object)]
pub struct CodeForSecondPhone {
    square: zeroize::Zeroizing<String>,
    // The person takes their time over the words: a lock of the asynchronous kind, held over awaits.
    under_way: Mutex<core::CodeForSecondPhone>,
}

closed!(CodeForSecondPhone);

#[uniffi::export]
impl CodeForSecondPhone {
    /// What the square code holds. A secret: shown on the screen and nowhere else, for ten minutes.
    pub fn square(&self) -> Result<String> {
        Ok(self.square.as_str().to_owned())
    }
}

impl Out<core::CodeForSecondPhone> for Arc<CodeForSecondPhone> {
    fn out(core: core::CodeForSecondPhone) -> Self {
        Self::new(CodeForSecondPhone { square: core.square().to_owned().into(), under_way: Mutex::new(core) })
    }
}

/// On the second phone: a code that was scanned. Dropping it before "same" forgets it.
#[derive(uniffi::Object)]
pub struct ScannedSecondPhone(Mutex<core::ScannedSecondPhone>);

closed!(ScannedSecondPhone);

impl Out<core::ScannedSecondPhone> for Arc<ScannedSecondPhone> {
    fn out(core: core::ScannedSecondPhone) -> Self {
        Self::new(ScannedSecondPhone(Mutex::new(core)))
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Handrail {
    /// On the first phone: syncs, so that it knows the newest list of the person's phones, and makes a code that a second
    /// phone can scan for ten minutes. `language`: of the words, a BCP 47 tag.
    ///
    /// Refused: `backup` in the wrong state where it is not on; `language` malformed. Gives `Network`, `Cancelled`.
    #[uniffi::method(default(cancel = None))]
    pub async fn show_code_for_second_phone(
        &self,
        language: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<CodeForSecondPhone>> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(self.core.show_code_for_second_phone(&language, &cancel))).await
    }

    /// On the first phone: waits for the second one to scan the code, and gives the four words.
    ///
    /// Gives `Network` where it ended: expired, used before, what arrived does not fit the code, or nothing could be reached;
    /// `Cancelled`. Nothing was sealed for anybody.
    #[uniffi::method(default(cancel = None))]
    pub async fn words_for_second_phone(
        &self,
        code: Arc<CodeForSecondPhone>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<String>> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(async {
            self.core.words_for_second_phone(&mut *code.under_way.lock().await, &cancel).await
        }))
        .await
    }

    /// On the first phone: says whether the words are the same. If they are, waits for "same" on the second one, and only
    /// then puts it on the list, under this name (which may be empty), and seals the keys to it. If they are not, nothing is
    /// sealed, and the call gives `Network`. Errors as for `words_for_second_phone`; `name` too long.
    #[uniffi::method(default(cancel = None))]
    pub async fn confirm_second_phone(
        &self,
        code: Arc<CodeForSecondPhone>,
        same: bool,
        name: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Changes> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(async {
            self.core.confirm_second_phone(&mut *code.under_way.lock().await, same, &name, &cancel).await
        }))
        .await
    }

    /// On the second phone: begins with the text of a code that was scanned inside the app. Nothing is sent yet. Where there
    /// are entries here already they are kept, beside those that come: that has to be said before, and is agreed to by
    /// `beside_what_is_here`.
    ///
    /// Refused: `code` malformed when it is some other code or damaged; `backup` in the wrong state where one is on or a
    /// restore is under way; `beside_what_is_here` in the wrong state where there are entries and that was not agreed to.
    /// Gives `Network` for a code of a newer kind or a relay that is not private.
    #[uniffi::method(default(beside_what_is_here = false))]
    pub fn scan_code_of_first_phone(&self, text: &str, beside_what_is_here: bool) -> Result<Arc<ScannedSecondPhone>> {
        self.call(|core| core.scan_code_of_first_phone(text, beside_what_is_here))
    }

    /// On the second phone: goes as far as the four words. Errors as for `words_for_second_phone`.
    #[uniffi::method(default(cancel = None))]
    pub async fn words_of_first_phone(
        &self,
        code: Arc<ScannedSecondPhone>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<String>> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(async { self.core.words_of_first_phone(&mut *code.0.lock().await, &cancel).await }))
            .await
    }

    /// On the second phone: says whether the words are the same. If they are, waits for the first one, and then fetches
    /// everything; reload every screen. What is needed for that is kept before anything more is sent: cut short, the next
    /// sync goes on with it. If they are not, the call gives `Network`. Errors as for `words_for_second_phone`.
    #[uniffi::method(default(cancel = None))]
    pub async fn join_first_phone(
        &self,
        code: Arc<ScannedSecondPhone>,
        same: bool,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SyncReport> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(async { self.core.join_first_phone(&mut *code.0.lock().await, same, &cancel).await }))
            .await
    }
}
