//! A digest of the content that can be kept while it changes, and does not depend on the order of the changes.

use ring::digest::{SHA256, digest};
use serde_json::Value as Json;

use crate::ids::Id;

/// The sum, modulo 2^256, of the SHA-256 of each thing that is there: for every field of every record what it holds (as
/// a hash), with its stamp and who wrote it, and the same of every removal.
///
/// A sum can be kept as things come and go, in any order, and unlike XOR it does not lose what is there twice. Its
/// limit is known: who may choose very many entries freely can make two collections of equal sum (Wagner's generalised
/// birthday, about 2^32 work at this width for a very large collection). Only the person's own phones choose entries;
/// for anybody else, and for a mistake, two different contents agree with a chance of 2^-256. A digest of lattice type
/// would hold against one's own phone too, at 2 KiB kept in every write, and one's own phone needs no collision to
/// write something else.
///
/// Earlier words (revisions) are not counted: a version that does not know a field yet cannot tell whether it holds
/// words. A snapshot carries them, and [`crate::Handrail::export_all`] shows them.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Digest([u8; 32]);

impl Digest {
    /// From its bytes, little-endian.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, little-endian.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Counts a field's newest value, by `value` its [`value_hash`].
    pub fn add_cell(&mut self, record: Id, field: &str, stamp: u64, device: Id, value: &[u8]) {
        self.add(&entry(b"cell", record, field, stamp, device, value));
    }

    /// Counts it no more.
    pub fn take_cell(&mut self, record: Id, field: &str, stamp: u64, device: Id, value: &[u8]) {
        self.take(&entry(b"cell", record, field, stamp, device, value));
    }

    /// Counts a removal.
    pub fn add_removal(&mut self, record: Id, stamp: u64, device: Id, for_good: bool) {
        self.add(&entry(b"removal", record, "", stamp, device, &[u8::from(for_good)]));
    }

    /// Counts it no more.
    pub fn take_removal(&mut self, record: Id, stamp: u64, device: Id, for_good: bool) {
        self.take(&entry(b"removal", record, "", stamp, device, &[u8::from(for_good)]));
    }

    fn add(&mut self, entry: &[u8; 32]) {
        let mut carry = 0_u16;
        for (sum, e) in self.0.iter_mut().zip(entry) {
            let both = u16::from(*sum) + u16::from(*e) + carry;
            *sum = both.to_le_bytes()[0];
            carry = both >> 8;
        }
    }

    fn take(&mut self, entry: &[u8; 32]) {
        // Adding the two's complement is taking away.
        let mut negative = entry.map(|byte| !byte);
        for byte in &mut negative {
            let (next, overflowed) = byte.overflowing_add(1);
            *byte = next;
            if !overflowed {
                break;
            }
        }
        self.add(&negative);
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digest(")?;
        self.0.iter().take(6).try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("..)")
    }
}

/// The label, then each part with its length, so that no two entries are the same bytes.
fn entry(what: &[u8], record: Id, field: &str, stamp: u64, device: Id, value: &[u8]) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(128);
    for part in [
        b"handrail/v1/content-digest".as_slice(),
        what,
        record.as_bytes(),
        field.as_bytes(),
        &stamp.to_be_bytes(),
        device.as_bytes(),
        value,
    ] {
        // Names are at most 64 bytes, the rest is of fixed length: one byte holds every length.
        bytes.push(u8::try_from(part.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(digest(&SHA256, &bytes).as_ref());
    out
}

/// What stands for a value: the first 16 bytes of SHA-256 of its JSON in the one form it is written in.
#[must_use]
pub fn value_hash(value: &Json) -> [u8; 16] {
    hash_of_text(&value.to_string())
}

/// The same of a value that is text already.
pub(crate) fn hash_of_text(json: &str) -> [u8; 16] {
    let mut out = [0; 16];
    for (to, from) in out.iter_mut().zip(digest(&SHA256, json.as_bytes()).as_ref()) {
        *to = *from;
    }
    out
}
