//! With whom I share, kept for the day the phone is lost.
//!
//! Keys of a care relationship belong to one phone and do not travel. One copy of them goes with the backup, sealed to
//! the recovery code and to nothing else: no other phone of the vault can open it, and whoever finds the code has the
//! vault anyway. A restored phone reads with it what the readers' pages still have to say, above all how far the backup
//! had come when they last opened a review; it never sends with it. Sharing begins anew at the next meeting, with new
//! keys and the four words (`docs/adr/0029-a-restored-phone-pairs-again.md`).
//!
//! The copy is a setting, because settings travel and the later one wins; the archive leaves it out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::derive;
use handrail_wire::vault::devices::DeviceList;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::former::FORMER;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::seal::keys::SubkeySecret;
use crate::seal::message::{open_bound, seal_bound};
use crate::settings::{self, SHARED_WITH};
use crate::store::Write;

const LABEL: &str = "handrail/v1/vault-shared-with";

/// One care relationship, as it is sealed. Binary fields are base64url.
#[derive(Serialize, Deserialize)]
struct Shared {
    version: u32,
    origin: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
    identity: Zeroizing<String>,
    /// Number and seed of each.
    subkeys: Vec<(u32, Zeroizing<String>)>,
    readers: Vec<SharedReader>,
}

#[derive(Serialize, Deserialize)]
struct SharedReader {
    account: Id,
    name: String,
    identity: String,
    since_ms: i64,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok())
}

/// Before a backup goes out: every care relationship that is new, or changed, is sealed anew, and one that ended is
/// taken out. Without a backup nothing is written.
pub(crate) fn keep_for_restore(w: &Write<'_>) -> Result<()> {
    let vault: Option<(Id, Vec<u8>)> = w
        .tx()
        .prepare_cached("SELECT id, list FROM vault")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((vault, list)) = vault else { return Ok(()) };
    let to = DeviceList::kept(&list).map_err(|_| Error::Damaged("the vault"))?.recovery.sealing;
    for mailbox in ids(w.tx(), "SELECT id FROM mailbox WHERE state = 'open' ORDER BY id")? {
        let plain = Zeroizing::new(serde_json::to_vec(&read(w.tx(), mailbox)?).map_err(|_| Error::Internal("json"))?);
        let print = derive::sha256_of(&[&plain, to.as_bytes()]);
        let kept: Option<[u8; 32]> = w
            .tx()
            .prepare_cached("SELECT print FROM vault_shared WHERE mailbox = ?1")?
            .query_row([mailbox], |r| r.get(0))
            .optional()?;
        if kept == Some(print) {
            continue;
        }
        let sealed = seal_bound(LABEL, &bound(vault, mailbox), to.as_bytes(), &plain, w.randomness())
            .map_err(|_| Error::Internal("sealing"))?;
        settings::put_named(w, &name(mailbox), &text(&sealed))?;
        w.tx()
            .execute("INSERT OR REPLACE INTO vault_shared (mailbox, print) VALUES (?1, ?2)", params![mailbox, print])?;
    }
    let over = "SELECT mailbox FROM vault_shared WHERE mailbox NOT IN (SELECT id FROM mailbox WHERE state = 'open')";
    for mailbox in ids(w.tx(), over)? {
        take_out(w, mailbox)?;
    }
    Ok(())
}

/// The relationship ended: its copy goes out of the backup.
pub(super) fn take_out(w: &Write<'_>, mailbox: Id) -> Result<()> {
    settings::put_named(w, &name(mailbox), "")?;
    w.tx().execute("DELETE FROM vault_shared WHERE mailbox = ?1", [mailbox])?;
    Ok(())
}

