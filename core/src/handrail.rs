//! The opened record: the one object a shell holds.

use std::sync::Arc;

use rusqlite::Connection;

use crate::clock::{Clock, Day, Moment};
use crate::error::{Error, Result};
use crate::ids::{Randomness, SystemRandomness};
use crate::signs::{UsualCache, keep_usual};
use crate::store::{Changes, KeyProvider, Salvage, Store, StoreConfig, Write};

/// One person's record, opened. Its methods stand with the concepts they belong to:
/// goals in [`crate::goals`], homework in [`crate::homework`], and so on.
///
/// Calls may come from any thread; each is short and done when it returns. None may be made from inside a port.
pub struct Handrail {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) usual: UsualCache,
    pub(crate) met: crate::sync::met::Met,
    #[cfg(feature = "http")]
    pub(crate) tokens: std::sync::Mutex<crate::sync::relay::Tokens>,
}

impl std::fmt::Debug for Handrail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handrail(..)")
    }
}

impl Handrail {
    /// Opens the record in `config.folder`, or makes an empty one.
    ///
    /// # Errors
    /// Those of [`Store::open`]; [`Error::Port`] if the clock does not answer.
    pub fn open(config: StoreConfig, keys: Arc<dyn KeyProvider>, clock: Arc<dyn Clock>) -> Result<Self> {
        Self::open_with(config, keys, clock, Arc::new(SystemRandomness::default()))
    }

    /// The same with another source of randomness: for demos and simulations that repeat.
    pub fn open_with(
        config: StoreConfig,
        keys: Arc<dyn KeyProvider>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self> {
        let now = now_of(clock.as_ref())?;
        let store = Store::open(config, keys, &now, Arc::clone(&clock), Arc::clone(&randomness))?;
        let opened = Self {
            store,
            clock,
            randomness,
            usual: UsualCache::default(),
            met: crate::sync::met::Met::default(),
            #[cfg(feature = "http")]
            tokens: std::sync::Mutex::default(),
        };
        // A phone without room for that opens all the same, and does it another time.
        let _ = opened.drop_old_drafts();
        Ok(opened)
    }

    /// What was saved, if the store was found damaged when it was opened or resumed last.
    #[must_use]
    pub fn salvage(&self) -> Option<Salvage> {
        self.store.salvage()
    }

    /// Lets go of every lock and of the key, for when the app goes to the background. Idempotent.
    pub fn suspend(&self) -> Result<()> {
        self.store.suspend()
    }

    /// Opens again after [`Handrail::suspend`]. Idempotent.
    pub fn resume(&self) -> Result<()> {
        self.store.resume(&self.now()?)?;
        let _ = self.drop_old_drafts();
        Ok(())
    }

    /// Closes for good. Idempotent.
    pub fn close(&self) -> Result<()> {
        self.store.close()
    }

    /// The present moment, checked.
    pub(crate) fn now(&self) -> Result<Moment> {
        now_of(self.clock.as_ref())
    }

    /// The person's today.
    pub fn this_day(&self) -> Result<Day> {
        Ok(self.now()?.day(self.store.boundary_min()?))
    }

    pub(crate) fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.store.read(f)
    }

    pub(crate) fn write(&self, f: impl FnOnce(&Write<'_>) -> Result<()>) -> Result<Changes> {
        let ((), changes) = self.store.write(&self.now()?, |w| {
            f(w)?;
            keep_usual(w)
        })?;
        self.usual.after(&changes);
        Ok(changes)
    }
}

fn now_of(clock: &dyn Clock) -> Result<Moment> {
    clock.now().ok_or(Error::Port("clock"))?.checked()
}
