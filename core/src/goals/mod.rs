//! Goals: what I want, in three levels. A long-term goal concerns living (work, friends,
//! home), a short-term goal is a part of it, a step is what I do next.
//!
//! Horizons are soft: about 6 months, 6 weeks and 6 days (the rule of sixes). They suggest a
//! day, move freely and never turn into a failure. Nothing here is ever deleted by a change
//! of mind: a goal rests, is reached, gives way to a better one, or is let go, and comes
//! back with one call.
//!
//! ```text
//!   idea <──> active <──> paused        reopen: any of them back to active
//!               ├──> reached
//!               ├──> changed ──> the goal that took its place
//!               └──> let go
//! ```
//! This file owns the records and their writes; `checks` what may be kept; `views` the screen;
//! `form` what helps to say a goal; `next` what comes first; `horizons` the days; `states` where a goal stands; `sheet` what the goal sheet says beyond that; `story` how it all came about.

mod checks;
mod form;
mod horizons;
mod next;
mod sheet;
mod states;
mod story;
mod views;

use checks::{long_values, result_values, review_values, short_values, step_values};
pub use form::{EXAMPLES_AT_A_TIME, GoalForm};
pub use horizons::{Horizon, Level};
pub use next::GoalNext;
pub(crate) use sheet::insert_long_with;
pub(crate) use sheet::module_list;
pub use sheet::{Company, GoalMore, GoalSheet, GoalSheetRow, MOST_MODULES, ShortTermMore};
use states::{changed_to, follow_newest, set_state, started_of};
pub use story::{GoalPart, GoalStory, GoalStoryEvent, GoalTurn, STORY_PAGE};
pub use views::{
    GoalEvent, GoalHistory, GoalReviewView, GoalsView, LongTermGoalView, Offer, ShortTermGoalView, StepResultView,
    StepView,
};

pub(crate) use views::{active_steps, goals_of};

use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::sessions::SessionId;
use crate::store::kinds::{GOAL_REVIEW, LONG_TERM_GOAL, SHORT_TERM_GOAL, STEP, STEP_RESULT, maybe};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a long-term goal.
    LongTermGoalId
}
id_type! {
    /// Names a short-term goal.
    ShortTermGoalId
}
id_type! {
    /// Names a step.
    StepId
}
id_type! {
    /// Names what was said about a step.
    StepResultId
}
id_type! {
    /// Names a row of the goal sheet.
    GoalReviewId
}

choice! {
    /// Where a goal or step stands.
    GoalState {
        /// Mine, not started.
        Idea = "idea",
        /// Being worked on.
        Active = "active",
        /// Resting, easy to take up again.
        Paused = "paused",
        /// What "how will we know" says is true for me.
        Reached = "reached",
        /// A better one took its place.
        Changed = "changed",
        /// Set down on purpose, and kept.
        LetGo = "let_go",
    }
}

choice! {
    /// How a new goal begins.
    BeginAs {
        /// Something to think about.
        Idea = "idea",
        /// Something to work on.
        Active = "active",
    }
}

choice! {
    /// What became of a step. Any try counts.
    StepOutcome {
        /// I did it. The step is reached.
        Done = "done",
        /// I did some of it.
        Partly = "partly",
        /// Not yet.
        NotYet = "not_yet",
        /// It turned into something else.
        Changed = "changed",
    }
}

/// A long-term goal as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewLongTermGoal {
    /// In the person's own words, at most 280 characters.
    pub title: String,
    /// Why it matters; may be empty.
    pub why: String,
    /// How will we know; may be empty.
    pub how_will_we_know: String,
    /// Area of life, in words; may be empty.
    pub area: String,
    /// Who can help; may be empty.
    pub who_can_help: String,
    /// When it began; today (or, in an edit, as it was) where `None`.
    pub started: Option<Day>,
    /// By about when: 6 months after it began unless said otherwise.
    pub by_about: Horizon,
}

/// A short-term goal as the person wants it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewShortTermGoal {
    /// The long-term goal it is a part of.
    pub goal: LongTermGoalId,
    /// In the person's own words, at most 280 characters.
    pub title: String,
    /// How will we know; may be empty.
    pub how_will_we_know: String,
    /// What I have going for me; may be empty.
    pub strengths: String,
    /// What could get in the way; may be empty.
    pub obstacles: String,
    /// Who can help; may be empty.
    pub who_can_help: String,
    /// When it began; today (or, in an edit, as it was) where `None`.
    pub started: Option<Day>,
    /// By about when: 6 weeks after it began unless said otherwise.
    pub by_about: Horizon,
}

