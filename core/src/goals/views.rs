//! The goals screen: the whole tree at once, and the history of one goal.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::next::{GoalNext, next};
use super::{GoalReviewId, GoalState, LongTermGoalId, ShortTermGoalId, StepId, StepOutcome, StepResultId};
use crate::clock::{Day, Moment, TimeOfDay};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::offers::after_two_not_yets;
use crate::sessions::SessionId;
use crate::store::kinds::LONG_TERM_GOAL;
use crate::validate::choice;

choice! {
    /// What the screen may offer beside a step.
    Offer {
        /// Make it smaller, or look at what is in the way.
        SmallerOrProblemSolving = "smaller_or_problem_solving",
    }
}

/// What was said about a step.
#[derive(Clone, PartialEq, Eq)]
pub struct StepResultView {
    /// Which.
    pub id: StepResultId,
    /// Of which step.
    pub step: StepId,
    /// What became of it.
    pub result: StepOutcome,
    /// What helped.
    pub what_helped: String,
    /// What got in the way.
    pub got_in_the_way: String,
    /// What comes next.
    pub next_step: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A step.
#[derive(Clone, PartialEq, Eq)]
pub struct StepView {
    /// Which.
    pub id: StepId,
    /// Towards which short-term goal.
    pub goal: ShortTermGoalId,
    /// What I do.
    pub title: String,
    /// Who does it, who is there.
    pub who: String,
    /// When, in words.
    pub when_words: String,
    /// Where.
    pub where_words: String,
    /// How.
    pub how: String,
    /// How will we know.
    pub how_will_we_know: String,
    /// By about when.
    pub by_about: Option<Day>,
    /// Civil day of the reminder.
    pub reminder_day: Option<Day>,
    /// Its time on the wall.
    pub reminder_time: Option<TimeOfDay>,
    /// Where it stands.
    pub state: GoalState,
    /// The proposal it came from.
    pub proposal: Option<Id>,
    /// What was said last.
    pub newest: Option<StepResultView>,
    /// What the screen may offer now.
    pub offer: Option<Offer>,
}

/// A short-term goal with its steps.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortTermGoalView {
    /// Which.
    pub id: ShortTermGoalId,
    /// Part of which long-term goal.
    pub goal: LongTermGoalId,
    /// In the person's own words.
    pub title: String,
    /// How will we know.
    pub how_will_we_know: String,
    /// What I have going for me.
    pub strengths: String,
    /// What could get in the way.
    pub obstacles: String,
    /// Who can help.
    pub who_can_help: String,
    /// When it began.
    pub started: Day,
    /// By about when.
    pub by_about: Option<Day>,
    /// Where it stands.
    pub state: GoalState,
    /// The goal that took its place.
    pub changed_to: Option<ShortTermGoalId>,
    /// Its steps, those being worked on first, then as they were made.
    pub steps: Vec<StepView>,
}

/// A long-term goal with all that belongs to it.
#[derive(Clone, PartialEq, Eq)]
pub struct LongTermGoalView {
    /// Which.
    pub id: LongTermGoalId,
    /// In the person's own words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// How will we know.
    pub how_will_we_know: String,
    /// Area of life.
    pub area: String,
    /// Who can help.
    pub who_can_help: String,
    /// When it began.
    pub started: Day,
    /// By about when.
    pub by_about: Option<Day>,
    /// Where it stands.
    pub state: GoalState,
    /// The goal that took its place.
    pub changed_to: Option<LongTermGoalId>,
    /// Its short-term goals, those being worked on first, then as they were made.
    pub short_term: Vec<ShortTermGoalView>,
    /// The newest rows of its goal sheet, at most 3.
    pub reviews: Vec<GoalReviewView>,
    /// What its screen puts first; nothing for what was reached, changed or let go.
    pub next: Option<GoalNext>,
}

/// A row of the goal sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalReviewView {
    /// Which.
    pub id: GoalReviewId,
    /// Of which goal.
    pub goal: LongTermGoalId,
    /// At which meeting.
    pub session: Option<SessionId>,
    /// How it goes.
    pub progress: String,
    /// The person's own 0-10.
    pub rating: Option<i64>,
    /// What next.
    pub what_next: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// The goals screen.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalsView {
    /// Every long-term goal, those being worked on first, then as they were made.
    pub goals: Vec<LongTermGoalView>,
}

/// One thing that was said.
#[derive(Clone, PartialEq, Eq)]
pub enum GoalEvent {
    /// A row of the goal sheet.
    Review(GoalReviewView),
    /// What became of a step.
    Step {
        /// The step's title now.
        title: String,
        /// What was said.
        result: StepResultView,
    },
}

impl GoalEvent {
    fn made_ms(&self) -> i64 {
        match self {
            Self::Review(review) => review.made.instant_ms,
            Self::Step { result, .. } => result.made.instant_ms,
        }
    }
}

/// What was said about a goal and its steps.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalHistory {
    /// The newest first, at most 200.
    pub events: Vec<GoalEvent>,
}

