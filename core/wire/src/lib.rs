//! What a phone, a page and a Handrail relay say to each other, byte by byte.
//!
//! `docs/protocol.md` is the contract; each module here is one part of it. The relay depends on this
//! crate and never on the domain, so nothing in here knows what a goal, a sign or a name is. The one
//! piece of plain text in it is the name a practitioner chose to put into a pairing code.
//!
//! | Module | Owns |
//! |---|---|
//! | [`api`] | requests, answers, paths, limits and problem codes: all sections |
//! | [`encode`] | length prefixes, headers: section 1 |
//! | [`day`] | civil days and the months of subkeys |
//! | [`derive`] | HKDF, MAC and hash, each under its own label |
//! | [`signed`] | Ed25519 keys and signed objects |
//! | [`keyset`], [`roster`] | the two signed objects that relay and phone both check |
//! | [`low_order`] | X25519 points that give away the shared secret |
//! | [`outer`] | the clear header of a sealed message: section 5 |
//! | [`login`] | the text a login signs: section 3 |
//! | [`introduction`] | a colleague named to a client by one of their readers: section 4 |
//! | [`invite`] | the pairing code, its transcript and its MACs: section 4 |
//! | [`vault`] | the client's own backup: device list, keyring, batches, heads, snapshots: section 8 |

pub mod api;
pub mod day;
pub mod derive;
pub mod encode;
mod error;
pub mod introduction;
pub mod invite;
pub mod keyset;
pub mod login;
pub mod low_order;
pub mod outer;
pub mod roster;
pub mod signed;
pub mod vault;

pub use api::{B32, Fixed, Id};
pub use day::Day;
pub use error::WireError;

/// A SHA-256.
pub type Hash = B32;
/// An Ed25519 public key.
pub type Key32 = B32;
