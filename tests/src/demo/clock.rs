//! One clock for phones, relay and page: it stands still while a demo day is lived and
//! runs on with the real one afterwards.

use std::sync::Mutex;
use std::time::Instant;

use chrono::{Offset as _, TimeZone as _};
use handrail_core::clock::{Clock, Day, Moment, TimeOfDay, instant_of};

/// The zone everybody in the demo lives in.
pub const ZONE: &str = "Europe/London";

/// The shared clock.
#[derive(Debug)]
pub struct DemoClock(Mutex<(i64, Option<Instant>)>);

impl DemoClock {
    /// A clock that stands at `at_ms`.
    #[must_use]
    pub fn standing_at(at_ms: i64) -> Self {
        Self(Mutex::new((at_ms, None)))
    }

    /// Moves a standing clock. Days are lived in order, so it never goes back.
    pub fn move_to(&self, at_ms: i64) {
        let mut state = self.state();
        state.0 = state.0.max(at_ms);
    }

    /// Moves on by some milliseconds.
    pub fn pass(&self, ms: i64) {
        self.state().0 += ms;
    }

    /// From now on it runs.
    pub fn run(&self) {
        let now = self.now_ms();
        *self.state() = (now, Some(Instant::now()));
    }

    /// UTC milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        let (at, since) = *self.state();
        at + since.map_or(0, |s| i64::try_from(s.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    fn state(&self) -> std::sync::MutexGuard<'_, (i64, Option<Instant>)> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Option<Moment> {
        Some(moment(self.now_ms()))
    }

    /// It never goes back, so it is the forward-only face too: weeks pass in seconds here, and an entry of
    /// last week is not "just written".
    fn running_ms(&self) -> u64 {
        self.now_ms().unsigned_abs()
    }
}

impl handrail_clinic::RelayClock for DemoClock {
    fn now_ms(&self) -> i64 {
        self.now_ms()
    }
}

/// A reading of a phone's clock in the demo's zone.
#[must_use]
pub fn moment(instant_ms: i64) -> Moment {
    let offset = chrono_tz::Europe::London
        .timestamp_millis_opt(instant_ms)
        .single()
        .map_or(0, |t| t.offset().fix().local_minus_utc());
    Moment { instant_ms, zone: ZONE.into(), offset_min: offset / 60 }
}

/// The instant of a civil time in the demo's zone.
#[must_use]
pub fn at(day: Day, time: TimeOfDay) -> i64 {
    instant_of(day.date().and_time(time.time()), &moment(0))
}
