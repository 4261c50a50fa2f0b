//! A phone without a file: every record a [`Fold`], the log a map. It keeps the rules of merging and of the person's
//! own writing in the plainest way there is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use handrail_core::Result;
use handrail_core::ids::Id;
use handrail_core::ledger::{
    Action, Batch, Body, Digest, Fold, HIGHEST_STAMP, Ledger, LedgerError, Op, Snapshot, TakenIn, Vector,
};
use serde_json::{Value as Json, json};

use crate::Phone;
use crate::acts::{Act, DREAM, ENTRY, LINE, SETTING, STRATEGY, STRATEGY_WORDS};

/// An edit within this time is part of the first writing, as on a real phone.
const STILL_WRITING_MS: i64 = 600_000;

/// A phone in memory.
#[derive(Debug)]
pub struct MemoryPhone {
    state: RefCell<State>,
    newer: bool,
    world_ms: i64,
    off_by_ms: i64,
}

#[derive(Debug, Clone)]
struct State {
    device: Id,
    sequence: u64,
    highest: u64,
    log: BTreeMap<(Id, u64), Op>,
    /// Of others, and of former names.
    known: BTreeMap<Id, u64>,
    forgotten: BTreeMap<Id, u64>,
    folds: BTreeMap<Id, Fold>,
    digest: Digest,
    met: BTreeSet<Id>,
    /// First written in this run: when by the world's clock, and under which stamp.
    written: BTreeMap<Id, (i64, u64)>,
}

impl State {
    fn known(&self, device: Id) -> u64 {
        if device == self.device { self.sequence } else { self.known.get(&device).copied().unwrap_or(0) }
    }

    fn set_fold(&mut self, record: Id, fold: Fold) {
        // Taken apart and put together, so that nothing is counted that is not there.
        let mut digest = self.digest;
        if let Some(had) = self.folds.get(&record) {
            digest = without(&digest, record, had);
        }
        fold.state(record).count_into(&mut digest);
        self.digest = digest;
        self.folds.insert(record, fold);
    }

    fn set_folds(&mut self, folds: BTreeMap<Id, Fold>) {
        for (record, fold) in folds {
            if fold.removed.is_some_and(|r| r.for_good) {
                self.empty_log(record);
                self.written.remove(&record);
            }
            self.set_fold(record, fold);
        }
    }

    fn empty_log(&mut self, record: Id) {
        for op in self.log.values_mut().filter(|op| op.record == record) {
            match &mut op.action {
                Action::Fields(body) | Action::Whole(body) => *body = None,
                Action::PutBack | Action::Delete | Action::RemoveForGood => {}
            }
        }
    }

    fn since(&self, device: Id, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        if after < self.forgotten.get(&device).copied().unwrap_or(0) {
            return Err(LedgerError::Collected.into());
        }
        let mut batch = Batch { device, ops: Vec::new() };
        for (_, op) in self.log.range((device, after + 1)..=(device, u64::MAX)) {
            batch.ops.push(op.clone());
            if batch.ops.len() > 1 && batch.to_bytes()?.len() > byte_limit {
                batch.ops.pop();
                break;
            }
        }
        Ok((!batch.ops.is_empty()).then_some(batch))
    }
}

/// What a digest is without a record.
fn without(digest: &Digest, record: Id, fold: &Fold) -> Digest {
    let mut digest = *digest;
    for (field, v) in &fold.newest {
        digest.take_cell(record, field, v.stamp, v.device, &handrail_core::ledger::value_hash(&v.value));
    }
    if let Some((stamp, device)) = fold.put_back {
        digest.take_cell(record, "+", stamp, device, &[]);
    }
    if let Some(r) = fold.removed {
        digest.take_removal(record, r.stamp, r.device, r.for_good);
    }
    digest
}

impl MemoryPhone {
    /// A new phone. `newer`: its app knows kinds and fields that this version does not.
    #[must_use]
    pub fn new(device: Id, newer: bool) -> Self {
        let state = State {
            device,
            sequence: 0,
            highest: 0,
            log: BTreeMap::new(),
            known: BTreeMap::new(),
            forgotten: BTreeMap::new(),
            folds: BTreeMap::new(),
            digest: Digest::default(),
            met: BTreeSet::new(),
            written: BTreeMap::new(),
        };
        Self { state: RefCell::new(state), newer, world_ms: 0, off_by_ms: 0 }
    }

