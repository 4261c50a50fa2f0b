//! A relay that was put back to a copy from before a new keyring or a new list of devices, and one that pretends to be.

use handrail_wire::Fixed;
use handrail_wire::api::ProblemCode;
use handrail_wire::vault::devices::Signer;
use handrail_wire::vault::keyring::Keyring;

use super::phones::{Phone, anna, chance, device, restore};
use super::relay::{Relay, refusal};
use super::removal::at_rest;
use crate::sync::call::Method;
use crate::sync::vault::{Finding, Purge, Summary};
use crate::vault::code::VaultCode;
use crate::vault::epochs::EpochKeys;

/// Phone and tablet, alike, with an entry each.
fn two() -> (Phone, Phone, VaultCode, Relay) {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    phone.record.write("on the phone");
    phone.sync(&mut relay);
    tablet.record.write("on the tablet");
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    (phone, tablet, code, relay)
}

/// The copy is put back: the relay has another epoch from then on.
fn put_back(copy: &Relay) -> Relay {
    Relay { epoch: Fixed([2; 16]), ..copy.clone() }
}

fn remove_for_good(phone: &mut Phone, relay: &mut Relay) {
    let entry = phone.record.write("not for keeping");
    phone.sync(relay);
    phone.record.remove_for_good(entry);
    let summary = phone.sync(relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
}

fn keyring(relay: &Relay) -> Keyring {
    Keyring::open(&relay.keyring, &relay.list()).unwrap()
}

fn clean(summary: &Summary) -> bool {
    summary.findings.is_empty() && summary.stopped.is_none() && summary.same
}

/// Calls of one kind that the relay answered since this many.
fn puts(relay: &Relay, path: &str, since: usize) -> usize {
    relay.calls.iter().skip(since).filter(|call| call.starts_with("PUT ") && call.contains(path)).count()
}

#[test]
fn put_back_to_before_new_keys_it_gets_them_again_and_the_next_exchange_is_as_ever() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let copy = relay.clone();
    for _ in 0..3 {
        remove_for_good(&mut phone, &mut relay);
    }
    phone.record.write("after that");
    phone.sync(&mut relay);
    let newest = phone.store.kept.keyring_version;
    assert_eq!(newest, keyring(&relay).version);

    let mut relay = put_back(&copy);
    assert_eq!(keyring(&relay).version + 3, newest);
    let epoch = phone.store.kept.keys.current().unwrap().0;
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::OldKeyring) && summary.stopped.is_none(), "{summary:?}");
    assert_eq!((keyring(&relay).version, keyring(&relay).list), (newest, relay.list().version));
    assert_eq!(phone.store.kept.keys.current().unwrap().0, epoch, "the same keys, and no new one");
    for _ in 0..2 {
        for each in [&mut tablet, &mut phone] {
            each.later(1, &mut relay);
        }
    }
    for each in [&mut tablet, &mut phone] {
        let summary = each.sync(&mut relay);
        assert!(clean(&summary), "{summary:?}");
    }
    assert!(phone.record.all() == tablet.record.all() && phone.store.kept.keys == tablet.store.kept.keys);
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && new.record.all() == phone.record.all(), "{:?}", restored.findings);
}

#[test]
fn put_back_to_before_a_removal_the_list_comes_first_and_nobody_who_is_off_it_is_sealed_to() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let copy = relay.clone();
    phone.store.kept.upkeep.removing.insert(tablet.id());
    assert!(clean(&phone.sync(&mut relay)));
    let (list, object) = (relay.list(), relay.lists.last().unwrap().clone());
    assert!(list.live_device(tablet.id()).is_none());

    let mut relay = put_back(&copy);
    // The tablet was quicker, and for the time being the relay lets it in.
    tablet.record.write("as if nothing had been");
    tablet.sync(&mut relay);
    phone.record.write("under the new key");
    let since = relay.calls.len();
    let summary = phone.sync(&mut relay);
    let both = summary.findings.contains(&Finding::OldList) && summary.findings.contains(&Finding::OldKeyring);
    assert!(both && summary.stopped.is_none(), "{summary:?}");
    assert!(summary.findings.contains(&Finding::NotListed), "{summary:?}");
    assert_eq!(relay.lists.last().unwrap(), &object, "as it was signed");
    assert_eq!((puts(&relay, "/devices", since), puts(&relay, "/keyring", since)), (1, 1));
    let made = keyring(&relay);
    assert!(made.wraps.iter().all(|wrap| wrap.device != Some(tablet.id())));
    assert_eq!((made.version, made.current()), (phone.store.kept.keyring_version, 2));
    let sealing = &tablet.store.kept.device.sealing;
    assert!(EpochKeys::unwrap(&made, Some(tablet.id()), sealing).is_err());
    // From here on it is as if the relay had never been put back.
    // What the tablet wrote meanwhile was said with the rest; the relay holds that batch on, and both are at rest with it.
    for _ in 0..2 {
        assert!(clean(&phone.later(1, &mut relay)), "and so on each day");
        at_rest(&mut phone, &mut relay);
    }
    assert!(!phone.record.words().contains("as if nothing had been"));
    tablet.sync(&mut relay);
    assert!(!tablet.record.words().contains("under the new key"));
    let (new, _) = restore(&mut relay, &code, 9, false).unwrap();
    assert!(new.record.words().contains("under the new key"));
}

