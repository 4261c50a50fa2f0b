//! The package for Kotlin, and the scenarios in it, on a plain JVM.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindings::{self, Language};
use crate::exports;
use crate::failure::{Result, Stop};
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::Tool;

/// Compiles the program of `measure/Measure.kt`; gives the script that runs it with the library in `folder`, a record and a moment.
pub(crate) fn to_measure(repo: &Repo, out: &Out, folder: &Path) -> Result<String> {
    let build = folder.join("maven");
    let jars = folder.join("jars");
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path("bindings/kotlin"))
        .args(["--batch-mode", "--no-transfer-progress", "test-compile"])
        .arg("org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath")
        .arg(format!("-Dmdep.outputFile={}", jars.display()))
        .arg(format!("-Dhandrail.generated={}", bindings::generated(repo, Language::Kotlin).display()))
        .arg(format!("-Dhandrail.build={}", build.display()));
    run::step(out, "the program that measures, in Kotlin", &mut maven)?;
    let jars = std::fs::read_to_string(&jars).map_err(|e| Stop::io("read", &jars, &e))?;
    Ok(format!(
        "exec java -Djna.library.path='{}' -cp '{}/classes:{}/test-classes:{}' org.handrail.measure.MeasureKt \"$@\"\n",
        folder.display(),
        build.display(),
        build.display(),
        jars.trim()
    ))
}

/// The pages of what an app's author sees, made by Dokka from the binding and the package.
pub(crate) fn pages(repo: &Repo, out: &Out, folder: &Path) -> Result<()> {
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path("bindings/kotlin"))
        // It takes in a file of 60,000 lines whole.
        .env("MAVEN_OPTS", "-Xmx3g")
        .args(["--batch-mode", "--no-transfer-progress", "dokka:dokka"])
        .arg(format!("-Dhandrail.generated={}", bindings::generated(repo, Language::Kotlin).display()))
        .arg(format!("-Dhandrail.build={}", repo.target.join("bindings/kotlin/dokka").display()))
        .arg(format!("-Dhandrail.pages={}", folder.display()));
    run::step(out, "pages for Kotlin", &mut maven)
}

/// What the machine must have for the package.
pub(crate) const PACKAGE_NEEDS: &[Tool] = &[Tool::C, Tool::Jdk];

/// What the machine must have for the scenarios.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Jdk, Tool::Node];

/// Where Maven writes.
fn build(repo: &Repo) -> PathBuf {
    repo.target.join("bindings/kotlin/maven")
}

/// The package as [`package`] leaves it.
pub(crate) fn jar(repo: &Repo) -> PathBuf {
    build(repo).join("handrail.jar")
}

/// Maven in `bindings/kotlin`, told of what [`bindings::prepare`] made.
fn maven(repo: &Repo) -> Command {
    let set = |name: &str, path: &Path| format!("-Dhandrail.{name}={}", path.display());
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path("bindings/kotlin"))
        .args(["--batch-mode", "--no-transfer-progress"])
        .arg(set("generated", &bindings::generated(repo, Language::Kotlin)))
        .arg(set("library", &bindings::library_folder(repo)))
        .arg(set("build", &build(repo)));
    maven
}

/// Makes the jar of `bindings/kotlin`. Maven fetches Kotlin and JNA the first time.
pub(crate) fn package(repo: &Repo, out: &Out) -> Result<()> {
    // Maven would go on running the classes of a test that is gone.
    Repo::fresh_folder(&build(repo))?;
    run::step(out, "the package for Kotlin", maven(repo).args(["package", "-Dmaven.test.skip=true"]))
}

/// Runs `tests/bindings/kotlin` with what [`package`] made.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let archives = exports::begin(repo, "kotlin")?;
    let clinic = Clinic::start(repo, "kotlin")?;
    let mut maven = maven(repo);
    // By their names: what Maven calls phases would begin with the package again.
    maven.args(["kotlin:test-compile@test-compile", "surefire:test"]);
    maven.envs(clinic.told()).env(exports::VARIABLE, &archives);
    run::step(out, "the scenarios in Kotlin", &mut maven)?;
    exports::compare(repo, out, "kotlin", &archives)
}

/// The package, then the scenarios.
pub(crate) fn both(repo: &Repo, out: &Out) -> Result<()> {
    package(repo, out)?;
    run(repo, out)
}
