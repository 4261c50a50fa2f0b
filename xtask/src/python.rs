//! The scenarios in Python, and the wheel.

use std::path::Path;
use std::process::Command;

use crate::bindings::{self, Language};
use crate::exports;
use crate::failure::{Result, Stop};
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::size;
use crate::tools::{self, Tool};

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Python, Tool::Node];

/// What packing the wheel needs of it.
const TO_PACK: &[Tool] = &[Tool::C, Tool::Python];

/// Names the folder with the module and the library to what packs the wheel (`bindings/python/handrail_wheel.py`).
const MADE: &str = "HANDRAIL_MADE";

/// Packs a wheel of what [`bindings::prepare`] made, and runs `tests/bindings/python` and the package's own tests against it.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let made = bindings::generated(repo, Language::Python);
    Repo::copy(&bindings::library_folder(repo).join(bindings::library_name()), &made.join(bindings::library_name()))?;
    let work = repo.target.join("bindings/python");
    let (wheels, site) = (work.join("wheels"), work.join("site"));
    Repo::fresh_folder(&wheels)?;
    // Unpacked as an installer does it: what is tested is what is in the wheel.
    Repo::fresh_folder(&site)?;
    run::step(out, "packing a wheel (debug)", wheel(repo, &made, &wheels).arg(&site))?;

    let archives = exports::begin(repo, "python")?;
    let clinic = Clinic::start(repo, "python")?;
    let mut scenarios = tests(repo, "tests/bindings/python", &site);
    scenarios.env(exports::VARIABLE, &archives).envs(clinic.told());
    run::step(out, "scenarios in Python", &mut scenarios)?;
    let mut package = tests(repo, "bindings/python/tests", &site);
    run::step(out, "the package, its README and the guide", package.env(MADE, &made))?;
    exports::compare(repo, out, "python", &archives)
}

/// `cargo xtask wheel`
pub(crate) fn ship(repo: &Repo) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, TO_PACK)?;
    // The module comes out of a debug library: the one that ships no longer describes itself.
    bindings::prepare(repo, &out)?;
    size::build(repo, &out)?;
    let made = repo.target.join("bindings/python/shipped");
    Repo::fresh_folder(&made)?;
    let module = bindings::source(repo, Language::Python)?;
    let name = module.file_name().ok_or_else(|| Stop::Failed("the module has no name".into()))?;
    Repo::copy(&module, &made.join(name))?;
    Repo::copy(&size::shipped(repo), &made.join(bindings::library_name()))?;
    run::step(&out, "packing the wheel", &mut wheel(repo, &made, &repo.target.join("wheels")))
}

/// Packs what lies in `made` and writes the wheel into `wheels`.
fn wheel(repo: &Repo, made: &Path, wheels: &Path) -> Command {
    let mut python = Command::new("python3");
    python.arg(repo.path("bindings/python/handrail_wheel.py")).arg(wheels).env(MADE, made);
    python
}

/// Every `test_*.py` of a folder, on the package in `site`.
fn tests(repo: &Repo, folder: &str, site: &Path) -> Command {
    let mut python = Command::new("python3");
    python
        .current_dir(repo.path(folder))
        .env("PYTHONPATH", site)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Our own warnings are errors; so is a file or object left open.
        .args(["-W", "error", "-m", "unittest", "discover", "-v", "-s", ".", "-p", "test_*.py"]);
    python
}
