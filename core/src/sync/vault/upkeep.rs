//! What a phone remembers of snapshots, removals and looks at everything, from one exchange to the next.

use std::collections::{BTreeMap, BTreeSet};

use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::Recovery;
use handrail_wire::{Hash, Id};
use serde::{Deserialize, Serialize};

use super::Finding;
use crate::ledger;

/// Changes after which a new snapshot is made.
pub const SNAPSHOT_OPS: u64 = 500;
/// Days after which one is made if anything changed.
const SNAPSHOT_DAYS: i64 = 30;
/// Days in which a device that should have, has said nothing, until it is let go.
pub const SILENT_DAYS: u64 = 90;
/// Most days that one look can count. A clock that jumps must not let anybody go.
const MOST_DAYS: i64 = 7;
/// Everything is looked at anew after this time, also where the relay says that both sides hold the same.
const LOOK_MS: i64 = DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// All of it. Kept as one text by the store ([`Upkeep::to_text`]).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(clippy::struct_excessive_bools, reason = "what is still to be done, as it is kept")]
pub struct Upkeep {
    /// When the heads were last read in full and the relay's snapshots looked at; ms since 1970 UTC.
    pub looked_ms: Option<i64>,
    /// From when the days until the next snapshot count.
    pub since_ms: Option<i64>,
    /// Number of the newest snapshot of this device, uploaded or not.
    pub number: u64,
    /// The newest snapshot that was read back from the relay and verified here.
    pub verified: Option<Verified>,
    /// Version of the device list under which that one was acknowledged; 0: not yet.
    pub acknowledged: u64,
    /// Whether what it covers was deleted at the relay and forgotten here.
    pub collected: bool,
    /// This device's batches up to here were covered by the snapshot collected last.
    pub before: u64,
    /// Some of what is here is in no log any more, so that batches alone would not bring it back: a snapshot comes first.
    pub unlogged: bool,
    /// The relay was put back: whether it lacks now what somebody wrote who is off the list is still to be looked at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub put_back: bool,
    /// Version of the device list that this phone came onto with such a record; 0: it did not. Whoever goes by an earlier
    /// one speaks of a record without that.
    pub joined: u64,
    /// Something was removed for good, and older objects at the relay still hold it.
    pub purge: Purge,
    /// This device's own sealed batches may hold what was removed for good: they go with the next collection.
    pub empty: bool,
    /// Devices the person took off the list, until that is done.
    pub removing: BTreeSet<Id>,
    /// The public half of a new recovery code that was typed in, until the list names it.
    pub recovery: Option<Recovery>,
    /// When each other device was last heard of.
    pub others: BTreeMap<Id, LastSeen>,
    /// When a snapshot was tried last that came out larger than one may be; ms since 1970 UTC. `None`: the last one fitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgrown_ms: Option<i64>,
    /// The newest batch of each removed device that the relay holds and that is not taken in. It was said once.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<Id, Refused>,
}

/// A batch of a removed device that nobody who is left had seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// Its number in that device's chain.
    pub sequence: u64,
    /// Its hash.
    pub hash: Hash,
}

/// A snapshot that was read back and verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// Who made it.
    pub device: Id,
    /// Its number among that device's.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// What it covers of each chain of batches.
    #[serde(with = "pairs")]
    pub covers: Vector,
    /// What it covers of each log.
    pub ops: ledger::Vector,
}

/// How far a purge has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Purge {
    /// There is none.
    #[default]
    None,
    /// A new epoch comes first.
    Rotate,
    /// Then the two snapshots that are kept have to be of this device, with this number or a higher one.
    Clean(u64),
}

/// When a device was last heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastSeen {
    /// Day on which something new of it came, days since 1970-01-01 UTC by this phone's clock; 0: never.
    pub day: u64,
    /// Days, counted at looks, for which it said nothing although there was something to be said.
    pub silent: u64,
}

impl Upkeep {
    /// The text that the store keeps.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Maps have text as keys and numbers are whole, so this cannot fail; an empty text is read as nothing kept.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Upkeep::to_text`] wrote; an empty text is that of a new vault.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.is_empty() { Some(Self::default()) } else { serde_json::from_str(text).ok() }
    }

    /// Whether everything is to be looked at: once a day, and where the clock went back.
    pub(super) fn look_due(&self, now_ms: i64) -> bool {
        self.looked_ms.is_none_or(|then| !(0..LOOK_MS).contains(&now_ms.saturating_sub(then)))
    }

    /// Whether the record was found to be more than a snapshot takes, not long ago.
    pub(super) fn outgrown(&self, now_ms: i64) -> bool {
        self.outgrown_ms.is_some_and(|then| (0..LOOK_MS).contains(&now_ms.saturating_sub(then)))
    }

    /// Whether a new snapshot is due for what was written since the last one.
    pub(super) fn snapshot_due(&self, now_ms: i64, log: &ledger::Vector) -> bool {
        let all = |vector: &ledger::Vector| vector.iter().map(|(_, n)| n).fold(0, u64::saturating_add);
        let covered = self.verified.as_ref().map_or(0, |verified| {
            log.iter().map(|(device, n)| n.min(verified.ops.get(device))).fold(0, u64::saturating_add)
        });
        let new = all(log).saturating_sub(covered);
        let days = self.since_ms.map_or(0, |since| now_ms.saturating_sub(since) / DAY_MS);
        self.unlogged || new >= SNAPSHOT_OPS || (new > 0 && days >= SNAPSHOT_DAYS)
    }

    /// A look is over: who was heard of, and who said nothing although there was something.
    pub(super) fn looked(&mut self, now_ms: i64, heard: &BTreeSet<Id>, behind: &BTreeSet<Id>) {
        let days = self.looked_ms.map_or(0, |then| (now_ms.saturating_sub(then) / DAY_MS).clamp(0, MOST_DAYS));
        for device in behind.difference(heard) {
            let last = self.others.entry(*device).or_default();
            last.silent = last.silent.saturating_add(days.unsigned_abs());
        }
        for (_, last) in self.others.iter_mut().filter(|(device, _)| !behind.contains(device)) {
            last.silent = 0;
        }
        self.looked_ms = Some(now_ms);
        if self.since_ms.is_none_or(|since| since > now_ms) {
            self.since_ms = Some(now_ms);
        }
    }

    /// Something new of these devices came.
    pub(super) fn heard(&mut self, now_ms: i64, devices: &BTreeSet<Id>) {
        for device in devices {
            self.others.insert(*device, LastSeen { day: day_of(now_ms), silent: 0 });
        }
    }

    /// A snapshot was read back and verified.
    pub(super) fn verified(&mut self, now_ms: i64, verified: Verified) {
        (self.verified, self.unlogged) = (Some(verified), false);
        self.since_ms = Some(now_ms);
        (self.acknowledged, self.collected) = (0, false);
    }
}

/// The day of an instant, days since 1970-01-01 UTC; from 1 on, because 0 stands for never.
pub(super) fn day_of(now_ms: i64) -> u64 {
    (now_ms / DAY_MS).max(1).unsigned_abs()
}

/// Whether somebody who found this may act on what is known: nothing is rotated, acknowledged or deleted on less than
/// all of it.
pub(super) fn is_partial(finding: Finding) -> bool {
    !matches!(finding, Finding::NotListed)
}

/// A vector of batches as pairs.
mod pairs {
    use super::{Id, Vector};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(vector: &Vector, s: S) -> Result<S::Ok, S::Error> {
        vector.iter().collect::<Vec<(Id, u64)>>().serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vector, D::Error> {
        Ok(Vec::<(Id, u64)>::deserialize(d)?.into_iter().collect())
    }
}
