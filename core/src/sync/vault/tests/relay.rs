//! A relay in memory. It checks hardly anything: what a phone believes is the phone's own business. Only what it deletes
//! it deletes by the rules.

use std::collections::BTreeMap;

use handrail_wire::api::{
    ChallengeResponse, CollectRequest, CollectResponse, DevicesBody, Problem, ProblemCode, Scope, SnapshotEntry,
    SnapshotsResponse, TokenRequest, TokenResponse, paths,
};
use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::collect::{Ack, collectable};
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::exchange::{Answer, KnownHead, Knows, News, Request as Sync, heads_hash};
use handrail_wire::vault::head::Head;
use handrail_wire::vault::keyring::Keyring;
use handrail_wire::vault::snapshot::Snapshot;
use handrail_wire::{B32, Fixed, Hash, Id};

use crate::sync::call::{Method, Request, Response};

#[derive(Clone)]
pub(super) struct Relay {
    pub(super) epoch: Id,
    pub(super) vault: Id,
    pub(super) lists: Vec<Vec<u8>>,
    pub(super) keyring: Vec<u8>,
    pub(super) batches: BTreeMap<(Id, u64), Vec<u8>>,
    pub(super) heads: BTreeMap<Id, Vec<u8>>,
    pub(super) acks: BTreeMap<Id, Vec<u8>>,
    /// Oldest first.
    pub(super) snapshots: Vec<((Id, u64), Vec<u8>)>,
    /// Where chains stood that were collected, and what was said there.
    pub(super) floor: BTreeMap<Id, (u64, Hash, Vector)>,
    /// Every batch that ever came in.
    pub(super) seen: BTreeMap<(Id, u64), Vec<u8>>,
    /// Every call that was answered, in its order.
    pub(super) calls: Vec<String>,
    /// Bytes of bodies that went down since this was set to 0.
    pub(super) down: usize,
    /// Bytes it takes at most.
    pub(super) quota: usize,
    /// Most bytes of batches in one answer.
    pub(super) piece: usize,
    /// Says "stored" and stores nothing (H15).
    pub(super) forgets: bool,
    /// Says "the same" to whoever asks by a hash.
    pub(super) lie_same: bool,
    pub(super) logged_in: Option<Id>,
    /// Bodies of the last sync: up, down; and how many there were.
    pub(super) traffic: (usize, usize, u32),
}

impl Relay {
    pub(super) fn new(vault: Id, list: Vec<u8>, keyring: Vec<u8>) -> Self {
        Self {
            epoch: Fixed([1; 16]),
            vault,
            lists: vec![list],
            keyring,
            batches: BTreeMap::new(),
            heads: BTreeMap::new(),
            acks: BTreeMap::new(),
            snapshots: Vec::new(),
            floor: BTreeMap::new(),
            seen: BTreeMap::new(),
            calls: Vec::new(),
            down: 0,
            quota: usize::MAX,
            piece: usize::MAX,
            forgets: false,
            lie_same: false,
            logged_in: None,
            traffic: (0, 0, 0),
        }
    }

    pub(super) fn list(&self) -> DeviceList {
        DeviceList::kept(self.lists.last().unwrap()).unwrap()
    }

    /// The keyring there is, by the list it was made for: a later one may name another code than the one that signed it.
    pub(super) fn opened_keyring(&self) -> Option<Keyring> {
        let lists = self.lists.iter().rev().filter_map(|list| DeviceList::kept(list).ok());
        lists.into_iter().find_map(|list| Keyring::open(&self.keyring, &list).ok())
    }

    fn keyring_version(&self) -> u64 {
        self.opened_keyring().map_or(1, |keyring| keyring.version)
    }

    pub(super) fn tip(&self, device: Id) -> (u64, Hash) {
        let newest = self.batches.range((device, 0)..=(device, u64::MAX)).next_back();
        let floor = self.floor.get(&device).map_or((0, Fixed([0; 32])), |(sequence, hash, _)| (*sequence, *hash));
        newest.map_or(floor, |((_, sequence), bytes)| (*sequence, Batch::decode(bytes).unwrap().hash()))
    }

    pub(super) fn answer(&mut self, request: &Request) -> Response {
        let response = self.reply(request);
        self.calls.push(format!("{} {} {}", request.method.as_str(), request.path, response.status));
        self.down += response.body.len();
        response
    }

