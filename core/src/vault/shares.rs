//! The recovery code in two halves, for the helped path: one with the practitioner, one on a card.
//!
//! A split of 2 of 2 by a one-time pad: one half is 16 random bytes, the other is the code XOR them. Each half alone is as
//! random as any 16 bytes and says nothing about the code; both give it back. Nothing here is of our own making but the
//! writing on paper.
//!
//! A half is written in eight groups, a code in seven; its first group says which half it is and carries the **mark** of
//! the pair, 15 bits derived from the code. So a half of an older code, or twice the same half, is named before anything
//! is asked of a relay, and a half is never taken for a code. Fifteen bits of a 128-bit secret under a label of their own
//! leave it as unguessable as it was.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::encode::{Reader, Writer};
use handrail_wire::login::Origin;
use handrail_wire::{WireError, derive};
use zeroize::Zeroizing;

use super::VaultError;
use super::code::VaultCode;
use super::groups::{CodeError, DATA, Written, bytes_of, values_of};
use crate::ids::Randomness;

/// Groups of a written half.
pub const GROUPS: usize = 8;
const WRITTEN: Written = Written { check: b"handrail/v1/vault-share-group", groups: GROUPS };
/// What stands before the 16 bytes: the side, and three characters of the mark.
const FRONT: usize = 4;
/// What the square code of a card begins with.
const QR_PREFIX: &str = "HANDRAIL-CARD1.";
/// The letter each side begins with, as its value in the alphabet: C and P.
const CARD: u8 = 12;
const PRACTITIONER: u8 = 22;

/// Whose half it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On a card, in the wallet or with a supporter. Begins with C.
    Card,
    /// With the practitioner. Begins with P.
    Practitioner,
}

/// Which code two halves belong to: 15 bits.
type Mark = u16;

/// Why two halves do not give a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Twice the card, or twice the practitioner's.
    #[error("two halves of the same side")]
    SameSide,
    /// Halves of different codes: one of them is from before the code was made anew.
    #[error("halves of different codes")]
    OtherPair,
    /// Of one pair by their marks, and not its halves all the same: a slip that got past the check characters.
    #[error("not the halves of one code")]
    NotACode,
}

/// One half; wiped when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    side: Side,
    mark: Mark,
    bytes: Zeroizing<[u8; 16]>,
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Share").field("side", &self.side).finish_non_exhaustive()
    }
}

/// Two fresh halves of a code: the card, and the practitioner's.
///
/// # Errors
/// No random bytes.
pub fn split(code: &VaultCode, randomness: &dyn Randomness) -> Result<(Share, Share), VaultError> {
    let mut pad = Zeroizing::new([0; 16]);
    randomness.fill(pad.as_mut_slice())?;
    let mark = mark_of(code)?;
    let card = Share { side: Side::Card, mark, bytes: xor(code.bytes(), &pad) };
    Ok((card, Share { side: Side::Practitioner, mark, bytes: pad }))
}

/// The code of two halves, in either order.
///
/// # Errors
/// [`JoinError`].
pub fn join(one: &Share, other: &Share) -> Result<VaultCode, JoinError> {
    if one.side == other.side {
        return Err(JoinError::SameSide);
    }
    if one.mark != other.mark {
        return Err(JoinError::OtherPair);
    }
    let code = VaultCode::from_bytes(&xor(&one.bytes, &other.bytes));
    if mark_of(&code) == Ok(one.mark) { Ok(code) } else { Err(JoinError::NotACode) }
}

/// Whether a typed text is meant as a half rather than as a code, whatever else is wrong with it: it has a group more.
#[must_use]
pub fn looks_like_a_half(text: &str) -> bool {
    text.chars().filter(char::is_ascii_alphanumeric).count() > DATA + super::code::GROUPS
}

