//! One status line that always says what is safe and what waits, as a message id. Whatever went wrong
//! with a message, the person reads one of three calm sentences; the names of refusals are for the diagnostics page.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _};

use super::met::is_for_the_meeting;
use super::vault::Finding;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::validate::choice;

choice! {
    /// Which sentence to show.
    SyncMessage {
        /// Nobody to share with and no backup: everything is on this phone alone.
        NobodyPaired = "sync-nobody-paired",
        /// Nothing waits.
        AllSent = "sync-all-sent",
        /// Something waits to be sent. It is safe here.
        Waiting = "sync-waiting",
        /// "Backed up until DATE." Nothing waits.
        BackedUp = "sync-backed-up",
        /// What is new goes into the backup with the next connection. It is safe here.
        BackupWaiting = "sync-backup-waiting",
        /// The backup begins once its code was typed in.
        BackupCode = "sync-backup-code",
        /// There is no room for more in the backup. Everything new is safe here.
        BackupFull = "sync-backup-full",
        /// The relay keeps the backup no longer. Everything is here; it can be turned on again.
        BackupGone = "sync-backup-gone",
        /// "Something did not arrive. Your notes are safe here."
        SomethingMissing = "sync-something-missing",
        /// "Please show this to NAME at your next meeting."
        ShowAtMeeting = "sync-show-at-meeting",
        /// "Please update Handrail."
        PleaseUpdate = "sync-please-update",
    }
}

/// The status line.
#[derive(Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// Which sentence.
    pub message: SyncMessage,
    /// Reviews that wait to be sent.
    pub waiting: u32,
    /// For [`SyncMessage::BackedUp`] and [`SyncMessage::BackupWaiting`]: what was written here before this instant is in the
    /// backup; UTC milliseconds.
    pub backed_up_ms: Option<i64>,
    /// For [`SyncMessage::ShowAtMeeting`]: the reader's name, if it is known whose message it is.
    pub name: Option<String>,
    /// Names of refusals, each once, for the diagnostics page ([`super::REFUSALS`] has all of them):
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
    pub refusals: Vec<String>,
}

/// Hides the name.
impl std::fmt::Debug for SyncStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { message, waiting, backed_up_ms, name: _, refusals } = self;
        f.debug_struct("SyncStatus")
            .field("message", message)
            .field("waiting", waiting)
            .field("backed_up_ms", backed_up_ms)
            .field("refusals", refusals)
            .finish_non_exhaustive()
    }
}

