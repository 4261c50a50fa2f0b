//! What has to work.

use handrail_wire::api::ProblemCode;

use super::phones::{anna, device, restore};
use super::relay::refusal;
use crate::sync::call::Failure;
use crate::sync::relay::Stopped;
use crate::sync::vault::Finding;
use crate::vault::code::VaultCode;

const NOTE: &str = "Slept badly, walked to the park with Sam, felt a little better after the call";

#[test]
fn phone_lost_new_phone_code_typed_everything_is_there() {
    let (mut phone, code, mut relay) = anna();
    for n in 0..300 {
        phone.record.write(&format!("{n} {NOTE}"));
    }
    assert!(phone.sync(&mut relay).same);
    let words = phone.record.words();
    relay.piece = 2_000; // in many pieces
    let typed = VaultCode::from_text(&code.to_text().to_lowercase().replace('-', " ")).unwrap();
    let (mut new, restored) = restore(&mut relay, &typed, 9, true).unwrap();
    assert_eq!((restored.taken_in, restored.findings.len()), (300, 0));
    assert_eq!(new.record.words(), words);

    // It goes on under its own name and a new key; the lost phone is out.
    new.record.write("on the new phone");
    assert!(new.sync(&mut relay).same);
    let got = phone.sync(&mut relay);
    assert_eq!(got.stopped, Some(Stopped::LoginRefused));
    assert!(phone.store.kept.keys.key(2).is_err() && new.store.kept.keys.key(2).is_ok());
    // And once more, on yet another phone.
    let (third, _) = restore(&mut relay, &code, 10, true).unwrap();
    assert_eq!(third.record.words().len(), 301);
    // That one is lost before it ever said a word: what the first phone wrote is still there.
    let (fourth, restored) = restore(&mut relay, &code, 11, true).unwrap();
    assert_eq!((fourth.record.words().len(), restored.findings.len()), (301, 0));
}

#[test]
fn two_phones_that_wrote_offline_both_have_everything_afterwards() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    for n in 0..40 {
        phone.record.write(&format!("phone {n}"));
        tablet.record.write(&format!("tablet {n}"));
    }
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    let summary = phone.sync(&mut relay);
    assert_eq!((summary.taken_in, summary.findings.len(), summary.same), (40, 0, true));
    assert_eq!(phone.record.words(), tablet.record.words());
    assert_eq!(phone.record.words().len(), 80);
    // Each has said what it has seen; now there is nothing left to say on either side.
    for _ in 0..2 {
        assert!(tablet.sync(&mut relay).same && phone.sync(&mut relay).same);
    }
    relay.traffic = (0, 0, 0);
    phone.sync(&mut relay);
    let (up, down, rounds) = relay.traffic;
    assert!(up <= 150 && down <= 60 && rounds == 1, "{up} up, {down} down, {rounds} rounds");
}

#[test]
fn what_a_phone_said_without_hearing_the_answer_is_no_news_to_it_for_ever() {
    let mut unheard = 0;
    for steps in 0..40 {
        let (mut phone, _, mut relay) = anna();
        let mut tablet = phone.add(&mut relay, device(2));
        phone.record.write("on the phone");
        phone.sync(&mut relay);
        // The battery ends, perhaps between what it says of having seen this and the answer; then it writes.
        tablet.sync_until(&mut relay, steps);
        let own = tablet.store.kept.device.id;
        let remembered = tablet.store.kept.heads.get(&own).and_then(|known| known.head.clone());
        unheard += u32::from(remembered.as_ref() != relay.heads.get(&own));
        tablet.record.write("on the tablet");
        for _ in 0..3 {
            assert!(tablet.sync(&mut relay).same && phone.sync(&mut relay).same, "{steps}");
        }
        for phone in [&mut tablet, &mut phone] {
            relay.traffic = (0, 0, 0);
            phone.sync(&mut relay);
            let (up, down, rounds) = relay.traffic;
            assert!(up <= 150 && down <= 60 && rounds == 1, "{steps}: {up} up, {down} down, {rounds} rounds");
        }
    }
    assert!(unheard > 0, "it never came to that");
}