    fn at_ms(&self) -> i64 {
        (self.world_ms + self.off_by_ms).clamp(0, 7_258_118_399_000)
    }

    /// A change of one's own.
    fn change(&self, kind: &str, record: Id, action: Action) -> Result<()> {
        let mut state = self.state.borrow_mut();
        let at_ms = self.at_ms();
        let stamp = (at_ms.unsigned_abs() << 16).max(state.highest + 1).min(HIGHEST_STAMP);
        let writes = matches!(action, Action::Fields(_) | Action::Whole(_));
        let first = state.written.get(&record).copied();
        let first = first.filter(|(at, _)| writes && self.world_ms - at < STILL_WRITING_MS).map(|(_, stamp)| stamp);
        let (sequence, device) = (state.sequence + 1, state.device);
        let op = Op { sequence, stamp, at_ms, by: None, action, kind: kind.to_owned(), record, since: first };
        let mut fold = state.folds.get(&record).cloned().unwrap_or_else(|| Fold::new(kind));
        let new = fold.newest.is_empty();
        if let (Some(_), Action::Whole(_)) = (first, &op.action) {
            // What it puts right within the first writing keeps its number and loses its content.
            let before = fold.newest.get("").filter(|v| v.device == device).map(|v| v.stamp);
            for earlier in state.log.values_mut().filter(|o| o.record == record && Some(o.stamp) == before) {
                earlier.action = Action::Whole(None);
            }
        }
        fold.apply(&op, device)?;
        if op.action == Action::RemoveForGood {
            state.empty_log(record);
        }
        if writes && new {
            state.written.insert(record, (self.world_ms, stamp));
        }
        if matches!(op.action, Action::Delete | Action::RemoveForGood) {
            state.written.remove(&record);
        }
        state.set_fold(record, fold);
        state.sequence = sequence;
        state.highest = stamp;
        state.log.insert((device, sequence), op);
        Ok(())
    }

    fn fold(&self, record: Id) -> Option<Fold> {
        self.state.borrow().folds.get(&record).cloned()
    }

    /// Some fields of a record that is there, as far as they say something new.
    fn edit(&self, kind: &str, id: Id, fields: &[(&str, Json)]) -> Result<bool> {
        let Some(fold) = self.fold(id).filter(Fold::is_there) else { return Ok(false) };
        if let Some(whole) = fold.newest.get("") {
            let mut body = whole.value.as_object().cloned().unwrap_or_default();
            body.extend(fields.iter().map(|(name, json)| ((*name).to_owned(), json.clone())));
            if Json::Object(body.clone()) != whole.value {
                self.change(kind, id, Action::Whole(Some(body)))?;
            }
            return Ok(true);
        }
        let is = |name: &str, json: &Json| fold.newest.get(name).is_some_and(|v| v.value == *json);
        let new: Body = fields
            .iter()
            .filter(|(name, json)| !is(name, json))
            .map(|(name, json)| ((*name).to_owned(), json.clone()))
            .collect();
        if !new.is_empty() {
            self.change(kind, id, Action::Fields(Some(new)))?;
        }
        Ok(true)
    }

    fn make(&self, kind: &'static str, id: Id, of: Id, words: &str) -> Result<()> {
        let day = "2026-09-21";
        let body = match kind {
            STRATEGY => json!({ "name": words, "how": "", "trouble": "", "state": "keep", "library_id": "",
                "practised_on": null, "adapted": "" }),
            ENTRY => {
                json!({ "strategy": of.to_string(), "situation": words, "helped": null, "before": 5, "after": null,
                "note": "", "made_ms": self.at_ms(), "made_zone": "Europe/London", "made_offset": 0, "day": day,
                "place": "", "trouble": "" })
            }
            LINE => json!({ "wording": words, "made_day": day, "state": "open" }),
            DREAM => json!({ "about": words, "night": [1, { "deep": true }] }),
            _ => json!({ "wish": words, "granted": false }),
        };
        let body = Some(body.as_object().cloned().unwrap_or_default());
        let whole = matches!(kind, ENTRY | DREAM);
        self.change(kind, id, if whole { Action::Whole(body) } else { Action::Fields(body) })
    }
}

