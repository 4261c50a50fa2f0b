//! What is kept of a vault, to and from its tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Claim;
use handrail_wire::{Hash, Id as WireId};
use rusqlite::{Connection, OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::{Kept, KnownDevice, Upkeep};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::store::Write;
use crate::vault::device::DeviceKeys;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

/// Numbers of the protocol are below 2^53, so that SQLite's integers hold them.
pub(crate) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn damaged<E>(_: E) -> Error {
    Error::Damaged("the vault")
}

/// One of the two tables of what is known of other phones.
pub(crate) struct Heads(&'static str);

impl Heads {
    /// Of the vault in use.
    pub(crate) const OF_VAULT: Self = Self("vault_device");
    /// Of a restore under way.
    pub(crate) const OF_RESTORE: Self = Self("vault_restore_device");

    /// Keeps what is known of a phone.
    pub(crate) fn keep(&self, w: &Write<'_>, device: WireId, known: &KnownDevice) -> Result<()> {
        w.tx()
            .prepare_cached(&format!(
                "INSERT OR REPLACE INTO {} (device, tip, tip_hash, claim, head) VALUES (?1, ?2, ?3, ?4, ?5)",
                self.0
            ))?
            .execute(params![
                device.0,
                number(known.tip.sequence),
                known.tip.hash.0,
                known.claim.as_ref().map(Claim::encode),
                known.head,
            ])?;
        Ok(())
    }

    /// Everybody of whom something is known.
    pub(crate) fn load(&self, c: &Connection) -> Result<BTreeMap<WireId, KnownDevice>> {
        let mut q = c.prepare_cached(&format!("SELECT device, tip, tip_hash, claim, head FROM {}", self.0))?;
        let mut rows = q.query([])?;
        let mut heads = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let device = WireId::from(r.get::<_, [u8; 16]>(0)?);
            let claim: Option<Vec<u8>> = r.get(3)?;
            let claim = claim.map(|bytes| Claim::decode(&bytes, device)).transpose().map_err(damaged)?;
            heads.insert(device, KnownDevice { tip: tip(r.get(1)?, r.get(2)?), claim, head: r.get(4)? });
        }
        Ok(heads)
    }

    /// Forgets all of it.
    pub(crate) fn clear(&self, w: &Write<'_>) -> Result<()> {
        w.tx().execute(&format!("DELETE FROM {}", self.0), [])?;
        Ok(())
    }
}

fn tip(sequence: i64, hash: [u8; 32]) -> Tip {
    Tip { sequence: sequence.unsigned_abs(), hash: Hash::from(hash) }
}

/// A device's keys out of their seeds.
pub(crate) fn keys_of(device: Id, identity: [u8; 32], sealing: [u8; 32]) -> Result<DeviceKeys> {
    DeviceKeys::from_seeds(device, &Zeroizing::new(identity), &Zeroizing::new(sealing)).map_err(damaged)
}

/// The vault of this store, where there is one.
pub(crate) fn load(c: &Connection) -> Result<Option<Kept>> {
    let mut q = c.prepare_cached(
        "SELECT origin, id, device, identity, sealing, list, keyring_version, keyring_list, tip, tip_hash, ops_sealed,
                acknowledged, acknowledged_hash, relay_epoch, said, upkeep FROM vault",
    )?;
    let kept = q.query_row([], |r| {
        let (origin, said): (String, Vec<u8>) = (r.get(0)?, r.get(14)?);
        let upkeep: String = r.get(15)?;
        let keys = keys_of(r.get(2)?, r.get(3)?, r.get(4)?);
        let epoch: Option<[u8; 16]> = r.get(13)?;
        let (vault, list) = (WireId::from(r.get::<_, [u8; 16]>(1)?), r.get(5)?);
        let versions = (r.get::<_, i64>(6)?.unsigned_abs(), r.get::<_, i64>(7)?.unsigned_abs());
        let (tip, ops) = (tip(r.get(8)?, r.get(9)?), r.get::<_, i64>(10)?.unsigned_abs());
        let acknowledged = self::tip(r.get(11)?, r.get(12)?);
        Ok(keys.and_then(|device| {
            Ok(Kept {
                origin: origin.parse().map_err(damaged)?,
                vault,
                device: Arc::new(device),
                list,
                keyring_version: versions.0,
                keyring_list: versions.1,
                keys: load_keys(c)?,
                tip,
                ops_sealed: ops,
                acknowledged,
                relay_epoch: epoch.map(WireId::from),
                said: Vector::decode(&said).map_err(damaged)?,
                heads: Heads::OF_VAULT.load(c)?,
                upkeep: Upkeep::from_text(&upkeep).ok_or_else(|| damaged(()))?,
            })
        }))
    });
    kept.optional()?.transpose()
}

/// This phone's name in the vault and its newest batch that the relay holds; nothing before the first.
pub(crate) fn at_the_relay(c: &Connection) -> Result<Option<(WireId, Tip)>> {
    let mut q = c.prepare_cached("SELECT device, acknowledged, acknowledged_hash FROM vault WHERE acknowledged > 0")?;
    let found = q.query_row([], |r| Ok((WireId::from(r.get::<_, [u8; 16]>(0)?), tip(r.get(1)?, r.get(2)?))));
    Ok(found.optional()?)
}

/// The epoch keys.
pub(crate) fn load_keys(c: &Connection) -> Result<EpochKeys> {
    let mut q = c.prepare_cached("SELECT epoch, key FROM vault_key")?;
    let rows =
        q.query_map([], |r| Ok((r.get::<_, i64>(0)?.unsigned_abs(), r.get::<_, [u8; 32]>(1).map(Zeroizing::new)?)))?;
    Ok(EpochKeys::of(rows.collect::<Result<Vec<_>, _>>()?))
}

/// Keeps the epoch keys, in place of those there were.
pub(crate) fn keep_keys(w: &Write<'_>, keys: &EpochKeys) -> Result<()> {
    w.tx().execute("DELETE FROM vault_key", [])?;
    let mut put = w.tx().prepare_cached("INSERT INTO vault_key (epoch, key) VALUES (?1, ?2)")?;
    for (epoch, key) in keys.iter() {
        put.execute(params![number(epoch), **key])?;
    }
    Ok(())
}

/// What a vault is begun with, beyond what the exchange keeps.
pub(crate) struct Begun<'a> {
    /// `new` or `open`.
    pub(crate) state: &'a str,
    /// SHA-256 of the relay's own certificate, where a pairing named one.
    pub(crate) certificate: Option<[u8; 32]>,
    /// The mailbox whose word it is made with.
    pub(crate) voucher: Option<Id>,
    /// The keyring it is made with, while it is not made.
    pub(crate) first_keyring: Option<&'a [u8]>,
    /// The recovery code, while it is not proven.
    pub(crate) code: Option<&'a [u8; 16]>,
    /// When a way back was tried.
    pub(crate) proven_ms: Option<i64>,
}

