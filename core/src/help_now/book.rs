//! The lines of the content packs: what was built in, and what the person's programme brings.

use std::sync::Arc;

use rusqlite::Connection;

use super::lines::{HelpLine, LineBook};
use crate::error::Result;
use crate::programme::content;
use crate::programme::pack::{Pack, built_in as built_in_pack};

/// The pack whose lines are there before anything is chosen.
const FIRST_PACK: &str = "imr";

/// The lines of a pack. None where even the built-in one does not read: the screen then still has the rest.
pub(super) struct Book(Option<Arc<Pack>>);

/// What is built into the library: no store, no key, no file.
pub(super) fn built_in() -> Book {
    Book(built_in_pack(FIRST_PACK).ok())
}

/// What the person's programme brings; where that has no lines at all, what is built in.
pub(super) fn in_use(c: &Connection) -> Result<Book> {
    let pack = content(c)?.pack;
    Ok(if pack.help_lines.is_empty() { built_in() } else { Book(Some(pack)) })
}

impl LineBook for Book {
    fn regions(&self) -> Vec<String> {
        self.0.iter().flat_map(|pack| &pack.help_lines).map(|r| r.region.clone()).collect()
    }

    fn lines(&self, region: &str, language: &str) -> Vec<HelpLine> {
        let Some(pack) = &self.0 else { return Vec::new() };
        let of_region = pack.help_lines.iter().filter(|r| r.region == region).flat_map(|r| &r.lines);
        of_region
            .map(|line| HelpLine {
                id: line.id.clone(),
                region: region.to_owned(),
                kind: line.kind,
                number: line.number.clone(),
                name: pack.text(language, &format!("help_line.{}.name", line.id)).text,
                when: pack.text(language, &format!("help_line.{}.when", line.id)).text,
                checked: line.checked,
                source: line.source.clone(),
            })
            .collect()
    }
}
