//! Frozen headers and signed objects of the vault: every canonical encoding once, compared byte for byte with the
//! committed file. `HANDRAIL_BLESS=1` writes the file anew; another client is made to agree with it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::invite::Statement;
use handrail_wire::invite::device::{DeviceInvite, Offer};
use handrail_wire::keyset::XWingPublic;
use handrail_wire::signed::SigningKey;
use handrail_wire::vault::batch::{Batch, Claim, Header};
use handrail_wire::vault::collect::{self, Ack};
use handrail_wire::vault::devices::{Device, DeviceList, Recovery, Signer};
use handrail_wire::vault::exchange::{self, Answer, KnownHead, Knows, News, Request, ShortBatch};
use handrail_wire::vault::head::Head;
use handrail_wire::vault::keyring::{Keyring, Wrap};
use handrail_wire::vault::snapshot::{self, Snapshot};
use handrail_wire::{B32, Hash, Id, derive};
use serde_json::json;
use zeroize::Zeroizing;

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_seed(&[n; 32]).unwrap()
}

/// The code for a second phone, that phone's offer, and what is said about them.
fn second_phone(vault: Id, tablet: Id, list: &[u8]) -> serde_json::Value {
    let nonce = B32::from([0x91; 32]);
    let invite = DeviceInvite {
        origin: "https://relay.example".parse().unwrap(),
        vault,
        invite: Id::from([0x92; 16]),
        seed: Zeroizing::new([0x93; 16]),
        list: DeviceList::hash_of(list),
        nonce: Hash::from(derive::sha256(nonce.as_bytes())),
        certificate: Some(Hash::from([0x94; 32])),
        language: "en".into(),
    };
    let sealing = XWingPublic::from([2 | 0x20; 1216]);
    let offer = Offer { vault, invite: invite.invite, device: tablet, identity: key(2).public(), sealing };
    let offer_object = offer.sign(&key(2)).unwrap();
    assert_eq!(Offer::open(&offer_object, vault, invite.invite).unwrap(), offer);
    let (mac, transcript) = (invite.mac_key().unwrap(), invite.transcript(list, &offer_object));
    let says = |statement| mac.statement(statement, &transcript, &nonce);
    json!({
        "qr": invite.to_qr().unwrap().as_str(), "nonce": nonce, "auth": invite.auth().unwrap(), "offer": b64(&offer_object),
        "transcript_sha256": Hash::from(derive::sha256(&transcript)), "hello": mac.hello(&transcript),
        "reveal": says(Statement::Nonce), "agree": says(Statement::Agree), "confirm": says(Statement::Confirm),
        "words": mac.word_numbers(&transcript, &nonce).unwrap(),
    })
}

