//! A snapshot: the whole record up to a vector, so that logs need not be kept for ever.

use crate::encode::{Reader, Writer};
use crate::signed::{SigningKey, verify};
use crate::{Fixed, Hash, Id, WireError, derive};

use super::devices::DeviceList;
use super::vector::check_sequence;
use super::{MAX_SNAPSHOT_SEALED, SALT_LEN, SUITE, TAG_LEN, Vector};

/// The label a snapshot is signed under.
pub const LABEL: &str = "handrail/v1/snapshot";
/// Most bytes of an encoded snapshot.
pub const MAX_OBJECT: usize = MAX_SNAPSHOT_SEALED + 2048;

/// The clear header; its bytes are the seal's `aad`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The vault.
    pub vault: Id,
    /// Who made it.
    pub device: Id,
    /// Its number among that device's snapshots, from 1.
    pub number: u64,
    /// The epoch whose key it is sealed under.
    pub epoch: u64,
    /// What of each device's chain it holds.
    pub covers: Vector,
    /// Digest of the content it holds.
    pub digest: Hash,
    /// Version of the device list its maker went by.
    pub list: u64,
}

impl Header {
    /// The header's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header()
            .byte(SUITE)
            .bytes(self.vault.as_bytes())
            .bytes(self.device.as_bytes())
            .u64(self.number)
            .u64(self.epoch)
            .bytes(&self.covers.encode())
            .bytes(self.digest.as_bytes())
            .u64(self.list)
            .finish()
    }

    /// Reads a header; takes nothing but what [`Header::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::header(bytes)?;
        if reader.byte()? != SUITE {
            return Err(WireError::Version);
        }
        let header = Self {
            vault: reader.fixed()?.into(),
            device: reader.fixed()?.into(),
            number: check_sequence(reader.u64()?)?,
            epoch: check_sequence(reader.u64()?)?,
            covers: Vector::decode(reader.bytes()?)?,
            digest: reader.fixed()?.into(),
            list: check_sequence(reader.u64()?)?,
        };
        reader.finish()?;
        Ok(header)
    }
}

/// A whole snapshot.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The clear header.
    pub header: Header,
    /// Salt, ciphertext and tag.
    pub sealed: Vec<u8>,
    /// The maker's Ed25519 signature over all of it.
    pub signature: Fixed<64>,
}

impl Snapshot {
    /// Signs a sealed body.
    pub fn sign(header: Header, sealed: Vec<u8>, key: &SigningKey) -> Result<Self, WireError> {
        let signature = Fixed(key.sign(LABEL, &text(&header, &sealed))?);
        let snapshot = Self { header, sealed, signature };
        snapshot.check()?;
        Ok(snapshot)
    }

    /// Its bytes, as they are kept, hashed and handed on.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header().bytes(&self.header.encode()).bytes(&self.sealed).bytes(self.signature.as_bytes()).finish()
    }

    /// Takes a snapshot apart: size and suite first. Nothing is believed yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_OBJECT {
            return Err(WireError::TooLarge);
        }
        let mut reader = Reader::header(bytes)?;
        let header = Header::decode(reader.bytes()?)?;
        let sealed = reader.bytes_up_to(MAX_SNAPSHOT_SEALED)?.to_vec();
        let snapshot = Self { header, sealed, signature: reader.fixed()?.into() };
        reader.finish()?;
        snapshot.check()?;
        Ok(snapshot)
    }

    /// Checks that a device in this list made it for this vault.
    pub fn verify_in(&self, list: &DeviceList) -> Result<(), WireError> {
        if self.header.vault != list.vault {
            return Err(WireError::Identity);
        }
        let maker = list.device(self.header.device).ok_or(WireError::Identity)?;
        verify(&maker.identity, LABEL, &text(&self.header, &self.sealed), self.signature.as_bytes())
    }

    /// The hash by which acknowledgements name it.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from(derive::sha256(&self.encode()))
    }

    fn check(&self) -> Result<(), WireError> {
        if self.sealed.len() > MAX_SNAPSHOT_SEALED {
            return Err(WireError::TooLarge);
        }
        if self.sealed.len() <= SALT_LEN + TAG_LEN {
            return Err(WireError::Width);
        }
        Ok(())
    }
}

fn text(header: &Header, sealed: &[u8]) -> Vec<u8> {
    Writer::plain().bytes(&header.encode()).bytes(sealed).finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::people::{self, Phone};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_snapshot_comes_back_and_its_label_cannot_be_changed() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let snapshot = people::snapshot(&anna, 1);
        let read = Snapshot::decode(&snapshot.encode()).unwrap();
        assert!(read == snapshot);
        read.verify_in(&list).unwrap();
        let mut relabelled = snapshot.clone();
        relabelled.header.covers.raise(anna.id, 99);
        assert_eq!(relabelled.verify_in(&list), Err(WireError::Signature));
        let mut renumbered = snapshot;
        renumbered.header.number = 2;
        assert_eq!(renumbered.verify_in(&list), Err(WireError::Signature));
    }

    proptest! {
        #[test]
        fn a_flipped_bit_anywhere_is_noticed(bit in 0_usize..4_000) {
            let anna = Phone::new(1);
            let mut bytes = people::snapshot(&anna, 1).encode();
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            let list = people::first_list(&anna);
            prop_assert!(Snapshot::decode(&bytes).and_then(|snapshot| snapshot.verify_in(&list)).is_err());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Snapshot::decode(&bytes);
        }
    }
}
