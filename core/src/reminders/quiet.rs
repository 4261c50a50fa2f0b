//! Quiet hours: a stretch of the day, as the person sets it, in which nothing comes by itself.

use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::clock::TimeOfDay;
use crate::error::{Error, Reason, Result};

/// From one time on the wall to another, perhaps over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// From then on it is quiet.
    pub from: TimeOfDay,
    /// From then on it is not.
    pub until: TimeOfDay,
}

impl QuietHours {
    /// Refuses a stretch of no length, or of the whole day.
    pub(super) fn check(self) -> Result<()> {
        if self.from == self.until { Err(Error::invalid("quiet_hours", Reason::ImpossibleDate)) } else { Ok(()) }
    }

    /// When they end, if `civil` lies in them.
    #[must_use]
    pub fn end_after(self, civil: NaiveDateTime) -> Option<NaiveDateTime> {
        let (from, until, time) = (self.from.time(), self.until.time(), civil.time());
        let over_midnight = from > until;
        let quiet = if over_midnight { time >= from || time < until } else { time >= from && time < until };
        let day = if over_midnight && time >= from { civil.date() + Duration::days(1) } else { civil.date() };
        quiet.then(|| day.and_time(until))
    }
}
