//! Coping in a packet: what was tried, counted first.

use serde::{Deserialize, Serialize};

use super::SheetLine;
use crate::clock::Day;
use crate::coping::Helped;
use crate::ids::Id;

/// A strategy with its tries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coping {
    /// Its name.
    pub strategy: String,
    /// What the tries below said, counted.
    pub tries: Tries,
    /// The careful comparison, as the client reads it. Only where the ratings that these readers know, before and
    /// after, say enough for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<String>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
    /// The tries of the period.
    pub entries: Vec<CopingEntry>,
}

/// Answers to "Did it help me carry on?", counted over the entries of the packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    /// Not this time.
    pub not: u32,
    /// A little.
    pub a_little: u32,
    /// A lot.
    pub a_lot: u32,
    /// Left open.
    pub unrated: u32,
}

/// A try.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopingEntry {
    /// Which.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// What was going on; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// Did it help me carry on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<Helped>,
    /// How strong the trouble was before, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// And after, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    /// A note; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What else its sheet says, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<SheetLine>,
}
