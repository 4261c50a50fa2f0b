//! Quick help, for days with little energy: one or two things that helped me before, the first lines of my
//! plan, and help now. Nothing to read through, nothing to decide.

use super::{PlanAction, what_helps};
use crate::coping::{CopingSuggestion, helped_most};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::plan::plan_in_use;

/// The screen.
#[derive(Clone, PartialEq)]
pub struct QuickHelpView {
    /// What helped most often for me, at most two; none while I have no strategy of my own: then the library.
    pub strategies: Vec<CopingSuggestion>,
    /// The first three lines of what helps, from my plan.
    pub plan: Vec<PlanAction>,
    /// Whether I am using my plan now.
    pub plan_in_use: bool,
}

impl Handrail {
    /// Quick help. Help now stands beside it always ([`Handrail::help_now`]).
    pub fn quick_help(&self) -> Result<QuickHelpView> {
        let today = self.this_day()?;
        self.read(|c| {
            Ok(QuickHelpView {
                strategies: helped_most(c, 2)?,
                plan: what_helps(c, 3)?,
                plan_in_use: plan_in_use(c, today)?.is_some(),
            })
        })
    }
}
