//! A phone whose name in the vault is not its own any more joins anew, by itself: its store was restored from a copy or
//! salvaged, or the relay lost what this phone cannot give again under the old name.
//!
//! It still holds the keys of the old name, and signs the list with them. The old name stays on the list: whether the
//! phone it belonged to is still in somebody's pocket, nobody can tell from here. What it wrote and the relay never had
//! goes out under the new name, and says under which name it was written.

use std::sync::Arc;

use handrail_wire::api::{DevicesBody, paths};
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::{DeviceList, Signer};
use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::run::today;
use super::turn_on::of_vault;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::seal::keys::{SigningKey, new_seed};
use crate::store::{Write, merge};
use crate::sync::Method;
use crate::sync::call::Request;
use crate::sync::http::{CancelToken, Http};
use crate::sync::vault::errand::{Errand, Login, Outcome};
use crate::sync::vault::kept_rows::{Heads, keep_keys, keys_of, number};
use crate::sync::vault::{Finding, Kept, KnownDevice, Purge, Summary, Upkeep, kept_rows};
use crate::vault::device::{DeviceKeys, with};

/// Whether this phone has to take another name in the vault.
pub(super) fn must_join_anew(handrail: &Handrail, summary: &Summary) -> Result<bool> {
    if summary.stopped.is_some() {
        return Ok(false);
    }
    let named = [Finding::Clone, Finding::Emptied].iter().any(|finding| summary.findings.contains(finding));
    let renamed = handrail
        .read(kept_rows::load)?
        .is_some_and(|kept| handrail.device().is_ok_and(|device| device != Id::from(kept.device.id)));
    Ok(named || renamed)
}

impl Handrail {
    /// Puts this phone on the list under a new name. `None` where that is done; else what the relay said.
    pub(super) async fn join_anew(&self, http: &Http, cancel: &CancelToken) -> Result<Option<Outcome>> {
        let kept = self.read(kept_rows::load)?.ok_or(Error::NotFound("vault"))?;
        let next = self.next_keys()?;
        let damaged = |_| Error::Damaged("the vault");
        let mut list = DeviceList::kept(&kept.list).map_err(damaged)?;
        let mut object = kept.list.clone();
        let (own, origin) = (&kept.device, &kept.origin);
        let login = |id, seed: &[u8; 32]| -> Result<Login> {
            let token = self.tokens().get(&Id::from(id)).cloned();
            Ok(Login { id, key: SigningKey::from_seed(seed).map_err(damaged)?, token })
        };
        if list.live_device(next.id).is_none() {
            let hash = DeviceList::hash_of(&object);
            let unsigned = with(&list, hash, Signer::Device(own.id), next.entry(today(self)?));
            // More phones than a list takes, ever: then this one only reads.
            let Ok(signed) = unsigned.sign(&own.identity) else { return Ok(None) };
            object = signed;
            let body = DevicesBody { list: object.clone().into() };
            let request = Request::new(Method::Put, paths::devices(&kept.vault)).json(&body);
            let login = login(own.id, own.identity.seed())?;
            let mut errand = Errand::new(origin, Some(login), request, Arc::clone(&self.randomness));
            match self.run_errand(http, &mut errand, cancel).await? {
                Outcome::Done => list = unsigned,
                other => return Ok(Some(other)),
            }
        }
        let (mut version, mut keyring_list) = (kept.keyring_version, kept.keyring_list);
        if keyring_list < list.version {
            let signer = Signer::Device(next.id);
            let keyring = kept.keys.wrap(&list, version.saturating_add(1), signer, &next.identity, &*self.randomness);
            let seen = format!("\"{version}\"");
            let request = Request::new(Method::Put, paths::keyring(&kept.vault));
            let request = request.octets(keyring.map_err(of_vault)?).if_match(seen);
            let login = login(next.id, next.identity.seed())?;
            let mut errand = Errand::new(origin, Some(login), request, Arc::clone(&self.randomness));
            match self.run_errand(http, &mut errand, cancel).await? {
                Outcome::Done => (version, keyring_list) = (version.saturating_add(1), list.version),
                other => return Ok(Some(other)),
            }
        }
        let joined = Joined { object: &object, list: list.version, version, keyring_list, next: &next };
        self.write(|w| joined.keep(w, &kept))?;
        Ok(None)
    }

