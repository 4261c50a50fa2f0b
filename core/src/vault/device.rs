//! A device's own keys, and the changes of the device list that the person's own devices make.

use handrail_wire::vault::devices::{Device, DeviceList, Recovery, Signer};
use handrail_wire::{Hash, Id};
use zeroize::Zeroizing;

use super::VaultError;
use crate::ids::{Id as CoreId, Randomness};
use crate::seal::keys::{SigningKey, SubkeySecret, new_seed};

/// One device's secrets. They never leave the encrypted store of that device.
pub struct DeviceKeys {
    /// Random; a restored phone takes a new one.
    pub id: Id,
    /// Signs batches and logs in.
    pub identity: SigningKey,
    /// The keyring is sealed to it.
    pub sealing: SubkeySecret,
}

impl std::fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKeys(..)")
    }
}

impl DeviceKeys {
    /// New keys for the device with this id.
    pub fn generate(id: CoreId, randomness: &dyn Randomness) -> Result<Self, VaultError> {
        Self::from_seeds(id, &new_seed(randomness)?, &new_seed(randomness)?)
    }

    /// The keys of two seeds, as the store keeps them.
    pub fn from_seeds(
        id: CoreId,
        identity: &Zeroizing<[u8; 32]>,
        sealing: &Zeroizing<[u8; 32]>,
    ) -> Result<Self, VaultError> {
        Ok(Self {
            id: id.into(),
            identity: SigningKey::from_seed(identity)?,
            sealing: SubkeySecret::from_seed(sealing)?,
        })
    }

    /// This device as a list names it.
    #[must_use]
    pub fn entry(&self, day: u64) -> Device {
        Device {
            id: self.id,
            identity: self.identity.public(),
            sealing: *self.sealing.public(),
            added: day,
            removed: None,
            seen: day,
        }
    }

    /// The first list of a new vault, signed.
    pub fn first_list(&self, vault: Id, recovery: Recovery, day: u64) -> Result<Vec<u8>, VaultError> {
        let list = DeviceList {
            vault,
            version: 1,
            previous: Hash::from([0; 32]),
            signer: Signer::Device(self.id),
            recovery,
            devices: vec![self.entry(day)],
        };
        Ok(list.sign(&self.identity)?)
    }
}

/// The list after `before` with one device more, unsigned.
#[must_use]
pub fn with(before: &DeviceList, hash: Hash, signer: Signer, device: Device) -> DeviceList {
    let mut next = before.next(hash, signer);
    next.devices.retain(|there| there.id != device.id);
    next.devices.push(device);
    crate::sorting::by_key(&mut next.devices, |device| device.id);
    next
}

/// The list after `before` with one device removed on `day`, unsigned. The entry stays.
///
/// # Errors
/// [`VaultError::NotListed`] where it is not live.
pub fn without(
    before: &DeviceList,
    hash: Hash,
    signer: Signer,
    device: Id,
    day: u64,
) -> Result<DeviceList, VaultError> {
    before.live_device(device).ok_or(VaultError::NotListed)?;
    let mut next = before.next(hash, signer);
    for there in &mut next.devices {
        if there.id == device {
            there.removed = Some(day.max(there.added));
        }
    }
    Ok(next)
}
