//! The goals screen: the whole tree at once, and the history of one goal.

use handrail_core::goals as core;

use super::{GoalReviewId, GoalState, LongTermGoalId, ShortTermGoalId, StepId, StepOutcome, StepResultId};
use crate::clock::{CivilDate, CivilTime, Moment};
use crate::convert::{Out, cases, choice, closed, view};
use crate::sessions::SessionId;
use crate::store::RecordId;

choice! {
    /// What the screen may offer beside a step.
    Offer = core::Offer {
        /// Make it smaller, or look at what is in the way.
        SmallerOrProblemSolving,
    }
}

/// One thing that was said.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum GoalEvent {
    /// A row of the goal sheet.
    Review {
        /// The row.
        review: GoalReviewView,
    },
    /// What became of a step.
    Step {
        /// The step's title now.
        title: String,
        /// What was said.
        result: StepResultView,
    },
}

closed!(GoalEvent);

impl Out<core::GoalEvent> for GoalEvent {
    fn out(core: core::GoalEvent) -> Self {
        match core {
            core::GoalEvent::Review(review) => Self::Review { review: Out::out(review) },
            core::GoalEvent::Step { title, result } => Self::Step { title, result: Out::out(result) },
        }
    }
}

view! {
    /// What was said about a step.
    StepResultView from core::StepResultView {
        /// Which.
        id: StepResultId,
        /// Of which step.
        step: StepId,
        /// What became of it.
        result: StepOutcome,
        /// What helped.
        what_helped: String,
        /// What got in the way.
        got_in_the_way: String,
        /// What comes next.
        next_step: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A step.
    StepView from core::StepView {
        /// Which.
        id: StepId,
        /// Towards which short-term goal.
        goal: ShortTermGoalId,
        /// What I do.
        title: String,
        /// Who does it, who is there.
        who: String,
        /// When, in words.
        when_words: String,
        /// Where.
        where_words: String,
        /// How.
        how: String,
        /// How will we know.
        how_will_we_know: String,
        /// By about when.
        by_about: Option<CivilDate>,
        /// Civil day of the reminder.
        reminder_day: Option<CivilDate>,
        /// Its time on the wall.
        reminder_time: Option<CivilTime>,
        /// Where it stands.
        state: GoalState,
        /// The proposal it came from.
        proposal: Option<RecordId>,
        /// What was said last.
        newest: Option<StepResultView>,
        /// What the screen may offer now.
        offer: Option<Offer>,
    }
}

view! {
    /// A short-term goal with its steps.
    ShortTermGoalView from core::ShortTermGoalView {
        /// Which.
        id: ShortTermGoalId,
        /// Part of which long-term goal.
        goal: LongTermGoalId,
        /// In the person's own words.
        title: String,
        /// How will we know.
        how_will_we_know: String,
        /// What I have going for me.
        strengths: String,
        /// What could get in the way.
        obstacles: String,
        /// Who can help.
        who_can_help: String,
        /// When it began.
        started: CivilDate,
        /// By about when.
        by_about: Option<CivilDate>,
        /// Where it stands.
        state: GoalState,
        /// The goal that took its place.
        changed_to: Option<ShortTermGoalId>,
        /// Its steps, those being worked on first, then as they were made.
        steps: Vec<StepView>,
    }
}

view! {
    /// A long-term goal with all that belongs to it.
    LongTermGoalView from core::LongTermGoalView {
        /// Which.
        id: LongTermGoalId,
        /// In the person's own words.
        title: String,
        /// Why it matters.
        why: String,
        /// How will we know.
        how_will_we_know: String,
        /// Area of life.
        area: String,
        /// Who can help.
        who_can_help: String,
        /// When it began.
        started: CivilDate,
        /// By about when.
        by_about: Option<CivilDate>,
        /// Where it stands.
        state: GoalState,
        /// The goal that took its place.
        changed_to: Option<LongTermGoalId>,
        /// Its short-term goals, those being worked on first, then as they were made.
        short_term: Vec<ShortTermGoalView>,
        /// The newest rows of its goal sheet, at most 3.
        reviews: Vec<GoalReviewView>,
        /// What its screen puts first; nothing for what was reached, changed or let go.
        next: Option<GoalNext>,
    }
}

cases! {
    /// What the screen of a goal puts first.
    GoalNext = core::GoalNext {
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
}

view! {
    /// A row of the goal sheet.
    GoalReviewView from core::GoalReviewView {
        /// Which.
        id: GoalReviewId,
        /// Of which goal.
        goal: LongTermGoalId,
        /// At which meeting.
        session: Option<SessionId>,
        /// How it goes.
        progress: String,
        /// The person's own 0-10.
        rating: Option<i64>,
        /// What next.
        what_next: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// The goals screen.
    GoalsView from core::GoalsView {
        /// Every long-term goal, those being worked on first, then as they were made.
        goals: Vec<LongTermGoalView>,
    }
}

view! {
    /// What was said about a goal and its steps.
    GoalHistory from core::GoalHistory {
        /// The newest first, at most 200.
        events: Vec<GoalEvent>,
    }
}
