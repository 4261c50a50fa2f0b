//! The bridge from injected randomness to the generator trait of `hpke`.

use std::convert::Infallible;

use hpke::rand_core::{TryCryptoRng, TryRng};
use zeroize::Zeroizing;

use crate::ids::{Randomness, RandomnessFailed};

/// Bytes one X-Wing encapsulation takes: 32 for ML-KEM, 32 for X25519.
const ENCAPSULATION_RANDOMNESS: usize = 64;

/// Exactly the random bytes of one encapsulation, drawn beforehand.
///
/// `hpke` wants a generator that cannot fail, while a device's can. So the bytes are drawn first, where
/// failing is possible, and handed over from here. Should a later `hpke` ask for more than that, the
/// rest is zero and [`OneEncapsulation::held`] says no: the caller then throws the result away.
pub(super) struct OneEncapsulation {
    bytes: Zeroizing<[u8; ENCAPSULATION_RANDOMNESS]>,
    used: usize,
    short: bool,
}

impl OneEncapsulation {
    pub(super) fn draw(randomness: &dyn Randomness) -> Result<Self, RandomnessFailed> {
        let mut bytes = Zeroizing::new([0; ENCAPSULATION_RANDOMNESS]);
        randomness.fill(bytes.as_mut_slice())?;
        Ok(Self { bytes, used: 0, short: false })
    }

    /// Did the drawn bytes suffice?
    pub(super) fn held(&self) -> bool {
        !self.short
    }
}

impl TryRng for OneEncapsulation {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut word = [0; 4];
        self.try_fill_bytes(&mut word)?;
        Ok(u32::from_le_bytes(word))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut word = [0; 8];
        self.try_fill_bytes(&mut word)?;
        Ok(u64::from_le_bytes(word))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        let until = self.used.saturating_add(dst.len());
        if let Some(from) = self.bytes.get(self.used..until) {
            dst.copy_from_slice(from);
        } else {
            dst.fill(0);
            self.short = true;
        }
        self.used = until;
        Ok(())
    }
}

impl TryCryptoRng for OneEncapsulation {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    struct Counting;

    impl Randomness for Counting {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::try_from(at % 251).unwrap();
            }
            Ok(())
        }
    }

    #[test]
    fn drawn_bytes_are_given_out_once_and_asking_for_more_is_noticed() {
        let mut rng = OneEncapsulation::draw(&Counting).unwrap();
        let mut first = [0; 32];
        rng.try_fill_bytes(&mut first).unwrap();
        assert_eq!(first[31], 31);
        let mut second = [0; 28];
        rng.try_fill_bytes(&mut second).unwrap();
        assert_eq!(second[0], 32);
        assert_eq!(rng.try_next_u32().unwrap(), u32::from_le_bytes([60, 61, 62, 63]));
        assert!(rng.held());
        assert_eq!(rng.try_next_u64().unwrap(), 0);
        assert!(!rng.held());
    }
}
