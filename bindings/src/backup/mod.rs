//! The person's own backup, so that a lost phone is not a lost year.
//!
//! ```text
//!   create_recovery_code ──> on paper ──> verify_recovery_code ──> sync ... sync
//!                                                                    │
//!   a new phone: begin_restore ──> fetch_restore ──> "last entry: DATE, COUNT entries" ──> confirm_restore
//! ```
//! The relay keeps what it cannot read; who may read is decided on the person's phones. Nothing is uploaded before the
//! code was typed in once, and sharing a review never waits for that.
//!
//! Codes, halves and what square codes hold are **secrets**: show them, print them, and let go of them. Never keep them,
//! log them, or put them on the clipboard.

mod code;
mod restore;
mod second_phone;

pub use code::{BackupPlace, CodeCheck, HalvesCheck, HelpCard, RecoverySheet};
pub use restore::{RestoreFrom, RestoreView};
pub use second_phone::{CodeForSecondPhone, ScannedSecondPhone};

use handrail_core::backup as core;

use crate::clock::CivilDate;
use crate::convert::{In as _, choice, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};

choice! {
    /// How the backup stands.
    BackupState = core::BackupState {
        /// There is none.
        Off,
        /// It is set up, and begins once the code was typed in.
        CodeWaits,
        /// It is on.
        On,
        /// It is on, and there is no room for more at the relay. Everything new is kept here.
        Full,
        /// The relay does not keep it any more. Everything is here; it can be turned on again.
        Gone,
    }
}

view! {
    /// The backup screen.
    BackupView from core::BackupView {
        /// How it stands.
        state: BackupState,
        /// Where it is kept, as an address; empty while it is off.
        relay: String,
        /// What was written here before this instant is in it; UTC milliseconds. Nothing before the first time.
        saved_ms: Option<i64>,
        /// Changes of this phone that are not in it yet.
        waiting: u64,
        /// A restore was begun on this phone and is not over.
        restoring: bool,
        /// For the diagnostics page alone: names of what did not fit in the last exchange.
        findings: Vec<String>,
    }
}

view! {
    /// A phone in the list.
    BackupDevice from core::BackupDevice {
        /// Which.
        id: RecordId,
        /// What the person calls it. The name stays on the phone on which it was given.
        name: Option<String>,
        /// Whether it is the one in hand.
        this_phone: bool,
        /// The day it was added.
        added: CivilDate,
        /// The day on which something new of it came last, by this phone's clock; before that, what the list says.
        seen: CivilDate,
        /// The day it was removed; nothing while it is in use.
        removed: Option<CivilDate>,
    }
}

#[uniffi::export]
impl Handrail {
    /// How the backup stands.
    pub fn backup(&self) -> Result<BackupView> {
        self.call(handrail_core::Handrail::backup)
    }

    /// The phones that keep this backup or kept it once, this one first, then by the day they were added. None while the
    /// backup is off.
    pub fn backup_devices(&self) -> Result<Vec<BackupDevice>> {
        self.call(handrail_core::Handrail::backup_devices)
    }

    /// Gives a phone of the list a name; an empty one takes it away again. Gives `NotFound`; `name` may be too long.
    pub fn name_backup_device(&self, id: RecordId, name: &str) -> Result<Changes> {
        self.call(|core| core.name_backup_device(id.taken("id")?, name))
    }

    /// Takes another phone off the list: from the next sync on it can neither read nor write, and what is written after that
    /// is under a key that it does not have. What it has on it, it has.
    ///
    /// Gives `NotFound` for one that is not in use. Refused: `device` in the wrong state for the one in hand, which turns
    /// its backup off instead.
    pub fn remove_backup_device(&self, id: RecordId) -> Result<Changes> {
        self.call(|core| core.remove_backup_device(id.taken("id")?))
    }

    /// Turns the backup off on this phone: its keys go, the record stays. What the relay has stays there, and opens with
    /// the code.
    pub fn turn_off_backup(&self) -> Result<Changes> {
        self.call(handrail_core::Handrail::turn_off_backup)
    }
}