#[test]
fn every_object_of_the_vault_is_the_frozen_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/vault.json");
    let (vault, phone, tablet) = (Id::from([0x40; 16]), Id::from([1; 16]), Id::from([2; 16]));
    let device = |id: Id, n: u8| Device {
        id,
        identity: key(n).public(),
        sealing: XWingPublic::from([n | 0x20; 1216]),
        added: 20_400,
        removed: None,
        seen: 20_455,
    };
    let recovery = Recovery {
        locator: Id::from([0x50; 16]),
        identity: key(0x51).public(),
        sealing: XWingPublic::from([0x52; 1216]),
    };
    let first = DeviceList {
        vault,
        version: 1,
        previous: Hash::from([0; 32]),
        signer: Signer::Device(phone),
        recovery,
        devices: vec![device(phone, 1)],
    };
    let first_object = first.sign(&key(1)).unwrap();
    let hash = DeviceList::hash_of(&first_object);
    let mut second = first.next(hash, Signer::Recovery);
    second.devices[0].removed = Some(20_456);
    second.devices.push(device(tablet, 2));
    let second_object = second.sign(&key(0x51)).unwrap();
    assert_eq!(DeviceList::open_next(&second_object, &first, hash).unwrap(), second);

    let wrap = |device, key: &XWingPublic| Wrap {
        device,
        key: Hash::from(derive::sha256(key.as_bytes())),
        sealed: vec![0x61; 1120 + 2 * 32 + 16],
    };
    let keyring = Keyring {
        vault,
        version: 2,
        list: 1,
        signer: Signer::Device(phone),
        epochs: vec![1, 2],
        wraps: vec![wrap(Some(phone), &first.devices[0].sealing), wrap(None, &first.recovery.sealing)],
    };
    let keyring_object = keyring.sign(&key(1)).unwrap();
    assert_eq!(Keyring::open(&keyring_object, &first).unwrap(), keyring);

    let claim =
        Claim { seen: [(tablet, 3)].into_iter().collect(), digest: Hash::from([0x71; 32]), list: 2, keyring: 2 };
    let header = Header { vault, device: phone, sequence: 258, previous: Hash::from([0x72; 32]), epoch: 2 };
    let batch = Batch::sign(header, vec![0x73; 48], claim.clone(), &key(1)).unwrap();
    batch.verify_in(&second).unwrap();
    let head = Head { vault, device: phone, sequence: 258, hash: batch.hash(), claim: claim.clone() };
    let head_object = head.sign(&key(1)).unwrap();
    assert_eq!(Head::open(&head_object, &second).unwrap(), head);
    let covers = [(phone, 258), (tablet, 3)].into_iter().collect();
    let snapshot_header =
        snapshot::Header { vault, device: tablet, number: 1, epoch: 2, covers, digest: claim.digest, list: 2 };
    let snapshot = Snapshot::sign(snapshot_header, vec![0x74; 64], &key(2)).unwrap();
    let ack = Ack { vault, device: tablet, snapshot: snapshot.hash(), covers: snapshot.header.covers.clone(), list: 2 };
    let ack_object = ack.sign(&key(2)).unwrap();
    assert_eq!(Ack::open(&ack_object, &second).unwrap(), ack);
    let erase = collect::order_to_erase(vault, Signer::Recovery, &key(0x51)).unwrap();
    collect::check_order_to_erase(&erase, &second).unwrap();

    let known = KnownHead { device: phone, sequence: 258, hash: batch.hash(), head: Head::hash_of(&head_object) };
    let request = Request {
        knows: Knows::Heads(exchange::heads_hash(2, 2, &[known])),
        batches: vec![ShortBatch::of(&batch)],
        head: Some(head_object.clone()),
        ack: None,
    };
    let news = News {
        list: 2,
        keyring: 2,
        more: false,
        batches: vec![batch.encode()],
        heads: vec![head_object.clone()],
        acks: vec![ack_object.clone()],
    };
    let answer = Answer { epoch: Id::from([0x80; 16]), stored: 258, news: Some(news) };

    let made = json!({
        "format": 1,
        "seeds": { "phone": b64(&[1; 32]), "tablet": b64(&[2; 32]), "recovery": b64(&[0x51; 32]) },
        "device_lists": [b64(&first_object), b64(&second_object)],
        "keyring": { "object": b64(&keyring_object), "bound": [
            b64(&keyring.bound(Some(phone), &keyring.wraps[0].key)), b64(&keyring.bound(None, &keyring.wraps[1].key)),
        ]},
        "batch": { "header": b64(&header.encode()), "claim": b64(&claim.encode()), "object": b64(&batch.encode()), "hash": batch.hash() },
        "head": b64(&head_object),
        "snapshot": { "header": b64(&snapshot.header.encode()), "object": b64(&snapshot.encode()), "hash": snapshot.hash() },
        "ack": b64(&ack_object),
        "erase": b64(&erase),
        "device_invite": second_phone(vault, tablet, &first_object),
        "request": b64(&request.encode()),
        "answer": b64(&answer.encode()),
    });
    if std::env::var_os("HANDRAIL_BLESS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let committed: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(committed == made, "vault.json is not what the code makes; if that is meant, run with HANDRAIL_BLESS=1");
    assert!(Request::decode(&request.encode()) == Ok(request) && Answer::decode(&answer.encode()) == Ok(answer));
}
