//! What a snapshot holds under its seal, and the proof that it holds everything it says.
//!
//! ```text
//! plain = header lp(run of tips) lp(the record's snapshot, JSON)
//! tip   = device (16) | sequence (u64) | hash of that batch (32)
//! ```
//!
//! The tips say where each chain goes on: the batches before are deleted, and nobody could tell otherwise whether the
//! next one follows.

use std::collections::BTreeMap;

use handrail_wire::api::SnapshotEntry;
use handrail_wire::encode::{Reader, Writer};
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::snapshot::Header;
use handrail_wire::{Hash, Id, WireError};
use zeroize::Zeroizing;

use super::Finding;
use crate::error::Error;
use crate::ids::Id as CoreId;
use crate::ledger::{self, Digest, Fold, Ledger, LedgerError, Snapshot};
use crate::sync::state::StoreFailed;
use crate::vault::VaultError;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::{Tip, open_snapshot};

/// Bytes of one tip.
const TIP: usize = 16 + 8 + 32;
/// A write may come between two reads; so often it is looked again.
const MOST_LOOKS: u32 = 3;

/// What is under a snapshot's seal.
pub(super) struct Whole {
    /// Where each chain that it covers goes on.
    pub(super) tips: BTreeMap<Id, Tip>,
    /// The record.
    pub(super) record: Snapshot,
}

/// A snapshot that opened: it is what a listed device made, in the place it was asked for, and its content has its
/// digest. Whether it holds everything that it says it covers, [`Opened::is_whole`] shows.
pub(super) struct Opened {
    pub(super) header: Header,
    pub(super) hash: Hash,
    pub(super) whole: Whole,
}

impl Whole {
    /// The bytes to be sealed.
    pub(super) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, LedgerError> {
        let mut tips = Vec::with_capacity(self.tips.len() * TIP);
        for (device, tip) in &self.tips {
            tips.extend_from_slice(device.as_bytes());
            tips.extend_from_slice(&tip.sequence.to_be_bytes());
            tips.extend_from_slice(tip.hash.as_bytes());
        }
        let record = Zeroizing::new(self.record.to_bytes()?);
        Ok(Zeroizing::new(Writer::header().bytes(&tips).bytes(&record).finish()))
    }

    fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        let newer_or = |error| if error == WireError::Version { Finding::Newer } else { Finding::Unreadable };
        let mut reader = Reader::header(bytes).map_err(newer_or)?;
        let run = reader.bytes().map_err(newer_or)?;
        let record = Snapshot::parse(reader.bytes().map_err(newer_or)?).map_err(|error| match error {
            LedgerError::Newer => Finding::Newer,
            _ => Finding::Unreadable,
        })?;
        reader.finish().map_err(newer_or)?;
        let (entries, rest) = run.as_chunks::<TIP>();
        if !rest.is_empty() {
            return Err(Finding::Unreadable);
        }
        let mut tips: BTreeMap<Id, Tip> = BTreeMap::new();
        for entry in entries {
            let parts =
                entry.split_first_chunk::<16>().and_then(|(id, rest)| Some((id, rest.split_first_chunk::<8>()?)));
            let (device, (sequence, hash)) = parts.ok_or(Finding::Unreadable)?;
            let hash: &[u8; 32] = hash.try_into().map_err(|_| Finding::Unreadable)?;
            let tip = Tip { sequence: u64::from_be_bytes(*sequence), hash: Hash::from(*hash) };
            let device = Id::from(*device);
            // In one order and each once: what is signed is read in one way.
            if tips.last_key_value().is_some_and(|(last, _)| *last >= device) {
                return Err(Finding::Unreadable);
            }
            tips.insert(device, tip);
        }
        Ok(Self { tips, record })
    }

    /// What it covers, by its tips.
    pub(super) fn covers(&self) -> Vector {
        self.tips.iter().map(|(device, tip)| (*device, tip.sequence)).collect()
    }
}

