//! Strategies and tries.

use rusqlite::{Connection, params};

use super::{all, day_near};
use crate::clock::Day;
use crate::coping::Helped;
use crate::error::Result;
use crate::ids::Id;

#[derive(Clone)]
pub(in crate::review) struct StrategyRow {
    pub id: Id,
    pub name: String,
}

#[derive(Clone)]
pub(in crate::review) struct CopingRow {
    pub id: Id,
    pub strategy: Id,
    pub situation: String,
    pub helped: Option<Helped>,
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub note: String,
    /// For which trouble: an id of the pack, or nothing.
    pub trouble: String,
    pub made_ms: i64,
    pub day: Day,
}

pub(super) fn coping(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<CopingRow>> {
    all(
        c,
        "SELECT id, strategy, situation, helped, before, after, note, trouble, made_ms, day FROM coping_entry
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(CopingRow {
                id: r.get(0)?,
                strategy: r.get(1)?,
                situation: r.get(2)?,
                helped: r.get(3)?,
                before: r.get(4)?,
                after: r.get(5)?,
                note: r.get(6)?,
                trouble: r.get(7)?,
                made_ms: r.get(8)?,
                day: r.get(9)?,
            })
        },
    )
}

pub(super) fn strategies(c: &Connection) -> Result<Vec<StrategyRow>> {
    all(c, "SELECT id, name FROM coping_strategy ORDER BY id", [], |r| {
        Ok(StrategyRow { id: r.get(0)?, name: r.get(1)? })
    })
}
