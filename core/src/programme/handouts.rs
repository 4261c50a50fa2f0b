//! Handouts, section by section: to be read alone, on paper, or with somebody.

use rusqlite::{Connection, params};

use super::content;
use super::pack::{ClinicHandout, Reviewed};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::Changes;
use crate::store::kinds::{HANDOUT_USE, value};
use crate::validate::{self, choice};

id_type! {
    /// Names one time a handout was used.
    HandoutUseId
}

choice! {
    /// How a section was read.
    HandoutHow {
        /// Opened on the phone.
        Opened = "opened",
        /// Given on paper.
        Given = "given",
        /// Read together with somebody.
        ReadTogether = "read_together",
    }
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoutBlock {
    /// A paragraph.
    Paragraph(String),
    /// A list, one text for each item.
    List(Vec<String>),
}

/// One time a section was used.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoutUseView {
    /// Which.
    pub id: HandoutUseId,
    /// How.
    pub how: HandoutHow,
    /// With whom; may be empty.
    pub with_whom: String,
    /// The person's day.
    pub day: Day,
}

/// A section of a handout.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoutView {
    /// Id of its module.
    pub module: String,
    /// Id within its module.
    pub section: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub blocks: Vec<HandoutBlock>,
    /// The language it is in.
    pub language: String,
    /// True where that is another language than the one asked for; the screen says so.
    pub fell_back: bool,
    /// Who looked it over, and when; `None` is shown as "not yet reviewed".
    pub reviewed: Option<Reviewed>,
    /// The clinic's own handout that matches it.
    pub clinic: Option<ClinicHandout>,
    /// When it was used, the newest first, at most 50.
    pub uses: Vec<HandoutUseView>,
}

impl Handrail {
    /// A section of a handout, in the person's language or in the one it is there in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a section that the pack in force does not have.
    pub fn handout(&self, module: &str, section: &str) -> Result<HandoutView> {
        self.read(|c| {
            let content = content(c)?;
            let there = content.pack.module(module).and_then(|m| m.handouts.iter().find(|h| h.id == section));
            let handout = there.ok_or(Error::NotFound("handout"))?;
            let text = content.text(&format!("handout.{module}.{section}.text"));
            Ok(HandoutView {
                module: module.to_owned(),
                section: section.to_owned(),
                title: content.words(&format!("handout.{module}.{section}.title")),
                blocks: blocks(&text.text),
                language: text.language,
                fell_back: text.fell_back,
                reviewed: handout.reviewed.clone(),
                clinic: handout.clinic.clone(),
                uses: uses(c, module, section)?,
            })
        })
    }

    /// Notes that a section was opened, given on paper or read with somebody (`with_whom`, at most 280 characters; may
    /// be empty). The same once more on one day changes nothing.
    ///
    /// # Errors
    /// [`Reason::UnknownId`] for a section that the pack in force does not have.
    pub fn note_handout(&self, module: &str, section: &str, how: HandoutHow, with_whom: &str) -> Result<Changes> {
        self.write(|w| {
            let content = content(w.tx())?;
            let known = content.pack.module(module).is_some_and(|m| m.handouts.iter().any(|h| h.id == section));
            if !known {
                return Err(Error::invalid("section", Reason::UnknownId));
            }
            let with_whom = validate::optional_line("with_whom", with_whom)?;
            let again: bool = w
                .tx()
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM handout_use
                      WHERE module = ?1 AND section = ?2 AND how = ?3 AND with_whom = ?4 AND day = ?5)",
                )?
                .query_row(params![module, section, how.word(), with_whom, w.day()], |r| r.get(0))?;
            if again {
                return Ok(());
            }
            let mut values = vec![
                ("module", value(module.to_owned())),
                ("section", value(section.to_owned())),
                ("how", how.into()),
                ("with_whom", value(with_whom)),
            ];
            values.extend(w.made());
            w.insert(&HANDOUT_USE, w.new_id()?, &values)
        })
    }
}

fn uses(c: &Connection, module: &str, section: &str) -> Result<Vec<HandoutUseView>> {
    let mut q = c.prepare_cached(
        "SELECT id, how, with_whom, day FROM handout_use WHERE module = ?1 AND section = ?2
          ORDER BY made_ms DESC, id DESC LIMIT 50",
    )?;
    let rows = q.query_map([module, section], |r| {
        Ok(HandoutUseView { id: r.get(0)?, how: r.get(1)?, with_whom: r.get(2)?, day: r.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last day on which each section of a module was used.
pub(super) fn last_used(c: &Connection, module: &str) -> Result<Vec<(String, Day)>> {
    let mut q = c.prepare_cached(
        "SELECT section, max(day) FROM handout_use WHERE module = ?1 GROUP BY section ORDER BY section",
    )?;
    let rows = q.query_map([module], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Paragraphs are parted by blank lines; lines that begin with `- ` are a list.
fn blocks(text: &str) -> Vec<HandoutBlock> {
    let mut blocks = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        let item = line.strip_prefix("- ").map(|item| item.trim().to_owned());
        match (item, blocks.last_mut().filter(|_| open)) {
            (Some(item), Some(HandoutBlock::List(items))) => items.push(item),
            (Some(item), _) => blocks.push(HandoutBlock::List(vec![item])),
            (None, Some(HandoutBlock::Paragraph(words))) => {
                words.push(' ');
                words.push_str(line);
            }
            (None, _) => blocks.push(HandoutBlock::Paragraph(line.to_owned())),
        }
        open = true;
    }
    blocks
}
