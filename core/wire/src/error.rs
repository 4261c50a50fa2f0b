//! One error for everything that can be wrong with bytes from outside.

/// Why bytes from outside were refused. Carries no text of anybody's: field names are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// A format or body version this build does not know. The bytes may be fine for a newer one.
    #[error("unknown version")]
    Version,
    /// A length prefix points past the end, or a field is missing.
    #[error("ends too early")]
    Truncated,
    /// Bytes are left after the last field.
    #[error("bytes left over")]
    Trailing,
    /// A field does not have the width its header gives it.
    #[error("field of the wrong width")]
    Width,
    /// Larger than the protocol allows.
    #[error("too large")]
    TooLarge,
    /// Not base64url without padding, or not of the expected length.
    #[error("not base64url of the expected length")]
    Base64,
    /// Not UTF-8, or a character that has no place in this field.
    #[error("text that is not allowed here")]
    Text,
    /// Not JSON of the expected shape.
    #[error("not the expected JSON")]
    Json,
    /// Not a calendar day, or days that do not fit each other.
    #[error("not a calendar day, or out of order")]
    Day,
    /// A value outside what the protocol allows; the field is named by us, never quoted from outside.
    #[error("`{0}` is not allowed")]
    Value(&'static str),
    /// The signature does not belong to this key, label and body.
    #[error("signature does not match")]
    Signature,
    /// A message authentication code does not match.
    #[error("authentication code does not match")]
    Mac,
    /// A hash given beforehand does not match what arrived.
    #[error("hash does not match")]
    Hash,
    /// A public key or encapsulation whose X25519 part is a low-order point.
    #[error("low-order point")]
    LowOrder,
    /// Another identity than the one expected here.
    #[error("another identity")]
    Identity,
    /// A number that may only rise went down.
    #[error("older than one already seen")]
    Older,
}

impl From<crate::api::ApiError> for WireError {
    fn from(error: crate::api::ApiError) -> Self {
        match error {
            crate::api::ApiError::Base64 => Self::Base64,
            crate::api::ApiError::Length => Self::Width,
            crate::api::ApiError::Cursor => Self::Value("cursor"),
        }
    }
}
