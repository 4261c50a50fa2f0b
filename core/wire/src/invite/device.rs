//! The code that a phone shows to a second one, and the offer that the second one answers with (section 8).
//!
//! The steps are those of a pairing: a seed that never leaves the two screens, a nonce fixed by its hash before the other
//! side chose its keys, one hello, four words. In the place of a practitioner's key set stands the vault's device list: the
//! code names its hash, so the second phone knows whose vault it is before it asks any relay. Every key is derived under a
//! label of its own, so that nothing of one kind of pairing can be used in the other.

use std::fmt;

use zeroize::Zeroizing;

use super::{MAX_LANGUAGE, MacKey, certificate_field, check_language, from_text, text_field, to_text};
use crate::derive::{hkdf, sha256};
use crate::encode::{Reader, Writer};
use crate::keyset::XWingPublic;
use crate::login::Origin;
use crate::signed::{SignedObject, SigningKey, sign_object};
use crate::{Fixed, Hash, Id, Key32, WireError, low_order};

/// What the text of a code begins with.
pub const QR_PREFIX: &str = "HANDRAIL-DEVICE1.";
const QR_FAMILY: &str = "HANDRAIL-DEVICE";
/// The label an offer is signed under.
pub const OFFER_LABEL: &str = "handrail/v1/device-offer";
/// Largest signed object taken for an offer, in bytes.
pub const MAX_OFFER: usize = 2_048;

/// What the code for a second phone says.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceInvite {
    /// The relay to talk to.
    pub origin: Origin,
    /// The vault.
    pub vault: Id,
    /// The invite's id at that relay.
    pub invite: Id,
    /// What `auth` and `mac` are derived from; wiped when dropped.
    pub seed: Zeroizing<[u8; 16]>,
    /// Hash of the vault's newest signed device list.
    pub list: Hash,
    /// SHA-256 of the nonce that the first phone tells later.
    pub nonce: Hash,
    /// SHA-256 of the relay's own certificate, where it has one that no public authority signed.
    pub certificate: Option<Hash>,
    /// The language of the words, a BCP 47 tag.
    pub language: String,
}

/// Hides the seed.
impl fmt::Debug for DeviceInvite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceInvite")
            .field("origin", &self.origin)
            .field("invite", &self.invite)
            .finish_non_exhaustive()
    }
}

impl DeviceInvite {
    /// The text of the code; it holds the seed.
    pub fn to_qr(&self) -> Result<Zeroizing<String>, WireError> {
        check_language(&self.language)?;
        let header = Writer::header()
            .bytes(self.origin.as_str().as_bytes())
            .bytes(self.vault.as_bytes())
            .bytes(self.invite.as_bytes())
            .bytes(self.seed.as_slice())
            .bytes(self.list.as_bytes())
            .bytes(self.nonce.as_bytes())
            .bytes(self.certificate_bytes())
            .bytes(self.language.as_bytes())
            .finish();
        Ok(to_text(QR_PREFIX, header))
    }

    /// Reads the text of a code. [`WireError::Text`] where it is none of ours for a second phone, [`WireError::Version`] for
    /// one of a later version.
    pub fn from_qr(text: &str) -> Result<Self, WireError> {
        let header = from_text(text, QR_FAMILY, QR_PREFIX)?;
        let mut reader = Reader::header(&header)?;
        let invite = Self {
            origin: text_field(reader.bytes()?)?.parse()?,
            vault: reader.fixed()?.into(),
            invite: reader.fixed()?.into(),
            seed: Zeroizing::new(*reader.fixed()?),
            list: reader.fixed()?.into(),
            nonce: reader.fixed()?.into(),
            certificate: certificate_field(&mut reader)?,
            language: text_field(reader.bytes_up_to(MAX_LANGUAGE)?)?.to_owned(),
        };
        reader.finish()?;
        check_language(&invite.language)?;
        Ok(invite)
    }

    fn certificate_bytes(&self) -> &[u8] {
        self.certificate.as_ref().map_or(&[], |hash| &hash.0)
    }

    /// What the second phone shows the relay to use the invite.
    pub fn auth(&self) -> Result<Fixed<32>, WireError> {
        hkdf(self.seed.as_slice(), &[b"handrail/v1/device-auth"]).map(Fixed)
    }

    /// The key of all MACs and of the words; known to the two phones only.
    pub fn mac_key(&self) -> Result<MacKey, WireError> {
        hkdf(self.seed.as_slice(), &[b"handrail/v1/device-mac"]).map(|key| MacKey(Zeroizing::new(key)))
    }

    /// Everything both sides must agree on, in one text: the code but for its seed, the device list and the offer as they
    /// travelled.
    #[must_use]
    pub fn transcript(&self, list: &[u8], offer: &[u8]) -> Vec<u8> {
        Writer::header()
            .bytes(self.origin.as_str().as_bytes())
            .bytes(self.vault.as_bytes())
            .bytes(self.invite.as_bytes())
            .bytes(self.list.as_bytes())
            .bytes(self.nonce.as_bytes())
            .bytes(self.certificate_bytes())
            .bytes(self.language.as_bytes())
            .bytes(list)
            .bytes(offer)
            .finish()
    }

    /// Checks a nonce against its hash in the code.
    pub fn check_nonce(&self, nonce: &Fixed<32>) -> Result<(), WireError> {
        if sha256(nonce.as_bytes()) == self.nonce.0 { Ok(()) } else { Err(WireError::Hash) }
    }
}

/// "I am this device": what the second phone answers with, signed with the key it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The vault it wants to be in.
    pub vault: Id,
    /// The invite it answers.
    pub invite: Id,
    /// Its random id.
    pub device: Id,
    /// Its Ed25519 key.
    pub identity: Key32,
    /// Its X-Wing key.
    pub sealing: XWingPublic,
}

impl Offer {
    /// Signs the offer with the device's own key.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        low_order::check_x25519_part(self.sealing.as_bytes())?;
        if key.public() != self.identity {
            return Err(WireError::Identity);
        }
        let body = Writer::header()
            .bytes(self.vault.as_bytes())
            .bytes(self.invite.as_bytes())
            .bytes(self.device.as_bytes())
            .bytes(self.identity.as_bytes())
            .bytes(self.sealing.as_bytes());
        sign_object(key, OFFER_LABEL, &body.finish())
    }

    /// Opens an offer for this vault and invite. It vouches for nothing but that somebody holds its key: that it is the
    /// right phone's, the MAC and the words say.
    pub fn open(object: &[u8], vault: Id, invite: Id) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OFFER)?;
        let mut reader = Reader::header(signed.body)?;
        let offer = Self {
            vault: reader.fixed()?.into(),
            invite: reader.fixed()?.into(),
            device: reader.fixed()?.into(),
            identity: reader.fixed()?.into(),
            sealing: XWingPublic::from(reader.fixed::<1216>()?),
        };
        reader.finish()?;
        signed.verify(OFFER_LABEL, &offer.identity)?;
        low_order::check_x25519_part(offer.sealing.as_bytes())?;
        if offer.vault != vault || offer.invite != invite {
            return Err(WireError::Identity);
        }
        Ok(offer)
    }
}

#[cfg(test)]
#[path = "device_tests.rs"]
mod tests;
