//! The opened record: the one object an app holds.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::task::Poll;

use handrail_core::error::Result as CoreResult;
use handrail_core::store::StoreConfig;

use crate::convert::Out;
use crate::error::{HandrailError, Result, code};
use crate::host::{Clock, KeyProvider, Keys, Log, LogLevel, LogSink, Time};
use crate::store::Salvage;

/// Where to open the record.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Config {
    /// A folder of its own for the store; made if it is not there. Keep it out of system
    /// backups, and on iOS out of an App Group.
    pub folder: String,
}

/// One person's record, opened.
///
/// Calls may come from any thread. Each is short and done when it returns, but for `sync` and
/// pairing, which wait for the network. None may be made from inside a port.
#[derive(uniffi::Object)]
pub struct Handrail {
    pub(crate) core: handrail_core::Handrail,
    log: Log,
}

impl std::fmt::Debug for Handrail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handrail(..)")
    }
}

#[uniffi::export]
impl Handrail {
    /// Opens the record in `config.folder`, or makes an empty one there.
    ///
    /// Gives `Key` when the key is missing or another one, `NewerVersion` when a newer app wrote
    /// the store, `Storage` when it is in use or the phone is full. In none of these is a file
    /// changed. A damaged store is set aside and what can be read is saved: see `salvage`.
    #[uniffi::constructor(default(log = None))]
    pub fn open(
        config: Config,
        key_provider: Arc<dyn KeyProvider>,
        clock: Arc<dyn Clock>,
        log: Option<Arc<dyn LogSink>>,
    ) -> Result<Arc<Self>> {
        let Config { folder } = config;
        let log = Log(log);
        let store = StoreConfig { folder: PathBuf::from(folder), page_limit: None };
        let keys = Arc::new(Keys { port: key_provider, log: log.clone() });
        let time = Arc::new(Time { port: clock, log: log.clone() });
        let core = guarded(&log, || handrail_core::Handrail::open(store, keys, time))?;
        if core.salvage().is_some() {
            log.write(LogLevel::Error, "damaged.salvaged");
        }
        Ok(Arc::new(Self { core, log }))
    }

    /// What was saved, if the store was found damaged when it was opened.
    pub fn salvage(&self) -> Result<Option<Salvage>> {
        self.call(|core| Ok(core.salvage()))
    }

    /// Lets go of every lock and of the key. Call it when the app goes to the background.
    /// Idempotent; until `resume` every other call gives `Closed`.
    pub fn suspend(&self) -> Result<()> {
        self.call(handrail_core::Handrail::suspend)
    }

    /// Opens again after `suspend`, asking for the key anew. Idempotent.
    pub fn resume(&self) -> Result<()> {
        self.call(handrail_core::Handrail::resume)
    }

    /// Closes for good. Idempotent; afterwards every call gives `Closed`. (Named so because
    /// Kotlin's own `close` frees the object.)
    pub fn close_store(&self) -> Result<()> {
        self.call(handrail_core::Handrail::close)
    }
}

impl Handrail {
    /// Every call goes through here: into the core, and back with our own types and errors.
    pub(crate) fn call<C, T: Out<C>>(&self, f: impl FnOnce(&handrail_core::Handrail) -> CoreResult<C>) -> Result<T> {
        guarded(&self.log, || f(&self.core)).map(T::out)
    }

    /// Like `call`, for a call that waits.
    pub(crate) async fn call_async<C, T: Out<C>>(&self, f: impl Future<Output = CoreResult<C>>) -> Result<T> {
        let mut running = std::pin::pin!(f);
        poll_fn(|cx| {
            let polled = guarded(&self.log, || match running.as_mut().poll(cx) {
                Poll::Ready(done) => done.map(Poll::Ready),
                Poll::Pending => Ok(Poll::Pending),
            });
            match polled {
                Ok(poll) => poll.map(Ok),
                Err(error) => Poll::Ready(Err(error)),
            }
        })
        .await
        .map(T::out)
    }
}

/// A call for which no record is opened.
pub(crate) fn unopened<C, T: Out<C>>(f: impl FnOnce() -> C) -> Result<T> {
    guarded(&Log(None), || Ok(f())).map(T::out)
}

/// Runs `f`. A panic becomes `Internal`, so that an app handles one kind of error only and no
/// text of a panic, which may quote anything, leaves the core.
fn guarded<T>(log: &Log, f: impl FnOnce() -> CoreResult<T>) -> Result<T> {
    let (mut f, mut value) = (Some(f), None);
    caught(log, &mut || {
        value = f.take().map(|f| f()).transpose()?;
        Ok(())
    })?;
    value.ok_or(HandrailError::Internal)
}

/// The part of [`guarded`] that is the same for every type: it is in the library once, not three hundred times.
fn caught(log: &Log, f: &mut dyn FnMut() -> CoreResult<()>) -> Result<()> {
    // The store is whole after a panic: its transaction is rolled back, its lock is taken over.
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            if let Some(code) = code(&error) {
                log.write(level(&error), code);
            }
            Err(error.into())
        }
        Err(_) => {
            log.write(LogLevel::Error, "internal.panic");
            Err(HandrailError::Internal)
        }
    }
}

fn level(error: &handrail_core::Error) -> LogLevel {
    match error {
        handrail_core::Error::Damaged(_) | handrail_core::Error::Internal(_) => LogLevel::Error,
        _ => LogLevel::Warning,
    }
}
