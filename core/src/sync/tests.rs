//! The exchange against a relay in memory that misbehaves on demand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod exchange;
mod faults;
mod memory;
pub(super) mod relay;
