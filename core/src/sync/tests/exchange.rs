//! What an exchange does when the relay does its part, and what it does not do for a relay that lies.

use handrail_wire::Id;
use handrail_wire::api::Cursor;

use super::relay::{Fault, NOVEMBER, World, sam, sams_keyset};
use crate::sync::relay::{RosterFate, Step, Stopped, Summary};
use crate::sync::{Failure, SendRefusal};

const DAY_MS: i64 = 24 * 3_600_000;

#[test]
fn one_exchange_does_everything_in_the_order_of_the_protocol() {
    let mut world = World::new();
    let summary = world.run();
    assert_eq!(
        summary,
        Summary { roster: RosterFate::Stored, delivered: 3, taken_in: 2, keysets: 1, ..Summary::default() }
    );
    world.assert_complete();
    let kinds: Vec<&str> = world
        .relay
        .log
        .iter()
        .map(|call| {
            ["challenge", "token", "roster", "keysets", "messages", "inbox", "acks"]
                .into_iter()
                .find(|kind| call.contains(kind))
                .unwrap()
        })
        .collect();
    let want = ["challenge", "token", "roster", "keysets", "messages", "messages", "messages", "inbox", "acks"];
    assert_eq!(kinds, want);
}

#[test]
fn with_nothing_new_and_a_token_one_call_is_enough() {
    let mut world = World::new();
    world.run();
    world.relay.log.clear();
    assert_eq!(world.run(), Summary::default());
    assert_eq!(world.relay.log, ["GET /v1/inbox"]);
    // Fifteen minutes later the token is renewed first.
    world.relay.log.clear();
    world.now_ms += 900_000;
    world.run();
    assert_eq!(world.relay.log.len(), 3);
}

#[test]
fn asking_again_without_an_answer_gives_the_same_call() {
    let mut world = World::new();
    world.run();
    let mut exchange = world.exchange();
    let mut paths = Vec::new();
    for _ in 0..3 {
        match exchange.next(world.now_ms, &mut world.store).unwrap() {
            Step::Send(request) => paths.push(request.path),
            step => panic!("{step:?}"),
        }
    }
    assert!(paths.windows(2).all(|pair| pair[0] == pair[1]));
    // And an answer that belongs to no call changes nothing.
    let mut idle = world.exchange();
    idle.feed(world.now_ms, Err(Failure::NotTrusted), &mut world.store).unwrap();
    assert_eq!(idle.summary(), Summary::default());
}

#[test]
fn a_message_the_relay_will_not_take_is_kept_and_the_others_go_on() {
    for (status, code, why) in [
        (409, "conflict", SendRefusal::Conflict),
        (403, "forbidden", SendRefusal::NotAReader),
        (412, "precondition_failed", SendRefusal::Malformed),
        (413, "too_large", SendRefusal::Malformed),
        (400, "bad_request", SendRefusal::Malformed),
    ] {
        let mut world = World::new();
        // The fifth call is the first message.
        world.relay.faults.extend([Fault::None; 4]);
        world.relay.faults.push_back(Fault::Problem(status, code));
        let summary = world.run();
        assert_eq!((summary.delivered, summary.quarantined), (2, 1), "{code}");
        assert_eq!(summary.stopped, None);
        assert_eq!(world.store.stuck.get(&(sam(), 1)), Some(&why));
        assert!(world.store.outbox.contains_key(&(sam(), 1)), "its bytes stay");
        assert_eq!(world.store.kept.len(), 2);
    }
}

#[test]
fn a_filter_on_the_way_does_not_speak_for_the_relay() {
    for status in [400, 403, 404, 405, 409, 413, 451] {
        let mut world = World::new();
        world.relay.faults.extend([Fault::None; 4]);
        world.relay.faults.extend([Fault::Status(status); 5]);
        let summary = world.run();
        assert_eq!((summary.delivered, summary.quarantined), (0, 0), "{status}");
        assert_eq!(summary.stopped, Some(Stopped::NotARelay), "{status}");
        assert_eq!(world.run().delivered, 3, "{status}");
    }
}

