//! A new phone: the code opens the vault, everything comes back, and this phone is put on the list.
//!
//! The list is believed because it names exactly the recovery key that the code is. Whether the relay shows the newest
//! one, nothing on a new phone can prove: what came is shown to the person as "last entry" to be confirmed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use handrail_wire::Id;
use handrail_wire::api::{DevicesBody, ProblemCode, SnapshotEntry, SnapshotsResponse, paths};
use handrail_wire::login::Origin;
use handrail_wire::signed::SigningKey;
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::{self, DeviceList, Recovery, Signer};
use handrail_wire::vault::exchange::{Answer, Knows, MAX_ANSWER, Request as Sync};
use handrail_wire::vault::keyring::{self, Keyring};
use handrail_wire::vault::snapshot;

use super::line::{Fed, Line, Ready};
use super::state::{FoundVault, Kept, KnownDevice};
use super::take::Taker;
use super::whole::Opened;
use super::{Finding, MOST_ROUNDS};
use crate::ids::Randomness;
use crate::ledger::Ledger;
use crate::seal::keys::SubkeySecret;
use crate::sync::call::{Failure, Method, Request, Response};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::vault::VaultError;
use crate::vault::code::VaultCode;
use crate::vault::device::{DeviceKeys, with, without};
use crate::vault::epochs::{EpochKeys, View};

/// What the driver is to do.
#[derive(Debug)]
pub enum RestoreStep {
    /// Send this and feed what comes of it.
    Send(Request),
    /// Ask again at this instant, ms since 1970 UTC.
    Wait(i64),
    /// Everything that the relay has came. Nothing at the relay was changed yet: it is shown to the person, and goes on
    /// with [`Restore::go_on`].
    Found(Found),
    /// Everything is here and this phone is on the list. To be kept before it is used.
    Done(Box<Restored>),
    /// Over without that. What was taken in stays; asking again goes on from there.
    Stopped(Stopped, BTreeSet<Finding>),
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whether every chain came as far as anybody signed that it goes.
    pub complete: bool,
    /// What did not fit.
    pub findings: BTreeSet<Finding>,
}

/// A vault that came back.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the store has to keep.
    pub kept: Kept,
    /// Whether the old phones are off the list. Not where something did not come: who cannot see everything takes
    /// nobody's key away.
    pub old_removed: bool,
    /// Changes that came.
    pub taken_in: u64,
    /// What did not fit.
    pub findings: BTreeSet<Finding>,
    /// Number of the snapshot it began with, among those of whoever made it; `None` where every batch was read.
    pub snapshot: Option<u64>,
}

enum Phase {
    Devices,
    Keyring,
    Snapshots,
    Snapshot,
    Sync,
    Found,
    PutDevices,
    PutKeyring,
    Done,
    Over(Stopped),
}

/// A restore under way.
pub struct Restore {
    origin: Origin,
    method: SigningKey,
    sealing: SubkeySecret,
    recovery: Recovery,
    device: Arc<DeviceKeys>,
    randomness: Arc<dyn Randomness>,
    lost: bool,
    day: u64,
    line: Line,
    phase: Phase,
    vault: Option<Id>,
    list: Option<(DeviceList, Vec<u8>)>,
    taker: Option<Taker>,
    /// Snapshots to be tried, the newest first; `None` before the relay was asked.
    wanted: Option<VecDeque<SnapshotEntry>>,
    snapshot: Option<u64>,
    keyring_version: u64,
    keyring_list: u64,
    /// Whether the keyring there is was sealed to this phone, too.
    keyring_has_us: bool,
    /// The phones that were in use when this restore began.
    old: Option<BTreeSet<Id>>,
    /// What an earlier run of this restore had taken in.
    heads: BTreeMap<Id, KnownDevice>,
    confirmed: bool,
    relay_epoch: Option<Id>,
    new_list: Vec<u8>,
    new_keys: EpochKeys,
    rounds: u32,
}

impl std::fmt::Debug for Restore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Restore").finish_non_exhaustive()
    }
}