#[test]
fn a_list_that_the_code_signed_is_given_again_by_another_phone() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let copy = relay.clone();
    let (mut third, _) = restore(&mut relay, &code, 7, false).unwrap();
    third.record.write("on the third");
    third.sync(&mut relay);
    for each in [&mut phone, &mut tablet] {
        assert!(clean(&each.sync(&mut relay)));
    }
    let mut relay = put_back(&copy);
    assert!(third.sync(&mut relay).stopped.is_some(), "the relay does not know it");
    phone.sync(&mut relay);
    assert!(relay.list().live_device(third.id()).is_some() && keyring(&relay).wraps.len() == 4);
    for _ in 0..2 {
        for each in [&mut third, &mut tablet, &mut phone] {
            each.later(1, &mut relay);
        }
    }
    for each in [&mut third, &mut tablet, &mut phone] {
        let summary = each.sync(&mut relay);
        assert!(clean(&summary), "{summary:?}");
    }
    assert!(third.record.words() == phone.record.words() && phone.record.words().len() == 3);
}

#[test]
fn many_keys_are_given_again_over_several_exchanges_and_lost_answers_do_no_harm() {
    let (mut phone, _, code, mut relay) = two();
    let copy = relay.clone();
    let own = phone.store.kept.device.clone();
    let by = Signer::Device(own.id);
    for _ in 0..70 {
        // As so many removals for good would leave it.
        let next = phone.store.kept.keyring_version + 1;
        relay.keyring = phone.store.kept.keys.wrap(&relay.list(), next, by, &own.identity, &chance()).unwrap();
        phone.store.kept.keyring_version = next;
    }
    let mut relay = put_back(&copy);
    let mut calls = 0_u32;
    let summary = phone.sync_over(&mut |request| {
        let answer = relay.answer(request);
        calls += 1;
        if request.method == Method::Put && calls.is_multiple_of(5) {
            Err(crate::sync::call::Failure::Torn)
        } else {
            Ok(answer)
        }
    });
    assert!(summary.findings.contains(&Finding::OldKeyring) && summary.stopped.is_none(), "{summary:?}");
    assert_eq!(keyring(&relay).version, phone.store.kept.keyring_version - 6, "64 of 70");
    phone.sync(&mut relay);
    assert_eq!(keyring(&relay).version, phone.store.kept.keyring_version);
    let summary = phone.later(1, &mut relay);
    assert!(clean(&summary), "{summary:?}");
    assert!(restore(&mut relay, &code, 9, false).is_ok());
}

#[test]
fn killed_between_any_two_steps_of_it_it_goes_on() {
    for steps in 0.. {
        let (mut phone, mut tablet, code, mut relay) = two();
        let third = phone.add(&mut relay, device(3));
        phone.sync(&mut relay);
        let copy = relay.clone();
        phone.store.kept.upkeep.removing.insert(third.id());
        remove_for_good(&mut phone, &mut relay);
        let version = phone.store.kept.keyring_version;
        let mut relay = put_back(&copy);
        phone.record.write("written meanwhile");
        let done = phone.sync_until(&mut relay, steps).is_some();
        for _ in 0..3 {
            for each in [&mut phone, &mut tablet] {
                let summary = each.later(1, &mut relay);
                assert!(summary.stopped.is_none(), "{steps}: {summary:?}");
            }
        }
        for each in [&mut phone, &mut tablet] {
            let summary = each.sync(&mut relay);
            assert!(clean(&summary), "{steps}: {summary:?}");
        }
        assert!(relay.list().live_device(third.id()).is_none() && keyring(&relay).version >= version, "{steps}");
        assert!(phone.record.all() == tablet.record.all() && phone.upkeep().purge == Purge::None, "{steps}");
        let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == phone.record.all(), "{steps}");
        if done {
            assert!(steps > 15, "an exchange does more than that: {steps}");
            return;
        }
    }
}

