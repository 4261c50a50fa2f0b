//! What an exchange does when both sides hold the same: it looks at the relay's snapshots, takes devices off the list,
//! puts a new recovery code on it, makes, reads back, acknowledges and collects.
//!
//! ```text
//! look       list of snapshots -> the newest: verified here, or merged where it holds more than this phone has seen
//! removal    list n+1 -> a keyring with a new epoch                       only on a complete view
//! new code   the same: the list names it, the keyring is sealed to it, and the old one has no key from here on
//! purge      a new epoch -> two snapshots without the record -> older ones deleted
//! snapshot   number reserved -> uploaded -> read back -> verified -> acknowledged with the next sync
//! collection every live device's signed acknowledgement -> deleted at the relay -> log and sealed bytes forgotten here
//! ```
//!
//! What was reached is kept after each step, and each step can be done again: an exchange that is cut short between any
//! two of them is gone on with by the next one.

mod agree;
mod look;

use std::collections::{BTreeSet, VecDeque};

use handrail_wire::api::{
    CollectRequest, CollectResponse, DevicesBody, ProblemCode, SnapshotEntry, SnapshotsResponse, paths,
};
use handrail_wire::vault::{Vector, snapshot};

use super::upkeep::{Purge, is_partial};
use super::whole::Opened;
use super::{Exchange, Finding, Phase, VaultState};
use crate::ledger::Ledger;
use crate::sync::call::{Method, Request, Response};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;

/// Snapshots the relay keeps.
const KEPT: usize = 2;
/// Most snapshots made in one exchange: two for a purge, and one more where the relay lost the first.
const MOST_MADE: u8 = 3;
/// Most new lists in one exchange.
const MOST_LISTS: u8 = 8;

/// Where an exchange stands in all that.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is a step, or a wish for one, and any of them goes with any other
pub(super) struct Care {
    /// The relay's snapshots are to be looked at.
    pub(super) look: bool,
    /// Before anything else: this phone knows nothing of a vault that others write into.
    pub(super) first: bool,
    pub(super) looked: bool,
    /// Silence was counted for this look.
    counted: bool,
    listed: Vec<SnapshotEntry>,
    /// Snapshots to be fetched, the newest first.
    pub(super) wanted: VecDeque<SnapshotEntry>,
    held: Option<Opened>,
    /// The newest at the relay is not to be relied on, or is missing.
    remake: bool,
    made: u8,
    /// What was uploaded, until it is read back.
    upload: Option<(SnapshotEntry, Vec<u8>)>,
    lists: u8,
    /// The acknowledgements the relay served last.
    pub(super) acks: Vec<Vec<u8>>,
    /// This phone's own, to go with the next sync; and the version of the list it names.
    pub(super) ack: Option<(Vec<u8>, u64)>,
    deleted: bool,
    tidied: bool,
    /// What did not fit about snapshots. It stops nothing: a new one puts it right.
    pub(super) findings: BTreeSet<Finding>,
}

impl Care {
    pub(super) fn beginning(first: bool) -> Self {
        Self { first, ..Self::default() }
    }
}

impl Exchange {
    /// The relay has said everything, and both sides hold the same. What is left to do?
    pub(super) fn settle(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        if self.care.look && !self.care.looked {
            self.phase = Phase::Snapshots;
            return Ok(());
        }
        if !self.care.wanted.is_empty() {
            self.phase = Phase::Snapshot;
            return Ok(());
        }
        self.verify(state, ledger)?;
        if self.has_whole_view() {
            self.silence(state)?;
            self.speak_for_who_left(state)?;
            if self.next_step(state, ledger)? {
                return Ok(());
            }
        }
        self.over(state)
    }

