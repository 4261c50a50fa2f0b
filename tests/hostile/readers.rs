//! A relay that would choose who reads: other keys for a reader, another colleague than the one introduced, a reader nobody added, and a
//! leaver put back.

use handrail_core::ids::Id;
use handrail_core::sync::SyncMessage;
use handrail_tests::together::{DAY, Practitioner, page_code};
use handrail_wire::Id as WireId;
use handrail_wire::keyset::KeySet;
use handrail_wire::outer::{Message, Outer};
use handrail_wire::roster::{Roster, RosterReader};
use serde_json::json;

use crate::keys::{Keys, directory, drawn};
use crate::scene::Scene;
use handrail_core::seal::keys::{SigningKey, SubkeySecret, key_hash};

/// The relay serves this in place of an account's key set.
fn serves(scene: &Scene, account: &WireId, object: &[u8]) {
    let c = scene.all.relay_database().unwrap();
    let sql = "UPDATE keyset SET object = ?2 WHERE account = ?1";
    assert_eq!(c.execute(sql, (account.as_bytes().as_slice(), object)).unwrap(), 1);
}

/// Key hashes of the newest message to an account.
fn sealed_to(scene: &Scene, account: &WireId) -> handrail_wire::Hash {
    let c = scene.all.relay_database().unwrap();
    let sql = "SELECT bytes FROM message WHERE recipient = ?1 ORDER BY number DESC LIMIT 1";
    let bytes: Vec<u8> = c.query_row(sql, [account.as_bytes().as_slice()], |r| r.get(0)).unwrap();
    Outer::decode(Message::parse(&bytes).unwrap().outer).unwrap().recipient_key
}

fn messages_to(scene: &Scene, account: &WireId) -> i64 {
    let c = scene.all.relay_database().unwrap();
    let sql = "SELECT count(*) FROM message WHERE recipient = ?1";
    c.query_row(sql, [account.as_bytes().as_slice()], |r| r.get(0)).unwrap()
}

fn ben(scene: &Scene) -> Practitioner {
    scene.all.practitioner(&page_code("hostile readers").unwrap().unwrap(), "Ben").unwrap()
}

/// The relay puts an account among the readers and this roster in place of the client's.
fn rewrites(scene: &Scene, account: &WireId, roster: &[u8], epoch: i64) {
    let c = scene.all.relay_database().unwrap();
    let mailbox = scene.ana.mailbox_bytes().unwrap();
    c.execute(
        "INSERT OR IGNORE INTO reader (mailbox, account) VALUES (?1, ?2)",
        (mailbox, account.as_bytes().as_slice()),
    )
    .unwrap();
    c.execute("UPDATE mailbox SET roster = ?2, roster_epoch = ?3 WHERE mailbox = ?1", (mailbox, roster, epoch))
        .unwrap();
}

