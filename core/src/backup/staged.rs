//! What came of a restore before the person said that it is theirs: kept beside the record, in the encrypted store.

use handrail_wire::derive;
use rusqlite::params;

use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::{self, Batch, Digest, Ledger, Snapshot, TakenIn, Vector};

/// The ledger that a restore fills.
pub(super) struct Staged<'a> {
    handrail: &'a Handrail,
    device: Id,
}

impl<'a> Staged<'a> {
    pub(super) fn new(handrail: &'a Handrail, device: Id) -> Self {
        Self { handrail, device }
    }

    fn put(&self, device: Option<Id>, bytes: &[u8]) -> Result<()> {
        let whose = device.map_or([0; 16], |device| *device.as_bytes());
        let hash = derive::sha256_of(&[&whose, bytes]);
        self.handrail.write(|w| {
            // The same again, after a death between this and what is kept of it, is no second part.
            w.tx()
                .prepare_cached("INSERT OR IGNORE INTO vault_restore_part (device, hash, bytes) VALUES (?1, ?2, ?3)")?
                .execute(params![device, hash, bytes])?;
            Ok(())
        })?;
        Ok(())
    }
}

fn only_taking_in<T>() -> Result<T> {
    Err(Error::Internal("a restore only takes in"))
}

impl Ledger for Staged<'_> {
    fn device(&self) -> Result<Id> {
        Ok(self.device)
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        self.put(Some(batch.device), &batch.to_bytes()?)?;
        Ok(TakenIn { new: batch.ops.len() as u64, ..TakenIn::default() })
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        self.put(None, &snapshot.to_bytes()?)?;
        Ok(TakenIn { new: snapshot.records.len() as u64, ..TakenIn::default() })
    }

    fn vector(&self) -> Result<Vector> {
        only_taking_in()
    }

    fn own_since(&self, _after: u64, _byte_limit: usize) -> Result<Option<Batch>> {
        Ok(None)
    }

    fn ops_since(&self, _known: &ledger::Vector, _byte_limit: usize) -> Result<Vec<Batch>> {
        only_taking_in()
    }

    fn digest(&self) -> Result<Digest> {
        only_taking_in()
    }

    fn snapshot(&self) -> Result<Snapshot> {
        only_taking_in()
    }

    fn forget_log_below(&self, _covered: &Vector) -> Result<u64> {
        only_taking_in()
    }

    fn begin_as(&self, _device: Id, _delivered: u64) -> Result<()> {
        only_taking_in()
    }
}
