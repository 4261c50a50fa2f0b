//! The sheets that a review can carry beside its own parts, each by the person's own choice: which records of them go,
//! in the words in which the person sees them. Off until switched on, one by one.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::categories::{Categories, Category};
use super::packet::{PacketSheet, SheetLine};
use super::said::Said;
use crate::clock::Day;
use crate::error::Result;
use crate::fidelity;
use crate::ids::Id;
use crate::settings::is_on;
use crate::take_out::paper::read::{Shown, Which, orphans, part};
use crate::take_out::paper::table::Part;
use crate::take_out::paper::voice::Voice;

/// A record of a sheet.
#[derive(Clone)]
pub(super) struct SheetRow {
    pub id: Id,
    pub parent: Option<Id>,
    /// How far it is set in: 0 to 3.
    pub depth: u8,
    pub day: Option<Day>,
    pub made_ms: Option<i64>,
    pub said: Vec<Said>,
}

impl SheetRow {
    /// What it says, label and text.
    pub fn said(&self) -> impl Iterator<Item = (&str, &str)> {
        self.said.iter().map(|s| (s.label.as_str(), s.text.as_str()))
    }

    /// Leaves out what repeats words of these records.
    pub fn keep_back(&mut self, gone: &BTreeSet<Id>) {
        self.said.retain(|said| !said.repeats(gone));
    }

    /// What it says, as lines of a packet.
    pub fn lines(&self) -> impl Iterator<Item = SheetLine> {
        self.said.iter().map(|said| SheetLine { day: self.day, ..said.line() })
    }

    /// Records whose words are in it, its own first.
    pub fn names(&self) -> impl Iterator<Item = Id> {
        std::iter::once(self.id).chain(self.said.iter().flat_map(Said::about))
    }
}

/// A sheet with its records.
#[derive(Clone)]
pub(super) struct SheetRows {
    pub category: Category,
    pub title: String,
    pub rows: Vec<SheetRow>,
}

/// Reads these sheets, in the words of `voice`: what was written in the period, and what is not over.
pub(super) fn read(
    c: &Connection,
    voice: &Voice,
    from_ms: i64,
    until_ms: i64,
    today: Day,
    wanted: Categories,
) -> Result<Vec<SheetRows>> {
    let mut sheets = Vec::new();
    for category in wanted.iter() {
        let mut rows = Vec::new();
        let title = if let Some(sheet) = category.sheet() {
            let which = Which::Review(from_ms, until_ms);
            if chosen(c, category)? {
                for of in sheet.parts() {
                    for shown in part(c, of, voice, which)? {
                        take(shown, voice, of.by.map(|(field, _)| field), None, 0, &mut rows);
                    }
                    hanging_on_nothing(c, of, voice, which, &mut rows)?;
                }
            }
            voice.say(&format!("sheet-{}", sheet.word().replace('_', "-")), &[])
        } else {
            rows = evidence(c, voice, today)?;
            voice.say("sheet-fidelity", &[])
        };
        if !rows.is_empty() {
            sheets.push(SheetRows { category, title, rows });
        }
    }
    Ok(sheets)
}

/// Whether a sheet that is off until chosen was chosen, and not turned off since: then nothing of it is shown.
fn chosen(c: &Connection, category: Category) -> Result<bool> {
    match category {
        Category::Medication => is_on(c, crate::medication::CHOSEN),
        Category::SubstanceUse => is_on(c, crate::substance_use::OPENED),
        Category::SafetyPlan => is_on(c, crate::plan::safety::OPENED),
        _ => Ok(true),
    }
}

/// What stands under nothing that is there, such as a question about all medicines.
fn hanging_on_nothing(
    c: &Connection,
    around: &'static Part,
    voice: &Voice,
    which: Which,
    rows: &mut Vec<SheetRow>,
) -> Result<()> {
    for inner in around.inside {
        for shown in orphans(c, inner, around.kind, voice, which)? {
            take(shown, voice, inner.by.map(|(field, _)| field), None, 0, rows);
        }
        hanging_on_nothing(c, inner, voice, which, rows)?;
    }
    Ok(())
}

