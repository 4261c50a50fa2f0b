//! Epoch keys: random, sealed once to each live device and once to the recovery code.

use std::collections::BTreeMap;

use handrail_wire::vault::devices::{DeviceList, Signer};
use handrail_wire::vault::keyring::{KEY_LEN, Keyring, MAX_EPOCHS, SEAL_LABEL, Wrap};
use handrail_wire::{Id, WireError};
use zeroize::Zeroizing;

use super::VaultError;
use crate::ids::Randomness;
use crate::seal::keys::{SigningKey, SubkeySecret, key_hash, new_seed};
use crate::seal::message::{open_bound, seal_bound};

/// One epoch's key, wiped when dropped.
pub type EpochKey = Zeroizing<[u8; KEY_LEN]>;

/// All epoch keys of a vault, by number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EpochKeys(BTreeMap<u64, EpochKey>);

impl std::fmt::Debug for EpochKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EpochKeys({})", self.0.len())
    }
}

/// How much of the vault is known to whoever wants to make a new epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Every fetch succeeded and every device's chain was read to its end.
    Complete,
    /// Something is missing.
    Partial,
}

impl EpochKeys {
    /// The first epoch of a new vault.
    pub fn first(randomness: &dyn Randomness) -> Result<Self, VaultError> {
        Ok(Self([(1, new_seed(randomness)?)].into()))
    }

    /// Keys as the store keeps them.
    #[must_use]
    pub fn of(keys: impl IntoIterator<Item = (u64, EpochKey)>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// The number and key that is sealed under now.
    pub fn current(&self) -> Result<(u64, &EpochKey), VaultError> {
        self.0.last_key_value().map(|(number, key)| (*number, key)).ok_or(VaultError::NoKey)
    }

    /// The key of an epoch.
    pub fn key(&self, epoch: u64) -> Result<&EpochKey, VaultError> {
        self.0.get(&epoch).ok_or(VaultError::NoKey)
    }

    /// The keys, rising, for the one place that stores them.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &EpochKey)> {
        self.0.iter().map(|(number, key)| (*number, key))
    }

    /// The same keys and a new epoch. Refuses on a partial view: whoever is not seen yet would be locked out, and what
    /// was written meanwhile would stay under a key that was meant to end (bitwarden/clients#7709).
    pub fn next(&self, view: View, randomness: &dyn Randomness) -> Result<Self, VaultError> {
        if view == View::Partial {
            return Err(VaultError::Incomplete);
        }
        let (last, _) = self.current()?;
        let mut keys = self.clone();
        keys.0.insert(last.saturating_add(1), new_seed(randomness)?);
        Ok(keys)
    }

    /// The newest epochs, as many as a keyring holds. What was sealed under older ones is in a snapshot since: one is
    /// made with every purge, and whoever is on the list keeps the keys it had.
    fn newest(&self) -> impl Iterator<Item = (u64, &EpochKey)> {
        self.iter().skip(self.0.len().saturating_sub(MAX_EPOCHS))
    }

    /// The signed keyring of these keys for exactly the live devices and the recovery key of a list.
    pub fn wrap(
        &self,
        list: &DeviceList,
        version: u64,
        signer: Signer,
        key: &SigningKey,
        randomness: &dyn Randomness,
    ) -> Result<Vec<u8>, VaultError> {
        let mut keyring = Keyring {
            vault: list.vault,
            version,
            list: list.version,
            signer,
            epochs: self.newest().map(|(number, _)| number).collect(),
            wraps: Vec::new(),
        };
        let plain = self.joined();
        let recipients = list.live().map(|device| (Some(device.id), &device.sealing));
        for (device, sealing) in recipients.chain([(None, &list.recovery.sealing)]) {
            let key = key_hash(sealing.as_bytes());
            let bound = keyring.bound(device, &key);
            let sealed = seal_bound(SEAL_LABEL, &bound, sealing.as_bytes(), &plain, randomness)
                .map_err(|_| VaultError::Internal)?;
            keyring.wraps.push(Wrap { device, key, sealed });
        }
        Ok(keyring.sign(key)?)
    }

    /// The keys in a keyring, for one recipient: a device, or with `None` the recovery key.
    pub fn unwrap(keyring: &Keyring, recipient: Option<Id>, secret: &SubkeySecret) -> Result<Self, VaultError> {
        let wrap = keyring.wraps.iter().find(|wrap| wrap.device == recipient).ok_or(VaultError::NotListed)?;
        if wrap.key != secret.hash() {
            return Err(VaultError::Wire(WireError::Identity));
        }
        let bound = keyring.bound(wrap.device, &wrap.key);
        let plain = open_bound(SEAL_LABEL, &bound, &wrap.sealed, secret).map(Zeroizing::new);
        let plain = plain.ok_or(VaultError::Unopened)?;
        let (keys, rest) = plain.as_chunks::<KEY_LEN>();
        if !rest.is_empty() || keys.len() != keyring.epochs.len() {
            return Err(VaultError::Unopened);
        }
        Ok(Self(keyring.epochs.iter().copied().zip(keys.iter().map(|key| Zeroizing::new(*key))).collect()))
    }

    fn joined(&self) -> Zeroizing<Vec<u8>> {
        let mut plain = Zeroizing::new(Vec::with_capacity(MAX_EPOCHS * KEY_LEN));
        for (_, key) in self.newest() {
            plain.extend_from_slice(key.as_slice());
        }
        plain
    }
}
