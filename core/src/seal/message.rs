//! Sealed messages (`docs/protocol.md`, section 5): sign, then seal, always to the same size.
//!
//! ```text
//! signed = lp(inner) | lp(deflated body)
//! plain  = signed | signature over lp(label) | signed | zeros to 16,384
//! sealed = X-Wing encapsulation | AES-256-GCM of plain, with outer as info and aad
//! ```
//!
//! The signature is inside, so only the reader learns who wrote; the reader's key is inside the
//! signature, so a reader cannot pass the message on as if it had been written to somebody else.

use handrail_wire::encode::{Reader, Writer, lp, push_lp};
use handrail_wire::outer::{ENCAPSULATION_LEN, MAX_SEQUENCE, Message, Outer, PLAIN_LEN, Purpose};
use handrail_wire::{Hash, Id, WireError, derive};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};

use super::keys::{KeyError, SigningKey, SubkeySecret, key_hash, public_key};
use super::parts::MAX_PARTS;
use super::randomness::OneEncapsulation;
use crate::ids::{Randomness, RandomnessFailed};

pub use super::open::{OpenRefusal, OpenRequest, Opened, open};

/// The label a message is signed under.
pub const SIGN_LABEL: &str = "handrail/v1/message";
/// The label that begins HPKE's `info`.
pub const SEAL_LABEL: &str = "handrail/v1/seal";
/// Most readers of one message.
pub const MAX_READERS: usize = 5;
/// Bytes of an Ed25519 signature.
pub(super) const SIGNATURE_LEN: usize = 64;

/// Why a message was not sealed. Nothing is lost by it: the body stays where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The deflated body does not fit; it has to be split for this number of readers.
    #[error("body does not fit one message")]
    TooLong,
    /// No readers, more than [`MAX_READERS`], or the one sealed to is not among them.
    #[error("readers do not fit")]
    Readers,
    /// Sequence, previous hash or part numbers that no receiver would take.
    #[error("`{0}` is not allowed")]
    Value(&'static str),
    /// The reader's public key must not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessFailed),
    /// Signing or sealing did not work; a fault of ours.
    #[error("could not seal")]
    Internal,
}

/// One part of one body for one reader.
pub struct SealRequest<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// The mailbox.
    pub mailbox: Id,
    /// The sender's identity.
    pub sender: &'a SigningKey,
    /// The sender's device.
    pub device: Id,
    /// The reader's X-Wing public key.
    pub reader_key: &'a [u8; 1216],
    /// Its number in the chain to this reader, from 1.
    pub sequence: u64,
    /// The inner hash of the message before it in that chain; zeros for the first.
    pub previous: [u8; 32],
    /// The roster epoch the sender goes by.
    pub roster_epoch: u64,
    /// The packet this is a part of.
    pub packet: Id,
    /// Which part, from 1.
    pub part: u16,
    /// How many parts.
    pub of: u16,
    /// Begin of the period, ms since 1970 UTC; 0 for proposals and receipts.
    pub from_ms: i64,
    /// End of the period, ms since 1970 UTC; 0 for proposals and receipts.
    pub until_ms: i64,
    /// The key hashes of all readers of this packet, this one included.
    pub all_reader_hashes: &'a [[u8; 32]],
    /// One part's bytes as `parts::split` gives them: already deflated.
    pub body: &'a [u8],
}

/// A sealed message. The bytes are kept and sent again exactly as they are: sealing twice gives other
/// bytes under the same number, which the relay and every reader refuse.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// `lp(outer) | sealed`, as it goes on the wire.
    pub bytes: Vec<u8>,
    /// What the next message of this chain names as the one before.
    pub inner_hash: [u8; 32],
}

/// How many bytes of deflated body fit a message that names this many readers; `None` outside 1 to 5.
#[must_use]
pub fn room_for_body(readers: usize) -> Option<usize> {
    if !(1..=MAX_READERS).contains(&readers) {
        return None;
    }
    let inner = Inner {
        outer: &[0; handrail_wire::outer::OUTER_LEN],
        previous: [0; 32],
        roster_epoch: 0,
        packet: Id::from([0; 16]),
        part: 0,
        of: 0,
        from_ms: 0,
        until_ms: 0,
        readers: vec![[0; 32]; readers],
    };
    // The two length prefixes of `signed`, and the signature.
    PLAIN_LEN.checked_sub(inner.encode().len() + 4 + 4 + SIGNATURE_LEN)
}

/// Signs and seals one part for one reader.
pub fn seal(request: &SealRequest<'_>, randomness: &dyn Randomness) -> Result<Sealed, SealError> {
    let hash = key_hash(request.reader_key);
    check(request, &hash)?;
    let outer = Outer {
        purpose: request.purpose,
        mailbox: request.mailbox,
        sender: request.sender.public(),
        device: request.device,
        recipient_key: hash,
        sequence: request.sequence,
    }
    .encode();
    let inner = Inner {
        outer: &outer,
        previous: request.previous,
        roster_epoch: request.roster_epoch,
        packet: request.packet,
        part: request.part,
        of: request.of,
        from_ms: request.from_ms,
        until_ms: request.until_ms,
        readers: request.all_reader_hashes.to_vec(),
    };
    let mut plain = lp(&inner.encode());
    push_lp(&mut plain, request.body);
    let signature = request.sender.sign(SIGN_LABEL, &plain).map_err(|_| SealError::Internal)?;
    plain.extend_from_slice(&signature);
    let inner_hash = derive::sha256(&plain);
    if plain.len() > PLAIN_LEN {
        return Err(SealError::TooLong);
    }
    plain.resize(PLAIN_LEN, 0);
    let sealed = seal_plain(&outer, request.reader_key, &plain, randomness)?;
    Ok(Sealed { bytes: Message::join(&outer, &sealed), inner_hash })
}

