#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::super::people::{self, Phone};
use super::*;
use proptest::prelude::*;

#[test]
fn a_list_follows_the_one_before_it() {
    let (anna, tablet) = (Phone::new(1), Phone::new(2));
    let first = people::first_list(&anna);
    let object = first.sign(&anna.key).unwrap();
    assert_eq!(DeviceList::open_first(&object).unwrap(), first);
    let hash = DeviceList::hash_of(&object);
    let second = people::two_devices(&anna, &tablet);
    let signed = second.sign(&anna.key).unwrap();
    let opened = DeviceList::open_next(&signed, &first, hash).unwrap();
    assert_eq!(opened, second);
    assert_eq!(opened.live().count(), 2);
    assert_eq!(DeviceList::open_first(&signed), Err(WireError::Value("version")));
    // The very first again, or one that names another before it (H13).
    assert_eq!(DeviceList::open_next(&object, &second, hash), Err(WireError::Older));
    assert_eq!(DeviceList::open_next(&signed, &first, Hash::from([3; 32])), Err(WireError::Hash));
    let mut jump = second.clone();
    jump.version = 3;
    assert_eq!(DeviceList::open_next(&jump.sign(&anna.key).unwrap(), &first, hash), Err(WireError::Value("version")));
}

#[test]
fn only_a_live_device_or_the_code_signs_the_next_one() {
    let (anna, tablet, thief) = (Phone::new(1), Phone::new(2), Phone::new(3));
    let two = people::two_devices(&anna, &tablet);
    let two_hash = DeviceList::hash_of(&two.sign(&anna.key).unwrap());
    // The relay, or anybody, adds a device (H12).
    let mut injected = two.next(two_hash, Signer::Device(thief.id));
    injected.devices.push(thief.device());
    let got = DeviceList::open_next(&injected.sign(&thief.key).unwrap(), &two, two_hash);
    assert_eq!(got, Err(WireError::Identity));
    injected.signer = Signer::Device(anna.id);
    let got = DeviceList::open_next(&injected.sign(&thief.key).unwrap(), &two, two_hash);
    assert_eq!(got, Err(WireError::Signature));

    let mut removal = two.next(two_hash, Signer::Device(anna.id));
    removal.devices[1].removed = Some(20_001);
    let object = removal.sign(&anna.key).unwrap();
    let hash = DeviceList::hash_of(&object);
    let after = DeviceList::open_next(&object, &two, two_hash).unwrap();
    assert!(after.live_device(tablet.id).is_none() && after.device(tablet.id).is_some());
    // The removed one signs itself back in (H44).
    let mut back = after.next(hash, Signer::Device(tablet.id));
    back.devices[1].removed = None;
    let got = DeviceList::open_next(&back.sign(&tablet.key).unwrap(), &after, hash);
    assert_eq!(got, Err(WireError::Identity));
    back.signer = Signer::Device(anna.id);
    let got = DeviceList::open_next(&back.sign(&anna.key).unwrap(), &after, hash);
    assert_eq!(got, Err(WireError::Identity), "not even by another: a removed device comes back under a new id");

    let mut rescue = after.next(hash, Signer::Recovery);
    rescue.devices[0].removed = Some(20_002);
    rescue.devices.push(thief.device());
    let object = rescue.sign(&people::code_key()).unwrap();
    assert!(DeviceList::open_next(&object, &after, hash).is_ok());
    let object = rescue.sign(&thief.key).unwrap();
    assert_eq!(DeviceList::open_next(&object, &after, hash), Err(WireError::Signature));
}

#[test]
fn what_the_recovery_key_signed_outranks_what_a_device_signed() {
    let anna = Phone::new(1);
    let first = people::first_list(&anna);
    let hash = DeviceList::hash_of(&first.sign(&anna.key).unwrap());
    let (by_phone, by_code) = (first.next(hash, Signer::Device(anna.id)), first.next(hash, Signer::Recovery));
    assert!(by_code.outranks(&by_phone) && !by_phone.outranks(&by_code) && !by_code.outranks(&by_code));
    assert!(!by_code.outranks(&by_phone.next(hash, Signer::Device(anna.id))));
}

