//! A relay that means harm (`docs/hostile-relay.md`): every attack by its number, against real phones, the page's own code and a real
//! relay with somebody on the line or at its database. Each ends in something that is noticed, or in nothing at all; nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod attacks;
mod faults;
mod keys;
mod line;
mod objects;
mod packets;
mod page;
mod pairing;
mod readers;
mod scene;
mod snapshots;
mod tls;
mod vault;
mod words;
