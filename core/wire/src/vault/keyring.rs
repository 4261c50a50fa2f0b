//! The keyring: all epoch keys of a vault, sealed once to each live device and once to the recovery key.
//!
//! There is no shared root: an epoch key is random, and whoever is in the list may have it. A keyring names the list it
//! was made for and the live device that made it; its version only rises.

use crate::encode::{Reader, Writer};
use crate::outer::ENCAPSULATION_LEN;
use crate::signed::{SignedObject, SigningKey, sign_object};
use crate::{Hash, Id, WireError, low_order};

use super::devices::{DeviceList, Signer};
use super::vector::check_sequence;
use super::{MAX_DEVICES, TAG_LEN};

/// The label a keyring is signed under.
pub const LABEL: &str = "handrail/v1/keyring";
/// The label that begins HPKE's `info` when it is sealed.
pub const SEAL_LABEL: &str = "handrail/v1/keyring-seal";
/// Largest signed object taken for a keyring, in bytes.
pub const MAX_OBJECT: usize = 128 * 1024;
/// Most epochs one keyring holds.
pub const MAX_EPOCHS: usize = 64;
/// Bytes of one epoch's key.
pub const KEY_LEN: usize = 32;

/// The keys as sealed to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrap {
    /// The device; `None` for the recovery key.
    pub device: Option<Id>,
    /// SHA-256 of the X-Wing public key it is sealed to.
    pub key: Hash,
    /// Encapsulation, then all epoch keys in their order, sealed with AES-256-GCM.
    pub sealed: Vec<u8>,
}

/// A keyring. Only [`Keyring::open`] makes one out of bytes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    /// The vault.
    pub vault: Id,
    /// From 1, up by one with each keyring.
    pub version: u64,
    /// Version of the device list it is sealed for.
    pub list: u64,
    /// Who made it.
    pub signer: Signer,
    /// Numbers of the epochs, rising; batches are sealed under the last one.
    pub epochs: Vec<u64>,
    /// One for each live device, ids rising, then one for the recovery key.
    pub wraps: Vec<Wrap>,
}

impl Keyring {
    /// What one wrap is bound to, as `aad` and inside `info`: it opens for this recipient of this keyring alone.
    #[must_use]
    pub fn bound(&self, wrap_device: Option<Id>, key: &Hash) -> Vec<u8> {
        let epochs: Vec<u8> = self.epochs.iter().flat_map(|epoch| epoch.to_be_bytes()).collect();
        Writer::header()
            .bytes(self.vault.as_bytes())
            .u64(self.version)
            .u64(self.list)
            .bytes(&epochs)
            .bytes(wrap_device.as_ref().map_or(&[][..], |id| id.as_bytes()))
            .bytes(key.as_bytes())
            .finish()
    }

    /// The epoch that is sealed under now.
    #[must_use]
    pub fn current(&self) -> u64 {
        self.epochs.last().copied().unwrap_or(0)
    }

