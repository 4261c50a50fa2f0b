//! Real objects of each kind: those of `tests/vectors`, and what the core itself writes.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_core::clock::TimeOfDay;
use handrail_core::coping::NewCopingStrategy;
use handrail_core::ids::Id as RecordId;
use handrail_core::ledger;
use handrail_core::programme::pack;
use handrail_core::reminders::{Held, NewReminder, Recurrence, Repeats, Schedule, When, ZonePolicy};
use handrail_core::seal::parts;
use handrail_core::vault::code::VaultCode;
use handrail_core::vault::dictionary;
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
