//! The device list: who may write into a vault, and whom its keys are sealed to.
//!
//! List n+1 names the hash of list n and is signed by a device that was live in n, or by the recovery key of n. So
//! neither a relay nor a device that was removed can put anybody on it, and nobody can be taken off it without a trace:
//! an entry stays for ever, with the day of its removal, and its keys never change.

use serde::{Deserialize, Serialize};

use crate::encode::{Reader, Writer};
use crate::keyset::XWingPublic;
use crate::signed::{SignedObject, SigningKey, object_hash, sign_object};
use crate::{Hash, Id, Key32, WireError, low_order};

use super::MAX_DEVICES;
use super::vector::check_sequence;

/// The label a device list is signed under.
pub const LABEL: &str = "handrail/v1/device-list";
/// Largest signed object taken for a device list, in bytes: [`MAX_DEVICES`] entries need about 43 kB.
pub const MAX_OBJECT: usize = 48 * 1024;

/// One device of the client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its random id; also its login at the relay. Never used again after a restore.
    pub id: Id,
    /// The Ed25519 key that signs its batches and logs it in.
    pub identity: Key32,
    /// The X-Wing key that the keyring is sealed to.
    pub sealing: XWingPublic,
    /// Day it was added, days since 1970-01-01 UTC.
    pub added: u64,
    /// Day it was removed; `None` while it is live.
    pub removed: Option<u64>,
    /// Day it was last known to be in use.
    pub seen: u64,
}

/// The public half of the recovery code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// What the code logs in as.
    pub locator: Id,
    /// The Ed25519 key of that login; it may sign a list too.
    pub identity: Key32,
    /// The X-Wing key that the keyring is sealed to.
    pub sealing: XWingPublic,
}

/// Who signed a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// A device that was live in the list before.
    Device(Id),
    /// The recovery key of the list before.
    Recovery,
}

/// A device list. Only [`DeviceList::open_first`] and [`DeviceList::open_next`] make one out of bytes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceList {
    /// The vault.
    pub vault: Id,
    /// From 1, up by one with each list.
    pub version: u64,
    /// Hash of the list before; zeros for the first.
    pub previous: Hash,
    /// Who signs it.
    pub signer: Signer,
    /// The recovery code's public half.
    pub recovery: Recovery,
    /// Everybody ever listed, ids rising.
    pub devices: Vec<Device>,
}

impl DeviceList {
    /// Devices that have not been removed.
    pub fn live(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter().filter(|device| device.removed.is_none())
    }

