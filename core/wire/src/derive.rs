//! Hash, HKDF and MAC, each under its own label, so that no two uses can ever meet (section 1).

use ring::{digest, hkdf, hmac};

use crate::WireError;
use crate::encode::push_lp;

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    sha256_of(&[bytes])
}

/// SHA-256 over the parts, one after the other, without separators.
#[must_use]
pub fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    // A SHA-256 has 32 bytes; `zip` says so without a panic to argue about.
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    out
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-SHA256 (RFC 5869) with an empty salt and `info` as given: the label, and for the words what
/// follows it.
///
/// [`WireError::TooLarge`] above 255 * 32 bytes, which the protocol never asks for.
pub fn hkdf<const N: usize>(ikm: &[u8], info: &[&[u8]]) -> Result<[u8; N], WireError> {
    let mut out = [0; N];
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(ikm)
        .expand(info, Length(N))
        .and_then(|okm| okm.fill(&mut out))
        .map_err(|_| WireError::TooLarge)?;
    Ok(out)
}

/// `MAC(key, label, x)` = HMAC-SHA256(key, lp(label) | x), with `x` given in parts.
#[must_use]
pub fn mac(key: &[u8], label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &text(label, parts));
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    out
}

/// Checks a MAC in constant time; [`WireError::Mac`] if it is another one.
pub fn check_mac(key: &[u8], label: &str, parts: &[&[u8]], given: &[u8]) -> Result<(), WireError> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::verify(&key, &text(label, parts), given).map_err(|_| WireError::Mac)
}

fn text(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut text = Vec::new();
    push_lp(&mut text, label.as_bytes());
    for part in parts {
        text.extend_from_slice(part);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        hex.concat()
    }

    #[test]
    fn hkdf_gives_the_published_answer_without_salt_and_info() {
        // RFC 5869, A.3: test with SHA-256 and zero-length salt and info.
        let okm: [u8; 42] = hkdf(&[0x0b; 22], &[]).unwrap();
        assert_eq!(hex(&okm), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
        assert!(hkdf::<8161>(&[0x0b; 22], &[]).is_err());
    }

    #[test]
    fn a_mac_is_hmac_over_the_label_and_the_text() {
        // RFC 4231 test case 2 has no label, so the empty label's prefix is taken into account here:
        // the same text by hand must give the same tag.
        let tag = mac(b"Jefe", "handrail/v1/test", &[b"what do ya ", b"want"]);
        let mut by_hand = b"\0\0\0\x10handrail/v1/test".to_vec();
        by_hand.extend_from_slice(b"what do ya want");
        let key = hmac::Key::new(hmac::HMAC_SHA256, b"Jefe");
        assert_eq!(hmac::sign(&key, &by_hand).as_ref(), tag);
        check_mac(b"Jefe", "handrail/v1/test", &[b"what do ya want"], &tag).unwrap();
        for (key, label, text) in [
            ("jefe", "handrail/v1/test", "what do ya want"),
            ("Jefe", "handrail/v1/tess", "what do ya want"),
            ("Jefe", "handrail/v1/test", "what do ya want?"),
        ] {
            let got = check_mac(key.as_bytes(), label, &[text.as_bytes()], &tag);
            assert_eq!(got, Err(WireError::Mac));
        }
        assert_eq!(check_mac(b"Jefe", "handrail/v1/test", &[b"what do ya want"], &tag[..31]), Err(WireError::Mac));
    }

    #[test]
    fn sha256_gives_the_published_answer() {
        // FIPS 180-4 example "abc".
        let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&sha256(b"abc")), want);
        assert_eq!(hex(&sha256_of(&[b"a", b"", b"bc"])), want);
    }
}
