//! How a goal came about: when it and its parts began, rested, were reached, changed or let go,
//! were said differently or given another day, and what was said about them in between.
//!
//! Read from the dates of each field and from what was there before, which is kept for words and
//! for where a goal stood; so a goal that was paused three times says so, also after an archive was
//! brought back. A slip that was put right within ten minutes leaves no trace in it, and a review
//! never carries it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::Value as Json;

use super::{GoalReviewView, GoalState, LongTermGoalId, ShortTermGoalId, StepId, StepResultView};
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::LONG_TERM_GOAL;

/// Events on one page.
pub const STORY_PAGE: usize = 50;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalPart {
    /// The long-term goal itself.
    LongTerm(LongTermGoalId),
    /// One of its short-term goals.
    ShortTerm(ShortTermGoalId),
    /// A step.
    Step(StepId),
}

/// What happened.
#[derive(Clone, PartialEq, Eq)]
pub enum GoalTurn {
    /// It was written down, as an idea or as something to work on.
    Began(GoalState),
    /// It moved to another state.
    Became(GoalState),
    /// It was said differently.
    Reworded {
        /// What it was called before.
        before: String,
    },
    /// It was given another day, or none.
    Moved {
        /// By about when, from then on.
        by_about: Option<Day>,
    },
    /// A row of the goal sheet.
    Review(GoalReviewView),
    /// What became of a step.
    Result(StepResultView),
}

/// One event.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalStoryEvent {
    /// What it is about.
    pub part: GoalPart,
    /// Its title now.
    pub title: String,
    /// The person's day.
    pub day: Day,
    /// What happened.
    pub turn: GoalTurn,
}

/// A page of the story.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalStory {
    /// The newest first, at most [`STORY_PAGE`].
    pub events: Vec<GoalStoryEvent>,
    /// There are older ones.
    pub more: bool,
}

impl Handrail {
    /// How a goal came about, the newest first, without the first `skip` events.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn goal_story(&self, goal: LongTermGoalId, skip: usize) -> Result<GoalStory> {
        let (now, boundary_min) = (self.now()?, self.store.boundary_min()?);
        self.read(|c| {
            let mut events = newest(c, goal, skip.saturating_add(STORY_PAGE + 1), &now, boundary_min)?;
            crate::sorting::by_key(&mut events, |(stamp, _)| std::cmp::Reverse(*stamp));
            let more = events.len() > skip.saturating_add(STORY_PAGE);
            let page = events.into_iter().skip(skip).take(STORY_PAGE).map(|(_, event)| event).collect();
            Ok(GoalStory { events: page, more })
        })
    }
}

type Stamped = (i64, GoalStoryEvent);

/// The records of a goal's story: itself, its short-term goals and their steps.
const PARTS: &str = "SELECT id, 0 AS level, title, state, by_about FROM long_term_goal WHERE id = ?1
     UNION ALL SELECT id, 1, title, state, by_about FROM short_term_goal WHERE goal = ?1
     UNION ALL SELECT t.id, 2, t.title, t.state, t.by_about
       FROM short_term_goal s CROSS JOIN step t ON t.goal = s.id WHERE s.goal = ?1";

