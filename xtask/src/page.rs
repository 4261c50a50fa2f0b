//! The practitioner's review page (`clinic/web`).

use std::fs;
use std::path::PathBuf;
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
    /// Also check its types and its size, and run its tests, the real relay included
    #[arg(long)]
    check: bool,
}

/// `cargo xtask web [--check]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, NEEDS)?;
    build(repo, &out)?;
    if args.check {
        tools::require(repo, &out, &[Tool::C])?;
        check(repo, &out)?;
        size(repo, &out)?;
        relay(repo, &out)?;
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

/// The page's unit tests, those on the built files and against the real relay
/// included when [`build`] and [`relay`] have been run.
pub(crate) fn unit_tests(repo: &Repo, out: &Out) -> Result<()> {
    packages(repo, out)?;
    let mut tests = npm(repo, &["test"]);
    let relay = relay_binary(repo);
    if relay.exists() {
        tests.env("HANDRAIL_CLINIC_BIN", relay);
    }
    run::step(out, "the review page's unit tests", &mut tests)
}

/// The built page against its own budget of bytes.
pub(crate) fn size(repo: &Repo, out: &Out) -> Result<()> {
    run::step(out, "the review page's size", &mut npm(repo, &["run", "size"]))
}

/// The page in a real browser, by hand and by keyboard, on a small caseload of its own.
pub(crate) fn walk(repo: &Repo, out: &Out) -> Result<()> {
    packages(repo, out)?;
    let browser = tools::chromium().ok_or_else(|| Stop::NotRun("Chromium is not there".into()))?;
    let mut walk = npm(repo, &["run", "e2e", "--", "--fixture"]);
    walk.env("CHROMIUM", browser).env("HANDRAIL_CLINIC_BIN", relay_binary(repo));
    run::step(out, "the review page in Chromium", &mut walk)
}

/// Where [`relay`] leaves the clinic's binary: a copy, because cargo takes its
/// own away for a moment whenever it builds it anew.
pub(crate) fn relay_binary(repo: &Repo) -> PathBuf {
    repo.target.join("page").join(RELAY)
}

const RELAY: &str = if cfg!(windows) { "handrail-clinic.exe" } else { "handrail-clinic" };

/// Builds the clinic's binary, with the page in it if that is built.
pub(crate) fn relay(repo: &Repo, out: &Out) -> Result<()> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-clinic"])?;
    run::step(out, "building the clinic's binary", &mut build)?;
    Repo::copy(&repo.target.join("debug").join(RELAY), &relay_binary(repo))
}
