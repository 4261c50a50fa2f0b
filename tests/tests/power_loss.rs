//! The power goes at any moment, or the disk fails: what was acknowledged is there, whole, and half of nothing.
//!
//! One script of acts is recorded once, write by write (`tests/faultfs`). Then the disk is put together as a power cut
//! leaves it after every single write and flush: with all of what was not flushed, nothing of it, the first part of it, or scattered
//! parts with one write torn. Each time the store is opened by the core as on any morning.
//!
//! `HANDRAIL_POWER_CUTS` says how many at most (3,000 without it; 0: at every boundary in all four ways).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    clippy::print_stdout
)]

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use handrail_core::coping::{CopingEntryId, CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::ids::Id;
use handrail_core::settings::EditSettings;
use handrail_core::{Error, Handrail, Result};
use handrail_faultfs::{Disk, Fault, Loss, Replay, When};
use handrail_tests::phone::{self, HandClock, TempFolder};

/// 2026-09-21.
const START_MS: i64 = 1_790_000_000_000;
const ACTS: u64 = 200;

/// The disk is one for the process, so its tests take turns.
static DISK: Mutex<()> = Mutex::new(());

/// Everything a person would find, as one file; the same for the same record.
fn all_of(phone: &Handrail) -> Vec<u8> {
    let mut archive = Vec::new();
    phone.export_all(&mut archive, &mut |_| ControlFlow::Continue(())).unwrap();
    archive
}

/// Somebody's evening, act by act; the same every time.
struct Evening {
    phone: Handrail,
    clock: Arc<HandClock>,
    strategy: Option<CopingStrategyId>,
    entries: Vec<CopingEntryId>,
}

impl Evening {
    fn begin(folder: &Path) -> Self {
        let clock = HandClock::standing_at(START_MS);
        Self { phone: phone::open(folder, clock.clone()).unwrap(), clock, strategy: None, entries: Vec::new() }
    }

    /// Does act `n`. What is not there any more is no act, and says so with `false`.
    fn act(&mut self, n: u64) -> Result<bool> {
        // Some edits come within ten minutes of the entry and some after, so that both ways of writing are met.
        self.clock.pass(240_000);
        let Some(strategy) = self.strategy else {
            let new = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
            let made = self.phone.save_coping_strategy(&new)?.id_of("coping_strategy");
            self.strategy = made.map(CopingStrategyId);
            return Ok(true);
        };
        let back = usize::try_from(n % 9 + 1).unwrap();
        let old = self.entries.len().checked_sub(back).map(|i| self.entries[i]);
        match (n % 10, old) {
            (3, Some(old)) => self.phone.edit_coping(old, &entry(strategy, n, "edited")).map(|c| !c.records.is_empty()),
            (5, Some(old)) => self.phone.remove("coping_entry", old.0).map(|_| true),
            (6, Some(_)) => {
                let name = Some(format!("Ana {n}"));
                self.phone.save_settings(&EditSettings { name, ..EditSettings::default() }).map(|_| true)
            }
            (8, Some(old)) if n % 40 == 8 => self.phone.remove_for_good("coping_entry", old.0).map(|_| true),
            (9, _) => {
                self.phone.suspend()?;
                self.phone.resume()?;
                Ok(false)
            }
            _ => {
                let made = self.phone.record_coping(&entry(strategy, n, "logged"))?.id_of("coping_entry");
                self.entries.push(CopingEntryId(made.unwrap_or(Id::from_bytes([0; 16]))));
                Ok(true)
            }
        }
        .or_else(|e| if matches!(e, Error::NotFound(_)) { Ok(false) } else { Err(e) })
    }
}

fn entry(strategy: CopingStrategyId, n: u64, what: &str) -> NewCopingEntry {
    let note = "step by step ".repeat(usize::try_from(n * 7 % 90).unwrap());
    NewCopingEntry { situation: format!("{what} {n}"), note, ..NewCopingEntry::of(strategy) }
}

fn assert_sound(folder: &Path) {
    let c = phone::raw(&folder.join("handrail.db")).unwrap();
    let bad: Vec<String> = c
        .prepare("PRAGMA cipher_integrity_check")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    assert_eq!(bad, Vec::<String>::new());
    let said: String = c.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(said, "ok");
}

#[test]
fn the_power_goes_at_any_boundary_and_every_acknowledged_write_is_there() {
    let most: usize = std::env::var("HANDRAIL_POWER_CUTS").map_or(3_000, |n| n.parse().expect("a number"));
    let _alone = DISK.lock().unwrap_or_else(PoisonError::into_inner);
    let disk = Disk::install().unwrap();
    let folder = TempFolder::new("power").unwrap();
    let store = folder.path().join("store");
    // The store is made and closed before: from here on every write is followed.
    phone::open(&store, HandClock::standing_at(START_MS)).unwrap().close().unwrap();
    disk.follow(&store).unwrap();
    let mut evening = Evening::begin(&store);
    // What there is to find after so many acts.
    let mut found = vec![all_of(&evening.phone)];
    let mut acts = 0;
    let mut n = 0;
    while acts < ACTS {
        n += 1;
        if evening.act(n).unwrap() {
            acts += 1;
            disk.acknowledge(acts);
            found.push(all_of(&evening.phone));
        }
    }
    let at_the_end = evening.clock.ms();
    evening.phone.close().unwrap();
    let record = disk.stop();
    let boundaries = record.acts.len();
    assert!(boundaries > 1_000, "the disk was hardly written to: {boundaries}");

    let ways = |n: u64| [Loss::Unflushed, Loss::Scattered(n), Loss::Tail(n), Loss::Nothing];
    // All four ways everywhere is the whole; of fewer each boundary has its turn in one of them.
    let (step, all_ways) = match most {
        0 => (1, true),
        most => (boundaries.div_ceil(most).max(1), false),
    };
    let cut = folder.path().join("cut");
    let (mut cuts, mut ahead, mut waiting) = (0_usize, 0_usize, 0_usize);
    let mut replay = Replay::of(&record);
    let mut at = 0_usize;
    while replay.step().is_some() {
        at += 1;
        if !at.is_multiple_of(step) {
            continue;
        }
        let turn = u64::try_from(at).unwrap();
        let chosen = if all_ways { ways(turn).to_vec() } else { vec![ways(turn)[at / step % 4]] };
        for loss in chosen {
            replay.put_into(&cut, loss).unwrap();
            let why = || format!("power cut at boundary {at}, {loss:?}, {} acknowledged", replay.acknowledged);
            let phone =
                phone::open(&cut, HandClock::standing_at(at_the_end)).unwrap_or_else(|e| panic!("{}: {e:?}", why()));
            let now = all_of(&phone);
            phone.close().unwrap();
            let said = usize::try_from(replay.acknowledged).unwrap();
            // Nothing less than was acknowledged; at most the one act more that was under way.
            let whole = found[said] == now || found.get(said + 1) == Some(&now);
            assert!(whole, "{}: lost, or half there", why());
            ahead += usize::from(found[said] != now);
            waiting = waiting.max(replay.waiting());
            cuts += 1;
            if cuts % 1_000 == 0 {
                println!("{cuts} power cuts, boundary {at} of {boundaries}");
            }
            if cuts % 16 == 0 || all_ways {
                assert_sound(&cut);
            }
        }
    }
    println!(
        "{ACTS} acts, {boundaries} boundaries, {cuts} power cuts: 0 acknowledged writes lost; {ahead} times the act under \
         way was there, whole; up to {waiting} writes not flushed"
    );
    // Else the moments before a flush were never met, or always the same thing was left.
    assert!(ahead > 0 && waiting > 1, "{ahead} {waiting}");
}

#[test]
fn a_disk_that_fails_costs_the_act_it_failed_and_no_other() {
    let _alone = DISK.lock().unwrap_or_else(PoisonError::into_inner);
    let disk = Disk::install().unwrap();
    let folder = TempFolder::new("failing").unwrap();
    let (mut struck, mut told) = (0, 0);
    for (fault, steps) in [(Fault::Full, 40), (Fault::Short, 40), (Fault::Write, 40), (Fault::Flush, 20)] {
        for turn in 0..steps {
            let store = folder.path().join(format!("{fault:?}-{turn}"));
            phone::open(&store, HandClock::standing_at(START_MS)).unwrap().close().unwrap();
            disk.follow(&store).unwrap();
            let mut evening = Evening::begin(&store);
            // Far enough apart that the log, the move into the file and the removal for good all have their turn.
            disk.fail(fault, When { after: turn * turn / 3 + turn, lasting: turn % 2 == 1 });
            let mut expected = all_of(&evening.phone);
            for n in 1..=60 {
                match evening.act(n) {
                    Ok(_) => expected = all_of(&evening.phone),
                    Err(e) => {
                        told += 1;
                        let known = matches!(e, Error::StorageFull | Error::StorageBusy | Error::Storage { .. });
                        assert!(known, "{fault:?} {turn}: the person is told something else: {e:?}");
                        break;
                    }
                }
            }
            struck += disk.mend();
            let clock = evening.clock.ms();
            // A phone that is put away meanwhile, and opened when there is room again.
            let _ = evening.phone.close();
            drop(disk.stop());
            let again = phone::open(&store, HandClock::standing_at(clock))
                .unwrap_or_else(|e| panic!("{fault:?} {turn}: {e:?}"));
            let now = all_of(&again);
            again.close().unwrap();
            assert!(
                now == expected,
                "{fault:?} after {turn}: an acknowledged write is gone, or a refused one is there"
            );
            assert_sound(&store);
            std::fs::remove_dir_all(&store).unwrap();
        }
    }
    println!("{struck} failing calls, {told} acts refused, 0 acknowledged writes lost");
    assert!(struck >= 100 && told >= 60, "the disk hardly failed: {struck} {told}");
}
