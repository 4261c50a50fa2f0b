//! What is done with batches and heads of other devices: checked, held until their chain closes, given to the record.

use std::collections::{BTreeMap, BTreeSet};

use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::head::Head;
use handrail_wire::{Hash, Id, WireError};

use super::refused::RefusedBatches;
use super::whole::{Opened, Refold};
use super::{Finding, Kept, KnownDevice, Summary, VaultState};
use crate::error::Error;
use crate::ledger::{self, Action, Ledger, LedgerError};
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
    refold: Refold,
    /// Devices of which something new came.
    pub(super) news_of: BTreeSet<Id>,
    /// Something was removed for good by another device.
    pub(super) gone: bool,
    /// How far each log goes that came, by snapshot and batches.
    pub(super) logs: ledger::Vector,
    /// What is not taken in of removed devices.
    pub(super) refused: RefusedBatches,
    /// The name a phone takes that comes back with a record of its own.
    pub(super) rename: Option<Id>,
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
        taker.refused = RefusedBatches::of(&kept.upkeep);
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
            refold: Refold::default(),
            news_of: BTreeSet::new(),
            gone: false,
            logs: ledger::Vector::default(),
            refused: RefusedBatches::default(),
            rename: None,
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
            // What a removed one says of itself is worth as much as what it writes: what a live one has seen of it counts.
            if self.own.is_none() || self.list.live_device(device).is_some() {
                self.promise(device, head.sequence, &head.claim.seen);
            }
            let remembered = self.known(device).head.clone();
            let before = remembered.and_then(|object| Head::open(&object, &self.list).ok());
            if Some(device) == self.own {
                // It arrived once and the answer did not: it counts in what the relay holds, and is remembered.
                let is_news =
                    before.as_ref() != Some(&head) && before.as_ref().is_none_or(|before| head.follows(before));
                if is_news && head.sequence <= self.own_tip {
                    let tip = Tip { sequence: head.sequence, hash: head.hash };
                    self.heads.insert(device, KnownDevice { tip, claim: None, head: Some(object.clone()) });
                    changed.push(device);
                }
                continue;
            }
            let live = self.list.live_device(device).is_some();
            match before {
                // The remembered head wins. Of one that is off the list the relay's counts, which may have been put back:
                // nothing rests on what that one says, and nobody can bring a later one.
                Some(before) if live && !head.follows(&before) => self.find(Finding::WentBack),
                // It stands on another batch than the one that came under this number.
                _ if head.sequence > 0
                    && self.known(device).tip.sequence == head.sequence
                    && self.known(device).tip.hash != head.hash =>
                {
                    self.find(Finding::Forked);
                }
                _ => {
                    if live && before.as_ref() != Some(&head) {
                        self.news_of.insert(device);
                    }
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
        let before: Vec<(Id, Tip)> = self.heads.iter().map(|(device, known)| (*device, known.tip)).collect();
        for (key, bytes) in live.into_iter().chain(others) {
            self.one(key, bytes, ledger, &mut state)?;
        }
        self.said_since(&before, &mut state)
    }

    /// A head that came along with the batch it stands on was said after it: what it claims is the newest word.
    fn said_since(&mut self, before: &[(Id, Tip)], state: &mut Option<&mut dyn VaultState>) -> Result<(), StoreFailed> {
        for (device, known) in &mut self.heads {
            if Some(*device) == self.own || before.contains(&(*device, known.tip)) {
                continue;
            }
            let head = known.head.as_ref().and_then(|object| Head::open(object, &self.list).ok());
            let Some(head) = head.filter(|head| (head.sequence, head.hash) == (known.tip.sequence, known.tip.hash))
            else {
                continue;
            };
            if known.claim.as_ref() != Some(&head.claim) {
                known.claim = Some(head.claim);
                if let Some(state) = state {
                    state.took_in(*device, known)?;
                }
            }
        }
        Ok(())
    }

    /// What is still held or promised when the relay has said everything is missing.
    pub(super) fn finish(&mut self) {
        if self.blocked.is_empty() && (!self.is_complete() || self.waits()) {
            self.find(Finding::Missing);
        }
    }

    /// Whether a device that is still listed said, in this exchange or in one before, that another goes further than what came. It
    /// goes on being said until it came; what a device wrote that was removed since, nobody can bring any more.
    fn waits(&self) -> bool {
        let mut said = Vector::new();
        for device in self.list.live() {
            said.join(&self.said_by(device.id));
            let head = self.heads.get(&device.id).and_then(|known| known.head.as_ref());
            if let Some(head) =
                head.and_then(|object| Head::open(object, &self.list).ok()).filter(|head| head.sequence > 0)
            {
                said.raise(device.id, head.sequence);
            }
        }
        self.list.live().filter(|device| Some(device.id) != self.own).any(|device| {
            let here = self.heads.get(&device.id).map_or(0, |known| known.tip.sequence);
            said.of(device.id) > here
        })
    }

    fn one(
        &mut self,
        (device, sequence): (Id, u64),
        bytes: Vec<u8>,
        ledger: &dyn Ledger,
        state: &mut Option<&mut dyn VaultState>,
    ) -> Result<(), StoreFailed> {
        if self.blocked.contains(&device) || self.refuse(device, sequence, &bytes, state)? {
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
        let ops = match ledger::Batch::parse(device.into(), &body) {
            Ok(ops) => ops,
            Err(LedgerError::Newer) => {
                self.blocked.insert(device);
                return self.put_aside(&bytes, Finding::Newer, state);
            }
            Err(_) => {
                self.blocked.insert(device);
                return self.put_aside(&bytes, Finding::Unreadable, state);
            }
        };
        if self.again && self.refold.apply(&ops).is_err() {
            self.find(Finding::Unreadable);
        }
        let Ok(taken) = self.taken(ledger, |ledger| ledger.take_in(&ops))? else {
            self.blocked.insert(device);
            return self.put_aside(&bytes, Finding::Unreadable, state);
        };
        self.summary.taken_in += taken.new;
        self.summary.kept += taken.kept;
        self.gone |= ops.ops.iter().any(|op| op.action == Action::RemoveForGood);
        self.logs.set(ops.device, ops.last().max(self.logs.get(ops.device)));
        if sequence > tip.sequence {
            self.news_of.insert(device);
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

    /// Merges a snapshot and goes on from where it ends. `false` where the record does not take it.
    pub(super) fn adopt(
        &mut self,
        opened: &Opened,
        ledger: &dyn Ledger,
        mut state: Option<&mut dyn VaultState>,
    ) -> Result<bool, StoreFailed> {
        let record = &opened.whole.record;
        match self.taken(ledger, |ledger| ledger.load_snapshot(record))? {
            Ok(taken) => {
                self.summary.taken_in += taken.new;
                self.summary.kept += taken.kept;
            }
            Err(error) => {
                let clone = error == LedgerError::OwnAhead;
                self.find(if clone { Finding::Clone } else { Finding::Unreadable });
                return Ok(false);
            }
        }
        self.logs = self.logs.joined(&record.covers);
        for (device, tip) in &opened.whole.tips {
            if Some(*device) == self.own || self.known(*device).tip.sequence >= tip.sequence {
                continue;
            }
            let known = self.known(*device);
            (known.tip, known.claim) = (*tip, None);
            if let Some(state) = state.as_mut() {
                state.took_in(*device, known)?;
            }
            self.blocked.remove(device);
            self.news_of.insert(*device);
        }
        let tips: BTreeMap<Id, u64> = self.heads.iter().map(|(device, known)| (*device, known.tip.sequence)).collect();
        self.held.retain(|(device, sequence), _| tips.get(device).is_none_or(|tip| sequence > tip));
        Ok(true)
    }

    /// What the record says to something; a phone that comes back from a copy under its old name takes its new one first.
    fn taken(
        &mut self,
        ledger: &dyn Ledger,
        take: impl Fn(&dyn Ledger) -> crate::error::Result<ledger::TakenIn>,
    ) -> Result<Result<ledger::TakenIn, LedgerError>, StoreFailed> {
        let mut taken = take(ledger);
        if let (Err(Error::Ledger(LedgerError::OwnAhead)), Some(name)) = (&taken, self.rename)
            && ledger.device()? != name.into()
        {
            // The vault knows more under the old name than the phone does: nothing under it is to be said again.
            let former = ledger.device()?;
            ledger.begin_as(name.into(), ledger.vector()?.get(former))?;
            taken = take(ledger);
        }
        match taken {
            Ok(taken) => Ok(Ok(taken)),
            Err(Error::Ledger(error)) => Ok(Err(error)),
            Err(_) => Err(StoreFailed),
        }
    }

    /// Everything is folded once more from this snapshot on.
    pub(super) fn refold_from(&mut self, opened: &Opened) {
        if self.refold.join(&opened.whole.record).is_ok() {
            self.refolded = opened.header.covers.clone();
        }
    }

    /// What was folded once more is merged: it can only add what was missing.
    pub(super) fn refold_done(&mut self, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        if !std::mem::take(&mut self.again) {
            return Ok(());
        }
        self.refolded = Vector::new();
        match ledger.load_snapshot(&std::mem::take(&mut self.refold).snapshot()) {
            Ok(_) => Ok(()),
            Err(Error::Ledger(_)) => {
                self.find(Finding::Unreadable);
                Ok(())
            }
            Err(_) => Err(StoreFailed),
        }
    }

    /// Whether these tips are on the chains that this phone knows.
    pub(super) fn fits(&self, tips: &BTreeMap<Id, Tip>, own_tip: Tip, own: Id) -> bool {
        tips.iter().all(|(device, tip)| {
            let known = if *device == own { Some(own_tip) } else { self.heads.get(device).map(|known| known.tip) };
            known.is_none_or(|known| known.sequence != tip.sequence || known.hash == tip.hash)
        })
    }

    /// What a device said that it has seen, its own chain included.
    pub(super) fn said_by(&self, device: Id) -> Vector {
        let Some(known) = self.heads.get(&device) else { return Vector::new() };
        let mut seen = known.claim.as_ref().map_or_else(Vector::new, |claim| claim.seen.clone());
        if let Some(head) = known.head.as_ref().and_then(|object| Head::open(object, &self.list).ok()) {
            seen.join(&head.claim.seen);
        }
        seen.raise(device, known.tip.sequence);
        seen
    }

    /// How far somebody who is still listed says to have seen a device.
    pub(super) fn vouched(&self, device: Id) -> u64 {
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

    pub(super) fn put_aside(
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

    /// Whether a device that took in exactly what this one has says, under this version of the list or a later one, that
    /// it holds something else.
    pub(super) fn differs(&self, own: Id, own_tip: u64, digest: &[u8; 32], since: u64) -> bool {
        let mut mine = self.seen(own);
        mine.raise(own, own_tip);
        self.heads.iter().filter(|(device, _)| **device != own).any(|(device, known)| {
            let Some(claim) = &known.claim else { return false };
            let mut theirs = claim.seen.clone();
            theirs.raise(*device, known.tip.sequence);
            theirs == mine && claim.list >= since && claim.digest.0 != [0; 32] && claim.digest.0 != *digest
        })
    }
}