#[test]
fn nobody_vanishes_and_nobodys_keys_change() {
    let (anna, tablet, other) = (Phone::new(1), Phone::new(2), Phone::new(3));
    let two = people::two_devices(&anna, &tablet);
    let hash = DeviceList::hash_of(&two.sign(&anna.key).unwrap());
    let tampered = |change: &dyn Fn(&mut DeviceList)| {
        let mut next = two.next(hash, Signer::Device(anna.id));
        change(&mut next);
        DeviceList::open_next(&next.sign(&anna.key).unwrap(), &two, hash)
    };
    assert!(tampered(&|_| ()).is_ok());
    assert!(tampered(&|list| list.devices[1].seen = 20_009).is_ok());
    let refused = Err(WireError::Identity);
    assert_eq!(tampered(&|list| list.devices.truncate(1)), refused);
    assert_eq!(tampered(&|list| list.devices[1].identity = other.key.public()), refused);
    assert_eq!(tampered(&|list| list.devices[1].sealing = XWingPublic::from([9; 1216])), refused);
    assert_eq!(tampered(&|list| list.vault = Id::from([9; 16])), refused);
}

#[test]
fn what_the_protocol_does_not_allow_is_not_signed_and_not_opened() {
    let anna = Phone::new(1);
    let bad = |change: &dyn Fn(&mut DeviceList), want| {
        let mut list = people::first_list(&anna);
        change(&mut list);
        assert_eq!(list.sign(&anna.key), Err(want));
        let object = sign_object(&anna.key, LABEL, &list.encode()).unwrap();
        assert_eq!(DeviceList::open_first(&object), Err(want));
    };
    bad(&|list| list.devices.clear(), WireError::Value("devices"));
    bad(&|list| list.devices.push(list.devices[0].clone()), WireError::Value("devices"));
    bad(&|list| list.previous = Hash::from([1; 32]), WireError::Value("previous"));
    bad(&|list| list.version = 0, WireError::Value("sequence"));
    bad(&|list| list.devices[0].sealing.0[1184..].fill(0), WireError::LowOrder);
    bad(&|list| list.recovery.sealing.0[1184..].fill(0), WireError::LowOrder);
    bad(&|list| list.recovery.identity = list.devices[0].identity, WireError::Value("identity"));
    bad(&|list| list.recovery.locator = list.devices[0].id, WireError::Value("identity"));
    bad(&|list| list.devices[0].seen = 0, WireError::Day);
    let twin = Phone { id: Id::from([2; 16]), key: SigningKey::from_seed(&[1; 32]).unwrap() };
    bad(&|list| list.devices.push(twin.device()), WireError::Value("identity"));
    let many = |n: u8| (1..=n).map(|n| Phone::new(n).device()).collect::<Vec<_>>();
    let crowd = DeviceList { devices: many(33), ..people::first_list(&anna) };
    assert_eq!(crowd.sign(&anna.key), Err(WireError::Value("devices")));
    let object = sign_object(&anna.key, LABEL, &crowd.encode()).unwrap();
    assert_eq!(DeviceList::open_first(&object), Err(WireError::TooLarge));
    let mut most = people::first_list(&anna);
    most.devices = many(32);
    assert!(DeviceList::open_first(&most.sign(&anna.key).unwrap()).is_ok());
}

#[test]
fn a_new_phone_that_knows_the_code_opens_a_list_by_it() {
    let anna = Phone::new(1);
    let list = people::first_list(&anna);
    let object = list.sign(&anna.key).unwrap();
    assert_eq!(DeviceList::open_for_recovery(&object, people::VAULT, &list.recovery).unwrap(), list);
    let other = Recovery { locator: Id::from([9; 16]), ..list.recovery.clone() };
    assert_eq!(DeviceList::open_for_recovery(&object, people::VAULT, &other), Err(WireError::Identity));
    let got = DeviceList::open_for_recovery(&object, Id::from([9; 16]), &list.recovery);
    assert_eq!(got, Err(WireError::Identity));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_flipped_bit_anywhere_is_noticed(bit in any::<usize>()) {
        let anna = Phone::new(1);
        let mut object = people::first_list(&anna).sign(&anna.key).unwrap();
        let bit = bit % (object.len() * 8);
        object[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(DeviceList::open_first(&object).is_err());
    }

    #[test]
    fn any_signed_body_is_opened_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let anna = Phone::new(1);
        prop_assert!(DeviceList::open_first(&sign_object(&anna.key, LABEL, &body).unwrap()).is_err());
    }
}
