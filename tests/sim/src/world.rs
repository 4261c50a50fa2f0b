//! A world: phones, a relay, a line that loses, doubles, delays and tears; and everything that was ever written in it.

use handrail_core::Error;
use handrail_core::ids::Id;
use handrail_core::ledger::{Action, Batch, LedgerError, Op, Snapshot};

use crate::acts::{Act, DREAM, ENTRY, LINE, STRATEGY, WISH};
use crate::chance::Chance;
use crate::relay::Relay;
use crate::schedule::{Schedule, Step, What};
use crate::{NewPhone, Phone};

/// What went wrong, in a line.
pub type Wrong = String;

/// The most phones a world holds, and the fewest that must be left.
const MOST_PHONES: usize = 6;

/// Where a phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In use.
    Live,
    /// Let go by the others, and not heard of since.
    Silent,
    /// Gone for ever.
    Lost,
}

/// A phone in a world.
pub struct Slot {
    /// The phone.
    pub phone: Box<dyn Phone>,
    /// Where it is.
    pub state: State,
    /// How much of its own it believes the relay has.
    delivered: u64,
    /// The relay's epoch it saw last.
    epoch: u64,
    off_by_ms: i64,
    /// A copy of its files.
    copy: Option<Box<dyn Phone>>,
}

/// A change that was made, under every name and number it ever had.
pub struct Made {
    /// The change.
    pub op: Op,
    /// The author.
    pub author: Id,
    /// Names and numbers: the log it was written to, and those it was numbered anew in.
    pub names: Vec<(Id, u64)>,
    /// The phone it was made on.
    pub slot: usize,
}

/// All of it.
pub struct World<'a> {
    /// The phones.
    pub slots: Vec<Slot>,
    /// The relay.
    pub relay: Relay,
    /// Every change ever made.
    pub made: Vec<Made>,
    on_the_way: Vec<(usize, Batch)>,
    records: Vec<(&'static str, Id)>,
    now_ms: i64,
    chance: Chance,
    new_phone: &'a NewPhone<'a>,
    newer_phone: &'a NewPhone<'a>,
    seed: u64,
    words: u64,
    /// Ops that were taken in, over all phones.
    pub taken: u64,
}

fn wrong(what: &str) -> impl Fn(Error) -> Wrong + '_ {
    move |e| format!("{what}: {e}")
}

impl<'a> World<'a> {
    /// The world of a schedule, before anything happens.
    ///
    /// # Errors
    /// Where a phone cannot be made.
    pub fn new(schedule: &Schedule, new_phone: &'a NewPhone<'a>, newer_phone: &'a NewPhone<'a>) -> Result<Self, Wrong> {
        let mut world = Self {
            slots: Vec::new(),
            relay: Relay::default(),
            made: Vec::new(),
            on_the_way: Vec::new(),
            records: Vec::new(),
            now_ms: 1_790_000_000_000,
            chance: Chance::new(schedule.seed, 2),
            new_phone,
            newer_phone,
            seed: schedule.seed,
            words: 0,
            taken: 0,
        };
        for n in 0..schedule.phones {
            world.join(schedule.newer && n == 0)?;
        }
        Ok(world)
    }