#[test]
fn other_bytes_under_a_stored_number_are_a_conflict_and_the_same_are_not() {
    let mut world = World::new();
    world.run();
    world.store.delivered.clear();
    world.store.outbox.insert((sam(), 2), b"sealed anew".to_vec());
    let summary = world.run();
    assert_eq!((summary.delivered, summary.quarantined), (2, 1));
    assert_eq!(world.store.stuck.get(&(sam(), 2)), Some(&SendRefusal::Conflict));
}

#[test]
fn over_quota_waits_and_mail_still_comes_in() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::None; 5]);
    world.relay.faults.push_back(Fault::Problem(507, "quota"));
    let summary = world.run();
    assert!(summary.over_quota);
    assert_eq!((summary.delivered, summary.quarantined, summary.taken_in), (1, 0, 2));
    assert_eq!(world.run().delivered, 2);
    world.assert_complete();
}

#[test]
fn a_relay_put_back_to_an_earlier_state_gets_everything_again() {
    for knows in [true, false] {
        let mut world = World::new();
        world.run();
        world.relay.epoch = Id::from([2; 16]);
        world.relay.knows_epoch = knows;
        world.relay.stored.clear();
        world.relay.rosters.clear();
        let summary = world.run();
        assert!(summary.epoch_changed);
        assert_eq!((summary.delivered, summary.stopped), (3, None));
        world.assert_complete();
        assert_eq!(world.store.cursor.unwrap().epoch, world.relay.epoch);
    }
}

#[test]
fn a_relay_that_changes_its_epoch_all_the_time_is_left_alone() {
    let mut world = World::new();
    world.run();
    let mut exchange = world.exchange();
    let mut epoch = 10;
    let summary = loop {
        match exchange.next(world.now_ms, &mut world.store).unwrap() {
            Step::Send(request) => {
                epoch += 1;
                world.relay.epoch = Id::from([epoch; 16]);
                world.store.cursor = Some(Cursor { epoch: Id::from([0; 16]), number: 1 });
                let answer = world.relay.call(world.now_ms, &request);
                exchange.feed(world.now_ms, answer, &mut world.store).unwrap();
            }
            Step::Wait(until) => world.now_ms = until,
            Step::Done(summary) => break summary,
        }
    };
    assert_eq!(summary.stopped, Some(Stopped::NotARelay));
    assert_eq!(world.store.epochs, 1);
}

#[test]
fn a_refused_message_is_asked_for_once_more_and_not_acknowledged() {
    let mut world = World::new();
    world.relay.inbox.clear();
    world.relay.put_into_inbox(1, b"bad 1");
    world.relay.put_into_inbox(2, b"bad 2");
    world.relay.put_into_inbox(3, b"good 3");
    world.relay.originals.insert(1, b"good 1".to_vec()); // damaged on the way only
    world.relay.originals.insert(2, b"bad 2".to_vec()); // bad itself
    let summary = world.run();
    assert_eq!((summary.taken_in, summary.refused), (2, 1));
    assert_eq!(world.store.kept.len(), 2);
    assert_eq!(world.relay.inbox.len(), 1, "the refused one stays at the relay");
    assert_eq!(world.relay.inbox[0].seq, 2);
    assert!(world.store.refused.contains(&b"bad 2".to_vec()), "and in quarantine");
    // It is not fetched again each time.
    world.relay.log.clear();
    world.run();
    assert_eq!(world.relay.log, ["GET /v1/inbox"]);
}

#[test]
fn nothing_is_acknowledged_that_the_store_does_not_keep() {
    let mut world = World::new();
    world.run();
    world.relay.put_into_inbox(3, b"good 3");
    world.store.broken = 1;
    assert!(world.try_run().is_err());
    assert_eq!(world.relay.inbox.len(), 1);
    assert!(world.store.due.is_empty());
    assert_eq!(world.run().taken_in, 1);
    assert!(world.relay.inbox.is_empty());
}

#[test]
fn nothing_leaves_the_outbox_that_the_store_could_not_note() {
    for broken in 1..=4 {
        let mut world = World::new();
        world.store.broken = broken;
        for _ in 0..broken {
            assert!(world.try_run().is_err());
        }
        world.run();
        world.assert_complete();
    }
}

