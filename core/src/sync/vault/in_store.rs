//! The vault of the store, as an exchange sees it. Every answer is durable when it is given.
//!
//! A batch of another phone is in the record before it is noted here that it was taken in. Killed in between, the relay
//! gives it once more, and taking it in once more changes nothing ([`crate::ledger::Ledger::take_in`]).

use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::{Batch, Header};
use handrail_wire::{Hash, Id as WireId, derive};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::kept_rows::{Heads, number};
use super::{Finding, KnownDevice, Upkeep, VaultState};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::Write;
use crate::sync::state::StoreFailed;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

/// Most bytes that are kept of what did not fit. What comes beyond that is named all the same; the relay has it still.
const MOST_ASIDE: i64 = 4 * 1024 * 1024;

/// The vault of this store.
pub(crate) struct InStore<'a> {
    handrail: &'a Handrail,
}

impl<'a> InStore<'a> {
    pub(crate) fn new(handrail: &'a Handrail) -> Self {
        Self { handrail }
    }

    fn write(&self, f: impl FnOnce(&Write<'_>) -> Result<()>) -> Result<(), StoreFailed> {
        Ok(self.handrail.write(f).map(drop)?)
    }
}

impl VaultState for InStore<'_> {
    fn sealed(&mut self, batch: &[u8], tip: Tip, ops: u64, said: &Vector) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx()
                .prepare_cached(
                    "INSERT INTO vault_outbox (sequence, batch, hash, ops_from, ops_to)
                     SELECT ?1, ?2, ?3, ops_sealed + 1, ?4 FROM vault",
                )?
                .execute(params![number(tip.sequence), batch, tip.hash.0, number(ops)])?;
            w.tx()
                .prepare_cached("UPDATE vault SET tip = ?1, tip_hash = ?2, ops_sealed = ?3, said = ?4")?
                .execute(params![number(tip.sequence), tip.hash.0, number(ops), said.encode()])?;
            Ok(())
        })
    }

    fn outbox_after(&mut self, sequence: u64) -> Result<Vec<Vec<u8>>, StoreFailed> {
        let after = number(sequence);
        let found = self.handrail.read(|c| {
            let mut q =
                c.prepare_cached("SELECT batch, handed FROM vault_outbox WHERE sequence > ?1 ORDER BY sequence")?;
            let rows = q.query_map([after], |r| Ok((r.get(0)?, r.get::<_, bool>(1)?)))?;
            Ok(rows.collect::<Result<Vec<(Vec<u8>, bool)>, _>>()?)
        })?;
        // Noted before it is handed out: from here on it may have reached the relay, and is not sealed anew.
        if found.iter().any(|(_, handed)| !handed) {
            self.write(|w| {
                w.tx().execute("UPDATE vault_outbox SET handed = 1 WHERE sequence > ?1", [after])?;
                Ok(())
            })?;
        }
        Ok(found.into_iter().map(|(batch, _)| batch).collect())
    }

    fn own_tip(&mut self, sequence: u64) -> Result<Option<Tip>, StoreFailed> {
        Ok(self.handrail.read(|c| own_tip(c, sequence))?)
    }

    fn acknowledged(&mut self, tip: Tip, epoch: WireId) -> Result<(), StoreFailed> {
        let same: bool = self.handrail.read(|c| {
            Ok(c.prepare_cached("SELECT acknowledged = ?1 AND relay_epoch IS ?2 FROM vault")?
                .query_row(params![number(tip.sequence), epoch.0], |r| r.get(0))?)
        })?;
        if same {
            return Ok(()); // most syncs have nothing new: no flush for that
        }
        self.write(|w| {
            w.tx()
                .prepare_cached("UPDATE vault SET acknowledged = ?1, acknowledged_hash = ?2, relay_epoch = ?3")?
                .execute(params![number(tip.sequence), tip.hash.0, epoch.0])?;
            w.tx()
                .prepare_cached("UPDATE vault_outbox SET batch = x'', scrub = 0 WHERE scrub = 1 AND sequence <= ?1")?
                .execute([number(tip.sequence)])?;
            Ok(())
        })
    }

    fn said(&mut self, head: &[u8], seen: &Vector) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx().execute("UPDATE vault SET said = ?1", [seen.encode()])?;
            w.tx().execute(
                "INSERT INTO vault_device (device, tip, tip_hash, head)
                 SELECT device, tip, tip_hash, ?1 FROM vault WHERE true
                 ON CONFLICT (device) DO UPDATE SET tip = excluded.tip, tip_hash = excluded.tip_hash, head = ?1",
                [head],
            )?;
            Ok(())
        })
    }

    fn took_in(&mut self, device: WireId, known: &KnownDevice) -> Result<(), StoreFailed> {
        self.write(|w| {
            Heads::OF_VAULT.keep(w, device, known)?;
            // What did not open then and is here now needs no second look.
            w.tx()
                .prepare_cached("DELETE FROM vault_aside WHERE device = ?1 AND sequence <= ?2")?
                .execute(params![device.0, number(known.tip.sequence)])?;
            Ok(())
        })
    }

    fn list(&mut self, object: &[u8]) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx().execute("UPDATE vault SET list = ?1", [object])?;
            Ok(())
        })
    }

    fn keyring(&mut self, version: u64, list: u64, keys: &EpochKeys) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx().execute(
                "UPDATE vault SET keyring_version = ?1, keyring_list = ?2",
                params![number(version), number(list)],
            )?;
            super::kept_rows::keep_keys(w, keys)
        })
    }

    fn upkeep(&mut self, upkeep: &Upkeep) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx().prepare_cached("UPDATE vault SET upkeep = ?1")?.execute([upkeep.to_text()])?;
            Ok(())
        })
    }

    fn forget_outbox(&mut self, upto: u64) -> Result<(), StoreFailed> {
        self.write(|w| {
            // The last one's hash stays, so that a relay that is put back to there is still understood.
            w.tx().execute("DELETE FROM vault_outbox WHERE sequence < ?1 AND handed = 1", [number(upto)])?;
            w.tx().execute("UPDATE vault_outbox SET batch = x'', scrub = 0 WHERE sequence <= ?1", [number(upto)])?;
            Ok(())
        })
    }

    fn put_aside(&mut self, bytes: &[u8], why: Finding) -> Result<(), StoreFailed> {
        let header: Option<Header> = Batch::decode(bytes).ok().map(|batch| batch.header);
        let hash = derive::sha256(bytes);
        let known: bool = self.handrail.read(|c| {
            let found = c
                .prepare_cached("SELECT 1 FROM vault_aside WHERE hash = ?1 AND finding = ?2")?
                .query_row(params![hash, why.name()], |_| Ok(()))
                .optional()?;
            Ok(found.is_some())
        })?;
        if known {
            return Ok(());
        }
        self.write(|w| {
            let there: i64 =
                w.tx().query_row("SELECT coalesce(sum(length(bytes)), 0) FROM vault_aside", [], |r| r.get(0))?;
            let room = there.saturating_add(number(bytes.len() as u64)) <= MOST_ASIDE;
            // Without the bytes a name is kept for each kind only: a flood must not fill the phone.
            let named: bool = w.tx().query_row(
                "SELECT EXISTS (SELECT 1 FROM vault_aside WHERE finding = ?1)",
                [why.name()],
                |r| r.get(0),
            )?;
            if !room && named {
                return Ok(());
            }
            w.tx()
                .prepare_cached(
                    "INSERT INTO vault_aside (hash, bytes, finding, device, sequence, at_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO UPDATE SET finding = ?3",
                )?
                .execute(params![
                    hash,
                    room.then_some(bytes),
                    why.name(),
                    header.map(|h| h.device.0),
                    header.map(|h| number(h.sequence)),
                    w.now().instant_ms,
                ])?;
            Ok(())
        })
    }
}

