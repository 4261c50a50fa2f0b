//! The relay, as far as phones need it: a dumb store of batches and snapshots that reads none of them.

use std::collections::{BTreeMap, BTreeSet};

use handrail_core::Result;
use handrail_core::ids::Id;
use handrail_core::ledger::{Batch, Op, Snapshot, Vector};

/// What the relay keeps.
#[derive(Debug, Clone, Default)]
pub struct Relay {
    kept: Kept,
    backup: Option<Kept>,
    /// Changes when the relay is restored.
    pub epoch: u64,
    /// The phones on the signed list. It is chained, and every phone remembers it: a restored relay cannot bring an
    /// older one back.
    pub live: BTreeSet<Id>,
    /// Bytes of changes that came in and went out.
    pub of_changes: u64,
    /// Bytes of snapshots that came in and went out, and how many they were.
    pub of_snapshots: (u64, u64),
    /// The largest of them, in bytes.
    pub largest: u64,
}

/// What a backup of the relay holds.
#[derive(Debug, Clone, Default)]
struct Kept {
    /// Each phone's changes after `base`.
    logs: BTreeMap<Id, Log>,
    /// The last two, as bytes.
    snapshots: Vec<Vec<u8>>,
    /// What each phone signed that it has.
    acks: BTreeMap<Id, Vector>,
    /// What everybody may forget.
    collected: Vector,
}

#[derive(Debug, Clone, Default)]
struct Log {
    base: u64,
    ops: Vec<Op>,
}

impl Log {
    fn last(&self) -> u64 {
        self.base + self.ops.len() as u64
    }

    fn cut(&mut self, upto: u64) {
        if upto > self.base {
            let gone = usize::try_from(upto - self.base).unwrap_or(usize::MAX).min(self.ops.len());
            self.ops.drain(..gone);
            self.base = upto;
        }
    }
}

impl Relay {
    /// Everything that came in and went out.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.of_changes + self.of_snapshots.0
    }

    /// The last change it knows of a phone.
    #[must_use]
    pub fn last(&self, device: Id) -> u64 {
        self.kept.logs.get(&device).map_or(0, Log::last)
    }

    /// The last change it knows of each phone.
    #[must_use]
    pub fn vector(&self) -> Vector {
        self.kept.logs.iter().map(|(device, log)| (*device, log.last())).collect()
    }

    /// Takes a batch, whatever of it is new; `false` where it does not follow what is there.
    ///
    /// # Errors
    /// Where it is no batch.
    pub fn put(&mut self, batch: &Batch) -> Result<bool> {
        let bytes = batch.to_bytes()?;
        self.of_changes += bytes.len() as u64;
        let batch = Batch::parse(batch.device, &bytes)?;
        let log = self.kept.logs.entry(batch.device).or_default();
        if batch.first() > log.last() + 1 {
            return Ok(false);
        }
        let last = log.last();
        log.ops.extend(batch.ops.into_iter().filter(|op| op.sequence > last));
        Ok(true)
    }

    /// What a phone that knows `known` lacks, in batches; and the phones of which it lacks so much that only a
    /// snapshot has it.
    #[must_use]
    pub fn missing(&mut self, known: &Vector, own: Id, at_most: usize) -> (Vec<Batch>, bool) {
        let (mut batches, mut needs_snapshot) = (Vec::new(), false);
        for (device, log) in self.kept.logs.iter().filter(|(device, _)| **device != own) {
            if known.get(*device) < log.base {
                needs_snapshot = true;
                continue;
            }
            let skip = usize::try_from(known.get(*device) - log.base).unwrap_or(usize::MAX);
            let rest: Vec<&Op> = log.ops.iter().skip(skip).collect();
            for ops in rest.chunks(at_most.max(1)) {
                batches.push(Batch { device: *device, ops: ops.iter().map(|op| (*op).clone()).collect() });
            }
        }
        for batch in &batches {
            self.of_changes += batch.to_bytes().map_or(0, |bytes| bytes.len() as u64);
        }
        (batches, needs_snapshot)
    }

    /// Keeps a snapshot, the last two. What it covers and the relay does not have is in no log any more. `false` where
    /// it lacks what only older snapshots have: whoever made it has to fetch first.
    pub fn put_snapshot(&mut self, bytes: Vec<u8>, covers: &Vector) -> bool {
        self.moved(bytes.len());
        if self.kept.logs.iter().any(|(device, log)| covers.get(*device) < log.base) {
            return false;
        }
        for (device, sequence) in covers.iter() {
            let log = self.kept.logs.entry(device).or_default();
            if log.last() < sequence {
                log.cut(sequence);
            }
        }
        self.kept.snapshots.push(bytes);
        if self.kept.snapshots.len() > 2 {
            self.kept.snapshots.remove(0);
        }
        true
    }

    /// The snapshots, newest first.
    pub fn snapshots(&mut self) -> Vec<Vec<u8>> {
        if let Some(newest) = self.kept.snapshots.last() {
            self.moved(newest.len());
        }
        self.kept.snapshots.iter().rev().cloned().collect()
    }

    fn moved(&mut self, snapshot: usize) {
        self.of_snapshots.0 += snapshot as u64;
        self.of_snapshots.1 += 1;
        self.largest = self.largest.max(snapshot as u64);
    }

    /// A phone signs that it has `vector`.
    pub fn ack(&mut self, device: Id, vector: Vector) {
        self.kept.acks.insert(device, vector);
    }

    /// What everybody may forget.
    #[must_use]
    pub fn collected(&self) -> Vector {
        self.kept.collected.clone()
    }

    /// Deletes what a verified snapshot covers, if every live phone signed that it has it; of `at_most` phones only,
    /// where it is killed in the middle.
    pub fn collect(&mut self, at_most: usize) {
        let Some(snapshot) = self.kept.snapshots.last().and_then(|bytes| Snapshot::parse(bytes).ok()) else { return };
        let covers = snapshot.covers;
        let all = self.live.iter().all(|device| self.kept.acks.get(device).is_some_and(|ack| ack.covers(&covers)));
        if !all {
            return;
        }
        self.kept.collected = self.kept.collected.joined(&covers);
        for (device, log) in self.kept.logs.iter_mut().take(at_most) {
            // Never what has not come in yet.
            log.cut(covers.get(*device).min(log.last()));
        }
    }

    /// Somebody copies the relay's database.
    pub fn back_up(&mut self) {
        self.backup = Some(self.kept.clone());
    }

    /// Somebody puts the copy back.
    pub fn restore(&mut self) {
        if let Some(backup) = self.backup.clone() {
            self.kept = backup;
            self.epoch += 1;
        }
    }
}
