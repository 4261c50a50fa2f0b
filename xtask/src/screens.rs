//! The screens of the Android app on a plain JVM: `android/pom.xml`, tests/android.
//!
//! The pictures in `docs/screens` are of one state of the sources; its hash stands beside them. When a screen or a word
//! changes, the check fails until somebody draws them again and looks at them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::kotlin;
use crate::page;
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::source_hash;
use crate::strings;
use crate::tools::{self, Tool};

/// `cargo xtask screens`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only the pictures whose name contains this
    only: Option<String>,
    /// Put the pictures into docs/screens, for somebody to look at before they are committed
    #[arg(long, conflicts_with = "only")]
    bless: bool,
}

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Jdk, Tool::Node, Tool::Drawing];

/// What the pictures show the work of.
const SOURCE: [&str; 3] = ["android/ui/src", "core/content/words", "tests/android/screens"];

/// The pictures under version control.
const KEPT: &str = "docs/screens";

fn drawn(repo: &Repo) -> PathBuf {
    repo.target.join("screens/pictures")
}

/// Maven in `folder`, told of what was made before; what it writes goes to `build`, which is emptied.
fn maven_in(repo: &Repo, folder: &str, build: &Path) -> Result<Command> {
    // It would go on running the classes of a test that is gone.
    Repo::fresh_folder(build)?;
    let set = |name: &str, path: &Path| format!("-Dhandrail.{name}={}", path.display());
    let mut maven = Command::new("mvn");
    maven
        .current_dir(repo.path(folder))
        .args(["--batch-mode", "--no-transfer-progress"])
        .arg(set("jar", &kotlin::jar(repo)))
        .arg(set("library", &bindings::library_folder(repo)))
        .arg(set("strings", &strings::folder(repo)))
        .arg(set("pictures", &drawn(repo)))
        .arg(set("build", build));
    Ok(maven)
}

/// Maven for the screens.
pub(crate) fn maven(repo: &Repo) -> Result<Command> {
    maven_in(repo, "android", &build(repo))
}

fn build(repo: &Repo) -> PathBuf {
    repo.target.join("screens/maven")
}

/// Where Maven puts the classes of the screens and of what tries them.
pub(crate) fn classes(repo: &Repo) -> [PathBuf; 2] {
    ["classes", "test-classes"].map(|folder| build(repo).join(folder))
}

/// Everything that the screens stand on.
pub(crate) fn prepare(repo: &Repo, out: &Out) -> Result<()> {
    tools::require(repo, out, NEEDS)?;
    bindings::prepare(repo, out)?;
    strings::write(repo, out)?;
    kotlin::package(repo, out)
}

/// `cargo xtask screens [NAME] [--bless]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    prepare(repo, &out)?;
    page::build(repo, &out)?;
    draw(repo, &out, args.only.as_deref())?;
    println!("{}", drawn(repo).display());
    if args.bless { bless(repo) } else { Ok(()) }
}

/// Draws every screen, with all that it stands on made before.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    draw(repo, out, None)
}

fn draw(repo: &Repo, out: &Out, only: Option<&str>) -> Result<()> {
    Repo::fresh_folder(&drawn(repo))?;
    let clinic = Clinic::start(repo, "screens")?;
    let mut maven = maven(repo)?;
    maven.arg("test").args(only.map(|name| format!("-Dhandrail.only={name}"))).envs(clinic.told());
    run::step(out, "the screens", &mut maven)
}

/// The names of the pictures in a folder, in order.
fn pictures(folder: &Path) -> Result<Vec<String>> {
    let list = fs::read_dir(folder).map_err(|e| Stop::io("read", folder, &e))?;
    let names = list.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let picture = |name: &String| Path::new(name).extension().is_some_and(|kind| kind == "png");
    let mut names: Vec<String> = names.filter(picture).collect();
    names.sort();
    Ok(names)
}

/// What stands beside the pictures: the hash, and their names.
fn told(repo: &Repo, names: &[String]) -> Result<String> {
    Ok(format!("{}{}\n", source_hash::of(repo, &SOURCE)?, names.join("\n")))
}

fn bless(repo: &Repo) -> Result<()> {
    let (from, to) = (drawn(repo), repo.path(KEPT));
    Repo::fresh_folder(&to)?;
    let names = pictures(&from)?;
    for name in &names {
        Repo::copy(&from.join(name), &to.join(name))?;
    }
    let source = to.join("source");
    fs::write(&source, told(repo, &names)?).map_err(|e| Stop::io("write", &source, &e))?;
    println!("renewed {KEPT}; look at its {} pictures before you commit them", names.len());
    Ok(())
}

/// Whether the pictures are of these screens, and all there.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let folder = repo.path(KEPT);
    let source = folder.join("source");
    let Ok(kept) = fs::read_to_string(&source) else {
        return Err(Stop::NotRun(format!("{KEPT} holds no pictures: cargo xtask screens --bless")));
    };
    let names = pictures(&folder)?;
    if kept == told(repo, &names)? {
        out.say(&format!("{} passed, 0 failed", names.len()));
        return Ok(());
    }
    Err(Stop::Failed(format!("{KEPT} shows other screens; draw them again: cargo xtask screens --bless")))
}
