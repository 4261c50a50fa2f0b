//! Quick help, for days with little energy: one or two things that helped me before, the first lines of my
//! plan, and help now. Nothing to read through, nothing to decide.

use handrail_core::today as core;

use super::PlanAction;
use crate::convert::view;
use crate::coping::suggestions::CopingSuggestion;
use crate::error::Result;
use crate::handrail::Handrail;

view! {
    /// Quick help.
    QuickHelpView from core::QuickHelpView {
        /// What helped most often for me, at most two; none while I have no strategy of my own: then the library.
        strategies: Vec<CopingSuggestion>,
        /// The first three lines of what helps, from my plan.
        plan: Vec<PlanAction>,
        /// Whether I am using my plan now.
        plan_in_use: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// Quick help. Help now stands beside it always (`help_now`).
    pub fn quick_help(&self) -> Result<QuickHelpView> {
        self.call(handrail_core::Handrail::quick_help)
    }
}