#[test]
fn bytes_stay_within_their_bounds() {
    let (mut phone, _, mut relay) = anna();
    phone.record.write("first");
    phone.sync(&mut relay);
    relay.traffic = (0, 0, 0);
    phone.record.write("Slept badly, walked to the park with Sam, a little better after the call. Tea helped, too..");
    phone.sync(&mut relay);
    let (up, down, rounds) = relay.traffic;
    assert!(up <= 400 && down <= 60 && rounds == 1, "one entry of 90 characters: {up} up, {down} down");
    relay.traffic = (0, 0, 0);
    phone.record.write("Bus");
    phone.sync(&mut relay);
    let (up, ..) = relay.traffic;
    assert!(up <= 300, "one short change: {up} up");
    for n in 0..50 {
        phone.record.write(&format!("step {n}"));
    }
    phone.sync(&mut relay);
    let (up, ..) = relay.traffic;
    assert!(up <= 50 * 80, "fifty at once: {up} up, {} each", up / 50);
}

#[test]
fn a_wrong_code_is_refused_and_a_full_vault_keeps_everything_here() {
    let (mut phone, code, mut relay) = anna();
    relay.quota = 100;
    phone.record.write(NOTE);
    let summary = phone.sync(&mut relay);
    assert!(summary.over_quota && !summary.same && summary.sent == 0);
    assert_eq!(phone.record.words().len(), 1);
    relay.quota = usize::MAX;
    assert_eq!(phone.sync(&mut relay).sent, 1, "the very bytes that were kept");

    let other = VaultCode::generate(&super::phones::chance()).unwrap();
    assert_eq!(restore(&mut relay, &other, 9, false).err(), Some(Stopped::LoginRefused));
    assert!(restore(&mut relay, &code, 9, false).is_ok());
}

#[test]
fn a_relay_that_is_away_or_busy_is_asked_again_and_nothing_is_sent_twice() {
    let (mut phone, _, mut relay) = anna();
    phone.record.write(NOTE);
    let mut n = 0;
    let summary = phone.sync_over(&mut |request| {
        n += 1;
        match n % 4 {
            0 => Err(Failure::Timeout),
            1 => Err(Failure::Torn),
            2 => Ok(refusal(503, ProblemCode::Internal)),
            // The answer is lost on the way back: it was stored all the same.
            _ if n % 8 == 3 => relay.answer(request).status.eq(&200).then_some(Err(Failure::Torn)).unwrap(),
            _ => Ok(relay.answer(request)),
        }
    });
    assert!(summary.stopped.is_some() || summary.same);
    let summary = phone.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert_eq!(relay.batches.len(), 1);
    let gone = phone.sync_over(&mut |_| Ok(refusal(404, ProblemCode::NotFound)));
    assert!(gone.stopped.is_some());
    assert_eq!(phone.sync_over(&mut |_| Err(Failure::Offline)).stopped, Some(Stopped::Away));
}

#[test]
fn a_removed_tablet_gets_nothing_more_and_the_next_sync_makes_a_new_epoch() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    tablet.record.write("from the tablet");
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    phone.remove(&mut relay, tablet.store.kept.device.id);
    phone.record.write("after that");
    let summary = phone.sync(&mut relay);
    assert!(summary.same, "{summary:?}");
    assert_eq!(phone.store.kept.keys.current().unwrap().0, 2);
    assert_eq!(tablet.sync(&mut relay).stopped, Some(Stopped::LoginRefused));
    assert_eq!(phone.record.words().len(), 2);
}

#[test]
fn two_that_differ_are_folded_once_more_and_only_then_reported() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    phone.record.write("one");
    tablet.record.write("two");
    for _ in 0..3 {
        phone.sync(&mut relay);
        tablet.sync(&mut relay);
    }
    tablet.record.lose_one();
    let summary = tablet.sync(&mut relay);
    assert!(summary.findings.is_empty() && tablet.record.words().len() == 2, "fetched again: {summary:?}");
    // One that does not come back by itself is named. Nobody is asked which side to lose.
    phone.record.lose_one();
    relay.batches.retain(|(device, _), _| *device == phone.store.kept.device.id);
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Differs), "{summary:?}");
    assert_eq!(phone.record.words().len(), 1);
}
