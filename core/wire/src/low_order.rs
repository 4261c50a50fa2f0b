//! X25519 points that make the shared secret known to everybody.
//!
//! X-Wing mixes an X25519 secret with an ML-KEM one. A peer or a relay that puts a point of small
//! order in place of the X25519 part makes that half the all-zero secret, whatever the other side
//! does. Libraries differ in whether they notice (str4d/rage#632, RustCrypto/KEMs#364), so both sides
//! look before they use a key.

use crate::WireError;

/// All u-coordinates of small order on Curve25519 and its twist, little-endian with the top bit clear.
///
/// Orders 1, 2, 4 and 8: 0, 1, the two of order 8, p - 1; and the values at and above p = 2^255 - 19
/// that still fit in 255 bits and mean the same as 0 and 1 (D. J. Bernstein, "Curve25519", notes on
/// "validating public keys"). The other non-canonical values, p + 2 and up, name points of full order.
const LOW_ORDER: [[u8; 32]; 7] = [
    [0; 32],
    one(),
    [
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09,
        0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
    ],
    [
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44,
        0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57,
    ],
    near_p(0xec), // p - 1
    near_p(0xed), // p, which is 0
    near_p(0xee), // p + 1, which is 1
];

const fn one() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = 1;
    bytes
}

const fn near_p(low: u8) -> [u8; 32] {
    let mut bytes = [0xff; 32];
    bytes[0] = low;
    bytes[31] = 0x7f;
    bytes
}

/// Is this X25519 u-coordinate of small order? The top bit is ignored, as X25519 itself does.
#[must_use]
pub fn is_low_order(point: &[u8; 32]) -> bool {
    let mut masked = *point;
    if let Some(top) = masked.last_mut() {
        *top &= 0x7f;
    }
    LOW_ORDER.contains(&masked)
}

/// Checks the X25519 part, which is the last 32 bytes, of an X-Wing public key (1,216 bytes) or
/// encapsulation (1,120 bytes): [`WireError::LowOrder`].
pub fn check_x25519_part(key_or_encapsulation: &[u8]) -> Result<(), WireError> {
    let point = key_or_encapsulation.last_chunk::<32>().ok_or(WireError::Width)?;
    if is_low_order(point) {
        return Err(WireError::LowOrder);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
    use ring::rand::SystemRandom;

    /// Does another implementation of X25519 get the all-zero secret? ring refuses exactly that.
    fn gives_zero(point: &[u8; 32]) -> bool {
        let mine = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new()).unwrap();
        agree_ephemeral(mine, &UnparsedPublicKey::new(&X25519, point), |_| ()).is_err()
    }

    #[test]
    fn every_listed_point_gives_the_zero_secret_with_and_without_the_top_bit() {
        for point in LOW_ORDER {
            let mut high = point;
            high[31] |= 0x80;
            for point in [point, high] {
                assert!(is_low_order(&point));
                assert!(gives_zero(&point));
                let mut key = vec![7; 1184];
                key.extend_from_slice(&point);
                assert_eq!(check_x25519_part(&key), Err(WireError::LowOrder));
            }
        }
    }

    #[test]
    fn the_neighbours_and_all_other_values_past_p_are_ordinary_points() {
        let mut others: Vec<[u8; 32]> = (0xef..=0xff).map(near_p).collect();
        others.push(near_p(0xeb));
        for small in 2..=40 {
            let mut point = [0; 32];
            point[0] = small;
            others.push(point);
        }
        for listed in &LOW_ORDER[2..4] {
            for bit in 0..255 {
                let mut point = *listed;
                point[bit / 8] ^= 1 << (bit % 8);
                others.push(point);
            }
        }
        for point in others {
            assert!(!is_low_order(&point), "{point:02x?}");
            assert!(!gives_zero(&point), "{point:02x?}");
        }
    }

    #[test]
    fn a_key_too_short_to_have_such_a_part_is_refused() {
        assert_eq!(check_x25519_part(&[9; 31]), Err(WireError::Width));
        assert_eq!(check_x25519_part(&[9; 1216]), Ok(()));
    }
}
