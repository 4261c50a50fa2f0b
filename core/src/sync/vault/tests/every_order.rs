//! Every order, not some: what can be done to a vault, in every order of so many acts, by phones that run the product's own
//! exchange. After each course everybody may talk, and everybody has everything that was acknowledged, nothing that was taken
//! away, and no key that was made after they were taken off the list.
//!
//! Three acts in a row without being told; `HANDRAIL_VAULT_DEPTH` says how many.

use std::collections::{BTreeMap, BTreeSet};

use handrail_wire::Fixed;
use handrail_wire::vault::keyring::Keyring;

use super::phones::{Phone, anna, chance, device, restore};
use super::relay::Relay;
use super::schedules::{current, honest, lacks, lacks_all};
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::sync::relay::Stopped;
use crate::sync::vault::{Summary, VaultState as _};
use crate::vault::code::VaultCode;
use crate::vault::epochs::EpochKeys;

const DAY_MS: i64 = 86_400_000;
/// The phone that comes by the code in the end.
const LAST: u8 = 30;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// This phone writes something and syncs.
    Write(usize),
    /// A month passes, and this phone syncs: snapshots are due, acknowledged, and the log goes.
    Month(usize),
    /// Another phone is shown in by the first.
    Add,
    /// The phone that came last is taken off by the first.
    Remove,
    /// The first phone removes for good what it has had longest: a new key, and new snapshots.
    ForGood,
    /// The first phone puts another recovery code in the place of the one there is.
    NewCode,
    /// The relay stands where it stood two acts ago, under another epoch id: it may have forgotten a list, and keys.
    PutBack,
}

const ACTS: [Act; 9] = [
    Act::Write(0),
    Act::Write(1),
    Act::Month(0),
    Act::Month(1),
    Act::Add,
    Act::Remove,
    Act::ForGood,
    Act::NewCode,
    Act::PutBack,
];

struct Course<'a> {
    phones: Vec<Phone>,
    gone: Vec<Phone>,
    relay: Relay,
    /// What the relay was before each act.
    former: Vec<Relay>,
    /// The code there was, and the one that takes its place.
    codes: &'a [VaultCode; 2],
    devices: u8,
    expected: BTreeMap<Id, String>,
    taken_away: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Counts {
    courses: u32,
    acts: BTreeMap<String, u32>,
    collected: u64,
}

impl<'a> Course<'a> {
    /// Two phones that hold the same; from here on a snapshot is due.
    fn begin(first: Phone, relay: Relay, codes: &'a [VaultCode; 2]) -> Self {
        let (former, gone, taken_away) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut course =
            Self { phones: vec![first], gone, relay, former, codes, devices: 1, expected: BTreeMap::new(), taken_away };
        let counts = &mut Counts::default();
        course.write(0, counts);
        assert!(course.act(Act::Add, counts));
        course.sync(1, counts);
        course.write(1, counts);
        course.sync(0, counts);
        course.phones.iter_mut().for_each(|phone| phone.now += 31 * DAY_MS);
        course
    }

    fn copy(&self) -> Self {
        let copies = |phones: &[Phone]| phones.iter().map(Phone::copy).collect();
        Self {
            phones: copies(&self.phones),
            gone: copies(&self.gone),
            relay: self.relay.clone(),
            former: self.former.clone(),
            codes: self.codes,
            devices: self.devices,
            expected: self.expected.clone(),
            taken_away: self.taken_away.clone(),
        }
    }

    fn sync(&mut self, n: usize, counts: &mut Counts) -> Summary {
        // Whoever knows a later list or later keys than a copy says so, and gives them again.
        let behind = lacks(&self.relay, &self.phones[n]) != [false; 2];
        let summary = self.phones[n].sync(&mut self.relay);
        honest(&summary.findings, behind);
        counts.collected += summary.collected;
        summary
    }

    fn write(&mut self, n: usize, counts: &mut Counts) {
        let words = format!("kept words {}", self.expected.len() + self.taken_away.len());
        let id = self.phones[n].record.write(&words);
        self.expected.insert(id, words);
        self.sync(n, counts);
    }

