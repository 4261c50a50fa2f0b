//! `sync`: one exchange for each care relationship, and one of the backup, over HTTPS.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::join_all;
use handrail_wire::Hash;
use handrail_wire::api::{ProblemCode, paths};
use handrail_wire::login::Origin;
use rusqlite::{OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::SubkeySeed;
use super::call::{Method, Request};
use super::http::{CancelToken, Http, Interrupted, Patience, exchange, run_errand};
use super::in_store::InStore;
use super::relay::{Account, Exchange, Stopped, Summary};
use super::renew::{Subkeys, renew};
use super::vault::errand::{Errand, Login, Outcome};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::readers::{ENDING, FORMER, ended, identity_key};
use crate::store::Write;

/// What a sync did, over all care relationships. Bytes are exact: the person can see every send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SyncReport {
    /// Messages the relay stored.
    pub delivered: u32,
    /// Messages taken in: suggestions, answers, receipts.
    pub taken_in: u32,
    /// Messages that could not be opened. They are kept; "Please show this to NAME at your next meeting."
    pub not_opened: u32,
    /// Pieces of the backup that the relay stored.
    pub saved: u32,
    /// Changes from the person's other phones that were new here.
    pub from_own_phones: u64,
    /// Bytes of request bodies sent.
    pub bytes_sent: u64,
    /// Bytes of answers received.
    pub bytes_received: u64,
    /// The relay takes no more for now; the rest waits, and nothing on this phone stops for it.
    pub over_quota: bool,
    /// The first reason why something still waits, if it does.
    pub stopped: Option<Stopped>,
    /// The relay asked not to be called before this instant (ms since 1970 UTC); a sync before that does not call it.
    pub retry_at_ms: Option<i64>,
    /// What may be different on this phone now, so that no screen is read again for nothing: concepts as
    /// [`crate::Change::concept`] names them, and [`TOUCHED_BY_EVERY_SYNC`]. `None`: it may be any of them, because something came
    /// in; never empty.
    pub touched: Option<&'static [&'static str]>,
}

/// Stands among the concepts of [`SyncReport::touched`] after every sync, for what is no record: the status line, the backup, and
/// with whom one shares.
pub const TOUCHED_BY_EVERY_SYNC: &str = "sync";

/// What a sync that brought nothing may have changed: what waited was sent, and who reads may have heard of it.
const SENT: &[&str] = &[TOUCHED_BY_EVERY_SYNC, "packet", "reader", "introduction"];

impl SyncReport {
    /// Whether anything came in from elsewhere: from readers, or from the person's other phones.
    fn brought_something(&self) -> bool {
        self.taken_in > 0 || self.not_opened > 0 || self.from_own_phones > 0
    }

    /// Adds what was done on another line.
    fn add(&mut self, other: &Self) {
        self.delivered += other.delivered;
        self.taken_in += other.taken_in;
        self.not_opened += other.not_opened;
        self.saved += other.saved;
        self.from_own_phones += other.from_own_phones;
        self.bytes_sent += other.bytes_sent;
        self.bytes_received += other.bytes_received;
        self.over_quota |= other.over_quota;
        self.stopped = self.stopped.or(other.stopped);
        self.retry_at_ms = self.retry_at_ms.max(other.retry_at_ms);
    }

    /// Counts what went over a line.
    pub(crate) fn met(&mut self, http: &Http) {
        let traffic = http.traffic();
        self.bytes_sent += traffic.sent;
        self.bytes_received += traffic.received;
    }

    /// A relay was not called, because it had asked for that until this instant.
    pub(crate) fn leave_alone(&mut self, until_ms: i64) {
        self.stopped = self.stopped.or(Some(Stopped::Busy));
        self.retry_at_ms = self.retry_at_ms.max(Some(until_ms));
    }
}

/// A mailbox that a sync has something to do for.
struct OfRelay {
    id: Id,
    origin: String,
    state: String,
    read_by_somebody: bool,
}

