//! What a removed device wrote and nobody who is left had seen: said once, at rest from then on, and its words stay out.

use handrail_wire::Fixed;
use handrail_wire::vault::batch::Batch;

use super::phones::{Phone, anna, device, restore_onto};
use super::relay::Relay;
use super::removal::at_rest;
use crate::sync::call::Method;
use crate::sync::vault::{Finding, Summary};
use crate::vault::code::VaultCode;

/// Phone and tablet, alike, with an entry each.
fn two() -> (Phone, Phone, VaultCode, Relay) {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    phone.record.write("on the phone");
    phone.sync(&mut relay);
    tablet.record.write("on the tablet");
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    (phone, tablet, code, relay)
}

/// The tablet writes between the phone's last look and the list that takes it off; so often.
fn race(phone: &mut Phone, tablet: &mut Phone, relay: &mut Relay, times: usize) -> Summary {
    phone.store.kept.upkeep.removing.insert(tablet.id());
    let mut left = times;
    phone.sync_over(&mut |request| {
        if request.method == Method::Put && request.path.ends_with("/devices") {
            let own = relay.logged_in;
            while left > 0 {
                tablet.record.write(&format!("just before {left}"));
                assert_eq!(tablet.sync(relay).sent, 1);
                left -= 1;
            }
            relay.logged_in = own;
        }
        Ok(relay.answer(request))
    })
}

fn clean(summary: &Summary) -> bool {
    summary.findings.is_empty() && summary.stopped.is_none() && summary.same
}

#[test]
fn what_comes_up_between_the_last_look_and_the_new_list_is_said_once() {
    for times in [1, 3] {
        let (mut phone, mut tablet, code, mut relay) = two();
        let words = phone.record.words();
        let summary = race(&mut phone, &mut tablet, &mut relay, times);
        assert_eq!(summary.findings, [Finding::NotListed].into(), "{summary:?}");
        assert!(relay.list().live_device(tablet.id()).is_none() && phone.record.words() == words);
        assert_eq!(phone.store.kept.keys.current().unwrap().0, 2, "and it has no key from here on");
        assert_eq!(phone.store.aside, vec![Finding::NotListed; times]);
        at_rest(&mut phone, &mut relay);
        // With news, and with a look at everything, it comes down again, and is not said again.
        phone.record.write("goes on");
        assert!(clean(&phone.sync(&mut relay)));
        let summary = phone.later(31, &mut relay);
        assert!(clean(&summary) && summary.collected > 0, "{summary:?}");
        at_rest(&mut phone, &mut relay);
        // Nor does it hold anybody up: another one comes, and a snapshot is enough for it.
        let mut third = phone.add(&mut relay, device(3));
        third.now = phone.now;
        assert_eq!(third.sync(&mut relay).findings, [Finding::NotListed].into());
        assert!(clean(&phone.later(1, &mut relay)));
        third.now = phone.now;
        assert!(clean(&third.sync(&mut relay)) && third.record.all() == phone.record.all());
        assert!(clean(&phone.sync(&mut relay)));
        at_rest(&mut third, &mut relay);
        at_rest(&mut phone, &mut relay);
        // Its own words are on the tablet. Shown in with the code, under a new name, it brings them.
        let (mut back, _) = restore_onto(&mut relay, &code, tablet.record.copy(), 7, false).unwrap();
        back.now = phone.now;
        assert!(back.sync(&mut relay).stopped.is_none());
        for _ in 0..2 {
            assert!(clean(&phone.later(1, &mut relay)));
            third.now = phone.now;
            third.sync(&mut relay);
            back.now = phone.now;
            back.sync(&mut relay);
        }
        assert!(phone.record.words().contains("just before 1") && phone.record.all() == back.record.all());
        for each in [&mut phone, &mut third, &mut back] {
            each.sync(&mut relay);
            at_rest(each, &mut relay);
        }
    }
}

