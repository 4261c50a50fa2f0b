//! Sealed messages, the inbox, acknowledging and forgetting.

use handrail_wire::api::ProblemCode::{
    BadRequest, Conflict, EpochChanged, Forbidden, NotFound, Quota, TooLarge, Unauthorised, UnsupportedVersion,
};
use handrail_wire::api::{AckRequest, AckResponse, Cursor, InboxResponse, RetentionRequest, RosterBody, paths};
use handrail_wire::keyset::Role;
use handrail_wire::outer::Purpose;

use crate::house::{DAY, House};
use crate::people::{Person, paired, put_roster, random, roster, sam};

#[tokio::test]
async fn messages_arrive_in_order_on_both_sides_and_go_when_acknowledged() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let (anna, ben) = (paired(&house, &sam).await, paired(&house, &sam).await);
    let first = anna.send(&house, anna.account, sam.account, 1).await;
    let second = ben.send(&house, ben.account, sam.account, 1).await;
    house.clock.forward(DAY);
    for person in [&anna, &sam] {
        // Tokens live fifteen minutes.
        house.client.get(&paths::inbox(None, 1), &person.token).await.refused(401, Unauthorised);
    }
    let (mut anna, mut sam) = (anna, sam);
    anna.log_in(&house).await;
    sam.log_in(&house).await;
    let third = anna.send(&house, anna.account, sam.account, 2).await;
    let proposal = sam.send(&house, anna.account, anna.account, 1).await;

    let inbox = sam.inbox(&house).await;
    assert_eq!(inbox.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&first, &second, &third]);
    assert_eq!(inbox.messages.iter().map(|m| m.cursor.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(
        inbox.messages.iter().map(|m| m.day.as_str()).collect::<Vec<_>>(),
        ["2026-11-21", "2026-11-21", "2026-11-22"]
    );
    assert!(!inbox.more);
    assert_eq!(inbox.next.number, 3);
    let shown = &inbox.messages[0];
    assert_eq!(
        (shown.mailbox, shown.sender, shown.device, shown.seq, shown.purpose),
        (anna.account, anna.account, anna.device, 1, 1)
    );

    // Page by page.
    let page: InboxResponse = house.client.get(&paths::inbox(None, 2), &sam.token).await.is(200).json();
    assert!(page.more && page.messages.len() == 2);
    let rest: InboxResponse = house.client.get(&paths::inbox(Some(&page.next), 2), &sam.token).await.is(200).json();
    assert_eq!(rest.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&third]);
    let end: InboxResponse = house.client.get(&paths::inbox(Some(&rest.next), 2), &sam.token).await.is(200).json();
    assert!(end.messages.is_empty() && !end.more && end.next == rest.next);

    // The phone takes the proposal and lets it go; its number is not given again.
    let down = anna.inbox(&house).await;
    assert_eq!(down.messages[0].message.0, proposal);
    let acks = AckRequest { cursors: vec![down.messages[0].cursor] };
    let path = paths::acks(&anna.account);
    let done: AckResponse = house.client.post(&path, Some(&anna.token), &acks).await.is(200).json();
    assert_eq!(done.deleted, 1);
    let done: AckResponse = house.client.post(&path, Some(&anna.token), &acks).await.is(200).json();
    assert_eq!(done.deleted, 0);
    sam.send(&house, anna.account, anna.account, 2).await;
    assert_eq!(anna.inbox(&house).await.messages[0].cursor.number, 2);
    house.assert_discreet();
}

#[tokio::test]
async fn the_same_bytes_again_are_welcome_and_other_bytes_are_not() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    let message = anna.send(&house, anna.account, sam.account, 1).await;
    let slot = anna.slot(anna.account, sam.account, 1);
    let before = house.rows();
    house.client.put_bytes(&slot, &anna.token, &[], &message).await.is(200);
    let other = anna.message(anna.account, Purpose::Review, 1);
    house.client.put_bytes(&slot, &anna.token, &[], &other).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
    for person in [&anna, &sam] {
        assert_eq!(house.client.get(&slot, &person.token).await.is(200).body, message);
    }
    let stranger = paired(&house, &sam).await;
    house.client.get(&slot, &stranger.token).await.refused(404, NotFound);
}

