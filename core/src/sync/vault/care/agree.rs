//! Removing devices, making snapshots, agreeing on one, and letting go of what it covers.

use handrail_wire::api::SnapshotEntry;
use handrail_wire::vault::collect::{Ack, collectable};
use handrail_wire::vault::devices::{Recovery, Signer};
use handrail_wire::vault::exchange::Answer;
use handrail_wire::vault::snapshot;
use handrail_wire::{Hash, Id};

use super::super::upkeep::{Purge, Verified, day_of};
use super::super::whole::Whole;
use super::super::{Exchange, Finding, VaultState};
use super::{KEPT, MOST_MADE};
use crate::ledger::{Ledger, LedgerError};
use crate::sync::state::StoreFailed;
use crate::vault::VaultError;
use crate::vault::device::without;
use crate::vault::sealed::{Tip, seal_snapshot};

impl Exchange {
    pub(super) fn next_removal(&self) -> Option<Id> {
        let own = self.device.id;
        let live = |id: &Id| *id != own && self.taker.list.live_device(*id).is_some();
        self.kept.upkeep.removing.iter().copied().find(live)
    }

    /// The recovery code that was made anew, while the list still names the one before.
    pub(super) fn next_code(&self) -> Option<&Recovery> {
        self.kept.upkeep.recovery.as_ref().filter(|recovery| **recovery != self.taker.list.recovery)
    }

    pub(super) fn next_list(&self) -> Option<Vec<u8>> {
        let (own, day) = (Signer::Device(self.device.id), day_of(self.now_ms));
        let (list, hash) = (&self.taker.list, self.taker.list_hash);
        let mut next = match self.next_removal() {
            Some(gone) => without(list, hash, own, gone, day).ok()?,
            None => list.next(hash, own),
        };
        if let Some(recovery) = self.next_code() {
            next.recovery = recovery.clone();
        }
        for device in next.devices.iter_mut().filter(|device| device.removed.is_none()) {
            let heard = self.kept.upkeep.others.get(&device.id).map_or(0, |last| last.day);
            let heard = if device.id == self.device.id { day } else { heard };
            device.seen = device.seen.max(heard);
        }
        next.sign(&self.device.identity).ok()
    }

    pub(super) fn newest_is_verified(&self) -> bool {
        let newest = self.care.listed.first();
        let verified = self.kept.upkeep.verified.as_ref();
        newest.zip(verified).is_some_and(|(n, v)| (n.device, n.number) == (v.device, v.number))
    }

