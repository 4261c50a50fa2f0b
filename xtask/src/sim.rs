//! The simulator.

use crate::failure::Result;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// `cargo xtask sim`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many schedules
    #[arg(long, default_value_t = 100_000)]
    schedules: u64,
    /// With real stores instead of phones in memory
    #[arg(long)]
    real: bool,
    /// The first seed; the others follow
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// `cargo xtask sim`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    run(repo, &out, args)
}

/// Schedules of phones in memory, as the suite has them.
pub(crate) fn in_memory(repo: &Repo, out: &Out) -> Result<()> {
    run(repo, out, &Args { schedules: 100_000, real: false, seed: 1 })
}

/// Schedules of real stores, as the suite has them.
pub(crate) fn real(repo: &Repo, out: &Out) -> Result<()> {
    run(repo, out, &Args { schedules: 2_000, real: true, seed: 1 })
}

fn run(repo: &Repo, out: &Out, args: &Args) -> Result<()> {
    let mut cargo =
        repo.cargo(out, &["run", "--profile", "sim", "-p", "handrail-sim", "--bin", "handrail-sim", "--"])?;
    cargo.arg("--schedules").arg(args.schedules.to_string()).arg("--seed").arg(args.seed.to_string());
    if args.real {
        cargo.arg("--real");
    }
    run::step(out, "simulating", &mut cargo)
}