impl Handrail {
    /// The status line. What needs a person's doing comes before what only waits.
    pub fn sync_status(&self) -> Result<SyncStatus> {
        self.read(|c| {
            let waiting: u32 = c.query_row(
                "SELECT count(*) FROM packet WHERE state = 'waiting'",
                [],
                |r| r.get(0),
            )?;
            let open: Vec<Id> = c
                .prepare_cached("SELECT id FROM mailbox WHERE state = 'open'")?
                .query_map([], |r| r.get(0))?
                .collect::<Result<_, _>>()?;
            let missing: bool = c.query_row(
                "SELECT EXISTS (SELECT 1 FROM chain_in WHERE mailbox IN (SELECT id FROM mailbox WHERE state = 'open') GROUP BY mailbox, sender, device HAVING count(*) < max(sequence))",
                [],
                |r| r.get(0),
            )?;
            let newer: bool =
                c.query_row("SELECT EXISTS (SELECT 1 FROM proposal WHERE kind = 'unknown' AND state = 'waiting')", [], |r| r.get(0))?;
            let mut q = c.prepare_cached(
                "SELECT reason FROM quarantine WHERE mailbox NOT IN (SELECT id FROM mailbox WHERE state = 'former')
                 UNION SELECT 'introduction_keyset' FROM introduction WHERE state = 'waiting' AND keyset IS NULL AND unfit = 1",
            )?;
            let mut refusals: BTreeSet<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let stuck: bool = c.query_row("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 3)", [], |r| r.get(0))?;
            let name = c
                .prepare_cached("SELECT r.name FROM reader r JOIN mailbox m ON m.id = r.mailbox
                      WHERE r.left_ms IS NULL AND m.state = 'open' ORDER BY r.since_ms LIMIT 2")?
                .query_map([], |r| r.get(0))?
                .collect::<Result<Vec<String>, _>>()?;
            let backup = Backup::of(c)?;
            let update = newer || refusals.iter().any(|r| r == "newer_version");
            let met = self.met.names(&open);
            let show = stuck
                || refusals.iter().any(|r| r != "newer_version")
                || met.iter().any(|name| is_for_the_meeting(name));
            refusals.extend(stuck.then(|| "not_taken".to_owned()));
            refusals.extend(met.into_iter().map(str::to_owned));
            refusals.extend(backup.findings);
            // Where the backup was turned off since, nothing stops it.
            refusals.extend(self.met.backup_name().filter(|_| backup.on.is_some()).map(str::to_owned));
            // A reader's page remembers more of the backup than came back.
            let behind: bool = c.query_row("SELECT EXISTS (SELECT 1 FROM vault_echo WHERE held = 0)", [], |r| r.get(0))?;
            refusals.extend(behind.then(|| "behind_receipt".to_owned()));
            // Without anybody to share with, there is nobody to show anything to.
            let paired = !open.is_empty();
            let (update, show) = (paired && update || backup.newer, paired && show);
            let missing = paired && missing || backup.missing || behind;
            let quiet = backup.on.unwrap_or(if paired { SyncMessage::AllSent } else { SyncMessage::NobodyPaired });
            let message = match quiet {
                _ if update => SyncMessage::PleaseUpdate,
                _ if show => SyncMessage::ShowAtMeeting,
                _ if missing => SyncMessage::SomethingMissing,
                SyncMessage::BackupGone | SyncMessage::BackupFull => quiet,
                _ if paired && waiting > 0 => SyncMessage::Waiting,
                quiet => quiet,
            };
            // With two readers nobody knows whose message it was before it opens.
            let name = if name.len() == 1 { name.into_iter().next() } else { None };
            debug_assert!(refusals.iter().all(|name| REFUSALS.contains(&name.as_str())));
            let refusals = refusals.into_iter().collect();
            Ok(SyncStatus { message, waiting, backed_up_ms: backup.saved_ms, name, refusals })
        })
    }
}

/// What the backup has to say to the status line.
#[derive(Default)]
struct Backup {
    /// What is said of it where nothing else is more pressing; `None` where there is none.
    on: Option<SyncMessage>,
    saved_ms: Option<i64>,
    newer: bool,
    missing: bool,
    findings: Vec<String>,
}

impl Backup {
    fn of(c: &Connection) -> Result<Self> {
        let mut q = c.prepare_cached(
            "SELECT v.proven_ms IS NOT NULL, v.stopped, v.findings, v.saved_ms,
                    v.acknowledged < v.tip OR v.ops_sealed < d.sequence OR v.device <> d.id
               FROM vault v, device d",
        )?;
        let found = q.query_row([], |r| {
            let (stopped, findings): (String, String) = (r.get(1)?, r.get(2)?);
            let names: Vec<String> = findings.split_whitespace().map(str::to_owned).collect();
            let waits: bool = r.get(4)?;
            let saved_ms: Option<i64> = r.get(3)?;
            let newer = Finding::Newer.name();
            // A phone that has to join anew does so by itself, and a record beyond a snapshot is in the log; there is nothing in
            // it for a person.
            let quiet = [Finding::Clone.name(), Finding::Emptied.name(), Finding::TooLarge.name()];
            Ok(Self {
                on: Some(match stopped.as_str() {
                    _ if !r.get::<_, bool>(0)? => SyncMessage::BackupCode,
                    backup_words::FULL => SyncMessage::BackupFull,
                    backup_words::GONE => SyncMessage::BackupGone,
                    _ if waits || saved_ms.is_none() => SyncMessage::BackupWaiting,
                    _ => SyncMessage::BackedUp,
                }),
                saved_ms,
                newer: names.iter().any(|name| name == newer),
                missing: names.iter().any(|name| name != newer && !quiet.contains(&name.as_str())),
                findings: names,
            })
        });
        Ok(found.optional()?.unwrap_or_default())
    }
}

/// Every name that [`SyncStatus::refusals`] can hold.
pub const REFUSALS: &[&str] = &[
    // Of a message of a reader.
    "size",
    "newer_version",
    "outer_header",
    "other_key",
    "low_order",
    "unopened",
    "shape",
    "padding",
    "signature",
    "inner_header",
    "other_header",
    "purpose",
    "not_asked",
    "readers",
    "replayed",
    "contradicts",
    "body_too_large",
    "body_broken",
    "body_json",
    "body_shape",
    "body_purpose",
    "body_limits",
    "unknown_sender",
    "packet_used",
    "not_the_sender",
    "receipt_of_other_content",
    "introduction",
    "introduction_keyset",
    "words",
    // Of the relay of a care relationship.
    "not_taken",
    "login_refused",
    "mailbox_gone",
    "not_trusted",
    "quota",
    "roster_refused",
    // Of the relay of the backup.
    "backup_login_refused",
    "backup_gone",
    "backup_not_trusted",
    "backup_not_a_relay",
    "backup_no_place",
    "backup_not_allowed",
    // Of what lies in the backup.
    "went_back",
    "missing",
    "forked",
    "forged",
    "not_listed",
    "old_list",
    "old_keyring",
    "unreadable",
    "differs",
    "clone",
    "emptied",
    "snapshot_too_large",
    "behind_receipt",
];

/// How the end of the last exchange is kept.
pub(crate) mod backup_words {
    /// There is no room at the relay.
    pub(crate) const FULL: &str = "full";
    /// The relay does not know this phone or its vault.
    pub(crate) const GONE: &str = "gone";
}