    /// Lets everything happen.
    ///
    /// # Errors
    /// What went wrong, and at which step.
    pub fn run(&mut self, schedule: &Schedule) -> Result<(), Wrong> {
        for (n, step) in schedule.steps.iter().enumerate() {
            self.step(*step).map_err(|e| format!("step {n} ({:?}): {e}", step.what))?;
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), Wrong> {
        let mut how = Chance::new(step.how, 3);
        let live: Vec<usize> = self.of_state(|s| s == State::Live);
        let heard: Vec<usize> = self.of_state(|s| s != State::Lost);
        let pick = |of: &[usize]| of.get(usize::try_from(step.who % (of.len().max(1) as u64)).unwrap_or(0)).copied();
        let (Some(one), Some(any)) = (pick(&live), pick(&heard)) else { return Ok(()) };
        match step.what {
            What::Act => self.act(any, &mut how),
            What::Time => {
                self.now_ms += i64::try_from(how.below(3_600_000)).unwrap_or(0);
                self.set_clocks();
                Ok(())
            }
            What::SetClock => {
                let years = [-10, -1, 0, 0, 1, 10];
                let off = years.get(how.below(years.len())).copied().unwrap_or(0) * 31_557_600_000_i64;
                if let Some(slot) = self.slots.get_mut(any) {
                    slot.off_by_ms = off + i64::try_from(how.below(7_200_000)).unwrap_or(0);
                }
                self.set_clocks();
                Ok(())
            }
            What::Sync => self.sync(any, Some(&mut how)).map(drop),
            What::Late => self.late(&mut how),
            What::Snapshot => self.snapshot(one),
            What::Collect => {
                let at_most = if how.percent(30) { how.below(3) } else { usize::MAX };
                self.relay.collect(at_most);
                Ok(())
            }
            What::Forget => self.forget(one, &mut how),
            What::Crash => self.crash(any, &mut how),
            What::Join => self.join(false),
            What::CopyPhone => {
                let Some(slot) = self.slots.get_mut(any) else { return Ok(()) };
                slot.copy = Some(slot.phone.copy().map_err(wrong("copy"))?);
                Ok(())
            }
            What::RestorePhone => self.restore_phone(usize::try_from(step.who).unwrap_or(0), &mut how),
            What::Lose | What::Expel => {
                if live.len() > 1 {
                    let lost = step.what == What::Lose;
                    self.let_go(one, if lost { State::Lost } else { State::Silent })?;
                }
                Ok(())
            }
            What::BackUpRelay => {
                self.relay.back_up();
                Ok(())
            }
            What::RestoreRelay => {
                self.relay.restore();
                Ok(())
            }
        }
    }

    fn of_state(&self, f: impl Fn(State) -> bool) -> Vec<usize> {
        self.slots.iter().enumerate().filter(|(_, slot)| f(slot.state)).map(|(n, _)| n).collect()
    }

    fn set_clocks(&mut self) {
        for slot in &mut self.slots {
            slot.phone.set_clock(self.now_ms, slot.off_by_ms);
        }
    }

    fn join(&mut self, newer: bool) -> Result<(), Wrong> {
        if self.slots.len() >= MOST_PHONES {
            return Ok(());
        }
        let device = self.chance.id();
        let make = if newer { self.newer_phone } else { self.new_phone };
        let phone = make(self.seed ^ (self.slots.len() as u64) << 32, device).map_err(wrong("a new phone"))?;
        self.enter(phone)
    }

    fn enter(&mut self, phone: Box<dyn Phone>) -> Result<(), Wrong> {
        self.relay.live.insert(phone.device().map_err(wrong("device"))?);
        let (state, epoch) = (State::Live, self.relay.epoch);
        self.slots.push(Slot { phone, state, delivered: 0, epoch, off_by_ms: 0, copy: None });
        self.set_clocks();
        Ok(())
    }

    fn let_go(&mut self, n: usize, state: State) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        slot.state = state;
        let device = slot.phone.device().map_err(wrong("device"))?;
        self.relay.live.remove(&device);
        if state == State::Lost {
            self.on_the_way.retain(|(to, _)| *to != n);
        }
        Ok(())
    }

    /// Two different words are never the same text, so that each can be looked for.
    fn new_words(&mut self) -> String {
        self.words += 1;
        format!("words {} ü", self.words)
    }

    fn act(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let Some(newer) = self.slots.get(n).map(|slot| slot.phone.is_newer()) else { return Ok(()) };
        let words = if how.percent(6) { String::new() } else { self.new_words() };
        let known: Vec<(&'static str, Id)> =
            self.records.iter().filter(|(kind, _)| newer || !matches!(*kind, DREAM | WISH)).copied().collect();
        // Mostly what was written lately, so that phones meet in it.
        let among = if how.percent(70) { 4 } else { known.len() };
        let back = how.below(among);
        let record = known.iter().rev().nth(back.min(known.len().saturating_sub(1))).copied();
        let of = self.records.iter().rev().find(|(kind, _)| *kind == STRATEGY).map(|(_, id)| *id);
        let new = |kind, id| Act::New { kind, id, of: of.unwrap_or(id), words: words.clone() };
        let id = self.chance.id();
        let act = match (how.below(100), record) {
            (10..22, _) if of.is_some() => new(ENTRY, id),
            (22..27, _) => new(LINE, id),
            (27..33, _) => Act::Name(words.clone()),
            (33..38, _) if newer => new(if how.percent(50) { DREAM } else { WISH }, id),
            (38..42, Some((STRATEGY, id))) if newer => Act::Colour(id, words.clone()),
            (42..72, Some((kind, id))) => Act::Edit { kind, id, field: how.below(4), words: words.clone() },
            (72..83, Some((kind, id))) => Act::Remove(kind, id),
            (83..91, Some((kind, id))) => Act::PutBack(kind, id),
            (91..95, Some((kind, id))) => Act::Purge(kind, id),
            (95..100, Some((kind, id))) => Act::Edit { kind, id, field: 0, words: words.clone() },
            _ => new(STRATEGY, id),
        };
        // Where words are needed, emptiness is no act of anybody.
        let needs_words = matches!(
            act,
            Act::New { .. } | Act::Edit { kind: LINE | ENTRY | DREAM | WISH, .. } | Act::Edit { field: 0, .. }
        );
        if words.is_empty() && needs_words {
            return Ok(());
        }
        self.write(n, &act)
    }

    /// Does it, and takes down what was written.
    fn write(&mut self, n: usize, act: &Act) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        let device = slot.phone.device().map_err(wrong("device"))?;
        let before = slot.phone.vector().map_err(wrong("vector"))?.get(device);
        slot.phone.act(act).map_err(wrong("act"))?;
        let written = slot.phone.own_since(before, usize::MAX >> 1).map_err(wrong("own_since"))?;
        for op in written.map(|batch| batch.ops).unwrap_or_default() {
            let met = self.records.iter().any(|(_, id)| *id == op.record);
            if let (Act::New { kind, .. }, false) = (act, met) {
                self.records.push((*kind, op.record));
            }
            let (author, names) = (op.author(device), vec![(device, op.sequence)]);
            self.made.push(Made { op, author, names, slot: n });
        }
        Ok(())
    }

