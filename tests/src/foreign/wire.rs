//! What travels: between phone, relay and page, and on a code in somebody's hand.

use handrail_core::seal::chain::Neighbours;
use handrail_core::seal::code::RecoveryCode;
use handrail_core::seal::keys::SubkeySecret;
use handrail_core::seal::message::{self, Inner, OpenRequest};
use handrail_core::seal::parts;
use handrail_wire::api;
use handrail_wire::introduction::Introduction;
use handrail_wire::invite::Invite;
use handrail_wire::invite::device::{DeviceInvite, Offer};
use handrail_wire::keyset::KeySet;
use handrail_wire::outer::{Message, Outer, Purpose};
use handrail_wire::roster::Roster;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::collect::{Ack, check_order_to_erase};
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::exchange::{Answer, Request};
use handrail_wire::vault::head::Head;
use handrail_wire::vault::keyring::Keyring;
use handrail_wire::vault::snapshot::Snapshot;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::seeds;

/// What was taken must be written back as it was.
fn same(written: &[u8], given: &[u8]) -> bool {
    assert!(written == given, "taken, and written back as other bytes");
    true
}

pub(super) fn outer_header(bytes: &[u8]) -> bool {
    Outer::decode(bytes).is_ok_and(|outer| same(&outer.encode(), bytes))
}

pub(super) fn inner_header(bytes: &[u8]) -> bool {
    Inner::decode(bytes).is_ok_and(|inner| same(&inner.encode(), bytes))
}

/// Opened with the very keys it was sealed for, by a phone that has nothing of its chain.
pub(super) fn message(bytes: &[u8]) -> bool {
    let Ok(taken) = Message::parse(bytes) else { return false };
    same(&Message::join(taken.outer, taken.sealed), bytes);
    let Ok(outer) = Outer::decode(taken.outer) else { return false };
    let known = seeds::sealed();
    let keys: Vec<SubkeySecret> = known.seeds.iter().filter_map(|seed| SubkeySecret::from_seed(seed).ok()).collect();
    let opened = message::open(&OpenRequest {
        message: bytes,
        keys: &keys,
        mailbox: outer.mailbox,
        sender: known.sender,
        device: outer.device,
        purposes: &[Purpose::Review, Purpose::Proposal, Purpose::Receipt],
        sequence: outer.sequence,
        neighbours: Neighbours::default(),
    });
    opened.is_ok_and(|opened| {
        assert!(known.hashes.contains(&opened.inner_hash), "a message opened that nobody sealed");
        true
    })
}

pub(super) fn body(bytes: &[u8]) -> bool {
    let Ok(inflated) = parts::inflate(bytes) else { return false };
    assert!(inflated.len() <= 256 * 1024, "inflated beyond the limit");
    true
}

pub(super) fn key_set(bytes: &[u8]) -> bool {
    KeySet::open(bytes).is_ok()
}

pub(super) fn roster(bytes: &[u8]) -> bool {
    let (mailbox, identity) = seeds::mailbox();
    Roster::open(bytes, mailbox, &identity).is_ok()
}

pub(super) fn invite(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    Invite::from_qr(text).is_ok_and(|invite| invite.to_qr().is_ok_and(|again| same(again.as_bytes(), bytes)))
}

/// Signed by a reader for one client, and held against the key set of the colleague it names.
pub(super) fn introduction(bytes: &[u8]) -> bool {
    let (mailbox, introducer, keyset) = seeds::introduced();
    Introduction::open(bytes, mailbox, &introducer).is_ok_and(|told| told.take_keyset(&keyset).is_ok())
}

pub(super) fn erase_order(bytes: &[u8]) -> bool {
    seeds::newest_list().is_some_and(|list| check_order_to_erase(bytes, &list).is_ok())
}

