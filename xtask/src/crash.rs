//! Deaths and power cuts, as many as wanted.

use crate::failure::Result;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// `cargo xtask crash`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many times the writing process dies
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    kills: u64,
    /// How many power cuts at most, spread over every write and flush; 0: at each of them, in all four ways
    #[arg(long, default_value_t = 0, value_name = "N")]
    power_cuts: u64,
    /// How many times a phone or its relay dies in the middle of a sync
    #[arg(long, default_value_t = 500, value_name = "N")]
    sync_kills: u64,
    /// The moments of the deaths; the same seed, the same moments, as far as a clock allows
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
}

/// `cargo xtask crash`: the tests `crash`, `power_loss` and `sync_killed`, built as the library ships, with more of everything.
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    let words = "test --release -p handrail-tests --test crash --test power_loss --test sync_killed -- --nocapture --test-threads 1";
    let mut cargo = repo.cargo(&out, &words.split(' ').collect::<Vec<_>>())?;
    cargo
        .env("HANDRAIL_KILLS", args.kills.to_string())
        .env("HANDRAIL_POWER_CUTS", args.power_cuts.to_string())
        .env("HANDRAIL_SYNC_KILLS", args.sync_kills.to_string())
        .env("HANDRAIL_SEED", args.seed.to_string());
    run::step(&out, "deaths and power cuts", &mut cargo)
}
