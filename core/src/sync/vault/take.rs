//! What is done with batches and heads of other devices: checked, held until their chain closes, given to the record.

use std::collections::{BTreeMap, BTreeSet};

use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::head::Head;
use handrail_wire::{Hash, Id, WireError};

use super::{Finding, Kept, KnownDevice, Summary, VaultState};
use crate::error::Error;
use crate::ledger::{self, Ledger, LedgerError};
use crate::sync::state::StoreFailed;
use crate::vault::VaultError;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::{Tip, open_batch};

/// What is known, and what to do with what comes.
pub(super) struct Taker {
    /// This device; `None` while a new phone restores.
    pub(super) own: Option<Id>,
    /// Its newest batch.
    pub(super) own_tip: u64,
    pub(super) list: DeviceList,
    pub(super) list_hash: Hash,
    pub(super) keys: EpochKeys,
    pub(super) heads: BTreeMap<Id, KnownDevice>,
    pub(super) summary: Summary,
    /// Everything is taken in once more, known or not.
    pub(super) again: bool,
    /// How far that has come.
    pub(super) refolded: Vector,
    /// Batches whose chain has a hole before them.
    held: BTreeMap<(Id, u64), Vec<u8>>,
    /// Chains that cannot be followed further in this exchange.
    blocked: BTreeSet<Id>,
    /// How far each device's chain goes, as somebody signed.
    promised: Vector,
}

impl Taker {
    pub(super) fn new(kept: &Kept) -> Result<Self, VaultError> {
        let list = DeviceList::kept(&kept.list)?;
        let mut taker = Self::of(list, DeviceList::hash_of(&kept.list), kept.keys.clone());
        taker.own = Some(kept.device.id);
        taker.own_tip = kept.tip.sequence;
        taker.heads.clone_from(&kept.heads);
        Ok(taker)
    }

    pub(super) fn of(list: DeviceList, list_hash: Hash, keys: EpochKeys) -> Self {
        Self {
            own: None,
            own_tip: 0,
            list,
            list_hash,
            keys,
            heads: BTreeMap::new(),
            summary: Summary::default(),
            again: false,
            refolded: Vector::new(),
            held: BTreeMap::new(),
            blocked: BTreeSet::new(),
            promised: Vector::new(),
        }
    }

    /// How far every other device's chain was taken in.
    pub(super) fn seen(&self, own: Id) -> Vector {
        self.heads
            .iter()
            .filter(|(device, known)| **device != own && known.tip.sequence > 0)
            .map(|(device, known)| (*device, known.tip.sequence))
            .collect()
    }

    /// Whether every chain was read as far as anybody signed that it goes, and everything could be read.
    pub(super) fn is_complete(&self) -> bool {
        self.blocked.is_empty()
            && self.held.is_empty()
            && self.promised.iter().all(|(device, sequence)| {
                Some(device) == self.own || self.heads.get(&device).is_some_and(|known| known.tip.sequence >= sequence)
            })
    }

    pub(super) fn find(&mut self, finding: Finding) {
        self.summary.findings.insert(finding);
    }

    /// Signed heads, before the batches: what they promise is compared with what comes.
    pub(super) fn heads(&mut self, heads: &[Vec<u8>], state: Option<&mut dyn VaultState>) -> Result<(), StoreFailed> {
        let mut changed = Vec::new();
        for object in heads {
            let head = match Head::open(object, &self.list) {
                Ok(head) => head,
                Err(WireError::Identity) => {
                    self.find(Finding::NotListed);
                    continue;
                }
                Err(_) => {
                    self.find(Finding::Forged);
                    continue;
                }
            };
            let device = head.device;
            self.promise(device, head.sequence, &head.claim.seen);
            if Some(device) == self.own {
                continue;
            }
            let remembered = self.known(device).head.clone();
            let before = remembered.and_then(|object| Head::open(&object, &self.list).ok());
            match before {
                // The remembered head wins.
                Some(before) if !head.follows(&before) => self.find(Finding::WentBack),
                _ => {
                    if let Some(known) = self.heads.get_mut(&device) {
                        known.head = Some(object.clone());
                        if head.sequence == known.tip.sequence {
                            known.claim = Some(head.claim);
                        }
                        changed.push(device);
                    }
                }
            }
        }
        if let Some(state) = state {
            for device in changed {
                if let Some(known) = self.heads.get(&device) {
                    state.took_in(device, known)?;
                }
            }
        }
        Ok(())
    }

    /// Batches in any order: those that close a chain are taken in, the others held.
    pub(super) fn batches(
        &mut self,
        batches: &[Vec<u8>],
        ledger: &dyn Ledger,
        mut state: Option<&mut dyn VaultState>,
    ) -> Result<(), StoreFailed> {
        for bytes in batches {
            match Batch::decode(bytes) {
                Ok(batch) => {
                    self.held.insert((batch.header.device, batch.header.sequence), bytes.clone());
                }
                Err(error) => {
                    let finding = if error == WireError::Version { Finding::Newer } else { Finding::Unreadable };
                    self.put_aside(bytes, finding, &mut state)?;
                }
            }
        }
        // Those who are listed first: by what they have seen, batches of a removed device are told from new ones of it.
        let list = self.list.clone();
        let (live, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|((device, _), _)| list.live_device(*device).is_some());
        for (key, bytes) in live.into_iter().chain(others) {
            self.one(key, bytes, ledger, &mut state)?;
        }
        Ok(())
    }

