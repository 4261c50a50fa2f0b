//! Time, handed in from outside.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds in a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// Where the relay takes the time from. Tests and the demo hand in their own; the binary has no option for it.
pub trait RelayClock: Send + Sync + 'static {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;
}

/// This machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl RelayClock for SystemClock {
    fn now_ms(&self) -> i64 {
        // A clock set before 1970 is read as 1970: every deadline then lies in the future and nothing is deleted.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .unwrap_or(0)
    }
}

/// The day of an instant, counted from 1970-01-01 UTC.
pub(crate) fn day_of(now_ms: i64) -> i64 {
    now_ms.div_euclid(DAY_MS)
}
