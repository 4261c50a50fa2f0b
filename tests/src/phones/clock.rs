//! The clock on a simulated phone: true time, what the person set it to, where it is, and its own tables of zones.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, NaiveDateTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use handrail_core::clock::{Clock, Moment};

/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;
/// An hour, in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day of 24 hours, in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// What the clock shows, at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wall {
    /// True time (UTC milliseconds): never jumps.
    pub real_ms: i64,
    /// How far the phone's clock is off.
    pub skew_ms: i64,
    /// The name of the zone that the phone gives.
    pub zone: String,
    /// The zone by the phone's own tables, which may be newer than ours.
    pub tables: Tz,
}

impl Wall {
    /// What the phone believes the instant to be (UTC milliseconds).
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.real_ms + self.skew_ms
    }

    /// What stands on the screen.
    #[must_use]
    pub fn civil(&self) -> NaiveDateTime {
        civil_in(self.tables, self.now_ms())
    }

    /// The phone's instant of a time on its wall: in a gap `shifted`, of two the first.
    #[must_use]
    pub fn instant_ms(&self, civil: NaiveDateTime, shifted: NaiveDateTime) -> i64 {
        first_instant(self.tables, civil)
            .or_else(|| first_instant(self.tables, shifted))
            .unwrap_or_else(|| moved_over_gap(self.tables, civil))
    }

    /// The phone's tables for a zone: its own, where it is the one it is in.
    #[must_use]
    pub fn zone_named(&self, zone: &str) -> Option<Tz> {
        if zone == self.zone { Some(self.tables) } else { zone.parse().ok() }
    }
}

/// What a wall in that zone shows.
#[must_use]
pub fn civil_in(zone: Tz, instant_ms: i64) -> NaiveDateTime {
    let utc = DateTime::<Utc>::from_timestamp_millis(instant_ms).unwrap_or_default().naive_utc();
    utc + Duration::seconds(i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()))
}

/// The first instant at which a wall in that zone shows it; none in a gap.
#[must_use]
pub fn first_instant(zone: Tz, civil: NaiveDateTime) -> Option<i64> {
    zone.from_local_datetime(&civil).earliest().map(|at| at.timestamp_millis())
}

/// The same, a time that is jumped over moved on by the length of the jump: by walking minute for minute to the end of
/// the gap, which is not how the core does it.
#[must_use]
pub fn moved_over_gap(zone: Tz, civil: NaiveDateTime) -> i64 {
    if let Some(there) = first_instant(zone, civil) {
        return there;
    }
    // The last minute before the gap, and on from there by the clock that still ran then.
    (1..=26 * 60)
        .find_map(|n| first_instant(zone, civil - Duration::minutes(n)).map(|at| at + n * MINUTE))
        .unwrap_or_else(|| civil.and_utc().timestamp_millis())
}

/// The clock of a phone, as the core asks for it.
#[derive(Debug)]
pub struct PhoneClock(Mutex<(Wall, u64)>);

impl PhoneClock {
    /// A clock that is right.
    #[must_use]
    pub fn right(real_ms: i64, zone: Tz) -> Self {
        Self(Mutex::new((Wall { real_ms, skew_ms: 0, zone: zone.name().to_owned(), tables: zone }, 0)))
    }

    fn lock(&self) -> MutexGuard<'_, (Wall, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it shows.
    #[must_use]
    pub fn wall(&self) -> Wall {
        self.lock().0.clone()
    }

    /// Lets time go by, until then. Never back.
    pub fn advance_to(&self, real_ms: i64) {
        let mut inner = self.lock();
        inner.0.real_ms = inner.0.real_ms.max(real_ms);
    }

    /// The person sets it: so far off the truth.
    pub fn set_skew(&self, skew_ms: i64) {
        self.lock().0.skew_ms = skew_ms;
    }

    /// The phone is somewhere else. `tables` are the phone's own for that name.
    pub fn travel(&self, zone: &str, tables: Tz) {
        let mut inner = self.lock();
        zone.clone_into(&mut inner.0.zone);
        inner.0.tables = tables;
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> Option<Moment> {
        let wall = self.wall();
        let offset = wall.civil() - DateTime::<Utc>::from_timestamp_millis(wall.now_ms())?.naive_utc();
        let offset_min = i32::try_from(offset.num_minutes()).ok()?;
        Some(Moment { instant_ms: wall.now_ms(), zone: wall.zone, offset_min })
    }

    fn running_ms(&self) -> u64 {
        let mut inner = self.lock();
        inner.1 += 1;
        inner.0.real_ms.unsigned_abs() + inner.1
    }
}
