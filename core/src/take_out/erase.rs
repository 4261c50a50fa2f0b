//! Erasing everything: the key first, then every file.

use crate::error::Result;
use crate::handrail::Handrail;

impl Handrail {
    /// Erases the whole record from this phone and closes it for good: the key provider is told to forget the key, so
    /// that whatever is left of the files anywhere cannot be read by anybody who has not the key itself, and every file
    /// of the folder is deleted, damaged ones that were kept too.
    ///
    /// There is no way back. What readers were sent they keep, and what waits for them at the relay goes when its time
    /// is up: the screen says so before, and offers to take the record out first and to leave the readers.
    /// Works while suspended or closed, too.
    ///
    /// # Errors
    /// [`crate::Error::Port`] if the key was not forgotten, [`crate::Error::Storage`] if a file could not be deleted,
    /// [`crate::Error::StorageBusy`] if another process has the store. What could be erased is: call again. Should the
    /// app end before that, the next opening goes on with it, and opens an empty store only when it is done.
    pub fn erase_all(&self) -> Result<()> {
        self.usual.clear();
        self.met.forget();
        #[cfg(feature = "http")]
        {
            *self.tokens.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = crate::sync::relay::Tokens::new();
        }
        self.store.erase()
    }
}
