//! Time enters the core here and nowhere else: one record, [`Moment`], from the
//! injected [`Clock`]. Civil time is what people mean, so days and times of day
//! are kept as such and instants only order things.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

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
        let zone = self.zone.parse::<chrono_tz::Tz>().ok();
        let utc = DateTime::<Utc>::from_timestamp_millis(instant_ms);
        let offset_min = zone.zip(utc).map_or(self.offset_min, |(zone, utc)| {
            chrono::Offset::fix(&zone.offset_from_utc_datetime(&utc.naive_utc())).local_minus_utc() / 60
        });
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

/// Where the clocks on the walls agree: a zone, or an offset where the zone's name is not known here (a name such
/// as `GMT+02:00`, one that vanished, one that is newer than our tables).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(Rules);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    Zone(chrono_tz::Tz),
    OffsetMin(i32),
}

impl Place {
    /// Where the phone is. Where its clock stands otherwise than our tables say, the phone's tables are the newer ones
    /// and ours are of no use there: its offset is taken as it is now.
    #[must_use]
    pub fn of(moment: &Moment) -> Self {
        let by_tables = Self::named(&moment.zone, moment.offset_min);
        let wall = by_tables.civil(moment.instant_ms).signed_duration_since(moment.civil());
        if wall.num_minutes() == 0 { by_tables } else { Self(Rules::OffsetMin(moment.offset_min)) }
    }

    /// The zone of this name, as it is for somebody at `moment`: in their own zone what [`Place::of`] says.
    #[must_use]
    pub fn named_at(zone: &str, moment: &Moment) -> Self {
        if zone == moment.zone { Self::of(moment) } else { Self::named(zone, moment.offset_min) }
    }

    /// The zone of this name; `offset_min` minutes east of UTC where there is none.
    #[must_use]
    pub fn named(zone: &str, offset_min: i32) -> Self {
        Self(zone.parse().map_or(Rules::OffsetMin(offset_min), Rules::Zone))
    }

    /// The instant (UTC milliseconds) that `civil` means here.
    ///
    /// A time that the clocks jump over moves forward by the length of the jump (the asked
    /// time is read with the offset in force before it); a time that comes twice is the
    /// first one.
    #[must_use]
    pub fn instant_ms(self, civil: NaiveDateTime) -> i64 {
        let zone = match self.0 {
            Rules::Zone(zone) => zone,
            Rules::OffsetMin(minutes) => return civil.and_utc().timestamp_millis() - i64::from(minutes) * 60_000,
        };
        if let Some(found) = zone.from_local_datetime(&civil).earliest() {
            return found.timestamp_millis();
        }
        // In a gap: the longest one ever was a whole day (Pacific/Apia, 2011-12-30), so the offset that held 25 hours
        // earlier is the one in force before it; and a wall is at most 14 hours ahead of UTC.
        let before = zone.from_utc_datetime(&(civil - Duration::hours(39)));
        let offset = chrono::Offset::fix(before.offset()).local_minus_utc();
        civil.and_utc().timestamp_millis() - i64::from(offset) * 1000
    }

    /// What the clock on the wall shows here at that instant.
    #[must_use]
    pub fn civil(self, instant_ms: i64) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(instant_ms).unwrap_or_default().naive_utc();
        let seconds = match self.0 {
            Rules::Zone(zone) => chrono::Offset::fix(&zone.offset_from_utc_datetime(&utc)).local_minus_utc(),
            Rules::OffsetMin(minutes) => minutes * 60,
        };
        utc + Duration::seconds(i64::from(seconds))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(zone: &str, civil: &str) -> String {
        let moment = Moment { instant_ms: 0, zone: zone.into(), offset_min: 120 }.at(0);
        let civil = NaiveDateTime::parse_from_str(civil, "%Y-%m-%d %H:%M").unwrap();
        let ms = instant_of(civil, &moment);
        DateTime::<Utc>::from_timestamp_millis(ms).unwrap().format("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn a_time_in_a_gap_moves_forward_by_the_gap_and_an_overlap_is_the_first_one() {
        // The table of clock changes that every planner of ours is held to: asked local time, zone, expected UTC.
        for (civil, zone, utc) in [
            ("2026-03-29 01:30", "Europe/London", "2026-03-29 01:30"),
            ("2026-10-25 01:30", "Europe/London", "2026-10-25 00:30"),
            ("2026-03-08 02:30", "America/New_York", "2026-03-08 07:30"),
            ("2026-04-24 00:30", "Africa/Cairo", "2026-04-23 22:30"),
            ("2026-09-06 00:30", "America/Santiago", "2026-09-06 04:30"),
            ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:45"),
            ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),
            ("2026-03-29 02:30", "Antarctica/Troll", "2026-03-29 02:30"),
            ("2011-12-30 09:00", "Pacific/Apia", "2011-12-30 19:00"),
            ("2026-03-29 09:00", "GMT+02:00", "2026-03-29 07:00"),
        ] {
            assert_eq!(at(zone, civil), utc, "{civil} {zone}");
        }
    }

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
