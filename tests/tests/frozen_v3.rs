//! A store of version 3, kept as it was written: every sheet of the programme, reminders of every kind and what became
//! of them, a practitioner, what was shared and what came back, and what edits and removals leave behind.
//! `frozen/README.md` says how it was made, and that it is never made again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    missing_docs
)]

#[path = "../../core/tests/common/mod.rs"]
mod common;
#[path = "frozen_v3/course.rs"]
mod course;
mod old_store;
#[path = "../../core/tests/common/pack.rs"]
mod pack;
#[path = "../../core/tests/practitioner/mod.rs"]
mod practitioner;
mod twelve_months;

use std::collections::BTreeMap;

use common::{Person, person};
use handrail_core::clock::Day;
use handrail_core::reminders::{Phone, PhoneKind, Reminder};
use handrail_core::settings::{EditSettings, LockScreenWords};
use old_store::{frozen, lost, rows, schema, sha256};

/// Mara, with her phone and its clock.
pub(crate) struct Mara {
    pub(crate) h: Person,
}

impl Mara {
    pub(crate) fn days(&self, days: i64) {
        self.h.at(&format!("{} 10:00", self.today().plus(days)));
    }

    pub(crate) fn today(&self) -> Day {
        self.h.this_day().unwrap()
    }
}

/// Makes the file once, where that was asked for and it is not there.
fn bless() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    if std::env::var_os("HANDRAIL_BLESS").is_some() {
        ONCE.call_once(|| {
            if !frozen("v3.db").exists() {
                make();
            }
        });
    }
}

fn make() {
    let mara = Mara { h: person("mara") };
    course::live(&mara);
    mara.h.phone.suspend().unwrap();
    {
        let c = mara.h.under();
        c.execute_batch("VACUUM").unwrap();
        c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        // Told all at once: what is missing is easier to mend in one go.
        let empty: Vec<String> = rows(&c).into_iter().filter(|(_, rows)| rows.is_empty()).map(|(t, _)| t).collect();
        assert_eq!(empty, Vec::<String>::new(), "tables with nothing to lose");
    }
    std::fs::copy(mara.h.folder.join("handrail.db"), frozen("v3.db")).unwrap();
    std::fs::write(frozen("v3.sha256"), format!("{}  v3.db\n", sha256(&frozen("v3.db")))).unwrap();
}

/// A phone in whose folder the frozen file lies, opened by today's Handrail.
fn opened() -> Person {
    bless();
    let p = person("frozen-v3");
    p.phone.suspend().unwrap();
    for left in ["handrail.db", "handrail.db-wal", "handrail.db-shm"] {
        let _ = std::fs::remove_file(p.folder.join(left));
    }
    std::fs::copy(frozen("v3.db"), p.folder.join("handrail.db")).unwrap();
    p.at(course::LAST);
    p.phone.resume().unwrap();
    assert!(p.salvage().is_none());
    p
}

