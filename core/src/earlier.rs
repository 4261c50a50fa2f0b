//! What stood there before: the words of a record that were replaced since, so that a person can look back on a sheet
//! and take up again what they had said. Words that another phone wrote at the same time and that lost are among them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use serde_json::{Map, Value as Json};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::{Holds, Kind};

/// Earlier words on one page.
pub const EARLIER_PAGE: usize = 50;

/// Words that stood in a field before.
#[derive(Clone, PartialEq, Eq)]
pub struct EarlierWords {
    /// The field they stood in, named as in the record.
    pub field: &'static str,
    /// The words.
    pub words: String,
    /// The person's day on which they were replaced.
    pub until: Day,
}

impl Handrail {
    /// What stood in the fields of a record before, the newest replaced first: [`EARLIER_PAGE`] of them, after leaving
    /// out the first `skip`. `concept` is the record's, as in [`crate::Change::concept`]. Empty for a record that was
    /// taken away; what was put right within ten minutes was never kept.
    ///
    /// # Errors
    /// `concept` no choice where there is none of that name.
    pub fn earlier_words(&self, concept: &str, id: Id, skip: u32) -> Result<Vec<EarlierWords>> {
        let kind = Kind::named(concept).ok_or(Error::invalid("concept", Reason::UnknownChoice))?;
        let (now, boundary_min) = (self.now()?, self.store.boundary_min()?);
        let mut earlier = self.read(|c| replaced(c, kind, id))?;
        crate::sorting::by_key(&mut earlier, |(until_ms, stamp, ..)| std::cmp::Reverse((*until_ms, *stamp)));
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let page = earlier.into_iter().skip(skip).take(EARLIER_PAGE);
        Ok(page
            .map(|(until_ms, _, field, words)| EarlierWords { field, words, until: now.at(until_ms).day(boundary_min) })
            .collect())
    }
}

/// When it was replaced, the stamp it was written with, the field, the words.
type Replaced = (i64, i64, &'static str, String);

fn replaced(c: &Connection, kind: &'static Kind, id: Id) -> Result<Vec<Replaced>> {
    let fields: Vec<&'static str> = kind.fields.iter().filter(|f| f.holds == Holds::Words).map(|f| f.name).collect();
    let Some(present) = present(c, kind, &fields, id)? else { return Ok(Vec::new()) };
    // What each field held, in the order it was written.
    let mut held: BTreeMap<&'static str, Vec<(i64, i64, String)>> = BTreeMap::new();
    let mut q = c.prepare_cached(
        "SELECT field, value, stamp, replaced_ms FROM revision WHERE record = ?1 ORDER BY stamp, device",
    )?;
    let mut rows = q.query([id])?;
    while let Some(row) = rows.next()? {
        let (field, value, stamp, until_ms): (String, String, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let value: Json = serde_json::from_str(&value).unwrap_or_default();
        for name in &fields {
            // An entry is kept whole, under the empty name; so is what was taken away and put back.
            let words = if field.is_empty() { value.get(*name) } else { Some(&value).filter(|_| field == **name) };
            if let Some(words) = words.and_then(Json::as_str) {
                held.entry(name).or_default().push((until_ms, stamp, words.to_owned()));
            }
        }
    }
    let mut earlier = Vec::new();
    for (name, values) in held {
        let next = values
            .iter()
            .skip(1)
            .map(|(.., words)| Some(words.as_str()))
            .chain([present.get(name).and_then(Json::as_str)]);
        for ((until_ms, stamp, words), next) in values.iter().zip(next) {
            if !words.is_empty() && next != Some(words) {
                earlier.push((*until_ms, *stamp, name, words.clone()));
            }
        }
    }
    Ok(earlier)
}

/// The words of the record as they are now.
fn present(c: &Connection, kind: &Kind, fields: &[&'static str], id: Id) -> Result<Option<Map<String, Json>>> {
    let pairs: Vec<String> = fields.iter().map(|name| format!("'{name}', {name}")).collect();
    let sql = format!("SELECT json_object({}) FROM {} WHERE id = ?1", pairs.join(", "), kind.name);
    let json: Option<String> = c.prepare_cached(&sql)?.query_row([id], |r| r.get(0)).optional()?;
    Ok(match json.map(|json| serde_json::from_str(&json)) {
        Some(Ok(Json::Object(present))) => Some(present),
        _ => None,
    })
}
