//! Phones with a record that is a set of changes, and a store in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use handrail_wire::Id as WireId;
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::{DeviceList, Signer};
use serde_json::json;

use super::relay::Relay;
use crate::error::{Error, Result};
use crate::ids::{Id, SystemRandomness};
use crate::ledger::{self, Action, Batch, Digest, Ledger, LedgerError, Op, Snapshot};
use crate::sync::call::{Failure, Request, Response};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::sync::vault::{
    Exchange, Finding, Kept, KnownDevice, Restore, RestoreStep, Restored, Step, Summary, VaultState,
};
use crate::vault::code::VaultCode;
use crate::vault::device::{DeviceKeys, with, without};
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

pub(super) const NOW: i64 = 1_795_262_400_000;
pub(super) const DAY: u64 = 20_778;

/// A record that is nothing but its changes, in no order.
#[derive(Default)]
pub(super) struct Record {
    device: Option<Id>,
    ops: Mutex<BTreeMap<(Id, u64), Op>>,
}

impl Record {
    pub(super) fn of(device: Id) -> Self {
        Self { device: Some(device), ops: Mutex::default() }
    }

    pub(super) fn write(&self, words: &str) {
        let device = self.device.unwrap();
        let sequence = self.last(device) + 1;
        // As random as an id, and the same each time: bytes are counted.
        let hash = handrail_wire::derive::sha256_of(&[device.as_bytes(), &sequence.to_be_bytes()]);
        let record = hash[..16].try_into().unwrap();
        let body = json!({ "note": words }).as_object().unwrap().clone();
        let op = Op {
            sequence,
            stamp: u64::try_from(NOW).unwrap() << 16 | sequence,
            at_ms: NOW,
            by: None,
            action: Action::Whole(Some(body)),
            kind: "later_kind".into(),
            record: Id::from_bytes(record),
            since: None,
        };
        self.ops.lock().unwrap().insert((device, sequence), op);
    }

    /// Everything anybody wrote.
    pub(super) fn words(&self) -> BTreeSet<String> {
        let ops = self.ops.lock().unwrap();
        let words = ops.values().filter_map(|op| match &op.action {
            Action::Whole(Some(body)) => body["note"].as_str().map(str::to_owned),
            _ => None,
        });
        words.collect()
    }

    /// Loses a change, as a fault would.
    pub(super) fn lose_one(&self) {
        let mut ops = self.ops.lock().unwrap();
        let first = *ops.keys().find(|(device, _)| Some(*device) != self.device).unwrap();
        ops.remove(&first);
    }

    fn last(&self, device: Id) -> u64 {
        let ops = self.ops.lock().unwrap();
        ops.range((device, 0)..=(device, u64::MAX)).next_back().map_or(0, |((_, sequence), _)| *sequence)
    }
}

impl Ledger for Record {
    fn device(&self) -> Result<Id> {
        Ok(self.device.unwrap())
    }
    fn vector(&self) -> Result<ledger::Vector> {
        let mut vector = ledger::Vector::default();
        for (device, sequence) in self.ops.lock().unwrap().keys() {
            vector.set(*device, *sequence);
        }
        Ok(vector)
    }
    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        let device = self.device.unwrap();
        let ops = self.ops.lock().unwrap();
        let mut batch = Batch { device, ops: Vec::new() };
        for (_, op) in ops.range((device, after + 1)..=(device, u64::MAX)) {
            batch.ops.push(op.clone());
            if batch.to_bytes().unwrap().len() > byte_limit && batch.ops.len() > 1 {
                batch.ops.pop();
                break;
            }
        }
        Ok((!batch.ops.is_empty()).then_some(batch))
    }
    fn ops_since(&self, _: &ledger::Vector, _: usize) -> Result<Vec<Batch>> {
        Err(Error::Ledger(LedgerError::Collected))
    }
    fn take_in(&self, batch: &Batch) -> Result<ledger::TakenIn> {
        let mut taken = ledger::TakenIn::default();
        for op in &batch.ops {
            let old = self.ops.lock().unwrap().insert((batch.device, op.sequence), op.clone());
            taken.new += u64::from(old.is_none());
        }
        Ok(taken)
    }
    fn digest(&self) -> Result<Digest> {
        let mut digest = Digest::default();
        for ((device, _), op) in &*self.ops.lock().unwrap() {
            digest.add_cell(op.record, "", op.stamp, *device, b"x");
        }
        Ok(digest)
    }
    fn snapshot(&self) -> Result<Snapshot> {
        Err(Error::Ledger(LedgerError::Collected))
    }
    fn load_snapshot(&self, _: &Snapshot) -> Result<ledger::TakenIn> {
        Err(Error::Ledger(LedgerError::Collected))
    }
    fn forget_log_below(&self, _: &ledger::Vector) -> Result<u64> {
        Ok(0)
    }
    fn begin_as(&self, _: Id, _: u64) -> Result<()> {
        Ok(())
    }
}

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
        let tip = |bytes: &Vec<u8>| Tip::behind(&handrail_wire::vault::batch::Batch::decode(bytes).unwrap());
        Ok(if before == 0 { Some(Tip::start()) } else { self.outbox.get(before - 1).map(tip) })
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
    fn put_aside(&mut self, _: &[u8], why: Finding) -> Result<(), StoreFailed> {
        self.aside.push(why);
        Ok(())
    }
}

pub(super) struct Phone {
    pub(super) record: Record,
    pub(super) store: Store,
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
    let kept = Kept {
        origin: "https://clinic.example".parse().unwrap(),
        vault,
        device: Arc::new(keys),
        list,
        keyring_version: 1,
        keyring_list: 1,
        keys: epochs,
        tip: Tip::start(),
        ops_sealed: 0,
        acknowledged: Tip::start(),
        relay_epoch: None,
        said: Vector::new(),
        heads: BTreeMap::new(),
    };
    (Phone::with(kept), code, relay)
}

impl Phone {
    pub(super) fn with(kept: Kept) -> Self {
        let record = Record::of(kept.device.id.into());
        Self { record, store: Store { kept, outbox: Vec::new(), aside: Vec::new() } }
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
        let mut now = NOW;
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
        let kept = Kept {
            device: Arc::new(keys),
            list: object,
            keyring_version: version,
            keyring_list: opened.version,
            keys: epochs,
            tip: Tip::start(),
            ops_sealed: 0,
            acknowledged: Tip::start(),
            relay_epoch: None,
            said: Vector::new(),
            heads: BTreeMap::new(),
            ..self.store.kept.clone()
        };
        Phone::with(kept)
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
    let keys = device(n);
    let record = Record::of(keys.id.into());
    let origin = "https://clinic.example".parse().unwrap();
    let mut run = Restore::new(origin, code, keys, lost, DAY, Arc::new(chance())).unwrap();
    let mut now = NOW;
    for _ in 0..500 {
        match run.next(now) {
            RestoreStep::Send(request) => run.feed(now, Ok(relay.answer(&request)), &record).unwrap(),
            RestoreStep::Wait(until) => now = until,
            RestoreStep::Done(restored) => {
                let phone = Phone { record, ..Phone::with(restored.kept.clone()) };
                return Ok((phone, *restored));
            }
            RestoreStep::Stopped(why, _) => return Err(why),
        }
    }
    panic!("no end");
}
