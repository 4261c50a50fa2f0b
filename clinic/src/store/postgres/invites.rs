//! Invites, from the QR code to the confirmed words.

use handrail_wire::api::InviteView;
use handrail_wire::{Hash, Id};
use tokio_postgres::Row;

use super::super::device_invites::NewDeviceInvite;
use super::super::rules::{InviteRow, Step};
use super::super::{InviteKey, NewInvite, NewMailbox, Refused, StoreError, Stored};
use super::conn::Conn;
use super::rows::{b, bytes, maybe, value};
use super::{accounts, lock, logins, mailboxes, vaults};

/// What became of a step that may destroy the invite. Destroying has to be committed, so it is no error in here.
pub(super) enum Done<T> {
    /// The step was taken.
    Kept(T),
    /// The invite is gone.
    Gone,
}

fn row(row: &Row) -> Result<InviteRow, StoreError> {
    Ok(InviteRow {
        invite: bytes(row, 0)?,
        owner: bytes(row, 1)?,
        auth: bytes(row, 2)?,
        keyset: value(row, 3)?,
        until_ms: value(row, 4)?,
        claim: maybe(row, 5)?,
        mailbox: maybe(row, 6)?,
        hello_mac: maybe(row, 7)?,
        reveal: maybe(row, 8)?.zip(maybe(row, 9)?),
        confirm_mac: maybe(row, 10)?,
        paired: value::<i64>(row, 11)? == 1,
        vault: maybe(row, 12)?,
        offer: value(row, 13)?,
        agree_mac: maybe(row, 14)?,
    })
}

pub(super) async fn find(c: &Conn, invite: Id) -> Result<Option<InviteRow>, StoreError> {
    let found = c
        .maybe(
            "SELECT invite, owner, auth, keyset, until_ms, claim, mailbox, hello_mac, nonce, reveal_mac, confirm_mac, paired,
                vault, offer, agree_mac FROM invite WHERE invite = $1",
            &[&b(&invite)],
        )
        .await?;
    found.as_ref().map(row).transpose()
}

pub(super) async fn required(c: &Conn, invite: Id) -> Result<InviteRow, StoreError> {
    Ok(find(c, invite).await?.ok_or(Refused::NotFound)?)
}

/// The invite, for a step in its order: nobody else changes it, or its mailbox, until this transaction ends.
pub(super) async fn held(c: &Conn, invite: Id) -> Result<InviteRow, StoreError> {
    lock(c, invite).await?;
    let row = required(c, invite).await?;
    let Some(mailbox) = row.mailbox else { return Ok(row) };
    // Read again: while this one waited, the first roster may have been written.
    lock(c, mailbox).await?;
    required(c, invite).await
}

/// The invites whose time is over.
pub(super) async fn ended(c: &Conn, now_ms: i64) -> Result<Vec<Id>, StoreError> {
    let rows = c.all("SELECT invite FROM invite WHERE until_ms <= $1 ORDER BY invite", &[&now_ms]).await?;
    rows.iter().map(|row| bytes(row, 0)).collect()
}

pub(super) async fn create(c: &Conn, new: &NewInvite, most: u32, now_ms: i64) -> Result<Stored, StoreError> {
    lock(c, new.owner).await?;
    if let Some(there) = find(c, new.invite).await? {
        return same_invite(&there, new.owner, None, &new.auth);
    }
    may_open(c, new.owner, most, now_ms).await?;
    let keyset = accounts::keyset(c, new.owner).await?.ok_or(Refused::NotFound)?;
    insert(c, new, &keyset, None).await
}

/// An invite of a vault, with the vault's newest list, which has to be the one that the code names.
pub(super) async fn create_for_device(
    c: &Conn,
    new: &NewDeviceInvite,
    most: u32,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    lock(c, new.device).await?;
    lock(c, new.vault).await?;
    if let Some(there) = find(c, new.invite).await? {
        return same_invite(&there, new.device, Some(new.vault), &new.auth);
    }
    may_open(c, new.device, most, now_ms).await?;
    let vault = vaults::find(c, new.vault).await?.ok_or(Refused::NotFound)?;
    if vault.list_version != new.list {
        return Err(Refused::Version.into());
    }
    let invite = NewInvite { invite: new.invite, owner: new.device, auth: new.auth, until_ms: new.until_ms };
    insert(c, &invite, &vault.list, Some(new.vault)).await
}

