//! Frozen headers, derivations, words and codes: every canonical encoding once, with what it is made of.

use handrail_wire::introduction::{Introduction, words_transcript};
use handrail_wire::invite::{Invite, MacKey, Statement};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::{Outer, Purpose};
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::{B32, Hash, Id, login, signed};
use serde_json::json;
use zeroize::Zeroizing;

use super::support::*;
use super::vectors::{b64, bytes, check_or_bless, fixed, vector_file};
use crate::seal::code::RecoveryCode;
use crate::seal::message::Inner;
use crate::seal::words::{four_words, words_of};

#[test]
fn pairings_and_codes_made_by_the_page_mean_the_same_here() {
    let file = vector_file("sealed-by-page.json");
    let p = &file["pairing"];
    let invite = Invite::from_qr(p["qr"].as_str().unwrap()).unwrap();
    assert_eq!(invite.to_qr().unwrap(), p["qr"]);
    assert_eq!(b64(invite.seed.as_slice()), p["seed"]);
    assert_eq!(json!(invite.auth().unwrap()), p["auth"]);
    let nonce = B32::from(fixed(&p["nonce"]));
    invite.check_nonce(&nonce).unwrap();
    let mailbox = Id::from(fixed(&p["mailbox"]));
    let transcript = invite.transcript(&bytes(&p["practitioner"]), &bytes(&p["client"]), mailbox);
    assert_eq!(b64(&transcript), p["transcript"]);
    let words = four_words(&invite.mac_key().unwrap(), &transcript, &nonce, &invite.language);
    assert_eq!(json!(words.unwrap()), p["words"]);
    let codes = file["codes"].as_array().unwrap();
    assert!(codes.len() >= 4);
    for c in codes {
        let code = RecoveryCode::from_text(c["code"].as_str().unwrap()).unwrap();
        assert_eq!(*code.to_text(), c["code"]);
        assert!(code == RecoveryCode::from_bytes(&fixed(&c["bytes"])));
        assert_eq!(json!(code.locator().unwrap()), c["locator"]);
        assert_eq!(b64(code.method_key().unwrap().seed()), c["method"]);
        assert_eq!(b64(code.wrap_key().unwrap().as_slice()), c["wrap"]);
    }
}

#[test]
fn words_are_the_frozen_ones() {
    let invite = invite();
    let key = invite.mac_key().unwrap();
    let mut pairings = Vec::new();
    for (transcript, nonce) in [(&b""[..], [0; 32]), (b"a transcript", [7; 32]), (b"another", [255; 32])] {
        let nonce = B32::from(nonce);
        let numbers = key.word_numbers(transcript, &nonce).unwrap();
        pairings.push(json!({
            "seed": b64(invite.seed.as_slice()), "transcript": b64(transcript), "nonce": nonce, "numbers": numbers,
            "words": four_words(&key, transcript, &nonce, "en").unwrap(),
        }));
    }
    let numbers = [[0, 0, 0, 0], [1, 2, 3, 4], [1019, 2015, 1790, 2039], [2047, 2047, 2047, 2047]];
    let lists =
        numbers.map(|numbers| json!({ "numbers": numbers, "language": "en", "words": words_of(numbers, "en") }));
    check_or_bless("words.json", &json!({ "format": 1, "pairings": pairings, "lists": lists }));
}

fn invite() -> Invite {
    Invite {
        origin: "https://clinic.example:8443".parse().unwrap(),
        invite: Id::from([0x11; 16]),
        seed: Zeroizing::new([0x22; 16]),
        keyset: Hash::from([0x33; 32]),
        nonce: Hash::from(handrail_wire::derive::sha256(&[0x44; 32])),
        certificate: Some(Hash::from([0x55; 32])),
        language: "pt-BR".into(),
        display_name: "Dra. Inês".into(),
    }
}

/// An introduction, the roster after it, and the words of somebody who was not at the table.
#[test]
fn introductions_are_the_frozen_ones() {
    let (phone, sam, noor) = (phone(), sam(), noor());
    let november = 2026 * 12 + 10;
    let subkeys = vec![Subkey::for_month(november, *noor.keys[0].public()).unwrap()];
    let keyset = KeySet::new(Role::Practitioner, noor.device, noor.identity.public(), noor.device, subkeys);
    let object = keyset.sign(&noor.identity).unwrap();
    let introduction = Introduction::of(mailbox(), &keyset, &object, "Noor".into()).sign(&sam.identity).unwrap();
    Introduction::open(&introduction, mailbox(), &sam.identity.public()).unwrap();
    let (ours, theirs) = (B32::from([0x33; 32]), B32::from([0x44; 32]));
    let mut reader = RosterReader::paired(noor.device, noor.identity.public(), KeySet::hash_of(&object));
    reader.commit = Some(Hash::from(handrail_wire::derive::sha256(ours.as_bytes())));
    let fixed = Roster::new(mailbox(), 2, vec![reader.clone()]).sign(&phone.identity).unwrap();
    reader.nonce = Some(ours);
    let told = Roster::new(mailbox(), 3, vec![reader]).sign(&phone.identity).unwrap();
    let transcript = words_transcript(mailbox(), &phone.identity.public(), noor.device, &noor.identity.public());
    let numbers = MacKey::of_words(&ours).word_numbers(&transcript, &theirs).unwrap();
    check_or_bless(
        "introduction.json",
        &json!({
            "format": 1,
            "introducer": { "seed": b64(sam.identity.seed()), "identity": sam.identity.public() },
            "colleague": { "account": noor.device, "identity": noor.identity.public(), "keyset": b64(&object), "name": "Noor" },
            "client": { "mailbox": mailbox(), "identity": phone.identity.public() },
            "introduction": b64(&introduction),
            "rosters": { "fixed": b64(&fixed), "told": b64(&told) },
            "words": { "phone": ours, "reader": theirs, "transcript": b64(&transcript), "numbers": numbers, "words": words_of(numbers, "en") },
        }),
    );
}

