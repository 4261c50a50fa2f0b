//! Invites of a vault, for a second phone. The phone that shows one acts on it like a practitioner on an own one
//! ([`super::Store::invite`], `reveal`, `confirm`, `delete_own_invite`, its device id being the owner); here stands what the
//! phone that scanned it may do, and the making.

use handrail_wire::api::RevealView;
use handrail_wire::{Hash, Id};

use super::{Answer, InviteKey, Stored};

/// An invite of a vault to be kept.
#[derive(Clone, Copy)]
pub struct NewDeviceInvite {
    /// The vault.
    pub vault: Id,
    /// The live device that shows it.
    pub device: Id,
    /// Made by that device.
    pub invite: Id,
    /// SHA-256 of the invite's secret.
    pub auth: Hash,
    /// Version of the device list whose hash is in the code.
    pub list: i64,
    /// When it ends.
    pub until_ms: i64,
}

/// What the relay keeps of invites of vaults. The promises of [`super::Store`] hold here too; [`Self::claim_device_invite`]
/// and [`Self::device_hello`] destroy an invite that is used twice.
pub trait DeviceInviteStore: Send + Sync + 'static {
    /// Keeps an invite, if the device has fewer than `most` open and the vault's newest list is the one it names.
    fn create_device_invite(&self, new: NewDeviceInvite, most: u32, now_ms: i64) -> Answer<'_, Stored>;
    /// Gives the device list to the first claim. Another claim destroys the invite.
    fn claim_device_invite(&self, vault: Id, key: InviteKey, now_ms: i64) -> Answer<'_, Vec<u8>>;
    /// Keeps the second phone's hello with its offer. Another hello destroys the invite.
    fn device_hello(&self, vault: Id, key: InviteKey, offer: Vec<u8>, mac: Hash, now_ms: i64) -> Answer<'_, Stored>;
    /// What the second phone sees of the reveal; none while it waits.
    fn device_revealed(&self, vault: Id, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>>;
    /// Keeps the second phone's "same words".
    fn device_agree(&self, vault: Id, invite: Id, auth: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored>;
    /// "Different words" from the second phone.
    fn delete_offered_invite(&self, vault: Id, invite: Id, auth: Hash) -> Answer<'_, ()>;
}
