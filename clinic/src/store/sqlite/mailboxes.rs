//! Mailboxes and their rosters.

use handrail_wire::Id;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::rules::{self, Step};
use super::super::{NewRoster, Refused, StoreError, Stored};

pub(super) fn is_reader(c: &Connection, mailbox: Id, account: Id) -> Result<bool, StoreError> {
    Ok(c.prepare_cached("SELECT 1 FROM reader WHERE mailbox = ?1 AND account = ?2")?
        .exists(params![mailbox.0, account.0])?)
}

pub(super) fn roster(c: &Connection, mailbox: Id, caller: Id) -> Result<Vec<u8>, StoreError> {
    if caller != mailbox && !is_reader(c, mailbox, caller)? {
        // Who left has the roster that says so; strangers get the same answer as for a mailbox that is not there.
        let last = c
            .prepare_cached("SELECT roster FROM former_reader WHERE mailbox = ?1 AND account = ?2")?
            .query_row(params![mailbox.0, caller.0], |row| row.get(0))
            .optional()?;
        return Ok(last.ok_or(Refused::NotFound)?);
    }
    let roster: Option<Vec<u8>> = c
        .prepare_cached("SELECT roster FROM mailbox WHERE mailbox = ?1")?
        .query_row(params![mailbox.0], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(roster.ok_or(Refused::NotFound)?)
}

pub(super) fn put_roster(t: &Transaction<'_>, new: &NewRoster) -> Result<Stored, StoreError> {
    let there: Option<(Option<Vec<u8>>, i64)> = t
        .prepare_cached("SELECT roster, roster_epoch FROM mailbox WHERE mailbox = ?1")?
        .query_row(params![new.mailbox.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (bytes, current) = there.ok_or(Refused::NotFound)?;
    let same = bytes.is_some_and(|bytes| bytes == new.object);
    match rules::roster(current, new.epoch, same, is_confirmed(t, new.mailbox)?) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Order.into()),
    }
    t.prepare_cached("UPDATE mailbox SET roster = ?2, roster_epoch = ?3 WHERE mailbox = ?1")?.execute(params![
        new.mailbox.0,
        new.object,
        new.epoch
    ])?;
    t.prepare_cached(
        "INSERT OR REPLACE INTO former_reader (mailbox, account, roster) SELECT mailbox, account, ?2 FROM reader WHERE mailbox = ?1",
    )?
    .execute(params![new.mailbox.0, new.object])?;
    t.prepare_cached("DELETE FROM reader WHERE mailbox = ?1")?.execute(params![new.mailbox.0])?;
    for reader in &new.readers {
        t.prepare_cached("INSERT INTO reader (mailbox, account) VALUES (?1, ?2)")?
            .execute(params![new.mailbox.0, reader.0])?;
    }
    t.prepare_cached(
        "DELETE FROM former_reader WHERE mailbox = ?1 AND account IN (SELECT account FROM reader WHERE mailbox = ?1)",
    )?
    .execute(params![new.mailbox.0])?;
    // Unread copies of readers who left go at once.
    t.prepare_cached(
        "DELETE FROM message WHERE mailbox = ?1 AND recipient <> ?1
         AND recipient NOT IN (SELECT account FROM reader WHERE mailbox = ?1)",
    )?
    .execute(params![new.mailbox.0])?;
    // Pairing is over; from now on the invite cannot take the mailbox along.
    t.prepare_cached("UPDATE invite SET paired = 1 WHERE mailbox = ?1")?.execute(params![new.mailbox.0])?;
    Ok(rules::stored(current > 0))
}

fn is_confirmed(c: &Connection, mailbox: Id) -> Result<bool, StoreError> {
    Ok(c.prepare_cached("SELECT 1 FROM invite WHERE mailbox = ?1 AND confirm_mac IS NOT NULL")?
        .exists(params![mailbox.0])?)
}

pub(super) fn delete(t: &Transaction<'_>, mailbox: Id) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM message WHERE mailbox = ?1",
        "DELETE FROM reader WHERE mailbox = ?1",
        "DELETE FROM former_reader WHERE mailbox = ?1",
        "DELETE FROM traffic WHERE mailbox = ?1",
        "DELETE FROM keyset WHERE account = ?1",
        "DELETE FROM login WHERE account = ?1",
        "DELETE FROM wake WHERE account = ?1",
        "DELETE FROM invite WHERE mailbox = ?1",
    ] {
        t.prepare_cached(sql)?.execute(params![mailbox.0])?;
    }
    let gone = t.prepare_cached("DELETE FROM mailbox WHERE mailbox = ?1")?.execute(params![mailbox.0])?;
    if gone == 1 { Ok(()) } else { Err(Refused::NotFound.into()) }
}
