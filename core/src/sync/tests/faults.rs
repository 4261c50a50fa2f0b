//! Every fault at every call: it may take longer, and nothing is lost, doubled or changed.

use handrail_wire::Id;
use handrail_wire::api::{self, Cursor, InboxMessage, InboxResponse};
use proptest::prelude::*;

use super::relay::{Fault, World, sam};
use crate::sync::relay::{Step, Stopped};
use crate::sync::{Failure, Response};

const FAULTS: [Fault; 15] = [
    Fault::Away,
    Fault::Slow,
    Fault::Torn,
    Fault::Twice,
    Fault::Nonsense,
    Fault::Forgets,
    Fault::Status(500),
    Fault::Status(502),
    Fault::Status(503),
    Fault::Status(302),
    Fault::Status(401),
    Fault::Status(408),
    Fault::Limited(0),
    Fault::Limited(30),
    Fault::Limited(3_600),
];

/// Exchanges until one ends by itself, as a phone does day after day.
fn until_done(world: &mut World) -> u32 {
    for exchanges in 1..20 {
        let summary = world.run();
        if let Some(at) = summary.retry_at_ms {
            world.now_ms = world.now_ms.max(at);
        }
        if summary.stopped.is_none() {
            return exchanges;
        }
        world.now_ms += 60_000;
    }
    panic!("it never came through")
}

#[test]
fn any_one_fault_at_any_one_call_changes_nothing_in_the_end() {
    for at in 0..10 {
        for fault in FAULTS {
            let mut world = World::new();
            world.relay.faults.extend(vec![Fault::None; at]);
            world.relay.faults.push_back(fault);
            until_done(&mut world);
            world.assert_complete();
        }
    }
}

#[test]
fn a_relay_that_is_away_is_tried_five_times_with_growing_waits() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::Away; 50]);
    let began = world.now_ms;
    let summary = world.run();
    assert_eq!(summary.stopped, Some(Stopped::Away));
    assert_eq!(world.relay.faults.len(), 45);
    let took = world.now_ms - began;
    assert!((7_500..=15_000).contains(&took), "{took} ms");
}

#[test]
fn retry_after_is_honoured_and_an_hour_of_it_ends_the_exchange() {
    let mut world = World::new();
    world.relay.faults.push_back(Fault::Limited(30));
    let began = world.now_ms;
    assert_eq!(world.run().stopped, None);
    assert_eq!(world.now_ms - began, 30_000);
    let mut world = World::new();
    world.relay.faults.push_back(Fault::Limited(3_600));
    let summary = world.run();
    assert_eq!(summary.stopped, Some(Stopped::Busy));
    assert_eq!(summary.retry_at_ms, Some(world.now_ms + 3_600_000));
}

#[test]
fn a_redirect_and_a_false_certificate_end_it_at_once() {
    let mut world = World::new();
    world.relay.faults.push_back(Fault::Status(307));
    assert_eq!(world.run().stopped, Some(Stopped::NotARelay));
    assert!(world.relay.log.is_empty());
    for (failure, why) in [(Failure::NotTrusted, Stopped::NotTrusted), (Failure::TooLarge, Stopped::NotARelay)] {
        let mut world = World::new();
        let mut exchange = world.exchange();
        exchange.next(world.now_ms, &mut world.store).unwrap();
        exchange.feed(world.now_ms, Err(failure), &mut world.store).unwrap();
        assert_eq!(exchange.summary().stopped, Some(why));
    }
}

#[test]
fn a_captive_portal_is_told_from_a_relay() {
    let mut world = World::new();
    world.relay.faults.extend([Fault::Nonsense; 50]);
    assert_eq!(world.run().stopped, Some(Stopped::NotARelay));
    // Also where the answer is not read: a page of HTML does not say that something was stored.
    for at in 2..9 {
        let mut world = World::new();
        world.relay.faults.extend(vec![Fault::None; at]);
        world.relay.faults.extend([Fault::Nonsense; 50]);
        assert_eq!(world.run().stopped, Some(Stopped::NotARelay));
        assert_eq!(world.store.delivered.len(), world.relay.stored.len());
        assert_eq!(world.store.roster_waits, world.relay.rosters.is_empty());
    }
}

