//! What a write changed, and what was saved from a damaged store.

use handrail_core::ids::Id;
use handrail_core::store as core;

use crate::convert::{In, Out, choice, view};

/// The id of a record of any kind: 22 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordId(pub String);
uniffi::custom_newtype!(
    /// The id of a record of any kind: 22 characters.
    RecordId,
    String
);

impl Out<Id> for RecordId {
    fn out(core: Id) -> Self {
        Self(core.to_string())
    }
}

impl In<Id> for RecordId {
    fn taken(self, field: &'static str) -> handrail_core::error::Result<Id> {
        Id::parse(field, &self.0)
    }
}

choice! {
    /// What happened to a record.
    What = core::What {
        /// It is new.
        Created,
        /// Some of it is different now.
        Changed,
        /// It was taken away and can be put back.
        Removed,
        /// It was taken out for good.
        RemovedForGood,
    }
}

view! {
    /// One record that a write touched.
    Change from core::Change {
        /// The concept: `coping_entry`, `step`, `homework` and so on.
        concept: String,
        /// Which record.
        id: RecordId,
        /// What happened to it.
        what: What,
    }
}

view! {
    /// Everything that one write changed, in order: reload the screens that show these
    /// concepts. Empty when a save changed nothing.
    Changes from core::Changes {
        /// The records, in the order they were written.
        records: Vec<Change>,
    }
}

view! {
    /// What was saved from a damaged store. Say it in calm words: some notes may be missing,
    /// the old file is kept, and who can help.
    Salvage from core::Salvage {
        /// The folder in which the damaged files are kept, untouched.
        kept_in: String,
        /// Rows taken over, in all tables.
        rows: u64,
        /// Tables in which reading met damage, so that rows may be missing.
        damaged_tables: u32,
    }
}
