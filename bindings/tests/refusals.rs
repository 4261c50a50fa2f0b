//! The names on the diagnostics page: what the core's sources can say, the core's list of it, and what the docs of both faces say
//! are the same names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;

use handrail_core::sync::REFUSALS;

fn source(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap()
}

/// From this line on to the end of the function that begins with it.
fn function<'a>(source: &'a str, begins: &str) -> &'a str {
    let rest = source.split_once(begins).unwrap_or_else(|| panic!("no `{begins}` in the source")).1;
    let end = rest.find("\n    }\n").into_iter().chain(rest.find("\n}\n")).min().unwrap();
    rest.get(..end).unwrap()
}

/// The names that stand in quotation marks right after one of these.
fn quoted(source: &str, after: &[&str]) -> BTreeSet<String> {
    let found = after.iter().flat_map(|before| source.split(before).skip(1));
    let names = found.filter_map(|rest| rest.strip_prefix('"')?.split_once('"').map(|(name, _)| name.to_owned()));
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

/// What the core can say, as its sources stand.
fn said() -> BTreeSet<String> {
    let take_in = source("core/src/proposals/take_in.rs");
    let met = source("core/src/sync/met.rs");
    let some = &["Some(", "then_some(", "{ ", "else { "][..];
    let status = source("core/src/sync/status.rs");
    let status = function(&status, "pub fn sync_status(");
    let findings = source("core/src/sync/vault/mod.rs");
    let all = [
        quoted(function(&take_in, "fn name_of("), &["=> "]),
        quoted(&take_in, &["Ok(Err("]),
        quoted(&source("core/src/proposals/body.rs"), &["return Err(", "ok_or(", "map_err(|_| "]),
        quoted(&source("core/src/readers/introduced.rs"), &["Ok(Err("]),
        quoted(function(&met, "fn exchange("), some),
        quoted(function(&met, "fn backup_not_made("), some),
        quoted(function(&met, "fn backup("), some),
        quoted(function(&findings, "pub fn name(self)"), &["=> "]),
        quoted(status, &["then(|| "]),
        status
            .split_once("SELECT '")
            .map(|(_, rest)| rest.split('\'').next().unwrap().to_owned())
            .into_iter()
            .collect(),
    ];
    assert!(all.iter().all(|names| !names.is_empty()), "each place is read: {all:?}");
    all.into_iter().flatten().collect()
}

/// What the docs of `SyncStatus.refusals` say.
fn told(file: &str) -> BTreeSet<String> {
    let source = source(file);
    let field = source
        .lines()
        .take_while(|line| !line.trim_start().trim_start_matches("pub ").starts_with("refusals: Vec<String>,"));
    let docs: Vec<&str> = field.map(str::trim_start).collect();
    let from = docs.iter().rposition(|line| !line.starts_with("///")).unwrap();
    let text = docs[from..].join(" ");
    let names = text.split('`').skip(1).step_by(2).filter(|name| !name.contains(':')).map(str::to_owned);
    names.collect()
}

#[test]
fn every_name_on_the_diagnostics_page_is_in_the_list_and_in_the_docs() {
    let listed: BTreeSet<String> = REFUSALS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(listed.len(), REFUSALS.len(), "a name twice");
    assert!(listed.contains("backup_no_place") && listed.len() > 50);
    assert_eq!(said(), listed, "what the core says, and its list");
    assert_eq!(told("core/src/sync/status.rs"), listed, "the core's docs");
    assert_eq!(told("bindings/src/sync.rs"), listed, "the docs of the generated faces");
}