    /// A phone talks to the relay: its own changes up, the others' down. `bad` is the line; without one all goes well.
    /// Returns whether anything moved.
    ///
    /// # Errors
    /// Where a phone refuses what no phone may refuse.
    pub fn sync(&mut self, n: usize, bad: Option<&mut Chance>) -> Result<bool, Wrong> {
        let mut sure = Chance::new(0, 0);
        let faulty = bad.is_some();
        let line = bad.unwrap_or(&mut sure);
        let mut fault = |percent: u64| faulty && line.percent(percent);
        if fault(12) {
            return Ok(false);
        }
        let device = self.device(n)?;
        let mut moved = false;
        if !self.relay.live.contains(&device) {
            if !self.come_back(n)? {
                return Ok(false);
            }
            moved = true;
        }
        moved |= self.send(n, &mut fault)?;
        moved |= self.fetch(n, &mut fault)?;
        if !fault(10) {
            let vector = self.phone(n)?.vector().map_err(wrong("vector"))?;
            let device = self.device(n)?;
            self.relay.ack(device, vector);
        }
        Ok(moved)
    }

    fn phone(&self, n: usize) -> Result<&dyn Phone, Wrong> {
        self.slots.get(n).map(|slot| slot.phone.as_ref()).ok_or_else(|| "no such phone".to_owned())
    }

    fn device(&self, n: usize) -> Result<Id, Wrong> {
        self.phone(n)?.device().map_err(wrong("device"))
    }

    /// A phone that was let go, or restored: the snapshot first, then a new name for what nobody has.
    fn come_back(&mut self, n: usize) -> Result<bool, Wrong> {
        self.load_newest_snapshot(n)?;
        self.rename(n)?;
        if let Some(slot) = self.slots.get_mut(n) {
            slot.state = State::Live;
        }
        Ok(true)
    }

    fn rename(&mut self, n: usize) -> Result<(), Wrong> {
        let (former, new) = (self.device(n)?, self.chance.id());
        let delivered = self.relay.last(former);
        self.phone(n)?.begin_as(new, delivered).map_err(wrong("begin_as"))?;
        // Which number a change got is the phone's to say: what of it the log has forgotten gets none.
        let again = self.phone(n)?.own_since(0, usize::MAX >> 1).map_err(wrong("own_since"))?;
        for op in again.map(|batch| batch.ops).unwrap_or_default() {
            let (author, key) = (op.author(new), (op.record, op.stamp));
            for made in self.made.iter_mut().filter(|m| (m.op.record, m.op.stamp) == key && m.author == author) {
                made.names.push((new, op.sequence));
            }
        }
        self.relay.live.insert(new);
        if let Some(slot) = self.slots.get_mut(n) {
            slot.delivered = 0;
        }
        Ok(())
    }

