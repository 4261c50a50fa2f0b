//! A batch: one numbered step of a device's chain. What it holds is sealed; the clear header is what the seal is bound to.
//!
//! A batch also says what its writer has seen (the *claim*), under the same signature, so that a phone that writes needs
//! no second signature to say where it stands.

use crate::encode::{Reader, Writer};
use crate::signed::{SigningKey, verify};
use crate::{Fixed, Hash, Id, Key32, WireError, derive};

use super::devices::DeviceList;
use super::vector::check_sequence;
use super::{MAX_BATCH_SEALED, SALT_LEN, SUITE, TAG_LEN, Vector};

/// The label a batch is signed under.
pub const LABEL: &str = "handrail/v1/batch";
/// Most bytes of an encoded batch: the sealed part, and headers with a vector of every device.
pub const MAX_OBJECT: usize = MAX_BATCH_SEALED + 2048;

/// The clear header; its bytes are the seal's `aad`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The vault.
    pub vault: Id,
    /// Who writes.
    pub device: Id,
    /// Its place in the device's chain, from 1.
    pub sequence: u64,
    /// Hash of the batch before; zeros for the first.
    pub previous: Hash,
    /// The epoch whose key it is sealed under.
    pub epoch: u64,
}

impl Header {
    /// The header's bytes, always as many.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header()
            .byte(SUITE)
            .bytes(self.vault.as_bytes())
            .bytes(self.device.as_bytes())
            .u64(self.sequence)
            .bytes(self.previous.as_bytes())
            .u64(self.epoch)
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
            sequence: check_sequence(reader.u64()?)?,
            previous: reader.fixed()?.into(),
            epoch: check_sequence(reader.u64()?)?,
        };
        reader.finish()?;
        if (header.sequence == 1) != (header.previous == Hash::from([0; 32])) {
            return Err(WireError::Value("previous"));
        }
        Ok(header)
    }
}

/// What a device has seen and holds, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// How far it has taken in every *other* device's chain.
    pub seen: Vector,
    /// Digest of its content once it has taken in that, and its own chain up to here.
    pub digest: Hash,
    /// Version of the device list it goes by; fits 32 bits.
    pub list: u64,
    /// Version of the keyring it goes by; fits 32 bits.
    pub keyring: u64,
}

impl Claim {
    /// Digest, versions, then the vector's entries.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.digest.as_bytes().to_vec();
        for version in [self.list, self.keyring] {
            // Four thousand million lists are more than anybody makes; the largest is refused by whoever reads.
            out.extend_from_slice(&u32::try_from(version).unwrap_or(u32::MAX).to_be_bytes());
        }
        out.extend_from_slice(&self.seen.encode());
        out
    }

    /// Reads what [`Claim::encode`] writes, of this device.
    pub fn decode(bytes: &[u8], device: Id) -> Result<Self, WireError> {
        let (digest, rest) = bytes.split_first_chunk::<32>().ok_or(WireError::Width)?;
        let (list, rest) = rest.split_first_chunk::<4>().ok_or(WireError::Width)?;
        let (keyring, rest) = rest.split_first_chunk::<4>().ok_or(WireError::Width)?;
        let version = |bytes: &[u8; 4]| match u32::from_be_bytes(*bytes) {
            0 | u32::MAX => Err(WireError::Value("version")),
            version => Ok(u64::from(version)),
        };
        let claim = Self {
            seen: Vector::decode(rest)?,
            digest: digest.into(),
            list: version(list)?,
            keyring: version(keyring)?,
        };
        if claim.seen.of(device) != 0 {
            return Err(WireError::Value("vector"));
        }
        Ok(claim)
    }
}

/// A whole batch.
#[derive(Clone, PartialEq, Eq)]
pub struct Batch {
    /// The clear header.
    pub header: Header,
    /// Salt, ciphertext and tag.
    pub sealed: Vec<u8>,
    /// What its writer has seen.
    pub claim: Claim,
    /// The writer's Ed25519 signature over all of it.
    pub signature: Fixed<64>,
}

impl Batch {
    /// Signs a sealed body.
    pub fn sign(header: Header, sealed: Vec<u8>, claim: Claim, key: &SigningKey) -> Result<Self, WireError> {
        let text = text(&header, &sealed, &claim);
        let batch = Self { header, sealed, claim, signature: Fixed(key.sign(LABEL, &text)?) };
        batch.check()?;
        Ok(batch)
    }