/// This phone's chain at a number; `None` where it is not kept so far back.
fn own_tip(c: &Connection, sequence: u64) -> Result<Option<Tip>> {
    if sequence == 0 {
        return Ok(Some(Tip::start()));
    }
    let hash: Option<[u8; 32]> = c
        .prepare_cached("SELECT hash FROM vault_outbox WHERE sequence = ?1")?
        .query_row([number(sequence)], |r| r.get(0))
        .optional()?;
    Ok(hash.map(|hash| Tip { sequence, hash: Hash::from(hash) }))
}

/// What an entry that is removed for good leaves in batches of this phone.
///
/// A batch that nobody was given yet is unmade: its changes are sealed again, now without the words. One that the relay
/// has is emptied here; its number and hash stay. One that may be on its way stays until the relay has it, because other
/// bytes under its number would be refused for ever, and is emptied then. What the relay holds, it holds until the vault
/// is purged, and only under a key that it does not have.
pub(crate) fn forget_sealed(w: &Write<'_>, record: Id) -> Result<()> {
    let vault: Option<Id> =
        w.tx().prepare_cached("SELECT device FROM vault")?.query_row([], |r| r.get(0)).optional()?;
    let Some(device) = vault else { return Ok(()) };
    let holds = "EXISTS (SELECT 1 FROM op WHERE op.device = ?1 AND op.record = ?2
                     AND op.sequence BETWEEN vault_outbox.ops_from AND vault_outbox.ops_to)";
    w.tx()
        .prepare_cached(&format!("UPDATE vault_outbox SET scrub = 1 WHERE length(batch) > 0 AND {holds}"))?
        .execute(params![device, record])?;
    let unmade: Option<(i64, i64, Vec<u8>)> = w
        .tx()
        .prepare_cached(
            "SELECT sequence, ops_from, batch FROM vault_outbox WHERE scrub = 1 AND handed = 0 ORDER BY sequence LIMIT 1",
        )?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    if let Some((sequence, ops_from, batch)) = unmade {
        let batch = Batch::decode(&batch).map_err(|_| Error::Damaged("a batch"))?;
        w.tx().execute("DELETE FROM vault_outbox WHERE sequence >= ?1", [sequence])?;
        // What those batches said was seen is said again with the ones in their place.
        w.tx().execute(
            "UPDATE vault SET tip = ?1, tip_hash = ?2, ops_sealed = ?3, said = x''",
            params![sequence - 1, batch.header.previous.0, ops_from - 1],
        )?;
    }
    w.tx().execute(
        "UPDATE vault_outbox SET batch = x'', scrub = 0
          WHERE scrub = 1 AND sequence <= (SELECT acknowledged FROM vault)",
        [],
    )?;
    Ok(())
}
