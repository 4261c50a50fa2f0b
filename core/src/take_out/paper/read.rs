//! Records as they stand on a sheet: read from the store by the table, each field already in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value as Json;

use super::table::{How, Line, Part};
use super::voice::{Voice, linked};
use crate::clock::{Day, TimeOfDay};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::store::kinds::{Class, Kind};
use crate::words::Arg;

/// A field, in words.
#[derive(Debug, Clone)]
pub(crate) struct ShownLine {
    /// Its name, such as `title`.
    pub field: &'static str,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub text: String,
    /// Stays on the phone.
    pub never_shared: bool,
    /// Other records whose words it repeats.
    pub about: Vec<Id>,
}

/// A record, in words.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// Which.
    pub id: Id,
    /// Of which kind.
    pub kind: &'static Kind,
    /// The day it was written, for what is written once.
    pub day: Option<Day>,
    /// When that was, UTC milliseconds.
    pub made_ms: Option<i64>,
    /// The word that it is filed under, where its part is divided.
    pub under: String,
    /// Its fields that say something.
    pub lines: Vec<ShownLine>,
    /// What stands under it.
    pub inside: Vec<(&'static Part, Vec<Shown>)>,
}

/// What of a sheet is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    /// All of it.
    Everything,
    /// What a review may carry: what was written from the one instant to the other (UTC ms, both included), and what
    /// is not over.
    Review(i64, i64),
}

/// The records of a part, with what stands under them.
pub(crate) fn part(c: &Connection, part: &'static Part, voice: &Voice, which: Which) -> Result<Vec<Shown>> {
    Reading { c, voice, which }.part(part, "1", vec![])
}

/// These records of a part, with what stands under them; in this order.
pub(crate) fn records(c: &Connection, of: &'static Part, voice: &Voice, ids: &[Id]) -> Result<Vec<Shown>> {
    let reading = Reading { c, voice, which: Which::Everything };
    let found = reading.rows_of(of, ids)?;
    found.into_iter().map(|(id, values)| reading.record(of, id, &values)).collect()
}

/// Some fields of some records of a part, in words, without what stands under them; of all that are wanted where no
/// ids are given. Fields that stay on the phone are never among them.
pub(crate) fn fields(
    c: &Connection,
    of: &'static Part,
    voice: &Voice,
    which: Which,
    fields: &[&str],
    ids: Option<&[Id]>,
) -> Result<Vec<(Id, Vec<ShownLine>)>> {
    let reading = Reading { c, voice, which };
    let found = match ids {
        None => reading.rows(of, "1", vec![])?,
        Some(ids) => reading.rows_of(of, ids)?,
    };
    let wanted = |line: &&Line| fields.contains(&line.field) && !line.never_shared;
    found.into_iter().map(|(id, values)| Ok((id, reading.lines(of, &values, wanted)?))).collect()
}

/// 2200-01-01, which no clock that the core takes reaches.
const LAST_MS: i64 = 7_258_118_400_000;

/// A record as it is kept, by field.
type Values = BTreeMap<&'static str, Value>;

struct Reading<'a> {
    c: &'a Connection,
    voice: &'a Voice,
    which: Which,
}

