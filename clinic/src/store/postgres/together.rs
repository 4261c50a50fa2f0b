//! Messages that came at the same time, taken in by one transaction: each decided by itself, all made durable by one commit.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use handrail_wire::{Hash, Id};
use tokio_postgres::Row;

use super::super::news::{Came, News};
use super::super::rules::{self, QUOTA_DAYS, Step};
use super::super::{NewMessage, Refused, StoreError, Stored};
use super::conn::{Conn, Values};
use super::gather::Together;
use super::listen::Listener;
use super::rows::{b, bytes, value};
use super::{Job, lock_number, logins, messages};
use crate::random;

/// A message to be taken in.
pub(super) struct Put {
    pub(super) new: NewMessage,
    pub(super) most_a_week: u32,
    /// Who hears of it, here and on other replicas.
    pub(super) news: Arc<News>,
    pub(super) listener: Arc<OnceLock<Listener>>,
}

impl Together for Put {
    type Answer = Stored;

    fn about(&self) -> Option<Id> {
        Some(self.new.key.mailbox)
    }

    fn all<'c>(c: &'c Conn, group: &'c [Self]) -> Job<'c, Vec<Result<Stored, StoreError>>> {
        Box::pin(put(c, group))
    }

    fn alone<'c>(&'c self, c: &'c Conn) -> Job<'c, Stored> {
        Box::pin(messages::put(c, &self.new, self.most_a_week))
    }

    fn done(&self, stored: &Stored) {
        if *stored == Stored::New {
            let to = self.new.key.recipient;
            self.news.came(Came { to, by: None });
            if let Some(listener) = self.listener.get() {
                listener.tell(to);
            }
        }
    }
}

/// Waits for everybody else who decides about one of these, in the order of the numbers, so that two groups never wait for each other.
const LOCK_ALL: &str = "SELECT pg_advisory_xact_lock(number) FROM unnest($1::BIGINT[]) AS number";

/// What each decision needs; see `messages::begin`.
const KNOW_ALL: &str = "
    SELECT EXISTS (SELECT 1 FROM login WHERE login = ask.sender AND key = ask.key),
           EXISTS (SELECT 1 FROM mailbox WHERE mailbox = ask.mailbox),
           EXISTS (SELECT 1 FROM reader WHERE mailbox = ask.mailbox AND account = ask.sender),
           EXISTS (SELECT 1 FROM reader WHERE mailbox = ask.mailbox AND account = ask.other),
           EXISTS (SELECT 1 FROM login WHERE login = ask.other AND kind = $9),
           (SELECT coalesce(sum(count), 0)::BIGINT FROM traffic WHERE mailbox = ask.mailbox AND day > ask.since),
           (SELECT sha256(bytes) FROM message
            WHERE mailbox = ask.mailbox AND sender = ask.sender AND device = ask.device AND recipient = ask.recipient
              AND seq = ask.seq)
    FROM unnest($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BYTEA[], $6::BYTEA[], $7::BIGINT[], $8::BIGINT[])
        WITH ORDINALITY AS ask (mailbox, sender, key, other, device, recipient, seq, since, place)
    ORDER BY place";

/// Holds the recipients' rows to the commit: the order of numbers is the order of commits, on whatever replica. The next statement
/// sees what the last one who held them left.
const HOLD_ALL: &str = "SELECT 1 FROM login WHERE login = ANY ($1::BYTEA[]) ORDER BY login FOR NO KEY UPDATE";

const INSERT_ALL: &str = "
    WITH placed AS (
        SELECT new.*, last_number + row_number() OVER (PARTITION BY recipient ORDER BY place) AS number
        FROM unnest($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BIGINT[], $6::BIGINT[], $7::BIGINT[], $8::BYTEA[])
            WITH ORDINALITY AS new (recipient, mailbox, sender, device, seq, purpose, day, bytes, place)
        JOIN login ON login = recipient),
    numbered AS (
        UPDATE login SET last_number = highest
        FROM (SELECT recipient, max(number) AS highest FROM placed GROUP BY recipient) AS given WHERE login = recipient),
    counted AS (
        INSERT INTO traffic (mailbox, day, count) SELECT mailbox, day, 1 FROM placed
        ON CONFLICT (mailbox, day) DO UPDATE SET count = traffic.count + 1)
    INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes)
    SELECT recipient, number, mailbox, sender, device, seq, purpose, day, bytes FROM placed
    RETURNING mailbox";

const READ_ALL_BACK: &str = "
    SELECT mailbox, sha256(bytes) FROM message
    JOIN unnest($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BIGINT[]) AS new (mailbox, sender, device, recipient, seq)
        USING (mailbox, sender, device, recipient, seq)";

/// Takes messages of different mailboxes in, and answers each in its turn. An error is one of all of them: nothing was done.
async fn put(c: &Conn, all: &[Put]) -> Result<Vec<Result<Stored, StoreError>>, StoreError> {
    let hashes: Vec<Hash> = all.iter().map(|put| random::sha256(&put.new.bytes)).collect();
    let known = begin(c, all).await?;
    let steps: Vec<Step> = (all.iter().zip(&hashes).zip(&known))
        .map(|((put, hash), row)| decide(put, hash, row))
        .collect::<Result<_, _>>()?;
    let taken: Vec<&NewMessage> =
        all.iter().zip(&steps).filter(|(_, step)| matches!(step, Step::Take)).map(|(put, _)| &put.new).collect();
    let there = if taken.is_empty() {
        c.batch("ROLLBACK").await?;
        There::default()
    } else {
        commit(c, &taken).await?
    };
    Ok(all.iter().zip(hashes).zip(steps).map(|((put, hash), step)| there.answer(&put.new, &hash, step)).collect())
}

