//! What a sync does for the backup.

use std::sync::Arc;

use handrail_wire::api::{ProblemCode, VaultRequest, paths};
use handrail_wire::login::Origin;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::{Hash, Id as WireId};
use rusqlite::{OptionalExtension as _, params};

use super::join::must_join_anew;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::readers::{identity_key, keep_for_restore};
use crate::sync::backup_words::{FULL, GONE};
use crate::sync::call::Request;
use crate::sync::http::{CancelToken, Http, Interrupted, Patience, exchange_vault, run_errand};
use crate::sync::relay::Stopped;
use crate::sync::vault::errand::{Errand, Login, Outcome};
use crate::sync::vault::in_store::InStore;
use crate::sync::vault::{Exchange, Finding, Summary, kept_rows};
use crate::sync::{Method, SyncReport};

/// Kept where the last exchange could not be finished for another reason, which passes.
const LATER: &str = "later";

/// Today as device lists count: days since 1970-01-01 UTC. A day before that is no day of theirs.
pub(super) fn today(handrail: &Handrail) -> Result<u64> {
    Ok(u64::try_from(handrail.now()?.instant_ms.div_euclid(86_400_000)).unwrap_or(0).max(1))
}

/// How the vault stands before a sync.
struct Standing {
    state: String,
    proven: bool,
    origin: Origin,
}

impl Handrail {
    /// Everything of the backup that a sync does. Nothing where there is none, or while its code was not typed in.
    pub(crate) async fn sync_backup(
        &self,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        self.finish_restore(patience, cancel, report).await?;
        self.finish_joining(patience, cancel, report).await?;
        let Some(standing) = self.standing()? else { return Ok(()) };
        if !standing.proven {
            return Ok(());
        }
        if let Some(until) = self.alone_until(&standing.origin) {
            report.leave_alone(until);
            return Ok(());
        }
        let http = self.http_of_vault(&standing.origin, patience)?;
        let done = self.sync_vault(&standing, &http, cancel, report).await;
        report.met(&http);
        done
    }

    async fn sync_vault(
        &self,
        standing: &Standing,
        http: &Http,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        if standing.state == "new"
            && let Some(why) = self.make_vault(http, cancel).await?
        {
            report.retry_at_ms = report.retry_at_ms.max(self.heed(http));
            return self.note_not_made(why, report);
        }
        self.write(keep_for_restore)?;
        let code = self.code_on_list()?;
        let began_ms = self.now()?.instant_ms;
        let mut summary = self.exchange_once(http, cancel, report).await?;
        if must_join_anew(self, &summary)? {
            match self.join_anew(http, cancel).await? {
                None => summary = self.exchange_once(http, cancel, report).await?,
                Some(Outcome::Stopped(why)) => {
                    summary.stopped = summary.stopped.or(Some(why));
                    summary.retry_at_ms = summary.retry_at_ms.max(self.heed(http));
                }
                // Another phone changed the list meanwhile: the next sync sees it first.
                Some(_) => {}
            }
        }
        // Another code: what only the code opens is sealed to the new one, and goes with the same sync.
        if summary.stopped.is_none() && code != self.code_on_list()? {
            self.write(keep_for_restore)?;
            summary = self.exchange_once(http, cancel, report).await?;
        }
        self.note(&summary, began_ms, report)
    }

    async fn exchange_once(&self, http: &Http, cancel: &CancelToken, report: &mut SyncReport) -> Result<Summary> {
        let kept = self.read(kept_rows::load)?.ok_or(Error::NotFound("vault"))?;
        let device = Id::from(kept.device.id);
        let known = self.tokens().get(&device).cloned();
        let mut run = Exchange::new(kept, known, Arc::clone(&self.randomness)).map_err(super::turn_on::of_vault)?;
        let mut state = InStore::new(self);
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let done = exchange_vault(http, &mut run, &mut state, self, &now, cancel).await;
        if let Some(token) = run.token() {
            self.tokens().insert(device, token);
        }
        let summary = done.map_err(|why| self.interrupted(why))?;
        report.saved += summary.sent;
        report.from_own_phones += summary.taken_in;
        Ok(summary)
    }

    /// What the recovery code on the list logs in as.
    fn code_on_list(&self) -> Result<Option<WireId>> {
        let list: Option<Vec<u8>> =
            self.read(|c| Ok(c.prepare_cached("SELECT list FROM vault")?.query_row([], |r| r.get(0)).optional()?))?;
        let list = list.map(|list| DeviceList::kept(&list)).transpose();
        Ok(list.map_err(|_| Error::Damaged("the vault"))?.map(|list| list.recovery.locator))
    }

