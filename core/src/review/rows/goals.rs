//! Goals, steps, and what was said about them.

use rusqlite::{Connection, params};

use super::{all, day_near};
use crate::clock::Day;
use crate::error::Result;
use crate::goals::{GoalState, StepOutcome};
use crate::ids::Id;

#[derive(Clone)]
pub(in crate::review) struct GoalRow {
    pub id: Id,
    /// The long-term goal of a short-term one, the short-term goal of a step; none at the top.
    pub parent: Option<Id>,
    pub title: String,
    pub why: String,
    pub how_will_we_know: String,
    pub by_about: Option<Day>,
    pub state: GoalState,
    /// When its state was last set, UTC ms.
    pub state_ms: i64,
}

#[derive(Clone)]
pub(in crate::review) struct StepResultRow {
    pub id: Id,
    pub step: Id,
    pub result: StepOutcome,
    pub what_helped: String,
    pub got_in_the_way: String,
    pub next_step: String,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(in crate::review) struct GoalReviewRow {
    pub id: Id,
    pub goal: Id,
    pub progress: String,
    pub what_next: String,
    pub made_ms: i64,
    pub day: Day,
}

/// Goals, short-term goals and steps have the columns of this one query in common.
pub(super) fn goals(c: &Connection, table: &str, parent: &str, words: &str) -> Result<Vec<GoalRow>> {
    let sql = format!(
        "SELECT g.id, {parent}, g.title, {words}, g.by_about, g.state, coalesce(s.stamp >> 16, 0)
           FROM {table} g LEFT JOIN cell s ON s.record = g.id AND s.field = 'state' ORDER BY g.id"
    );
    all(c, &sql, [], |r| {
        Ok(GoalRow {
            id: r.get(0)?,
            parent: r.get(1)?,
            title: r.get(2)?,
            why: r.get(3)?,
            how_will_we_know: r.get(4)?,
            by_about: r.get(5)?,
            state: r.get(6)?,
            state_ms: r.get(7)?,
        })
    })
}

pub(super) fn step_results(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<StepResultRow>> {
    all(
        c,
        "SELECT id, step, result, what_helped, got_in_the_way, next_step, made_ms, day FROM step_result
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(StepResultRow {
                id: r.get(0)?,
                step: r.get(1)?,
                result: r.get(2)?,
                what_helped: r.get(3)?,
                got_in_the_way: r.get(4)?,
                next_step: r.get(5)?,
                made_ms: r.get(6)?,
                day: r.get(7)?,
            })
        },
    )
}

pub(super) fn goal_reviews(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<GoalReviewRow>> {
    all(
        c,
        "SELECT id, goal, progress, what_next, made_ms, day FROM goal_review
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(GoalReviewRow {
                id: r.get(0)?,
                goal: r.get(1)?,
                progress: r.get(2)?,
                what_next: r.get(3)?,
                made_ms: r.get(4)?,
                day: r.get(5)?,
            })
        },
    )
}
