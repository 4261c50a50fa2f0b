//! Writes into a store for as long as it lives, and says before each act what it is about to
//! do (`? log 12`) and after it that it is done (`! log 12`). `tests/tests/crash.rs` kills it, or has it die by itself in
//! the middle of what it does to the disk: `handrail-crash-writer FOLDER in-write 12` dies half way through the 13th write.
#![allow(clippy::print_stdout)] // saying it is its purpose

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use handrail_core::coping::{CopingEntryId, CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::ids::Id;
use handrail_core::{Error, Handrail, Result};
use handrail_faultfs::{Disk, Fault, When};
use handrail_tests::phone::{self, HandClock};

/// 2026-09-21.
const START_MS: i64 = 1_790_000_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = match arguments.as_slice() {
        [folder] => folder,
        [folder, point, after] if die_at(folder, point, after).is_some() => folder,
        _ => {
            say("! usage: handrail-crash-writer FOLDER [in-write|before-flush|after-flush N]");
            std::process::exit(2);
        }
    };
    // Whoever kills this program reads why it ended, if it ended by itself.
    if let Err(e) = write_for_ever(&PathBuf::from(folder)) {
        say(&format!("! error {e:?}"));
        std::process::exit(1);
    }
}

/// Dies by itself at a point of what it does to the disk, after so many that go well.
fn die_at(folder: &str, point: &str, after: &str) -> Option<()> {
    let fault = match point {
        "in-write" => Fault::DieInWrite,
        "before-flush" => Fault::DieBeforeFlush,
        "after-flush" => Fault::DieAfterFlush,
        _ => return None,
    };
    let disk = Disk::install().ok()?;
    std::fs::create_dir_all(folder).ok()?;
    disk.follow(std::path::Path::new(folder)).ok()?;
    disk.fail(fault, When { after: after.parse().ok()?, lasting: true });
    Some(())
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads any more: then nothing is left to do.
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

fn write_for_ever(folder: &std::path::Path) -> Result<()> {
    let clock = HandClock::standing_at(START_MS);
    let phone = phone::open(folder, clock.clone())?;
    let strategy = strategy(&phone)?;
    let mut there = read_all(&phone)?;
    let mut next = there.keys().next_back().map_or(1, |n| n + 1);
    // Time goes on from where the last run was killed.
    clock.pass(i64::try_from(next).unwrap_or(0) * 240_000);
    say("! open");
    loop {
        let n = next;
        next += 1;
        clock.pass(240_000);
        act(&format!("log {n}"), || {
            there.insert(n, id(phone.record_coping(&entry(strategy, n, ""))?.id_of("coping_entry"))?);
            Ok(())
        })?;
        // Sometimes within ten minutes of the first writing, sometimes long after.
        let back = |by: u64| n.checked_sub(by).and_then(|m| Some((m, *there.get(&m)?)));
        if let (0, Some((m, id))) = (n % 3, back(n % 5 + 1)) {
            act(&format!("edit {m}"), || {
                phone.edit_coping(CopingEntryId(id), &entry(strategy, m, " edited"))?;
                Ok(())
            })?;
        }
        if let (0, Some((m, id))) = (n % 5, back(4)) {
            act(&format!("remove {m}"), || phone.remove("coping_entry", id).map(drop))?;
            if n % 2 == 0 {
                act(&format!("put back {m}"), || phone.put_back("coping_entry", id).map(drop))?;
            }
        }
        if let (0, Some((m, id))) = (n % 7, back(6)) {
            act(&format!("forget {m}"), || match phone.remove_for_good("coping_entry", id) {
                Err(Error::NotFound(_)) | Ok(_) => Ok(()),
                Err(e) => Err(e),
            })?;
        }
        if n % 11 == 0 {
            phone.suspend()?;
            phone.resume()?;
        }
    }
}

fn act(what: &str, done: impl FnOnce() -> Result<()>) -> Result<()> {
    say(&format!("? {what}"));
    match done() {
        // What an earlier act took away cannot be changed; then nothing happened.
        Err(Error::NotFound(_)) => Ok(()),
        Ok(()) => {
            say(&format!("! {what}"));
            Ok(())
        }
        Err(e) => Err(e),
    }
}

fn id(id: Option<Id>) -> Result<Id> {
    id.ok_or(Error::Internal("a new record without an id"))
}

fn strategy(phone: &Handrail) -> Result<CopingStrategyId> {
    if let Some(known) = phone.coping()?.strategies.first() {
        return Ok(known.id);
    }
    let new = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    id(phone.save_coping_strategy(&new)?.id_of("coping_strategy")).map(CopingStrategyId)
}

/// Long enough that a write touches several pages.
fn entry(strategy: CopingStrategyId, n: u64, after: &str) -> NewCopingEntry {
    NewCopingEntry {
        strategy,
        situation: format!("{n}{after}"),
        helped: None,
        before: None,
        after: None,
        note: "step by step ".repeat(usize::try_from(n % 90).unwrap_or(0)),
        ..NewCopingEntry::of(strategy)
    }
}

fn read_all(phone: &Handrail) -> Result<BTreeMap<u64, Id>> {
    let mut all = BTreeMap::new();
    let mut page = phone.coping()?.recent;
    while let Some(last) = page.last().map(|e| e.id) {
        for e in &page {
            let number = e.situation.split(' ').next().and_then(|n| n.parse().ok());
            all.insert(number.ok_or(Error::Internal("an entry nobody wrote"))?, e.id.0);
        }
        page = phone.coping_before(last)?;
    }
    Ok(all)
}