fn check(request: &SealRequest<'_>, hash: &Hash) -> Result<(), SealError> {
    let readers = request.all_reader_hashes;
    if readers.len() > MAX_READERS || !readers.contains(&hash.0) {
        return Err(SealError::Readers);
    }
    if request.sequence == 0 || request.sequence > MAX_SEQUENCE {
        return Err(SealError::Value("sequence"));
    }
    if (request.sequence == 1) != (request.previous == [0; 32]) {
        return Err(SealError::Value("previous"));
    }
    if request.part == 0 || request.part > request.of || request.of > MAX_PARTS {
        return Err(SealError::Value("part"));
    }
    Ok(())
}

/// HPKE's `info`: the label, then what is bound.
fn info(label: &str, bound: &[u8]) -> Vec<u8> {
    let mut info = lp(label.as_bytes());
    info.extend_from_slice(bound);
    info
}

/// Encapsulation and ciphertext of a padded plaintext, bound to an outer header.
pub(super) fn seal_plain(
    outer: &[u8],
    reader_key: &[u8; 1216],
    plain: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    seal_bound(SEAL_LABEL, outer, reader_key, plain, randomness)
}

/// Encapsulation and ciphertext of a plaintext, under a label and bound to what it belongs to.
pub(crate) fn seal_bound(
    label: &str,
    bound: &[u8],
    to: &[u8; 1216],
    plain: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    let key = public_key(to)?;
    let mut rng = OneEncapsulation::draw(randomness)?;
    let (encapsulation, ciphertext) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
        &OpModeS::Base,
        &key,
        &info(label, bound),
        plain,
        bound,
        &mut rng,
    )
    .map_err(|_| SealError::Internal)?;
    if !rng.held() {
        return Err(SealError::Internal);
    }
    let mut sealed = encapsulation.to_bytes().to_vec();
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// The plaintext of a sealed part, if this key and this outer header are the ones it was made for.
pub(super) fn open_plain(outer: &[u8], sealed: &[u8], key: &SubkeySecret) -> Option<Vec<u8>> {
    open_bound(SEAL_LABEL, outer, sealed, key)
}

/// The plaintext of what [`seal_bound`] made under this label and for this place.
pub(crate) fn open_bound(label: &str, bound: &[u8], sealed: &[u8], key: &SubkeySecret) -> Option<Vec<u8>> {
    let (encapsulation, ciphertext) = sealed.split_at_checked(ENCAPSULATION_LEN)?;
    let encapsulation = <XWing as hpke::Kem>::EncappedKey::from_bytes(encapsulation).ok()?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(
        &OpModeR::Base,
        &key.private().ok()?,
        &encapsulation,
        &info(label, bound),
        ciphertext,
        bound,
    )
    .ok()
}

/// The inner header: everything of the outer one again, and what only the reader may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inner<'a> {
    /// The outer header's bytes, exactly.
    pub outer: &'a [u8],
    /// Inner hash of the message before; zeros for the first.
    pub previous: [u8; 32],
    /// The roster epoch the sender goes by.
    pub roster_epoch: u64,
    /// The packet.
    pub packet: Id,
    /// Which part, from 1.
    pub part: u16,
    /// How many parts.
    pub of: u16,
    /// Begin of the period, ms since 1970 UTC.
    pub from_ms: i64,
    /// End of the period, ms since 1970 UTC.
    pub until_ms: i64,
    /// Key hashes of all readers.
    pub readers: Vec<[u8; 32]>,
}

impl<'a> Inner<'a> {
    /// The header's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header()
            .bytes(self.outer)
            .bytes(&self.previous)
            .u64(self.roster_epoch)
            .bytes(self.packet.as_bytes())
            .u16(self.part)
            .u16(self.of)
            .i64(self.from_ms)
            .i64(self.until_ms)
            .bytes(self.readers.as_flattened())
            .finish()
    }

    /// Reads a header; takes nothing but what [`Inner::encode`] writes for allowed values.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, WireError> {
        let mut reader = Reader::header(bytes)?;
        let inner = Self {
            outer: reader.bytes()?,
            previous: *reader.fixed()?,
            roster_epoch: reader.u64()?,
            packet: reader.fixed()?.into(),
            part: reader.u16()?,
            of: reader.u16()?,
            from_ms: reader.i64()?,
            until_ms: reader.i64()?,
            readers: {
                let (hashes, rest) = reader.bytes()?.as_chunks::<32>();
                if !rest.is_empty() {
                    return Err(WireError::Width);
                }
                hashes.to_vec()
            },
        };
        reader.finish()?;
        if inner.part == 0 || inner.part > inner.of || inner.of > MAX_PARTS {
            return Err(WireError::Value("part"));
        }
        if !(1..=MAX_READERS).contains(&inner.readers.len()) {
            return Err(WireError::Value("readers"));
        }
        Ok(inner)
    }
}
