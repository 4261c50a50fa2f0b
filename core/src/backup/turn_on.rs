//! Turning the backup on, and off.

use std::sync::Arc;

use handrail_wire::Id as WireId;
use handrail_wire::api::{EraseRequest, ProblemCode, paths};
use handrail_wire::login::Origin;
use handrail_wire::vault::collect::order_to_erase;
use handrail_wire::vault::devices::{DeviceList, Signer};
use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::run::today;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::store::{Changes, Write, merge};
use crate::sync::Method;
use crate::sync::call::Request;
use crate::sync::http::{CancelToken, Patience};
use crate::sync::vault::errand::{Errand, Outcome};
use crate::sync::vault::kept_rows::{self, Begun};
use crate::sync::vault::{FoundVault, Kept};
use crate::vault::VaultError;
use crate::vault::code::{VaultCode, differing_groups};
use crate::vault::device::DeviceKeys;
use crate::vault::epochs::EpochKeys;

/// Where the backup is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupPlace {
    /// At the relay of this care relationship, by whose word it is made there.
    WithReader(Id),
    /// At a relay whose operator keeps some places open for anybody, by its address: `https://...`.
    At(String),
}

/// What is printed, or written down by hand, and kept where only the person finds it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoverySheet {
    /// Seven groups of characters with hyphens.
    pub code: Zeroizing<String>,
    /// What the square code holds: relay and code, so that nothing has to be typed.
    pub square: Zeroizing<String>,
    /// The relay's address.
    pub relay: String,
}

impl std::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoverySheet(..)")
    }
}

/// What came of typing the code in again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeCheck {
    /// It is the one on the sheet: the backup begins with the next sync.
    Right,
    /// These groups are not as they are on the sheet, from 1.
    Differs(Vec<u8>),
    /// Characters are missing at the end, or there are some too many.
    Length,
}

fn wrong_state() -> Error {
    Error::invalid("backup", Reason::WrongState)
}

pub(super) fn of_vault(error: VaultError) -> Error {
    match error {
        VaultError::Randomness(_) => Error::Port("randomness"),
        _ => Error::Internal("vault"),
    }
}

impl Handrail {
    /// Sets a backup up and gives its recovery code. Nothing is sent: that waits for [`Handrail::verify_recovery_code`].
    /// Called again before that, another code takes this one's place.
    ///
    /// Where a backup is on, its sheet was lost or somebody saw it: this gives another code for the same backup, at the
    /// same place. The one before opens it until the new one was typed in and the next sync was done; from then on the
    /// relay does not know it any more, and nothing that is written can be read with it.
    ///
    /// # Errors
    /// `backup` in the wrong state where a restore is under way, or the relay does not keep the one that is on any more;
    /// [`Error::NotFound`] for a care relationship that is not open; `relay` malformed, or in the wrong state where the
    /// backup is on at another one; [`Error::Refused`] for one that is not private.
    pub fn create_recovery_code(&self, place: &BackupPlace) -> Result<RecoverySheet> {
        let view = self.backup()?;
        if view.restoring || view.state == super::BackupState::Gone {
            return Err(wrong_state());
        }
        let (origin, certificate, voucher) = self.place(place)?;
        let randomness = &*self.randomness;
        let code = VaultCode::generate(randomness)?;
        if matches!(view.state, super::BackupState::On | super::BackupState::Full) {
            if view.relay != origin.as_str() {
                return Err(Error::invalid("relay", Reason::WrongState));
            }
            self.write(|w| {
                w.tx().execute("UPDATE vault SET code = ?1", [code.bytes()])?;
                Ok(())
            })?;
            return Ok(sheet(&code, &origin));
        }
        let keys = DeviceKeys::generate(self.device()?, randomness).map_err(of_vault)?;
        let mut vault = [0; 16];
        randomness.fill(&mut vault)?;
        let vault = WireId::from(vault);
        let recovery = code.recovery().map_err(of_vault)?;
        let list = keys.first_list(vault, recovery, today(self)?).map_err(of_vault)?;
        let opened = DeviceList::open_first(&list).map_err(|_| Error::Internal("vault"))?;
        let epochs = EpochKeys::first(randomness).map_err(of_vault)?;
        let keyring = epochs.wrap(&opened, 1, Signer::Device(keys.id), &keys.identity, randomness).map_err(of_vault)?;
        let of = FoundVault { origin: origin.clone(), vault, list, keyring_version: 1, keyring_list: 1, keys: epochs };
        let kept = Kept::new_device(Arc::new(keys), of);
        let begun = Begun {
            state: "new",
            certificate,
            voucher,
            first_keyring: Some(&keyring),
            code: Some(code.bytes()),
            proven_ms: None,
        };
        self.write(|w| kept_rows::keep(w, &kept, &begun))?;
        Ok(sheet(&code, &origin))
    }

    /// The sheet once more, while its code was not typed in yet. Afterwards it is on paper alone.
    ///
    /// # Errors
    /// Those of the store.
    pub fn recovery_sheet(&self) -> Result<Option<RecoverySheet>> {
        let Some((code, origin)) = self.unproven()? else { return Ok(None) };
        let origin: Origin = origin.parse().map_err(|_| Error::Damaged("a relay's address"))?;
        Ok(Some(sheet(&code, &origin)))
    }