#[test]
fn a_database_of_version_3_opens_with_every_row_and_every_sheet_reads_as_it_did() {
    bless();
    let hash = std::fs::read_to_string(frozen("v3.sha256")).unwrap();
    assert_eq!(hash, format!("{}  v3.db\n", sha256(&frozen("v3.db"))), "the frozen file has been changed");

    let as_it_was = Mara { h: person("as-it-was") };
    std::fs::copy(frozen("v3.db"), as_it_was.h.folder.join("old.db")).unwrap();
    let old = rusqlite::Connection::open(as_it_was.h.folder.join("old.db")).unwrap();
    old.pragma_update(None, "key", format!("x'{}'", "07".repeat(32))).unwrap();
    assert_eq!(old.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0)).unwrap(), 3);
    let kept: BTreeMap<String, usize> = rows(&old).into_iter().map(|(table, rows)| (table, rows.len())).collect();
    for (table, rows) in &kept {
        assert!(*rows > 0, "{table} is empty in the frozen database");
    }

    let facts = "SELECT group_concat(fact, ' ') FROM (SELECT DISTINCT fact FROM reminder_fact ORDER BY fact)";
    let facts: String = old.query_row(facts, [], |r| r.get(0)).unwrap();
    assert_eq!(facts, "could_not_be_set done later not_today shown");

    let mara = Mara { h: opened() };
    assert_eq!(lost(&old, &mara.h.under()), Vec::<String>::new());
    println!("version 3: {} rows in {} tables, none lost", kept.values().sum::<usize>(), kept.len());

    // Every sheet, in her words.
    for sheet in twelve_months::ALL {
        mara.look_back(sheet);
    }
    let own = mara.h.reminders().unwrap();
    assert_eq!(own.len(), course::REMINDERS);
    assert!(own.iter().any(|r| r.reminder.title == course::PLANTS && r.on) && own.iter().any(|r| !r.on));
    assert!(mara.h.reminder_preferences().unwrap().quiet_hours.is_some());
    // Her own words on the locked screen stay her choice, and what she put off still comes.
    let phone = Phone { kind: PhoneKind::WakesTheApp, capacity: 64 };
    let plan = mara.h.plan_notifications_for(phone, &[]).unwrap();
    assert!(plan.set.iter().any(|n| n.full.is_some()) && plan.set.iter().all(|n| n.neutral.id != "reminder-own"));
    assert!(plan.set.iter().any(|n| n.civil.to_string() == course::PUT_OFF_TO), "put off, it comes");
    assert!(plan.set.iter().any(|n| matches!(n.reminder, Reminder::Homework(_))));
    let health = mara.h.reminder_health(&course::phone_facts()).unwrap();
    assert!(health.late.is_some_and(|late| late.deliveries > 0) && !health.recent.is_empty());
    assert_eq!(mara.h.readers().unwrap()[0].name, "Sam");
    assert!(!mara.h.packets().unwrap().is_empty() && !mara.h.proposals().unwrap().seen.is_empty());
    assert!(mara.h.proposals().unwrap().waiting.iter().any(|p| p.title == course::SUGGESTED));
    mara.h.today().unwrap();
}

#[test]
fn what_was_begun_in_version_3_goes_on_and_its_shape_is_that_of_a_fresh_store() {
    let mara = Mara { h: opened() };
    // A reminder is said differently, one is answered, one is removed with what was known of it.
    let own = mara.h.reminders().unwrap();
    let plants = own.iter().find(|r| r.reminder.title == course::PLANTS).unwrap();
    let mut other = plants.reminder.clone();
    other.title = "the tomatoes".into();
    mara.h.edit_reminder(plants.id, &other).unwrap();
    let facts = mara.h.count("reminder_fact");
    assert!(facts > 0);
    mara.h.remove("reminder", plants.id.0).unwrap();
    mara.h.remove_for_good("reminder", plants.id.0).unwrap();
    assert!(mara.h.count("reminder_fact") < facts);
    // What was taken away then can still be put back; a suggestion that waited can still be taken.
    mara.h.put_back("talk_about", course::taken_away(&mara.h)).expect("what was taken away then");
    let waiting = mara.h.proposals().unwrap().waiting[0].id;
    mara.h.accept_proposal(waiting, &handrail_core::proposals::ProposalEdit::default()).unwrap();
    let neutral = EditSettings { lock_screen_words: Some(LockScreenWords::Neutral), ..EditSettings::default() };
    mara.h.save_settings(&neutral).unwrap();
    assert!(mara.h.plan_notifications(64, &[]).unwrap().set.iter().all(|n| n.full.is_none()));

    let fresh = person("fresh");
    let [old, new] = [&mara.h, &fresh].map(|p| schema(&p.under()));
    let differs: Vec<&String> = old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).collect();
    assert_eq!(differs, Vec::<&String>::new(), "not the same in the frozen database and in a fresh one");
}
