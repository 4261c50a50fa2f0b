//! A new phone: the sheet or its code, everything comes, the person looks at it, and only then is it theirs.
//!
//! What comes lies beside the record until then. Every step is kept, so that a restore that was cut short goes on where it
//! was, and one that was confirmed ends by itself with the next sync.

use std::collections::BTreeSet;
use std::sync::Arc;

use handrail_wire::Id as WireId;
use handrail_wire::login::Origin;
use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::newcomer::take_unused_name;
use super::staged::Staged;
use super::turn_on::{CodeCheck, of_vault};
use super::{entries, helped};
use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger;
use crate::readers::bring_back;
use crate::seal::keys::new_seed;
use crate::store::{Changes, Write};
use crate::sync::SyncReport;
use crate::sync::http::{CancelToken, Http, Patience, restore};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::sync::vault::kept_rows::{self, Begun, Heads, keys_of};
use crate::sync::vault::{Found, Restore, RestoreStep, Restored};
use crate::vault::code::{CodeError, VaultCode};

/// Where the code comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum RestoreFrom {
    /// The square code of the sheet, as it was scanned.
    Square(Zeroizing<String>),
    /// Typed in from the sheet.
    Typed {
        /// The code: any case, with or without spaces and hyphens.
        code: Zeroizing<String>,
        /// The relay's address, from the sheet.
        relay: String,
    },
    /// The code in two halves: the card, and what the practitioner's page shows. Each typed in, or the card scanned.
    Halves {
        /// From the card.
        card: Zeroizing<String>,
        /// From the practitioner.
        theirs: Zeroizing<String>,
        /// The relay's address, from the card; not looked at where that was scanned.
        relay: String,
    },
}

impl std::fmt::Debug for RestoreFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RestoreFrom(..)")
    }
}

/// How far a restore is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreProgress {
    /// Bytes of answers so far, in this run.
    pub received: u64,
    /// Pieces that came so far, in all runs.
    pub pieces: u64,
}

/// What came, to be looked at: "Last entry: DATE, COUNT entries".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreView {
    /// Entries in it. Settings and what the app noted by itself are not counted.
    pub entries: u64,
    /// The day on which the newest was written, by the clock of the phone on which it was.
    pub last_entry: Option<Day>,
    /// Some notes may be missing: not everything came that another phone had signed for, or something could not be read.
    pub some_missing: bool,
    /// Entries on this phone already. They stay, beside those that came.
    pub here: u64,
}

/// A restore that was begun.
struct Begins {
    origin: Origin,
    code: VaultCode,
    lost: bool,
    device: Id,
    seeds: (Zeroizing<[u8; 32]>, Zeroizing<[u8; 32]>),
    old: Option<BTreeSet<WireId>>,
    confirmed: bool,
}

/// How a run of the machine ended.
enum Ended {
    Found(Found),
    Joined,
    Stopped(Stopped),
}

impl Handrail {
    /// Entries on this phone, for whoever wants to know what a restore would be put beside. Settings do not count.
    ///
    /// # Errors
    /// Those of the store.
    pub fn entries_here(&self) -> Result<u64> {
        self.read(entries::here)
    }

