//! Code that stands in a page for people to copy. Tests take it from there and run it as it is.

use std::fs;

use crate::failure::{Result, Stop};
use crate::repo::Repo;

/// A block of code, and what the page says that it prints: the block of `text` behind it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) code: String,
    pub(crate) prints: String,
}

/// Every example of `language` in a page, in order. A page without one, or one that does not say what it prints, is a
/// failure: nothing would be tried.
pub(crate) fn examples(repo: &Repo, page: &str, language: &str) -> Result<Vec<Example>> {
    let path = repo.path(page);
    let text = fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))?;
    let found = among(&blocks(&text), language);
    if found.is_empty() || found.iter().any(|example| example.prints.is_empty()) {
        return Err(Stop::Failed(format!("{page} has no example in {language} that says what it prints")));
    }
    Ok(found)
}

fn among(blocks: &[(String, String)], language: &str) -> Vec<Example> {
    let after = blocks.iter().skip(1).map(Some).chain([None]);
    let pairs = blocks.iter().zip(after).filter(|((named, _), _)| named == language);
    pairs
        .map(|((_, code), next)| Example {
            code: code.clone(),
            prints: next.filter(|(named, _)| named == "text").map(|(_, text)| text.clone()).unwrap_or_default(),
        })
        .collect()
}

/// The fenced blocks of a page: language and content.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some((language.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some((_, content))) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_a_block_with_what_it_prints_behind_it() {
        let text = "# A\n```swift\nlet a = 1\n\nprint(a)\n```\nIt prints\n```text\n1\n```\n```kotlin\nx\n```\n```swift\ny\n```\n";
        let found = among(&blocks(text), "swift");
        let wanted = [("let a = 1\n\nprint(a)\n", "1\n"), ("y\n", "")];
        let wanted = wanted.map(|(code, prints)| Example { code: code.to_owned(), prints: prints.to_owned() });
        assert_eq!(found, wanted);
    }
}
