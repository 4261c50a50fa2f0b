//! Anna's phone, her tablet, a relay in memory, and everything that can go wrong between them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod again;
mod bad_line;
mod every_order;
mod hostile;
mod interrupted;
mod large;
mod new_code;
mod phones;
mod purge;
mod record;
mod refused;
mod relay;
mod removal;
mod schedules;
mod second_phone;
mod snapshots;
#[cfg(feature = "http")]
mod stored;
mod together;