#[test]
fn a_key_set_of_another_identity_or_an_older_month_changes_nothing() {
    let cases = [sams_keyset(3, NOVEMBER + 1).1, sams_keyset(2, NOVEMBER - 1).1, b"no key set".to_vec()];
    for served in cases {
        let mut world = World::new();
        world.relay.keysets.insert(sam(), served);
        let summary = world.run();
        assert_eq!((summary.keysets, summary.keysets_refused), (0, 1));
        assert_eq!(world.store.pins[&sam()].highest, NOVEMBER);
        assert!(world.store.keysets.is_empty());
        world.assert_complete();
    }
    let mut world = World::new();
    world.relay.keysets.clear();
    assert_eq!(world.run().keysets_refused, 1);
    world.assert_complete();
}

#[test]
fn key_sets_are_asked_for_once_a_day_also_after_a_clock_was_set_back() {
    let mut world = World::new();
    world.run();
    assert_eq!(world.run().keysets, 0);
    world.relay.keysets.insert(sam(), sams_keyset(2, NOVEMBER + 1).1);
    world.now_ms += DAY_MS;
    assert_eq!(world.run().keysets, 1);
    assert_eq!(world.store.pins[&sam()].highest, NOVEMBER + 1);
    world.now_ms -= 400 * DAY_MS;
    assert_eq!(world.run().keysets, 1);
}

#[test]
fn our_own_new_key_set_goes_up_until_the_relay_has_it() {
    for fault in [Fault::None, Fault::Slow, Fault::Torn, Fault::Nonsense, Fault::Status(503), Fault::Twice] {
        let mut world = World::new();
        world.run();
        world.store.own_keyset = Some(b"new subkeys".to_vec());
        world.relay.faults.push_back(fault);
        assert_eq!(world.run().stopped, None);
        assert_eq!(world.relay.keysets[&world.relay.account], b"new subkeys");
        assert_eq!(world.store.own_keyset, None);
    }
    // Refused: nothing else is held up, and it is offered again.
    let mut world = World::new();
    world.run();
    world.store.own_keyset = Some(b"new subkeys".to_vec());
    world.relay.put_into_inbox(3, b"good 3");
    world.relay.faults.push_back(Fault::Problem(409, "conflict"));
    assert_eq!(world.run().taken_in, 1);
    assert!(world.store.own_keyset.is_some());
}

#[test]
fn a_roster_the_relay_refuses_does_not_hold_up_the_rest() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::None, Fault::None, Fault::Problem(409, "conflict")]);
    let summary = world.run();
    assert_eq!(summary.roster, RosterFate::Refused);
    assert_eq!((summary.delivered, summary.taken_in), (3, 2));
    assert!(world.store.roster_waits, "it is offered again the next time");
}

#[test]
fn a_mailbox_that_is_gone_is_said_so_and_nothing_is_thrown_away() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::None; 4]);
    world.relay.faults.push_back(Fault::Problem(404, "not_found"));
    assert_eq!(world.run().stopped, Some(Stopped::MailboxGone));
    assert_eq!(world.store.outbox.len(), 3);
    assert!(world.store.stuck.is_empty());
}

#[test]
fn a_login_that_is_refused_ends_the_exchange() {
    let mut world = World::new();
    world.relay.identity = handrail_wire::Key32::from([8; 32]);
    assert_eq!(world.run().stopped, Some(Stopped::LoginRefused));
    assert_eq!(world.relay.log.len(), 2);
    // A challenge passed on from another relay is signed for the origin we know, so it is worth nothing.
    let mut world = World::new();
    let mut exchange = world.exchange();
    world.relay.origin = "https://other.example".parse().unwrap();
    assert_eq!(world.finish(&mut exchange).stopped, Some(Stopped::LoginRefused));
}

#[test]
fn a_token_that_is_never_accepted_is_not_renewed_for_ever() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::Forgets; 100]);
    assert_eq!(world.run().stopped, Some(Stopped::LoginRefused));
    assert!(world.relay.log.len() < 15);
}
