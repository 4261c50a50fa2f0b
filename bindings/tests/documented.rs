//! Whatever an app's author sees says what it is: every public item of the generated face, and of the packages written by hand.
//!
//! The generated Kotlin is read, as it was reviewed (tests/golden): the doc comments of the three languages are the same, and there
//! each item stands on a line of its own. What UniFFI adds for itself is passed over by its names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

fn of_this_checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The first name in `text`, with or without its backticks.
fn name(text: &str) -> &str {
    let text = text.trim_start_matches('`');
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// What follows one of `words`, if the line begins with one of them.
fn after<'a>(line: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| line.strip_prefix(word))
}

/// Classes, functions, fields and variants of an app's face, by line number.
fn face(lines: &[&str]) -> Vec<usize> {
    const PLUMBING: &[&str] =
        &["Uniffi", "uniffi", "Rust", "Foreign", "Ffi", "Disposable", "Internal", "NoHandle", "LibraryMismatch"];
    let mut found = Vec::new();
    // Inside an enum, and inside a class of UniFFI's own.
    let (mut choices, mut plumbing) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        let inner = line.trim_start();
        let depth = line.len() - inner.len();
        // A function outside of a class stands behind its annotation.
        let inner = inner.strip_prefix("@Throws(HandrailException::class) ").unwrap_or(inner);
        if depth == 0 && !inner.is_empty() {
            let item = inner.strip_prefix("public ").unwrap_or(inner);
            let kinds = [
                "data class ",
                "sealed class ",
                "enum class ",
                "open class ",
                "class ",
                "interface ",
                "typealias ",
                "fun ",
            ];
            if let Some(rest) = after(item, &kinds) {
                plumbing = PLUMBING.iter().any(|own| name(rest).starts_with(own));
                choices = item.starts_with("enum ") && !plumbing;
                if !plumbing {
                    found.push(at);
                }
            } else if inner.starts_with('}') {
                (choices, plumbing) = (false, false);
            }
        } else if !plumbing {
            let variant = depth == 4 && after(inner, &["object ", "data class "]).is_some();
            let member = after(inner, &["val `", "fun `", "suspend fun `"]).is_some();
            let constant = choices && depth == 4 && inner.starts_with(|c: char| c.is_ascii_uppercase());
            if variant || member || constant {
                found.push(at);
            }
        }
    }
    found
}

/// Whether a doc comment ends above the line, with nothing but annotations and the commas of a list between.
fn has_words(lines: &[&str], at: usize) -> bool {
    let above = lines[..at].iter().rev().map(|line| line.trim());
    let mut above = above.skip_while(|line| matches!(*line, "" | ",") || line.starts_with('@'));
    above.next().is_some_and(|line| line.ends_with("*/") || line.starts_with("///"))
}

#[test]
fn everything_generated_says_what_it_is() {
    let text = std::fs::read_to_string(of_this_checkout("tests/golden/handrail.kt")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let face = face(&lines);
    assert!(face.len() > 2_500, "the file is read: {} items", face.len());
    for wanted in [
        "enum class BackupState {",
        "    @Throws(HandrailException::class) fun `helpLines`",
        "    fun `coping`(): CopingView",
        "    object Empty : Reason()",
    ] {
        assert!(face.iter().any(|at| lines[*at].starts_with(wanted)), "{wanted} is met");
    }
    let silent: Vec<_> = face.iter().filter(|at| !has_words(&lines, **at)).map(|at| lines[*at].trim()).collect();
    assert!(silent.is_empty(), "without a doc comment: {silent:#?}");
}

#[test]
fn everything_written_by_hand_says_what_it_is() {
    for folder in ["bindings/kotlin/src/main/kotlin/org/handrail", "bindings/swift/Sources/handrail"] {
        let mut met = 0;
        for entry in std::fs::read_dir(of_this_checkout(folder)).unwrap() {
            let path = entry.unwrap().path();
            // The generated source is put there for a build on a Mac, and is not ours.
            if path.is_dir() || path.file_name().is_some_and(|name| name == "handrail.swift") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                // A conformance says what its protocol says, and what holds functions only says them.
                let own = after(line.trim_start(), &["public "]);
                let own = own.filter(|rest| !rest.starts_with("typealias ") && !rest.starts_with("companion object"));
                if own.is_some() {
                    met += 1;
                    assert!(has_words(&lines, at), "{}: {}", path.display(), line.trim());
                }
            }
        }
        assert!(met > 8, "{folder} is read: {met} items");
    }
}
