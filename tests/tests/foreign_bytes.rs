//! Every parser of foreign bytes takes real objects, survives changed ones, and every file of its corpus: what a fuzzer reached
//! its branches with, and whatever it found.
//!
//! `HANDRAIL_FOREIGN_ROUNDS` says how many changed objects the quickest parser gets (20,000 without it; slower ones get
//! fewer), `HANDRAIL_SEED` which. A failure names the parser and the bytes, as base64; put them into
//! `tests/fuzz/corpus/PARSER/` to keep them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs, clippy::print_stdout)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_chance::Chance;
use handrail_tests::foreign::{PARSERS, Parser};

fn number_from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Bytes that parsers trip over: lengths at their limits, signs of JSON, letters of two and four bytes.
const TRICKY: &[&[u8]] = &[
    &[0xff; 4],
    &[0x7f, 0xff, 0xff, 0xff],
    &[0; 8],
    b"{",
    b"[[[[[[[[[[[[[[[[",
    b"\"",
    b"null",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"\\u0000",
    b"\\ud800",
    "\u{202e}".as_bytes(),
    "\u{1f375}".as_bytes(),
    b",",
    b"-",
];

/// One to three changes.
fn changed(object: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = object.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(8) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
            3 => bytes.truncate(at),
            4 => {
                let until = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..until);
            }
            5 => {
                let what = TRICKY[chance.below(TRICKY.len())];
                bytes.splice(at..at, what.iter().copied());
            }
            6 => {
                let from = chance.below(other.len() + 1);
                let until = (from + chance.below(80)).min(other.len());
                bytes.splice(at..at, other[from..until].iter().copied());
            }
            _ => {
                let what = TRICKY[chance.below(TRICKY.len())];
                let until = (at + what.len()).min(bytes.len());
                bytes.splice(at..until, what.iter().copied());
            }
        }
    }
    bytes
}

/// Every file of a parser's corpus, which it has to have.
fn corpus(parser: &Parser) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(parser.name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{} has no corpus", parser.name));
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// Whether it was taken; a panic becomes a failure that names the bytes.
fn takes(parser: &Parser, bytes: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| (parser.takes)(bytes)))
        .unwrap_or_else(|_| panic!("{} fails at {}", parser.name, URL_SAFE_NO_PAD.encode(bytes)))
}

#[test]
fn every_parser_of_foreign_bytes_takes_them_or_refuses_them() {
    let rounds = usize::try_from(number_from_env("HANDRAIL_FOREIGN_ROUNDS", 20_000)).unwrap();
    let seed = number_from_env("HANDRAIL_SEED", 1);
    for parser in PARSERS {
        let seeds = (parser.seeds)();
        assert!(!seeds.is_empty(), "{}: no real object to begin with", parser.name);
        for object in &seeds {
            assert!(takes(parser, object), "{}: a real object is refused", parser.name);
        }
        let kept = corpus(parser);
        assert!(!kept.is_empty(), "the corpus of {} is empty", parser.name);
        for bytes in &kept {
            takes(parser, bytes);
        }
        let mut chance = Chance::seeded(seed);
        let (mut taken, times) = (0, (rounds / parser.weight).max(8));
        for round in 0..times {
            let bytes = changed(&seeds[round % seeds.len()], &seeds[chance.below(seeds.len())], &mut chance);
            // Changes can undo each other.
            taken += usize::from(takes(parser, &bytes) && !seeds.contains(&bytes));
        }
        println!(
            "{:>16}: {} real, {} of its corpus, {times} changed, {taken} of them taken",
            parser.name,
            seeds.len(),
            kept.len()
        );
        // Nearly every change must be seen by what is signed, counted or checked.
        assert!(taken < times, "{} takes anything", parser.name);
    }
}

#[test]
fn every_parser_has_its_fuzz_target_and_every_corpus_its_parser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for parser in PARSERS {
        let name = parser.name;
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} has no fuzz target");
        let target = std::fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("\"{name}\"")), "the target of {name} runs another one");
    }
    let known = |name: &str| PARSERS.iter().any(|parser| parser.name == name);
    let names = |folder: &str| -> Vec<String> {
        let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder)).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    for target in names("fuzz_targets") {
        assert!(known(target.trim_end_matches(".rs")), "a target of no parser: {target}");
    }
    for name in names("corpus") {
        assert!(known(&name), "a corpus of no parser: {name}");
    }
    let bytes: usize = PARSERS.iter().flat_map(corpus).map(|file| file.len()).sum();
    assert!(bytes < 300_000, "{bytes} bytes of corpora: `cargo fuzz cmin` makes them small");
}
