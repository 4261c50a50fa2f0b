//! A colleague joins by an introduction: over the real store, with a relay in memory that may lie.

use handrail_wire::introduction::{Introduction, words_transcript};
use handrail_wire::invite::MacKey;
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::{Message, Outer, Purpose};
use handrail_wire::roster::Roster;
use handrail_wire::{B32, Hash, Id as WireId, derive};
use serde_json::json;

use super::in_store::{Phone, reader};
use super::relay::{NOVEMBER, sam, sams_keyset};
use crate::error::{Error, Reason};
use crate::ids::Id;
use crate::review::{Choices, PacketWords, Period};
use crate::seal::keys::{SigningKey, SubkeySecret};
use crate::seal::words::words_of;
use crate::sync::SyncMessage;

/// Ben: account, and the seed of his identity.
const BEN: (u8, u8) = (0xbe, 4);

pub(super) fn account(n: u8) -> WireId {
    WireId::from([n; 16])
}

fn ben() -> WireId {
    account(BEN.0)
}

pub(super) fn identity(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

/// The key set of a colleague: account and identity's seed, with one subkey for a month.
pub(super) fn keyset((n, seed): (u8, u8), month: u32) -> Vec<u8> {
    let secret = SubkeySecret::from_seed(&[n; 32]).unwrap();
    let subkeys = vec![Subkey::for_month(month, *secret.public()).unwrap()];
    KeySet::new(Role::Practitioner, account(n), identity(seed).public(), account(n), subkeys)
        .sign(&identity(seed))
        .unwrap()
}

/// What Sam's page sends to introduce Ben, signed by whoever has this seed, for a mailbox.
pub(super) fn introduction(signer: u8, mailbox: WireId, who: (u8, u8), name: &str) -> serde_json::Value {
    let object = keyset(who, NOVEMBER);
    let introduction = Introduction::of(mailbox, &KeySet::open(&object).unwrap(), &object, name.into());
    let bytes = handrail_wire::api::Bytes(introduction.sign(&identity(signer)).unwrap());
    json!({
        "type": "proposal", "version": 1, "kind": "introduce", "made_day": "2026-11-20", "from_name": "Sam", "introduction": bytes,
    })
}

impl Phone {
    fn mailbox(&self) -> WireId {
        self.world.relay.account
    }

    fn introduced(&mut self, sequence: u64, previous: [u8; 32]) -> [u8; 32] {
        let body = introduction(2, self.mailbox(), BEN, "Ben");
        self.sent_down((sam(), 2), Purpose::Proposal, (sequence, previous), &body)
    }

    /// Ben's page tells its part of the words.
    fn nonce(&mut self, sequence: u64, previous: [u8; 32], nonce: [u8; 32]) -> [u8; 32] {
        let body = json!({ "type": "receipt", "version": 1, "kind": "words", "nonce": B32::from(nonce) });
        self.sent_down((ben(), BEN.1), Purpose::Receipt, (sequence, previous), &body)
    }

    fn names(&self) -> Vec<(String, bool)> {
        self.handrail().readers().unwrap().into_iter().map(|r| (r.name, r.checked)).collect()
    }

    fn asked(&self) -> Vec<String> {
        self.handrail()
            .introductions()
            .unwrap()
            .into_iter()
            .map(|i| format!("{} asks for {}", i.by_name, i.name))
            .collect()
    }

    fn accept(&self) {
        self.handrail().accept_introduction(self.mailbox().into(), ben().into()).unwrap();
    }

    fn roster(&self) -> Roster {
        let held = self.world.relay.rosters.last().unwrap();
        Roster::open(held, self.mailbox(), &identity(1).public()).unwrap()
    }

    /// Ben was introduced, and Ana said yes.
    fn with_ben() -> Self {
        let mut phone = Self::with_sam();
        phone.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
        phone.run();
        phone.introduced(1, [0; 32]);
        phone.run();
        phone.later();
        phone.accept();
        phone.run();
        phone.later();
        phone
    }

    /// A minute later.
    fn later(&mut self) {
        self.world.now_ms += 60_000;
        self.killed();
    }
}

#[test]
fn ana_is_asked_and_only_her_yes_makes_ben_a_reader() {
    let mut ana = Phone::with_sam();
    ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
    let first = ana.share("before");
    ana.run();
    ana.introduced(1, [0; 32]);
    assert!(ana.asked().is_empty());
    // The question and the key set it needs come in one exchange; nothing is changed by them.
    ana.run();
    assert_eq!(ana.asked(), ["Sam asks for Ben"]);
    assert_eq!((ana.names(), ana.roster().epoch), (vec![("Sam".into(), true)], 1));
    assert!(ana.world.relay.inbox.is_empty());

    ana.later();
    let changes = ana.handrail().accept_introduction(ana.mailbox().into(), ben().into()).unwrap();
    assert!(changes.touches("reader") && changes.touches("introduction"));
    assert_eq!(ana.names(), [("Sam".into(), true), ("Ben".into(), false)]);
    assert_eq!(ana.handrail().readers().unwrap()[1].introduced_by.as_deref(), Some("Sam"));
    assert!(ana.asked().is_empty());
    ana.later();
    let second = ana.share("after");
    ana.run();
    let roster = ana.roster();
    assert_eq!((roster.epoch, roster.readers.len()), (2, 2));
    assert_eq!(roster.reader(ben()).unwrap().keyset, KeySet::hash_of(&keyset(BEN, NOVEMBER)));
    // Ben has the packet that was made after the yes and no other; both have the same one.
    let of = |to: WireId| -> Vec<(String, Vec<u8>)> {
        ana.sealed().into_iter().filter(|(path, _)| path.contains(&to.to_string())).collect()
    };
    assert_eq!((of(sam()).len(), of(ben()).len()), (2, 1));
    let bens = Outer::decode(Message::parse(&of(ben())[0].1).unwrap().outer).unwrap();
    assert_eq!(bens.sequence, 1);
    assert_ne!(first, second);
    let sealed = ana.handrail().read(|c| {
        Ok(c.query_row("SELECT count(DISTINCT recipient) FROM outbox WHERE packet = ?1", [second], |r| {
            r.get::<_, i64>(0)
        })?)
    });
    assert_eq!(sealed.unwrap(), 2);
    // What became of it is told with the packet, as of any suggestion.
    let told = ana.handrail().shared_packet(second).unwrap();
    assert_eq!(told.answers.iter().map(|a| a.answer.word()).collect::<Vec<_>>(), ["accepted"]);
    // Taking the same message in again changes nothing.
    assert_eq!(
        ana.handrail().accept_introduction(ana.mailbox().into(), ben().into()).unwrap_err().to_string(),
        Error::NotFound("introduction").to_string()
    );
}

#[test]
fn a_no_needs_no_reason_and_ben_can_be_introduced_again() {
    let mut ana = Phone::with_sam();
    ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
    let before = ana.introduced(1, [0; 32]);
    ana.run();
    ana.handrail().decline_introduction(ana.mailbox().into(), ben().into()).unwrap();
    assert!(ana.asked().is_empty());
    ana.run();
    assert_eq!(ana.roster().epoch, 1);
    ana.introduced(2, before);
    ana.run();
    assert_eq!(ana.asked(), ["Sam asks for Ben"]);
}

#[test]
fn an_introduction_that_its_author_took_back_is_not_asked_about_whichever_comes_first() {
    for order in [[1, 2], [2, 1]] {
        let mut ana = Phone::with_sam();
        ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
        let hash = ana.introduced(1, [0; 32]);
        let message = ana.world.relay.inbox[0].message.0.clone();
        // The packet id is inside the seal: read it as the phone will.
        let mut other = Phone::with_sam();
        other.world.relay.put_from(sam(), 1, &message);
        other.run();
        let packet: Id =
            other.handrail().read(|c| Ok(c.query_row("SELECT packet FROM introduction", [], |r| r.get(0))?)).unwrap();
        let body = json!({
            "type": "proposal", "version": 1, "kind": "withdraw", "made_day": "2026-11-20", "from_name": "Sam", "packet": packet,
        });
        ana.sent_down((sam(), 2), Purpose::Proposal, (2, hash), &body);
        let (first, second) = (ana.world.relay.inbox[0].clone(), ana.world.relay.inbox[1].clone());
        ana.world.relay.inbox.clear();
        for n in order {
            let message = if n == 1 { &first } else { &second };
            ana.world.relay.put_from(sam(), n, &message.message.0);
            ana.run();
        }
        assert!(ana.asked().is_empty(), "{order:?}");
        assert!(ana.handrail().sync_status().unwrap().refusals.is_empty());
        assert!(matches!(
            ana.handrail().accept_introduction(ana.mailbox().into(), ben().into()),
            Err(Error::NotFound(_))
        ));
    }
}

#[test]
fn the_words_are_fixed_by_both_sides_and_neither_can_choose() {
    let mut ana = Phone::with_ben();
    let (mailbox, account) = (ana.mailbox(), Id::from(ben()));
    let fixed = ana.roster().reader(ben()).unwrap().clone();
    let commit = fixed.commit.expect("fixed before anything of Ben's is known");
    assert_eq!(fixed.nonce, None);
    assert_eq!(ana.handrail().reader_words(mailbox.into(), account).unwrap(), None);
    assert!(ana.handrail().compare_reader_words(mailbox.into(), account, true).is_err());
    // Sam was at the table: there is nothing to compare.
    assert!(ana.handrail().reader_words(mailbox.into(), sam().into()).is_err());

    let before = ana.nonce(1, [0; 32], [0x77; 32]);
    ana.run();
    // In the same exchange in which Ben's part came, the phone's own is told.
    let told = ana.roster();
    assert_eq!(told.epoch, 3);
    let nonce = told.reader(ben()).unwrap().nonce.unwrap();
    assert_eq!(Hash::from(derive::sha256(nonce.as_bytes())), commit);
    let transcript = words_transcript(mailbox, &identity(1).public(), ben(), &identity(BEN.1).public());
    let numbers = MacKey::of_words(&nonce).word_numbers(&transcript, &B32::from([0x77; 32])).unwrap();
    let words = ana.handrail().reader_words(mailbox.into(), account).unwrap();
    assert_eq!(words, Some(words_of(numbers, "en")), "as Ben's page works them out");

    // Another part, chosen now that the phone's is known, is kept and named, and changes nothing.
    ana.nonce(2, before, [0x78; 32]);
    ana.run();
    assert_eq!(ana.handrail().reader_words(mailbox.into(), account).unwrap(), words);
    assert_eq!(ana.handrail().sync_status().unwrap().refusals, ["words"]);

    ana.handrail().compare_reader_words(mailbox.into(), account, true).unwrap();
    assert_eq!(ana.names(), [("Sam".into(), true), ("Ben".into(), true)]);
    ana.run();
    assert_eq!(ana.roster().epoch, 3, "who reads has not changed");
}

#[test]
fn different_words_end_it_at_once() {
    let mut ana = Phone::with_ben();
    ana.nonce(1, [0; 32], [0x77; 32]);
    ana.run();
    ana.share("not for Ben");
    let mailbox = Id::from(ana.mailbox());
    ana.handrail().compare_reader_words(mailbox, ben().into(), false).unwrap();
    assert_eq!(ana.names(), [("Sam".into(), true)]);
    ana.run();
    let roster = ana.roster();
    assert_eq!((roster.epoch, roster.reader(ben()).is_none()), (4, true));
    assert!(!ana.world.relay.stored.keys().any(|path| path.contains(&ben().to_string())));
    // And Ben can be introduced anew, with new words.
    assert!(ana.handrail().reader_words(mailbox, ben().into()).is_err());
}

#[test]
fn a_key_set_in_place_of_bens_is_never_asked_about_and_his_own_still_can_come() {
    let strangers = [keyset((BEN.0, 9), NOVEMBER), keyset(BEN, NOVEMBER - 1), b"nothing".to_vec()];
    for stranger in strangers {
        let mut ana = Phone::with_sam();
        ana.world.relay.keysets.insert(ben(), stranger);
        ana.introduced(1, [0; 32]);
        ana.run();
        assert!(ana.asked().is_empty());
        let status = ana.handrail().sync_status().unwrap();
        assert_eq!((status.message, status.refusals), (SyncMessage::ShowAtMeeting, vec!["introduction_keyset".into()]));
        // A month later the relay is mended; Ben has a newer key set by then.
        ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER + 1));
        ana.run();
        assert_eq!(ana.asked(), ["Sam asks for Ben"]);
        assert!(ana.handrail().sync_status().unwrap().refusals.is_empty());
    }
}

