//! The keys of a mailbox, out of the store and into the types that use them.

use rusqlite::{Connection, OptionalExtension as _, params};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::ids::Id;
use crate::seal::keys::{SigningKey, SubkeySecret};

/// The identity that signs in a mailbox, and this phone's device there.
pub(crate) fn identity_key(c: &Connection, mailbox: Id) -> Result<(SigningKey, Id)> {
    let (seed, device) = c
        .prepare_cached("SELECT identity, device FROM mailbox WHERE id = ?1")?
        .query_row([mailbox], |r| Ok((r.get::<_, [u8; 32]>(0).map(Zeroizing::new)?, r.get(1)?)))
        .optional()?
        .ok_or(Error::NotFound("mailbox"))?;
    let key = SigningKey::from_seed(&seed).map_err(|_| Error::Damaged("an identity"))?;
    Ok((key, device))
}

/// The secrets that mail coming down may be sealed to, the newest first.
pub(crate) fn subkeys(c: &Connection, mailbox: Id) -> Result<Vec<SubkeySecret>> {
    let mut q = c.prepare_cached("SELECT seed FROM subkey WHERE mailbox = ?1 ORDER BY number DESC")?;
    let seeds = q.query_map([mailbox], |r| r.get::<_, [u8; 32]>(0).map(Zeroizing::new))?;
    let mut keys = Vec::new();
    for seed in seeds {
        keys.push(SubkeySecret::from_seed(&*seed?).map_err(|_| Error::Damaged("a subkey"))?);
    }
    Ok(keys)
}

/// The pinned identity of a reader who has not left.
pub(crate) fn pinned(c: &Connection, mailbox: Id, account: Id) -> Result<Option<[u8; 32]>> {
    Ok(c.prepare_cached("SELECT identity FROM reader WHERE mailbox = ?1 AND account = ?2 AND left_ms IS NULL")?
        .query_row(params![mailbox, account], |r| r.get(0))
        .optional()?)
}

/// The account of a reader who has not left, by their identity.
pub(crate) fn account_of(c: &Connection, mailbox: Id, identity: &[u8; 32]) -> Result<Option<Id>> {
    Ok(c.prepare_cached("SELECT account FROM reader WHERE mailbox = ?1 AND identity = ?2 AND left_ms IS NULL")?
        .query_row(params![mailbox, identity], |r| r.get(0))
        .optional()?)
}
