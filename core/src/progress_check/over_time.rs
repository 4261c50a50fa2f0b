//! The checks over time, item by item. Never added up: what one item means to a person is theirs to say.

use rusqlite::Connection;

use super::{CheckAnswer, FilledBy, ProgressCheckId, ProgressCheckView, answers_of, form};
use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::programme::content;

/// How many checks a screen shows: two years of them, four a year by both, twice over.
const MOST: i64 = 32;

/// One answer in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemPoint {
    /// The check it was in.
    pub check: ProgressCheckId,
    /// The person's day.
    pub day: Day,
    /// Who filled it in.
    pub filled_by: FilledBy,
    /// What was answered.
    pub answer: CheckAnswer,
}

/// One question over time.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemOverTime {
    /// Its id in the pack.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answers, the lowest first.
    pub steps: Vec<String>,
    /// What was answered, the earliest first; gaps where it was left out.
    pub points: Vec<ItemPoint>,
}

/// The progress screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgressView {
    /// What the check is and what it is not.
    pub note: String,
    /// The questions the pack asks now, each over time.
    pub items: Vec<ItemOverTime>,
    /// The newest checks, the newest first, at most 32; those of a clinic's questionnaire too.
    pub checks: Vec<ProgressCheckView>,
}

impl Handrail {
    /// The checks over time.
    pub fn progress(&self) -> Result<ProgressView> {
        self.read(progress_of)
    }
}

/// The same, where a read is already open.
pub(crate) fn progress_of(c: &Connection) -> Result<ProgressView> {
    let content = content(c)?;
    let checks = checks(c)?;
    let form = content.pack.progress_check.as_ref().map(|check| form(&content, check, FilledBy::Client));
    let (note, items) = form.map_or_else(Default::default, |form| (form.note, form.items));
    let of_pack = || checks.iter().rev().filter(|check| check.instrument == content.pack.id);
    let items = items
        .into_iter()
        .map(|item| ItemOverTime {
            points: of_pack()
                .filter_map(|check| {
                    let (_, answer) = check.answers.iter().find(|(id, _)| *id == item.id)?;
                    Some(ItemPoint { check: check.id, day: check.day, filled_by: check.filled_by, answer: *answer })
                })
                .collect(),
            id: item.id,
            question: item.question,
            steps: item.steps,
        })
        .collect();
    Ok(ProgressView { note, items, checks })
}

fn checks(c: &Connection) -> Result<Vec<ProgressCheckView>> {
    let mut q = c.prepare_cached(
        "SELECT id, instrument, version, filled_by, answers, note, day, made_ms, made_zone, made_offset
           FROM progress_check ORDER BY day DESC, id DESC LIMIT ?1",
    )?;
    let mut rows = q.query([MOST])?;
    let mut found = Vec::new();
    while let Some(r) = rows.next()? {
        found.push(ProgressCheckView {
            id: r.get(0)?,
            instrument: r.get(1)?,
            version: r.get(2)?,
            filled_by: r.get(3)?,
            answers: answers_of(&r.get::<_, String>(4)?)?.into_iter().collect(),
            note: r.get(5)?,
            day: r.get(6)?,
            made: Moment { instant_ms: r.get(7)?, zone: r.get(8)?, offset_min: r.get(9)? },
        });
    }
    Ok(found)
}
