//! A phone that dies between any two steps of removing, rotating, purging, making a snapshot and collecting, and goes on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use handrail_wire::Id as WireId;
use handrail_wire::vault::Vector;
use proptest::prelude::*;

use super::phones::{Phone, Store, anna, chance, device, restore};
use super::record::Record;
use super::relay::Relay;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::ledger::{self, Batch, Digest, Ledger, Snapshot, TakenIn};
use crate::sync::call::Failure;
use crate::sync::state::StoreFailed;
use crate::sync::vault::{Exchange, Finding, KnownDevice, Purge, Step, Summary, Upkeep, VaultState};
use crate::vault::code::VaultCode;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

/// So many steps are left until the battery is empty. A step is a write before it is done, and a call on its way there
/// and back.
pub(super) struct Fuse(AtomicU32);

impl Fuse {
    pub(super) fn of(steps: u32) -> Self {
        Self(AtomicU32::new(steps))
    }

    pub(super) fn burn(&self) -> bool {
        let left = self.0.load(Ordering::SeqCst);
        self.0.store(left.saturating_sub(1), Ordering::SeqCst);
        left == 0
    }
}

pub(super) struct Dying<'a>(pub(super) &'a mut Store, pub(super) &'a Fuse);

impl Dying<'_> {
    fn step(&self) -> std::result::Result<(), StoreFailed> {
        if self.1.burn() { Err(StoreFailed) } else { Ok(()) }
    }
}

type Done = std::result::Result<(), StoreFailed>;

impl VaultState for Dying<'_> {
    fn sealed(&mut self, batch: &[u8], tip: Tip, ops: u64, said: &Vector) -> Done {
        self.step()?;
        self.0.sealed(batch, tip, ops, said)
    }
    fn outbox_after(&mut self, sequence: u64) -> std::result::Result<Vec<Vec<u8>>, StoreFailed> {
        self.0.outbox_after(sequence)
    }
    fn own_tip(&mut self, sequence: u64) -> std::result::Result<Option<Tip>, StoreFailed> {
        self.0.own_tip(sequence)
    }
    fn acknowledged(&mut self, tip: Tip, epoch: WireId) -> Done {
        self.step()?;
        self.0.acknowledged(tip, epoch)
    }
    fn said(&mut self, head: &[u8], seen: &Vector) -> Done {
        self.step()?;
        self.0.said(head, seen)
    }
    fn took_in(&mut self, device: WireId, known: &KnownDevice) -> Done {
        self.step()?;
        self.0.took_in(device, known)
    }
    fn list(&mut self, object: &[u8]) -> Done {
        self.step()?;
        self.0.list(object)
    }
    fn keyring(&mut self, version: u64, list: u64, keys: &EpochKeys) -> Done {
        self.step()?;
        self.0.keyring(version, list, keys)
    }
    fn upkeep(&mut self, upkeep: &Upkeep) -> Done {
        self.step()?;
        self.0.upkeep(upkeep)
    }
    fn forget_outbox(&mut self, upto: u64) -> Done {
        self.step()?;
        self.0.forget_outbox(upto)
    }
    fn put_aside(&mut self, bytes: &[u8], why: Finding) -> Done {
        self.step()?;
        self.0.put_aside(bytes, why)
    }
}

pub(super) struct DyingRecord<'a>(pub(super) &'a Record, pub(super) &'a Fuse);

impl DyingRecord<'_> {
    fn step(&self) -> Result<()> {
        if self.1.burn() { Err(Error::Internal("the battery is empty")) } else { Ok(()) }
    }
}

impl Ledger for DyingRecord<'_> {
    fn device(&self) -> Result<Id> {
        self.0.device()
    }
    fn vector(&self) -> Result<ledger::Vector> {
        self.0.vector()
    }
    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        self.0.own_since(after, byte_limit)
    }
    fn ops_since(&self, known: &ledger::Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        self.0.ops_since(known, byte_limit)
    }
    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        self.step()?;
        self.0.take_in(batch)
    }
    fn digest(&self) -> Result<Digest> {
        self.0.digest()
    }
    fn snapshot(&self) -> Result<Snapshot> {
        self.0.snapshot()
    }
    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        self.step()?;
        self.0.load_snapshot(snapshot)
    }
    fn forget_log_below(&self, covered: &ledger::Vector) -> Result<u64> {
        self.step()?;
        self.0.forget_log_below(covered)
    }
    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        self.step()?;
        self.0.begin_as(device, delivered)
    }
}