/// Every canonical encoding and every derivation once, with the inputs it is made of.
#[test]
fn headers_are_the_frozen_ones() {
    let (phone, sam) = (phone(), sam());
    let november = 2026 * 12 + 10;
    let subkey = |party: &Party, number| Subkey::for_month(number, *party.keys[0].public()).unwrap();
    let practitioner = KeySet::new(
        Role::Practitioner,
        sam.device,
        sam.identity.public(),
        sam.device,
        vec![subkey(&sam, november), subkey(&noor(), november + 1)],
    );
    let client =
        KeySet::new(Role::Client, mailbox(), phone.identity.public(), phone.device, vec![subkey(&phone, november)]);
    let practitioner = practitioner.sign(&sam.identity).unwrap();
    let client = client.sign(&phone.identity).unwrap();
    KeySet::open(&practitioner).unwrap();
    KeySet::open(&client).unwrap();
    let keyset = KeySet::hash_of(&practitioner);
    let reader = RosterReader::paired(sam.device, sam.identity.public(), keyset);
    let roster = Roster::new(mailbox(), 1, vec![reader]).sign(&phone.identity).unwrap();
    let invite = invite();
    let key = invite.mac_key().unwrap();
    let nonce = B32::from([0x44; 32]);
    let transcript = invite.transcript(&practitioner, &client, mailbox());
    let challenge = B32::from([0x66; 32]);
    let outer = Outer {
        purpose: Purpose::Receipt,
        mailbox: mailbox(),
        sender: sam.identity.public(),
        device: sam.device,
        recipient_key: phone.keys[0].hash(),
        sequence: 513,
    };
    let outer_bytes = outer.encode();
    let inner = Inner {
        outer: &outer_bytes,
        previous: [0x77; 32],
        roster_epoch: 258,
        packet: Id::from([0x88; 16]),
        part: 1,
        of: 1,
        from_ms: -1,
        until_ms: 1_772_928_000_000,
        readers: vec![phone.key_hash(), [0x99; 32]],
    };
    let code = RecoveryCode::from_bytes(&[0xa5; 16]);
    check_or_bless(
        "headers.json",
        &json!({
            "format": 1,
            "seeds": { "phone": b64(phone.identity.seed()), "practitioner": b64(sam.identity.seed()), "phone_subkey": b64(phone.keys[0].seed()), "practitioner_subkeys": [b64(sam.keys[0].seed()), b64(noor().keys[0].seed())] },
            "keysets": { "practitioner": b64(&practitioner), "practitioner_hash": keyset, "client": b64(&client) },
            "roster": { "object": b64(&roster), "hash": signed::object_hash(&roster), "mailbox": mailbox(), "identity": phone.identity.public() },
            "login": { "origin": "https://clinic.example:8443", "account": mailbox(), "challenge": challenge, "text": b64(&login::text(&invite.origin, mailbox(), &challenge)), "signature": login::sign(&phone.identity, &invite.origin, mailbox(), &challenge).unwrap() },
            "invite": {
                "qr": invite.to_qr().unwrap(), "origin": invite.origin.as_str(), "invite": invite.invite, "seed": b64(invite.seed.as_slice()), "keyset": invite.keyset, "nonce_hash": invite.nonce,
                "certificate": invite.certificate, "language": invite.language, "display_name": invite.display_name, "auth": invite.auth().unwrap(), "nonce": nonce, "mailbox": mailbox(),
                "transcript": b64(&transcript), "hello": key.hello(&transcript), "reveal": key.statement(Statement::Nonce, &transcript, &nonce), "confirm": key.statement(Statement::Confirm, &transcript, &nonce),
                "words": four_words(&key, &transcript, &nonce, "pt-BR").unwrap(),
            },
            "outer": { "purpose": 3, "mailbox": mailbox(), "sender": outer.sender, "device": outer.device, "recipient_key": outer.recipient_key, "sequence": 513, "bytes": b64(&outer_bytes) },
            "inner": { "previous": b64(&inner.previous), "epoch": 258, "packet": inner.packet, "part": 1, "of": 1, "from": -1, "until": inner.until_ms, "readers": inner.readers.iter().map(|it| b64(it)).collect::<Vec<_>>(), "bytes": b64(&inner.encode()) },
            "code": { "bytes": b64(&[0xa5; 16]), "text": *code.to_text(), "locator": code.locator().unwrap(), "method": b64(code.method_key().unwrap().seed()), "method_public": code.method_key().unwrap().public(), "wrap": b64(code.wrap_key().unwrap().as_slice()) },
        }),
    );
}
