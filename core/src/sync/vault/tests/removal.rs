//! Devices that are taken off the list, that are let go after long silence, and that come back.

use handrail_wire::Fixed;
use handrail_wire::vault::snapshot::{self, Snapshot};

use super::phones::{Phone, anna, chance, device, restore, restore_onto};
use super::relay::Relay;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::sync::call::Failure;
use crate::sync::relay::Stopped;
use crate::sync::vault::{Finding, SILENT_DAYS, Summary};
use crate::vault::code::VaultCode;
use crate::vault::sealed::seal_snapshot;

/// Phone and tablet, alike, with three entries each.
fn two() -> (Phone, Phone, VaultCode, Relay) {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    for n in 0..3 {
        phone.record.write(&format!("phone {n}"));
        phone.sync(&mut relay);
        tablet.record.write(&format!("tablet {n}"));
        tablet.sync(&mut relay);
    }
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    (phone, tablet, code, relay)
}

/// The person takes the other device off the list.
fn take_off(phone: &mut Phone, other: &Phone) {
    phone.store.kept.upkeep.removing.insert(other.id());
}

/// Nothing to say on either side: one call behind the login, and as few bytes as ever.
pub(super) fn at_rest(phone: &mut Phone, relay: &mut Relay) {
    let (calls, syncs) = (relay.calls.len(), relay.traffic.2);
    let summary = phone.sync(relay);
    assert!(summary.same && summary.findings.is_empty() && summary.taken_in == 0, "{summary:?}");
    assert_eq!((relay.calls.len() - calls, relay.traffic), (3, (29, 37, syncs + 1)));
}

#[test]
fn a_device_taken_off_the_list_cannot_read_what_comes_after() {
    let (mut phone, mut tablet, code, mut relay) = two();
    tablet.record.write("sent before, and not yet read by the phone");
    tablet.sync(&mut relay);
    take_off(&mut phone, &tablet);
    phone.record.write("after that");
    let summary = phone.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    assert!(relay.list().live_device(tablet.id()).is_none() && phone.upkeep().removing.is_empty());
    assert_eq!(phone.store.kept.keys.current().unwrap().0, 2);
    assert!(phone.record.words().contains("sent before, and not yet read by the phone"));
    phone.record.write("and after");
    phone.sync(&mut relay);

    let summary = tablet.sync(&mut relay);
    assert_eq!(summary.stopped, Some(Stopped::LoginRefused));
    // Whatever it gets hold of: it has no key for it.
    let newest = relay.batches.iter().rfind(|((device, _), _)| *device == phone.id()).unwrap();
    let opened = crate::vault::sealed::open_batch(newest.1, &relay.list(), &tablet.store.kept.keys);
    assert_eq!(opened.err(), Some(crate::vault::VaultError::NoKey));
    let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
    assert!(restored.findings.is_empty() && new.record.words() == phone.record.words());
}

#[test]
fn h14_rotation_refuses_while_anything_is_missing_or_in_doubt() {
    let (mut phone, mut tablet, _, mut relay) = two();
    let old = relay.clone();
    tablet.record.write("one more");
    tablet.sync(&mut relay);
    tablet.record.write("and another");
    tablet.sync(&mut relay);
    let third = phone.add(&mut relay, device(3));
    phone.later(1, &mut relay);
    for words in ["the last but one", "the last"] {
        tablet.record.write(words);
        tablet.later(1, &mut relay);
    }
    take_off(&mut phone, &third);
    let refuses = |name: &str, expected: Finding, change: &dyn Fn(&mut Relay)| {
        let mut bad = relay.clone();
        change(&mut bad);
        let mut phone = phone.copy();
        let summary: Summary = phone.sync(&mut bad);
        assert!(summary.findings.contains(&expected), "{name}: {summary:?}");
        assert!(bad.lists.len() <= relay.lists.len() && bad.list().version <= relay.list().version, "{name}");
        assert_eq!(phone.store.kept.keys.current().unwrap().0, 1, "{name}");
        assert!(!phone.upkeep().removing.is_empty(), "{name}: it is still to be done");
    };
    let newest = (tablet.id(), 6);
    refuses("a batch is missing", Finding::Missing, &|relay| drop(relay.batches.remove(&newest)));
    refuses("a batch does not open", Finding::Forged, &|relay| {
        let bytes = relay.batches.get_mut(&newest).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
    });
    refuses("an older list", Finding::OldList, &|relay| drop(relay.lists.pop()));
    refuses("an older keyring", Finding::OldKeyring, &|relay| relay.keyring.clone_from(&old.keyring));
    refuses("heads that went back", Finding::WentBack, &|relay| {
        let own = relay.batches.keys().rfind(|(device, _)| *device == phone.id()).copied().unwrap();
        relay.batches.remove(&own);
    });
    // A fetch that never comes to an end.
    let mut alone = phone.copy();
    let summary = alone.sync_over(&mut |request| {
        if request.path.ends_with("/sync") { Err(Failure::Torn) } else { Ok(relay.clone().answer(request)) }
    });
    assert!(summary.stopped.is_some() && alone.store.kept.keys.current().unwrap().0 == 1);
    // And with everything there.
    phone.sync(&mut relay);
    assert!(relay.list().live_device(third.id()).is_none());
    assert_eq!(phone.store.kept.keys.current().unwrap().0, 2);
}

