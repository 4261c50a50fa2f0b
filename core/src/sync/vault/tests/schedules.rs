//! Whole vaults through schedules made from a seed: the very exchange that phones run, with sealed and chained batches,
//! snapshots, collection, removals, purges and new epochs, over a line that loses, doubles, tears and delivers late; apps
//! killed before any write and on either side of any call; phones that join, are removed, or come by the code; another
//! code; clocks ten years off; a relay put back from a backup, also over a new list or new keys. Then everybody may talk,
//! and everybody has everything.
//!
//! `HANDRAIL_VAULT_SCHEDULES` says how many (300 without it, 1,000 where nothing may be left out), `HANDRAIL_SEED` the
//! first. Seeds make the schedule; keys are fresh each time.

use std::collections::{BTreeMap, BTreeSet};

use handrail_chance::Chance;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::keyring::Keyring;
use handrail_wire::{Fixed, Id as WireId};

use super::bad_line::{bad_line, run};
use super::phones::{Phone, anna, chance, device, restore};
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
    codes: u32,
    put_back: u32,
    /// Over another list, and over other keys.
    over_changes: [u32; 2],
    collected: u64,
    most_calls: u32,
}

struct World {
    phones: Vec<Phone>,
    gone: Vec<Phone>,
    relay: Relay,
    /// Every code there ever was.
    codes: Vec<VaultCode>,
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
            codes: vec![code],
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
            86..90 => self.backup = Some(self.relay.clone()),
            90..94 => self.put_back(),
            94..97 => self.leap(n),
            97 => self.new_code(n),
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

    /// A restore by the code while the others go on. Whoever comes to a relay that was put back and is not led up again
    /// makes a list of its own beside the one that the others have: that is a limit, and named as one.
    fn by_the_code(&mut self) {
        if self.is_behind() {
            return;
        }
        if let Some(id) = self.a_device() {
            let sealed = self.sealed_to_the_list();
            let code = current(&self.codes, &self.relay);
            match restore(&mut self.relay, code, id, false) {
                Ok((phone, restored)) => {
                    honest(&restored.findings, false);
                    self.phones.push(phone);
                }
                // Between a list that names another code and the keys for it, it waits, and changes nothing.
                Err(why) => assert!(!sealed, "by the code: {why:?}"),
            }
        }
    }

    /// Another code, typed in on one phone.
    fn new_code(&mut self, n: usize) {
        if self.phones.iter().all(|phone| phone.upkeep().recovery.is_none()) && !self.is_behind() {
            let code = VaultCode::generate(&chance()).unwrap();
            self.phones[n].store.kept.upkeep.recovery = Some(code.recovery().unwrap());
            self.codes.push(code);
            self.counts.codes += 1;
        }
    }

    /// Whether some phone knows a later list, or later keys, than the relay has.
    fn is_behind(&self) -> bool {
        self.phones.iter().any(|phone| lacks(&self.relay, phone) != [false; 2])
    }

