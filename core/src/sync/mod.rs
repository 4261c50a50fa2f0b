//! Talking to the clinic's relay: pairing with a practitioner, and the exchange that carries sealed
//! messages up and down (`docs/protocol.md`, sections 3 to 5).
//!
//! Everything that decides is a state machine without a clock, a socket or a database of its own:
//! `next()` says what to send or until when to wait, `feed()` takes what came of it. Any driver will do;
//! `http` is the one phones use, tests drive the machines in memory.
//!
//! ```text
//! pairing::Pairing   scan -> claim -> mailbox -> hello -> nonce -> words -> "Same words" twice -> Paired
//! vault::Exchange    login -> sync rounds -> newer list or keyring -> the same on both sides
//! relay::Exchange    login -> roster -> readers' key sets -> outbox -> inbox pages -> acknowledgements
//! ```
//!
//! The relay is taken to be hostile: it may lie, lose, repeat, reorder and stall. Nothing it answers can
//! remove a message from the phone; the worst it can do is to make things wait.

mod backoff;
pub(crate) mod call;
#[cfg(feature = "http")]
pub mod http;
#[cfg(feature = "http")]
mod in_store;
#[cfg_attr(not(feature = "http"), allow(dead_code, reason = "nothing is met without a line"))]
pub(crate) mod met;
pub mod pairing;
pub mod relay;
pub mod renew;
#[cfg(feature = "http")]
mod run;
pub(crate) mod state;
mod status;
pub mod vault;
#[cfg(feature = "http")]
pub(crate) mod wake;

#[cfg(test)]
mod tests;

use handrail_wire::keyset::KeySet;
use handrail_wire::login::Origin;
use handrail_wire::{Hash, Id, Key32};
use zeroize::Zeroizing;

pub use call::{Failure, Method, Request, Response};
#[cfg(feature = "http")]
pub use run::{SyncReport, TOUCHED_BY_EVERY_SYNC};
pub use state::{Incoming, MailboxState, Outgoing, Pin, SendRefusal, StoreFailed, TakenIn};
#[cfg(feature = "http")]
pub(crate) use status::backup_words;
pub use status::{REFUSALS, SyncMessage, SyncStatus};
#[cfg(feature = "http")]
pub use wake::WakeUp;

/// The secret half of one monthly subkey, as the store keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct SubkeySeed {
    /// year * 12 + month - 1.
    pub number: u32,
    /// The X-Wing seed.
    pub seed: Zeroizing<[u8; 32]>,
}

/// Somebody the client agreed to share with.
#[derive(Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their account at the relay.
    pub account: Id,
    /// The identity pinned when the words matched.
    pub identity: Key32,
    /// Their newest signed key set, as it arrived.
    pub keyset: Vec<u8>,
    /// The highest subkey number seen in it; only ever rises.
    pub highest: u32,
    /// The name from the pairing code. Stays on the phone.
    pub name: String,
}

/// One care relationship, which is one mailbox: all that must outlive the app being closed.
///
/// Kept in the same transaction in which the shell is told "paired". The roster is still to be sent; the
/// exchange does it first of all. Should the relay not know this login any more while roster epoch 1 was
/// never confirmed, the invite ran out in between: the relationship never began and may be forgotten.
#[derive(Clone, PartialEq, Eq)]
pub struct Relationship {
    /// The relay.
    pub origin: Origin,
    /// SHA-256 of the relay's own certificate, where the pairing code named one.
    pub certificate: Option<Hash>,
    /// The mailbox; it is also this phone's account there.
    pub mailbox: Id,
    /// This device in that mailbox.
    pub device: Id,
    /// Seed of the identity that signs packets and rosters in this mailbox alone.
    pub identity_seed: Zeroizing<[u8; 32]>,
    /// Seeds of the subkeys that mail coming down is sealed to.
    pub subkeys: Vec<SubkeySeed>,
    /// Our own signed key set, as sent.
    pub keyset: Vec<u8>,
    /// Who reads.
    pub readers: Vec<Reader>,
    /// Epoch of `roster`.
    pub roster_epoch: u64,
    /// The signed roster.
    pub roster: Vec<u8>,
}

/// Hides everything but whether something is there.
impl std::fmt::Debug for Relationship {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relationship")
            .field("readers", &self.readers.len())
            .field("roster_epoch", &self.roster_epoch)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Their key set, opened; `None` only if the store damaged it.
    #[must_use]
    pub fn open_keyset(&self) -> Option<KeySet> {
        KeySet::open(&self.keyset).ok()
    }
}
