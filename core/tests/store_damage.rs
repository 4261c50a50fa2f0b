//! Damage: nothing is deleted, what reads is saved, and it is said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::collections::BTreeSet;

use handrail_core::ledger::Ledger;
use handrail_core::{Error, Handrail};
use support::{MINUTE, Phone, assert_sound, log, one, situations, walk};

const PAGE: usize = 4096;

/// Ana has logged `tries` tries, numbered in the order they were made.
fn ana_has_logged(tries: usize) -> (Phone, Vec<String>) {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    for n in 0..tries {
        phone.clock.pass(MINUTE);
        log(&ana, strategy, &said(n));
    }
    let newest_first = situations(&ana);
    ana.close().unwrap();
    (phone, newest_first)
}

fn said(n: usize) -> String {
    format!("try number {n}: {}", "it was loud and I did not know where to go. ".repeat(3))
}

fn damage_pages(phone: &Phone, pages: impl IntoIterator<Item = usize>) -> Vec<u8> {
    let mut bytes = phone.bytes("handrail.db");
    for page in pages {
        bytes[(page - 1) * PAGE + 1000] ^= 0x10;
    }
    std::fs::write(phone.file("handrail.db"), &bytes).unwrap();
    bytes
}

/// The leaf pages of a table or index, in key order: read before the damage is done.
fn leaves(phone: &Phone, of: &str) -> Vec<usize> {
    let c = phone.raw();
    c.prepare("SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = 'leaf' ORDER BY path")
        .unwrap()
        .query_map([of], |r| r.get::<_, i64>(0))
        .unwrap()
        .map(|n| usize::try_from(n.unwrap()).unwrap())
        .collect()
}

/// Uses the store until the damage is met; from then on it is a salvaged one.
fn meet_the_damage(phone: &Phone) -> Handrail {
    let ana = phone.open().unwrap();
    if ana.salvage().is_none() {
        let met = ana.coping().map(drop).and_then(|()| {
            let last = ana.coping()?.recent.last().map(|e| e.id);
            let mut next = last;
            while let Some(id) = next {
                next = ana.coping_before(id)?.last().map(|e| e.id);
            }
            Ok(())
        });
        assert!(matches!(met, Err(Error::Damaged(_))), "{met:?}");
    }
    ana
}

#[test]
fn a_file_that_is_no_database_is_kept_and_a_new_store_begins() {
    let (phone, _) = ana_has_logged(3);
    let not_a_database = b"%PDF-1.7 this was somebody's bus ticket".repeat(300);
    std::fs::write(phone.file("handrail.db"), &not_a_database).unwrap();
    let ana = phone.open().unwrap();
    let report = ana.salvage().unwrap();
    assert_eq!(std::fs::read(report.kept_in.join("handrail.db")).unwrap(), not_a_database);
    assert_eq!(report.rows, 0);
    assert!(report.damaged_tables > 20, "every table is lost and said to be: {report:?}");
    let strategy = walk(&ana);
    log(&ana, strategy, "and on we go");
    ana.close().unwrap();
    assert!(phone.open().unwrap().salvage().is_none(), "said once");
    assert_sound(&phone);
}

#[test]
fn a_strange_file_without_any_store_around_it_is_left_alone() {
    let phone = Phone::new();
    std::fs::write(phone.file("handrail.db"), b"a shopping list, not a store").unwrap();
    let before = phone.files();
    assert!(matches!(phone.open(), Err(Error::Damaged(_))));
    assert!(matches!(phone.open(), Err(Error::Damaged(_))), "and again");
    assert_eq!(phone.files(), before);
}