#[test]
fn a_device_that_is_silent_for_90_days_is_let_go_and_nothing_is_resurrected_when_it_returns() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let goal = phone.record.edit(None, "wish", "a garden");
    let gone = phone.record.edit(None, "wish", "not any more");
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    // On the tablet, in a drawer, never sent.
    tablet.record.edit(Some(gone), "colour", "written before it was removed");
    tablet.record.edit(Some(goal), "why", "for the tomatoes");
    let unsent = 2;

    phone.record.remove_for_good(gone);
    let mut days = 0;
    while relay.list().live_device(tablet.id()).is_some() {
        phone.record.write(&format!("day {days}"));
        let summary = phone.later(5, &mut relay);
        assert!(summary.findings.is_empty(), "{summary:?}");
        days += 5;
        assert!(days < 120, "{:?}", phone.upkeep());
    }
    assert!(days >= i64::try_from(SILENT_DAYS).unwrap(), "not before: {days}");
    // Now everybody who is left agrees, and the log the tablet would need is gone.
    phone.record.write("goes on");
    phone.later(40, &mut relay);
    assert!(phone.upkeep().collected && relay.batches.len() < 3, "{:?}", relay.batches.keys());

    assert_eq!(tablet.sync(&mut relay).stopped, Some(Stopped::LoginRefused));
    let (mut back, restored) = restore_onto(&mut relay, &code, tablet.record.copy(), 7, false).unwrap();
    assert!(restored.findings.is_empty() && restored.snapshot.is_some(), "{restored:?}");
    let own = back.record.own_since(0, usize::MAX).unwrap().unwrap();
    assert_eq!(own.ops.len(), unsent, "only what the vault does not hold");
    assert!(own.ops.iter().all(|op| op.by == Some(tablet.id().into())));
    back.now = phone.now;
    let summary = back.sync(&mut relay);
    assert!(summary.same && summary.findings.is_empty(), "{summary:?}");
    phone.later(1, &mut relay);
    assert_eq!(back.record.digest().unwrap(), phone.record.digest().unwrap());
    assert!(back.record.all() == phone.record.all());
    let words = phone.record.words();
    assert!(words.contains("for the tomatoes") && !words.contains("not any more"));
    assert!(!phone.record.all().contains("before it was removed"), "nothing is resurrected");
    // Once more under its old name it is nobody.
    assert_eq!(tablet.sync(&mut relay).stopped, Some(Stopped::LoginRefused));
}

#[test]
fn no_clock_lets_anybody_go_and_neither_does_having_nothing_to_say() {
    let (mut phone, mut tablet, _, mut relay) = two();
    phone.record.write("for the tablet to see");
    phone.sync(&mut relay);
    // Ten years ahead, back, and ahead again.
    for days in [3650, -3650, 3650, -3600, 40, -40] {
        phone.later(days, &mut relay);
    }
    assert!(relay.list().live_device(tablet.id()).is_some());
    // For a year nobody writes anything: nobody had anything to say.
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    for _ in 0..60 {
        phone.later(6, &mut relay);
    }
    assert!(relay.list().live_device(tablet.id()).is_some(), "{:?}", phone.upkeep());
    assert_eq!(phone.upkeep().others[&tablet.id()].silent, 0);
}

