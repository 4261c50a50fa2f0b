//! The four words two people compare at pairing (`docs/protocol.md`, section 4, step 7).
//!
//! Where we ship no list in the language of the pairing code, both sides show the English one: what
//! matters is that the two screens say the same.

use handrail_wire::invite::MacKey;
use handrail_wire::{B32, WireError};

/// The four words of a pairing.
pub fn four_words(
    key: &MacKey,
    transcript: &[u8],
    nonce: &B32,
    language: &str,
) -> Result<[&'static str; 4], WireError> {
    let numbers = key.word_numbers(transcript, nonce)?;
    Ok(words_of(numbers, language))
}

/// The words with these numbers (0 to 2,047) in the list of a language, a BCP 47 tag.
#[must_use]
pub fn words_of(numbers: [u16; 4], _language: &str) -> [&'static str; 4] {
    // English is the one list shipped so far, for every language; the page's size budget has no room
    // for ten.
    let list = bip39::Language::English.word_list();
    numbers.map(|number| list.get(usize::from(number)).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_published_one() {
        // The first 44 bits of 7f7f..., 8080... and ffff..., as in BIP-39's own test vectors.
        for (numbers, words) in [
            ([0, 0, 0, 0], "abandon abandon abandon abandon"),
            ([1019, 2015, 1790, 2039], "legal winner thank year"),
            ([1028, 32, 257, 8], "letter advice cage absurd"),
            ([2047, 2047, 2047, 2047], "zoo zoo zoo zoo"),
        ] {
            assert_eq!(words_of(numbers, "en").join(" "), words);
        }
    }

    #[test]
    fn a_language_without_a_list_gets_english_words() {
        let numbers = [5, 60, 700, 2000];
        assert_eq!(words_of(numbers, "ar"), words_of(numbers, "en-GB"));
    }
}
