//! Enrolment codes: what the operator gives a practitioner so that they can make their account.
//!
//! Sixteen characters of Crockford's base32, 80 random bits, in four groups. Kept as a hash, used once, good for a week.

use handrail_wire::Hash;

use crate::random;

const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// How long a code holds, days.
pub const DAYS: i64 = 7;

/// A new code, as it is printed.
pub fn make() -> String {
    let mut code = String::with_capacity(19);
    // 256 is a multiple of 32, so the low five bits of a random byte are even.
    for (place, byte) in random::bytes::<16>().0.into_iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.extend(ALPHABET.get(usize::from(byte & 31)));
    }
    code
}

/// The hash a code is kept by. Case, spaces and hyphens do not matter; O is read as 0, I and L as 1.
pub fn hash(code: &str) -> Hash {
    let plain: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    random::sha256(format!("handrail/v1/enrolment {plain}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = make();
        assert_eq!(code.len(), 19);
        assert_ne!(code, make());
        assert_eq!(hash(&code), hash(&code.to_lowercase().replace('-', " ")));
        assert_eq!(hash("O0IL-1111-1111-1111"), hash("0 0 1 1 1111 1111 1111"));
        assert_ne!(hash("0000-0000-0000-0000"), hash("0000-0000-0000-0001"));
    }

    proptest! {
        #[test]
        fn any_text_has_a_hash(text in "\\PC{0,80}") { let _ = hash(&text); }
    }
}
