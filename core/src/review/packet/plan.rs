//! The relapse prevention plan in a packet.

use serde::{Deserialize, Serialize};

use super::SheetLine;
use crate::clock::Day;
use crate::plan::PlanPart;

/// The relapse prevention plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// When one of these lines last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_day: Option<Day>,
    /// Its parts, in order.
    pub parts: Vec<PlanPartLines>,
    /// What stands in none of the parts: what happened before, who is not to be called, who has a copy, when it was
    /// used, rehearsed and looked over, and when it will be again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
}

/// A part of the plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPartLines {
    /// Which part.
    pub part: PlanPart,
    /// Its lines.
    pub lines: Vec<String>,
    /// What else each of them says, in the same order; absent where none says more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Vec<SheetLine>>,
}
