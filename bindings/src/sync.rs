//! Sending and fetching. The one thing that waits for the network; everything works without it.

use std::sync::Arc;

use handrail_core::sync as core;

use crate::convert::{choice, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

/// Stops the calls it was given to, now and later. Dropping or cancelling a task of the app's is
/// not enough: Swift's cancelling does not reach into the library.
#[derive(uniffi::Object)]
pub struct CancelToken(core::http::CancelToken);

closed!(CancelToken);

#[uniffi::export]
impl CancelToken {
    /// A token that has not been used.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::new(Self(core::http::CancelToken::new()))
    }

    /// Every call that holds this token gives `Cancelled`.
    pub fn cancel(&self) -> Result<()> {
        self.0.cancel();
        Ok(())
    }
}

impl CancelToken {
    pub(crate) fn or_never(token: Option<Arc<Self>>) -> core::http::CancelToken {
        token.map(|token| token.0.clone()).unwrap_or_default()
    }
}

choice! {
    /// Why an exchange ended before everything was done. Nothing is lost by any of them.
    Stopped = core::relay::Stopped {
        /// No connection, or no whole answer.
        Away,
        /// The relay asks for patience or has trouble of its own.
        Busy,
        /// The relay does not accept this account's login.
        LoginRefused,
        /// The mailbox is no longer there.
        MailboxGone,
        /// What answers does not speak the protocol: a redirect, a captive portal, a broken relay.
        NotARelay,
        /// What answers could not prove that it is the relay of the pairing code.
        NotTrusted,
    }
}

view! {
    /// What a sync did, over all care relationships. Bytes are exact: the person can see every send.
    SyncReport from core::SyncReport {
        /// Messages the relay stored.
        delivered: u32,
        /// Messages taken in: suggestions, answers, receipts.
        taken_in: u32,
        /// Messages that could not be opened. They are kept: "Please show this to Sam at your next meeting."
        not_opened: u32,
        /// Pieces of the backup that the relay stored.
        saved: u32,
        /// Changes from the person's other phones that were new here.
        from_own_phones: u64,
        /// Bytes of request bodies sent.
        bytes_sent: u64,
        /// Bytes of answers received.
        bytes_received: u64,
        /// The relay takes no more for now; the rest waits, and nothing on this phone stops for it.
        over_quota: bool,
        /// The first reason why something still waits, if it does.
        stopped: Option<Stopped>,
        /// The relay asked not to be called before this instant (ms since 1970 UTC); a sync before that does not call it.
        retry_at_ms: Option<i64>,
        /// What may be different on this phone now, so that no screen is read again for nothing: concepts as `Change.concept` names
        /// them, and `sync` for what is no record (the status line, the backup, with whom one shares), which stands there after
        /// every sync. None: it may be any of them, because something came in; never empty.
        touched: Option<Vec<String>>,
    }
}

choice! {
    /// Which sentence to show.
    SyncMessage = core::SyncMessage {
        /// Nobody to share with and no backup: everything is on this phone alone.
        NobodyPaired,
        /// Nothing waits.
        AllSent,
        /// Something waits to be sent. It is safe here.
        Waiting,
        /// "Backed up until DATE." Nothing waits.
        BackedUp,
        /// What is new goes into the backup with the next connection. It is safe here.
        BackupWaiting,
        /// The backup begins once its code was typed in.
        BackupCode,
        /// There is no room for more in the backup. Everything new is safe here.
        BackupFull,
        /// The relay keeps the backup no longer. Everything is here; it can be turned on again.
        BackupGone,
        /// "Something did not arrive. Your notes are safe here."
        SomethingMissing,
        /// "Please show this to Sam at your next meeting."
        ShowAtMeeting,
        /// "Please update Handrail."
        PleaseUpdate,
    }
}