#[test]
fn h05_fork_what_is_hidden_shows_as_last_seen_and_comes_together_without_loss() {
    let (mut phone, mut tablet, _, relay) = two();
    let seen = phone.upkeep().others[&tablet.id()];
    // From here on each of them is shown its own world.
    let (mut of_phone, mut of_tablet) = (relay.clone(), relay);
    for n in 0..5 {
        phone.record.write(&format!("phone, alone {n}"));
        tablet.record.write(&format!("tablet, alone {n}"));
        phone.later(3, &mut of_phone);
        tablet.later(3, &mut of_tablet);
    }
    let hidden = phone.upkeep().others[&tablet.id()];
    assert_eq!(hidden.day, seen.day, "the day it was last heard of stands");
    assert!(hidden.silent >= 10, "{hidden:?}");
    // Nothing was acknowledged for both, so nothing was let go.
    assert_eq!(phone.record.log(), 11);
    // The worlds meet: each chain goes on where it was, nobody has to be asked.
    let mut met = of_phone.clone();
    met.batches.extend(of_tablet.batches.clone());
    met.heads
        .extend(of_tablet.heads.iter().filter(|(device, _)| **device == tablet.id()).map(|(d, h)| (*d, h.clone())));
    phone.later(1, &mut met);
    tablet.later(1, &mut met);
    phone.later(1, &mut met);
    assert_eq!(phone.record.digest().unwrap(), tablet.record.digest().unwrap());
    assert!(phone.record.words().len() == 16 && phone.record.words() == tablet.record.words());

    // One that shows two different second batches is caught by the chain.
    let (mut one, mut other) = (met.clone(), met.clone());
    let mut twin = tablet.copy();
    tablet.record.write("in one world");
    twin.record.write("in the other");
    tablet.later(1, &mut one);
    twin.later(1, &mut other);
    phone.later(1, &mut one);
    // A signed head in the other world, or the next batch there, names what the phone never took in.
    let mut unread = (phone.copy(), other.clone());
    phone.record.write("for the twin to read");
    phone.later(1, &mut other);
    twin.later(1, &mut other);
    assert!(phone.later(1, &mut other).findings.contains(&Finding::Forked));
    twin.record.write("and on");
    twin.later(1, &mut unread.1);
    let summary = unread.0.later(1, &mut unread.1);
    assert!(!summary.same && summary.findings.contains(&Finding::Forked), "{summary:?}");
    assert!(unread.0.record.words().contains("in one world"), "what was taken in stays");
}

#[test]
fn h03_rollback_restore_a_consistent_one_shows_its_date_and_an_inconsistent_one_is_named() {
    let (mut phone, mut tablet, code, mut relay) = two();
    let (old, words) = (relay.clone(), phone.record.words());
    for n in 0..4 {
        phone.record.write(&format!("later {n}"));
        phone.sync(&mut relay);
    }
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    // Everything from before: nothing on a new phone can tell. What came is what is shown to be confirmed.
    let mut rolled = old.clone();
    let (mut new, restored) = restore(&mut rolled, &code, 9, false).unwrap();
    assert!(restored.findings.is_empty() && new.record.words() == words);
    // Whoever knows better says so, and brings what is missing.
    let summary = phone.later(1, &mut rolled);
    assert!(summary.findings.contains(&Finding::WentBack), "{summary:?}");
    new.sync(&mut rolled);
    assert!(new.record.words() == phone.record.words());
    // Only the batches from before, or only the heads.
    let mut half = relay.clone();
    half.batches.clone_from(&old.batches);
    let (_, restored) = restore(&mut half, &code, 9, true).unwrap();
    assert!(restored.findings.contains(&Finding::Missing) && !restored.old_removed, "{restored:?}");
}

#[test]
fn h11_another_suite_or_format_of_a_snapshot_is_refused() {
    let (mut phone, _, code, mut relay) = two();
    phone.record.write("more");
    phone.later(31, &mut relay);
    let good = relay.snapshots[0].1.clone();
    // The object's own format byte; then the format and the suite in its header.
    for (at, value) in [(0, 2), (0, 0), (5, 2), (10, 2), (10, 0)] {
        let mut bad = relay.clone();
        bad.snapshots[0].1[at] = value;
        let (new, restored) = restore(&mut bad, &code, 9, true).unwrap();
        assert!(restored.findings.contains(&Finding::Newer), "byte {at}: {restored:?}");
        assert!(restored.snapshot.is_none() && new.record.words() == phone.record.words());
    }
    assert!(relay.snapshots[0].1 == good);
}

#[test]
fn h44_a_snapshot_that_a_removed_device_makes_is_not_relied_on() {
    let (mut phone, tablet, _, mut relay) = two();
    take_off(&mut phone, &tablet);
    phone.sync(&mut relay);
    // It still has the old key, and friends at the relay.
    let mut record = phone.record.snapshot().unwrap();
    record.records.clear();
    record.digest = crate::ledger::Digest::default();
    let header = snapshot::Header {
        vault: relay.vault,
        device: tablet.id(),
        number: 1,
        epoch: 1,
        covers: [(phone.id(), 3)].into_iter().collect(),
        digest: Fixed(*record.digest.as_bytes()),
        list: 2,
    };
    let body = record.to_bytes().unwrap();
    let keys = &tablet.store.kept.keys;
    let made: Snapshot = seal_snapshot(header, keys, &tablet.store.kept.device, &body, &chance()).unwrap();
    relay.snapshots.push(((tablet.id(), 1), made.encode()));
    let log = phone.record.log();
    let summary = phone.later(1, &mut relay);
    assert_eq!(phone.record.log(), 0, "after a good one of its own");
    assert!(log > 0 && relay.snapshots.last().unwrap().0.0 == phone.id(), "{summary:?}");
    let mut third = phone.add(&mut relay, device(3));
    third.now = phone.now;
    third.sync(&mut relay);
    assert!(third.record.words() == phone.record.words() && third.record.words().len() == 6);
    assert!(Id::from_bytes([2; 16]) == tablet.id().into());
}
