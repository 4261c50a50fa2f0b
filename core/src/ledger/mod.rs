//! The ledger: the log of changes as it travels from phone to phone, and what a phone does with another's.
//!
//! Nothing in here seals, signs or sends. A [`Batch`] is what goes into a sealed envelope, a [`Snapshot`] what goes
//! into a larger one, a [`Digest`] and a [`Vector`] what a signed head says. The rules of merging, as a person can read
//! them, are in `docs/sync.md`; the phone's own ledger is its store (`store::merge`), and the simulator has a second one
//! in memory that is held to the same tests.
//!
//! ```text
//!  a person writes ──> op (sequence, stamp) ──> Batch ──> another phone: take_in ──> rows, revisions, tombstones
//!                                                              │ all or nothing, any number of times, in any order
//!  every now and then: Snapshot (covers a Vector) ──> load_snapshot on a new phone; forget_log_below on old ones
//! ```

mod codec;
mod digest;
mod error;
mod fold;
mod in_store;
mod kept;
mod op;
mod snapshot;
mod vector;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod travel_tests;

pub use codec::{MAX_BATCH_BYTES, MAX_OPS};
pub(crate) use digest::hash_of_text;
pub use digest::{Digest, value_hash};
pub use error::LedgerError;
pub use fold::{Fold, Version, keeps};
#[allow(unused_imports)] // for an exchange that keeps something of its own in the same transaction
pub(crate) use in_store::{load_snapshot_within, take_in_within};
pub use kept::{FieldRule, KindRule, kind_rule};
pub use op::{Action, Batch, Body, HIGHEST_STAMP, Op, is_name, stamp_ms};
pub(crate) use snapshot::PUT_BACK;
pub use snapshot::{MAX_SNAPSHOT_BYTES, RecordState, Removed, Snapshot, Writing};
pub use vector::Vector;

use crate::error::Result;
use crate::ids::Id;

/// What taking in a batch or a snapshot did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakenIn {
    /// Ops (of a snapshot: records) that were new here.
    pub new: u64,
    /// Words that lost against others and are kept as earlier words, by this very call.
    pub kept: u64,
    /// Fields that this version does not know, kept and passed on, by this very call.
    pub unknown: u64,
}

/// A phone's log of changes and what was made of it. All that an exchange with other phones needs of the record.
///
/// Every call is one transaction: it happens whole, durably, or not at all.
pub trait Ledger {
    /// The name under which this phone numbers its changes.
    fn device(&self) -> Result<Id>;

    /// The last change known of each phone, this one included.
    fn vector(&self) -> Result<Vector>;

    /// This phone's own changes after number `after`, as many as fit into `byte_limit` bytes of
    /// [`Batch::to_bytes`], but at least one. `None` when there is none.
    ///
    /// # Errors
    /// [`LedgerError::Collected`] where the log no longer goes back so far.
    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>>;

    /// All changes that somebody who knows `known` lacks, phone by phone, each batch as in [`Ledger::own_since`].
    ///
    /// # Errors
    /// [`LedgerError::Collected`] where the log no longer goes back so far: a snapshot has it.
    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>>;

    /// Merges a batch. Ops that are known already change nothing; the batch may overlap with what is known.
    ///
    /// # Errors
    /// In each case nothing was changed. [`LedgerError::Gap`] where an earlier batch of this phone has not come yet;
    /// [`LedgerError::OwnAhead`] where the batch says it is by this very phone, and this phone does not remember it;
    /// others for a batch that no Handrail wrote.
    fn take_in(&self, batch: &Batch) -> Result<TakenIn>;

    /// The digest of the content: equal on two phones that know the same changes, whatever the order in which they
    /// came, and whichever version of Handrail they run.
    fn digest(&self) -> Result<Digest>;

    /// Everything that is known, without the log.
    fn snapshot(&self) -> Result<Snapshot>;

    /// Merges a snapshot into what is here, which may be nothing. What was written here and is not covered by it
    /// stays.
    ///
    /// # Errors
    /// [`LedgerError::Digest`] where the snapshot's content is not what its digest says; others for one that no
    /// Handrail wrote. Nothing was changed.
    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn>;

    /// Forgets the log up to and including each number of `covered`, of those changes that are known here. What they
    /// made of the record stays. Returns how many ops went.
    fn forget_log_below(&self, covered: &Vector) -> Result<u64>;

    /// Takes another name, as a phone must after its store was restored, copied or salvaged, or when it was silent for
    /// so long that the others let it go. Its own changes after number `delivered` are numbered anew under the new
    /// name and keep their stamps and the name they were written under, so that a phone that has them already loses
    /// and doubles nothing.
    ///
    /// # Errors
    /// [`LedgerError::OwnAhead`] where `device` is a name already met.
    fn begin_as(&self, device: Id, delivered: u64) -> Result<()>;
}
