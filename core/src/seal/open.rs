//! Opening a sealed message, in the one order the protocol allows (section 5).
//!
//! Each step may only be tried when all before it held, so that nothing unauthenticated is ever parsed
//! further than needed, and nothing at all is inflated for somebody who is not the pinned sender. The
//! first failure refuses that message alone; the caller keeps its bytes.

use handrail_wire::encode::Reader;
use handrail_wire::outer::{ENCAPSULATION_LEN, Message, Outer, Purpose};
use handrail_wire::{Id, Key32, WireError, derive, low_order, signed};

use super::chain::{self, ChainRefusal, Link, Neighbours, Place};
use super::keys::SubkeySecret;
use super::message::{Inner, SIGN_LABEL, SIGNATURE_LEN, open_plain};
use super::parts::{self, PartsError};

/// What is to be opened, and what it has to be.
pub struct OpenRequest<'a> {
    /// `lp(outer) | sealed`, as it came.
    pub message: &'a [u8],
    /// Our subkeys that still exist; the message names one of them.
    pub keys: &'a [SubkeySecret],
    /// The mailbox it was asked for in.
    pub mailbox: Id,
    /// The sender's *pinned* identity.
    pub sender: Key32,
    /// The sender's device: the one it was listed under.
    pub device: Id,
    /// The purposes this receiver takes; a phone takes proposals and receipts.
    pub purposes: &'a [Purpose],
    /// The number it was listed under.
    pub sequence: u64,
    /// What is held of its chain around that number.
    pub neighbours: Neighbours,
}

/// An opened message.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it is for.
    pub purpose: Purpose,
    /// Its number in the chain.
    pub sequence: u64,
    /// The inner hash it names as the one before.
    pub previous: [u8; 32],
    /// Its own inner hash.
    pub inner_hash: [u8; 32],
    /// Where it belongs in the chain.
    pub place: Place,
    /// The roster epoch the sender went by.
    pub roster_epoch: u64,
    /// The packet it is a part of.
    pub packet: Id,
    /// Which part, from 1.
    pub part: u16,
    /// How many parts.
    pub of: u16,
    /// Begin of the period, ms since 1970 UTC.
    pub from_ms: i64,
    /// End of the period, ms since 1970 UTC.
    pub until_ms: i64,
    /// Key hashes of all readers, ours among them.
    pub readers: Vec<[u8; 32]>,
    /// This part's bytes, inflated. JSON only once all parts are joined.
    pub body: Vec<u8>,
}

impl Opened {
    /// What to remember of it for its chain.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { hash: self.inner_hash, previous: self.previous }
    }
}

/// Why a message was refused, in the order the reasons are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenRefusal {
    /// Not exactly as long as every message is.
    #[error("not the size of a message")]
    Size,
    /// The outer header cannot be read; [`WireError::Version`] may mean a newer sender.
    #[error("outer header: {0}")]
    Outer(WireError),
    /// Sealed to a key we do not have: to somebody else, or to a subkey already destroyed.
    #[error("sealed to another key")]
    OtherKey,
    /// The encapsulation's X25519 part is a low-order point.
    #[error("low-order encapsulation")]
    LowOrder,
    /// Does not open: a changed byte, another outer header, another suite.
    #[error("does not open")]
    Unopened,
    /// The plaintext does not have the shape of a signed message.
    #[error("not a signed message")]
    Shape,
    /// Something stands in the padding.
    #[error("padding is not zero")]
    Padding,
    /// Not signed by the pinned identity.
    #[error("not signed by the pinned identity")]
    Signature,
    /// The inner header cannot be read.
    #[error("inner header: {0}")]
    Inner(WireError),
    /// The signed part was written for another outer header: another reader, number or mailbox.
    #[error("written for another header")]
    OtherHeader,
    /// Another purpose than this receiver takes.
    #[error("not a purpose taken here")]
    Purpose,
    /// Another mailbox, sender, device or number than it was listed under.
    #[error("not the message asked for")]
    NotAsked,
    /// Our key is not among the readers it names.
    #[error("we are not among its readers")]
    Readers,
    /// Does not belong to its chain.
    #[error(transparent)]
    Chain(ChainRefusal),
    /// The body does not inflate, or to more than is allowed.
    #[error("body: {0}")]
    Body(PartsError),
}

