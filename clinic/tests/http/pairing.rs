//! Pairing, from the QR code to the first roster, and every way it ends instead.

use handrail_wire::B32;
use handrail_wire::api::ProblemCode::{BadRequest, Conflict, Expired, Forbidden, NotFound, Quota, Unauthorised};
use handrail_wire::api::{Bytes, InviteRequest, InviteState, InviteView, RevealView, RosterBody, paths};
use handrail_wire::keyset::Role;

use crate::house::{House, MINUTE};
use crate::people::{Invite, Person, confirmed, paired, put_roster, random, roster, sam, sha256};

#[tokio::test]
async fn sam_and_a_phone_pair_and_every_step_may_be_repeated() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let mut phone = Person::new(Role::Client);
    let invite = Invite::made_by(&house, &sam).await;
    let path = paths::invite(&invite.invite);
    let seen = async || house.client.get(&path, &sam.token).await.is(200).json::<InviteView>();
    let waiting = async || house.client.get(&paths::reveal(&invite.invite), &invite.secret()).await;

    assert_eq!(seen().await.state, InviteState::Open);
    invite.claim(&house, invite.claim).await.is(200);
    let again = invite.claim(&house, invite.claim).await.is(200);
    assert_eq!(again.json::<handrail_wire::api::KeysetBody>().keyset.0, sam.keyset);
    assert_eq!(seen().await.state, InviteState::Claimed);

    invite.mailbox(&house, &phone).await.is(201);
    invite.mailbox(&house, &phone).await.is(200);
    // Not shown to the page before the phone said hello.
    assert_eq!(seen().await.keyset, None);
    let mac = random();
    invite.hello(&house, phone.account, mac).await.is(201);
    invite.hello(&house, phone.account, mac).await.is(200);
    let view = seen().await;
    assert_eq!(view.state, InviteState::Hello);
    assert_eq!(view.keyset, Some(Bytes(phone.keyset.clone())));
    assert_eq!((view.mailbox, view.mac), (Some(phone.account), Some(mac)));

    waiting().await.is(204);
    let (nonce, mac) = (random(), random());
    invite.reveal(&house, &sam, nonce, mac).await.is(201);
    invite.reveal(&house, &sam, nonce, mac).await.is(200);
    let view: RevealView = waiting().await.is(200).json();
    assert_eq!(view, RevealView { nonce, mac, confirmed: None });
    let yes = random();
    invite.confirm(&house, &sam, yes).await.is(201);
    invite.confirm(&house, &sam, yes).await.is(200);
    assert_eq!(waiting().await.json::<RevealView>().confirmed, Some(yes));
    assert_eq!(seen().await.state, InviteState::Revealed);

    phone.log_in(&house).await;
    let first = roster(&phone, 1, &[&sam]);
    put_roster(&house, &phone, &first).await.is(201);
    put_roster(&house, &phone, &first).await.is(200);
    for token in [&phone.token, &sam.token] {
        let there: RosterBody = house.client.get(&paths::roster(&phone.account), token).await.is(200).json();
        assert_eq!(there, first);
    }
    house.assert_discreet();
}

#[tokio::test]
async fn a_second_claim_destroys_the_invite_and_what_was_made_with_it() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let phone = Person::new(Role::Client);
    let before = house.rows();
    let invite = Invite::made_by(&house, &sam).await;
    invite.claim(&house, invite.claim).await.is(200);
    invite.mailbox(&house, &phone).await.is(201);

    invite.claim(&house, random()).await.refused(409, Conflict);
    assert_eq!(unwritten(house.rows()), unwritten(before));
    invite.claim(&house, invite.claim).await.refused(404, NotFound);
    invite.hello(&house, phone.account, random()).await.refused(404, NotFound);
}

#[tokio::test]
async fn another_hello_destroys_the_invite_and_its_mailbox() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let mut phone = Person::new(Role::Client);
    let before = house.rows();
    let invite = Invite::made_by(&house, &sam).await;
    invite.claim(&house, invite.claim).await.is(200);
    invite.mailbox(&house, &phone).await.is(201);
    invite.hello(&house, phone.account, random()).await.is(201);
    phone.log_in(&house).await;

    invite.hello(&house, phone.account, random()).await.refused(409, Conflict);
    assert_eq!(unwritten(house.rows()), unwritten(before));
    // Its token went with it.
    house.client.get(&paths::inbox(None, 1), &phone.token).await.refused(401, Unauthorised);
    house.client.get(&paths::invite(&invite.invite), &sam.token).await.refused(404, NotFound);
}

#[tokio::test]
async fn different_words_on_either_side_remove_invite_and_mailbox() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let before = house.rows();
    for from_page in [true, false] {
        let (_, invite) = confirmed(&house, &sam).await;
        let secret = if from_page { sam.token.clone() } else { invite.secret() };
        house.client.delete(&paths::invite(&invite.invite), &secret).await.is(204);
        house.client.delete(&paths::invite(&invite.invite), &secret).await.refused(404, NotFound);
        assert_eq!(unwritten(house.rows()), unwritten(before.clone()));
    }
}

