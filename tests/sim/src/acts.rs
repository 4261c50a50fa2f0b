//! What a person does in a schedule: one living kind, one settled kind, lines, a setting that every phone calls by the
//! same id, and what only a newer app knows.

use handrail_core::ids::Id;

/// A kind that changes field by field, with words in four fields.
pub const STRATEGY: &str = "coping_strategy";
/// A kind that is written as a whole.
pub const ENTRY: &str = "coping_entry";
/// Another kind that changes field by field.
pub const LINE: &str = "talk_about";
/// Settings have the same id on every phone.
pub const SETTING: &str = "setting";
/// A settled kind that only a newer app knows.
pub const DREAM: &str = "dream";
/// A kind of a newer app that changes field by field.
pub const WISH: &str = "wish";
/// The words of a strategy.
pub const STRATEGY_WORDS: [&str; 4] = ["name", "how", "trouble", "adapted"];

/// Something that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A new strategy, entry, line, dream or wish. An entry is for the strategy `of`.
    New {
        /// The kind.
        kind: &'static str,
        /// The id it gets where the phone lets itself be told; else the phone makes one.
        id: Id,
        /// What an entry is for.
        of: Id,
        /// The words.
        words: String,
    },
    /// New words in a record. `field` chooses one, where there are several.
    Edit {
        /// The kind.
        kind: &'static str,
        /// The record.
        id: Id,
        /// Which of its words.
        field: usize,
        /// The words.
        words: String,
    },
    /// The name I go by.
    Name(String),
    /// A field of a strategy that only a newer app knows.
    Colour(Id, String),
    /// Takes a record away.
    Remove(&'static str, Id),
    /// Puts it back.
    PutBack(&'static str, Id),
    /// Removes it for good.
    Purge(&'static str, Id),
}
