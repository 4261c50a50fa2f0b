//! What is deleted when, and what a restore does away with.

use handrail_wire::Id;

use super::super::rules::{QUOTA_DAYS, WAKE_DAYS};
use super::super::{Counts, Purged, StoreError};
use super::conn::Conn;
use super::invites;
use super::logins;
use super::rows::{b, value};
use super::wakes;
use crate::clock::day_of;

/// Deletes what is past its time. One replica does it at a time; another one that comes along waits and finds less to do.
pub(super) async fn purge(c: &Conn, now_ms: i64) -> Result<Purged, StoreError> {
    c.change("SELECT pg_advisory_xact_lock($1)", &[&super::open::PURGING]).await?;
    let today = day_of(now_ms);
    let count = |changed: u64| u32::try_from(changed).unwrap_or(u32::MAX);
    let mut purged = Purged::default();
    for invite in invites::ended(c, now_ms).await? {
        let row = match invites::held(c, invite).await {
            Ok(row) => row,
            // Destroyed by its own people since it was listed.
            Err(StoreError::Refused(_)) => continue,
            Err(error) => return Err(error),
        };
        purged.invites = purged.invites.saturating_add(1);
        purged.mailboxes = purged.mailboxes.saturating_add(u32::from(invites::destroy(c, &row).await?));
    }
    // A reader's copies: for the reader's own setting, and whole days, since only the day is known. What is addressed to
    // a mailbox has no row in `account` and stays until the phone acknowledges it.
    purged.messages = count(
        c.change(
            "DELETE FROM message USING account WHERE account.account = message.recipient
             AND message.day < $1::BIGINT - 14 AND message.day < $1::BIGINT - account.retention_days",
            &[&today],
        )
        .await?,
    );
    purged.enrolments = count(c.change("DELETE FROM enrolment WHERE until_ms <= $1", &[&now_ms]).await?);
    wakes::purge(c, today - WAKE_DAYS).await?;
    c.change("DELETE FROM opened WHERE day < $1", &[&today]).await?;
    c.change("DELETE FROM traffic WHERE day <= $1", &[&(today - QUOTA_DAYS)]).await?;
    logins::purge(c, now_ms).await?;
    Ok(purged)
}

pub(super) async fn counts(c: &Conn) -> Result<Counts, StoreError> {
    let row = c
        .one(
            "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM mailbox), (SELECT count(*) FROM message),
                    (SELECT count(*) FROM invite), (SELECT count(*) FROM enrolment)",
            &[],
        )
        .await?;
    Ok(Counts {
        accounts: value(&row, 0)?,
        mailboxes: value(&row, 1)?,
        messages: value(&row, 2)?,
        invites: value(&row, 3)?,
        enrolments: value(&row, 4)?,
        ..of_vaults(c).await?
    })
}

/// Of vaults, which a database of the first format does not have yet: `check` looks at those too.
async fn of_vaults(c: &Conn) -> Result<Counts, StoreError> {
    if !value::<bool>(&c.one("SELECT to_regclass('vault') IS NOT NULL", &[]).await?, 0)? {
        return Ok(Counts::default());
    }
    let row = c
        .one(
            "SELECT (SELECT count(*) FROM vault), (SELECT count(*) FROM vault_batch), (SELECT count(*) FROM vault_snapshot),
                    (SELECT coalesce(sum(bytes), 0)::BIGINT FROM vault)",
            &[],
        )
        .await?;
    Ok(Counts {
        vaults: value(&row, 0)?,
        batches: value(&row, 1)?,
        snapshots: value(&row, 2)?,
        vault_bytes: value(&row, 3)?,
        ..Counts::default()
    })
}

/// Gives a restored database a new epoch and does away with what must not come back to life: codes and invites that may
/// have been used since the backup, mailboxes whose pairing never ended, and every token.
pub(super) async fn accept_restore(c: &Conn, epoch: Id) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM enrolment",
        "DELETE FROM keyset WHERE account IN (SELECT mailbox FROM mailbox WHERE roster_epoch = 0)",
        "DELETE FROM login WHERE account IN (SELECT mailbox FROM mailbox WHERE roster_epoch = 0)",
        "DELETE FROM mailbox WHERE roster_epoch = 0",
        "DELETE FROM invite",
        "DELETE FROM challenge",
        "DELETE FROM token",
    ] {
        c.change(sql, &[]).await?;
    }
    c.change("UPDATE relay SET epoch = $1", &[&b(&epoch)]).await?;
    Ok(())
}
