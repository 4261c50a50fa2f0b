//! How many lines each part has: what decides is in the core, and a shell that grows towards it is looked at.

use std::fs;
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run;

/// A part: its name, its folders, what its files end in.
type Part = (&'static str, &'static [&'static str], &'static str);

const PARTS: [Part; 6] = [
    ("core", &["core/src", "core/wire/src"], "rs"),
    ("bindings", &["bindings/src"], "rs"),
    ("Android: what an app shares with the tests (ui)", &["android/ui/src/main"], "kt"),
    ("Android: what knows the phone (app)", &["android/app/src/main"], "kt"),
    ("iOS: what the tests run (HandrailKit)", &["ios/HandrailKit/Sources"], "swift"),
    ("iOS: views and what knows the phone (App)", &["ios/App"], "swift"),
];

/// Files and lines of one part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Size {
    files: usize,
    lines: usize,
}

/// `cargo xtask lines`
pub(crate) fn verb(repo: &Repo) -> Result<()> {
    let sizes = PARTS.iter().map(|part| size(repo, part)).collect::<Result<Vec<Size>>>()?;
    let core = sizes.first().map_or(1, |size| size.lines.max(1));
    println!("Lines that are neither empty nor words of explanation; tests left out");
    for ((name, ..), size) in PARTS.iter().zip(&sizes) {
        println!("  {name:<50} {:>4} files {:>6} lines {:>4} %", size.files, size.lines, 100 * size.lines / core);
    }
    Ok(())
}

fn size(repo: &Repo, (_, folders, kind): &Part) -> Result<Size> {
    let mut git = Command::new("git");
    git.current_dir(&repo.root).args(["ls-files", "--cached", "--others", "--exclude-standard", "--"]).args(*folders);
    let listed = run::ask(&mut git).ok_or_else(|| Stop::Failed("git could not list the sources".to_owned()))?;
    let mut size = Size::default();
    for name in listed.lines() {
        let path = repo.path(name);
        let tries = name.ends_with("tests.rs") || name.contains("/tests/");
        if tries || path.extension().is_none_or(|there| there != *kind) || !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))?;
        size.files += 1;
        size.lines += counted(&text);
    }
    Ok(size)
}

/// Lines of code. In Rust, what stands below `#[cfg(test)]` is tests.
fn counted(text: &str) -> usize {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut within = false;
    code.lines()
        .map(str::trim)
        .filter(|line| {
            let begins = line.starts_with("/*");
            let explains = within || begins || line.starts_with("//");
            within = (within || begins) && !line.ends_with("*/");
            !explains && !line.is_empty()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn lines_of_code_are_counted() {
        let rust = "//! What it is.\n\nfn a() {\n    // Why.\n    b(); // and so\n}\n\n#[cfg(test)]\nmod tests {\n    c();\n}\n";
        assert_eq!(counted(rust), 3);
        assert_eq!(counted("/** One. */\nval a = 1\n/**\n * Two.\n */\nval b = 2\n"), 2);
        assert_eq!(counted("#[cfg(test)]\nmod tests;\nfn a() {}\n"), 3);
    }
}
