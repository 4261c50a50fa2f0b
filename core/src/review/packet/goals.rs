//! Goals in a packet, down to single steps.

use serde::{Deserialize, Serialize};

use super::SheetLine;
use crate::clock::Day;
use crate::goals::{GoalState, StepOutcome};
use crate::ids::Id;

/// A long-term goal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// Why it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// "How will we know".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_will_we_know: Option<String>,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// The short-term goals under it.
    pub short_term: Vec<ShortTermGoal>,
    /// Rows of the goal sheet written in the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<GoalReview>,
}

/// A short-term goal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortTermGoal {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// "How will we know".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_will_we_know: Option<String>,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// The steps under it.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// How it went, in the period.
    pub results: Vec<StepResult>,
}

/// How a step went.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Which.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// How it went.
    pub result: StepOutcome,
    /// What helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helped: Option<String>,
    /// What got in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got_in_the_way: Option<String>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

/// A row of the goal sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalReview {
    /// The person's day.
    pub day: Day,
    /// How it is going, in words.
    pub progress: String,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_next: Option<String>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
}
