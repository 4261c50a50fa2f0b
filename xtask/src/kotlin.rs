//! The package for Kotlin, and the scenarios in it, on a plain JVM.

use std::process::Command;

use crate::bindings::{self, Language};
use crate::exports;
use crate::failure::Result;
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::Tool;

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Jdk, Tool::Node];

/// Makes the jar of `bindings/kotlin` and runs `tests/bindings/kotlin` with it against what [`bindings::prepare`] made.
/// Maven fetches Kotlin, JNA and JUnit the first time.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let set = |name: &str, path: &std::path::Path| format!("-Dhandrail.{name}={}", path.display());
    let build = repo.target.join("bindings/kotlin/maven");
    // Maven would go on running the classes of a test that is gone.
    Repo::fresh_folder(&build)?;
    let archives = exports::begin(repo, "kotlin")?;
    let clinic = Clinic::start(repo, "kotlin")?;
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path("bindings/kotlin"))
        .envs(clinic.told())
        .args(["--batch-mode", "--no-transfer-progress", "package"])
        .arg(set("generated", &bindings::generated(repo, Language::Kotlin)))
        .arg(set("library", &bindings::library_folder(repo)))
        .arg(set("build", &build))
        .env(exports::VARIABLE, &archives);
    run::step(out, "the jar and the scenarios in Kotlin", &mut maven)?;
    exports::compare(repo, out, "kotlin", &archives)
}
