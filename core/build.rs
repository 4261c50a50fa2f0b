//! Puts the content packs of `content/packs` into the library: for each pack its structure and each
//! language as one deflated bundle (docs/content-packs.md, "The bundle"). Only that every file is JSON is
//! looked at here, so that a slip names its file at once; the rest is checked where packs are read.
//! The words of the interface (`content/words/LANG.ftl`, docs/words.md) go in the same way, as they are.
#![allow(clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() {
    let content = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("content");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    packs(&content.join("packs"), &out);
    words(&content.join("words"), &out);
}

fn packs(packs: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", packs.display());
    let mut code = String::from("static BUILT_IN: &[BuiltIn] = &[\n");
    for folder in entries(packs).into_iter().filter(|p| p.is_dir()) {
        let id = name_of(&folder);
        writeln!(code, "    BuiltIn {{ id: {id:?}, parts: &[").expect("a string takes it");
        for (part, files) in parts_of(&folder) {
            let file = format!("{id}.{}.pack", if part.is_empty() { "structure" } else { &part });
            fs::write(out.join(&file), deflated(&bundle(&files))).expect("the build folder can be written");
            writeln!(code, "        ({part:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))),")
                .expect("a string takes it");
        }
        code.push_str("    ] },\n");
    }
    code.push_str("];\n");
    fs::write(out.join("built_in_packs.rs"), code).expect("the build folder can be written");
}

/// Each language by its tag.
fn words(words: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", words.display());
    let mut code = String::from("static BUILT_IN: &[(&str, &[u8])] = &[\n");
    for path in entries(words) {
        let name = name_of(&path);
        let Some(tag) = name.strip_suffix(".ftl") else { panic!("{}: no Fluent file", path.display()) };
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        fs::write(out.join(format!("{tag}.words")), deflated(&text)).expect("the build folder can be written");
        writeln!(code, "    ({tag:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{tag}.words\"))),")
            .expect("a string takes it");
    }
    code.push_str("];\n");
    fs::write(out.join("built_in_words.rs"), code).expect("the build folder can be written");
}

/// The files of a pack by part: the structure under the empty name, the words under their language.
fn parts_of(folder: &Path) -> BTreeMap<String, Vec<(String, PathBuf)>> {
    let mut parts: BTreeMap<String, Vec<(String, PathBuf)>> = BTreeMap::new();
    for path in entries(folder) {
        let name = name_of(&path);
        if path.is_dir() {
            let files = entries(&path).into_iter().map(|file| (format!("{name}/{}", name_of(&file)), file));
            parts.entry(name.clone()).or_default().extend(files);
        } else {
            parts.entry(String::new()).or_default().push((name, path));
        }
    }
    parts
}

fn bundle(files: &[(String, PathBuf)]) -> String {
    let mut json = String::from("{");
    for (name, path) in files {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        if let Err(e) = serde_json::from_str::<serde_json::Value>(&text) {
            panic!("{}: {e}", path.display());
        }
        let comma = if json.len() > 1 { "," } else { "" };
        write!(json, "{comma}{name:?}:{text}").expect("a string takes it");
    }
    json.push('}');
    json
}

fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).expect("memory takes it")
}

/// What lies in a folder, in the order of the names, so that the same files give the same library.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let list = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = list.map(|e| e.expect("an entry of the folder").path()).collect();
    paths.retain(|p| !name_of(p).starts_with('.'));
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().and_then(|n| n.to_str()).expect("a name in UTF-8").to_owned()
}