    fn load_newest_snapshot(&mut self, n: usize) -> Result<bool, Wrong> {
        for bytes in self.relay.snapshots() {
            let snapshot = Snapshot::parse(&bytes).map_err(|e| format!("a snapshot of ours: {e}"))?;
            match self.phone(n)?.load_snapshot(&snapshot) {
                Ok(taken) => {
                    self.taken += taken.new;
                    return Ok(true);
                }
                // It covers more of this phone than the phone knows: it was restored, and gets another name next.
                Err(Error::Ledger(LedgerError::OwnAhead)) => {}
                Err(e) => return Err(format!("load_snapshot: {e}")),
            }
        }
        Ok(false)
    }

    fn send(&mut self, n: usize, fault: &mut impl FnMut(u64) -> bool) -> Result<bool, Wrong> {
        let (device, last) = (self.device(n)?, self.relay.last(self.device(n)?));
        let epoch = self.relay.epoch;
        let Some(slot) = self.slots.get_mut(n) else { return Ok(false) };
        // A restored relay, or one that lost something without a word: what it says it has is what it has.
        if slot.epoch != epoch || last < slot.delivered {
            slot.epoch = epoch;
            slot.delivered = last;
        }
        let mut moved = false;
        // It may have more than this phone heard of.
        slot.delivered = slot.delivered.max(last.min(slot.phone.vector().map_err(wrong("vector"))?.get(device)));
        loop {
            let Some(slot) = self.slots.get_mut(n) else { return Ok(moved) };
            let batch = match slot.phone.own_since(slot.delivered, 4096) {
                Ok(batch) => batch,
                Err(Error::Ledger(LedgerError::Collected)) => {
                    self.snapshot(n)?;
                    let last = self.relay.last(device);
                    if let Some(slot) = self.slots.get_mut(n) {
                        slot.delivered = last;
                    }
                    moved = true;
                    continue;
                }
                Err(e) => return Err(format!("own_since: {e}")),
            };
            let Some(batch) = batch else { break };
            if fault(8) {
                return Ok(moved); // lost on the way up
            }
            if !self.relay.put(&batch).map_err(wrong("the relay"))? {
                return Err("the relay is missing what the phone thinks it has".into());
            }
            moved = true;
            if fault(5) {
                self.relay.put(&batch).map_err(wrong("the relay"))?; // sent twice
            }
            if fault(8) {
                return Ok(moved); // stored, and the answer never came
            }
            if let Some(slot) = self.slots.get_mut(n) {
                slot.delivered = batch.last();
            }
        }
        moved |= self.speak_for_the_lost(n)?;
        Ok(moved)
    }

    /// Where the relay lost what a phone that is gone had sent, somebody who has it gives it back in a snapshot.
    fn speak_for_the_lost(&mut self, n: usize) -> Result<bool, Wrong> {
        let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
        let own = self.device(n)?;
        let lost = known.iter().any(|(device, sequence)| {
            device != own && sequence > self.relay.last(device) && !self.relay.live.contains(&device)
        });
        if lost {
            self.snapshot(n)?;
        }
        Ok(lost)
    }

    fn fetch(&mut self, n: usize, fault: &mut impl FnMut(u64) -> bool) -> Result<bool, Wrong> {
        let own = self.device(n)?;
        let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
        let at_most = if fault(50) { 2 } else { 64 };
        let (mut batches, needs_snapshot) = self.relay.missing(&known, own, at_most);
        let mut moved = false;
        if needs_snapshot {
            if !self.load_newest_snapshot(n)? {
                return Err("the relay has neither the changes nor a snapshot of them".into());
            }
            moved = true;
            let known = self.phone(n)?.vector().map_err(wrong("vector"))?;
            let (after, still) = self.relay.missing(&known, own, at_most);
            if still {
                return Err("the newest snapshot does not cover what the relay deleted".into());
            }
            batches = after;
        }
        if fault(25) {
            batches.reverse();
        }
        for batch in batches {
            if fault(10) {
                continue; // lost on the way down
            }
            if fault(12) {
                self.on_the_way.push((n, batch));
                continue; // late
            }
            moved |= self.take_in(n, &batch)?;
            if fault(8) {
                self.take_in(n, &batch)?; // twice
            }
        }
        Ok(moved)
    }

    fn take_in(&mut self, n: usize, batch: &Batch) -> Result<bool, Wrong> {
        match self.phone(n)?.take_in(batch) {
            Ok(taken) => {
                self.taken += taken.new;
                Ok(taken.new > 0)
            }
            // What comes before it is still on its way; the next exchange brings it.
            Err(Error::Ledger(LedgerError::Gap { .. })) => Ok(false),
            Err(e) => Err(format!("take_in: {e}")),
        }
    }

