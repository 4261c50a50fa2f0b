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

pub mod sheet;
pub mod story;
mod views;

pub use views::{
    GoalEvent, GoalHistory, GoalNext, GoalReviewView, GoalsView, LongTermGoalView, Offer, ShortTermGoalView,
    StepResultView, StepView,
};

use handrail_core::goals as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::life_areas::LifeAreaRatingId;
use crate::programme::{NamedItem, PackText};
use crate::sessions::SessionId;
use crate::store::Changes;

id! {
    /// Names a long-term goal.
    LongTermGoalId = core::LongTermGoalId
}

id! {
    /// Names a short-term goal.
    ShortTermGoalId = core::ShortTermGoalId
}

id! {
    /// Names a step.
    StepId = core::StepId
}

id! {
    /// Names what was said about a step.
    StepResultId = core::StepResultId
}

id! {
    /// Names a row of the goal sheet.
    GoalReviewId = core::GoalReviewId
}

choice! {
    /// Where a goal or step stands.
    GoalState = core::GoalState {
        /// Mine, not started.
        Idea,
        /// Being worked on.
        Active,
        /// Resting, easy to take up again.
        Paused,
        /// What "how will we know" says is true for me.
        Reached,
        /// A better one took its place.
        Changed,
        /// Set down on purpose, and kept.
        LetGo,
    }
}

choice! {
    /// How a new goal begins.
    BeginAs = core::BeginAs {
        /// Something to think about.
        Idea,
        /// Something to work on.
        Active,
    }
}

choice! {
    /// What became of a step. Any try counts.
    StepOutcome = core::StepOutcome {
        /// I did it. The step is reached.
        Done,
        /// I did some of it.
        Partly,
        /// Not yet.
        NotYet,
        /// It turned into something else.
        Changed,
    }
}

/// By about when. Soft: it suggests a day and never fails.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Horizon {
    /// What the rule of sixes suggests.
    Suggested,
    /// This day.
    About {
        /// Which.
        day: CivilDate,
    },
    /// No day is wanted.
    Open,
}

// Left out means "suggested".
impl In<core::Horizon> for Option<Horizon> {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Horizon> {
        Ok(match self {
            None | Some(Horizon::Suggested) => core::Horizon::Suggested,
            Some(Horizon::About { day }) => core::Horizon::About(day.taken(field)?),
            Some(Horizon::Open) => core::Horizon::Open,
        })
    }
}

edit! {
    /// A long-term goal as the person wants it. For an edit, every field is the new value.
    NewLongTermGoal into core::NewLongTermGoal {
        /// In the person's own words, at most 280 characters.
        title: String,
        /// Why it matters; may be empty.
        #[uniffi(default)]
        why: String,
        /// How will we know; may be empty.
        #[uniffi(default)]
        how_will_we_know: String,
        /// Area of life, in words; may be empty.
        #[uniffi(default)]
        area: String,
        /// Who can help; may be empty.
        #[uniffi(default)]
        who_can_help: String,
        /// When it began; left out: today, or in an edit as it was.
        #[uniffi(default)]
        started: Option<CivilDate>,
        /// By about when: 6 months after it began unless said otherwise.
        #[uniffi(default)]
        by_about: Option<Horizon>,
    }
}

edit! {
    /// A short-term goal as the person wants it.
    NewShortTermGoal into core::NewShortTermGoal {
        /// The long-term goal it is a part of.
        goal: LongTermGoalId,
        /// In the person's own words, at most 280 characters.
        title: String,
        /// How will we know; may be empty.
        #[uniffi(default)]
        how_will_we_know: String,
        /// What I have going for me; may be empty.
        #[uniffi(default)]
        strengths: String,
        /// What could get in the way; may be empty.
        #[uniffi(default)]
        obstacles: String,
        /// Who can help; may be empty.
        #[uniffi(default)]
        who_can_help: String,
        /// When it began; left out: today, or in an edit as it was.
        #[uniffi(default)]
        started: Option<CivilDate>,
        /// By about when: 6 weeks after it began unless said otherwise.
        #[uniffi(default)]
        by_about: Option<Horizon>,
    }
}

