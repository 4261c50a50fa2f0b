//! How a goal came about: when it and its parts began, rested, were reached, changed or let go,
//! were said differently or given another day, and what was said about them in between.
//!
//! Read from the dates of each field and from what was there before, which is kept for words and
//! for where a goal stood; so a goal that was paused three times says so, also after an archive was
//! brought back. A slip that was put right within ten minutes leaves no trace in it, and a review
//! never carries it.

use rusqlite::{Connection, params};
use serde_json::Value as Json;

use super::views::result_of_row;
use super::{GoalReviewView, GoalState, LongTermGoalId, ShortTermGoalId, StepId, StepResultView, sheet::GoalSheetRow};
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
            let mut events = all(c, goal, &now, boundary_min)?;
            events.sort_by_key(|(stamp, _)| std::cmp::Reverse(*stamp));
            let more = events.len() > skip.saturating_add(STORY_PAGE);
            let page = events.into_iter().skip(skip).take(STORY_PAGE).map(|(_, event)| event).collect();
            Ok(GoalStory { events: page, more })
        })
    }
}

type Stamped = (i64, GoalStoryEvent);

fn all(c: &Connection, goal: LongTermGoalId, now: &Moment, boundary_min: i64) -> Result<Vec<Stamped>> {
    let title = titles(c, "SELECT id, title FROM long_term_goal WHERE id = ?1", goal.0)?;
    let (_, title) = title.into_iter().next().ok_or(Error::NotFound(LONG_TERM_GOAL.name))?;
    let day_of = |stamp: i64| now.at(stamp >> 16).day(boundary_min);
    let mut events = turns(c, GoalPart::LongTerm(goal), goal.0, &title, &day_of)?;
    for row in super::sheet::all_rows(c, goal)? {
        let GoalSheetRow { review, .. } = row;
        let (stamp, day) = (first_stamp(c, review.id.0)?, review.day);
        let (part, title) = (GoalPart::LongTerm(goal), title.clone());
        events.push((stamp, GoalStoryEvent { part, title, day, turn: GoalTurn::Review(review) }));
    }
    for (short, title) in titles(c, "SELECT id, title FROM short_term_goal WHERE goal = ?1", goal.0)? {
        events.extend(turns(c, GoalPart::ShortTerm(ShortTermGoalId(short)), short, &title, &day_of)?);
        for (step, title) in titles(c, "SELECT id, title FROM step WHERE goal = ?1", short)? {
            events.extend(of_step(c, StepId(step), &title, &day_of)?);
        }
    }
    Ok(events)
}

/// A step's states follow from what was said about it: those are told once.
fn of_step(c: &Connection, step: StepId, title: &str, day_of: &dyn Fn(i64) -> Day) -> Result<Vec<Stamped>> {
    let part = GoalPart::Step(step);
    let mut events = turns(c, part, step.0, title, day_of)?;
    let mut q = c.prepare_cached(
        "SELECT id, step, result, what_helped, got_in_the_way, next_step, day, made_ms, made_zone, made_offset
           FROM step_result WHERE step = ?1 ORDER BY id",
    )?;
    let results: Vec<StepResultView> = q.query_map([step], result_of_row)?.collect::<Result<_, _>>()?;
    for result in results {
        let stamp = first_stamp(c, result.id.0)?;
        // The state was set in the same write, one stamp or so after the result.
        events.retain(|(at, event)| at >> 16 != stamp >> 16 || !matches!(event.turn, GoalTurn::Became(_)));
        let (title, day) = (title.to_owned(), result.day);
        events.push((stamp, GoalStoryEvent { part, title, day, turn: GoalTurn::Result(result) }));
    }
    Ok(events)
}

/// How one record began and what it was later.
fn turns(c: &Connection, part: GoalPart, record: Id, title: &str, day_of: &dyn Fn(i64) -> Day) -> Result<Vec<Stamped>> {
    let mut events = Vec::new();
    let mut tell = |stamp: i64, turn| {
        events.push((stamp, GoalStoryEvent { part, title: title.to_owned(), day: day_of(stamp), turn }));
    };
    let state = |value: &Json| value.as_str().and_then(|word| GoalState::parse("state", word).ok());
    let mut states = values_of(c, record, "state")?.into_iter();
    if let Some((_, first)) = states.next() {
        tell(first_stamp(c, record)?, GoalTurn::Began(state(&first).unwrap_or(GoalState::Active)));
    }
    for (stamp, value) in states {
        if let Some(state) = state(&value) {
            tell(stamp, GoalTurn::Became(state));
        }
    }
    let titles = values_of(c, record, "title")?;
    for ((_, before), (stamp, _)) in titles.iter().zip(titles.iter().skip(1)) {
        tell(*stamp, GoalTurn::Reworded { before: before.as_str().unwrap_or_default().to_owned() });
    }
    for (stamp, day) in values_of(c, record, "by_about")?.into_iter().skip(1) {
        tell(stamp, GoalTurn::Moved { by_about: day.as_str().and_then(|day| Day::parse("by_about", day).ok()) });
    }
    Ok(events)
}

/// What a field of a goal or step held, in order, with the stamp since which it held it.
fn values_of(c: &Connection, record: Id, field: &str) -> Result<Vec<(i64, Json)>> {
    let mut q = c.prepare_cached(
        "SELECT stamp, value FROM revision WHERE record = ?1 AND field = ?2
         UNION ALL
         SELECT c.stamp, json_array(iif(?2 = 'state', g.state, iif(?2 = 'title', g.title, g.by_about)))
           FROM cell c JOIN (SELECT id, state, title, by_about FROM long_term_goal WHERE id = ?1
               UNION ALL SELECT id, state, title, by_about FROM short_term_goal WHERE id = ?1
               UNION ALL SELECT id, state, title, by_about FROM step WHERE id = ?1) g ON g.id = c.record
          WHERE c.record = ?1 AND c.field = ?2
          ORDER BY 1",
    )?;
    let rows = q.query_map(params![record, field], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?;
    let mut values: Vec<(i64, Json)> = Vec::new();
    for row in rows {
        let (stamp, json) = row?;
        let value = match serde_json::from_str(&json).unwrap_or_default() {
            // What it holds now came as a list of one.
            Json::Array(one) => one.into_iter().next().unwrap_or_default(),
            value => value,
        };
        // A record that was taken away and put back says the same once more.
        if values.last().is_none_or(|(_, last)| *last != value) {
            values.push((stamp, value));
        }
    }
    Ok(values)
}

fn titles(c: &Connection, sql: &str, of: Id) -> Result<Vec<(Id, String)>> {
    let mut q = c.prepare_cached(sql)?;
    let rows = q.query_map([of], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The stamp with which a record was written first; edits since do not move it.
fn first_stamp(c: &Connection, record: Id) -> Result<i64> {
    let mut q = c.prepare_cached(
        "SELECT coalesce(min(stamp), 0) FROM (SELECT stamp FROM cell WHERE record = ?1
           UNION ALL SELECT stamp FROM revision WHERE record = ?1)",
    )?;
    Ok(q.query_row([record], |r| r.get(0))?)
}
