//! Messages, their places in inboxes, and the weekly quota.

use handrail_wire::Id;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::rules::{self, QUOTA_DAYS, Step};
use super::super::{InboxPage, LoginKind, MessageKey, NewMessage, Refused, StoreError, Stored, StoredMessage};
use super::rows::bytes;
use super::{logins, mailboxes};

pub(super) fn find(c: &Connection, key: &MessageKey) -> Result<Option<Vec<u8>>, StoreError> {
    let found = c
        .prepare_cached(
            "SELECT bytes FROM message
             WHERE mailbox = ?1 AND sender = ?2 AND device = ?3 AND recipient = ?4 AND seq = ?5",
        )?
        .query_row(params![key.mailbox.0, key.sender.0, key.device.0, key.recipient.0, key.seq], |row| row.get(0))
        .optional()?;
    Ok(found)
}

pub(super) fn put(t: &Transaction<'_>, new: &NewMessage, most_a_week: u32) -> Result<Stored, StoreError> {
    let key = &new.key;
    between(t, key)?;
    match rules::same_or_conflict(find(t, key)?.as_deref(), &new.bytes) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Conflict.into()),
    }
    let this_week: i64 = t
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM traffic WHERE mailbox = ?1 AND day > ?2")?
        .query_row(params![key.mailbox.0, new.day - QUOTA_DAYS], |row| row.get(0))?;
    if this_week >= i64::from(most_a_week) {
        return Err(Refused::Quota.into());
    }
    t.prepare_cached(
        "INSERT INTO traffic (mailbox, day, count) VALUES (?1, ?2, 1)
         ON CONFLICT (mailbox, day) DO UPDATE SET count = count + 1",
    )?
    .execute(params![key.mailbox.0, new.day])?;
    // The number is taken in this transaction and there is one writer: the order of numbers is the order of commits.
    let number: i64 = t
        .prepare_cached("UPDATE login SET last_number = last_number + 1 WHERE login = ?1 RETURNING last_number")?
        .query_row(params![key.recipient.0], |row| row.get(0))?;
    t.prepare_cached(
        "INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        key.recipient.0,
        number,
        key.mailbox.0,
        key.sender.0,
        key.device.0,
        key.seq,
        new.purpose,
        new.day,
        new.bytes
    ])?;
    Ok(Stored::New)
}

/// Messages go between the mailbox and a reader in its roster, in either direction.
fn between(c: &Connection, key: &MessageKey) -> Result<(), StoreError> {
    let related = key.sender == key.mailbox || mailboxes::is_reader(c, key.mailbox, key.sender)?;
    // A sender who has nothing to do with it gets the same answer as for a mailbox that is not there.
    if !related || !mailboxes::exists(c, key.mailbox)? {
        return Err(Refused::NotFound.into());
    }
    let other = if key.sender == key.mailbox { key.recipient } else { key.sender };
    let fits = (key.sender == key.mailbox) != (key.recipient == key.mailbox);
    if !fits || !mailboxes::is_reader(c, key.mailbox, other)? {
        return Err(Refused::Forbidden.into());
    }
    // A roster may name anybody; only a practitioner here has an inbox for it.
    match logins::find(c, other)? {
        Some((holder, _)) if holder.kind == LoginKind::Practitioner => Ok(()),
        _ => Err(Refused::Forbidden.into()),
    }
}

pub(super) fn inbox(c: &Connection, account: Id, after: i64, limit: u32) -> Result<InboxPage, StoreError> {
    let last: i64 = c
        .prepare_cached("SELECT last_number FROM login WHERE login = ?1")?
        .query_row(params![account.0], |row| row.get(0))
        .optional()?
        .ok_or(Refused::NotFound)?;
    if after > last {
        // A number this database never gave: it was restored and nobody said so. Going on would skip messages.
        return Err(Refused::CursorAhead.into());
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut messages = c
        .prepare_cached(
            "SELECT number, mailbox, sender, device, recipient, seq, purpose, day, bytes FROM message
             WHERE recipient = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        )?
        .query_map(params![account.0, after, i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)], |row| {
            Ok(StoredMessage {
                number: row.get(0)?,
                key: MessageKey {
                    mailbox: bytes(row, 1)?,
                    sender: bytes(row, 2)?,
                    device: bytes(row, 3)?,
                    recipient: bytes(row, 4)?,
                    seq: row.get(5)?,
                },
                purpose: row.get(6)?,
                day: row.get(7)?,
                bytes: row.get(8)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let more = messages.len() > limit;
    messages.truncate(limit);
    Ok(InboxPage { messages, more })
}

pub(super) fn acknowledge(t: &Transaction<'_>, mailbox: Id, recipient: Id, numbers: &[i64]) -> Result<u32, StoreError> {
    let mut statement =
        t.prepare_cached("DELETE FROM message WHERE recipient = ?1 AND number = ?2 AND mailbox = ?3")?;
    let mut deleted = 0_u32;
    for number in numbers {
        let gone = statement.execute(params![recipient.0, number, mailbox.0])?;
        deleted = deleted.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
    }
    Ok(deleted)
}
