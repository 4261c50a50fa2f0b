//! Messages, their places in inboxes, and the weekly quota.

use handrail_wire::Id;
use tokio_postgres::Row;

use super::super::rules::{self, QUOTA_DAYS, Sending, Step};
use super::super::{InboxPage, MessageKey, NewMessage, Refused, StoreError, Stored, StoredMessage};
use super::conn::{Conn, Values};
use super::rows::{b, bytes, value};
use super::{lock, logins};
use crate::random;

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

/// Takes a message in, in a transaction of its own and two exchanges with the server: what there is to know, and, once that
/// is decided, everything that follows, the look at what the commit left included.
pub(super) async fn put(c: &Conn, new: &NewMessage, most_a_week: u32) -> Result<Stored, StoreError> {
    let key = &new.key;
    let hash = random::sha256(&new.bytes);
    let (known, there) = begin(c, new, most_a_week).await?;
    match known.message(rules::same_or_conflict(there.as_deref(), &hash.0)) {
        Step::Take => {}
        Step::Same => {
            c.batch("ROLLBACK").await?;
            return Ok(Stored::Same);
        }
        Step::Refuse(refused) => {
            c.batch("ROLLBACK").await?;
            return Err(refused.into());
        }
        Step::Destroy => return Err(Refused::Conflict.into()),
    }
    // The recipient's row is held from here to the commit: the order of numbers is the order of commits, on whatever
    // replica. It is the last lock taken but for the mailbox's own count, which its lock guards already.
    let insert = "
        WITH next AS (UPDATE login SET last_number = last_number + 1 WHERE login = $1 RETURNING last_number),
        counted AS (
            INSERT INTO traffic (mailbox, day, count) SELECT $2, $7, 1 FROM next
            ON CONFLICT (mailbox, day) DO UPDATE SET count = traffic.count + 1)
        INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes)
        SELECT $1, last_number, $2, $3, $4, $5, $6, $7, $8 FROM next";
    c.know(&[insert, READ_BACK]).await?;
    let (recipient, mailbox, sender, device) = (b(&key.recipient), b(&key.mailbox), b(&key.sender), b(&key.device));
    let purpose = i64::from(new.purpose);
    let values: Values<'_> = &[&recipient, &mailbox, &sender, &device, &key.seq, &purpose, &new.day, &new.bytes];
    let back: Values<'_> = &[&mailbox, &sender, &device, &recipient, &key.seq];
    // Sent together, done by the server one after the other.
    let (stored, committed, there) =
        tokio::join!(biased; c.change(insert, values), c.batch("COMMIT"), c.maybe(READ_BACK, back));
    // A statement that did not work makes the commit a rollback; its own error is the one to tell.
    let stored = stored?;
    committed?;
    if stored != 1 {
        return Err(Refused::NotFound.into());
    }
    // Read and deleted by its recipient in between: it was there.
    let same = there?.map(|row| bytes::<32>(&row, 0)).transpose()?.is_none_or(|there| there == hash);
    if same { Ok(Stored::New) } else { Err(StoreError::ReadBack) }
}

const READ_BACK: &str = "SELECT sha256(bytes) FROM message
    WHERE mailbox = $1 AND sender = $2 AND device = $3 AND recipient = $4 AND seq = $5";

/// Begins the transaction, takes the mailbox's lock and reads what the decision needs; also the hash of what stands there.
async fn begin(c: &Conn, new: &NewMessage, most_a_week: u32) -> Result<(Sending, Option<Vec<u8>>), StoreError> {
    let key = &new.key;
    let other = other(new);
    let ask = "
        SELECT EXISTS (SELECT 1 FROM login WHERE login = $2 AND key = $3),
               EXISTS (SELECT 1 FROM mailbox WHERE mailbox = $1),
               EXISTS (SELECT 1 FROM reader WHERE mailbox = $1 AND account = $2),
               EXISTS (SELECT 1 FROM reader WHERE mailbox = $1 AND account = $4),
               EXISTS (SELECT 1 FROM login WHERE login = $4 AND kind = $5),
               (SELECT coalesce(sum(count), 0)::BIGINT FROM traffic WHERE mailbox = $1 AND day > $6),
               (SELECT sha256(bytes) FROM message
                WHERE mailbox = $1 AND sender = $2 AND device = $7 AND recipient = $8 AND seq = $9)";
    c.know(&[ask, super::LOCK]).await?;
    let (mailbox, sender, identity, device) = (b(&key.mailbox), b(&key.sender), b(&new.identity), b(&key.device));
    let (other, recipient, since) = (b(other), b(&key.recipient), new.day - QUOTA_DAYS);
    let values: Values<'_> =
        &[&mailbox, &sender, &identity, &other, &logins::PRACTITIONER, &since, &device, &recipient, &key.seq];
    // Sent together; the server reads after it has the lock.
    let (begun, locked, row) = tokio::join!(biased; c.batch("BEGIN"), lock(c, key.mailbox), c.one(ask, values));
    begun?;
    locked?;
    let row = row?;
    Ok((known(key, most_a_week, &row)?, value(&row, 6)?))
}

/// The one at the mailbox's other end.
pub(super) fn other(new: &NewMessage) -> &Id {
    if new.key.sender == new.key.mailbox { &new.key.recipient } else { &new.key.sender }
}

/// What a row says that has the answers of [`begin`] in its first six columns.
pub(super) fn known(key: &MessageKey, most_a_week: u32, row: &Row) -> Result<Sending, StoreError> {
    Ok(Sending {
        own_key: value(row, 0)?,
        from_mailbox: key.sender == key.mailbox,
        to_mailbox: key.recipient == key.mailbox,
        mailbox: value(row, 1)?,
        sender_reads: value(row, 2)?,
        other_reads: value(row, 3)?,
        other_practises: value(row, 4)?,
        this_week: (value(row, 5)?, i64::from(most_a_week)),
    })
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
