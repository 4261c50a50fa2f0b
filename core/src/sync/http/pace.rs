//! Waits that end, whatever the phone's date does meanwhile.

use std::time::Duration;

use super::{CancelToken, Interrupted, unless};

/// Longest sleep at once. The injected clock may run faster than ours, as it does in a simulation.
const NAP_MS: i64 = 5_000;
/// No state machine waits for longer than this (`backoff`): where the date says more, it was put back since.
const MOST_MS: i64 = 120_000;

/// What the state machines of one run go by: the phone's date, except that a wait is over once it was really sat out. A date
/// that is put right in the middle of a wait, by years perhaps, must not make it one of years.
pub(super) struct Pace<'a> {
    date: &'a (dyn Fn() -> i64 + Send + Sync),
    /// What the machine was told last.
    told_ms: i64,
    until_ms: i64,
    /// How much of the wait is left to sleep.
    left_ms: i64,
}

impl<'a> Pace<'a> {
    /// `date` gives ms since 1970 UTC.
    pub(super) fn by(date: &'a (dyn Fn() -> i64 + Send + Sync)) -> Self {
        Self { date, told_ms: i64::MIN, until_ms: i64::MIN, left_ms: 0 }
    }

    /// The present, for what arrived.
    pub(super) fn now(&self) -> i64 {
        (self.date)()
    }

    /// The present, for what is to be done next: no earlier than the end of a wait that was sat out.
    pub(super) fn next(&mut self) -> i64 {
        let over = if self.left_ms > 0 { i64::MIN } else { std::mem::replace(&mut self.until_ms, i64::MIN) };
        self.told_ms = self.now().max(over);
        self.told_ms
    }

    /// Sleeps for some of the time until `until_ms`.
    pub(super) async fn nap(&mut self, until_ms: i64, cancel: &CancelToken) -> Result<(), Interrupted> {
        let by_date = until_ms.saturating_sub(self.told_ms).clamp(0, MOST_MS);
        if self.until_ms != until_ms {
            (self.until_ms, self.left_ms) = (until_ms, by_date);
        }
        let ms = by_date.min(self.left_ms).clamp(0, NAP_MS);
        self.left_ms = self.left_ms.saturating_sub(ms);
        unless(cancel, tokio::time::sleep(Duration::from_millis(ms.unsigned_abs()))).await
    }
}
