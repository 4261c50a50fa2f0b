//! The budgets, measured.

use crate::failure::Result;
use crate::page;
use crate::postgres;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::size;
use crate::tools::{self, Tool};

/// `cargo xtask bench`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Passed on to the measuring program (see `-- --help`)
    #[arg(last = true)]
    rest: Vec<String>,
}

/// `cargo xtask bench`: builds the measuring program as it ships and runs it;
/// it writes docs/benchmarks.md. Where Node or Chromium is missing, what is measured in the page is not.
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    // The library's size is one of the budgets.
    size::build(repo, &out)?;
    let mut cargo = repo.cargo(&out, &["run", "--release", "-p", "handrail-tests", "--bin", "handrail-bench", "--"])?;
    cargo.args(&args.rest);
    if let (true, Some(browser)) = (tools::missing(page::NEEDS).is_empty(), tools::chromium()) {
        page::build(repo, &out)?;
        page::relay(repo, &out)?;
        cargo.env("CHROMIUM", browser).env("HANDRAIL_CLINIC_BIN", page::relay_binary(repo));
    }
    let server = postgres::to_measure(&out);
    if let Some((_, url)) = &server {
        cargo.env("HANDRAIL_BENCH_POSTGRES", url);
    }
    run::step(&out, "measuring", &mut cargo)
}
