//! What can be wrong with a pack, said so that its author finds the place: the file, the path in it
//! (RFC 6901, a JSON pointer), the reason.

use thiserror::Error;

/// A pack that cannot be taken. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}{path}: {problem}")]
pub struct PackError {
    /// Name of the file in the pack, or empty where the pack as a whole is meant.
    pub file: String,
    /// JSON pointer into that file; empty for all of it.
    pub path: String,
    /// What is wrong there.
    pub problem: PackProblem,
}

/// What is wrong at a place of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackProblem {
    /// More bytes than the limit, packed or unpacked.
    #[error("is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The container is not whole.
    #[error("is not a whole pack")]
    Broken,
    /// Not JSON of the shape that is expected; the text says what was found.
    #[error("{0}")]
    Shape(String),
    /// A file that has no place in a pack.
    #[error("is no file of a pack")]
    StrayFile,
    /// A container of another version: made for a newer Handrail.
    #[error("is packed for a newer Handrail")]
    NewerContainer,
    /// Needed, and not there.
    #[error("is missing")]
    Missing,
    /// There twice.
    #[error("is there twice")]
    Twice,
    /// Made for a newer Handrail.
    #[error("has schema {found}, this Handrail knows {known}")]
    NewerSchema {
        /// Schema of the pack.
        found: u32,
        /// Newest schema that this build reads.
        known: u32,
    },
    /// Not an id: 1 to 40 of `a-z`, `0-9` and `_`, beginning with a letter.
    #[error("is no id (1 to 40 of a-z, 0-9, _, beginning with a letter)")]
    Id,
    /// Names nothing that the pack has.
    #[error("names nothing in this pack")]
    Unknown,
    /// A number off its scale.
    #[error("is not between {min} and {max}")]
    OutOfRange {
        /// Lowest that is taken.
        min: i64,
        /// Highest that is taken.
        max: i64,
    },
    /// More items than the limit.
    #[error("has more than {limit} items")]
    TooMany {
        /// The limit in items.
        limit: usize,
    },
    /// Nothing but white space, or no item at all.
    #[error("is empty")]
    Empty,
    /// More characters than the limit.
    #[error("is longer than {limit} characters")]
    TooLong {
        /// The limit in characters.
        limit: usize,
    },
    /// Text that is not of the form that is needed here, or holds control characters.
    #[error("is not of the form that is needed here")]
    Malformed,
    /// A text that nothing in the pack asks for.
    #[error("belongs to nothing in this pack")]
    StrayText,
    /// The signature is none of its signer's.
    #[error("the signature does not match")]
    Signature,
    /// Signed by somebody who is not trusted here.
    #[error("the signer is not trusted here")]
    UnknownSigner,
    /// Signed by a trusted key, but not by the one that signed the pack of this id that is on the phone.
    #[error("the pack that is there was signed by somebody else")]
    AnotherSigner,
    /// Not newer than the edition that is there.
    #[error("edition {found} does not follow edition {known}")]
    LowerEdition {
        /// Edition of the pack.
        found: i64,
        /// Edition that is in force.
        known: i64,
    },
}

impl PackError {
    pub(in crate::programme) fn new(file: &str, path: impl Into<String>, problem: PackProblem) -> Self {
        Self { file: file.to_owned(), path: path.into(), problem }
    }

    /// About the pack as a whole.
    pub(in crate::programme) fn whole(problem: PackProblem) -> Self {
        Self::new("", "", problem)
    }
}

/// Appends a step to a JSON pointer.
pub(super) fn step(path: &str, next: &str) -> String {
    format!("{path}/{}", next.replace('~', "~0").replace('/', "~1"))
}