impl Phone for MemoryPhone {
    fn act(&mut self, act: &Act) -> Result<bool> {
        let there = |id: &Id| self.fold(*id).is_some_and(|fold| fold.is_there());
        match act {
            Act::New { kind, id, of, words } => self.make(kind, *id, *of, words).map(|()| true),
            Act::Edit { kind, id, field, words } => {
                let name = match *kind {
                    STRATEGY => STRATEGY_WORDS.get(field % STRATEGY_WORDS.len()).copied().unwrap_or("name"),
                    ENTRY => "situation",
                    LINE => "wording",
                    DREAM => "about",
                    _ => "wish",
                };
                self.edit(kind, *id, &[(name, json!(words))])
            }
            Act::Name(words) => {
                let id = setting_id();
                if there(&id) {
                    return self.edit(SETTING, id, &[("value", json!(json!(words).to_string()))]);
                }
                let body = json!({ "name": "name", "value": json!(words).to_string() });
                self.change(SETTING, id, Action::Fields(body.as_object().cloned())).map(|()| true)
            }
            Act::Colour(id, words) => self.edit(STRATEGY, *id, &[("colour", json!(words))]),
            Act::Remove(kind, id) => {
                let was = there(id);
                if was {
                    self.change(kind, *id, Action::Delete)?;
                }
                Ok(was)
            }
            Act::PutBack(kind, id) => {
                let away = |fold: &Fold| fold.removed.is_some_and(|r| !r.for_good) && !fold.newest.is_empty();
                let away = self.fold(*id).is_some_and(|fold| away(&fold));
                if away {
                    self.change(kind, *id, Action::PutBack)?;
                }
                Ok(away)
            }
            Act::Purge(kind, id) => {
                let known = self.fold(*id).is_some_and(|f| f.is_there() || f.removed.is_some_and(|r| !r.for_good));
                if known {
                    self.change(kind, *id, Action::RemoveForGood)?;
                }
                Ok(known)
            }
        }
    }

    fn crash(&mut self) -> Result<()> {
        let mut state = self.state.borrow_mut();
        state.written.clear();
        // As a store does when it is opened: what was kept for want of knowing better is looked at again.
        state.folds.values_mut().for_each(Fold::prune);
        Ok(())
    }

    fn copy(&self) -> Result<Box<dyn Phone>> {
        let mut state = self.state.borrow().clone();
        state.written.clear();
        let (newer, world_ms, off_by_ms) = (self.newer, self.world_ms, self.off_by_ms);
        Ok(Box::new(Self { state: RefCell::new(state), newer, world_ms, off_by_ms }))
    }

    fn export(&self) -> Result<Option<String>> {
        Ok(None)
    }

    fn set_clock(&mut self, world_ms: i64, off_by_ms: i64) {
        (self.world_ms, self.off_by_ms) = (world_ms, off_by_ms);
    }

    fn is_newer(&self) -> bool {
        self.newer
    }
}

/// The id of the setting `name`, the same on every phone: the first 16 bytes of the SHA-256 of its name.
fn setting_id() -> Id {
    Id::from_bytes([0x82, 0xa3, 0x53, 0x7f, 0xf0, 0xdb, 0xce, 0x7e, 0xec, 0x35, 0xd6, 0x9e, 0xdc, 0x3a, 0x18, 0x9e])
}

impl Ledger for MemoryPhone {
    fn device(&self) -> Result<Id> {
        Ok(self.state.borrow().device)
    }