impl Phone {
    /// One exchange, for as long as the battery lasts; `None` where it did not.
    pub(super) fn sync_until(&mut self, relay: &mut Relay, steps: u32) -> Option<Summary> {
        let fuse = Fuse::of(steps);
        let mut run = Exchange::new(self.store.kept.clone(), None, Arc::new(chance())).unwrap();
        let record = DyingRecord(&self.record, &fuse);
        let mut now = self.now;
        for _ in 0..500 {
            let mut state = Dying(&mut self.store, &fuse);
            match run.next(now, &mut state, &record).ok()? {
                Step::Send(request) => {
                    if fuse.burn() {
                        return None; // before it was sent
                    }
                    let answer = relay.answer(&request);
                    if fuse.burn() {
                        return None; // done at the relay, and nobody here knows
                    }
                    let answer: std::result::Result<_, Failure> = Ok(answer);
                    run.feed(now, answer, &mut state, &record).ok()?;
                }
                Step::Wait(until) => now = until,
                Step::Done(summary) => return Some(summary),
            }
        }
        panic!("no end");
    }
}

/// A phone with a removal to carry out, an entry to purge, and a snapshot that is due; a tablet that stays, and a
/// device to be taken off.
fn with_everything_to_do() -> (Phone, Phone, VaultCode, Relay) {
    let (mut phone, code, mut relay) = anna();
    let mut tablet = phone.add(&mut relay, device(2));
    phone.record.write("from the phone");
    let gone = phone.record.write("removed for good");
    phone.sync(&mut relay);
    tablet.record.write("from the tablet");
    tablet.sync(&mut relay);
    phone.sync(&mut relay);
    let old = phone.add(&mut relay, device(3));
    phone.now += 31 * 86_400_000;
    tablet.now = phone.now;
    tablet.record.write("not yet seen by the phone");
    tablet.sync(&mut relay);
    phone.record.remove_for_good(gone);
    phone.record.write("the newest");
    phone.store.kept.upkeep.removing.insert(old.id());
    (phone, tablet, code, relay)
}

#[test]
fn killed_between_any_two_steps_of_rotation_purge_and_collection_it_goes_on() {
    let mut all = None;
    for steps in 0.. {
        let (mut phone, mut tablet, code, mut relay) = with_everything_to_do();
        let done = phone.sync_until(&mut relay, steps).is_some();
        // Opened again; the other one agrees, with the same ill luck.
        let summary = phone.later(1, &mut relay);
        assert!(summary.findings.is_empty() && summary.stopped.is_none(), "{steps}: {summary:?}");
        tablet.now = phone.now;
        let tablet_done = tablet.sync_until(&mut relay, steps).is_some();
        let summary = tablet.later(1, &mut relay);
        assert!(summary.findings.is_empty() && summary.stopped.is_none(), "{steps}: {summary:?}");
        for _ in 0..2 {
            phone.later(1, &mut relay);
            tablet.later(1, &mut relay);
        }
        assert_eq!(phone.record.digest().unwrap(), tablet.record.digest().unwrap(), "{steps}");
        assert!(phone.record.all() == tablet.record.all(), "{steps}");
        assert_eq!(phone.record.words().len(), 4, "{steps}");
        assert!(phone.upkeep().collected && tablet.upkeep().collected, "{steps}: {:?}", phone.upkeep());
        assert_eq!((phone.upkeep().purge, phone.upkeep().removing.len()), (Purge::None, 0), "{steps}");
        assert_eq!(relay.list().live().count(), 2, "{steps}");
        assert!(relay.snapshots.len() == 2 && relay.batches.is_empty(), "{steps}: {:?}", relay.batches.keys());
        assert!(phone.store.kept.keys == tablet.store.kept.keys, "{steps}");
        let (new, restored) = restore(&mut relay, &code, 9, true).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == phone.record.all(), "{steps}");
        let words = phone.record.words();
        assert!(all.get_or_insert_with(|| words.clone()) == &words, "{steps}");
        if done && tablet_done {
            assert!(steps > 40, "an exchange does more than that: {steps}");
            return;
        }
    }
}

/// What happens in a course of things.
#[derive(Debug, Clone)]
enum Act {
    Write(usize),
    Edit(usize, usize),
    Delete(usize, usize),
    Purge(usize, usize),
    Sync(usize),
    Die(usize, u32),
    Days(usize, i64),
    TakeOff(usize, usize),
    Join(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = 0_usize..4;
    let one = prop_oneof![
        4 => who.clone().prop_map(Act::Write),
        3 => (who.clone(), 0_usize..6).prop_map(|(who, which)| Act::Edit(who, which)),
        1 => (who.clone(), 0_usize..6).prop_map(|(who, which)| Act::Delete(who, which)),
        1 => (who.clone(), 0_usize..6).prop_map(|(who, which)| Act::Purge(who, which)),
        6 => who.clone().prop_map(Act::Sync),
        2 => (who.clone(), 0_u32..60).prop_map(|(who, steps)| Act::Die(who, steps)),
        3 => (who.clone(), prop_oneof![Just(1_i64), Just(2), Just(31)]).prop_map(|(who, days)| Act::Days(who, days)),
        1 => (who.clone(), who.clone()).prop_map(|(who, whom)| Act::TakeOff(who, whom)),
        1 => who.prop_map(Act::Join),
    ];
    proptest::collection::vec(one, 5..60)
}

struct World {
    relay: Relay,
    code: VaultCode,
    phones: BTreeMap<usize, Phone>,
    /// What was removed for good, and on which phone.
    purged: Vec<(usize, Id)>,
    next: u8,
}

impl World {
    fn new() -> Self {
        let (phone, code, mut relay) = anna();
        let second = phone.add(&mut relay, device(2));
        Self { relay, code, phones: [(0, phone), (1, second)].into(), purged: Vec::new(), next: 3 }
    }

