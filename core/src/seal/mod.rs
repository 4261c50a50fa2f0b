//! Sealing: how a review leaves the phone so that only the people the client chose can read it, and how
//! what comes back is opened (`docs/protocol.md`, sections 2, 4 and 5).
//!
//! Everything here is a pure function of bytes and keys. Nothing reads a clock, a store or the network;
//! randomness is passed in. The store keeps what [`chain`] needs to know, the exchange in `sync` carries
//! the bytes, `review` and `proposals` decide what is in a body.
//!
//! ```text
//! body (JSON) -> parts::split -> message::seal, one for each reader -> bytes for the outbox
//! bytes from the inbox -> message::open (with chain::Neighbours) -> parts::join -> body (JSON)
//! ```

pub mod chain;
pub mod code;
pub mod keys;
pub mod message;
mod open;
pub mod parts;
mod randomness;
pub mod words;

#[cfg(test)]
mod tests;
