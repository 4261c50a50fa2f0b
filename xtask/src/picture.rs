//! The README's picture of the review page, and the proof that it is of this code.
//!
//! Beside the picture stands one hash over the page's source. When the source
//! changes, the check fails until somebody takes the picture again and looks at it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::demo;
use crate::failure::{Result, Stop};
use crate::page;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the picture shows the work of.
const SOURCE: [&str; 3] = ["clinic/web/src", "clinic/web/index.html", "clinic/web/public"];

fn picture(repo: &Repo) -> PathBuf {
    repo.path("docs/review-page.png")
}

fn hash_beside_it(repo: &Repo) -> PathBuf {
    repo.path("docs/review-page.source")
}

/// One hash over the names and the contents of the page's source files, as git counts them.
fn hash(repo: &Repo) -> Result<String> {
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(&repo.root).args(args);
        git
    };
    let failed = || Stop::Failed("git does not say which files the page is made of".to_owned());
    let mut list = git(&["ls-files", "--"]);
    let names = run::ask(list.args(SOURCE)).ok_or_else(failed)?;
    let mut lines = Vec::new();
    for name in names.lines() {
        let of = run::ask(&mut git(&["hash-object", "--", name])).ok_or_else(failed)?;
        lines.push(format!("{name} {}", of.trim()));
    }
    let text = lines.join("\n");
    let mut child =
        git(&["hash-object", "--stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|_| failed())?;
    // Taken out, so that it is closed before the answer is waited for.
    child.stdin.take().ok_or_else(failed)?.write_all(text.as_bytes()).map_err(|_| failed())?;
    let answer = child.wait_with_output().map_err(|_| failed())?;
    Ok(format!("{}\n", String::from_utf8_lossy(&answer.stdout).trim()))
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
    fs::write(&path, hash(repo)?).map_err(|e| Stop::io("write", &path, &e))?;
    println!("took docs/review-page.png; look at it before you commit it");
    Ok(())
}

/// Whether the picture is of this code.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let path = hash_beside_it(repo);
    let kept = fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))?;
    if kept == hash(repo)? && picture(repo).exists() {
        out.say("1 passed, 0 failed");
        return Ok(());
    }
    Err(Stop::Failed("docs/review-page.png is of another page; take it again: cargo xtask picture".to_owned()))
}
