//! Fuzzing of every parser of foreign bytes.

use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// `cargo xtask fuzz`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Which parser; all of them, one after the other, without it
    parser: Option<String>,
    /// How long each is fuzzed, in seconds
    #[arg(long, default_value_t = 60, value_name = "N")]
    seconds: u64,
}

/// `cargo xtask fuzz`: cargo-fuzz on a nightly toolchain, over real objects and what was found before. What it finds
/// lies in `tests/fuzz/artifacts`; what is worth keeping goes to `tests/fuzz/corpus`, where `test` runs it too.
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    let there = |words: &[&str]| run::ask(Command::new("cargo").args(words)).is_some();
    if !there(&["+nightly", "--version"]) || !there(&["fuzz", "--version"]) {
        let why = "fuzz (needs `rustup toolchain install nightly` and `cargo install cargo-fuzz --locked`)";
        return Err(Stop::NotRun(why.into()));
    }
    let seeds = repo.path("target/fuzz-seeds");
    let mut write = repo.cargo(&out, &["run", "--quiet", "-p", "handrail-tests", "--bin", "handrail-seeds", "--"])?;
    write.arg(&seeds);
    run::step(&out, "writing real objects", &mut write)?;
    let mut parsers: Vec<String> = std::fs::read_dir(&seeds)
        .map_err(|e| Stop::io("read", &seeds, &e))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| args.parser.as_ref().is_none_or(|wanted| wanted == name))
        .collect();
    parsers.sort();
    if parsers.is_empty() {
        return Err(Stop::Failed("no parser of that name; tests/src/foreign/mod.rs lists them".into()));
    }
    for parser in parsers {
        let corpus = repo.path("target/fuzz-corpus").join(&parser);
        std::fs::create_dir_all(&corpus).map_err(|e| Stop::io("create", &corpus, &e))?;
        let mut fuzz = repo.cargo(&out, &["+nightly", "fuzz", "run", "--fuzz-dir", "tests/fuzz", &parser])?;
        fuzz.arg(&corpus).arg(seeds.join(&parser));
        let kept = repo.path("tests/fuzz/corpus").join(&parser);
        if kept.exists() {
            fuzz.arg(kept);
        }
        fuzz.args(["--", &format!("-max_total_time={}", args.seconds), "-max_len=300000", "-print_final_stats=1"]);
        run::step(&out, &format!("fuzzing {parser}"), &mut fuzz)?;
    }
    Ok(())
}