/// On a phone that was restored with the code: the relationships of the lost one are here again, to be read and not to
/// be sent with. What does not open was sealed to an earlier code, and is left where it is.
pub(crate) fn bring_back(w: &Write<'_>, code: &SubkeySecret) -> Result<()> {
    let vault: Id = w.tx().query_row("SELECT id FROM vault", [], |r| r.get(0))?;
    let found: Vec<(String, String)> = {
        let mut q = w.tx().prepare_cached("SELECT name, value FROM setting WHERE name LIKE ?1 || '%'")?;
        let rows = q.query_map([SHARED_WITH], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<std::result::Result<_, _>>()?
    };
    for (name, value) in found {
        let mailbox = name.strip_prefix(SHARED_WITH).and_then(|id| Id::parse("mailbox", id).ok());
        let sealed = serde_json::from_str::<String>(&value).ok().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let (Some(mailbox), Some(sealed)) = (mailbox, sealed) else { continue };
        let Some(plain) = open_bound(LABEL, &bound(vault, mailbox), &sealed, code).map(Zeroizing::new) else {
            continue;
        };
        // One of a newer version says things that this one would drop.
        let Some(shared) = serde_json::from_slice::<Shared>(&plain).ok().filter(|s| s.version == 1) else { continue };
        write(w, mailbox, &shared)?;
    }
    Ok(())
}

/// Whether this is one that [`bring_back`] would write.
#[cfg(feature = "parsers")]
pub(crate) fn reads(plain: &[u8]) -> bool {
    serde_json::from_slice::<Shared>(plain).is_ok_and(|shared| shared.version == 1)
}

fn bound(vault: Id, mailbox: Id) -> Vec<u8> {
    [*vault.as_bytes(), *mailbox.as_bytes()].concat()
}

fn name(mailbox: Id) -> String {
    format!("{SHARED_WITH}{mailbox}")
}

fn ids(c: &Connection, sql: &str) -> Result<Vec<Id>> {
    let mut q = c.prepare_cached(sql)?;
    let rows = q.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

fn read(c: &Connection, mailbox: Id) -> Result<Shared> {
    let (origin, certificate, identity) = c
        .prepare_cached("SELECT origin, certificate, identity FROM mailbox WHERE id = ?1")?
        .query_row([mailbox], |r| {
            Ok((r.get(0)?, r.get::<_, Option<[u8; 32]>>(1)?, r.get::<_, [u8; 32]>(2).map(Zeroizing::new)?))
        })?;
    let mut q = c.prepare_cached("SELECT number, seed FROM subkey WHERE mailbox = ?1 ORDER BY number")?;
    let subkeys = q.query_map([mailbox], |r| {
        let seed: Zeroizing<[u8; 32]> = r.get(1).map(Zeroizing::new)?;
        Ok((r.get(0)?, Zeroizing::new(text(seed.as_slice()))))
    })?;
    let mut q = c.prepare_cached(
        "SELECT account, name, identity, since_ms FROM reader WHERE mailbox = ?1 AND left_ms IS NULL ORDER BY since_ms, account",
    )?;
    let readers = q.query_map([mailbox], |r| {
        let identity: [u8; 32] = r.get(2)?;
        Ok(SharedReader { account: r.get(0)?, name: r.get(1)?, identity: text(&identity), since_ms: r.get(3)? })
    })?;
    Ok(Shared {
        version: 1,
        origin,
        certificate: certificate.map(|hash| text(&hash)),
        identity: Zeroizing::new(text(identity.as_slice())),
        subkeys: subkeys.collect::<std::result::Result<_, _>>()?,
        readers: readers.collect::<std::result::Result<_, _>>()?,
    })
}

fn write(w: &Write<'_>, mailbox: Id, shared: &Shared) -> Result<()> {
    let damaged = || Error::Damaged("a reader in the backup");
    let identity = Zeroizing::new(bytes::<32>(&shared.identity).ok_or_else(damaged)?);
    let certificate = shared.certificate.as_deref().map(|text| bytes::<32>(text).ok_or_else(damaged)).transpose()?;
    let new = w.tx().execute(
        "INSERT OR IGNORE INTO mailbox (id, origin, certificate, device, identity, state, roster, roster_sent, keyset, keyset_sent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, x'', 1, x'', 1)",
        params![mailbox, shared.origin, certificate, w.new_id()?, identity.as_slice(), FORMER],
    )?;
    if new == 0 {
        return Ok(());
    }
    for (number, seed) in &shared.subkeys {
        let seed = Zeroizing::new(bytes::<32>(seed).ok_or_else(damaged)?);
        w.tx().execute(
            "INSERT INTO subkey (mailbox, number, seed) VALUES (?1, ?2, ?3)",
            params![mailbox, number, seed.as_slice()],
        )?;
    }
    for reader in &shared.readers {
        let identity = bytes::<32>(&reader.identity).ok_or_else(damaged)?;
        w.tx().execute(
            "INSERT INTO reader (mailbox, account, name, identity, keyset, highest, since_ms) VALUES (?1, ?2, ?3, ?4, x'', 0, ?5)",
            params![mailbox, reader.account, reader.name, identity, reader.since_ms],
        )?;
    }
    Ok(())
}