#[tokio::test]
async fn once_the_roster_is_written_nobody_can_take_the_mailbox_back_through_the_invite() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let (phone, invite) = confirmed(&house, &sam).await;
    put_roster(&house, &phone, &roster(&phone, 1, &[&sam])).await.is(201);
    // Somebody photographed the QR code and knows its secret.
    invite.hello(&house, phone.account, random()).await.refused(409, Conflict);
    house.client.delete(&paths::invite(&invite.invite), &invite.secret()).await.refused(404, NotFound);
    house.client.get(&paths::roster(&phone.account), &phone.token).await.is(200);
}

#[tokio::test]
async fn an_invite_ends_after_ten_minutes_with_its_unfinished_mailbox() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let phone = Person::new(Role::Client);
    let before = house.rows();
    let invite = Invite::made_by(&house, &sam).await;
    invite.claim(&house, invite.claim).await.is(200);
    invite.mailbox(&house, &phone).await.is(201);
    house.clock.forward(10 * MINUTE);
    let ended = house.rows();

    invite.claim(&house, invite.claim).await.refused(410, Expired);
    invite.mailbox(&house, &phone).await.refused(410, Expired);
    invite.hello(&house, phone.account, random()).await.refused(410, Expired);
    house.client.get(&paths::reveal(&invite.invite), &invite.secret()).await.refused(410, Expired);
    house.client.get(&paths::invite(&invite.invite), &sam.token).await.refused(410, Expired);
    invite.reveal(&house, &sam, random(), random()).await.refused(410, Expired);
    invite.confirm(&house, &sam, random()).await.refused(410, Expired);
    assert_eq!(house.rows(), ended);

    let purged = house.relay.purge().await.unwrap();
    assert_eq!((purged.invites, purged.mailboxes), (1, 1));
    assert_eq!(unwritten(house.rows()), unwritten(before));
}

#[tokio::test]
async fn a_finished_pairing_outlives_its_invite() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let phone = paired(&house, &sam).await;
    house.clock.forward(11 * MINUTE);
    assert_eq!(house.relay.purge().await.unwrap().mailboxes, 0);
    house.client.get(&paths::roster(&phone.account), &phone.token).await.is(200);
}

#[tokio::test]
async fn steps_out_of_order_and_wrong_secrets_change_nothing() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let other = crate::people::sam(&house).await;
    let phone = Person::new(Role::Client);
    let invite = Invite::made_by(&house, &sam).await;
    let before = house.rows();

    let stranger = Invite { invite: invite.invite, auth: random(), claim: random() };
    stranger.claim(&house, stranger.claim).await.refused(401, Unauthorised);
    stranger.mailbox(&house, &phone).await.refused(401, Unauthorised);
    stranger.hello(&house, phone.account, random()).await.refused(401, Unauthorised);
    house.client.get(&paths::reveal(&invite.invite), &stranger.secret()).await.refused(401, Unauthorised);
    house.client.delete(&paths::invite(&invite.invite), &stranger.secret()).await.refused(401, Unauthorised);
    let unknown = Invite { invite: random(), ..stranger };
    unknown.claim(&house, unknown.claim).await.refused(404, NotFound);
    unknown.mailbox(&house, &phone).await.refused(404, NotFound);

    // Not claimed yet.
    invite.mailbox(&house, &phone).await.refused(409, Conflict);
    invite.hello(&house, phone.account, random()).await.refused(409, Conflict);
    invite.reveal(&house, &sam, random(), random()).await.refused(409, Conflict);
    invite.confirm(&house, &sam, random()).await.refused(409, Conflict);
    // Another practitioner's.
    house.client.get(&paths::invite(&invite.invite), &other.token).await.refused(404, NotFound);
    invite.reveal(&house, &other, random(), random()).await.refused(404, NotFound);
    invite.confirm(&house, &other, random()).await.refused(404, NotFound);
    house.client.delete(&paths::invite(&invite.invite), &other.token).await.refused(404, NotFound);
    let taken = InviteRequest { invite: invite.invite, auth_hash: sha256(&invite.auth.0) };
    house.client.post(paths::INVITES, Some(&other.token), &taken).await.refused(409, Conflict);
    house.client.post(paths::INVITES, Some(&sam.token), &taken).await.is(200);
    assert_eq!(house.rows(), before);

    invite.claim(&house, invite.claim).await.is(200);
    let before = house.rows();
    // No mailbox yet, then one that is not the invite's.
    invite.hello(&house, phone.account, random()).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
    invite.mailbox(&house, &phone).await.is(201);
    let before = house.rows();
    invite.hello(&house, random(), random()).await.refused(409, Conflict);
    invite.mailbox(&house, &Person::new(Role::Client)).await.refused(409, Conflict);
    // A practitioner's key set makes no mailbox, and a damaged one none either.
    invite.mailbox(&house, &Person::new(Role::Practitioner)).await.refused(400, BadRequest);
    let mut damaged = Person::new(Role::Client);
    *damaged.keyset.last_mut().unwrap() ^= 1;
    invite.mailbox(&house, &damaged).await.refused(403, Forbidden);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_mailbox_cannot_take_an_id_that_is_something_else() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let invite = Invite::made_by(&house, &sam).await;
    invite.claim(&house, invite.claim).await.is(200);
    let mut impostor = Person::new(Role::Client);
    impostor.account = sam.account;
    impostor.keyset = impostor.keyset_from(crate::people::month());
    let before = house.rows();
    invite.mailbox(&house, &impostor).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_practitioner_has_at_most_twenty_invites_open() {
    let house = House::open().await;
    let sam = sam(&house).await;
    for _ in 0..20 {
        Invite::made_by(&house, &sam).await;
    }
    let before = house.rows();
    let one_more = InviteRequest { invite: random(), auth_hash: random() };
    house.client.post(paths::INVITES, Some(&sam.token), &one_more).await.refused(507, Quota);
    assert_eq!(house.rows(), before);
    house.clock.forward(10 * MINUTE);
    house.client.post(paths::INVITES, Some(&sam.token), &one_more).await.is(201);
}

