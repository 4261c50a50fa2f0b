//! The exchange against a relay in memory that misbehaves on demand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(feature = "http")]
mod care_team;
mod exchange;
mod faults;
#[cfg(feature = "http")]
mod in_store;
#[cfg(feature = "http")]
mod introduced;
mod memory;
pub(super) mod relay;
