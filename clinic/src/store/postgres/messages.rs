//! Messages, their places in inboxes, and the weekly quota.

use handrail_wire::Id;
use tokio_postgres::Row;

use super::super::rules::{self, QUOTA_DAYS, Step};
use super::super::{InboxPage, LoginKind, MessageKey, NewMessage, Refused, StoreError, Stored, StoredMessage};
use super::conn::Conn;
use super::rows::{b, bytes, value};
use super::{lock, logins, mailboxes};

pub(super) async fn find(c: &Conn, key: &MessageKey) -> Result<Option<Vec<u8>>, StoreError> {
    let row = c
        .maybe(
            "SELECT bytes FROM message
             WHERE mailbox = $1 AND sender = $2 AND device = $3 AND recipient = $4 AND seq = $5",
            &[&b(&key.mailbox), &b(&key.sender), &b(&key.device), &b(&key.recipient), &key.seq],
        )
        .await?;
    row.map(|row| value(&row, 0)).transpose()
}

pub(super) async fn put(c: &Conn, new: &NewMessage, most_a_week: u32) -> Result<Stored, StoreError> {
    let key = &new.key;
    lock(c, key.mailbox).await?;
    between(c, key).await?;
    match rules::same_or_conflict(find(c, key).await?.as_deref(), &new.bytes) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Conflict.into()),
    }
    let this_week = c
        .one(
            "SELECT coalesce(sum(count), 0)::BIGINT FROM traffic WHERE mailbox = $1 AND day > $2",
            &[&b(&key.mailbox), &(new.day - QUOTA_DAYS)],
        )
        .await?;
    if value::<i64>(&this_week, 0)? >= i64::from(most_a_week) {
        return Err(Refused::Quota.into());
    }
    c.change(
        "INSERT INTO traffic (mailbox, day, count) VALUES ($1, $2, 1)
         ON CONFLICT (mailbox, day) DO UPDATE SET count = traffic.count + 1",
        &[&b(&key.mailbox), &new.day],
    )
    .await?;
    // The recipient's row is held from here to the commit: the order of numbers is the order of commits, on whatever
    // replica. It is the last lock taken, and held for one insert.
    let stored = c
        .change(
            "WITH next AS (UPDATE login SET last_number = last_number + 1 WHERE login = $1 RETURNING last_number)
             INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes)
             SELECT $1, last_number, $2, $3, $4, $5, $6, $7, $8 FROM next",
            &[
                &b(&key.recipient),
                &b(&key.mailbox),
                &b(&key.sender),
                &b(&key.device),
                &key.seq,
                &i64::from(new.purpose),
                &new.day,
                &new.bytes,
            ],
        )
        .await?;
    if stored == 1 { Ok(Stored::New) } else { Err(Refused::NotFound.into()) }
}

/// Messages go between the mailbox and a reader in its roster, in either direction.
async fn between(c: &Conn, key: &MessageKey) -> Result<(), StoreError> {
    let related = key.sender == key.mailbox || mailboxes::is_reader(c, key.mailbox, key.sender).await?;
    // A sender who has nothing to do with it gets the same answer as for a mailbox that is not there.
    if !related || !mailboxes::exists(c, key.mailbox).await? {
        return Err(Refused::NotFound.into());
    }
    let other = if key.sender == key.mailbox { key.recipient } else { key.sender };
    let fits = (key.sender == key.mailbox) != (key.recipient == key.mailbox);
    if !fits || !mailboxes::is_reader(c, key.mailbox, other).await? {
        return Err(Refused::Forbidden.into());
    }
    // A roster may name anybody; only a practitioner here has an inbox for it.
    match logins::find(c, other).await? {
        Some((holder, _)) if holder.kind == LoginKind::Practitioner => Ok(()),
        _ => Err(Refused::Forbidden.into()),
    }
}

pub(super) async fn inbox(c: &Conn, account: Id, after: i64, limit: u32) -> Result<InboxPage, StoreError> {
    let row = c.maybe("SELECT last_number FROM login WHERE login = $1", &[&b(&account)]).await?;
    if after > value::<i64>(&row.ok_or(Refused::NotFound)?, 0)? {
        // A number this database never gave: it was restored and nobody said so. Going on would skip messages.
        return Err(Refused::CursorAhead.into());
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let rows = c
        .all(
            "SELECT number, mailbox, sender, device, recipient, seq, purpose, day, bytes FROM message
             WHERE recipient = $1 AND number > $2 ORDER BY number LIMIT $3",
            &[&b(&account), &after, &one_more],
        )
        .await?;
    let more = rows.len() > limit;
    let messages = rows.iter().take(limit).map(stored).collect::<Result<_, _>>()?;
    Ok(InboxPage { messages, more })
}

fn stored(row: &Row) -> Result<StoredMessage, StoreError> {
    Ok(StoredMessage {
        number: value(row, 0)?,
        key: MessageKey {
            mailbox: bytes(row, 1)?,
            sender: bytes(row, 2)?,
            device: bytes(row, 3)?,
            recipient: bytes(row, 4)?,
            seq: value(row, 5)?,
        },
        purpose: u8::try_from(value::<i64>(row, 6)?)
            .map_err(|_| StoreError::Engine("a row of another shape".into()))?,
        day: value(row, 7)?,
        bytes: value(row, 8)?,
    })
}

pub(super) async fn acknowledge(c: &Conn, mailbox: Id, recipient: Id, numbers: &[i64]) -> Result<u32, StoreError> {
    let gone = c
        .change(
            "DELETE FROM message WHERE recipient = $1 AND number = ANY ($2) AND mailbox = $3",
            &[&b(&recipient), &numbers, &b(&mailbox)],
        )
        .await?;
    Ok(u32::try_from(gone).unwrap_or(u32::MAX))
}
