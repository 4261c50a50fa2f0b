//! Frozen vectors shared with the review page (`tests/vectors/`), in one format in both directions.
//!
//! What this side makes is compared with the committed file byte for byte; `HANDRAIL_BLESS=1` writes the
//! file anew, after a change that was meant. What the page made is opened here, and refused here where
//! the page says it must be.

use std::collections::BTreeMap;
use std::path::PathBuf;

use handrail_wire::outer::{Message, Outer, Purpose};
use handrail_wire::{Fixed, Id, Key32, api};
use serde_json::{Value, json};

use super::support::*;
use crate::ids::Randomness;
use crate::seal::chain::{Link, Neighbours};
use crate::seal::keys::SubkeySecret;
use crate::seal::message::{Inner, OpenRefusal, OpenRequest, Opened, SealRequest, open, seal};
use crate::seal::parts::{self, Part};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(name)
}

pub(super) fn vector_file(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).expect(name);
    serde_json::from_str(&text).unwrap()
}

/// Compares what the code makes with the committed file, or writes it when asked to.
pub(super) fn check_or_bless(name: &str, made: &Value) {
    let made = serde_json::to_string_pretty(made).unwrap() + "\n";
    if std::env::var_os("HANDRAIL_BLESS").is_some() {
        std::fs::write(path(name), &made).unwrap();
    }
    let committed = std::fs::read_to_string(path(name)).expect(name);
    assert!(committed == made, "{name} is not what the code makes; if that is meant, run with HANDRAIL_BLESS=1");
}

pub(super) fn b64(bytes: &[u8]) -> String {
    serde_json::to_value(api::Bytes(bytes.to_vec())).unwrap().as_str().unwrap().to_owned()
}

pub(super) fn bytes(value: &Value) -> Vec<u8> {
    serde_json::from_value::<api::Bytes>(value.clone()).unwrap().0
}

pub(super) fn fixed<const N: usize>(value: &Value) -> [u8; N] {
    serde_json::from_value::<Fixed<N>>(value.clone()).unwrap().0
}

fn draw<const N: usize>(randomness: &Repeating) -> [u8; N] {
    let mut out = [0; N];
    randomness.fill(&mut out).unwrap();
    out
}

fn message_vector(name: &str, request: &SealRequest<'_>, to: &Party, plain: &[u8], rng: &Repeating) -> Value {
    let sealed = seal(request, rng).unwrap();
    let outer = Message::parse(&sealed.bytes).unwrap().outer;
    let inner = Inner {
        outer,
        previous: request.previous,
        roster_epoch: request.roster_epoch,
        packet: request.packet,
        part: request.part,
        of: request.of,
        from_ms: request.from_ms,
        until_ms: request.until_ms,
        readers: request.all_reader_hashes.to_vec(),
    };
    let readers: Vec<String> = request.all_reader_hashes.iter().map(|hash| b64(hash)).collect();
    json!({
        "name": name, "purpose": request.purpose.byte(), "mailbox": request.mailbox, "sender": request.sender.public(),
        "device": request.device, "sequence": request.sequence, "recipient_seed": b64(to.keys[0].seed()),
        "previous": b64(&request.previous), "epoch": request.roster_epoch, "packet": request.packet, "part": request.part,
        "of": request.of, "from": request.from_ms, "until": request.until_ms, "readers": readers, "body": b64(plain),
        "hash": b64(&sealed.inner_hash), "outer": b64(outer), "inner": b64(&inner.encode()), "message": b64(&sealed.bytes),
    })
}