#[tokio::test]
async fn a_message_goes_into_the_slot_its_header_names_and_no_other() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let (anna, ben) = (paired(&house, &sam).await, paired(&house, &sam).await);
    let stranger = crate::people::sam(&house).await;
    let before = house.rows();
    let good = anna.message(anna.account, Purpose::Review, 1);
    let put = async |path: &str, who: &Person, body: &[u8]| house.client.put_bytes(path, &who.token, &[], body).await;
    let at = |seq| anna.slot(anna.account, sam.account, seq);

    put(&at(2), &anna, &good).await.refused(400, BadRequest);
    put(&at(1), &ben, &good).await.refused(403, Forbidden);
    let other_device = paths::message(&anna.account, &anna.account, &random(), &sam.account, 1);
    put(&other_device, &anna, &good).await.refused(400, BadRequest);
    // Another's identity in the header.
    put(
        &at(1),
        &anna,
        &Person { device: anna.device, ..Person::new(Role::Client) }.message(anna.account, Purpose::Review, 1),
    )
    .await
    .refused(400, BadRequest);
    // Not in the roster; the mailbox to itself; two readers; a mailbox that is not there or not theirs.
    put(&anna.slot(anna.account, stranger.account, 1), &anna, &good).await.refused(403, Forbidden);
    put(&anna.slot(anna.account, ben.account, 1), &anna, &good).await.refused(403, Forbidden);
    put(&anna.slot(anna.account, anna.account, 1), &anna, &good).await.refused(403, Forbidden);
    let proposal = stranger.message(anna.account, Purpose::Proposal, 1);
    put(&stranger.slot(anna.account, anna.account, 1), &stranger, &proposal).await.refused(404, NotFound);
    put(&sam.slot(anna.account, stranger.account, 1), &sam, &sam.message(anna.account, Purpose::Proposal, 1))
        .await
        .refused(403, Forbidden);
    let nowhere = random();
    put(&sam.slot(nowhere, nowhere, 1), &sam, &sam.message(nowhere, Purpose::Proposal, 1)).await.refused(404, NotFound);
    // Sizes and versions.
    put(&at(1), &anna, &good[1..]).await.refused(400, BadRequest);
    put(&at(1), &anna, &[]).await.refused(400, BadRequest);
    put(&at(1), &anna, &[good.clone(), vec![0]].concat()).await.refused(413, TooLarge);
    let mut newer = good.clone();
    newer[4] = 2;
    put(&at(1), &anna, &newer).await.refused(400, UnsupportedVersion);
    // Numbers that are none.
    for bad in ["0", "01", "-1", "1x", "9007199254740992", "99999999999999999999"] {
        put(&at(1).replace("/1", &format!("/{bad}")).replace(&format!("/v{bad}/"), "/v1/"), &anna, &good)
            .await
            .refused(400, BadRequest);
    }
    let wrong_type = [("content-type", "application/json"), ("authorization", anna.token.as_str())];
    house.client.send("PUT", &at(1), &wrong_type, &good).await.refused(415, BadRequest);
    house.client.send("PUT", &at(1), &[("content-type", crate::client::BYTES)], &good).await.refused(401, Unauthorised);
    assert_eq!(house.rows(), before);
    put(&at(1), &anna, &good).await.is(201);
}

