//! Lines of an iCalendar file (RFC 5545 section 3.1): escaped, quoted and folded by the `icalendar` crate, nested here.
//! Its own components are not used: they take the time and random names from the system (docs/adr/0017).

use icalendar::{Parameter, Property};

use crate::error::{Error, Result};

/// Most octets of a line, without its end.
const LONGEST: usize = 75;

/// A file in the making.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Begins a component and, when `inside` is done, ends it.
    pub(super) fn component(&mut self, name: &str, inside: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.put("BEGIN", name)?;
        inside(self)?;
        self.put("END", name)
    }

    /// One property. Values that are texts are escaped.
    pub(super) fn put(&mut self, name: &str, value: impl Into<String>) -> Result<()> {
        self.line(Property::new(name, value))
    }

    /// One property with a parameter.
    pub(super) fn put_with(&mut self, name: &str, (key, of): (&str, &str), value: impl Into<String>) -> Result<()> {
        let mut property = Property::new(name, value);
        property.append_parameter(Parameter::new(key, of));
        self.line(property)
    }

    /// Words as one property: line breaks stay, other control characters have no place in such a file.
    pub(super) fn words(&mut self, name: &str, words: &str) -> Result<()> {
        let words = words.replace("\r\n", "\n").replace('\r', "\n");
        self.put(name, words.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect::<String>())
    }

    fn line(&mut self, property: Property) -> Result<()> {
        let folded: String = property.try_into().map_err(|_| Error::Internal("calendar"))?;
        let folded = folded.trim_end_matches("\r\n");
        let (before, last) = folded.rsplit_once("\r\n").map_or(("", folded), |(before, last)| (before, last));
        if !before.is_empty() {
            self.0.push_str(before);
            self.0.push_str("\r\n");
        }
        // The crate lets the last piece of a folded line have one octet too many.
        match last.char_indices().rev().find(|(at, _)| *at <= LONGEST) {
            Some((at, _)) if last.len() > LONGEST => {
                let (kept, over) = last.split_at_checked(at).unwrap_or((last, ""));
                self.0.push_str(kept);
                self.0.push_str("\r\n ");
                self.0.push_str(over);
            }
            _ => self.0.push_str(last),
        }
        self.0.push_str("\r\n");
        Ok(())
    }

    /// The file.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn unfolded(file: &str) -> String {
        file.replace("\r\n ", "")
    }

    #[test]
    fn what_would_break_a_line_is_escaped() {
        let mut lines = Lines::default();
        lines.words("SUMMARY", "tea, bread; a \\ and\r\nmilk\u{7}").unwrap();
        lines.put_with("DTSTART", ("TZID", "Europe/London"), "20260302T090000").unwrap();
        lines.put_with("DTSTART", ("TZID", "Here: there"), "20260302T090000").unwrap();
        assert_eq!(
            lines.finish(),
            "SUMMARY:tea\\, bread\\; a \\\\ and\\nmilk\r\nDTSTART;TZID=Europe/London:20260302T090000\r\n\
             DTSTART;TZID=\"Here: there\":20260302T090000\r\n"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_none_ends_within_a_letter(
            words in proptest::collection::vec(proptest::sample::select(vec!["a", " ", "é", "ش", "語", "🌱", ",", "\\"]), 0..260)
        ) {
            let words = words.concat();
            let mut lines = Lines::default();
            lines.words("SUMMARY", &words).unwrap();
            let file = lines.finish();
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{} octets", line.len());
            }
            let escaped = words.replace('\\', "\\\\").replace(',', "\\,");
            prop_assert_eq!(unfolded(&file), format!("SUMMARY:{escaped}\r\n"));
        }
    }
}
