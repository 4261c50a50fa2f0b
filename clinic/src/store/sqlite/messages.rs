//! Messages, their places in inboxes, and the weekly quota.

use handrail_wire::Id;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::rules::{self, QUOTA_DAYS, Sending, Step};
use super::super::{InboxPage, MessageKey, NewMessage, Refused, StoreError, Stored, StoredMessage};
use super::logins;
use super::rows::bytes;

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
    let known = sending(t, new, most_a_week)?;
    match known.message(rules::same_or_conflict(find(t, key)?.as_deref(), &new.bytes)) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Conflict.into()),
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

fn sending(c: &Connection, new: &NewMessage, most_a_week: u32) -> Result<Sending, StoreError> {
    let key = &new.key;
    let from_mailbox = key.sender == key.mailbox;
    let other = if from_mailbox { key.recipient } else { key.sender };
    Ok(c.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM login WHERE login = ?2 AND key = ?3),
                EXISTS (SELECT 1 FROM mailbox WHERE mailbox = ?1),
                EXISTS (SELECT 1 FROM reader WHERE mailbox = ?1 AND account = ?2),
                EXISTS (SELECT 1 FROM reader WHERE mailbox = ?1 AND account = ?4),
                EXISTS (SELECT 1 FROM login WHERE login = ?4 AND kind = ?5),
                (SELECT coalesce(sum(count), 0) FROM traffic WHERE mailbox = ?1 AND day > ?6)",
    )?
    .query_row(
        params![key.mailbox.0, key.sender.0, new.identity.0, other.0, logins::PRACTITIONER, new.day - QUOTA_DAYS],
        |row| {
            Ok(Sending {
                own_key: row.get(0)?,
                from_mailbox,
                to_mailbox: key.recipient == key.mailbox,
                mailbox: row.get(1)?,
                sender_reads: row.get(2)?,
                other_reads: row.get(3)?,
                other_practises: row.get(4)?,
                this_week: (row.get(5)?, i64::from(most_a_week)),
            })
        },
    )?)
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
