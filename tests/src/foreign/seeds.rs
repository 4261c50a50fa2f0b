//! Real objects of each kind: those of `tests/vectors`, and what the core itself writes.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_core::clock::TimeOfDay;
use handrail_core::coping::NewCopingStrategy;
use handrail_core::ids::{Id as RecordId, Randomness, RandomnessFailed};
use handrail_core::ledger;
use handrail_core::programme::{pack, sign_pack};
use handrail_core::reminders::{Held, NewReminder, Recurrence, Repeats, Schedule, When, ZonePolicy};
use handrail_core::seal::parts;
use handrail_core::vault::code::VaultCode;
use handrail_core::vault::{dictionary, shares};
use handrail_wire::api;
use handrail_wire::encode::Writer;
use handrail_wire::invite::device::DeviceInvite;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::{Hash, Id, Key32};
use serde_json::{Value, json};

use super::app::Phone;

/// A file of `tests/vectors`.
fn vectors(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn bytes(value: &Value) -> Vec<u8> {
    value.as_str().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default()
}

/// The objects at these places of a file.
fn at(file: &str, places: &[&str]) -> Vec<Vec<u8>> {
    let all = vectors(file);
    places.iter().filter_map(|place| all.pointer(place)).map(bytes).collect()
}

/// A field of each of a list.
fn each(file: &str, list: &str, field: &str) -> Vec<Vec<u8>> {
    let all = vectors(file);
    let list = all.pointer(list).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().map(|one| bytes(&one[field])).collect()
}

pub(super) fn outer_headers() -> Vec<Vec<u8>> {
    [at("headers.json", &["/outer/bytes"]), each("sealed-by-rust.json", "/messages", "outer")].concat()
}

pub(super) fn inner_headers() -> Vec<Vec<u8>> {
    [at("headers.json", &["/inner/bytes"]), each("sealed-by-rust.json", "/messages", "inner")].concat()
}

pub(super) fn messages() -> Vec<Vec<u8>> {
    let mut all = each("sealed-by-rust.json", "/messages", "message");
    // One that follows another cannot open alone where its own chain says otherwise; the first of each can.
    all.truncate(1);
    all
}

/// What is known of the sealed messages of the vectors.
pub(super) struct Sealed {
    pub(super) seeds: Vec<[u8; 32]>,
    pub(super) sender: Key32,
    pub(super) hashes: Vec<[u8; 32]>,
}

pub(super) fn sealed() -> &'static Sealed {
    static SEALED: OnceLock<Sealed> = OnceLock::new();
    SEALED.get_or_init(|| {
        let of = |field| each("sealed-by-rust.json", "/messages", field);
        let whole =
            |all: Vec<Vec<u8>>| all.into_iter().filter_map(|b| <[u8; 32]>::try_from(b).ok()).collect::<Vec<_>>();
        let mut seeds = whole(of("recipient_seed"));
        seeds.dedup();
        let sender = whole(of("sender")).first().copied().unwrap_or_default().into();
        Sealed { seeds, sender, hashes: whole(of("hash")) }
    })
}

pub(super) fn bodies() -> Vec<Vec<u8>> {
    let long = json!({ "note": "step by step ".repeat(400) }).to_string();
    [&b"{}"[..], long.as_bytes()].iter().filter_map(|body| parts::deflate(body).ok()).collect()
}

pub(super) fn key_sets() -> Vec<Vec<u8>> {
    at("headers.json", &["/keysets/client", "/keysets/practitioner"])
}

pub(super) fn rosters() -> Vec<Vec<u8>> {
    at("headers.json", &["/roster/object"])
}

/// Whose roster it is.
pub(super) fn mailbox() -> (Id, Key32) {
    let found = at("headers.json", &["/roster/mailbox", "/roster/identity"]);
    let mailbox = found.first().and_then(|b| <[u8; 16]>::try_from(b.as_slice()).ok()).unwrap_or_default();
    let identity = found.get(1).and_then(|b| <[u8; 32]>::try_from(b.as_slice()).ok()).unwrap_or_default();
    (mailbox.into(), identity.into())
}

fn text(file: &str, place: &str) -> Vec<Vec<u8>> {
    vectors(file).pointer(place).and_then(Value::as_str).map(|t| t.as_bytes().to_vec()).into_iter().collect()
}

pub(super) fn invites() -> Vec<Vec<u8>> {
    text("headers.json", "/invite/qr")
}

pub(super) fn device_invites() -> Vec<Vec<u8>> {
    text("vault.json", "/device_invite/qr")
}

pub(super) fn device_offers() -> Vec<Vec<u8>> {
    at("vault.json", &["/device_invite/offer"])
}

