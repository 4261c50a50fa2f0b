//! Whole vaults through schedules made from a seed: the very exchange that phones run, with sealed and chained batches,
//! snapshots, collection, removals, purges and new epochs, over a line that loses, doubles, tears and delivers late; apps
//! killed before any write and on either side of any call; phones that join, are removed, or come by the code; clocks ten
//! years off; a relay put back from a backup. Then everybody may talk, and everybody has everything.
//!
//! `HANDRAIL_VAULT_SCHEDULES` says how many (300 without it, 1,000 where nothing may be left out), `HANDRAIL_SEED` the
//! first. Seeds make the schedule; keys are fresh each time.

use std::collections::{BTreeMap, BTreeSet};

use handrail_chance::Chance;
use handrail_wire::vault::keyring::Keyring;
use handrail_wire::{Fixed, Id as WireId};

use super::bad_line::{bad_line, run};
use super::phones::{Phone, anna, device, restore};
use super::relay::Relay;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::sync::call::Request;
use crate::sync::relay::Stopped;
use crate::sync::vault::{Finding, Summary, VaultState as _};
use crate::vault::code::VaultCode;
use crate::vault::epochs::EpochKeys;

/// What may be noticed where nobody means harm: a relay that was put back, something still on its way, a phone that is
/// not on the list any more.
const HONEST: &[Finding] = &[Finding::WentBack, Finding::Missing, Finding::NotListed];
const MOST_PHONES: usize = 5;
/// Phones that ever were on the list, the last one by the code included.
const MOST_DEVICES: u8 = 12;
/// No look counts more than a week of silence, and nobody is to be let go for it here.
const MOST_LEAPS: u32 = 9;
/// Calls of one exchange, whatever the line does.
const MOST_CALLS: u32 = 150;
/// Bytes of a sync that has nothing to say (the protocol's bound).
const IDLE: (usize, usize) = (150, 60);
const DAY_MS: i64 = 86_400_000;

/// What a course of things came to.
#[derive(Default)]
struct Counts {
    exchanges: u32,
    killed: u32,
    removed: u32,
    purged: u32,
    put_back: u32,
    collected: u64,
    most_calls: u32,
}

struct World {
    phones: Vec<Phone>,
    gone: Vec<Phone>,
    relay: Relay,
    code: VaultCode,
    backup: Option<Relay>,
    /// What is still on its way, and whose it is.
    late: Vec<(WireId, Request)>,
    chance: Chance,
    devices: u8,
    leaps: u32,
    /// The words of every entry that nobody took away.
    expected: BTreeMap<Id, String>,
    taken_away: BTreeSet<String>,
    living: BTreeSet<Id>,
    purged: BTreeSet<String>,
    counts: Counts,
}

impl World {
    fn new(seed: u64) -> Self {
        let (phone, code, relay) = anna();
        Self {
            phones: vec![phone],
            gone: Vec::new(),
            relay,
            code,
            backup: None,
            late: Vec::new(),
            chance: Chance::new(seed, 21),
            devices: 1,
            leaps: 0,
            expected: BTreeMap::new(),
            taken_away: BTreeSet::new(),
            living: BTreeSet::new(),
            purged: BTreeSet::new(),
            counts: Counts::default(),
        }
    }

    fn step(&mut self) {
        let n = self.chance.below(self.phones.len());
        match self.chance.below(100) {
            0..28 => self.write(n),
            28..34 => self.edit(n),
            34..38 => self.take_away(n, false),
            38..41 => self.take_away(n, true),
            41..73 => self.bad_sync(n),
            73..79 => self.join(n),
            79..82 => self.by_the_code(),
            82..86 => self.remove(n),
            86..91 => self.backup = Some(self.relay.clone()),
            91..94 => self.put_back(),
            94..98 => self.leap(n),
            _ => self.relay.piece = [usize::MAX, 1, 400, 3_000][self.chance.below(4)],
        }
    }

    fn write(&mut self, n: usize) {
        for _ in 0..=self.chance.below(3) {
            let words = format!("kept words {}", self.expected.len() + self.taken_away.len());
            let id = self.phones[n].record.write(&words);
            self.expected.insert(id, words);
        }
    }

    /// A record that changes field by field, on several phones at once: who wins is the merge's business.
    fn edit(&mut self, n: usize) {
        let record = &self.phones[n].record;
        let living: Vec<Id> = record.ids().into_iter().filter(|id| self.living.contains(id)).collect();
        let which = (!living.is_empty() && self.chance.percent(70)).then(|| living[self.chance.below(living.len())]);
        let id =
            record.edit(which, ["why", "when"][self.chance.below(2)], &format!("edit {}", self.chance.below(1_000)));
        self.living.insert(id);
    }

    fn take_away(&mut self, n: usize, for_good: bool) {
        let record = &self.phones[n].record;
        let ids: Vec<Id> = record.ids().into_iter().filter(|id| self.expected.contains_key(id)).collect();
        if ids.is_empty() {
            return;
        }
        let id = ids[self.chance.below(ids.len())];
        let words = self.expected.remove(&id).unwrap();
        if for_good {
            record.remove_for_good(id);
            self.purged.insert(words.clone());
            self.counts.purged += 1;
        } else {
            record.delete(id);
        }
        self.taken_away.insert(words);
    }

