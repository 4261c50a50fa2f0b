//! What a person typed on a screen and has not saved yet. It outlives the app's process, which the phone's system may end
//! at any moment; and it lies in the encrypted store, since what the system itself keeps of a screen is no place for a
//! person's words.
//!
//! Of this phone alone: in no log of changes, no backup, archive, review or digest. What is dropped is gone from the file too.

use rusqlite::{Connection, ToSql, params};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::{Changes, Write};
use crate::validate::TEXT_LIMIT;

/// Longest draft of one field, in characters: twice what a text may have once it is saved. Who wrote too much is to find it again.
pub const DRAFT_LIMIT: usize = 2 * TEXT_LIMIT;
/// Longest name of a place or a field, in characters.
pub const DRAFT_NAME_LIMIT: usize = 200;
/// Most fields of one place.
pub const DRAFT_FIELDS: usize = 50;
/// Most places with drafts. One more takes the room of that in which nothing was typed for longest.
pub const DRAFT_PLACES: usize = 50;
/// A draft is kept for so many days after it was typed.
pub const DRAFT_DAYS: i64 = 30;

/// What was typed in one field.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftField {
    /// The field's name, as the screen gave it.
    pub field: String,
    /// What was typed, letter by letter. Empty where the person took out what stood there.
    pub text: String,
}

/// What was typed at one place and not saved yet.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Fields in which something was typed or emptied, by their names. None: there is no draft.
    pub fields: Vec<DraftField>,
    /// The person's day on which something was typed last; `None` without a draft.
    pub kept_day: Option<Day>,
}

impl Handrail {
    /// Keeps what is in a field just now, in place of what was kept of it before. A field that was emptied is kept as such: what
    /// stood there is not to come back from the record when the screen does. `place` names the screen, with the ids of what it
    /// shows (`goal-form`, `goal/ID`); `field` the field there. Letters, digits and `-_./:` of ASCII, at most
    /// [`DRAFT_NAME_LIMIT`]: names are no words of the person's. Nothing that a screen shows changes, so the [`Changes`] are empty.
    ///
    /// Not for secrets: a recovery code or an invitation is typed anew.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `place` or `field`; for `text` with more than [`DRAFT_LIMIT`] characters or a NUL; for `field` with
    /// [`Reason::TooMany`] where the place has [`DRAFT_FIELDS`] others. Those of the store.
    pub fn save_draft(&self, place: &str, field: &str, text: &str) -> Result<Changes> {
        named("place", place)?;
        named("field", field)?;
        typed(text)?;
        let mut gone = false;
        let changes = self.write(|w| {
            gone = drop_old(w)?;
            if text.trim().is_empty() {
                // What was taken back is gone from the file; that it was taken back stays.
                gone |= drop_where(w.tx(), "place = ?1 AND field = ?2", &[&place, &field])?;
            }
            w.tx().execute(
                "INSERT INTO draft (place, field, text, kept_day, kept_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (place, field) DO UPDATE SET text = ?3, kept_day = ?4, kept_ms = ?5",
                params![place, field, text, w.day(), w.now().instant_ms],
            )?;
            let most = |limit: usize| i64::try_from(limit).unwrap_or(i64::MAX);
            let (fields, places): (bool, bool) = w.tx().query_row(
                "SELECT (SELECT count(*) FROM draft WHERE place = ?1) > ?2, (SELECT count(DISTINCT place) FROM draft) > ?3",
                params![place, most(DRAFT_FIELDS), most(DRAFT_PLACES)],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )?;
            if fields {
                return Err(Error::invalid("field", Reason::TooMany { limit: DRAFT_FIELDS }));
            }
            if places {
                let longest_ago = "place = (SELECT place FROM draft WHERE place <> ?1
                                             GROUP BY place ORDER BY max(kept_ms), place LIMIT 1)";
                gone |= drop_where(w.tx(), longest_ago, &[&place])?;
            }
            Ok(())
        })?;
        self.out_of_the_log(gone);
        Ok(changes)
    }

    /// What was typed at a place and not saved yet. Empty where there is nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `place`; those of the store.
    pub fn draft(&self, place: &str) -> Result<Draft> {
        named("place", place)?;
        self.read(|c| {
            let mut q = c.prepare_cached("SELECT field, text, kept_day FROM draft WHERE place = ?1 ORDER BY field")?;
            let mut rows = q.query([place])?;
            let mut draft = Draft::default();
            while let Some(row) = rows.next()? {
                draft.fields.push(DraftField { field: row.get(0)?, text: row.get(1)? });
                draft.kept_day = draft.kept_day.max(Some(row.get(2)?));
            }
            Ok(draft)
        })
    }

    /// Drops what was typed at a place: it was saved, or is not wanted. Nothing of it stays in the file.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `place`; those of the store.
    pub fn drop_draft(&self, place: &str) -> Result<Changes> {
        named("place", place)?;
        let mut gone = false;
        let changes = self.write(|w| {
            gone = drop_where(w.tx(), "place = ?1", &[&place])?;
            Ok(())
        })?;
        self.out_of_the_log(gone);
        Ok(changes)
    }

    /// Drops what was typed too long ago.
    pub(crate) fn drop_old_drafts(&self) -> Result<()> {
        if self.read(|c| Ok(c.query_row("SELECT EXISTS (SELECT 1 FROM draft)", [], |r| r.get(0))?))? {
            let mut gone = false;
            self.write(|w| {
                gone = drop_old(w)?;
                Ok(())
            })?;
            self.out_of_the_log(gone);
        }
        Ok(())
    }

    /// The write-ahead log holds pages as they were: with what was dropped.
    fn out_of_the_log(&self, gone: bool) {
        if gone {
            self.store.empty_log();
        }
    }
}

