//! The practitioner's review page (`clinic/web`).

use std::fs;
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::Node];

/// `cargo xtask web`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Also type-check it and run its unit tests
    #[arg(long)]
    check: bool,
}

/// `cargo xtask web [--check]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, NEEDS)?;
    build(repo, &out)?;
    if args.check {
        check(repo, &out)?;
        unit_tests(repo, &out)?;
    }
    Ok(())
}

/// An npm in the page's folder.
fn npm(repo: &Repo, args: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(repo.path("clinic/web")).args(args);
    npm
}

/// Installs exactly what the lock file names, if that has not been done.
fn packages(repo: &Repo, out: &Out) -> Result<()> {
    let lock = repo.path("clinic/web/package-lock.json");
    let want = fs::read(&lock).map_err(|e| Stop::io("read", &lock, &e))?;
    // Written after a good install, so that a broken one is done again.
    let stamp = repo.path("clinic/web/node_modules/.handrail-lock");
    if fs::read(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    let log = repo.target.join("xtask-logs/npm.log");
    let mut install = npm(repo, &["ci", "--no-audit", "--no-fund"]);
    run::quietly(out, "npm ci", &log, &mut install)?;
    fs::write(&stamp, want).map_err(|e| Stop::io("write", &stamp, &e))
}

/// Builds the page, its demo build and what the tests need of it.
pub(crate) fn build(repo: &Repo, out: &Out) -> Result<()> {
    packages(repo, out)?;
    run::step(out, "building the review page", &mut npm(repo, &["run", "build"]))
}

/// Types and Svelte's own rules, warnings included.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    packages(repo, out)?;
    run::step(out, "checking the review page's types", &mut npm(repo, &["run", "check"]))
}

/// The page's unit tests.
pub(crate) fn unit_tests(repo: &Repo, out: &Out) -> Result<()> {
    packages(repo, out)?;
    run::step(out, "the review page's unit tests", &mut npm(repo, &["test"]))
}
