//! The clear header of a sealed message, and the two lengths of a message on the wire (section 5).
//!
//! It is all the relay can see of a message. The sealed part binds it (as `info` and `aad`) and carries
//! it again inside, signed, so a relay that rewrites it only makes the message unreadable.

use crate::encode::{Reader, Writer, push_lp};
use crate::{Hash, Id, Key32, WireError};

/// Bytes of an encoded outer header; every field has a fixed width.
pub const OUTER_LEN: usize = 1 + (4 + 1) + (4 + 16) + (4 + 32) + (4 + 16) + (4 + 32) + (4 + 8);
/// Bytes of plaintext that are sealed, padding included.
pub const PLAIN_LEN: usize = 16_384;
/// Bytes of an X-Wing encapsulation.
pub const ENCAPSULATION_LEN: usize = 1_120;
/// Bytes of the sealed part: encapsulation, ciphertext, tag. The same for every message.
pub const SEALED_LEN: usize = ENCAPSULATION_LEN + PLAIN_LEN + 16;
/// Bytes of a whole message: `lp(outer) | sealed`.
pub const MESSAGE_LEN: usize = 4 + OUTER_LEN + SEALED_LEN;
/// Sequences are JSON numbers at the relay, exact up to here in every language.
pub const MAX_SEQUENCE: u64 = (1 << 53) - 1;

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// A review packet, client to reader.
    Review,
    /// What a practitioner suggests, reader to client.
    Proposal,
    /// That a packet was opened, reader to client.
    Receipt,
}

impl Purpose {
    /// Its byte on the wire.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Review => 1,
            Self::Proposal => 2,
            Self::Receipt => 3,
        }
    }

    /// The purpose of a byte; `WireError::Value` for one this version does not have.
    pub fn from_byte(byte: u8) -> Result<Self, WireError> {
        match byte {
            1 => Ok(Self::Review),
            2 => Ok(Self::Proposal),
            3 => Ok(Self::Receipt),
            _ => Err(WireError::Value("purpose")),
        }
    }
}

/// The outer header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outer {
    /// What the message is for.
    pub purpose: Purpose,
    /// The mailbox it belongs to.
    pub mailbox: Id,
    /// The sender's Ed25519 identity.
    pub sender: Key32,
    /// The sender's device; a practitioner's is the account.
    pub device: Id,
    /// SHA-256 of the X-Wing public key it is sealed to.
    pub recipient_key: Hash,
    /// Its number in the chain (mailbox, sender, device, recipient), from 1.
    pub sequence: u64,
}

impl Outer {
    /// The header's bytes, always [`OUTER_LEN`].
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        Writer::header()
            .byte(self.purpose.byte())
            .bytes(self.mailbox.as_bytes())
            .bytes(self.sender.as_bytes())
            .bytes(self.device.as_bytes())
            .bytes(self.recipient_key.as_bytes())
            .u64(self.sequence)
            .finish()
    }

    /// Reads a header; takes nothing but what [`Outer::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::header(bytes)?;
        let outer = Self {
            purpose: Purpose::from_byte(reader.byte()?)?,
            mailbox: reader.fixed()?.into(),
            sender: reader.fixed()?.into(),
            device: reader.fixed()?.into(),
            recipient_key: reader.fixed()?.into(),
            sequence: reader.u64()?,
        };
        reader.finish()?;
        if outer.sequence == 0 || outer.sequence > MAX_SEQUENCE {
            return Err(WireError::Value("sequence"));
        }
        Ok(outer)
    }
}

/// A message on the wire taken apart: the header's bytes and the sealed part.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// The outer header's bytes, as they were bound.
    pub outer: &'a [u8],
    /// Encapsulation, ciphertext and tag.
    pub sealed: &'a [u8; SEALED_LEN],
}

impl<'a> Message<'a> {
    /// Takes a message apart. The length is looked at first: [`WireError::Width`] for any other than
    /// [`MESSAGE_LEN`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() != MESSAGE_LEN {
            return Err(WireError::Width);
        }
        let mut reader = Reader::plain(bytes);
        let outer = reader.bytes()?;
        let sealed = reader.rest().try_into().map_err(|_| WireError::Width)?;
        Ok(Self { outer, sealed })
    }

    /// Puts a message together.
    #[must_use]
    pub fn join(outer: &[u8], sealed: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(MESSAGE_LEN);
        push_lp(&mut out, outer);
        out.extend_from_slice(sealed);
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    pub(super) fn outer() -> Outer {
        Outer {
            purpose: Purpose::Review,
            mailbox: Id::from([1; 16]),
            sender: Key32::from([2; 32]),
            device: Id::from([3; 16]),
            recipient_key: Hash::from([4; 32]),
            sequence: 5,
        }
    }

    #[test]
    fn the_lengths_are_those_of_the_protocol() {
        assert_eq!(outer().encode().len(), OUTER_LEN);
        assert_eq!(OUTER_LEN, 130);
        assert_eq!(SEALED_LEN, 17_520);
        assert_eq!(MESSAGE_LEN, 17_654);
        let bytes = Message::join(&outer().encode(), &vec![9; SEALED_LEN]);
        assert_eq!(bytes.len(), MESSAGE_LEN);
        let message = Message::parse(&bytes).unwrap();
        assert_eq!(Outer::decode(message.outer).unwrap(), outer());
        assert_eq!(message.sealed.as_slice(), vec![9; SEALED_LEN]);
    }

    #[test]
    fn a_message_of_another_length_is_refused_before_anything_is_read() {
        let bytes = Message::join(&outer().encode(), &vec![9; SEALED_LEN]);
        let mut longer = bytes.clone();
        longer.push(0);
        let mut shifted = bytes.clone();
        shifted[3] += 1; // an outer header one byte longer, a sealed part one byte shorter
        for bad in [&bytes[1..], &longer, &shifted, &[]] {
            assert_eq!(Message::parse(bad).err(), Some(WireError::Width));
        }
        shifted[0] = 0xff;
        assert_eq!(Message::parse(&shifted).err(), Some(WireError::Truncated));
    }

    #[test]
    fn unknown_purposes_versions_and_sequences_are_refused() {
        for byte in 0..=255 {
            let mut bytes = outer().encode();
            bytes[5] = byte;
            assert_eq!(Outer::decode(&bytes).is_ok(), (1..=3).contains(&byte));
        }
        for sequence in [0, MAX_SEQUENCE + 1, u64::MAX] {
            let bytes = Outer { sequence, ..outer() }.encode();
            assert_eq!(Outer::decode(&bytes), Err(WireError::Value("sequence")));
        }
        let mut bytes = outer().encode();
        bytes[0] = 2;
        assert_eq!(Outer::decode(&bytes), Err(WireError::Version));
        bytes[0] = 1;
        bytes.push(0);
        assert_eq!(Outer::decode(&bytes), Err(WireError::Trailing));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic_and_headers_have_one_form(bytes in proptest::collection::vec(any::<u8>(), 0..160)) {
            if let Ok(outer) = Outer::decode(&bytes) { prop_assert_eq!(outer.encode(), bytes.clone()); }
            let _ = Message::parse(&bytes);
        }

        #[test]
        fn a_changed_header_is_another_header_or_none(at in 0_usize..OUTER_LEN, bit in 0_u8..8) {
            let mut bytes = outer().encode();
            bytes[at] ^= 1 << bit;
            if let Ok(other) = Outer::decode(&bytes) {
                prop_assert_ne!(other, outer());
                prop_assert_eq!(other.encode(), bytes);
            }
        }
    }
}