/// At least the newest `count` events, in any order. What was said is read newest first and no more than that of each kind,
/// since a page is all that is looked at and years of it may lie behind. Of what a record was, only what is as new as the last
/// of those can be among them.
fn newest(c: &Connection, goal: LongTermGoalId, count: usize, now: &Moment, boundary_min: i64) -> Result<Vec<Stamped>> {
    let day_of = |stamp: i64| now.at(stamp >> 16).day(boundary_min);
    let limit = i64::try_from(count).unwrap_or(i64::MAX);
    let parts = parts(c, goal)?;
    let title = parts.get(&goal.0).map(|(_, title)| title.clone()).ok_or(Error::NotFound(LONG_TERM_GOAL.name))?;
    let mut were_said = Vec::new();
    for review in super::views::reviews(c, goal, limit)? {
        let (stamp, day) = (said(first_stamp(c, review.id.0)?, review.made.instant_ms), review.day);
        let (part, title) = (GoalPart::LongTerm(goal), title.clone());
        were_said.push((stamp, GoalStoryEvent { part, title, day, turn: GoalTurn::Review(review) }));
    }
    let mut told = BTreeSet::new();
    for (result, _) in super::views::results(c, goal, limit)? {
        let Some((part, title)) = parts.get(&result.step.0) else { continue };
        let (stamp, day) = (first_stamp(c, result.id.0)?, result.day);
        told.insert((result.step, stamp >> 16));
        were_said.push((
            said(stamp, result.made.instant_ms),
            GoalStoryEvent { part: *part, title: title.clone(), day, turn: GoalTurn::Result(result) },
        ));
    }
    let mut stamps: Vec<i64> = were_said.iter().map(|(stamp, _)| *stamp).collect();
    crate::sorting::by_key(&mut stamps, |stamp| std::cmp::Reverse(*stamp));
    let since = count.checked_sub(1).and_then(|last| stamps.get(last)).copied().unwrap_or(i64::MIN);
    let mut events = Vec::new();
    for (record, fields) in held(c, goal, since)? {
        let Some((part, title)) = parts.get(&record) else { continue };
        events.extend(turns(*part, &fields, title, &day_of));
    }
    // A step's states follow from what was said about it, and are told once: they were set in the same write, one
    // stamp or so after the result.
    events.retain(|(at, event)| match (event.part, &event.turn) {
        (GoalPart::Step(step), GoalTurn::Became(_)) => !told.contains(&(step, at >> 16)),
        _ => true,
    });
    events.extend(were_said);
    Ok(events)
}

/// Where in the story something stands that was said: when it was said, by which it is also read. Its first stamp says the
/// same more finely, unless the clock was wrong then.
const fn said(first: i64, made_ms: i64) -> i64 {
    if first >> 16 == made_ms { first } else { (made_ms << 16) | 0xFFFF }
}

