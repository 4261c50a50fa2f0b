//! Every public method of the core's `Handrail` can be called from the other languages under its own name, or stands in a
//! list with the reason why not. The sources of both are read, so that what is added to the core is missed here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Under another name outside: the core's, ours, and why.
const OTHER_NAMES: &[(&str, &str, &str)] = &[
    ("close", "close_store", "Kotlin's own `close` frees the object: ours would be hidden behind it"),
    ("import", "import_archive", "`import` is a word of the languages themselves"),
];

/// Left out on purpose, each with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("open_with", "the randomness is the phone's own: only tests bring another"),
    ("keep_relationship", "`confirm_pairing` keeps what a pairing gave, in the same call"),
    ("retry_kept", "`sync` does it each time"),
    ("sync_with", "how long to wait for a relay is a matter of tests: `sync` has the phone's own patience"),
    ("take_in", "`sync` takes in what arrives"),
];

fn sources(of: &str) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(of), &mut found);
    found.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The public methods of each `impl Handrail` in a source, with their bodies. `exported`: only in those that UniFFI sees.
fn methods(source: &str, exported: bool) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut inside, mut attribute) = (false, "");
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("impl Handrail {") {
            inside = !exported || attribute.starts_with("#[uniffi::export");
        } else if line == "}" {
            inside = false;
        }
        attribute = line;
        let Some(rest) = line.strip_prefix("    pub ").filter(|_| inside) else { continue };
        let Some(rest) = rest.strip_prefix("async ").unwrap_or(rest).strip_prefix("fn ") else { continue };
        let name = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let mut body = line.to_owned();
        while lines.peek().is_some_and(|next| *next != "    }") {
            body.push_str(lines.next().unwrap());
        }
        found.insert(name, body);
    }
    found
}

fn all(of: &str, exported: bool) -> BTreeMap<String, String> {
    sources(of).iter().flat_map(|source| methods(source, exported)).collect()
}

#[test]
fn every_method_of_the_core_can_be_called_from_outside_or_says_why_not() {
    let (core, face) = (all("../core/src", false), all("src", true));
    assert!(core.len() > 300 && core.contains_key("pair") && face.contains_key("sync"), "the sources are read");
    let outside = |name: &str| {
        OTHER_NAMES.iter().find(|(theirs, ..)| *theirs == name).map_or(name.to_owned(), |o| o.1.to_owned())
    };
    // A method of the same name that does something else is no counterpart.
    let reaches = |name: &str| {
        face.get(&outside(name)).is_some_and(|body| {
            [format!(".{name}("), format!("Handrail::{name})"), format!("Handrail::{name}(")]
                .iter()
                .any(|call| body.contains(call))
        })
    };
    let listed: BTreeSet<&str> = LEFT_OUT.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed.len(), LEFT_OUT.len(), "twice in the list");
    let missing: Vec<&String> = core.keys().filter(|name| !reaches(name) && !listed.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no way to these from outside: {missing:?}");
    let done: Vec<&&str> = listed.iter().filter(|name| reaches(name)).collect();
    assert!(done.is_empty(), "there by now: take them off the list: {done:?}");
    let gone: Vec<&&str> = listed.iter().filter(|name| !core.contains_key(**name)).collect();
    assert!(gone.is_empty(), "listed, and not in the core any more: {gone:?}");
    for (theirs, ours, why) in OTHER_NAMES {
        assert!(core.contains_key(*theirs) && face.contains_key(*ours) && !why.is_empty(), "{theirs}");
    }
    assert!(LEFT_OUT.iter().all(|(_, why)| !why.is_empty()));
}

#[test]
fn a_method_is_told_from_what_only_looks_like_one() {
    let source = "impl Handrail {\n    pub fn coping(&self) {\n        core.coping()\n    }\n    fn inner(&self) {\n    }\n}\n\
                  #[uniffi::export]\nimpl Handrail {\n    pub async fn pair(\n        &self,\n    ) {\n        core.pair()\n    }\n}\n\
                  impl Other {\n    pub fn other(&self) {\n    }\n}\n";
    let names = |exported| methods(source, exported).into_keys().collect::<Vec<_>>();
    assert_eq!(names(false), ["coping", "pair"]);
    assert_eq!(names(true), ["pair"]);
    assert!(methods(source, true)["pair"].contains("core.pair("));
}