/// Drafts of a record that is removed for good go with it.
pub(crate) fn forget(w: &Write<'_>, record: Id) -> Result<()> {
    drop_where(w.tx(), "instr(place, ?1) > 0 OR instr(field, ?1) > 0", &[&record.to_string()]).map(drop)
}

fn drop_old(w: &Write<'_>) -> Result<bool> {
    let today = w.day();
    // Typed while the clock was ahead: counted from today, or it would stay for years.
    w.tx().execute(
        "UPDATE draft SET kept_day = ?1, kept_ms = ?2 WHERE kept_day > ?1",
        params![today, w.now().instant_ms],
    )?;
    drop_where(w.tx(), "kept_day < ?1", &[&today.plus(-DRAFT_DAYS)])
}

/// Drops rows, and writes the others anew. SQLite overwrites a row that is deleted, and a page that is given back, but not
/// the copies of rows that it leaves in the gaps of pages when it moves them: a table that is emptied has none.
fn drop_where(tx: &Connection, which: &str, values: &[&dyn ToSql]) -> Result<bool> {
    if tx.execute(&format!("DELETE FROM draft WHERE {which}"), values)? == 0 {
        return Ok(false);
    }
    let kept: Vec<(String, String, String, Day, i64)> = tx
        .prepare("SELECT place, field, text, kept_day, kept_ms FROM draft ORDER BY place, field")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?
        .collect::<Result<_, _>>()?;
    // Without a condition: all pages at once, each overwritten.
    tx.execute("DELETE FROM draft", [])?;
    let mut q = tx.prepare("INSERT INTO draft (place, field, text, kept_day, kept_ms) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for row in kept {
        q.execute(row)?;
    }
    Ok(true)
}

fn named(what: &'static str, name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid(what, Reason::Empty));
    }
    if name.chars().count() > DRAFT_NAME_LIMIT {
        return Err(Error::invalid(what, Reason::TooLong { limit: DRAFT_NAME_LIMIT }));
    }
    if name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b)) {
        Ok(())
    } else {
        Err(Error::invalid(what, Reason::Malformed))
    }
}

fn typed(text: &str) -> Result<()> {
    if text.chars().count() > DRAFT_LIMIT {
        return Err(Error::invalid("text", Reason::TooLong { limit: DRAFT_LIMIT }));
    }
    // NUL ends strings in C, and so in every shell.
    if text.contains('\0') { Err(Error::invalid("text", Reason::Malformed)) } else { Ok(()) }
}
