//! The library as it ships, against its size gate.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the stripped 64-bit library may weigh, in bytes, before a build is stopped. The target is lower (docs/benchmarks.md, P8):
/// docs/adr/0014-the-size-gate-while-the-record-grows.md.
const GATE: u64 = 10_500_000;

/// The shared library alone: the static one would be linked and optimised as a
/// whole a second time, and says nothing before an app links it.
const BUILD: &[&str] = &["rustc", "--release", "-p", "handrail-bindings", "--lib", "--crate-type", "cdylib"];

/// Relative relocations packed, as Android's linker takes them too (API 23 on, by its own option): unpacked they
/// are a tenth of the file and say almost nothing.
#[cfg(target_os = "linux")]
const LINK: [&str; 3] = ["--", "-C", "link-arg=-Wl,-z,pack-relative-relocs"];
#[cfg(not(target_os = "linux"))]
const LINK: [&str; 0] = [];

/// `cargo xtask size`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Also say, roughly, which crate takes how much (links it a second time)
    #[arg(long)]
    crates: bool,
}

/// `cargo xtask size`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    if args.crates {
        crates(repo, &out)?;
    }
    // Last, so that what is left in target/release is what ships.
    run(repo, &out)
}

/// Builds the release library, measures it, and fails above the gate.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let bytes = build(repo, out)?;
    out.say(&report(bytes));
    if bytes > GATE {
        return Err(Stop::Failed(format!("{}: over its gate", report(bytes))));
    }
    Ok(())
}

/// The size of the release library in bytes, built now.
pub(crate) fn build(repo: &Repo, out: &Out) -> Result<u64> {
    let mut words = BUILD.to_vec();
    words.extend(LINK);
    run::step(out, "building the library as it ships (some minutes)", &mut repo.cargo(out, &words)?)?;
    let library = repo.target.join("release").join(bindings::library_name());
    let bytes = fs::metadata(&library).map_err(|e| Stop::io("measure", &library, &e))?.len();
    Ok(bytes)
}

/// Links the library once more with its symbols and adds them up by crate.
fn crates(repo: &Repo, out: &Out) -> Result<()> {
    let mut words = BUILD.to_vec();
    // Only the last link differs; no dependency is built again for it.
    words.extend(["--", "-C", "strip=none"]);
    run::step(out, "linking the library with its symbols (some minutes)", &mut repo.cargo(out, &words)?)?;
    let library = repo.target.join("release").join(bindings::library_name());
    let mut nm = Command::new("nm");
    nm.args(["--demangle", "--print-size", "--defined-only"]).arg(&library);
    let symbols = run::ask(&mut nm).ok_or_else(|| Stop::Failed("nm could not read the library".into()))?;
    let mut sums: Vec<(String, u64)> = by_owner(&symbols).into_iter().collect();
    sums.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all: u64 = sums.iter().map(|(_, bytes)| bytes).sum();
    for (owner, bytes) in sums.iter().take(25) {
        out.say(&format!("{:>9} kB  {owner}", bytes / 1000));
    }
    // Unwind tables, relocations and headers have no symbols.
    out.say(&format!("{:>9} kB  all symbols", all / 1000));
    Ok(())
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
        _ => "C: SQLCipher, libcrypto, ring".to_owned(),
    }
}

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
        assert_eq!(sums.get("C: SQLCipher, libcrypto, ring"), Some(&1));
        assert_eq!(sums.len(), 2);
    }

    #[test]
    fn sizes_are_told_in_stores_megabytes() {
        assert_eq!(report(8_056_789), "stripped library: 8.05 MB (8056789 bytes) of 10.50 MB");
    }
}
