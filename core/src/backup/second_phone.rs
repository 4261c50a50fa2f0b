//! A second phone or tablet: the first one shows a code, the second one scans it inside the app, both people, or the one
//! person with a screen in each hand, compare four words, and say on both that they are the same.

use std::sync::Arc;

use handrail_wire::login::Origin;
use handrail_wire::{Hash, Id as WireId};
use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::newcomer::take_unused_name;
use super::turn_on::of_vault;
use super::{BackupState, device_list};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::readers::pairing::ended;
use crate::seal::keys::new_seed;
use crate::store::{Changes, Write};
use crate::sync::SyncReport;
use crate::sync::call::{Failure, Response};
use crate::sync::http::{CancelToken, Http, Patience, pair};
use crate::sync::pairing::{Ended, ScanError, Side, Step};
use crate::sync::relay::Stopped;
use crate::sync::vault::Kept;
use crate::sync::vault::kept_rows::{self, Begun, keys_of};
use crate::sync::vault::second_phone::{Joining, Pending, Scanning, Showing};
use crate::validate;
use crate::vault::VaultError;
use crate::vault::device::DeviceKeys;

/// How long a phone that said "same" goes on asking whether it is on the list, ms: as long as a code can be used.
const ASKS_FOR_MS: i64 = handrail_wire::invite::LIFETIME_MS;

/// On the first phone: a code that is being shown. Dropping it forgets it here; the relay forgets it within ten minutes.
pub struct CodeForSecondPhone {
    showing: Showing,
    http: Http,
    square: Zeroizing<String>,
}

impl std::fmt::Debug for CodeForSecondPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeForSecondPhone(..)")
    }
}

impl CodeForSecondPhone {
    /// What the square code holds. Shown on the screen and nowhere else, for ten minutes.
    #[must_use]
    pub fn square(&self) -> &str {
        &self.square
    }
}

/// On the second phone: a code that was scanned. Dropping it before "same" forgets it.
pub struct ScannedSecondPhone {
    scanning: Scanning,
    http: Http,
}

impl std::fmt::Debug for ScannedSecondPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScannedSecondPhone(..)")
    }
}

/// Runs until the relay knows the invite.
struct Opening<'a>(&'a mut Showing);

impl Side for Opening<'_> {
    type Agreement = ();

    fn next(&mut self, now_ms: i64) -> Step<()> {
        if self.0.is_open() {
            return Step::Done(Box::new(()));
        }
        match self.0.next(now_ms) {
            Step::Send(request) => Step::Send(request),
            Step::Wait(until) => Step::Wait(until),
            Step::Compare(words) => Step::Compare(words),
            Step::Done(_) => Step::Done(Box::new(())),
            Step::Ended(why) => Step::Ended(why),
        }
    }

    fn feed(&mut self, now_ms: i64, answer: std::result::Result<Response, Failure>) {
        self.0.feed(now_ms, answer);
    }
}

impl Handrail {
    /// On the first phone: syncs, so that it knows the newest list of the person's phones, and makes a code that a second
    /// phone can scan for ten minutes. `language`: of the words, a BCP 47 tag.
    ///
    /// # Errors
    /// `backup` in the wrong state where it is not on; [`Error::Offline`] where the relay cannot be asked;
    /// [`Error::Refused`]; [`Error::Cancelled`].
    pub async fn show_code_for_second_phone(&self, language: &str, cancel: &CancelToken) -> Result<CodeForSecondPhone> {
        let mut report = SyncReport::default();
        if self.backup()?.state == BackupState::On {
            self.sync_backup(Patience::default(), cancel, &mut report).await?;
        }
        if self.backup()?.state != BackupState::On {
            return Err(Error::invalid("backup", Reason::WrongState));
        }
        if report.stopped.is_some() {
            return Err(Error::Offline);
        }
        let kept = self.read(kept_rows::load)?.ok_or(Error::NotFound("vault"))?;
        let certificate: Option<[u8; 32]> =
            self.read(|c| Ok(c.query_row("SELECT certificate FROM vault", [], |r| r.get(0))?))?;
        let http = self.http_of_vault(&kept.origin, Patience::default())?;
        let token = self.tokens().get(&Id::from(kept.device.id)).cloned();
        let (now_ms, chance) = (self.now()?.instant_ms, Arc::clone(&self.randomness));
        let showing = Showing::new(kept, token, certificate.map(Hash::from), language, now_ms, chance);
        let mut showing = showing.map_err(|why| match why {
            // Over after another sync: a list came without its keyring.
            VaultError::Incomplete => Error::Offline,
            VaultError::NotListed => Error::invalid("backup", Reason::WrongState),
            VaultError::Wire(_) => Error::invalid("language", Reason::Malformed),
            other => of_vault(other),
        })?;
        match self.go(&http, &mut Opening(&mut showing), cancel).await? {
            Step::Done(_) => {}
            Step::Ended(why) => return Err(ended(why)),
            Step::Send(_) | Step::Wait(_) | Step::Compare(_) => return Err(Error::Internal("an invite was expected")),
        }
        let square = showing.qr().map_err(of_vault)?;
        Ok(CodeForSecondPhone { showing, http, square })
    }

