//! The few words of the app's own that a packet carries, in the client's language. A page ships
//! no content packs, so what the client read travels with the packet. Whole sentences with
//! places in them, never pieces: their order belongs to the language.

/// Words for one language. [`PacketWords::default`] is English; a shell passes its own language's.
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

impl Default for PacketWords {
    fn default() -> Self {
        Self {
            language: "en".into(),
            once: "once".into(),
            daily: "every day".into(),
            weekly: "every week".into(),
            if_there: "If “{sign}” is there, I {action}".into(),
            if_at_least: "If “{sign}” is at least {level}, I {action}".into(),
            if_in_a_row: "If “{sign}” is there on {count} check-ins in a row, I {action}".into(),
            if_in_a_row_at_least: "If “{sign}” is at least {level} on {count} check-ins in a row, I {action}".into(),
            if_of_last: "If “{sign}” is there on {count} of the last {out_of} check-ins, I {action}".into(),
            if_of_last_at_least:
                "If “{sign}” is at least {level} on {count} of the last {out_of} check-ins, I {action}".into(),
        }
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
    use super::fill;

    #[test]
    fn words_of_a_person_are_never_taken_for_a_place() {
        let filled = fill("If {sign}, I {action} {x", &[("sign", "{action}"), ("action", "call {sign}")]);
        assert_eq!(filled, "If {action}, I call {sign} {x");
    }
}
