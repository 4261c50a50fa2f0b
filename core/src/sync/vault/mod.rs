//! The exchange that keeps a vault and this phone alike, and the restore on a new phone (`docs/protocol.md`, section 8).
//!
//! ```text
//! Exchange   login -> sync rounds (own batches up, others' down) -> newer list or keyring, if any -> "the same" -> care
//!            where the relay was put back: the list and the keyring that it forgot, once more
//! Showing    a code for a second phone -> hello -> words -> "same" twice -> list n+1 -> keyring for it
//! Scanning   that code -> hello -> words -> "same" -> the lists from the code's on -> keyring
//! Restore    login with the code -> list -> keyring -> snapshot -> batches -> this phone on the list -> keyring for it
//! ```
//!
//! State machines without clock, socket or store of their own, like the one for a mailbox. The relay is taken to be
//! hostile: what does not fit a signature, a chain or a number already seen is put aside and named in the summary;
//! nothing it says removes anything here, and nobody is ever asked which side to lose.

mod again;
mod care;
#[cfg_attr(not(feature = "http"), allow(dead_code))] // only what carries it over a network has one
pub(crate) mod errand;
mod feed;
#[cfg_attr(not(feature = "http"), allow(dead_code))]
pub(crate) mod in_store;
#[cfg_attr(not(feature = "http"), allow(dead_code))]
pub(crate) mod kept_rows;
mod line;
mod refused;
mod restore;
mod seal;
pub mod second_phone;
mod state;
mod take;
mod upkeep;
mod whole;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use handrail_wire::Hash;
use handrail_wire::api::paths;
use handrail_wire::vault::devices::{DeviceList, Signer};
use handrail_wire::vault::exchange::{KnownHead, Knows, MAX_ANSWER, Request as Sync, ShortBatch, heads_hash};
use handrail_wire::vault::head::Head;
use handrail_wire::vault::{Vector, batch, devices, keyring};

use self::again::Again;
use self::care::Care;
use self::line::{Line, Ready};
use self::take::Taker;
use super::call::{Method, Request};
use super::relay::{Stopped, Token};
use super::state::StoreFailed;
use crate::ids::Randomness;
use crate::ledger::Ledger;
use crate::vault::VaultError;
use crate::vault::device::DeviceKeys;
use crate::vault::epochs::View;
use crate::vault::sealed::Tip;

#[cfg(feature = "parsers")]
pub(crate) use whole::reads as reads_whole;

pub use restore::{Found, Restore, RestoreStep, Restored};
pub(crate) use state::FoundVault;
pub use state::{Kept, KnownDevice, VaultState};
pub use upkeep::{LastSeen, Purge, Refused, SILENT_DAYS, SNAPSHOT_OPS, Upkeep, Verified};

/// Most bytes of batches in one request.
const UPLOAD: usize = 200 * 1024;
/// Most rounds in one exchange; a relay that always has more is left for the next time.
const MOST_ROUNDS: u32 = 200;

/// Something that did not fit. A person reads one of three calm sentences; these names are for the diagnostics page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// The relay holds less of this phone's chain than it had said; it is sent again.
    WentBack,
    /// A batch that others have seen, or that a later one names, did not come.
    Missing,
    /// Two batches under one number, or one that names another before it.
    Forked,
    /// Not signed by who it says, or moved here from elsewhere.
    Forged,
    /// Written by a device that is not, or no longer, on the list.
    NotListed,
    /// A device list older than, or other than, the one this phone knows.
    OldList,
    /// A keyring older than the one this phone knows.
    OldKeyring,
    /// Does not open or read.
    Unreadable,
    /// Written by a newer Handrail; kept until this one is updated.
    Newer,
    /// Two phones that took in the same batches do not hold the same.
    Differs,
    /// The relay knows batches under this phone's name that it does not remember: its store was restored or copied.
    Clone,
    /// The relay lost batches whose bytes are not here any more, because what was in them was removed for good.
    Emptied,
    /// The whole record is more than one snapshot takes. The log stays at the relay, and goes on.
    TooLarge,
}

