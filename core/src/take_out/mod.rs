//! Taking the record out, bringing it back, leaving nothing behind (PROGRAMME C29, C32).
//!
//! - [`archive`](Handrail::export_all): everything the person owns as one open, documented JSON file (`docs/archive.md`).
//! - [`import`](Handrail::import): such a file into an empty store. What is exported then is the same, byte for byte.
//! - [`erase`](Handrail::erase_all): the key and every file.
//! - [`paper`]: every sheet to be read and printed, filled or blank.
//!
//! Nothing here makes a file: what goes out is written to what the caller hands in, and is not sealed. The shell says
//! so before it asks where to keep it, writes straight to that place, and never to a temporary file of its own.
//!
//! [`Handrail::export_all`]: crate::Handrail::export_all
//! [`Handrail::import`]: crate::Handrail::import
//! [`Handrail::erase_all`]: crate::Handrail::erase_all
//! [`archive`](Handrail::export_all): crate::Handrail::export_all

mod archive;
mod erase;
mod import;
pub mod paper;
mod readable;
mod stamp;
#[cfg(test)]
mod tests;

pub use archive::{ARCHIVE_VERSION, FORMAT};
pub use import::{Imported, LARGEST_ARCHIVE, LARGEST_ITEM};

/// How far an export or an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Items done: records, revisions, whatever is one line of the file.
    pub done: u64,
    /// How many there are; `None` where that shows only at the end, as in an import.
    pub of: Option<u64>,
}

/// Told every few items how far it is; [`std::ops::ControlFlow::Break`] stops it with [`crate::Error::Cancelled`].
/// It is called while the store is locked and may not call into it.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress) -> std::ops::ControlFlow<()>;

/// Items between two reports of progress.
const REPORT_EVERY: u64 = 256;

/// Counts items and passes on how many.
struct Counter<'a> {
    on_progress: OnProgress<'a>,
    progress: Progress,
}

impl<'a> Counter<'a> {
    fn new(on_progress: OnProgress<'a>, of: Option<u64>) -> Self {
        Self { on_progress, progress: Progress { done: 0, of } }
    }

    fn one_more(&mut self) -> crate::Result<()> {
        self.progress.done += 1;
        if self.progress.done.is_multiple_of(REPORT_EVERY) { self.report() } else { Ok(()) }
    }

    fn report(&mut self) -> crate::Result<()> {
        match (self.on_progress)(self.progress) {
            std::ops::ControlFlow::Continue(()) => Ok(()),
            std::ops::ControlFlow::Break(()) => Err(crate::Error::Cancelled),
        }
    }
}
