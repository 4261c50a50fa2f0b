//! Warning signs in a packet: ratings, what is usual, and the months.

use serde::{Deserialize, Serialize};

use super::{SheetLine, UsualState};
use crate::clock::Day;
use crate::ids::Id;

/// An early warning sign.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub text: String,
    /// Ratings run from 0 to this: 3 or 10.
    pub max: i64,
    /// The one sign the client calls their key sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sign: Option<bool>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// The latest rating of each day.
    pub ratings: Vec<Rating>,
}

/// A rating of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The person's day.
    pub day: Day,
    /// 0 to the sign's `max`.
    pub value: i64,
}

/// "Your usual", reckoned from nothing but ratings that were sent or are in the packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// What it says.
    pub state: UsualState,
    /// The first twelve weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_now: Option<bool>,
    /// Scale of the numbers: 3 or 10.
    pub max: i64,
    /// The usual mean; absent while learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Mean of the signs, day by day, in the period.
    pub days: Vec<DayMean>,
    /// When it was higher than usual.
    pub openings: Vec<Opening>,
    /// Days of the last twelve months on which client and practitioner set it anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resets: Vec<Day>,
}

/// Mean of the signs of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DayMean {
    /// The person's day.
    pub day: Day,
    /// 0 to `max`.
    pub value: f64,
}

/// A time that was higher than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// First day.
    pub opened: Day,
    /// Last day; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Day>,
}

/// One of the client's own rules.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which.
    pub id: Id,
    /// As the client reads it.
    pub sentence: String,
    /// Days in the period on which the ratings of this packet opened it.
    pub opened: Vec<Day>,
}

/// A note beside a check-in; off until switched on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInNote {
    /// The check-in.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// What it says.
    pub text: String,
}

/// The months, and the good time that client and practitioner agreed on: what a usual that moves along does not show.
/// Reckoned from every rating that the client has not kept back from these readers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Months {
    /// Scale of the numbers: 3 or 10. Higher is always worse.
    pub max: i64,
    /// Mean of the rated days of the good times; absent until there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_level: Option<f64>,
    /// The good times, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub good_times: Vec<GoodTime>,
    /// At most twelve, the earliest first; months without a rated day are left out.
    pub months: Vec<Month>,
}

/// Days of which both said: that was good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodTime {
    /// Which.
    pub id: Id,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// Its first day.
    pub month: Day,
    /// Mean of its rated days.
    pub mean: f64,
    /// How many they are.
    pub days: u32,
}