edit! {
    /// A step as the person wants it.
    NewStep into core::NewStep {
        /// The short-term goal it is a step towards.
        goal: ShortTermGoalId,
        /// What I do, at most 280 characters.
        title: String,
        /// Who does it, who is there; may be empty.
        #[uniffi(default)]
        who: String,
        /// When, in words; may be empty.
        #[uniffi(default)]
        when_words: String,
        /// Where; may be empty.
        #[uniffi(default)]
        where_words: String,
        /// How; may be empty.
        #[uniffi(default)]
        how: String,
        /// How will we know; may be empty.
        #[uniffi(default)]
        how_will_we_know: String,
        /// By about when: 6 days from today unless said otherwise.
        #[uniffi(default)]
        by_about: Option<Horizon>,
        /// A reminder on this civil day, together with a time; left out: none.
        #[uniffi(default)]
        reminder_day: Option<CivilDate>,
        /// Time on the wall of the reminder.
        #[uniffi(default)]
        reminder_time: Option<CivilTime>,
    }
}

edit! {
    /// What the person says about a step.
    NewStepResult into core::NewStepResult {
        /// Which step.
        step: StepId,
        /// What became of it.
        result: StepOutcome,
        /// What helped; may be empty.
        #[uniffi(default)]
        what_helped: String,
        /// What got in the way; may be empty.
        #[uniffi(default)]
        got_in_the_way: String,
        /// What comes next; may be empty.
        #[uniffi(default)]
        next_step: String,
    }
}

edit! {
    /// A row of the goal sheet, written at a meeting or alone.
    NewGoalReview into core::NewGoalReview {
        /// Which long-term goal.
        goal: LongTermGoalId,
        /// At which meeting, if at one.
        #[uniffi(default)]
        session: Option<SessionId>,
        /// How it goes, in words.
        progress: String,
        /// The person's own 0-10, if they like.
        #[uniffi(default)]
        rating: Option<i64>,
        /// What next; may be empty.
        #[uniffi(default)]
        what_next: String,
    }
}