    /// Looks at the code as it was typed in from the sheet. Right, the backup begins with the next sync, or goes on with
    /// this code in the place of the one before, and the code is forgotten here; else nothing changes.
    ///
    /// # Errors
    /// `backup` in the wrong state where no code waits to be typed in.
    pub fn verify_recovery_code(&self, typed: &str) -> Result<CodeCheck> {
        let Some((code, _)) = self.unproven()? else { return Err(wrong_state()) };
        let differs = differing_groups(&code, typed);
        if !differs.is_empty() {
            return Ok(CodeCheck::Differs(differs));
        }
        let mut upkeep = self.read(kept_rows::load)?.ok_or_else(wrong_state)?.upkeep;
        upkeep.recovery = Some(code.recovery().map_err(of_vault)?);
        self.write(|w| {
            w.tx().execute(
                "UPDATE vault SET code = NULL, proven_ms = ?1,
                    upkeep = CASE WHEN proven_ms IS NULL THEN upkeep ELSE ?2 END",
                params![w.now().instant_ms, upkeep.to_text()],
            )?;
            Ok(())
        })?;
        self.store.scrub()?; // the code's bytes, wherever the file may still hold them
        Ok(CodeCheck::Right)
    }

    /// Turns the backup off on this phone: its keys go, the record stays. What the relay has stays there, and opens with
    /// the code.
    ///
    /// # Errors
    /// Those of the store.
    pub fn turn_off_backup(&self) -> Result<Changes> {
        let Some(kept) = self.read(kept_rows::load)? else { return Ok(Changes::default()) };
        self.tokens().remove(&Id::from(kept.device.id));
        let changes = self.write(|w| off(w, &kept))?;
        self.store.scrub()?;
        Ok(changes)
    }

    /// Erases the backup at the relay, everything of it, for every phone; then turns it off here. Signed by this phone,
    /// so that nobody else can have it done.
    ///
    /// # Errors
    /// [`Error::Offline`] where the relay cannot be asked, or asked to be left alone for a while, [`Error::Refused`] where it will not, [`Error::Cancelled`]:
    /// nothing was changed here then.
    pub async fn erase_backup(&self, cancel: &CancelToken) -> Result<Changes> {
        let Some(kept) = self.read(kept_rows::load)? else { return Ok(Changes::default()) };
        let made: bool =
            self.read(|c| Ok(c.query_row("SELECT first_keyring IS NULL FROM vault", [], |r| r.get(0))?))?;
        if made {
            let signer = Signer::Device(kept.device.id);
            let order = order_to_erase(kept.vault, signer, &kept.device.identity);
            let order = order.map_err(|_| Error::Internal("vault"))?.into();
            let request = Request::new(Method::Delete, paths::vault(&kept.vault)).json(&EraseRequest { order });
            let mut errand = Errand::new(&kept.origin, None, request, Arc::clone(&self.randomness));
            if self.alone_until(&kept.origin).is_some() {
                return Err(Error::Offline);
            }
            let http = self.http_of_vault(&kept.origin, Patience::default())?;
            match self.run_errand(&http, &mut errand, cancel).await? {
                Outcome::Done | Outcome::Refused(ProblemCode::NotFound) => {}
                Outcome::Refused(_) => return Err(Error::Refused("the relay does not take this phone's word")),
                Outcome::Stopped(_) => return Err(Error::Offline),
            }
            // Where the relay was to wake this phone for it, it went with the vault.
            self.write(|w| {
                w.tx().execute("DELETE FROM wake_told WHERE login = ?1", [Id::from(kept.device.id)])?;
                Ok(())
            })?;
        }
        self.turn_off_backup()
    }

    fn unproven(&self) -> Result<Option<(VaultCode, String)>> {
        self.read(|c| {
            let found = c
                .prepare_cached("SELECT code, origin FROM vault WHERE code IS NOT NULL")?
                .query_row([], |r| Ok((r.get::<_, [u8; 16]>(0).map(Zeroizing::new)?, r.get(1)?)))
                .optional()?;
            Ok(found.map(|(code, origin)| (VaultCode::from_bytes(&code), origin)))
        })
    }

    fn place(&self, place: &BackupPlace) -> Result<(Origin, Option<[u8; 32]>, Option<Id>)> {
        let malformed = || Error::invalid("relay", Reason::Malformed);
        match place {
            BackupPlace::At(origin) => {
                let origin: Origin = origin.trim().trim_end_matches('/').parse().map_err(|_| malformed())?;
                if !origin.is_private_enough() {
                    return Err(Error::Refused("no private connection"));
                }
                Ok((origin, None, None))
            }
            BackupPlace::WithReader(mailbox) => {
                let found: Option<(String, Option<[u8; 32]>)> = self.read(|c| {
                    Ok(c.prepare_cached("SELECT origin, certificate FROM mailbox WHERE id = ?1 AND state = 'open'")?
                        .query_row([*mailbox], |r| Ok((r.get(0)?, r.get(1)?)))
                        .optional()?)
                })?;
                let (origin, certificate) = found.ok_or(Error::NotFound("mailbox"))?;
                let origin = origin.parse().map_err(|_| Error::Damaged("a relay's address"))?;
                Ok((origin, certificate, Some(*mailbox)))
            }
        }
    }
}

fn sheet(code: &VaultCode, origin: &Origin) -> RecoverySheet {
    RecoverySheet { code: code.to_text(), square: code.to_qr(origin), relay: origin.to_string() }
}

/// Without its keys; and under a name that no vault has met, because a name is never used in two of them. The log of the
/// other phones becomes part of this one's: should the backup be turned on again, all of it goes up from here.
fn off(w: &Write<'_>, kept: &Kept) -> Result<()> {
    if w.device() == Id::from(kept.device.id) {
        let next = Id::new(w.now().instant_ms, w.randomness())?;
        merge::begin_as(w, next, 0)?;
    }
    let others: Vec<Id> = {
        let mut q = w.tx().prepare_cached("SELECT DISTINCT device FROM op WHERE device <> ?1 ORDER BY device")?;
        let rows = q.query_map([w.device()], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for other in others {
        merge::take_over(w, other, 0)?;
    }
    kept_rows::forget(w)
}
