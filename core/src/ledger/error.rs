//! Why a batch or a snapshot is not taken. No words of the person's are in it.

use thiserror::Error;

/// Why a batch or a snapshot is not taken. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// More bytes, or more ops, than any Handrail writes.
    #[error("too large")]
    TooLarge,
    /// Not the JSON that a batch or a snapshot is.
    #[error("not readable")]
    Malformed,
    /// Readable, but not the one way in which this content is written.
    #[error("not in its one form")]
    NotCanonical,
    /// Of a newer format. Kept by the caller until the app is updated.
    #[error("of a newer format")]
    Newer,
    /// A batch without ops, or numbers that no log has.
    #[error("impossible numbers")]
    Numbers,
    /// A stamp beyond what any clock, however wrong, gives.
    #[error("an impossible stamp")]
    Stamp,
    /// A name of a kind or a field that is no name.
    #[error("an impossible name")]
    Name,
    /// A value that this field cannot hold, or an id that this record cannot have.
    #[error("a value that cannot be")]
    Value,
    /// A record that is written whole, changed by single fields, or the other way round; or one record of two kinds.
    #[error("not how this kind changes")]
    Kind,
    /// An earlier batch of the same phone is missing.
    #[error("an earlier change is missing: {found} came, {expected} is next")]
    Gap {
        /// The number that is next.
        expected: u64,
        /// The first number of the batch.
        found: u64,
    },
    /// Changes under this phone's own name that it does not remember: its store was restored or copied, and needs a
    /// new name ([`super::Ledger::begin_as`]).
    #[error("changes under this phone's own name that it does not know")]
    OwnAhead,
    /// The log does not go back so far. A snapshot has it.
    #[error("the log does not go back so far")]
    Collected,
    /// The content of a snapshot is not what its digest says.
    #[error("the content does not have this digest")]
    Digest,
}
