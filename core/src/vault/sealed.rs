//! Batches and snapshots: sealed here, and opened in the one order the protocol allows.

use handrail_wire::vault::batch::{self, Batch, Claim};
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::snapshot::{self, Snapshot};
use handrail_wire::vault::{MAX_BATCH_SEALED, MAX_SNAPSHOT_SEALED};
use handrail_wire::{Hash, Id};
use zeroize::Zeroizing;

use super::VaultError;
use super::body::{self, Packing, Place};
use super::device::DeviceKeys;
use super::epochs::EpochKeys;
use crate::ids::Randomness;

/// Most bytes of a batch's body, inflated.
pub const MAX_BATCH_BODY: usize = 8 * 1024 * 1024;
/// Most bytes of a snapshot's body, inflated.
pub const MAX_SNAPSHOT_BODY: usize = 64 * 1024 * 1024;
const BATCH_KEY: &str = "handrail/v1/batch-key";
const SNAPSHOT_KEY: &str = "handrail/v1/snapshot-key";

/// Where a device's chain goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// Number of its newest batch; 0 before the first.
    pub sequence: u64,
    /// Hash of that batch; zeros before the first.
    pub hash: Hash,
}

impl Tip {
    /// Before the first batch.
    #[must_use]
    pub fn start() -> Self {
        Self { sequence: 0, hash: Hash::from([0; 32]) }
    }

    /// Behind this batch.
    #[must_use]
    pub fn behind(batch: &Batch) -> Self {
        Self { sequence: batch.header.sequence, hash: batch.hash() }
    }
}

/// Seals and signs the next batch of this device. Its bytes are kept and sent again exactly as they are: sealing twice
/// gives other bytes under the same number, which everybody refuses.
///
/// # Errors
/// [`VaultError::TooLarge`] where the body does not fit; the caller cuts it in two.
pub fn seal_batch(
    vault: Id,
    keys: &EpochKeys,
    device: &DeviceKeys,
    tip: Tip,
    claim: Claim,
    body: &[u8],
    randomness: &dyn Randomness,
) -> Result<Batch, VaultError> {
    let (epoch, key) = keys.current()?;
    let sequence = tip.sequence.saturating_add(1);
    let header = batch::Header { vault, device: device.id, sequence, previous: tip.hash, epoch };
    if body.len() > MAX_BATCH_BODY {
        return Err(VaultError::TooLarge);
    }
    let place = Place { label: BATCH_KEY, device: device.id.as_bytes(), number: sequence, packing: Packing::Behind };
    let sealed = body::seal(key, place, &header.encode(), body, MAX_BATCH_SEALED, randomness)?;
    Ok(Batch::sign(header, sealed, claim, &device.identity)?)
}

/// Opens a batch: size and suite, then the signature of a listed device, then the cipher, padding and the inflate limit.
/// Whether it follows its chain is the caller's to see: a gap refuses nothing.
pub fn open_batch(
    bytes: &[u8],
    list: &DeviceList,
    keys: &EpochKeys,
) -> Result<(Batch, Zeroizing<Vec<u8>>), VaultError> {
    let batch = Batch::decode(bytes)?;
    batch.verify_in(list)?;
    let key = keys.key(batch.header.epoch)?;
    let (device, number) = (batch.header.device.as_bytes(), batch.header.sequence);
    let place = Place { label: BATCH_KEY, device, number, packing: Packing::Behind };
    let body = body::open(key, place, &batch.header.encode(), &batch.sealed, MAX_BATCH_BODY)?;
    Ok((batch, body))
}

/// Seals and signs a snapshot of this device; `header.epoch` is set to the current one.
///
/// # Errors
/// [`VaultError::TooLarge`] where it does not fit.
pub fn seal_snapshot(
    mut header: snapshot::Header,
    keys: &EpochKeys,
    device: &DeviceKeys,
    body: &[u8],
    randomness: &dyn Randomness,
) -> Result<Snapshot, VaultError> {
    let (epoch, key) = keys.current()?;
    header.epoch = epoch;
    if body.len() > MAX_SNAPSHOT_BODY {
        return Err(VaultError::TooLarge);
    }
    let place =
        Place { label: SNAPSHOT_KEY, device: device.id.as_bytes(), number: header.number, packing: Packing::Alone };
    let sealed = body::seal(key, place, &header.encode(), body, MAX_SNAPSHOT_SEALED, randomness)?;
    Ok(Snapshot::sign(header, sealed, &device.identity)?)
}

/// Opens a snapshot, in the same order as a batch.
pub fn open_snapshot(
    bytes: &[u8],
    list: &DeviceList,
    keys: &EpochKeys,
) -> Result<(Snapshot, Zeroizing<Vec<u8>>), VaultError> {
    let snapshot = Snapshot::decode(bytes)?;
    snapshot.verify_in(list)?;
    let key = keys.key(snapshot.header.epoch)?;
    let (device, number) = (snapshot.header.device.as_bytes(), snapshot.header.number);
    let place = Place { label: SNAPSHOT_KEY, device, number, packing: Packing::Alone };
    let body = body::open(key, place, &snapshot.header.encode(), &snapshot.sealed, MAX_SNAPSHOT_BODY)?;
    Ok((snapshot, body))
}

#[cfg(test)]
mod tests;
