//! A relay between two screens: whatever it swaps, nobody becomes a reader who was not at the table.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use handrail_core::Error;
use handrail_core::seal::keys::{SigningKey, SubkeySecret};
use handrail_core::sync::SyncMessage;
use handrail_core::sync::http::CancelToken;
use handrail_tests::line::{Answer, Fault};
use handrail_tests::together::{Client, MONDAY, Practitioner, Together, page_code};
use handrail_wire::api::paths;
use handrail_wire::invite::Invite;
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::{B32, Day, Id};
use serde_json::json;

use crate::keys::{directory, drawn};
use crate::scene::lines;

/// Ana and Sam at a table, not paired yet; Ana has written something.
struct Table {
    all: Together,
    ana: Client,
    sam: Practitioner,
}

impl Table {
    fn new(name: &str) -> Option<Self> {
        let driver = page_code(name).unwrap()?;
        let all = Together::new(name).unwrap();
        let sam = all.practitioner(&driver, "Sam").unwrap();
        let ana = all.client("ana").unwrap();
        ana.handrail.add_talk_about("Whom I show this to").unwrap();
        Some(Self { all, ana, sam })
    }

    fn shows(&mut self) -> (String, Invite) {
        let shown = self.sam.ask("invite", json!({ "name": "Ana" })).unwrap();
        let qr = shown["qr"].as_str().unwrap().to_owned();
        let invite = Invite::from_qr(&qr).unwrap();
        (qr, invite)
    }

    /// The phone scans and goes as far as it can, the page looking at the relay meanwhile.
    fn scans(&mut self, qr: &str) -> Result<[&'static str; 4], Error> {
        let mut under_way = self.ana.handrail.scan_invite(qr).unwrap();
        let cancel = CancelToken::new();
        let pairing = self.ana.handrail.pair(&mut under_way, &cancel);
        self.all.beside(pairing, &mut self.sam, "pair_poll").unwrap()
    }

    /// Nobody became anybody's reader, nothing was lost; and with an honest relay, the two pair as if nothing had been.
    fn nobody_came_in(mut self) {
        let phone = &self.ana.handrail;
        assert!(phone.readers().unwrap().is_empty());
        assert_eq!(phone.sync_status().unwrap().message, SyncMessage::NobodyPaired);
        assert_eq!(self.sam.ask("caseload", json!({})).unwrap()["caseload"], json!([]));
        self.all.line.mend();
        self.all.pair(&mut self.ana, "Ana", &mut self.sam).unwrap();
        assert_eq!(lines(&self.ana.handrail), ["Whom I show this to"]);
        self.ana.share().unwrap();
        assert_eq!(self.all.sync(&self.ana).unwrap().delivered, 1);
        assert_eq!(self.sam.take_in().unwrap()["opened"], 1);
    }
}

fn assert_ended(ended: &Error, why: &str) {
    assert!(matches!(ended, Error::Refused(said) if *said == why), "{ended:?}");
}

/// A key set that a stranger made for itself, signed as it should be.
fn stranger(role: Role) -> (Id, Vec<u8>) {
    let (account, device) = (Id::from(drawn()), Id::from(drawn()));
    let identity = SigningKey::from_seed(&drawn()).unwrap();
    let secret = SubkeySecret::from_seed(&drawn()).unwrap();
    let month = Day::from_ms(MONDAY).unwrap().month_number();
    let subkeys = vec![Subkey::for_month(month, *secret.public()).unwrap()];
    let device = if role == Role::Practitioner { account } else { device };
    (account, KeySet::new(role, account, identity.public(), device, subkeys).sign(&identity).unwrap())
}

fn b64(bytes: &[u8]) -> serde_json::Value {
    serde_json::to_value(handrail_wire::api::Bytes(bytes.to_vec())).unwrap()
}

#[test]
fn h20_swap_keyset_pairing() {
    let Some(mut table) = Table::new("h20") else { return };
    let (_, theirs) = stranger(Role::Practitioner);
    let (qr, _) = table.shows();
    table.all.line.put_in(
        "POST /v1/invites/",
        Fault::changed(move |asked, answer| {
            if asked.what.ends_with("/claim") {
                *answer = Answer::json(200, &json!({ "keyset": b64(&theirs) }));
            }
        }),
    );
    let ended = table.scans(&qr).unwrap_err();
    assert_ended(&ended, "what arrived does not fit the code");
    // The phone tells the relay that it is over, so the page's code is worth nothing any more.
    assert_eq!(table.sam.ask("pair_poll", json!({})).unwrap()["state"], "over");
    table.nobody_came_in();
}

#[test]
fn h21_swap_hello() {
    let Some(mut table) = Table::new("h21") else { return };
    let (qr, _) = table.shows();
    let (mailbox, theirs) = stranger(Role::Client);
    table.all.line.put_in(
        "GET /v1/invites/",
        Fault::changed(move |asked, answer| {
            let mut body = answer.value();
            if !asked.what.ends_with("/reveal") && body["state"] == "hello" {
                // All that the relay has: a key set of its own, and any 32 bytes for the MAC it cannot make.
                body["keyset"] = b64(&theirs);
                body["mailbox"] = json!(mailbox.to_string());
                body["mac"] = json!(B32::from(drawn()).to_string());
                *answer = Answer::json(200, &body);
            }
        }),
    );
    let ended = table.scans(&qr).unwrap_err();
    assert_ended(&ended, "the code is over; ask for a new one"); // the page destroyed it
    let page = table.sam.ask("pair_poll", json!({})).unwrap();
    assert_eq!((&page["state"], &page["why"]), (&json!("over"), &json!("bad_hello")));
    table.nobody_came_in();
}

