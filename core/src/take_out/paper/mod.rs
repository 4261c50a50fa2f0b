//! The paper twin: every sheet to be read and printed, filled or blank (PROGRAMME C29, C32; 17a: wards and shelters
//! take phones away, and blank sheets print without anybody being paired).
//!
//! ```text
//!   sheets (table) ──┬── read ──> records in words ──> filled ──┐
//!                    │                  └──> review's packet     ├──> html: one page that stands alone
//!                    └── blank: labels, lines, boxes, lists ─────┘
//! ```
//! Labels are messages of the interface, texts of lists come from the content pack; this module has no words of its own.
//! A page has no script and fetches nothing. It is not sealed: the shell hands it to the printer or to where the person
//! wants it, as it does with the archive.

mod blank;
mod filled;
mod handouts;
pub(crate) mod html;
pub(crate) mod read;
mod review_page;
pub(crate) mod sheets;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod voice;

use std::io::Write;

use rusqlite::Connection;

use crate::error::Result;
use crate::handrail::Handrail;
use html::Page;
use read::Which;
pub use sheets::Sheet;
use voice::Voice;

/// How a sheet is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// With all that was written on it.
    Filled,
    /// To be written on by hand.
    Blank,
}

impl Handrail {
    /// A sheet as one page of HTML, in the words of `language` (BCP 47; empty for the language of the settings).
    /// A blank one of a sheet that only the app writes is empty but for its title.
    pub fn print_sheet(&self, sheet: Sheet, form: Form, language: &str) -> Result<String> {
        self.read(|c| {
            let voice = Voice::of(c, language)?;
            let mut page = begin(c, &voice, &title(sheet, &voice))?;
            article(c, &mut page, sheet, form, &voice)?;
            Ok(page.finish())
        })
    }

    /// All sheets as one page of HTML, each beginning on a new sheet of paper, written to `to`. Filled, those on which
    /// nothing was written are left out; blank, all that can be filled in by hand are there.
    ///
    /// # Errors
    /// [`crate::Error::StorageFull`] or [`crate::Error::Storage`] if `to` refuses.
    pub fn print_all(&self, form: Form, language: &str, to: &mut dyn Write) -> Result<()> {
        let html = self.read(|c| {
            let voice = Voice::of(c, language)?;
            let mut page = begin(c, &voice, &voice.say("export-title", &[]))?;
            let mut something = false;
            for sheet in Sheet::ALL {
                if is_wanted(c, sheet, form)? {
                    article(c, &mut page, sheet, form, &voice)?;
                    something = true;
                }
            }
            if !something {
                page.text("p", &voice.say("export-empty-sheet", &[]));
            }
            Ok(page.finish())
        })?;
        Ok(to.write_all(html.as_bytes())?)
    }
}

fn title(sheet: Sheet, voice: &Voice) -> String {
    voice.say(&format!("sheet-{}", sheet.word().replace('_', "-")), &[])
}

/// A page with what every page says first.
fn begin(c: &Connection, voice: &Voice, title: &str) -> Result<Page> {
    let mut page = Page::new(voice.tag(), voice.right_to_left(), title);
    if crate::settings::settings_of(c)?.demo {
        page.text("p", &voice.say("export-demo", &[]));
    }
    Ok(page)
}

fn is_wanted(c: &Connection, sheet: Sheet, form: Form) -> Result<bool> {
    if form == Form::Blank {
        return Ok(sheet.has_blank());
    }
    sheet.parts().iter().try_fold(false, |any, part| Ok(any || some(c, part)?))
}

/// Whether there is a record of this part, or of one under it.
fn some(c: &Connection, part: &table::Part) -> Result<bool> {
    // A part that shows only some words has its records on another sheet as well.
    let limit = match (part.only_these, part.by) {
        (true, Some((field, words))) => format!("{field} IN ('{}')", words.join("', '")),
        _ => "1".to_owned(),
    };
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {limit})", part.kind.name);
    let here: bool = c.query_row(&sql, [], |r| r.get(0))?;
    Ok(here || part.inside.iter().try_fold(false, |any, inner| Ok::<_, crate::Error>(any || some(c, inner)?))?)
}

fn article(c: &Connection, page: &mut Page, sheet: Sheet, form: Form, voice: &Voice) -> Result<()> {
    page.raw("<article>\n");
    page.text("h1", &title(sheet, voice));
    match form {
        Form::Blank => {
            page.text("p class=\"small\"", &voice.say("export-blank", &[]));
            sheet.parts().iter().for_each(|part| blank::part(page, part, voice, "h3"));
        }
        Form::Filled => {
            page.text("p class=\"small\"", &voice.say("export-private", &[]));
            let mut empty = true;
            for part in sheet.parts() {
                let records = read::part(c, part, voice, Which::Everything)?;
                empty &= records.is_empty();
                filled::part(page, part, &records, voice, 0);
                empty &= lost(c, page, part, voice)?;
            }
            if empty {
                page.text("p", &voice.say("export-empty-sheet", &[]));
            }
        }
    }
    page.raw("</article>\n");
    Ok(())
}

/// What stands under nothing that is there; true if there is none.
fn lost(c: &Connection, page: &mut Page, around: &'static table::Part, voice: &Voice) -> Result<bool> {
    let mut none = true;
    for inner in around.inside {
        let records = read::orphans(c, inner, around.kind, voice, Which::Everything)?;
        none &= records.is_empty();
        filled::part(page, inner, &records, voice, 0);
        none &= lost(c, page, inner, voice)?;
    }
    Ok(none)
}
