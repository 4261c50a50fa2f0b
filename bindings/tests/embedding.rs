//! The guide for other people's apps (docs/embedding.md) has a row for every public error and for every part of one, and no
//! row for what there is not. The sources are read, so that a new one is missed there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The body of an item that ends with a brace at the beginning of a line.
fn body<'a>(source: &'a str, head: &str) -> &'a str {
    let (_, after) = source.split_once(head).unwrap_or_else(|| panic!("no {head}"));
    after.split_once("\n}").unwrap().0
}

/// The variants of an enum, each with the type of its field `problem`, if it has one.
fn variants(source: &str, name: &str) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    for line in body(source, &format!("pub enum {name} {{")).lines() {
        let inner = line.strip_prefix("    ").unwrap_or_default();
        if inner.starts_with(|c: char| c.is_ascii_uppercase()) {
            found.push((inner.chars().take_while(char::is_ascii_alphanumeric).collect(), None));
        } else if let Some(of) = inner.trim().strip_prefix("problem: ") {
            found.last_mut().unwrap().1 = Some(of.trim_end_matches(',').to_owned());
        }
    }
    found
}

/// The first column of the table whose head begins so; no cell of its rows is empty.
fn rows(page: &str, head: &str) -> Vec<String> {
    let table =
        page.lines().skip_while(|line| !line.starts_with(head)).skip(2).take_while(|line| line.starts_with('|'));
    table
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()), "{line}");
            cells[0].trim_matches('`').to_owned()
        })
        .collect()
}

fn same(found: Vec<String>, wanted: Vec<String>) {
    let rows = found.len();
    let found: BTreeSet<_> = found.into_iter().collect();
    assert_eq!(rows, found.len(), "a row stands twice");
    assert!(rows > 1, "the table is read");
    assert_eq!(found, wanted.into_iter().collect());
}

#[test]
fn every_error_has_a_row_that_says_what_to_do() {
    let (source, page) = (read("src/error.rs"), read("../docs/embedding.md"));
    let mut wanted = Vec::new();
    for (variant, problem) in variants(&source, "HandrailError") {
        match problem {
            Some(problem) => {
                wanted.extend(variants(&source, &problem).iter().map(|(of, _)| format!("{variant}({of})")));
            }
            None => wanted.push(variant),
        }
    }
    assert!(wanted.contains(&"Key(Missing)".to_owned()) && wanted.contains(&"Internal".to_owned()), "{wanted:?}");
    same(rows(&page, "| Error |"), wanted);
}

#[test]
fn every_reason_has_a_row() {
    let (source, page) = (read("src/error.rs"), read("../docs/embedding.md"));
    same(rows(&page, "| Reason |"), variants(&source, "Reason").into_iter().map(|(name, _)| name).collect());
}

#[test]
fn every_error_of_a_port_has_a_row() {
    let (source, page) = (read("src/host.rs"), read("../docs/embedding.md"));
    same(rows(&page, "| Port error |"), variants(&source, "PortError").into_iter().map(|(name, _)| name).collect());
}

#[test]
fn the_promise_names_as_many_errors_as_there_are() {
    assert_eq!(variants(&read("src/error.rs"), "HandrailError").len(), 10);
    assert!(read("../docs/embedding.md").contains("its ten variants stay ten"));
}

#[test]
fn this_version_has_a_row_among_the_migrations() {
    let page = read("../docs/embedding.md");
    let row = format!("| {} |", env!("CARGO_PKG_VERSION"));
    assert!(page.lines().any(|line| line.starts_with(&row)), "no row for {row}");
}
