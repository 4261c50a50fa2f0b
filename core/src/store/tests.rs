//! The one door for writing, held to a model: whatever is done in whatever order, the tables
//! are the fold of the change log, and no replaced word is lost unless it was to be forgotten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::kinds::{COPING_ENTRY, COPING_STRATEGY, Kind, value};
use super::*;

struct TestClock(AtomicI64, AtomicU64);
impl Clock for TestClock {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: self.0.load(Ordering::SeqCst), zone: "UTC".into(), offset_min: 0 })
    }
    fn running_ms(&self) -> u64 {
        self.1.load(Ordering::SeqCst)
    }
}

struct Key;
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![3; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

/// Something a person or a phone does. `which` picks among the records made so far.
#[derive(Debug, Clone)]
enum Act {
    Make { settled: bool },
    Change { which: usize, field: usize },
    ChangeAll { which: usize },
    ChangeNothing { which: usize },
    TakeAway { which: usize },
    PutBack { which: usize },
    Forget { which: usize },
    MakeAndChangeInOneWrite,
    FailHalfWay { which: usize },
    Minutes(u64),
    SetDate { years: i64 },
    Rest,
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    let which = 0..6usize;
    prop_oneof![
        4 => any::<bool>().prop_map(|settled| Act::Make { settled }),
        6 => (which.clone(), 0..3usize).prop_map(|(which, field)| Act::Change { which, field }),
        2 => which.clone().prop_map(|which| Act::ChangeAll { which }),
        2 => which.clone().prop_map(|which| Act::ChangeNothing { which }),
        3 => which.clone().prop_map(|which| Act::TakeAway { which }),
        3 => which.clone().prop_map(|which| Act::PutBack { which }),
        1 => which.clone().prop_map(|which| Act::Forget { which }),
        1 => Just(Act::MakeAndChangeInOneWrite),
        1 => which.prop_map(|which| Act::FailHalfWay { which }),
        3 => (0..13u64).prop_map(Act::Minutes),
        1 => (-10..11i64).prop_map(|years| Act::SetDate { years }),
        1 => Just(Act::Rest),
        1 => Just(Act::Restart),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Where {
    There,
    Away,
    Forgotten,
}

struct Record {
    kind: &'static Kind,
    fields: Map<String, Json>,
    at: Where,
    /// When it was first written, while that still counts.
    made: Option<u64>,
    /// Every word this record ever held.
    said: BTreeSet<String>,
    /// Words that were replaced and have to be found again.
    owed: BTreeSet<String>,
}

struct Life {
    folder: PathBuf,
    clock: Arc<TestClock>,
    store: Option<Store>,
    model: BTreeMap<Id, Record>,
    words: u32,
    /// Ops that must have been written.
    ops: i64,
}

impl Life {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("handrail-door-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        let clock = Arc::new(TestClock(AtomicI64::new(1_790_000_000_000), AtomicU64::new(0)));
        let mut life = Self { folder, clock, store: None, model: BTreeMap::new(), words: 0, ops: 0 };
        life.open();
        life
    }

    fn open(&mut self) {
        let config = StoreConfig { folder: self.folder.clone(), page_limit: None };
        let randomness = Arc::new(crate::ids::SystemRandomness::default());
        let now = self.clock.now().unwrap();
        self.store = Some(Store::open(config, Arc::new(Key), &now, self.clock.clone(), randomness).unwrap());
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn write<T>(&self, f: impl FnOnce(&Write<'_>) -> Result<T>) -> Result<(T, Changes)> {
        self.store().write(&self.clock.now().unwrap(), f)
    }

    /// A word never used before, so that it can be searched for.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("<word {} \u{263a} \"quoted\">", self.words)
    }

    fn new_fields(&mut self, kind: &'static Kind) -> Map<String, Json> {
        let fields = if kind.class == kinds::Class::Settled {
            json!({
                "strategy": "AAAAAAAAAAAAAAAAAAAAAA", "situation": self.word(), "helped": null, "before": 3,
                "after": null, "note": self.word(), "made_ms": 5, "made_zone": "UTC", "made_offset": 0,
                "day": "2026-09-21", "place": "", "trouble": "",
            })
        } else {
            json!({ "name": self.word(), "how": "", "trouble": self.word(), "state": "keep",
                "library_id": "", "practised_on": null, "adapted": "" })
        };
        let Json::Object(fields) = fields else { unreachable!() };
        fields
    }

    fn values(kind: &'static Kind, fields: &Map<String, Json>) -> kinds::Values {
        fields
            .iter()
            .map(|(name, json)| {
                let field = kind.field(name).unwrap();
                (field.name, write::from_json(field.holds, json).unwrap())
            })
            .collect()
    }

    fn pick(&self, which: usize) -> Option<Id> {
        (!self.model.is_empty()).then(|| *self.model.keys().nth(which % self.model.len()).unwrap())
    }

    fn remember_new(&mut self, id: Id, kind: &'static Kind, fields: Map<String, Json>) {
        let said = words_of(&fields);
        let made = Some(self.clock.running_ms());
        self.model.insert(id, Record { kind, fields, at: Where::There, made, said, owed: BTreeSet::new() });
    }

    fn change(&mut self, id: Id, new: Map<String, Json>) {
        let now = self.clock.running_ms();
        let record = self.model.get_mut(&id).unwrap();
        let (kind, values) = (record.kind, Self::values(record.kind, &new));
        let differs = new.iter().any(|(name, v)| record.fields[name] != *v);
        let fresh = record.made.is_some_and(|at| now - at < STILL_WRITING_MS);
        if record.at == Where::There && differs {
            if !fresh {
                let replaced = new.iter().filter(|(name, v)| record.fields[*name] != **v);
                for old in replaced.filter_map(|(name, _)| record.fields[name].as_str()) {
                    record.owed.insert(old.to_owned());
                }
            }
            record.said.extend(words_of(&new));
            record.fields.extend(new);
        }
        let there = record.at == Where::There;
        let result = self.write(|w| w.update(kind, id, &values));
        match result {
            Ok((did, changes)) => {
                assert!(there);
                assert_eq!((did, changes.records.len()), (differs, usize::from(differs)));
                self.ops += i64::from(differs);
            }
            Err(Error::NotFound(_)) => assert!(!there),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn some_words(&mut self, id: Id, field: Option<usize>) -> Map<String, Json> {
        let kind = self.model[&id].kind;
        let names: Vec<&str> = kind.fields.iter().filter(|f| f.holds == kinds::Holds::Words).map(|f| f.name).collect();
        let chosen = match field {
            Some(n) => vec![names[n % names.len()]],
            None => names,
        };
        chosen.into_iter().map(|name| (name.to_owned(), Json::from(self.word()))).collect()
    }

    fn go(&mut self, act: &Act) {
        match *act {
            Act::Make { settled } => {
                let kind = if settled { &COPING_ENTRY } else { &COPING_STRATEGY };
                let fields = self.new_fields(kind);
                let values = Self::values(kind, &fields);
                let (id, _) = self
                    .write(|w| {
                        let id = w.new_id()?;
                        w.insert(kind, id, &values).map(|()| id)
                    })
                    .unwrap();
                self.ops += 1;
                self.remember_new(id, kind, fields);
            }
            Act::Change { which, field } => {
                let Some(id) = self.pick(which) else { return };
                let new = self.some_words(id, Some(field));
                self.change(id, new);
            }
            Act::ChangeAll { which } => {
                let Some(id) = self.pick(which) else { return };
                let new = self.some_words(id, None);
                self.change(id, new);
            }
            Act::ChangeNothing { which } => {
                let Some(id) = self.pick(which) else { return };
                let same = self.model[&id].fields.clone();
                self.change(id, same);
            }
            Act::TakeAway { which } => self.take_away(which),
            Act::PutBack { which } => self.put_back(which),
            Act::Forget { which } => self.forget(which),
            Act::MakeAndChangeInOneWrite => {
                let mut fields = self.new_fields(&COPING_STRATEGY);
                let values = Self::values(&COPING_STRATEGY, &fields);
                let name = self.word();
                let (id, changes) = self
                    .write(|w| {
                        let id = w.new_id()?;
                        w.insert(&COPING_STRATEGY, id, &values)?;
                        w.update(&COPING_STRATEGY, id, &vec![("name", value(name.clone()))])?;
                        Ok(id)
                    })
                    .unwrap();
                assert_eq!(changes.records.len(), 2);
                self.ops += 2;
                fields.insert("name".into(), name.into());
                self.remember_new(id, &COPING_STRATEGY, fields);
            }
            Act::FailHalfWay { which } => {
                let fields = self.new_fields(&COPING_STRATEGY);
                let values = Self::values(&COPING_STRATEGY, &fields);
                let other = self.pick(which).map(|id| (self.model[&id].kind, id));
                let failed = self.write(|w| {
                    w.insert(&COPING_STRATEGY, w.new_id()?, &values)?;
                    if let Some((kind, id)) = other {
                        let _ = w.delete(kind, id);
                    }
                    Err::<(), _>(Error::Cancelled)
                });
                assert!(matches!(failed, Err(Error::Cancelled)));
            }
            Act::Minutes(n) => {
                self.clock.0.fetch_add(i64::try_from(n).unwrap() * 60_000, Ordering::SeqCst);
                self.clock.1.fetch_add(n * 60_000, Ordering::SeqCst);
            }
            Act::SetDate { years } => {
                self.clock.0.store(1_790_000_000_000 + years * 31_557_600_000, Ordering::SeqCst);
            }
            Act::Rest => {
                self.store().suspend().unwrap();
                self.store().resume(&self.clock.now().unwrap()).unwrap();
            }
            Act::Restart => {
                self.store().close().unwrap();
                self.store = None;
                self.open();
                self.model.values_mut().for_each(|r| r.made = None);
            }
        }
    }

    fn take_away(&mut self, which: usize) {
        let Some(id) = self.pick(which) else { return };
        let (kind, at) = (self.model[&id].kind, self.model[&id].at);
        let result = self.write(|w| w.delete(kind, id));
        if at != Where::There {
            assert!(matches!(result, Err(Error::NotFound(_))));
            return;
        }
        assert_eq!(result.unwrap().1.records[0].what, What::Removed);
        self.ops += 1;
        let record = self.model.get_mut(&id).unwrap();
        record.at = Where::Away;
        record.made = None;
        record.owed.extend(words_of(&record.fields));
    }

    fn put_back(&mut self, which: usize) {
        let Some(id) = self.pick(which) else { return };
        let (kind, at) = (self.model[&id].kind, self.model[&id].at);
        let result = self.write(|w| w.restore(kind, id));
        if at != Where::Away {
            assert!(matches!(result, Err(Error::NotFound(_))));
            return;
        }
        result.unwrap();
        self.ops += 1;
        let record = self.model.get_mut(&id).unwrap();
        record.at = Where::There;
        // What is put back was written before: an edit of it is no part of a first writing.
        record.made = None;
    }

    fn forget(&mut self, which: usize) {
        let Some(id) = self.pick(which) else { return };
        let (kind, at) = (self.model[&id].kind, self.model[&id].at);
        let result = self.write(|w| w.remove_for_good(kind, id));
        if at == Where::Forgotten {
            assert!(matches!(result, Err(Error::NotFound(_))));
            return;
        }
        result.unwrap();
        self.ops += 1;
        let record = self.model.get_mut(&id).unwrap();
        record.at = Where::Forgotten;
        record.made = None;
    }

    /// Everything that has to hold at any time.
    fn check(&self) {
        let log = self.store().read(read_log).unwrap();
        let sequences: Vec<i64> = log.iter().map(|op| op.sequence).collect();
        assert_eq!(sequences, (1..=self.ops).collect::<Vec<_>>(), "no gap, no op for what changed nothing");
        assert!(log.windows(2).all(|w| w[0].stamp < w[1].stamp), "stamps only rise");
        let folded = fold(&log);
        for (id, record) in &self.model {
            let row = self.store().read(|c| read_row(c, record.kind, *id)).unwrap();
            let expected = (record.at == Where::There).then(|| record.fields.clone());
            assert_eq!(row, expected, "the table holds what the person left");
            assert_eq!(folded.get(id).cloned(), expected, "the log says the same");
            self.check_cells(&log, *id, record);
            self.check_words(*id, record);
        }
        let rows: i64 = self
            .store()
            .read(|c| {
                Ok(c.query_row(
                    "SELECT (SELECT count(*) FROM coping_strategy) + (SELECT count(*) FROM coping_entry)",
                    [],
                    |r| r.get(0),
                )?)
            })
            .unwrap();
        assert_eq!(usize::try_from(rows).unwrap(), folded.len(), "and there is nothing else");
        let kept = self.store().read(super::merge::digest_kept).unwrap();
        assert_eq!(kept, Some(self.store().read(super::merge::digest_anew).unwrap()), "the digest was kept along");
    }

    fn check_cells(&self, log: &[Op], id: Id, record: &Record) {
        let cells: BTreeMap<String, (i64, Vec<u8>)> = self
            .store()
            .read(|c| {
                let mut q =
                    c.prepare("SELECT field, stamp, value_hash FROM cell WHERE record = ?1 AND field <> '+'")?;
                let rows = q.query_map([id], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap();
        let hash = |json: &Json| {
            ring::digest::digest(&ring::digest::SHA256, json.to_string().as_bytes()).as_ref()[..16].to_vec()
        };
        let newest = |field: Option<&str>| {
            let puts = log.iter().rev().filter(|op| op.record == id && op.action == write::PUT);
            puts.filter(|op| field.is_none_or(|f| op.body.as_ref().is_some_and(|b| b.contains_key(f))))
                .map(|op| op.stamp)
                .next()
                .unwrap()
        };
        let expected = match (record.at, record.kind.class) {
            (Where::Forgotten, _) => BTreeMap::new(),
            (_, kinds::Class::Settled) => {
                BTreeMap::from([(String::new(), (newest(None), hash(&Json::Object(record.fields.clone()))))])
            }
            (_, kinds::Class::Living) => {
                record.fields.iter().map(|(f, v)| (f.clone(), (newest(Some(f)), hash(v)))).collect()
            }
        };
        assert_eq!(cells, expected, "one cell for a field, with its newest stamp");
    }

    fn check_words(&self, id: Id, record: &Record) {
        let texts: Vec<String> = self
            .store()
            .read(|c| {
                let mut q = c.prepare(
                    "SELECT value FROM revision WHERE record = ?1
                     UNION ALL SELECT body FROM op WHERE record = ?1 AND body IS NOT NULL",
                )?;
                let rows = q.query_map([id], |r| r.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap();
        let revisions: Vec<String> = self
            .store()
            .read(|c| {
                let mut q = c.prepare("SELECT value FROM revision WHERE record = ?1")?;
                let rows = q.query_map([id], |r| r.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap();
        let in_json = |word: &str| Json::from(word).to_string().trim_matches('"').to_owned();
        if record.at == Where::Forgotten {
            assert_eq!(texts, Vec::<String>::new(), "nothing of it is left");
            for word in &record.said {
                let found: i64 = self
                    .store()
                    .read(|c| {
                        Ok(c.query_row(
                            "SELECT (SELECT count(*) FROM op WHERE instr(body, ?1)) + (SELECT count(*) FROM revision WHERE instr(value, ?1))",
                            [in_json(word)],
                            |r| r.get(0),
                        )?)
                    })
                    .unwrap();
                assert_eq!(found, 0, "{word}");
            }
        } else {
            for word in record.owed.iter().filter(|w| !w.is_empty()) {
                let there = record.at == Where::There && words_of(&record.fields).contains(word);
                let word = in_json(word);
                let kept = there || revisions.iter().any(|r| r.contains(&word));
                assert!(kept, "{word} was replaced and is not to be found");
            }
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.store = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn words_of(fields: &Map<String, Json>) -> BTreeSet<String> {
    fields.values().filter_map(Json::as_str).filter(|s| s.starts_with("<word")).map(str::to_owned).collect()
}

struct Op {
    sequence: i64,
    stamp: i64,
    action: i64,
    record: Id,
    body: Option<Map<String, Json>>,
}

fn read_log(c: &Connection) -> Result<Vec<Op>> {
    let mut q = c.prepare("SELECT sequence, stamp, action, record, body FROM op ORDER BY device, sequence")?;
    let rows = q.query_map([], |r| {
        let body: Option<String> = r.get(4)?;
        Ok(Op {
            sequence: r.get(0)?,
            stamp: r.get(1)?,
            action: r.get(2)?,
            record: r.get(3)?,
            body: body.map(|b| serde_json::from_str(&b).unwrap()),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the log alone says there is.
fn fold(log: &[Op]) -> BTreeMap<Id, Map<String, Json>> {
    let mut all: BTreeMap<Id, (bool, Map<String, Json>)> = BTreeMap::new();
    for op in log {
        let (there, fields) = all.entry(op.record).or_default();
        match (op.action, &op.body) {
            (write::PUT, body) => {
                *there = true;
                fields.extend(body.clone().unwrap_or_default());
            }
            (write::PUT_BACK_OP, _) => *there = true,
            _ => *there = false,
        }
    }
    all.into_iter().filter(|(_, (there, _))| *there).map(|(id, (_, fields))| (id, fields)).collect()
}

fn read_row(c: &Connection, kind: &'static Kind, id: Id) -> Result<Option<Map<String, Json>>> {
    use rusqlite::OptionalExtension as _;
    let names: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), kind.name);
    let row = c
        .query_row(&sql, [id], |r| {
            (0..names.len()).map(|i| r.get(i)).collect::<Result<Vec<rusqlite::types::Value>, _>>()
        })
        .optional()?;
    Ok(row.map(|values| names.iter().map(|n| (*n).to_owned()).zip(values.iter().map(write::to_json)).collect()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_tables_are_the_fold_of_the_log(acts in prop::collection::vec(act(), 1..40)) {
        let mut life = Life::new();
        for act in &acts {
            life.go(act);
        }
        life.check();
    }
}

#[test]
fn every_table_of_the_schema_is_known_and_strict() {
    let life = Life::new();
    let tables: Vec<(String, bool)> = life
        .store()
        .read(|c| {
            let mut q = c.prepare(
                "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            )?;
            let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .unwrap();
    assert!(tables.iter().all(|(_, strict)| *strict), "{tables:?}");
    for kind in kinds::ALL {
        assert!(tables.iter().any(|(name, _)| name == kind.name), "{}", kind.name);
    }
}
