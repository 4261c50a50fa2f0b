//! Every sheet once: filled by Mara in her own words, and looked back on months later.

mod everyday;
mod look_back;
mod towards_a_goal;
mod what_helps;

use handrail_core::Changes;
use handrail_core::ids::Id;
use handrail_core::programme::pack::Worksheet;

use crate::Mara;

/// Every sheet.
pub(crate) const ALL: [Worksheet; 15] = [
    Worksheet::LifeAreas,
    Worksheet::RecoveryMeaning,
    Worksheet::Goal,
    Worksheet::ProblemSolving,
    Worksheet::Plan,
    Worksheet::SafetyPlan,
    Worksheet::Medication,
    Worksheet::SubstanceUse,
    Worksheet::Stress,
    Worksheet::People,
    Worksheet::Needs,
    Worksheet::Lifestyle,
    Worksheet::Coping,
    Worksheet::Signs,
    Worksheet::ProgressCheck,
];

/// Words that stand on this sheet and on no other.
pub(crate) fn mark(sheet: Worksheet) -> &'static str {
    match sheet {
        Worksheet::LifeAreas => "nobody to cook for since spring",
        Worksheet::RecoveryMeaning => "my own key and a table for two",
        Worksheet::Goal => "a job in a kitchen",
        Worksheet::ProblemSolving => "the early bus is too full for me",
        Worksheet::Plan => "three nights of pacing",
        Worksheet::SafetyPlan => "the bench by the canal",
        Worksheet::Medication => "the little white one",
        Worksheet::SubstanceUse => "the bar under the arches",
        Worksheet::Stress => "letters with a window",
        Worksheet::People => "Cara, my sister",
        Worksheet::Needs => "a bus pass for the year",
        Worksheet::Lifestyle => "to the lock and back",
        Worksheet::Coping => "humming the tune of the kettle",
        Worksheet::Signs => "the radio talks about me",
        Worksheet::ProgressCheck => "further than last winter",
    }
}

fn made(changes: handrail_core::Result<Changes>, concept: &str) -> Id {
    changes.unwrap().id_of(concept).expect("a record of this concept")
}

impl Mara {
    /// Fills a sheet for the first time.
    pub(crate) fn fill(&self, sheet: Worksheet) {
        match sheet {
            Worksheet::LifeAreas => self.fill_life_areas(),
            Worksheet::RecoveryMeaning => self.fill_recovery(),
            Worksheet::Goal => self.fill_goal(),
            Worksheet::ProblemSolving => self.fill_problem(),
            Worksheet::Plan => self.fill_plan(),
            Worksheet::SafetyPlan => self.fill_safety_plan(),
            Worksheet::Medication => self.fill_medication(),
            Worksheet::SubstanceUse => self.fill_substance_use(),
            Worksheet::Stress => self.fill_stress(),
            Worksheet::People => self.fill_people(),
            Worksheet::Needs => self.fill_needs(),
            Worksheet::Lifestyle => self.fill_lifestyle(),
            Worksheet::Coping => self.fill_coping(),
            Worksheet::Signs => self.fill_signs(),
            Worksheet::ProgressCheck => self.fill_progress_check(),
        }
    }
}
