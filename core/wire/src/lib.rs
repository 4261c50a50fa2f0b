//! What a phone, a relay and the review page all speak (`docs/protocol.md`).

pub mod api;
