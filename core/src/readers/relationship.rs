//! A care relationship in the store: kept when pairing is done, changed when a reader is removed.

use handrail_wire::derive::sha256;
use handrail_wire::keyset::KeySet;
use handrail_wire::roster::{MAX_EPOCH, Roster, RosterReader};
use handrail_wire::{B32, Hash, Key32};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::former::paired_again;
use super::keys::identity_key;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::{Change, Changes, What, Write};
use crate::sync::Relationship;

/// The concept under which changes of readers are told.
pub const READER: &str = "reader";

impl Handrail {
    /// Keeps what pairing gave, all of it in one transaction: afterwards "You share with NAME" is true.
    /// Keeping the same one again changes nothing.
    pub fn keep_relationship(&self, paired: &Relationship) -> Result<Changes> {
        let mut new = false;
        let mut changes = self.write(|w| {
            new = keep(w, paired)?;
            Ok(())
        })?;
        if new {
            let reader =
                |r: &crate::sync::Reader| Change { concept: READER, id: r.account.into(), what: What::Created };
            changes.records.extend(paired.readers.iter().map(reader));
        }
        Ok(changes)
    }

    /// Removes a reader. From here on nothing is sealed for them, what waits for them is not sent, and the
    /// next sync gives the relay a roster without them, which deletes what they have not fetched. What they
    /// read they have read: the screen says so.
    ///
    /// # Errors
    /// [`Error::NotFound`] if they are no reader of this care relationship.
    pub fn remove_reader(&self, mailbox: Id, account: Id) -> Result<Changes> {
        let mut changes = self.write(|w| remove(w, mailbox, account))?;
        changes.records.push(Change { concept: READER, id: account, what: What::Removed });
        Ok(changes)
    }
}

fn keep(w: &Write<'_>, paired: &Relationship) -> Result<bool> {
    let mailbox = Id::from(paired.mailbox);
    let there: bool =
        w.tx().query_row("SELECT EXISTS (SELECT 1 FROM mailbox WHERE id = ?1)", [mailbox], |r| r.get(0))?;
    if there {
        return Ok(false);
    }
    // Somebody who read elsewhere and is paired anew reads here from now on: nobody gets a packet twice.
    for reader in &paired.readers {
        let account = Id::from(reader.account);
        paired_again(w, account)?;
        let elsewhere: Vec<Id> = {
            let mut q = w.tx().prepare(
                "SELECT r.mailbox FROM reader r JOIN mailbox m ON m.id = r.mailbox
                  WHERE r.account = ?1 AND r.left_ms IS NULL AND m.state = 'open' ORDER BY r.mailbox",
            )?;
            let rows = q.query_map([account], |r| r.get(0))?;
            rows.collect::<Result<_, _>>()?
        };
        elsewhere.into_iter().try_for_each(|other| remove(w, other, account))?;
    }
    w.tx().execute(
        "INSERT INTO mailbox (id, origin, certificate, device, identity, roster_epoch, roster, keyset, keyset_sent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
        params![
            mailbox,
            paired.origin.as_str(),
            paired.certificate.map(|hash| hash.0),
            Id::from(paired.device),
            paired.identity_seed.as_slice(),
            i64::try_from(paired.roster_epoch).map_err(|_| Error::invalid("roster_epoch", Reason::Malformed))?,
            paired.roster,
            // The pairing itself brought it to the relay.
            paired.keyset,
        ],
    )?;
    for subkey in &paired.subkeys {
        w.tx().execute(
            "INSERT INTO subkey (mailbox, number, seed) VALUES (?1, ?2, ?3)",
            params![mailbox, subkey.number, subkey.seed.as_slice()],
        )?;
    }
    for reader in &paired.readers {
        w.tx().execute(
            "INSERT INTO reader (mailbox, account, name, identity, keyset, highest, since_ms, keyset_fetched_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            params![
                mailbox,
                Id::from(reader.account),
                reader.name,
                reader.identity.0,
                reader.keyset,
                reader.highest,
                w.now().instant_ms,
            ],
        )?;
    }
    Ok(true)
}

