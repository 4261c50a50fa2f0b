//! Invites, from the QR code to the confirmed words.

use handrail_wire::api::InviteView;
use handrail_wire::{Hash, Id};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::super::device_invites::NewDeviceInvite;
use super::super::rules::{InviteRow, Step};
use super::super::{InviteKey, NewInvite, NewMailbox, Refused, StoreError, Stored};
use super::rows::{bytes, maybe};
use super::{accounts, logins, mailboxes, vaults};

/// What became of a step that may destroy the invite. Destroying has to be committed, so it is no error in here.
pub(super) enum Done<T> {
    /// The step was taken.
    Kept(T),
    /// The invite is gone, and with it this mailbox.
    Gone(Option<Id>),
}

const COLUMNS: &str =
    "invite, owner, auth, keyset, until_ms, claim, mailbox, hello_mac, nonce, reveal_mac, confirm_mac,
    paired, vault, offer, agree_mac";

fn row(row: &Row<'_>) -> rusqlite::Result<InviteRow> {
    Ok(InviteRow {
        invite: bytes(row, 0)?,
        owner: bytes(row, 1)?,
        auth: bytes(row, 2)?,
        keyset: row.get(3)?,
        until_ms: row.get(4)?,
        claim: maybe(row, 5)?,
        mailbox: maybe(row, 6)?,
        hello_mac: maybe(row, 7)?,
        reveal: maybe(row, 8)?.zip(maybe(row, 9)?),
        confirm_mac: maybe(row, 10)?,
        paired: row.get(11)?,
        vault: maybe(row, 12)?,
        offer: row.get(13)?,
        agree_mac: maybe(row, 14)?,
    })
}

pub(super) fn find(c: &Connection, invite: Id) -> Result<Option<InviteRow>, StoreError> {
    let found = c
        .prepare_cached(&format!("SELECT {COLUMNS} FROM invite WHERE invite = ?1"))?
        .query_row(params![invite.0], row)
        .optional()?;
    Ok(found)
}

pub(super) fn required(c: &Connection, invite: Id) -> Result<InviteRow, StoreError> {
    Ok(find(c, invite)?.ok_or(Refused::NotFound)?)
}

/// The invites whose time is over.
pub(super) fn ended(c: &Connection, now_ms: i64) -> Result<Vec<InviteRow>, StoreError> {
    let rows = c
        .prepare_cached(&format!("SELECT {COLUMNS} FROM invite WHERE until_ms <= ?1 ORDER BY until_ms"))?
        .query_map(params![now_ms], row)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rows)
}