#[test]
fn an_introduction_that_sam_did_not_sign_for_this_client_is_kept_and_asks_nothing() {
    for (signer, mailbox, who) in [(BEN.1, [9; 16], BEN), (2, [8; 16], BEN), (2, [9; 16], (0x5a, 2))] {
        let mut ana = Phone::with_sam();
        ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
        let body = introduction(signer, WireId::from(mailbox), who, "Ben");
        ana.sent_down((sam(), 2), Purpose::Proposal, (1, [0; 32]), &body);
        ana.run();
        assert!(ana.asked().is_empty());
        assert_eq!(ana.handrail().sync_status().unwrap().refusals, ["introduction"]);
    }
}

#[test]
fn five_read_and_no_more_and_nobody_reads_twice() {
    let mut readers = vec![reader(sam(), sams_keyset(2, NOVEMBER).1, "Sam")];
    for n in 1..=4 {
        readers.push(reader(account(n), keyset((n, n + 20), NOVEMBER), "Kim"));
    }
    let mut ana = Phone::paired(readers);
    ana.world.relay.keysets.insert(ben(), keyset(BEN, NOVEMBER));
    ana.introduced(1, [0; 32]);
    ana.run();
    let (mailbox, bens) = (Id::from(ana.mailbox()), Id::from(ben()));
    match ana.handrail().accept_introduction(mailbox, bens) {
        Err(Error::Invalid { field: "readers", reason: Reason::TooMany { limit: 5 } }) => {}
        other => panic!("{:?}", other.map(|_| ())),
    }
    ana.later();
    ana.handrail().remove_reader(mailbox, account(1).into()).unwrap();
    ana.handrail().accept_introduction(mailbox, bens).unwrap();
    assert_eq!(ana.names().len(), 5);
    // Introduced once more while he reads: nothing to ask.
    ana.introduced(2, [1; 32]);
    ana.run();
    assert!(ana.asked().is_empty());
}

