//! Named devices for the tests of this folder.
#![allow(clippy::unwrap_used)]

use super::batch::{Batch, Claim, Header};
use super::devices::{Device, DeviceList, Recovery, Signer};
use super::head::Head;
use super::snapshot::{self, Snapshot};
use super::{SALT_LEN, TAG_LEN, Vector};
use crate::keyset::XWingPublic;
use crate::signed::SigningKey;
use crate::{Hash, Id};

pub(crate) const VAULT: Id = crate::Fixed([40; 16]);

pub(crate) struct Phone {
    pub(crate) id: Id,
    pub(crate) key: SigningKey,
}

impl Phone {
    pub(crate) fn new(n: u8) -> Self {
        Self { id: Id::from([n; 16]), key: SigningKey::from_seed(&[n; 32]).unwrap() }
    }

    pub(crate) fn device(&self) -> Device {
        let [n, ..] = *self.id.as_bytes();
        Device {
            id: self.id,
            identity: self.key.public(),
            sealing: XWingPublic::from([n | 0x40; 1216]),
            added: 20_000,
            removed: None,
            seen: 20_000,
        }
    }
}

pub(crate) fn code_key() -> SigningKey {
    SigningKey::from_seed(&[77; 32]).unwrap()
}

pub(crate) fn first_list(phone: &Phone) -> DeviceList {
    DeviceList {
        vault: VAULT,
        version: 1,
        previous: Hash::from([0; 32]),
        signer: Signer::Device(phone.id),
        recovery: Recovery {
            locator: Id::from([77; 16]),
            identity: code_key().public(),
            sealing: XWingPublic::from([77; 1216]),
        },
        devices: vec![phone.device()],
    }
}

pub(crate) fn two_devices(phone: &Phone, second: &Phone) -> DeviceList {
    let first = first_list(phone);
    let hash = DeviceList::hash_of(&first.sign(&phone.key).unwrap());
    let mut list = first.next(hash, Signer::Device(phone.id));
    list.devices.push(second.device());
    list
}

pub(crate) fn claim() -> Claim {
    Claim { seen: Vector::new(), digest: Hash::from([6; 32]), list: 1, keyring: 1 }
}

pub(crate) fn batch(phone: &Phone, sequence: u64, previous: Hash, size: usize) -> Batch {
    let header = Header { vault: VAULT, device: phone.id, sequence, previous, epoch: 1 };
    Batch::sign(header, vec![7; size], claim(), &phone.key).unwrap()
}

pub(crate) fn head(phone: &Phone, sequence: u64) -> Head {
    Head { vault: VAULT, device: phone.id, sequence, hash: Hash::from([5; 32]), claim: claim() }
}

pub(crate) fn snapshot(phone: &Phone, number: u64) -> Snapshot {
    let header = snapshot::Header {
        vault: VAULT,
        device: phone.id,
        number,
        epoch: 1,
        covers: [(phone.id, 9)].into_iter().collect(),
        digest: Hash::from([6; 32]),
        list: 1,
    };
    Snapshot::sign(header, vec![7; SALT_LEN + TAG_LEN + 40], &phone.key).unwrap()
}
