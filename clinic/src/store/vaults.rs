//! The vault half of a store: sealed batches, snapshots and keyrings, and the signed lists that say who may write them.
//!
//! Signatures and chains are checked before a store is asked; what it decides itself is what two requests at once could
//! otherwise both be told yes to.

use handrail_wire::api::{Method, SnapshotEntry};
use handrail_wire::{Hash, Id};

use super::{Answer, Refused, Stored};

/// Snapshots a vault keeps at least: the newest may turn out to be damaged.
pub const KEPT_SNAPSHOTS: usize = 2;
/// Bytes of a vault's device lists, all versions together: some three thousand lists of two phones, or a hundred and seventy of
/// the largest. They are kept for ever, because each is checked by the one before.
pub const LISTS_BYTES: i64 = 8 * 1024 * 1024;
/// Vaults that may be made with one mailbox's word, ever.
pub const VAULTS_A_MAILBOX: i64 = 8;

/// A vault to be made.
#[derive(Clone)]
pub struct NewVault {
    /// The vault.
    pub vault: Id,
    /// Its first signed device list.
    pub list: Vec<u8>,
    /// Its first signed keyring.
    pub keyring: Vec<u8>,
    /// Its first device.
    pub device: Method,
    /// Its recovery code.
    pub recovery: Method,
    /// The mailbox whose word it is made with; none: it counts as one that anybody may make.
    pub voucher: Option<Id>,
    /// How many anybody may make in a day.
    pub open_a_day: i64,
    /// Today, in days since 1970-01-01 UTC.
    pub day: i64,
}

/// A vault's newest list and keyring.
#[derive(Clone)]
pub struct VaultRow {
    /// The signed device list.
    pub list: Vec<u8>,
    /// Its version.
    pub list_version: i64,
    /// The signed keyring.
    pub keyring: Vec<u8>,
    /// Its version.
    pub keyring_version: i64,
}

/// A checked device list to be kept.
#[derive(Clone)]
pub struct NewDevices {
    /// The vault.
    pub vault: Id,
    /// Its version; only the one after the newest is taken.
    pub version: i64,
    /// The signed object.
    pub object: Vec<u8>,
    /// Everybody in it, and whether they are live.
    pub devices: Vec<(Method, bool)>,
    /// The recovery code.
    pub recovery: Method,
}

/// One device's chain, as far as the relay holds it.
#[derive(Clone)]
pub struct Chain {
    /// The device.
    pub device: Id,
    /// Whether it is live.
    pub live: bool,
    /// Number of its newest batch.
    pub sequence: i64,
    /// Hash of that batch; zeros for none.
    pub hash: Hash,
    /// The encoded vector of its newest claim.
    pub seen: Vec<u8>,
    /// Its newest signed head.
    pub head: Option<Vec<u8>>,
    /// Its newest signed acknowledgement.
    pub ack: Option<Vec<u8>>,
}

/// What a sync adds to a device's chain.
#[derive(Clone)]
pub struct NewBatches {
    /// The vault.
    pub vault: Id,
    /// Whose chain it is.
    pub device: Id,
    /// What the chain was checked against: number of the newest batch.
    pub after: i64,
    /// And the head and the acknowledgement there were.
    pub said: (Option<Vec<u8>>, Option<Vec<u8>>),
    /// Batches from `after` + 1 on.
    pub batches: Vec<Vec<u8>>,
    /// Number and hash of the newest batch afterwards.
    pub tip: (i64, Hash),
    /// The encoded vector of the newest claim, if there is a new one.
    pub seen: Option<Vec<u8>>,
    /// A new head.
    pub head: Option<Vec<u8>>,
    /// A new acknowledgement.
    pub ack: Option<Vec<u8>>,
    /// Most bytes the vault may hold.
    pub most_bytes: i64,
}

/// A checked snapshot to be kept.
#[derive(Clone)]
pub struct NewSnapshot {
    /// The vault.
    pub vault: Id,
    /// Who made it.
    pub device: Id,
    /// Its number.
    pub number: i64,
    /// The whole object.
    pub bytes: Vec<u8>,
    /// Most bytes the vault may hold.
    pub most_bytes: i64,
}

