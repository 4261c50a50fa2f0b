//! The library as it ships, against its size gate.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the stripped 64-bit library may weigh, in bytes, before a build is stopped:
/// docs/adr/0032-records-are-closed-where-they-are-written.md.
const GATE: u64 = 12_100_000;

/// The shared library alone: the static one would be linked and optimised as a
/// whole a second time, and says nothing before an app links it.
const BUILD: &[&str] = &["rustc", "--release", "-p", "handrail-bindings", "--lib", "--crate-type", "cdylib"];

/// Symbols stay until they have been added up. Relative relocations are packed, as Android's linker packs them too
/// (its own form from API 23 on): unpacked they are a tenth of the file and say almost nothing.
#[cfg(target_os = "linux")]
const LINK: &[&str] = &["--", "-C", "strip=none", "-C", "link-arg=-Wl,-z,pack-relative-relocs"];
#[cfg(not(target_os = "linux"))]
const LINK: &[&str] = &["--", "-C", "strip=none"];

/// What goes before the library ships: every symbol but those it is called by.
#[cfg(not(target_os = "macos"))]
const STRIP: &str = "--strip-all";
#[cfg(target_os = "macos")]
const STRIP: &str = "-x";

/// `cargo xtask size`
pub(crate) fn verb(repo: &Repo) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    run(repo, &out)
}

/// Builds the release library, says what it is made of, and fails above the gate.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let bytes = build(repo, out)?;
    by_crate(repo, out)?;
    by_section(repo, out);
    out.say(&report(bytes));
    if bytes > GATE {
        return Err(Stop::Failed(format!("{}: over its gate", report(bytes))));
    }
    Ok(())
}

/// The size of the release library in bytes, built and stripped now.
pub(crate) fn build(repo: &Repo, out: &Out) -> Result<u64> {
    let mut words = BUILD.to_vec();
    words.extend(LINK);
    run::step(out, "building the library as it ships (some minutes)", &mut repo.cargo(out, &words)?)?;
    let library = shipped(repo);
    // Cargo's own copy is the same file under another name, and keeps its symbols.
    fs::remove_file(&library).map_err(|e| Stop::io("replace", &library, &e))?;
    let mut strip = Command::new("strip");
    strip.arg(STRIP).arg("-o").arg(&library).arg(with_symbols(repo));
    run::step(out, "stripping it", &mut strip)?;
    let bytes = fs::metadata(&library).map_err(|e| Stop::io("measure", &library, &e))?.len();
    Ok(bytes)
}

/// Where [`build`] puts it.
pub(crate) fn shipped(repo: &Repo) -> PathBuf {
    repo.target.join("release").join(bindings::library_name())
}

fn with_symbols(repo: &Repo) -> PathBuf {
    repo.target.join("release/deps").join(bindings::library_name())
}

/// How many crates are named; the rest is small.
const CRATES: usize = 30;

/// Adds up the symbols by crate.
fn by_crate(repo: &Repo, out: &Out) -> Result<()> {
    let mut nm = Command::new("nm");
    nm.args(["--demangle", "--print-size", "--defined-only"]).arg(with_symbols(repo));
    let symbols = run::ask(&mut nm).ok_or_else(|| Stop::Failed("nm could not read the library".into()))?;
    let mut sums: Vec<(String, u64)> = by_owner(&symbols).into_iter().collect();
    sums.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    out.say("by crate, what has a name (constants and tables mostly have none):");
    for (owner, bytes) in sums.iter().take(CRATES) {
        out.say(&kilobytes(*bytes, owner));
    }
    out.say(&kilobytes(sums.iter().skip(CRATES).map(|(_, bytes)| bytes).sum(), "all others"));
    Ok(())
}

