//! Where a person is: what the clocks on the walls show there, and when. The rules of the zones come with the
//! library, so that every phone reckons alike however old its own tables are.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil::DateTime as Civil;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::Moment;

/// Where the clocks on the walls agree: a zone, or an offset where the zone's name is not known here (a name such
/// as `GMT+02:00`, one that vanished, one that is newer than our tables).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(Rules);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    Zone(&'static TimeZone),
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
        Self(zone_of(zone).map_or(Rules::OffsetMin(offset_min), Rules::Zone))
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
        // "Compatible" is jiff's word for that very rule, which calendars share (RFC 5545).
        let found = asked(civil).and_then(|asked| zone.to_ambiguous_timestamp(asked).compatible().ok());
        // Only a year of five digits is not found, and no `Day` has one.
        found.map_or_else(|| civil.and_utc().timestamp_millis(), Timestamp::as_millisecond)
    }

    /// What the clock on the wall shows here at that instant.
    #[must_use]
    pub fn civil(self, instant_ms: i64) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(instant_ms).unwrap_or_default().naive_utc();
        utc + Duration::seconds(i64::from(self.offset_s(instant_ms)))
    }

    /// Seconds east of UTC here at that instant.
    pub(super) fn offset_s(self, instant_ms: i64) -> i32 {
        match self.0 {
            Rules::Zone(zone) => zone.to_offset(Timestamp::from_millisecond(instant_ms).unwrap_or_default()).seconds(),
            Rules::OffsetMin(minutes) => minutes * 60,
        }
    }
}

/// The zone of this very name. What was read once stays for the life of the process: there are some six hundred.
pub(crate) fn zone_of(name: &str) -> Option<&'static TimeZone> {
    static ZONES: LazyLock<BTreeMap<String, OnceLock<Option<TimeZone>>>> = LazyLock::new(|| {
        // Only names of the tables: jiff also answers to `Etc/Unknown`, by which a phone says that it does not know.
        TimeZoneDatabase::bundled().available().map(|name| (name.to_string(), OnceLock::new())).collect()
    });
    let zone = ZONES.get(name)?;
    zone.get_or_init(|| TimeZoneDatabase::bundled().get(name).ok()).as_ref()
}

/// The same civil time in the words of the zones' library.
fn asked(civil: NaiveDateTime) -> Option<Civil> {
    let small = |n: u32| i8::try_from(n).ok();
    let (year, nanosecond) = (i16::try_from(civil.year()).ok()?, i32::try_from(civil.nanosecond()).ok()?);
    let (month, day) = (small(civil.month())?, small(civil.day())?);
    let (hour, minute, second) = (small(civil.hour())?, small(civil.minute())?, small(civil.second())?);
    Civil::new(year, month, day, hour, minute, second, nanosecond).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::{NaiveDate, Offset as _, TimeZone as _};

    use super::*;

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
            ("2026-03-29 09:00", "Etc/Unknown", "2026-03-29 07:00"),
        ] {
            let asked = NaiveDateTime::parse_from_str(civil, "%Y-%m-%d %H:%M").unwrap();
            let ms = Place::named(zone, 120).instant_ms(asked);
            let found = DateTime::<Utc>::from_timestamp_millis(ms).unwrap().format("%Y-%m-%d %H:%M").to_string();
            assert_eq!(found, utc, "{civil} {zone}");
        }
    }

    /// Two libraries have two editions of the same public tables: every zone of the one is known to the other, and
    /// up to the older edition (2025) their clocks agree. Later ones may not: governments change their minds.
    #[test]
    fn another_reading_of_the_zones_agrees() {
        let day = |year, month| NaiveDate::from_ymd_opt(year, month, 3).unwrap().and_hms_opt(11, 30, 0).unwrap();
        let days: Vec<_> = (1980..2026).flat_map(|year| (1..=12).map(move |month| day(year, month))).collect();
        for zone in chrono_tz::TZ_VARIANTS {
            let place = Place::named(zone.name(), 9_999);
            for utc in &days {
                let other = zone.offset_from_utc_datetime(utc).fix().local_minus_utc();
                assert_eq!(place.offset_s(utc.and_utc().timestamp_millis()), other, "{} {utc}", zone.name());
            }
        }
    }
}
