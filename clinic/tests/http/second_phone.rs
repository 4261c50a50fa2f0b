//! Anna's phone shows a code, her tablet scans it: every call of it, and every way it ends instead.

use handrail_wire::api::ProblemCode::{
    BadRequest, Conflict, Expired, Forbidden, NotFound, PreconditionFailed, Quota, Unauthorised,
};
use handrail_wire::api::{
    Bytes, ClaimRequest, ConfirmRequest, DeviceHelloRequest, DeviceInviteRequest, DevicesBody, InviteState, InviteView,
    RevealRequest, RevealView, paths,
};
use handrail_wire::invite::device::Offer;
use handrail_wire::{B32, Id};

use crate::client::Reply;
use crate::house::{House, MINUTE};
use crate::people::{random, sam, sha256};
use crate::vaults::{Phone, Vault, anna, with_tablet};

/// An invite that a phone shows.
struct Invite {
    vault: Id,
    id: Id,
    auth: B32,
    claim: Id,
}

impl Invite {
    fn new(vault: &Vault) -> Self {
        Self { vault: vault.id, id: random(), auth: random(), claim: random() }
    }

    async fn create(&self, house: &House, token: &str, list: u64) -> Reply {
        let request = DeviceInviteRequest { invite: self.id, auth_hash: sha256(self.auth.as_bytes()), list };
        house.client.post(&paths::device_invites(&self.vault), Some(token), &request).await
    }

    async fn made(house: &House, vault: &Vault, phone: &Phone) -> Self {
        let invite = Self::new(vault);
        invite.create(house, &phone.token, vault.list.version).await.is(201);
        invite
    }

    fn path(&self) -> String {
        paths::device_invite(&self.vault, &self.id)
    }

    fn step(&self, step: &str) -> String {
        paths::device_invite_step(&self.vault, &self.id, step)
    }

    fn secret(&self) -> String {
        format!("Invite {}", self.auth)
    }

    async fn claim(&self, house: &House, claim: Id) -> Reply {
        house.client.post(&self.step("claim"), None, &ClaimRequest { auth: self.auth, claim }).await
    }

    fn offer(&self, tablet: &Phone) -> Vec<u8> {
        let entry = tablet.entry();
        let (vault, invite, sealing) = (self.vault, self.id, entry.sealing);
        Offer { vault, invite, device: entry.id, identity: entry.identity, sealing }.sign(&tablet.key).unwrap()
    }

    async fn hello(&self, house: &House, offer: Vec<u8>, mac: B32) -> Reply {
        let body = DeviceHelloRequest { auth: self.auth, claim: self.claim, offer: Bytes(offer), mac };
        house.client.post(&self.step("hello"), None, &body).await
    }

    async fn say(&self, house: &House, step: &str, credentials: &str, mac: B32) -> Reply {
        house.client.post(&self.step(step), Some(credentials), &ConfirmRequest { mac }).await
    }

    async fn reveal(&self, house: &House, token: &str, (nonce, mac): (B32, B32)) -> Reply {
        house.client.post(&self.step("reveal"), Some(token), &RevealRequest { nonce, mac }).await
    }
}

#[tokio::test]
async fn a_phone_and_a_tablet_go_through_every_step_and_each_may_be_repeated() {
    let house = House::open().await;
    let (vault, phone) = anna(&house).await;
    let tablet = Phone::new();
    let invite = Invite::made(&house, &vault, &phone).await;
    invite.create(&house, &phone.token, 1).await.is(200);
    let seen = async || house.client.get(&invite.path(), &phone.token).await.is(200).json::<InviteView>();
    let waiting = async || house.client.get(&invite.step("reveal"), &invite.secret()).await;

    assert_eq!(seen().await.state, InviteState::Open);
    let list = invite.claim(&house, invite.claim).await.is(200).json::<DevicesBody>().list.0;
    assert_eq!(list, vault.object);
    invite.claim(&house, invite.claim).await.is(200);
    let (offer, mac) = (invite.offer(&tablet), random());
    invite.hello(&house, offer.clone(), mac).await.is(201);
    invite.hello(&house, offer.clone(), mac).await.is(200);
    let view = seen().await;
    assert_eq!((view.state, view.mac, view.keyset, view.mailbox), (InviteState::Hello, Some(mac), None, None));
    assert_eq!(view.offer, Some(Bytes(offer)));

    waiting().await.is(204);
    let (nonce, mac) = (random(), random());
    invite.reveal(&house, &phone.token, (nonce, mac)).await.is(201);
    invite.reveal(&house, &phone.token, (nonce, mac)).await.is(200);
    assert_eq!(waiting().await.is(200).json::<RevealView>(), RevealView { nonce, mac, confirmed: None });
    let yes = random();
    invite.say(&house, "agree", &invite.secret(), yes).await.is(201);
    invite.say(&house, "agree", &invite.secret(), yes).await.is(200);
    assert_eq!(seen().await.agreed, Some(yes));
    let done = random();
    invite.say(&house, "confirm", &phone.token, done).await.is(201);
    invite.say(&house, "confirm", &phone.token, done).await.is(200);
    assert_eq!(waiting().await.json::<RevealView>().confirmed, Some(done));
    house.client.delete(&invite.path(), &invite.secret()).await.is(204);
    house.client.get(&invite.path(), &phone.token).await.refused(404, NotFound);
    house.assert_discreet();
}

