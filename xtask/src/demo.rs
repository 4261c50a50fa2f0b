//! A caseload's weeks, lived on this machine.

use std::process::Command;

use crate::failure::{Result, Stop};
use crate::page;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Node];

/// `cargo xtask demo`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Open every packet as the page does, print one JSON object of counts and
    /// times on the last line, and end: with 0 only if all is right
    #[arg(long)]
    check: bool,
    /// Lives the same weeks again; another number lives others
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many clients
    #[arg(long, value_name = "N")]
    clients: Option<u32>,
    /// How many weeks each
    #[arg(long, value_name = "N")]
    weeks: Option<u32>,
    /// Where the relay listens; given, the address stays the same from run to run
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Print the address without opening a browser
    #[arg(long)]
    no_open: bool,
}

/// `cargo xtask demo`
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, NEEDS)?;
    page::build(repo, &out)?;
    let mut command = command(repo, &out)?;
    command.args(flags(args));
    hand_over(&mut command)
}

/// `demo --check` as a suite of `test`; the page is built by then.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let mut command = command(repo, out)?;
    command.args(["--check", "--no-open"]);
    run::step(out, "demo --check", &mut command)
}

/// Builds the demo and returns the command that runs it.
pub(crate) fn command(repo: &Repo, out: &Out) -> Result<Command> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-tests", "--bin", "handrail-demo"])?;
    run::step(out, "building the relay and the clients", &mut build)?;
    let mut command = Command::new(repo.target.join("debug/handrail-demo"));
    command.current_dir(&repo.root).arg("--page").arg(repo.path("clinic/web/dist-demo"));
    Ok(command)
}

fn flags(args: &Args) -> Vec<String> {
    let mut flags = Vec::new();
    if args.check {
        flags.push("--check".to_owned());
    }
    if args.no_open {
        flags.push("--no-open".to_owned());
    }
    let numbers = [
        ("--seed", args.seed),
        ("--clients", args.clients.map(u64::from)),
        ("--weeks", args.weeks.map(u64::from)),
        ("--port", args.port.map(u64::from)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            flags.extend([name.to_owned(), number.to_string()]);
        }
    }
    flags
}

/// Becomes the demo: Ctrl-C and the exit code are then its own.
#[cfg(unix)]
fn hand_over(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(Stop::Failed(format!("could not start the demo: {}", command.exec())))
}

#[cfg(not(unix))]
fn hand_over(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|e| Stop::Failed(format!("could not start the demo: {e}")))?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Stop::Exit(code.and_then(|c| u8::try_from(c).ok()).unwrap_or(1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_for_is_passed_on() {
        let args = |check, seed, port| Args { check, seed, clients: None, weeks: None, port, no_open: false };
        assert!(flags(&args(false, None, None)).is_empty());
        assert_eq!(flags(&args(true, Some(7), Some(80))), ["--check", "--seed", "7", "--port", "80"]);
    }
}