view! {
    /// The status line: always what is safe and what waits.
    SyncStatus from core::SyncStatus {
        /// Which sentence.
        message: SyncMessage,
        /// Reviews that wait to be sent.
        waiting: u32,
        /// For `BackedUp` and `BackupWaiting`: what was written here before this instant is in the backup; UTC milliseconds.
        backed_up_ms: Option<i64>,
        /// For `ShowAtMeeting`: the reader's name, if it is known whose message it is.
        name: Option<String>,
        /// Names of refusals, each once, for the diagnostics page:
        /// - of what could not be opened, or does not belong where it came from: `size`, `newer_version`, `outer_header`, `other_key`,
        ///   `low_order`, `unopened`, `shape`, `padding`, `signature`, `inner_header`, `other_header`, `purpose`, `not_asked`, `readers`,
        ///   `replayed`, `contradicts`, `body_too_large`, `body_broken`, `body_json`, `body_shape`, `body_purpose`, `body_limits`,
        ///   `unknown_sender`, `packet_used`, `not_the_sender`, `receipt_of_other_content`, `introduction`, `introduction_keyset`, `words`;
        /// - of what the relay would not take: `not_taken`;
        /// - of what the last sync in this run of the app met: `login_refused`, `mailbox_gone`, `not_trusted`, `quota`, `roster_refused`;
        /// - of what stopped the backup then: `backup_login_refused`, `backup_gone`, `backup_not_trusted`, `backup_not_a_relay`, and while
        ///   it is first made `backup_no_place`, `backup_not_allowed`;
        /// - of what did not fit in the backup: `went_back`, `missing`, `forked`, `forged`, `not_listed`, `old_list`, `old_keyring`,
        ///   `unreadable`, `differs`, `clone`, `emptied`, `snapshot_too_large`, `behind_receipt`.
        refusals: Vec<String>,
    }
}

view! {
    /// A relay that this phone uses, and whether it may wake this phone.
    WakeUp from core::WakeUp {
        /// The relay's address, as `wake_up_at` takes it.
        relay: String,
        /// The person wants to be woken by it.
        wanted: bool,
        /// It knows where, for everything that it has of this phone. Until then, and where it wakes nobody, the app asks by itself
        /// now and then, as without it.
        told: bool,
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Handrail {
    /// Sends what waits and fetches what is there, for every care relationship. Nobody paired:
    /// nothing is sent anywhere. A relay that is away is no error: see `SyncReport.stopped`.
    ///
    /// Safe to drop at any point and to cancel: nothing half-done remains, and everything unsent
    /// goes the next time.
    #[uniffi::method(default(cancel = None))]
    pub async fn sync(&self, cancel: Option<Arc<CancelToken>>) -> Result<SyncReport> {
        let cancel = CancelToken::or_never(cancel);
        // On the heap: the exchange's own state is large, and it is moved by every layer above it.
        self.call_async(Box::pin(self.core.sync(&cancel))).await
    }

    /// The status line. What needs a person's doing comes before what only waits.
    pub fn sync_status(&self) -> Result<SyncStatus> {
        self.call(handrail_core::Handrail::sync_status)
    }

    /// The relays that this phone uses, by address, and whether they may wake it.
    pub fn wake_ups(&self) -> Result<Vec<WakeUp>> {
        self.call(handrail_core::Handrail::wake_ups)
    }

    /// The public key by which this phone's push service knows the relay (P-256, uncompressed, base64url without padding): a
    /// push service that asks for one is given it before it makes an endpoint. None: that relay wakes nobody. Asks the relay;
    /// gives `NotFound` for one that this phone does not use, `Network` where it does not answer or gives no key.
    #[uniffi::method(default(cancel = None))]
    pub async fn wake_key(&self, relay: String, cancel: Option<Arc<CancelToken>>) -> Result<Option<String>> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(self.core.wake_key(&relay, &cancel)).await
    }

    /// From now on this relay may wake this phone at this address of its push service (UnifiedPush, Web Push): `https`, a host
    /// by name, no port, at most 1,024 bytes. A later one takes its place. The next `sync` tells the relay. A wake-up has
    /// nothing in it and may be lost: it is a reason to `sync`, and nothing may depend on it. Gives `NotFound` for a relay that
    /// this phone does not use, `Invalid` for the endpoint.
    pub fn wake_up_at(&self, relay: &str, endpoint: &str) -> Result<Changes> {
        self.call(|core| core.wake_up_at(relay, endpoint))
    }

    /// No relay is to wake this phone any more. The next `sync` takes back what they were told.
    pub fn wake_up_no_more(&self) -> Result<Changes> {
        self.call(handrail_core::Handrail::wake_up_no_more)
    }
}
