//! Looking at what the relay has: the newest snapshot is verified, or merged; and who was not heard of is counted.

use std::collections::BTreeSet;

use handrail_wire::Id;
use handrail_wire::api::SnapshotEntry;

use super::super::upkeep::{SILENT_DAYS, Verified};
use super::super::whole::Opened;
use super::super::{Exchange, Finding, Phase, VaultState};
use crate::ledger::Ledger;
use crate::sync::state::StoreFailed;

impl Exchange {
    pub(super) fn listed(&mut self, listed: Vec<SnapshotEntry>) {
        self.care.looked = true;
        self.care.listed = listed;
        let newest = self.care.listed.first();
        let known = self.kept.upkeep.verified.as_ref();
        let same = newest.zip(known).is_some_and(|(n, v)| (n.device, n.number) == (v.device, v.number));
        if newest.is_none() && known.is_some() {
            self.care.findings.insert(Finding::WentBack);
            self.care.remake = true;
        }
        if !same
            || self.somebody_lacks_what_was_collected()
            || self.taker.again
            || !self.taker.is_complete()
            || self.care.first
        {
            self.care.wanted = self.care.listed.iter().cloned().collect();
        }
    }

    /// A device that says it has not seen what everybody had agreed on, and what no log has any more, can have it from a
    /// snapshot alone: then it is read back once more whether that is still good.
    fn somebody_lacks_what_was_collected(&self) -> bool {
        let Some(verified) = self.kept.upkeep.verified.as_ref().filter(|_| self.kept.upkeep.collected) else {
            return false;
        };
        let others = self.taker.list.live().map(|device| device.id).filter(|id| *id != self.device.id);
        others
            .map(|id| (id, self.taker.said_by(id)))
            .any(|(id, said)| !said.is_empty() && !said.covers(&verified.covers.without(id)))
    }

    pub(super) fn fetched(
        &mut self,
        entry: &SnapshotEntry,
        bytes: &[u8],
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<(), StoreFailed> {
        if let Some((_, uploaded)) = self.care.upload.take()
            && uploaded != bytes
        {
            // It says that it is stored, and it is not.
            self.care.findings.insert(Finding::WentBack);
            return Ok(());
        }
        let opened = match Opened::of(bytes, entry, &self.taker.list, &self.taker.keys) {
            Ok(opened) => opened,
            Err(finding) => {
                self.care.findings.insert(finding);
                state.put_aside(bytes, finding)?;
                self.care.remake = true;
                return Ok(()); // the one before it, if there is one
            }
        };
        self.care.wanted.clear();
        let own = self.device.id;
        if opened.header.covers.of(own) > self.kept.tip.sequence {
            self.taker.find(Finding::Clone);
            self.read_only = true;
            return Ok(());
        }
        let mut seen = self.taker.seen(own);
        seen.raise(own, self.kept.tip.sequence);
        if self.taker.again {
            // Folded once more, from here and the batches above it.
            self.taker.refold_from(&opened);
            (self.phase, self.by_vector) = (Phase::Sync, true);
        } else if (!seen.covers(&opened.header.covers) || !self.taker.is_complete())
            && self.taker.adopt(&opened, ledger, Some(state))?
        {
            (self.phase, self.by_vector, self.care.first) = (Phase::Sync, true, false);
        }
        self.care.held = Some(opened);
        Ok(())
    }

    /// Whether the snapshot that was fetched may be relied on. If so it is kept as verified; if not, a new one is due.
    pub(super) fn verify(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        let Some(opened) = self.care.held.take() else { return Ok(()) };
        let own = self.device.id;
        let mut seen = self.taker.seen(own);
        seen.raise(own, self.kept.tip.sequence);
        if !self.has_whole_view() || !seen.covers(&opened.header.covers) {
            return Ok(());
        }
        let header = &opened.header;
        // One that knows less than what was agreed on before is an older one.
        let older = self.kept.upkeep.verified.as_ref().is_some_and(|known| !header.covers.covers(&known.covers));
        let maker = self.taker.list.live_device(header.device).is_some();
        if older {
            self.care.findings.insert(Finding::WentBack);
        }
        if older || !maker || !self.taker.fits(&opened.whole.tips, self.kept.tip, own) {
            self.care.remake = true;
            return Ok(());
        }
        if !opened.is_whole(ledger)? {
            // What it has more is taken, and a new one says what both have.
            self.taker.adopt(&opened, ledger, Some(state))?;
            self.care.remake = true;
            return Ok(());
        }
        self.care.remake = false;
        let ops = opened.whole.record.covers.clone();
        let covers = header.covers.clone();
        let verified = Verified { device: header.device, number: header.number, hash: opened.hash, covers, ops };
        if self.kept.upkeep.verified.as_ref() != Some(&verified) {
            self.kept.upkeep.verified(self.now_ms, verified);
        }
        state.upkeep(&self.kept.upkeep)
    }

    /// Once a look: who was heard of, who was not, and whom to let go.
    pub(super) fn silence(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        if !self.care.looked || self.care.counted {
            return Ok(());
        }
        self.care.counted = true;
        let heard = std::mem::take(&mut self.taker.news_of);
        self.kept.upkeep.heard(self.now_ms, &heard);
        let own = self.device.id;
        let mut all = self.taker.seen(own);
        all.raise(own, self.kept.tip.sequence);
        let others = self.taker.list.live().map(|device| device.id).filter(|id| *id != own);
        let behind: BTreeSet<Id> = others.filter(|id| !self.taker.said_by(*id).covers(&all.without(*id))).collect();
        self.kept.upkeep.looked(self.now_ms, &heard, &behind);
        let silent = behind
            .into_iter()
            .filter(|id| self.kept.upkeep.others.get(id).is_some_and(|last| last.silent >= SILENT_DAYS));
        let silent: Vec<Id> = silent.collect();
        self.kept.upkeep.removing.extend(silent);
        state.upkeep(&self.kept.upkeep)
    }
}