    fn vector(&self) -> Result<Vector> {
        let state = self.state.borrow();
        let others = state.known.iter().filter(|(device, _)| **device != state.device);
        Ok(others.map(|(d, s)| (*d, *s)).chain([(state.device, state.sequence)]).collect())
    }

    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        let state = self.state.borrow();
        state.since(state.device, after, byte_limit)
    }

    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        let (all, state) = (self.vector()?, self.state.borrow());
        let mut batches = Vec::new();
        for (device, last) in all.iter() {
            let mut after = known.get(device);
            while after < last {
                let Some(batch) = state.since(device, after, byte_limit)? else { break };
                after = batch.last();
                batches.push(batch);
            }
        }
        Ok(batches)
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        let mut state = self.state.borrow_mut();
        let known = state.known(batch.device);
        if batch.device == state.device {
            let ahead = batch.last() > known;
            return if ahead { Err(LedgerError::OwnAhead.into()) } else { Ok(TakenIn::default()) };
        }
        if batch.last() <= known {
            return Ok(TakenIn::default());
        }
        if batch.first() > known + 1 {
            return Err(LedgerError::Gap { expected: known + 1, found: batch.first() }.into());
        }
        let (mut taken, mut folds) = (TakenIn::default(), BTreeMap::new());
        let new = || batch.ops.iter().filter(|op| op.sequence > known);
        for op in new() {
            let had = || state.folds.get(&op.record).cloned().unwrap_or_else(|| Fold::new(&op.kind));
            let fold = folds.entry(op.record).or_insert_with(had);
            let kept = fold.kept.len();
            fold.apply(op, batch.device)?;
            taken.new += 1;
            taken.kept += fold.kept.len().saturating_sub(kept) as u64;
        }
        // All of it can be taken: from here on nothing fails.
        for op in new() {
            state.highest = state.highest.max(op.stamp);
            state.met.insert(op.author(batch.device));
            state.log.insert((batch.device, op.sequence), op.clone());
        }
        state.set_folds(folds);
        state.known.insert(batch.device, batch.last());
        Ok(taken)
    }

    fn digest(&self) -> Result<Digest> {
        Ok(self.state.borrow().digest)
    }

    fn snapshot(&self) -> Result<Snapshot> {
        let covers = self.vector()?;
        let state = self.state.borrow();
        // A record of which nothing is known but emptied ops is none.
        let known = |fold: &&Fold| !fold.newest.is_empty() || fold.removed.is_some() || fold.put_back.is_some();
        let records = state.folds.iter().filter(|(_, fold)| known(fold)).map(|(id, fold)| fold.state(*id)).collect();
        Ok(Snapshot { covers, digest: state.digest, records })
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        // Checks everything, the digest too.
        let snapshot = Snapshot::parse(&snapshot.to_bytes()?)?;
        let mut state = self.state.borrow_mut();
        if snapshot.covers.get(state.device) > state.sequence {
            return Err(LedgerError::OwnAhead.into());
        }
        let (mut taken, mut folds) = (TakenIn::default(), BTreeMap::new());
        for record in &snapshot.records {
            let had = state.folds.get(&record.record).cloned().unwrap_or_else(|| Fold::new(&record.kind));
            let mut fold = had.clone();
            fold.join(record)?;
            if fold != had {
                taken.new += 1;
                folds.insert(record.record, fold);
            }
        }
        for record in &snapshot.records {
            let stamps = record.writings.iter().map(|w| w.stamp).chain(record.removed.map(|r| r.stamp));
            let highest = stamps.chain(record.put_back.map(|(stamp, _)| stamp)).max();
            state.highest = state.highest.max(highest.unwrap_or(0));
        }
        state.set_folds(folds);
        let own = state.device;
        for (device, sequence) in snapshot.covers.iter().filter(|(device, _)| *device != own) {
            if state.known(device) < sequence {
                state.known.insert(device, sequence);
                state.forgotten.insert(device, sequence);
            }
        }
        Ok(taken)
    }

    fn forget_log_below(&self, covered: &Vector) -> Result<u64> {
        let mut state = self.state.borrow_mut();
        let mut gone = 0;
        for (device, sequence) in covered.iter() {
            let upto = sequence.min(state.known(device));
            let before = state.log.len();
            state.log.retain(|(d, s), _| *d != device || *s > upto);
            gone += (before - state.log.len()) as u64;
            let forgotten = state.forgotten.entry(device).or_insert(0);
            *forgotten = upto.max(*forgotten);
        }
        Ok(gone)
    }

    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        let mut state = self.state.borrow_mut();
        let former = state.device;
        if device == former || state.known.contains_key(&device) || state.met.contains(&device) {
            return Err(LedgerError::OwnAhead.into());
        }
        let last = state.sequence;
        let again: Vec<Op> =
            state.log.range((former, delivered + 1)..=(former, u64::MAX)).map(|(_, op)| op.clone()).collect();
        state.log.retain(|(d, s), _| *d != former || *s <= delivered);
        for (sequence, op) in (1..).zip(&again) {
            let by = Some(op.author(former));
            state.log.insert((device, sequence), Op { sequence, by, ..op.clone() });
        }
        if last > 0 {
            let forgotten = state.forgotten.get(&former).copied().unwrap_or(0);
            state.known.insert(former, last.min(delivered.max(forgotten)));
        }
        state.device = device;
        state.sequence = again.len() as u64;
        Ok(())
    }
}
