//! The generated bindings against the copies under version control.
//!
//! UniFFI's checksums catch a stale binding; they do not show *what* changed
//! for an app. A diff of the generated files does, in review, to a person.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::bindings::{self, Language};
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// `cargo xtask golden`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Replace the copies by what is generated now
    #[arg(long)]
    bless: bool,
}

fn copy_of(repo: &Repo, language: Language) -> PathBuf {
    repo.path("tests/golden").join(match language {
        Language::Kotlin => "handrail.kt",
        Language::Swift => "handrail.swift",
        Language::Python => "handrail.py",
    })
}

/// `cargo xtask golden [--bless]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    bindings::prepare(repo, &out)?;
    if !args.bless {
        return check(repo, &out);
    }
    for language in Language::ALL {
        Repo::copy(&bindings::source(repo, language)?, &copy_of(repo, language))?;
    }
    println!("renewed tests/golden; read `git diff tests/golden` before you commit it");
    Ok(())
}

/// Compares what [`bindings::prepare`] made with the copies.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let mut changed = Vec::new();
    for language in Language::ALL {
        let (kept, made) = (copy_of(repo, language), bindings::source(repo, language)?);
        let read = |path: &PathBuf| fs::read(path).map_err(|e| Stop::io("read", path, &e));
        if read(&kept)? != read(&made)? {
            changed.push(language.name());
            // Its exit code says "different", which is known already.
            let _ = run::step(out, "what changed", Command::new("diff").arg("-u").arg(&kept).arg(&made));
        }
    }
    if changed.is_empty() {
        out.say("3 passed, 0 failed");
        return Ok(());
    }
    out.say(&format!("{} passed, {} failed", 3 - changed.len(), changed.len()));
    Err(Stop::Failed(format!(
        "the face of the library changed in {}; if you meant it: cargo xtask golden --bless",
        changed.join(", ")
    )))
}
