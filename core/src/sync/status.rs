//! One status line that always says what is safe and what waits, as a message id. Whatever went wrong
//! with a message, the person reads one of three calm sentences; the names of refusals are for the diagnostics page.

use crate::error::Result;
use crate::handrail::Handrail;
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
    /// Names of refusals, each once, for the diagnostics page.
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
            let paired: bool = c.query_row("SELECT EXISTS (SELECT 1 FROM mailbox WHERE state = 'open')", [], |r| r.get(0))?;
            let missing: bool = c.query_row(
                "SELECT EXISTS (SELECT 1 FROM chain_in GROUP BY mailbox, sender, device HAVING count(*) < max(sequence))",
                [],
                |r| r.get(0),
            )?;
            let newer: bool =
                c.query_row("SELECT EXISTS (SELECT 1 FROM proposal WHERE kind = 'unknown' AND state = 'waiting')", [], |r| r.get(0))?;
            let mut q = c.prepare_cached("SELECT DISTINCT reason FROM quarantine ORDER BY reason")?;
            let refusals: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let stuck: bool = c.query_row("SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 3)", [], |r| r.get(0))?;
            let name = c
                .prepare_cached("SELECT name FROM reader WHERE left_ms IS NULL ORDER BY since_ms LIMIT 2")?
                .query_map([], |r| r.get(0))?
                .collect::<Result<Vec<String>, _>>()?;
            let update = newer || refusals.iter().any(|r| r == "newer_version");
            let show = stuck || refusals.iter().any(|r| r != "newer_version");
            let message = match (paired, update, show, missing, waiting) {
                (false, ..) => SyncMessage::NobodyPaired,
                (_, true, ..) => SyncMessage::PleaseUpdate,
                (_, _, true, ..) => SyncMessage::ShowAtMeeting,
                (_, _, _, true, _) => SyncMessage::SomethingMissing,
                (.., 0) => SyncMessage::AllSent,
                _ => SyncMessage::Waiting,
            };
            // With two readers nobody knows whose message it was before it opens.
            let name = if name.len() == 1 { name.into_iter().next() } else { None };
            Ok(SyncStatus { message, waiting, name, refusals })
        })
    }
}