#[test]
fn a_relay_that_always_says_it_lacks_something_gets_nothing_by_it_and_the_exchange_ends() {
    let (mut phone, tablet, _, mut relay) = two();
    let copy = relay.clone();
    phone.store.kept.upkeep.removing.insert(tablet.id());
    phone.sync(&mut relay);
    // Whatever it is given, it says that it has the old ones.
    let mut given = Vec::new();
    let (mut lists, own) = (Vec::new(), phone.id());
    for _ in 0..3 {
        phone.record.write("more");
        let summary = phone.sync_over(&mut |request| {
            if request.method == Method::Put {
                let body = request.body.clone().unwrap();
                if request.path.ends_with("/devices") {
                    lists.push(body);
                } else {
                    given.push(body);
                }
                return Ok(super::relay::json(&()));
            }
            let mut hostile = Relay { batches: relay.batches.clone(), heads: relay.heads.clone(), ..copy.clone() };
            hostile.logged_in = Some(own);
            let answer = hostile.answer(request);
            relay.batches.clone_from(&hostile.batches);
            Ok(answer)
        });
        assert!(summary.findings.contains(&Finding::OldList), "{summary:?}");
    }
    assert_eq!((lists.len(), given.len()), (3, 0), "one list an exchange, and no key for an old one");
    // The list as it is, and only the keyring of before, as often as it likes.
    let mut hostile = Relay { lists: relay.lists.clone(), ..copy.clone() };
    let stuck = hostile.keyring.clone();
    for _ in 0..3 {
        let summary = phone.sync(&mut hostile);
        assert!(summary.findings.contains(&Finding::OldKeyring) && summary.stopped.is_none(), "{summary:?}");
        given.push(std::mem::replace(&mut hostile.keyring, stuck.clone()));
    }
    for object in given {
        let made = Keyring::open(&object, &relay.list()).unwrap();
        assert!(made.wraps.iter().all(|wrap| wrap.device != Some(tablet.id())) && made.current() == 2);
    }
    assert_eq!(phone.store.kept.keys.current().unwrap().0, 2);
}

#[test]
fn a_phone_that_does_not_know_of_a_removal_seals_to_the_removed_one_only_what_that_had_already() {
    let (mut phone, tablet, _, mut relay) = two();
    let mut away = phone.add(&mut relay, device(3));
    away.sync(&mut relay);
    phone.sync(&mut relay);
    let before = relay.clone();
    phone.store.kept.upkeep.removing.insert(tablet.id());
    phone.sync(&mut relay);
    // It shows the world before the removal to the one that was away, with a keyring that is older still.
    let mut hostile = before.clone();
    let own = phone.store.kept.device.clone();
    let keys = &away.store.kept.keys;
    hostile.keyring = keys.wrap(&before.list(), 1, Signer::Device(own.id), &own.identity, &chance()).unwrap();
    let summary = away.sync(&mut hostile);
    assert!(summary.findings.contains(&Finding::OldKeyring), "{summary:?}");
    let got = EpochKeys::unwrap(&keyring(&hostile), Some(tablet.id()), &tablet.store.kept.device.sealing).unwrap();
    assert!(got == tablet.store.kept.keys && got.current().unwrap().0 == 1);
    // At a relay that knows better it follows first, and gives nothing.
    let since = relay.calls.len();
    assert!(clean(&away.sync(&mut relay)));
    assert_eq!((puts(&relay, "/devices", since), puts(&relay, "/keyring", since)), (0, 0));
}