#[tokio::test]
async fn a_mailbox_takes_two_hundred_messages_in_seven_days_deleted_ones_included() {
    let house = House::with(|config| config.limits.wire.messages_per_week = 3).await;
    let sam = sam(&house).await;
    let mut anna = paired(&house, &sam).await;
    let first = anna.send(&house, anna.account, sam.account, 1).await;
    anna.send(&house, anna.account, sam.account, 2).await;
    sam.send(&house, anna.account, anna.account, 1).await;
    let cursors = anna.inbox(&house).await.messages.iter().map(|m| m.cursor).collect();
    house.client.post(&paths::acks(&anna.account), Some(&anna.token), &AckRequest { cursors }).await.is(200);

    let before = house.rows();
    let slot = anna.slot(anna.account, sam.account, 3);
    let message = anna.message(anna.account, Purpose::Review, 3);
    house.client.put_bytes(&slot, &anna.token, &[], &message).await.refused(507, Quota);
    // What is there already is still welcome.
    house.client.put_bytes(&anna.slot(anna.account, sam.account, 1), &anna.token, &[], &first).await.is(200);
    assert_eq!(house.rows(), before);
    house.clock.forward(6 * DAY);
    anna.log_in(&house).await;
    house.client.put_bytes(&slot, &anna.token, &[], &message).await.refused(507, Quota);
    house.clock.forward(DAY);
    anna.log_in(&house).await;
    house.client.put_bytes(&slot, &anna.token, &[], &message).await.is(201);
}

#[tokio::test]
async fn a_reader_who_leaves_loses_unread_copies_and_can_send_no_more() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let kim = crate::people::sam(&house).await;
    let anna = paired(&house, &sam).await;
    put_roster(&house, &anna, &roster(&anna, 2, &[&sam, &kim])).await.is(200);
    anna.send(&house, anna.account, sam.account, 1).await;
    let to_kim = anna.send(&house, anna.account, kim.account, 1).await;
    let from_sam = sam.send(&house, anna.account, anna.account, 1).await;
    put_roster(&house, &anna, &roster(&anna, 3, &[&kim])).await.is(200);

    assert!(sam.inbox(&house).await.messages.is_empty());
    assert_eq!(kim.inbox(&house).await.messages[0].message.0, to_kim);
    // The roster that ended it is Sam's to read; a stranger is told nothing.
    let last: RosterBody = house.client.get(&paths::roster(&anna.account), &sam.token).await.is(200).json();
    assert_eq!(last.roster.0, roster(&anna, 3, &[&kim]).roster.0);
    let stranger = crate::people::sam(&house).await;
    house.client.get(&paths::roster(&anna.account), &stranger.token).await.refused(404, NotFound);
    // What Sam had said before stays until the phone has it.
    assert_eq!(anna.inbox(&house).await.messages[0].message.0, from_sam);
    let before = house.rows();
    let late = sam.message(anna.account, Purpose::Proposal, 2);
    house
        .client
        .put_bytes(&sam.slot(anna.account, anna.account, 2), &sam.token, &[], &late)
        .await
        .refused(404, NotFound);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn cursors_and_limits_that_make_no_sense_are_refused() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    anna.send(&house, anna.account, sam.account, 1).await;
    let before = house.rows();
    let epoch = house.relay.epoch();
    for bad in ["limit=0", "limit=101", "limit=x", "after=", "after=1", "after=AAAA:1", "limit=-1"] {
        house.client.get(&format!("/v1/inbox?{bad}"), &sam.token).await.refused(400, BadRequest);
    }
    let other_epoch = Cursor { epoch: random(), number: 0 };
    house.client.get(&paths::inbox(Some(&other_epoch), 5), &sam.token).await.refused(410, EpochChanged);
    // Ahead of every number given: this database is older than the cursor.
    let ahead = Cursor { epoch, number: 2 };
    house.client.get(&paths::inbox(Some(&ahead), 5), &sam.token).await.refused(410, EpochChanged);

    let path = paths::acks(&anna.account);
    let first = Cursor { epoch, number: 1 };
    let mixed = AckRequest { cursors: vec![first, other_epoch] };
    house.client.post(&path, Some(&sam.token), &mixed).await.refused(410, EpochChanged);
    let many = AckRequest { cursors: vec![first; 201] };
    house.client.post(&path, Some(&sam.token), &many).await.refused(400, BadRequest);
    // Not the recipient; another mailbox.
    let one = AckRequest { cursors: vec![first] };
    assert_eq!(house.client.post(&path, Some(&anna.token), &one).await.is(200).json::<AckResponse>().deleted, 0);
    let elsewhere = paths::acks(&random());
    assert_eq!(house.client.post(&elsewhere, Some(&sam.token), &one).await.is(200).json::<AckResponse>().deleted, 0);
    assert_eq!(house.rows(), before);
    // A reader may delete early.
    assert_eq!(house.client.post(&path, Some(&sam.token), &one).await.is(200).json::<AckResponse>().deleted, 1);
}

