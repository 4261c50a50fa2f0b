//! The vault: the person's own backup, sealed on the phone, so that a lost phone is not a lost year
//! (`docs/protocol.md`, section 8).
//!
//! Each epoch has a random key; each batch and snapshot a key of its own from it. There is no shared root: the epoch keys
//! are sealed to every live device and to the recovery code, and to nobody else. What is here are pure functions of bytes
//! and keys; `sync::vault` carries the bytes.
//!
//! | Module | Owns |
//! |---|---|
//! | [`code`] | the printed recovery code and what is derived from it |
//! | [`shares`] | the same code in two halves, neither of which says anything about it |
//! | [`device`] | a device's own keys; adding and removing devices |
//! | [`echo`] | how far the vault had come, for a receipt to say back |
//! | [`epochs`] | epoch keys: wrapping, unwrapping, a new epoch |
//! | [`body`] | deflate, padding, and the cipher |
//! | [`dictionary`] | what every batch has in common, and so need not say |
//! | [`sealed`] | batches and snapshots, sealed and opened in the one allowed order |

pub mod body;
pub mod code;
pub mod device;
pub mod dictionary;
pub mod echo;
pub mod epochs;
mod groups;
pub mod sealed;
pub mod shares;

use crate::ids::RandomnessFailed;
use crate::seal::keys::KeyError;
use handrail_wire::WireError;

/// Why something of the vault could not be made or was not believed. Names what, never content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Bytes that the protocol does not allow, or that nobody listed signed.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// More than fits one batch or snapshot.
    #[error("too large")]
    TooLarge,
    /// Sealed under an epoch whose key is not held.
    #[error("no key for its epoch")]
    NoKey,
    /// Does not open: a changed byte, another place, another key.
    #[error("does not open")]
    Unopened,
    /// What stands behind the body is not the padding there has to be.
    #[error("padding")]
    Padding,
    /// The body does not inflate, or to more than is allowed.
    #[error("body")]
    Body,
    /// A new epoch while something could not be fetched or read: the new key might miss somebody.
    #[error("the view of the vault is not complete")]
    Incomplete,
    /// This device is not, or no longer, in the list.
    #[error("not in the device list")]
    NotListed,
    /// A key that must not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessFailed),
    /// Sealing did not work; a fault of ours.
    #[error("could not seal")]
    Internal,
}
