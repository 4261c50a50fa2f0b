//! How a write is answered.

use axum::http::StatusCode;

use crate::store::Stored;

/// 201 for what is new (durable and read back), 200 for what took an older one's place or was there already.
pub(crate) fn written(stored: Stored) -> StatusCode {
    match stored {
        Stored::New => StatusCode::CREATED,
        Stored::Replaced | Stored::Same => StatusCode::OK,
    }
}