/// Keeps a vault as this store's, in place of one there was.
pub(crate) fn keep(w: &Write<'_>, kept: &Kept, begun: &Begun<'_>) -> Result<()> {
    forget(w)?;
    let device = &kept.device;
    // What was collected for an earlier vault is in no batch of this one.
    let unlogged =
        w.tx().query_row("SELECT EXISTS (SELECT 1 FROM known_device WHERE forgotten > 0)", [], |r| r.get(0))?;
    let upkeep = Upkeep { unlogged, ..kept.upkeep.clone() };
    w.tx().execute(
        "INSERT INTO vault (only, state, origin, certificate, voucher, id, device, identity, sealing, list,
            keyring_version, keyring_list, first_keyring, tip, tip_hash, ops_sealed, acknowledged, acknowledged_hash,
            relay_epoch, said, made_ms, proven_ms, code, upkeep)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23)",
        params![
            begun.state,
            kept.origin.as_str(),
            begun.certificate,
            begun.voucher,
            kept.vault.0,
            device.id.0,
            device.identity.seed(),
            device.sealing.seed(),
            kept.list,
            number(kept.keyring_version),
            number(kept.keyring_list),
            begun.first_keyring,
            number(kept.tip.sequence),
            kept.tip.hash.0,
            number(kept.ops_sealed),
            number(kept.acknowledged.sequence),
            kept.acknowledged.hash.0,
            kept.relay_epoch.map(|epoch| epoch.0),
            kept.said.encode(),
            w.now().instant_ms,
            begun.proven_ms,
            begun.code,
            upkeep.to_text(),
        ],
    )?;
    for (id, known) in &kept.heads {
        Heads::OF_VAULT.keep(w, *id, known)?;
    }
    keep_keys(w, &kept.keys)
}

/// Forgets the vault on this phone: keys, batches, and what is known of other phones. The record stays as it is.
pub(crate) fn forget(w: &Write<'_>) -> Result<()> {
    for table in ["vault", "vault_key", "vault_outbox", "vault_device", "vault_device_name", "vault_aside"] {
        w.tx().execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}
