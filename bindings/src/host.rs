//! What the app lends the core: its key store, its clock, and a place for log lines.
//!
//! Three ports, all synchronous and each asked rarely. None of them may call back into
//! [`crate::Handrail`]: the store is locked while a port is asked. A port that throws
//! something unforeseen counts as one that does not answer; it never brings the app down.

use std::sync::Arc;

use handrail_core::{clock, store};

use crate::clock::Moment;
use crate::convert::In as _;

/// A port could not do what it was asked. This is what an app throws from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PortError {
    /// Not available now.
    #[error("not available")]
    Unavailable,
    /// The app threw something else. Made by the binding, never by an app.
    #[error("the app threw something unforeseen")]
    Unforeseen,
}

// Without this conversion, something unforeseen that a port throws would become a panic.
impl From<uniffi::UnexpectedUniFFICallbackError> for PortError {
    // The reason is dropped on purpose: it is the app's text and may quote anything.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unforeseen
    }
}

/// Where the database key is kept: the Keystore, the Keychain. Asked once at open and once at
/// each resume.
#[uniffi::export(foreign)]
pub trait KeyProvider: Send + Sync {
    /// The 32 bytes of the key. Wipe your own copy afterwards; the core wipes its own.
    fn database_key(&self) -> Result<Vec<u8>, PortError>;

    /// Forgets the key, because the person erases everything: delete it from the Keystore or Keychain, so that
    /// nobody can make it again. May be asked more than once; where there is no key any more, do nothing.
    fn forget(&self) -> Result<(), PortError>;
}

/// The phone's clock. Asked at each call that needs the time.
#[uniffi::export(foreign)]
pub trait Clock: Send + Sync {
    /// The present moment, with the zone the phone is in now.
    fn now(&self) -> Result<Moment, PortError>;
}

/// How much a log line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Worth knowing.
    Info,
    /// The phone, the key or the relay is not as it should be.
    Warning,
    /// A defect, or damage.
    Error,
}

/// Where log lines go. They are codes such as `storage.full`, with numbers and names of our
/// own; never a word that a person wrote.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line. An error from here is ignored.
    fn log(&self, level: LogLevel, code: String) -> Result<(), PortError>;
}

/// The log, or nowhere.
#[derive(Clone)]
pub(crate) struct Log(pub(crate) Option<Arc<dyn LogSink>>);

impl Log {
    pub(crate) fn write(&self, level: LogLevel, code: impl Into<String>) {
        if let Some(sink) = &self.0 {
            // A log that cannot be written must not get in the way of what is being done.
            let _ = sink.log(level, code.into());
        }
    }
}

/// The app's key provider as the core asks for it.
pub(crate) struct Keys {
    pub(crate) port: Arc<dyn KeyProvider>,
    pub(crate) log: Log,
}

impl store::KeyProvider for Keys {
    fn database_key(&self) -> Option<Vec<u8>> {
        self.port.database_key().inspect_err(|e| self.log.write(LogLevel::Warning, port_code("key", *e))).ok()
    }

    fn forget(&self) -> bool {
        self.port.forget().inspect_err(|e| self.log.write(LogLevel::Warning, port_code("key", *e))).is_ok()
    }
}

/// The app's clock as the core asks for it.
pub(crate) struct Time {
    pub(crate) port: Arc<dyn Clock>,
    pub(crate) log: Log,
}

impl clock::Clock for Time {
    fn now(&self) -> Option<clock::Moment> {
        let now = self.port.now().inspect_err(|e| self.log.write(LogLevel::Warning, port_code("clock", *e))).ok()?;
        now.taken("moment").ok()
    }
}

fn port_code(port: &str, error: PortError) -> String {
    match error {
        PortError::Unavailable => format!("port.{port}.unavailable"),
        PortError::Unforeseen => format!("port.{port}.unforeseen"),
    }
}