/// Whether a snapshot that holds these bytes is read. What is taken is written back as it was.
#[cfg(feature = "parsers")]
pub(crate) fn reads(bytes: &[u8]) -> bool {
    Whole::parse(bytes).is_ok_and(|whole| {
        assert!(whole.to_bytes().is_ok_and(|again| again.as_slice() == bytes));
        true
    })
}

impl Opened {
    /// Opens what a relay gave as this entry: seal and signature, then that it is the one that was asked for, then the
    /// content against its digest.
    pub(super) fn of(
        bytes: &[u8],
        entry: &SnapshotEntry,
        list: &DeviceList,
        keys: &EpochKeys,
    ) -> Result<Self, Finding> {
        let (snapshot, body) = open_snapshot(bytes, list, keys).map_err(|error| match error {
            VaultError::Wire(WireError::Version) => Finding::Newer,
            VaultError::Wire(WireError::Identity) => Finding::NotListed,
            VaultError::Wire(_) => Finding::Forged,
            _ => Finding::Unreadable,
        })?;
        let header = snapshot.header.clone();
        if header.device != entry.device || header.number != entry.number {
            // An older one with a new label.
            return Err(Finding::Forged);
        }
        let whole = Whole::parse(&body)?;
        if whole.covers() != header.covers || header.digest.0 != *whole.record.digest.as_bytes() {
            return Err(Finding::Forged);
        }
        Ok(Self { header, hash: snapshot.hash(), whole })
    }

    /// Whether this snapshot, with what this phone's log has above it, comes to exactly what this phone holds. Only then
    /// nothing is lost with the log below it.
    pub(super) fn is_whole(&self, ledger: &dyn Ledger) -> Result<bool, StoreFailed> {
        for _ in 0..MOST_LOOKS {
            let before = ledger.digest()?;
            let log = match ledger.ops_since(&self.whole.record.covers, ledger::MAX_BATCH_BYTES / 2) {
                Ok(log) => log,
                // The log here does not go back so far: a newer snapshot was agreed on since.
                Err(Error::Ledger(LedgerError::Collected)) => return Ok(false),
                Err(_) => return Err(StoreFailed),
            };
            if ledger.digest()? != before {
                continue;
            }
            let mut refold = Refold::default();
            let folded =
                refold.join(&self.whole.record).and_then(|()| log.iter().try_for_each(|batch| refold.apply(batch)));
            return Ok(folded.is_ok() && refold.digest() == before);
        }
        Ok(false)
    }
}

/// The record folded once more, beside the one that is kept: from a snapshot and the logs above it.
#[derive(Default)]
pub(super) struct Refold(BTreeMap<CoreId, Fold>);

impl Refold {
    pub(super) fn join(&mut self, snapshot: &Snapshot) -> Result<(), LedgerError> {
        for state in &snapshot.records {
            self.0.entry(state.record).or_insert_with(|| Fold::new(&state.kind)).join(state)?;
        }
        Ok(())
    }

    pub(super) fn apply(&mut self, batch: &ledger::Batch) -> Result<(), LedgerError> {
        for op in &batch.ops {
            self.0.entry(op.record).or_insert_with(|| Fold::new(&op.kind)).apply(op, batch.device)?;
        }
        Ok(())
    }

    fn digest(&self) -> Digest {
        let mut digest = Digest::default();
        self.0.iter().for_each(|(record, fold)| fold.state(*record).count_into(&mut digest));
        digest
    }

    /// Everything that was folded, to be merged into a record. It covers no log: what is known of the logs stays.
    pub(super) fn snapshot(&self) -> Snapshot {
        // Where all that is known are changes without content, there is no record.
        let said = |fold: &&Fold| !fold.newest.is_empty() || fold.removed.is_some() || fold.put_back.is_some();
        let records = self.0.iter().filter(|(_, fold)| said(fold)).map(|(id, fold)| fold.state(*id)).collect();
        Snapshot { covers: ledger::Vector::default(), digest: self.digest(), records }
    }
}
