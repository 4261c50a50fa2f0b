//! The public error: ten variants, one for each thing a screen can do about it.
//!
//! The core's own error is rich and grows; it is folded here by one match without a
//! catch-all, so that each new one is given its place on purpose. What the folding leaves
//! out goes to the log as a code ([`code`]), never a word that a person wrote.

use handrail_core::error as core;

use crate::convert::Out;

/// What went wrong with the database key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum KeyProblem {
    /// The phone's key store gave none. Offer "restore from your backup"; never make a new store in its place.
    Missing,
    /// It is not the key of this store, or no key at all. The file was not touched.
    Wrong,
}

/// Why the phone's storage refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum StorageProblem {
    /// No room left. What was saved before is safe; free some space and try again.
    Full,
    /// Another process has this store. Try again.
    Busy,
    /// The phone refused for another reason, such as a folder that cannot be written. What was saved before is safe.
    Other,
}

/// Why nothing came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum NetworkProblem {
    /// The relay cannot be reached. What waits stays waiting and is sent later.
    Offline,
    /// The relay said no, or sent what does not hold. Trying again alone does not help.
    Refused,
}

/// Why a value was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Reason {
    /// Nothing but white space where words are needed.
    Empty,
    /// More characters than the limit.
    TooLong {
        /// The limit in characters.
        limit: u64,
    },
    /// A number off its scale.
    OutOfRange {
        /// Lowest that is taken.
        min: i64,
        /// Highest that is taken.
        max: i64,
    },
    /// Not a day or time of the calendar, or years away from anything meant.
    ImpossibleDate,
    /// A word that is none of those known for this field.
    UnknownChoice,
    /// An id that names no record.
    UnknownId,
    /// Allowed in itself, but not now.
    WrongState,
    /// More of them than the limit.
    TooMany {
        /// The limit in items.
        limit: u64,
    },
    /// Not text of the form that is expected.
    Malformed,
}

impl Out<core::Reason> for Reason {
    fn out(reason: core::Reason) -> Self {
        use core::Reason as R;
        match reason {
            R::Empty => Self::Empty,
            R::TooLong { limit } => Self::TooLong { limit: Out::out(limit) },
            R::OutOfRange { min, max } => Self::OutOfRange { min, max },
            R::ImpossibleDate => Self::ImpossibleDate,
            R::UnknownChoice => Self::UnknownChoice,
            R::UnknownId => Self::UnknownId,
            R::WrongState => Self::WrongState,
            R::TooMany { limit } => Self::TooMany { limit: Out::out(limit) },
            R::Malformed => Self::Malformed,
        }
    }
}

/// Why a call did nothing. For the screen the variant says what to offer; the text is for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HandrailError {
    /// The store is suspended or closed. Resume or open it, then call again.
    #[error("the store is closed or suspended")]
    Closed,
    /// The store cannot be opened with the key that was given.
    #[error("no key, or not the key of this store")]
    Key {
        /// What is wrong with it.
        problem: KeyProblem,
    },
    /// A newer Handrail wrote this store. It was not touched: update the app.
    #[error("the store has version {found}, this Handrail knows up to {known}")]
    NewerVersion {
        /// Version of the store.
        found: i64,
        /// Newest version that this build reads.
        known: i64,
    },
    /// The store is damaged. It is kept: open it again, and what can be read is saved.
    #[error("the store is damaged")]
    Damaged,
    /// It does not exist, or was removed. Read the screen again.
    #[error("there is no such record")]
    NotFound,
    /// Something that was passed in cannot be kept. Nothing was written: show it at the field.
    #[error("{field} cannot be kept")]
    Invalid {
        /// Name of the field in the record that was passed in, in `snake_case`.
        field: String,
        /// What is wrong with it.
        reason: Reason,
    },
    /// The phone's storage refused.
    #[error("the phone's storage refused")]
    Storage {
        /// Why.
        problem: StorageProblem,
    },
    /// Nothing went over the network. Everything works without it.
    #[error("the relay cannot be reached, or refused")]
    Network {
        /// Why.
        problem: NetworkProblem,
    },
    /// The call was stopped by its `CancelToken`. Nothing half-done remains.
    #[error("cancelled")]
    Cancelled,
    /// A defect of ours, or a port of the app's did not answer. Nothing was written.
    #[error("a defect inside Handrail")]
    Internal,
}