/// Begins the transaction, takes the mailboxes' locks and reads what the decisions need.
async fn begin(c: &Conn, all: &[Put]) -> Result<Vec<Row>, StoreError> {
    c.know(&[LOCK_ALL, KNOW_ALL]).await?;
    let mut locks: Vec<i64> = all.iter().map(|put| lock_number(put.new.key.mailbox)).collect();
    locks.sort_unstable();
    locks.dedup();
    let news = || all.iter().map(|put| &put.new);
    let mailboxes: Vec<&[u8]> = news().map(|new| b(&new.key.mailbox)).collect();
    let senders: Vec<&[u8]> = news().map(|new| b(&new.key.sender)).collect();
    let keys: Vec<&[u8]> = news().map(|new| b(&new.identity)).collect();
    let others: Vec<&[u8]> = news().map(|new| b(messages::other(new))).collect();
    let devices: Vec<&[u8]> = news().map(|new| b(&new.key.device)).collect();
    let recipients: Vec<&[u8]> = news().map(|new| b(&new.key.recipient)).collect();
    let seqs: Vec<i64> = news().map(|new| new.key.seq).collect();
    let since: Vec<i64> = news().map(|new| new.day - QUOTA_DAYS).collect();
    let values: Values<'_> =
        &[&mailboxes, &senders, &keys, &others, &devices, &recipients, &seqs, &since, &logins::PRACTITIONER];
    let locks: Values<'_> = &[&locks];
    // Sent together; the server reads after it has the locks.
    let (begun, locked, rows) =
        tokio::join!(biased; c.batch("BEGIN"), c.change(LOCK_ALL, locks), c.all(KNOW_ALL, values));
    begun?;
    locked?;
    rows
}

fn decide(put: &Put, hash: &Hash, row: &Row) -> Result<Step, StoreError> {
    let known = messages::known(&put.new.key, put.most_a_week, row)?;
    Ok(known.message(rules::same_or_conflict(value(row, 6)?, &hash.0)))
}

/// What the commit left of those that were taken, by mailbox.
#[derive(Default)]
struct There {
    /// Whose recipient was there to take it.
    placed: HashSet<Id>,
    /// What stands there now.
    hashes: HashMap<Id, Hash>,
}

impl There {
    fn answer(&self, new: &NewMessage, hash: &Hash, step: Step) -> Result<Stored, StoreError> {
        match step {
            Step::Same => Ok(Stored::Same),
            Step::Refuse(refused) => Err(refused.into()),
            Step::Destroy => Err(Refused::Conflict.into()),
            Step::Take if !self.placed.contains(&new.key.mailbox) => Err(Refused::NotFound.into()),
            // Read and deleted by its recipient in between: it was there.
            Step::Take if self.hashes.get(&new.key.mailbox).is_none_or(|there| there == hash) => Ok(Stored::New),
            Step::Take => Err(StoreError::ReadBack),
        }
    }
}

/// Writes them, commits and looks at what the commit left: sent together, done by the server one after the other.
async fn commit(c: &Conn, taken: &[&NewMessage]) -> Result<There, StoreError> {
    c.know(&[HOLD_ALL, INSERT_ALL, READ_ALL_BACK]).await?;
    let recipients: Vec<&[u8]> = taken.iter().map(|new| b(&new.key.recipient)).collect();
    let mailboxes: Vec<&[u8]> = taken.iter().map(|new| b(&new.key.mailbox)).collect();
    let senders: Vec<&[u8]> = taken.iter().map(|new| b(&new.key.sender)).collect();
    let devices: Vec<&[u8]> = taken.iter().map(|new| b(&new.key.device)).collect();
    let seqs: Vec<i64> = taken.iter().map(|new| new.key.seq).collect();
    let purposes: Vec<i64> = taken.iter().map(|new| i64::from(new.purpose)).collect();
    let days: Vec<i64> = taken.iter().map(|new| new.day).collect();
    let bodies: Vec<&[u8]> = taken.iter().map(|new| new.bytes.as_slice()).collect();
    let values: Values<'_> = &[&recipients, &mailboxes, &senders, &devices, &seqs, &purposes, &days, &bodies];
    let back: Values<'_> = &[&mailboxes, &senders, &devices, &recipients, &seqs];
    let held: Values<'_> = &[&recipients];
    let (held, placed, committed, there) = tokio::join!(biased;
        c.change(HOLD_ALL, held), c.all(INSERT_ALL, values), c.batch("COMMIT"), c.all(READ_ALL_BACK, back));
    // A statement that did not work makes the commit a rollback; its own error is the one to tell.
    held?;
    let placed = placed?;
    committed?;
    Ok(There {
        placed: placed.iter().map(|row| bytes(row, 0)).collect::<Result<_, _>>()?,
        hashes: there?.iter().map(|row| Ok((bytes(row, 0)?, bytes(row, 1)?))).collect::<Result<_, StoreError>>()?,
    })
}