/// A step as the person wants it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStep {
    /// The short-term goal it is a step towards.
    pub goal: ShortTermGoalId,
    /// What I do, at most 280 characters.
    pub title: String,
    /// Who does it, who is there; may be empty.
    pub who: String,
    /// When, in words; may be empty.
    pub when_words: String,
    /// Where; may be empty.
    pub where_words: String,
    /// How; may be empty.
    pub how: String,
    /// How will we know; may be empty.
    pub how_will_we_know: String,
    /// By about when: 6 days from today unless said otherwise.
    pub by_about: Horizon,
    /// A reminder on this civil day, together with a time; none where `None`.
    pub reminder_day: Option<Day>,
    /// Time on the wall of the reminder.
    pub reminder_time: Option<TimeOfDay>,
}

/// What the person says about a step.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStepResult {
    /// Which step.
    pub step: StepId,
    /// What became of it.
    pub result: StepOutcome,
    /// What helped; may be empty.
    pub what_helped: String,
    /// What got in the way; may be empty.
    pub got_in_the_way: String,
    /// What comes next; may be empty.
    pub next_step: String,
}

/// A row of the goal sheet, written at a meeting or alone.
#[derive(Clone, PartialEq, Eq)]
pub struct NewGoalReview {
    /// Which long-term goal.
    pub goal: LongTermGoalId,
    /// At which meeting, if at one.
    pub session: Option<SessionId>,
    /// How it goes, in words.
    pub progress: String,
    /// The person's own 0-10, if they like.
    pub rating: Option<i64>,
    /// What next; may be empty.
    pub what_next: String,
}

impl Handrail {
    /// The goals screen: everything, the goals being worked on first.
    pub fn goals(&self) -> Result<GoalsView> {
        self.read(goals_of)
    }

    /// What was said about a goal and its steps, the newest first, at most 200.
    pub fn goal_history(&self, goal: LongTermGoalId) -> Result<GoalHistory> {
        self.read(|c| views::history(c, goal))
    }

    /// Adds a long-term goal. As many as the person wants.
    pub fn save_long_term_goal(&self, new: &NewLongTermGoal, begin: BeginAs) -> Result<Changes> {
        self.write(|w| insert_long_with(w, new, begin, &GoalMore::default()).map(drop))
    }

    /// Says a long-term goal differently. What it said before stays as a revision.
    pub fn edit_long_term_goal(&self, id: LongTermGoalId, edit: &NewLongTermGoal) -> Result<Changes> {
        self.write(|w| {
            let started = edit.started.map_or_else(|| started_of(w, &LONG_TERM_GOAL, id.0), Ok)?;
            w.update(&LONG_TERM_GOAL, id.0, &long_values(w, edit, started)?).map(drop)
        })
    }

    /// Moves a long-term goal to another state. For "changed" see [`Handrail::change_long_term_goal`].
    pub fn set_long_term_goal_state(&self, id: LongTermGoalId, state: GoalState) -> Result<Changes> {
        self.write(|w| set_state(w, &LONG_TERM_GOAL, id.0, state))
    }

    /// Takes a long-term goal up again, whatever became of it.
    pub fn reopen_long_term_goal(&self, id: LongTermGoalId) -> Result<Changes> {
        self.set_long_term_goal_state(id, GoalState::Active)
    }