/// Every JSON that phone, page and relay ask and answer each other with. What is taken says the same when it is written again.
pub(super) fn relay_json(bytes: &[u8]) -> bool {
    fn says<T: Serialize + DeserializeOwned + PartialEq>(bytes: &[u8]) -> bool {
        serde_json::from_slice::<T>(bytes).is_ok_and(|taken| {
            let again = serde_json::to_vec(&taken).ok().and_then(|written| serde_json::from_slice::<T>(&written).ok());
            assert!(again.is_some_and(|again| again == taken), "written again, it says something else");
            true
        })
    }
    let all = [
        says::<api::ChallengeRequest>,
        says::<api::ChallengeResponse>,
        says::<api::TokenRequest>,
        says::<api::TokenResponse>,
        says::<api::InviteRequest>,
        says::<api::ClaimRequest>,
        says::<api::KeysetBody>,
        says::<api::MailboxRequest>,
        says::<api::HelloRequest>,
        says::<api::InviteView>,
        says::<api::RevealRequest>,
        says::<api::RevealView>,
        says::<api::ConfirmRequest>,
        says::<api::RosterBody>,
        says::<api::InboxResponse>,
        says::<api::AckRequest>,
        says::<api::AckResponse>,
        says::<api::AccountRequest>,
        says::<api::MethodsResponse>,
        says::<api::MethodRequest>,
        says::<api::RetentionRequest>,
        says::<api::VaultRequest>,
        says::<api::DevicesBody>,
        says::<api::DeviceInviteRequest>,
        says::<api::DeviceHelloRequest>,
        says::<api::SnapshotsResponse>,
        says::<api::EraseRequest>,
        says::<api::CollectRequest>,
        says::<api::CollectResponse>,
        says::<api::WakeRequest>,
        says::<api::MetaResponse>,
        says::<api::HealthResponse>,
        says::<api::Problem>,
    ];
    all.iter().filter(|says| says(bytes)).count() > 0
}

pub(super) fn device_invite(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    DeviceInvite::from_qr(text).is_ok_and(|invite| invite.to_qr().is_ok_and(|again| same(again.as_bytes(), bytes)))
}

pub(super) fn device_offer(bytes: &[u8]) -> bool {
    let (vault, invite) = seeds::device_invite();
    Offer::open(bytes, vault, invite).is_ok()
}

pub(super) fn recovery_code(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    RecoveryCode::from_text(text).is_ok_and(|code| {
        let again = RecoveryCode::from_text(&code.to_text());
        assert!(again.is_ok_and(|again| again.to_text() == code.to_text()), "its own text is another code");
        true
    })
}

pub(super) fn device_list(bytes: &[u8]) -> bool {
    let first = seeds::first_list();
    let next = first.as_ref().is_some_and(|(list, hash)| DeviceList::open_next(bytes, list, *hash).is_ok());
    DeviceList::open_first(bytes).is_ok() || next
}

pub(super) fn keyring(bytes: &[u8]) -> bool {
    seeds::first_list().is_some_and(|(list, _)| Keyring::open(bytes, &list).is_ok())
}

pub(super) fn batch(bytes: &[u8]) -> bool {
    Batch::decode(bytes).is_ok_and(|batch| same(&batch.encode(), bytes))
}

pub(super) fn snapshot(bytes: &[u8]) -> bool {
    Snapshot::decode(bytes).is_ok_and(|snapshot| same(&snapshot.encode(), bytes))
}

pub(super) fn head(bytes: &[u8]) -> bool {
    seeds::newest_list().is_some_and(|list| Head::open(bytes, &list).is_ok())
}

pub(super) fn acknowledgement(bytes: &[u8]) -> bool {
    seeds::newest_list().is_some_and(|list| Ack::open(bytes, &list).is_ok())
}

pub(super) fn sync_request(bytes: &[u8]) -> bool {
    Request::decode(bytes).is_ok_and(|request| same(&request.encode(), bytes))
}

pub(super) fn sync_answer(bytes: &[u8]) -> bool {
    Answer::decode(bytes).is_ok_and(|answer| same(&answer.encode(), bytes))
}
