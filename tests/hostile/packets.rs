//! A relay, or somebody who knows public keys, between a phone and the page: what the page refuses, and what it says.

use handrail_core::review::PacketState;
use handrail_core::seal::keys::{SigningKey, key_hash};
use handrail_core::seal::parts;
use handrail_core::sync::SyncMessage;
use handrail_tests::together::{Client, Practitioner, Together, page_code};
use handrail_wire::Id;
use handrail_wire::outer::{Message, Outer, Purpose};
use serde_json::{Value, json};

use crate::keys::{Keys, directory, drawn, forge, seal_plain};
use crate::scene::Scene;

const REVIEW: i64 = 1;

/// Numbers and names of what the page refused of a client.
fn refused(taken: &Value, client: &Client) -> Vec<(u64, String)> {
    let list = taken["clients"][&client.mailbox]["refused"].as_array().cloned().unwrap_or_default();
    list.iter().map(|r| (r["seq"].as_u64().unwrap(), r["code"].as_str().unwrap().to_owned())).collect()
}

fn outer_of(message: &[u8]) -> Outer {
    Outer::decode(Message::parse(message).unwrap().outer).unwrap()
}

/// The page says that something could not be opened, and shows nothing of it.
fn said(sam: &mut Practitioner, client: &Client, count: u64) {
    let news = sam.ask("caseload", json!({})).unwrap()["caseload"].as_array().unwrap().clone();
    let of = news.iter().find(|c| c["client"] == client.mailbox.as_str()).unwrap();
    assert!(of["news"].as_array().unwrap().contains(&json!({ "kind": "refused", "count": count })), "{of}");
}

#[test]
fn h28_forge_packet() {
    let Some(mut scene) = Scene::new("h28") else { return };
    scene.sends("true");
    scene.sends("and true");
    let stranger = SigningKey::from_seed(&drawn()).unwrap();
    let sam = Keys::of(&scene.all, &scene.sam);
    let key = *sam.subkeys[0].public().as_bytes();
    let body = parts::deflate(br#"{"type":"review","version":1}"#).unwrap();
    // Under Ana's identity in the header, and under its own: it can sign with its own only.
    let mut own = Vec::new();
    for (n, sender) in [(1, None), (2, Some(stranger.public()))] {
        let forged = |b: &mut Vec<u8>| {
            let outer = outer_of(b);
            let outer = Outer { sender: sender.unwrap_or(outer.sender), ..outer };
            *b = forge(&outer, [0; 32], &body, &stranger, &key);
        };
        own.push(scene.all.meddle(&scene.ana, (REVIEW, n), forged).unwrap());
    }
    let taken = scene.sam.take_in().unwrap();
    assert_eq!(taken["opened"], 0);
    assert_eq!(refused(&taken, &scene.ana), [(1, "signature".into()), (2, "signature".into())]);
    said(&mut scene.sam, &scene.ana, 2);
    scene.undisturbed();
    for (n, bytes) in (1..).zip(own) {
        scene.all.meddle(&scene.ana, (REVIEW, n), |b| *b = bytes).unwrap();
    }
    scene.opens_again(2);
    scene.goes_on();
}

#[test]
fn h29_replay_packet() {
    let Some(mut scene) = Scene::new("h29") else { return };
    scene.sends("last week");
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    scene.sends("this week");
    let there = scene.all.at_relay(&scene.ana).unwrap();
    let (first, second) = (there[0].2.clone(), there[1].2.clone());
    // Last week's as this week's.
    scene.all.meddle(&scene.ana, (REVIEW, 2), |b| b.clone_from(&first)).unwrap();
    let taken = scene.sam.take_in().unwrap();
    assert_eq!(refused(&taken, &scene.ana), [(2, "not_asked_for".into())]);
    said(&mut scene.sam, &scene.ana, 1);
    let opened = scene.sam.open(&scene.ana).unwrap();
    assert_eq!(
        opened["packet"]["talk_about"].as_array().unwrap().len(),
        1,
        "what she sees is last week's, as last week's"
    );
    // This week's as last week's, when last week's is known: nothing opens twice.
    scene.all.meddle(&scene.ana, (REVIEW, 2), |b| *b = second).unwrap();
    scene.opens_again(1);
    scene.undisturbed();
    scene.goes_on();
}

#[test]
fn h30_reseal_to_other() {
    let Some(mut scene) = Scene::new("h30") else { return };
    let driver = page_code("h30").unwrap().unwrap();
    let mut ines = scene.all.practitioner(&driver, "Ines").unwrap();
    let with_sam = scene.ana.mailbox.clone();
    scene.all.pair(&mut scene.ana, "Ana", &mut ines).unwrap();
    let with_ines = scene.ana.mailbox.clone();
    for line in ["for each of them", "and once more"] {
        scene.shares(line);
        assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 2);
    }

    // Sam opens his own, and seals what Ana signed to Ines: under Ana's header to him, and under her header to Ines.
    let (sam, hers) = (Keys::of(&scene.all, &scene.sam), Keys::of(&scene.all, &ines));
    let key = *hers.subkeys[0].public().as_bytes();
    scene.ana.mailbox.clone_from(&with_sam);
    let to_sam: Vec<Vec<u8>> = scene.all.at_relay(&scene.ana).unwrap().into_iter().map(|(_, _, bytes)| bytes).collect();
    scene.ana.mailbox.clone_from(&with_ines);
    let mut own = Vec::new();
    for (n, bytes) in (1..).zip(&to_sam) {
        let pass_on = |b: &mut Vec<u8>| {
            let kept = if n == 1 { outer_of(bytes) } else { outer_of(b) };
            *b = seal_plain(&Outer { recipient_key: hers.subkeys[0].hash(), ..kept }, &key, &sam.unseal(bytes));
        };
        own.push(scene.all.meddle(&scene.ana, (REVIEW, n), pass_on).unwrap());
    }
    let taken = ines.take_in().unwrap();
    // Each care relationship has an identity of its own, so that even the signature is another's.
    assert_eq!(refused(&taken, &scene.ana), [(1, "signature".into()), (2, "signature".into())]);
    said(&mut ines, &scene.ana, 2);
    for (n, bytes) in (1..).zip(own) {
        scene.all.meddle(&scene.ana, (REVIEW, n), |b| *b = bytes).unwrap();
    }
    let code = ines.codes[0].clone();
    ines.unlock(&code).unwrap();
    assert_eq!(ines.take_in().unwrap()["opened"], 2);
    scene.ana.mailbox = with_sam;
    scene.undisturbed();
    scene.goes_on();
}