impl Share {
    /// Whose half it is.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// As it is written: eight groups with hyphens.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let side = match self.side {
            Side::Card => CARD,
            Side::Practitioner => PRACTITIONER,
        };
        let five = |shift: u32| u8::try_from(self.mark >> shift & 31).unwrap_or(0);
        let mut values = Zeroizing::new(vec![side, five(10), five(5), five(0)]);
        values.extend_from_slice(values_of(&self.bytes).as_slice());
        WRITTEN.write(&values)
    }

    /// Reads a half as people type it.
    ///
    /// # Errors
    /// [`CodeError`]: the first group that is not right, or a text of another length, as a whole code is.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let values = WRITTEN.read(text, FRONT + DATA)?;
        let (front, data) = values.split_first_chunk::<FRONT>().ok_or(CodeError::Length)?;
        let [side, high, middle, low] = *front;
        let side = match side {
            CARD => Side::Card,
            PRACTITIONER => Side::Practitioner,
            _ => return Err(CodeError::Group(1)),
        };
        let mark = u16::from(high) << 10 | u16::from(middle) << 5 | u16::from(low);
        let bytes = bytes_of(data).ok_or(CodeError::Group(8))?;
        Ok(Self { side, mark, bytes })
    }

    /// What the square code of a card holds: the relay and the half, so that neither is typed.
    #[must_use]
    pub fn to_qr(&self, origin: &Origin) -> Zeroizing<String> {
        let header = Zeroizing::new(
            Writer::header().bytes(origin.as_str().as_bytes()).bytes(self.to_text().as_bytes()).finish(),
        );
        Zeroizing::new(format!("{QR_PREFIX}{}", URL_SAFE_NO_PAD.encode(header.as_slice())))
    }

    /// Reads the square code of a card.
    ///
    /// # Errors
    /// [`WireError`] for any other text.
    pub fn from_qr(text: &str) -> Result<(Self, Origin), WireError> {
        let encoded = text.strip_prefix(QR_PREFIX).ok_or(WireError::Version)?;
        if encoded.len() > 1_024 {
            return Err(WireError::TooLarge);
        }
        let header = Zeroizing::new(URL_SAFE_NO_PAD.decode(encoded).map_err(|_| WireError::Base64)?);
        let mut reader = Reader::header(&header)?;
        let origin = std::str::from_utf8(reader.bytes()?).map_err(|_| WireError::Text)?.parse()?;
        let written = std::str::from_utf8(reader.bytes()?).map_err(|_| WireError::Text)?;
        let share = Self::from_text(written).map_err(|_| WireError::Text)?;
        reader.finish()?;
        // There is one way to write each.
        if share.to_text().as_str() == written { Ok((share, origin)) } else { Err(WireError::Text) }
    }
}

fn mark_of(code: &VaultCode) -> Result<Mark, WireError> {
    let [high, low]: [u8; 2] = derive::hkdf(code.bytes(), &[b"handrail/v1/vault-share-pair"])?;
    Ok(u16::from_be_bytes([high, low]) >> 1)
}

