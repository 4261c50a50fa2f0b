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

/// The errors that the scenario `every_error` brings about, by the names they have in the guide (docs/embedding.md).
fn brought_about(file: &str, before: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bindings").join(file);
    let rows = named(&[std::fs::read_to_string(path).unwrap()], before, '"');
    assert!(rows.contains("Key(Wrong)"), "the table in {file} is read: {rows:?}");
    rows
}

/// Every public error by its name in the guide. A variant that is new does not compile here until it has one; the scenario that
/// brings it about is then missing in three languages.
fn errors() -> BTreeSet<String> {
    use handrail::error::{HandrailError as E, KeyProblem as K, NetworkProblem as N, Reason as R, StorageProblem as S};
    fn next(error: Option<&E>) -> Option<E> {
        let invalid = |reason| E::Invalid { field: String::new(), reason };
        Some(match error {
            None => E::Closed,
            Some(E::Closed) => E::Key { problem: K::Missing },
            Some(E::Key { problem: K::Missing }) => E::Key { problem: K::Wrong },
            Some(E::Key { problem: K::Wrong }) => E::NewerVersion { found: 2, known: 1 },
            Some(E::NewerVersion { .. }) => E::Damaged,
            Some(E::Damaged) => E::NotFound,
            Some(E::NotFound) => invalid(R::Empty),
            Some(E::Invalid { reason, .. }) => match reason {
                R::Empty => invalid(R::TooLong { limit: 1 }),
                R::TooLong { .. } => invalid(R::OutOfRange { min: 0, max: 1 }),
                R::OutOfRange { .. } => invalid(R::ImpossibleDate),
                R::ImpossibleDate => invalid(R::UnknownChoice),
                R::UnknownChoice => invalid(R::UnknownId),
                R::UnknownId => invalid(R::WrongState),
                R::WrongState => invalid(R::TooMany { limit: 1 }),
                R::TooMany { .. } => invalid(R::Malformed),
                R::Malformed => E::Storage { problem: S::Full },
            },
            Some(E::Storage { problem: S::Full }) => E::Storage { problem: S::Busy },
            Some(E::Storage { problem: S::Busy }) => E::Storage { problem: S::Other },
            Some(E::Storage { problem: S::Other }) => E::Network { problem: N::Offline },
            Some(E::Network { problem: N::Offline }) => E::Network { problem: N::Refused },
            Some(E::Network { problem: N::Refused }) => E::Cancelled,
            Some(E::Cancelled) => E::Internal,
            Some(E::Internal) => return None,
        })
    }
    let word = |debug: String| debug.split([' ', '{']).next().unwrap().to_owned();
    std::iter::successors(next(None), |error| next(Some(error)))
        .map(|error| {
            let variant = word(format!("{error:?}"));
            match error {
                E::Key { problem } => format!("{variant}({problem:?})"),
                E::Storage { problem } => format!("{variant}({problem:?})"),
                E::Network { problem } => format!("{variant}({problem:?})"),
                E::Invalid { reason, .. } => format!("{variant}({})", word(format!("{reason:?}"))),
                E::Closed | E::NewerVersion { .. } | E::Damaged | E::NotFound | E::Cancelled | E::Internal => variant,
            }
        })
        .collect()
}

#[test]
fn every_error_is_brought_about_in_all_three_languages() {
    let errors = errors();
    assert_eq!(errors.len(), 22, "{errors:?}");
    assert_eq!(brought_about("python/test_every_error.py", "            (\""), errors, "Python");
    assert_eq!(brought_about("kotlin/src/test/kotlin/EveryErrorTest.kt", "            \""), errors, "Kotlin");
    assert_eq!(brought_about("swift/EveryError.swift", "        (\""), errors, "Swift");
}

#[test]
fn every_scenario_stands_in_all_three_languages() {
    let python = python();
    assert!(python.len() > 10 && python.contains("one_week"), "the scripts are read: {python:?}");
    assert_eq!(python, kotlin(), "Python and Kotlin");
    assert_eq!(python, swift(), "Python and Swift");
}
