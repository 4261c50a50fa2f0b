//! Signs, check-ins, own rules, and what was said about "your usual".

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use super::{all, day_near};
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::signs::{GoodTime, RuleCondition};

#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "a row of the record, as it is kept")]
pub(in crate::review) struct SignRow {
    pub id: Id,
    pub wording: String,
    pub scale: i64,
    pub key_sign: bool,
    pub following: bool,
    /// High ratings are good ones: turned before anything is compared or drawn together.
    pub high_is_good: bool,
    /// There most of the time: no warning, so "your usual" leaves it out.
    pub usual_for_me: bool,
}

impl SignRow {
    /// A rating with higher always worse.
    pub fn turned(&self, rating: i64) -> i64 {
        if self.high_is_good { self.scale - rating } else { rating }
    }
}

#[derive(Clone)]
pub(in crate::review) struct CheckInRow {
    pub id: Id,
    pub ratings: BTreeMap<Id, i64>,
    /// Read for the period alone.
    pub note: String,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(in crate::review) struct RuleRow {
    pub id: Id,
    pub sign: Id,
    pub condition: RuleCondition,
    pub level: i64,
    pub count: i64,
    pub out_of: i64,
    pub action: String,
}

/// What was said about "your usual", by day number.
#[derive(Clone, Default)]
pub(in crate::review) struct UsualEvents {
    pub answers: Vec<(i64, bool)>,
    pub resets: Vec<i64>,
}

pub(super) fn signs(c: &Connection) -> Result<Vec<SignRow>> {
    all(
        c,
        "SELECT id, wording, scale, key_sign, state = 'following', coalesce(high_is_good, 0), pattern = 'usual_for_me'
           FROM warning_sign ORDER BY position, id",
        [],
        |r| {
            Ok(SignRow {
                id: r.get(0)?,
                wording: r.get(1)?,
                scale: r.get(2)?,
                key_sign: r.get(3)?,
                following: r.get(4)?,
                high_is_good: r.get(5)?,
                usual_for_me: r.get(6)?,
            })
        },
    )
}

/// Check-ins from `since_ms` on; their notes from `from_ms` on.
pub(super) fn check_ins(c: &Connection, since_ms: i64, from_ms: i64, until_ms: i64) -> Result<Vec<CheckInRow>> {
    let rows = all(
        c,
        "SELECT id, ratings, iif(made_ms >= ?5, note, ''), made_ms, day FROM check_in
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![since_ms, until_ms, day_near(since_ms, -2), day_near(until_ms, 2), from_ms],
        check_in,
    )?;
    rows.into_iter().map(with_ratings).collect()
}

/// Check-ins of these days that were made before `before_ms`, the earliest first, each once.
pub(super) fn good_days(c: &Connection, times: &[GoodTime], before_ms: i64) -> Result<Vec<CheckInRow>> {
    let mut found: BTreeMap<(Day, i64, Id), CheckInRow> = BTreeMap::new();
    for time in times {
        let rows = all(
            c,
            "SELECT id, ratings, '', made_ms, day FROM check_in
              WHERE day BETWEEN ?1 AND ?2 AND made_ms < ?3 ORDER BY day, made_ms, id",
            params![time.from_day, time.until_day, before_ms],
            check_in,
        )?;
        for row in rows {
            let row = with_ratings(row)?;
            found.insert((row.day, row.made_ms, row.id), row);
        }
    }
    Ok(found.into_values().collect())
}

type CheckIn = (Id, String, String, i64, Day);

fn check_in(r: &Row<'_>) -> rusqlite::Result<CheckIn> {
    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
}

fn with_ratings((id, ratings, note, made_ms, day): CheckIn) -> Result<CheckInRow> {
    let ratings = serde_json::from_str(&ratings).map_err(|_| Error::Damaged("ratings of a check-in"))?;
    Ok(CheckInRow { id, ratings, note, made_ms, day })
}

pub(super) fn rules(c: &Connection) -> Result<Vec<RuleRow>> {
    all(
        c,
        "SELECT id, sign, condition, level, count, out_of, action FROM own_rule WHERE state = 'on' ORDER BY id",
        [],
        |r| {
            Ok(RuleRow {
                id: r.get(0)?,
                sign: r.get(1)?,
                condition: r.get(2)?,
                level: r.get(3)?,
                count: r.get(4)?,
                out_of: r.get(5)?,
                action: r.get(6)?,
            })
        },
    )
}

pub(super) fn usual_events(c: &Connection) -> Result<UsualEvents> {
    let rows = all(c, "SELECT event, day FROM usual_event ORDER BY id", [], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, Day>(1)?))
    })?;
    let mut events = UsualEvents::default();
    for (event, day) in rows {
        match event.as_str() {
            "new_usual_yes" => events.answers.push((day.number(), true)),
            "new_usual_no" => events.answers.push((day.number(), false)),
            "reset" => events.resets.push(day.number()),
            _ => {}
        }
    }
    Ok(events)
}
