//! Homework, its results, and when it was talked over.

use rusqlite::{Connection, params};

use super::{all, day_near};
use crate::clock::Day;
use crate::error::Result;
use crate::homework::{HomeworkOutcome, HowOften, Obstacle, Origin};
use crate::ids::Id;

#[derive(Clone)]
pub(in crate::review) struct HomeworkRow {
    pub id: Id,
    pub title: String,
    pub module: String,
    pub why: String,
    pub with_whom: String,
    pub origin: Origin,
    pub proposal: Option<Id>,
    pub confidence: Option<i64>,
    pub smaller_version: String,
    pub how_often: HowOften,
    pub current: bool,
}

#[derive(Clone)]
pub(in crate::review) struct HomeworkResultRow {
    pub id: Id,
    pub homework: Id,
    pub occurrence: Day,
    pub result: HomeworkOutcome,
    pub smaller: bool,
    pub obstacle: Option<Obstacle>,
    pub note: String,
    pub helpfulness: Option<i64>,
    pub made_ms: i64,
    pub day: Day,
}

/// A time it was talked over.
#[derive(Clone)]
pub(in crate::review) struct HomeworkReviewRow {
    pub id: Id,
    pub homework: Id,
    pub with_whom: String,
    pub note: String,
    pub made_ms: i64,
    pub day: Day,
}

pub(super) fn homework(c: &Connection) -> Result<Vec<HomeworkRow>> {
    all(
        c,
        "SELECT id, title, module, why, with_whom, origin, proposal, confidence, smaller_version, how_often,
                state IN ('active', 'paused') FROM homework ORDER BY id",
        [],
        |r| {
            Ok(HomeworkRow {
                id: r.get(0)?,
                title: r.get(1)?,
                module: r.get(2)?,
                why: r.get(3)?,
                with_whom: r.get(4)?,
                origin: r.get(5)?,
                proposal: r.get(6)?,
                confidence: r.get(7)?,
                smaller_version: r.get(8)?,
                how_often: r.get(9)?,
                current: r.get(10)?,
            })
        },
    )
}

pub(super) fn homework_results(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<HomeworkResultRow>> {
    all(
        c,
        "SELECT id, homework, occurrence, result, smaller, nullif(obstacle, ''), note, helpfulness, made_ms, day
           FROM homework_result WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY occurrence, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(HomeworkResultRow {
                id: r.get(0)?,
                homework: r.get(1)?,
                occurrence: r.get(2)?,
                result: r.get(3)?,
                smaller: r.get(4)?,
                obstacle: r.get(5)?,
                note: r.get(6)?,
                helpfulness: r.get(7)?,
                made_ms: r.get(8)?,
                day: r.get(9)?,
            })
        },
    )
}

pub(super) fn homework_reviews(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<HomeworkReviewRow>> {
    all(
        c,
        "SELECT id, homework, with_whom, note, made_ms, day FROM homework_review
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(HomeworkReviewRow {
                id: r.get(0)?,
                homework: r.get(1)?,
                with_whom: r.get(2)?,
                note: r.get(3)?,
                made_ms: r.get(4)?,
                day: r.get(5)?,
            })
        },
    )
}