#[test]
fn h22_invite_twice() {
    let Some(mut table) = Table::new("h22") else { return };
    let (qr, invite) = table.shows();
    let mut under_way = table.ana.handrail.scan_invite(&qr).unwrap();
    let cancel = CancelToken::new();
    let pairing = table.ana.handrail.pair(&mut under_way, &cancel);
    table.all.beside(pairing, &mut table.sam, "pair_poll").unwrap().unwrap();

    // Somebody photographed the code. The relay lets the second phone in beside the first, and shows the page its hello.
    let (_, keyset) = directory(&table.all, &Keys::account(&table));
    let second = Arc::new(Mutex::new(json!({ "state": "hello" })));
    let answered = Arc::new(AtomicBool::new(false));
    let (writes, said) = (Arc::clone(&second), Arc::clone(&answered));
    table.all.line.put_in(
        "",
        Fault::hand(move |asked, pass_on| {
            let body: serde_json::Value = serde_json::from_slice(asked.body()).unwrap_or_default();
            let mut second = writes.lock().unwrap();
            let by_scanner = String::from_utf8_lossy(&asked.raw).to_lowercase().contains("authorization: invite");
            Ok(match asked.what.as_str() {
                what if what.ends_with("/claim") => Answer::json(200, &json!({ "keyset": b64(&keyset) })),
                "POST /v1/mailboxes" => {
                    second["keyset"] = body["keyset"].clone();
                    Answer::json(201, &json!(null))
                }
                what if what.ends_with("/hello") => {
                    second["mailbox"] = body["mailbox"].clone();
                    second["mac"] = body["mac"].clone();
                    Answer::json(201, &json!(null))
                }
                what if what == format!("GET {}", paths::invite(&invite.invite)) && !by_scanner => {
                    said.store(true, Ordering::SeqCst);
                    Answer::json(200, &second)
                }
                what if what.starts_with("DELETE ") && by_scanner => Answer::json(204, &json!(null)),
                _ => pass_on(asked)?,
            })
        }),
    );
    let other = table.all.client("other").unwrap();
    let mut theirs = other.handrail.scan_invite(&qr).unwrap();
    let ended = table.all.runtime.block_on(other.handrail.pair(&mut theirs, &cancel)).unwrap_err();
    assert_ended(&ended, "what arrived does not fit the code"); // the nonce's MAC is for the first hello
    assert!(second.lock().unwrap()["mac"].is_string(), "its hello is a valid one");

    let page = table.sam.ask("pair_poll", json!({})).unwrap();
    assert!(answered.load(Ordering::SeqCst));
    assert_eq!((&page["state"], &page["why"]), (&json!("over"), &json!("bad_hello")));
    table.all.line.mend();
    let confirmed = table.ana.handrail.confirm_pairing(&mut under_way, true, &cancel);
    let ended = table.all.runtime.block_on(confirmed).unwrap_err();
    assert_ended(&ended, "the code is over; ask for a new one");
    assert!(other.handrail.readers().unwrap().is_empty());
    table.nobody_came_in();
}

/// The only account of a relay with one practitioner.
struct Keys;

impl Keys {
    fn account(table: &Table) -> Id {
        let c = table.all.relay_database().unwrap();
        Id::from(c.query_row("SELECT account FROM account", [], |r| r.get::<_, [u8; 16]>(0)).unwrap())
    }
}

#[test]
fn h45_grind_words() {
    let Some(mut table) = Table::new("h45") else { return };
    let (qr, invite) = table.shows();

    // Up to its hello the phone is alone: nothing on the line holds the nonce, so no keys can be chosen to fit the words.
    table.all.line.listen_in();
    let nonce = Arc::new(Mutex::new(None::<(usize, String)>));
    let (found, line) = (Arc::clone(&nonce), Arc::new(Mutex::new(Vec::<u8>::new())));
    let so_far = Arc::clone(&line);
    table.all.line.put_in(
        "",
        Fault::hand(move |asked, pass_on| {
            let mut before = so_far.lock().unwrap();
            if asked.what.starts_with("POST ") && asked.what.ends_with("/reveal") {
                let body: serde_json::Value = serde_json::from_slice(asked.body()).unwrap();
                *found.lock().unwrap() = Some((before.len(), body["nonce"].as_str().unwrap().to_owned()));
            }
            before.extend_from_slice(asked.what.as_bytes());
            before.extend_from_slice(asked.body());
            let answer = pass_on(asked)?;
            before.extend_from_slice(&answer.body);
            Ok(answer)
        }),
    );
    let words = table.scans(&qr).unwrap();
    let (until, nonce) = nonce.lock().unwrap().clone().unwrap();
    let line = String::from_utf8_lossy(&line.lock().unwrap()[..until]).into_owned();
    assert!(line.contains("/hello"), "the hello went first");
    let bytes: B32 = nonce.parse().unwrap();
    assert!(!line.contains(&nonce));
    assert!(!table.all.line.heard().windows(32).any(|w| w == bytes.as_bytes()));
    invite.check_nonce(&bytes).unwrap();
    assert_eq!(table.sam.ask("pair_poll", json!({})).unwrap()["words"], json!(words));
    table.sam.ask("pair_different", json!({})).unwrap();

    // A relay that has another nonce for the phone: the code has fixed which one.
    let (qr, _) = table.shows();
    table.all.line.put_in(
        "GET /v1/invites/",
        Fault::changed(|asked, answer| {
            let mut body = answer.value();
            if asked.what.ends_with("/reveal") && body["nonce"].is_string() {
                body["nonce"] = json!(B32::from(drawn()).to_string());
                *answer = Answer::json(200, &body);
            }
        }),
    );
    let ended = table.scans(&qr).unwrap_err();
    assert_ended(&ended, "what arrived does not fit the code");
    table.nobody_came_in();
}
