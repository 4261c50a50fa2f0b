//! Phones with a record that is a set of changes, and a store in memory.

use std::sync::Arc;

use handrail_wire::Id as WireId;
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::{DeviceList, Signer};

use super::record::Record;
use super::relay::Relay;
use crate::ids::{Id, SystemRandomness};
use crate::sync::call::{Failure, Request, Response};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::sync::vault::{
    Exchange, Finding, FoundVault, Kept, KnownDevice, Restore, RestoreStep, Restored, Step, Summary, Upkeep, VaultState,
};
use crate::vault::code::VaultCode;
use crate::vault::device::{DeviceKeys, with, without};
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

pub(super) const NOW: i64 = 1_795_262_400_000;
pub(super) const DAY: u64 = 20_778;

/// A vault in a store, kept in memory.
pub(super) struct Store {
    pub(super) kept: Kept,
    pub(super) outbox: Vec<Vec<u8>>,
    pub(super) aside: Vec<Finding>,
}

impl VaultState for Store {
    fn sealed(&mut self, batch: &[u8], tip: Tip, ops: u64, said: &Vector) -> Result<(), StoreFailed> {
        self.outbox.push(batch.to_vec());
        (self.kept.tip, self.kept.ops_sealed, self.kept.said) = (tip, ops, said.clone());
        Ok(())
    }
    fn outbox_after(&mut self, sequence: u64) -> Result<Vec<Vec<u8>>, StoreFailed> {
        Ok(self.outbox.iter().skip(usize::try_from(sequence).unwrap()).cloned().collect())
    }
    fn own_tip(&mut self, sequence: u64) -> Result<Option<Tip>, StoreFailed> {
        let before = usize::try_from(sequence).unwrap();
        let batch = |bytes: &Vec<u8>| handrail_wire::vault::batch::Batch::decode(bytes).ok();
        let tip = |bytes: &Vec<u8>| batch(bytes).map(|batch| Tip::behind(&batch));
        Ok(if before == 0 { Some(Tip::start()) } else { self.outbox.get(before - 1).and_then(tip) })
    }
    fn acknowledged(&mut self, tip: Tip, epoch: WireId) -> Result<(), StoreFailed> {
        (self.kept.acknowledged, self.kept.relay_epoch) = (tip, Some(epoch));
        Ok(())
    }
    fn said(&mut self, head: &[u8], seen: &Vector) -> Result<(), StoreFailed> {
        let known = KnownDevice { tip: self.kept.tip, claim: None, head: Some(head.to_vec()) };
        self.kept.heads.insert(self.kept.device.id, known);
        self.kept.said = seen.clone();
        Ok(())
    }
    fn took_in(&mut self, device: WireId, known: &KnownDevice) -> Result<(), StoreFailed> {
        self.kept.heads.insert(device, known.clone());
        Ok(())
    }
    fn list(&mut self, object: &[u8]) -> Result<(), StoreFailed> {
        self.kept.list = object.to_vec();
        Ok(())
    }
    fn keyring(&mut self, version: u64, list: u64, keys: &EpochKeys) -> Result<(), StoreFailed> {
        (self.kept.keyring_version, self.kept.keyring_list, self.kept.keys) = (version, list, keys.clone());
        Ok(())
    }
    fn upkeep(&mut self, upkeep: &Upkeep) -> Result<(), StoreFailed> {
        // As text, as a store keeps it.
        self.kept.upkeep = Upkeep::from_text(&upkeep.to_text()).unwrap();
        assert_eq!(self.kept.upkeep, *upkeep);
        Ok(())
    }
    fn forget_outbox(&mut self, upto: u64) -> Result<(), StoreFailed> {
        for bytes in self.outbox.iter_mut().take(usize::try_from(upto).unwrap()) {
            bytes.clear();
        }
        Ok(())
    }
    fn put_aside(&mut self, _: &[u8], why: Finding) -> Result<(), StoreFailed> {
        self.aside.push(why);
        Ok(())
    }
}

pub(super) struct Phone {
    pub(super) record: Record,
    pub(super) store: Store,
    /// What its clock says.
    pub(super) now: i64,
}

pub(super) fn chance() -> SystemRandomness {
    SystemRandomness::default()
}

pub(super) fn device(n: u8) -> DeviceKeys {
    DeviceKeys::generate(Id::from_bytes([n; 16]), &chance()).unwrap()
}

/// Anna's phone with a new vault, its code, and the relay it is at.
pub(super) fn anna() -> (Phone, VaultCode, Relay) {
    let (keys, code, vault) = (device(1), VaultCode::generate(&chance()).unwrap(), WireId::from([40; 16]));
    let list = keys.first_list(vault, code.recovery().unwrap(), DAY).unwrap();
    let epochs = EpochKeys::first(&chance()).unwrap();
    let opened = DeviceList::open_first(&list).unwrap();
    let keyring = epochs.wrap(&opened, 1, Signer::Device(keys.id), &keys.identity, &chance()).unwrap();
    let relay = Relay::new(vault, list.clone(), keyring);
    let origin = "https://clinic.example".parse().unwrap();
    let of = FoundVault { origin, vault, list, keyring_version: 1, keyring_list: 1, keys: epochs };
    (Phone::with(Kept::new_device(Arc::new(keys), of)), code, relay)
}