    /// A device ever listed.
    #[must_use]
    pub fn device(&self, id: Id) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == id)
    }

    /// A device that has not been removed.
    #[must_use]
    pub fn live_device(&self, id: Id) -> Option<&Device> {
        self.live().find(|device| device.id == id)
    }

    /// The list that comes after this one, without changes yet.
    #[must_use]
    pub fn next(&self, own_hash: Hash, signer: Signer) -> Self {
        Self { version: self.version.saturating_add(1), previous: own_hash, signer, ..self.clone() }
    }

    /// The hash by which the next list names a signed one.
    #[must_use]
    pub fn hash_of(object: &[u8]) -> Hash {
        object_hash(object)
    }

    /// Signs the list; refuses what nobody would open.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        let object = sign_object(key, LABEL, &self.encode())?;
        if object.len() > MAX_OBJECT { Err(WireError::TooLarge) } else { Ok(object) }
    }

    /// Opens the first list of a vault: version 1, signed by a device in it.
    ///
    /// It vouches for itself alone: whoever opens it must know the vault, or the recovery key, from elsewhere.
    pub fn open_first(object: &[u8]) -> Result<Self, WireError> {
        let (list, signed) = Self::read(object)?;
        if list.version != 1 {
            return Err(WireError::Value("version"));
        }
        let Signer::Device(by) = list.signer else { return Err(WireError::Value("signer")) };
        signed.verify(LABEL, &list.live_device(by).ok_or(WireError::Identity)?.identity)?;
        Ok(list)
    }

    /// Opens the list that comes after `before`, whose signed object has the hash `hash`.
    ///
    /// [`WireError::Older`] for a version that is not higher, [`WireError::Hash`] for a list that does not name this one,
    /// [`WireError::Identity`] for a signer who was not live in it, and for an entry that vanished, changed its keys or
    /// came back after its removal.
    pub fn open_next(object: &[u8], before: &Self, hash: Hash) -> Result<Self, WireError> {
        let (list, signed) = Self::read(object)?;
        if list.vault != before.vault {
            return Err(WireError::Identity);
        }
        if list.version <= before.version {
            return Err(WireError::Older);
        }
        if list.version != before.version + 1 {
            return Err(WireError::Value("version"));
        }
        if list.previous != hash {
            return Err(WireError::Hash);
        }
        let key = match list.signer {
            Signer::Device(id) => before.live_device(id).ok_or(WireError::Identity)?.identity,
            Signer::Recovery => before.recovery.identity,
        };
        signed.verify(LABEL, &key)?;
        list.continues(before)?;
        Ok(list)
    }

    /// Opens a list as somebody who knows the recovery key and nothing else: a new phone. The list must name exactly
    /// that recovery key; who signed it cannot be checked by itself, so what it leads to is shown to the person.
    pub fn open_for_recovery(object: &[u8], vault: Id, recovery: &Recovery) -> Result<Self, WireError> {
        let (list, signed) = Self::read(object)?;
        if list.vault != vault || list.recovery != *recovery {
            return Err(WireError::Identity);
        }
        let key = match list.signer {
            Signer::Device(id) => list.device(id).ok_or(WireError::Identity)?.identity,
            Signer::Recovery => recovery.identity,
        };
        signed.verify(LABEL, &key)?;
        Ok(list)
    }

    /// Reads a list that was checked when it was kept.
    pub fn kept(object: &[u8]) -> Result<Self, WireError> {
        Self::read(object).map(|(list, _)| list)
    }

    /// Of two lists of one version that both follow the same one, is this the one that counts? What the recovery key
    /// signed outranks all: a thief with a phone cannot win against the person with the code.
    #[must_use]
    pub fn outranks(&self, other: &Self) -> bool {
        self.version >= other.version && self.signer == Signer::Recovery && other.signer != Signer::Recovery
    }

    fn read(object: &[u8]) -> Result<(Self, SignedObject<'_>), WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let list = Self::decode(signed.body)?;
        list.check()?;
        Ok((list, signed))
    }

    /// Nobody vanished, nobody came back, nobody's keys changed.
    fn continues(&self, before: &Self) -> Result<(), WireError> {
        for old in &before.devices {
            let same = self.device(old.id).is_some_and(|new| {
                new.identity == old.identity
                    && new.sealing == old.sealing
                    && new.added == old.added
                    && (old.removed.is_none() || new.removed == old.removed)
            });
            if !same {
                return Err(WireError::Identity);
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), WireError> {
        check_sequence(self.version)?;
        if (self.version == 1) != (self.previous == Hash::from([0; 32])) {
            return Err(WireError::Value("previous"));
        }
        if self.devices.is_empty() || self.devices.len() > MAX_DEVICES {
            return Err(WireError::Value("devices"));
        }
        low_order::check_x25519_part(self.recovery.sealing.as_bytes())?;
        if !self.devices.is_sorted_by(|one, next| one.id < next.id) {
            return Err(WireError::Value("devices"));
        }
        for device in &self.devices {
            low_order::check_x25519_part(device.sealing.as_bytes())?;
            // Days are told apart from "never" by being more than zero.
            if device.added == 0 || device.seen == 0 || device.removed == Some(0) {
                return Err(WireError::Day);
            }
            // One key, one meaning: nobody signs as two.
            let twins = self.devices.iter().filter(|other| other.identity == device.identity).count();
            if twins != 1 || device.identity == self.recovery.identity || device.id == self.recovery.locator {
                return Err(WireError::Value("identity"));
            }
        }
        Ok(())
    }

    fn encode(&self) -> Vec<u8> {
        let recovery = Writer::plain()
            .bytes(self.recovery.locator.as_bytes())
            .bytes(self.recovery.identity.as_bytes())
            .bytes(self.recovery.sealing.as_bytes())
            .finish();
        let mut devices = Writer::plain();
        for device in &self.devices {
            let entry = Writer::plain()
                .bytes(device.id.as_bytes())
                .bytes(device.identity.as_bytes())
                .bytes(device.sealing.as_bytes())
                .u64(device.added)
                .u64(device.removed.unwrap_or(0))
                .u64(device.seen);
            devices = devices.bytes(&entry.finish());
        }
        let signer: &[u8] = match &self.signer {
            Signer::Device(id) => id.as_bytes(),
            Signer::Recovery => &[],
        };
        Writer::header()
            .bytes(self.vault.as_bytes())
            .u64(self.version)
            .bytes(self.previous.as_bytes())
            .bytes(signer)
            .bytes(&recovery)
            .bytes(&devices.finish())
            .finish()
    }

    fn decode(body: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::header(body)?;
        let vault = reader.fixed()?.into();
        let version = reader.u64()?;
        let previous = reader.fixed()?.into();
        let signer = match reader.bytes()? {
            [] => Signer::Recovery,
            id => Signer::Device(id.try_into()?),
        };
        let recovery = {
            let mut part = Reader::plain(reader.bytes()?);
            let recovery = Recovery {
                locator: part.fixed()?.into(),
                identity: part.fixed()?.into(),
                sealing: XWingPublic::from(part.fixed::<1216>()?),
            };
            part.finish()?;
            recovery
        };
        let mut run = Reader::plain(reader.bytes()?);
        reader.finish()?;
        let mut devices = Vec::new();
        while !run.is_empty() {
            if devices.len() == MAX_DEVICES {
                return Err(WireError::TooLarge);
            }
            let mut entry = Reader::plain(run.bytes()?);
            devices.push(Device {
                id: entry.fixed()?.into(),
                identity: entry.fixed()?.into(),
                sealing: XWingPublic::from(entry.fixed::<1216>()?),
                added: entry.u64()?,
                removed: match entry.u64()? {
                    0 => None,
                    day => Some(day),
                },
                seen: entry.u64()?,
            });
            entry.finish()?;
        }
        Ok(Self { vault, version, previous, signer, recovery, devices })
    }
}

#[cfg(test)]
#[path = "devices_tests.rs"]
mod tests;
