//! What is larger than a batch or a snapshot takes: held by the other of the two, and never in the way of anything else.

use handrail_wire::vault::MAX_BATCH_SEALED;

use super::phones::{Phone, anna, device, restore};
use super::relay::Relay;
use crate::ledger::Ledger as _;
use crate::sync::call::{Failure, Method};
use crate::sync::relay::Stopped;
use crate::sync::vault::{Finding, Summary};

/// So many characters of which no two tell anything of each other: nothing is gained by deflating them.
fn dense(seed: u64, many: usize) -> String {
    let mut words = String::new();
    for block in 0_u64.. {
        let hash = handrail_wire::derive::sha256_of(&[&seed.to_be_bytes(), &block.to_be_bytes()]);
        for piece in hash.as_chunks::<4>().0 {
            if words.chars().count() == many {
                return words;
            }
            // The upper planes have 20 bits each, and no surrogates.
            words.extend(char::from_u32(0x10000 + (u32::from_be_bytes(*piece) & 0xf_ffff)));
        }
    }
    words
}

fn rest(summary: &Summary) -> bool {
    summary.same && summary.stopped.is_none() && summary.findings.is_empty()
}

/// An exchange that ends where a snapshot would be given to the relay.
fn without_snapshots(phone: &mut Phone, relay: &mut Relay) -> Summary {
    phone.sync_over(&mut |request| {
        let snapshot = request.method == Method::Put && request.path.contains("/snapshots");
        if snapshot { Err(Failure::Offline) } else { Ok(relay.answer(request)) }
    })
}

#[test]
fn one_change_that_no_batch_can_hold_goes_with_a_snapshot_and_holds_nothing_up() {
    // The second one is more than a batch may be even before it is deflated.
    for many in [30_000, 300_000] {
        let (mut phone, code, mut relay) = anna();
        let mut tablet = phone.add(&mut relay, device(2));
        phone.record.write("before it");
        let long = dense(1, many);
        phone.record.write(&long);
        phone.record.write("after it");
        let summary = phone.sync(&mut relay);
        assert!(rest(&summary) && summary.sent == 3, "{summary:?}");
        assert!(relay.batches.values().all(|batch| batch.len() < MAX_BATCH_SEALED));
        assert_eq!(relay.snapshots.len(), 1);
        assert!(!phone.upkeep().unlogged, "it is there");

        let summary = tablet.sync(&mut relay);
        assert!(rest(&summary), "{summary:?}");
        assert!(tablet.record.words() == phone.record.words() && tablet.record.words().contains(&long));
        let (new, restored) = restore(&mut relay.clone(), &code, 9, true).unwrap();
        assert!(restored.findings.is_empty(), "{:?}", restored.findings);
        assert!(new.record.words() == phone.record.words());

        // What comes later is an ordinary change again.
        phone.record.write("the day after");
        assert!(rest(&phone.sync(&mut relay)) && relay.snapshots.len() == 1);
        assert!(rest(&tablet.sync(&mut relay)));
        assert!(tablet.record.words().contains("the day after"));
    }
}

#[test]
fn a_phone_that_stops_before_that_snapshot_is_there_makes_it_with_the_next_sync() {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    tablet.record.write("from the tablet");
    tablet.sync(&mut relay);
    let long = dense(2, 40_000);
    phone.record.write(&long);
    let summary = without_snapshots(&mut phone, &mut relay);
    assert_eq!((summary.stopped, relay.snapshots.len()), (Some(Stopped::Away), 0));
    assert!(phone.upkeep().unlogged, "not all of it is in the backup");

    // The tablet takes in what is there.
    let summary = tablet.sync(&mut relay);
    assert!(summary.stopped.is_none() && tablet.record.words() == ["from the tablet".to_owned()].into(), "{summary:?}");

    // What the tablet said last is of a record without it.
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.is_subset(&[Finding::Differs].into()) && summary.stopped.is_none(), "{summary:?}");
    assert!(!phone.upkeep().unlogged && relay.snapshots.len() == 1);
    let summary = tablet.sync(&mut relay);
    assert!(rest(&summary), "{summary:?}");
    assert!(tablet.record.words().contains(&long));
    assert!(rest(&phone.sync(&mut relay)));
    let (new, _) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(new.record.words() == phone.record.words());
}

#[test]
fn an_edit_that_no_batch_can_hold_wins_on_every_phone_and_the_words_before_it_stay() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    let story = phone.record.edit(None, "story", "a short one");
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    let long = dense(3, 40_000);
    tablet.record.edit(Some(story), "story", &long);
    tablet.record.edit(Some(story), "title", "mine");
    assert!(rest(&tablet.sync(&mut relay)));
    assert!(rest(&phone.sync(&mut relay)));
    assert!(phone.record.words().contains(&long) && phone.record.words().contains("mine"));
    assert_eq!(phone.record.all(), tablet.record.all());
}

#[test]
fn what_was_written_too_large_and_removed_for_good_leaves_nothing() {
    let (mut phone, code, mut relay) = anna();
    phone.record.write("stays");
    let long = phone.record.write(&dense(4, 40_000));
    phone.sync(&mut relay);
    phone.record.remove_for_good(long);
    assert!(rest(&phone.sync(&mut relay)));
    let (new, _) = restore(&mut relay, &code, 9, true).unwrap();
    assert_eq!(new.record.words(), ["stays".to_owned()].into());
    assert!(relay.snapshots.iter().all(|(_, snapshot)| snapshot.len() < 20_000), "older snapshots are gone");
}

#[test]
fn a_record_beyond_a_snapshot_is_named_and_the_log_brings_all_of_it_back() {
    let (mut phone, code, mut relay) = anna();
    relay.piece = handrail_wire::vault::exchange::MAX_ANSWER_BATCHES;
    let pages: Vec<_> = (0..190).map(|n| phone.record.write(&dense(100 + n, 20_000))).collect();
    let summary = phone.sync(&mut relay);
    assert!(summary.stopped.is_none() && summary.sent > 0, "{summary:?}");
    // Nothing asks for a snapshot yet.
    assert!(rest(&summary) && relay.snapshots.is_empty());
    let summary = phone.later(31, &mut relay);
    assert_eq!((summary.findings, summary.stopped), ([Finding::TooLarge].into(), None));
    assert!(relay.snapshots.is_empty());
    // Named again, but not tried again on the same day; new words go up as ever.
    let tried = phone.upkeep().number;
    phone.record.write("and then");
    let summary = phone.sync(&mut relay);
    assert_eq!((summary.findings, summary.sent, phone.upkeep().number), ([Finding::TooLarge].into(), 1, tried));
    let (new, restored) = restore(&mut relay.clone(), &code, 9, false).unwrap();
    assert!(restored.findings.is_empty(), "{:?}", restored.findings);
    assert!(new.record.digest().unwrap() == phone.record.digest().unwrap());

    // One change that only a snapshot could take waits here, and says so.
    phone.record.write(&dense(5, 40_000));
    let summary = phone.later(1, &mut relay);
    assert_eq!(summary.findings, [Finding::TooLarge].into());
    assert!(phone.upkeep().unlogged);

    // Some of it is removed for good: now it fits, and the name goes.
    for page in pages.into_iter().take(60) {
        phone.record.remove_for_good(page);
    }
    phone.later(1, &mut relay);
    let summary = phone.later(1, &mut relay);
    assert!(rest(&summary), "{summary:?}");
    assert!(!relay.snapshots.is_empty() && !phone.upkeep().unlogged && phone.upkeep().outgrown_ms.is_none());
    let (new, _) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(new.record.words() == phone.record.words());
}