/// Shorthand for results of this face.
pub type Result<T, E = HandrailError> = std::result::Result<T, E>;

impl From<core::Error> for HandrailError {
    fn from(error: core::Error) -> Self {
        use core::Error as E;
        match error {
            E::Closed => Self::Closed,
            E::KeyMissing => Self::Key { problem: KeyProblem::Missing },
            E::KeyLength(_) | E::KeyWrong => Self::Key { problem: KeyProblem::Wrong },
            E::NewerVersion { found, known } => Self::NewerVersion { found, known },
            E::Damaged(_) => Self::Damaged,
            E::NotFound(_) => Self::NotFound,
            E::Invalid { field, reason } => Self::Invalid { field: field.to_owned(), reason: Out::out(reason) },
            E::Pack(error) => of_pack(&error),
            E::Instrument(_) => Self::Invalid { field: "instrument".to_owned(), reason: Reason::Malformed },
            E::StorageFull => Self::Storage { problem: StorageProblem::Full },
            E::StorageBusy => Self::Storage { problem: StorageProblem::Busy },
            E::Storage { operation: _, code: _ } => Self::Storage { problem: StorageProblem::Other },
            E::Offline => Self::Network { problem: NetworkProblem::Offline },
            // What another phone sent is no field of this call, and the exchange says it in words of its own.
            E::Refused(_) | E::Ledger(_) => Self::Network { problem: NetworkProblem::Refused },
            E::Cancelled => Self::Cancelled,
            E::Port(_) | E::Internal(_) => Self::Internal,
        }
    }
}

fn of_pack(error: &handrail_core::programme::pack::PackError) -> HandrailError {
    use handrail_core::programme::pack::PackProblem as P;
    let reason = match &error.problem {
        P::NewerSchema { found, known } => {
            return HandrailError::NewerVersion { found: i64::from(*found), known: i64::from(*known) };
        }
        P::LowerEdition { .. } | P::AnotherSigner => Reason::WrongState,
        P::UnknownSigner => Reason::UnknownId,
        _ => Reason::Malformed,
    };
    HandrailError::Invalid { field: "pack".to_owned(), reason }
}

/// The line an error leaves in the log, if it is worth one. What a person typed wrongly, and
/// what a shell may well try (a closed store, a record just removed), is not.
pub(crate) fn code(error: &core::Error) -> Option<String> {
    use core::Error as E;
    match error {
        E::Closed | E::NotFound(_) | E::Invalid { .. } | E::Cancelled | E::Offline => None,
        E::KeyMissing => Some("key.missing".to_owned()),
        E::KeyLength(bytes) => Some(format!("key.length.{bytes}")),
        E::KeyWrong => Some("key.wrong".to_owned()),
        E::NewerVersion { found, known } => Some(format!("newer_version.{found}.{known}")),
        E::Damaged(what) => Some(format!("damaged.{what}")),
        // A pack is no person's words: its author needs the place.
        E::Pack(error) => Some(format!("pack.{error}")),
        E::Instrument(error) => Some(format!("instrument.{error}")),
        E::Ledger(error) => Some(format!("ledger.{error}")),
        E::StorageFull => Some("storage.full".to_owned()),
        E::StorageBusy => Some("storage.busy".to_owned()),
        E::Storage { operation, code } => Some(format!("storage.{operation}.{code}")),
        E::Refused(what) => Some(format!("refused.{what}")),
        E::Port(port) => Some(format!("port.{port}")),
        E::Internal(what) => Some(format!("internal.{what}")),
    }
}