    /// Begins a restore. Nothing is sent yet. `old_phone_is_lost`: it may no longer read or write, from the moment on in
    /// which this one joins. Where there are entries here already, they are kept, beside those that come: that has to be
    /// said before, and is agreed to by `beside_what_is_here`. A restore that was begun before and not confirmed is
    /// forgotten.
    ///
    /// # Errors
    /// `backup` in the wrong state where one is on; `beside_what_is_here` in the wrong state where there are entries and
    /// that was not agreed to; `sheet`, `halves` or `relay` malformed; [`Error::Refused`] for a relay that is not private.
    pub fn begin_restore(
        &self,
        from: &RestoreFrom,
        old_phone_is_lost: bool,
        beside_what_is_here: bool,
    ) -> Result<CodeCheck> {
        let (code, origin) = match from {
            RestoreFrom::Square(text) => {
                VaultCode::from_qr(text.trim()).map_err(|_| Error::invalid("sheet", Reason::Malformed))?
            }
            RestoreFrom::Typed { code, relay } => {
                let code = match VaultCode::from_text(code) {
                    Ok(code) => code,
                    Err(CodeError::Group(group)) => return Ok(CodeCheck::Differs(vec![group])),
                    Err(CodeError::Length) => return Ok(CodeCheck::Length),
                };
                let origin = relay.trim().trim_end_matches('/').parse();
                (code, origin.map_err(|_| Error::invalid("relay", Reason::Malformed))?)
            }
            RestoreFrom::Halves { card, theirs, relay } => helped::restore_from(card, theirs, relay)?,
        };
        if !origin.is_private_enough() {
            return Err(Error::Refused("no private connection"));
        }
        self.may_come(beside_what_is_here)?;
        self.write(|w| {
            kept_rows::forget(w)?;
            forget(w)?;
            take_unused_name(w)?;
            w.tx().execute(
                "INSERT INTO vault_restore (only, origin, code, lost, device, identity, sealing)
                 VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    origin.as_str(),
                    code.bytes(),
                    old_phone_is_lost,
                    w.device(),
                    *new_seed(w.randomness())?,
                    *new_seed(w.randomness())?,
                ],
            )?;
            Ok(())
        })?;
        Ok(CodeCheck::Right)
    }

    /// Fetches everything, and gives what came, to be shown and confirmed. Nothing of it is in the record yet, and nothing
    /// at the relay is changed. Cut short, it goes on where it was when it is called again.
    ///
    /// # Errors
    /// [`Error::NotFound`] where none was begun; [`Error::Refused`] where no backup opens with this code, or what answers
    /// is not the relay of the code, or no relay at all; [`Error::Offline`], also where the relay asked to be left alone for a
    /// while; [`Error::Cancelled`].
    pub async fn fetch_restore(
        &self,
        cancel: &CancelToken,
        on_progress: &mut (dyn FnMut(RestoreProgress) + Send),
    ) -> Result<RestoreView> {
        let begun = self.begun()?.ok_or(Error::NotFound("restore"))?;
        if self.alone_until(&begun.origin).is_some() {
            return Err(Error::Offline);
        }
        let http = self.http_of_vault(&begun.origin, Patience::default())?;
        match self.run_restore(begun, &http, cancel, on_progress).await? {
            Ended::Found(found) => self.view_of(&found),
            Ended::Joined => Err(Error::Internal("a restore nobody confirmed")),
            Ended::Stopped(Stopped::LoginRefused | Stopped::MailboxGone) => {
                Err(Error::Refused("no backup opens with this code"))
            }
            Ended::Stopped(Stopped::NotTrusted) => Err(Error::Refused("no private connection")),
            Ended::Stopped(Stopped::NotARelay) => Err(Error::Refused("what answers is no relay")),
            Ended::Stopped(Stopped::Away | Stopped::Busy) => Err(Error::Offline),
        }
    }

    /// "Yes, this is mine": what came becomes part of the record, and this phone goes on keeping the backup. Where the
    /// relay cannot be reached for that now, the next sync does it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where none was begun; [`Error::Cancelled`]; those of the store. The record has by then what
    /// was confirmed, unless it was the store that could not take it.
    pub async fn confirm_restore(&self, cancel: &CancelToken) -> Result<SyncReport> {
        let changes = self.write(|w| {
            w.tx().execute("UPDATE vault_restore SET confirmed = 1", [])?;
            Ok(())
        });
        changes?;
        self.begun()?.ok_or(Error::NotFound("restore"))?;
        let mut report = SyncReport::default();
        self.finish_restore(Patience::default(), cancel, &mut report).await?;
        Ok(report)
    }

    /// "No, this is not mine", or "not now": what came is forgotten, the code too. The record was not touched, and the
    /// relay keeps what it has.
    ///
    /// # Errors
    /// `backup` in the wrong state where it was confirmed already.
    pub fn decline_restore(&self) -> Result<Changes> {
        if self.begun()?.is_some_and(|begun| begun.confirmed) {
            return Err(Error::invalid("backup", Reason::WrongState));
        }
        let changes = self.write(forget)?;
        self.store.scrub()?;
        Ok(changes)
    }

    /// Ends a restore that was confirmed, as far as the relay lets it.
    pub(super) async fn finish_restore(
        &self,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        let Some(begun) = self.begun()?.filter(|begun| begun.confirmed) else { return Ok(()) };
        report.from_own_phones += self.take_parts()?;
        if let Some(until) = self.alone_until(&begun.origin) {
            report.leave_alone(until);
            return Ok(());
        }
        let http = self.http_of_vault(&begun.origin, patience)?;
        // While the old phone is in use, it is the one that shares.
        let former = begun.lost.then(|| begun.code.sealing_key()).transpose().map_err(of_vault)?;
        let ended = self.run_restore(begun, &http, cancel, &mut |_| ()).await;
        report.met(&http);
        match ended? {
            Ended::Joined => {
                report.from_own_phones += self.take_parts()?;
                self.write(|w| {
                    if let Some(code) = &former {
                        bring_back(w, code)?;
                    }
                    forget(w)
                })?;
                self.store.scrub()?;
            }
            Ended::Stopped(why) => {
                report.stopped = report.stopped.or(Some(why));
                report.retry_at_ms = report.retry_at_ms.max(self.alone_until(http.origin()));
            }
            Ended::Found(_) => {}
        }
        Ok(())
    }

    async fn run_restore(
        &self,
        begun: Begins,
        http: &Http,
        cancel: &CancelToken,
        on_progress: &mut (dyn FnMut(RestoreProgress) + Send),
    ) -> Result<Ended> {
        let heads = self.read(|c| Heads::OF_RESTORE.load(c))?;
        let keys = keys_of(begun.device, *begun.seeds.0, *begun.seeds.1)?;
        let day = super::run::today(self)?;
        let run = Restore::new(begun.origin, &begun.code, keys, begun.lost, day, Arc::clone(&self.randomness));
        let mut run = run.map_err(of_vault)?.resumed(heads.clone(), begun.old, begun.confirmed);
        let staged = Staged::new(self, begun.device);
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let mut kept = heads;
        let mut came = |run: &Restore| -> Result<(), StoreFailed> {
            if kept != *run.heads() || run.old().is_some() {
                self.write(|w| {
                    for (device, known) in run.heads().iter().filter(|(id, known)| kept.get(id) != Some(known)) {
                        Heads::OF_RESTORE.keep(w, *device, known)?;
                    }
                    let old: Option<Vec<u8>> = run.old().map(|old| old.iter().flat_map(|id| id.0).collect());
                    w.tx().execute("UPDATE vault_restore SET old = coalesce(old, ?1)", [old])?;
                    Ok(())
                })?;
                kept.clone_from(run.heads());
            }
            let pieces: i64 =
                self.read(|c| Ok(c.query_row("SELECT count(*) FROM vault_restore_part", [], |r| r.get(0))?))?;
            on_progress(RestoreProgress { received: http.traffic().received, pieces: pieces.unsigned_abs() });
            Ok(())
        };
        let ended = restore(http, &mut run, &staged, &now, cancel, &mut came).await;
        self.heed(http);
        match ended.map_err(|why| self.interrupted(why))? {
            RestoreStep::Found(found) => Ok(Ended::Found(found)),
            RestoreStep::Done(restored) => {
                self.joined(&restored)?;
                Ok(Ended::Joined)
            }
            RestoreStep::Stopped(why, _) => Ok(Ended::Stopped(why)),
            RestoreStep::Send(_) | RestoreStep::Wait(_) => Err(Error::Internal("an end was expected")),
        }
    }

    /// This phone is on the list: the vault is this store's.
    fn joined(&self, restored: &Restored) -> Result<()> {
        self.write(|w| {
            let mut kept = restored.kept.clone();
            // What could not be taken into the record was taken off there, to be fetched and looked at once more.
            let there = Heads::OF_RESTORE.load(w.tx())?;
            kept.heads.retain(|device, _| there.contains_key(device));
            let begun = Begun {
                state: "open",
                certificate: None,
                voucher: None,
                first_keyring: None,
                code: None,
                proven_ms: Some(w.now().instant_ms),
            };
            kept_rows::keep(w, &kept, &begun)
        })?;
        Ok(())
    }

    /// What came becomes part of the record, piece by piece; a piece that is in is no piece any more. Gives the changes
    /// that were new.
    fn take_parts(&self) -> Result<u64> {
        let mut new = 0;
        let mut gone = false;
        loop {
            let part: Option<(i64, Option<Id>, Vec<u8>)> = self.read(|c| {
                Ok(c.prepare_cached("SELECT number, device, bytes FROM vault_restore_part ORDER BY number LIMIT 1")?
                    .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                    .optional()?)
            })?;
            let Some((number, author, bytes)) = part else { break };
            let taken = self.write(|w| {
                let (taken, removed) = match author {
                    Some(device) => ledger::take_in_within(w, &ledger::Batch::parse(device, &bytes)?)?,
                    None => ledger::load_snapshot_within(w, &ledger::Snapshot::parse(&bytes)?)?,
                };
                new += taken.new;
                gone |= removed;
                w.tx().execute("DELETE FROM vault_restore_part WHERE number = ?1", [number])?;
                Ok(())
            });
            match taken {
                Ok(_) => {}
                // No Handrail wrote that. It is at the relay, and the next exchange names it; the rest is taken in.
                Err(Error::Ledger(_)) => {
                    self.write(|w| {
                        w.tx().execute("DELETE FROM vault_restore_part WHERE number = ?1", [number])?;
                        match author {
                            Some(device) => {
                                w.tx().execute("DELETE FROM vault_restore_device WHERE device = ?1", [device])?;
                                Ok(())
                            }
                            None => Heads::OF_RESTORE.clear(w),
                        }
                    })?;
                }
                Err(other) => return Err(other),
            }
        }
        if gone {
            self.store.scrub()?;
        }
        Ok(new)
    }

    fn view_of(&self, found: &Found) -> Result<RestoreView> {
        let came = self.read(entries::that_came)?;
        let (now, boundary) = (self.now()?, self.store.boundary_min()?);
        let day = |instant_ms| Moment { instant_ms, ..now.clone() }.day(boundary);
        Ok(RestoreView {
            entries: came.count,
            last_entry: came.last_ms.map(day),
            some_missing: !found.complete || !found.findings.is_empty(),
            here: self.entries_here()?,
        })
    }

    fn begun(&self) -> Result<Option<Begins>> {
        let sql = "SELECT origin, code, lost, device, identity, sealing, old, confirmed FROM vault_restore";
        self.read(|c| {
            let found = c
                .prepare_cached(sql)?
                .query_row([], |r| {
                    let code: Zeroizing<[u8; 16]> = r.get(1).map(Zeroizing::new)?;
                    let seeds = (r.get(4).map(Zeroizing::new)?, r.get(5).map(Zeroizing::new)?);
                    let (lost, device, confirmed) = (r.get(2)?, r.get(3)?, r.get(7)?);
                    let old: Option<Vec<u8>> = r.get(6)?;
                    let old = old.map(|ids| {
                        let (ids, _) = ids.as_chunks::<16>();
                        ids.iter().map(|id| WireId::from(*id)).collect()
                    });
                    let origin: String = r.get(0)?;
                    Ok(origin.parse().ok().map(|origin| Begins {
                        origin,
                        code: VaultCode::from_bytes(&code),
                        lost,
                        device,
                        seeds,
                        old,
                        confirmed,
                    }))
                })
                .optional()?;
            found.map(|begun| begun.ok_or(Error::Damaged("a relay's address"))).transpose()
        })
    }
}

/// Forgets a restore: the code, the keys made for it, and what came.
fn forget(w: &Write<'_>) -> Result<()> {
    for table in ["vault_restore", "vault_restore_part", "vault_restore_device"] {
        w.tx().execute(&format!("DELETE FROM {table}"), [])?;
    }
    Ok(())
}