#[test]
fn what_cannot_be_given_again_is_named_and_everything_else_is_synced() {
    let (mut phone, tablet, _, mut relay) = two();
    let third = phone.add(&mut relay, device(3));
    phone.sync(&mut relay);
    let copy = relay.clone();
    for gone in [&tablet, &third] {
        phone.store.kept.upkeep.removing.insert(gone.id());
        phone.sync(&mut relay);
    }
    // Two lists back: this phone has the newest alone.
    let (full, mut relay) = (relay, put_back(&copy));
    phone.record.write("goes up all the same");
    let since = relay.calls.len();
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::OldList) && summary.stopped.is_none(), "{summary:?}");
    assert_eq!((puts(&relay, "/devices", since), puts(&relay, "/keyring", since)), (0, 0));
    assert_eq!(phone.store.kept.tip, phone.store.kept.acknowledged);

    // A relay that will not have it is asked once in each exchange.
    let mut one = full;
    one.lists.pop();
    let mut asked = 0;
    let summary = phone.sync_over(&mut |request| {
        if request.method == Method::Put {
            asked += 1;
            return Ok(refusal(403, ProblemCode::Forbidden));
        }
        Ok(one.answer(request))
    });
    assert!(asked == 1 && summary.stopped.is_none(), "{asked}: {summary:?}");
}

#[test]
fn a_phone_that_was_just_shown_in_follows_list_and_keyring_before_it_reads_anything() {
    let (mut phone, mut tablet, _, mut relay) = two();
    let mut third = phone.add(&mut relay, device(3));
    // Before it ever synced: another list, new epochs, and snapshots under them.
    phone.sync(&mut relay);
    phone.store.kept.upkeep.removing.insert(tablet.id());
    remove_for_good(&mut phone, &mut relay);
    phone.record.write("under the newest");
    phone.sync(&mut relay);
    assert!(phone.store.kept.keys.current().unwrap().0 >= 3 && !relay.snapshots.is_empty());
    let summary = third.sync(&mut relay);
    assert!(clean(&summary), "{summary:?}");
    assert!(third.store.aside.is_empty() && third.record.all() == phone.record.all());
    tablet.sync(&mut relay);

    // Where the relay was put back to before the keyring that it was given, it begins with what it has.
    let mut fourth = phone.add(&mut relay, device(4));
    let mut lacking = relay.clone();
    let own = phone.store.kept.device.clone();
    let keys = &phone.store.kept.keys;
    lacking.keyring = keys.wrap(&relay.list(), 1, Signer::Device(own.id), &own.identity, &chance()).unwrap();
    let summary = fourth.sync(&mut lacking);
    assert!(summary.findings == [Finding::OldKeyring].into() && summary.stopped.is_none(), "{summary:?}");
    assert!(fourth.record.all() == phone.record.all());
    let summary = fourth.sync(&mut lacking);
    assert!(clean(&summary), "{summary:?}");
}

#[test]
fn put_back_to_before_the_last_words_of_a_phone_that_left_whoever_has_them_gives_them_in_a_snapshot() {
    for told in [true, false] {
        let (mut phone, mut tablet, code, mut relay) = two();
        let mut third = phone.add(&mut relay, device(3));
        third.sync(&mut relay);
        phone.sync(&mut relay);
        tablet.sync(&mut relay);
        let copy = relay.clone();
        // The third has not heard of these when the tablet goes, and then the relay has not either.
        tablet.record.write("its last words");
        tablet.sync(&mut relay);
        phone.sync(&mut relay);
        phone.store.kept.upkeep.removing.insert(tablet.id());
        assert!(clean(&phone.sync(&mut relay)));
        let epoch = if told { Fixed([2; 16]) } else { copy.epoch };
        let mut relay = Relay { epoch, ..copy.clone() };
        phone.record.write("and mine");
        for _ in 0..4 {
            for each in [&mut phone, &mut third] {
                assert!(each.later(1, &mut relay).stopped.is_none());
            }
        }
        assert!(third.record.words().contains("its last words"), "told: {told}");
        assert!(third.record.all() == phone.record.all(), "told: {told}");
        for _ in 0..2 {
            for each in [&mut phone, &mut third] {
                assert!(clean(&each.sync(&mut relay)), "told: {told}");
            }
        }
        at_rest(&mut phone, &mut relay);
        at_rest(&mut third, &mut relay);
        assert!(!phone.upkeep().put_back && !phone.upkeep().unlogged);
        // Once, and not with every sync from then on.
        let snapshots = relay.snapshots.len();
        assert!(clean(&phone.later(1, &mut relay)) && relay.snapshots.len() == snapshots);
        let (new, restored) = restore(&mut relay, &code, 9, false).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == phone.record.all(), "{:?}", restored.findings);
    }
}
