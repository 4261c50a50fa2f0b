//! How a verb or a suite ends when it does not end well.

use std::fmt;
use std::io;
use std::path::Path;

/// Shorthand for everything in this program that can stop.
pub(crate) type Result<T> = std::result::Result<T, Stop>;

/// Why something stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It ran and was not right, or could not be run to its end.
    Failed(String),
    /// It was not started, because this machine lacks something.
    NotRun(String),
    /// The program run for the person has already said why; only its exit
    /// code is left to pass on.
    Exit(u8),
}

impl Stop {
    /// A failure of a file operation, with the path and what was being done.
    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::Failed(format!("could not {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(why) => write!(f, "FAILED: {why}"),
            Self::NotRun(why) => write!(f, "not run: {why}"),
            Self::Exit(code) => write!(f, "ended with exit code {code}"),
        }
    }
}