    /// Whether the keys at the relay are those for its newest list.
    fn sealed_to_the_list(&self) -> bool {
        Keyring::open(&self.relay.keyring, &self.relay.list()).is_ok_and(|ring| ring.list == self.relay.list().version)
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

    /// The relay stands where it stood, under another epoch id: it may have forgotten a list, and any number of keys. What
    /// the documentation names as limits is not tried: two lists back, the moment between a list and its keys, and a
    /// copy of which a phone has let the sealed bytes go (that phone takes another name; it is tried by name).
    fn put_back(&mut self) {
        let Some(backup) = self.backup.clone() else { return };
        let whole = |phone: &mut Phone| {
            let (stored, _) = backup.tip(phone.id());
            let known = phone.store.own_tip(stored).unwrap().is_some();
            known && phone.store.outbox_after(stored).unwrap().iter().all(|bytes| !bytes.is_empty())
        };
        let lists = self.relay.lists.len() - backup.lists.len();
        let between = !self.sealed_to_the_list() || self.is_behind();
        if lists > 1 || between || !self.phones.iter_mut().all(whole) {
            return;
        }
        // Somebody who knows the newest, and whom that copy lets in, has to come by before anybody makes another under its
        // number.
        let (list, over) = (backup.list(), lacks_all(&backup, &self.relay));
        let newest = |phone: &Phone| lacks(&backup, phone) == over && list.live_device(phone.id()).is_some();
        let knows: Vec<usize> = (0..self.phones.len()).filter(|n| newest(&self.phones[*n])).collect();
        if over != [false; 2] && knows.is_empty() {
            return;
        }
        self.relay = Relay { epoch: Fixed(self.chance.bytes()), ..backup };
        if !self.sealed_to_the_list() {
            return;
        }
        self.late.clear();
        self.counts.put_back += 1;
        for (count, over) in self.counts.over_changes.iter_mut().zip(over) {
            *count += u32::from(over);
        }
        if over != [false; 2] && knows.len() < self.phones.len() {
            let first = knows[self.chance.below(knows.len())];
            self.good_sync(first);
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
        let behind = lacks(relay, phone) != [false; 2];
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
                honest(&summary.findings, behind);
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
        let code = current(&self.codes, &self.relay);
        for old in self.codes.iter().filter(|old| old.recovery().unwrap() != code.recovery().unwrap()) {
            assert_eq!(restore(&mut self.relay.clone(), old, MOST_DEVICES, false).err(), Some(Stopped::LoginRefused));
        }
        let (new, restored) = restore(&mut self.relay, code, MOST_DEVICES, false).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == all, "by the code: {restored:?}");
        assert!(new.record.digest().unwrap() == self.phones[0].record.digest().unwrap());
    }
}

/// What was found by a phone that knew a later list or later keys than the relay, or by any other.
pub(super) fn honest(findings: &BTreeSet<Finding>, behind: bool) {
    let of_a_copy = |f: &Finding| behind && [Finding::OldList, Finding::OldKeyring].contains(f);
    let others: Vec<_> = findings.iter().filter(|f| !HONEST.contains(f) && !of_a_copy(f)).collect();
    assert!(others.is_empty(), "nobody means harm, and yet: {others:?}");
}

fn version(relay: &Relay) -> u64 {
    relay.opened_keyring().unwrap().version
}

/// Whether the relay lacks a list, and keys, that this phone knows.
pub(super) fn lacks(relay: &Relay, phone: &Phone) -> [bool; 2] {
    let list = DeviceList::kept(&phone.store.kept.list).unwrap().version;
    [relay.list().version < list, version(relay) < phone.store.kept.keyring_version]
}

/// The same of another state of the relay.
pub(super) fn lacks_all(relay: &Relay, than: &Relay) -> [bool; 2] {
    [relay.list().version < than.list().version, version(relay) < version(than)]
}

/// The code that the relay's list names.
pub(super) fn current<'a>(codes: &'a [VaultCode], relay: &Relay) -> &'a VaultCode {
    let named = relay.list().recovery;
    codes.iter().find(|code| code.recovery().unwrap() == named).unwrap()
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
        sum.codes += done.codes;
        sum.put_back += done.put_back;
        (0..2).for_each(|n| sum.over_changes[n] += done.over_changes[n]);
        sum.collected += done.collected;
        sum.most_calls = sum.most_calls.max(done.most_calls);
    }
    let Counts { exchanges, killed, removed, purged, codes, put_back, over_changes, collected, most_calls } = sum;
    let seconds = began.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, clippy::print_stdout)] // a rate for a person to read
    {
        println!(
            "{count} vaults from seed {first}: {exchanges} exchanges ({killed} cut short, {most_calls} calls at most), \
             {removed} phones removed, {purged} entries removed for good, {codes} other codes, {put_back} relays put \
             back ({} over a list, {} over keys), {collected} \
             batches collected, {:.1} vaults a second",
            over_changes[0],
            over_changes[1],
            count as f64 / seconds
        );
    }
    // With enough of them, everything that is to be tried was.
    let tried = [killed, removed, purged, codes, put_back].iter().all(|n| *n > 20);
    assert!(count < 100 || (tried && over_changes.iter().all(|n| *n > 5) && collected > 100));
}