    /// The keys of the new name, kept before anybody is told of it: where this is cut short, it goes on with the same.
    fn next_keys(&self) -> Result<DeviceKeys> {
        type Row = (Option<Id>, Option<[u8; 32]>, Option<[u8; 32]>);
        let device = self.device()?;
        let there: Option<Row> = self.read(|c| {
            Ok(c.prepare_cached(
                "SELECT next_device, next_identity, next_sealing FROM vault WHERE next_device <> device",
            )?
            .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?)
        })?;
        if let Some((Some(id), Some(identity), Some(sealing))) = there {
            return keys_of(id, identity, sealing);
        }
        let mut made = None;
        self.write(|w| {
            let own: Id = w.tx().query_row("SELECT device FROM vault", [], |r| r.get(0))?;
            // A salvaged store has taken its new name already.
            let id = if device == own { Id::new(w.now().instant_ms, w.randomness())? } else { device };
            let (identity, sealing) = (new_seed(w.randomness())?, new_seed(w.randomness())?);
            w.tx().execute(
                "UPDATE vault SET next_device = ?1, next_identity = ?2, next_sealing = ?3",
                params![id, *identity, *sealing],
            )?;
            made = Some((id, identity, sealing));
            Ok(())
        })?;
        let (id, identity, sealing) = made.ok_or(Error::Internal("no name"))?;
        DeviceKeys::from_seeds(id, &Zeroizing::new(*identity), &Zeroizing::new(*sealing)).map_err(of_vault)
    }
}

/// What is kept once the relay knows the new name.
struct Joined<'a> {
    object: &'a [u8],
    list: u64,
    version: u64,
    keyring_list: u64,
    next: &'a DeviceKeys,
}

impl Joined<'_> {
    fn keep(&self, w: &Write<'_>, kept: &Kept) -> Result<()> {
        let (former, next) = (Id::from(kept.device.id), Id::from(self.next.id));
        // How many of its changes the relay holds under the old name.
        let delivered: Option<i64> = w.tx().query_row(
            "SELECT min(ops_from) - 1 FROM vault_outbox WHERE sequence > (SELECT acknowledged FROM vault)",
            [],
            |r| r.get(0),
        )?;
        let delivered = delivered.map_or(kept.ops_sealed, i64::unsigned_abs);
        if w.device() == former {
            merge::begin_as(w, next, delivered)?;
        } else {
            merge::take_over(w, former, delivered)?;
        }
        // Snapshots and batches of the former name are another phone's; what is still to be done stays to be done.
        let had = &kept.upkeep;
        let purge = if had.purge == Purge::None { Purge::None } else { Purge::Rotate };
        let (removing, recovery, others) = (had.removing.clone(), had.recovery.clone(), had.others.clone());
        // What was collected is in no log, and the relay may have lost the snapshot that covers it: whether there is one
        // shows at the next look. Until then, and of what was said before, no digest is this record's.
        let forgotten: bool =
            w.tx().query_row("SELECT EXISTS (SELECT 1 FROM known_device WHERE forgotten > 0)", [], |r| r.get(0))?;
        let unlogged = had.unlogged || forgotten;
        let joined = if unlogged { self.list } else { 0 };
        let upkeep = Upkeep { unlogged, joined, purge, removing, recovery, others, ..Upkeep::default() };
        w.tx().execute(
            "UPDATE vault SET device = ?1, identity = ?2, sealing = ?3, list = ?4, keyring_version = ?5,
                keyring_list = ?6, tip = 0, tip_hash = zeroblob(32), ops_sealed = 0, acknowledged = 0,
                acknowledged_hash = zeroblob(32), said = ?7, next_device = NULL, next_identity = NULL,
                next_sealing = NULL, upkeep = ?8",
            params![
                next,
                self.next.identity.seed(),
                self.next.sealing.seed(),
                self.object,
                number(self.version),
                number(self.keyring_list),
                Vector::new().encode(),
                upkeep.to_text(),
            ],
        )?;
        w.tx().execute("DELETE FROM vault_outbox", [])?;
        w.tx().execute("DELETE FROM vault_device WHERE device = ?1", [next])?;
        // From here on the old name is another phone's. What that wrote beyond what the relay had from here may be the
        // other half of a copy, and is fetched.
        let tip = kept.acknowledged;
        if tip.sequence > 0 {
            Heads::OF_VAULT.keep(w, kept.device.id, &KnownDevice { tip, claim: None, head: None })?;
        } else {
            w.tx().execute("DELETE FROM vault_device WHERE device = ?1", [former])?;
        }
        keep_keys(w, &kept.keys)
    }
}
