//! The person's own backup, so that a lost phone is not a lost year (`docs/backup.md`).
//!
//! ```text
//!   create_recovery_code ──> on paper ──> verify_recovery_code ──> sync ... sync
//!                                                                    │
//!   a new phone: begin_restore ──> fetch_restore ──> "last entry: DATE, COUNT entries" ──> confirm_restore
//! ```
//! The relay keeps what it cannot read; who may read is decided on the person's phones. Nothing is uploaded before the
//! code was typed in once, and sharing a review never waits for that.

mod device_list;
mod entries;
mod helped;
mod join;
mod newcomer;
mod restore;
mod run;
mod second_phone;
mod staged;
mod turn_on;

use rusqlite::OptionalExtension as _;

pub use device_list::BackupDevice;
pub use helped::{HalvesCheck, HelpCard};
pub use restore::{RestoreFrom, RestoreProgress, RestoreView};
pub use second_phone::{CodeForSecondPhone, ScannedSecondPhone};
pub use turn_on::{BackupPlace, CodeCheck, RecoverySheet};

use crate::error::Result;
use crate::handrail::Handrail;
use crate::sync::backup_words;
use crate::validate::choice;

choice! {
    /// How the backup stands, as a message id.
    BackupState {
        /// There is none.
        Off = "backup-off",
        /// It is set up, and begins once the code was typed in.
        CodeWaits = "backup-code-waits",
        /// It is on.
        On = "backup-on",
        /// It is on, and there is no room for more at the relay. Everything new is kept here.
        Full = "backup-full",
        /// The relay does not keep it any more. Everything is here; it can be turned on again.
        Gone = "backup-gone",
    }
}

/// The backup screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupView {
    /// How it stands.
    pub state: BackupState,
    /// Where it is kept, as an address; empty while it is off.
    pub relay: String,
    /// What was written here before this instant is in it; UTC milliseconds. `None` before the first time.
    pub saved_ms: Option<i64>,
    /// Changes of this phone that are not in it yet.
    pub waiting: u64,
    /// A restore was begun on this phone and is not over.
    pub restoring: bool,
    /// For the diagnostics page alone: names of what did not fit in the last exchange.
    pub findings: Vec<String>,
}

impl Handrail {
    /// How the backup stands.
    ///
    /// # Errors
    /// Those of the store.
    pub fn backup(&self) -> Result<BackupView> {
        self.read(|c| {
            let restoring = c.query_row("SELECT EXISTS (SELECT 1 FROM vault_restore)", [], |r| r.get(0))?;
            let off = BackupView {
                state: BackupState::Off,
                relay: String::new(),
                saved_ms: None,
                waiting: 0,
                restoring,
                findings: Vec::new(),
            };
            let mut q = c.prepare_cached(
                "SELECT v.origin, v.saved_ms, v.proven_ms, v.stopped, v.findings,
                        max(d.sequence - coalesce((SELECT min(ops_from) - 1 FROM vault_outbox
                                                    WHERE sequence > v.acknowledged), v.ops_sealed), 0)
                   FROM vault v, device d",
            )?;
            let found = q.query_row([], |r| {
                let (stopped, findings): (String, String) = (r.get(3)?, r.get(4)?);
                let proven = r.get::<_, Option<i64>>(2)?.is_some();
                Ok(BackupView {
                    state: state_of(proven, &stopped),
                    relay: r.get(0)?,
                    saved_ms: r.get(1)?,
                    waiting: r.get::<_, i64>(5)?.unsigned_abs(),
                    findings: findings.split_whitespace().map(str::to_owned).collect(),
                    restoring,
                })
            });
            Ok(found.optional()?.unwrap_or(off))
        })
    }
}

/// What the end of the last exchange says.
fn state_of(proven: bool, stopped: &str) -> BackupState {
    match stopped {
        _ if !proven => BackupState::CodeWaits,
        backup_words::FULL => BackupState::Full,
        backup_words::GONE => BackupState::Gone,
        _ => BackupState::On,
    }
}
