//! What comes next for a goal: the one thing that its screen puts first.

use super::views::{LongTermGoalView, StepView};
use super::{GoalState, ShortTermGoalId, StepId};

/// What the screen of a goal puts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalNext {
    /// Say how this step went.
    Answer {
        /// The step.
        step: StepId,
    },
    /// Find a step towards this short-term goal.
    FindStep {
        /// The short-term goal.
        goal: ShortTermGoalId,
    },
    /// Find something to get to first.
    FindPart,
    /// Begin with it, or take it up again.
    TakeUp,
}

/// Of a goal with all that belongs to it. What was reached, changed or let go is left in peace.
pub(super) fn next(goal: &LongTermGoalView) -> Option<GoalNext> {
    match goal.state {
        GoalState::Active => {}
        GoalState::Idea | GoalState::Paused => return Some(GoalNext::TakeUp),
        GoalState::Reached | GoalState::Changed | GoalState::LetGo => return None,
    }
    let mut open = goal.short_term.iter().filter(|part| part.state == GoalState::Active).peekable();
    let first = open.peek().map(|part| part.id);
    let steps = open.flat_map(|part| &part.steps).filter(|step| step.state == GoalState::Active);
    // The order in which today offers them.
    let soonest = |step: &&StepView| (step.by_about.is_none(), step.by_about, step.id);
    Some(match (steps.min_by_key(soonest), first) {
        (Some(step), _) => GoalNext::Answer { step: step.id },
        (None, Some(goal)) => GoalNext::FindStep { goal },
        (None, None) => GoalNext::FindPart,
    })
}
