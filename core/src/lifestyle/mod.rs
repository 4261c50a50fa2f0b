//! A healthy life: a line in a log (sleep, food, moving, ...) and one small change at a time.
//!
//! Which logs there are and what each counts comes from the content pack. A log is looked back on
//! as it was written: nothing is averaged, and no day is a missed one.

mod changes;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

pub(crate) use changes::stands_alone;
pub use changes::{LifestyleChangeId, LifestyleChangeState, LifestyleChangeView, NewLifestyleChange};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::listed;
use crate::programme::pack::LogUnit;
use crate::programme::{self, Content};
use crate::store::Changes;
use crate::store::kinds::{LIFESTYLE_ENTRY, Values, maybe, value};
use crate::validate;

/// Most minutes of an entry: a day and a night.
pub const MOST_MINUTES: i64 = 24 * 60;
/// Most times of an entry.
pub const MOST_TIMES: i64 = 1000;
/// Most days that are looked back on at once.
pub const MOST_DAYS: i64 = 366;

id_type! {
    /// Names a line of a log.
    LifestyleEntryId
}

/// A line of a log, as it is written. It says something in words or in a number, or both.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewLifestyleEntry {
    /// Which log, by its id in the content pack.
    pub log: String,
    /// In words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub wording: String,
    /// How much, in the unit of the log: 0 to [`MOST_MINUTES`] minutes, or 0 to [`MOST_TIMES`] times. None in a log
    /// that counts nothing.
    pub amount: Option<i64>,
}

/// A line of a log, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct LifestyleEntryView {
    /// Which.
    pub id: LifestyleEntryId,
    /// Which log, by its id in the content pack.
    pub log: String,
    /// What the log is called; empty where the pack in force does not have it any more.
    pub log_name: String,
    /// What it counts; none where the pack in force does not have it any more.
    pub unit: Option<LogUnit>,
    /// In words.
    pub wording: String,
    /// How much.
    pub amount: Option<i64>,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A log that the content pack has.
#[derive(Clone, PartialEq, Eq)]
pub struct LifestyleLogView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it counts.
    pub unit: LogUnit,
}

/// The lifestyle sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct LifestyleView {
    /// The logs there are, in the order of the pack.
    pub logs: Vec<LifestyleLogView>,
    /// The newest 50 lines of all logs.
    pub recent: Vec<LifestyleEntryView>,
    /// The one small change I am trying.
    pub trying: Option<LifestyleChangeView>,
    /// Changes that were kept or let go, the newest first, at most 50.
    pub changes: Vec<LifestyleChangeView>,
}

impl Handrail {
    /// The lifestyle sheet.
    pub fn lifestyle(&self) -> Result<LifestyleView> {
        self.read(|c| {
            let content = programme::content(c)?;
            let log = |log: &programme::pack::LifestyleLog| LifestyleLogView {
                id: log.id.clone(),
                name: name_of(&content, &log.id),
                unit: log.unit,
            };
            let (trying, changes) = changes::changes(c, &content)?;
            Ok(LifestyleView {
                logs: content.pack.lifestyle_logs.iter().map(log).collect(),
                recent: recent(c, &content, None)?,
                trying,
                changes,
            })
        })
    }

    /// The 50 lines before this one, for scrolling back.
    pub fn lifestyle_before(&self, entry: LifestyleEntryId) -> Result<Vec<LifestyleEntryView>> {
        self.read(|c| recent(c, &programme::content(c)?, Some(entry)))
    }