    /// What is still held or promised when the relay has said everything is missing.
    pub(super) fn finish(&mut self) {
        if !self.is_complete() && self.blocked.is_empty() {
            self.find(Finding::Missing);
        }
    }

    fn one(
        &mut self,
        (device, sequence): (Id, u64),
        bytes: Vec<u8>,
        ledger: &dyn Ledger,
        state: &mut Option<&mut dyn VaultState>,
    ) -> Result<(), StoreFailed> {
        if self.blocked.contains(&device) {
            return Ok(());
        }
        let (batch, body) = match open_batch(&bytes, &self.list, &self.keys) {
            Ok(opened) => opened,
            Err(error) => {
                let finding = match error {
                    VaultError::Wire(WireError::Identity) => Finding::NotListed,
                    VaultError::Wire(_) => Finding::Forged,
                    _ => Finding::Unreadable,
                };
                return self.put_aside(&bytes, finding, state);
            }
        };
        if Some(device) == self.own {
            // Own batches come back only when everything is asked for. One that is not remembered is a clone's.
            if sequence > self.own_tip {
                self.find(Finding::Clone);
            }
            return Ok(());
        }
        let known = self.known(device);
        let (tip, new) = (known.tip, Tip::behind(&batch));
        if self.again {
            self.refolded.raise(device, sequence);
        }
        if sequence <= tip.sequence && !self.again {
            if sequence == tip.sequence && new.hash != tip.hash {
                return self.put_aside(&bytes, Finding::Forked, state);
            }
            return Ok(());
        }
        if sequence > tip.sequence + 1 {
            self.held.insert((device, sequence), bytes);
            return Ok(());
        }
        if sequence == tip.sequence + 1 && batch.header.previous != tip.hash {
            return self.put_aside(&bytes, Finding::Forked, state);
        }
        // A device that was removed writes nothing new: only what somebody still listed has seen of it counts. On a new
        // phone it may be that nobody who is listed has said anything yet; there, losing nothing comes first.
        let removed = self.own.is_some() && self.list.live_device(device).is_none();
        if removed && self.vouched(device) < sequence {
            return self.put_aside(&bytes, Finding::NotListed, state);
        }
        let ops = match ledger::Batch::parse(&body) {
            Ok(ops) if handrail_wire::Id::from(ops.device) == device => ops,
            Ok(_) => return self.put_aside(&bytes, Finding::Forged, state),
            Err(LedgerError::Newer) => {
                self.blocked.insert(device);
                return self.put_aside(&bytes, Finding::Newer, state);
            }
            Err(_) => {
                self.blocked.insert(device);
                return self.put_aside(&bytes, Finding::Unreadable, state);
            }
        };
        match ledger.take_in(&ops) {
            Ok(taken) => {
                self.summary.taken_in += taken.new;
                self.summary.kept += taken.kept;
            }
            Err(Error::Ledger(_)) => {
                self.blocked.insert(device);
                return self.put_aside(&bytes, Finding::Unreadable, state);
            }
            Err(_) => return Err(StoreFailed),
        }
        if sequence > tip.sequence {
            self.promise(device, sequence, &batch.claim.seen);
            if let Some(known) = self.heads.get_mut(&device) {
                known.tip = new;
                known.claim = Some(batch.claim);
                if let Some(state) = state {
                    state.took_in(device, known)?;
                }
            }
        }
        Ok(())
    }

    /// How far somebody who is still listed says to have seen a device.
    fn vouched(&self, device: Id) -> u64 {
        self.list
            .live()
            .filter_map(|live| {
                let known = self.heads.get(&live.id)?;
                let head = known.head.as_ref().and_then(|object| Head::open(object, &self.list).ok());
                let by_head = head.map_or(0, |head| head.claim.seen.of(device));
                Some(by_head.max(known.claim.as_ref().map_or(0, |claim| claim.seen.of(device))))
            })
            .max()
            .unwrap_or(0)
    }

    fn promise(&mut self, device: Id, sequence: u64, seen: &Vector) {
        if sequence > 0 {
            self.promised.raise(device, sequence);
        }
        self.promised.join(seen);
    }

    fn known(&mut self, device: Id) -> &mut KnownDevice {
        self.heads.entry(device).or_insert_with(|| KnownDevice { tip: Tip::start(), claim: None, head: None })
    }

    fn put_aside(
        &mut self,
        bytes: &[u8],
        finding: Finding,
        state: &mut Option<&mut dyn VaultState>,
    ) -> Result<(), StoreFailed> {
        self.find(finding);
        match state {
            Some(state) => state.put_aside(bytes, finding),
            None => Ok(()),
        }
    }

    /// Whether a device that took in exactly what this one has says that it holds something else.
    pub(super) fn differs(&self, own: Id, own_tip: u64, digest: &[u8; 32]) -> bool {
        let mut mine = self.seen(own);
        mine.raise(own, own_tip);
        self.heads.iter().filter(|(device, _)| **device != own).any(|(device, known)| {
            let Some(claim) = &known.claim else { return false };
            let mut theirs = claim.seen.clone();
            theirs.raise(*device, known.tip.sequence);
            theirs == mine && claim.digest.0 != [0; 32] && claim.digest.0 != *digest
        })
    }
}