/// What is done at one relay, one after the other: what is shared goes before the backup, so that a review never waits for a
/// year of entries.
#[derive(Default)]
struct Line {
    mailboxes: Vec<OfRelay>,
    backup: bool,
}

impl Handrail {
    /// Sends what waits and fetches what is there: every care relationship, and the backup. Nobody paired and no backup: nothing is
    /// sent anywhere, but for taking back where a relay was to wake this phone. Relays do not wait for each other: one that cannot
    /// be reached or ends with an error holds up what is kept there and nothing else; the report says so.
    ///
    /// Safe to drop at any point, and to cancel: nothing half-done remains, and everything unsent goes the next time.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; those of the store. A relay that is away is no error: see [`SyncReport::stopped`].
    pub async fn sync(&self, cancel: &CancelToken) -> Result<SyncReport> {
        self.sync_with(Patience::default(), cancel).await
    }

    /// The same, waiting for the relay as long as it is told to.
    ///
    /// # Errors
    /// As for [`Handrail::sync`].
    pub async fn sync_with(&self, patience: Patience, cancel: &CancelToken) -> Result<SyncReport> {
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        let mut report = SyncReport::default();
        let mut first = None;
        // The second round is for the mailboxes that came with the backup of the first, from the person's other phones.
        for backup in [true, false] {
            let lines = self.lines(backup, &mut seen)?;
            let runs = lines.into_values().map(|line| self.sync_line(line, patience, cancel));
            for (done, error) in join_all(runs).await {
                report.add(&done);
                first = first.or(error);
            }
            if let Some(error) = first {
                return Err(error);
            }
        }
        self.settle_wakes(patience, cancel, &mut report).await?;
        report.taken_in += self.retry_kept()?;
        self.write(|w| {
            // What a reader has opened is not sent again: its sealed bytes go, its numbers and hashes stay.
            w.tx().execute(
                "UPDATE outbox SET message = x'' WHERE length(message) > 0 AND state = 1
                    AND packet IN (SELECT id FROM packet WHERE state IN ('opened', 'filed'))",
                [],
            )?;
            Ok(())
        })?;
        report.touched = if report.brought_something() { None } else { Some(SENT) };
        Ok(report)
    }

