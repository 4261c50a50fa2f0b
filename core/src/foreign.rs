//! For tests and fuzzers: the parsers of other people's bytes that nothing outside calls by themselves. Each takes any bytes,
//! says whether it took them, and panics only where it did with them what it must not do.

use handrail_wire::outer::Purpose;

use crate::{programme, proposals, readers, sync};

/// What a practitioner's page proposes, as it comes out of its seal.
#[must_use]
pub fn proposal(bytes: &[u8]) -> bool {
    proposals::reads(Purpose::Proposal, bytes)
}

/// What a practitioner's page gives as a receipt.
#[must_use]
pub fn receipt(bytes: &[u8]) -> bool {
    proposals::reads(Purpose::Receipt, bytes)
}

/// A care relationship as another phone of the person sealed it for a restore.
#[must_use]
pub fn shared_with(bytes: &[u8]) -> bool {
    readers::reads_shared(bytes)
}

/// What is under a snapshot's seal.
#[must_use]
pub fn vault_whole(bytes: &[u8]) -> bool {
    sync::vault::reads_whole(bytes)
}

/// A content pack as its publisher signed it, whoever that is.
#[must_use]
pub fn signed_pack(bytes: &[u8]) -> bool {
    programme::reads_signed(bytes)
}

/// A `Retry-After`, and the `Date` of the same answer behind a line feed.
#[cfg(feature = "http")]
#[must_use]
pub fn retry_after(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (value, date) = text.split_once('\n').map_or((text, None), |(value, date)| (value, Some(date)));
    sync::http::reads_retry_after(value, date)
}
