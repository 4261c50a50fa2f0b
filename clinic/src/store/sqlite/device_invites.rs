//! Invites of vaults.

use handrail_wire::api::RevealView;
use handrail_wire::{Hash, Id};

use super::super::device_invites::{DeviceInviteStore, NewDeviceInvite};
use super::super::{Answer, InviteKey, Stored};
use super::{SqliteStore, invites, unchecked};

impl DeviceInviteStore for SqliteStore {
    fn create_device_invite(&self, new: NewDeviceInvite, most: u32, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |t| invites::create_for_device(t, &new, most, now_ms),
            move |c, _| {
                Ok(invites::find(c, new.invite)?.is_some_and(|row| row.auth == new.auth && row.owner == new.device))
            },
        )
    }
    fn claim_device_invite(&self, vault: Id, key: InviteKey, now_ms: i64) -> Answer<'_, Vec<u8>> {
        let answer = self.write(move |t| invites::claim(t, Some(vault), key, now_ms), unchecked);
        self.destroyed(answer)
    }
    fn device_hello(&self, vault: Id, key: InviteKey, offer: Vec<u8>, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        let answer = self.write(
            move |t| invites::device_hello(t, vault, &key, &offer, &mac, now_ms),
            move |c, done| {
                Ok(matches!(done, invites::Done::Gone(_))
                    || invites::find(c, key.invite)?.is_some_and(|row| row.hello_mac == Some(mac)))
            },
        );
        self.destroyed(answer)
    }
    fn device_revealed(&self, vault: Id, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>> {
        self.read(move |c| Ok(invites::required(c, invite)?.of(Some(vault))?.revealed(&auth, now_ms)?))
    }
    fn device_agree(&self, vault: Id, invite: Id, auth: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |t| invites::agree(t, vault, invite, &auth, &mac, now_ms),
            move |c, _| Ok(invites::find(c, invite)?.is_some_and(|row| row.agree_mac == Some(mac))),
        )
    }
    fn delete_offered_invite(&self, vault: Id, invite: Id, auth: Hash) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| row.scanned(Some(vault), &auth))
    }
}
