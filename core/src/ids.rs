//! Ids and chance. Both are injected: the core never reaches for randomness by
//! itself, so that a demo or a simulation gives the same bytes for the same seed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::error::{Error, Reason, Result};

/// The randomness could not be had. Nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no randomness available")]
pub struct RandomnessFailed;

impl From<RandomnessFailed> for Error {
    fn from(_: RandomnessFailed) -> Self {
        Self::Port("randomness")
    }
}

/// A source of random bytes fit for keys.
pub trait Randomness: Send + Sync {
    /// Fills all of `bytes`, or fails and says so.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed>;
}

/// The operating system's randomness, through `ring`.
#[derive(Debug)]
pub struct SystemRandomness(ring::rand::SystemRandom);

impl Default for SystemRandomness {
    fn default() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        ring::rand::SecureRandom::fill(&self.0, bytes).map_err(|_| RandomnessFailed)
    }
}

/// Sixteen bytes that name one record: 48 bits of milliseconds, then random bits, so that ids made later sort later and
/// rows stay together on disk. A record that a person writes has 64 bits of the hybrid clock and 64 random ones: what
/// was written later sorts later on every phone, and that is the order of lines at the same place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 16]);

impl Id {
    /// A new id for something made at `instant_ms` (UTC milliseconds).
    pub fn new(instant_ms: i64, randomness: &dyn Randomness) -> Result<Self, RandomnessFailed> {
        let mut bytes = [0u8; 16];
        randomness.fill(&mut bytes)?;
        let ms = instant_ms.max(0).to_be_bytes();
        for (to, from) in bytes.iter_mut().zip(ms.iter().skip(2)) {
            *to = *from;
        }
        Ok(Self(bytes))
    }

    /// A new id for what is written at a stamp of the hybrid clock.
    pub(crate) fn at_stamp(stamp: u64, randomness: &dyn Randomness) -> Result<Self, RandomnessFailed> {
        let Self(mut bytes) = Self::new(0, randomness)?;
        for (to, from) in bytes.iter_mut().zip(stamp.to_be_bytes()) {
            *to = from;
        }
        Ok(Self(bytes))
    }

    /// An id from its bytes, as read from a store or a message.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Where a page that goes back in time begins: just before `id`, or at the newest of all. One bound for both
    /// lets the index find the page, however far back it lies.
    pub(crate) fn before(id: Option<Self>) -> Self {
        id.unwrap_or(Self([u8::MAX; 16]))
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the 22-character text form (base64url without padding).
    ///
    /// # Errors
    /// [`Error::Invalid`] with `field` where the text is no id.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let malformed = || Error::invalid(field, Reason::Malformed);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
        Ok(Self(<[u8; 16]>::try_from(bytes.as_slice()).map_err(|_| malformed())?))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::try_from(value.as_blob()?).map(Self).map_err(|_| FromSqlError::InvalidType)
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::parse("id", &text).map_err(|_| serde::de::Error::custom("no id"))
    }
}

// On the wire and in the store an id is the same sixteen bytes.
impl From<Id> for handrail_wire::Id {
    fn from(id: Id) -> Self {
        Self::from(id.0)
    }
}

impl From<handrail_wire::Id> for Id {
    fn from(id: handrail_wire::Id) -> Self {
        Self(*id.as_bytes())
    }
}

/// Makes a newtype over [`Id`], so that a goal's id cannot be passed for a step's.
macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::ids::Id);

        impl $name {
            /// Reads the 22-character text form.
            pub fn parse(text: &str) -> $crate::error::Result<Self> {
                $crate::ids::Id::parse("id", text).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                $crate::ids::Id::column_result(value).map(Self)
            }
        }
    };
}
pub(crate) use id_type;
