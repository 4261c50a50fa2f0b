//! A relay that drops, forks, rolls back, splices and swaps. Each ends in a name on the diagnostics page and nothing lost,
//! or in nothing at all. The names are those of the protocol's threat list.

use handrail_wire::Fixed;
use handrail_wire::vault::batch::Batch;

use super::phones::{Phone, anna, device, restore};
use super::relay::Relay;
use crate::sync::relay::Stopped;
use crate::sync::vault::Finding;

/// Phone and tablet, alike, with three entries each.
fn two() -> (Phone, Phone, Relay) {
    let (mut phone, _, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    for n in 0..3 {
        phone.record.write(&format!("phone {n}"));
        phone.sync(&mut relay);
        tablet.record.write(&format!("tablet {n}"));
        tablet.sync(&mut relay);
    }
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    (phone, tablet, relay)
}

fn own(phone: &Phone) -> handrail_wire::Id {
    phone.store.kept.device.id
}

#[test]
fn h01_drop_batch_and_h15_ack_no_store_and_h16_silent_restore_are_sent_again() {
    let (mut phone, tablet, mut relay) = two();
    let whole = relay.batches.clone();
    relay.batches.remove(&(own(&phone), 3));
    relay.batches.remove(&(own(&phone), 2));
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::WentBack), "{summary:?}");
    assert!(relay.batches == whole, "the very same bytes again");
    assert_eq!(tablet.record.words().len(), 6);

    relay.forgets = true;
    phone.record.write("stored, it says");
    phone.sync(&mut relay);
    assert!(relay.batches == whole);
    relay.forgets = false;
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::WentBack), "{summary:?}");
    assert_eq!(relay.batches.len(), 7);
}

#[test]
fn a_relay_from_an_old_backup_says_so_and_gets_everything_again() {
    let (mut phone, mut tablet, mut relay) = two();
    let mut old = relay.clone();
    for n in 0..5 {
        phone.record.write(&format!("later {n}"));
        phone.sync(&mut relay);
    }
    let newest = relay.batches.clone();
    old.epoch = Fixed([2; 16]);
    phone.record.write("and one more");
    let summary = phone.sync(&mut old);
    assert!(summary.epoch_changed && summary.stopped.is_none(), "{summary:?}");
    assert!(newest.iter().all(|(key, bytes)| old.batches.get(key) == Some(bytes)));
    tablet.sync(&mut old);
    assert_eq!(tablet.record.words(), phone.record.words());
}

#[test]
fn h02_truncate_tail_and_h06_reorder_are_noticed_and_wait_for_the_rest() {
    let (phone, tablet, mut relay) = two();
    let mut third = phone.add(&mut relay, device(3));
    let missing = relay.batches.remove(&(own(&phone), 2)).unwrap();
    let summary = third.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Missing), "{summary:?}");
    assert_eq!(third.record.words().len(), 4, "what is before the hole, and the tablet's");
    relay.batches.insert((own(&phone), 2), missing);
    third.sync(&mut relay);
    assert_eq!(third.record.words(), tablet.record.words());

    // The tail: the tablet's signed head says that there is more.
    let mut fourth = phone.add(&mut relay, device(4));
    relay.batches.remove(&(own(&phone), 3));
    let summary = fourth.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Missing), "{summary:?}");
}

#[test]
fn h04_rollback_live_the_remembered_head_wins() {
    let (mut phone, mut tablet, mut relay) = two();
    let old = relay.heads.clone();
    phone.record.write("new");
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    relay.heads.clone_from(&old);
    let summary = phone.sync(&mut relay);
    assert!(old.is_empty() || summary.findings.contains(&Finding::WentBack), "{summary:?}");
    assert_eq!(phone.record.words().len(), 7);
}

#[test]
fn h07_h08_h09_h10_moved_and_changed_batches_are_refused_and_put_aside() {
    let (phone, _, relay) = two();
    let good = relay.batches[&(own(&phone), 3)].clone();
    let forge = |change: &dyn Fn(&mut Batch)| {
        let mut relay = relay.clone();
        let mut batch = Batch::decode(&good).unwrap();
        change(&mut batch);
        relay.batches.insert((own(&phone), 3), batch.encode());
        let mut third = phone.add(&mut relay, device(3));
        let summary = third.sync(&mut relay);
        assert!(!summary.findings.is_empty() && !third.store.aside.is_empty(), "{summary:?}");
        assert_eq!(third.record.words().len(), 5, "everything but that one");
        // The whole one, later: everything is there.
        relay.batches.insert((own(&phone), 3), good.clone());
        third.sync(&mut relay);
        assert_eq!(third.record.words().len(), 6);
    };
    forge(&|batch| batch.header.vault = Fixed([9; 16]));
    forge(&|batch| batch.header.epoch += 1);
    forge(&|batch| batch.sealed[20] ^= 1);
    forge(&|batch| batch.signature.0[5] ^= 1);
    forge(&|batch| batch.claim.digest = Fixed([9; 32]));
}