    /// Whether it could be done here at all.
    fn act(&mut self, act: Act, counts: &mut Counts) -> bool {
        let before = self.relay.clone();
        let done = match act {
            Act::Write(n) | Act::Month(n) if n >= self.phones.len() => false,
            Act::Write(n) => {
                self.write(n, counts);
                true
            }
            Act::Month(n) => {
                self.phones.iter_mut().for_each(|phone| phone.now += 31 * DAY_MS);
                self.sync(n, counts);
                true
            }
            Act::Add => {
                let same = self.phones.len() < 3 && self.sync(0, counts).same;
                if same {
                    self.devices += 1;
                    let mut new = self.phones[0].add(&mut self.relay, device(self.devices));
                    new.now = self.phones[0].now;
                    self.phones.push(new);
                }
                same
            }
            Act::Remove => self.remove(counts),
            Act::ForGood => {
                let first = &self.phones[0];
                let oldest = first.record.ids().into_iter().find(|id| self.expected.contains_key(id));
                if let Some(id) = oldest {
                    first.record.remove_for_good(id);
                    self.taken_away.extend(self.expected.remove(&id));
                    self.sync(0, counts);
                }
                oldest.is_some()
            }
            Act::NewCode => {
                let new = self.codes[1].recovery().unwrap();
                let named = self.relay.list().recovery == new;
                if !named {
                    self.phones[0].store.kept.upkeep.recovery = Some(new);
                    self.sync(0, counts);
                }
                !named
            }
            Act::PutBack => self.put_back(counts),
        };
        self.former.push(before);
        done
    }

    fn remove(&mut self, counts: &mut Counts) -> bool {
        let last = self.phones.len() - 1;
        let pending = self.phones.iter().any(|phone| !phone.upkeep().removing.is_empty());
        if last == 0 || pending || !self.sync(last, counts).same || !self.sync(0, counts).same {
            return false;
        }
        let gone = self.phones[last].id();
        self.phones[0].store.kept.upkeep.removing.insert(gone);
        for _ in 0..3 {
            self.sync(0, counts);
        }
        assert!(self.relay.list().live_device(gone).is_none(), "still on the list");
        let mut gone = self.phones.remove(last);
        assert_eq!(gone.sync(&mut self.relay).stopped, Some(Stopped::LoginRefused));
        self.gone.push(gone);
        true
    }

    /// Two lists back, and copies of which a phone has let the sealed bytes go, end otherwise: they are tried by name. Where
    /// not everybody knows what the copy lacks, somebody who does and whom it lets in comes by first.
    fn put_back(&mut self, counts: &mut Counts) -> bool {
        let Some(backup) = self.former.len().checked_sub(2).and_then(|n| self.former.get(n)) else { return false };
        let whole = |phone: &mut Phone| {
            let (stored, _) = backup.tip(phone.id());
            let known = phone.store.own_tip(stored).unwrap().is_some();
            known && phone.store.outbox_after(stored).unwrap().iter().all(|bytes| !bytes.is_empty())
        };
        let (list, over) = (backup.list(), lacks_all(backup, &self.relay));
        let knows = |phone: &Phone| lacks(backup, phone) == over && list.live_device(phone.id()).is_some();
        let first = self.phones.iter().position(knows);
        let can = backup.lists.len() + 1 >= self.relay.lists.len() && first.is_some();
        if !can || !self.phones.iter_mut().all(whole) {
            return false;
        }
        let epoch = Fixed([u8::try_from(self.former.len()).unwrap() + 2; 16]);
        self.relay = Relay { epoch, ..backup.clone() };
        if let (Some(first), true) = (first, over != [false; 2]) {
            self.sync(first, counts);
            *counts.acts.entry(format!("PutBack over {over:?}")).or_default() += 1;
        }
        true
    }