#[tokio::test]
async fn a_roster_is_the_next_one_and_signed_by_the_mailbox() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let (phone, _) = confirmed(&house, &sam).await;
    let other = paired(&house, &sam).await;
    let path = paths::roster(&phone.account);
    let before = house.rows();

    house.client.get(&path, &phone.token).await.refused(404, NotFound);
    put_roster(&house, &phone, &roster(&phone, 2, &[&sam])).await.refused(409, Conflict);
    // Signed by another mailbox's identity; another mailbox's own.
    let mut forged = roster(&phone, 1, &[&sam]);
    *forged.roster.0.last_mut().unwrap() ^= 1;
    put_roster(&house, &phone, &forged).await.refused(403, Forbidden);
    let wrong_signer = Person { key: Person::new(Role::Client).key, ..Person::new(Role::Client) };
    let wrong_signer = Person { account: phone.account, ..wrong_signer };
    put_roster(&house, &phone, &roster(&wrong_signer, 1, &[&sam])).await.refused(403, Forbidden);
    put_roster(&house, &phone, &roster(&other, 2, &[&sam])).await.refused(403, Forbidden);
    // By somebody else.
    house.client.put(&path, &sam.token, &roster(&phone, 1, &[&sam])).await.refused(403, Forbidden);
    house.client.put(&path, &other.token, &roster(&phone, 1, &[&sam])).await.refused(403, Forbidden);
    house.client.put(&path, &phone.token, &RosterBody { roster: Bytes(vec![1]) }).await.refused(400, BadRequest);
    assert_eq!(house.rows(), before);

    put_roster(&house, &phone, &roster(&phone, 1, &[&sam])).await.is(201);
    let before = house.rows();
    put_roster(&house, &phone, &roster(&phone, 1, &[])).await.refused(409, Conflict);
    put_roster(&house, &phone, &roster(&phone, 3, &[&sam])).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
    let last = roster(&phone, 2, &[]);
    put_roster(&house, &phone, &last).await.is(200);
    // An older one does not come back. Who left has the one that says so.
    put_roster(&house, &phone, &roster(&phone, 1, &[&sam])).await.refused(409, Conflict);
    let told: RosterBody = house.client.get(&path, &sam.token).await.is(200).json();
    assert_eq!(told.roster.0, last.roster.0);
}

#[tokio::test]
async fn no_roster_before_the_page_confirmed_the_words() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let mut phone = Person::new(Role::Client);
    let invite = Invite::made_by(&house, &sam).await;
    invite.claim(&house, invite.claim).await.is(200);
    invite.mailbox(&house, &phone).await.is(201);
    invite.hello(&house, phone.account, random()).await.is(201);
    invite.reveal(&house, &sam, random(), random()).await.is(201);
    phone.log_in(&house).await;
    let before = house.rows();
    put_roster(&house, &phone, &roster(&phone, 1, &[&sam])).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
    let yes: B32 = random();
    invite.confirm(&house, &sam, yes).await.is(201);
    put_roster(&house, &phone, &roster(&phone, 1, &[&sam])).await.is(201);
}

/// The rows without the count of writes, which a destroyed invite raises.
fn unwritten(
    mut rows: std::collections::BTreeMap<String, Vec<String>>,
) -> std::collections::BTreeMap<String, Vec<String>> {
    rows.remove("relay");
    rows
}
