//! Days, times and numbers, where no phone writes them: on paper and in a page. Names and order come
//! from the language's file.

use std::borrow::Cow;

use chrono::{Datelike as _, Timelike as _};

use super::Words;
use crate::clock::{Day, TimeOfDay};

pub(super) fn day(words: &Words, day: Day) -> String {
    let date = day.date();
    let weekday = words.own(&format!("date-weekday-{}", date.weekday().number_from_monday()));
    let month = words.own(&format!("date-month-{}", date.month()));
    words.put(
        "date-day",
        &[
            ("weekday", weekday),
            ("number", date.day().to_string()),
            ("month", month),
            ("year", date.year().to_string()),
        ],
    )
}

pub(super) fn time(words: &Words, time: TimeOfDay) -> String {
    let time = time.time();
    words.put("date-time", &[("hour", format!("{:02}", time.hour())), ("minute", format!("{:02}", time.minute()))])
}

pub(super) fn mean(words: &Words, number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let written = format!("{number:.1}");
    // What rounds to nothing has no sign.
    let written = if written == "-0.0" { "0.0" } else { &written };
    match written.split_once('.') {
        Some((whole, "0")) => whole.to_owned(),
        Some((whole, part)) => format!("{whole}{}{part}", words.own("number-decimal-mark")),
        None => written.to_owned(),
    }
}

impl Words {
    fn own(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A text with words of our own in its places: they are of the sentence's language, so nothing is kept apart.
    fn put(&self, id: &str, places: &[(&str, String)]) -> String {
        let place = |name: &str| places.iter().find(|(n, _)| *n == name).map(|(_, own)| Cow::from(own.as_str()));
        self.text(id, &place, &|_| None)
    }
}
