//! Every public read of the core is timed by `cargo xtask bench`, or stands in a list with the reason why not. The core's
//! sources are read, so that a screen which is added there is missed here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeSet;
use std::path::Path;

use handrail_tests::bench::life;
use handrail_tests::bench::views::{every, not_timed, timed};
use handrail_tests::phone::{HandClock, TempFolder, raw};

/// The methods of `impl Handrail` in a source that can be called from outside and do more than tell what they changed.
fn reads(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("impl ") && line.ends_with("Handrail {") && !line.contains(" for ") {
            inside = true;
        } else if line == "}" {
            inside = false;
        }
        let Some(rest) = line.strip_prefix("    pub ").filter(|_| inside) else { continue };
        let Some(rest) = rest.strip_prefix("async ").unwrap_or(rest).strip_prefix("fn ") else { continue };
        let mut signature = rest.to_owned();
        while !signature.trim_end().ends_with('{') {
            signature.push_str(lines.next().expect("a signature ends"));
        }
        if signature.contains("&self") && !signature.contains("-> Result<Changes>") {
            let name = signature.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

fn all_reads() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.extend(reads(&std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), &mut found);
    found
}

#[test]
fn every_read_of_the_core_is_timed_or_says_why_not() {
    let there = all_reads();
    assert!(there.len() > 90 && there.contains("today") && there.contains("pair"), "the sources are read");
    let timed: BTreeSet<String> = timed().map(Into::into).collect();
    let not: BTreeSet<String> = not_timed().map(|(name, _)| name.into()).collect();
    assert!(not_timed().all(|(_, why)| !why.is_empty()));
    assert_eq!(timed.intersection(&not).next(), None, "timed, and in the list of those that are not");
    let listed: BTreeSet<String> = timed.union(&not).cloned().collect();
    let missing: Vec<_> = there.difference(&listed).collect();
    assert!(missing.is_empty(), "not timed: add them to tests/src/bench/views.rs: {missing:?}");
    let gone: Vec<_> = listed.difference(&there).collect();
    assert!(gone.is_empty(), "in tests/src/bench/views.rs, and not in the core any more: {gone:?}");
}

#[test]
fn a_read_is_told_from_a_write() {
    let source = "impl Handrail {\n    pub fn coping(&self) -> Result<CopingView> {\n    }\n    pub fn save(&self) -> Result<Changes> {\n    }\n    \
                  pub fn long(\n        &self,\n    ) -> Result<Vec<u8>> {\n    }\n    pub fn open() -> Result<Self> {\n    }\n    fn inner(&self) {\n    }\n}\n\
                  impl Other {\n    pub fn other(&self) {\n    }\n}\n";
    assert_eq!(reads(source), ["coping", "long"]);
}

/// Every kind of record, as the archive describes them.
fn kinds() -> Vec<String> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/archive-1.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let kinds: Vec<String> =
        schema["properties"]["records"]["properties"].as_object().unwrap().keys().cloned().collect();
    assert!(kinds.len() > 50, "{kinds:?}");
    kinds
}

/// Nothing is read quickly because it is empty: every kind of record has its share of the measured life. And every
/// read that is timed can be made.
#[test]
fn the_measured_life_fills_every_table_and_answers_every_read() {
    let folder = TempFolder::new("measured-life").unwrap();
    let clock = HandClock::standing_at(life::BEGIN_MS);
    let days = 135;
    let lived = life::live(folder.path(), &clock, days, |_| {}).unwrap();
    let a_year = lived.entries * 365 / u64::try_from(days).unwrap();
    assert!((3_900..4_700).contains(&a_year), "{a_year} entries a year");
    let c = raw(&folder.path().join("handrail.db")).unwrap();
    let empty: Vec<String> = kinds()
        .into_iter()
        .filter(|kind| {
            let count: i64 = c.query_row(&format!("SELECT count(*) FROM {kind}"), [], |r| r.get(0)).unwrap();
            count == 0
        })
        .collect();
    assert!(empty.is_empty(), "no share in tests/src/bench/life: {empty:?}");
    drop(c);
    let at = clock.ms();
    let twin = TempFolder::new("measured-twin").unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), twin.path().join(entry.file_name())).unwrap();
    }
    let both = [(folder.path(), &lived, at), (twin.path(), &lived, at)];
    assert_eq!(every(both, 1).unwrap().len(), timed().count());
}
