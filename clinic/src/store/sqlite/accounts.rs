//! Practitioners' accounts: enrolment, unlock methods, the two sealed objects, and everybody's key sets.

use handrail_wire::api::{DEFAULT_RETENTION_DAYS, Method};
use handrail_wire::{Hash, Id, Key32};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::rules::{self, Step};
use super::super::{NewAccount, Object, ObjectKind, Refused, StoreError, Stored};
use super::logins;

pub(super) fn add_enrolment(t: &Transaction<'_>, code: Hash, until_ms: i64) -> Result<(), StoreError> {
    t.prepare_cached("INSERT INTO enrolment (code, until_ms) VALUES (?1, ?2)")?.execute(params![code.0, until_ms])?;
    Ok(())
}

pub(super) fn has_enrolment(c: &Connection, code: Hash) -> Result<bool, StoreError> {
    Ok(c.prepare_cached("SELECT 1 FROM enrolment WHERE code = ?1")?.exists(params![code.0])?)
}

pub(super) fn create(t: &Transaction<'_>, new: &NewAccount, now_ms: i64) -> Result<Stored, StoreError> {
    let there: Option<[u8; 32]> = t
        .prepare_cached("SELECT request FROM account WHERE account = ?1")?
        .query_row(params![new.account.0], |row| row.get(0))
        .optional()?;
    match rules::same_or_conflict(there.as_ref().map(<[u8; 32]>::as_slice), &new.request.0) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        // Whoever has no code learns nothing about which accounts exist.
        _ if !has_enrolment(t, new.code)? => return Err(Refused::Secret.into()),
        _ => return Err(Refused::Conflict.into()),
    }
    let used = t
        .prepare_cached("DELETE FROM enrolment WHERE code = ?1 AND until_ms > ?2")?
        .execute(params![new.code.0, now_ms])?;
    if used != 1 {
        return Err(Refused::Secret.into());
    }
    logins::add(t, new.account, logins::PRACTITIONER, new.account, &new.identity)?;
    t.prepare_cached("INSERT INTO account (account, request, retention_days) VALUES (?1, ?2, ?3)")?
        .execute(params![new.account.0, new.request.0, DEFAULT_RETENTION_DAYS])?;
    for method in &new.methods {
        logins::add(t, method.locator, logins::METHOD, new.account, &method.key)?;
    }
    write_keyset(t, new.account, &new.keyset, new.highest)?;
    put_object(t, new.account, ObjectKind::Blob, 0, &new.blob)?;
    Ok(Stored::New)
}

pub(super) fn methods(c: &Connection, account: Id) -> Result<Vec<Method>, StoreError> {
    let rows = c
        .prepare_cached("SELECT login, key FROM login WHERE account = ?1 AND kind = ?2 ORDER BY login")?
        .query_map(params![account.0, logins::METHOD], |row| {
            Ok(Method { locator: Id::from(row.get::<_, [u8; 16]>(0)?), key: Key32::from(row.get::<_, [u8; 32]>(1)?) })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(rows)
}

pub(super) fn put_method(t: &Transaction<'_>, account: Id, method: &Method) -> Result<Stored, StoreError> {
    let there = methods(t, account)?;
    if there.contains(method) {
        return Ok(Stored::Same);
    }
    rules::may_add_method(there.len())?;
    // Another key under a locator there is: a conflict, whoever's it is.
    logins::add(t, method.locator, logins::METHOD, account, &method.key)?;
    Ok(Stored::New)
}

pub(super) fn delete_method(t: &Transaction<'_>, account: Id, locator: Id) -> Result<(), StoreError> {
    let there = methods(t, account)?;
    if !there.iter().any(|method| method.locator == locator) {
        return Err(Refused::NotFound.into());
    }
    rules::may_delete_method(there.len())?;
    t.prepare_cached("DELETE FROM login WHERE login = ?1 AND account = ?2 AND kind = ?3")?.execute(params![
        locator.0,
        account.0,
        logins::METHOD
    ])?;
    Ok(())
}

pub(super) fn set_retention(t: &Transaction<'_>, account: Id, days: u16) -> Result<(), StoreError> {
    let set = t
        .prepare_cached("UPDATE account SET retention_days = ?2 WHERE account = ?1")?
        .execute(params![account.0, days])?;
    if set == 1 { Ok(()) } else { Err(Refused::NotFound.into()) }
}

fn number(kind: ObjectKind) -> i64 {
    match kind {
        ObjectKind::Blob => 1,
        ObjectKind::State => 2,
    }
}

pub(super) fn object(c: &Connection, account: Id, kind: ObjectKind) -> Result<Option<Object>, StoreError> {
    let row = c
        .prepare_cached("SELECT version, bytes FROM object WHERE account = ?1 AND kind = ?2")?
        .query_row(params![account.0, number(kind)], |row| Ok(Object { version: row.get(0)?, bytes: row.get(1)? }))
        .optional()?;
    Ok(row)
}

pub(super) fn put_object(
    t: &Transaction<'_>,
    account: Id,
    kind: ObjectKind,
    if_version: i64,
    bytes: &[u8],
) -> Result<(Stored, i64), StoreError> {
    let there = object(t, account, kind)?;
    let version = there.as_ref().map_or(0, |there| there.version);
    let same = there.is_some_and(|there| there.bytes == bytes);
    match rules::object(version, if_version, same) {
        Step::Take => {}
        Step::Same => return Ok((Stored::Same, version)),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Version.into()),
    }
    let next = version.checked_add(1).ok_or(Refused::Version)?;
    t.prepare_cached(
        "INSERT INTO object (account, kind, version, bytes) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account, kind) DO UPDATE SET version = excluded.version, bytes = excluded.bytes",
    )?
    .execute(params![account.0, number(kind), next, bytes])?;
    Ok((rules::stored(version > 0), next))
}

pub(super) fn keyset(c: &Connection, account: Id) -> Result<Option<Vec<u8>>, StoreError> {
    let object = c
        .prepare_cached("SELECT object FROM keyset WHERE account = ?1")?
        .query_row(params![account.0], |row| row.get(0))
        .optional()?;
    Ok(object)
}

pub(super) fn put_keyset(t: &Transaction<'_>, account: Id, object: &[u8], highest: u32) -> Result<Stored, StoreError> {
    let there: Option<(Vec<u8>, i64)> = t
        .prepare_cached("SELECT object, highest FROM keyset WHERE account = ?1")?
        .query_row(params![account.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (bytes, current) = there.ok_or(Refused::NotFound)?;
    match rules::keyset(current, i64::from(highest), bytes == object) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Older.into()),
    }
    write_keyset(t, account, object, highest)?;
    Ok(Stored::Replaced)
}

pub(super) fn write_keyset(t: &Transaction<'_>, account: Id, object: &[u8], highest: u32) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO keyset (account, object, highest) VALUES (?1, ?2, ?3)
         ON CONFLICT (account) DO UPDATE SET object = excluded.object, highest = excluded.highest",
    )?
    .execute(params![account.0, object, highest])?;
    Ok(())
}