pub(super) fn take(
    shown: Shown,
    voice: &Voice,
    by: Option<&str>,
    parent: Option<Id>,
    depth: u8,
    rows: &mut Vec<SheetRow>,
) {
    let Shown { id, kind, day, made_ms, under, lines, inside } = shown;
    let filed = by.and_then(|field| voice.word(kind, field, &under));
    let said: Vec<Said> = lines
        .into_iter()
        .filter(|line| !line.never_shared)
        .map(|line| {
            // What it is filed under says what it is.
            let label = filed.clone().filter(|_| line.field == "wording").unwrap_or_else(|| line.label.clone());
            let mut said = Said::from(line);
            said.label = label;
            said
        })
        .collect();
    let says_something = !said.is_empty();
    if says_something {
        rows.push(SheetRow { id, parent, depth: depth.min(3), day, made_ms, said });
    }
    for (of, records) in inside {
        for record in records {
            let (parent, depth) = if says_something { (Some(id), depth + 1) } else { (parent, depth) };
            take(record, voice, of.by.map(|(field, _)| field), parent, depth, rows);
        }
    }
}

/// One row for each item of the fidelity scale: what was counted.
fn evidence(c: &Connection, voice: &Voice, today: Day) -> Result<Vec<SheetRow>> {
    let Some(view) = fidelity::of(c, today)? else { return Ok(Vec::new()) };
    let rows = (1..).zip(view.items).map(|(number, item)| {
        let name = voice.say(&format!("fidelity-{}", item.item.word().replace('_', "-")), &[]);
        let facts = item.facts.into_iter().map(|fact| {
            let counted = voice.say(&format!("fidelity-fact-{}", fact.id.replace('_', "-")), &[]);
            (format!("{name} · {counted}"), fact.count.to_string())
        });
        let share = item
            .percent
            .map(|percent| (format!("{name} · {}", voice.say("fidelity-share", &[])), format!("{percent} %")));
        let said = facts.chain(share).map(|(label, text)| Said::new(label, text)).collect();
        // It is no record: its line is named by the item's place, which no record's id can be.
        let mut id = [0; 16];
        if let Some(last) = id.last_mut() {
            *last = number;
        }
        SheetRow { id: Id::from_bytes(id), parent: None, depth: 0, day: None, made_ms: None, said }
    });
    Ok(rows.collect())
}

/// Whether an id names no record: a trend, an item of evidence.
pub(super) fn is_no_record(id: Id) -> bool {
    id.as_bytes().iter().take(15).all(|b| *b == 0)
}

/// The rows that are left when these are hidden: with what stands under them, and without words that are those of
/// something else that is hidden.
pub(super) fn without(sheets: &[SheetRows], hidden: &BTreeSet<Id>) -> Vec<SheetRows> {
    let mut out = Vec::new();
    for sheet in sheets {
        let mut gone = hidden.clone();
        let mut rows = Vec::new();
        for row in &sheet.rows {
            let under_hidden = row.parent.is_some_and(|p| gone.contains(&p));
            let hides = |said: &Said| said.repeats(hidden);
            // What comes first says what it is about: without it the rest would point to what is hidden.
            if under_hidden || gone.contains(&row.id) || row.said.first().is_some_and(hides) {
                gone.insert(row.id);
                continue;
            }
            let mut row = row.clone();
            row.said.retain(|said| !hides(said));
            rows.push(row);
        }
        if !rows.is_empty() {
            out.push(SheetRows { category: sheet.category, title: sheet.title.clone(), rows });
        }
    }
    out
}

/// The sheets of a packet.
pub(super) fn fold(sheets: &[SheetRows], on: Categories, within: impl Fn(i64) -> bool + Copy) -> Vec<PacketSheet> {
    let shown = sheets.iter().filter(|s| on.contains(s.category));
    shown
        .filter_map(|sheet| {
            let lines: Vec<SheetLine> = going(sheet, within).flat_map(SheetRow::lines).collect();
            (!lines.is_empty()).then(|| PacketSheet {
                sheet: sheet.category.word().to_owned(),
                title: sheet.title.clone(),
                lines,
            })
        })
        .collect()
}

/// The rows of a sheet that are of the period, or of no time.
pub(super) fn going<'a>(
    sheet: &'a SheetRows,
    within: impl Fn(i64) -> bool + Copy + 'a,
) -> impl Iterator<Item = &'a SheetRow> {
    sheet.rows.iter().filter(move |row| row.made_ms.is_none_or(within))
}
