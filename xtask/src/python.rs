//! The scenarios in Python.

use std::process::Command;

use crate::bindings::{self, Language};
use crate::exports;
use crate::failure::Result;
use crate::relay::{self, Relay};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::Tool;

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Python];

/// Runs `tests/bindings/python` against what [`bindings::prepare`] made.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let generated = bindings::generated(repo, Language::Python);
    // The generated module loads the library from its own folder.
    Repo::copy(
        &bindings::library_folder(repo).join(bindings::library_name()),
        &generated.join(bindings::library_name()),
    )?;
    let archives = exports::begin(repo, "python")?;
    let relay = Relay::start(repo, "python")?;
    let mut python = Command::new("python3");
    python
        .current_dir(repo.path("tests/bindings/python"))
        .env("PYTHONPATH", &generated)
        .env(exports::VARIABLE, &archives)
        .env(relay::ADDRESS, &relay.origin)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Our own warnings are errors; so is a file or object left open.
        .args(["-W", "error", "-m", "unittest", "discover", "-v", "-s", ".", "-p", "test_*.py"]);
    run::step(out, "scenarios in Python", &mut python)?;
    exports::compare(repo, out, "python", &archives)
}
