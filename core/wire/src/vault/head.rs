//! A signed head: what a device has and has seen, said without writing anything new.
//!
//! A device that wrote says so in its newest batch. One that only read says it here, once, so that the others know when
//! everybody has everything.

use crate::encode::{Reader, Writer};
use crate::signed::{SignedObject, SigningKey, object_hash, sign_object};
use crate::{Hash, Id, WireError};

use super::batch::Claim;
use super::devices::DeviceList;
use super::vector::check_sequence;

/// The label a head is signed under.
pub const LABEL: &str = "handrail/v1/vault-head";
/// Largest signed object taken for a head, in bytes.
pub const MAX_OBJECT: usize = 2048;

/// Where a device stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The vault.
    pub vault: Id,
    /// Whose head it is.
    pub device: Id,
    /// Number of its newest batch; 0 before the first.
    pub sequence: u64,
    /// Hash of that batch; zeros before the first.
    pub hash: Hash,
    /// What it has seen and holds.
    pub claim: Claim,
}

impl Head {
    /// The signed object.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        let body = Writer::header()
            .bytes(self.vault.as_bytes())
            .bytes(self.device.as_bytes())
            .u64(self.sequence)
            .bytes(self.hash.as_bytes())
            .bytes(&self.claim.encode())
            .finish();
        sign_object(key, LABEL, &body)
    }

    /// Opens a head of a device in this list.
    pub fn open(object: &[u8], list: &DeviceList) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let mut reader = Reader::header(signed.body)?;
        let vault = reader.fixed()?.into();
        let device = reader.fixed()?.into();
        let head = Self {
            vault,
            device,
            sequence: reader.u64()?,
            hash: reader.fixed()?.into(),
            claim: Claim::decode(reader.bytes()?, device)?,
        };
        reader.finish()?;
        head.check()?;
        if head.vault != list.vault {
            return Err(WireError::Identity);
        }
        signed.verify(LABEL, &list.device(head.device).ok_or(WireError::Identity)?.identity)?;
        Ok(head)
    }

    /// Does this head say at least as much as an earlier one of the same device?
    #[must_use]
    pub fn follows(&self, before: &Self) -> bool {
        self.device == before.device
            && self.sequence >= before.sequence
            && self.claim.seen.covers(&before.claim.seen)
            && self.claim.list >= before.claim.list
            && self.claim.keyring >= before.claim.keyring
            && (self.sequence != before.sequence || self.hash == before.hash)
    }

    /// The hash by which a signed head is named.
    #[must_use]
    pub fn hash_of(object: &[u8]) -> Hash {
        object_hash(object)
    }

    fn check(&self) -> Result<(), WireError> {
        if self.sequence != 0 {
            check_sequence(self.sequence)?;
        }
        if (self.sequence == 0) != (self.hash == Hash::from([0; 32])) {
            return Err(WireError::Value("sequence"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::people::{self, Phone};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_head_is_signed_by_its_device_and_only_goes_forward() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let head = people::head(&anna, 3);
        let object = head.sign(&anna.key).unwrap();
        assert_eq!(Head::open(&object, &list).unwrap(), head);
        let other = Phone::new(2);
        assert_eq!(Head::open(&head.sign(&other.key).unwrap(), &list), Err(WireError::Signature));
        assert_eq!(Head::open(&people::head(&other, 3).sign(&other.key).unwrap(), &list), Err(WireError::Identity));

        let mut later = people::head(&anna, 4);
        assert!(later.follows(&head) && !head.follows(&later));
        later.claim.seen.raise(other.id, 1);
        assert!(later.follows(&people::head(&anna, 4)) && !people::head(&anna, 4).follows(&later));
        let forked = Head { hash: Hash::from([77; 32]), ..head.clone() };
        assert!(!forked.follows(&head));
    }

    #[test]
    fn a_head_of_nothing_has_no_hash_and_the_reverse() {
        let anna = Phone::new(1);
        let nothing = Head { hash: Hash::from([0; 32]), sequence: 0, ..people::head(&anna, 1) };
        assert!(Head::open(&nothing.sign(&anna.key).unwrap(), &people::first_list(&anna)).is_ok());
        assert!(Head { sequence: 1, ..nothing.clone() }.sign(&anna.key).is_err());
        assert!(Head { hash: Hash::from([1; 32]), ..nothing }.sign(&anna.key).is_err());
    }

    proptest! {
        #[test]
        fn any_signed_body_is_opened_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let anna = Phone::new(1);
            let object = sign_object(&anna.key, LABEL, &body).unwrap();
            prop_assert!(Head::open(&object, &people::first_list(&anna)).is_err());
        }
    }
}
