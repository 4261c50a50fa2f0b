//! Another recovery code for a vault that is in use: the paper was lost, or somebody saw it.

use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::keyring::Keyring;

use super::phones::{Phone, anna, chance, device, restore};
use super::relay::Relay;
use crate::sync::relay::Stopped;
use crate::sync::vault::Finding;
use crate::vault::VaultError;
use crate::vault::code::VaultCode;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::open_batch;

/// A phone that came back with the code, so that list and keyring are signed by it; a tablet; and a new code, typed in on
/// the phone and not yet known to anybody.
fn with_a_new_code() -> (Phone, Phone, [VaultCode; 2], Relay) {
    let (mut first, old, mut relay) = anna();
    first.record.write("before");
    first.sync(&mut relay);
    let (mut phone, _) = restore(&mut relay, &old, 5, true).unwrap();
    let mut tablet = phone.add(&mut relay, device(6));
    tablet.sync(&mut relay);
    phone.record.write("and here");
    phone.sync(&mut relay);
    let new = VaultCode::generate(&chance()).unwrap();
    phone.store.kept.upkeep.recovery = Some(new.recovery().unwrap());
    (phone, tablet, [old, new], relay)
}

#[test]
fn the_old_code_opens_nothing_that_is_written_since_and_the_new_one_everything() {
    let (mut phone, mut tablet, [old, new], mut relay) = with_a_new_code();
    let (lists, before) = (relay.lists.len(), relay.keyring.clone());
    assert!(matches!(restore(&mut relay.clone(), &new, 9, false), Err(Stopped::LoginRefused)));
    // Whoever has the old sheet takes what there is for it, and keeps it.
    let list = DeviceList::kept(relay.lists.last().unwrap()).unwrap();
    let secret = old.sealing_key().unwrap();
    let taken = EpochKeys::unwrap(&Keyring::open_for_reading(&before, &list).unwrap(), None, &secret).unwrap();

    let summary = phone.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert!(phone.upkeep().recovery.is_none());
    assert_eq!(relay.lists.len(), lists + 1);
    phone.record.write("after that");
    phone.sync(&mut relay);
    // The tablet hears of it with its next sync; what it seals before, it seals as before.
    tablet.sync(&mut relay);
    tablet.record.write("on the tablet too");
    assert!(tablet.sync(&mut relay).findings.is_empty());
    phone.sync(&mut relay);
    assert_eq!(relay.lists.len(), lists + 1, "once");

    assert_eq!(restore(&mut relay, &old, 9, false).err(), Some(Stopped::LoginRefused));
    let list = DeviceList::kept(relay.lists.last().unwrap()).unwrap();
    let keyring = Keyring::open(&relay.keyring, &list).unwrap();
    assert!(EpochKeys::unwrap(&keyring, None, &secret).is_err(), "nothing is sealed to it");
    for of in [phone.id(), tablet.id()] {
        let (_, newest) = relay.batches.iter().rfind(|((device, _), _)| *device == of).unwrap();
        assert_eq!(open_batch(newest, &list, &taken).err(), Some(VaultError::NoKey));
    }
    let (third, restored) = restore(&mut relay, &new, 9, true).unwrap();
    assert!(restored.findings.is_empty() && third.record.words() == phone.record.words());
    assert_eq!(third.record.words().len(), 4);
}

#[test]
fn cut_short_at_any_step_it_goes_on_and_nobody_is_locked_out() {
    for steps in 0.. {
        let (mut phone, mut tablet, [old, new], mut relay) = with_a_new_code();
        phone.record.write("written meanwhile");
        let done = phone.sync_until(&mut relay, steps).is_some();
        // The tablet meets whatever was left there, and waits or helps.
        tablet.record.write("on the tablet");
        tablet.sync(&mut relay);
        let summary = phone.sync(&mut relay);
        assert!(summary.findings.is_empty() && summary.stopped.is_none(), "{steps}: {summary:?}");
        assert!(phone.upkeep().recovery.is_none(), "{steps}");
        for _ in 0..2 {
            for each in [&mut tablet, &mut phone] {
                let summary = each.later(1, &mut relay);
                assert!(summary.findings.is_empty() && summary.same, "{steps}: {summary:?}");
            }
        }
        assert!(phone.store.kept.keys == tablet.store.kept.keys, "{steps}");
        assert!(phone.record.all() == tablet.record.all(), "{steps}");
        assert_eq!(restore(&mut relay, &old, 9, false).err(), Some(Stopped::LoginRefused), "{steps}");
        let (third, restored) = restore(&mut relay, &new, 9, true).unwrap();
        assert!(restored.findings.is_empty() && third.record.all() == phone.record.all(), "{steps}");
        if done {
            assert!(steps > 15, "an exchange does more than that: {steps}");
            return;
        }
    }
}

#[test]
fn on_less_than_everything_no_code_is_changed() {
    let (mut phone, mut tablet, [old, _], mut relay) = with_a_new_code();
    for words in ["one", "two"] {
        tablet.record.write(words);
        tablet.sync(&mut relay);
    }
    let mut bad = relay.clone();
    let lacks = bad.batches.keys().find(|(device, _)| *device == tablet.id()).copied().unwrap();
    bad.batches.remove(&lacks);
    let (lists, keyring) = (bad.lists.clone(), bad.keyring.clone());
    let summary = phone.sync(&mut bad);
    assert!(summary.findings.contains(&Finding::Missing), "{summary:?}");
    assert!(bad.lists == lists && bad.keyring == keyring && phone.upkeep().recovery.is_some());
    assert!(restore(&mut bad, &old, 8, false).is_ok(), "the old sheet is still good");
    phone.sync(&mut relay);
    assert!(phone.upkeep().recovery.is_none());
}
