//! A vault with named devices, from the first list to a removed one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use handrail_wire::WireError;
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::Signer;
use handrail_wire::vault::keyring::Keyring;

use super::*;
use crate::ids::{Id as CoreId, SystemRandomness};
use crate::vault::code::VaultCode;
use crate::vault::device::{with, without};
use crate::vault::epochs::View;

const VAULT: Id = handrail_wire::Fixed([40; 16]);
const DAY: u64 = 20_400;

fn chance() -> SystemRandomness {
    SystemRandomness::default()
}

fn device(n: u8) -> DeviceKeys {
    DeviceKeys::generate(CoreId::from_bytes([n; 16]), &chance()).unwrap()
}

struct Anna {
    code: VaultCode,
    phone: DeviceKeys,
    list: DeviceList,
    hash: Hash,
    keys: EpochKeys,
}

fn anna() -> Anna {
    let (code, phone) = (VaultCode::generate(&chance()).unwrap(), device(1));
    let object = phone.first_list(VAULT, code.recovery().unwrap(), DAY).unwrap();
    let list = DeviceList::open_first(&object).unwrap();
    Anna { code, phone, list, hash: DeviceList::hash_of(&object), keys: EpochKeys::first(&chance()).unwrap() }
}

fn claim() -> Claim {
    Claim { seen: Vector::new(), digest: Hash::from([1; 32]), list: 1, keyring: 1 }
}

#[test]
fn the_code_alone_opens_everything_on_a_new_phone() {
    let anna = anna();
    let by = Signer::Device(anna.phone.id);
    let keyring = anna.keys.wrap(&anna.list, 1, by, &anna.phone.identity, &chance()).unwrap();
    let body = b"I walked to the park.";
    let batch = seal_batch(VAULT, &anna.keys, &anna.phone, Tip::start(), claim(), body, &chance()).unwrap();

    let typed = VaultCode::from_text(&anna.code.to_text().to_lowercase()).unwrap();
    let opened = Keyring::open(&keyring, &anna.list).unwrap();
    let keys = EpochKeys::unwrap(&opened, None, &typed.sealing_key().unwrap()).unwrap();
    assert!(keys == anna.keys);
    let (read, text) = open_batch(&batch.encode(), &anna.list, &keys).unwrap();
    assert!(read == batch);
    assert_eq!(text.as_slice(), body);

    let other = VaultCode::generate(&chance()).unwrap();
    let got = EpochKeys::unwrap(&opened, None, &other.sealing_key().unwrap());
    assert_eq!(got.err(), Some(VaultError::Wire(WireError::Identity)));
    let got = EpochKeys::unwrap(&opened, Some(device(9).id), &device(9).sealing);
    assert_eq!(got.err(), Some(VaultError::NotListed));
}

#[test]
fn a_removed_device_reads_nothing_that_is_written_afterwards() {
    let anna = anna();
    let tablet = device(2);
    let by = Signer::Device(anna.phone.id);
    let object = with(&anna.list, anna.hash, by, tablet.entry(DAY)).sign(&anna.phone.identity).unwrap();
    let two = DeviceList::open_next(&object, &anna.list, anna.hash).unwrap();
    let two_hash = DeviceList::hash_of(&object);
    let keyring = anna.keys.wrap(&two, 2, by, &anna.phone.identity, &chance()).unwrap();
    let keyring = Keyring::open(&keyring, &two).unwrap();
    let at_tablet = EpochKeys::unwrap(&keyring, Some(tablet.id), &tablet.sealing).unwrap();
    assert!(at_tablet == anna.keys);

    let object = without(&two, two_hash, by, tablet.id, DAY + 1).unwrap().sign(&anna.phone.identity).unwrap();
    let after = DeviceList::open_next(&object, &two, two_hash).unwrap();
    assert_eq!(anna.keys.next(View::Partial, &chance()).err(), Some(VaultError::Incomplete));
    let keys = anna.keys.next(View::Complete, &chance()).unwrap();
    assert_eq!(keys.current().unwrap().0, 2);
    let keyring = keys.wrap(&after, 3, by, &anna.phone.identity, &chance()).unwrap();
    let keyring = Keyring::open(&keyring, &after).unwrap();
    assert_eq!(EpochKeys::unwrap(&keyring, Some(tablet.id), &tablet.sealing).err(), Some(VaultError::NotListed));

    let old = seal_batch(VAULT, &anna.keys, &tablet, Tip::start(), claim(), b"from the tablet", &chance()).unwrap();
    let new = seal_batch(VAULT, &keys, &anna.phone, Tip::start(), claim(), b"afterwards", &chance()).unwrap();
    assert_eq!(open_batch(&new.encode(), &after, &at_tablet).err(), Some(VaultError::NoKey));
    // What the tablet wrote while it was listed stays readable.
    assert!(open_batch(&old.encode(), &after, &keys).is_ok());
    assert_eq!(without(&after, two_hash, by, tablet.id, DAY).err(), Some(VaultError::NotListed));
}

#[test]
fn a_batch_follows_its_chain_and_a_stranger_writes_none() {
    let anna = anna();
    let seal = |tip, body: &[u8]| seal_batch(VAULT, &anna.keys, &anna.phone, tip, claim(), body, &chance()).unwrap();
    let first = seal(Tip::start(), b"one");
    let second = seal(Tip::behind(&first), b"two");
    assert_eq!((second.header.sequence, second.header.previous), (2, first.hash()));
    let stranger = device(9);
    let forged = seal_batch(VAULT, &anna.keys, &stranger, Tip::start(), claim(), b"x", &chance()).unwrap();
    let got = open_batch(&forged.encode(), &anna.list, &anna.keys);
    assert_eq!(got.err(), Some(VaultError::Wire(WireError::Identity)));
}

#[test]
fn a_clone_that_counts_the_same_number_again_uses_another_key() {
    let anna = anna();
    let seal = |body: &[u8]| {
        seal_batch(VAULT, &anna.keys, &anna.phone, Tip::start(), claim(), body, &chance()).unwrap().sealed
    };
    let (one, two) = (seal(b"the same words"), seal(b"the same words"));
    // Under one key and nonce the two ciphertexts would be equal.
    assert_ne!(one[16..], two[16..]);
}

#[test]
fn a_snapshot_opens_for_its_label_and_an_older_one_says_what_it_is() {
    let anna = anna();
    let header = snapshot::Header {
        vault: VAULT,
        device: anna.phone.id,
        number: 1,
        epoch: 0,
        covers: [(anna.phone.id, 7)].into_iter().collect(),
        digest: Hash::from([3; 32]),
        list: 1,
    };
    let body = "{\"everything\":1}".repeat(10_000);
    let made = seal_snapshot(header, &anna.keys, &anna.phone, body.as_bytes(), &chance()).unwrap();
    let (read, text) = open_snapshot(&made.encode(), &anna.list, &anna.keys).unwrap();
    assert_eq!((read.header.epoch, read.header.covers.of(anna.phone.id)), (1, 7));
    assert_eq!(text.as_slice(), body.as_bytes());
    let mut relabelled = made.clone();
    relabelled.header.covers.raise(anna.phone.id, 8);
    let got = open_snapshot(&relabelled.encode(), &anna.list, &anna.keys);
    assert_eq!(got.err(), Some(VaultError::Wire(WireError::Signature)));
}