#[tokio::test]
async fn a_readers_copies_go_after_their_retention_and_a_phones_never() {
    let house = House::open().await;
    let (mut sam, mut kim) = (sam(&house).await, crate::people::sam(&house).await);
    let retention = RetentionRequest { days: 14 };
    house.client.put(&paths::retention(&kim.account), &kim.token, &retention).await.is(200);
    let mut anna = paired(&house, &sam).await;
    put_roster(&house, &anna, &roster(&anna, 2, &[&sam, &kim])).await.is(200);
    anna.send(&house, anna.account, sam.account, 1).await;
    anna.send(&house, anna.account, kim.account, 1).await;
    sam.send(&house, anna.account, anna.account, 1).await;

    let after = async |days: i64| {
        house.clock.forward(days * DAY);
        house.relay.purge().await.unwrap().messages
    };
    assert_eq!(after(14).await, 0);
    assert_eq!(after(1).await, 1);
    kim.log_in(&house).await;
    assert!(kim.inbox(&house).await.messages.is_empty());
    assert_eq!(after(90 - 15).await, 0);
    assert_eq!(after(1).await, 1);
    sam.log_in(&house).await;
    assert!(sam.inbox(&house).await.messages.is_empty());
    assert_eq!(after(1000).await, 0);
    anna.log_in(&house).await;
    assert_eq!(anna.inbox(&house).await.messages.len(), 1);
}

#[tokio::test]
async fn a_deleted_mailbox_leaves_nothing_behind() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let before = house.rows();
    let anna = paired(&house, &sam).await;
    anna.send(&house, anna.account, sam.account, 1).await;
    sam.send(&house, anna.account, anna.account, 1).await;
    let path = paths::mailbox(&anna.account);
    house.client.delete(&path, &sam.token).await.refused(403, Forbidden);
    house.client.delete(&path, &anna.token).await.is(204);
    house.client.delete(&path, &anna.token).await.refused(401, Unauthorised);
    assert!(sam.inbox(&house).await.messages.is_empty());
    let mut after = house.rows();
    // Numbers are not given twice, so the reader's counter stays.
    after.insert("login".into(), before["login"].clone());
    after.insert("relay".into(), before["relay"].clone());
    assert_eq!(after, before);
    assert_eq!(house.count("login"), before["login"].len());
}

#[tokio::test]
async fn a_deleted_message_is_gone_from_the_disk() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    let message = anna.send(&house, anna.account, sam.account, 1).await;
    let kept = anna.send(&house, anna.account, sam.account, 2).await;
    // A run from the middle of each, short enough to lie within one page.
    let on_disk = |needle: &[u8]| {
        std::fs::read_dir(&house.folder.0).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            needle.chunks(64).any(|chunk| bytes.windows(chunk.len()).any(|window| window == chunk))
        })
    };
    assert!(on_disk(&message[2000..2640]) && on_disk(&kept[2000..2640]));
    let first = sam.inbox(&house).await.messages[0].cursor;
    let acks = AckRequest { cursors: vec![first] };
    house.client.post(&paths::acks(&anna.account), Some(&sam.token), &acks).await.is(200);
    // The minute's housekeeping empties the write-ahead log.
    house.relay.purge().await.unwrap();
    assert!(!on_disk(&message[2000..2640]));
    assert!(on_disk(&kept[2000..2640]));
}
