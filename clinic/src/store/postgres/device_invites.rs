//! Invites of vaults.

use handrail_wire::api::RevealView;
use handrail_wire::{Hash, Id};

use super::super::device_invites::{DeviceInviteStore, NewDeviceInvite};
use super::super::{Answer, InviteKey, Stored};
use super::invites::{self, Done};
use super::{PostgresStore, unchecked};

impl DeviceInviteStore for PostgresStore {
    fn create_device_invite(&self, new: NewDeviceInvite, most: u32, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |c| Box::pin(async move { invites::create_for_device(c, &new, most, now_ms).await }),
            move |c, _| {
                Box::pin(async move {
                    let there = invites::find(c, new.invite).await?;
                    Ok(there.is_some_and(|row| row.auth == new.auth && row.owner == new.device))
                })
            },
        )
    }
    fn claim_device_invite(&self, vault: Id, key: InviteKey, now_ms: i64) -> Answer<'_, Vec<u8>> {
        let step = self.write(move |c| Box::pin(invites::claim(c, Some(vault), key, now_ms)), unchecked);
        Self::destroyed(step)
    }
    fn device_hello(&self, vault: Id, key: InviteKey, offer: Vec<u8>, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        let step = self.write(
            move |c| Box::pin(async move { invites::device_hello(c, vault, &key, &offer, &mac, now_ms).await }),
            move |c, done| {
                Box::pin(async move {
                    Ok(matches!(done, Done::Gone)
                        || invites::find(c, key.invite).await?.is_some_and(|row| row.hello_mac == Some(mac)))
                })
            },
        );
        Self::destroyed(step)
    }
    fn device_revealed(&self, vault: Id, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>> {
        self.run(move |c| {
            Box::pin(async move { Ok(invites::required(c, invite).await?.of(Some(vault))?.revealed(&auth, now_ms)?) })
        })
    }
    fn device_agree(&self, vault: Id, invite: Id, auth: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |c| Box::pin(async move { invites::agree(c, vault, invite, &auth, &mac, now_ms).await }),
            move |c, _| {
                Box::pin(
                    async move { Ok(invites::find(c, invite).await?.is_some_and(|row| row.agree_mac == Some(mac))) },
                )
            },
        )
    }
    fn delete_offered_invite(&self, vault: Id, invite: Id, auth: Hash) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| row.scanned(Some(vault), &auth))
    }
}
