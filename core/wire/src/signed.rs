//! Ed25519 keys and signed objects (section 1).
//!
//! A signed object is `0x01 | lp(body) | lp(signature)`. The body is checked and hashed exactly as it
//! arrived; nobody re-serialises JSON to find out what was signed.

use std::fmt;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

use crate::encode::{Reader, Writer, push_lp};
use crate::{Hash, Key32, WireError, derive};

/// An Ed25519 signing key, kept as its 32-byte seed and wiped when dropped.
///
/// ring's own pair keeps an expanded copy that it does not wipe, so the pair is made anew for each
/// signature and lives only as long as that call.
pub struct SigningKey {
    seed: Zeroizing<[u8; 32]>,
    public: Key32,
}

impl SigningKey {
    /// The key of a seed (RFC 8032, 5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, WireError> {
        let pair = pair(seed)?;
        Ok(Self { seed: Zeroizing::new(*seed), public: pair.public_key().as_ref().try_into()? })
    }

    /// The public key: this account's identity.
    #[must_use]
    pub fn public(&self) -> Key32 {
        self.public
    }

    /// Signs `lp(label) | text`.
    pub fn sign(&self, label: &str, text: &[u8]) -> Result<[u8; 64], WireError> {
        self.sign_raw(&labelled(label, text))
    }

    /// Signs a text that already begins with its label, as a login does.
    pub fn sign_raw(&self, text: &[u8]) -> Result<[u8; 64], WireError> {
        let signature = pair(&self.seed)?.sign(text);
        signature.as_ref().try_into().map_err(|_| WireError::Signature)
    }

    /// The seed, for the one place that stores it.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

fn pair(seed: &[u8; 32]) -> Result<Ed25519KeyPair, WireError> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| WireError::Width)
}

fn labelled(label: &str, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(label.len() + text.len() + 4);
    push_lp(&mut out, label.as_bytes());
    out.extend_from_slice(text);
    out
}

/// Checks a signature over `lp(label) | text`.
pub fn verify(identity: &Key32, label: &str, text: &[u8], signature: &[u8]) -> Result<(), WireError> {
    verify_raw(identity, &labelled(label, text), signature)
}

/// Checks a signature over a text that begins with its label.
pub fn verify_raw(identity: &Key32, text: &[u8], signature: &[u8]) -> Result<(), WireError> {
    UnparsedPublicKey::new(&ED25519, identity).verify(text, signature).map_err(|_| WireError::Signature)
}

/// A signed object taken apart, not yet checked.
#[derive(Clone, Copy)]
pub struct SignedObject<'a> {
    /// The JSON exactly as it was signed.
    pub body: &'a [u8],
    /// Ed25519 over `lp(label) | body`.
    pub signature: &'a [u8; 64],
}

impl<'a> SignedObject<'a> {
    /// Takes an object of at most `limit` bytes apart; checks nothing but its shape.
    pub fn parse(object: &'a [u8], limit: usize) -> Result<Self, WireError> {
        if object.len() > limit {
            return Err(WireError::TooLarge);
        }
        let mut reader = Reader::header(object)?;
        let body = reader.bytes()?;
        let signature = reader.fixed()?;
        reader.finish()?;
        Ok(Self { body, signature })
    }

    /// Checks the signature against an identity.
    pub fn verify(&self, label: &str, identity: &Key32) -> Result<(), WireError> {
        verify(identity, label, self.body, self.signature)
    }
}

/// Makes a signed object of a body.
pub fn sign_object(key: &SigningKey, label: &str, body: &[u8]) -> Result<Vec<u8>, WireError> {
    let signature = key.sign(label, body)?;
    Ok(Writer::header().bytes(body).bytes(&signature).finish())
}

/// The hash by which a signed object is named: SHA-256 over all of it.
#[must_use]
pub fn object_hash(object: &[u8]) -> Hash {
    Hash::from(derive::sha256(object))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_key_of_a_seed_is_the_published_one() {
        // RFC 8032, 7.1, test 1.
        let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let key = SigningKey::from_seed(&seed.try_into().unwrap()).unwrap();
        let public = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(key.public().as_ref(), public);
        let signature = hex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        );
        assert_eq!(key.sign_raw(b"").unwrap().to_vec(), signature);
        assert_eq!(format!("{key:?}"), "SigningKey(..)");
    }

    #[test]
    fn a_signature_belongs_to_one_key_label_and_body() {
        let key = SigningKey::from_seed(&[1; 32]).unwrap();
        let other = SigningKey::from_seed(&[2; 32]).unwrap();
        let object = sign_object(&key, "handrail/v1/keyset", b"{}").unwrap();
        let parsed = SignedObject::parse(&object, 100).unwrap();
        assert_eq!(parsed.body, b"{}");
        parsed.verify("handrail/v1/keyset", &key.public()).unwrap();
        let refused = Err(WireError::Signature);
        assert_eq!(parsed.verify("handrail/v1/roster", &key.public()), refused);
        assert_eq!(parsed.verify("handrail/v1/keyset", &other.public()), refused);
        assert_eq!(SignedObject::parse(&object, object.len() - 1).err(), Some(WireError::TooLarge));
        assert_ne!(object_hash(&object), object_hash(&object[1..]));
    }

    #[test]
    fn a_flipped_bit_anywhere_is_noticed() {
        let key = SigningKey::from_seed(&[1; 32]).unwrap();
        let object = sign_object(&key, "handrail/v1/roster", b"{\"v\":1}").unwrap();
        for bit in 0..object.len() * 8 {
            let mut bad = object.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let got =
                SignedObject::parse(&bad, 1000).and_then(|object| object.verify("handrail/v1/roster", &key.public()));
            assert!(got.is_err(), "bit {bit}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_parsed_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = SignedObject::parse(&bytes, 200);
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2).unwrap(), 16).unwrap()).collect()
    }
}