#[test]
fn h12_inject_device_and_h44_removed_device_signs_are_refused() {
    let (mut phone, mut tablet, mut relay) = two();
    let mut elsewhere = relay.clone();
    // Its batches reach the relay although nobody listed it.
    let before = phone.record.words();
    let mut wide_open = phone.add(&mut elsewhere, device(8));
    wide_open.record.write("sneaked in");
    wide_open.sync(&mut elsewhere);
    let sneaked = elsewhere.batches.iter().find(|((device, _), _)| *device == own(&wide_open)).unwrap();
    relay.batches.insert(*sneaked.0, sneaked.1.clone());
    tablet.record.write("go on");
    tablet.sync(&mut relay);
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::NotListed), "{summary:?}");
    assert_eq!(phone.record.words().len(), before.len() + 1);

    // A list that the removed tablet signed.
    relay.batches.remove(&(own(&wide_open), 1));
    phone.remove(&mut relay, own(&tablet));
    phone.sync(&mut relay);
    let mut forged = relay.clone();
    tablet.add(&mut forged, device(6));
    let summary = phone.sync(&mut forged);
    assert_eq!(summary.stopped, Some(Stopped::NotARelay), "{summary:?}");
    assert!(summary.findings.contains(&Finding::OldList));
    // What it writes from now on under the old key does not count either. Nobody waits for it: it shows with the look of a day.
    let mut late = relay.clone();
    let mut reopened = tablet;
    reopened.record.write("after it was removed");
    late.lists.pop();
    reopened.sync(&mut late);
    late.lists.clone_from(&relay.lists);
    late.keyring.clone_from(&relay.keyring);
    let words = phone.record.words();
    let summary = phone.later(1, &mut late);
    assert!(summary.findings.contains(&Finding::NotListed), "{summary:?}");
    assert_eq!(phone.record.words(), words);
}

#[test]
fn h13_old_device_list_and_h14_old_keyring_are_not_believed() {
    let (mut phone, tablet, mut relay) = two();
    let old = relay.clone();
    phone.remove(&mut relay, own(&tablet));
    phone.sync(&mut relay);
    let mut rolled = relay.clone();
    rolled.lists.clone_from(&old.lists);
    rolled.keyring.clone_from(&old.keyring);
    phone.record.write("under the new key");
    let summary = phone.sync(&mut rolled);
    assert!(summary.findings.contains(&Finding::OldList) && summary.findings.contains(&Finding::OldKeyring));
    let newest = rolled.batches.range((own(&phone), 0)..=(own(&phone), u64::MAX)).next_back().unwrap();
    assert_eq!(Batch::decode(newest.1).unwrap().header.epoch, 2, "the tablet cannot read it");
}

#[test]
fn a_cloned_store_is_named_and_neither_side_is_overwritten() {
    let (mut phone, _, mut relay) = anna();
    phone.record.write("one");
    phone.sync(&mut relay);
    let mut clone = Phone::with(phone.store.kept.clone());
    clone.store.outbox.clone_from(&phone.store.outbox);
    clone.store.kept.ops_sealed = 0;
    phone.record.write("two");
    phone.sync(&mut relay);
    clone.record.write("another two");
    let summary = clone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Clone), "{summary:?}");
    assert_eq!(relay.batches.len(), 2);
    assert!(clone.record.words().contains("another two"));
}

#[test]
fn a_restore_does_not_believe_a_list_with_another_code_or_a_forged_keyring() {
    let (mut phone, code, mut relay) = anna();
    phone.record.write("one");
    phone.sync(&mut relay);
    let (_, _, mut other) = anna();
    other.batches.clone_from(&relay.batches);
    let honest = relay.clone();
    relay.lists.clone_from(&other.lists);
    assert!(restore(&mut relay, &code, 9, false).is_err());
    let mut swapped = honest.clone();
    swapped.keyring.clone_from(&other.keyring);
    assert!(restore(&mut swapped, &code, 9, false).is_err());
    assert!(restore(&mut honest.clone(), &code, 9, false).is_ok());
}

#[test]
fn h02_a_truncated_vault_is_restored_as_far_as_it_goes_and_nobody_is_locked_out() {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    for n in 0..4 {
        phone.record.write(&format!("phone {n}"));
        phone.sync(&mut relay);
    }
    tablet.sync(&mut relay);
    relay.batches.remove(&(own(&phone), 4));
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.contains(&Finding::Missing) && !restored.old_removed, "{:?}", restored.findings);
    assert_eq!(new.record.words().len(), 3);
    // The old phone turns up after all, and brings what was missing.
    phone.sync(&mut relay);
    let mut new = new;
    new.sync(&mut relay);
    assert_eq!(new.record.words(), phone.record.words());
}
