//! Homework in a packet.

use serde::{Deserialize, Serialize};

use super::SheetLine;
use crate::clock::Day;
use crate::homework::{HomeworkOutcome, Obstacle, Origin};
use crate::ids::Id;

/// A homework.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Homework {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// The module it belongs to, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The proposal it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Id>,
    /// How often, as the client reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_often: Option<String>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_whom: Option<String>,
    /// How sure the client was, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<i64>,
    /// The smaller version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smaller_version: Option<String>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// How it went, in the period.
    pub results: Vec<HomeworkResult>,
    /// When it was talked over, in the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<HomeworkReview>,
}

/// How a homework went on one of its days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkResult {
    /// Which.
    pub id: Id,
    /// The day it answers.
    pub day: Day,
    /// How it went.
    pub result: HomeworkOutcome,
    /// What got in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<Obstacle>,
    /// A note; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How much it helped, 0-4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpfulness: Option<i64>,
    /// The smaller version was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smaller: Option<bool>,
}

/// A time it was talked over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkReview {
    /// Which.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_whom: Option<String>,
    /// A note; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