#[test]
fn inbox_pages_that_make_no_sense_are_refused() {
    let epoch = Id::from([1; 16]);
    let cursor = |number| Cursor { epoch, number };
    let message = |at: Cursor| InboxMessage {
        cursor: at,
        mailbox: Id::from([9; 16]),
        sender: sam(),
        device: sam(),
        seq: 1,
        purpose: 2,
        day: "2026-11-21".into(),
        message: api::Bytes(b"good".to_vec()),
    };
    let page = |messages: Vec<InboxMessage>, next, more| InboxResponse { epoch, messages, next, more };
    let other = Cursor { epoch: Id::from([2; 16]), number: 7 };
    for bad in [
        page(vec![message(cursor(7)), message(cursor(7))], cursor(7), false), // one place twice
        page(vec![message(cursor(8)), message(cursor(7))], cursor(8), false), // falling
        page(vec![message(cursor(5))], cursor(5), false),                     // not after where we asked
        page(vec![message(other)], cursor(7), false),                         // another epoch inside
        page(vec![message(cursor(7))], other, false),                         // next in another epoch
        page(vec![message(cursor(7))], cursor(9), false),                     // next skips
        page(Vec::new(), cursor(5), true),                                    // more of nothing
        page((6..40).map(|n| message(cursor(n))).collect(), cursor(39), true), // more than asked for
    ] {
        let mut world = World::new();
        world.run();
        world.store.cursor = Some(cursor(5));
        let kept = world.store.kept.clone();
        let body = serde_json::to_vec(&bad).unwrap();
        let mut exchange = world.exchange();
        loop {
            match exchange.next(world.now_ms, &mut world.store).unwrap() {
                Step::Send(_) => {
                    let answer = Response { status: 200, retry_after_ms: None, body: body.clone() };
                    exchange.feed(world.now_ms, Ok(answer), &mut world.store).unwrap();
                }
                Step::Wait(until) => world.now_ms = until,
                Step::Done(summary) => {
                    assert_eq!(summary.stopped, Some(Stopped::NotARelay));
                    break;
                }
            }
        }
        assert_eq!(world.store.cursor, Some(cursor(5)));
        assert_eq!(world.store.kept, kept);
    }
}

#[test]
fn a_relay_that_always_has_more_is_left_for_the_next_time() {
    let mut world = World::new();
    for sequence in 3..2_500 {
        world.relay.put_into_inbox(sequence, b"good");
    }
    let summary = world.run();
    assert_eq!((summary.taken_in, summary.stopped), (1_000, None));
    assert_eq!(world.run().taken_in, 1_000);
    assert_eq!(world.run().taken_in, 499);
    assert!(world.relay.inbox.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_run_of_faults_changes_nothing_in_the_end(faults in proptest::collection::vec((0..30_usize).prop_map(|n| FAULTS.get(n).copied().unwrap_or(Fault::None)), 0..40)) {
        let mut world = World::new();
        world.relay.faults.extend(faults);
        until_done(&mut world);
        // Calls left over from the script may still fault an exchange that has nothing to do.
        world.relay.faults.clear();
        until_done(&mut world);
        world.assert_complete();
    }

    #[test]
    fn any_answer_at_all_is_taken_without_a_panic(answers in proptest::collection::vec((100_u16..600, "\\PC{0,80}"), 0..60)) {
        let mut world = World::new();
        let mut exchange = world.exchange();
        for (status, body) in answers {
            match exchange.next(world.now_ms, &mut world.store).unwrap() {
                Step::Send(_) => {
                    let answer = Response { status, retry_after_ms: None, body: body.into_bytes() };
                    exchange.feed(world.now_ms, Ok(answer), &mut world.store).unwrap();
                }
                Step::Wait(until) => world.now_ms = until,
                Step::Done(_) => break,
            }
        }
        prop_assert_eq!(world.store.outbox.len(), 3);
    }
}