fn parts(c: &Connection, goal: LongTermGoalId) -> Result<BTreeMap<Id, (GoalPart, String)>> {
    let mut q = c.prepare_cached(&format!("SELECT id, level, title FROM ({PARTS})"))?;
    let rows = q.query_map([goal], |r| {
        let id: Id = r.get(0)?;
        let part = match r.get::<_, i64>(1)? {
            0 => GoalPart::LongTerm(LongTermGoalId(id)),
            1 => GoalPart::ShortTerm(ShortTermGoalId(id)),
            _ => GoalPart::Step(StepId(id)),
        };
        Ok((id, (part, r.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How one record began and what it was later, as far as that was read.
fn turns(part: GoalPart, fields: &BTreeMap<String, Held>, title: &str, day_of: &dyn Fn(i64) -> Day) -> Vec<Stamped> {
    let mut events = Vec::new();
    let mut tell = |stamp: i64, turn| {
        events.push((stamp, GoalStoryEvent { part, title: title.to_owned(), day: day_of(stamp), turn }));
    };
    let state = |value: &Json| value.as_str().and_then(|word| GoalState::parse("state", word).ok());
    let none = Held::default();
    let of = |field: &str| fields.get(field).unwrap_or(&none);
    let states = of("state");
    for (n, (stamp, value)) in states.since.iter().enumerate() {
        match state(value) {
            // All fields of a record begin with its first writing.
            begun if n == 0 && states.before.is_none() => {
                let first = fields.values().filter(|f| f.before.is_none()).filter_map(|f| f.since.first());
                let first = first.map(|(stamp, _)| *stamp).min().unwrap_or(*stamp);
                tell(first, GoalTurn::Began(begun.unwrap_or(GoalState::Active)));
            }
            Some(state) => tell(*stamp, GoalTurn::Became(state)),
            None => {}
        }
    }
    let titles = of("title");
    let earlier = titles.before.iter().chain(titles.since.iter().map(|(_, title)| title));
    let later = titles.since.iter().skip(usize::from(titles.before.is_none()));
    for (before, (stamp, _)) in earlier.zip(later) {
        tell(*stamp, GoalTurn::Reworded { before: before.as_str().unwrap_or_default().to_owned() });
    }
    let days = of("by_about");
    for (stamp, day) in days.since.iter().skip(usize::from(days.before.is_none())) {
        let by_about = day.as_str().and_then(|day| Day::parse("by_about", day).ok());
        tell(*stamp, GoalTurn::Moved { by_about });
    }
    events
}

/// What a field held.
#[derive(Default)]
struct Held {
    /// The last value from before what was read, if there was one.
    before: Option<Json>,
    /// What it held since, in order, each with the stamp since which it held it.
    since: Vec<(i64, Json)>,
}

/// Every value of the fields that the story tells of, of every record of a goal.
const VALUES: &str = "SELECT r.record, r.field, r.stamp, r.value FROM part CROSS JOIN revision r ON r.record = part.id
      WHERE r.field IN ('state', 'title', 'by_about')
     UNION ALL
     SELECT c.record, c.field, c.stamp,
            json_array(CASE c.field WHEN 'state' THEN part.state WHEN 'title' THEN part.title ELSE part.by_about END)
       FROM part CROSS JOIN cell c ON c.record = part.id WHERE c.field IN ('state', 'title', 'by_about')";

/// What the records of a goal held at `since` and later.
fn held(c: &Connection, goal: LongTermGoalId, since: i64) -> Result<BTreeMap<Id, BTreeMap<String, Held>>> {
    // What a record holds now is the newest of it, so most records are passed by with one look. Of the fields with a new
    // value also the one before it is read; SQLite takes the other columns from the row with the maximum.
    let mut q = c.prepare_cached(&format!(
        "WITH part AS MATERIALIZED (
              SELECT * FROM ({PARTS}) p WHERE ?2 <= (SELECT max(stamp) FROM cell WHERE record = p.id)
         ), value AS MATERIALIZED ({VALUES}),
              moved AS (SELECT DISTINCT record, field FROM value WHERE stamp >= ?2)
         SELECT record, field, stamp, value FROM value WHERE stamp >= ?2
         UNION ALL
         SELECT v.record, v.field, max(v.stamp), v.value FROM moved m JOIN value v ON v.record = m.record AND v.field = m.field
          WHERE v.stamp < ?2 GROUP BY v.record, v.field
          ORDER BY 3"
    ))?;
    let mut rows = q.query(params![goal, since])?;
    let mut held: BTreeMap<Id, BTreeMap<String, Held>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (record, field, stamp): (Id, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let value = match serde_json::from_str(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?) {
            // What it holds now came as a list of one.
            Ok(Json::Array(one)) => one.into_iter().next().unwrap_or_default(),
            value => value.unwrap_or_default(),
        };
        let values = held.entry(record).or_default().entry(field).or_default();
        if stamp < since {
            values.before = Some(value);
            continue;
        }
        // A record that was taken away and put back says the same once more.
        let last = values.since.last().map(|(_, last)| last).or(values.before.as_ref());
        if last != Some(&value) {
            values.since.push((stamp, value));
        }
    }
    Ok(held)
}

/// The stamp with which a record was written first; edits since do not move it.
fn first_stamp(c: &Connection, record: Id) -> Result<i64> {
    let mut q = c.prepare_cached(
        "SELECT coalesce(min(stamp), 0) FROM (SELECT stamp FROM cell WHERE record = ?1
           UNION ALL SELECT stamp FROM revision WHERE record = ?1)",
    )?;
    Ok(q.query_row([record], |r| r.get(0))?)
}
