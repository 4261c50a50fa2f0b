//! What is inside a seal: deflate, a length, padding, and the cipher.
//!
//! ```text
//! plain  = u32 length | raw-deflated body, a batch's behind the dictionary | zeros up to a Padme length
//! sealed = salt (16) | ChaCha20-Poly1305(plain) with a key of its own | tag (16)
//! ```

use handrail_wire::encode::push_lp;
use handrail_wire::vault::{SALT_LEN, TAG_LEN};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf;
use zeroize::{Zeroize as _, Zeroizing};

use super::{VaultError, dictionary};
use crate::ids::Randomness;
use crate::seal::parts::{deflate, inflate_up_to};

/// Which key of an epoch: where in the vault something is sealed.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// `handrail/v1/batch-key` or `handrail/v1/snapshot-key`.
    pub(super) label: &'static str,
    /// Who seals.
    pub(super) device: &'a [u8; 16],
    /// The sequence or number.
    pub(super) number: u64,
    /// How the body is made small.
    pub(super) packing: Packing,
}

/// How a body is made small. One and only one way for each place.
#[derive(Clone, Copy)]
pub(super) enum Packing {
    /// Deflated by itself: a snapshot, where all there is to repeat is in it.
    Alone,
    /// Deflated behind the [dictionary]: a batch, where a single change is mostly names.
    Behind,
}

impl Packing {
    fn pack(self, body: &[u8]) -> Result<Vec<u8>, VaultError> {
        match self {
            Self::Alone => deflate(body).map_err(|_| VaultError::Internal),
            Self::Behind => dictionary::deflate(body),
        }
    }

    fn unpack(self, packed: &[u8], limit: usize) -> Result<Vec<u8>, VaultError> {
        match self {
            Self::Alone => inflate_up_to(packed, limit).map_err(|_| VaultError::Body),
            Self::Behind => dictionary::inflate_up_to(packed, limit),
        }
    }
}

/// The Padme length of a plaintext: at most 12 % more, and its length tells at most a few bits (Nikitin et al.,
/// "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", section 4).
#[must_use]
pub fn padded_length(length: usize) -> usize {
    let Some(e) = length.checked_ilog2() else { return 0 };
    let s = e.checked_ilog2().map_or(0, |log| log + 1);
    let mask = (1_usize << e.saturating_sub(s)) - 1;
    length.saturating_add(mask) & !mask
}

/// Seals a body. The key is this body's alone, since its salt is: a cloned phone that counts the same number again does
/// not use a key and nonce twice.
pub(super) fn seal(
    epoch_key: &[u8; 32],
    place: Place<'_>,
    aad: &[u8],
    body: &[u8],
    most: usize,
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, VaultError> {
    let mut deflated = place.packing.pack(body)?;
    let length = u32::try_from(deflated.len()).map_err(|_| VaultError::TooLarge)?;
    let padded = padded_length(deflated.len() + 4);
    if padded + SALT_LEN + TAG_LEN > most {
        deflated.zeroize();
        return Err(VaultError::TooLarge);
    }
    let mut salt = [0; SALT_LEN];
    randomness.fill(&mut salt)?;
    let mut plain = Vec::with_capacity(padded + TAG_LEN);
    plain.extend_from_slice(&length.to_be_bytes());
    plain.append(&mut deflated);
    plain.resize(padded, 0);
    key_of(epoch_key, &salt, place)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key([0; 12]), Aad::from(aad), &mut plain)
        .map_err(|_| VaultError::Internal)?;
    let mut sealed = salt.to_vec();
    sealed.append(&mut plain);
    Ok(sealed)
}

/// Opens what [`seal`] made: cipher, then padding, then inflate up to `limit` bytes.
pub(super) fn open(
    epoch_key: &[u8; 32],
    place: Place<'_>,
    aad: &[u8],
    sealed: &[u8],
    limit: usize,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (salt, ciphertext) = sealed.split_first_chunk::<SALT_LEN>().ok_or(VaultError::Unopened)?;
    let mut bytes = Zeroizing::new(ciphertext.to_vec());
    let plain = key_of(epoch_key, salt, place)?
        .open_in_place(Nonce::assume_unique_for_key([0; 12]), Aad::from(aad), &mut bytes)
        .map_err(|_| VaultError::Unopened)?;
    let (length, rest) = plain.split_first_chunk::<4>().ok_or(VaultError::Padding)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| VaultError::Padding)?;
    let (deflated, padding) = rest.split_at_checked(length).ok_or(VaultError::Padding)?;
    if plain.len() != padded_length(length + 4) || padding.iter().any(|byte| *byte != 0) {
        return Err(VaultError::Padding);
    }
    place.packing.unpack(deflated, limit).map(Zeroizing::new)
}

struct Bytes32;

impl hkdf::KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