#[test]
fn what_somebody_who_is_left_had_seen_is_taken_in_after_all() {
    let (mut phone, mut tablet, _, mut relay) = two();
    let mut third = phone.add(&mut relay, device(3));
    third.sync(&mut relay);
    phone.sync(&mut relay);
    tablet.record.write("for the third to see");
    // Hidden from the phone until it has taken the tablet off.
    let hidden = {
        let mut shown = relay.clone();
        tablet.sync(&mut shown);
        let at = (tablet.id(), 2);
        (at, shown.batches[&at].clone())
    };
    phone.store.kept.upkeep.removing.insert(tablet.id());
    assert!(clean(&phone.sync(&mut relay)));
    let before = third.copy();
    relay.batches.insert(hidden.0, hidden.1.clone());
    assert_eq!(phone.later(1, &mut relay).findings, [Finding::NotListed].into());
    at_rest(&mut phone, &mut relay);
    // The third took it in while the tablet was listed, and says so.
    let mut earlier = Relay { lists: relay.lists[..relay.lists.len() - 1].to_vec(), ..relay.clone() };
    earlier.keyring = before
        .store
        .kept
        .keys
        .wrap(
            &earlier.list(),
            before.store.kept.keyring_version,
            handrail_wire::vault::devices::Signer::Device(before.id()),
            &before.store.kept.device.identity,
            &super::phones::chance(),
        )
        .unwrap();
    third.sync(&mut earlier);
    assert!(third.record.words().contains("for the third to see"));
    relay.heads.insert(third.id(), earlier.heads[&third.id()].clone());
    assert!(third.sync(&mut relay).stopped.is_none());
    let summary = phone.sync(&mut relay);
    assert!(clean(&summary) && summary.taken_in == 1, "{summary:?}");
    assert!(phone.record.words().contains("for the third to see") && phone.upkeep().refused.is_empty());
    for _ in 0..2 {
        third.sync(&mut relay);
        phone.sync(&mut relay);
    }
    at_rest(&mut phone, &mut relay);
    at_rest(&mut third, &mut relay);
}

#[test]
fn it_is_forgotten_with_the_relay_that_forgot_it_and_one_in_its_place_is_said() {
    let (mut phone, mut tablet, _, mut relay) = two();
    race(&mut phone, &mut tablet, &mut relay, 2);
    at_rest(&mut phone, &mut relay);
    let number = phone.upkeep().refused[&tablet.id()].sequence;
    // Put back to before it: the relay holds less, and that is at rest as well.
    let newest = relay.batches.remove(&(tablet.id(), number)).unwrap();
    relay.heads.remove(&tablet.id());
    relay.epoch = Fixed([2; 16]);
    assert!(phone.sync(&mut relay).stopped.is_none());
    assert_eq!(phone.upkeep().refused[&tablet.id()].sequence, number - 1);
    // Other bytes under the number are another batch.
    let was = Batch::decode(&newest).unwrap();
    let keys = &tablet.store.kept.device.identity;
    let mut claim = was.claim.clone();
    claim.digest = Fixed([9; 32]);
    let other = Batch::sign(was.header, was.sealed.clone(), claim, keys).unwrap();
    relay.batches.insert((tablet.id(), number), other.encode());
    assert!(phone.later(1, &mut relay).findings.contains(&Finding::NotListed));
    assert_eq!(phone.upkeep().refused[&tablet.id()].hash, other.hash());
    // What it did not sign is no batch of it.
    let mut bad = newest.clone();
    let at = bad.len() / 2;
    bad[at] ^= 1;
    relay.batches.insert((tablet.id(), number), bad);
    let summary = phone.later(1, &mut relay);
    assert!(summary.findings.contains(&Finding::Forged), "{summary:?}");
    assert_eq!(phone.upkeep().refused[&tablet.id()].sequence, number - 1, "only what it signed");
}

#[test]
fn much_of_it_in_small_answers_does_not_keep_the_rest_back() {
    let (mut phone, mut tablet, _, mut relay) = two();
    let mut third = phone.add(&mut relay, device(3));
    third.sync(&mut relay);
    phone.sync(&mut relay);
    assert!(race(&mut phone, &mut tablet, &mut relay, 5).stopped.is_none());
    relay.piece = 1;
    third.sync(&mut relay);
    third.record.write("behind all that");
    assert!(third.sync(&mut relay).stopped.is_none());
    let summary = phone.sync(&mut relay);
    assert!(clean(&summary) && phone.record.words().contains("behind all that"), "{summary:?}");
}