    /// Puts a new goal in the place of this one, which stays, linked to it.
    pub fn change_long_term_goal(&self, id: LongTermGoalId, to: &NewLongTermGoal) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &LONG_TERM_GOAL, "goal", id.0)?;
            let new = insert_long_with(w, to, BeginAs::Active, &GoalMore::default())?;
            w.update(&LONG_TERM_GOAL, id.0, &changed_to(w, new.0)).map(drop)
        })
    }

    /// Adds a short-term goal. About three at a time is plenty; more are not refused.
    pub fn save_short_term_goal(&self, new: &NewShortTermGoal, begin: BeginAs) -> Result<Changes> {
        self.write(|w| insert_short(w, new, begin).map(drop))
    }

    /// Says a short-term goal differently.
    pub fn edit_short_term_goal(&self, id: ShortTermGoalId, edit: &NewShortTermGoal) -> Result<Changes> {
        self.write(|w| {
            let started = edit.started.map_or_else(|| started_of(w, &SHORT_TERM_GOAL, id.0), Ok)?;
            w.update(&SHORT_TERM_GOAL, id.0, &short_values(w, edit, started)?).map(drop)
        })
    }

    /// Moves a short-term goal to another state. For "changed" see [`Handrail::change_short_term_goal`].
    pub fn set_short_term_goal_state(&self, id: ShortTermGoalId, state: GoalState) -> Result<Changes> {
        self.write(|w| set_state(w, &SHORT_TERM_GOAL, id.0, state))
    }

    /// Takes a short-term goal up again, whatever became of it.
    pub fn reopen_short_term_goal(&self, id: ShortTermGoalId) -> Result<Changes> {
        self.set_short_term_goal_state(id, GoalState::Active)
    }

    /// Puts a new short-term goal in the place of this one, which stays, linked to it.
    pub fn change_short_term_goal(&self, id: ShortTermGoalId, to: &NewShortTermGoal) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &SHORT_TERM_GOAL, "goal", id.0)?;
            let new = insert_short(w, to, BeginAs::Active)?;
            w.update(&SHORT_TERM_GOAL, id.0, &changed_to(w, new)).map(drop)
        })
    }

    /// Adds a step.
    pub fn save_step(&self, new: &NewStep) -> Result<Changes> {
        self.write(|w| insert_step(w, new, None).map(drop))
    }

    /// Says a step differently, or makes it smaller.
    pub fn edit_step(&self, id: StepId, edit: &NewStep) -> Result<Changes> {
        self.write(|w| w.update(&STEP, id.0, &step_values(w, edit)?).map(drop))
    }

    /// Moves a step to another state.
    pub fn set_step_state(&self, id: StepId, state: GoalState) -> Result<Changes> {
        self.write(|w| w.update(&STEP, id.0, &vec![("state", state.into())]).map(drop))
    }

    /// Takes a step up again, whatever became of it.
    pub fn reopen_step(&self, id: StepId) -> Result<Changes> {
        self.set_step_state(id, GoalState::Active)
    }

    /// Records what became of a step. "Done" marks it as reached, "changed" as changed; after
    /// anything else it stays, or becomes again, active.
    pub fn record_step(&self, new: &NewStepResult) -> Result<Changes> {
        self.write(|w| insert_result(w, new))
    }

    /// Changes what was said about a step. The earlier text stays as a revision.
    pub fn edit_step_result(&self, id: StepResultId, edit: &NewStepResult) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &STEP, "step", edit.step.0)?;
            if w.update(&STEP_RESULT, id.0, &result_values(edit)?)? {
                follow_newest(w, edit.step)?;
            }
            Ok(())
        })
    }

    /// Writes a row of the goal sheet.
    pub fn record_goal_review(&self, new: &NewGoalReview) -> Result<Changes> {
        self.write(|w| {
            let mut values = review_values(w, new)?;
            values.extend(w.made());
            w.insert(&GOAL_REVIEW, w.new_id()?, &values)
        })
    }

    /// Changes a row of the goal sheet. The earlier text stays as a revision.
    pub fn edit_goal_review(&self, id: GoalReviewId, edit: &NewGoalReview) -> Result<Changes> {
        self.write(|w| w.update(&GOAL_REVIEW, id.0, &review_values(w, edit)?).map(drop))
    }
}

/// Records what became of a step inside a write that does more, such as an action on a notification.
pub(crate) fn insert_result(w: &Write<'_>, new: &NewStepResult) -> Result<()> {
    validate::known(w.tx(), &STEP, "step", new.step.0)?;
    let mut values = result_values(new)?;
    values.extend(w.made());
    w.insert(&STEP_RESULT, w.new_id()?, &values)?;
    follow_newest(w, new.step)
}

/// Adds a step inside a write that does more, such as taking a proposal on.
pub(crate) fn insert_step(w: &Write<'_>, new: &NewStep, proposal: Option<Id>) -> Result<StepId> {
    let id = w.new_id()?;
    let mut values = step_values(w, new)?;
    values.push(("state", GoalState::Active.into()));
    values.push(("proposal", maybe(proposal)));
    w.insert(&STEP, id, &values)?;
    Ok(StepId(id))
}

fn insert_short(w: &Write<'_>, new: &NewShortTermGoal, begin: BeginAs) -> Result<Id> {
    let id = w.new_id()?;
    let mut values = short_values(w, new, new.started.unwrap_or(w.day()))?;
    values.push(("state", begin.into()));
    values.push(("changed_to", maybe(None::<Id>)));
    w.insert(&SHORT_TERM_GOAL, id, &values)?;
    Ok(id)
}
