//! What may know of what. Cargo is asked, so that a new dependency shows here before it shows
//! in an app; and the sources are read for what no compiler refuses: a host, an `unsafe`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn cargo(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(words).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "cargo {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The packages of this workspace and everything below them, as built for this machine.
struct Graph {
    members: BTreeSet<String>,
    /// Package to the packages it is built with, by name; what only tests use is left out.
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read() -> Self {
        let rustc = Command::new("rustc").arg("-vV").output().unwrap().stdout;
        let host = String::from_utf8(rustc).unwrap();
        let host = host.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
        let said = cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", host]);
        let said: Value = serde_json::from_str(&said).unwrap();
        let list = |v: &Value| v.as_array().unwrap().clone();
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let names: BTreeMap<String, String> =
            list(&said["packages"]).iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
        let members = list(&said["workspace_members"]).iter().map(|id| names[id.as_str().unwrap()].clone()).collect();
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&said["resolve"]["nodes"]) {
            let built_with = list(&node["deps"])
                .into_iter()
                .filter(|dep| list(&dep["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev"))
                .map(|dep| names[dep["pkg"].as_str().unwrap()].clone());
            // Two versions of one package are one here: the arrows are between names.
            needs.entry(names[node["id"].as_str().unwrap()].clone()).or_default().extend(built_with);
        }
        Self { members, needs }
    }

    /// Everything that `package` is built with, however far below.
    fn below(&self, package: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![package.to_owned()];
        while let Some(next) = open.pop() {
            for dep in self.needs.get(&next).unwrap_or_else(|| panic!("no package {next}")) {
                if found.insert(dep.clone()) {
                    open.push(dep.clone());
                }
            }
        }
        found
    }

    fn ours_below(&self, package: &str) -> Vec<String> {
        self.below(package).into_iter().filter(|p| self.members.contains(p)).collect()
    }
}

/// What a package is built with when it is built alone with these features, by `cargo tree`.
fn tree(words: &[&str]) -> BTreeSet<String> {
    let mut all = vec!["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    all.extend(words);
    cargo(&all).lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn arrows_point_one_way() {
    let graph = Graph::read();
    let ours = |package: &str| graph.ours_below(package);
    assert_eq!(ours("handrail-wire"), Vec::<String>::new());
    assert_eq!(ours("handrail-core"), ["handrail-wire"]);
    assert_eq!(ours("handrail-bindings"), ["handrail-core", "handrail-wire"]);
    assert_eq!(ours("handrail-clinic"), ["handrail-wire"], "the relay never knows the domain");
    assert_eq!(ours("xtask"), Vec::<String>::new(), "what builds the rest stands on none of it");
    for member in &graph.members {
        let below = ours(member);
        assert!(!below.contains(&"handrail-tests".to_owned()), "{member} stands on the tests");
        let may_name_the_relay = member == "handrail-tests";
        assert!(may_name_the_relay || !below.contains(&"handrail-clinic".to_owned()), "{member} stands on the relay");
    }
}

#[test]
fn only_the_bindings_name_uniffi_and_the_core_names_no_platform() {
    let graph = Graph::read();
    for member in &graph.members {
        let uniffi: Vec<String> = graph.below(member).into_iter().filter(|p| p.starts_with("uniffi")).collect();
        assert_eq!(!uniffi.is_empty(), member == "handrail-bindings", "{member}: {uniffi:?}");
    }
    let core = graph.below("handrail-core");
    for platform in ["jni", "ndk", "android_logger", "objc2", "core-foundation", "security-framework", "web-sys"] {
        assert!(!core.contains(platform), "{platform}");
    }
    assert!(!core.contains("aws-lc-sys"), "a second C crypto library");
}

#[test]
fn the_wire_is_no_store_and_no_transport() {
    let wire = Graph::read().below("handrail-wire");
    for package in ["rusqlite", "libsqlite3-sys", "tokio-postgres", "tokio", "reqwest", "hyper", "axum"] {
        assert!(!wire.contains(package), "{package}");
    }
}

#[test]
fn the_core_without_its_http_driver_has_no_runtime_and_no_http_client() {
    let with = tree(&["-p", "handrail-core"]);
    let without = tree(&["-p", "handrail-core", "--no-default-features"]);
    for package in ["tokio", "reqwest", "hyper", "rustls", "webpki-roots"] {
        assert!(with.contains(package), "{package} is there by default, or this test looks for the wrong name");
        assert!(!without.contains(package), "{package}");
    }
    assert!(without.contains("rusqlite") && without.contains("hpke"), "store and sealing stay");
}

#[test]
fn the_relay_alone_is_built_with_plain_sqlite() {
    let relay = tree(&["-p", "handrail-clinic"]);
    assert!(relay.contains("libsqlite3-sys"));
    for package in ["sqlcipher-src", "openssl-sys", "openssl-src", "reqwest", "hpke"] {
        assert!(!relay.contains(package), "{package}");
    }
    assert!(tree(&["-p", "handrail-core"]).contains("sqlcipher-src"), "or the name has changed");
}

/// Sources of a folder with these endings, without what is only for tests.
fn sources(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if !["node_modules", "dist", "target", "tests", "test"].contains(&name.as_str()) {
                    open.push(path);
                }
                continue;
            }
            let for_tests = name == "tests.rs" || name.contains(".test.") || name.contains(".spec.");
            if !for_tests && endings.iter().any(|e| name.ends_with(e)) {
                let text = std::fs::read_to_string(&path).unwrap();
                // By our habit unit tests stand at the end of the file.
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "nothing to read in {folder}");
    found
}

/// Lines that are code: a comment may name a source on the web, code may not.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| {
        let line = line.trim_start();
        !["//", "/*", "* ", "*/", "<!--", "#", "--"].iter().any(|mark| line.starts_with(mark))
    })
}