impl Restore {
    /// A restore with a code that was read without an error. `device` are this phone's new keys, under the name by which
    /// the record numbers its changes, or will: a phone that was let go comes back under another name, with its record as
    /// it is, and what nobody has of it goes out under the new one; `lost`: the old phone is gone, so that it may no longer read or write; `day`:
    /// today, in days since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`VaultError`] where nothing can be derived from the code.
    pub fn new(
        origin: Origin,
        code: &VaultCode,
        device: DeviceKeys,
        lost: bool,
        day: u64,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, VaultError> {
        Ok(Self {
            line: Line::new(origin.clone(), code.locator()?, None),
            origin,
            method: code.method_key()?,
            sealing: code.sealing_key()?,
            recovery: code.recovery()?,
            device: Arc::new(device),
            randomness,
            lost,
            day,
            phase: Phase::Devices,
            vault: None,
            list: None,
            taker: None,
            wanted: None,
            snapshot: None,
            keyring_version: 0,
            keyring_list: 0,
            keyring_has_us: false,
            old: None,
            heads: BTreeMap::new(),
            confirmed: false,
            relay_epoch: None,
            new_list: Vec::new(),
            new_keys: EpochKeys::default(),
            rounds: 0,
        })
    }

    /// The same restore as an earlier run of it: what that had taken in, which phones were in use when it began, and
    /// whether the person said already that this is theirs.
    #[must_use]
    pub fn resumed(mut self, heads: BTreeMap<Id, KnownDevice>, old: Option<BTreeSet<Id>>, confirmed: bool) -> Self {
        (self.heads, self.old, self.confirmed) = (heads, old, confirmed);
        self
    }

    /// How far each phone's batches were taken in, to be kept for [`Restore::resumed`].
    #[must_use]
    pub fn heads(&self) -> &BTreeMap<Id, KnownDevice> {
        self.taker.as_ref().map_or(&self.heads, |taker| &taker.heads)
    }

    /// The phones that were in use when this restore began, once that is known.
    #[must_use]
    pub fn old(&self) -> Option<&BTreeSet<Id>> {
        self.old.as_ref()
    }

    /// The person said that this is their record: this phone is put on the list.
    pub fn go_on(&mut self) {
        self.confirmed = true;
        if matches!(self.phase, Phase::Found) {
            self.phase = self.after_found();
        }
    }

    /// What to do next.
    pub fn next(&mut self, now_ms: i64) -> RestoreStep {
        if let (Phase::Found, Some(taker)) = (&self.phase, &self.taker) {
            let findings = taker.summary.findings.clone();
            return RestoreStep::Found(Found { complete: taker.is_complete(), findings });
        }
        let (Phase::Over(_) | Phase::Done) = self.phase else { return self.call(now_ms) };
        let (findings, taken_in) = self
            .taker
            .as_ref()
            .map_or_else(Default::default, |taker| (taker.summary.findings.clone(), taker.summary.taken_in));
        match (&self.phase, self.kept()) {
            (Phase::Over(why), _) => RestoreStep::Stopped(*why, findings),
            (_, Some(kept)) => {
                let (old_removed, snapshot) = (self.lost, self.snapshot);
                RestoreStep::Done(Box::new(Restored { kept, old_removed, taken_in, findings, snapshot }))
            }
            (_, None) => RestoreStep::Stopped(Stopped::NotARelay, findings),
        }
    }

    fn call(&mut self, now_ms: i64) -> RestoreStep {
        let authorisation = match self.line.ready(now_ms, &self.method) {
            Ready::Send(request) => return RestoreStep::Send(request),
            Ready::Wait(until) => return RestoreStep::Wait(until),
            Ready::Stop(why) => return self.stop(why),
            Ready::Go(authorisation) => authorisation,
        };
        let Some(vault) = self.line.account() else { return self.stop(Stopped::LoginRefused) };
        self.vault = Some(vault);
        let request = match &self.phase {
            Phase::Devices => Request::new(Method::Get, paths::devices(&vault)).limit(devices::MAX_OBJECT * 2),
            Phase::Keyring => Request::new(Method::Get, paths::keyring(&vault)).limit(keyring::MAX_OBJECT),
            Phase::Snapshots => Request::new(Method::Get, paths::snapshots(&vault)),
            Phase::Snapshot => match self.wanted.as_ref().and_then(VecDeque::front) {
                Some(entry) => Request::new(Method::Get, paths::snapshot(&vault, &entry.device, entry.number))
                    .limit(snapshot::MAX_OBJECT),
                None => return self.stop(Stopped::NotARelay),
            },
            Phase::Sync => {
                self.rounds += 1;
                if self.rounds > MOST_ROUNDS {
                    return self.stop(Stopped::NotARelay);
                }
                let known = self.taker.as_ref().map_or_else(Vector::new, |taker| taker.seen(self.device.id));
                let body = Sync { knows: Knows::Vector(known), batches: Vec::new(), head: None, ack: None };
                Request::new(Method::Post, paths::vault_sync(&vault)).octets(body.encode()).limit(MAX_ANSWER)
            }
            Phase::PutDevices => match self.next_list() {
                Some(object) => {
                    self.new_list.clone_from(&object);
                    Request::new(Method::Put, paths::devices(&vault)).json(&DevicesBody { list: object.into() })
                }
                None => return self.stop(Stopped::NotARelay),
            },
            Phase::PutKeyring => match self.next_keyring() {
                Some(object) => {
                    let seen = format!("\"{}\"", self.keyring_version);
                    Request::new(Method::Put, paths::keyring(&vault)).octets(object).if_match(seen)
                }
                None => return self.stop(Stopped::NotARelay),
            },
            Phase::Found | Phase::Done | Phase::Over(_) => return self.next(now_ms),
        };
        self.line.called();
        RestoreStep::Send(request.authorised(authorisation))
    }

    /// Takes what came of the call that [`Restore::next`] gave.
    pub fn feed(
        &mut self,
        now_ms: i64,
        answer: Result<Response, Failure>,
        ledger: &dyn Ledger,
    ) -> Result<(), StoreFailed> {
        match self.line.feed(now_ms, answer, &*self.randomness) {
            Fed::Again => {}
            Fed::Stop(why, _) => self.phase = Phase::Over(why),
            // Another phone changed the list or the keyring meanwhile: from the beginning.
            Fed::Refused(ProblemCode::Conflict | ProblemCode::PreconditionFailed) if self.rounds < MOST_ROUNDS => {
                self.rounds += 10;
                self.phase = Phase::Devices;
            }
            Fed::Refused(ProblemCode::NotFound) if matches!(self.phase, Phase::Snapshot) => {
                self.tried(Some(Finding::Missing));
            }
            Fed::Refused(ProblemCode::NotFound) => self.phase = Phase::Over(Stopped::MailboxGone),
            Fed::Refused(_) => self.phase = Phase::Over(Stopped::NotARelay),
            Fed::Done(response) => {
                if self.done(&response, ledger)? {
                    self.line.sense();
                } else if let Fed::Stop(why, _) = self.line.nonsense(now_ms, &*self.randomness) {
                    self.phase = Phase::Over(why);
                }
            }
        }
        Ok(())
    }

    fn done(&mut self, response: &Response, ledger: &dyn Ledger) -> Result<bool, StoreFailed> {
        let Some(vault) = self.vault else { return Ok(false) };
        match self.phase {
            Phase::Devices => {
                let Some(body) = response.read::<DevicesBody>() else { return Ok(false) };
                let Ok(list) = DeviceList::open_for_recovery(&body.list.0, vault, &self.recovery) else {
                    return Ok(false);
                };
                let own = self.device.id;
                self.old.get_or_insert_with(|| list.live().map(|device| device.id).filter(|id| *id != own).collect());
                self.list = Some((list, body.list.0));
                self.phase = Phase::Keyring;
            }
            Phase::Keyring => {
                let Some((list, object)) = self.list.clone() else { return Ok(false) };
                let opened = Keyring::open_for_reading(&response.body, &list);
                let Ok(keyring) = opened else { return Ok(false) };
                let Ok(keys) = EpochKeys::unwrap(&keyring, None, &self.sealing) else { return Ok(false) };
                self.keyring_version = keyring.version;
                self.keyring_list = keyring.list;
                self.keyring_has_us = keyring.wraps.iter().any(|wrap| wrap.device == Some(self.device.id));
                let mut taker = Taker::of(list, DeviceList::hash_of(&object), keys);
                taker.heads = std::mem::take(&mut self.heads);
                // A second turn goes on from what the first one took in.
                if let Some(before) = self.taker.take() {
                    taker.heads = before.heads;
                    taker.summary = before.summary;
                    taker.logs = before.logs;
                }
                taker.rename = Some(self.device.id);
                self.taker = Some(taker);
                // One that goes on has the snapshot already, or finds out that it lacks one.
                let begun = self.taker.as_ref().is_some_and(|taker| !taker.heads.is_empty());
                self.phase = if begun { Phase::Sync } else { Phase::Snapshots };
            }
            Phase::Snapshots => {
                let Some(body) = response.read::<SnapshotsResponse>() else { return Ok(false) };
                let mut wanted = body.snapshots;
                if let Some(taker) = &self.taker {
                    // One of a device that was removed may have been made after that: those of the others first.
                    crate::sorting::by_key(&mut wanted, |entry| taker.list.live_device(entry.device).is_none());
                }
                self.wanted = Some(wanted.into());
                self.tried(None);
            }
            Phase::Snapshot => {
                let entry = self.wanted.as_ref().and_then(VecDeque::front).cloned();
                let (Some(entry), Some(taker)) = (entry, self.taker.as_mut()) else { return Ok(false) };
                match Opened::of(&response.body, &entry, &taker.list, &taker.keys) {
                    Ok(opened) if taker.adopt(&opened, ledger, None)? => {
                        self.snapshot = Some(entry.number);
                        self.phase = Phase::Sync;
                    }
                    // The one before it, or else every batch that is there.
                    Ok(_) => self.tried(Some(Finding::Unreadable)),
                    Err(finding) => self.tried(Some(finding)),
                }
            }
            Phase::Sync => {
                let (Ok(answer), Some(taker)) = (Answer::decode(&response.body), self.taker.as_mut()) else {
                    return Ok(false);
                };
                self.relay_epoch = Some(answer.epoch);
                let Some(news) = answer.news else { return Ok(false) };
                let before = taker.seen(self.device.id);
                taker.heads(&news.heads, None)?;
                taker.batches(&news.batches, ledger, None)?;
                if !news.more && !taker.is_complete() && self.wanted.is_none() {
                    self.phase = Phase::Snapshots;
                } else if !news.more {
                    taker.finish();
                    self.lost = self.lost && taker.is_complete();
                    // What a phone that comes back wrote, and nobody has, goes out under its new name.
                    let former = ledger.device()?;
                    if Id::from(former) != self.device.id {
                        ledger.begin_as(self.device.id.into(), taker.logs.get(former))?;
                    }
                    self.phase = if self.confirmed { self.after_found() } else { Phase::Found };
                } else if before == taker.seen(self.device.id) {
                    self.phase = Phase::Over(Stopped::NotARelay);
                }
            }
            Phase::PutDevices => self.phase = Phase::PutKeyring,
            Phase::PutKeyring => {
                self.keyring_version += 1;
                self.phase = Phase::Done;
            }
            Phase::Found | Phase::Done | Phase::Over(_) => {}
        }
        Ok(true)
    }

    /// A snapshot came to nothing, or none was tried yet: the next one, or every batch.
    fn tried(&mut self, finding: Option<Finding>) {
        let wanted = self.wanted.get_or_insert_default();
        if let (Some(finding), Some(taker)) = (finding, self.taker.as_mut()) {
            wanted.pop_front();
            taker.find(finding);
        }
        self.phase = if wanted.is_empty() { Phase::Sync } else { Phase::Snapshot };
    }

    /// This phone goes on the list, unless an answer was lost and it is there already.
    fn after_found(&mut self) -> Phase {
        let Some((list, object)) = &self.list else { return Phase::Over(Stopped::NotARelay) };
        if list.live_device(self.device.id).is_none_or(|there| there.identity != self.device.identity.public()) {
            return Phase::PutDevices;
        }
        self.new_list.clone_from(object);
        if self.keyring_list == list.version && self.keyring_has_us {
            self.new_keys = self.taker.as_ref().map(|taker| taker.keys.clone()).unwrap_or_default();
            return Phase::Done;
        }
        Phase::PutKeyring
    }

    /// The list with this phone on it, and the old ones off it where they are lost; signed by the code.
    fn next_list(&self) -> Option<Vec<u8>> {
        let (before, object) = self.list.as_ref()?;
        let hash = DeviceList::hash_of(object);
        let mut next = with(before, hash, Signer::Recovery, self.device.entry(self.day));
        if self.lost {
            // Not one that came on the list since: two new phones may be restoring at once.
            let old = self.old.clone().unwrap_or_default();
            for old in before.live().filter(|device| old.contains(&device.id)) {
                let off = without(before, hash, Signer::Recovery, old.id, self.day).ok()?;
                let gone = off.device(old.id)?.removed;
                next.devices.iter_mut().filter(|device| device.id == old.id).for_each(|device| device.removed = gone);
            }
        }
        next.sign(&self.method).ok()
    }

    fn next_keyring(&mut self) -> Option<Vec<u8>> {
        let taker = self.taker.as_ref()?;
        let list = DeviceList::kept(&self.new_list).ok()?;
        self.new_keys = if self.lost {
            // The lost phone keeps the keys it has; what is written from now on is under another.
            let view = if taker.is_complete() { View::Complete } else { View::Partial };
            taker.keys.next(view, &*self.randomness).ok()?
        } else {
            taker.keys.clone()
        };
        let version = self.keyring_version.saturating_add(1);
        self.new_keys.wrap(&list, version, Signer::Recovery, &self.method, &*self.randomness).ok()
    }

    fn kept(&self) -> Option<Kept> {
        let taker = self.taker.as_ref()?;
        let of = FoundVault {
            origin: self.origin.clone(),
            vault: self.vault?,
            list: self.new_list.clone(),
            keyring_version: self.keyring_version,
            keyring_list: DeviceList::kept(&self.new_list).ok()?.version,
            keys: self.new_keys.clone(),
        };
        let (relay_epoch, heads) = (self.relay_epoch, taker.heads.clone());
        Some(Kept { relay_epoch, heads, ..Kept::new_device(Arc::clone(&self.device), of) })
    }

    fn stop(&mut self, why: Stopped) -> RestoreStep {
        self.phase = Phase::Over(why);
        self.next(0)
    }
}
