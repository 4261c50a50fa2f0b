//! Where phones want to be woken.

use handrail_wire::Id;
use tokio_postgres::Row;

use super::super::{StoreError, Stored, Wake, rules};
use super::conn::Conn;
use super::lock;
use super::rows::{b, bytes, value};

fn wake(row: &Row) -> Result<Wake, StoreError> {
    Ok(Wake { login: bytes(row, 0)?, account: bytes(row, 1)?, endpoint: value(row, 2)?, day: value(row, 3)? })
}

pub(super) async fn find(c: &Conn, login: Id) -> Result<Option<Wake>, StoreError> {
    let row = c.maybe("SELECT login, account, endpoint, day FROM wake WHERE login = $1", &[&b(&login)]).await?;
    row.as_ref().map(wake).transpose()
}

pub(super) async fn put(c: &Conn, new: &Wake) -> Result<Stored, StoreError> {
    lock(c, new.login).await?;
    let there = find(c, new.login).await?;
    if there.as_ref() == Some(new) {
        return Ok(Stored::Same);
    }
    c.change(
        "INSERT INTO wake (login, account, endpoint, day) VALUES ($1, $2, $3, $4)
         ON CONFLICT (login) DO UPDATE SET account = excluded.account, endpoint = excluded.endpoint, day = excluded.day",
        &[&b(&new.login), &b(&new.account), &new.endpoint, &new.day],
    )
    .await?;
    Ok(rules::stored(there.is_some()))
}

pub(super) async fn of(c: &Conn, account: Id) -> Result<Vec<Wake>, StoreError> {
    // A device that is no longer listed has no login any more.
    let rows = c
        .all(
            "SELECT wake.login, wake.account, endpoint, day FROM wake JOIN login ON login.login = wake.login
             WHERE wake.account = $1 ORDER BY wake.login",
            &[&b(&account)],
        )
        .await?;
    rows.iter().map(wake).collect()
}

pub(super) async fn forget(c: &Conn, login: Id, endpoint: Option<&[u8]>) -> Result<(), StoreError> {
    c.change(
        "DELETE FROM wake WHERE login = $1 AND ($2::BYTEA IS NULL OR endpoint = $2::BYTEA)",
        &[&b(&login), &endpoint],
    )
    .await?;
    Ok(())
}

/// Those nobody asked for since a day, and those of logins that are gone.
pub(super) async fn purge(c: &Conn, before: i64) -> Result<(), StoreError> {
    c.change("DELETE FROM wake WHERE day < $1 OR login NOT IN (SELECT login FROM login)", &[&before]).await?;
    Ok(())
}
