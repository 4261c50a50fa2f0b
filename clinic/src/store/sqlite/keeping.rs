//! What is deleted when, and what a restore does away with.

use std::time::Duration;

use handrail_wire::Id;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::super::rules::{QUOTA_DAYS, WAKE_DAYS};
use super::super::{Counts, Purged, StoreError};
use super::open::BUSY;
use super::{invites, wakes};
use crate::clock::day_of;

/// How long folding in the log waits for a reader.
const BRIEFLY: Duration = Duration::from_millis(50);

/// Deletes what is past its time; answers the mailboxes that went too.
pub(super) fn purge(t: &Transaction<'_>, now_ms: i64) -> Result<(Purged, Vec<Id>), StoreError> {
    let today = day_of(now_ms);
    let count = |changed: usize| u32::try_from(changed).unwrap_or(u32::MAX);
    let mut purged = Purged::default();
    let mut gone = Vec::new();
    for row in invites::ended(t, now_ms)? {
        purged.invites = purged.invites.saturating_add(1);
        gone.extend(invites::destroy(t, &row)?);
    }
    purged.mailboxes = count(gone.len());
    // A reader's copies: for the reader's own setting, and whole days, since only the day is known. What is addressed to
    // a mailbox has no row in `account` and stays until the phone acknowledges it.
    purged.messages = count(
        t.prepare_cached(
            "DELETE FROM message WHERE id IN (
                SELECT message.id FROM message JOIN account ON account.account = message.recipient
                WHERE message.day < ?1 - 14 AND message.day < ?1 - account.retention_days)",
        )?
        .execute(params![today])?,
    );
    purged.enrolments =
        count(t.prepare_cached("DELETE FROM enrolment WHERE until_ms <= ?1")?.execute(params![now_ms])?);
    wakes::purge(t, today - WAKE_DAYS)?;
    t.prepare_cached("DELETE FROM opened WHERE day < ?1")?.execute(params![today])?;
    t.prepare_cached("DELETE FROM traffic WHERE day <= ?1")?.execute(params![today - QUOTA_DAYS])?;
    Ok((purged, gone))
}

/// Folds the write-ahead log into the database and empties it, so that deleted bytes are gone from it too. A reader in the
/// way (a backup that is being taken) leaves it for the next time: writers must not wait for it.
pub(super) fn checkpoint(c: &Connection) -> Result<(), StoreError> {
    c.busy_timeout(BRIEFLY)?;
    let done = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    c.busy_timeout(BUSY)?;
    Ok(done?)
}

pub(super) fn counts(c: &Connection) -> Result<Counts, StoreError> {
    let count = |table: &str| c.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
    Ok(Counts {
        accounts: count("account")?,
        mailboxes: count("mailbox")?,
        messages: count("message")?,
        invites: count("invite")?,
        enrolments: count("enrolment")?,
        ..of_vaults(c)?
    })
}

/// Of vaults, which a database of the first format does not have yet: `check` looks at those too.
fn of_vaults(c: &Connection) -> Result<Counts, StoreError> {
    if !c.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'vault'")?.exists([])? {
        return Ok(Counts::default());
    }
    Ok(c.query_row(
        "SELECT (SELECT count(*) FROM vault), (SELECT count(*) FROM vault_batch), (SELECT count(*) FROM vault_snapshot),
                (SELECT coalesce(sum(bytes), 0) FROM vault)",
        [],
        |row| {
            Ok(Counts {
                vaults: row.get(0)?,
                batches: row.get(1)?,
                snapshots: row.get(2)?,
                vault_bytes: row.get(3)?,
                ..Counts::default()
            })
        },
    )?)
}

/// Gives a restored database a new epoch and does away with what must not come back to life: codes and invites that may
/// have been used since the backup, and mailboxes whose pairing never ended. Answers the count of writes.
pub(super) fn accept_restore(conn: &mut Connection, epoch: Id) -> rusqlite::Result<i64> {
    let t = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let writes = renew(&t, epoch)?;
    t.commit()?;
    Ok(writes)
}

/// The same inside a transaction.
pub(super) fn renew(t: &Transaction<'_>, epoch: Id) -> rusqlite::Result<i64> {
    t.execute_batch(
        "DELETE FROM enrolment;
         DELETE FROM keyset WHERE account IN (SELECT mailbox FROM mailbox WHERE roster_epoch = 0);
         DELETE FROM login WHERE account IN (SELECT mailbox FROM mailbox WHERE roster_epoch = 0);
         DELETE FROM mailbox WHERE roster_epoch = 0;
         DELETE FROM invite;",
    )?;
    t.query_row("UPDATE relay SET epoch = ?1, writes = writes + 1 RETURNING writes", params![epoch.0], |row| row.get(0))
}