/// What is being worked on stands first; the rest follows in an order without judgement.
const ORDER: &str = "CASE state WHEN 'active' THEN 0 WHEN 'idea' THEN 1 WHEN 'paused' THEN 2 ELSE 3 END, id";

const STEP_COLUMNS: &str = "t.id, t.goal, t.title, t.who, t.when_words, t.where_words, t.how, t.how_will_we_know, \
                            t.by_about, t.reminder_day, t.reminder_time, t.state, t.proposal";

/// The goals screen, where a read is already open.
pub(crate) fn goals_of(c: &Connection) -> Result<GoalsView> {
    let mut steps: BTreeMap<ShortTermGoalId, Vec<StepView>> = BTreeMap::new();
    let mut q = c.prepare_cached(&format!("SELECT {STEP_COLUMNS} FROM step t ORDER BY {ORDER}"))?;
    let mut rested = newest_of_rested(c)?;
    for row in q.query_map([], step_of_row)? {
        let mut step = row?;
        if step.state == GoalState::Active {
            step = with_results(c, step)?;
        } else {
            step.newest = rested.remove(&step.id);
        }
        steps.entry(step.goal).or_default().push(step);
    }
    let mut short: BTreeMap<LongTermGoalId, Vec<ShortTermGoalView>> = BTreeMap::new();
    let mut q = c.prepare_cached(&format!(
        "SELECT id, goal, title, how_will_we_know, strengths, obstacles, who_can_help, started, by_about, state, changed_to
           FROM short_term_goal ORDER BY {ORDER}"
    ))?;
    for row in q.query_map([], short_of_row)? {
        let mut view = row?;
        view.steps = steps.remove(&view.id).unwrap_or_default();
        short.entry(view.goal).or_default().push(view);
    }
    let mut goals = Vec::new();
    let mut q = c.prepare_cached(&format!(
        "SELECT id, title, why, how_will_we_know, area, who_can_help, started, by_about, state, changed_to
           FROM long_term_goal ORDER BY {ORDER}"
    ))?;
    for row in q.query_map([], long_of_row)? {
        let mut view = row?;
        view.short_term = short.remove(&view.id).unwrap_or_default();
        view.reviews = reviews(c, view.id, 3)?;
        view.next = next(&view);
        goals.push(view);
    }
    Ok(GoalsView { goals })
}

/// The steps being worked on, towards goals being worked on. Walks down from the goals, of
/// which there are few, so that old steps cost nothing.
pub(crate) fn active_steps(c: &Connection) -> Result<Vec<StepView>> {
    let mut q = c.prepare_cached(&format!(
        "SELECT {STEP_COLUMNS} FROM long_term_goal l
           CROSS JOIN short_term_goal s ON s.goal = l.id AND s.state = 'active'
           CROSS JOIN step t ON t.goal = s.id AND t.state = 'active'
          WHERE l.state = 'active' ORDER BY t.by_about IS NULL, t.by_about, t.id"
    ))?;
    let steps = q.query_map([], step_of_row)?.collect::<Result<Vec<_>, _>>()?;
    steps.into_iter().map(|step| with_results(c, step)).collect()
}

pub(super) fn history(c: &Connection, goal: LongTermGoalId) -> Result<GoalHistory> {
    let there: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM long_term_goal WHERE id = ?1)")?
        .query_row([goal], |r| r.get(0))?;
    if !there {
        return Err(Error::NotFound(LONG_TERM_GOAL.name));
    }
    let mut events: Vec<GoalEvent> = reviews(c, goal, 200)?.into_iter().map(GoalEvent::Review).collect();
    let said = results(c, goal, 200)?.into_iter();
    events.extend(said.map(|(result, title)| GoalEvent::Step { title, result }));
    crate::sorting::by_key(&mut events, |e| std::cmp::Reverse(e.made_ms()));
    events.truncate(200);
    Ok(GoalHistory { events })
}