/// Opens a message.
pub fn open(request: &OpenRequest<'_>) -> Result<Opened, OpenRefusal> {
    // 1. Size, and what names the key.
    let message = Message::parse(request.message).map_err(|_| OpenRefusal::Size)?;
    let outer = Outer::decode(message.outer).map_err(OpenRefusal::Outer)?;
    let key = request.keys.iter().find(|key| key.hash() == outer.recipient_key).ok_or(OpenRefusal::OtherKey)?;

    // 2. HPKE.
    let encapsulation = message.sealed.first_chunk::<ENCAPSULATION_LEN>();
    let encapsulation = encapsulation.ok_or(OpenRefusal::Size)?;
    low_order::check_x25519_part(encapsulation).map_err(|_| OpenRefusal::LowOrder)?;
    let plain = open_plain(message.outer, message.sealed, key).ok_or(OpenRefusal::Unopened)?;

    // 3. Padding. Where it begins is only known from the two lengths before it.
    let taken = Plain::parse(&plain).ok_or(OpenRefusal::Shape)?;
    if taken.padding.iter().any(|byte| *byte != 0) {
        return Err(OpenRefusal::Padding);
    }

    // 4. Signature, against the identity pinned at pairing and no other.
    signed::verify(&request.sender, SIGN_LABEL, taken.signed, taken.signature).map_err(|_| OpenRefusal::Signature)?;

    // 5. Inner = outer, and outer = what was asked for.
    let inner = Inner::decode(taken.inner).map_err(OpenRefusal::Inner)?;
    if inner.outer != message.outer {
        return Err(OpenRefusal::OtherHeader);
    }
    if !request.purposes.contains(&outer.purpose) {
        return Err(OpenRefusal::Purpose);
    }
    if outer.mailbox != request.mailbox
        || outer.sender != request.sender
        || outer.device != request.device
        || outer.sequence != request.sequence
    {
        return Err(OpenRefusal::NotAsked);
    }
    if !inner.readers.contains(&key.hash().0) {
        return Err(OpenRefusal::Readers);
    }
    if outer.purpose != Purpose::Review && (inner.of != 1 || inner.from_ms != 0 || inner.until_ms != 0) {
        return Err(OpenRefusal::Inner(WireError::Value("part")));
    }

    // 6. Sequence and previous hash.
    let link = Link { hash: derive::sha256_of(&[taken.signed, taken.signature]), previous: inner.previous };
    let place = chain::place(outer.sequence, &link, &request.neighbours).map_err(OpenRefusal::Chain)?;

    // 7. Body limits, while inflating.
    let body = parts::inflate(taken.body).map_err(OpenRefusal::Body)?;
    Ok(Opened {
        purpose: outer.purpose,
        sequence: outer.sequence,
        previous: inner.previous,
        inner_hash: link.hash,
        place,
        roster_epoch: inner.roster_epoch,
        packet: inner.packet,
        part: inner.part,
        of: inner.of,
        from_ms: inner.from_ms,
        until_ms: inner.until_ms,
        readers: inner.readers,
        body,
    })
}

/// A plaintext taken apart by its lengths alone.
struct Plain<'a> {
    signed: &'a [u8],
    inner: &'a [u8],
    body: &'a [u8],
    signature: &'a [u8],
    padding: &'a [u8],
}

impl<'a> Plain<'a> {
    fn parse(plain: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::plain(plain);
        let inner = reader.bytes().ok()?;
        let body = reader.bytes().ok()?;
        let rest = reader.rest();
        let signed = plain.get(..plain.len().checked_sub(rest.len())?)?;
        let (signature, padding) = rest.split_at_checked(SIGNATURE_LEN)?;
        Some(Self { signed, inner, body, signature, padding })
    }
}
