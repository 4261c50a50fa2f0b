//! The sheets. One table for paper and for what a review can carry beside its own parts: a new kind, or a new field,
//! that stands on no sheet breaks a test.

mod goals;
mod living;
mod practice;
mod staying_well;

use super::table::How::PackList;
use super::table::{Line, Part, shown};
use crate::validate::choice;

choice! {
    /// A sheet, by the name it has in content packs where it has one there.
    Sheet {
        /// What recovery means to me.
        RecoveryMeaning = "recovery_meaning",
        /// Areas of my life.
        LifeAreas = "life_areas",
        /// My goals, down to single steps.
        Goal = "goal",
        /// Step-by-step problem solving.
        ProblemSolving = "problem_solving",
        /// Homework.
        Homework = "homework",
        /// Meetings.
        Session = "session",
        /// Answers to the questions of modules.
        Worksheet = "worksheet",
        /// What helps me cope.
        Coping = "coping",
        /// My warning signs.
        Signs = "signs",
        /// The relapse prevention plan.
        Plan = "plan",
        /// The safety plan.
        SafetyPlan = "safety_plan",
        /// My medicines.
        Medication = "medication",
        /// What to take along to a visit at the prescriber's.
        Visit = "visit",
        /// Alcohol and drugs.
        SubstanceUse = "substance_use",
        /// Stress.
        Stress = "stress",
        /// My people.
        People = "people",
        /// Getting what I need.
        Needs = "needs",
        /// Living well: logs and small changes.
        Lifestyle = "lifestyle",
        /// The progress check.
        ProgressCheck = "progress_check",
        /// What I want to talk about.
        TalkAbout = "talk_about",
        /// What was suggested to me, and what I said.
        Answers = "answers",
        /// My programme and where I am in it.
        Programme = "programme",
    }
}

impl Sheet {
    /// All sheets, in the order in which they are printed together.
    pub const ALL: [Self; 22] = [
        Self::Programme,
        Self::RecoveryMeaning,
        Self::LifeAreas,
        Self::Goal,
        Self::ProblemSolving,
        Self::Homework,
        Self::Session,
        Self::TalkAbout,
        Self::Answers,
        Self::Worksheet,
        Self::Coping,
        Self::Signs,
        Self::Plan,
        Self::SafetyPlan,
        Self::Medication,
        Self::Visit,
        Self::SubstanceUse,
        Self::Stress,
        Self::People,
        Self::Needs,
        Self::Lifestyle,
        Self::ProgressCheck,
    ];

    /// What stands on it.
    pub(crate) fn parts(self) -> &'static [Part] {
        match self {
            Self::RecoveryMeaning => goals::RECOVERY_MEANING,
            Self::LifeAreas => goals::LIFE_AREAS,
            Self::Goal => goals::GOAL,
            Self::ProblemSolving => goals::PROBLEM_SOLVING,
            Self::Homework => practice::HOMEWORK,
            Self::Session => practice::SESSION,
            Self::Worksheet => practice::WORKSHEET,
            Self::Coping => staying_well::COPING,
            Self::Signs => staying_well::SIGNS,
            Self::Plan => staying_well::PLAN,
            Self::SafetyPlan => staying_well::SAFETY_PLAN,
            Self::Medication => living::MEDICATION,
            Self::Visit => living::VISIT,
            Self::SubstanceUse => living::SUBSTANCE_USE,
            Self::Stress => living::STRESS,
            Self::People => living::PEOPLE,
            Self::Needs => living::NEEDS,
            Self::Lifestyle => living::LIFESTYLE,
            Self::ProgressCheck => practice::PROGRESS_CHECK,
            Self::TalkAbout => practice::TALK_ABOUT,
            Self::Answers => practice::ANSWERS,
            Self::Programme => practice::PROGRAMME,
        }
    }

    /// Whether a blank one makes sense: what is only ever written by the app has none.
    #[must_use]
    pub const fn has_blank(self) -> bool {
        !matches!(self, Self::Answers | Self::Programme)
    }
}

/// Kinds that stand on no sheet, and why.
#[cfg(test)]
pub(crate) const NOT_ON_PAPER: &[(&str, &str)] = &[
    ("setting", "choices about the app, shown on its own screen"),
    ("reminder", "when the phone speaks up, which paper cannot"),
    ("reminder_fact", "what became of a reminder on one day"),
];

const MODULES: Line = shown("modules", PackList("module.", ".title"), 0);
