//! One change, and a run of changes of one phone.

use serde_json::{Map, Value as Json};

use super::error::LedgerError;
use crate::ids::Id;

/// The highest stamp that is taken: the year 2300 in milliseconds, in the upper 48 bits. No phone's clock is taken for
/// later than 2199, and every change adds one at most to what was seen, so nothing honest comes near it; and who sends
/// a higher one cannot stop the clocks of all the others there.
pub const HIGHEST_STAMP: u64 = 10_413_792_000_000 << 16;

/// Longest name of a kind or a field, in bytes.
const LONGEST_NAME: usize = 64;

/// Fields by name, as JSON. Bytes and ids are base64url without padding.
pub type Body = Map<String, Json>;

/// What a change does to its record.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Writes these fields of a record that changes field by field. `None` where what it wrote was replaced within the
    /// first writing, or removed for good: the number stays, the content is gone.
    Fields(Option<Body>),
    /// Writes a settled record as a whole; `None` as above.
    Whole(Option<Body>),
    /// Puts a record back that was taken away, as it is known by all changes up to now.
    PutBack,
    /// Takes a record away.
    Delete,
    /// Removes a record for good, with all that was ever said of it.
    RemoveForGood,
}

impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No words of the person's.
        f.write_str(match self {
            Self::Fields(Some(_)) => "Fields(..)",
            Self::Fields(None) => "Fields(gone)",
            Self::Whole(Some(_)) => "Whole(..)",
            Self::Whole(None) => "Whole(gone)",
            Self::PutBack => "PutBack",
            Self::Delete => "Delete",
            Self::RemoveForGood => "RemoveForGood",
        })
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Its number in the log of the phone that sends it, from 1 on, without gaps.
    pub sequence: u64,
    /// Hybrid logical clock: milliseconds in the upper 48 bits, a counter in the lower 16. Later wins.
    pub stamp: u64,
    /// When the phone's own clock said it was, UTC milliseconds. Differs from the stamp's where that clock is behind
    /// what was seen of others'.
    pub at_ms: i64,
    /// The name the phone had when it wrote this, where it took another since ([`super::Ledger::begin_as`]).
    pub by: Option<Id>,
    /// What it does.
    pub action: Action,
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub record: Id,
    /// Where this belongs to the first writing of a record: what the same phone wrote into these fields from this
    /// stamp on is replaced without a trace.
    pub since: Option<u64>,
}

/// A run of changes of one phone, numbered without a gap from the first one's `sequence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The phone whose log this is.
    pub device: Id,
    /// At least one.
    pub ops: Vec<Op>,
}

impl Batch {
    /// Number of the first op; 0 for a batch without any, which no one takes.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.ops.first().map_or(0, |op| op.sequence)
    }

    /// Number of the last op.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.ops.last().map_or(0, |op| op.sequence)
    }

    /// Whether this is a batch that a Handrail can have written: numbers without a gap, stamps and names that can be.
    pub(crate) fn check(&self) -> Result<(), LedgerError> {
        let first = self.first();
        if first == 0 {
            return Err(LedgerError::Numbers);
        }
        if self.ops.len() > super::MAX_OPS {
            return Err(LedgerError::TooLarge);
        }
        for (n, op) in (first..).zip(&self.ops) {
            if op.sequence != n || i64::try_from(n).is_err() {
                return Err(LedgerError::Numbers);
            }
            op.check()?;
        }
        Ok(())
    }
}

impl Op {
    /// Who wrote it, as what it wrote remembers: the name it was written under.
    #[must_use]
    pub fn author(&self, device: Id) -> Id {
        self.by.unwrap_or(device)
    }

    fn check(&self) -> Result<(), LedgerError> {
        if self.stamp > HIGHEST_STAMP || self.since.is_some_and(|since| since >= self.stamp) {
            return Err(LedgerError::Stamp);
        }
        // An instant that no calendar holds: the year 2300, as for stamps, and nothing before 1970.
        if !(0..=stamp_ms(HIGHEST_STAMP)).contains(&self.at_ms) {
            return Err(LedgerError::Stamp);
        }
        if !is_name(&self.kind) {
            return Err(LedgerError::Name);
        }
        match &self.action {
            Action::Fields(Some(body)) | Action::Whole(Some(body)) => {
                if body.is_empty() {
                    return Err(LedgerError::Malformed);
                }
                if body.keys().all(|name| is_name(name)) { Ok(()) } else { Err(LedgerError::Name) }
            }
            Action::Fields(None) | Action::Whole(None) => Ok(()),
            Action::PutBack | Action::Delete | Action::RemoveForGood if self.since.is_none() => Ok(()),
            Action::PutBack | Action::Delete | Action::RemoveForGood => Err(LedgerError::Malformed),
        }
    }
}

/// The instant in a stamp, UTC milliseconds.
#[must_use]
pub fn stamp_ms(stamp: u64) -> i64 {
    // 48 bits always fit.
    i64::try_from(stamp >> 16).unwrap_or(i64::MAX)
}

/// Whether a text can be the name of a kind or of a field: 1 to 64 small letters, digits and underscores.
#[must_use]
pub fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
