//! One status line that always says what is safe and what waits, as a message id. Whatever went wrong
//! with a message, the person reads one of three calm sentences; the names of refusals are for the diagnostics page.

use std::collections::BTreeSet;

use super::met::is_for_the_meeting;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::validate::choice;

choice! {
    /// Which sentence to show.
    SyncMessage {
        /// Nobody to share with: everything is on this phone alone.
        NobodyPaired = "sync-nobody-paired",
        /// Nothing waits.
        AllSent = "sync-all-sent",
        /// Something waits to be sent. It is safe here.
        Waiting = "sync-waiting",
        /// "Something did not arrive. Your notes are safe here."
        SomethingMissing = "sync-something-missing",
        /// "Please show this to NAME at your next meeting."
        ShowAtMeeting = "sync-show-at-meeting",
        /// "Please update Handrail."
        PleaseUpdate = "sync-please-update",
    }
}

/// The status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// Which sentence.
    pub message: SyncMessage,
    /// Reviews that wait to be sent.
    pub waiting: u32,
    /// For [`SyncMessage::ShowAtMeeting`]: the reader's name, if it is known whose message it is.
    pub name: Option<String>,
    /// Names of refusals, each once, for the diagnostics page: of what could not be opened, of what the relay would not take
    /// (`not_taken`), and of what the last sync in this run of the app met (`login_refused`, `mailbox_gone`, `not_trusted`,
    /// `quota`, `roster_refused`).
    pub refusals: Vec<String>,
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
                "SELECT EXISTS (SELECT 1 FROM chain_in GROUP BY mailbox, sender, device HAVING count(*) < max(sequence))",
                [],
                |r| r.get(0),
            )?;
            let newer: bool =
                c.query_row("SELECT EXISTS (SELECT 1 FROM proposal WHERE kind = 'unknown' AND state = 'waiting')", [], |r| r.get(0))?;
            let mut q = c.prepare_cached("SELECT DISTINCT reason FROM quarantine ORDER BY reason")?;
            let mut refusals: BTreeSet<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let stuck: bool = c.query_row("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 3)", [], |r| r.get(0))?;
            let name = c
                .prepare_cached("SELECT name FROM reader WHERE left_ms IS NULL ORDER BY since_ms LIMIT 2")?
                .query_map([], |r| r.get(0))?
                .collect::<Result<Vec<String>, _>>()?;
            let update = newer || refusals.iter().any(|r| r == "newer_version");
            let met = self.met.names(&open);
            let show = stuck
                || refusals.iter().any(|r| r != "newer_version")
                || met.iter().any(|name| is_for_the_meeting(name));
            refusals.extend(stuck.then(|| "not_taken".to_owned()));
            refusals.extend(met.into_iter().map(str::to_owned));
            let message = match (!open.is_empty(), update, show, missing, waiting) {
                (false, ..) => SyncMessage::NobodyPaired,
                (_, true, ..) => SyncMessage::PleaseUpdate,
                (_, _, true, ..) => SyncMessage::ShowAtMeeting,
                (_, _, _, true, _) => SyncMessage::SomethingMissing,
                (.., 0) => SyncMessage::AllSent,
                _ => SyncMessage::Waiting,
            };
            // With two readers nobody knows whose message it was before it opens.
            let name = if name.len() == 1 { name.into_iter().next() } else { None };
            Ok(SyncStatus { message, waiting, name, refusals: refusals.into_iter().collect() })
        })
    }
}
