#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::super::{Invite, Statement};
use super::*;

fn invite() -> DeviceInvite {
    DeviceInvite {
        origin: "https://relay.example".parse().unwrap(),
        vault: Id::from([8; 16]),
        invite: Id::from([1; 16]),
        seed: Zeroizing::new([2; 16]),
        list: Hash::from([3; 32]),
        nonce: Hash::from(sha256(&[4; 32])),
        certificate: None,
        language: "en".into(),
    }
}

fn tablet() -> (SigningKey, Offer) {
    let key = SigningKey::from_seed(&[9; 32]).unwrap();
    let offer = Offer {
        vault: Id::from([8; 16]),
        invite: Id::from([1; 16]),
        device: Id::from([6; 16]),
        identity: key.public(),
        sealing: XWingPublic::from([7; 1216]),
    };
    (key, offer)
}

#[test]
fn a_code_comes_back_as_it_was_shown_and_stays_easy_to_scan() {
    let full = DeviceInvite { certificate: Some(Hash::from([5; 32])), language: "zh-Hant-TW".into(), ..invite() };
    for invite in [invite(), full] {
        let text = invite.to_qr().unwrap();
        assert!(text.len() < 500, "{}", text.len());
        assert_eq!(DeviceInvite::from_qr(&text).unwrap(), invite);
    }
    let bad = DeviceInvite { language: "en_GB".into(), ..invite() };
    assert_eq!(bad.to_qr().unwrap_err(), WireError::Value("language"));
}

#[test]
fn a_practitioners_code_and_a_phones_code_are_never_taken_for_each_other() {
    let text = invite().to_qr().unwrap();
    assert_eq!(Invite::from_qr(&text).unwrap_err(), WireError::Text);
    let clinic = Invite {
        origin: invite().origin,
        invite: invite().invite,
        seed: invite().seed,
        keyset: invite().list,
        nonce: invite().nonce,
        certificate: None,
        language: "en".into(),
        display_name: "Sam Okafor".into(),
    };
    assert_eq!(DeviceInvite::from_qr(&clinic.to_qr().unwrap()), Err(WireError::Text));
    assert_eq!(DeviceInvite::from_qr("HANDRAIL-DEVICE2.AQ"), Err(WireError::Version));
    // One seed, and nothing of the one is anything in the other.
    assert_ne!(clinic.auth().unwrap(), invite().auth().unwrap());
    let (one, other) = (clinic.mac_key().unwrap(), invite().mac_key().unwrap());
    assert_ne!(one.hello(b"x"), other.hello(b"x"));
}

#[test]
fn every_part_of_the_transcript_changes_the_macs_and_the_words() {
    let (base, nonce) = (invite(), Fixed([4; 32]));
    let key = base.mac_key().unwrap();
    let transcript = base.transcript(b"list", b"offer");
    let words = key.word_numbers(&transcript, &nonce).unwrap();
    let hello = key.hello(&transcript);
    let changes: [fn(&mut DeviceInvite); 7] = [
        |i| i.origin = "https://other.example".parse().unwrap(),
        |i| i.vault = Id::from([9; 16]),
        |i| i.invite = Id::from([9; 16]),
        |i| i.list = Hash::from([9; 32]),
        |i| i.nonce = Hash::from([9; 32]),
        |i| i.certificate = Some(Hash::from([9; 32])),
        |i| i.language = "de".into(),
    ];
    let mut others = vec![base.transcript(b"lis", b"toffer"), base.transcript(b"list", b"Offer")];
    for change in changes {
        let mut other = base.clone();
        change(&mut other);
        others.push(other.transcript(b"list", b"offer"));
    }
    for other in others {
        assert_eq!(key.check_hello(&other, &hello), Err(WireError::Mac));
        assert_ne!(key.word_numbers(&other, &nonce).unwrap(), words);
    }
    // Each statement is its own.
    let mac = |what| key.statement(what, &transcript, &nonce);
    for (what, given) in [
        (Statement::Agree, mac(Statement::Confirm)),
        (Statement::Confirm, mac(Statement::Agree)),
        (Statement::Agree, mac(Statement::Nonce)),
        (Statement::Agree, hello),
    ] {
        assert_eq!(key.check_statement(what, &transcript, &nonce, &given), Err(WireError::Mac));
    }
    base.check_nonce(&nonce).unwrap();
    assert_eq!(base.check_nonce(&Fixed([5; 32])), Err(WireError::Hash));
}

#[test]
fn an_offer_is_its_own_devices_for_one_vault_and_one_invite() {
    let (key, offer) = tablet();
    let object = offer.sign(&key).unwrap();
    let (vault, invite) = (offer.vault, offer.invite);
    assert_eq!(Offer::open(&object, vault, invite).unwrap(), offer);
    assert_eq!(Offer::open(&object, Id::from([9; 16]), invite), Err(WireError::Identity));
    assert_eq!(Offer::open(&object, vault, Id::from([9; 16])), Err(WireError::Identity));
    let thief = SigningKey::from_seed(&[10; 32]).unwrap();
    assert_eq!(offer.sign(&thief), Err(WireError::Identity));
    let low = Offer { sealing: XWingPublic::from([0; 1216]), ..offer };
    assert_eq!(low.sign(&key), Err(WireError::LowOrder));
    for bit in 0..object.len() * 8 {
        let mut bad = object.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(Offer::open(&bad, vault, invite).is_err(), "bit {bit}");
    }
}

#[test]
fn nothing_secret_is_shown_when_debugged() {
    assert!(!format!("{:?}", invite()).contains("seed"));
}

proptest! {
    #[test]
    fn any_bytes_behind_the_prefix_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = DeviceInvite::from_qr(&to_text(QR_PREFIX, bytes));
    }

    #[test]
    fn any_bytes_are_opened_as_an_offer_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Offer::open(&bytes, Id::from([8; 16]), Id::from([1; 16])).is_err());
    }
}