/// What the relay keeps of vaults. The promises of [`super::Store`] hold here too.
pub trait VaultStore: Send + Sync + 'static {
    /// Makes a vault with its first device and its recovery code. The same request again is [`Stored::Same`].
    fn create_vault(&self, new: NewVault) -> Answer<'_, Stored>;
    /// A vault's newest list and keyring.
    fn vault(&self, vault: Id) -> Answer<'_, Option<VaultRow>>;
    /// A device list of a vault by its version: whoever was away reads them one after the other.
    fn list(&self, vault: Id, version: i64) -> Answer<'_, Option<Vec<u8>>>;
    /// Replaces the device list; only version + 1 is taken. Logins of whoever is no longer live end at once.
    fn put_devices(&self, new: NewDevices) -> Answer<'_, Stored>;
    /// Replaces the keyring; only version + 1, made for the newest list, is taken.
    fn put_keyring(&self, vault: Id, list_version: i64, version: i64, bytes: Vec<u8>) -> Answer<'_, Stored>;
    /// Every device ever listed, by id.
    fn chains(&self, vault: Id) -> Answer<'_, Vec<Chain>>;
    /// Adds to a device's chain; refuses with [`Refused::Order`] if it has grown since it was looked at, or if a head or an
    /// acknowledgement is to take the place of another than was looked at.
    fn add_batches(&self, new: NewBatches) -> Answer<'_, Stored>;
    /// A batch.
    fn batch(&self, vault: Id, device: Id, sequence: i64) -> Answer<'_, Option<Vec<u8>>>;
    /// Batches above these numbers, each device's in its order: at least one, at most about so many bytes; and whether
    /// there are more.
    fn batches_above(&self, vault: Id, known: Vec<(Id, i64)>, bytes: usize) -> Answer<'_, (Vec<Vec<u8>>, bool)>;
    /// Keeps a snapshot.
    fn put_snapshot(&self, new: NewSnapshot) -> Answer<'_, Stored>;
    /// All snapshots, the newest first.
    fn snapshots(&self, vault: Id) -> Answer<'_, Vec<SnapshotEntry>>;
    /// A snapshot.
    fn snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, Option<Vec<u8>>>;
    /// Deletes a snapshot that is not among the newest [`KEPT_SNAPSHOTS`].
    fn delete_snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, ()>;
    /// Deletes each device's batches up to these numbers; answers how many there were. While the list has this version.
    fn collect(&self, vault: Id, list_version: i64, covered: Vec<(Id, i64)>) -> Answer<'_, u32>;
    /// Removes a vault with everything in it, its logins and its tokens.
    fn delete_vault(&self, vault: Id) -> Answer<'_, ()>;
}

/// Something versioned is written over `current`: only the next version is taken, the same bytes again change nothing.
pub fn next_version(current: i64, new: i64, same_bytes: bool) -> Result<Stored, Refused> {
    if new == current && same_bytes {
        Ok(Stored::Same)
    } else if new == current {
        Err(Refused::Conflict)
    } else if current.checked_add(1) == Some(new) {
        Ok(Stored::Replaced)
    } else {
        Err(Refused::Order)
    }
}

/// What a device says takes the place of what it was checked against, and of nothing else.
pub fn follows_said(new: &NewBatches, head: Option<&[u8]>, ack: Option<&[u8]>) -> Result<(), Refused> {
    let same = |new: &Option<Vec<u8>>, checked: &Option<Vec<u8>>, there| new.is_none() || checked.as_deref() == there;
    if same(&new.head, &new.said.0, head) && same(&new.ack, &new.said.1, ack) { Ok(()) } else { Err(Refused::Order) }
}

/// Whether so many more bytes fit.
pub fn fits(there: i64, more: usize, most: i64) -> Result<(), Refused> {
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    if there.saturating_add(more) <= most { Ok(()) } else { Err(Refused::Quota) }
}

/// Whether one more vault may be made where there are so many.
pub fn may_make(there: i64, most: i64) -> Result<(), Refused> {
    if there < most { Ok(()) } else { Err(Refused::Quota) }
}