pub(super) fn create(t: &Transaction<'_>, new: &NewInvite, most: u32, now_ms: i64) -> Result<Stored, StoreError> {
    if let Some(there) = find(t, new.invite)? {
        return same_invite(&there, new.owner, None, &new.auth);
    }
    may_open(t, new.owner, most, now_ms)?;
    let keyset = accounts::keyset(t, new.owner)?.ok_or(Refused::NotFound)?;
    t.prepare_cached("INSERT INTO invite (invite, owner, auth, keyset, until_ms) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![new.invite.0, new.owner.0, new.auth.0, keyset, new.until_ms])?;
    Ok(Stored::New)
}

/// An invite of a vault, with the vault's newest list, which has to be the one that the code names.
pub(super) fn create_for_device(
    t: &Transaction<'_>,
    new: &NewDeviceInvite,
    most: u32,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    if let Some(there) = find(t, new.invite)? {
        return same_invite(&there, new.device, Some(new.vault), &new.auth);
    }
    may_open(t, new.device, most, now_ms)?;
    let vault = vaults::find(t, new.vault)?.ok_or(Refused::NotFound)?;
    if vault.list_version != new.list {
        return Err(Refused::Version.into());
    }
    t.prepare_cached(
        "INSERT INTO invite (invite, owner, auth, keyset, until_ms, vault) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![new.invite.0, new.device.0, new.auth.0, vault.list, new.until_ms, new.vault.0])?;
    Ok(Stored::New)
}

/// A repeated request comes a little later; the first one's end stands.
fn same_invite(there: &InviteRow, owner: Id, vault: Option<Id>, auth: &Hash) -> Result<Stored, StoreError> {
    let same = there.owner == owner && there.vault == vault && there.auth == *auth;
    if same { Ok(Stored::Same) } else { Err(Refused::Conflict.into()) }
}

fn may_open(t: &Transaction<'_>, owner: Id, most: u32, now_ms: i64) -> Result<(), StoreError> {
    let open: i64 = t
        .prepare_cached("SELECT count(*) FROM invite WHERE owner = ?1 AND paired = 0 AND until_ms > ?2")?
        .query_row(params![owner.0, now_ms], |row| row.get(0))?;
    if open >= i64::from(most) { Err(Refused::Quota.into()) } else { Ok(()) }
}

/// `vault`: none for a practitioner's invite.
pub(super) fn claim(
    t: &Transaction<'_>,
    vault: Option<Id>,
    InviteKey { invite, auth, claim }: InviteKey,
    now_ms: i64,
) -> Result<Done<Vec<u8>>, StoreError> {
    let row = required(t, invite)?.of(vault)?;
    match row.claim(&auth, claim, now_ms) {
        Step::Take => {
            t.prepare_cached("UPDATE invite SET claim = ?2 WHERE invite = ?1")?.execute(params![invite.0, claim.0])?;
            Ok(Done::Kept(row.keyset))
        }
        Step::Same => Ok(Done::Kept(row.keyset)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => Ok(Done::Gone(destroy(t, &row)?)),
    }
}

pub(super) fn make_mailbox(t: &Transaction<'_>, new: &NewMailbox, now_ms: i64) -> Result<Done<Stored>, StoreError> {
    let row = required(t, new.key.invite)?.of(None)?;
    let there = accounts::keyset(t, new.mailbox)?;
    let same = there.is_some_and(|there| there == new.keyset);
    match row.make_mailbox(&new.key, new.mailbox, same, now_ms) {
        Step::Take => {}
        Step::Same => return Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Ok(Done::Gone(destroy(t, &row)?)),
    }
    logins::add(t, new.mailbox, logins::MAILBOX, new.mailbox, &new.identity)?;
    accounts::write_keyset(t, new.mailbox, &new.keyset, new.highest)?;
    t.prepare_cached("INSERT INTO mailbox (mailbox) VALUES (?1)")?.execute(params![new.mailbox.0])?;
    t.prepare_cached("UPDATE invite SET mailbox = ?2 WHERE invite = ?1")?
        .execute(params![new.key.invite.0, new.mailbox.0])?;
    Ok(Done::Kept(Stored::New))
}

pub(super) fn hello(
    t: &Transaction<'_>,
    key: &InviteKey,
    mailbox: Id,
    mac: &Hash,
    now_ms: i64,
) -> Result<Done<Stored>, StoreError> {
    let row = required(t, key.invite)?.of(None)?;
    match row.hello(key, mailbox, mac, now_ms) {
        Step::Take => {
            t.prepare_cached("UPDATE invite SET hello_mac = ?2 WHERE invite = ?1")?
                .execute(params![key.invite.0, mac.0])?;
            Ok(Done::Kept(Stored::New))
        }
        Step::Same => Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => Ok(Done::Gone(destroy(t, &row)?)),
    }
}

/// A second phone's hello.
pub(super) fn device_hello(
    t: &Transaction<'_>,
    vault: Id,
    key: &InviteKey,
    offer: &[u8],
    mac: &Hash,
    now_ms: i64,
) -> Result<Done<Stored>, StoreError> {
    let row = required(t, key.invite)?.of(Some(vault))?;
    match row.device_hello(key, offer, mac, now_ms) {
        Step::Take => {
            t.prepare_cached("UPDATE invite SET hello_mac = ?2, offer = ?3 WHERE invite = ?1")?.execute(params![
                key.invite.0,
                mac.0,
                offer
            ])?;
            Ok(Done::Kept(Stored::New))
        }
        Step::Same => Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => Ok(Done::Gone(destroy(t, &row)?)),
    }
}

/// A second phone's "same words".
pub(super) fn agree(
    t: &Transaction<'_>,
    vault: Id,
    invite: Id,
    auth: &Hash,
    mac: &Hash,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    let step = required(t, invite)?.of(Some(vault))?.agree(auth, mac, now_ms);
    plain_step(step, || {
        t.prepare_cached("UPDATE invite SET agree_mac = ?2 WHERE invite = ?1")?.execute(params![invite.0, mac.0])
    })
}

pub(super) fn view(c: &Connection, invite: Id, owner: Id, now_ms: i64) -> Result<InviteView, StoreError> {
    let row = required(c, invite)?;
    row.owned(owner, now_ms)?;
    let keyset = match row.mailbox {
        Some(mailbox) => accounts::keyset(c, mailbox)?,
        None => None,
    };
    Ok(row.view(keyset))
}

pub(super) fn reveal(
    t: &Transaction<'_>,
    invite: Id,
    owner: Id,
    nonce: &Hash,
    mac: &Hash,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    let step = required(t, invite)?.reveal(owner, nonce, mac, now_ms);
    plain_step(step, || {
        t.prepare_cached("UPDATE invite SET nonce = ?2, reveal_mac = ?3 WHERE invite = ?1")?
            .execute(params![invite.0, nonce.0, mac.0])
    })
}

pub(super) fn confirm(
    t: &Transaction<'_>,
    invite: Id,
    owner: Id,
    mac: &Hash,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    let step = required(t, invite)?.confirm(owner, mac, now_ms);
    plain_step(step, || {
        t.prepare_cached("UPDATE invite SET confirm_mac = ?2 WHERE invite = ?1")?.execute(params![invite.0, mac.0])
    })
}

fn plain_step(step: Step, take: impl FnOnce() -> rusqlite::Result<usize>) -> Result<Stored, StoreError> {
    match step {
        Step::Take => {
            take()?;
            Ok(Stored::New)
        }
        Step::Same => Ok(Stored::Same),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => Err(Refused::Order.into()),
    }
}

/// Removes an invite, and its mailbox unless pairing was over. Answers the mailbox that went.
pub(super) fn destroy(t: &Transaction<'_>, row: &InviteRow) -> Result<Option<Id>, StoreError> {
    let mailbox = row.takes_mailbox_along();
    if let Some(mailbox) = mailbox {
        mailboxes::delete(t, mailbox)?;
    }
    t.prepare_cached("DELETE FROM invite WHERE invite = ?1")?.execute(params![row.invite.0])?;
    Ok(mailbox)
}