/// A repeated request comes a little later; the first one's end stands.
fn same_invite(there: &InviteRow, owner: Id, vault: Option<Id>, auth: &Hash) -> Result<Stored, StoreError> {
    let same = there.owner == owner && there.vault == vault && there.auth == *auth;
    if same { Ok(Stored::Same) } else { Err(Refused::Conflict.into()) }
}

async fn may_open(c: &Conn, owner: Id, most: u32, now_ms: i64) -> Result<(), StoreError> {
    let open = c
        .one("SELECT count(*) FROM invite WHERE owner = $1 AND paired = 0 AND until_ms > $2", &[&b(&owner), &now_ms])
        .await?;
    if value::<i64>(&open, 0)? >= i64::from(most) { Err(Refused::Quota.into()) } else { Ok(()) }
}

async fn insert(c: &Conn, new: &NewInvite, shown: &[u8], vault: Option<Id>) -> Result<Stored, StoreError> {
    let vault = vault.as_ref().map(b);
    let added = c
        .change(
            "INSERT INTO invite (invite, owner, auth, keyset, until_ms, vault) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            &[&b(&new.invite), &b(&new.owner), &b(&new.auth), &shown, &new.until_ms, &vault],
        )
        .await?;
    // Another owner's, made in the same moment.
    if added == 1 { Ok(Stored::New) } else { Err(Refused::Conflict.into()) }
}