#[tokio::test]
async fn only_a_live_device_of_the_vault_shows_an_invite_and_only_its_own() {
    let house = House::open().await;
    let (mut vault, phone) = anna(&house).await;
    let first = Invite::made(&house, &vault, &phone).await;
    let tablet = with_tablet(&house, &mut vault, &phone).await;
    let (other, stranger) = (Invite::new(&vault), sam(&house).await);
    other.create(&house, "", 2).await.refused(401, Unauthorised);
    other.create(&house, &stranger.token, 2).await.refused(403, Forbidden);
    // The code would name a list that is no longer the newest.
    other.create(&house, &phone.token, 1).await.refused(412, PreconditionFailed);
    other.create(&house, &phone.token, 2).await.is(201);
    house.client.get(&other.path(), &tablet.token).await.refused(404, NotFound);
    house.client.delete(&other.path(), &tablet.token).await.refused(404, NotFound);
    // Twenty at once; the first one is still open.
    for _ in 0..18 {
        Invite::made(&house, &vault, &phone).await;
    }
    Invite::new(&vault).create(&house, &phone.token, 2).await.refused(507, Quota);
    // What the tablet scanned before the list went on is still the list of that time.
    let list = first.claim(&house, first.claim).await.is(200).json::<DevicesBody>().list.0;
    assert_ne!(list, vault.object);
}

#[tokio::test]
async fn a_second_claim_another_hello_or_different_words_leave_nothing() {
    let house = House::open().await;
    let (vault, phone) = anna(&house).await;
    let gone = async |invite: &Invite| {
        house.client.get(&invite.path(), &phone.token).await.refused(404, NotFound);
        invite.claim(&house, invite.claim).await.refused(404, NotFound);
    };
    let claimed = async || {
        let invite = Invite::made(&house, &vault, &phone).await;
        invite.claim(&house, invite.claim).await.is(200);
        invite
    };
    let invite = claimed().await;
    invite.claim(&house, random()).await.refused(409, Conflict);
    gone(&invite).await;

    let invite = claimed().await;
    let tablet = Phone::new();
    invite.hello(&house, invite.offer(&tablet), random()).await.is(201);
    invite.hello(&house, invite.offer(&Phone::new()), random()).await.refused(409, Conflict);
    gone(&invite).await;

    for by_the_tablet in [true, false] {
        let invite = claimed().await;
        let credentials = if by_the_tablet { invite.secret() } else { phone.token.clone() };
        house.client.delete(&invite.path(), &credentials).await.is(204);
        gone(&invite).await;
    }
}

#[tokio::test]
async fn an_offer_that_is_not_its_own_devices_is_refused_and_ten_minutes_end_it() {
    let house = House::open().await;
    let (vault, phone) = anna(&house).await;
    let (invite, other) = (Invite::made(&house, &vault, &phone).await, Invite::new(&vault));
    let tablet = Phone::new();
    invite.claim(&house, invite.claim).await.is(200);
    let mut flipped = invite.offer(&tablet);
    *flipped.last_mut().unwrap() ^= 1;
    invite.hello(&house, flipped, random()).await.refused(403, Forbidden);
    invite.hello(&house, other.offer(&tablet), random()).await.refused(403, Forbidden);
    invite.hello(&house, Vec::new(), random()).await.refused(400, BadRequest);
    // None of them counted as the one hello.
    let wrong = Invite { id: invite.id, ..Invite::new(&vault) };
    wrong.claim(&house, invite.claim).await.refused(401, Unauthorised);
    house.client.get(&invite.step("reveal"), &wrong.secret()).await.refused(401, Unauthorised);
    invite.hello(&house, invite.offer(&tablet), random()).await.is(201);

    house.clock.forward(10 * MINUTE);
    invite.claim(&house, invite.claim).await.refused(410, Expired);
    house.client.get(&invite.step("reveal"), &invite.secret()).await.refused(410, Expired);
    house.client.get(&invite.path(), &phone.token).await.refused(410, Expired);
}
