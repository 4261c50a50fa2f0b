//! What the person's own rules say today, and the signs and check-ins as they are read.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::own_rules::{self, Action, Mark};
use super::record::{
    CheckInId, CheckInView, OwnRuleId, OwnRuleView, RuleState, WarningSignId, WarningSignView, pure_rule, scales,
};
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::ids::Id;

/// How many of the newest check-ins a rule may look at: its longest stretch is 28 of one sign, and a
/// check-in may leave a sign out.
const LOOK_BACK: i64 = 120;

/// What the rules and the chart look at in a check-in.
struct Rated {
    day: Day,
    /// Order of entry.
    entered: u64,
    ratings: BTreeMap<Id, i64>,
}

/// The newest check-ins up to `today`, newest first.
fn newest(c: &Connection, today: Day) -> Result<Vec<Rated>> {
    let mut q = c.prepare_cached(
        "SELECT day, made_ms, ratings FROM check_in WHERE day <= ?1 ORDER BY day DESC, made_ms DESC, id DESC LIMIT ?2",
    )?;
    let mut rows = q.query(params![today, LOOK_BACK])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let made: i64 = row.get(1)?;
        found.push(Rated {
            day: row.get(0)?,
            entered: u64::try_from(made).unwrap_or(0),
            ratings: ratings_of(&row.get::<_, String>(2)?)?,
        });
    }
    Ok(found)
}

/// Whether this version reads the ratings of a check-in.
pub(crate) fn reads_ratings(json: &str) -> bool {
    ratings_of(json).is_ok()
}

/// The ratings as they are kept.
pub(crate) fn ratings_of(json: &str) -> Result<BTreeMap<Id, i64>> {
    serde_json::from_str(json).map_err(|_| Error::Damaged("ratings that do not read"))
}

/// Every rule that is on, with what it says today.
#[allow(clippy::cast_precision_loss, reason = "ratings are 0 to 10")]
pub(super) fn evaluate(c: &Connection, today: Day) -> Result<Vec<(OwnRuleView, Action)>> {
    let rules = rules(c)?;
    if rules.iter().all(|r| r.state == RuleState::Off) {
        return Ok(Vec::new());
    }
    let (check_ins, scales) = (newest(c, today)?, scales(c)?);
    let mut last = c.prepare_cached(
        "SELECT day FROM rule_opening WHERE rule = ?1 AND day <= ?2 ORDER BY made_ms DESC, id DESC LIMIT 1",
    )?;
    let mut found = Vec::new();
    for rule in rules.into_iter().filter(|r| r.state == RuleState::On) {
        let Some(scale) = scales.get(&rule.sign) else { continue };
        let of_sign: Vec<own_rules::CheckIn> = check_ins
            .iter()
            .filter_map(|check_in| {
                let rating = *check_in.ratings.get(&rule.sign.0)?;
                // Turned, so that higher is always worse; one that is off its scale stays off it, and is told.
                let rating = if rule.high_is_good { scale - rating } else { rating };
                Some(own_rules::CheckIn {
                    day: check_in.day.number(),
                    mark: Mark::Rated(rating as f64),
                    entered: check_in.entered,
                })
            })
            .collect();
        let mut rows = last.query(params![rule.id, today])?;
        let opened = rows.next()?.map(|r| r.get::<_, Day>(0)).transpose()?.map(Day::number);
        let pure = pure_rule(rule.condition, rule.level, rule.count, rule.out_of, *scale)?;
        let said =
            pure.evaluate(&of_sign, opened, today.number()).map_err(|_| Error::Damaged("ratings off their scale"))?;
        found.push((rule, said.action));
    }
    Ok(found)
}

/// Rules whose action is open today, each with the day it opened.
pub(crate) fn open_actions(c: &Connection, today: Day) -> Result<Vec<OwnRuleView>> {
    let mut open = Vec::new();
    for (mut rule, action) in evaluate(c, today)? {
        rule.open_since = match action {
            Action::Closed => None,
            Action::OpensNow => Some(today),
            Action::StaysOpen { since } => Day::from_number(since),
        };
        if rule.open_since.is_some() {
            open.push(rule);
        }
    }
    Ok(open)
}

/// Every rule, with those that are open today marked.
pub(super) fn rules_today(c: &Connection, today: Day) -> Result<Vec<OwnRuleView>> {
    let open: BTreeMap<OwnRuleId, Option<Day>> =
        open_actions(c, today)?.into_iter().map(|r| (r.id, r.open_since)).collect();
    let mut all = rules(c)?;
    for rule in &mut all {
        rule.open_since = open.get(&rule.id).copied().flatten();
    }
    Ok(all)
}

