//! What an exchange needs from the store: small questions and durable answers, one mailbox at a time.

use handrail_wire::api::Cursor;
use handrail_wire::{Id, Key32};

/// The store could not do what was asked. The exchange stops where it is; everything not yet confirmed
/// is still there the next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the store could not do it")]
pub struct StoreFailed;

impl From<crate::error::Error> for StoreFailed {
    fn from(_: crate::error::Error) -> Self {
        Self
    }
}

/// A sealed message waiting in the outbox. Sent exactly as stored, as often as needed.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The reader's account.
    pub recipient: Id,
    /// Its number in the chain to that reader.
    pub sequence: u64,
    /// `lp(outer) | sealed`.
    pub message: Vec<u8>,
}

/// Why the relay will not take a message, now or later. It stays on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendRefusal {
    /// Other bytes are stored under its number.
    Conflict,
    /// That reader is not in the roster the relay has.
    NotAReader,
    /// Not in a form the relay takes.
    Malformed,
}

/// A message from the inbox, as listed. Nothing in it is believed until it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Its place in the inbox; also what is acknowledged.
    pub cursor: Cursor,
    /// The mailbox it is listed in.
    pub mailbox: Id,
    /// The sender's account it is listed under.
    pub sender: Id,
    /// The sender's device it is listed under.
    pub device: Id,
    /// The number it is listed under.
    pub sequence: u64,
    /// The purpose it is listed under.
    pub purpose: u8,
    /// `lp(outer) | sealed`.
    pub message: Vec<u8>,
}

/// What became of a message from the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// Opened, or kept for a newer app; durable. May be acknowledged.
    Kept,
    /// The same message as one already kept; nothing changed. May be acknowledged.
    Again,
    /// Refused, its bytes in quarantine. Not acknowledged: the relay may have damaged it on the way, and
    /// its own copy may be whole.
    Refused,
}

/// A reader's key set as far as it is pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// The reader's account.
    pub account: Id,
    /// The identity pinned at pairing.
    pub identity: Key32,
    /// The highest subkey number seen.
    pub highest: u32,
    /// When the key set was last asked for, ms since 1970 UTC; 0 for never.
    pub asked_ms: i64,
}

/// One mailbox in the store. Each method is one transaction, durable when it returns.
pub trait MailboxState: Send {
    /// The signed roster, while the relay has not confirmed it.
    fn roster_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed>;
    /// The relay stored that roster.
    fn roster_sent(&mut self) -> Result<(), StoreFailed>;
    /// The relay does not take that roster, and this is the one it holds; `None` if it holds none. True where there is
    /// another one to send now.
    fn roster_there(&mut self, _held: Option<&[u8]>) -> Result<bool, StoreFailed> {
        Ok(false)
    }

    /// Our own signed key set, while the relay has not confirmed it (`renew::renew`). The one made at pairing
    /// went to the relay with the mailbox.
    fn own_keyset_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        Ok(None)
    }
    /// The relay stored that key set.
    fn own_keyset_sent(&mut self) -> Result<(), StoreFailed> {
        Ok(())
    }

    /// The readers, and colleagues who were introduced and of whom no key set has come yet.
    fn pins(&mut self) -> Result<Vec<Pin>, StoreFailed>;
    /// A reader's key set, checked against the pin: keep it, its highest number and when it came.
    fn keyset_renewed(&mut self, account: Id, keyset: &[u8], highest: u32, now_ms: i64) -> Result<(), StoreFailed>;

    /// What came for this account fits neither the pin nor an introduction.
    fn keyset_refused(&mut self, _account: Id) -> Result<(), StoreFailed> {
        Ok(())
    }

    /// The oldest message not yet delivered, by reader and number; those quarantined are passed over.
    fn next_to_send(&mut self) -> Result<Option<Outgoing>, StoreFailed>;
    /// The relay stored it.
    fn mark_delivered(&mut self, recipient: Id, sequence: u64) -> Result<(), StoreFailed>;
    /// The relay will not take it. Its bytes stay; it is not offered again.
    fn quarantine(&mut self, recipient: Id, sequence: u64, why: SendRefusal) -> Result<(), StoreFailed>;

    /// Where the inbox was read up to.
    fn cursor(&mut self) -> Result<Option<Cursor>, StoreFailed>;
    /// The inbox was read up to here.
    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), StoreFailed>;
    /// Opens and keeps one message, or quarantines it, in one transaction; where it may be acknowledged,
    /// its cursor becomes due in the same transaction.
    fn take_in(&mut self, incoming: &Incoming) -> Result<TakenIn, StoreFailed>;
    /// Cursors of messages kept and not yet acknowledged, oldest first, at most `most`.
    fn acks_due(&mut self, most: usize) -> Result<Vec<Cursor>, StoreFailed>;
    /// The relay removed them.
    fn acked(&mut self, cursors: &[Cursor]) -> Result<(), StoreFailed>;

    /// The relay's database was put back to an earlier state: forget cursor and due acknowledgements,
    /// send the roster and everything delivered but not yet seen by its reader again. Sending again is
    /// harmless where the relay still has it.
    fn epoch_changed(&mut self) -> Result<(), StoreFailed>;
}
