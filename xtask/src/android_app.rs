//! What the Android app does beside its screens, on a plain JVM: `android/app/pom.xml`, tests/android/app.

use std::path::Path;
use std::process::Command;

use crate::bindings;
use crate::failure::Result;
use crate::kotlin;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::strings;
use crate::tools::Tool;

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Jdk];

/// Compiles the app against Android's framework and runs its tests on the real library. Maven fetches the framework the first time.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let set = |name: &str, path: &Path| format!("-Dhandrail.{name}={}", path.display());
    let build = repo.target.join("android-app/maven");
    // Maven would go on running the classes of a test that is gone.
    Repo::fresh_folder(&build)?;
    strings::write(repo, out)?;
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path("android/app"))
        .args(["--batch-mode", "--no-transfer-progress", "test"])
        .arg(set("jar", &kotlin::jar(repo)))
        .arg(set("library", &bindings::library_folder(repo)))
        .arg(set("strings", &strings::folder(repo)))
        .arg(set("build", &build));
    run::step(out, "the app around the screens", &mut maven)
}