impl Phone {
    pub(super) fn with(kept: Kept) -> Self {
        let record = Record::of(kept.device.id.into());
        Self { record, store: Store { kept, outbox: Vec::new(), aside: Vec::new() }, now: NOW }
    }

    /// The same phone in another course of things.
    pub(super) fn copy(&self) -> Self {
        let (outbox, aside) = (self.store.outbox.clone(), self.store.aside.clone());
        let store = Store { kept: self.store.kept.clone(), outbox, aside };
        Self { record: self.record.copy(), store, now: self.now }
    }

    /// One exchange with a relay that behaves.
    pub(super) fn sync(&mut self, relay: &mut Relay) -> Summary {
        self.sync_over(&mut |request| Ok(relay.answer(request)))
    }

    pub(super) fn sync_over(
        &mut self,
        link: &mut dyn FnMut(&Request) -> std::result::Result<Response, Failure>,
    ) -> Summary {
        let mut run = Exchange::new(self.store.kept.clone(), None, Arc::new(chance())).unwrap();
        let mut now = self.now;
        for _ in 0..500 {
            match run.next(now, &mut self.store, &self.record).unwrap() {
                Step::Send(request) => {
                    let answer = link(&request);
                    run.feed(now, answer, &mut self.store, &self.record).unwrap();
                }
                Step::Wait(until) => now = until,
                Step::Done(summary) => return summary,
            }
        }
        panic!("no end");
    }

    /// Adds a device to the list, as this phone does after the words matched, and hands it its keys.
    pub(super) fn add(&self, relay: &mut Relay, keys: DeviceKeys) -> Phone {
        let list = relay.list();
        let hash = DeviceList::hash_of(relay.lists.last().unwrap());
        let own = &self.store.kept.device;
        let by = Signer::Device(own.id);
        let object = with(&list, hash, by, keys.entry(DAY)).sign(&own.identity).unwrap();
        relay.lists.push(object.clone());
        let opened = DeviceList::kept(&object).unwrap();
        let version = self.store.kept.keyring_version + 1;
        let epochs = self.store.kept.keys.clone();
        relay.keyring = epochs.wrap(&opened, version, by, &own.identity, &chance()).unwrap();
        let of = FoundVault {
            origin: self.store.kept.origin.clone(),
            vault: self.store.kept.vault,
            list: object,
            keyring_version: version,
            keyring_list: opened.version,
            keys: epochs,
        };
        Phone::with(Kept::new_device(Arc::new(keys), of))
    }

    /// So many days later, one exchange.
    pub(super) fn later(&mut self, days: i64, relay: &mut Relay) -> Summary {
        self.now += days * 86_400_000;
        self.sync(relay)
    }

    pub(super) fn id(&self) -> WireId {
        self.store.kept.device.id
    }

    /// What was reached with snapshots.
    pub(super) fn upkeep(&self) -> &Upkeep {
        &self.store.kept.upkeep
    }

    /// Takes a device off the list. The next exchange of whoever is left makes the new epoch.
    pub(super) fn remove(&self, relay: &mut Relay, device: WireId) {
        let (list, own) = (relay.list(), &self.store.kept.device);
        let hash = DeviceList::hash_of(relay.lists.last().unwrap());
        let next = without(&list, hash, Signer::Device(own.id), device, DAY).unwrap();
        relay.lists.push(next.sign(&own.identity).unwrap());
    }
}

/// A restore on a new phone, to its end.
pub(super) fn restore(
    relay: &mut Relay,
    code: &VaultCode,
    n: u8,
    lost: bool,
) -> std::result::Result<(Phone, Restored), Stopped> {
    restore_onto(relay, code, Record::of(Id::from_bytes([n; 16])), n, lost)
}

/// The same on a phone that has a record already.
pub(super) fn restore_onto(
    relay: &mut Relay,
    code: &VaultCode,
    record: Record,
    n: u8,
    lost: bool,
) -> std::result::Result<(Phone, Restored), Stopped> {
    let keys = device(n);
    let origin = "https://clinic.example".parse().unwrap();
    let mut run = Restore::new(origin, code, keys, lost, DAY, Arc::new(chance())).unwrap();
    let mut now = NOW;
    for _ in 0..500 {
        match run.next(now) {
            RestoreStep::Send(request) => run.feed(now, Ok(relay.answer(&request)), &record).unwrap(),
            RestoreStep::Wait(until) => now = until,
            RestoreStep::Found(_) => run.go_on(),
            RestoreStep::Done(restored) => {
                let phone = Phone { record, ..Phone::with(restored.kept.clone()) };
                return Ok((phone, *restored));
            }
            RestoreStep::Stopped(why, _) => return Err(why),
        }
    }
    panic!("no end");
}