    /// Its bytes, as they are kept, hashed and handed on.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header()
            .bytes(&self.header.encode())
            .bytes(&self.sealed)
            .bytes(&self.claim.encode())
            .bytes(self.signature.as_bytes())
            .finish()
    }

    /// Takes a batch apart: size and suite first. Nothing is believed yet.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_OBJECT {
            return Err(WireError::TooLarge);
        }
        let mut reader = Reader::header(bytes)?;
        let header = Header::decode(reader.bytes()?)?;
        let sealed = reader.bytes_up_to(MAX_BATCH_SEALED)?.to_vec();
        let claim = Claim::decode(reader.bytes()?, header.device)?;
        let batch = Self { header, sealed, claim, signature: reader.fixed()?.into() };
        reader.finish()?;
        batch.check()?;
        Ok(batch)
    }

    /// Checks that the device signed it.
    pub fn verify(&self, identity: &Key32) -> Result<(), WireError> {
        verify(identity, LABEL, &text(&self.header, &self.sealed, &self.claim), self.signature.as_bytes())
    }

    /// Checks that a device in this list wrote it for this vault. A removed device's old batches stay good; that it
    /// writes no new ones is the business of [`DeviceList::live_device`].
    pub fn verify_in(&self, list: &DeviceList) -> Result<(), WireError> {
        if self.header.vault != list.vault {
            return Err(WireError::Identity);
        }
        self.verify(&list.device(self.header.device).ok_or(WireError::Identity)?.identity)
    }

    /// The hash by which the next batch of this chain names it.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::from(derive::sha256(&self.encode()))
    }

    fn check(&self) -> Result<(), WireError> {
        if self.sealed.len() > MAX_BATCH_SEALED {
            return Err(WireError::TooLarge);
        }
        if self.sealed.len() <= SALT_LEN + TAG_LEN {
            return Err(WireError::Width);
        }
        Ok(())
    }
}

fn text(header: &Header, sealed: &[u8], claim: &Claim) -> Vec<u8> {
    Writer::plain().bytes(&header.encode()).bytes(sealed).bytes(&claim.encode()).finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::people::{self, Phone};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_batch_comes_back_and_belongs_to_one_place() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let batch = people::batch(&anna, 1, Hash::from([0; 32]), 40);
        let read = Batch::decode(&batch.encode()).unwrap();
        assert!(read == batch);
        read.verify_in(&list).unwrap();
        // To another vault (H08), another device's slot (H09), another number (H07): nothing it was signed for.
        let moved = |change: fn(&mut Header)| {
            let mut batch = batch.clone();
            change(&mut batch.header);
            Batch::decode(&batch.encode()).and_then(|batch| batch.verify_in(&list))
        };
        assert_eq!(moved(|header| header.vault = Id::from([99; 16])), Err(WireError::Identity));
        assert_eq!(moved(|header| header.device = Id::from([98; 16])), Err(WireError::Identity));
        assert_eq!(moved(|header| header.sequence = 2), Err(WireError::Value("previous")));
        assert_eq!(moved(|header| header.epoch = 2), Err(WireError::Signature));
        let mut claimed = batch.clone();
        claimed.claim.digest = Hash::from([1; 32]);
        assert_eq!(claimed.verify_in(&list), Err(WireError::Signature));
    }

    #[test]
    fn another_suite_or_format_is_refused_before_anything_is_checked() {
        let bytes = people::batch(&Phone::new(1), 1, Hash::from([0; 32]), 40).encode();
        for (at, value) in [(0, 2), (5, 2), (10, 0), (10, 2)] {
            let mut bad = bytes.clone();
            bad[at] = value;
            assert_eq!(Batch::decode(&bad).err(), Some(WireError::Version), "byte {at}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Batch::decode(&longer).err(), Some(WireError::Trailing));
    }

    #[test]
    fn a_batch_has_a_least_and_a_largest_size() {
        let anna = Phone::new(1);
        let zeros = Hash::from([0; 32]);
        assert!(Batch::decode(&people::batch(&anna, 1, zeros, MAX_BATCH_SEALED).encode()).is_ok());
        for size in [0, SALT_LEN + TAG_LEN, MAX_BATCH_SEALED + 1] {
            let good = people::batch(&anna, 1, zeros, 40);
            assert!(Batch::sign(good.header, vec![7; size], good.claim, &anna.key).is_err(), "{size}");
        }
    }

    proptest! {
        #[test]
        fn a_flipped_bit_anywhere_is_noticed(bit in 0_usize..2_000) {
            let anna = Phone::new(1);
            let list = people::first_list(&anna);
            let mut bytes = people::batch(&anna, 1, Hash::from([0; 32]), 40).encode();
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(Batch::decode(&bytes).and_then(|batch| batch.verify_in(&list)).is_err());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic_and_have_one_form(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(batch) = Batch::decode(&bytes) { prop_assert_eq!(batch.encode(), bytes); }
        }
    }
}