/// The newest answers about all steps of a goal, each with the step's title. Sorted before anything but their times is
/// read: of years of them only a page is wanted.
pub(super) fn results(c: &Connection, goal: LongTermGoalId, limit: i64) -> Result<Vec<(StepResultView, String)>> {
    let mut q = c.prepare_cached(
        "SELECT r.id, r.step, r.result, r.what_helped, r.got_in_the_way, r.next_step, r.day, r.made_ms, r.made_zone,
                r.made_offset, t.title
           FROM (SELECT n.rowid AS number, n.made_ms FROM short_term_goal s CROSS JOIN step t ON t.goal = s.id
                  CROSS JOIN step_result n ON n.step = t.id
                  WHERE s.goal = ?1 ORDER BY n.made_ms DESC, n.rowid DESC LIMIT ?2) newest
           CROSS JOIN step_result r ON r.rowid = newest.number JOIN step t ON t.id = r.step
          ORDER BY r.made_ms DESC, r.id DESC",
    )?;
    let rows = q.query_map(rusqlite::params![goal, limit], |r| Ok((result_of_row(r)?, r.get(10)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn reviews(c: &Connection, goal: LongTermGoalId, limit: i64) -> Result<Vec<GoalReviewView>> {
    let mut q = c.prepare_cached(
        "SELECT id, goal, session, progress, rating, what_next, day, made_ms, made_zone, made_offset
           FROM goal_review WHERE goal = ?1 ORDER BY made_ms DESC, id DESC LIMIT ?2",
    )?;
    let rows = q.query_map(rusqlite::params![goal, limit], |r| {
        Ok(GoalReviewView {
            id: r.get(0)?,
            goal: r.get(1)?,
            session: r.get(2)?,
            progress: r.get(3)?,
            rating: r.get(4)?,
            what_next: r.get(5)?,
            day: r.get(6)?,
            made: Moment { instant_ms: r.get(7)?, zone: r.get(8)?, offset_min: r.get(9)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was said last of each step that is not being worked on. Of these there are more each year: one query for all.
fn newest_of_rested(c: &Connection) -> Result<BTreeMap<StepId, StepResultView>> {
    let mut q = c.prepare_cached(
        "SELECT r.id, r.step, r.result, r.what_helped, r.got_in_the_way, r.next_step, r.day, r.made_ms, r.made_zone,
                r.made_offset
           FROM step t CROSS JOIN step_result r ON r.id =
                (SELECT n.id FROM step_result n WHERE n.step = t.id ORDER BY n.made_ms DESC, n.id DESC LIMIT 1)
          WHERE t.state <> 'active'",
    )?;
    let rows = q.query_map([], |r| result_of_row(r).map(|result| (result.step, result)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds what was said last, and whether that calls for an offer.
fn with_results(c: &Connection, mut step: StepView) -> Result<StepView> {
    let mut q = c.prepare_cached(
        "SELECT r.id, r.step, r.result, r.what_helped, r.got_in_the_way, r.next_step, r.day, r.made_ms, r.made_zone,
                r.made_offset, coalesce(c.stamp, 0)
           FROM step_result r LEFT JOIN cell c ON c.record = r.id AND c.field = ''
          WHERE r.step = ?1 ORDER BY r.made_ms DESC, r.id DESC LIMIT 3",
    )?;
    let newest: Vec<(StepResultView, i64)> =
        q.query_map([step.id], |r| Ok((result_of_row(r)?, r.get(10)?)))?.collect::<Result<_, _>>()?;
    // A day that moved is not a change of what is asked.
    let changed: i64 = c
        .prepare_cached(
            "SELECT coalesce(max(stamp), 0) FROM cell WHERE record = ?1
                AND field IN ('title', 'who', 'when_words', 'where_words', 'how', 'how_will_we_know')",
        )?
        .query_row([step.id], |r| r.get(0))?;
    let since = newest.iter().take_while(|(_, stamp)| *stamp >= changed);
    if step.state == GoalState::Active && after_two_not_yets(since.map(|(r, _)| r.result == StepOutcome::NotYet)) {
        step.offer = Some(Offer::SmallerOrProblemSolving);
    }
    step.newest = newest.into_iter().next().map(|(r, _)| r);
    Ok(step)
}

fn result_of_row(r: &Row<'_>) -> rusqlite::Result<StepResultView> {
    Ok(StepResultView {
        id: r.get(0)?,
        step: r.get(1)?,
        result: r.get(2)?,
        what_helped: r.get(3)?,
        got_in_the_way: r.get(4)?,
        next_step: r.get(5)?,
        day: r.get(6)?,
        made: Moment { instant_ms: r.get(7)?, zone: r.get(8)?, offset_min: r.get(9)? },
    })
}

fn step_of_row(r: &Row<'_>) -> rusqlite::Result<StepView> {
    Ok(StepView {
        id: r.get(0)?,
        goal: r.get(1)?,
        title: r.get(2)?,
        who: r.get(3)?,
        when_words: r.get(4)?,
        where_words: r.get(5)?,
        how: r.get(6)?,
        how_will_we_know: r.get(7)?,
        by_about: r.get(8)?,
        reminder_day: r.get(9)?,
        reminder_time: r.get(10)?,
        state: r.get(11)?,
        proposal: r.get(12)?,
        newest: None,
        offer: None,
    })
}

fn short_of_row(r: &Row<'_>) -> rusqlite::Result<ShortTermGoalView> {
    Ok(ShortTermGoalView {
        id: r.get(0)?,
        goal: r.get(1)?,
        title: r.get(2)?,
        how_will_we_know: r.get(3)?,
        strengths: r.get(4)?,
        obstacles: r.get(5)?,
        who_can_help: r.get(6)?,
        started: r.get(7)?,
        by_about: r.get(8)?,
        state: r.get(9)?,
        changed_to: r.get(10)?,
        steps: Vec::new(),
    })
}

fn long_of_row(r: &Row<'_>) -> rusqlite::Result<LongTermGoalView> {
    Ok(LongTermGoalView {
        id: r.get(0)?,
        title: r.get(1)?,
        why: r.get(2)?,
        how_will_we_know: r.get(3)?,
        area: r.get(4)?,
        who_can_help: r.get(5)?,
        started: r.get(6)?,
        by_about: r.get(7)?,
        state: r.get(8)?,
        changed_to: r.get(9)?,
        short_term: Vec::new(),
        reviews: Vec::new(),
        next: None,
    })
}
