//! Who may log in (in the database), and who is logging in or has (in memory, hashed).

use std::collections::HashMap;

use handrail_wire::{Hash, Id, Key32};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::{Holder, LoginKind, Refused, StoreError};

pub(super) const PRACTITIONER: i64 = 1;
pub(super) const MAILBOX: i64 = 2;
pub(super) const METHOD: i64 = 3;
pub(super) const VAULT_DEVICE: i64 = 4;
pub(super) const VAULT_CODE: i64 = 5;

/// Most challenges, and most tokens, in memory at once (about 10 MB). Beyond it those past their time go; if none is, all
/// go and everybody logs in again.
const MOST: usize = 100_000;

/// Finds a login.
pub(super) fn find(c: &Connection, login: Id) -> Result<Option<(Holder, Key32)>, StoreError> {
    let row = c
        .prepare_cached("SELECT kind, account, key FROM login WHERE login = ?1")?
        .query_row(params![login.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 16]>(1)?, row.get::<_, [u8; 32]>(2)?))
        })
        .optional()?;
    Ok(row.map(|(kind, account, key)| {
        let kind = match kind {
            PRACTITIONER => LoginKind::Practitioner,
            MAILBOX => LoginKind::Mailbox,
            VAULT_DEVICE => LoginKind::VaultDevice,
            VAULT_CODE => LoginKind::VaultCode,
            // The table takes no other number; the least powerful stands for it.
            _ => LoginKind::Method,
        };
        (Holder { login, account: Id::from(account), kind }, Key32::from(key))
    }))
}

/// Adds a login; an id that is one already is a conflict.
pub(super) fn add(t: &Transaction<'_>, login: Id, kind: i64, account: Id, key: &Key32) -> Result<(), StoreError> {
    let added = t
        .prepare_cached("INSERT INTO login (login, kind, account, key) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
        .execute(params![login.0, kind, account.0, key.0])?;
    if added == 1 { Ok(()) } else { Err(Refused::Conflict.into()) }
}

/// Challenges given and tokens issued, by hash.
#[derive(Default)]
pub(super) struct Logins {
    challenges: HashMap<Hash, (Id, i64)>,
    tokens: HashMap<Hash, (Holder, i64)>,
}

impl Logins {
    pub(super) fn keep_challenge(&mut self, challenge: Hash, login: Id, until_ms: i64, now_ms: i64) {
        make_room(&mut self.challenges, now_ms, |(_, until)| *until);
        self.challenges.insert(challenge, (login, until_ms));
    }

    pub(super) fn take_challenge(&mut self, challenge: &Hash, login: Id, now_ms: i64) -> bool {
        self.challenges.remove(challenge).is_some_and(|(given, until_ms)| given == login && now_ms < until_ms)
    }

    pub(super) fn keep_token(&mut self, token: Hash, holder: Holder, until_ms: i64, now_ms: i64) {
        make_room(&mut self.tokens, now_ms, |(_, until)| *until);
        self.tokens.insert(token, (holder, until_ms));
    }

    pub(super) fn token(&self, token: &Hash, now_ms: i64) -> Option<Holder> {
        self.tokens.get(token).filter(|(_, until_ms)| now_ms < *until_ms).map(|(holder, _)| *holder)
    }

    /// Ends the tokens of a login that is gone.
    pub(super) fn forget(&mut self, login: Id) {
        self.tokens.retain(|_, (holder, _)| holder.login != login);
        self.challenges.retain(|_, (given, _)| *given != login);
    }

    pub(super) fn purge(&mut self, now_ms: i64) {
        self.challenges.retain(|_, (_, until_ms)| now_ms < *until_ms);
        self.tokens.retain(|_, (_, until_ms)| now_ms < *until_ms);
    }
}

fn make_room<V>(map: &mut HashMap<Hash, V>, now_ms: i64, until: impl Fn(&V) -> i64) {
    if map.len() >= MOST {
        map.retain(|_, value| now_ms < until(value));
        if map.len() >= MOST {
            map.clear();
        }
    }
}