/// A review in two parts for one of two readers, a second review, a proposal and a receipt.
fn sealed_by_rust() -> Value {
    let rng = Repeating::from(42);
    let (phone, sam, noor) = (phone(), sam(), noor());
    let two = [sam.key_hash(), noor.key_hash()];
    let one = [phone.key_hash()];
    let noise: Vec<u8> = (0..14_000).map(|_| draw::<1>(&rng)[0]).collect();
    let long = json!({ "type": "review", "version": 99, "note": b64(&noise) }).to_string();
    let split = parts::split(long.as_bytes(), 2).unwrap();
    assert_eq!(split.len(), 1);
    let noise: Vec<u8> = (0..24_000).map(|_| draw::<1>(&rng)[0]).collect();
    let longer = json!({ "type": "review", "version": 99, "note": b64(&noise) }).to_string();
    let halves = parts::split(longer.as_bytes(), 2).unwrap();
    assert_eq!(halves.len(), 2);
    let of = 2;
    let run = longer.len().div_ceil(2);

    let mut messages = Vec::new();
    let mut previous = [0; 32];
    let packet = Id::from(draw(&rng));
    let up = |sequence, previous, packet, part, of, body| SealRequest {
        purpose: Purpose::Review,
        mailbox: mailbox(),
        sender: &phone.identity,
        device: phone.device,
        reader_key: sam.key(),
        sequence,
        previous,
        roster_epoch: 3,
        packet,
        part,
        of,
        from_ms: 1_772_323_200_000,
        until_ms: 1_772_928_000_000,
        all_reader_hashes: &two,
        body,
    };
    for (part, deflated) in (1_u16..).zip(&halves) {
        let at = usize::from(part - 1) * run;
        let plain = &longer.as_bytes()[at..(at + run).min(longer.len())];
        let request = up(u64::from(part), previous, packet, part, of, deflated);
        let vector = message_vector(&format!("review part {part}"), &request, &sam, plain, &rng);
        previous = fixed(&vector["hash"]);
        messages.push(vector);
    }
    let request = up(3, previous, Id::from(draw(&rng)), 1, 1, &split[0]);
    messages.push(message_vector("review in one part", &request, &sam, long.as_bytes(), &rng));

    let mut previous = [0; 32];
    for (sequence, purpose, name, plain) in [
        (1, Purpose::Proposal, "proposal", &br#"{"type":"proposal","version":1,"kind":"homework","made_day":"2026-03-03","from_name":"Sam","title":"Ten minutes of music before bed"}"#[..]),
        (2, Purpose::Receipt, "receipt", br#"{"type":"receipt","version":1,"kind":"opened","packet":"AAAAAAAAAAAAAAAAAAAAAA","content_hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","day":"2026-03-04"}"#),
    ] {
        let body = parts::deflate(plain).unwrap();
        let request = SealRequest {
            purpose,
            sender: &sam.identity,
            device: sam.device,
            reader_key: phone.key(),
            all_reader_hashes: &one,
            from_ms: 0,
            until_ms: 0,
            body: &body,
            ..up(sequence, previous, Id::from(draw(&rng)), 1, 1, &[])
        };
        let vector = message_vector(name, &request, &phone, plain, &rng);
        previous = fixed(&vector["hash"]);
        messages.push(vector);
    }
    let refusals = refusals_of(&messages);
    json!({ "format": 1, "messages": messages, "refusals": refusals })
}

/// One refusal for each step of opening that can be reached by changing a good message or the question.
fn refusals_of(messages: &[Value]) -> Vec<Value> {
    let mut refusals = Vec::new();
    let mut add = |name: &str, code: &str, of: usize, change: &dyn Fn(&mut Value)| {
        let m = &messages[of];
        let mut refusal = json!({
            "name": name, "code": code, "purpose": m["purpose"], "mailbox": m["mailbox"], "sender": m["sender"],
            "device": m["device"], "sequence": m["sequence"], "recipient_seed": m["recipient_seed"], "held": [], "message": m["message"],
        });
        change(&mut refusal);
        refusals.push(refusal);
    };
    let edit = |refusal: &mut Value, at: &dyn Fn(&mut Vec<u8>)| {
        let mut message = bytes(&refusal["message"]);
        at(&mut message);
        refusal["message"] = b64(&message).into();
    };
    let held =
        |sequence: u64, m: &Value| json!([{ "sequence": sequence, "hash": m["hash"], "previous": m["previous"] }]);
    add("one byte long", "size", 0, &|r| edit(r, &|m| m.push(0)));
    add("a header of version 2", "version", 0, &|r| {
        edit(r, &|m| m[4] = 2);
    });
    add("the last bit of the tag flipped", "seal", 0, &|r| {
        edit(r, &|m| *m.last_mut().unwrap() ^= 1);
    });
    add("the sender in the header changed", "seal", 0, &|r| {
        edit(r, &|m| m[40] ^= 0x80);
    });
    add("sealed to somebody else", "other_reader", 0, &|r| {
        r["recipient_seed"] = b64(noor().keys[0].seed()).into();
    });
    add("a low-order point with its top bit set", "low_order", 0, &|r| {
        edit(r, &|m| {
            m[134 + 1_088..134 + 1_120].fill(0);
            m[134 + 1_119] = 0x80;
        });
    });
    add("another identity pinned", "signature", 0, &|r| {
        r["sender"] = json!(noor().identity.public());
    });
    add("listed under another number", "not_asked_for", 0, &|r| {
        r["sequence"] = 7.into();
    });
    add("listed in another mailbox", "not_asked_for", 0, &|r| {
        r["mailbox"] = json!(Id::from([1; 16]));
    });
    add("listed as a receipt", "not_asked_for", 3, &|r| {
        r["purpose"] = 3.into();
    });
    add("its number already opened with other bytes", "replayed", 0, &|r| {
        r["held"] = held(1, &messages[1]);
    });
    add("names another message before it", "previous_hash", 1, &|r| {
        r["held"] = held(1, &messages[2]);
    });
    refusals
}

#[test]
fn the_messages_sealed_here_are_the_frozen_ones() {
    check_or_bless("sealed-by-rust.json", &sealed_by_rust());
}

#[test]
fn the_frozen_messages_sealed_here_open_here() {
    assert_eq!(open_all(&vector_file("sealed-by-rust.json")), (5, 12));
}

#[test]
fn the_messages_sealed_by_the_page_open_here_and_its_refusals_are_refused() {
    let (opened, refused) = open_all(&vector_file("sealed-by-page.json"));
    assert!(opened >= 5 && refused >= 16, "{opened} opened, {refused} refused");
}

#[derive(Default)]
struct Held(BTreeMap<u64, Link>);

impl Held {
    fn around(&self, sequence: u64) -> Neighbours {
        let at = |n: Option<u64>| n.and_then(|n| self.0.get(&n).copied());
        Neighbours {
            same: at(Some(sequence)),
            before: at(sequence.checked_sub(1)),
            after: at(sequence.checked_add(1)),
            highest: self.0.keys().last().copied().unwrap_or(0),
        }
    }
}

fn try_open(vector: &Value, held: &Held) -> Result<Opened, OpenRefusal> {
    let keys = [SubkeySecret::from_seed(&fixed(&vector["recipient_seed"])).unwrap()];
    let message = bytes(&vector["message"]);
    let purpose = u8::try_from(vector["purpose"].as_u64().unwrap()).unwrap();
    let sequence = vector["sequence"].as_u64().unwrap();
    open(&OpenRequest {
        message: &message,
        keys: &keys,
        mailbox: Id::from(fixed(&vector["mailbox"])),
        sender: Key32::from(fixed(&vector["sender"])),
        device: Id::from(fixed(&vector["device"])),
        purposes: &[Purpose::from_byte(purpose).unwrap()],
        sequence,
        neighbours: held.around(sequence),
    })
}

/// Opens every message of a file and compares each field; tries every refusal and compares its code.
fn open_all(file: &Value) -> (usize, usize) {
    assert_eq!(file["format"], 1);
    let mut chains: BTreeMap<String, Held> = BTreeMap::new();
    let mut packets: BTreeMap<String, Vec<Opened>> = BTreeMap::new();
    let messages = file["messages"].as_array().unwrap();
    for m in messages {
        let chain = format!("{} {} {} {}", m["mailbox"], m["sender"], m["device"], m["recipient_seed"]);
        let held = chains.entry(chain).or_default();
        let opened = try_open(m, held).unwrap_or_else(|refusal| panic!("{}: {refusal}", m["name"]));
        held.0.insert(opened.sequence, opened.link());
        let readers: Vec<String> = opened.readers.iter().map(|hash| b64(hash)).collect();
        assert_eq!(b64(&opened.body), m["body"], "{}", m["name"]);
        assert_eq!(b64(&opened.inner_hash), m["hash"]);
        assert_eq!(b64(&opened.previous), m["previous"]);
        assert_eq!(json!(opened.packet), m["packet"]);
        assert_eq!(json!(opened.roster_epoch), m["epoch"]);
        assert_eq!(json!([opened.part, opened.of]), json!([m["part"], m["of"]]));
        assert_eq!(json!([opened.from_ms, opened.until_ms]), json!([m["from"], m["until"]]));
        assert_eq!(json!(readers), m["readers"]);
        assert_eq!(Outer::decode(&bytes(&m["outer"])).unwrap().encode(), bytes(&m["outer"]));
        assert_eq!(Inner::decode(&bytes(&m["inner"])).unwrap().encode(), bytes(&m["inner"]));
        packets.entry(opened.packet.to_string()).or_default().push(opened);
    }
    for opened in packets.values() {
        let parts: Vec<Part<'_>> = opened.iter().map(|it| Part { part: it.part, of: it.of, body: &it.body }).collect();
        let body = parts::join(&parts).unwrap();
        assert!(serde_json::from_slice::<Value>(&body).unwrap()["type"].is_string());
    }
    let refusals = file["refusals"].as_array().unwrap();
    for r in refusals {
        let mut held = Held::default();
        for link in r["held"].as_array().unwrap() {
            let sequence = link["sequence"].as_u64().unwrap();
            let (hash, previous) = (fixed(&link["hash"]), fixed(&link["previous"]));
            held.0.insert(sequence, Link { hash, previous });
        }
        let code = match try_open(r, &held) {
            Ok(_) => "opened",
            Err(refusal) => code_of(refusal),
        };
        assert_eq!(code, r["code"], "{}", r["name"]);
    }
    (messages.len(), refusals.len())
}

/// The page's name for a refusal.
fn code_of(refusal: OpenRefusal) -> &'static str {
    use crate::seal::chain::ChainRefusal;
    use handrail_wire::WireError;
    match refusal {
        OpenRefusal::Size => "size",
        OpenRefusal::Outer(WireError::Version) | OpenRefusal::Inner(WireError::Version) => "version",
        OpenRefusal::Outer(_) => "header",
        OpenRefusal::OtherKey => "other_reader",
        OpenRefusal::LowOrder => "low_order",
        OpenRefusal::Unopened => "seal",
        OpenRefusal::Shape | OpenRefusal::Inner(_) => "inner",
        OpenRefusal::Padding => "padding",
        OpenRefusal::Signature => "signature",
        OpenRefusal::OtherHeader | OpenRefusal::Readers => "mismatch",
        OpenRefusal::Purpose | OpenRefusal::NotAsked => "not_asked_for",
        OpenRefusal::Chain(ChainRefusal::Replayed) => "replayed",
        OpenRefusal::Chain(ChainRefusal::Contradicts) => "previous_hash",
        OpenRefusal::Body(_) => "inflate",
    }
}