fn rules(c: &Connection) -> Result<Vec<OwnRuleView>> {
    let mut q = c.prepare_cached(
        "SELECT r.id, r.sign, coalesce(s.wording, ''), r.condition, r.level, r.count, r.out_of, r.action, r.state,
                coalesce(s.high_is_good, 0)
           FROM own_rule r LEFT JOIN warning_sign s ON s.id = r.sign ORDER BY r.id",
    )?;
    let rows = q.query_map([], |r| {
        Ok(OwnRuleView {
            id: r.get(0)?,
            sign: r.get(1)?,
            sign_wording: r.get(2)?,
            condition: r.get(3)?,
            level: r.get(4)?,
            count: r.get(5)?,
            out_of: r.get(6)?,
            action: r.get(7)?,
            state: r.get(8)?,
            high_is_good: r.get(9)?,
            open_since: None,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The signs, the followed ones first, with their last 14 days.
pub(crate) fn signs_with_days(c: &Connection, today: Day) -> Result<Vec<WarningSignView>> {
    const DAYS: i64 = 14;
    let mut by_day: BTreeMap<(Id, Day), i64> = BTreeMap::new();
    for Rated { day, ratings, .. } in newest(c, today)?.into_iter().rev() {
        // Read from the oldest on, so that of several on one day the newest counts.
        for (sign, rating) in ratings {
            by_day.insert((sign, day), rating);
        }
    }
    let mut q = c.prepare_cached(
        "SELECT id, wording, who_may_notice, scale, key_sign, emergency, state, days_before, nullif(pattern, ''), how_to_check,
                coalesce(high_is_good, 0), list_id
           FROM warning_sign ORDER BY state, position, id",
    )?;
    let rows = q.query_map([], |r| {
        let id: WarningSignId = r.get(0)?;
        Ok(WarningSignView {
            id,
            wording: r.get(1)?,
            who_may_notice: r.get(2)?,
            scale: r.get(3)?,
            key_sign: r.get(4)?,
            emergency: r.get(5)?,
            state: r.get(6)?,
            days_before: r.get(7)?,
            pattern: r.get(8)?,
            how_to_check: r.get(9)?,
            high_is_good: r.get(10)?,
            list_id: r.get(11)?,
            last_days: (1 - DAYS..=0).map(|n| by_day.get(&(id.0, today.plus(n))).copied()).collect(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest check-ins, at most 50, for scrolling back from `before`.
pub(super) fn recent(c: &Connection, before: Option<CheckInId>) -> Result<Vec<CheckInView>> {
    let mut q = c.prepare_cached(
        "SELECT id, ratings, note, day, made_ms, made_zone, made_offset FROM check_in
          WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT 50",
    )?;
    let mut rows = q.query(params![before])?;
    let mut found = Vec::new();
    while let Some(r) = rows.next()? {
        let ratings = ratings_of(&r.get::<_, String>(1)?)?;
        found.push(CheckInView {
            id: r.get(0)?,
            ratings: ratings.into_iter().map(|(sign, rating)| (WarningSignId(sign), rating)).collect(),
            note: r.get(2)?,
            day: r.get(3)?,
            made: Moment { instant_ms: r.get(4)?, zone: r.get(5)?, offset_min: r.get(6)? },
        });
    }
    Ok(found)
}

/// An emergency sign that today's check-ins say is there, in the person's words.
pub(crate) fn emergency_today(c: &Connection, today: Day) -> Result<Option<String>> {
    let mut q = c.prepare_cached("SELECT id, wording FROM warning_sign WHERE emergency = 1 AND state = 'following'")?;
    let signs: BTreeMap<Id, String> = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    if signs.is_empty() {
        return Ok(None);
    }
    let mut q = c.prepare_cached("SELECT ratings FROM check_in WHERE day = ?1 ORDER BY made_ms DESC, id DESC")?;
    let mut rows = q.query([today])?;
    let mut seen = BTreeSet::new();
    while let Some(row) = rows.next()? {
        for (sign, rating) in ratings_of(&row.get::<_, String>(0)?)? {
            if let (Some(wording), true) = (signs.get(&sign), seen.insert(sign))
                && rating > 0
            {
                return Ok(Some(wording.clone()));
            }
        }
    }
    Ok(None)
}