impl Finding {
    /// Its name on the diagnostics page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::WentBack => "went_back",
            Self::Missing => "missing",
            Self::Forked => "forked",
            Self::Forged => "forged",
            Self::NotListed => "not_listed",
            Self::OldList => "old_list",
            Self::OldKeyring => "old_keyring",
            Self::Unreadable => "unreadable",
            Self::Newer => "newer_version",
            Self::Differs => "differs",
            Self::Clone => "clone",
            Self::Emptied => "emptied",
            Self::TooLarge => "snapshot_too_large",
        }
    }
}

/// What an exchange did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Batches the relay stored.
    pub sent: u32,
    /// Changes of other devices that were new here.
    pub taken_in: u64,
    /// Words that lost against others and are kept as earlier words.
    pub kept: u64,
    /// Batches that the relay deleted, because everybody has what they hold and a verified snapshot has it too.
    pub collected: u64,
    /// What did not fit, each once.
    pub findings: BTreeSet<Finding>,
    /// The vault is full at the relay; the rest waits here.
    pub over_quota: bool,
    /// The relay was put back to an earlier state.
    pub epoch_changed: bool,
    /// Both sides hold the same, as far as the relay tells.
    pub same: bool,
    /// Why it ended early, if it did.
    pub stopped: Option<Stopped>,
    /// Not before this instant, if the relay named one; ms since 1970 UTC.
    pub retry_at_ms: Option<i64>,
}

/// What the driver is to do.
#[derive(Debug)]
pub enum Step {
    /// Send this and feed what comes of it.
    Send(Request),
    /// Ask again at this instant, ms since 1970 UTC.
    Wait(i64),
    /// Over, for this time.
    Done(Summary),
}

enum Phase {
    Sync,
    Devices,
    Keyring,
    PutKeyring,
    ListAgain,
    KeyringAgain,
    Snapshots,
    Snapshot,
    PutDevices,
    PutSnapshot,
    Collect,
    DeleteSnapshot,
    Over,
}

/// What the last sync request carried.
struct Sent {
    batches: Vec<(u64, Hash)>,
    head: Option<(Vec<u8>, Vector)>,
    /// Version of the list that the acknowledgement in it names.
    ack: Option<u64>,
}

/// What folding everything once more came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refetch {
    /// There was none, or it is dealt with.
    None,
    /// It is under way; the digest of what was here before.
    From([u8; 32]),
    /// The record came to more by it: its digest is said once more.
    More,
}

/// One exchange.
pub struct Exchange {
    device: Arc<DeviceKeys>,
    randomness: Arc<dyn Randomness>,
    line: Line,
    taker: Taker,
    kept: Kept,
    phase: Phase,
    care: Care,
    again: Again,
    now_ms: i64,
    sent: Option<Sent>,
    put: Option<Vec<u8>>,
    /// Version of the newest list there is; the highest number where the relay was not asked yet.
    newest_list: u64,
    /// Version of the newest keyring there is, by the relay's word.
    newest_keyring: u64,
    /// The list before the one that named another recovery code: a keyring that the earlier code signed is checked by it.
    before_code: Option<DeviceList>,
    /// Ask by vector: what is known is said in full.
    by_vector: bool,
    /// Everything is fetched and folded once more, because two phones differ.
    refetched: bool,
    /// What that came to.
    refetch: Refetch,
    /// Only reads: the vault is full, or somebody else wrote under this name.
    read_only: bool,
    conflicts: u32,
    rounds: u32,
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

impl Exchange {
    /// A new exchange of what the store keeps; with the token of an earlier one it begins without a login.
    ///
    /// # Errors
    /// [`VaultError`] where the kept list cannot be read.
    pub fn new(kept: Kept, token: Option<Token>, randomness: Arc<dyn Randomness>) -> Result<Self, VaultError> {
        let taker = Taker::new(&kept)?;
        let device = Arc::clone(&kept.device);
        let line = Line::new(kept.origin.clone(), device.id, token);
        // A phone that was just added begins with what the others agreed on; the log before it may be gone.
        let others = taker.list.live().any(|other| other.id != device.id);
        let first = others && kept.heads.is_empty() && kept.upkeep.looked_ms.is_none() && kept.tip.sequence == 0;
        Ok(Self {
            device,
            randomness,
            line,
            taker,
            kept,
            // Nor do its keys open those snapshots, where there is a newer epoch since.
            phase: if first { Phase::Devices } else { Phase::Sync },
            care: Care::beginning(first),
            again: Again::default(),
            now_ms: 0,
            sent: None,
            put: None,
            newest_list: if first { u64::MAX } else { 0 },
            newest_keyring: 0,
            before_code: None,
            by_vector: false,
            refetched: false,
            refetch: Refetch::None,
            read_only: false,
            conflicts: 0,
            rounds: 0,
        })
    }

