//! What can go wrong in the core, in full detail. `handrail-bindings` folds this
//! into the public error of ten variants, one for each thing a screen can do.
//!
//! No variant carries a word that a person wrote: fields are named by the
//! programmer's name of the field, records by nothing at all.

use thiserror::Error;

const UNREADABLE_PAGE: &str = "unreadable page";

/// Every failure of the core.
#[derive(Debug, Error)]
pub enum Error {
    /// The store is suspended or closed. Resume or open it, then call again.
    #[error("the store is closed or suspended")]
    Closed,
    /// The key provider had no key. Offer "restore from your backup"; never make a new store in its place.
    #[error("the key provider gave no key")]
    KeyMissing,
    /// The key provider gave something that is no 32-byte key.
    #[error("a database key is 32 bytes, not {0}")]
    KeyLength(usize),
    /// The key does not open this store. The file was not touched.
    #[error("the key does not open this store")]
    KeyWrong,
    /// The store was written by a newer Handrail. The file was not touched; update the app.
    #[error("the store has version {found}, this Handrail knows up to {known}")]
    NewerVersion {
        /// `user_version` of the file.
        found: i64,
        /// Newest version this build can read.
        known: i64,
    },
    /// The file is damaged. It was kept beside a new one with all that could be read: call again,
    /// and look at [`crate::Handrail::salvage`].
    #[error("the store is damaged ({0})")]
    Damaged(&'static str),
    /// A record of that id does not exist, or was removed.
    #[error("no {0} with this id")]
    NotFound(&'static str),
    /// Something that was passed in cannot be kept. Nothing was written.
    #[error("{field}: {reason}")]
    Invalid {
        /// Name of the field, as in the record that was passed in.
        field: &'static str,
        /// What is wrong with it.
        reason: Reason,
    },
    /// A content pack that cannot be taken: what is wrong, and where in it. Nothing was changed.
    #[error("content pack: {0}")]
    Pack(#[from] crate::programme::pack::PackError),
    /// An instrument that cannot be taken: which item, which element, and why. Nothing was changed.
    #[error("instrument: {0}")]
    Instrument(#[from] crate::progress_check::instrument::InstrumentError),
    /// Changes of another phone that cannot be taken. Nothing was changed.
    #[error("changes from another phone: {0}")]
    Ledger(#[from] crate::ledger::LedgerError),
    /// No room on the phone. What was saved before is safe; free some space and try again.
    #[error("no room left to write")]
    StorageFull,
    /// Another process holds this store, or it did not become free in time. Try again.
    #[error("the store is in use elsewhere")]
    StorageBusy,
    /// SQLite or the file system refused, with the extended result code.
    #[error("storage failed during {operation} (code {code})")]
    Storage {
        /// What was being done.
        operation: &'static str,
        /// SQLite's extended result code, or the operating system's error number.
        code: i32,
    },
    /// The relay cannot be reached, or is not answering sensibly. Everything waiting stays waiting.
    #[error("the relay cannot be reached")]
    Offline,
    /// The relay, or a check of ours on what it sent, said no.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The person or the shell stopped this call. Nothing half-done remains.
    #[error("cancelled")]
    Cancelled,
    /// A port (clock, randomness, key provider) failed.
    #[error("the {0} of this phone did not answer")]
    Port(&'static str),
    /// A defect of ours. Nothing was written.
    #[error("internal: {0}")]
    Internal(&'static str),
}

/// Why a value was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// Nothing but white space where words are needed.
    #[error("is empty")]
    Empty,
    /// More characters than the limit.
    #[error("is longer than {limit} characters")]
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// A number off its scale.
    #[error("is not between {min} and {max}")]
    OutOfRange {
        /// Lowest that is taken.
        min: i64,
        /// Highest that is taken.
        max: i64,
    },
    /// Not a day or time of the calendar, or years away from anything meant.
    #[error("is no possible date or time")]
    ImpossibleDate,
    /// A word that is none of those known for this field.
    #[error("is not one of the known choices")]
    UnknownChoice,
    /// An id that names no record.
    #[error("names nothing that exists")]
    UnknownId,
    /// Allowed in itself, but not now.
    #[error("does not fit the present state")]
    WrongState,
    /// More of them than the limit.
    #[error("more than {limit} are not taken")]
    TooMany {
        /// The limit in items.
        limit: usize,
    },
    /// Not text of the form that is expected.
    #[error("is not readable")]
    Malformed,
}

/// Shorthand for results of the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A field that cannot be kept as it is.
    #[must_use]
    pub fn invalid(field: &'static str, reason: Reason) -> Self {
        Self::Invalid { field, reason }
    }

    /// True where a page of the file cannot be read, so that the file should be set aside. A
    /// value that this version cannot make sense of is no such case: setting the file aside
    /// would take it over again and change nothing.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(UNREADABLE_PAGE))
    }
}

// SQLite's message text is dropped on purpose: it can quote values.
impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ffi::ErrorCode as C;
        match e {
            rusqlite::Error::SqliteFailure(f, _) => match f.code {
                C::DiskFull => Self::StorageFull,
                C::DatabaseBusy | C::DatabaseLocked => Self::StorageBusy,
                C::DatabaseCorrupt | C::NotADatabase => Self::Damaged(UNREADABLE_PAGE),
                _ => Self::Storage { operation: "a database call", code: f.extended_code },
            },
            rusqlite::Error::QueryReturnedNoRows => Self::Internal("a row that must exist is not there"),
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Self::Damaged("a value of the wrong kind"),
            _ => Self::Internal("a database call was put wrongly"),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        match e.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::StorageFull,
            _ => Self::Storage { operation: "a file call", code: e.raw_os_error().unwrap_or(0) },
        }
    }
}
