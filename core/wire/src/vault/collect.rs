//! What lets a relay delete: acknowledgements of a snapshot by every live device, and the order to erase a vault.

use crate::encode::{Reader, Writer};
use crate::signed::{SignedObject, SigningKey, sign_object};
use crate::{Hash, Id, WireError};

use super::Vector;
use super::devices::{DeviceList, Signer};
use super::vector::check_sequence;

/// The label an acknowledgement is signed under.
pub const ACK_LABEL: &str = "handrail/v1/vault-ack";
/// The label an order to erase is signed under.
pub const ERASE_LABEL: &str = "handrail/v1/vault-erase";
/// Largest signed object taken for either, in bytes.
pub const MAX_OBJECT: usize = 2048;

/// "I fetched this snapshot, verified it, and hold everything it covers."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// The vault.
    pub vault: Id,
    /// Who says so.
    pub device: Id,
    /// Hash of the snapshot.
    pub snapshot: Hash,
    /// What it covers: batches up to here are no longer needed by this device.
    pub covers: Vector,
    /// Version of the device list the device goes by.
    pub list: u64,
}

impl Ack {
    /// The signed object.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        check_sequence(self.list)?;
        let body = Writer::header()
            .bytes(self.vault.as_bytes())
            .bytes(self.device.as_bytes())
            .bytes(self.snapshot.as_bytes())
            .bytes(&self.covers.encode())
            .u64(self.list)
            .finish();
        sign_object(key, ACK_LABEL, &body)
    }

    /// Opens an acknowledgement of a device that is live in this list.
    pub fn open(object: &[u8], list: &DeviceList) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let mut reader = Reader::header(signed.body)?;
        let ack = Self {
            vault: reader.fixed()?.into(),
            device: reader.fixed()?.into(),
            snapshot: reader.fixed()?.into(),
            covers: Vector::decode(reader.bytes()?)?,
            list: check_sequence(reader.u64()?)?,
        };
        reader.finish()?;
        if ack.vault != list.vault {
            return Err(WireError::Identity);
        }
        signed.verify(ACK_LABEL, &list.live_device(ack.device).ok_or(WireError::Identity)?.identity)?;
        Ok(ack)
    }

    /// Whether this one may stand in the place of an earlier one of the same device: it goes by a later list, or by the
    /// same and covers no less.
    #[must_use]
    pub fn follows(&self, before: &Self) -> bool {
        self.device == before.device
            && (self.list > before.list || (self.list == before.list && self.covers.covers(&before.covers)))
    }
}

/// Up to where batches may be deleted: only when *every* live device of the newest list acknowledged the same snapshot,
/// each going by that list. `None` while one is missing.
#[must_use]
pub fn collectable(list: &DeviceList, snapshot: Hash, acks: &[Ack]) -> Option<Vector> {
    let mut covers: Option<&Vector> = None;
    for device in list.live() {
        let ack = acks.iter().find(|ack| ack.device == device.id)?;
        let agrees = ack.vault == list.vault
            && ack.snapshot == snapshot
            && ack.list == list.version
            && covers.is_none_or(|covers| *covers == ack.covers);
        if !agrees {
            return None;
        }
        covers = Some(&ack.covers);
    }
    covers.cloned()
}

/// The order to erase a vault with everything in it, signed by a live device or the recovery key. It can be replayed:
/// what is gone stays gone, and a vault's id is never used again.
pub fn order_to_erase(vault: Id, signer: Signer, key: &SigningKey) -> Result<Vec<u8>, WireError> {
    let signer: &[u8] = match &signer {
        Signer::Device(id) => id.as_bytes(),
        Signer::Recovery => &[],
    };
    sign_object(key, ERASE_LABEL, &Writer::header().bytes(vault.as_bytes()).bytes(signer).finish())
}

