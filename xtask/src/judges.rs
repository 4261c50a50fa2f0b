//! Foreign programs that judge the core's days, clocks and calendar files: `tests/judges`, docs/reminders.md.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the judges in Python must have.
pub(crate) const IN_PYTHON: &[Tool] = &[Tool::C, Tool::Dateutil];
/// What the judge in Java must have.
pub(crate) const IN_JAVA: &[Tool] = &[Tool::C, Tool::Jdk];

fn folder(repo: &Repo) -> PathBuf {
    repo.target.join("judged")
}

/// Writes down what the core says.
pub(crate) fn prepare(repo: &Repo, out: &Out) -> Result<()> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-tests", "--bin", "handrail-judged"])?;
    run::step(out, "building what asks the core", &mut build)?;
    let mut write = Command::new(repo.target.join("debug/handrail-judged"));
    run::step(out, "what the core says", write.arg(folder(repo)))
}

/// Random rules, by python-dateutil.
pub(crate) fn rules(repo: &Repo, out: &Out) -> Result<()> {
    python(repo, out, "rules.py", "rules.jsonl")
}

/// Clock changes, by zoneinfo.
pub(crate) fn zones(repo: &Repo, out: &Out) -> Result<()> {
    python(repo, out, "zones.py", "zones.tsv")
}

/// Calendar files, by icalendar and python-dateutil.
pub(crate) fn calendars(repo: &Repo, out: &Out) -> Result<()> {
    python(repo, out, "calendars.py", "calendars.jsonl")
}

fn python(repo: &Repo, out: &Out, judge: &str, of: &str) -> Result<()> {
    let python = tools::python_with_dateutil().ok_or_else(|| Stop::NotRun("no Python with dateutil".into()))?;
    let mut command = Command::new(python);
    command.env("PYTHONDONTWRITEBYTECODE", "1").arg(repo.path("tests/judges").join(judge)).arg(folder(repo).join(of));
    run::step(out, judge, &mut command)
}

/// Clock changes, by java.time. One file of source, so there is nothing to build.
pub(crate) fn java(repo: &Repo, out: &Out) -> Result<()> {
    let judges = repo.path("tests/judges");
    let mut command = Command::new("java");
    command.arg(judges.join("Zones.java")).arg(folder(repo).join("zones.tsv")).arg(judges.join("differences.tsv"));
    run::step(out, "Zones.java", &mut command)
}
