//! Phones and the relay, over a line that loses, doubles, delays and tears.

use handrail_core::Error;
use handrail_core::ledger::{Batch, LedgerError, Snapshot};

use super::{State, World, Wrong, wrong};
use crate::chance::{Chance, id};

impl World<'_> {
    /// A phone talks to the relay: its own changes up, the others' down. `bad` is the line; without one all goes well.
    /// Returns whether anything moved.
    ///
    /// # Errors
    /// Where a phone refuses what no phone may refuse.
    pub fn sync(&mut self, n: usize, bad: Option<&mut Chance>) -> Result<bool, Wrong> {
        let mut sure = Chance::new(0, 0);
        let faulty = bad.is_some();
        let line = bad.unwrap_or(&mut sure);
        let mut fault = |percent: u64| faulty && line.percent(percent);
        if fault(12) {
            return Ok(false);
        }
        let device = self.device(n)?;
        let mut moved = false;
        if !self.relay.live.contains(&device) {
            if !self.come_back(n)? {
                return Ok(false);
            }
            moved = true;
        }
        moved |= self.send(n, &mut fault)?;
        moved |= self.fetch(n, &mut fault)?;
        if !fault(10) {
            let vector = self.phone(n)?.vector().map_err(wrong("vector"))?;
            let device = self.device(n)?;
            self.relay.ack(device, vector);
        }
        Ok(moved)
    }

    /// A phone that was let go, or restored: the snapshot first, then a new name for what nobody has.
    pub(super) fn come_back(&mut self, n: usize) -> Result<bool, Wrong> {
        self.load_newest_snapshot(n)?;
        self.rename(n)?;
        if let Some(slot) = self.slots.get_mut(n) {
            slot.state = State::Live;
        }
        Ok(true)
    }

    pub(super) fn rename(&mut self, n: usize) -> Result<(), Wrong> {
        let (former, new) = (self.device(n)?, id(&mut self.chance));
        let delivered = self.relay.last(former);
        self.phone(n)?.begin_as(new, delivered).map_err(wrong("begin_as"))?;
        // Which number a change got is the phone's to say: what of it the log has forgotten gets none.
        let again = self.phone(n)?.own_since(0, usize::MAX >> 1).map_err(wrong("own_since"))?;
        for op in again.map(|batch| batch.ops).unwrap_or_default() {
            let (author, key) = (op.author(new), (op.record, op.stamp));
            for made in self.made.iter_mut().filter(|m| (m.op.record, m.op.stamp) == key && m.author == author) {
                made.names.push((new, op.sequence));
            }
        }
        self.relay.live.insert(new);
        if let Some(slot) = self.slots.get_mut(n) {
            slot.delivered = 0;
        }
        Ok(())
    }

    pub(super) fn load_newest_snapshot(&mut self, n: usize) -> Result<bool, Wrong> {
        for bytes in self.relay.snapshots() {
            let snapshot = Snapshot::parse(&bytes).map_err(|e| format!("a snapshot of ours: {e}"))?;
            match self.phone(n)?.load_snapshot(&snapshot) {
                Ok(taken) => {
                    self.taken += taken.new;
                    return Ok(true);
                }
                // It covers more of this phone than the phone knows: it was restored, and gets another name next.
                Err(Error::Ledger(LedgerError::OwnAhead)) => {}
                Err(e) => return Err(format!("load_snapshot: {e}")),
            }
        }
        Ok(false)
    }

    pub(super) fn send(&mut self, n: usize, fault: &mut impl FnMut(u64) -> bool) -> Result<bool, Wrong> {
        let (device, last) = (self.device(n)?, self.relay.last(self.device(n)?));
        let epoch = self.relay.epoch;
        let Some(slot) = self.slots.get_mut(n) else { return Ok(false) };
        // A restored relay, or one that lost something without a word: what it says it has is what it has.
        if slot.epoch != epoch || last < slot.delivered {
            slot.epoch = epoch;
            slot.delivered = last;
        }
        let mut moved = false;
        // It may have more than this phone heard of.
        slot.delivered = slot.delivered.max(last.min(slot.phone.vector().map_err(wrong("vector"))?.get(device)));
        loop {
            let Some(slot) = self.slots.get_mut(n) else { return Ok(moved) };
            let batch = match slot.phone.own_since(slot.delivered, 4096) {
                Ok(batch) => batch,
                Err(Error::Ledger(LedgerError::Collected)) => {
                    self.snapshot(n)?;
                    let last = self.relay.last(device);
                    if let Some(slot) = self.slots.get_mut(n) {
                        slot.delivered = last;
                    }
                    moved = true;
                    continue;
                }
                Err(e) => return Err(format!("own_since: {e}")),
            };
            let Some(batch) = batch else { break };
            if fault(8) {
                return Ok(moved); // lost on the way up
            }
            if !self.relay.put(&batch).map_err(wrong("the relay"))? {
                return Err("the relay is missing what the phone thinks it has".into());
            }
            moved = true;
            if fault(5) {
                self.relay.put(&batch).map_err(wrong("the relay"))?; // sent twice
            }
            if fault(8) {
                return Ok(moved); // stored, and the answer never came
            }
            if let Some(slot) = self.slots.get_mut(n) {
                slot.delivered = batch.last();
            }
        }
        moved |= self.speak_for_the_lost(n)?;
        Ok(moved)
    }

    /// Where the relay lost what a phone that is gone had sent, somebody who has it gives it back in a snapshot.
    pub(super) fn speak_for_the_lost(&mut self, n: usize) -> Result<bool, Wrong> {
        let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
        let own = self.device(n)?;
        let lost = known.iter().any(|(device, sequence)| {
            device != own && sequence > self.relay.last(device) && !self.relay.live.contains(&device)
        });
        if lost {
            self.snapshot(n)?;
        }
        Ok(lost)
    }

    pub(super) fn fetch(&mut self, n: usize, fault: &mut impl FnMut(u64) -> bool) -> Result<bool, Wrong> {
        let own = self.device(n)?;
        let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
        let at_most = if fault(50) { 2 } else { 64 };
        let (mut batches, needs_snapshot) = self.relay.missing(&known, own, at_most);
        let mut moved = false;
        if needs_snapshot {
            if !self.load_newest_snapshot(n)? {
                return Err("the relay has neither the changes nor a snapshot of them".into());
            }
            moved = true;
            let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
            let (after, still) = self.relay.missing(&known, own, at_most);
            if still {
                return Err("the newest snapshot does not cover what the relay deleted".into());
            }
            batches = after;
        }
        if fault(25) {
            batches.reverse();
        }
        for batch in batches {
            if fault(10) {
                continue; // lost on the way down
            }
            if fault(12) {
                self.on_the_way.push((n, batch));
                continue; // late
            }
            moved |= self.take_in(n, &batch)?;
            if fault(8) {
                self.take_in(n, &batch)?; // twice
            }
        }
        Ok(moved)
    }

    pub(super) fn take_in(&mut self, n: usize, batch: &Batch) -> Result<bool, Wrong> {
        match self.phone(n)?.take_in(batch) {
            Ok(taken) => {
                self.taken += taken.new;
                Ok(taken.new > 0)
            }
            // What comes before it is still on its way; the next exchange brings it.
            Err(Error::Ledger(LedgerError::Gap { .. })) => Ok(false),
            Err(e) => Err(format!("take_in: {e}")),
        }
    }

    pub(super) fn late(&mut self, how: &mut Chance) -> Result<(), Wrong> {
        if self.on_the_way.is_empty() {
            return Ok(());
        }
        let (n, batch) = self.on_the_way.swap_remove(how.below(self.on_the_way.len()));
        // A phone that took this very name meanwhile is asked by the exchange, not by a late packet.
        if self.device(n)? == batch.device {
            return Ok(());
        }
        self.take_in(n, &batch).map(drop)
    }

    /// A snapshot; where the relay has one of what this phone lacks, that is fetched first.
    pub(super) fn snapshot(&mut self, n: usize) -> Result<(), Wrong> {
        if !self.relay.live.contains(&self.device(n)?) || self.try_snapshot(n)? {
            return Ok(());
        }
        self.load_newest_snapshot(n)?;
        if self.try_snapshot(n)? { Ok(()) } else { Err("no snapshot covers what the relay deleted".into()) }
    }

    pub(super) fn try_snapshot(&mut self, n: usize) -> Result<bool, Wrong> {
        let snapshot = self.phone(n)?.snapshot().map_err(wrong("snapshot"))?;
        let bytes = snapshot.to_bytes().map_err(|e| format!("snapshot: {e}"))?;
        // Read back before anybody relies on it.
        let read = Snapshot::parse(&bytes).map_err(|e| format!("a snapshot of ours: {e}"))?;
        if read.digest != self.phone(n)?.digest().map_err(wrong("digest"))? {
            return Err("the digest that is kept is not the digest of the content".into());
        }
        Ok(self.relay.put_snapshot(bytes, &read.covers))
    }

    pub(super) fn forget(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let own = self.device(n)?;
        let mut collected = self.relay.collected();
        if how.percent(30) {
            // Killed in the middle: some phones' logs are cut, others are not.
            collected = collected.iter().take(how.below(3)).collect();
        }
        // Never what the relay may not have: an exchange would have to send a snapshot for it.
        let has = self.relay.last(own);
        collected.set(own, collected.get(own).min(has));
        self.phone(n)?.forget_log_below(&collected).map_err(wrong("forget_log_below")).map(drop)
    }
}
