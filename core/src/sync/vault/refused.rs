//! What a removed device wrote and nobody who is left had seen: not taken in, said once, and known from then on.
//!
//! Nothing tells when a batch was signed. The list says on which day a device was taken off, not how far its chain went; the
//! version of the list in a batch is what its writer put there. So whoever holds a lost phone could write "before its
//! removal" for ever. What counts is what somebody who is still listed signed to have seen.
//!
//! The relay holds such a batch on. It is remembered here by number and hash, so that it is said once. Nothing of it is in a
//! chain's tip: what is signed to be seen leaves it out, so the relay gives it again with all news, and it is taken in if
//! somebody turns out to have seen it.

use std::collections::BTreeMap;

use handrail_wire::Id;
use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Batch;

use super::take::Taker;
use super::{Finding, Refused, Upkeep, VaultState};
use crate::sync::state::StoreFailed;
use crate::vault::sealed::Tip;

/// The newest refused batch of each removed device.
#[derive(Default)]
pub(super) struct RefusedBatches {
    /// As the relay was last known to hold them.
    known: BTreeMap<Id, Refused>,
    /// Those that came in this exchange.
    came: BTreeMap<Id, Refused>,
}

impl RefusedBatches {
    pub(super) fn of(kept: &Upkeep) -> Self {
        Self { known: kept.refused.clone(), came: BTreeMap::new() }
    }

    /// How far they came in this exchange.
    pub(super) fn came(&self) -> Vector {
        self.came.iter().map(|(device, refused)| (*device, refused.sequence)).collect()
    }

    /// Whether this one was said already.
    fn said(&self, device: Id, new: Refused) -> bool {
        [&self.known, &self.came].into_iter().filter_map(|of| of.get(&device)).any(|refused| {
            new.sequence < refused.sequence || *refused == new // of older ones the newest remembers enough
        })
    }
}

impl Taker {
    /// Refuses a batch that a removed device signed and that nobody who is listed has seen; `false` where it is none. On a
    /// new phone it may be that nobody who is listed has said anything yet; there, losing nothing comes first.
    pub(super) fn refuse(
        &mut self,
        device: Id,
        sequence: u64,
        bytes: &[u8],
        state: &mut Option<&mut dyn VaultState>,
    ) -> Result<bool, StoreFailed> {
        let removed = self.list.device(device).is_some() && self.list.live_device(device).is_none();
        let here = self.tip_of(device).sequence;
        if self.own.is_none() || self.own == Some(device) || !removed || sequence <= here.max(self.vouched(device)) {
            return Ok(false);
        }
        // What it did not sign says nothing about it. What is inside does not matter, nor what it stands on.
        let Some(batch) = Batch::decode(bytes).ok().filter(|batch| batch.verify_in(&self.list).is_ok()) else {
            return Ok(false);
        };
        let new = Refused { sequence, hash: batch.hash() };
        if !self.refused.said(device, new) {
            self.put_aside(bytes, Finding::NotListed, state)?;
        }
        let newest = self.refused.came.entry(device).or_insert(new);
        if newest.sequence <= sequence {
            *newest = new;
        }
        Ok(true)
    }

    /// The relay has said everything: what is refused is what came, and nothing else. One that is put back to before such
    /// a batch does not hold it any more.
    pub(super) fn all_refused(&mut self) -> BTreeMap<Id, Refused> {
        let heads = &self.heads;
        self.refused
            .came
            .retain(|device, refused| heads.get(device).is_none_or(|known| known.tip.sequence < refused.sequence));
        self.refused.known.clone_from(&self.refused.came);
        self.refused.known.clone()
    }

    /// Whether somebody who is listed says to have seen more of a device that is not than was taken in here. The hash over
    /// heads says nothing of such a device, so that it is asked for by name.
    pub(super) fn somebody_saw_more(&self) -> bool {
        let left = self.list.devices.iter().filter(|device| device.removed.is_some()).map(|device| device.id);
        left.into_iter().any(|id| Some(id) != self.own && self.vouched(id) > self.tip_of(id).sequence)
    }

    /// What came and was refused need not come once more in this exchange.
    pub(super) fn refused_beyond(&self, known: &mut Vector) {
        for (device, refused) in &self.refused.came {
            if self.stays_refused(*device, refused, self.tip_of(*device)) {
                known.raise(*device, refused.sequence);
            }
        }
    }

    /// Whether nobody has said since to have seen more of that device than what was taken in: then it is wanted after all.
    fn stays_refused(&self, device: Id, refused: &Refused, tip: Tip) -> bool {
        refused.sequence > tip.sequence && self.vouched(device) <= tip.sequence
    }

    fn tip_of(&self, device: Id) -> Tip {
        self.heads.get(&device).map_or_else(Tip::start, |known| known.tip)
    }
}
