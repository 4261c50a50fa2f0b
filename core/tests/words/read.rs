//! The files of words and the packs, read from their folders.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use handrail_core::words::{FALLBACK, Language};

pub fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// Every language, read from its file, so that what is wrong with it has a name.
pub fn every_language() -> BTreeMap<String, Language> {
    let files = fs::read_dir(content().join("words")).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let tag = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let read = Language::read(&tag, &fs::read_to_string(&path).unwrap());
            (tag.clone(), read.unwrap_or_else(|e| panic!("{tag}.ftl: {e}")))
        })
        .collect()
}

pub fn english() -> Language {
    every_language().remove(FALLBACK).unwrap()
}

/// Fails with everything that was found, one to a line.
pub fn none(what: &str, found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

/// The parts of every pack, as JSON.
pub fn packs() -> Vec<serde_json::Value> {
    let folders = fs::read_dir(content().join("packs")).unwrap().map(|entry| entry.unwrap().path());
    let parts =
        folders.filter(|p| p.is_dir()).flat_map(|p| fs::read_dir(p).unwrap().map(|entry| entry.unwrap().path()));
    let json = parts.filter(|p| p.extension().is_some_and(|e| e == "json"));
    json.map(|p| serde_json::from_str(&fs::read_to_string(&p).unwrap()).unwrap()).collect()
}

/// The texts of every pack in one language, by key.
pub fn pack_texts(language: &str) -> Vec<(String, String)> {
    let packs = fs::read_dir(content().join("packs")).unwrap().map(|entry| entry.unwrap().path().join(language));
    let files = packs.filter(|p| p.is_dir()).flat_map(|p| fs::read_dir(p).unwrap().map(|entry| entry.unwrap().path()));
    let of_file =
        |p: PathBuf| serde_json::from_str::<BTreeMap<String, String>>(&fs::read_to_string(p).unwrap()).unwrap();
    files.flat_map(of_file).collect()
}
