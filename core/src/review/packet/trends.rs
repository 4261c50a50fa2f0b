//! Weekly sums in a packet.

use serde::{Deserialize, Serialize};

use crate::clock::Day;

/// Weekly sums, oldest first, weeks without anything left out. `week` is the Monday.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trends {
    /// Homework.
    pub homework: Vec<HomeworkWeek>,
    /// Coping.
    pub coping: Vec<CopingWeek>,
    /// Signs.
    pub signs: Vec<SignsWeek>,
}

/// A week of homework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkWeek {
    /// Its Monday.
    pub week: Day,
    /// Done.
    pub done: u32,
    /// Partly.
    pub partly: u32,
    /// Not yet.
    pub not_yet: u32,
}

/// A week of coping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopingWeek {
    /// Its Monday.
    pub week: Day,
    /// Tries.
    pub tries: u32,
    /// Of these, helped a little or a lot.
    pub helped: u32,
}

/// A week of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SignsWeek {
    /// Its Monday.
    pub week: Day,
    /// Ratings counted.
    pub ratings: u32,
    /// Their mean on the scale 0..`max`.
    pub mean: f64,
    /// 3 or 10.
    pub max: i64,
}
