//! Links between the documents of this repository.
//!
//! Only links to files and headings here: a test that asks other people's
//! servers fails for reasons of theirs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};

/// Checks every tracked Markdown file.
pub(crate) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let mut git = Command::new("git");
    // Tracked and new files alike, so that a page is checked before it is committed.
    git.current_dir(&repo.root).args(["ls-files", "--cached", "--others", "--exclude-standard", "*.md"]);
    let listed = run::ask(&mut git).ok_or_else(|| Stop::Failed("git could not list the documents".into()))?;
    let (mut good, mut broken) = (0_usize, 0_usize);
    for name in listed.lines() {
        let page = repo.path(name);
        let text = match fs::read_to_string(&page) {
            Ok(text) => text,
            // Listed and deleted since: nothing to check.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Stop::io("read", &page, &e)),
        };
        for (line, link) in links(&text) {
            match broken_because(&page, &text, &link) {
                None => good += 1,
                Some(why) => {
                    broken += 1;
                    out.say(&format!("{name}:{line}: {link}: {why}"));
                }
            }
        }
    }
    out.say(&format!("{good} passed, {broken} failed"));
    if broken > 0 {
        return Err(Stop::Failed(format!("{broken} links lead nowhere")));
    }
    Ok(())
}

/// Why a link of `page` leads nowhere; `None` if it is good or not ours to judge.
fn broken_because(page: &Path, text: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let target: PathBuf = if file.is_empty() { page.to_path_buf() } else { page.parent()?.join(file) };
    if !target.exists() {
        return Some("there is no such file".into());
    }
    if heading.is_empty() || target.extension().is_none_or(|kind| kind != "md") {
        return None;
    }
    let there = if file.is_empty() { headings(text) } else { headings(&fs::read_to_string(&target).ok()?) };
    (!there.contains(heading)).then(|| "there is no such heading".into())
}

/// Every `](target)` outside code, with its line number.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        // Code between backticks is not a link.
        for (i, part) in line.split('`').enumerate() {
            if i % 2 == 1 {
                continue;
            }
            for rest in part.split("](").skip(1) {
                if let Some((target, _)) = rest.split_once(')') {
                    // [text](target "title")
                    let target = target.split(' ').next().unwrap_or_default();
                    found.push((number, target.trim_matches(['<', '>']).to_owned()));
                }
            }
        }
    }
    found
}

/// The anchors GitHub and GitLab make of a page's headings.
fn headings(text: &str) -> BTreeSet<String> {
    prose(text)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter_map(|c| match c {
                    ' ' | '-' => Some('-'),
                    '_' => Some('_'),
                    c => c.is_alphanumeric().then_some(c),
                })
                .collect()
        })
        .collect()
}

/// Lines outside fenced code, numbered from 1.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(i, line)| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then_some((i + 1, line))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn links_are_found_outside_code_only() {
        let text = "see [a](a.md) and [b](<b.md> \"title\")\n`[c](c.md)`\n```\n[d](d.md)\n```\n[e](#e)\n";
        let found: Vec<_> = links(text);
        assert_eq!(found, [(1, "a.md".into()), (1, "b.md".into()), (6, "#e".into())]);
    }

    #[test]
    fn headings_become_anchors() {
        let made = headings("# What it is: a start\n## `cargo xtask` – once\n");
        assert!(made.contains("what-it-is-a-start"), "{made:?}");
        assert!(made.contains("cargo-xtask--once"), "{made:?}");
    }

    #[test]
    fn a_link_is_broken_by_a_missing_file_or_heading() {
        let folder = std::env::temp_dir().join(format!("xtask-links-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let page = folder.join("page.md");
        fs::write(&page, "# Here\n").unwrap();
        let why = |link| broken_because(&page, "# Here\n", link);
        assert_eq!(why("page.md"), None);
        assert_eq!(why("page.md#here"), None);
        assert_eq!(why("#here"), None);
        assert_eq!(why("https://example.org/none"), None);
        assert!(why("none.md").is_some());
        assert!(why("#there").is_some());
        assert!(why("page.md#there").is_some());
        fs::remove_dir_all(folder).unwrap();
    }
}
