//! What a write changed, so that a screen knows what to reload and never guesses.

use crate::ids::Id;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// It is new.
    Created,
    /// Some of it is different now.
    Changed,
    /// It was taken away and can be put back.
    Removed,
    /// It was taken out for good.
    RemovedForGood,
}

/// One record that a write touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Change {
    /// The concept, named as its table is: `coping_entry`, `step`, ...
    pub concept: &'static str,
    /// Which record.
    pub id: Id,
    /// What happened to it.
    pub what: What,
}

/// Everything that one write changed, in order. Empty when a save changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// The records, in the order they were written.
    pub records: Vec<Change>,
}

impl From<Vec<Change>> for Changes {
    fn from(records: Vec<Change>) -> Self {
        Self { records }
    }
}

impl Changes {
    /// The id of the first record of `concept` that this write made or changed.
    #[must_use]
    pub fn id_of(&self, concept: &str) -> Option<Id> {
        self.records.iter().find(|c| c.concept == concept).map(|c| c.id)
    }

    /// Whether a screen that shows `concept` has to be read again.
    #[must_use]
    pub fn touches(&self, concept: &str) -> bool {
        self.records.iter().any(|c| c.concept == concept)
    }
}