    /// On the first phone: waits for the second one to scan the code, and gives the four words.
    ///
    /// # Errors
    /// [`Error::Refused`] where it ended: expired, used before, or what arrived does not fit the code; [`Error::Offline`];
    /// [`Error::Cancelled`]. Nothing was sealed for anybody.
    pub async fn words_for_second_phone(
        &self,
        under_way: &mut CodeForSecondPhone,
        cancel: &CancelToken,
    ) -> Result<[&'static str; 4]> {
        if self.alone_until(under_way.http.origin()).is_some() {
            return Err(Error::Offline);
        }
        words(&self.go(&under_way.http, &mut under_way.showing, cancel).await?)
    }

    /// On the first phone: says whether the words are the same. If they are, waits for "same" on the second one, and only
    /// then puts it on the list, under this name, and seals the keys to it. If they are not, nothing is sealed.
    ///
    /// # Errors
    /// As for [`Handrail::words_for_second_phone`]; `name` too long; [`Error::Refused`] with `same` false.
    pub async fn confirm_second_phone(
        &self,
        under_way: &mut CodeForSecondPhone,
        same: bool,
        name: &str,
        cancel: &CancelToken,
    ) -> Result<Changes> {
        let name = validate::optional_line("name", name)?;
        if same {
            under_way.showing.same();
        } else {
            under_way.showing.different();
        }
        let added = match self.go(&under_way.http, &mut under_way.showing, cancel).await? {
            Step::Done(added) => added,
            Step::Ended(why) => return Err(ended(why)),
            Step::Send(_) | Step::Wait(_) | Step::Compare(_) => return Err(Error::Internal("an end was expected")),
        };
        let device = Id::from(added.device);
        let changes = self.write(|w| if name.is_empty() { Ok(()) } else { device_list::set_name(w, device, &name) })?;
        // The new list and its keyring come like any other; without a connection, with the next sync.
        self.sync_backup(Patience::default(), cancel, &mut SyncReport::default()).await?;
        Ok(changes)
    }

    /// On the second phone: begins with the text of a code that was scanned inside the app. Nothing is sent yet. Where there
    /// are entries here already they are kept, beside those that come: that has to be said before, and is agreed to by
    /// `beside_what_is_here`.
    ///
    /// # Errors
    /// `code` malformed when it is some other code or damaged; [`Error::Refused`] for a code of a newer kind or a relay that
    /// is not private; `backup` in the wrong state where one is on or a restore is under way; `beside_what_is_here` in the
    /// wrong state where there are entries and that was not agreed to.
    pub fn scan_code_of_first_phone(&self, text: &str, beside_what_is_here: bool) -> Result<ScannedSecondPhone> {
        if self.backup()?.restoring {
            return Err(Error::invalid("backup", Reason::WrongState));
        }
        self.may_come(beside_what_is_here)?;
        let mut seeds = None;
        self.write(|w| {
            take_unused_name(w)?;
            forget(w)?;
            seeds = Some((new_seed(w.randomness())?, new_seed(w.randomness())?));
            Ok(())
        })?;
        let (identity, sealing) = seeds.ok_or(Error::Internal("no seeds"))?;
        let keys = DeviceKeys::from_seeds(self.device()?, &identity, &sealing).map_err(of_vault)?;
        let (now_ms, chance) = (self.now()?.instant_ms, Arc::clone(&self.randomness));
        let scanning = Scanning::scan(text, keys, now_ms, chance).map_err(|why| match why {
            ScanError::NotACode | ScanError::Damaged => Error::invalid("code", Reason::Malformed),
            ScanError::Newer => Error::Refused("a newer kind of code"),
            ScanError::Randomness(_) => Error::Port("randomness"),
        })?;
        let invite = scanning.invite();
        let http = Http::new(&invite.origin, invite.certificate.as_ref())
            .map_err(|_| Error::Refused("no private connection"))?;
        Ok(ScannedSecondPhone { scanning, http })
    }

    /// On the second phone: goes as far as the four words.
    ///
    /// # Errors
    /// As for [`Handrail::words_for_second_phone`].
    pub async fn words_of_first_phone(
        &self,
        under_way: &mut ScannedSecondPhone,
        cancel: &CancelToken,
    ) -> Result<[&'static str; 4]> {
        if self.alone_until(under_way.http.origin()).is_some() {
            return Err(Error::Offline);
        }
        words(&self.go(&under_way.http, &mut under_way.scanning, cancel).await?)
    }