    fn act(&mut self, act: &Act) {
        let (Act::Write(who)
        | Act::Edit(who, _)
        | Act::Delete(who, _)
        | Act::Purge(who, _)
        | Act::Sync(who)
        | Act::Die(who, _)
        | Act::Days(who, _)
        | Act::TakeOff(who, _)
        | Act::Join(who)) = act;
        if let Act::Join(_) = act {
            let live = self.phones.values().filter(|p| self.relay.list().live_device(p.id()).is_some()).count();
            if live < 4 && self.next < 9 {
                // By the code, as a further phone: nobody is taken off for it.
                let (phone, restored) = restore(&mut self.relay, &self.code, self.next, false).unwrap();
                assert!(restored.findings.is_empty(), "{restored:?}");
                self.phones.insert(usize::from(self.next), phone);
                self.next += 1;
            }
            return;
        }
        let keys: Vec<usize> = self.phones.keys().copied().collect();
        let who = keys[who % keys.len()];
        let other = |which: usize| keys[which % keys.len()];
        let whom = match act {
            Act::TakeOff(_, whom) => self.phones[&other(*whom)].id(),
            _ => WireId::from([0; 16]),
        };
        let live = self.phones.values().filter(|p| self.relay.list().live_device(p.id()).is_some()).count();
        let phone = self.phones.get_mut(&who).unwrap();
        let ids = phone.record.ids();
        let record = |which: &usize| (!ids.is_empty()).then(|| ids[which % ids.len()]);
        match act {
            Act::Write(_) => drop(phone.record.edit(None, "wish", "words")),
            Act::Edit(_, which) => {
                if let Some(id) = record(which) {
                    let words = format!("words of {who}, {}", phone.record.log());
                    phone.record.edit(Some(id), ["why", "when"][which % 2], &words);
                }
            }
            Act::Delete(_, which) => record(which).into_iter().for_each(|id| phone.record.delete(id)),
            Act::Purge(_, which) => {
                if let Some(id) = record(which) {
                    phone.record.remove_for_good(id);
                    self.purged.push((who, id));
                }
            }
            Act::Sync(_) => drop(phone.sync(&mut self.relay)),
            Act::Die(_, steps) => drop(phone.sync_until(&mut self.relay, *steps)),
            Act::Days(_, days) => drop(phone.later(*days, &mut self.relay)),
            Act::TakeOff(..) if whom != phone.id() && live > 2 => {
                phone.store.kept.upkeep.removing.insert(whom);
            }
            Act::TakeOff(..) | Act::Join(_) => {}
        }
    }

    /// Everybody who is left syncs until there is nothing to say, and all is looked at.
    fn rest(&mut self) {
        for _ in 0..5 {
            let list = self.relay.list();
            for phone in self.phones.values_mut().filter(|phone| list.live_device(phone.id()).is_some()) {
                phone.later(1, &mut self.relay);
            }
        }
        let list = self.relay.list();
        self.phones.retain(|_, phone| list.live_device(phone.id()).is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_in_whatever_order_everybody_who_is_left_holds_the_same(acts in acts()) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
        }
        world.rest();
        prop_assert!(!world.phones.is_empty());
        let mut held = Vec::new();
        for phone in world.phones.values_mut() {
            let summary = phone.later(1, &mut world.relay);
            prop_assert!(summary.stopped.is_none() && summary.findings.is_empty() && summary.same, "{summary:?}");
            held.push((phone.record.digest().unwrap(), phone.record.all()));
        }
        let same = held.iter().all(|(digest, _)| *digest == held[0].0);
        prop_assert!(same, "{:?}", held.iter().map(|(digest, _)| *digest).collect::<Vec<_>>());
        prop_assert!(held.iter().all(|(_, all)| *all == held[0].1));
        let (new, restored) = restore(&mut world.relay, &world.code, 99, false).unwrap();
        prop_assert!(restored.findings.is_empty(), "{restored:?}");
        prop_assert_eq!(new.record.digest().unwrap(), held[0].0);
        prop_assert!(new.record.all() == held[0].1);
        // What a phone removed that was let go before it could say so is not for the others to know.
        let mut said = world.purged.iter().filter(|(who, _)| world.phones.contains_key(who));
        prop_assert!(said.all(|(_, id)| !new.record.ids().contains(id)));
    }
}
