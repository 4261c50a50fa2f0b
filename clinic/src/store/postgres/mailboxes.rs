//! Mailboxes and their rosters.

use handrail_wire::Id;

use super::super::rules::{self, Step};
use super::super::{NewRoster, Refused, StoreError, Stored};
use super::conn::Conn;
use super::rows::{b, value};
use super::{lock, logins};

pub(super) async fn is_reader(c: &Conn, mailbox: Id, account: Id) -> Result<bool, StoreError> {
    c.exists("SELECT 1 FROM reader WHERE mailbox = $1 AND account = $2", &[&b(&mailbox), &b(&account)]).await
}

pub(super) async fn roster(c: &Conn, mailbox: Id, caller: Id) -> Result<Vec<u8>, StoreError> {
    if caller != mailbox && !is_reader(c, mailbox, caller).await? {
        // Who left has the roster that says so; strangers get the same answer as for a mailbox that is not there.
        let sql = "SELECT roster FROM former_reader WHERE mailbox = $1 AND account = $2";
        let row = c.maybe(sql, &[&b(&mailbox), &b(&caller)]).await?;
        return value(&row.ok_or(Refused::NotFound)?, 0);
    }
    let row = c.maybe("SELECT roster FROM mailbox WHERE mailbox = $1", &[&b(&mailbox)]).await?;
    let roster: Option<Vec<u8>> = row.map(|row| value(&row, 0)).transpose()?.flatten();
    Ok(roster.ok_or(Refused::NotFound)?)
}

pub(super) async fn put_roster(c: &Conn, new: &NewRoster) -> Result<Stored, StoreError> {
    let mailbox = b(&new.mailbox);
    lock(c, new.mailbox).await?;
    let row = c.maybe("SELECT roster, roster_epoch FROM mailbox WHERE mailbox = $1", &[&mailbox]).await?;
    let row = row.ok_or(Refused::NotFound)?;
    let current = value(&row, 1)?;
    let same = value::<Option<&[u8]>>(&row, 0)?.is_some_and(|bytes| bytes == new.object);
    match rules::roster(current, new.epoch, same, is_confirmed(c, new.mailbox).await?) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Order.into()),
    }
    c.change(
        "UPDATE mailbox SET roster = $2, roster_epoch = $3 WHERE mailbox = $1",
        &[&mailbox, &new.object, &new.epoch],
    )
    .await?;
    c.change(
        "INSERT INTO former_reader (mailbox, account, roster) SELECT mailbox, account, $2 FROM reader WHERE mailbox = $1
         ON CONFLICT (mailbox, account) DO UPDATE SET roster = excluded.roster",
        &[&mailbox, &new.object],
    )
    .await?;
    c.change("DELETE FROM reader WHERE mailbox = $1", &[&mailbox]).await?;
    for reader in &new.readers {
        c.change("INSERT INTO reader (mailbox, account) VALUES ($1, $2)", &[&mailbox, &b(reader)]).await?;
    }
    c.change(
        "DELETE FROM former_reader WHERE mailbox = $1 AND account IN (SELECT account FROM reader WHERE mailbox = $1)",
        &[&mailbox],
    )
    .await?;
    // Unread copies of readers who left go at once.
    c.change(
        "DELETE FROM message WHERE mailbox = $1 AND recipient <> $1
         AND recipient NOT IN (SELECT account FROM reader WHERE mailbox = $1)",
        &[&mailbox],
    )
    .await?;
    // Pairing is over; from now on the invite cannot take the mailbox along.
    c.change("UPDATE invite SET paired = 1 WHERE mailbox = $1", &[&mailbox]).await?;
    Ok(rules::stored(current > 0))
}

async fn is_confirmed(c: &Conn, mailbox: Id) -> Result<bool, StoreError> {
    c.exists("SELECT 1 FROM invite WHERE mailbox = $1 AND confirm_mac IS NOT NULL LIMIT 1", &[&b(&mailbox)]).await
}

/// Removes a mailbox with everything in it, its logins and its tokens. The caller holds its lock.
pub(super) async fn delete(c: &Conn, mailbox: Id) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM message WHERE mailbox = $1",
        "DELETE FROM reader WHERE mailbox = $1",
        "DELETE FROM former_reader WHERE mailbox = $1",
        "DELETE FROM traffic WHERE mailbox = $1",
        "DELETE FROM keyset WHERE account = $1",
        "DELETE FROM login WHERE account = $1",
        "DELETE FROM wake WHERE account = $1",
        "DELETE FROM invite WHERE mailbox = $1",
    ] {
        c.change(sql, &[&b(&mailbox)]).await?;
    }
    logins::forget(c, mailbox).await?;
    let gone = c.change("DELETE FROM mailbox WHERE mailbox = $1", &[&b(&mailbox)]).await?;
    if gone == 1 { Ok(()) } else { Err(Refused::NotFound.into()) }
}

pub(super) async fn remove(c: &Conn, mailbox: Id) -> Result<(), StoreError> {
    lock(c, mailbox).await?;
    delete(c, mailbox).await
}
