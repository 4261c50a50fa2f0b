//! The phone's own ledger: its store.

use super::{Batch, Digest, Ledger, Snapshot, TakenIn, Vector};
use crate::drafts;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::reminders;
use crate::review::forget_shared;
use crate::store::Write;
use crate::store::merge::{self, Merged};
use crate::sync::vault::in_store::forget_sealed;

/// Merges a batch within a write, for an exchange that keeps something of its own in the same transaction. Says too
/// whether anything was removed for good: [`crate::store::Store::scrub`] has to follow then.
///
/// # Errors
/// As [`Ledger::take_in`]; the write must end without a commit then.
pub(crate) fn take_in_within(w: &Write<'_>, batch: &Batch) -> Result<(TakenIn, bool)> {
    let merged = merge::take_in(w, batch)?;
    forget(w, &merged)
}

/// The same for a snapshot.
///
/// # Errors
/// As [`Ledger::load_snapshot`].
pub(crate) fn load_snapshot_within(w: &Write<'_>, snapshot: &Snapshot) -> Result<(TakenIn, bool)> {
    let merged = merge::load_snapshot(w, snapshot)?;
    forget(w, &merged)
}

/// What this phone alone keeps of a record goes with it: a copy of what was shared, what its system was given.
fn forget(w: &Write<'_>, merged: &Merged) -> Result<(TakenIn, bool)> {
    for record in &merged.gone {
        forget_shared(w, *record)?;
        forget_sealed(w, *record)?;
        drafts::forget(w, *record)?;
        reminders::forget_delivered(w, *record)?;
    }
    Ok((merged.taken, !merged.gone.is_empty()))
}

impl Handrail {
    fn merge(&self, f: impl FnOnce(&Write<'_>) -> Result<(TakenIn, bool)>) -> Result<TakenIn> {
        let mut done = (TakenIn::default(), false);
        self.write(|w| {
            done = f(w)?;
            Ok(())
        })?;
        let (taken, gone) = done;
        if gone {
            self.store.scrub()?;
        }
        Ok(taken)
    }
}

impl Ledger for Handrail {
    fn device(&self) -> Result<Id> {
        self.read(|c| Ok(c.query_row("SELECT id FROM device", [], |r| r.get(0))?))
    }

    fn vector(&self) -> Result<Vector> {
        self.read(merge::vector)
    }

    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        let device = self.device()?;
        self.read(|c| merge::since(c, device, after, byte_limit))
    }

    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        self.read(|c| {
            let mut all = Vec::new();
            for (device, last) in merge::vector(c)?.iter() {
                let mut after = known.get(device);
                while after < last {
                    let Some(batch) = merge::since(c, device, after, byte_limit)? else { break };
                    after = batch.last();
                    all.push(batch);
                }
            }
            Ok(all)
        })
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        self.merge(|w| take_in_within(w, batch))
    }

    fn digest(&self) -> Result<Digest> {
        if let Some(kept) = self.read(merge::digest_kept)? {
            return Ok(kept);
        }
        let mut digest = Digest::default();
        self.write(|w| {
            digest = w.digest_now()?;
            Ok(())
        })?;
        Ok(digest)
    }

    fn snapshot(&self) -> Result<Snapshot> {
        let mut made = None;
        self.write(|w| {
            made = Some(merge::snapshot(w)?);
            Ok(())
        })?;
        made.ok_or(crate::Error::Internal("a snapshot that was not made"))
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        self.merge(|w| load_snapshot_within(w, snapshot))
    }

    fn forget_log_below(&self, covered: &Vector) -> Result<u64> {
        let mut gone = 0;
        self.write(|w| {
            gone = merge::forget_log_below(w, covered)?;
            Ok(())
        })?;
        Ok(gone)
    }

    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        self.write(|w| merge::begin_as(w, device, delivered)).map(drop)
    }
}
