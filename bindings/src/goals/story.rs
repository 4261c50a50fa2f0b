//! How a goal came about: when it and its parts began, rested, were reached, changed or let go,
//! were said differently or given another day, and what was said about them in between.
//!
//! Read from the dates of each field and from what was there before, which is kept for words and
//! for where a goal stood; so a goal that was paused three times says so, also after an archive was
//! brought back. A slip that was put right within ten minutes leaves no trace in it, and a review
//! never carries it.

use handrail_core::goals as core;

use super::views::{GoalReviewView, StepResultView};
use super::{GoalState, LongTermGoalId, ShortTermGoalId, StepId};
use crate::clock::CivilDate;
use crate::convert::{In as _, Out, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;

view! {
    /// One event.
    GoalStoryEvent from core::GoalStoryEvent {
        /// What it is about.
        part: GoalPart,
        /// Its title now.
        title: String,
        /// The person's day.
        day: CivilDate,
        /// What happened.
        turn: GoalTurn,
    }
}

view! {
    /// A page of the story.
    GoalStory from core::GoalStory {
        /// The newest first, at most 50.
        events: Vec<GoalStoryEvent>,
        /// There are older ones.
        more: bool,
    }
}

/// What an event is about.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum GoalPart {
    /// The long-term goal itself.
    LongTerm {
        /// Which.
        id: LongTermGoalId,
    },
    /// One of its short-term goals.
    ShortTerm {
        /// Which.
        id: ShortTermGoalId,
    },
    /// A step.
    Step {
        /// Which.
        id: StepId,
    },
}

closed!(GoalPart);

impl Out<core::GoalPart> for GoalPart {
    fn out(core: core::GoalPart) -> Self {
        match core {
            core::GoalPart::LongTerm(id) => Self::LongTerm { id: Out::out(id) },
            core::GoalPart::ShortTerm(id) => Self::ShortTerm { id: Out::out(id) },
            core::GoalPart::Step(id) => Self::Step { id: Out::out(id) },
        }
    }
}

/// What happened.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum GoalTurn {
    /// It was written down, as an idea or as something to work on.
    Began {
        /// Where it stood from then on.
        state: GoalState,
    },
    /// It moved to another state.
    Became {
        /// Where it stood from then on.
        state: GoalState,
    },
    /// It was said differently.
    Reworded {
        /// What it was called before.
        before: String,
    },
    /// It was given another day, or none.
    Moved {
        /// By about when, from then on.
        by_about: Option<CivilDate>,
    },
    /// A row of the goal sheet.
    Review {
        /// Which.
        row: GoalReviewView,
    },
    /// What became of a step.
    Tried {
        /// What was said.
        result: StepResultView,
    },
}

closed!(GoalTurn);

impl Out<core::GoalTurn> for GoalTurn {
    fn out(core: core::GoalTurn) -> Self {
        match core {
            core::GoalTurn::Began(state) => Self::Began { state: Out::out(state) },
            core::GoalTurn::Became(state) => Self::Became { state: Out::out(state) },
            core::GoalTurn::Reworded { before } => Self::Reworded { before: Out::out(before) },
            core::GoalTurn::Moved { by_about } => Self::Moved { by_about: Out::out(by_about) },
            core::GoalTurn::Review(row) => Self::Review { row: Out::out(row) },
            core::GoalTurn::Result(result) => Self::Tried { result: Out::out(result) },
        }
    }
}

#[uniffi::export]
impl Handrail {
    /// How a goal came about, the newest first: 50 events, after leaving out the first `skip`.
    ///
    /// Gives `NotFound` if there is no such goal.
    pub fn goal_story(&self, goal: LongTermGoalId, skip: u64) -> Result<GoalStory> {
        self.call(|core| core.goal_story(goal.taken("goal")?, skip.taken("skip")?))
    }
}