    /// No phone loses words that it had, and none gets back what was taken away from it.
    fn nobody_lost_words(&self, before: &Self) {
        for phone in &self.phones {
            let now = phone.record.words();
            let Some(was) = before.phones.iter().find(|was| was.id() == phone.id()) else { continue };
            let was = was.record.words();
            assert!(was.difference(&now).all(|words| self.taken_away.contains(words)), "a phone lost words");
            let back: Vec<_> = now.difference(&was).filter(|words| before.taken_away.contains(*words)).collect();
            assert!(back.is_empty() || was.is_empty(), "came back: {back:?}");
        }
    }

    /// Everybody talks, and then everybody has everything.
    fn ends_well(&mut self, counts: &mut Counts) {
        let newest = self.phones.iter().map(|phone| phone.now).max().unwrap();
        for day in 1..=6 {
            let mut rest = true;
            for n in 0..self.phones.len() {
                self.phones[n].now = newest + day * DAY_MS;
                let summary = self.sync(n, counts);
                rest &= summary.same && summary.sent == 0 && summary.taken_in == 0;
            }
            if rest && day > 2 {
                break;
            }
        }
        let expected: BTreeSet<String> = self.expected.values().cloned().collect();
        let (all, sum) = (self.phones[0].record.all(), self.phones[0].record.digest().unwrap());
        for n in 0..self.phones.len() {
            let summary = self.sync(n, counts);
            assert!(summary.same && summary.sent == 0 && summary.taken_in == 0, "not at rest: {summary:?}");
            let record = &self.phones[n].record;
            let words: BTreeSet<String> = record.words().into_iter().filter(|w| w.starts_with("kept")).collect();
            assert_eq!(words, expected, "phone {n}");
            assert!(record.all() == all && record.digest().unwrap() == sum, "phone {n} differs");
        }
        let keyring = Keyring::open(&self.relay.keyring, &self.relay.list()).unwrap();
        for gone in &self.gone {
            let own = &gone.store.kept;
            assert!(own.keys.key(keyring.current()).is_err(), "a removed phone has the key of a later epoch");
            assert!(EpochKeys::unwrap(&keyring, Some(own.device.id), &own.device.sealing).is_err());
        }
        let code = current(self.codes, &self.relay);
        let (new, restored) = restore(&mut self.relay, code, LAST, false).unwrap();
        assert!(restored.findings.is_empty() && new.record.all() == all, "by the code: {restored:?}");
    }
}

/// Every course of so many acts more.
fn walk(from: &Course<'_>, depth: usize, path: &mut Vec<Act>, counts: &mut Counts) {
    for act in ACTS {
        let mut next = from.copy();
        path.push(act);
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            if !next.act(act, counts) {
                return false;
            }
            next.nobody_lost_words(from);
            if depth == 1 {
                next.copy().ends_well(counts);
            }
            true
        }));
        let done = ended.unwrap_or_else(|why| {
            let why = why.downcast_ref::<String>().map_or("", String::as_str);
            panic!("{path:?} fails: {why}")
        });
        if done {
            *counts.acts.entry(format!("{act:?}")).or_default() += 1;
            counts.courses += u32::from(depth == 1);
            if depth > 1 {
                walk(&next, depth - 1, path, counts);
            }
        }
        path.pop();
    }
}

#[test]
fn in_every_order_nothing_is_lost_nothing_comes_back_and_nobody_removed_reads_on() {
    let depth = std::env::var("HANDRAIL_VAULT_DEPTH").ok().map_or(3, |n| n.parse().expect("a number of acts"));
    let began = std::time::Instant::now();
    let (first, code, relay) = anna();
    let (mut counts, codes) = (Counts::default(), [code, VaultCode::generate(&chance()).unwrap()]);
    walk(&Course::begin(first, relay, &codes), depth, &mut Vec::new(), &mut counts);
    #[allow(clippy::print_stdout)] // figures for a person to read
    {
        println!("{depth} acts: {counts:?} in {:?}", began.elapsed());
    }
    // Whatever can be done was, in more than one order, and logs went.
    assert!(
        counts.collected > 0 && counts.acts.len() > ACTS.len() && counts.acts.values().all(|n| *n > 1),
        "{counts:?}"
    );
}
