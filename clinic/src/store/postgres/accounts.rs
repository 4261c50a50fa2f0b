//! Practitioners' accounts: enrolment, unlock methods, the two sealed objects, and everybody's key sets.

use handrail_wire::api::{DEFAULT_RETENTION_DAYS, Method};
use handrail_wire::{Hash, Id};

use super::super::rules::{self, Step};
use super::super::{NewAccount, Object, ObjectKind, Refused, StoreError, Stored};
use super::conn::Conn;
use super::rows::{b, bytes, value};
use super::{lock, logins};

pub(super) async fn add_enrolment(c: &Conn, code: Hash, until_ms: i64) -> Result<(), StoreError> {
    c.change("INSERT INTO enrolment (code, until_ms) VALUES ($1, $2)", &[&b(&code), &until_ms]).await?;
    Ok(())
}

pub(super) async fn has_enrolment(c: &Conn, code: Hash) -> Result<bool, StoreError> {
    c.exists("SELECT 1 FROM enrolment WHERE code = $1", &[&b(&code)]).await
}

pub(super) async fn create(c: &Conn, new: &NewAccount, now_ms: i64) -> Result<Stored, StoreError> {
    lock(c, new.account).await?;
    let there = c.maybe("SELECT request FROM account WHERE account = $1", &[&b(&new.account)]).await?;
    let there = there.as_ref().map(|row| value::<&[u8]>(row, 0)).transpose()?;
    match rules::same_or_conflict(there, &new.request.0) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        // Whoever has no code learns nothing about which accounts exist.
        _ if !has_enrolment(c, new.code).await? => return Err(Refused::Secret.into()),
        _ => return Err(Refused::Conflict.into()),
    }
    let used = c.change("DELETE FROM enrolment WHERE code = $1 AND until_ms > $2", &[&b(&new.code), &now_ms]).await?;
    if used != 1 {
        return Err(Refused::Secret.into());
    }
    logins::add(c, new.account, logins::PRACTITIONER, new.account, &new.identity).await?;
    c.change(
        "INSERT INTO account (account, request, retention_days) VALUES ($1, $2, $3)",
        &[&b(&new.account), &b(&new.request), &i64::from(DEFAULT_RETENTION_DAYS)],
    )
    .await?;
    for method in &new.methods {
        logins::add(c, method.locator, logins::METHOD, new.account, &method.key).await?;
    }
    write_keyset(c, new.account, &new.keyset, new.highest).await?;
    put_object(c, new.account, ObjectKind::Blob, 0, &new.blob).await?;
    Ok(Stored::New)
}

pub(super) async fn methods(c: &Conn, account: Id) -> Result<Vec<Method>, StoreError> {
    c.all(
        "SELECT login, key FROM login WHERE account = $1 AND kind = $2 ORDER BY login",
        &[&b(&account), &logins::METHOD],
    )
    .await?
    .iter()
    .map(|row| Ok(Method { locator: bytes(row, 0)?, key: bytes(row, 1)? }))
    .collect()
}

pub(super) async fn put_method(c: &Conn, account: Id, method: &Method) -> Result<Stored, StoreError> {
    lock(c, account).await?;
    let there = methods(c, account).await?;
    if there.contains(method) {
        return Ok(Stored::Same);
    }
    rules::may_add_method(there.len())?;
    // Another key under a locator there is: a conflict, whoever's it is.
    logins::add(c, method.locator, logins::METHOD, account, &method.key).await?;
    Ok(Stored::New)
}

pub(super) async fn delete_method(c: &Conn, account: Id, locator: Id) -> Result<(), StoreError> {
    lock(c, account).await?;
    let there = methods(c, account).await?;
    if !there.iter().any(|method| method.locator == locator) {
        return Err(Refused::NotFound.into());
    }
    rules::may_delete_method(there.len())?;
    c.change(
        "DELETE FROM login WHERE login = $1 AND account = $2 AND kind = $3",
        &[&b(&locator), &b(&account), &logins::METHOD],
    )
    .await?;
    logins::forget(c, locator).await
}

pub(super) async fn set_retention(c: &Conn, account: Id, days: u16) -> Result<(), StoreError> {
    let set = c
        .change("UPDATE account SET retention_days = $2 WHERE account = $1", &[&b(&account), &i64::from(days)])
        .await?;
    if set == 1 { Ok(()) } else { Err(Refused::NotFound.into()) }
}

fn number(kind: ObjectKind) -> i64 {
    match kind {
        ObjectKind::Blob => 1,
        ObjectKind::State => 2,
    }
}

pub(super) async fn object(c: &Conn, account: Id, kind: ObjectKind) -> Result<Option<Object>, StoreError> {
    c.maybe("SELECT version, bytes FROM object WHERE account = $1 AND kind = $2", &[&b(&account), &number(kind)])
        .await?
        .map(|row| Ok(Object { version: value(&row, 0)?, bytes: value(&row, 1)? }))
        .transpose()
}

pub(super) async fn put_object(
    c: &Conn,
    account: Id,
    kind: ObjectKind,
    if_version: i64,
    new: &[u8],
) -> Result<(Stored, i64), StoreError> {
    lock(c, account).await?;
    let there = object(c, account, kind).await?;
    let version = there.as_ref().map_or(0, |there| there.version);
    let same = there.is_some_and(|there| there.bytes == new);
    match rules::object(version, if_version, same) {
        Step::Take => {}
        Step::Same => return Ok((Stored::Same, version)),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Version.into()),
    }
    let next = version.checked_add(1).ok_or(Refused::Version)?;
    c.change(
        "INSERT INTO object (account, kind, version, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, kind) DO UPDATE SET version = excluded.version, bytes = excluded.bytes",
        &[&b(&account), &number(kind), &next, &new],
    )
    .await?;
    Ok((rules::stored(version > 0), next))
}

pub(super) async fn keyset(c: &Conn, account: Id) -> Result<Option<Vec<u8>>, StoreError> {
    let row = c.maybe("SELECT object FROM keyset WHERE account = $1", &[&b(&account)]).await?;
    row.map(|row| value(&row, 0)).transpose()
}

pub(super) async fn put_keyset(c: &Conn, account: Id, object: &[u8], highest: u32) -> Result<Stored, StoreError> {
    lock(c, account).await?;
    let row = c.maybe("SELECT object, highest FROM keyset WHERE account = $1", &[&b(&account)]).await?;
    let row = row.ok_or(Refused::NotFound)?;
    match rules::keyset(value(&row, 1)?, i64::from(highest), value::<&[u8]>(&row, 0)? == object) {
        Step::Take => {}
        Step::Same => return Ok(Stored::Same),
        Step::Refuse(refused) => return Err(refused.into()),
        Step::Destroy => return Err(Refused::Older.into()),
    }
    write_keyset(c, account, object, highest).await?;
    Ok(Stored::Replaced)
}

pub(super) async fn write_keyset(c: &Conn, account: Id, object: &[u8], highest: u32) -> Result<(), StoreError> {
    c.change(
        "INSERT INTO keyset (account, object, highest) VALUES ($1, $2, $3)
         ON CONFLICT (account) DO UPDATE SET object = excluded.object, highest = excluded.highest",
        &[&b(&account), &object, &i64::from(highest)],
    )
    .await?;
    Ok(())
}
