//! What the rules of merging need to know of a kind: how it changes, and which of its fields leave earlier words.

use crate::store::kinds::{Class, Kind};

/// What a merge must know of a kind.
#[derive(Debug, Clone, Copy)]
pub struct KindRule(&'static Kind);

/// What a merge must know of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRule {
    /// Whether a value that was replaced or lost stays as an earlier one.
    pub keeps_replaced: bool,
}

/// The rule of a kind by its name; `None` for one of a newer version.
#[must_use]
pub fn kind_rule(name: &str) -> Option<KindRule> {
    Kind::named(name).map(KindRule)
}

impl KindRule {
    /// Whether a record of this kind is written as a whole: an answer, a check-in. Otherwise field by field.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.class == Class::Settled
    }

    /// The rule of a field; of the whole record for the empty name. `None` for a field of a newer version.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldRule> {
        let known = if name.is_empty() { self.is_whole() } else { self.0.field(name).is_some() };
        known.then(|| FieldRule { keeps_replaced: self.0.keeps_replaced(name) })
    }
}
