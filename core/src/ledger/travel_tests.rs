//! What travels from phone to phone: every kind of record, and nothing else. Driven from the lists of the store, so that
//! a new kind or table fails here until it is handled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Batch, Ledger, Snapshot, Vector};
use crate::clock::{Clock, Moment};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::{ALL, Kind, OF_THE_LOG, OF_THIS_PHONE};
use crate::store::older::OlderApp;
use crate::store::samples;
use crate::store::{KeyProvider, StoreConfig};

struct Still;
impl Clock for Still {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: 1_790_000_000_000, zone: "Europe/London".into(), offset_min: 60 })
    }
}

struct Key;
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

/// A phone of Ana's, and the folder that is gone with it.
struct Phone {
    handrail: Option<Handrail>,
    folder: PathBuf,
}

impl Phone {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("handrail-travel-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let mut phone = Self { handrail: None, folder };
        phone.open_again();
        phone
    }

    /// Closes the app and opens it, as after an update.
    fn open_again(&mut self) {
        if let Some(open) = self.handrail.take() {
            open.close().unwrap();
        }
        let config = StoreConfig { folder: self.folder.clone(), page_limit: None };
        self.handrail = Some(Handrail::open(config, Arc::new(Key), Arc::new(Still)).unwrap());
    }

    fn one_of_each(&self, words: &str) -> Vec<(&'static Kind, Id)> {
        let mut made = Vec::new();
        self.write(|w| {
            made = samples::one_of_each(w, words)?;
            Ok(())
        })
        .unwrap();
        made
    }

    /// Everything that `from` knows, as it goes over the line.
    fn hears_of(&self, from: &Self) {
        for batch in from.ops_since(&self.vector().unwrap(), 20_000).unwrap() {
            if batch.device != self.device().unwrap() {
                Ledger::take_in(&**self, &Batch::parse(batch.device, &batch.to_bytes().unwrap()).unwrap()).unwrap();
            }
        }
    }

