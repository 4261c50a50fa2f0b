//! The few words of the app's own that a packet carries, in the client's language. A page ships
//! no content packs, so what the client read travels with the packet. Whole sentences with
//! places in them, never pieces: their order belongs to the language.

use crate::words::{Arg, FALLBACK, Words};

/// Words for one language: [`PacketWords::of`] takes them from the interface's, a shell may pass others.
///
/// Places: `{sign}` the sign, `{action}` what the client does, `{level}` a rating, `{count}` and
/// `{out_of}` numbers of check-ins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketWords {
    /// The language, BCP 47, at most 35 characters.
    pub language: String,
    /// A homework for one day.
    pub once: String,
    /// A homework for every day.
    pub daily: String,
    /// A homework for every week.
    pub weekly: String,
    /// Rule: the sign is there.
    pub if_there: String,
    /// Rule: the sign is at least that strong.
    pub if_at_least: String,
    /// Rule: there on some check-ins in a row.
    pub if_in_a_row: String,
    /// Rule: at least that strong on some check-ins in a row.
    pub if_in_a_row_at_least: String,
    /// Rule: there on some of the last check-ins.
    pub if_of_last: String,
    /// Rule: at least that strong on some of the last check-ins.
    pub if_of_last_at_least: String,
}

impl PacketWords {
    /// The words of one language, as the interface has them.
    #[must_use]
    pub fn of(words: &Words) -> Self {
        let own = |id: &str| words.say(id, &[]);
        // Each place stands for itself here and is filled where the packet is made.
        let rule = |id: &str, places: &[&str]| {
            let places: Vec<(&str, Arg)> = places.iter().map(|name| (*name, format!("{{{name}}}").into())).collect();
            words.say(id, &places)
        };
        Self {
            language: words.tag().to_owned(),
            once: own("review-once"),
            daily: own("review-daily"),
            weekly: own("review-weekly"),
            if_there: rule("own-rule-there", &["sign", "action"]),
            if_at_least: rule("own-rule-at-least", &["sign", "level", "action"]),
            if_in_a_row: rule("own-rule-in-a-row", &["sign", "count", "action"]),
            if_in_a_row_at_least: rule("own-rule-in-a-row-at-least", &["sign", "level", "count", "action"]),
            if_of_last: rule("own-rule-of-last", &["sign", "count", "out_of", "action"]),
            if_of_last_at_least: rule("own-rule-of-last-at-least", &["sign", "level", "count", "out_of", "action"]),
        }
    }
}

impl Default for PacketWords {
    /// English.
    fn default() -> Self {
        Self::of(&Words::of(FALLBACK))
    }
}

/// Puts values into the places of a sentence, in one pass: a value that itself looks like a place stays as it is.
pub(super) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 64);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, tail)));
        if let Some((value, tail)) = place {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{PacketWords, fill};
    use crate::words::{Words, languages};

    #[test]
    fn words_of_a_person_are_never_taken_for_a_place() {
        let filled = fill("If {sign}, I {action} {x", &[("sign", "{action}"), ("action", "call {sign}")]);
        assert_eq!(filled, "If {action}, I call {sign} {x");
    }

    #[test]
    fn every_language_has_a_place_for_each_part_of_a_rule() {
        for tag in languages() {
            let words = PacketWords::of(&Words::of(tag));
            for (sentence, places) in [
                (&words.if_there, &["sign", "action"][..]),
                (&words.if_at_least, &["sign", "level", "action"]),
                (&words.if_in_a_row, &["sign", "count", "action"]),
                (&words.if_in_a_row_at_least, &["sign", "level", "count", "action"]),
                (&words.if_of_last, &["sign", "count", "out_of", "action"]),
                (&words.if_of_last_at_least, &["sign", "level", "count", "out_of", "action"]),
            ] {
                let named: Vec<String> = places.iter().map(|place| format!("{{{place}}}")).collect();
                assert!(named.iter().all(|place| sentence.matches(place).count() == 1), "{tag}: {sentence}");
                assert_eq!(sentence.matches('{').count(), places.len(), "{tag}: {sentence}");
            }
        }
        let english = PacketWords::default();
        assert_eq!((english.language.as_str(), english.daily.as_str()), ("en", "every day"));
        assert_eq!(english.if_there, "If “{sign}” is there, I {action}");
        // In Arabic what is put in brings its own direction.
        let arabic = PacketWords::of(&Words::of("ar"));
        assert!(arabic.if_there.contains("\u{2068}{sign}\u{2069}"));
    }
}