/// HKDF-SHA256 with the body's salt, the epoch key, and where it stands.
fn key_of(epoch_key: &[u8; 32], salt: &[u8; SALT_LEN], place: Place<'_>) -> Result<LessSafeKey, VaultError> {
    let mut info = Vec::new();
    push_lp(&mut info, place.label.as_bytes());
    info.extend_from_slice(place.device);
    info.extend_from_slice(&place.number.to_be_bytes());
    let mut key = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(epoch_key)
        .expand(&[&info], Bytes32)
        .and_then(|okm| okm.fill(key.as_mut_slice()))
        .map_err(|_| VaultError::Internal)?;
    UnboundKey::new(&CHACHA20_POLY1305, key.as_slice()).map(LessSafeKey::new).map_err(|_| VaultError::Internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::ids::SystemRandomness;
    use proptest::prelude::*;

    const KEY: [u8; 32] = [7; 32];

    fn place(device: &[u8; 16]) -> Place<'_> {
        Place { label: "handrail/v1/batch-key", device, number: 3, packing: Packing::Behind }
    }

    fn sealed(body: &[u8]) -> Vec<u8> {
        seal(&KEY, place(&[1; 16]), b"header", body, 1 << 20, &SystemRandomness::default()).unwrap()
    }

    #[test]
    fn padding_is_that_of_padme() {
        // From the definition: E = floor(log2 L), S = floor(log2 E) + 1, rounded up to a multiple of 2^(E - S).
        for (length, padded) in
            [(0, 0), (1, 1), (2, 2), (8, 8), (9, 10), (100, 104), (255, 256), (1_000, 1_024), (65_000, 65_536)]
        {
            assert_eq!(padded_length(length), padded, "{length}");
        }
    }

    #[test]
    fn a_body_opens_in_its_own_place_alone() {
        let bytes = sealed(b"I walked to the park.");
        let open_at = |key: &[u8; 32], at: Place<'_>, aad: &[u8]| open(key, at, aad, &bytes, 1_000).map(|b| b.to_vec());
        assert_eq!(open_at(&KEY, place(&[1; 16]), b"header").unwrap(), b"I walked to the park.");
        let refused = Err(VaultError::Unopened);
        assert_eq!(open_at(&[8; 32], place(&[1; 16]), b"header"), refused);
        assert_eq!(open_at(&KEY, place(&[2; 16]), b"header"), refused);
        assert_eq!(open_at(&KEY, Place { number: 4, ..place(&[1; 16]) }, b"header"), refused);
        assert_eq!(open_at(&KEY, Place { label: "handrail/v1/snapshot-key", ..place(&[1; 16]) }, b"header"), refused);
        assert_eq!(open_at(&KEY, place(&[1; 16]), b"another"), refused);
    }

    #[test]
    fn the_same_body_twice_is_two_ciphertexts() {
        let (one, two) = (sealed(b"again"), sealed(b"again"));
        assert_eq!(one.len(), two.len());
        assert_ne!(one[..16], two[..16]);
        assert_ne!(one[16..], two[16..]);
    }

    #[test]
    fn a_bomb_and_a_body_too_large_are_refused() {
        let bomb = sealed(&vec![0; 1 << 20]);
        assert_eq!(open(&KEY, place(&[1; 16]), b"header", &bomb, 1 << 19), Err(VaultError::Body));
        let noise: Vec<u8> =
            (0..5_000_u32).flat_map(|n| handrail_wire::derive::sha256(&n.to_be_bytes())).take(70_000).collect();
        let got = seal(&KEY, place(&[1; 16]), b"", &noise, 65_536, &SystemRandomness::default());
        assert_eq!(got, Err(VaultError::TooLarge));
    }

    #[test]
    fn padding_that_is_not_the_one_there_has_to_be_is_refused() {
        let made = |plain: &[u8]| {
            let salt = [5; SALT_LEN];
            let mut bytes = plain.to_vec();
            key_of(&KEY, &salt, place(&[1; 16]))
                .unwrap()
                .seal_in_place_append_tag(Nonce::assume_unique_for_key([0; 12]), Aad::from(b"header"), &mut bytes)
                .unwrap();
            open(&KEY, place(&[1; 16]), b"header", &[salt.as_slice(), &bytes].concat(), 100).map(|body| body.to_vec())
        };
        let body = deflate(&[b'a'; 3]).unwrap();
        let whole =
            |zeros: usize| [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &body, &vec![0; zeros]].concat();
        let right = padded_length(body.len() + 4) - body.len() - 4;
        assert_eq!(made(&whole(right)).unwrap(), b"aaa");
        assert_eq!(made(&whole(right + 1)), Err(VaultError::Padding));
        let mut dirty = whole(right + 16);
        *dirty.last_mut().unwrap() = 1;
        assert_eq!(made(&dirty), Err(VaultError::Padding));
        assert_eq!(made(&[0, 0, 1, 0]), Err(VaultError::Padding));
        assert_eq!(made(&[0]), Err(VaultError::Padding));
    }

    proptest! {
        #[test]
        fn every_body_comes_back(body in proptest::collection::vec(any::<u8>(), 0..3_000)) {
            let opened = open(&KEY, place(&[1; 16]), b"header", &sealed(&body), 4_000).unwrap();
            prop_assert_eq!(opened.to_vec(), body);
        }

        #[test]
        fn padding_is_small_and_never_shortens(length in 1_usize..10_000_000) {
            let padded = padded_length(length);
            prop_assert!(padded >= length && padded <= length + length / 8 + 1);
        }

        #[test]
        fn any_bytes_are_opened_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(open(&KEY, place(&[1; 16]), b"", &bytes, 100).is_err());
        }
    }
}
