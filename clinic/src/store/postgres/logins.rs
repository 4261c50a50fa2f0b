//! Who may log in, who is logging in, and who has; all of it in the database, for any replica to see.

use handrail_wire::{Hash, Id, Key32};
use tokio_postgres::Row;

use super::super::{Holder, LoginKind, Refused, StoreError};
use super::Job;
use super::conn::Conn;
use super::gather::Together;
use super::rows::{b, bytes, value};

pub(super) const PRACTITIONER: i64 = 1;
pub(super) const MAILBOX: i64 = 2;
pub(super) const METHOD: i64 = 3;
pub(super) const VAULT_DEVICE: i64 = 4;
pub(super) const VAULT_CODE: i64 = 5;

fn kind(number: i64) -> LoginKind {
    match number {
        PRACTITIONER => LoginKind::Practitioner,
        MAILBOX => LoginKind::Mailbox,
        VAULT_DEVICE => LoginKind::VaultDevice,
        VAULT_CODE => LoginKind::VaultCode,
        // The table takes no other number; the least powerful stands for it.
        _ => LoginKind::Method,
    }
}

fn number(kind: LoginKind) -> i64 {
    match kind {
        LoginKind::Practitioner => PRACTITIONER,
        LoginKind::Mailbox => MAILBOX,
        LoginKind::Method => METHOD,
        LoginKind::VaultDevice => VAULT_DEVICE,
        LoginKind::VaultCode => VAULT_CODE,
    }
}

pub(super) async fn find(c: &Conn, login: Id) -> Result<Option<(Holder, Key32)>, StoreError> {
    let Some(row) = c.maybe("SELECT kind, account, key FROM login WHERE login = $1", &[&b(&login)]).await? else {
        return Ok(None);
    };
    let holder = Holder { login, account: bytes(&row, 1)?, kind: kind(value(&row, 0)?) };
    Ok(Some((holder, bytes(&row, 2)?)))
}

/// Adds a login; an id that is one already is a conflict.
pub(super) async fn add(c: &Conn, login: Id, kind: i64, account: Id, key: &Key32) -> Result<(), StoreError> {
    let added = c
        .change(
            "INSERT INTO login (login, kind, account, key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            &[&b(&login), &kind, &b(&account), &b(key)],
        )
        .await?;
    if added == 1 { Ok(()) } else { Err(Refused::Conflict.into()) }
}

pub(super) async fn keep_challenge(c: &Conn, challenge: Hash, login: Id, until_ms: i64) -> Result<(), StoreError> {
    c.change(
        "INSERT INTO challenge (challenge, login, until_ms) VALUES ($1, $2, $3)
         ON CONFLICT (challenge) DO UPDATE SET login = excluded.login, until_ms = excluded.until_ms",
        &[&b(&challenge), &b(&login), &until_ms],
    )
    .await?;
    Ok(())
}

/// Of several replicas asked at once, one gets the row.
pub(super) async fn take_challenge(c: &Conn, challenge: Hash, login: Id, now_ms: i64) -> Result<bool, StoreError> {
    let row =
        c.maybe("DELETE FROM challenge WHERE challenge = $1 RETURNING login, until_ms", &[&b(&challenge)]).await?;
    let Some(row) = row else { return Ok(false) };
    Ok(bytes::<16>(&row, 0)? == login && now_ms < value::<i64>(&row, 1)?)
}

pub(super) async fn keep_token(c: &Conn, token: Hash, holder: Holder, until_ms: i64) -> Result<(), StoreError> {
    c.change(
        "INSERT INTO token (token, login, account, kind, until_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (token) DO NOTHING",
        &[&b(&token), &b(&holder.login), &b(&holder.account), &number(holder.kind), &until_ms],
    )
    .await?;
    Ok(())
}

/// Whose token this is, and the epoch it was asked in.
pub(super) struct TokenAsked {
    pub(super) token: Hash,
    /// When it is asked, ms since 1970 UTC.
    pub(super) now_ms: i64,
}

impl Together for TokenAsked {
    type Answer = (Option<Holder>, Id);

    fn about(&self) -> Option<Id> {
        None
    }

    fn all<'c>(c: &'c Conn, group: &'c [Self]) -> Job<'c, Vec<Result<Self::Answer, StoreError>>> {
        Box::pin(async move {
            let tokens: Vec<&[u8]> = group.iter().map(|one| b(&one.token)).collect();
            let nows: Vec<i64> = group.iter().map(|one| one.now_ms).collect();
            // The epoch comes along with every authenticated request: a replica learns at once that another accepted a restore.
            let sql = "
                SELECT epoch, login, account, kind
                FROM relay CROSS JOIN unnest($1::BYTEA[], $2::BIGINT[]) WITH ORDINALITY AS asked (hash, now_ms, place)
                LEFT JOIN token ON token = hash AND until_ms > now_ms
                ORDER BY place";
            Ok(c.all(sql, &[&tokens, &nows]).await?.iter().map(seen).collect())
        })
    }

    fn alone<'c>(&'c self, c: &'c Conn) -> Job<'c, Self::Answer> {
        Box::pin(async move {
            let sql = "SELECT epoch, login, account, kind FROM relay LEFT JOIN token ON token = $1 AND until_ms > $2";
            seen(&c.one(sql, &[&b(&self.token), &self.now_ms]).await?)
        })
    }
}

fn seen(row: &Row) -> Result<(Option<Holder>, Id), StoreError> {
    let holder = match super::rows::maybe::<16>(row, 1)? {
        Some(login) => Some(Holder { login, account: bytes(row, 2)?, kind: kind(value(row, 3)?) }),
        None => None,
    };
    Ok((holder, bytes(row, 0)?))
}

/// Ends the tokens and challenges of a login that is gone.
pub(super) async fn forget(c: &Conn, login: Id) -> Result<(), StoreError> {
    c.change("DELETE FROM token WHERE login = $1", &[&b(&login)]).await?;
    c.change("DELETE FROM challenge WHERE login = $1", &[&b(&login)]).await?;
    Ok(())
}

pub(super) async fn purge(c: &Conn, now_ms: i64) -> Result<(), StoreError> {
    c.change("DELETE FROM challenge WHERE until_ms <= $1", &[&now_ms]).await?;
    c.change("DELETE FROM token WHERE until_ms <= $1", &[&now_ms]).await?;
    Ok(())
}