#[test]
fn a_truncated_database_gives_back_what_is_left_and_is_kept_whole_beside_it() {
    let (phone, before) = ana_has_logged(300);
    let whole = phone.bytes("handrail.db");
    // Each table and index has a first page, near the beginning; a fifth of the pages that came with the tries is lost.
    let first_pages: usize = phone
        .raw()
        .query_row("SELECT count(*) FROM sqlite_schema WHERE rootpage > 0", [], |r| r.get::<_, u32>(0))
        .unwrap()
        .try_into()
        .unwrap();
    let pages = whole.len() / PAGE;
    let cut = &whole[..(pages - (pages - first_pages) / 5) * PAGE];
    std::fs::write(phone.file("handrail.db"), cut).unwrap();
    std::fs::write(phone.file("handrail.db-wal"), b"").unwrap();
    let ana = meet_the_damage(&phone);
    let report = ana.salvage().unwrap();
    assert!(report.damaged_tables > 0 && report.rows > 0, "{report:?}");
    assert_eq!(phone.kept(), std::slice::from_ref(&report.kept_in));
    assert_eq!(std::fs::read(report.kept_in.join("handrail.db")).unwrap(), cut);
    assert!(report.kept_in.join("handrail.db-wal").exists(), "the companions are kept with it");
    let after = situations(&ana);
    assert!(after.len() > 200, "only {} of 300 tries came back", after.len());
    assert!(after.iter().all(|s| before.contains(s)), "nothing is made up");
    let strategy = walk(&ana);
    log(&ana, strategy, "and on we go");
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn a_file_cut_in_the_middle_of_a_page_is_salvaged_as_well() {
    let (phone, before) = ana_has_logged(120);
    let whole = phone.bytes("handrail.db");
    std::fs::write(phone.file("handrail.db"), &whole[..whole.len() - PAGE * 3 - 1234]).unwrap();
    let ana = meet_the_damage(&phone);
    assert!(ana.salvage().unwrap().damaged_tables > 0);
    let after = situations(&ana);
    assert!(after.len() > 80, "only {} of 120 tries came back", after.len());
    assert!(after.iter().all(|s| before.contains(s)));
}

#[test]
fn one_flipped_bit_in_the_middle_of_a_table_loses_nothing_because_the_log_holds_it_too() {
    let (phone, before) = ana_has_logged(300);
    let pages = leaves(&phone, "coping_entry");
    assert!(pages.len() > 6);
    let damaged = damage_pages(&phone, [pages[pages.len() / 2]]);
    let ana = meet_the_damage(&phone);
    let report = ana.salvage().unwrap();
    assert_eq!(report.damaged_tables, 1, "{report:?}");
    assert_eq!(std::fs::read(report.kept_in.join("handrail.db")).unwrap(), damaged);
    assert_eq!(situations(&ana), before);
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn where_table_and_log_are_both_hurt_the_rows_on_either_side_and_between_are_kept() {
    let (phone, before) = ana_has_logged(400);
    let pages = leaves(&phone, "coping_entry");
    // Two stretches, so that neither end alone reaches the rows between them; and the log is
    // taken away, so that only the table itself can give them back.
    let hurt = [pages[3], pages[4], pages[pages.len() - 3]];
    {
        let c = phone.raw();
        c.execute("DELETE FROM op WHERE kind = 'coping_entry'", []).unwrap();
    }
    damage_pages(&phone, hurt);
    let ana = meet_the_damage(&phone);
    let after = situations(&ana);
    let lost: Vec<usize> = (0..before.len()).filter(|i| !after.contains(&before[*i])).collect();
    assert!(after.iter().all(|s| before.contains(s)), "nothing is made up");
    assert!(!lost.is_empty(), "the damage was real");
    assert!(lost.len() < 80, "three pages of a dozen rows each were hurt, but {} rows are lost", lost.len());
    let stretches = 1 + lost.windows(2).filter(|w| w[1] != w[0] + 1).count();
    assert_eq!(stretches, 2, "rows before, between and after the damage are there: lost {lost:?}");
    assert_eq!(ana.salvage().unwrap().damaged_tables, 1);
}

#[test]
fn a_damaged_index_costs_no_row() {
    let (phone, before) = ana_has_logged(400);
    let pages = leaves(&phone, "sqlite_autoindex_coping_entry_1");
    assert!(pages.len() > 2);
    damage_pages(&phone, pages[1..pages.len() - 1].iter().copied());
    let ana = meet_the_damage(&phone);
    assert_eq!(situations(&ana), before);
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn a_damaged_change_log_does_not_touch_the_entries() {
    let (phone, before) = ana_has_logged(300);
    let pages = leaves(&phone, "op");
    damage_pages(&phone, [pages[pages.len() / 2]]);
    // Reading the screen does not read the log; writing at its end may not either. Whoever meets it marks it.
    std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
    let ana = phone.open().unwrap();
    let report = ana.salvage().unwrap();
    assert_eq!(report.damaged_tables, 1, "{report:?}");
    assert_eq!(situations(&ana), before);
}

#[test]
fn the_last_page_of_a_long_note_gone_bad_is_not_shown_as_half_a_note() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let long = "a long night ".repeat(600);
    let mut new = support::entry(strategy, "night");
    new.note = long.trim().into();
    ana.record_coping(&new).unwrap();
    phone.clock.pass(MINUTE);
    log(&ana, strategy, "morning");
    ana.close().unwrap();
    let overflow: usize = {
        let c = phone.raw();
        c.execute("UPDATE op SET body = NULL", []).unwrap();
        let last = "SELECT pageno FROM dbstat WHERE name = 'coping_entry' AND pagetype = 'overflow' ORDER BY path DESC";
        usize::try_from(one(&c, last)).unwrap()
    };
    damage_pages(&phone, [overflow]);
    std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
    let ana = phone.open().unwrap();
    assert_eq!(ana.salvage().unwrap().damaged_tables, 1);
    assert_eq!(situations(&ana), ["morning"], "SQLCipher hands the lost end out as zeroes, without an error");
}

#[test]
fn damage_met_while_the_app_runs_is_salvaged_at_once_and_writing_goes_on() {
    let (phone, before) = ana_has_logged(300);
    let pages = leaves(&phone, "coping_entry");
    damage_pages(&phone, [pages[pages.len() - 2]]);
    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_none());
    assert!(matches!(ana.coping(), Err(Error::Damaged(_))), "the call that met it says so");
    assert_eq!(ana.salvage().unwrap().damaged_tables, 1);
    assert_eq!(situations(&ana), before);
    let strategy = ana.coping().unwrap().strategies[0].id;
    phone.clock.pass(MINUTE);
    log(&ana, strategy, "and on we go");
    ana.close().unwrap();
    let ana = phone.open().unwrap();
    assert!(ana.salvage().is_none(), "said once");
    assert_eq!(situations(&ana)[0], "and on we go");
    ana.close().unwrap();
    assert_sound(&phone);
}

#[test]
fn damage_met_by_a_write_keeps_nothing_of_it_and_the_next_one_is_taken() {
    let (phone, before) = ana_has_logged(300);
    // The newest leaf of the table: the next entry goes onto it.
    let pages = leaves(&phone, "coping_entry");
    damage_pages(&phone, [pages[pages.len() - 1]]);
    let ana = phone.open().unwrap();
    let strategy = {
        let c = raw_copy(&phone);
        let id: [u8; 16] = c.query_row("SELECT id FROM coping_strategy", [], |r| r.get(0)).unwrap();
        handrail_core::coping::CopingStrategyId(handrail_core::ids::Id::from_bytes(id))
    };
    phone.clock.pass(MINUTE);
    let met = ana.record_coping(&support::entry(strategy, "did this get lost?"));
    assert!(matches!(met, Err(Error::Damaged(_))), "{met:?}");
    assert_eq!(situations(&ana), before, "nothing of it was written, and nothing else is lost");
    log(&ana, strategy, "written again");
    assert_eq!(situations(&ana)[0], "written again");
    ana.close().unwrap();
    assert_sound(&phone);
}

/// A second look at a store that is open, through a copy of its file.
fn raw_copy(phone: &Phone) -> rusqlite::Connection {
    let copy = phone.file("copy.db");
    std::fs::copy(phone.file("handrail.db"), &copy).unwrap();
    support::raw(&copy, &phone.key())
}

#[test]
fn a_salvaged_store_writes_as_a_new_device_and_never_behind_its_own_clock() {
    let (phone, _) = ana_has_logged(50);
    let (old_device, highest): (Vec<u8>, i64) =
        phone.raw().query_row("SELECT id, stamp FROM device", [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    phone.clock.set_date(support::NOON - 10 * support::YEAR);
    std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
    let ana = phone.open().unwrap();
    let report = ana.salvage().unwrap();
    assert_eq!(report.damaged_tables, 0, "it was only feared: {report:?}");
    let strategy = walk(&ana);
    log(&ana, strategy, "after");
    ana.close().unwrap();
    let c = phone.raw();
    let (device, first, last): (Vec<u8>, i64, i64) = c
        .query_row(
            "SELECT d.id, min(o.stamp), max(o.sequence) FROM device d JOIN op o ON o.device = d.id AND o.by IS NULL",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
        .unwrap();
    assert_ne!(device, old_device);
    assert!(first > highest);
    // After the strategy and its fifty tries, which go out once more under the new name.
    assert_eq!(last, 51 + 2);
}

#[test]
fn a_store_whose_file_is_gone_says_so_instead_of_beginning_anew_in_silence() {
    let (phone, _) = ana_has_logged(3);
    std::fs::remove_file(phone.file("handrail.db")).unwrap();
    let ana = phone.open().unwrap();
    let report = ana.salvage().expect("it is said");
    assert_eq!(report.rows, 0);
    assert!(report.damaged_tables > 20);
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_not_a_byte_of_it_changes() {
    let (phone, before) = ana_has_logged(3);
    let own: i64 = {
        let c = phone.raw();
        let own = c.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        c.pragma_update(None, "user_version", 99).unwrap();
        c.execute("CREATE TABLE from_the_future (id BLOB) STRICT", []).unwrap();
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)", []).ok();
        own
    };
    let files = || (phone.bytes("handrail.db"), std::fs::read(phone.file("handrail.db-wal")).unwrap_or_default());
    let untouched = files();
    for _ in 0..2 {
        let refused = phone.open();
        assert!(matches!(refused, Err(Error::NewerVersion { found: 99, known }) if known == own), "{refused:?}");
        assert_eq!(files(), untouched);
    }
    // Nor while its newest writing is still in the log, as after a crash, nor when damage was feared.
    let in_log = {
        let c = phone.raw();
        c.execute("INSERT INTO from_the_future (id) VALUES (x'00')", []).unwrap();
        let in_log = files();
        std::mem::forget(c); // as a killed process leaves it
        in_log
    };
    assert!(!in_log.1.is_empty());
    std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
    assert!(matches!(phone.open(), Err(Error::NewerVersion { .. })));
    assert_eq!(files(), in_log);
    assert_eq!(phone.kept(), Vec::<std::path::PathBuf>::new());
    std::fs::remove_file(phone.file("handrail.damaged")).unwrap();
    phone.raw().pragma_update(None, "user_version", own).unwrap();
    assert_eq!(situations(&phone.open().unwrap()), before);
}

#[test]
fn a_right_version_with_a_wrong_table_is_rebuilt_with_every_row() {
    let (phone, before) = ana_has_logged(40);
    {
        let c = phone.raw();
        c.execute_batch(
            "ALTER TABLE coping_entry ADD COLUMN somebody_elses TEXT; ALTER TABLE plan_line DROP COLUMN phone;",
        )
        .unwrap();
    }
    let ana = phone.open().unwrap();
    let report = ana.salvage().expect("it is said");
    assert_eq!(report.damaged_tables, 0, "{report:?}");
    assert_eq!(situations(&ana), before);
    ana.close().unwrap();
    assert!(phone.open().unwrap().salvage().is_none());
}

#[test]
fn a_missing_table_is_made_again_from_the_log() {
    let (phone, before) = ana_has_logged(40);
    phone.raw().execute("DROP TABLE coping_entry", []).unwrap();
    let ana = phone.open().unwrap();
    assert_eq!(ana.salvage().expect("it is said").damaged_tables, 1);
    assert_eq!(situations(&ana), before);
}

#[test]
fn a_salvage_that_is_killed_goes_on_at_the_next_opening_wherever_it_was() {
    // The states a kill can leave, made by hand: before the new store is ready, when it is
    // ready, with the damaged files half set aside, with the new one in place, and before tidying up.
    for killed_after in 0..5 {
        let (phone, before) = ana_has_logged(30);
        let damaged = phone.bytes("handrail.db");
        let work = phone.file("salvage.tmp");
        std::fs::create_dir_all(&work).unwrap();
        let new = work.join("new.db");
        if killed_after == 0 {
            std::fs::write(&new, b"half a page").unwrap();
            std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
        } else {
            std::fs::write(&new, &damaged).unwrap();
            std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
            std::fs::write(phone.file("handrail.db-wal"), b"").unwrap();
            std::fs::write(work.join("ready"), "damaged-1234\n123\n1\n").unwrap();
        }
        let kept = phone.file("damaged-1234");
        if killed_after >= 2 {
            std::fs::create_dir_all(&kept).unwrap();
            std::fs::rename(phone.file("handrail.db"), kept.join("handrail.db")).unwrap();
        }
        if killed_after >= 3 {
            std::fs::rename(phone.file("handrail.db-wal"), kept.join("handrail.db-wal")).unwrap();
            std::fs::rename(&new, phone.file("handrail.db")).unwrap();
        }
        if killed_after >= 4 {
            std::fs::remove_file(phone.file("handrail.damaged")).unwrap();
        }
        let ana = phone.open().unwrap();
        let report = ana.salvage().unwrap_or_else(|| panic!("said in state {killed_after}"));
        if killed_after > 0 {
            assert_eq!((report.rows, report.damaged_tables), (123, 1), "state {killed_after}");
            assert_eq!(report.kept_in, kept);
            assert!(kept.join("handrail.db-wal").exists());
        }
        assert_eq!(std::fs::read(report.kept_in.join("handrail.db")).unwrap(), damaged, "state {killed_after}");
        assert_eq!(phone.kept().len(), 1);
        assert_eq!(situations(&ana), before, "state {killed_after}");
        assert!(!work.exists() && !phone.file("handrail.damaged").exists());
        ana.close().unwrap();
        assert!(phone.open().unwrap().salvage().is_none(), "state {killed_after}");
        assert_sound(&phone);
    }
}

#[test]
fn a_value_that_only_a_newer_app_understands_is_no_reason_to_set_the_file_aside() {
    let (phone, _) = ana_has_logged(3);
    phone.raw().execute("UPDATE coping_entry SET helped = 'in_a_way_not_known_yet'", []).unwrap();
    let ana = phone.open().unwrap();
    assert!(matches!(ana.coping(), Err(Error::Damaged(_))));
    ana.close().unwrap();
    assert!(phone.open().unwrap().salvage().is_none());
    assert!(phone.kept().is_empty());
}

/// Everything that one phone knows goes to another.
fn tell(from: &Handrail, to: &Handrail) {
    for batch in from.ops_since(&to.vector().unwrap(), 40_000).unwrap() {
        if batch.device != to.device().unwrap() {
            Ledger::take_in(to, &batch).unwrap();
        }
    }
}

#[test]
fn what_nobody_has_goes_out_again_from_a_salvaged_store_and_nothing_is_doubled() {
    // The log is hurt, or the entries, or both: each record is in what is left of either.
    for hurt in [&["op"][..], &["coping_entry"], &["op", "coping_entry"]] {
        let (phone, tablet) = (Phone::new(), Phone::new());
        let (ana, other) = (phone.open().unwrap(), tablet.open().unwrap());
        let strategy = walk(&ana);
        for n in 0..60 {
            phone.clock.pass(MINUTE);
            log(&ana, strategy, &said(n));
        }
        tell(&ana, &other);
        for n in 60..120 {
            phone.clock.pass(MINUTE);
            log(&ana, strategy, &said(n));
        }
        let former = ana.device().unwrap();
        ana.close().unwrap();
        let pages: Vec<usize> =
            hurt.iter().map(|table| leaves(&phone, table)).map(|all| all[all.len() * 3 / 4]).collect();
        damage_pages(&phone, pages);
        std::fs::write(phone.file("handrail.damaged"), b"").unwrap();
        let ana = phone.open().unwrap();
        assert!(ana.salvage().unwrap().damaged_tables > 0, "{hurt:?}");
        assert_ne!(ana.device().unwrap(), former, "another name before it writes");
        let here: BTreeSet<String> = situations(&ana).into_iter().collect();
        assert!(here.len() > 110, "{hurt:?}: {}", here.len());

        tell(&ana, &other);
        let there: Vec<String> = situations(&other);
        let sets: BTreeSet<String> = there.iter().cloned().collect();
        assert_eq!(sets.len(), there.len(), "{hurt:?}: nothing twice");
        let missing: Vec<_> = here.difference(&sets).collect();
        assert!(missing.is_empty(), "{hurt:?}: {} were never sent", missing.len());
        // What the other still had comes back, under the name it was written under.
        tell(&other, &ana);
        assert_eq!(situations(&ana).len(), there.len());
        assert_eq!(ana.digest().unwrap(), other.digest().unwrap(), "{hurt:?}");
        log(&ana, strategy, "and on we go");
        tell(&ana, &other);
        assert_eq!(situations(&other)[0], "and on we go");
        ana.close().unwrap();
        assert_sound(&phone);
    }
}
