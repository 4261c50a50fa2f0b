//! Keeps words of a person apart from the direction of the sentence they stand in (Unicode Standard
//! Annex #9): an Arabic name in an English sentence, an English one in an Arabic sentence.

use std::borrow::Cow;

/// First strong isolate: what follows has the direction of its own first letter.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends an isolate.
const POP_ISOLATE: char = '\u{2069}';

/// The words, isolated where they could change the order of what stands around them.
pub(super) fn isolated(words: &str, sentence_right_to_left: bool) -> Cow<'_, str> {
    if sentence_right_to_left || words.chars().any(turns) { apart(words).into() } else { words.into() }
}

/// The words in an isolate of their own. A stray end in them is left out, and what they leave open is
/// closed, so that nothing of them reaches the sentence around them.
pub(super) fn apart(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 6);
    out.push(FIRST_STRONG_ISOLATE);
    let mut open = 0usize;
    for c in words.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        out.push(c);
    }
    out.extend(std::iter::repeat_n(POP_ISOLATE, open + 1));
    out
}

/// Whether a character is read from right to left, or is a mark of direction. The blocks of the
/// right-to-left scripts as Unicode keeps them apart, so that a script added later is in already.
fn turns(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'
        | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