    /// The login, for the next exchange.
    #[must_use]
    pub fn token(&self) -> Option<Token> {
        self.line.token()
    }

    /// What to do next. Asking again without having fed an answer gives the call again, which is harmless.
    pub fn next(&mut self, now_ms: i64, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<Step, StoreFailed> {
        self.now_ms = now_ms;
        if matches!(self.phase, Phase::Over) {
            return Ok(Step::Done(self.taker.summary.clone()));
        }
        let authorisation = match self.line.ready(now_ms, &self.device.identity) {
            Ready::Send(request) => return Ok(Step::Send(request)),
            Ready::Wait(until) => return Ok(Step::Wait(until)),
            Ready::Stop(why) => return Ok(self.stop(why, None)),
            Ready::Go(authorisation) => authorisation,
        };
        let vault = self.kept.vault;
        let request = match self.phase {
            Phase::Sync => {
                self.rounds += 1;
                if self.rounds == 1 && (self.wants_everything() || self.taker.somebody_saw_more()) {
                    self.by_vector = true;
                }
                if self.rounds > MOST_ROUNDS {
                    return Ok(self.stop(Stopped::NotARelay, None));
                }
                let body = self.sync(state, ledger)?;
                Request::new(Method::Post, paths::vault_sync(&vault)).octets(body.encode()).limit(MAX_ANSWER)
            }
            // JSON carries a list as base64url.
            Phase::Devices => {
                let next = self.taker.list.version.saturating_add(1);
                Request::new(Method::Get, paths::devices_at(&vault, next)).limit(devices::MAX_OBJECT * 2)
            }
            Phase::Keyring => Request::new(Method::Get, paths::keyring(&vault)).limit(keyring::MAX_OBJECT),
            Phase::PutKeyring => match self.next_keyring() {
                Some(object) => {
                    self.put = Some(object.clone());
                    let seen = format!("\"{}\"", self.kept.keyring_version);
                    Request::new(Method::Put, paths::keyring(&vault)).octets(object).if_match(seen)
                }
                None => return Ok(self.stop(Stopped::NotARelay, None)),
            },
            Phase::ListAgain | Phase::KeyringAgain => match self.again_call() {
                Some(request) => request,
                None => return Ok(self.stop(Stopped::NotARelay, None)),
            },
            Phase::Snapshots
            | Phase::Snapshot
            | Phase::PutDevices
            | Phase::PutSnapshot
            | Phase::Collect
            | Phase::DeleteSnapshot => match self.care_call() {
                Some(request) => request,
                None => return Ok(self.stop(Stopped::NotARelay, None)),
            },
            Phase::Over => return Ok(Step::Done(self.taker.summary.clone())),
        };
        self.line.called();
        Ok(Step::Send(request.authorised(authorisation)))
    }

    /// Seals what is new here, and puts a request together.
    fn sync(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<Sync, StoreFailed> {
        if handrail_wire::Id::from(ledger.device()?) != self.device.id {
            // The record took another name since: it was restored or copied, and this vault's device is not it.
            self.taker.find(Finding::Clone);
            self.read_only = true;
        }
        let may_write = !self.read_only && self.taker.list.live_device(self.device.id).is_some();
        // Under a keyring that was made for an older list, somebody who was removed could read on.
        if may_write && self.kept.keyring_list == self.taker.list.version {
            self.seal(state, ledger)?;
        }
        let mut tip = self.kept.acknowledged;
        let ack = self.care.ack.clone().filter(|_| may_write);
        let mut sent = Sent { batches: Vec::new(), head: None, ack: ack.as_ref().map(|(_, list)| *list) };
        let mut batches = Vec::new();
        if may_write {
            let mut size = 0;
            for bytes in state.outbox_after(tip.sequence)? {
                size += bytes.len();
                if size > UPLOAD && !batches.is_empty() {
                    break;
                }
                if bytes.is_empty() {
                    // What nobody can be given any more under this name is given under another.
                    self.taker.find(Finding::Emptied);
                    self.read_only = true;
                    break;
                }
                let batch = batch::Batch::decode(&bytes).map_err(|_| StoreFailed)?;
                tip = Tip::behind(&batch);
                sent.batches.push((tip.sequence, tip.hash));
                batches.push(ShortBatch::of(&batch));
            }
        }
        let mut head = None;
        let seen = self.taker.seen(self.device.id);
        if may_write
            && batches.is_empty()
            && (seen != self.kept.said || self.refetch == Refetch::More)
            && tip == self.kept.tip
        {
            self.refetch = Refetch::None;
            let mut claim = self.claim(seen.clone(), ledger)?;
            // As with a batch: what nobody can have yet is in no digest that others compare with theirs.
            if ledger.own_since(self.kept.ops_sealed, 1)?.is_some() {
                claim.digest = Hash::from([0; 32]);
            }
            let made =
                Head { vault: self.kept.vault, device: self.device.id, sequence: tip.sequence, hash: tip.hash, claim };
            let object = made.sign(&self.device.identity).map_err(|_| StoreFailed)?;
            sent.head = Some((object.clone(), seen));
            head = Some(object);
        }
        let knows = if self.by_vector {
            let mut known =
                if self.taker.again { self.taker.refolded.clone() } else { self.taker.seen(self.device.id) };
            known.raise(self.device.id, tip.sequence);
            self.taker.refused_beyond(&mut known);
            Knows::Vector(known)
        } else {
            Knows::Heads(self.heads_hash(tip, head.as_deref()))
        };
        self.sent = Some(sent);
        Ok(Sync { knows, batches, head, ack: ack.map(|(object, _)| object) })
    }

    /// The hash over the heads of all who are on the list, with this phone's own at `tip`.
    fn heads_hash(&self, tip: Tip, own_head: Option<&[u8]>) -> handrail_wire::vault::exchange::HeadsHash {
        let zeros = Hash::from([0; 32]);
        let heads: Vec<KnownHead> = self
            .taker
            .list
            .live()
            .map(|device| {
                let own = device.id == self.device.id;
                let known = self.taker.heads.get(&device.id);
                let at = if own { tip } else { known.map_or_else(Tip::start, |known| known.tip) };
                let head =
                    if own && own_head.is_some() { own_head } else { known.and_then(|known| known.head.as_deref()) };
                KnownHead {
                    device: device.id,
                    sequence: at.sequence,
                    hash: at.hash,
                    head: head.map_or(zeros, Head::hash_of),
                }
            })
            .collect();
        heads_hash(self.taker.list.version, self.kept.keyring_version, &heads)
    }

    /// A keyring for the newest list, with a new epoch: the one there is was made for an older list.
    fn next_keyring(&mut self) -> Option<Vec<u8>> {
        let view = if self.has_whole_view() { View::Complete } else { View::Partial };
        let keys = self.taker.keys.next(view, &*self.randomness).ok()?;
        let by = Signer::Device(self.device.id);
        let version = self.kept.keyring_version.saturating_add(1);
        keys.wrap(&self.taker.list, version, by, &self.device.identity, &*self.randomness).ok()
    }

    fn stop(&mut self, why: Stopped, at: Option<i64>) -> Step {
        self.phase = Phase::Over;
        self.taker.summary.stopped = Some(why);
        self.taker.summary.retry_at_ms = at;
        Step::Done(self.taker.summary.clone())
    }
}