    fn reply(&mut self, request: &Request) -> Response {
        let body = request.body.clone().unwrap_or_default();
        let version = |path: &str| path.rsplit('/').next().and_then(|text| text.parse::<usize>().ok());
        let devices = paths::devices(&self.vault);
        match (request.method, request.path.as_str()) {
            (Method::Post, paths::CHALLENGE) => {
                json(&ChallengeResponse { challenge: B32::from([7; 32]), expires_in: 60 })
            }
            (Method::Post, paths::TOKEN) => self.token(&serde_json::from_slice(&body).unwrap()),
            (Method::Get, path) if path == devices => {
                json(&DevicesBody { list: self.lists.last().unwrap().clone().into() })
            }
            (Method::Get, path) if path.starts_with(&devices) => {
                match version(path).and_then(|n| self.lists.get(n - 1)) {
                    Some(list) => json(&DevicesBody { list: list.clone().into() }),
                    None => refusal(404, ProblemCode::NotFound),
                }
            }
            (Method::Put, path) if path == devices => {
                let object = serde_json::from_slice::<DevicesBody>(&body).unwrap().list.0;
                let before = (self.list(), DeviceList::hash_of(self.lists.last().unwrap()));
                if self.lists.last() == Some(&object) {
                    return octets(Vec::new());
                }
                if DeviceList::open_next(&object, &before.0, before.1).is_err() {
                    return refusal(409, ProblemCode::Conflict);
                }
                self.lists.push(serde_json::from_slice::<DevicesBody>(&body).unwrap().list.0);
                octets(Vec::new())
            }
            (Method::Get, path) if path == paths::keyring(&self.vault) => octets(self.keyring.clone()),
            (Method::Put, path) if path == paths::keyring(&self.vault) => {
                if self.keyring == body {
                    return octets(Vec::new());
                }
                if request.if_match != Some(format!("\"{}\"", self.keyring_version())) {
                    return refusal(412, ProblemCode::PreconditionFailed);
                }
                self.keyring = body;
                octets(Vec::new())
            }
            (Method::Post, path) if path == paths::vault_sync(&self.vault) => {
                let response = self.sync(&Sync::decode(&body).unwrap());
                self.traffic = (body.len(), response.body.len(), self.traffic.2 + 1);
                response
            }
            (Method::Get, path) if path == paths::snapshots(&self.vault) => {
                let entry = |((device, number), bytes): &((Id, u64), Vec<u8>)| SnapshotEntry {
                    device: *device,
                    number: *number,
                    bytes: bytes.len() as u64,
                };
                json(&SnapshotsResponse { snapshots: self.snapshots.iter().rev().map(entry).collect() })
            }
            (Method::Delete, path) if path == paths::batches(&self.vault) => {
                self.collect(&serde_json::from_slice(&body).unwrap())
            }
            (method, path) if path.starts_with(&paths::snapshots(&self.vault)) => self.snapshot(method, path, body),
            other => panic!("{other:?}"),
        }
    }

    fn snapshot(&mut self, method: Method, path: &str, body: Vec<u8>) -> Response {
        let mut parts = path.rsplit('/');
        let number: u64 = parts.next().unwrap().parse().unwrap();
        let device: Id = parts.next().unwrap().parse().unwrap();
        let at = self.snapshots.iter().position(|(place, _)| *place == (device, number));
        match (method, at) {
            (Method::Get, Some(at)) => octets(self.snapshots[at].1.clone()),
            (Method::Put, Some(at)) if self.snapshots[at].1 != body => refusal(409, ProblemCode::Conflict),
            (Method::Put, Some(_)) => octets(Vec::new()),
            (Method::Put, None) => {
                self.snapshots.push(((device, number), body));
                octets(Vec::new())
            }
            // Never one of the newest two.
            (Method::Delete, Some(at)) if at + 2 >= self.snapshots.len() => refusal(409, ProblemCode::Conflict),
            (Method::Delete, Some(at)) => {
                self.snapshots.remove(at);
                octets(Vec::new())
            }
            _ => refusal(404, ProblemCode::NotFound),
        }
    }

    /// By the rule of the protocol: every live device of the newest list acknowledged exactly this one.
    fn collect(&mut self, request: &CollectRequest) -> Response {
        let found = self.snapshots.iter().find(|(place, _)| *place == (request.device, request.number));
        let Some((_, bytes)) = found else { return refusal(404, ProblemCode::NotFound) };
        let (made, list) = (Snapshot::decode(bytes).unwrap(), self.list());
        let acks: Vec<Ack> = self.acks.values().filter_map(|ack| Ack::open(ack, &list).ok()).collect();
        let covers = collectable(&list, made.hash(), &acks).filter(|covers| *covers == made.header.covers);
        let Some(covers) = covers else { return refusal(409, ProblemCode::Conflict) };
        let before = self.batches.len();
        for (device, sequence) in covers.iter() {
            if let Some(batch) = self.batches.get(&(device, sequence)) {
                let batch = Batch::decode(batch).unwrap();
                self.floor.insert(device, (sequence, batch.hash(), batch.claim.seen));
            }
            self.batches.retain(|(of, n), _| *of != device || *n > sequence);
        }
        json(&CollectResponse { deleted: u32::try_from(before - self.batches.len()).unwrap() })
    }