fn roster_of(scene: &Scene) -> (Vec<u8>, i64) {
    let c = scene.all.relay_database().unwrap();
    let mailbox = scene.ana.mailbox_bytes().unwrap();
    let sql = "SELECT roster, roster_epoch FROM mailbox WHERE mailbox = ?1";
    c.query_row(sql, [mailbox], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
}

fn names(scene: &Scene) -> Vec<String> {
    scene.ana.handrail.readers().unwrap().into_iter().map(|r| r.name).collect()
}

#[test]
fn h23_old_subkey() {
    let Some(mut scene) = Scene::new("h23") else { return };
    let sam = Keys::of(&scene.all, &scene.sam).account;
    let (_, september) = directory(&scene.all, &sam);
    // Two months later Sam has opened the page, and Ana's phone has his new keys.
    scene.all.clock.pass(70 * DAY);
    scene.sam.take_in().unwrap();
    let (november, object) = directory(&scene.all, &sam);
    assert_ne!(object, september);
    scene.sends("with new keys");
    serves(&scene, &sam, &september);
    scene.all.clock.pass(2 * DAY);
    scene.sends("and with no older ones");
    let newest: Vec<_> = november.subkeys.iter().map(|k| key_hash(k.key.as_bytes())).collect();
    assert!(newest.contains(&sealed_to(&scene, &sam)));
    scene.undisturbed();
    serves(&scene, &sam, &object);
    scene.goes_on();
}

#[test]
fn h24_forged_subkey() {
    let Some(mut scene) = Scene::new("h24") else { return };
    let sam = Keys::of(&scene.all, &scene.sam).account;
    let (set, object) = directory(&scene.all, &sam);
    let stranger = SigningKey::from_seed(&drawn()).unwrap();
    let own = SubkeySecret::from_seed(&drawn()).unwrap();
    let mut subkeys = set.subkeys.clone();
    for subkey in &mut subkeys {
        subkey.key = *own.public();
    }
    // Signed by whoever made it, under its own name; and under Sam's, where the signature cannot be right.
    let forged = KeySet::new(set.role, sam, stranger.public(), sam, subkeys).sign(&stranger).unwrap();
    let mut bent = object.clone();
    let at = bent.len() / 2;
    bent[at] ^= 1;
    for bytes in [forged, bent] {
        serves(&scene, &sam, &bytes);
        scene.all.clock.pass(2 * DAY);
        scene.sends("only for Sam");
        let to = sealed_to(&scene, &sam);
        assert_ne!(to, own.hash());
        assert!(set.subkeys.iter().any(|k| key_hash(k.key.as_bytes()) == to));
        scene.undisturbed();
    }
    serves(&scene, &sam, &object);
    scene.goes_on();
}

#[test]
fn h25_swap_introduction() {
    let Some(mut scene) = Scene::new("h25") else { return };
    let mut ben = ben(&scene);
    let bens = Keys::of(&scene.all, &ben).account;
    let (set, object) = directory(&scene.all, &bens);
    let stranger = SigningKey::from_seed(&drawn()).unwrap();
    let other = KeySet::new(set.role, bens, stranger.public(), bens, set.subkeys.clone()).sign(&stranger).unwrap();
    let card = ben.ask("card", json!({})).unwrap()["card"].clone();
    let introduce = json!({ "client": scene.ana.mailbox, "card": card });
    // Swapped before Sam introduces: his page compares with the card in his hand.
    serves(&scene, &bens, &other);
    assert!(scene.sam.ask("introduce", introduce.clone()).unwrap_err().0.contains("account"));
    serves(&scene, &bens, &object);
    scene.sam.ask("introduce", introduce).unwrap();
    // Swapped after: the phone holds what comes to what Sam signed, and asks Ana nothing.
    serves(&scene, &bens, &other);
    scene.all.sync(&scene.ana).unwrap();
    assert!(scene.ana.handrail.introductions().unwrap().is_empty());
    scene.detected(&["introduction_keyset"], SyncMessage::ShowAtMeeting);
    scene.sends("not for a stranger");
    assert_eq!((names(&scene), messages_to(&scene, &bens)), (vec!["Sam".to_owned()], 0));
    // With Ben's own key set the question comes, and it is about Ben.
    serves(&scene, &bens, &object);
    scene.all.sync(&scene.ana).unwrap();
    assert_eq!(scene.ana.handrail.introductions().unwrap()[0].name, "Ben");
    scene.undisturbed();
    scene.goes_on();
}

#[test]
fn h26_add_reader() {
    let Some(mut scene) = Scene::new("h26") else { return };
    let mut ben = ben(&scene);
    let bens = Keys::of(&scene.all, &ben).account;
    let (set, object) = directory(&scene.all, &bens);
    let mailbox = WireId::from(scene.ana.mailbox_bytes().unwrap());
    let (own, epoch) = roster_of(&scene);
    // It cannot sign as Ana, so it signs as somebody; and it lets Ben in.
    let stranger = SigningKey::from_seed(&drawn()).unwrap();
    let added = RosterReader::paired(bens, set.identity, KeySet::hash_of(&object));
    let roster = Roster::new(mailbox, 9, vec![added]).sign(&stranger).unwrap();
    rewrites(&scene, &bens, &roster, 9);
    scene.sends("for Sam");
    assert_eq!((names(&scene), messages_to(&scene, &bens)), (vec!["Sam".to_owned()], 0));
    let taken = ben.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["clients"]), (&json!(0), &json!({})));
    assert_eq!(
        ben.ask("caseload", json!({})).unwrap()["caseload"],
        json!([]),
        "Ben's page believes no roster but Ana's"
    );
    // Nor does it keep Sam from reading: a roster that Ana did not sign ends nothing.
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    assert_eq!(scene.sam.open(&scene.ana).unwrap()["receipts"], 1);
    scene.undisturbed();
    rewrites(&scene, &bens, &own, epoch);
    scene.goes_on();
}

#[test]
fn h27_old_roster() {
    let Some(mut scene) = Scene::new("h27") else { return };
    let mut ben = ben(&scene);
    let (mailbox, account) = scene.all.introduce(&scene.ana, &mut scene.sam, &mut ben).unwrap();
    let bens = WireId::from(account);
    scene.shares("for both");
    assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 2);
    assert_eq!(ben.take_in().unwrap()["opened"], 1);
    scene.all.sync(&scene.ana).unwrap();
    let (old, epoch) = roster_of(&scene);
    scene.ana.handrail.remove_reader(mailbox, account).unwrap();
    scene.all.sync(&scene.ana).unwrap();
    let code = ben.codes[0].clone();
    ben.unlock(&code).unwrap();
    ben.take_in().unwrap();
    let pairing = |ben: &mut Practitioner| ben.ask("caseload", json!({})).unwrap()["caseload"][0]["pairing"].clone();
    assert_eq!(pairing(&mut ben), "left");
    // The relay puts back the roster in which Ben still reads, and lets him in again.
    rewrites(&scene, &bens, &old, epoch);
    scene.sends("not for Ben");
    assert_eq!(messages_to(&scene, &bens), 0);
    ben.unlock(&code).unwrap();
    ben.take_in().unwrap();
    assert_eq!(pairing(&mut ben), "left", "his page has seen a higher one");
    scene.undisturbed();
    // The next change leads it up again: the relay takes no step but the next, and the phone makes every one of them.
    let other = scene.ana.handrail.readers().unwrap()[0].account;
    assert_ne!(Id::from(bens), other);
    scene.all.introduce(&scene.ana, &mut scene.sam, &mut ben).unwrap();
    let (_, now) = roster_of(&scene);
    assert_eq!(now, epoch + 2);
    ben.take_in().unwrap();
    assert_eq!(pairing(&mut ben), "paired", "by Ana's own word");
    scene.shares("for both again");
    assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 2);
    scene.nothing_lost();
}
