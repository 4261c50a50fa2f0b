//! Ids and hashes in and out of rows.

use handrail_wire::Fixed;
use tokio_postgres::Row;

use super::super::StoreError;

/// A value of a row.
pub(super) fn value<'r, T: tokio_postgres::types::FromSql<'r>>(row: &'r Row, column: usize) -> Result<T, StoreError> {
    Ok(row.try_get(column)?)
}

/// A column of `N` bytes.
pub(super) fn bytes<const N: usize>(row: &Row, column: usize) -> Result<Fixed<N>, StoreError> {
    fixed(value(row, column)?)
}

/// A column of `N` bytes that may be null.
pub(super) fn maybe<const N: usize>(row: &Row, column: usize) -> Result<Option<Fixed<N>>, StoreError> {
    value::<Option<&[u8]>>(row, column)?.map(fixed).transpose()
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<Fixed<N>, StoreError> {
    <[u8; N]>::try_from(bytes).map(Fixed).map_err(|_| StoreError::Engine("a row of another shape".into()))
}

/// An id or a hash as a value for a statement.
pub(super) fn b<const N: usize>(fixed: &Fixed<N>) -> &[u8] {
    &fixed.0
}