impl Reading<'_> {
    fn part(&self, part: &'static Part, such: &str, args: Vec<Value>) -> Result<Vec<Shown>> {
        if part.never_shared && !matches!(self.which, Which::Everything) {
            return Ok(Vec::new());
        }
        self.rows(part, such, args)?.into_iter().map(|(id, values)| self.record(part, id, &values)).collect()
    }

    fn rows(&self, part: &'static Part, such: &str, args: Vec<Value>) -> Result<Vec<(Id, Values)>> {
        let names: Vec<&str> = part.kind.fields.iter().map(|f| f.name).collect();
        let (limits, bounds) = self.limits(part, args.len() + 1);
        let sql = format!(
            "SELECT id, {} FROM {} WHERE {such}{limits} ORDER BY {}",
            names.join(", "),
            part.kind.name,
            order(part.kind)
        );
        let mut q = self.c.prepare_cached(&sql)?;
        let mut rows = q.query(params_from_iter(args.into_iter().chain(bounds)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let mut values = BTreeMap::new();
            for (column, name) in (1..).zip(&names) {
                values.insert(*name, row.get::<_, Value>(column)?);
            }
            found.push((row.get::<_, Id>(0)?, values));
        }
        Ok(found)
    }

    /// Those of these records that are there and wanted, in the order of their ids here; many with one statement.
    fn rows_of(&self, part: &'static Part, ids: &[Id]) -> Result<Vec<(Id, Values)>> {
        const AT_ONCE: usize = 32;
        let marks: Vec<String> = (1..=AT_ONCE).map(|n| format!("?{n}")).collect();
        let such = format!("id IN ({})", marks.join(", "));
        let mut found = BTreeMap::new();
        for some in ids.chunks(AT_ONCE) {
            // NULL stands for the places that are left; it is no record's id.
            let none = std::iter::repeat_n(Value::Null, AT_ONCE - some.len());
            found.extend(self.rows(part, &such, some.iter().map(|id| Value::from(*id)).chain(none).collect())?);
        }
        Ok(ids.iter().filter_map(|id| found.remove_entry(id)).collect())
    }

    /// What narrows the records down, as SQL with words of our own only, and the values of its parameters, the first of
    /// which is number `next`. A period stands in the parameters, so that every review reads by the same statements.
    fn limits(&self, part: &Part, next: usize) -> (String, Vec<Value>) {
        let mut sql = String::new();
        let mut bounds = Vec::new();
        let quoted = |words: &[&str]| words.iter().map(|w| format!("'{w}'")).collect::<Vec<_>>().join(", ");
        if let (true, Some((field, words))) = (part.only_these, part.by) {
            let _ = write!(sql, " AND {field} IN ({})", quoted(words));
        }
        if let Which::Review(from, until) = self.which {
            if part.kind.class == Class::Settled && part.kind.field("made_ms").is_some() {
                // By the index of days where there is one: a person's day is never two days from the UTC one.
                let day = |ms: i64, more: i64| {
                    Day::from_number(ms.div_euclid(86_400_000)).map_or_else(String::new, |d| d.plus(more).to_string())
                };
                let days = [day(from, -2), day(until.min(LAST_MS), 2)].map(Value::from);
                bounds.extend(days.into_iter().chain([from, until].map(Value::from)));
                let [a, b, c, d] = [next, next + 1, next + 2, next + 3];
                let _ = write!(sql, " AND day BETWEEN ?{a} AND ?{b} AND made_ms BETWEEN ?{c} AND ?{d}");
            }
            if !part.over.is_empty() {
                let _ = write!(sql, " AND state NOT IN ({})", quoted(part.over));
            }
        }
        (sql, bounds)
    }

    fn lines(&self, part: &'static Part, values: &Values, wanted: impl Fn(&&Line) -> bool) -> Result<Vec<ShownLine>> {
        let mut lines = Vec::new();
        for line in part.lines.iter().filter(wanted) {
            let mut push = |label: String, text: String, about: Vec<Id>| {
                lines.push(ShownLine { field: line.field, label, text, never_shared: line.never_shared, about });
            };
            let json = || match values.get(line.field) {
                Some(Value::Text(json)) => json.as_str(),
                _ => "",
            };
            match line.how {
                How::Ratings => {
                    for (label, text, sign) in self.ratings(json())? {
                        push(label, text, vec![sign]);
                    }
                }
                How::Answers => {
                    for (label, text) in self.answers(values, json())? {
                        push(label, text, Vec::new());
                    }
                }
                _ => {
                    let mut about = Vec::new();
                    if let Some(text) = self.text(part.kind, line, values, &mut about)? {
                        push(self.voice.field(part.kind, line.field), text, about);
                    }
                }
            }
        }
        Ok(lines)
    }

    fn record(&self, part: &'static Part, id: Id, values: &Values) -> Result<Shown> {
        let lines = self.lines(part, values, |_| true)?;
        let inside = part
            .inside
            .iter()
            .map(|inner| Ok((inner, self.part(inner, &format!("{} = ?1", inner.under), vec![Value::from(id)])?)))
            .collect::<Result<Vec<_>>>()?;
        let day = match (part.kind.class, values.get("day")) {
            (Class::Settled, Some(Value::Text(day))) => Day::parse("day", day).ok(),
            _ => None,
        };
        let made_ms = match values.get("made_ms") {
            Some(Value::Integer(ms)) => Some(*ms),
            _ => None,
        };
        let under = match part.by.and_then(|(field, _)| values.get(field)) {
            Some(Value::Text(word)) => word.clone(),
            _ => String::new(),
        };
        Ok(Shown { id, kind: part.kind, day, made_ms, under, lines, inside })
    }

    /// What a field says; nothing where it was left empty. Records that it names are added to `about`.
    fn text(&self, kind: &Kind, line: &Line, values: &Values, about: &mut Vec<Id>) -> Result<Option<String>> {
        let voice = self.voice;
        let of = |field: &str| match values.get(field) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        };
        let text = of(line.field);
        let number = match values.get(line.field) {
            Some(Value::Integer(n)) => Some(*n),
            _ => None,
        };
        let bytes = match values.get(line.field) {
            Some(Value::Blob(bytes)) => Some(bytes.as_slice()),
            _ => None,
        };
        let list = || serde_json::from_str::<Vec<String>>(text).unwrap_or_default();
        let word = |word: &str| voice.word(kind, line.field, word).unwrap_or_else(|| word.to_owned());
        let in_pack = |before: &str, id: &str, after: &str| {
            voice.listed(&format!("{before}{id}{after}")).map_or_else(|| id.to_owned(), |t| t.text)
        };
        let joined = |parts: Vec<String>| parts.join(" · ");
        let said = match line.how {
            // Nothing was written: no word of ours stands for it.
            _ if text.is_empty() && number.is_none() && bytes.is_none() => String::new(),
            How::Words => text.to_owned(),
            How::Day => Day::parse("day", text).map_or_else(|_| text.to_owned(), |d| voice.day(d)),
            How::Time => TimeOfDay::parse("time", text).map_or_else(|_| text.to_owned(), |t| voice.time(t)),
            How::Number => number.map(|n| n.to_string()).unwrap_or_default(),
            How::Scale(of) => number.map(|n| rating(voice, n, of)).unwrap_or_default(),
            How::Steps(from, to) => match number {
                Some(n) if (from..=to).contains(&n) => word(&n.to_string()),
                // 0 stands for "none of these" where the words begin at 1.
                _ => String::new(),
            },
            How::PackSteps(key) => number.map(|n| in_pack(key, &n.to_string(), "")).unwrap_or_default(),
            How::Choice(_) => word(text),
            How::Choices(_) => joined(list().iter().map(|w| word(w)).collect()),
            How::Yes => number.filter(|n| *n == 1).map(|_| voice.say("export-yes", &[])).unwrap_or_default(),
            How::Pack(before, after) => in_pack(before, text, after),
            How::PackList(before, after) => joined(list().iter().map(|id| in_pack(before, id, after)).collect()),
            How::Message(before) => {
                voice.known(&format!("{before}{}", text.replace('_', "-"))).unwrap_or_else(|| text.to_owned())
            }
            How::Linked(to) => self.linked(to, bytes, about)?,
            How::LinkedList(kind, field) => {
                let mut names = Vec::new();
                for id in list() {
                    let Ok(id) = Id::parse("id", &id) else { continue };
                    names.extend(linked(self.c, kind, field, id.as_bytes())?);
                    about.push(id);
                }
                joined(names)
            }
            How::Area => match Id::parse("id", text) {
                Ok(own) => self.linked(&[("life_area", "name")], Some(own.as_bytes()), about)?,
                Err(_) => in_pack("area.", text, ""),
            },
            How::Section => in_pack(&format!("handout.{}.", of("module")), text, ".title"),
            How::Ratings | How::Answers => return Err(Error::Internal("a field of several lines")),
            How::Suggested => match serde_json::from_str::<Json>(text) {
                Ok(Json::Object(body)) => body.get("title").and_then(Json::as_str).unwrap_or_default().to_owned(),
                _ => String::new(),
            },
        };
        Ok((!said.is_empty()).then_some(said))
    }

    fn linked(&self, to: &[(&str, &str)], id: Option<&[u8]>, about: &mut Vec<Id>) -> Result<String> {
        let Some(id) = id else { return Ok(String::new()) };
        about.extend(<[u8; 16]>::try_from(id).map(Id::from_bytes));
        for (kind, field) in to {
            if let Some(text) = linked(self.c, kind, field, id)? {
                return Ok(text);
            }
        }
        Ok(String::new())
    }

    fn ratings(&self, json: &str) -> Result<Vec<(String, String, Id)>> {
        let ratings: BTreeMap<Id, i64> = serde_json::from_str(json).unwrap_or_default();
        let mut said = Vec::new();
        let mut q = self.c.prepare_cached("SELECT wording, scale FROM warning_sign WHERE id = ?1")?;
        for (sign, value) in ratings {
            let mut rows = q.query([sign])?;
            if let Some(row) = rows.next()? {
                said.push((row.get(0)?, rating(self.voice, value, row.get(1)?), sign));
            }
        }
        Ok(said)
    }

    /// Questions with their answers, in the words of the clinic's instrument or of the pack; where neither is here any
    /// more, as they were kept.
    fn answers(&self, values: &Values, json: &str) -> Result<Vec<(String, String)>> {
        if let (Some(Value::Text(url)), Some(Value::Text(version))) = (values.get("instrument"), values.get("version"))
            && let Some(said) = crate::progress_check::in_words(self.c, url, version, json)?
        {
            return Ok(said);
        }
        let answers: BTreeMap<String, Json> = serde_json::from_str(json).unwrap_or_default();
        let said = answers.into_iter().map(|(item, answer)| {
            let question = self.voice.listed(&format!("check.{item}")).map_or_else(|| item.clone(), |t| t.text);
            let kept = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
            let said = self.voice.listed(&format!("check.{item}.{kept}")).map_or(kept, |t| t.text);
            (question, said)
        });
        Ok(said.collect())
    }
}

/// A number on its scale.
fn rating(voice: &Voice, value: i64, of: i64) -> String {
    voice.say("export-rating-of", &[("value", Arg::Number(value)), ("of", Arg::Number(of))])
}

/// As they were put, else as they were written.
fn order(kind: &Kind) -> &'static str {
    let has = |name: &str| kind.field(name).is_some();
    match (has("stage"), has("position"), has("made_ms")) {
        (true, true, _) => "stage, position, id",
        (false, true, _) => "position, id",
        (_, _, true) => "made_ms, id",
        _ => "id",
    }
}

/// Records that stand under nothing that is there: what they hang on was taken away, or they are about all of them.
pub(crate) fn orphans(
    c: &Connection,
    inside: &'static Part,
    around: &Kind,
    voice: &Voice,
    which: Which,
) -> Result<Vec<Shown>> {
    let such = format!(
        "({under} IS NULL OR NOT EXISTS (SELECT 1 FROM {around} p WHERE p.id = {inside}.{under}))",
        under = inside.under,
        around = around.name,
        inside = inside.kind.name,
    );
    Reading { c, voice, which }.part(inside, &such, vec![])
}