    fn a_device(&mut self) -> Option<u8> {
        let room = self.phones.len() < MOST_PHONES && self.devices + 1 < MOST_DEVICES;
        room.then(|| {
            self.devices += 1;
            self.devices
        })
    }

    /// A second phone, shown in by one that has everything.
    fn join(&mut self, n: usize) {
        if self.good_sync(n).same
            && let Some(id) = self.a_device()
        {
            let mut new = self.phones[n].add(&mut self.relay, device(id));
            new.now = self.phones[n].now;
            self.phones.push(new);
        }
    }

    /// A restore by the code while the others go on.
    fn by_the_code(&mut self) {
        if let Some(id) = self.a_device() {
            let (phone, restored) = restore(&mut self.relay, &self.code, id, false).unwrap();
            honest(&restored.findings);
            self.phones.push(phone);
        }
    }

    /// A phone whose words the others have is taken off the list, over whatever line there is.
    fn remove(&mut self, n: usize) {
        let pending = self.phones.iter().any(|phone| !phone.upkeep().removing.is_empty());
        if self.phones.len() < 2 || pending || !self.good_sync(n).same {
            return;
        }
        let by = (n + 1) % self.phones.len();
        if !self.good_sync(by).same {
            return;
        }
        let gone = self.phones[n].id();
        self.phones[by].store.kept.upkeep.removing.insert(gone);
        if self.chance.percent(50) {
            self.bad_sync(by);
        }
        for _ in 0..3 {
            self.good_sync(by);
        }
        assert!(self.relay.list().live_device(gone).is_none(), "still on the list");
        let mut gone = self.phones.remove(n);
        assert_eq!(gone.sync(&mut self.relay).stopped, Some(Stopped::LoginRefused));
        self.counts.removed += 1;
        self.gone.push(gone);
    }

    /// The relay stands where it stood, under another epoch id. A copy from before somebody joined or left, or from
    /// before a new epoch, and one of which a phone has let the sealed bytes go, are tried by name elsewhere.
    fn put_back(&mut self) {
        let Some(backup) = &self.backup else { return };
        let whole = |phone: &mut Phone| {
            let (stored, _) = backup.tip(phone.id());
            let known = phone.store.own_tip(stored).unwrap().is_some();
            known && phone.store.outbox_after(stored).unwrap().iter().all(|bytes| !bytes.is_empty())
        };
        let same = backup.lists == self.relay.lists && backup.keyring == self.relay.keyring;
        if same && self.phones.iter_mut().all(whole) {
            self.relay = Relay { epoch: Fixed(self.chance.bytes()), ..backup.clone() };
            self.late.clear();
            self.counts.put_back += 1;
        }
    }

    /// Weeks pass, or a clock jumps.
    fn leap(&mut self, n: usize) {
        if self.leaps == MOST_LEAPS {
            return;
        }
        self.leaps += 1;
        match self.chance.below(6) {
            0 => self.phones[n].now += 3_650 * DAY_MS,
            1 => self.phones[n].now -= 3_650 * DAY_MS,
            _ => {
                let days = [1, 2, 31, 40][self.chance.below(4)] * DAY_MS;
                self.phones.iter_mut().for_each(|phone| phone.now += days);
            }
        }
    }

    fn good_sync(&mut self, n: usize) -> Summary {
        self.sync(n, false).expect("nobody was killed")
    }

    fn bad_sync(&mut self, n: usize) {
        self.sync(n, true);
    }

    fn sync(&mut self, n: usize, badly: bool) -> Option<Summary> {
        let Self { phones, relay, late, chance: dice, counts, .. } = self;
        let (phone, mut calls) = (&mut phones[n], 0);
        let steps = if badly && dice.percent(35) { u32::try_from(dice.below(45)).unwrap() } else { u32::MAX };
        let own = phone.id();
        let summary = run(phone, steps, &mut |request| {
            calls += 1;
            if badly { bad_line(relay, late, dice, own, request) } else { Ok(relay.answer(request)) }
        });
        assert!(calls <= MOST_CALLS, "{calls} calls in one exchange");
        counts.exchanges += 1;
        counts.most_calls = counts.most_calls.max(calls);
        match &summary {
            Some(summary) => {
                honest(&summary.findings);
                counts.collected += summary.collected;
            }
            None => counts.killed += 1,
        }
        summary
    }

    /// No phone ever loses words that it had, and what was taken away and is gone from a phone does not come back to it.
    fn nobody_lost_words(&self, had: &mut BTreeMap<WireId, (BTreeSet<String>, BTreeSet<String>)>) {
        for phone in &self.phones {
            let words: BTreeSet<_> = phone.record.words().into_iter().filter(|w| w.starts_with("kept")).collect();
            let (before, gone) = had.entry(phone.id()).or_default();
            gone.extend(before.difference(&words).cloned());
            assert!(gone.is_subset(&self.taken_away), "a phone lost words: {gone:?}");
            assert!(gone.is_disjoint(&words), "came back: {words:?}");
            *before = words;
        }
    }