/// The vault and the invite that the offer is for.
pub(super) fn device_invite() -> (Id, Id) {
    let text = text("vault.json", "/device_invite/qr").concat();
    let invite = String::from_utf8(text).ok().and_then(|text| DeviceInvite::from_qr(&text).ok());
    invite.map_or((Id::from([0; 16]), Id::from([0; 16])), |invite| (invite.vault, invite.invite))
}

pub(super) fn introductions() -> Vec<Vec<u8>> {
    at("introduction.json", &["/introduction"])
}

/// Whom it is for, who made it, and the key set of whom it names.
pub(super) fn introduced() -> (Id, Key32, Vec<u8>) {
    let found = at("introduction.json", &["/client/mailbox", "/introducer/identity", "/colleague/keyset"]);
    let mailbox = found.first().and_then(|b| <[u8; 16]>::try_from(b.as_slice()).ok()).unwrap_or_default();
    let identity = found.get(1).and_then(|b| <[u8; 32]>::try_from(b.as_slice()).ok()).unwrap_or_default();
    (mailbox.into(), identity.into(), found.get(2).cloned().unwrap_or_default())
}

/// Numbers that are the same each time, where a file has to be.
struct Counting(AtomicU8);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        for byte in bytes {
            *byte = self.0.fetch_add(37, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Both halves of a code as they are written, and the card's square.
pub(super) fn cards() -> Vec<Vec<u8>> {
    let code = VaultCode::from_bytes(b"0123456789abcdef");
    let Ok((card, theirs)) = shares::split(&code, &Counting(AtomicU8::new(5))) else { return Vec::new() };
    let square = "https://relay.clinic.example".parse().map(|origin| card.to_qr(&origin).as_bytes().to_vec());
    square.into_iter().chain([&card, &theirs].map(|half| half.to_text().as_bytes().to_vec())).collect()
}

fn json_bytes(all: &[Value]) -> Vec<Vec<u8>> {
    all.iter().map(|one| one.to_string().into_bytes()).collect()
}

/// What a page proposes, one of each kind.
pub(super) fn proposals() -> Vec<Vec<u8>> {
    let (made, from, id) = ("2026-11-20", "Sam", "AQEBAQEBAQEBAQEBAQEBAQ");
    let introduction = URL_SAFE_NO_PAD.encode(introductions().concat());
    json_bytes(&[
        json!({ "type": "proposal", "version": 1, "kind": "homework", "made_day": made, "from_name": from, "title": "Walk to the shop",
            "why": "to get out", "what_exactly": "as far as the bus stop", "where": "the shop", "with_whom": "Anna",
            "smaller_version": "to the door", "how_often": "daily", "by_about": "2026-12-01" }),
        json!({ "type": "proposal", "version": 1, "kind": "step", "made_day": made, "from_name": from, "title": "Ask about the course",
            "short_term_goal": id }),
        json!({ "type": "proposal", "version": 1, "kind": "seen", "made_day": made, "from_name": from, "packet": id,
            "text": "I saw this" }),
        json!({ "type": "proposal", "version": 1, "kind": "withdraw", "made_day": made, "from_name": from, "packet": id }),
        json!({ "type": "proposal", "version": 1, "kind": "introduce", "made_day": made, "from_name": from,
            "introduction": introduction }),
        json!({ "type": "proposal", "version": 2, "kind": "worksheet" }),
    ])
}

/// What a page gives back.
pub(super) fn receipts() -> Vec<Vec<u8>> {
    let hash = URL_SAFE_NO_PAD.encode([7; 32]);
    json_bytes(&[
        json!({ "type": "receipt", "version": 1, "kind": "opened", "packet": "AQEBAQEBAQEBAQEBAQEBAQ", "content_hash": hash,
            "day": "2026-11-21", "head": hash }),
        json!({ "type": "receipt", "version": 1, "kind": "words", "nonce": hash }),
        json!({ "type": "receipt", "version": 1, "kind": "filed", "day": "2026-11-21" }),
    ])
}

pub(super) fn shared_with() -> Vec<Vec<u8>> {
    let key = URL_SAFE_NO_PAD.encode([9; 32]);
    json_bytes(&[json!({ "version": 1, "origin": "https://relay.clinic.example", "certificate": key, "identity": key,
        "subkeys": [[24_322, key]],
        "readers": [{ "account": "AQEBAQEBAQEBAQEBAQEBAQ", "name": "Sam", "identity": key, "since_ms": 1_790_000_000_000_i64 }] })])
}

/// A page of an inbox, a login, a list of snapshots, a refusal, a relay that says what it is.
pub(super) fn relay_json() -> Vec<Vec<u8>> {
    let (id, key) = ("AQEBAQEBAQEBAQEBAQEBAQ", URL_SAFE_NO_PAD.encode([9; 32]));
    let cursor = |n: u64| api::Cursor { epoch: Id::from([2; 16]), number: n };
    let inbox = api::InboxResponse {
        epoch: Id::from([2; 16]),
        messages: vec![api::InboxMessage {
            cursor: cursor(3),
            mailbox: Id::from([1; 16]),
            sender: Id::from([3; 16]),
            device: Id::from([4; 16]),
            seq: 1,
            purpose: 2,
            day: "2026-11-20".into(),
            message: vec![1, 2, 3].into(),
        }],
        next: cursor(3),
        more: false,
    };
    let inbox = serde_json::to_value(inbox).unwrap_or_default();
    json_bytes(&[
        inbox,
        json!({ "challenge": key, "expires_in": 60 }),
        json!({ "token": key, "expires_in": 900, "scope": "account", "account": id }),
        json!({ "snapshots": [{ "device": id, "number": 2, "bytes": 4_096 }] }),
        json!({ "list": key, "keyring": key }),
        json!({ "type": "about:blank", "title": "no", "status": 409, "code": "conflict" }),
        json!({ "epoch": id, "versions": [1], "limits": {}, "page_sha256": "", "wake_key": key }),
    ])
}

/// Seconds; and a date, with the `Date` of the answer behind it.
pub(super) fn retry_after() -> Vec<Vec<u8>> {
    let dated = "Wed, 21 Oct 1981 07:38:00 GMT\nWed, 21 Oct 1981 07:28:00 GMT";
    [&b"600"[..], dated.as_bytes()].map(<[u8]>::to_vec).to_vec()
}

pub(super) fn erase_orders() -> Vec<Vec<u8>> {
    at("vault.json", &["/erase"])
}

/// A snapshot's record with the tips of two chains.
pub(super) fn wholes() -> Vec<Vec<u8>> {
    let tip = |device: u8, sequence: u64| {
        [&[device; 16][..], &sequence.to_be_bytes(), &[device.wrapping_add(100); 32]].concat()
    };
    let tips = [tip(7, 3), tip(9, 2)].concat();
    log_snapshots().iter().map(|record| Writer::header().bytes(&tips).bytes(record).finish()).collect()
}

pub(super) fn codes() -> Vec<Vec<u8>> {
    text("headers.json", "/code/text")
}

pub(super) fn device_lists() -> Vec<Vec<u8>> {
    at("vault.json", &["/device_lists/0", "/device_lists/1"])
}

/// The first device list of the vectors, and its hash.
pub(super) fn first_list() -> Option<(DeviceList, Hash)> {
    let objects = device_lists();
    let object = objects.first()?;
    Some((DeviceList::open_first(object).ok()?, DeviceList::hash_of(object)))
}

/// The list that follows it.
pub(super) fn newest_list() -> Option<DeviceList> {
    let (first, hash) = first_list()?;
    DeviceList::open_next(device_lists().get(1)?, &first, hash).ok()
}

pub(super) fn keyrings() -> Vec<Vec<u8>> {
    at("vault.json", &["/keyring/object"])
}

pub(super) fn batches() -> Vec<Vec<u8>> {
    at("vault.json", &["/batch/object"])
}

pub(super) fn snapshots() -> Vec<Vec<u8>> {
    at("vault.json", &["/snapshot/object"])
}

pub(super) fn heads() -> Vec<Vec<u8>> {
    at("vault.json", &["/head"])
}

pub(super) fn acks() -> Vec<Vec<u8>> {
    at("vault.json", &["/ack"])
}

pub(super) fn sync_requests() -> Vec<Vec<u8>> {
    at("vault.json", &["/request"])
}

pub(super) fn sync_answers() -> Vec<Vec<u8>> {
    at("vault.json", &["/answer"])
}

/// Every action an op can be.
pub(super) fn log_batches() -> Vec<Vec<u8>> {
    use ledger::{Action, Batch, Op, stamp_ms};
    let words = json!({ "wording": "a bus pass", "position": 3 }).as_object().cloned();
    let op = |sequence: u64, action| {
        let stamp = (1_790_000_000_000_u64 + sequence) << 16;
        let (kind, record) = ("need".to_owned(), RecordId::from_bytes([3; 16]));
        Op { sequence, stamp, at_ms: stamp_ms(stamp), by: None, action, kind, record, since: None }
    };
    let actions = [
        Action::Whole(words.clone()),
        Action::Fields(words),
        Action::Fields(None),
        Action::Delete,
        Action::PutBack,
        Action::RemoveForGood,
    ];
    let ops = (1..).zip(actions).map(|(n, action)| op(n, action)).collect();
    Batch { device: RecordId::from_bytes([7; 16]), ops }.to_bytes().into_iter().collect()
}

/// The same as they lie under a seal.
pub(super) fn packed_batches() -> Vec<Vec<u8>> {
    log_batches().iter().filter_map(|batch| dictionary::deflate(batch).ok()).collect()
}

/// A record with two writings of one moment, put back; and one removed for good.
pub(super) fn log_snapshots() -> Vec<Vec<u8>> {
    use ledger::{Digest, RecordState, Removed, Snapshot, Vector, Writing, stamp_ms};
    let (phone, tablet) = (RecordId::from_bytes([7; 16]), RecordId::from_bytes([9; 16]));
    let writing = |device, words: &str| Writing {
        stamp: 1 << 20,
        device,
        at_ms: stamp_ms(1 << 20),
        since: None,
        fields: json!({ "wording": words }).as_object().cloned().unwrap_or_default(),
    };
    let record = |n: u8, kind: &str| RecordState {
        record: RecordId::from_bytes([n; 16]),
        kind: kind.into(),
        whole: false,
        writings: Vec::new(),
        put_back: None,
        removed: None,
    };
    let kept = RecordState {
        writings: vec![writing(phone, "a bus pass"), writing(tablet, "bus pass")],
        put_back: Some((1 << 22, tablet)),
        ..record(1, "need")
    };
    let gone = Removed { stamp: 1 << 23, device: phone, at_ms: 3, for_good: true };
    let mut snapshot = Snapshot {
        covers: Vector::from_iter([(phone, 3), (tablet, 2)]),
        digest: Digest::default(),
        records: vec![kept, RecordState { removed: Some(gone), ..record(2, "dose") }],
    };
    for record in &snapshot.records {
        record.count_into(&mut snapshot.digest);
    }
    snapshot.to_bytes().into_iter().collect()
}

/// The code of a vault as it is printed: in letters, and as a square.
pub(super) fn vault_codes() -> Vec<Vec<u8>> {
    let code = VaultCode::from_bytes(b"0123456789abcdef");
    let origin = "https://relay.clinic.example".parse().map(|origin| code.to_qr(&origin).as_bytes().to_vec());
    origin.into_iter().chain([code.to_text().as_bytes().to_vec()]).collect()
}

/// Ids as a phone's system gives them back.
pub(super) fn notification_ids() -> Vec<Vec<u8>> {
    let Ok(ana) = Phone::new("foreign-ids") else { return Vec::new() };
    let at = |hour, minute| When::At { time: TimeOfDay::of(hour, minute) };
    let mut held: Vec<Held> = Vec::new();
    for times in [vec![at(9, 0)], vec![at(9, 5), at(21, 30)]] {
        let schedule = Schedule {
            times,
            zone: ZonePolicy::Floating,
            recurrence: Recurrence::plain(ana.today(), Repeats::EveryDays { every: 1 }),
        };
        let _ = ana.handrail().save_reminder(&NewReminder::of("tea", schedule));
    }
    if let Ok(plan) = ana.handrail().plan_notifications(8, &held) {
        held.extend(plan.set.iter().map(Held::from));
    }
    held.iter().map(|held| held.id.as_str().as_bytes().to_vec()).collect()
}

pub(super) fn packs() -> Vec<Vec<u8>> {
    pack::built_in_ids().filter_map(pack::built_in_bundle).collect()
}

/// Each as some publisher signed it.
pub(super) fn signed_packs() -> Vec<Vec<u8>> {
    packs().iter().filter_map(|bundle| sign_pack(bundle, &[1; 32]).ok()).collect()
}

pub(super) fn questionnaires() -> Vec<Vec<u8>> {
    let sleep = json!({
        "resourceType": "Questionnaire", "url": "https://clinic.example/q/sleep", "version": "2", "title": "Sleep", "status": "active",
        "item": [ { "linkId": "g", "type": "group", "text": "Last week", "item": [
            { "linkId": "how", "type": "choice", "text": "How did you sleep?", "required": true, "answerOption": [
                { "valueCoding": { "system": "https://clinic.example/c", "code": "well", "display": "Well" } },
                { "valueCoding": { "system": "https://clinic.example/c", "code": "badly", "display": "Badly" } } ] },
            { "linkId": "hours", "type": "integer", "text": "Hours a night", "enableWhen": [
                { "question": "how", "operator": "exists", "answerBoolean": true } ] } ] } ]
    });
    vec![sleep.to_string().into_bytes()]
}

/// An archive with a few records of a few kinds.
pub(super) fn archives() -> Vec<Vec<u8>> {
    let Ok(ana) = Phone::new("foreign-archive") else { return Vec::new() };
    for name in ["a walk", "tea \u{1f375} with \u{202b}سلام\u{202c}"] {
        let _ = ana.handrail().save_coping_strategy(&NewCopingStrategy { name: name.into(), ..Default::default() });
    }
    let _ = ana.handrail().add_talk_about("sleep");
    let mut archive = Vec::new();
    let _ = ana.handrail().export_all(&mut archive, &mut |_| ControlFlow::Continue(()));
    vec![archive]
}
