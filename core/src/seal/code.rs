//! The printed recovery code (`docs/protocol.md`, section 2): 128 random bits on a sheet of paper.
//!
//! It opens a practitioner's key blob, so it is as good as the keys themselves. Written as 28 characters
//! in seven groups of four, the last two a check, so that a slip of the pen is noticed at once and not
//! after a minute of trying. The relay only ever sees what is derived under `locator` and the public half
//! of `method`.

use std::fmt;

use handrail_wire::{Id, WireError, derive};
use zeroize::Zeroizing;

use super::keys::SigningKey;
use crate::ids::{Randomness, RandomnessFailed};

/// Crockford's base 32: no I, L, O, U.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry the 16 bytes; the last has two spare bits, which are zero.
const DATA_CHARACTERS: usize = 26;
const CHARACTERS: usize = DATA_CHARACTERS + 2;

/// Why a written code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not 28 characters, or one that the alphabet does not have.
    #[error("not a recovery code")]
    Shape,
    /// The check characters do not fit: a character was misread or two were swapped.
    #[error("the check characters do not fit")]
    Check,
}

/// A recovery code; wiped when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 16]>);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl RecoveryCode {
    /// A new code.
    pub fn generate(randomness: &dyn Randomness) -> Result<Self, RandomnessFailed> {
        let mut bytes = Zeroizing::new([0; 16]);
        randomness.fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The code of 16 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 16]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// As it is printed: seven groups of four with hyphens.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let bits = u128::from_be_bytes(*self.0);
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + 6));
        for at in 0..CHARACTERS {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            // 25 characters from the top, then three bits and two zeros, then the check.
            let five = match at {
                0..25 => bits >> (123 - 5 * at),
                25 => bits << 2,
                _ => u128::from(self.check()) >> (5 * (CHARACTERS - 1 - at)),
            };
            // Masked to five bits, so it is always inside the alphabet.
            let index = usize::try_from(five & 31).unwrap_or(0);
            text.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'0')));
        }
        text
    }

    /// Reads a code as people type it: any case, with or without spaces and hyphens, O for 0, I or L
    /// for 1.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let mut values = Zeroizing::new([0_u8; CHARACTERS]);
        let mut count = 0;
        for char in text.chars() {
            if char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            let slot = values.get_mut(count).ok_or(CodeError::Shape)?;
            *slot = value_of(char).ok_or(CodeError::Shape)?;
            count += 1;
        }
        if count != CHARACTERS {
            return Err(CodeError::Shape);
        }
        let (data, check) = values.split_at(DATA_CHARACTERS);
        let mut bits = 0_u128;
        let mut spare = 0_u8;
        for (at, value) in data.iter().enumerate() {
            if at < DATA_CHARACTERS - 1 {
                bits = bits << 5 | u128::from(*value);
            } else {
                bits = bits << 3 | u128::from(*value >> 2);
                spare = *value & 3;
            }
        }
        if spare != 0 {
            return Err(CodeError::Check);
        }
        let code = Self(Zeroizing::new(bits.to_be_bytes()));
        let given = check.iter().fold(0_u16, |sum, value| sum << 5 | u16::from(*value));
        if given == code.check() { Ok(code) } else { Err(CodeError::Check) }
    }

    /// The first ten bits of a hash of the bytes.
    fn check(&self) -> u16 {
        let [first, second, ..] = derive::sha256_of(&[b"handrail/v1/code-check", self.0.as_slice()]);
        u16::from_be_bytes([first, second]) >> 6
    }

    /// The id a code logs in with.
    pub fn locator(&self) -> Result<Id, WireError> {
        derive::hkdf(self.0.as_slice(), &[b"handrail/v1/code-locator"]).map(Id::from)
    }

    /// The key that answers the relay's challenge for the locator.
    pub fn method_key(&self) -> Result<SigningKey, WireError> {
        let seed = Zeroizing::new(derive::hkdf(self.0.as_slice(), &[b"handrail/v1/code-method"])?);
        SigningKey::from_seed(&seed)
    }

    /// The AES-256-GCM key that wraps the blob key.
    pub fn wrap_key(&self) -> Result<Zeroizing<[u8; 32]>, WireError> {
        derive::hkdf(self.0.as_slice(), &[b"handrail/v1/code-wrap"]).map(Zeroizing::new)
    }
}

/// What a written character stands for, as people write it.
pub(crate) fn value_of(char: char) -> Option<u8> {
    let upper = match char.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let byte = u8::try_from(upper).ok()?;
    ALPHABET.iter().position(|it| *it == byte).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zeros_and_ones_are_written_as_crockford_writes_them() {
        let zeros = RecoveryCode::from_bytes(&[0; 16]).to_text();
        assert!(zeros.starts_with("0000-0000-0000-0000-0000-0000-00"));
        let ones = RecoveryCode::from_bytes(&[0xff; 16]).to_text();
        // 128 ones and two zeros: 25 times Z, then 11100 = W.
        assert!(ones.starts_with("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZW"), "{}", *ones);
        assert_eq!(ones.len(), 34);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecoveryCode::from_bytes(&[0x08; 16]);
        let text = code.to_text();
        let loose = format!("  {} ", text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
        assert_eq!(RecoveryCode::from_text(&loose).unwrap(), code);
        let dashes = text.replace('-', "\u{2013}").replace('1', "I");
        assert_eq!(RecoveryCode::from_text(&dashes).unwrap(), code);
    }

    #[test]
    fn almost_every_slip_of_the_pen_is_noticed_and_no_slip_gives_the_same_code() {
        let code = RecoveryCode::from_bytes(b"0123456789abcdef");
        let text: Vec<u8> = code.to_text().bytes().filter(|byte| *byte != b'-').collect();
        let (mut slips, mut missed) = (0, 0);
        for at in 0..text.len() {
            for other in ALPHABET {
                if *other == text[at] {
                    continue;
                }
                let mut bad = text.clone();
                bad[at] = *other;
                slips += 1;
                match RecoveryCode::from_text(std::str::from_utf8(&bad).unwrap()) {
                    Ok(other) => {
                        assert_ne!(other, code);
                        missed += 1;
                    }
                    Err(error) => assert_eq!(error, CodeError::Check),
                }
            }
        }
        // Ten check bits: about one slip in a thousand gets through, out of 868.
        assert_eq!(slips, 868);
        assert!(missed <= 4, "{missed} of {slips}");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "0000", "U000-0000-0000-0000-0000-0000-0000", "é"] {
            assert_eq!(RecoveryCode::from_text(text), Err(CodeError::Shape), "{text}");
        }
        let long = "0".repeat(29);
        assert_eq!(RecoveryCode::from_text(&long), Err(CodeError::Shape));
    }

    #[test]
    fn each_use_has_its_own_secret() {
        let code = RecoveryCode::from_bytes(&[7; 16]);
        let wrap = code.wrap_key().unwrap();
        let method = code.method_key().unwrap();
        assert_ne!(*wrap, *method.seed());
        assert_ne!(code.locator().unwrap().as_bytes()[..], wrap[..16]);
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bytes in any::<[u8; 16]>()) {
            let code = RecoveryCode::from_bytes(&bytes);
            prop_assert_eq!(RecoveryCode::from_text(&code.to_text()).unwrap(), code);
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,60}") { let _ = RecoveryCode::from_text(&text); }
    }
}
