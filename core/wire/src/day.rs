//! Civil days as the protocol writes them, and the calendar months that subkeys last.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::WireError;

const MS_PER_DAY: i64 = 86_400_000;

/// A day of the Gregorian calendar, `YYYY-MM-DD`, years 0001 to 9999. Sorts by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    date: u8,
}

impl Day {
    /// A day from its parts; [`WireError::Day`] if the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, WireError> {
        if !(1..=9999).contains(&year) || day == 0 || day > days_in_month(year, month) {
            return Err(WireError::Day);
        }
        Ok(Self { year, month, date: day })
    }

    /// The UTC day of an instant in milliseconds since 1970-01-01 UTC.
    pub fn from_ms(ms: i64) -> Result<Self, WireError> {
        Self::from_days(ms.div_euclid(MS_PER_DAY))
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(days: i64) -> Result<Self, WireError> {
        // Years 0001 to 9999; also keeps the arithmetic below far from overflow.
        if !(-719_162..=2_932_896).contains(&days) {
            return Err(WireError::Day);
        }
        // Counted in years that begin in March, so that the leap day is the last of its year;
        // 719_468 days lie between 0000-03-01 and 1970-01-01.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let narrow = |_| WireError::Day;
        Self::new(
            u16::try_from(year).map_err(narrow)?,
            u8::try_from(month).map_err(narrow)?,
            u8::try_from(day).map_err(narrow)?,
        )
    }

    /// Days since 1970-01-01; negative before it.
    #[must_use]
    pub fn days(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.date) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The instant this day begins in UTC, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn start_ms(self) -> i64 {
        self.days() * MS_PER_DAY
    }

    /// The number of the calendar month this day is in: year * 12 + month - 1 (section 2).
    #[must_use]
    pub fn month_number(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month) - 1
    }

    /// The first day of a month given by its number; [`WireError::Day`] outside years 1 to 9999.
    pub fn first_of_month(number: u32) -> Result<Self, WireError> {
        let year = u16::try_from(number / 12).map_err(|_| WireError::Day)?;
        let month = u8::try_from(number % 12 + 1).map_err(|_| WireError::Day)?;
        Self::new(year, month, 1)
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.date)
    }
}

impl FromStr for Day {
    type Err = WireError;

    fn from_str(text: &str) -> Result<Self, WireError> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else {
            return Err(WireError::Day);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0')).ok_or(WireError::Day)
            })
        };
        let narrow = |value: u16| u8::try_from(value).map_err(|_| WireError::Day);
        Self::new(number(&[y0, y1, y2, y3])?, narrow(number(&[m0, m1])?)?, narrow(number(&[d0, d1])?)?)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_days_are_where_the_calendar_puts_them() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2026-11-21", 20_778),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!(day.days(), days, "{text}");
            assert_eq!(Day::from_days(days).unwrap(), day);
            assert_eq!(day.to_string(), text);
        }
        assert_eq!(Day::from_ms(-1).unwrap().to_string(), "1969-12-31");
        assert_eq!(Day::from_ms(86_399_999).unwrap().to_string(), "1970-01-01");
    }

    #[test]
    fn days_the_calendar_does_not_have_are_refused() {
        for text in [
            "2025-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-04-31",
            "2026-01-00",
            "0000-01-01",
            "26-01-01",
            "2026-1-01",
            "2026/01/01",
            "+026-01-01",
            "",
        ] {
            assert_eq!(text.parse::<Day>(), Err(WireError::Day), "{text}");
        }
        assert!(Day::from_ms(i64::MAX).is_err());
        assert!(Day::from_ms(i64::MIN).is_err());
    }

    #[test]
    fn a_month_has_a_number_and_a_first_day() {
        let day: Day = "2026-11-21".parse().unwrap();
        assert_eq!(day.month_number(), 2026 * 12 + 10);
        let first = Day::first_of_month(day.month_number()).unwrap();
        assert_eq!(first.to_string(), "2026-11-01");
        assert!(Day::first_of_month(u32::MAX).is_err());
        assert!(Day::first_of_month(0).is_err());
    }

    proptest! {
        #[test]
        fn days_and_texts_match_both_ways(days in -719_162_i64..=2_932_896) {
            let day = Day::from_days(days).unwrap();
            prop_assert_eq!(day.days(), days);
            prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        }

        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,14}") { let _ = text.parse::<Day>(); }
    }
}