    pub(super) fn snapshot_due(
        &mut self,
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<bool, StoreFailed> {
        if self.care.made >= MOST_MADE {
            return Ok(false);
        }
        if self.kept.upkeep.outgrown(self.now_ms) {
            self.care.findings.insert(Finding::TooLarge);
            return Ok(false);
        }
        if let Purge::Clean(from) = self.kept.upkeep.purge {
            let clean = |entry: &SnapshotEntry| entry.device == self.device.id && entry.number >= from;
            let done = self.care.listed.len() >= KEPT && self.care.listed.iter().take(KEPT).all(clean);
            if !done || !self.newest_is_verified() {
                return Ok(true);
            }
            if self.care.listed.len() <= KEPT {
                self.kept.upkeep.purge = Purge::None;
                state.upkeep(&self.kept.upkeep)?;
            }
        }
        let gone = self.kept.upkeep.verified.as_ref().is_some_and(|v| self.taker.list.live_device(v.device).is_none());
        Ok(self.care.remake || gone || self.kept.upkeep.snapshot_due(self.now_ms, &ledger.vector()?))
    }

    /// Seals a snapshot of everything that is here. `false` where it cannot be made now.
    pub(super) fn make(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<bool, StoreFailed> {
        self.care.made += 1;
        let own = self.device.id;
        let record = ledger.snapshot()?;
        let mut tips: std::collections::BTreeMap<Id, Tip> = self
            .taker
            .heads
            .iter()
            .filter(|(device, known)| **device != own && known.tip.sequence > 0)
            .map(|(device, known)| (*device, known.tip))
            .collect();
        if self.kept.tip.sequence > 0 {
            tips.insert(own, self.kept.tip);
        }
        let whole = Whole { tips, record };
        let header = snapshot::Header {
            vault: self.kept.vault,
            device: own,
            number: self.kept.upkeep.number.saturating_add(1),
            epoch: 1,
            covers: whole.covers(),
            digest: Hash::from(*whole.record.digest.as_bytes()),
            list: self.taker.list.version,
        };
        // The number is used up before anybody is told of it: sealed twice, the same content is other bytes.
        self.kept.upkeep.number = header.number;
        state.upkeep(&self.kept.upkeep)?;
        let body = match whole.to_bytes() {
            Ok(body) => body,
            Err(LedgerError::TooLarge) => return self.outgrown(state),
            Err(_) => return Err(StoreFailed),
        };
        match seal_snapshot(header, &self.taker.keys, &self.device, &body, &*self.randomness) {
            Ok(made) => {
                self.kept.upkeep.outgrown_ms = None;
                let bytes = made.encode();
                let entry = SnapshotEntry { device: own, number: self.kept.upkeep.number, bytes: bytes.len() as u64 };
                self.care.upload = Some((entry, bytes));
                Ok(true)
            }
            Err(VaultError::TooLarge) => self.outgrown(state),
            Err(_) => Err(StoreFailed),
        }
    }

    /// The record is more than a snapshot takes. All of the log stays where it is, so that nothing is lost by it, and it is
    /// not tried again before tomorrow: that is much work for a phone, and something may be removed for good meanwhile.
    fn outgrown(&mut self, state: &mut dyn VaultState) -> Result<bool, StoreFailed> {
        self.kept.upkeep.outgrown_ms = Some(self.now_ms);
        state.upkeep(&self.kept.upkeep)?;
        self.care.findings.insert(Finding::TooLarge);
        Ok(false)
    }

    /// Signs an acknowledgement for the next sync, where one is due.
    pub(super) fn sign_ack(&mut self) -> Result<bool, StoreFailed> {
        let list = self.taker.list.version;
        let Some(verified) = &self.kept.upkeep.verified else { return Ok(false) };
        if self.kept.upkeep.acknowledged == list || self.care.ack.is_some() {
            return Ok(false);
        }
        let (vault, device) = (self.kept.vault, self.device.id);
        let ack = Ack { vault, device, snapshot: verified.hash, covers: verified.covers.clone(), list };
        self.care.ack = Some((ack.sign(&self.device.identity).map_err(|_| StoreFailed)?, list));
        Ok(true)
    }

    /// The relay holds the acknowledgement that went with this sync.
    pub(in crate::sync::vault) fn acked(
        &mut self,
        answer: &Answer,
        sent: Option<u64>,
        state: &mut dyn VaultState,
    ) -> Result<(), StoreFailed> {
        if let Some(news) = &answer.news {
            self.care.acks.clone_from(&news.acks);
        }
        if let Some(list) = sent {
            self.care.ack = None;
            self.kept.upkeep.acknowledged = list;
            state.upkeep(&self.kept.upkeep)?;
        }
        Ok(())
    }

    /// The verified snapshot, where every live device signed that it holds what that covers.
    pub(super) fn agreed(&self) -> Option<&Verified> {
        let verified = self.kept.upkeep.verified.as_ref().filter(|_| !self.kept.upkeep.collected)?;
        let list = &self.taker.list;
        let acks: Vec<Ack> = self.care.acks.iter().filter_map(|object| Ack::open(object, list).ok()).collect();
        let agreed = collectable(list, verified.hash, &acks)? == verified.covers;
        (agreed && self.kept.upkeep.acknowledged == list.version).then_some(verified)
    }

    /// What everybody has and a verified snapshot holds is forgotten here too.
    pub(super) fn forget(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        self.care.deleted = true;
        let Some(verified) = self.kept.upkeep.verified.clone() else { return Ok(()) };
        ledger.forget_log_below(&verified.ops)?;
        let covered = verified.covers.of(self.device.id);
        // Those of the last round stay, for a relay that is put back to a copy of last night; but not what holds
        // something that was removed for good.
        let upto = if self.kept.upkeep.empty { covered } else { self.kept.upkeep.before.min(covered) };
        state.forget_outbox(upto)?;
        let upkeep = &mut self.kept.upkeep;
        (upkeep.collected, upkeep.before, upkeep.empty) = (true, covered, false);
        state.upkeep(upkeep)
    }
}
