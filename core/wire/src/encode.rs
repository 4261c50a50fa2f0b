//! Length prefixes and headers: the one binary encoding of the protocol (section 1).
//!
//! A header is the version byte followed by length-prefixed fields in a fixed order. There is one way
//! to write each value and a reader takes no other, so equal meaning is equal bytes and the reverse.

use crate::WireError;

/// The version byte of every header and signed object of this protocol.
pub const VERSION: u8 = 0x01;

/// Appends `lp(field)`: the length as u32 big-endian, then the bytes.
///
/// Nothing this protocol carries comes near 4 GiB; a longer field would get a length that no reader
/// accepts instead of one that is silently wrong.
pub fn push_lp(out: &mut Vec<u8>, field: &[u8]) {
    let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(field);
}

/// `lp(field)` as bytes of its own.
#[must_use]
pub fn lp(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len().saturating_add(4));
    push_lp(&mut out, field);
    out
}

/// Writes a header, or plain length-prefixed fields, in the order of the calls.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// Starts a header: the version byte, then fields.
    #[must_use]
    pub fn header() -> Self {
        Self { out: vec![VERSION] }
    }

    /// Starts a run of fields without a version byte, as in the texts that are signed.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }

    /// Appends one field of bytes.
    #[must_use]
    pub fn bytes(mut self, field: &[u8]) -> Self {
        push_lp(&mut self.out, field);
        self
    }

    /// Appends one byte as a field.
    #[must_use]
    pub fn byte(self, value: u8) -> Self {
        self.bytes(&[value])
    }

    /// Appends a u16, big-endian.
    #[must_use]
    pub fn u16(self, value: u16) -> Self {
        self.bytes(&value.to_be_bytes())
    }

    /// Appends a u64, big-endian.
    #[must_use]
    pub fn u64(self, value: u64) -> Self {
        self.bytes(&value.to_be_bytes())
    }

    /// Appends an i64, big-endian two's complement.
    #[must_use]
    pub fn i64(self, value: i64) -> Self {
        self.bytes(&value.to_be_bytes())
    }

    /// The bytes written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// Reads what [`Writer`] writes. Takes any bytes and never panics.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the version byte of a header.
    ///
    /// [`WireError::Truncated`] for no bytes at all, [`WireError::Version`] for any other first byte.
    pub fn header(bytes: &'a [u8]) -> Result<Self, WireError> {
        let (version, rest) = bytes.split_first().ok_or(WireError::Truncated)?;
        if *version != VERSION {
            return Err(WireError::Version);
        }
        Ok(Self { rest })
    }

    /// Starts at a field, where there is no version byte.
    #[must_use]
    pub fn plain(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next field, of any width.
    pub fn bytes(&mut self) -> Result<&'a [u8], WireError> {
        let (length, rest) = self.rest.split_first_chunk::<4>().ok_or(WireError::Truncated)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| WireError::Truncated)?;
        let (field, rest) = rest.split_at_checked(length).ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(field)
    }

    /// The next field, at most `limit` bytes wide.
    pub fn bytes_up_to(&mut self, limit: usize) -> Result<&'a [u8], WireError> {
        let field = self.bytes()?;
        if field.len() > limit {
            return Err(WireError::TooLarge);
        }
        Ok(field)
    }

    /// The next field, exactly `N` bytes wide.
    pub fn fixed<const N: usize>(&mut self) -> Result<&'a [u8; N], WireError> {
        self.bytes()?.try_into().map_err(|_| WireError::Width)
    }

    /// The next field as one byte.
    pub fn byte(&mut self) -> Result<u8, WireError> {
        let [value] = *self.fixed::<1>()?;
        Ok(value)
    }

    /// The next field as a u16.
    pub fn u16(&mut self) -> Result<u16, WireError> {
        Ok(u16::from_be_bytes(*self.fixed()?))
    }

    /// The next field as a u64.
    pub fn u64(&mut self) -> Result<u64, WireError> {
        Ok(u64::from_be_bytes(*self.fixed()?))
    }

    /// The next field as an i64.
    pub fn i64(&mut self) -> Result<i64, WireError> {
        Ok(i64::from_be_bytes(*self.fixed()?))
    }

    /// Is everything read? For runs of fields without a count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet, for a format that goes on with something that is no field.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Ends the reading; [`WireError::Trailing`] if bytes are left.
    pub fn finish(self) -> Result<(), WireError> {
        if self.rest.is_empty() { Ok(()) } else { Err(WireError::Trailing) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_header_is_the_version_then_fields_with_their_length() {
        let bytes = Writer::header().bytes(b"ab").u16(0x0102).finish();
        assert_eq!(bytes, [1, 0, 0, 0, 2, b'a', b'b', 0, 0, 0, 2, 1, 2].to_vec());
    }

    #[test]
    fn every_kind_of_field_comes_back() {
        let bytes = Writer::header().byte(7).u16(u16::MAX).u64(u64::MAX).i64(-1).bytes(&[]).finish();
        let mut reader = Reader::header(&bytes).unwrap();
        assert_eq!(reader.byte().unwrap(), 7);
        assert_eq!(reader.u16().unwrap(), u16::MAX);
        assert_eq!(reader.u64().unwrap(), u64::MAX);
        assert_eq!(reader.i64().unwrap(), -1);
        assert_eq!(reader.bytes().unwrap(), b"");
        reader.finish().unwrap();
    }

    #[test]
    fn each_way_to_be_wrong_has_its_own_answer() {
        assert_eq!(Reader::header(&[]).unwrap_err(), WireError::Truncated);
        assert_eq!(Reader::header(&[0]).unwrap_err(), WireError::Version);
        assert_eq!(Reader::header(&[2]).unwrap_err(), WireError::Version);
        let bytes = Writer::header().u16(5).finish();
        assert_eq!(Reader::header(&bytes).unwrap().u64().unwrap_err(), WireError::Width);
        assert_eq!(Reader::header(&bytes).unwrap().finish().unwrap_err(), WireError::Trailing);
        for cut in 1..bytes.len() {
            let got = Reader::header(&bytes[..cut]).and_then(|mut r| r.u16());
            assert_eq!(got.unwrap_err(), WireError::Truncated, "cut at {cut}");
        }
        assert_eq!(Reader::plain(&lp(b"12345")).bytes_up_to(4).unwrap_err(), WireError::TooLarge);
        // A length prefix that promises 4 GiB is refused without reserving anything.
        assert_eq!(Reader::plain(&[0xff; 8]).bytes().unwrap_err(), WireError::Truncated);
    }

    proptest! {
        #[test]
        fn fields_survive_the_way_there_and_back(fields in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..64), 0..8)) {
            let mut writer = Writer::header();
            for field in &fields { writer = writer.bytes(field); }
            let bytes = writer.finish();
            let mut reader = Reader::header(&bytes).unwrap();
            for field in &fields { prop_assert_eq!(reader.bytes().unwrap(), field.as_slice()); }
            reader.finish().unwrap();
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(mut reader) = Reader::header(&bytes) {
                while reader.bytes().is_ok() {}
            }
        }
    }
}