pub(super) fn remove(w: &Write<'_>, mailbox: Id, account: Id) -> Result<()> {
    let gone = w.tx().execute(
        "UPDATE reader SET left_ms = ?3 WHERE mailbox = ?1 AND account = ?2 AND left_ms IS NULL",
        params![mailbox, account, w.now().instant_ms],
    )?;
    if gone == 0 {
        return Err(Error::NotFound(READER));
    }
    w.tx().execute(
        "UPDATE outbox SET state = 2 WHERE mailbox = ?1 AND recipient = ?2 AND state = 0",
        params![mailbox, account],
    )?;
    next_roster(w, mailbox)
}

/// Signs the roster of whoever reads now, one epoch on. The exchange sends it before anything else.
pub(super) fn next_roster(w: &Write<'_>, mailbox: Id) -> Result<()> {
    let epoch = epoch(w.tx(), mailbox)?.checked_add(1).filter(|e| *e <= MAX_EPOCH);
    keep_roster(w, mailbox, epoch.ok_or(Error::Damaged("a roster epoch"))?)
}

/// The relay holds a roster of ours with a higher epoch than this phone knows: the store came from an earlier time. What it
/// knows of its readers is signed above that, for pages take nothing lower.
pub(crate) fn roster_above(w: &Write<'_>, mailbox: Id, seen: u64) -> Result<()> {
    let above = seen.checked_add(1).filter(|e| *e <= MAX_EPOCH && seen >= epoch(w.tx(), mailbox).unwrap_or(MAX_EPOCH));
    keep_roster(w, mailbox, above.ok_or(Error::Damaged("a roster epoch"))?)
}

/// The epoch of the newest roster of this phone.
pub(crate) fn epoch(c: &Connection, mailbox: Id) -> Result<u64> {
    let epoch: i64 = c
        .query_row("SELECT roster_epoch FROM mailbox WHERE id = ?1", [mailbox], |r| r.get(0))
        .optional()?
        .ok_or(Error::NotFound("mailbox"))?;
    u64::try_from(epoch).map_err(|_| Error::Damaged("a roster epoch"))
}

fn keep_roster(w: &Write<'_>, mailbox: Id, epoch: u64) -> Result<()> {
    let roster = roster_of(w.tx(), mailbox, epoch)?;
    let epoch = i64::try_from(epoch).map_err(|_| Error::Internal("epoch"))?;
    w.tx().execute(
        "UPDATE mailbox SET roster_epoch = ?2, roster = ?3, roster_sent = 0 WHERE id = ?1",
        params![mailbox, epoch, roster],
    )?;
    Ok(())
}

/// A reader as the roster needs them: account, identity, key set, nonce, and whether that is told.
type InRoster = (Id, [u8; 32], Vec<u8>, Option<[u8; 32]>, bool);

/// A signed roster of whoever reads now, under an epoch.
pub(crate) fn roster_of(c: &Connection, mailbox: Id, epoch: u64) -> Result<Vec<u8>> {
    let mut q = c.prepare_cached(
        "SELECT account, identity, keyset, nonce, their_nonce IS NOT NULL FROM reader
          WHERE mailbox = ?1 AND left_ms IS NULL ORDER BY since_ms, account",
    )?;
    let rows = q.query_map([mailbox], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
    let mut readers = Vec::new();
    for row in rows {
        let (account, identity, keyset, nonce, told): InRoster = row?;
        let mut reader = RosterReader::paired(account.into(), Key32::from(identity), KeySet::hash_of(&keyset));
        reader.commit = nonce.map(|n| Hash::from(sha256(&n)));
        reader.nonce = nonce.filter(|_| told).map(B32::from);
        readers.push(reader);
    }
    let (identity, _) = identity_key(c, mailbox)?;
    Roster::new(mailbox.into(), epoch, readers).sign(&identity).map_err(|_| Error::Internal("roster"))
}
