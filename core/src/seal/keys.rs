//! Keys of one care relationship: the Ed25519 identity that signs, and the monthly X-Wing subkeys that
//! mail coming down is sealed to. All are made from 32-byte seeds, which is what the store keeps.

use std::fmt;

use handrail_wire::keyset::XWingPublic;
use handrail_wire::{Hash, derive, low_order};
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem as _, Serializable as _};
use zeroize::Zeroizing;

use crate::ids::{Randomness, RandomnessFailed};

pub use handrail_wire::signed::SigningKey;

/// Why a key could not be made or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an X-Wing public key: wrong length, or ML-KEM numbers out of range.
    #[error("not an X-Wing public key")]
    Malformed,
    /// Its X25519 part is a low-order point.
    #[error("low-order point")]
    LowOrder,
    /// No random bytes to make a key of.
    #[error(transparent)]
    Randomness(#[from] RandomnessFailed),
}

/// 32 random bytes for a new identity or subkey, wiped when dropped.
pub fn new_seed(randomness: &dyn Randomness) -> Result<Zeroizing<[u8; 32]>, RandomnessFailed> {
    let mut seed = Zeroizing::new([0; 32]);
    randomness.fill(seed.as_mut_slice())?;
    Ok(seed)
}

/// The secret half of an X-Wing subkey, kept as its seed and wiped when dropped.
pub struct SubkeySecret {
    seed: Zeroizing<[u8; 32]>,
    public: Box<XWingPublic>,
    hash: Hash,
}

impl SubkeySecret {
    /// The key pair of a seed: the seed *is* the X-Wing private key (draft-connolly-cfrg-xwing-kem, 5.2).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        let seed = Zeroizing::new(*seed);
        let public: [u8; 1216] = XWing::sk_to_pk(&private(&seed)?).to_bytes().into();
        Ok(Self { seed, public: Box::new(XWingPublic::from(public)), hash: key_hash(&public) })
    }

    /// What others seal to.
    #[must_use]
    pub fn public(&self) -> &XWingPublic {
        &self.public
    }

    /// The hash by which messages name this key.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The seed, for the one place that stores it.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    pub(super) fn private(&self) -> Result<<XWing as hpke::Kem>::PrivateKey, KeyError> {
        private(&self.seed)
    }
}

impl fmt::Debug for SubkeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubkeySecret(..)")
    }
}

fn private(seed: &Zeroizing<[u8; 32]>) -> Result<<XWing as hpke::Kem>::PrivateKey, KeyError> {
    <XWing as hpke::Kem>::PrivateKey::from_bytes(seed.as_slice()).map_err(|_| KeyError::Malformed)
}

/// The hash by which messages name the key they are sealed to.
#[must_use]
pub fn key_hash(public: &[u8; 1216]) -> Hash {
    Hash::from(derive::sha256(public))
}

/// Reads a public key to seal to; refuses what must not be sealed to.
pub(super) fn public_key(public: &[u8; 1216]) -> Result<<XWing as hpke::Kem>::PublicKey, KeyError> {
    low_order::check_x25519_part(public).map_err(|_| KeyError::LowOrder)?;
    <XWing as hpke::Kem>::PublicKey::from_bytes(public).map_err(|_| KeyError::Malformed)
}