    /// The lines of a log, or of all where `log` is empty, from `from` to `until`, both included, the earliest first.
    ///
    /// # Errors
    /// `until` before `from`, or more than [`MOST_DAYS`] days.
    pub fn lifestyle_between(&self, log: &str, from: Day, until: Day) -> Result<Vec<LifestyleEntryView>> {
        validate::span("until", from, until, MOST_DAYS)?;
        self.read(|c| {
            let content = programme::content(c)?;
            let mut q = c.prepare_cached(&format!(
                "{SELECT} WHERE day BETWEEN ?1 AND ?2 AND (?3 = '' OR log = ?3) ORDER BY day, id"
            ))?;
            let rows = q.query_map(params![from, until, log], |r| of_row(r, &content))?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// Adds a line to a log.
    ///
    /// # Errors
    /// `log` no choice where the pack in force has no such log; `wording` empty where neither words nor a number
    /// are given.
    pub fn record_lifestyle(&self, new: &NewLifestyleEntry) -> Result<Changes> {
        self.write(|w| {
            let mut values = entry_values(w.tx(), new, None)?;
            values.extend(w.made());
            w.insert(&LIFESTYLE_ENTRY, w.new_id()?, &values)
        })
    }

    /// Changes a line. The earlier one stays as a revision.
    pub fn edit_lifestyle(&self, id: LifestyleEntryId, edit: &NewLifestyleEntry) -> Result<Changes> {
        self.write(|w| {
            let kept: Option<String> = w
                .tx()
                .prepare_cached("SELECT log FROM lifestyle_entry WHERE id = ?1")?
                .query_row([id], |r| r.get(0))
                .optional()?;
            let kept = kept.ok_or(Error::NotFound(LIFESTYLE_ENTRY.name))?;
            w.update(&LIFESTYLE_ENTRY, id.0, &entry_values(w.tx(), edit, Some(&kept))?).map(drop)
        })
    }
}

fn name_of(content: &Content, log: &str) -> String {
    if log.is_empty() { String::new() } else { content.words(&format!("lifestyle.{log}")) }
}

fn unit_of(content: &Content, log: &str) -> Option<LogUnit> {
    content.pack.lifestyle_logs.iter().find(|known| known.id == log).map(|known| known.unit)
}

/// The id of a log on its way in; empty comes back as empty.
fn known_log(content: &Content, log: &str, kept: Option<&str>) -> Result<String> {
    let logs: Vec<String> = content.pack.lifestyle_logs.iter().map(|known| known.id.clone()).collect();
    listed::id("log", log, &logs, kept)
}

fn entry_values(c: &Connection, new: &NewLifestyleEntry, kept: Option<&str>) -> Result<Values> {
    let content = programme::content(c)?;
    let log = known_log(&content, &new.log, kept)?;
    if log.is_empty() {
        return Err(Error::invalid("log", Reason::Empty));
    }
    let amount = match (new.amount, unit_of(&content, &log)) {
        (None, _) => None,
        (Some(_), Some(LogUnit::None)) => return Err(Error::invalid("amount", Reason::WrongState)),
        (Some(minutes), Some(LogUnit::Minutes)) => Some(validate::scale("amount", minutes, 0, MOST_MINUTES)?),
        (Some(times), Some(LogUnit::Times)) => Some(validate::scale("amount", times, 0, MOST_TIMES)?),
        // A log of an earlier pack, whose unit nobody knows any more.
        (Some(amount), None) => Some(validate::scale("amount", amount, 0, MOST_MINUTES.max(MOST_TIMES))?),
    };
    let wording = validate::text("wording", &new.wording)?;
    if wording.is_empty() && amount.is_none() {
        return Err(Error::invalid("wording", Reason::Empty));
    }
    Ok(vec![("log", value(log)), ("wording", value(wording)), ("amount", maybe(amount))])
}

const SELECT: &str = "SELECT id, log, wording, amount, day, made_ms, made_zone, made_offset FROM lifestyle_entry";

fn recent(c: &Connection, content: &Content, before: Option<LifestyleEntryId>) -> Result<Vec<LifestyleEntryView>> {
    let mut q = c.prepare_cached(&format!("{SELECT} WHERE id < ?1 ORDER BY id DESC LIMIT 50"))?;
    let rows = q.query_map([Id::before(before.map(|b| b.0))], |r| of_row(r, content))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>, content: &Content) -> rusqlite::Result<LifestyleEntryView> {
    let log: String = r.get(1)?;
    Ok(LifestyleEntryView {
        id: r.get(0)?,
        log_name: name_of(content, &log),
        unit: unit_of(content, &log),
        log,
        wording: r.get(2)?,
        amount: r.get(3)?,
        day: r.get(4)?,
        made: Moment { instant_ms: r.get(5)?, zone: r.get(6)?, offset_min: r.get(7)? },
    })
}
