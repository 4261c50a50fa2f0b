//! Time enters the core here and nowhere else: one record, [`Moment`], from the
//! injected [`Clock`]. Civil time is what people mean, so days and times of day
//! are kept as such and instants only order things.

mod place;

pub use place::Place;
pub(crate) use place::zone_of;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::error::{Error, Reason, Result};

/// One reading of the phone's clock.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 UTC.
    pub instant_ms: i64,
    /// The zone's name as the phone gives it, such as `Europe/London`. A name that is
    /// not known here never fails: the offset is used instead.
    pub zone: String,
    /// Minutes east of UTC at that instant, by the phone's own tables.
    pub offset_min: i32,
}

/// Where the core asks for the time, once a call.
pub trait Clock: Send + Sync {
    /// The present moment. `None` when the phone cannot say; the call then fails and writes nothing.
    fn now(&self) -> Option<Moment>;

    /// Milliseconds on a clock of this run of the process that only ever runs forward,
    /// whatever happens to the date. It tells how long ago something was written. Phones leave
    /// this as it is; simulated time has its own.
    fn running_ms(&self) -> u64 {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        let start = START.get_or_init(std::time::Instant::now);
        u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Civil days as `YYYY-MM-DD`, between 1900 and 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The last day of the calendar we keep.
    pub const LAST: Self = match NaiveDate::from_ymd_opt(2200, 12, 31) {
        Some(date) => Self(date),
        None => Self(NaiveDate::MAX),
    };

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`Reason::ImpossibleDate`] for anything that is no day of the calendar.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let impossible = || Error::invalid(field, Reason::ImpossibleDate);
        if text.len() != 10 {
            return Err(impossible());
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| impossible())?;
        Self::from_date(date).ok_or_else(impossible)
    }

    /// A day from chrono's date, where it lies between 1900 and 2200.
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Option<Self> {
        (1900..=2200).contains(&date.year()).then_some(Self(date))
    }

    /// As chrono's date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Whole days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.0.num_days_from_ce()) - 719_163
    }

    /// The day with this number; `None` outside 1900 to 2200.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let days = i32::try_from(number.checked_add(719_163)?).ok()?;
        NaiveDate::from_num_days_from_ce_opt(days).and_then(Self::from_date)
    }

    /// This day and `days` more (or fewer). Stops at the ends of the calendar we keep.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self::from_number(self.number().saturating_add(days)).unwrap_or(self)
    }

    /// The Monday of this day's week.
    #[must_use]
    pub fn week(self) -> Self {
        self.plus(-i64::from(self.0.weekday().num_days_from_monday()))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl rusqlite::types::ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl rusqlite::types::FromSql for Day {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Self::parse("day", value.as_str()?).map_err(|_| rusqlite::types::FromSqlError::InvalidType)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse("day", &text).map_err(|_| serde::de::Error::custom("no day"))
    }
}

/// A time of day, `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(NaiveTime);

impl TimeOfDay {
    /// Reads `HH:MM`, 24 hours.
    ///
    /// # Errors
    /// [`Reason::ImpossibleDate`] for anything else.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let impossible = || Error::invalid(field, Reason::ImpossibleDate);
        if text.len() != 5 {
            return Err(impossible());
        }
        NaiveTime::parse_from_str(text, "%H:%M").map(Self).map_err(|_| impossible())
    }

    /// As chrono's time.
    #[must_use]
    pub const fn time(self) -> NaiveTime {
        self.0
    }

    /// That time; midnight for one that no clock shows.
    #[must_use]
    pub fn of(hour: u32, minute: u32) -> Self {
        Self(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
    }
}

impl serde::Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for TimeOfDay {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse("time", &text).map_err(|_| serde::de::Error::custom("no time"))
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%H:%M"))
    }
}

impl rusqlite::types::ToSql for TimeOfDay {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl rusqlite::types::FromSql for TimeOfDay {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Self::parse("time", value.as_str()?).map_err(|_| rusqlite::types::FromSqlError::InvalidType)
    }
}

/// How far the zone of a moment may be off, in minutes: no place on earth is further from UTC.
const MAX_OFFSET_MIN: i32 = 15 * 60;

impl Moment {
    /// Refuses readings that no calendar of ours holds.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `moment`.
    pub fn checked(self) -> Result<Self> {
        let possible = self.offset_min.abs() <= MAX_OFFSET_MIN
            && self.zone.chars().count() <= 64
            && DateTime::<Utc>::from_timestamp_millis(self.instant_ms)
                .is_some_and(|t| (1970..=2199).contains(&t.year()));
        if possible { Ok(self) } else { Err(Error::invalid("moment", Reason::ImpossibleDate)) }
    }

    /// The same place at another instant. Where the zone's name is not known, the offset stays.
    #[must_use]
    pub fn at(&self, instant_ms: i64) -> Self {
        let offset_min = Place::named(&self.zone, self.offset_min).offset_s(instant_ms) / 60;
        Self { instant_ms, zone: self.zone.clone(), offset_min }
    }

    /// What the clock on the wall shows.
    #[must_use]
    pub fn civil(&self) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.instant_ms).unwrap_or_default();
        utc.naive_utc() + Duration::minutes(i64::from(self.offset_min))
    }

    /// The person's day: the civil date after subtracting their day boundary
    /// (minutes after midnight, 03:00 unless they move it).
    #[must_use]
    pub fn day(&self, boundary_min: i64) -> Day {
        let shifted = self.civil() - Duration::minutes(boundary_min);
        Day::from_date(shifted.date()).unwrap_or(Day(NaiveDate::default()))
    }
}

/// The instant (UTC milliseconds) that `civil` means in the zone of `moment`; see [`Place::instant_ms`].
#[must_use]
pub fn instant_of(civil: NaiveDateTime, moment: &Moment) -> i64 {
    Place::of(moment).instant_ms(civil)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_night_belongs_to_the_day_before_until_the_boundary() {
        let moment = |h: i64, m: i64| Moment {
            instant_ms: (20_000 * 24 * 60 + h * 60 + m) * 60_000,
            zone: "UTC".into(),
            offset_min: 0,
        };
        assert_eq!(moment(2, 59).day(180).number(), 19_999);
        assert_eq!(moment(3, 0).day(180).number(), 20_000);
    }

    #[test]
    fn day_numbers_and_texts_agree() {
        let day = Day::parse("day", "2026-11-21").unwrap();
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(Day::parse("day", "1970-01-01").unwrap().number(), 0);
        assert_eq!(day.week().to_string(), "2026-11-16");
        assert!(Day::parse("day", "2026-02-30").is_err());
        assert!(Day::parse("day", "2026-1-1").is_err());
    }
}