    /// Signs the keyring; refuses what nobody would open.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        let object = sign_object(key, LABEL, &self.encode())?;
        if object.len() > MAX_OBJECT { Err(WireError::TooLarge) } else { Ok(object) }
    }

    /// Opens a keyring against the list it has to be made for: that very version, signed by one of its live devices or
    /// its recovery key, and sealed to exactly its live devices and its recovery key.
    pub fn open(object: &[u8], list: &DeviceList) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let keyring = Self::decode(signed.body)?;
        keyring.check()?;
        if keyring.vault != list.vault {
            return Err(WireError::Identity);
        }
        if keyring.list < list.version {
            return Err(WireError::Older);
        }
        if keyring.list != list.version {
            return Err(WireError::Value("list"));
        }
        let key = match keyring.signer {
            Signer::Device(id) => list.live_device(id).ok_or(WireError::Identity)?.identity,
            Signer::Recovery => list.recovery.identity,
        };
        signed.verify(LABEL, &key)?;
        keyring.fits(list)?;
        Ok(keyring)
    }

    /// Opens a keyring for the keys in it, although it may have been made for an earlier list than this: between a new
    /// list and its keyring there is a moment. Nothing may be sealed under it until one for the newest list is made.
    pub fn open_for_reading(object: &[u8], list: &DeviceList) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let keyring = Self::decode(signed.body)?;
        if keyring.list == list.version {
            return Self::open(object, list);
        }
        keyring.check()?;
        if keyring.vault != list.vault || keyring.list > list.version {
            return Err(WireError::Identity);
        }
        let key = match keyring.signer {
            Signer::Device(id) => list.device(id).ok_or(WireError::Identity)?.identity,
            Signer::Recovery => list.recovery.identity,
        };
        signed.verify(LABEL, &key)?;
        Ok(keyring)
    }

    fn fits(&self, list: &DeviceList) -> Result<(), WireError> {
        let hash = |key: &[u8]| Hash::from(crate::derive::sha256(key));
        let devices = list.live().map(|device| (Some(device.id), hash(device.sealing.as_bytes())));
        let expected = devices.chain([(None, hash(list.recovery.sealing.as_bytes()))]);
        if expected.eq(self.wraps.iter().map(|wrap| (wrap.device, wrap.key))) {
            Ok(())
        } else {
            Err(WireError::Value("recipients"))
        }
    }

    fn check(&self) -> Result<(), WireError> {
        check_sequence(self.version)?;
        check_sequence(self.list)?;
        if self.epochs.is_empty() || self.epochs.len() > MAX_EPOCHS {
            return Err(WireError::Value("epochs"));
        }
        let mut before = 0;
        for epoch in &self.epochs {
            if check_sequence(*epoch)? <= before {
                return Err(WireError::Value("epochs"));
            }
            before = *epoch;
        }
        if self.wraps.is_empty() || self.wraps.len() > MAX_DEVICES + 1 {
            return Err(WireError::Value("recipients"));
        }
        let width = ENCAPSULATION_LEN + KEY_LEN * self.epochs.len() + TAG_LEN;
        for wrap in &self.wraps {
            if wrap.sealed.len() != width {
                return Err(WireError::Width);
            }
            low_order::check_x25519_part(wrap.sealed.get(..ENCAPSULATION_LEN).unwrap_or_default())?;
        }
        Ok(())
    }

    fn encode(&self) -> Vec<u8> {
        let epochs: Vec<u8> = self.epochs.iter().flat_map(|epoch| epoch.to_be_bytes()).collect();
        let signer: &[u8] = match &self.signer {
            Signer::Device(id) => id.as_bytes(),
            Signer::Recovery => &[],
        };
        let mut wraps = Writer::plain();
        for wrap in &self.wraps {
            let device: &[u8] = wrap.device.as_ref().map_or(&[][..], |id| id.as_bytes());
            let entry = Writer::plain().bytes(device).bytes(wrap.key.as_bytes()).bytes(&wrap.sealed);
            wraps = wraps.bytes(&entry.finish());
        }
        Writer::header()
            .bytes(self.vault.as_bytes())
            .u64(self.version)
            .u64(self.list)
            .bytes(signer)
            .bytes(&epochs)
            .bytes(&wraps.finish())
            .finish()
    }

    fn decode(body: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::header(body)?;
        let vault = reader.fixed()?.into();
        let version = reader.u64()?;
        let list = reader.u64()?;
        let signer = match reader.bytes()? {
            [] => Signer::Recovery,
            id => Signer::Device(id.try_into()?),
        };
        let (epochs, rest) = reader.bytes_up_to(MAX_EPOCHS * 8)?.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(WireError::Width);
        }
        let epochs = epochs.iter().map(|epoch| u64::from_be_bytes(*epoch)).collect();
        let mut run = Reader::plain(reader.bytes()?);
        reader.finish()?;
        let mut wraps = Vec::new();
        while !run.is_empty() {
            if wraps.len() > MAX_DEVICES {
                return Err(WireError::TooLarge);
            }
            let mut entry = Reader::plain(run.bytes()?);
            let device = match entry.bytes()? {
                [] => None,
                id => Some(id.try_into()?),
            };
            wraps.push(Wrap { device, key: entry.fixed()?.into(), sealed: entry.bytes()?.to_vec() });
            entry.finish()?;
        }
        Ok(Self { vault, version, list, signer, epochs, wraps })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::people::{self, Phone};
    use super::*;
    use proptest::prelude::*;

    fn keyring(list: &DeviceList, signer: Id) -> Keyring {
        let wrap = |device, key: &[u8]| Wrap {
            device,
            key: Hash::from(crate::derive::sha256(key)),
            sealed: vec![9; ENCAPSULATION_LEN + 2 * KEY_LEN + TAG_LEN],
        };
        let mut wraps: Vec<Wrap> = list.live().map(|device| wrap(Some(device.id), device.sealing.as_bytes())).collect();
        wraps.push(wrap(None, list.recovery.sealing.as_bytes()));
        Keyring {
            vault: list.vault,
            version: 3,
            list: list.version,
            signer: Signer::Device(signer),
            epochs: vec![1, 4],
            wraps,
        }
    }

    #[test]
    fn a_keyring_is_opened_against_the_list_it_was_made_for() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let made = keyring(&list, anna.id);
        let object = made.sign(&anna.key).unwrap();
        assert_eq!(Keyring::open(&object, &list).unwrap(), made);
        assert_eq!(made.current(), 4);
        assert_ne!(made.bound(Some(anna.id), &made.wraps[0].key), made.bound(None, &made.wraps[0].key));

        let thief = Phone::new(7);
        assert_eq!(Keyring::open(&made.sign(&thief.key).unwrap(), &list), Err(WireError::Signature));
        let stranger = Keyring { signer: Signer::Device(thief.id), ..made.clone() };
        assert_eq!(Keyring::open(&stranger.sign(&thief.key).unwrap(), &list), Err(WireError::Identity));
        let newer = DeviceList { version: 2, ..list.clone() };
        assert_eq!(Keyring::open(&object, &newer), Err(WireError::Older));
    }

    #[test]
    fn a_recipient_too_many_or_too_few_is_refused_although_signed() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let good = keyring(&list, anna.id);
        let mut extra = good.clone();
        extra.wraps.insert(1, Wrap { device: Some(Id::from([9; 16])), ..good.wraps[0].clone() });
        let mut fewer = good.clone();
        fewer.wraps.pop();
        let mut other_key = good.clone();
        other_key.wraps[0].key = Hash::from([0; 32]);
        for bad in [extra, fewer, other_key] {
            let got = Keyring::open(&bad.sign(&anna.key).unwrap(), &list);
            assert_eq!(got, Err(WireError::Value("recipients")));
        }
        let mut low = good.clone();
        low.wraps[0].sealed[ENCAPSULATION_LEN - 32..ENCAPSULATION_LEN].fill(0);
        assert_eq!(low.sign(&anna.key), Err(WireError::LowOrder));
        let mut backwards = good.clone();
        backwards.epochs = vec![4, 1];
        assert_eq!(backwards.sign(&anna.key), Err(WireError::Value("epochs")));
        let mut short = good;
        short.wraps[0].sealed.pop();
        assert_eq!(short.sign(&anna.key), Err(WireError::Width));
    }

    proptest! {
        #[test]
        fn any_signed_body_is_opened_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let anna = Phone::new(1);
            let object = sign_object(&anna.key, LABEL, &body).unwrap();
            prop_assert!(Keyring::open(&object, &people::first_list(&anna)).is_err());
        }
    }
}