    fn export(&self) -> String {
        let mut bytes = Vec::new();
        self.export_all(&mut bytes, &mut |_| ControlFlow::Continue(())).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// All that this phone can tell another one.
    fn tells(&self) -> (Vec<Vec<u8>>, Vec<u8>, Vector) {
        let batches = self.ops_since(&Vector::default(), 1 << 20).unwrap();
        let batches = batches.iter().map(|b| b.to_bytes().unwrap()).collect();
        (batches, self.snapshot().unwrap().to_bytes().unwrap(), self.vector().unwrap())
    }

    fn rows(&self, table: &str) -> i64 {
        self.read(|c| Ok(c.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?)).unwrap()
    }

    fn same_as(&self, other: &Self) {
        assert_eq!(self.digest().unwrap(), other.digest().unwrap());
        assert_eq!(self.snapshot().unwrap().records, other.snapshot().unwrap().records);
        assert!(self.export() == other.export(), "two exports");
    }
}

impl std::ops::Deref for Phone {
    type Target = Handrail;
    fn deref(&self) -> &Handrail {
        self.handrail.as_ref().unwrap()
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.handrail = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn read_again(phone: &Phone) -> Snapshot {
    Snapshot::parse(&phone.snapshot().unwrap().to_bytes().unwrap()).unwrap()
}

#[test]
fn a_record_of_every_kind_reaches_a_second_phone_and_is_the_same_there() {
    let (ana, tablet, third) = (Phone::new(), Phone::new(), Phone::new());
    ana.one_of_each("a walk by the river");
    tablet.hears_of(&ana);
    third.load_snapshot(&read_again(&ana)).unwrap();
    for phone in [&tablet, &third] {
        phone.same_as(&ana);
        for kind in ALL {
            assert_eq!(phone.rows(kind.name), 1, "no {} on the second phone", kind.name);
        }
        assert_eq!(phone.rows("unknown_field"), 0);
    }
}

#[test]
fn what_is_taken_away_or_removed_for_good_of_every_kind_is_so_on_a_second_phone() {
    let (ana, tablet) = (Phone::new(), Phone::new());
    let made = ana.one_of_each("a walk by the river");
    tablet.hears_of(&ana);
    let all = |phone: &Phone, f: &dyn Fn(&crate::store::Write<'_>, &'static Kind, Id) -> crate::Result<()>| {
        phone.write(|w| made.iter().try_for_each(|(kind, id)| f(w, kind, *id))).unwrap();
    };
    all(&ana, &|w, kind, id| w.delete(kind, id));
    tablet.hears_of(&ana);
    tablet.same_as(&ana);
    for kind in ALL {
        assert_eq!(tablet.rows(kind.name), 0, "{} is still there", kind.name);
    }
    all(&tablet, &|w, kind, id| w.restore(kind, id));
    ana.hears_of(&tablet);
    tablet.same_as(&ana);
    for kind in ALL {
        assert_eq!(ana.rows(kind.name), 1, "{} was not put back", kind.name);
    }
    all(&ana, &|w, kind, id| w.remove_for_good(kind, id));
    tablet.hears_of(&ana);
    tablet.same_as(&ana);
    let (batches, snapshot, _) = tablet.tells();
    for bytes in batches.iter().chain([&snapshot]) {
        assert!(!String::from_utf8_lossy(bytes).contains("river"), "words that were removed for good");
    }
}

fn tables(c: &Connection) -> Vec<String> {
    let mut q = c
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        .unwrap();
    q.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_table_is_a_kind_or_of_the_log_or_of_this_phone_or_worked_out() {
    let phone = Phone::new();
    let there: BTreeSet<String> = phone.read(|c| Ok(tables(c))).unwrap().into_iter().collect();
    let mut said: BTreeMap<&str, u32> = BTreeMap::new();
    for name in ALL.iter().map(|kind| kind.name).chain(OF_THE_LOG.iter().chain(OF_THIS_PHONE).copied()) {
        *said.entry(name).or_default() += 1;
    }
    assert!(said.values().all(|times| *times == 1), "a table in two lists: {said:?}");
    for table in &there {
        let worked_out = table.starts_with("cache_");
        assert!(worked_out != said.contains_key(table.as_str()), "{table}: say in store::kinds whether it travels");
    }
    assert!(said.keys().all(|table| there.contains(*table)), "a list names a table that is not there");
}

/// Puts a row of made-up values into a table, whatever it says of itself.
fn put_a_row(c: &Connection, table: &str) {
    c.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
    let mut q = c.prepare("SELECT name, type FROM pragma_table_info(?1)").unwrap();
    let columns: Vec<(String, String)> =
        q.query_map([table], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    let values = columns.iter().map(|(_, of_type)| match of_type.as_str() {
        "TEXT" => Value::Text("kept by this phone alone".into()),
        "BLOB" => Value::Blob(b"this phone alone".to_vec()),
        _ => Value::Integer(3),
    });
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", "));
    assert_eq!(c.execute(&sql, params_from_iter(values)).unwrap(), 1, "{table}");
}

#[test]
fn nothing_travels_of_what_belongs_to_one_phone() {
    let ana = Phone::new();
    ana.one_of_each("a walk by the river");
    let before = (ana.tells(), ana.digest().unwrap());
    let others = ana.read(|c| Ok(tables(c))).unwrap().into_iter().filter(|table| table.starts_with("cache_"));
    for table in OF_THIS_PHONE.iter().map(|table| (*table).to_owned()).chain(others) {
        let rows = ana.rows(&table);
        ana.read(|c| {
            c.execute(&format!("DELETE FROM {table}"), [])?;
            put_a_row(c, &table);
            Ok(())
        })
        .unwrap();
        assert_eq!(ana.rows(&table), 1, "{table} had {rows}");
        assert_eq!((ana.tells(), ana.digest().unwrap()), before, "{table} travels");
    }
}

/// What an app does not know it passes on, whole, and shows after its update.
fn through_an_older_app(unknown: &[(&'static str, &'static str)]) {
    let (ana, mut old, third) = (Phone::new(), Phone::new(), Phone::new());
    ana.one_of_each("a walk by the river");
    let (device, (batches, _, _)) = (ana.device().unwrap(), ana.tells());
    let passed_on = {
        let _older = OlderApp::without(unknown);
        for bytes in &batches {
            Ledger::take_in(&*old, &Batch::parse(device, bytes).unwrap()).unwrap();
        }
        old.open_again();
        assert!(old.rows("unknown_field") > 0, "not taken up by the same app");
        read_again(&old)
    };
    assert_eq!(passed_on.digest, ana.digest().unwrap(), "the same content, shown or not");
    third.load_snapshot(&passed_on).unwrap();
    third.same_as(&ana);
    for kind in ALL {
        assert_eq!(third.rows(kind.name), 1, "{} did not come through", kind.name);
    }
    old.open_again();
    old.same_as(&ana);
    assert_eq!(old.rows("unknown_field"), 0, "all of it is where it belongs");
    let updated = Phone::new();
    updated.hears_of(&old);
    updated.same_as(&ana);
}

#[test]
fn kinds_of_a_newer_app_pass_through_an_older_one_and_are_shown_after_its_update() {
    let kinds: Vec<(&str, &str)> = ALL.iter().map(|kind| (kind.name, "")).collect();
    through_an_older_app(&kinds);
}

#[test]
fn a_field_that_came_last_to_any_kind_passes_through_an_older_app_and_is_shown_after_its_update() {
    // One that must be there and has nothing to begin with was there from the beginning.
    let phone = Phone::new();
    let may_be_new = |kind: &str, field: &str| -> bool {
        let sql = "SELECT \"notnull\" = 0 OR dflt_value IS NOT NULL FROM pragma_table_info(?1) WHERE name = ?2";
        phone.read(|c| Ok(c.query_row(sql, [kind, field], |r| r.get(0))?)).unwrap()
    };
    let last = ALL.iter().filter_map(|kind| kind.fields.last().map(|field| (kind.name, field.name)));
    let last: Vec<_> = last.filter(|(kind, field)| may_be_new(kind, field)).collect();
    assert!(last.len() > 10, "{last:?}");
    through_an_older_app(&last);
}
