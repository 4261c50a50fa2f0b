//! What an exchange needs from the store about a vault: durable answers, secrets in and out of the encrypted store alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use handrail_wire::Id;
use handrail_wire::login::Origin;
use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Claim;

use super::{Finding, Upkeep};
use crate::sync::state::StoreFailed;
use crate::vault::device::DeviceKeys;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

/// One device as far as this phone has taken it in.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Its newest batch that was taken in.
    pub tip: Tip,
    /// What it said it had seen, with that batch or in a signed head since.
    pub claim: Option<Claim>,
    /// Its newest signed head.
    pub head: Option<Vec<u8>>,
}

/// All that the store keeps of a vault, but for the batches themselves.
#[derive(Clone)]
pub struct Kept {
    /// The relay.
    pub origin: Origin,
    /// The vault.
    pub vault: Id,
    /// This device's own keys.
    pub device: Arc<DeviceKeys>,
    /// The newest signed device list.
    pub list: Vec<u8>,
    /// Version of the newest keyring.
    pub keyring_version: u64,
    /// Version of the list that keyring was made for.
    pub keyring_list: u64,
    /// The epoch keys.
    pub keys: EpochKeys,
    /// This device's newest batch, sent or not.
    pub tip: Tip,
    /// Number of this device's newest change that is in a batch.
    pub ops_sealed: u64,
    /// This device's newest batch that the relay said it holds.
    pub acknowledged: Tip,
    /// The relay's epoch id, once one was seen.
    pub relay_epoch: Option<Id>,
    /// What this device last said it had seen.
    pub said: Vector,
    /// The other devices, and this one's own head.
    pub heads: BTreeMap<Id, KnownDevice>,
    /// What was reached with snapshots, removals and looks at everything.
    pub upkeep: Upkeep,
}

impl Kept {
    /// What a device begins with that has just come onto the list: it wrote nothing yet.
    pub(crate) fn new_device(device: Arc<DeviceKeys>, of: FoundVault) -> Self {
        Self {
            origin: of.origin,
            vault: of.vault,
            device,
            list: of.list,
            keyring_version: of.keyring_version,
            keyring_list: of.keyring_list,
            keys: of.keys,
            tip: Tip::start(),
            ops_sealed: 0,
            acknowledged: Tip::start(),
            relay_epoch: None,
            said: Vector::new(),
            heads: BTreeMap::new(),
            upkeep: Upkeep::default(),
        }
    }
}

/// A vault as somebody sees it who has just come to it.
pub(crate) struct FoundVault {
    pub(crate) origin: Origin,
    pub(crate) vault: Id,
    pub(crate) list: Vec<u8>,
    pub(crate) keyring_version: u64,
    pub(crate) keyring_list: u64,
    pub(crate) keys: EpochKeys,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("tip", &self.tip.sequence).finish_non_exhaustive()
    }
}

/// One vault in the store. Each method is one transaction, durable when it returns.
pub trait VaultState: Send {
    /// A batch of this device, its place in the chain, the newest change in it, and what it says was seen. The bytes are
    /// kept, and sent again exactly as they are, until nobody can need them.
    fn sealed(&mut self, batch: &[u8], tip: Tip, ops: u64, said: &Vector) -> Result<(), StoreFailed>;
    /// This device's own batches above a number, in their order. Empty bytes stand for one that is not kept any more.
    fn outbox_after(&mut self, sequence: u64) -> Result<Vec<Vec<u8>>, StoreFailed>;
    /// This device's own chain at a number; `None` where it is not kept so far back.
    fn own_tip(&mut self, sequence: u64) -> Result<Option<Tip>, StoreFailed>;
    /// The relay holds this device's chain up to here, as of this epoch.
    fn acknowledged(&mut self, tip: Tip, epoch: Id) -> Result<(), StoreFailed>;
    /// The relay holds this signed head of this device, which says what was seen.
    fn said(&mut self, head: &[u8], seen: &Vector) -> Result<(), StoreFailed>;
    /// What is known of another device. The changes themselves are in the record already.
    fn took_in(&mut self, device: Id, known: &KnownDevice) -> Result<(), StoreFailed>;
    /// A newer device list.
    fn list(&mut self, object: &[u8]) -> Result<(), StoreFailed>;
    /// A newer keyring, made for a version of the list, and the keys in it.
    fn keyring(&mut self, version: u64, list: u64, keys: &EpochKeys) -> Result<(), StoreFailed>;
    /// What was reached with snapshots, removals and looks at everything.
    fn upkeep(&mut self, upkeep: &Upkeep) -> Result<(), StoreFailed>;
    /// The bytes of this device's own batches up to a number are not needed any more. The hash of the last one is, while
    /// there is none after it.
    fn forget_outbox(&mut self, upto: u64) -> Result<(), StoreFailed>;
    /// Bytes that did not fit; kept, named, and tried again after an update.
    fn put_aside(&mut self, bytes: &[u8], why: Finding) -> Result<(), StoreFailed>;
}