view! {
    /// What the form for a long-term goal shows. The help is offered beside the words, and never asked for.
    GoalForm from core::GoalForm {
        /// The goal as it is; nothing for a new one.
        goal: Option<LongTermGoalView>,
        /// The name of the area of life it comes of or belongs to, if any.
        area: Option<PackText>,
        /// The pack's questions that lead from an area to a goal; only for a new goal that comes of one.
        prompts: Vec<NamedItem>,
        /// The pack's examples of goals, three at a time, each few from different parts of life; only for a new goal.
        examples: Vec<Vec<NamedItem>>,
        /// The pack's questions that help to say a goal clearly.
        questions: Vec<NamedItem>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The goals screen: everything, the goals being worked on first.
    pub fn goals(&self) -> Result<GoalsView> {
        self.call(handrail_core::Handrail::goals)
    }

    /// What was said about a goal and its steps, the newest first, at most 200.
    pub fn goal_history(&self, goal: LongTermGoalId) -> Result<GoalHistory> {
        self.call(|core| core.goal_history(goal.taken("goal")?))
    }

    /// Adds a long-term goal. As many as the person wants.
    pub fn save_long_term_goal(&self, details: NewLongTermGoal, begin: BeginAs) -> Result<Changes> {
        self.call(|core| core.save_long_term_goal(&details.taken("details")?, begin.taken("begin")?))
    }

    /// Says a long-term goal differently. What it said before stays as a revision.
    pub fn edit_long_term_goal(&self, id: LongTermGoalId, edit: NewLongTermGoal) -> Result<Changes> {
        self.call(|core| core.edit_long_term_goal(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a long-term goal to another state. For "changed" see `change_long_term_goal`.
    pub fn set_long_term_goal_state(&self, id: LongTermGoalId, state: GoalState) -> Result<Changes> {
        self.call(|core| core.set_long_term_goal_state(id.taken("id")?, state.taken("state")?))
    }

    /// Takes a long-term goal up again, whatever became of it.
    pub fn reopen_long_term_goal(&self, id: LongTermGoalId) -> Result<Changes> {
        self.call(|core| core.reopen_long_term_goal(id.taken("id")?))
    }

    /// Puts a new goal in the place of this one, which stays, linked to it.
    pub fn change_long_term_goal(&self, id: LongTermGoalId, to: NewLongTermGoal) -> Result<Changes> {
        self.call(|core| core.change_long_term_goal(id.taken("id")?, &to.taken("to")?))
    }

    /// Adds a short-term goal. About three at a time is plenty; more are not refused.
    pub fn save_short_term_goal(&self, details: NewShortTermGoal, begin: BeginAs) -> Result<Changes> {
        self.call(|core| core.save_short_term_goal(&details.taken("details")?, begin.taken("begin")?))
    }

    /// Says a short-term goal differently.
    pub fn edit_short_term_goal(&self, id: ShortTermGoalId, edit: NewShortTermGoal) -> Result<Changes> {
        self.call(|core| core.edit_short_term_goal(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a short-term goal to another state. For "changed" see `change_short_term_goal`.
    pub fn set_short_term_goal_state(&self, id: ShortTermGoalId, state: GoalState) -> Result<Changes> {
        self.call(|core| core.set_short_term_goal_state(id.taken("id")?, state.taken("state")?))
    }

    /// Takes a short-term goal up again, whatever became of it.
    pub fn reopen_short_term_goal(&self, id: ShortTermGoalId) -> Result<Changes> {
        self.call(|core| core.reopen_short_term_goal(id.taken("id")?))
    }

    /// Puts a new short-term goal in the place of this one, which stays, linked to it.
    pub fn change_short_term_goal(&self, id: ShortTermGoalId, to: NewShortTermGoal) -> Result<Changes> {
        self.call(|core| core.change_short_term_goal(id.taken("id")?, &to.taken("to")?))
    }

    /// Adds a step.
    pub fn save_step(&self, details: NewStep) -> Result<Changes> {
        self.call(|core| core.save_step(&details.taken("details")?))
    }

    /// Says a step differently, or makes it smaller.
    pub fn edit_step(&self, id: StepId, edit: NewStep) -> Result<Changes> {
        self.call(|core| core.edit_step(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Moves a step to another state.
    pub fn set_step_state(&self, id: StepId, state: GoalState) -> Result<Changes> {
        self.call(|core| core.set_step_state(id.taken("id")?, state.taken("state")?))
    }

    /// Takes a step up again, whatever became of it.
    pub fn reopen_step(&self, id: StepId) -> Result<Changes> {
        self.call(|core| core.reopen_step(id.taken("id")?))
    }

    /// Records what became of a step. "Done" marks it as reached, "changed" as changed; after
    /// anything else it stays, or becomes again, active.
    pub fn record_step(&self, details: NewStepResult) -> Result<Changes> {
        self.call(|core| core.record_step(&details.taken("details")?))
    }

    /// Changes what was said about a step. The earlier text stays as a revision.
    pub fn edit_step_result(&self, id: StepResultId, edit: NewStepResult) -> Result<Changes> {
        self.call(|core| core.edit_step_result(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Writes a row of the goal sheet.
    pub fn record_goal_review(&self, details: NewGoalReview) -> Result<Changes> {
        self.call(|core| core.record_goal_review(&details.taken("details")?))
    }

    /// Changes a row of the goal sheet. The earlier text stays as a revision.
    pub fn edit_goal_review(&self, id: GoalReviewId, edit: NewGoalReview) -> Result<Changes> {
        self.call(|core| core.edit_goal_review(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The form for a long-term goal: for a new one, or the one that is said differently (`goal`). `rating` is what was
    /// said of the area of life that a new one comes of; beside a goal it is not looked at.
    ///
    /// Gives `NotFound` if there is no such goal or rating.
    pub fn goal_form(&self, goal: Option<LongTermGoalId>, rating: Option<LifeAreaRatingId>) -> Result<GoalForm> {
        self.call(|core| core.goal_form(goal.taken("goal")?, rating.taken("rating")?))
    }
}
