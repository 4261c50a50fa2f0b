//! Time as it crosses: civil days and times as text, instants as milliseconds.

use chrono::NaiveDateTime;
use handrail_core::clock as core;
use handrail_core::error::{Error, Reason, Result};

use crate::convert::{In, Out};

/// A civil day, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(pub String);
uniffi::custom_newtype!(
    /// A civil day, `YYYY-MM-DD`.
    CivilDate,
    String
);

/// A time on the wall, `HH:MM` of 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime(pub String);
uniffi::custom_newtype!(
    /// A time on the wall, `HH:MM` of 24 hours.
    CivilTime,
    String
);

/// A civil day and time on the wall, `YYYY-MM-DDTHH:MM`, in whatever zone the phone is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDateTime(pub String);
uniffi::custom_newtype!(
    /// A civil day and time on the wall, `YYYY-MM-DDTHH:MM`, in whatever zone the phone is.
    CivilDateTime,
    String
);

/// The name of a time zone, such as `Europe/London`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ZoneName(pub String);
uniffi::custom_newtype!(
    /// The name of a time zone, such as `Europe/London`.
    ZoneName,
    String
);

/// One reading of the phone's clock.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub instant_ms: i64,
    /// The zone's name as the phone gives it. One that the core does not know never fails: the offset is used instead.
    pub zone: ZoneName,
    /// Minutes east of UTC at that instant, by the phone's own tables.
    pub offset_min: i32,
}

impl Out<core::Moment> for Moment {
    fn out(core: core::Moment) -> Self {
        let core::Moment { instant_ms, zone, offset_min } = core;
        Self { instant_ms, zone: ZoneName(zone), offset_min }
    }
}

impl In<core::Moment> for Moment {
    fn taken(self, _: &'static str) -> Result<core::Moment> {
        let Self { instant_ms, zone: ZoneName(zone), offset_min } = self;
        Ok(core::Moment { instant_ms, zone, offset_min })
    }
}

impl Out<core::Day> for CivilDate {
    fn out(core: core::Day) -> Self {
        Self(core.to_string())
    }
}

impl In<core::Day> for CivilDate {
    fn taken(self, field: &'static str) -> Result<core::Day> {
        core::Day::parse(field, &self.0)
    }
}

impl Out<core::TimeOfDay> for CivilTime {
    fn out(core: core::TimeOfDay) -> Self {
        Self(core.to_string())
    }
}

impl In<core::TimeOfDay> for CivilTime {
    fn taken(self, field: &'static str) -> Result<core::TimeOfDay> {
        core::TimeOfDay::parse(field, &self.0)
    }
}

impl Out<NaiveDateTime> for CivilDateTime {
    fn out(core: NaiveDateTime) -> Self {
        Self(core.format("%Y-%m-%dT%H:%M").to_string())
    }
}

impl In<NaiveDateTime> for CivilDateTime {
    fn taken(self, field: &'static str) -> Result<NaiveDateTime> {
        let (day, time) = self.0.split_once('T').ok_or(Error::invalid(field, Reason::ImpossibleDate))?;
        Ok(core::Day::parse(field, day)?.date().and_time(core::TimeOfDay::parse(field, time)?.time()))
    }
}