#[test]
fn every_reader_there_gets_each_packet_once_and_the_leaver_none_after_leaving() {
    let mut ana = Phone::with_ben();
    ana.share("one");
    ana.run();
    ana.later();
    let mailbox = Id::from(ana.mailbox());
    ana.handrail().remove_reader(mailbox, sam().into()).unwrap();
    ana.later();
    let preview = {
        ana.handrail().add_talk_about("two").unwrap();
        let review = ana.handrail().review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
        ana.handrail().preview(&review, &Choices::default()).unwrap()
    };
    assert_eq!(preview.packets.len(), 1);
    assert_eq!(preview.packets[0].read_by().iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Ben"]);
    ana.handrail().share(&preview).unwrap();
    ana.run();
    let to = |who: WireId| ana.world.relay.stored.keys().filter(|path| path.contains(&format!("/{who}/"))).count();
    assert_eq!((to(sam()), to(ben())), (1, 2));
    assert_eq!(ana.roster().readers.len(), 1);
    // Whoever introduced Ben is gone; Ben stays, and what Sam asks now is nobody's question.
    assert_eq!(ana.names(), [("Ben".into(), false)]);
}

#[test]
fn a_relay_put_back_behind_our_rosters_is_led_up_again_one_by_one() {
    for held in 0..3 {
        let mut ana = Phone::with_ben();
        let mailbox = Id::from(ana.mailbox());
        ana.handrail().remove_reader(mailbox, ben().into()).unwrap();
        ana.run();
        assert_eq!(ana.roster().epoch, 3);
        let ours = ana.world.relay.rosters.last().unwrap().clone();
        ana.world.relay.rosters.truncate(held);
        ana.world.relay.epoch = WireId::from([2; 16]);
        ana.share("after the backup");
        ana.run();
        assert_eq!(ana.world.relay.rosters.last(), Some(&ours), "from {held}");
        let opened = |r: &Vec<u8>| Roster::open(r, ana.mailbox(), &identity(1).public()).unwrap();
        let epochs: Vec<u64> = ana.world.relay.rosters.iter().map(|r| opened(r).epoch).collect();
        assert_eq!(epochs, (1..=3).collect::<Vec<u64>>());
        // On the way up nobody who has left is put back.
        assert!(ana.world.relay.rosters.iter().skip(held).all(|r| opened(r).reader(ben()).is_none()));
        assert_eq!(ana.handrail().sync_status().unwrap().waiting, 0);
    }
}

#[test]
fn a_phone_put_back_behind_its_own_rosters_goes_above_them() {
    let mut ana = Phone::with_ben();
    let mailbox = Id::from(ana.mailbox());
    let before: (i64, Vec<u8>) = ana
        .handrail()
        .read(|c| Ok(c.query_row("SELECT roster_epoch, roster FROM mailbox", [], |r| Ok((r.get(0)?, r.get(1)?)))?))
        .unwrap();
    ana.handrail().remove_reader(mailbox, ben().into()).unwrap();
    ana.run();
    assert_eq!((before.0, ana.roster().epoch), (2, 3));
    // The store as it was when both read; then Ana, who remembers nothing of it, removes Sam.
    ana.handrail()
        .write(|w| {
            w.tx()
                .execute("UPDATE mailbox SET roster_epoch = ?1, roster = ?2", rusqlite::params![before.0, before.1])?;
            w.tx().execute("UPDATE reader SET left_ms = NULL", [])?;
            Ok(())
        })
        .unwrap();
    ana.handrail().remove_reader(mailbox, sam().into()).unwrap();
    ana.run();
    let roster = ana.roster();
    assert_eq!(roster.epoch, 4, "a page that has seen 3 takes nothing below");
    assert!(roster.reader(sam()).is_none());
    assert_eq!(ana.names(), [("Ben".into(), false)]);
}

#[test]
fn a_relay_that_answers_with_a_roster_of_its_own_is_not_believed() {
    let mut ana = Phone::with_ben();
    let mailbox = Id::from(ana.mailbox());
    ana.handrail().remove_reader(mailbox, ben().into()).unwrap();
    // Instead of taking ours it holds one that it signed itself, with a stranger in it.
    let stranger = handrail_wire::roster::RosterReader::paired(account(1), identity(50).public(), Hash::from([1; 32]));
    let own = Roster::new(ana.mailbox(), 99, vec![stranger]).sign(&identity(51)).unwrap();
    let real = std::mem::replace(&mut ana.world.relay.rosters, vec![own]);
    ana.share("for Sam");
    ana.run();
    let epoch: i64 =
        ana.handrail().read(|c| Ok(c.query_row("SELECT roster_epoch FROM mailbox", [], |r| r.get(0))?)).unwrap();
    assert_eq!(epoch, 3);
    assert_eq!(ana.names(), [("Sam".into(), true)]);
    assert!(!ana.world.relay.stored.keys().any(|path| path.contains(&account(1).to_string())));
    ana.world.relay.rosters = real;
    ana.run();
    assert_eq!(ana.roster().epoch, 3);
}
