//! Ids and hashes out of rows.

use handrail_wire::Fixed;
use rusqlite::Row;

/// A column of `N` bytes.
pub(super) fn bytes<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<Fixed<N>> {
    Ok(Fixed::from(row.get::<_, [u8; N]>(column)?))
}

/// A column of `N` bytes that may be null.
pub(super) fn maybe<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Fixed<N>>> {
    Ok(row.get::<_, Option<[u8; N]>>(column)?.map(Fixed::from))
}
