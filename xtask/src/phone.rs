//! The Android app's screens in a window on this machine, on a real record: for looking, not for keeping anything.

use std::env;
use std::fs;
use std::process::Command;

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::screens;
use crate::strings;

/// `cargo xtask phone`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The phone's language
    #[arg(long, default_value = "en")]
    language: String,
    /// How large letters are: 2 for twice as large
    #[arg(long, default_value_t = 1.0)]
    text_size: f32,
    /// Begin with an empty record
    #[arg(long)]
    fresh: bool,
}

/// `cargo xtask phone`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    let display = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !display("DISPLAY") {
        return Err(Stop::NotRun("no DISPLAY to open a window on; `cargo xtask screens` draws without one".to_owned()));
    }
    screens::prepare(repo, &out)?;
    let jars = repo.target.join("screens/jars");
    let mut maven = screens::maven(repo)?;
    maven
        .arg("test-compile")
        .arg("org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath")
        .arg(format!("-Dmdep.outputFile={}", jars.display()));
    run::step(&out, "the screens", &mut maven)?;
    let jars = fs::read_to_string(&jars).map_err(|e| Stop::io("read", &jars, &e))?;

    let record = repo.target.join("phone");
    if args.fresh {
        Repo::fresh_folder(&record)?;
    }
    let classes = screens::classes(repo).map(|folder| folder.display().to_string()).join(":");
    let mut java = Command::new("java");
    java.arg(format!("-Djna.library.path={}", bindings::library_folder(repo).display()))
        .arg(format!("-Dhandrail.strings={}", strings::folder(repo).display()))
        .args(["-cp", &format!("{classes}:{}", jars.trim()), "org.handrail.phone.PhoneKt"])
        .arg(&record)
        .args([&args.language, &args.text_size.to_string()]);
    run::step(&out, "the phone", &mut java)
}
