//! Paths of the calls, each beginning with `/v1/`; the methods each takes stand beside it.

use super::{Cursor, Id};

/// `GET`.
pub const META: &str = "/v1/meta";
/// `GET`.
pub const HEALTH: &str = "/v1/health";
/// `POST`.
pub const CHALLENGE: &str = "/v1/auth/challenge";
/// `POST`.
pub const TOKEN: &str = "/v1/auth/token";
/// `POST`.
pub const INVITES: &str = "/v1/invites";
/// `POST`.
pub const MAILBOXES: &str = "/v1/mailboxes";
/// `POST`.
pub const VAULTS: &str = "/v1/vaults";

/// `PUT`, `DELETE`.
pub const WAKE: &str = "/v1/wake";

/// `DELETE`.
pub fn vault(vault: &Id) -> String {
    format!("/v1/vaults/{vault}")
}
/// `POST`, binary.
pub fn vault_sync(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/sync")
}
/// `GET`, `PUT`.
pub fn devices(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/devices")
}
/// `GET`.
pub fn devices_at(vault: &Id, version: u64) -> String {
    format!("/v1/vaults/{vault}/devices/{version}")
}
/// `GET`, `PUT` with `If-Match`.
pub fn keyring(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/keyring")
}
/// `DELETE`.
pub fn batches(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/batches")
}
/// `GET`, `PUT`.
pub fn batch(vault: &Id, device: &Id, sequence: u64) -> String {
    format!("/v1/vaults/{vault}/batches/{device}/{sequence}")
}
/// `GET`.
pub fn snapshots(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/snapshots")
}
/// `GET`, `PUT`, `DELETE`.
pub fn snapshot(vault: &Id, device: &Id, number: u64) -> String {
    format!("/v1/vaults/{vault}/snapshots/{device}/{number}")
}
/// `POST`.
pub fn device_invites(vault: &Id) -> String {
    format!("/v1/vaults/{vault}/invites")
}
/// `GET`, `DELETE`.
pub fn device_invite(vault: &Id, invite: &Id) -> String {
    format!("/v1/vaults/{vault}/invites/{invite}")
}
/// One step of it: `claim`, `hello`, `reveal`, `agree` or `confirm`. `POST`; `reveal` also `GET`.
pub fn device_invite_step(vault: &Id, invite: &Id, step: &str) -> String {
    format!("/v1/vaults/{vault}/invites/{invite}/{step}")
}

/// `GET`, `DELETE`.
pub fn invite(invite: &Id) -> String {
    format!("/v1/invites/{invite}")
}
/// `POST`.
pub fn claim(invite: &Id) -> String {
    format!("/v1/invites/{invite}/claim")
}
/// `POST`.
pub fn hello(invite: &Id) -> String {
    format!("/v1/invites/{invite}/hello")
}
/// `GET` (phone), `POST` (page).
pub fn reveal(invite: &Id) -> String {
    format!("/v1/invites/{invite}/reveal")
}
/// `POST`.
pub fn confirm(invite: &Id) -> String {
    format!("/v1/invites/{invite}/confirm")
}
/// `DELETE`.
pub fn mailbox(mailbox: &Id) -> String {
    format!("/v1/mailboxes/{mailbox}")
}
/// `GET`, `PUT`.
pub fn roster(mailbox: &Id) -> String {
    format!("/v1/mailboxes/{mailbox}/roster")
}
/// `POST`.
pub fn acks(mailbox: &Id) -> String {
    format!("/v1/mailboxes/{mailbox}/acks")
}
/// `GET`, `PUT`.
pub fn message(mailbox: &Id, sender: &Id, device: &Id, recipient: &Id, seq: u64) -> String {
    format!("/v1/mailboxes/{mailbox}/messages/{sender}/{device}/{recipient}/{seq}")
}
/// `GET`; as [`inbox`], and where there is nothing yet it is answered when something comes, or after so many seconds.
pub fn inbox_waiting(after: Option<&Cursor>, limit: u32, seconds: u32) -> String {
    format!("{}&wait={seconds}", inbox(after, limit))
}
/// `GET`; `after` of `None` begins at the oldest.
pub fn inbox(after: Option<&Cursor>, limit: u32) -> String {
    match after {
        Some(cursor) => format!("/v1/inbox?after={cursor}&limit={limit}"),
        None => format!("/v1/inbox?limit={limit}"),
    }
}
/// `POST`.
pub fn account(account: &Id) -> String {
    format!("/v1/accounts/{account}")
}
/// `GET`, `PUT` with `If-Match`.
pub fn blob(account: &Id) -> String {
    format!("/v1/accounts/{account}/blob")
}
/// `GET`, `PUT` with `If-Match`.
pub fn state(account: &Id) -> String {
    format!("/v1/accounts/{account}/state")
}
/// `GET`.
pub fn methods(account: &Id) -> String {
    format!("/v1/accounts/{account}/methods")
}
/// `PUT`, `DELETE`.
pub fn method(account: &Id, locator: &Id) -> String {
    format!("/v1/accounts/{account}/methods/{locator}")
}
/// `PUT`.
pub fn retention(account: &Id) -> String {
    format!("/v1/accounts/{account}/retention")
}
/// `GET`, `PUT`.
pub fn keyset(account: &Id) -> String {
    format!("/v1/keysets/{account}")
}
