//! Sealing what this phone wrote: numbered into batches, each as full as it may be, and kept before anything is sent.

use handrail_wire::Hash;
use handrail_wire::vault::{Vector, batch};

use super::{Exchange, VaultState};
use crate::ledger::{self, Action, Ledger, LedgerError};
use crate::sync::state::StoreFailed;
use crate::vault::VaultError;
use crate::vault::sealed::{Tip, seal_batch};

/// Most bytes of a batch's body before it is sealed; a body that does not shrink enough is cut in two.
const BODY: usize = 48 * 1024;

impl Exchange {
    /// Numbers and seals this phone's changes that are in no batch yet, and keeps the bytes before anything is sent.
    pub(super) fn seal(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        let mut limit = BODY;
        while let Some(mut ops) = ledger.own_since(self.kept.ops_sealed, limit)? {
            if ops.ops.iter().any(|op| op.action == Action::RemoveForGood) {
                self.begin_purge(state)?;
            }
            let last = ledger.own_since(ops.last(), 1)?.is_none();
            let sealed = match self.seal_ops(&ops, last, ledger)? {
                Some(sealed) => sealed,
                None if limit > 1 && ops.ops.len() > 1 => {
                    limit /= 2;
                    continue;
                }
                None => {
                    self.leave_to_a_snapshot(&mut ops, state)?;
                    self.seal_ops(&ops, last, ledger)?.ok_or(StoreFailed)?
                }
            };
            let (made, seen) = sealed;
            state.sealed(&made.encode(), Tip::behind(&made), ops.last(), &seen)?;
            self.kept.tip = Tip::behind(&made);
            self.kept.ops_sealed = ops.last();
            self.kept.said = seen;
            limit = BODY;
        }
        Ok(())
    }

    /// The next batch, of these changes, and what it says was seen; `None` where they do not fit into one.
    fn seal_ops(
        &self,
        ops: &ledger::Batch,
        last: bool,
        ledger: &dyn Ledger,
    ) -> Result<Option<(batch::Batch, Vector)>, StoreFailed> {
        let body = match ops.to_bytes() {
            Ok(body) => body,
            Err(LedgerError::TooLarge) => return Ok(None),
            Err(_) => return Err(StoreFailed),
        };
        let seen = self.taker.seen(self.device.id);
        let mut claim = self.claim(seen.clone(), ledger)?;
        // A digest is said where nothing else is behind it: with the last batch, if nothing was written meanwhile.
        if !last || ledger.own_since(ops.last(), 1)?.is_some() {
            claim.digest = Hash::from([0; 32]);
        }
        let (vault, keys) = (self.kept.vault, &self.taker.keys);
        match seal_batch(vault, keys, &self.device, self.kept.tip, claim, &body, &*self.randomness) {
            Ok(made) => Ok(Some((made, seen))),
            Err(VaultError::TooLarge) => Ok(None),
            Err(_) => Err(StoreFailed),
        }
    }

    /// One change that no batch can hold keeps its number in the log, and what it wrote goes with a snapshot, which is due
    /// from here on: nothing that was written after it waits for it. Noted before the batch is: killed in between, a
    /// snapshot is made that was not needed.
    fn leave_to_a_snapshot(&mut self, ops: &mut ledger::Batch, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        for op in &mut ops.ops {
            if let Action::Fields(body) | Action::Whole(body) = &mut op.action {
                *body = None;
            }
        }
        if !self.kept.upkeep.unlogged {
            self.kept.upkeep.unlogged = true;
            state.upkeep(&self.kept.upkeep)?;
        }
        Ok(())
    }

    pub(super) fn claim(&self, seen: Vector, ledger: &dyn Ledger) -> Result<batch::Claim, StoreFailed> {
        let digest = Hash::from(*ledger.digest()?.as_bytes());
        Ok(batch::Claim { seen, digest, list: self.taker.list.version, keyring: self.kept.keyring_version })
    }
}
