//! What must hold for every sealed message, and every refusal by name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod frozen;
mod published;
mod refusals;
mod round_trip;
mod support;
mod vectors;
