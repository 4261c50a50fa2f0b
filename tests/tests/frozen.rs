//! Old databases, kept as they were written: each opens in today's Handrail, has the shape of
//! a fresh one afterwards, and holds every row it held.
//!
//! `frozen/README.md` says which there are and how each was made. This is the first; `frozen_v3.rs` has the sheets and
//! the reminders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, missing_docs)]

mod old_store;

use std::path::Path;

use handrail_core::coping::{CopingEntryId, CopingStrategyId, NewCopingStrategy};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_tests::bench::life;
use handrail_tests::phone::{self, HandClock, TempFolder};
use old_store::{frozen, rows, schema, sha256};

/// Nine days of a life, with what only edits, removals and a plan leave behind.
fn live(folder: &Path) {
    let clock = HandClock::standing_at(life::BEGIN_MS);
    let life = life::live(folder, &clock, 9, |_| ()).unwrap();
    let ana = phone::open(folder, clock.clone()).unwrap();
    clock.pass(3_600_000);
    let strategy = life.strategies[0];
    let longer = NewCopingStrategy { name: "A long walk, round the pond".into(), ..NewCopingStrategy::default() };
    ana.edit_coping_strategy(strategy, &longer).unwrap();
    let newest: Vec<CopingEntryId> = ana.coping().unwrap().recent.iter().map(|e| e.id).collect();
    ana.edit_coping(newest[0], &life::try_of(&life, 1)).unwrap();
    ana.remove("coping_entry", newest[1].0).unwrap();
    ana.remove("coping_entry", newest[2].0).unwrap();
    ana.put_back("coping_entry", newest[2].0).unwrap();
    ana.remove_for_good("coping_entry", newest[3].0).unwrap();
    let of = |part, stage, wording: &str| NewPlanLine::new(part, stage, wording);
    ana.add_plan_line(&of(PlanPart::Triggers, 0, "Nights without sleep; then I ring Sam early")).unwrap();
    ana.add_plan_line(&of(PlanPart::WhatHelps, 1, "Tea, the radio, the cat \u{1f408}")).unwrap();
    ana.add_talk_about("the new tablets \u{2014} \u{0623}\u{0633}\u{0626}\u{0644}\u{0629}").unwrap();
    ana.close().unwrap();
}

fn bless() {
    let folder = TempFolder::new("freeze").unwrap();
    live(folder.path());
    let made = folder.path().join("handrail.db");
    {
        let c = phone::raw(&made).unwrap();
        c.execute_batch("VACUUM").unwrap();
        c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        let text: String = rows(&c)
            .into_iter()
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| format!("{table}: {row}\n")))
            .collect();
        std::fs::write(frozen("v1.rows"), text).unwrap();
    }
    std::fs::copy(&made, frozen("v1.db")).unwrap();
    std::fs::write(frozen("v1.sha256"), format!("{}  v1.db\n", sha256(&frozen("v1.db")))).unwrap();
}

#[test]
fn a_database_of_version_1_opens_with_every_row_and_today_s_shape() {
    if std::env::var_os("HANDRAIL_BLESS").is_some() && !frozen("v1.db").exists() {
        bless();
    }
    let hash = std::fs::read_to_string(frozen("v1.sha256")).unwrap();
    assert_eq!(hash, format!("{}  v1.db\n", sha256(&frozen("v1.db"))), "the frozen file has been changed");

    let folder = TempFolder::new("frozen").unwrap();
    let file = folder.path().join("handrail.db");
    std::fs::copy(frozen("v1.db"), &file).unwrap();
    let clock = HandClock::standing_at(life::BEGIN_MS + 30 * 86_400_000);
    let ana = phone::open(folder.path(), clock.clone()).unwrap();
    assert!(ana.salvage().is_none());
    // The screens read, with the words as they were.
    let coping = ana.coping().unwrap();
    assert!(coping.strategies.iter().any(|s| s.name == "A long walk, round the pond"));
    assert_eq!(ana.plan().unwrap().parts.len(), PlanPart::ALL.len());
    let removed = coping.recent.len();
    assert!(removed > 40);
    ana.today().unwrap();
    ana.goals().unwrap();
    ana.homework().unwrap();
    ana.signs().unwrap();
    ana.sessions().unwrap();
    ana.talk_about().unwrap();
    ana.close().unwrap();

    let expected = std::fs::read_to_string(frozen("v1.rows")).unwrap();
    let c = phone::raw(&file).unwrap();
    let found = rows(&c);
    let mut lines = 0;
    for line in expected.lines() {
        let (table, row) = line.split_once(": ").unwrap();
        // A newer version may add columns, never take one away or change what it holds.
        let there = found[table].iter().any(|now| row.split(' ').all(|word| now.contains(word)));
        assert!(there, "{line}");
        lines += 1;
    }
    assert!(lines > 300, "{lines}");
    for table in ["revision", "tombstone", "plan_line", "check_in", "step_result", "homework_result", "session"] {
        assert!(!found[table].is_empty(), "{table} is empty in the frozen database");
    }
    drop(c);

    // What was written then can be gone on with now.
    let ana = phone::open(folder.path(), clock).unwrap();
    let strategy = CopingStrategyId(coping.strategies[0].id.0);
    ana.edit_coping_strategy(strategy, &NewCopingStrategy { name: "Now".into(), ..NewCopingStrategy::default() })
        .unwrap();
    ana.put_back("coping_entry", tombstone()).expect("what was taken away then can still be put back");
    ana.close().unwrap();

    let fresh = TempFolder::new("fresh").unwrap();
    phone::open(fresh.path(), HandClock::standing_at(life::BEGIN_MS)).unwrap().close().unwrap();
    let schemas = [folder.path(), fresh.path()].map(|f| schema(&phone::raw(&f.join("handrail.db")).unwrap()));
    let [old, new] = &schemas;
    let differs: Vec<&String> = old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).collect();
    assert_eq!(differs, Vec::<&String>::new(), "not the same in the frozen database and in a fresh one");
}

/// The entry that was taken away and not put back, from the rows beside the database.
fn tombstone() -> handrail_core::ids::Id {
    let rows = std::fs::read_to_string(frozen("v1.rows")).unwrap();
    let line = rows.lines().find(|l| l.starts_with("tombstone: ") && l.ends_with("for_good=0")).unwrap();
    let hex = line.split("record=x").nth(1).unwrap().split(' ').next().unwrap();
    let bytes: Vec<u8> = (0..16).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
    handrail_core::ids::Id::from_bytes(bytes.try_into().unwrap())
}
