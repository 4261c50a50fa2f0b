//! What the goal sheet says beyond the goal itself: what recovery means to me here, the area of
//! life it came of, who held the pen, the modules that help, who was there when it was talked over.

use handrail_core::goals as core;

use super::views::{GoalReviewView, LongTermGoalView};
use super::{BeginAs, GoalReviewId, LongTermGoalId, NewGoalReview, NewLongTermGoal, ShortTermGoalId};
use crate::clock::CivilDate;
use crate::convert::{In as _, Out, both, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::life_areas::{LifeArea, LifeAreaRatingView};
use crate::store::Changes;

both! {
    /// What a long-term goal says beyond `NewLongTermGoal`. For an edit, every field is the new value.
    GoalMore = core::GoalMore {
        /// What recovery means to me here, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        meaning: String,
        /// The area of life it belongs to, if any.
        #[uniffi(default)]
        life_area: Option<LifeArea>,
        /// Who wrote while I talked, at most 280 characters; empty where I wrote myself.
        #[uniffi(default)]
        scribe: String,
    }
}

both! {
    /// Who was there when a row of the goal sheet was written.
    GoalCompany = core::Company {
        /// Who was there, at most 280 characters; may be empty.
        #[uniffi(default)]
        present: String,
        /// Who wrote it down, at most 280 characters; may be empty.
        #[uniffi(default)]
        noted_by: String,
    }
}

/// A long-term goal by its title.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct GoalTitle {
    /// Which.
    pub id: LongTermGoalId,
    /// Its title.
    pub title: String,
}

closed!(GoalTitle);

impl Out<(core::LongTermGoalId, String)> for GoalTitle {
    fn out((id, title): (core::LongTermGoalId, String)) -> Self {
        Self { id: Out::out(id), title }
    }
}

view! {
    /// A row of the goal sheet with who was there.
    GoalSheetRow from core::GoalSheetRow {
        /// The row.
        review: GoalReviewView,
        /// Who was there.
        company: GoalCompany,
    }
}

view! {
    /// What a short-term goal says beyond its own record.
    ShortTermMore from core::ShortTermMore {
        /// Which.
        id: ShortTermGoalId,
        /// Ids of the modules that help.
        modules: Vec<String>,
        /// The day it was reached, changed or let go.
        ended: Option<CivilDate>,
    }
}

view! {
    /// The whole goal sheet of one long-term goal.
    GoalSheet from core::GoalSheet {
        /// The goal with its short-term goals and steps.
        goal: LongTermGoalView,
        /// What it says beyond that.
        more: GoalMore,
        /// The day it was reached, changed or let go.
        ended: Option<CivilDate>,
        /// The goal in whose place it came.
        instead_of: Option<GoalTitle>,
        /// The rating of an area of life that it came of.
        came_of: Option<LifeAreaRatingView>,
        /// Its short-term goals, in the order of `goal.short_term`.
        short_term: Vec<ShortTermMore>,
        /// Its newest rows, at most 50.
        rows: Vec<GoalSheetRow>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The whole goal sheet of one long-term goal.
    ///
    /// Gives `NotFound` if there is no such goal.
    pub fn goal_sheet(&self, goal: LongTermGoalId) -> Result<GoalSheet> {
        self.call(|core| core.goal_sheet(goal.taken("goal")?))
    }

    /// The 50 rows of a goal sheet before this one, for scrolling back.
    pub fn goal_sheet_rows_before(&self, goal: LongTermGoalId, row: GoalReviewId) -> Result<Vec<GoalSheetRow>> {
        self.call(|core| core.goal_sheet_rows_before(goal.taken("goal")?, row.taken("row")?))
    }

    /// Adds a long-term goal with all that its sheet says.
    ///
    /// Refused: as for `save_long_term_goal` and `edit_goal_more`.
    pub fn save_long_term_goal_with(
        &self,
        details: NewLongTermGoal,
        begin: BeginAs,
        more: GoalMore,
    ) -> Result<Changes> {
        self.call(|core| {
            core.save_long_term_goal_with(&details.taken("details")?, begin.taken("begin")?, &more.taken("more")?)
        })
    }

    /// Changes what a goal's sheet says beyond the goal itself.
    ///
    /// Gives `NotFound` if there is no such goal. Refused: `meaning`, `scribe` over their limits; `life_area` unknown.
    pub fn edit_goal_more(&self, goal: LongTermGoalId, more: GoalMore) -> Result<Changes> {
        self.call(|core| core.edit_goal_more(goal.taken("goal")?, &more.taken("more")?))
    }

    /// Says which modules help with a short-term goal, by their ids in the pack.
    ///
    /// Gives `NotFound` if there is no such goal. Refused: `modules` unknown to the pack, or more than 20.
    pub fn set_short_term_goal_modules(&self, goal: ShortTermGoalId, modules: Vec<String>) -> Result<Changes> {
        self.call(|core| core.set_short_term_goal_modules(goal.taken("goal")?, &modules.taken("modules")?))
    }

    /// Writes a row of the goal sheet with who was there.
    ///
    /// Refused: as for `record_goal_review`; `present`, `noted_by` over their limits.
    pub fn record_goal_sheet_row(&self, details: NewGoalReview, company: GoalCompany) -> Result<Changes> {
        self.call(|core| core.record_goal_sheet_row(&details.taken("details")?, &company.taken("company")?))
    }

    /// Changes a row of the goal sheet and who was there. What it said before stays as a revision.
    pub fn edit_goal_sheet_row(&self, id: GoalReviewId, edit: NewGoalReview, company: GoalCompany) -> Result<Changes> {
        self.call(|core| core.edit_goal_sheet_row(id.taken("id")?, &edit.taken("edit")?, &company.taken("company")?))
    }
}
