//! Every scenario of `tests/bindings` stands under the same name in Python, Kotlin and Swift. Each language runs its own;
//! this sees that none of them has fewer. Folders below hold what is one language's own: the tests of its package.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;

fn sources(folder: &str, ends: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bindings").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|p| p.to_string_lossy().ends_with(ends)).map(|p| std::fs::read_to_string(p).unwrap()).collect()
}

/// What follows `before` at the beginning of a line, up to `after`.
fn named(sources: &[String], before: &str, after: char) -> BTreeSet<String> {
    let lines = sources.iter().flat_map(|source| source.lines());
    lines.filter_map(|line| Some(line.strip_prefix(before)?.split_once(after)?.0.to_owned())).collect()
}

fn python() -> BTreeSet<String> {
    named(&sources("python", ".py"), "    def test_", '(')
}

/// A function that JUnit runs: the others may be called anything.
fn kotlin() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources("kotlin/src/test/kotlin", ".kt") {
        let after = source.split("    @Test\n").skip(1).map(|rest| rest.lines().next().unwrap().to_owned());
        found.extend(named(&after.collect::<Vec<_>>(), "    fun ", '('));
    }
    found
}

/// The names in the list that `main` runs.
fn swift() -> BTreeSet<String> {
    named(&sources("swift", ".swift"), "            (\"", '"')
}

#[test]
fn every_scenario_stands_in_all_three_languages() {
    let python = python();
    assert!(python.len() > 10 && python.contains("one_week"), "the scripts are read: {python:?}");
    assert_eq!(python, kotlin(), "Python and Kotlin");
    assert_eq!(python, swift(), "Python and Swift");
}
