//! One hash over source files, kept beside what was made from them.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run;

/// One hash over the names and the contents of all files below `source`, as git counts them: one line.
pub(crate) fn of(repo: &Repo, source: &[&str]) -> Result<String> {
    let mut list = Command::new("git");
    list.current_dir(&repo.root).args(["ls-files", "--"]).args(source);
    let names = run::ask(&mut list).filter(|names| !names.is_empty());
    let names = names.ok_or_else(|| Stop::Failed(format!("git does not say what is in {}", source.join(", "))))?;
    // One that was taken away since changes the hash as well.
    let there: Vec<&str> = names.lines().filter(|name| fs::metadata(repo.path(name)).is_ok()).collect();
    let hashes = git(repo, &["hash-object", "--stdin-paths"], &format!("{}\n", there.join("\n")))?;
    let lines: Vec<String> = there.iter().zip(hashes.lines()).map(|(name, hash)| format!("{name} {hash}")).collect();
    git(repo, &["hash-object", "--stdin"], &lines.join("\n"))
}

/// What git answers to what it is told.
fn git(repo: &Repo, args: &[&str], told: &str) -> Result<String> {
    let failed = |e: std::io::Error| Stop::Failed(format!("git {}: {e}", args.join(" ")));
    let mut child = Command::new("git")
        .current_dir(&repo.root)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    // Taken out, so that it is closed before the answer is waited for. Git answers when it has read everything or little.
    if let Some(mut stdin) = child.stdin.take() {
        let told = told.to_owned();
        std::thread::spawn(move || stdin.write_all(told.as_bytes()));
    }
    let answer = child.wait_with_output().map_err(failed)?;
    if !answer.status.success() {
        return Err(Stop::Failed(format!("git {}: {}", args.join(" "), answer.status)));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}