    fn late(&mut self, how: &mut Chance) -> Result<(), Wrong> {
        if self.on_the_way.is_empty() {
            return Ok(());
        }
        let (n, batch) = self.on_the_way.swap_remove(how.below(self.on_the_way.len()));
        // A phone that took this very name meanwhile is asked by the exchange, not by a late packet.
        if self.device(n)? == batch.device {
            return Ok(());
        }
        self.take_in(n, &batch).map(drop)
    }

    /// A snapshot; where the relay has one of what this phone lacks, that is fetched first.
    fn snapshot(&mut self, n: usize) -> Result<(), Wrong> {
        if !self.relay.live.contains(&self.device(n)?) || self.try_snapshot(n)? {
            return Ok(());
        }
        self.load_newest_snapshot(n)?;
        if self.try_snapshot(n)? { Ok(()) } else { Err("no snapshot covers what the relay deleted".into()) }
    }

    fn try_snapshot(&mut self, n: usize) -> Result<bool, Wrong> {
        let snapshot = self.phone(n)?.snapshot().map_err(wrong("snapshot"))?;
        let bytes = snapshot.to_bytes().map_err(|e| format!("snapshot: {e}"))?;
        // Read back before anybody relies on it.
        let read = Snapshot::parse(&bytes).map_err(|e| format!("a snapshot of ours: {e}"))?;
        if read.digest != self.phone(n)?.digest().map_err(wrong("digest"))? {
            return Err("the digest that is kept is not the digest of the content".into());
        }
        Ok(self.relay.put_snapshot(bytes, &read.covers))
    }

    fn forget(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let own = self.device(n)?;
        let mut collected = self.relay.collected();
        if how.percent(30) {
            // Killed in the middle: some phones' logs are cut, others are not.
            collected = collected.iter().take(how.below(3)).collect();
        }
        // Never what the relay may not have: an exchange would have to send a snapshot for it.
        let has = self.relay.last(own);
        collected.set(own, collected.get(own).min(has));
        self.phone(n)?.forget_log_below(&collected).map_err(wrong("forget_log_below")).map(drop)
    }

    fn crash(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        slot.phone.crash().map_err(wrong("crash"))?;
        slot.phone.set_clock(self.now_ms, slot.off_by_ms);
        if how.percent(50) {
            // It had not yet taken down that the relay has it.
            slot.delivered = slot.delivered.saturating_sub(how.below(5) as u64);
        }
        Ok(())
    }

    fn restore_phone(&mut self, who: usize, how: &mut Chance) -> Result<(), Wrong> {
        let copies: Vec<usize> =
            self.slots.iter().enumerate().filter(|(_, slot)| slot.copy.is_some()).map(|(n, _)| n).collect();
        let Some(from) = copies.get(who % copies.len().max(1)).copied() else { return Ok(()) };
        if how.percent(50) && self.of_state(|s| s == State::Live).len() > 1 {
            self.let_go(from, State::Lost)?;
        }
        for _ in 0..=how.below(2) {
            if self.slots.len() >= MOST_PHONES {
                return Ok(());
            }
            let Some(copy) = self.slots.get(from).and_then(|slot| slot.copy.as_ref()) else { return Ok(()) };
            let phone = copy.copy().map_err(wrong("copy"))?;
            let (state, epoch) = (State::Live, self.relay.epoch);
            self.slots.push(Slot { phone, state, delivered: 0, epoch, off_by_ms: 0, copy: None });
            self.set_clocks();
            // A restored store takes a new name before anything else.
            self.rename(self.slots.len() - 1)?;
        }
        Ok(())
    }

    /// Everybody can talk to everybody, for as long as anything moves.
    ///
    /// # Errors
    /// Where it does not come to rest.
    pub fn come_to_rest(&mut self) -> Result<usize, Wrong> {
        const ROUNDS: usize = 12;
        self.on_the_way.clear();
        let all = self.of_state(|s| s != State::Lost);
        for round in 1..=ROUNDS {
            let mut moved = false;
            for n in &all {
                moved |= self.sync(*n, None)?;
            }
            if !moved {
                return Ok(round);
            }
        }
        Err(format!("not at rest after {ROUNDS} rounds"))
    }

    /// The phones that are left.
    #[must_use]
    pub fn left(&self) -> Vec<usize> {
        self.of_state(|s| s != State::Lost)
    }
}

/// Whether a change says anything.
#[must_use]
pub fn says_something(op: &Op) -> bool {
    !matches!(op.action, Action::Fields(None) | Action::Whole(None))
}
