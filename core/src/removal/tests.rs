//! Every kind that can be removed for good leaves no byte behind, and every other kind has a reason why it cannot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, dead_code)]

#[path = "../../tests/support/pages.rs"]
mod pages;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use super::{REMOVABLE, Removable};
use crate::clock::{Clock, Moment};
use crate::ids::Id;
use crate::store::kinds::{ALL, Holds, Kind, value};
use crate::store::{KeyProvider, StoreConfig, samples};
use crate::{Handrail, What};

const KEY: [u8; 32] = [3; 32];
/// Stands in every field that holds words; in three wordings, so that revisions hold it too.
const MARK: &str = "QUITE-PRIVATE";

/// Kinds that are not removed by themselves, and why.
const KEPT: &[(&str, &str)] = &[
    ("setting", "is set to something else"),
    ("proposal", "belongs to the exchange: it is answered, not removed"),
    ("session_homework", "holds ids alone and goes with its meeting"),
    ("rule_opening", "holds an id and a time alone"),
    ("reminder_fact", "holds ids, times and words of ours alone"),
    ("usual_event", "holds a word of ours and a time alone"),
];

struct At(AtomicI64);

impl Clock for At {
    fn now(&self) -> Option<Moment> {
        let instant_ms = self.0.fetch_add(1, Ordering::SeqCst);
        Some(Moment { instant_ms, zone: "Europe/London".into(), offset_min: 60 })
    }

    fn running_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst).unsigned_abs()
    }
}

struct Fixed;

impl KeyProvider for Fixed {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(KEY.to_vec())
    }

    fn forget(&self) -> bool {
        false
    }
}

fn phone() -> (Handrail, Arc<At>, PathBuf) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("handrail-removal-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let clock = Arc::new(At(AtomicI64::new(1_790_000_000_000)));
    let config = StoreConfig { folder: folder.clone(), page_limit: None };
    (Handrail::open(config, Arc::new(Fixed), clock.clone()).unwrap(), clock, folder)
}

/// A record of this kind, said differently an hour later and once more.
fn written(of: &Handrail, clock: &At, kind: &'static Kind) -> Id {
    let mut made = None;
    of.write(|w| {
        let id = w.new_id()?;
        made = Some(id);
        w.insert(kind, id, &samples::values(kind, &format!("{MARK} one")))
    })
    .unwrap();
    let id = made.unwrap();
    for n in ["two", "three"] {
        clock.0.fetch_add(3_600_000, Ordering::SeqCst);
        let words = kind.fields.iter().filter(|f| f.holds == Holds::Words);
        let values = words.map(|f| (f.name, value(format!("{MARK} {n}")))).collect();
        of.write(|w| w.update(kind, id, &values).map(drop)).unwrap();
    }
    id
}

fn holds(hay: &[u8], bytes: &[u8]) -> bool {
    hay.windows(bytes.len()).any(|w| w == bytes)
}

/// Every table in any column of any row of which these bytes stand.
fn tables(of: &Handrail, bytes: &[u8]) -> Vec<String> {
    of.read(|c| {
        let mut q = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
        let tables: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for table in tables {
            let mut q = c.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = q.column_count();
            let mut rows = q.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let value = row.get_ref(column)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
                    if holds(value, bytes) && !found.contains(&table) {
                        found.push(table.clone());
                    }
                }
            }
        }
        Ok(found)
    })
    .unwrap()
}

/// How many pages of the files hold these bytes, indexes, free pages and the write-ahead log among them.
fn pages(folder: &Path, bytes: &[u8]) -> usize {
    pages::decrypted_pages(folder, &KEY).iter().filter(|page| holds(page, bytes)).count()
}

#[test]
fn no_byte_of_anything_that_was_removed_for_good_stays_in_the_store() {
    let (ana, clock, folder) = phone();
    ana.add_talk_about("the weather").unwrap();
    let written: Vec<_> = REMOVABLE.iter().map(|r| (r.kind, written(&ana, &clock, r.kind))).collect();
    assert!(pages(&folder, MARK.as_bytes()) > 10, "the search finds it where it is");
    for (kind, id) in &written {
        if kind.fields.iter().any(|f| f.holds == Holds::Words) {
            let held = tables(&ana, MARK.as_bytes());
            for place in [kind.name, "op", "revision"] {
                assert!(held.iter().any(|h| h == place), "{}: {held:?}", kind.name);
            }
        }
        let changes = ana.remove_for_good(kind.name, *id).unwrap();
        assert_eq!(changes.records[0].what, What::RemovedForGood, "{}", kind.name);
        assert!(!tables(&ana, MARK.as_bytes()).iter().any(|t| t == kind.name), "{}", kind.name);
        // Its id stays where it must: as the name of what is gone.
        assert_eq!(tables(&ana, id.as_bytes()), ["op", "tombstone"], "{}", kind.name);
    }
    assert_eq!(tables(&ana, MARK.as_bytes()), Vec::<String>::new());
    assert_eq!(pages(&folder, MARK.as_bytes()), 0);
    // Also one that was only taken away before, and one that came back from that.
    for Removable { kind, .. } in REMOVABLE {
        let id = self::written(&ana, &clock, kind);
        ana.write(|w| w.delete(kind, id)).unwrap();
        if kind.name.len().is_multiple_of(2) {
            ana.write(|w| w.restore(kind, id)).unwrap();
        }
        ana.remove_for_good(kind.name, id).unwrap();
        assert_eq!(tables(&ana, MARK.as_bytes()), Vec::<String>::new(), "{}", kind.name);
    }
    assert_eq!(pages(&folder, MARK.as_bytes()), 0);
    ana.close().unwrap();
    assert_eq!(pages(&folder, MARK.as_bytes()), 0);
    assert!(pages(&folder, b"the weather") > 0, "the rest is there");
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn every_kind_can_be_removed_for_good_or_says_why_not() {
    for kind in ALL {
        let removable = REMOVABLE.iter().any(|r| std::ptr::eq(r.kind, *kind));
        let kept = KEPT.iter().any(|(name, _)| *name == kind.name);
        assert!(removable != kept, "{}: {}", kind.name, if removable { "both" } else { "neither" });
    }
}

#[test]
fn what_hangs_on_a_kind_is_named_by_a_table_and_a_column_that_are_there() {
    for Removable { kind, hangs_on_it, .. } in REMOVABLE {
        for (table, column) in *hangs_on_it {
            let child = Kind::named(table).unwrap_or_else(|| panic!("{}: no kind {table}", kind.name));
            let field = child.field(column).unwrap_or_else(|| panic!("{table}: no field {column}"));
            assert_eq!(field.holds, Holds::Bytes, "{table}.{column}");
        }
    }
}