    /// On the second phone: says whether the words are the same. If they are, waits for the first one, and then fetches
    /// everything. What is needed for that is kept before anything more is sent: cut short, the next sync goes on with it.
    ///
    /// # Errors
    /// As for [`Handrail::words_for_second_phone`]; [`Error::Refused`] with `same` false. [`Error::Offline`] leaves it to
    /// the next sync.
    pub async fn join_first_phone(
        &self,
        under_way: &mut ScannedSecondPhone,
        same: bool,
        cancel: &CancelToken,
    ) -> Result<SyncReport> {
        if same {
            under_way.scanning.same();
            let pending = under_way.scanning.pending().ok_or(Error::Internal("the words were expected"))?;
            self.write(|w| keep(w, &pending))?;
        } else {
            under_way.scanning.different();
        }
        let kept = match self.go(&under_way.http, &mut under_way.scanning, cancel).await? {
            Step::Done(kept) => kept,
            Step::Ended(Ended::Away) => return Err(Error::Offline),
            Step::Ended(why) => {
                self.forget_joining()?;
                return Err(ended(why));
            }
            Step::Send(_) | Step::Wait(_) | Step::Compare(_) => return Err(Error::Internal("an end was expected")),
        };
        self.joined_first_phone(&kept)?;
        let mut report = SyncReport::default();
        self.sync_backup(Patience::default(), cancel, &mut report).await?;
        Ok(report)
    }

    /// Ends a joining that was cut short after "same".
    pub(super) async fn finish_joining(
        &self,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        let Some((pending, at_ms)) = self.pending()? else { return Ok(()) };
        if let Some(until) = self.alone_until(&pending.origin) {
            report.leave_alone(until);
            return Ok(());
        }
        let http = Http::with_patience(&pending.origin, pending.certificate.as_ref(), patience)
            .map_err(|_| Error::Refused("no private connection"))?;
        let mut joining = Joining::new(pending, Arc::clone(&self.randomness));
        let ended = self.go(&http, &mut joining, cancel).await;
        report.met(&http);
        match ended? {
            Step::Done(kept) => self.joined_first_phone(&kept),
            // The other phone may still be on its way; after the ten minutes it is not.
            Step::Ended(Ended::Expired) if self.now()?.instant_ms < at_ms.saturating_add(ASKS_FOR_MS) => Ok(()),
            Step::Ended(Ended::Expired | Ended::DoesNotFit) => self.forget_joining(),
            Step::Ended(Ended::Away) => {
                let until = self.alone_until(http.origin());
                report.stopped = report.stopped.or(Some(if until.is_some() { Stopped::Busy } else { Stopped::Away }));
                report.retry_at_ms = report.retry_at_ms.max(until);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// This phone is on the list: the vault is this store's. A way back was proven on the phone that made it.
    fn joined_first_phone(&self, kept: &Kept) -> Result<()> {
        self.write(|w| {
            let sql = "SELECT certificate FROM vault_joining";
            let certificate: Option<[u8; 32]> = w.tx().query_row(sql, [], |r| r.get(0)).optional()?.flatten();
            let begun = Begun {
                state: "open",
                certificate,
                voucher: None,
                first_keyring: None,
                code: None,
                proven_ms: Some(w.now().instant_ms),
            };
            kept_rows::keep(w, kept, &begun)?;
            forget(w)
        })?;
        self.store.scrub()?;
        Ok(())
    }

    fn forget_joining(&self) -> Result<()> {
        self.write(forget)?;
        self.store.scrub()?;
        Ok(())
    }

    fn pending(&self) -> Result<Option<(Pending, i64)>> {
        self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT origin, certificate, vault, list, device, identity, sealing, at_ms FROM vault_joining",
            )?;
            let found = q.query_row([], |r| {
                let (origin, certificate): (String, Option<[u8; 32]>) = (r.get(0)?, r.get(1)?);
                let keys = keys_of(r.get(4)?, r.get(5)?, r.get(6)?);
                let (vault, list): ([u8; 16], Vec<u8>) = (r.get(2)?, r.get(3)?);
                let at_ms: i64 = r.get(7)?;
                Ok(keys.and_then(|device| {
                    let origin: Origin = origin.parse().map_err(|_| Error::Damaged("a relay's address"))?;
                    let (vault, device) = (WireId::from(vault), Arc::new(device));
                    Ok((Pending { origin, certificate: certificate.map(Hash::from), vault, list, device }, at_ms))
                }))
            });
            found.optional()?.transpose()
        })
    }

    async fn go<S: Side>(&self, http: &Http, side: &mut S, cancel: &CancelToken) -> Result<Step<S::Agreement>> {
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let step = pair(http, side, &now, cancel).await;
        self.heed(http);
        step.map_err(|why| self.interrupted(why))
    }
}

fn words<T>(step: &Step<T>) -> Result<[&'static str; 4]> {
    match step {
        Step::Compare(words) => Ok(*words),
        Step::Ended(why) => Err(ended(*why)),
        Step::Send(_) | Step::Wait(_) | Step::Done(_) => Err(Error::Internal("words were expected")),
    }
}

fn keep(w: &Write<'_>, pending: &Pending) -> Result<()> {
    forget(w)?;
    w.tx().execute(
        "INSERT INTO vault_joining (only, origin, certificate, vault, list, device, identity, sealing, at_ms)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            pending.origin.as_str(),
            pending.certificate.map(|hash| hash.0),
            pending.vault.0,
            pending.list,
            Id::from(pending.device.id),
            pending.device.identity.seed(),
            pending.device.sealing.seed(),
            w.now().instant_ms,
        ],
    )?;
    Ok(())
}

fn forget(w: &Write<'_>) -> Result<()> {
    w.tx().execute("DELETE FROM vault_joining", [])?;
    Ok(())
}