fn xor(one: &[u8; 16], other: &[u8; 16]) -> Zeroizing<[u8; 16]> {
    let mut out = Zeroizing::new([0; 16]);
    for (to, (a, b)) in out.iter_mut().zip(one.iter().zip(other)) {
        *to = a ^ b;
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::ids::SystemRandomness;
    use crate::seal::code::ALPHABET;
    use proptest::prelude::*;

    fn code() -> VaultCode {
        VaultCode::from_bytes(b"0123456789abcdef")
    }

    fn halves(code: &VaultCode) -> (Share, Share) {
        split(code, &SystemRandomness::default()).unwrap()
    }

    #[test]
    fn both_halves_give_the_code_back_and_each_split_is_another() {
        let (card, theirs) = halves(&code());
        assert_eq!((card.side(), theirs.side()), (Side::Card, Side::Practitioner));
        assert!(join(&card, &theirs).unwrap() == code() && join(&theirs, &card).unwrap() == code());
        let (other_card, other_theirs) = halves(&code());
        assert!(card != other_card && theirs != other_theirs);
        // Each half is random by itself: halves of two splits of one code differ where codes would agree.
        assert!(card.bytes != code().bytes().to_owned().into() && theirs.bytes != code().bytes().to_owned().into());
    }

    #[test]
    fn halves_that_do_not_belong_together_are_named_before_anybody_is_asked() {
        let (card, theirs) = halves(&code());
        assert_eq!(join(&card, &card), Err(JoinError::SameSide));
        assert_eq!(join(&theirs, &theirs), Err(JoinError::SameSide));
        // The code was made anew: the practitioner still has the half of the old one.
        let anew = VaultCode::from_bytes(&[9; 16]);
        let (new_card, new_theirs) = halves(&anew);
        assert_eq!(join(&new_card, &theirs), Err(JoinError::OtherPair));
        assert_eq!(join(&card, &new_theirs), Err(JoinError::OtherPair));
        // Two splits of one code: of one pair by the mark, and not its halves.
        let (other_card, _) = halves(&code());
        assert_eq!(join(&other_card, &theirs), Err(JoinError::NotACode));
    }

    #[test]
    fn a_half_is_eight_short_groups_and_never_taken_for_a_code() {
        let (card, theirs) = halves(&code());
        for (half, letter) in [(&card, 'C'), (&theirs, 'P')] {
            let text = half.to_text();
            let lengths: Vec<usize> = text.split('-').map(str::len).collect();
            assert_eq!(lengths, [5, 5, 5, 5, 5, 5, 5, 3]);
            assert!(text.starts_with(letter));
            for typed in [text.to_lowercase(), text.replace('-', " "), text.replace('-', ""), format!(" {} ", *text)] {
                assert!(Share::from_text(&typed).unwrap() == *half, "{typed}");
                assert!(looks_like_a_half(&typed));
            }
            assert!(VaultCode::from_text(&text).is_err());
        }
        let whole = code().to_text();
        assert!(!looks_like_a_half(&whole));
        assert!(Share::from_text(&whole).is_err());
        // Nor is a group of the one right in the other, even where its characters are the same.
        let mut shifted = 0;
        for n in 0..64_u8 {
            let text = VaultCode::from_bytes(&[n; 16]).to_text();
            let as_half = format!("{}-{}", text.get(..5).unwrap(), *text);
            shifted += u32::from(Share::from_text(&as_half).is_err());
        }
        assert_eq!(shifted, 64);
    }

    #[test]
    fn somebody_who_mistyped_hears_which_group() {
        let (card, _) = halves(&code());
        let text = card.to_text().to_string();
        let (mut slips, mut named) = (0, 0);
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at] != b'-') {
            let group = u8::try_from(at / 6 + 1).unwrap();
            for other in ALPHABET.iter().filter(|other| **other != text.as_bytes()[at]) {
                let mut bad = text.clone().into_bytes();
                bad[at] = *other;
                slips += 1;
                match Share::from_text(std::str::from_utf8(&bad).unwrap()) {
                    Ok(read) => assert!(read != card),
                    Err(error) => {
                        assert_eq!(error, CodeError::Group(group));
                        named += 1;
                    }
                }
            }
        }
        assert_eq!(slips, 38 * 31);
        assert!(named * 100 >= slips * 95, "{named} of {slips}");
    }

    #[test]
    fn the_square_code_of_a_card_carries_the_relay_as_well() {
        let origin: Origin = "https://clinic.example".parse().unwrap();
        let (card, _) = halves(&code());
        let qr = card.to_qr(&origin);
        let (read, from) = Share::from_qr(&qr).unwrap();
        assert!(read == card && from == origin);
        assert!(VaultCode::from_qr(&qr).is_err() && Share::from_qr(&code().to_qr(&origin)).is_err());
        assert!(Share::from_qr(qr.get(..qr.len() - 4).unwrap()).is_err());
        assert_eq!(format!("{card:?}"), "Share { side: Card, .. }");
    }

    proptest! {
        #[test]
        fn every_code_comes_back_from_its_halves_as_they_are_written(bytes in any::<[u8; 16]>()) {
            let code = VaultCode::from_bytes(&bytes);
            let (card, theirs) = halves(&code);
            let read = |share: &Share| Share::from_text(&share.to_text()).unwrap();
            prop_assert!(join(&read(&card), &read(&theirs)).unwrap() == code);
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,60}") {
            let _ = Share::from_text(&text);
            let _ = Share::from_qr(&text);
            let _ = looks_like_a_half(&text);
        }
    }
}