    fn everybody_talks(&mut self) {
        self.relay.piece = usize::MAX;
        self.late.clear();
        let newest = self.phones.iter().map(|phone| phone.now).max().unwrap();
        for _ in 0..6 {
            for n in 0..self.phones.len() {
                let phone = &mut self.phones[n];
                phone.now = newest.max(phone.now) + DAY_MS;
                self.good_sync(n);
            }
        }
    }

    fn everybody_has_everything(&mut self) {
        let expected: BTreeSet<String> = self.expected.values().cloned().collect();
        let (all, keys) = (self.phones[0].record.all(), self.phones[0].store.kept.keys.clone());
        for n in 0..self.phones.len() {
            let summary = self.good_sync(n);
            assert!(summary.same && summary.sent == 0 && summary.taken_in == 0, "not at rest: {summary:?}");
            let (phone, traffic) = (&self.phones[n], self.relay.traffic);
            assert!(traffic.0 <= IDLE.0 && traffic.1 <= IDLE.1, "phone {n} at rest: {traffic:?} bytes");
            let words: BTreeSet<_> = phone.record.words().into_iter().filter(|w| w.starts_with("kept")).collect();
            assert_eq!(words, expected, "phone {n}");
            assert!(phone.record.all() == all, "phone {n} differs");
            assert!(self.purged.iter().all(|words| !all.contains(&format!("\"{words}\""))), "removed for good");
            assert!(phone.store.kept.keys == keys, "phone {n} has other epochs");
            let aside = &phone.store.aside;
            assert!(aside.iter().all(|f| HONEST.contains(f)), "{aside:?}");
        }
        let objects = self.relay.batches.values().chain(self.relay.snapshots.iter().map(|(_, bytes)| bytes));
        for bytes in objects {
            assert!(!bytes.windows(10).any(|part| part == b"kept words"), "the relay reads along");
        }
        let keyring = Keyring::open(&self.relay.keyring, &self.relay.list()).unwrap();
        for gone in &self.gone {
            let own = &gone.store.kept;
            assert!(own.keys.key(keyring.current()).is_err(), "a removed phone has the key of a later epoch");
            assert!(EpochKeys::unwrap(&keyring, Some(gone.id()), &own.device.sealing).is_err());
        }
        let (new, restored) = restore(&mut self.relay, &self.code, MOST_DEVICES, false).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == all, "by the code: {restored:?}");
        assert!(new.record.digest().unwrap() == self.phones[0].record.digest().unwrap());
    }
}

fn honest(findings: &BTreeSet<Finding>) {
    let others: Vec<_> = findings.iter().filter(|f| !HONEST.contains(f)).collect();
    assert!(others.is_empty(), "nobody means harm, and yet: {others:?}");
}

fn one(seed: u64) -> Counts {
    let mut world = World::new(seed);
    let steps = 5 + world.chance.below(55);
    let mut had = BTreeMap::new();
    for _ in 0..steps {
        world.step();
        world.nobody_lost_words(&mut had);
    }
    world.everybody_talks();
    world.nobody_lost_words(&mut had);
    world.everybody_has_everything();
    world.counts
}

#[test]
fn whatever_happens_between_phones_and_relay_everybody_has_everything_in_the_end() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    let all = std::env::var("HANDRAIL_REQUIRE_ALL").is_ok_and(|v| v == "1");
    let (first, count) =
        (number("HANDRAIL_SEED", 1), number("HANDRAIL_VAULT_SCHEDULES", if all { 1_000 } else { 300 }));
    let began = std::time::Instant::now();
    let mut sum = Counts::default();
    for seed in first..first + count {
        let done = std::panic::catch_unwind(|| one(seed)).unwrap_or_else(|why| {
            let why = why.downcast_ref::<String>().map_or("", String::as_str);
            panic!("HANDRAIL_SEED={seed} HANDRAIL_VAULT_SCHEDULES=1 fails again alone: {why}")
        });
        sum.exchanges += done.exchanges;
        sum.killed += done.killed;
        sum.removed += done.removed;
        sum.purged += done.purged;
        sum.put_back += done.put_back;
        sum.collected += done.collected;
        sum.most_calls = sum.most_calls.max(done.most_calls);
    }
    let Counts { exchanges, killed, removed, purged, put_back, collected, most_calls } = sum;
    let seconds = began.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, clippy::print_stdout)] // a rate for a person to read
    {
        println!(
            "{count} vaults from seed {first}: {exchanges} exchanges ({killed} cut short, {most_calls} calls at most), \
             {removed} phones removed, {purged} entries removed for good, {put_back} relays put back, {collected} \
             batches collected, {:.1} vaults a second",
            count as f64 / seconds
        );
    }
    // With enough of them, everything that is to be tried was.
    assert!(count < 100 || [killed, removed, purged, put_back].iter().all(|n| *n > 20) && collected > 100);
}
