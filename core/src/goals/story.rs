//! How a goal came about: when it and its parts began, rested, were reached, changed or let go,
//! were said differently or given another day, and what was said about them in between.
//!
//! Read from the change log, which keeps every write in order; so a goal that was paused three
//! times says so. It stays on this phone: a review never carries it.

use rusqlite::{Connection, params};
use serde_json::{Map, Value as Json};

use super::views::result_of_row;
use super::{GoalReviewView, GoalState, LongTermGoalId, ShortTermGoalId, StepId, StepResultView, sheet::GoalSheetRow};
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::LONG_TERM_GOAL;

/// Events on one page.
pub const STORY_PAGE: usize = 50;
/// A change of words so soon after they were written is still the first writing, as for every edit.
const FIRST_WRITING_MS: i64 = 600_000;

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

/// What the log says of one record.
fn turns(c: &Connection, part: GoalPart, record: Id, title: &str, day_of: &dyn Fn(i64) -> Day) -> Result<Vec<Stamped>> {
    let mut q = c.prepare_cached(
        "SELECT stamp, body FROM op WHERE record = ?1 AND action = 1 AND body IS NOT NULL ORDER BY stamp, device",
    )?;
    let writes: Vec<(i64, String)> =
        q.query_map([record], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut events = Vec::new();
    let mut known: Map<String, Json> = Map::new();
    let mut worded_ms = i64::MIN;
    for (stamp, body) in writes {
        let Ok(Json::Object(body)) = serde_json::from_str(&body) else { continue };
        let mut tell = |turn| {
            events.push((stamp, GoalStoryEvent { part, title: title.to_owned(), day: day_of(stamp), turn }));
        };
        let differs = |field: &str| body.get(field).filter(|new| known.get(field) != Some(new));
        let state = differs("state").and_then(Json::as_str).and_then(|word| GoalState::parse("state", word).ok());
        if known.is_empty() {
            tell(GoalTurn::Began(state.unwrap_or(GoalState::Active)));
            worded_ms = stamp >> 16;
        } else {
            if let Some(state) = state {
                tell(GoalTurn::Became(state));
            }
            if differs("title").is_some() {
                if (stamp >> 16) - worded_ms >= FIRST_WRITING_MS {
                    let before = known.get("title").and_then(Json::as_str).unwrap_or_default().to_owned();
                    tell(GoalTurn::Reworded { before });
                }
                worded_ms = stamp >> 16;
            }
            if let Some(by_about) = differs("by_about") {
                let by_about = by_about.as_str().and_then(|day| Day::parse("by_about", day).ok());
                tell(GoalTurn::Moved { by_about });
            }
        }
        known.extend(body);
    }
    Ok(events)
}

fn titles(c: &Connection, sql: &str, of: Id) -> Result<Vec<(Id, String)>> {
    let mut q = c.prepare_cached(sql)?;
    let rows = q.query_map([of], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The stamp with which an entry was written first; edits since do not move it.
fn first_stamp(c: &Connection, record: Id) -> Result<i64> {
    let mut q = c.prepare_cached("SELECT coalesce(min(stamp), 0) FROM op WHERE record = ?1 AND action = 1")?;
    Ok(q.query_row(params![record], |r| r.get(0))?)
}