#[test]
fn h31_move_mailbox() {
    let Some(mut scene) = Scene::new("h31") else { return };
    let mut ben = scene.all.client("ben").unwrap();
    scene.all.pair(&mut ben, "Ben", &mut scene.sam).unwrap();
    ben.handrail.add_talk_about("Ben's words").unwrap();
    ben.share().unwrap();
    scene.all.sync(&ben).unwrap();
    scene.sends("Ana's words");
    let proposal = json!({ "kind": "homework", "title": "For Ben" });
    scene.sam.ask("propose", json!({ "client": ben.mailbox, "proposal": proposal })).unwrap();
    scene.suggests("For Ana");

    // Each of Ben's stands in Ana's place.
    let bens = scene.all.at_relay(&ben).unwrap();
    let of = |purpose| bens.iter().find(|(p, ..)| *p == purpose).unwrap().2.clone();
    let mut own = Vec::new();
    for purpose in [1, 2] {
        own.push(scene.all.meddle(&scene.ana, (purpose, 1), |b| *b = of(purpose)).unwrap());
    }
    let taken = scene.sam.take_in().unwrap();
    assert_eq!(refused(&taken, &scene.ana), [(1, "signature".into())]);
    assert_eq!(taken["opened"], 1, "Ben's own");
    scene.all.sync(&scene.ana).unwrap();
    assert!(scene.suggested().is_empty());
    // It is sealed to a key that only Ben's phone has.
    scene.detected(&["other_key"], SyncMessage::ShowAtMeeting);

    for (purpose, bytes) in (1..).zip(own) {
        scene.all.meddle(&scene.ana, (purpose, 1), |b| *b = bytes).unwrap();
    }
    scene.opens_again(1);
    scene.goes_on();
    assert_eq!(crate::scene::lines(&ben.handrail), ["Ben's words"]);
}

#[test]
fn h32_confuse_purpose() {
    let Some(mut scene) = Scene::new("h32") else { return };
    scene.sends("a review");
    scene.suggests("A suggestion");
    let as_purpose = |bytes: &[u8], purpose| {
        let message = Message::parse(bytes).unwrap();
        let outer = Outer { purpose, ..Outer::decode(message.outer).unwrap() };
        Message::join(&outer.encode(), message.sealed)
    };
    let review = scene.all.meddle(&scene.ana, (1, 1), |b| *b = as_purpose(b, Purpose::Proposal)).unwrap();
    let suggestion = scene.all.meddle(&scene.ana, (2, 1), |b| *b = as_purpose(b, Purpose::Receipt)).unwrap();
    let taken = scene.sam.take_in().unwrap();
    assert_eq!(refused(&taken, &scene.ana), [(1, "seal".into())]);
    scene.all.sync(&scene.ana).unwrap();
    assert!(scene.suggested().is_empty());
    scene.detected(&["unopened"], SyncMessage::ShowAtMeeting);

    scene.all.meddle(&scene.ana, (1, 1), |b| *b = review).unwrap();
    scene.all.meddle(&scene.ana, (2, 1), |b| *b = suggestion).unwrap();
    scene.opens_again(1);
    scene.goes_on();
}