    /// Bytes of everything that is kept.
    pub(super) fn holds(&self) -> usize {
        let snapshots: usize = self.snapshots.iter().map(|(_, bytes)| bytes.len()).sum();
        self.batches.values().map(Vec::len).sum::<usize>() + snapshots
    }

    fn token(&mut self, request: &TokenRequest) -> Response {
        let list = self.list();
        let known = list.live_device(request.account).is_some() || list.recovery.locator == request.account;
        if !known {
            return refusal(401, ProblemCode::Unauthorised);
        }
        self.logged_in = Some(request.account);
        let (token, scope) = (B32::from([8; 32]), Scope::Account);
        json(&TokenResponse { token, expires_in: 900, scope, account: self.vault })
    }

    fn sync(&mut self, request: &Sync) -> Response {
        let device = self.logged_in.unwrap();
        let before = self.batches.clone();
        let mut claimed = 0;
        for short in &request.batches {
            claimed = short.sequence;
            let (sequence, hash) = self.tip(device);
            if short.sequence <= sequence {
                let there = self.batches.get(&(device, short.sequence)).map(|bytes| Batch::decode(bytes).unwrap());
                if there.is_some_and(|there| there.sealed != short.sealed) {
                    self.batches = before;
                    return refusal(409, ProblemCode::Conflict);
                }
                continue;
            }
            if short.sequence != sequence + 1 {
                self.batches = before;
                return refusal(409, ProblemCode::Conflict);
            }
            let whole = short.clone().complete(self.vault, device, hash).unwrap().encode();
            self.seen.insert((device, short.sequence), whole.clone());
            self.batches.insert((device, short.sequence), whole);
        }
        if self.batches.values().map(Vec::len).sum::<usize>() > self.quota && !request.batches.is_empty() {
            self.batches = before;
            return refusal(507, ProblemCode::Quota);
        }
        if let Some(head) = &request.head {
            self.heads.insert(device, head.clone());
        }
        if let Some(ack) = &request.ack {
            self.acks.insert(device, ack.clone());
        }
        let stored = if self.forgets { claimed.max(self.tip(device).0) } else { self.tip(device).0 };
        let list = self.list();
        let same = match &request.knows {
            Knows::Heads(hash) => {
                let heads: Vec<KnownHead> = list.live().map(|device| self.known(device.id)).collect();
                self.lie_same || *hash == heads_hash(list.version, self.keyring_version(), &heads)
            }
            Knows::Vector(_) => false,
        };
        if self.forgets {
            self.batches = before;
        }
        let known = match &request.knows {
            Knows::Vector(vector) => vector.clone(),
            Knows::Heads(_) => self.last_said(device),
        };
        let news = (!same).then(|| self.news(&known));
        octets(Answer { epoch: self.epoch, stored, news }.encode())
    }

    fn news(&self, known: &Vector) -> News {
        let (mut batches, mut size, mut more) = (Vec::new(), 0, false);
        for ((device, sequence), bytes) in &self.batches {
            if *sequence > known.of(*device) {
                size += bytes.len();
                if size > self.piece && !batches.is_empty() {
                    more = true;
                    break;
                }
                batches.push(bytes.clone());
            }
        }
        let heads = self.heads.values().cloned().collect();
        News {
            list: self.list().version,
            keyring: self.keyring_version(),
            more,
            batches,
            heads,
            acks: self.acks.values().cloned().collect(),
        }
    }

    fn known(&self, device: Id) -> KnownHead {
        let (sequence, hash) = self.tip(device);
        let head = self.heads.get(&device).map_or(Fixed([0; 32]), |head| Head::hash_of(head));
        KnownHead { device, sequence, hash, head }
    }

    fn last_said(&self, device: Id) -> Vector {
        let list = self.list();
        let (sequence, _) = self.tip(device);
        let batch = self.batches.get(&(device, sequence)).map(|bytes| Batch::decode(bytes).unwrap().claim.seen);
        let mut seen = batch.unwrap_or_default();
        if let Some((_, _, said)) = self.floor.get(&device) {
            seen.join(said);
        }
        if let Some(head) = self.heads.get(&device).and_then(|head| Head::open(head, &list).ok()) {
            seen.join(&head.claim.seen);
        }
        seen.raise(device, sequence);
        seen
    }
}

fn octets(body: Vec<u8>) -> Response {
    Response { status: 200, retry_after_ms: None, body }
}

pub(super) fn json(body: &impl serde::Serialize) -> Response {
    octets(serde_json::to_vec(body).unwrap())
}

pub(super) fn refusal(status: u16, code: ProblemCode) -> Response {
    let problem = Problem { kind: "about:blank".into(), title: "no".into(), status, code };
    Response { status, retry_after_ms: None, body: serde_json::to_vec(&problem).unwrap() }
}
