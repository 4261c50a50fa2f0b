//! What can go wrong in a store, and what it refuses by rule.

use std::path::PathBuf;

/// A request that the rules refuse; the relay answers it with a clear problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such thing, or not for this caller.
    #[error("not found")]
    NotFound,
    /// The caller is known and may not do this.
    #[error("not allowed")]
    Forbidden,
    /// The key that a message's header names is not its sender's.
    #[error("another sender's key")]
    Identity,
    /// The secret, code or signature is not the right one.
    #[error("wrong secret")]
    Secret,
    /// The same key with other bytes.
    #[error("other bytes under the same key")]
    Conflict,
    /// A step of pairing, or a roster epoch, out of its order.
    #[error("out of order")]
    Order,
    /// A key set whose highest number is lower than before.
    #[error("older than the one there is")]
    Older,
    /// The invite was used twice and is gone now.
    #[error("used twice and destroyed")]
    Destroyed,
    /// Past its time.
    #[error("past its time")]
    Expired,
    /// `If-Match` does not hold.
    #[error("another version is there")]
    Version,
    /// Fewer than two or more than eight unlock methods would be left.
    #[error("number of methods")]
    Methods,
    /// At a quota.
    #[error("at a quota")]
    Quota,
    /// A cursor ahead of every number given: this database is older than the cursor.
    #[error("cursor from another time line")]
    CursorAhead,
}

/// Why a call was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// By rule.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Somebody else holds the database.
    #[error("the database is busy")]
    Busy,
    /// No room on the disk.
    #[error("no room on the disk")]
    Full,
    /// What was read back is not what was written.
    #[error("what was read back is not what was written")]
    ReadBack,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
    /// Anything else of the engine's. The text names no value.
    #[error("database error: {0}")]
    Engine(String),
}

/// Why a store was not opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Written by a newer version.
    #[error(
        "this database was written by a newer handrail-clinic (format {found}, this one knows {known}); use the newer one"
    )]
    Newer {
        /// Format of the file.
        found: i64,
        /// Newest format this program knows.
        known: i64,
    },
    /// Not a relay's database, or a damaged one. It is left as it is.
    #[error("{path} is not a whole Handrail relay database ({what}); it was left untouched, restore a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// Older than what this relay had already promised to keep.
    #[error(
        "the database in {folder} is older than this relay's last write (it was restored from a backup, or its \
         generation file was). If that is so on purpose, start once with --accept-restore: clients then notice \
         and send again what is missing"
    )]
    Older {
        /// The data folder.
        folder: PathBuf,
    },
    /// The database is gone and its generation file is there.
    #[error(
        "{folder} has a generation file and no database. Restore the database from a backup, or start with \
         --accept-restore to begin with an empty one"
    )]
    Missing {
        /// The data folder.
        folder: PathBuf,
    },
    /// Another relay serves this folder.
    #[error("another handrail-clinic already serves {folder}")]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// The file system said no.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Anything else of the engine's.
    #[error("cannot open the database: {0}")]
    Engine(String),
}