    /// Sets the next thing to be done; `false` where there is nothing.
    fn next_step(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<bool, StoreFailed> {
        let may_write = self.may_write();
        if may_write {
            let list = self.next_removal().is_some() || self.next_code().is_some();
            if list && self.care.lists < MOST_LISTS {
                self.phase = Phase::PutDevices;
                return Ok(true);
            }
            if self.kept.upkeep.purge == Purge::Rotate {
                self.phase = Phase::PutKeyring;
                return Ok(true);
            }
            if self.snapshot_due(state, ledger)? {
                if !self.care.looked {
                    // Whoever makes a new one fetches the newest first: what only that covers must be in it.
                    (self.care.look, self.phase) = (true, Phase::Snapshots);
                    return Ok(true);
                }
                if self.make(state, ledger)? {
                    self.phase = Phase::PutSnapshot;
                    return Ok(true);
                }
            }
            if self.sign_ack()? {
                (self.phase, self.by_vector) = (Phase::Sync, true);
                return Ok(true);
            }
        }
        if self.agreed().is_some() && !self.care.deleted {
            self.phase = Phase::Collect;
            return Ok(true);
        }
        // Older ones go only where the newest is known to be good.
        if may_write && !self.care.tidied && self.newest_is_verified() && self.care.listed.len() > KEPT {
            self.phase = Phase::DeleteSnapshot;
            return Ok(true);
        }
        Ok(false)
    }

    /// What the list says is not to be done any more.
    pub(super) fn forget_what_is_listed(&mut self) {
        let (list, upkeep) = (&self.taker.list, &mut self.kept.upkeep);
        upkeep.removing.retain(|device| list.live_device(*device).is_some());
        upkeep.recovery.take_if(|recovery| *recovery == list.recovery);
    }

    fn may_write(&self) -> bool {
        !self.read_only
            && self.taker.list.live_device(self.device.id).is_some()
            && self.kept.keyring_list == self.taker.list.version
            && self.kept.tip == self.kept.acknowledged
    }

    /// Whether everything that anybody signed is here and could be read, and nothing that came is in doubt.
    pub(super) fn has_whole_view(&self) -> bool {
        self.taker.is_complete() && !self.taker.summary.findings.iter().copied().any(is_partial)
    }

    /// The call of a phase of this module; `None` where it cannot be made.
    pub(super) fn care_call(&mut self) -> Option<Request> {
        let vault = self.kept.vault;
        let place = |entry: &SnapshotEntry| paths::snapshot(&vault, &entry.device, entry.number);
        Some(match self.phase {
            Phase::Snapshots => Request::new(Method::Get, paths::snapshots(&vault)),
            Phase::Snapshot => Request::new(Method::Get, place(self.care.wanted.front()?)).limit(snapshot::MAX_OBJECT),
            Phase::PutDevices => {
                let object = self.next_list()?;
                self.put = Some(object.clone());
                Request::new(Method::Put, paths::devices(&vault)).json(&DevicesBody { list: object.into() })
            }
            Phase::PutSnapshot => {
                let (entry, bytes) = self.care.upload.as_ref()?;
                Request::new(Method::Put, place(entry)).octets(bytes.clone())
            }
            Phase::Collect => {
                let (device, number) = self.agreed().map(|verified| (verified.device, verified.number))?;
                Request::new(Method::Delete, paths::batches(&vault)).json(&CollectRequest { device, number })
            }
            Phase::DeleteSnapshot => Request::new(Method::Delete, place(self.care.listed.last()?)),
            _ => return None,
        })
    }

    /// What an answer in one of these phases means; `false` where it makes no sense.
    pub(super) fn care_done(
        &mut self,
        response: &Response,
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<bool, StoreFailed> {
        match self.phase {
            Phase::Snapshots => {
                let Some(body) = response.read::<SnapshotsResponse>() else { return Ok(false) };
                self.listed(body.snapshots);
            }
            Phase::Snapshot => {
                let Some(entry) = self.care.wanted.pop_front() else { return Ok(false) };
                self.fetched(&entry, &response.body, state, ledger)?;
                if matches!(self.phase, Phase::Sync) {
                    return Ok(true);
                }
            }
            Phase::PutDevices => {
                let object = self.put.take().unwrap_or_default();
                self.care.lists += 1;
                self.devices(&object, state)?;
                self.forget_what_is_listed();
                state.upkeep(&self.kept.upkeep)?;
                if !matches!(self.phase, Phase::Over) {
                    self.phase = Phase::PutKeyring;
                }
                return Ok(true);
            }
            Phase::PutSnapshot => {
                if let Some((entry, _)) = &self.care.upload {
                    self.care.listed.insert(0, entry.clone());
                    self.care.wanted = [entry.clone()].into();
                }
            }
            Phase::Collect => {
                let Some(body) = response.read::<CollectResponse>() else { return Ok(false) };
                self.taker.summary.collected += u64::from(body.deleted);
                self.forget(state, ledger)?;
            }
            Phase::DeleteSnapshot => {
                self.care.listed.pop();
            }
            _ => return Ok(false),
        }
        if self.care.first || self.taker.again {
            // Nothing was synced yet, or everything is read once more: from here on with batches.
            if self.care.wanted.is_empty() {
                (self.care.first, self.phase, self.by_vector) = (false, Phase::Sync, true);
            } else {
                self.phase = Phase::Snapshot;
            }
            return Ok(true);
        }
        self.settle(state, ledger)?;
        Ok(true)
    }

    /// A refusal in one of these phases.
    pub(super) fn care_refused(
        &mut self,
        code: ProblemCode,
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<(), StoreFailed> {
        match (&self.phase, code) {
            (Phase::Snapshot, ProblemCode::NotFound) => {
                let uploaded = self.care.upload.take().is_some();
                self.care.wanted.pop_front();
                if uploaded {
                    self.care.findings.insert(Finding::WentBack);
                    self.care.listed.remove(0);
                }
                self.care.remake = self.care.wanted.is_empty();
            }
            // Somebody else made the next list: read it, and look again at what is left to be done.
            (Phase::PutDevices, ProblemCode::Conflict | ProblemCode::PreconditionFailed) => {
                self.conflicts += 1;
                if self.conflicts > 3 {
                    self.stop(Stopped::NotARelay, None);
                    return Ok(());
                }
                (self.phase, self.by_vector) = (Phase::Sync, true);
                return Ok(());
            }
            (Phase::PutSnapshot, ProblemCode::Quota) => {
                self.care.upload = None;
                self.care.made = MOST_MADE;
                self.taker.summary.over_quota = true;
            }
            // The number is taken: the next one is not.
            (Phase::PutSnapshot, ProblemCode::Conflict) => self.care.upload = None,
            // Somebody has not agreed after all, as far as the relay knows. Another time.
            (Phase::Collect, ProblemCode::Conflict | ProblemCode::PreconditionFailed | ProblemCode::NotFound) => {
                self.care.deleted = true;
            }
            (Phase::DeleteSnapshot, ProblemCode::Conflict | ProblemCode::NotFound) => self.care.tidied = true,
            (_, ProblemCode::NotFound) => {
                self.stop(Stopped::MailboxGone, None);
                return Ok(());
            }
            _ => {
                self.stop(Stopped::NotARelay, None);
                return Ok(());
            }
        }
        self.settle(state, ledger)
    }

    /// Whether this exchange reads all heads and looks at the snapshots, also where the relay says "the same".
    pub(super) fn wants_everything(&self) -> bool {
        let upkeep = &self.kept.upkeep;
        upkeep.look_due(self.now_ms)
            || upkeep.purge != Purge::None
            || self.next_removal().is_some()
            || self.next_code().is_some()
    }

    /// Something was removed for good. What the relay holds of it goes with a new epoch and new snapshots.
    pub(super) fn begin_purge(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        let upkeep = &mut self.kept.upkeep;
        let elsewhere = self.kept.tip.sequence > 0 || !self.kept.heads.is_empty() || upkeep.verified.is_some();
        if !elsewhere || (upkeep.purge == Purge::Rotate && upkeep.empty) {
            return Ok(());
        }
        (upkeep.purge, upkeep.empty) = (Purge::Rotate, true);
        state.upkeep(upkeep)
    }

    /// The relay has less than it had. Kept before anything else is, since the next exchange would not know.
    pub(super) fn was_put_back(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        // It may have lost what this phone said that it has seen, and would never come to "the same". Once an exchange: a relay
        // that goes on saying so is not told for ever.
        if self.again.once() {
            self.kept.said = Vector::new();
        }
        if std::mem::replace(&mut self.kept.upkeep.put_back, true) {
            return Ok(());
        }
        state.upkeep(&self.kept.upkeep)
    }

    /// Each phone sends again what a relay lacks that was put back; for one that is off the list nobody does. Whoever holds
    /// more of its words than the newest snapshot gives them in another, or those who had not seen them would wait for ever.
    fn speak_for_who_left(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        if !std::mem::take(&mut self.kept.upkeep.put_back) {
            return Ok(());
        }
        let (taker, upkeep) = (&self.taker, &mut self.kept.upkeep);
        let left = taker.list.devices.iter().filter(|device| device.removed.is_some());
        upkeep.unlogged |= left.map(|device| device.id).any(|id| {
            let covered = upkeep.verified.as_ref().map_or(0, |verified| verified.covers.of(id));
            taker.heads.get(&id).is_some_and(|known| known.tip.sequence > covered)
        });
        state.upkeep(upkeep)
    }

    /// A new epoch is there: now snapshots under it.
    pub(super) fn rotated(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        let upkeep = &mut self.kept.upkeep;
        if upkeep.purge == Purge::Rotate {
            upkeep.purge = Purge::Clean(upkeep.number.saturating_add(1));
            state.upkeep(upkeep)?;
        }
        Ok(())
    }
}