/// `vault`: none for a practitioner's invite.
pub(super) async fn claim(
    c: &Conn,
    vault: Option<Id>,
    InviteKey { invite, auth, claim }: InviteKey,
    now_ms: i64,
) -> Result<Done<Vec<u8>>, StoreError> {
    let row = held(c, invite).await?.of(vault)?;
    match row.claim(&auth, claim, now_ms) {
        Step::Take => {
            c.change("UPDATE invite SET claim = $2 WHERE invite = $1", &[&b(&invite), &b(&claim)]).await?;
            Ok(Done::Kept(row.keyset))
        }
        Step::Same => Ok(Done::Kept(row.keyset)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => gone(c, &row).await,
    }
}

pub(super) async fn make_mailbox(c: &Conn, new: &NewMailbox, now_ms: i64) -> Result<Done<Stored>, StoreError> {
    let row = held(c, new.key.invite).await?.of(None)?;
    lock(c, new.mailbox).await?;
    let there = accounts::keyset(c, new.mailbox).await?;
    let same = there.is_some_and(|there| there == new.keyset);
    match row.make_mailbox(&new.key, new.mailbox, same, now_ms) {
        Step::Take => {}
        Step::Same => return Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return gone(c, &row).await,
    }
    logins::add(c, new.mailbox, logins::MAILBOX, new.mailbox, &new.identity).await?;
    accounts::write_keyset(c, new.mailbox, &new.keyset, new.highest).await?;
    c.change("INSERT INTO mailbox (mailbox) VALUES ($1)", &[&b(&new.mailbox)]).await?;
    c.change("UPDATE invite SET mailbox = $2 WHERE invite = $1", &[&b(&new.key.invite), &b(&new.mailbox)]).await?;
    Ok(Done::Kept(Stored::New))
}

pub(super) async fn hello(
    c: &Conn,
    key: &InviteKey,
    mailbox: Id,
    mac: &Hash,
    now_ms: i64,
) -> Result<Done<Stored>, StoreError> {
    let row = held(c, key.invite).await?.of(None)?;
    match row.hello(key, mailbox, mac, now_ms) {
        Step::Take => {
            c.change("UPDATE invite SET hello_mac = $2 WHERE invite = $1", &[&b(&key.invite), &b(mac)]).await?;
            Ok(Done::Kept(Stored::New))
        }
        Step::Same => Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => gone(c, &row).await,
    }
}

/// A second phone's hello.
pub(super) async fn device_hello(
    c: &Conn,
    vault: Id,
    key: &InviteKey,
    offer: &[u8],
    mac: &Hash,
    now_ms: i64,
) -> Result<Done<Stored>, StoreError> {
    let row = held(c, key.invite).await?.of(Some(vault))?;
    match row.device_hello(key, offer, mac, now_ms) {
        Step::Take => {
            c.change(
                "UPDATE invite SET hello_mac = $2, offer = $3 WHERE invite = $1",
                &[&b(&key.invite), &b(mac), &offer],
            )
            .await?;
            Ok(Done::Kept(Stored::New))
        }
        Step::Same => Ok(Done::Kept(Stored::Same)),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => gone(c, &row).await,
    }
}

/// A second phone's "same words".
pub(super) async fn agree(
    c: &Conn,
    vault: Id,
    invite: Id,
    auth: &Hash,
    mac: &Hash,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    let row = held(c, invite).await?.of(Some(vault))?;
    if plain_step(row.agree(auth, mac, now_ms))? == Stored::Same {
        return Ok(Stored::Same);
    }
    c.change("UPDATE invite SET agree_mac = $2 WHERE invite = $1", &[&b(&invite), &b(mac)]).await?;
    Ok(Stored::New)
}

pub(super) async fn view(c: &Conn, invite: Id, owner: Id, now_ms: i64) -> Result<InviteView, StoreError> {
    let row = required(c, invite).await?;
    row.owned(owner, now_ms)?;
    let keyset = match row.mailbox {
        Some(mailbox) => accounts::keyset(c, mailbox).await?,
        None => None,
    };
    Ok(row.view(keyset))
}

pub(super) async fn reveal(
    c: &Conn,
    invite: Id,
    owner: Id,
    nonce: &Hash,
    mac: &Hash,
    now_ms: i64,
) -> Result<Stored, StoreError> {
    if plain_step(held(c, invite).await?.reveal(owner, nonce, mac, now_ms))? == Stored::Same {
        return Ok(Stored::Same);
    }
    c.change("UPDATE invite SET nonce = $2, reveal_mac = $3 WHERE invite = $1", &[&b(&invite), &b(nonce), &b(mac)])
        .await?;
    Ok(Stored::New)
}

pub(super) async fn confirm(c: &Conn, invite: Id, owner: Id, mac: &Hash, now_ms: i64) -> Result<Stored, StoreError> {
    if plain_step(held(c, invite).await?.confirm(owner, mac, now_ms))? == Stored::Same {
        return Ok(Stored::Same);
    }
    c.change("UPDATE invite SET confirm_mac = $2 WHERE invite = $1", &[&b(&invite), &b(mac)]).await?;
    Ok(Stored::New)
}

fn plain_step(step: Step) -> Result<Stored, StoreError> {
    match step {
        Step::Take => Ok(Stored::New),
        Step::Same => Ok(Stored::Same),
        Step::Refuse(refused) => Err(refused.into()),
        Step::Destroy => Err(Refused::Order.into()),
    }
}

async fn gone<T>(c: &Conn, row: &InviteRow) -> Result<Done<T>, StoreError> {
    destroy(c, row).await?;
    Ok(Done::Gone)
}

/// Removes an invite, and its mailbox unless pairing was over. Answers whether a mailbox went.
pub(super) async fn destroy(c: &Conn, row: &InviteRow) -> Result<bool, StoreError> {
    let mailbox = row.takes_mailbox_along();
    if let Some(mailbox) = mailbox {
        mailboxes::delete(c, mailbox).await?;
    }
    c.change("DELETE FROM invite WHERE invite = $1", &[&b(&row.invite)]).await?;
    Ok(mailbox.is_some())
}
