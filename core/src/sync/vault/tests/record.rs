//! A record in memory: every record a fold, the log a map. It keeps the promises of a ledger in the plainest way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde_json::json;

use super::phones::NOW;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::ledger::{self, Action, Batch, Digest, Fold, Ledger, LedgerError, Op, Snapshot, TakenIn, Vector};

/// A record of a kind that changes field by field, and of one that is written whole; neither is known to this version.
const LIVING: &str = "later_living";
const WHOLE: &str = "later_kind";

#[derive(Clone)]
struct State {
    device: Id,
    sequence: u64,
    highest: u64,
    log: BTreeMap<(Id, u64), Op>,
    known: BTreeMap<Id, u64>,
    forgotten: BTreeMap<Id, u64>,
    folds: BTreeMap<Id, Fold>,
    /// Worked out when somebody asks, and kept until something changes.
    digest: Option<Digest>,
}

pub(super) struct Record(Mutex<State>);

impl Record {
    pub(super) fn of(device: Id) -> Self {
        Self(Mutex::new(State {
            device,
            sequence: 0,
            highest: 0,
            log: BTreeMap::new(),
            known: BTreeMap::new(),
            forgotten: BTreeMap::new(),
            folds: BTreeMap::new(),
            digest: None,
        }))
    }

    /// The same store on another phone, or the same before and after a fault.
    pub(super) fn copy(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap().clone()))
    }

    /// A new entry.
    pub(super) fn write(&self, words: &str) -> Id {
        self.change(WHOLE, None, Action::Whole(json!({ "note": words }).as_object().cloned()))
    }

    /// A check-in as a phone writes it: four signs rated, the day and the clock, and words with every third.
    pub(super) fn check_in(&self, n: u64) {
        const WORDS: [&str; 24] = [
            "slept", "badly", "walked", "to", "the", "park", "with", "Sam", "felt", "a", "little", "better", "after",
            "call", "tea", "was", "good", "bus", "late", "again", "but", "stayed", "at", "home",
        ];
        let random = |what: u64| handrail_wire::derive::sha256_of(&[&n.to_be_bytes(), &what.to_be_bytes()]);
        let made_ms = NOW - 86_400_000 * 5_000 + i64::try_from(n).unwrap() * 86_400_000 + i64::from(random(0)[0]) * 997;
        let mut id = [0; 16];
        id[..6].copy_from_slice(&made_ms.to_be_bytes()[2..]);
        id[6..].copy_from_slice(&random(1)[..10]);
        let sign =
            |s: u64| Id::from_bytes(handrail_wire::derive::sha256_of(&[&s.to_le_bytes()])[..16].try_into().unwrap());
        let ratings: BTreeMap<String, u8> =
            (0..4).map(|s| (sign(s).to_string(), random(2)[usize::try_from(s).unwrap()] % 5)).collect();
        let words = random(3);
        let note: Vec<&str> = words.iter().take(8).map(|at| WORDS[usize::from(*at) % WORDS.len()]).collect();
        let note = if n.is_multiple_of(3) { note.join(" ") } else { String::new() };
        let body = json!({ "ratings": json!(ratings).to_string(), "note": note, "made_ms": made_ms,
            "made_zone": "Europe/London", "made_offset": 0, "day": format!("2026-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1) });
        self.change("check_in", Some(Id::from_bytes(id)), Action::Whole(body.as_object().cloned()));
    }

    /// A new record that changes field by field, or a change of one.
    pub(super) fn edit(&self, id: Option<Id>, field: &str, words: &str) -> Id {
        self.change(LIVING, id, Action::Fields(json!({ field: words }).as_object().cloned()))
    }

    pub(super) fn delete(&self, id: Id) {
        let kind = self.kind(id);
        self.change(&kind, Some(id), Action::Delete);
    }

    pub(super) fn remove_for_good(&self, id: Id) {
        let kind = self.kind(id);
        self.change(&kind, Some(id), Action::RemoveForGood);
        empty(&mut self.0.lock().unwrap().log, id);
    }

    fn kind(&self, id: Id) -> String {
        self.0.lock().unwrap().folds[&id].kind.clone()
    }

    fn change(&self, kind: &str, id: Option<Id>, action: Action) -> Id {
        let mut state = self.0.lock().unwrap();
        state.digest = None;
        let (device, sequence) = (state.device, state.sequence + 1);
        let record = id.unwrap_or_else(|| {
            // As random as an id, and the same each time: bytes are counted.
            let hash = handrail_wire::derive::sha256_of(&[device.as_bytes(), &sequence.to_be_bytes()]);
            Id::from_bytes(hash[..16].try_into().unwrap())
        });
        let stamp = (u64::try_from(NOW).unwrap() << 16 | sequence).max(state.highest + 1);
        let op = Op { sequence, stamp, at_ms: NOW, by: None, action, kind: kind.into(), record, since: None };
        state.folds.entry(record).or_insert_with(|| Fold::new(kind)).apply(&op, device).unwrap();
        state.log.insert((device, sequence), op);
        (state.sequence, state.highest) = (sequence, stamp);
        record
    }

    /// The records that are there, in the order of their ids.
    pub(super) fn ids(&self) -> Vec<Id> {
        let state = self.0.lock().unwrap();
        state.folds.iter().filter(|(_, fold)| fold.is_there()).map(|(id, _)| *id).collect()
    }

    /// Every word that can be read.
    pub(super) fn words(&self) -> BTreeSet<String> {
        let state = self.0.lock().unwrap();
        let there = state.folds.values().filter(|fold| fold.is_there());
        there.flat_map(|fold| fold.newest.values()).flat_map(|version| words_of(&version.value)).collect()
    }

    /// Everything that is known, as text: with the words that lost, and without whatever was removed for good.
    pub(super) fn all(&self) -> String {
        let state = self.0.lock().unwrap();
        let all: Vec<_> = state.folds.iter().map(|(id, fold)| format!("{:?}", (id, fold_text(fold)))).collect();
        all.join("\n")
    }

    /// Loses what another phone wrote, as a fault would.
    pub(super) fn lose_one(&self) {
        let mut state = self.0.lock().unwrap();
        let foreign = |fold: &Fold| fold.newest.values().all(|version| version.device != state.device);
        let lost = *state.folds.iter().find(|(_, fold)| foreign(fold)).unwrap().0;
        state.folds.remove(&lost);
        state.digest = None;
    }

    /// How many changes the log still has.
    pub(super) fn log(&self) -> usize {
        self.0.lock().unwrap().log.len()
    }
}

fn fold_text(fold: &Fold) -> String {
    let newest = fold.newest.iter().map(|(field, v)| format!("{field}={}@{}", v.value, v.stamp));
    let kept = fold.kept.values().map(|v| format!("({}@{})", v.value, v.stamp));
    format!("{:?} {:?} {:?}", newest.chain(kept).collect::<Vec<_>>(), fold.put_back, fold.removed)
}

fn words_of(json: &serde_json::Value) -> Vec<String> {
    match json {
        serde_json::Value::String(words) => vec![words.clone()],
        serde_json::Value::Object(whole) => whole.values().flat_map(words_of).collect(),
        _ => Vec::new(),
    }
}

fn empty(log: &mut BTreeMap<(Id, u64), Op>, record: Id) {
    for op in log.values_mut().filter(|op| op.record == record) {
        match &mut op.action {
            Action::Fields(body) | Action::Whole(body) => *body = None,
            _ => {}
        }
    }
}

fn since(state: &State, device: Id, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
    if after < state.forgotten.get(&device).copied().unwrap_or(0) {
        return Err(Error::Ledger(LedgerError::Collected));
    }
    let mut batch = Batch { device, ops: Vec::new() };
    for (_, op) in state.log.range((device, after + 1)..=(device, u64::MAX)) {
        batch.ops.push(op.clone());
        if batch.ops.len() > 1 && batch.to_bytes().map_or(true, |bytes| bytes.len() > byte_limit) {
            batch.ops.pop();
            break;
        }
    }
    Ok((!batch.ops.is_empty()).then_some(batch))
}

impl Ledger for Record {
    fn device(&self) -> Result<Id> {
        Ok(self.0.lock().unwrap().device)
    }
    fn vector(&self) -> Result<Vector> {
        let state = self.0.lock().unwrap();
        let others = state.known.iter().filter(|(device, _)| **device != state.device);
        Ok(others.map(|(device, n)| (*device, *n)).chain([(state.device, state.sequence)]).collect())
    }
    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        let state = self.0.lock().unwrap();
        since(&state, state.device, after, byte_limit)
    }
    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        let (all, state) = (self.vector()?, self.0.lock().unwrap());
        let mut batches = Vec::new();
        for (device, last) in all.iter() {
            let mut after = known.get(device);
            while after < last {
                let Some(batch) = since(&state, device, after, byte_limit)? else { break };
                after = batch.last();
                batches.push(batch);
            }
        }
        Ok(batches)
    }
    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        let mut state = self.0.lock().unwrap();
        state.digest = None;
        if batch.device == state.device {
            let ahead = batch.last() > state.sequence;
            return if ahead { Err(Error::Ledger(LedgerError::OwnAhead)) } else { Ok(TakenIn::default()) };
        }
        let known = state.known.get(&batch.device).copied().unwrap_or(0);
        if batch.first() > known + 1 {
            return Err(Error::Ledger(LedgerError::Gap { expected: known + 1, found: batch.first() }));
        }
        let mut taken = TakenIn::default();
        for op in batch.ops.iter().filter(|op| op.sequence > known) {
            let fold = state.folds.entry(op.record).or_insert_with(|| Fold::new(&op.kind));
            fold.apply(op, batch.device).map_err(Error::Ledger)?;
            let gone = fold.removed.is_some_and(|removed| removed.for_good);
            state.highest = state.highest.max(op.stamp);
            state.log.insert((batch.device, op.sequence), op.clone());
            if gone {
                empty(&mut state.log, op.record);
            }
            taken.new += 1;
        }
        state.known.insert(batch.device, batch.last().max(known));
        Ok(taken)
    }
    fn digest(&self) -> Result<Digest> {
        let mut digest = Digest::default();
        let mut state = self.0.lock().unwrap();
        if let Some(known) = state.digest {
            return Ok(known);
        }
        state.folds.iter().for_each(|(id, fold)| fold.state(*id).count_into(&mut digest));
        state.digest = Some(digest);
        Ok(digest)
    }
    fn snapshot(&self) -> Result<Snapshot> {
        let (covers, digest) = (self.vector()?, self.digest()?);
        let said = |fold: &&Fold| !fold.newest.is_empty() || fold.removed.is_some() || fold.put_back.is_some();
        let state = self.0.lock().unwrap();
        let records = state.folds.iter().filter(|(_, fold)| said(fold)).map(|(id, fold)| fold.state(*id)).collect();
        Ok(Snapshot { covers, digest, records })
    }
    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        let snapshot = Snapshot::parse(&snapshot.to_bytes()?)?;
        let mut state = self.0.lock().unwrap();
        state.digest = None;
        if snapshot.covers.get(state.device) > state.sequence {
            return Err(Error::Ledger(LedgerError::OwnAhead));
        }
        let mut taken = TakenIn::default();
        for record in &snapshot.records {
            let fold = state.folds.entry(record.record).or_insert_with(|| Fold::new(&record.kind));
            let had = fold.clone();
            fold.join(record).map_err(Error::Ledger)?;
            taken.new += u64::from(*fold != had);
            let gone = fold.removed.is_some_and(|removed| removed.for_good);
            let stamps = record.writings.iter().map(|w| w.stamp).chain(record.removed.map(|r| r.stamp)).max();
            state.highest = state.highest.max(stamps.unwrap_or(0));
            if gone {
                empty(&mut state.log, record.record);
            }
        }
        let own = state.device;
        for (device, sequence) in snapshot.covers.iter().filter(|(device, _)| *device != own) {
            if state.known.get(&device).copied().unwrap_or(0) < sequence {
                state.known.insert(device, sequence);
                state.forgotten.insert(device, sequence);
            }
        }
        Ok(taken)
    }
    fn forget_log_below(&self, covered: &ledger::Vector) -> Result<u64> {
        let all = self.vector()?;
        let mut state = self.0.lock().unwrap();
        let before = state.log.len();
        for (device, sequence) in covered.iter() {
            let upto = sequence.min(all.get(device));
            state.log.retain(|(of, n), _| *of != device || *n > upto);
            let forgotten = state.forgotten.entry(device).or_insert(0);
            *forgotten = upto.max(*forgotten);
        }
        Ok((before - state.log.len()) as u64)
    }
    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        let mut state = self.0.lock().unwrap();
        let former = state.device;
        if device == former || state.known.contains_key(&device) {
            return Err(Error::Ledger(LedgerError::OwnAhead));
        }
        let again: Vec<Op> =
            state.log.range((former, delivered + 1)..=(former, u64::MAX)).map(|(_, op)| op.clone()).collect();
        state.log.retain(|(of, n), _| *of != former || *n <= delivered);
        for (sequence, op) in (1..).zip(&again) {
            let by = Some(op.author(former));
            state.log.insert((device, sequence), Op { sequence, by, ..op.clone() });
        }
        let (last, forgotten) = (state.sequence, state.forgotten.get(&former).copied().unwrap_or(0));
        if last > 0 {
            state.known.insert(former, last.min(delivered.max(forgotten)));
        }
        (state.device, state.sequence) = (device, again.len() as u64);
        Ok(())
    }
}