    /// Makes the vault at the relay, as often as that takes: the same bytes make the same vault. `None` where that is done; else
    /// what the relay said.
    async fn make_vault(&self, http: &Http, cancel: &CancelToken) -> Result<Option<Outcome>> {
        let (list, keyring, voucher, origin): (Vec<u8>, Option<Vec<u8>>, Option<Id>, String) = self.read(|c| {
            Ok(c.query_row("SELECT list, first_keyring, voucher, origin FROM vault", [], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })?)
        })?;
        let origin: Origin = origin.parse().map_err(|_| Error::Damaged("a relay's address"))?;
        let keyring = keyring.ok_or(Error::Damaged("the vault"))?;
        let body = VaultRequest { list: list.into(), keyring: keyring.into() };
        let request = Request::new(Method::Post, paths::VAULTS.into()).json(&body);
        let login = match voucher {
            Some(mailbox) => {
                let (key, _) = self.read(|c| identity_key(c, mailbox))?;
                Some(Login { id: mailbox.into(), key, token: self.tokens().get(&mailbox).cloned() })
            }
            None => None,
        };
        let mut errand = Errand::new(&origin, login, request, Arc::clone(&self.randomness));
        let outcome = self.run_errand(http, &mut errand, cancel).await?;
        if let (Some(mailbox), Some(token)) = (voucher, errand.token()) {
            self.tokens().insert(mailbox, token);
        }
        match outcome {
            Outcome::Done => {
                self.write(|w| {
                    w.tx().execute("UPDATE vault SET state = 'open', first_keyring = NULL", [])?;
                    Ok(())
                })?;
                Ok(None)
            }
            other => Ok(Some(other)),
        }
    }

    /// Origin of the relay that holds the vault, or that will hold it; none where there is no backup.
    pub(crate) fn place_of_backup(&self) -> Result<Option<String>> {
        self.read(|c| Ok(c.prepare_cached("SELECT origin FROM vault")?.query_row([], |r| r.get(0)).optional()?))
    }

    fn standing(&self) -> Result<Option<Standing>> {
        let found: Option<(String, bool, String)> = self.read(|c| {
            Ok(c.prepare_cached("SELECT state, proven_ms IS NOT NULL, origin FROM vault")?
                .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?)
        })?;
        let Some((state, proven, origin)) = found else { return Ok(None) };
        let origin = origin.parse().map_err(|_| Error::Damaged("a relay's address"))?;
        Ok(Some(Standing { state, proven, origin }))
    }

    /// Why there is no vault at the relay yet, for the status line, the diagnostics page and the report.
    fn note_not_made(&self, why: Outcome, report: &mut SyncReport) -> Result<()> {
        let (kept, stopped) = match why {
            // No more are taken today, or by this mailbox's word.
            Outcome::Refused(code @ (ProblemCode::Quota | ProblemCode::Forbidden)) => {
                self.met.backup_not_made(code == ProblemCode::Quota);
                (FULL, None)
            }
            Outcome::Refused(_) | Outcome::Done => (LATER, Some(Stopped::NotARelay)),
            Outcome::Stopped(why) => (LATER, Some(why)),
        };
        if stopped.is_some() {
            self.met.backup(stopped);
        }
        report.stopped = report.stopped.or(stopped);
        self.write(|w| {
            w.tx().execute("UPDATE vault SET stopped = ?1", [kept])?;
            Ok(())
        })?;
        Ok(())
    }

    /// What the status line says of it from now on.
    fn note(&self, summary: &Summary, began_ms: i64, report: &mut SyncReport) -> Result<()> {
        let kept = self.read(kept_rows::load)?.ok_or(Error::NotFound("vault"))?;
        // Something is in no log, and there is no room for it in a snapshot either.
        let no_room = kept.upkeep.unlogged && summary.findings.contains(&Finding::TooLarge);
        let stopped = match summary.stopped {
            _ if summary.over_quota || no_room => FULL,
            Some(Stopped::LoginRefused | Stopped::MailboxGone) => GONE,
            Some(_) => LATER,
            None => "",
        };
        self.met.backup(summary.stopped);
        let findings: Vec<&str> = summary.findings.iter().map(|finding| finding.name()).collect();
        let findings = findings.join(" ");
        let sealed = self.own_since(kept.ops_sealed, 1)?.is_none();
        let all = sealed && kept.tip == kept.acknowledged && !kept.upkeep.unlogged;
        // What was written while this ran may be in no batch yet; what was written before is.
        let saved = summary.stopped.is_none() && !summary.over_quota && all;
        report.stopped = report.stopped.or(summary.stopped);
        report.over_quota |= summary.over_quota;
        report.retry_at_ms = report.retry_at_ms.max(summary.retry_at_ms);
        if let Some(until) = summary.retry_at_ms {
            self.met.asked_to_wait(kept.origin.as_str(), began_ms, until);
        }
        let unchanged: bool = self.read(|c| {
            Ok(c.query_row(
                "SELECT stopped = ?1 AND findings = ?2 AND (NOT ?3 OR saved_ms IS ?4) FROM vault",
                params![stopped, findings, saved, began_ms],
                |r| r.get(0),
            )?)
        })?;
        if unchanged {
            return Ok(());
        }
        self.write(|w| {
            w.tx().execute(
                "UPDATE vault SET stopped = ?1, findings = ?2, saved_ms = CASE WHEN ?3 THEN ?4 ELSE saved_ms END",
                params![stopped, findings, saved, began_ms],
            )?;
            Ok(())
        })?;
        Ok(())
    }

    pub(super) async fn run_errand(&self, http: &Http, errand: &mut Errand, cancel: &CancelToken) -> Result<Outcome> {
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let outcome = run_errand(http, errand, &now, cancel).await;
        self.heed(http);
        outcome.map_err(|why| self.interrupted(why))
    }

    pub(super) fn http_of_vault(&self, origin: &Origin, patience: Patience) -> Result<Http> {
        let certificate: Option<[u8; 32]> = self.read(|c| {
            let sql = "SELECT certificate FROM vault UNION ALL SELECT certificate FROM vault_restore";
            Ok(c.prepare_cached(sql)?.query_row([], |r| r.get(0)).optional()?.flatten())
        })?;
        Http::with_patience(origin, certificate.map(Hash::from).as_ref(), patience)
            .map_err(|_| Error::Refused("no private connection"))
    }

    pub(crate) fn interrupted(&self, why: Interrupted) -> Error {
        match why {
            Interrupted::Cancelled => Error::Cancelled,
            // The store's own words are better than "it failed".
            Interrupted::Store(_) => self.read(|_| Ok(())).err().unwrap_or(Error::Internal("the store refused")),
        }
    }
}
