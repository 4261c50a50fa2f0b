//! Byte values and cursors as JSON and paths carry them.
//!
//! `Debug` of byte values shows their length only, so that neither a token nor an id can slip into a log.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What can be wrong with a value of this module given as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Not base64url without padding.
    #[error("not base64url without padding")]
    Base64,
    /// The number of bytes is not the one the type has.
    #[error("wrong number of bytes")]
    Length,
    /// Not `EPOCH:NUMBER`.
    #[error("not a cursor")]
    Cursor,
}

/// `N` bytes, base64url without padding in JSON and in paths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed<const N: usize>(pub [u8; N]);

/// An id: account, mailbox, device, invite, claim, locator, epoch, packet (22 characters).
pub type Id = Fixed<16>;
/// 32 bytes: challenge, token, key, hash, MAC, nonce (43 characters).
pub type B32 = Fixed<32>;
/// An Ed25519 signature (86 characters).
pub type Signature = Fixed<64>;

impl<const N: usize> Fixed<N> {
    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> From<[u8; N]> for Fixed<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> From<&[u8; N]> for Fixed<N> {
    fn from(bytes: &[u8; N]) -> Self {
        Self(*bytes)
    }
}

impl<const N: usize> AsRef<[u8]> for Fixed<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> TryFrom<&[u8]> for Fixed<N> {
    type Error = ApiError;
    fn try_from(bytes: &[u8]) -> Result<Self, ApiError> {
        bytes.try_into().map(Self).map_err(|_| ApiError::Length)
    }
}

impl<const N: usize> fmt::Debug for Fixed<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{N} bytes>")
    }
}

impl<const N: usize> fmt::Display for Fixed<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<const N: usize> FromStr for Fixed<N> {
    type Err = ApiError;
    fn from_str(text: &str) -> Result<Self, ApiError> {
        // Checked first, so that a long text is never decoded for nothing.
        if text.len() != (N * 4).div_ceil(3) {
            return Err(ApiError::Length);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ApiError::Base64)?;
        Self::try_from(bytes.as_slice())
    }
}

impl<const N: usize> Serialize for Fixed<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Fixed<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Bytes of any length, base64url without padding in JSON: signed objects, sealed messages, blobs.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Bytes(pub Vec<u8>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| de::Error::custom(ApiError::Base64))
    }
}

/// A place in one account's inbox, `EPOCH:NUMBER` on the wire. Numbers rise from 1 in commit order and are never reused;
/// a cursor of another epoch says nothing (the relay was restored) and is answered `epoch_changed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The relay's epoch id when the number was given.
    pub epoch: Id,
    /// The number within the account's inbox; 0 is the place before the first message.
    pub number: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.number)
    }
}

impl FromStr for Cursor {
    type Err = ApiError;
    fn from_str(text: &str) -> Result<Self, ApiError> {
        let (epoch, number) = text.split_once(':').ok_or(ApiError::Cursor)?;
        // One spelling for one place: no sign, no leading zero.
        let plain = number.bytes().all(|b| b.is_ascii_digit()) && (number == "0" || !number.starts_with('0'));
        if !plain || number.len() > 19 {
            return Err(ApiError::Cursor);
        }
        Ok(Self {
            epoch: epoch.parse().map_err(|_| ApiError::Cursor)?,
            number: number.parse().map_err(|_| ApiError::Cursor)?,
        })
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_22_characters_and_only_one_spelling_is_read() {
        let id = Id::from([0xfb; 16]);
        let text = id.to_string();
        assert_eq!(text.len(), 22);
        assert_eq!(text.parse::<Id>().unwrap(), id);
        // The last character of 16 bytes carries two bits; the four below them must be zero.
        let mut other = text.clone();
        other.pop();
        other.push('_');
        assert_eq!(other.parse::<Id>(), Err(ApiError::Base64));
        assert_eq!(format!("{text}==").parse::<Id>(), Err(ApiError::Length));
        assert_eq!(format!("{id:?}"), "<16 bytes>");
    }

    #[test]
    fn a_cursor_has_one_spelling() {
        let cursor = Cursor { epoch: Id::from([7; 16]), number: 42 };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        for bad in ["", ":", "1", ":1", "AAAA:1"] {
            assert_eq!(bad.parse::<Cursor>(), Err(ApiError::Cursor));
        }
        let epoch = cursor.epoch;
        for bad in ["+1", "-1", "01", "1 ", "99999999999999999999", ""] {
            assert_eq!(format!("{epoch}:{bad}").parse::<Cursor>(), Err(ApiError::Cursor), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused_and_has_one_spelling(text in "\\PC{0,60}", digits in "[0-9+-]{0,25}") {
            if let Ok(id) = text.parse::<Id>() { prop_assert_eq!(id.to_string(), text.clone()); }
            if let Ok(hash) = text.parse::<B32>() { prop_assert_eq!(hash.to_string(), text.clone()); }
            for cursor in [text, format!("AAAAAAAAAAAAAAAAAAAAAA:{digits}")] {
                if let Ok(read) = cursor.parse::<Cursor>() { prop_assert_eq!(read.to_string(), cursor); }
            }
        }

        #[test]
        fn bytes_come_back_through_json(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let json = serde_json::to_string(&Bytes(bytes.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Bytes>(&json).unwrap().0, bytes);
        }
    }
}