/// Checks an order to erase against the newest list.
pub fn check_order_to_erase(object: &[u8], list: &DeviceList) -> Result<(), WireError> {
    let signed = SignedObject::parse(object, MAX_OBJECT)?;
    let mut reader = Reader::header(signed.body)?;
    let vault: Id = reader.fixed()?.into();
    let by = reader.bytes()?;
    reader.finish()?;
    if vault != list.vault {
        return Err(WireError::Identity);
    }
    let key = if by.is_empty() {
        list.recovery.identity
    } else {
        list.live_device(by.try_into()?).ok_or(WireError::Identity)?.identity
    };
    signed.verify(ERASE_LABEL, &key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::people::{self, Phone};
    use super::*;

    fn ack(of: &Phone, list: u64) -> Ack {
        Ack {
            vault: people::VAULT,
            device: of.id,
            snapshot: Hash::from([5; 32]),
            covers: [(Phone::new(1).id, 7)].into_iter().collect(),
            list,
        }
    }

    #[test]
    fn nothing_is_collected_before_every_live_device_agreed() {
        let (anna, tablet) = (Phone::new(1), Phone::new(2));
        let list = people::two_devices(&anna, &tablet);
        let snapshot = Hash::from([5; 32]);
        let opened = |phone: &Phone, ack: &Ack| Ack::open(&ack.sign(&phone.key).unwrap(), &list);
        let (one, two) = (opened(&anna, &ack(&anna, 2)).unwrap(), opened(&tablet, &ack(&tablet, 2)).unwrap());
        assert_eq!(collectable(&list, snapshot, std::slice::from_ref(&one)), None);
        assert_eq!(collectable(&list, snapshot, &[one.clone(), two.clone()]), Some(one.covers.clone()));
        // Another snapshot, an older list, another vector: not the same thing said by all.
        assert_eq!(collectable(&list, Hash::from([6; 32]), &[one.clone(), two.clone()]), None);
        assert_eq!(collectable(&list, snapshot, &[one.clone(), ack(&tablet, 1)]), None);
        let mut more = two;
        more.covers.raise(tablet.id, 1);
        assert_eq!(collectable(&list, snapshot, &[one, more]), None);
        // Nobody says it for another (H19).
        assert_eq!(opened(&anna, &ack(&tablet, 2)), Err(WireError::Signature));
        let mut removed = list.clone();
        removed.devices.iter_mut().filter(|device| device.id == tablet.id).for_each(|device| device.removed = Some(9));
        let object = ack(&tablet, 2).sign(&tablet.key).unwrap();
        assert_eq!(Ack::open(&object, &removed), Err(WireError::Identity));
    }

    #[test]
    fn an_acknowledgement_only_goes_forward() {
        let (anna, tablet) = (Phone::new(1), Phone::new(2));
        let first = ack(&anna, 2);
        let mut more = first.clone();
        more.covers.raise(tablet.id, 3);
        assert!(more.follows(&first) && !first.follows(&more));
        // Another snapshot of the same: a new one was made because the other did not stand up.
        let remade = Ack { snapshot: Hash::from([6; 32]), ..first.clone() };
        assert!(remade.follows(&first) && first.follows(&remade));
        let newer = ack(&anna, 3);
        assert!(newer.follows(&more) && !more.follows(&newer));
        assert!(!ack(&tablet, 3).follows(&first));
    }

    #[test]
    fn a_vault_is_erased_by_a_live_device_or_the_code_and_nobody_else() {
        let (anna, other) = (Phone::new(1), Phone::new(2));
        let list = people::first_list(&anna);
        let order = |signer, key: &SigningKey| order_to_erase(people::VAULT, signer, key).unwrap();
        check_order_to_erase(&order(Signer::Device(anna.id), &anna.key), &list).unwrap();
        check_order_to_erase(&order(Signer::Recovery, &people::code_key()), &list).unwrap();
        let got = check_order_to_erase(&order(Signer::Device(anna.id), &other.key), &list);
        assert_eq!(got, Err(WireError::Signature));
        let got = check_order_to_erase(&order(Signer::Device(other.id), &other.key), &list);
        assert_eq!(got, Err(WireError::Identity));
        let elsewhere = order_to_erase(Id::from([8; 16]), Signer::Device(anna.id), &anna.key).unwrap();
        assert_eq!(check_order_to_erase(&elsewhere, &list), Err(WireError::Identity));
    }
}