    /// What there is to do, by relay, without the mailboxes that were seen to already.
    fn lines(&self, backup: bool, seen: &mut BTreeSet<Id>) -> Result<BTreeMap<String, Line>> {
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        if backup {
            // A vault that is only just being brought back has no place of its own yet.
            lines.entry(self.place_of_backup()?.unwrap_or_default()).or_default().backup = true;
        }
        let mailboxes: Vec<OfRelay> = self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT id, origin, state, EXISTS (SELECT 1 FROM reader WHERE mailbox = mailbox.id AND left_ms IS NULL)
                   FROM mailbox WHERE state <> 'left' ORDER BY id",
            )?;
            let rows = q.query_map([], |r| {
                Ok(OfRelay { id: r.get(0)?, origin: r.get(1)?, state: r.get(2)?, read_by_somebody: r.get(3)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        for mailbox in mailboxes {
            if seen.insert(mailbox.id) {
                lines.entry(mailbox.origin.clone()).or_default().mailboxes.push(mailbox);
            }
        }
        Ok(lines)
    }

    /// Goes through a line to its end; what goes wrong with one thing is no reason to leave out the next.
    async fn sync_line(&self, line: Line, patience: Patience, cancel: &CancelToken) -> (SyncReport, Option<Error>) {
        let mut report = SyncReport::default();
        let mut first = None;
        for mailbox in &line.mailboxes {
            if matches!(first, Some(Error::Cancelled)) {
                return (report, first);
            }
            let done = match mailbox.state.as_str() {
                ENDING => self.end_mailbox(mailbox.id, patience, cancel, &mut report).await,
                _ => self.sync_mailbox(mailbox, patience, cancel, &mut report).await,
            };
            first = first.or(done.err());
        }
        if line.backup && !matches!(first, Some(Error::Cancelled)) {
            let done = self.sync_backup(patience, cancel, &mut report).await;
            first = first.or(done.err());
        }
        (report, first)
    }

    async fn sync_mailbox(
        &self,
        mailbox: &OfRelay,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        let id = mailbox.id;
        // What a lost phone shared with is read with the keys it had.
        if mailbox.state != FORMER {
            self.write(|w| {
                if self.met.is_first(id) {
                    w.tx().execute("UPDATE outbox SET state = 0 WHERE mailbox = ?1 AND state = 3", [id])?;
                }
                renew_subkeys(w, id)
            })?;
        }
        let mut summary = self.exchange_with(id, patience, cancel, report).await?;
        // Where nobody reads any more nothing waits: that the relay has no such mailbox is how it should be.
        if !mailbox.read_by_somebody && matches!(summary.stopped, Some(Stopped::LoginRefused | Stopped::MailboxGone)) {
            summary.stopped = None;
        }
        self.met.exchange(id, &summary);
        report.delivered += summary.delivered;
        report.taken_in += summary.taken_in;
        report.not_opened += summary.refused;
        report.over_quota |= summary.over_quota;
        report.stopped = report.stopped.or(summary.stopped);
        report.retry_at_ms = report.retry_at_ms.max(summary.retry_at_ms);
        Ok(())
    }

    async fn exchange_with(
        &self,
        mailbox: Id,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<Summary> {
        let (origin, certificate) = self.relay_of(mailbox)?;
        let (identity, device) = self.read(|c| identity_key(c, mailbox))?;
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        if let Some(until) = self.met.alone_until(origin.as_str(), now()) {
            return Ok(Summary { stopped: Some(Stopped::Busy), retry_at_ms: Some(until), ..Summary::default() });
        }
        let http = Http::with_patience(&origin, certificate.as_ref(), patience)
            .map_err(|_| Error::Refused("no private connection"))?;
        let account = Account { origin: origin.clone(), mailbox: mailbox.into(), device: device.into(), identity };
        let known = self.tokens().get(&mailbox).cloned();
        let mut run = Exchange::new(account, known, Arc::clone(&self.randomness));
        let mut state = InStore::new(self, mailbox);
        let done = exchange(&http, &mut run, &mut state, &now, cancel).await;
        report.met(&http);
        if let Some(token) = run.token() {
            self.tokens().insert(mailbox, token);
        }
        match done {
            Ok(summary) => {
                if let Some(until) = summary.retry_at_ms {
                    self.met.asked_to_wait(origin.as_str(), now(), until);
                }
                Ok(summary)
            }
            Err(Interrupted::Cancelled) => Err(Error::Cancelled),
            // The store's own words are better than "it failed".
            Err(Interrupted::Store(_)) => {
                Err(self.read(|_| Ok(())).err().unwrap_or(Error::Internal("the store refused")))
            }
        }
    }

    /// Takes the mailbox of a lost phone away from the relay, with everything in it, and then from this phone.
    async fn end_mailbox(
        &self,
        mailbox: Id,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        let (origin, certificate) = self.relay_of(mailbox)?;
        if let Some(until) = self.alone_until(&origin) {
            report.leave_alone(until);
            return Ok(());
        }
        let (key, _) = self.read(|c| identity_key(c, mailbox))?;
        let http = Http::with_patience(&origin, certificate.as_ref(), patience)
            .map_err(|_| Error::Refused("no private connection"))?;
        let login = Login { id: mailbox.into(), key, token: self.tokens().get(&mailbox).cloned() };
        let request = Request::new(Method::Delete, paths::mailbox(&mailbox.into()));
        let mut errand = Errand::new(&origin, Some(login), request, Arc::clone(&self.randomness));
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let outcome = run_errand(&http, &mut errand, &now, cancel).await;
        report.retry_at_ms = report.retry_at_ms.max(self.heed(&http));
        report.met(&http);
        match outcome.map_err(|why| self.interrupted(why))? {
            Outcome::Done
            | Outcome::Refused(ProblemCode::NotFound)
            | Outcome::Stopped(Stopped::LoginRefused | Stopped::MailboxGone) => {
                self.tokens().remove(&mailbox);
                self.write(|w| ended(w, mailbox))?;
            }
            Outcome::Stopped(why) => report.stopped = report.stopped.or(Some(why)),
            // Tried again with the next sync.
            Outcome::Refused(_) => {}
        }
        Ok(())
    }

    /// Until when a relay asked not to be called again, if the last answer on this line did. Whoever calls it next, for whatever
    /// reason, goes by it ([`Handrail::alone_until`]).
    pub(crate) fn heed(&self, http: &Http) -> Option<i64> {
        let now_ms = self.clock.now().map_or(0, |m| m.instant_ms);
        let until = now_ms.saturating_add(http.asked_to_wait_ms()?);
        self.met.asked_to_wait(http.origin().as_str(), now_ms, until);
        Some(until)
    }

    /// Until when this relay is to be left alone, if it is; ms since 1970 UTC.
    pub(crate) fn alone_until(&self, origin: &Origin) -> Option<i64> {
        self.met.alone_until(origin.as_str(), self.clock.now().map_or(0, |m| m.instant_ms))
    }

    /// Where a mailbox is, and the hash of the relay's own certificate where the pairing named one.
    fn relay_of(&self, mailbox: Id) -> Result<(Origin, Option<Hash>)> {
        let (origin, certificate) = self.read(|c| {
            c.prepare_cached("SELECT origin, certificate FROM mailbox WHERE id = ?1")?
                .query_row([mailbox], |r| Ok((r.get::<_, String>(0)?, r.get::<_, Option<[u8; 32]>>(1)?)))
                .optional()?
                .ok_or(Error::NotFound("mailbox"))
        })?;
        Ok((origin.parse().map_err(|_| Error::Damaged("a relay's address"))?, certificate.map(Hash::from)))
    }

    /// Logins that still hold, for this run of the app only.
    pub(crate) fn tokens(&self) -> std::sync::MutexGuard<'_, super::relay::Tokens> {
        self.tokens.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The monthly subkeys of this phone: new ones are kept with their key set, and old ones destroyed, in one write.
fn renew_subkeys(w: &Write<'_>, mailbox: Id) -> Result<()> {
    let held: Vec<SubkeySeed> = {
        let mut q = w.tx().prepare_cached("SELECT number, seed FROM subkey WHERE mailbox = ?1 ORDER BY number")?;
        let seeds = q.query_map([mailbox], |r| {
            Ok(SubkeySeed { number: r.get(0)?, seed: Zeroizing::new(r.get::<_, [u8; 32]>(1)?) })
        })?;
        seeds.collect::<Result<_, _>>()?
    };
    let (identity, device) = identity_key(w.tx(), mailbox)?;
    let of = Subkeys { mailbox: mailbox.into(), device: device.into(), identity: &identity, held: &held };
    let renewed = renew(&of, w.now().instant_ms, w.randomness()).map_err(|_| Error::Internal("subkeys"))?;
    let Some(renewed) = renewed else { return Ok(()) };
    w.tx().execute("DELETE FROM subkey WHERE mailbox = ?1", [mailbox])?;
    for subkey in &renewed.subkeys {
        w.tx().execute(
            "INSERT INTO subkey (mailbox, number, seed) VALUES (?1, ?2, ?3)",
            params![mailbox, subkey.number, *subkey.seed],
        )?;
    }
    if let Some(keyset) = renewed.keyset {
        w.tx().execute("UPDATE mailbox SET keyset = ?2, keyset_sent = 0 WHERE id = ?1", params![mailbox, keyset])?;
    }
    Ok(())
}
