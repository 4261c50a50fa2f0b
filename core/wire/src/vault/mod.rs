//! The vault: the client's own backup, restore and second phone, as bytes (section 8).
//!
//! The relay sees who may write (the signed device list), how long each device's chain is and what each device has
//! seen; what a batch holds, no header says. Everything that relay and phone must both check is checked here.
//!
//! | Module | Owns |
//! |---|---|
//! | [`devices`] | the signed, chained list of devices and the recovery keys |
//! | [`keyring`] | the epoch keys, sealed to each live device and to the recovery key |
//! | [`batch`] | one numbered step of a device's chain, sealed and signed |
//! | [`head`] | what a device has and has seen, signed without writing anything new |
//! | [`snapshot`] | the whole record up to a vector, sealed and signed |
//! | [`collect`] | acknowledgements of a snapshot, and the order to erase a vault |
//! | [`exchange`] | request and answer of a sync, in binary |

pub mod batch;
pub mod collect;
pub mod devices;
pub mod exchange;
pub mod head;
pub mod keyring;
#[cfg(test)]
pub(crate) mod people;
pub mod snapshot;
mod vector;

pub use vector::Vector;

/// The one suite: HKDF-SHA256, ChaCha20-Poly1305, Ed25519. Another number is refused, never negotiated.
pub const SUITE: u8 = 1;
/// Most devices ever listed in a vault, removed ones included.
pub const MAX_DEVICES: usize = 32;
/// Most bytes of one batch's sealed part.
pub const MAX_BATCH_SEALED: usize = 64 * 1024;
/// Most bytes of one snapshot's sealed part.
pub const MAX_SNAPSHOT_SEALED: usize = 8 * 1024 * 1024;
/// Most bytes of batches, snapshots and keyring one vault may hold at a relay.
pub const MAX_VAULT: usize = 32 * 1024 * 1024;
/// Bytes of the random salt before each sealed body.
pub const SALT_LEN: usize = 16;
/// Bytes of the authentication tag behind it.
pub const TAG_LEN: usize = 16;