#[test]
fn h33_reflect() {
    let Some(mut scene) = Scene::new("h33") else { return };
    let packet = scene.sends("mine");
    let own = scene.all.at_relay(&scene.ana).unwrap()[0].2.clone();
    let sam = Keys::of(&scene.all, &scene.sam);
    let mailbox = Id::from(scene.ana.mailbox_bytes().unwrap());
    // As it is, listed as from Sam; and unsealed by Sam and sealed to Ana's own key under a header of his.
    let (hers, _) = directory(&scene.all, &mailbox);
    let outer = Outer {
        purpose: Purpose::Proposal,
        sender: sam.identity.public(),
        device: sam.account,
        recipient_key: key_hash(hers.subkeys[0].key.as_bytes()),
        ..outer_of(&own)
    };
    let resealed = seal_plain(&outer, hers.subkeys[0].key.as_bytes(), &sam.unseal(&own));
    for (n, bytes) in [(1, own), (2, resealed)] {
        inject(&scene.all, &scene.ana, sam.account, n, &bytes);
    }
    scene.all.sync(&scene.ana).unwrap();
    assert!(scene.suggested().is_empty());
    scene.detected(&["other_key", "signature"], SyncMessage::ShowAtMeeting);
    assert_eq!(scene.ana.handrail.packets().unwrap()[0].id, packet);
    assert_eq!(scene.ana.handrail.packets().unwrap()[0].state, PacketState::Delivered);
    clear(&scene.all, &scene.ana);
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    scene.goes_on();
}

#[test]
fn h34_withhold() {
    let Some(mut scene) = Scene::new("h34") else { return };
    let first = scene.sends("swallowed");
    scene.suggests("Swallowed too");
    let c = scene.all.relay_database().unwrap();
    c.execute("DELETE FROM message", []).unwrap();
    // Everything withheld: nobody is told that it was read. The packet stays "delivered", with its day, and is never called opened.
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 0);
    scene.all.sync(&scene.ana).unwrap();
    let packet = scene.ana.handrail.packets().unwrap().into_iter().find(|p| p.id == first).unwrap();
    assert_eq!((packet.state, packet.opened), (PacketState::Delivered, None));
    assert_eq!(packet.shared.to_string(), "2026-09-14");
    scene.undisturbed();
    // The next ones show the hole on both sides.
    scene.sends("and then");
    scene.suggests("And then");
    let taken = scene.sam.take_in().unwrap();
    assert_eq!(taken["clients"][&scene.ana.mailbox]["missing"], json!([1]));
    scene.all.sync(&scene.ana).unwrap();
    assert_eq!(scene.suggested(), ["And then"]);
    scene.detected(&[], SyncMessage::SomethingMissing);
    scene.nothing_lost();
    scene.goes_on();
}

#[test]
fn h35_forge_receipt() {
    let Some(mut scene) = Scene::new("h35") else { return };
    let packet = scene.sends("is it read?");
    let sam = Keys::of(&scene.all, &scene.sam);
    let mailbox = Id::from(scene.ana.mailbox_bytes().unwrap());
    let (hers, _) = directory(&scene.all, &mailbox);
    let key = *hers.subkeys[0].key.as_bytes();
    let somebody = SigningKey::from_seed(&drawn()).unwrap();
    let hash = handrail_wire::B32::from(drawn());
    for (n, kind) in (1..).zip(["opened", "filed"]) {
        let body = json!({ "type": "receipt", "version": 1, "kind": kind, "packet": packet.to_string(), "content_hash": hash, "day": "2026-09-15" });
        let outer = Outer {
            purpose: Purpose::Receipt,
            mailbox,
            sender: sam.identity.public(),
            device: sam.account,
            recipient_key: key_hash(&key),
            sequence: n,
        };
        let forged = forge(&outer, [0; 32], &parts::deflate(body.to_string().as_bytes()).unwrap(), &somebody, &key);
        inject(&scene.all, &scene.ana, sam.account, n, &forged);
    }
    scene.all.sync(&scene.ana).unwrap();
    let shown = scene.ana.handrail.packets().unwrap().into_iter().find(|p| p.id == packet).unwrap();
    assert_eq!((shown.state, shown.opened), (PacketState::Delivered, None), "nobody opened it");
    scene.detected(&["signature"], SyncMessage::ShowAtMeeting);
    clear(&scene.all, &scene.ana);
    // The true one, once Sam has read it.
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    scene.sam.open(&scene.ana).unwrap();
    scene.all.sync(&scene.ana).unwrap();
    let shown = scene.ana.handrail.packets().unwrap().into_iter().find(|p| p.id == packet).unwrap();
    assert_eq!(shown.state, PacketState::Opened);
    scene.goes_on();
}

/// Puts bytes into a client's inbox as from a practitioner, as a relay can.
pub fn inject(all: &Together, client: &Client, sender: Id, sequence: u64, bytes: &[u8]) {
    let c = all.relay_database().unwrap();
    let mailbox = client.mailbox_bytes().unwrap();
    c.execute("UPDATE login SET last_number = last_number + 1 WHERE login = ?1", [mailbox]).unwrap();
    c.execute(
        "INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes)
         SELECT ?1, last_number, ?1, ?2, ?2, ?3, 2, 20710, ?4 FROM login WHERE login = ?1",
        (mailbox, sender.as_bytes(), i64::try_from(sequence).unwrap(), bytes),
    )
    .unwrap();
}

/// Takes away what lies in a client's inbox.
pub fn clear(all: &Together, client: &Client) {
    let c = all.relay_database().unwrap();
    c.execute("DELETE FROM message WHERE recipient = ?1", [client.mailbox_bytes().unwrap()]).unwrap();
}
