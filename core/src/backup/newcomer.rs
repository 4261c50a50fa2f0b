//! A phone to which a vault comes, by the code or from another phone: whether it may come, and under which name.

use super::BackupState;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::{Write, merge};

impl Handrail {
    /// Whether a vault can come to this phone: none is on, and where there are entries here, that was agreed to.
    ///
    /// # Errors
    /// `backup` and `beside_what_is_here` in the wrong state.
    pub(super) fn may_come(&self, beside_what_is_here: bool) -> Result<()> {
        if !matches!(self.backup()?.state, BackupState::Off | BackupState::CodeWaits) {
            return Err(Error::invalid("backup", Reason::WrongState));
        }
        if !beside_what_is_here && self.entries_here()? > 0 {
            return Err(Error::invalid("beside_what_is_here", Reason::WrongState));
        }
        Ok(())
    }
}

/// Takes another name for this phone if the one it has was used: it may be in the vault already, as another phone's.
pub(super) fn take_unused_name(w: &Write<'_>) -> Result<()> {
    let used: bool = w.tx().query_row("SELECT EXISTS (SELECT 1 FROM device WHERE sequence > 0)", [], |r| r.get(0))?;
    if used {
        merge::begin_as(w, Id::new(w.now().instant_ms, w.randomness())?, 0)?;
    }
    Ok(())
}