/// Adds up the file by section, as its headers have it.
fn by_section(repo: &Repo, out: &Out) {
    let mut size = Command::new("size");
    size.args(["-A", "-d"]).arg(shipped(repo));
    let Some(table) = run::ask(&mut size) else {
        out.say("not said: the sections (there is no `size` that knows -A)");
        return;
    };
    out.say("by section:");
    for (section, bytes) in sections(&table) {
        out.say(&kilobytes(bytes, section));
    }
}

/// The sections of at least a kilobyte, the largest first, out of `size -A` (`name size address`).
fn sections(table: &str) -> Vec<(&str, u64)> {
    let mut all: Vec<(&str, u64)> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, bytes, _address) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
            // Zeros that the file does not hold.
            let held = name.starts_with('.') && name != ".bss" && name != ".tbss";
            (held && bytes >= 1000).then_some((name, bytes))
        })
        .collect();
    all.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    all
}

fn kilobytes(bytes: u64, what: &str) -> String {
    format!("{:>9} kB  {what}", bytes / 1000)
}

/// Sums the sizes of `nm`'s lines (`address size kind name`) by owner.
fn by_owner(symbols: &str) -> BTreeMap<String, u64> {
    let mut sums = BTreeMap::new();
    for line in symbols.lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(_), Some(size), Some(_), Some(name)) = (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        if let Ok(bytes) = u64::from_str_radix(size, 16) {
            *sums.entry(owner(name)).or_insert(0) += bytes;
        }
    }
    sums
}

/// The crate a symbol is named after. A generic function counts for the crate
/// of the type it was made for, which is what a person can change.
fn owner(name: &str) -> String {
    let bare = name.trim_start_matches(['<', '&', '*', '[', '(']);
    let bare = bare.trim_start_matches("mut ").trim_start_matches("dyn ");
    match bare.split_once("::") {
        Some((first, _)) if first.chars().all(|c| c.is_alphanumeric() || c == '_') => first.to_owned(),
        _ => NAMELESS.iter().find(|(start, _)| name.starts_with(start)).map_or(C, |(_, owner)| owner).to_owned(),
    }
}

/// Whose the symbols are that are named after no crate.
const NAMELESS: &[(&str, &str)] = &[
    ("uniffi_handrail", "handrail: calls from other languages"),
    ("ffi_handrail", "handrail: calls from other languages"),
    ("UNIFFI_META", "handrail: what generates the bindings reads"),
    ("ring_core", "ring: C and assembler"),
];
const C: &str = "C: SQLCipher, libcrypto";

/// Sizes for people, in the unit app stores use (1 MB = 1,000,000 bytes).
fn report(bytes: u64) -> String {
    let tenths = |bytes: u64| format!("{}.{:02}", bytes / 1_000_000, bytes % 1_000_000 / 10_000);
    format!("stripped library: {} MB ({bytes} bytes) of {} MB", tenths(bytes), tenths(GATE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_added_up_by_crate() {
        let nm = "0000000000001000 0000000000000010 t chrono::format::parse\n\
            0000000000002000 0000000000000020 t <chrono::Date as core::fmt::Debug>::fmt\n\
            0000000000003000 0000000000000001 T sqlite3_open\n\
            0000000000004000 T no_size_here\n";
        let sums = by_owner(nm);
        assert_eq!(sums.get("chrono"), Some(&0x30));
        assert_eq!(sums.get(C), Some(&1));
        assert_eq!(sums.len(), 2);
    }

    #[test]
    fn sizes_are_told_in_stores_megabytes() {
        assert_eq!(report(8_056_789), "stripped library: 8.05 MB (8056789 bytes) of 12.10 MB");
    }

    #[test]
    fn sections_are_read_as_size_prints_them() {
        let table = "libhandrail.so  :\nsection              size       addr\n.rodata           1236399     303104\n\
            .text             6610702    2030400\n.tdata                112    8646832\n.bss              6496   10053184\n\
            Total             9999999\n";
        assert_eq!(sections(table), [(".text", 6_610_702), (".rodata", 1_236_399)]);
    }
}
