//! The README's picture of the review page, and the proof that it is of this code.
//!
//! Beside the picture stands one hash over the page's source. When the source
//! changes, the check fails until somebody takes the picture again and looks at it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::demo;
use crate::failure::{Result, Stop};
use crate::page;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::source_hash;
use crate::tools::{self, Tool};

/// What the picture shows the work of.
const SOURCE: [&str; 3] = ["clinic/web/src", "clinic/web/index.html", "clinic/web/public"];

fn picture(repo: &Repo) -> PathBuf {
    repo.path("docs/review-page.png")
}

fn hash_beside_it(repo: &Repo) -> PathBuf {
    repo.path("docs/review-page.source")
}

/// `cargo xtask picture`
pub(crate) fn verb(repo: &Repo) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C, Tool::Node, Tool::Chromium])?;
    page::build(repo, &out)?;
    let mut demo = demo::command(repo, &out)?;
    let mut running =
        demo.arg("--no-open").stdout(Stdio::piped()).spawn().map_err(|e| Stop::Failed(format!("the demo: {e}")))?;
    let lines = running.stdout.take().map(|o| BufReader::new(o).lines());
    let address = lines.into_iter().flatten().map_while(std::result::Result::ok).find(|l| l.contains("#code="));
    let taken = match &address {
        Some(address) => {
            let mut node = Command::new("node");
            node.current_dir(repo.path("clinic/web")).args(["e2e/picture.mjs", address.trim()]).arg(picture(repo));
            run::step(&out, "taking the picture", &mut node)
        }
        None => Err(Stop::Failed("the demo printed no address".to_owned())),
    };
    // As Ctrl-C would, so that it deletes its folder.
    let _ = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
    let _ = running.wait();
    taken?;
    let path = hash_beside_it(repo);
    fs::write(&path, source_hash::of(repo, &SOURCE)?).map_err(|e| Stop::io("write", &path, &e))?;
    println!("took docs/review-page.png; look at it before you commit it");
    Ok(())
}

/// Whether the picture is of this code.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let path = hash_beside_it(repo);
    let kept = fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))?;
    if kept == source_hash::of(repo, &SOURCE)? && picture(repo).exists() {
        out.say("1 passed, 0 failed");
        return Ok(());
    }
    Err(Stop::Failed("docs/review-page.png is of another page; take it again: cargo xtask picture".to_owned()))
}