fn hosts_in(line: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    for scheme in ["http://", "https://", "ws://", "wss://"] {
        for (at, _) in line.match_indices(scheme) {
            let rest = &line[at + scheme.len()..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-._[]:".contains(c))).unwrap_or(rest.len());
            hosts.push(rest[..end].to_owned());
        }
    }
    hosts
}

#[test]
fn no_host_is_named_but_ones_own_and_those_that_stand_for_none() {
    // A clinic's relay is named by its invite, never by us.
    let allowed = |host: &str| {
        let name =
            host.strip_prefix('[').map_or_else(|| host.split(':').next().unwrap(), |v6| v6.split(']').next().unwrap());
        // Names of XML and JSON vocabularies are not places; nobody fetches them.
        let vocabulary = ["www.w3.org", "json-schema.org"].contains(&name);
        name.is_empty()
            || vocabulary
            || ["localhost", "127.0.0.1", "::1"].contains(&name)
            || [".example", "example.org", "example.com", ".test", ".invalid"].iter().any(|end| name.ends_with(end))
    };
    assert!(allowed("clinic.example:8443") && allowed("127.0.0.1:80") && allowed("[::1]:80"));
    assert!(!allowed("sentry.io") && !allowed("example.org.evil.com"));
    assert_eq!(
        hosts_in("let x = \"https://fonts.googleapis.com/css?f=https://a.b\";"),
        ["fonts.googleapis.com", "a.b"]
    );
    let folders: [(&str, &[&str]); 6] = [
        ("core/src", &[".rs", ".sql", ".ftl", ".json"]),
        ("core/wire/src", &[".rs"]),
        ("bindings/src", &[".rs"]),
        ("clinic/src", &[".rs", ".sql"]),
        ("clinic/web/src", &[".ts", ".svelte", ".css", ".html"]),
        ("clinic/migrations", &[".sql"]),
    ];
    let mut named = BTreeMap::new();
    for (folder, endings) in folders {
        for (path, text) in sources(folder, endings) {
            for host in code_lines(&text).flat_map(hosts_in).filter(|host| !allowed(host)) {
                named.insert(path.clone(), host);
            }
        }
    }
    assert_eq!(named, BTreeMap::new(), "a host that the app can name");
}

#[test]
fn no_crate_has_unsafe_code_and_none_can_get_it_in_silence() {
    // Where a crate has to lift the ban, it is named here with its reason.
    // SQLite's file systems are tables of C functions; the crate is for tests and in nothing that ships.
    let lifted = ["handrail-faultfs"];
    let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    let graph = Graph::read();
    for shipped in ["handrail-core", "handrail-bindings", "handrail-clinic"] {
        assert!(!graph.below(shipped).contains("handrail-faultfs"), "{shipped} would ship it");
    }
    let folder = |member: &str| match member {
        "handrail-wire" => "core/wire".to_owned(),
        "handrail-chance" => "tests/chance".to_owned(),
        "handrail-sim" => "tests/sim".to_owned(),
        other => other.trim_start_matches("handrail-").to_owned(),
    };
    for member in graph.members.iter().filter(|m| !lifted.contains(&m.as_str())) {
        let folder = folder(member);
        let manifest = std::fs::read_to_string(root().join(&folder).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member} does not take part in the workspace's lints");
        for (path, text) in sources(&format!("{folder}/src"), &[".rs"]) {
            for line in code_lines(&text) {
                let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
                assert!(
                    !words.contains(&"allow") || !words.contains(&"unsafe_code"),
                    "{} lifts the ban on unsafe code",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn every_named_package_is_really_used() {
    let graph = Graph::read();
    // Package, the crate that uses it, and the words in its code that show it.
    for (package, member, folder, words) in [
        ("uniffi", "handrail-bindings", "bindings/src", "uniffi::"),
        ("rusqlite", "handrail-core", "core/src", "rusqlite::"),
        ("rusqlite", "handrail-clinic", "clinic/src", "rusqlite::"),
        ("serde", "handrail-core", "core/src", "serde::"),
        ("chrono", "handrail-core", "core/src", "chrono::"),
        ("ring", "handrail-core", "core/src", "ring::"),
        ("tokio", "handrail-core", "core/src", "tokio::"),
        ("tokio", "handrail-clinic", "clinic/src", "tokio::"),
        ("reqwest", "handrail-core", "core/src", "reqwest::"),
    ] {
        assert!(graph.needs[member].contains(package), "{member} does not depend on {package}");
        let used = sources(folder, &[".rs"]).iter().any(|(_, text)| code_lines(text).any(|line| line.contains(words)));
        assert!(used, "{member} names {package} and does not use it");
    }
}
