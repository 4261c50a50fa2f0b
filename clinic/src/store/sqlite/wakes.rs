//! Where phones want to be woken.

use handrail_wire::Id;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::{StoreError, Stored, Wake};
use super::rows::bytes;

pub(super) fn find(c: &Connection, login: Id) -> Result<Option<Wake>, StoreError> {
    Ok(c.prepare_cached("SELECT login, account, endpoint, day FROM wake WHERE login = ?1")?
        .query_row(params![login.0], |row| {
            Ok(Wake { login: bytes(row, 0)?, account: bytes(row, 1)?, endpoint: row.get(2)?, day: row.get(3)? })
        })
        .optional()?)
}

pub(super) fn put(t: &Transaction<'_>, new: &Wake) -> Result<Stored, StoreError> {
    let there = find(t, new.login)?;
    if there.as_ref() == Some(new) {
        return Ok(Stored::Same);
    }
    t.prepare_cached(
        "INSERT INTO wake (login, account, endpoint, day) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (login) DO UPDATE SET account = excluded.account, endpoint = excluded.endpoint, day = excluded.day",
    )?
    .execute(params![new.login.0, new.account.0, new.endpoint, new.day])?;
    Ok(super::super::rules::stored(there.is_some()))
}

pub(super) fn of(c: &Connection, account: Id) -> Result<Vec<Wake>, StoreError> {
    // A device that is no longer listed has no login any more.
    Ok(c.prepare_cached(
        "SELECT wake.login, wake.account, endpoint, day FROM wake JOIN login ON login.login = wake.login
         WHERE wake.account = ?1 ORDER BY wake.login",
    )?
    .query_map(params![account.0], |row| {
        Ok(Wake { login: bytes(row, 0)?, account: bytes(row, 1)?, endpoint: row.get(2)?, day: row.get(3)? })
    })?
    .collect::<Result<_, _>>()?)
}

pub(super) fn forget(t: &Transaction<'_>, login: Id, endpoint: Option<&[u8]>) -> Result<(), StoreError> {
    t.prepare_cached("DELETE FROM wake WHERE login = ?1 AND (?2 IS NULL OR endpoint = ?2)")?
        .execute(params![login.0, endpoint])?;
    Ok(())
}

/// Those nobody asked for since a day, and those of logins that are gone.
pub(super) fn purge(t: &Transaction<'_>, before: i64) -> Result<(), StoreError> {
    t.prepare_cached("DELETE FROM wake WHERE day < ?1 OR login NOT IN (SELECT login FROM login)")?
        .execute(params![before])?;
    Ok(())
}
