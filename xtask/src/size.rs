//! The library as it ships, against its size gate.

use std::fs;

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the stripped 64-bit library may weigh, in bytes (docs/benchmarks.md, P8).
const GATE: u64 = 9_000_000;

/// `cargo xtask size`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// `cargo xtask size`
pub(crate) fn verb(repo: &Repo, _: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
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
    // Only the shared library: the static one would be linked and optimised
    // as a whole a second time, and says nothing before an app links it.
    let mut cargo =
        repo.cargo(out, &["rustc", "--release", "-p", "handrail-bindings", "--lib", "--crate-type", "cdylib"])?;
    run::step(out, "building the library as it ships (some minutes)", &mut cargo)?;
    let library = repo.target.join("release").join(bindings::library_name());
    let bytes = fs::metadata(&library).map_err(|e| Stop::io("measure", &library, &e))?.len();
    Ok(bytes)
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
    fn sizes_are_told_in_stores_megabytes() {
        assert_eq!(report(8_056_789), "stripped library: 8.05 MB (8056789 bytes) of 9.00 MB");
    }
}
