//! What was removed for good leaves the relay as well, on every device.

use super::phones::{Phone, anna, device, restore};
use super::relay::Relay;
use crate::sync::call::Failure;
use crate::sync::vault::Purge;
use crate::vault::sealed::{open_batch, open_snapshot};

const SECRET: &str = "the words that must go";

/// Objects at the relay in which the words can be read with these keys.
fn readable(relay: &Relay, phone: &Phone) -> Vec<String> {
    let (list, keys) = (relay.list(), &phone.store.kept.keys);
    let holds = |body: &[u8]| String::from_utf8_lossy(body).contains(SECRET);
    let batches = relay.batches.iter().filter(|(_, bytes)| holds(&open_batch(bytes, &list, keys).unwrap().1));
    let snapshots = relay.snapshots.iter().filter(|(_, bytes)| holds(&open_snapshot(bytes, &list, keys).unwrap().1));
    batches.map(|(at, _)| format!("batch {at:?}")).chain(snapshots.map(|(at, _)| format!("snapshot {at:?}"))).collect()
}

#[test]
fn an_entry_removed_for_good_is_in_no_object_once_everybody_has_agreed() {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    let entry = phone.record.edit(None, "wish", SECRET);
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    // Also in an edit of the other device, and in two snapshots.
    tablet.record.edit(Some(entry), "why", SECRET);
    for _ in 0..2 {
        tablet.record.write("goes on");
        tablet.later(31, &mut relay);
        phone.record.write("goes on, too");
        phone.later(31, &mut relay);
    }
    tablet.record.edit(Some(entry), "when", SECRET);
    tablet.later(1, &mut relay);
    phone.later(1, &mut relay);
    assert!(readable(&relay, &phone).len() >= 2, "{:?}", readable(&relay, &phone));
    let epoch = phone.store.kept.keys.current().unwrap().0;

    phone.record.remove_for_good(entry);
    let summary = phone.later(1, &mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert_eq!(phone.store.kept.keys.current().unwrap().0, epoch + 1, "a new epoch");
    assert_eq!(phone.upkeep().purge, Purge::None);
    // The snapshots are clean at once; batches go when the tablet has agreed as well.
    assert_eq!(relay.snapshots.len(), 2);
    assert!(readable(&relay, &phone).iter().all(|object| object.starts_with("batch")));
    tablet.later(1, &mut relay);
    let left = readable(&relay, &tablet);
    assert!(left.is_empty(), "{left:?}");
    phone.later(1, &mut relay);
    // Nor do the phones keep it for sending.
    for device in [&phone, &tablet] {
        let (list, keys) = (relay.list(), &device.store.kept.keys);
        let kept = device.store.outbox.iter().filter(|bytes| !bytes.is_empty());
        let bodies: Vec<_> = kept.map(|bytes| open_batch(bytes, &list, keys).unwrap().1).collect();
        assert!(bodies.iter().all(|body| !String::from_utf8_lossy(body).contains(SECRET)));
        assert!(!device.record.all().contains(SECRET) && device.upkeep().collected);
    }
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && !new.record.all().contains(SECRET));
    assert!(new.record.all() == phone.record.all());
}

#[test]
fn what_was_never_sent_needs_no_purge_and_many_purges_do_not_wear_the_keyring_out() {
    let (mut phone, code, mut relay) = anna();
    let entry = phone.record.write(SECRET);
    phone.record.remove_for_good(entry);
    phone.sync(&mut relay);
    assert!(relay.snapshots.is_empty() && phone.store.kept.keys.current().unwrap().0 == 1);
    for n in 0..70 {
        let entry = phone.record.write(SECRET);
        phone.sync(&mut relay);
        phone.record.remove_for_good(entry);
        phone.record.write(&format!("kept {n}"));
        let summary = phone.sync(&mut relay);
        assert!(summary.same && summary.stopped.is_none(), "{n}: {summary:?}");
    }
    assert_eq!(phone.store.kept.keys.current().unwrap().0, 71);
    assert!(relay.batches.is_empty() && readable(&relay, &phone).is_empty());
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && new.record.words().len() == 70);
}

#[test]
fn where_the_phone_that_removed_is_lost_before_its_new_epoch_taking_it_off_the_list_makes_one() {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    let entry = phone.record.edit(None, "wish", SECRET);
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    for _ in 0..2 {
        tablet.record.write("goes on");
        tablet.later(31, &mut relay);
        phone.later(31, &mut relay);
    }
    let epoch = tablet.store.kept.keys.current().unwrap().0;
    phone.record.remove_for_good(entry);
    // Lost as soon as its batch is up.
    phone.sync_over(&mut |request| {
        if request.path.ends_with("/keyring") || request.path.contains("/snapshots") {
            return Err(Failure::Torn);
        }
        Ok(relay.answer(request))
    });
    assert_eq!(phone.upkeep().purge, Purge::Rotate);
    tablet.later(1, &mut relay);
    assert!(!tablet.record.all().contains(SECRET));
    assert_eq!(tablet.store.kept.keys.current().unwrap().0, epoch, "that was the other's to do");
    tablet.store.kept.upkeep.removing.insert(phone.id());
    let summary = tablet.later(1, &mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert_eq!(tablet.store.kept.keys.current().unwrap().0, epoch + 1);
    // The batches are gone; what is left in the two older snapshots goes with the next two.
    assert!(readable(&relay, &tablet).iter().all(|object| object.starts_with("snapshot")));
    for _ in 0..2 {
        tablet.record.write("goes on");
        tablet.later(31, &mut relay);
    }
    assert!(readable(&relay, &tablet).is_empty());
}
