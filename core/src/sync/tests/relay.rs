//! A relay in memory for one mailbox, with faults on demand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use handrail_wire::api::{
    self, AckRequest, AckResponse, ChallengeRequest, ChallengeResponse, Cursor, InboxMessage, InboxResponse,
    KeysetBody, RosterBody, Scope, TokenRequest, TokenResponse,
};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::login::{self, Origin};
use handrail_wire::roster::Roster;
use handrail_wire::{B32, Fixed, Id, derive};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::memory::Memory;
use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::keys::{SigningKey, SubkeySecret};
use crate::sync::relay::{Account, Exchange, Step, Summary, Token};
use crate::sync::{Failure, Method, Pin, Request, Response, StoreFailed};

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The call never arrives.
    Away,
    /// It arrives and is done; the answer never comes.
    Slow,
    /// It arrives and is done; the answer ends early.
    Torn,
    /// It arrives twice.
    Twice,
    /// 200 with a page of a captive portal.
    Nonsense,
    /// This status without a word, nothing done.
    Status(u16),
    /// This status and the relay's own code, nothing done.
    Problem(u16, &'static str),
    /// 429, with seconds to wait.
    Limited(u32),
    /// The token is forgotten first.
    Forgets,
}

pub(crate) struct FakeRelay {
    pub(crate) origin: Origin,
    pub(crate) account: Id,
    pub(crate) identity: handrail_wire::Key32,
    pub(crate) epoch: Id,
    pub(crate) faults: VecDeque<Fault>,
    /// Every call that arrived: method and path.
    pub(crate) log: Vec<String>,
    pub(crate) rosters: Vec<Vec<u8>>,
    pub(crate) keysets: BTreeMap<Id, Vec<u8>>,
    pub(crate) stored: BTreeMap<String, Vec<u8>>,
    pub(crate) inbox: Vec<InboxMessage>,
    /// What the messages' own path gives; by sequence.
    pub(crate) originals: BTreeMap<u64, Vec<u8>>,
    /// Says 410 for cursors of another epoch; a relay that does not know it was restored does not.
    pub(crate) knows_epoch: bool,
    challenges: BTreeSet<B32>,
    tokens: BTreeMap<String, i64>,
    drawn: u64,
    numbers: u64,
}

pub(crate) fn problem(status: u16, code: &str) -> Response {
    let body = format!("{{\"type\":\"about:blank\",\"title\":\"t\",\"status\":{status},\"code\":\"{code}\"}}");
    Response { status, retry_after_ms: None, body: body.into_bytes() }
}

fn ok<T: Serialize>(status: u16, body: &T) -> Response {
    Response { status, retry_after_ms: None, body: serde_json::to_vec(body).unwrap() }
}

fn read<T: DeserializeOwned>(request: &Request) -> T {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

impl FakeRelay {
    fn draw(&mut self) -> B32 {
        self.drawn += 1;
        B32::from(derive::sha256(&self.drawn.to_be_bytes()))
    }

    pub(crate) fn call(&mut self, now_ms: i64, request: &Request) -> Result<Response, Failure> {
        let fault = self.faults.pop_front().unwrap_or(Fault::None);
        match fault {
            Fault::Away => return Err(Failure::Offline),
            Fault::Status(status) => return Ok(Response { status, retry_after_ms: None, body: Vec::new() }),
            Fault::Problem(status, code) => return Ok(problem(status, code)),
            Fault::Limited(seconds) => {
                let retry_after_ms = Some(i64::from(seconds) * 1_000);
                return Ok(Response { retry_after_ms, ..problem(429, "rate_limited") });
            }
            Fault::Nonsense => {
                return Ok(Response { status: 200, retry_after_ms: None, body: b"<html>Welcome to WiFi".to_vec() });
            }
            Fault::Forgets => self.tokens.clear(),
            _ => {}
        }
        let mut answer = self.answer(now_ms, request);
        match fault {
            Fault::Slow => return Err(Failure::Timeout),
            Fault::Torn => return Err(Failure::Torn),
            Fault::Twice => answer = self.answer(now_ms, request),
            _ => {}
        }
        if answer.body.len() > request.limit { Err(Failure::TooLarge) } else { Ok(answer) }
    }

    fn answer(&mut self, now_ms: i64, request: &Request) -> Response {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        self.log.push(format!("{} {path}", request.method.as_str()));
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        match (request.method, parts.as_slice()) {
            (Method::Post, ["auth", "challenge"]) => {
                let asked: ChallengeRequest = read(request);
                assert_eq!(asked.account, self.account);
                let challenge = self.draw();
                self.challenges.insert(challenge);
                return ok(200, &ChallengeResponse { challenge, expires_in: 60 });
            }
            (Method::Post, ["auth", "token"]) => {
                let asked: TokenRequest = read(request);
                let known = self.challenges.remove(&asked.challenge);
                let signed =
                    login::verify(&self.identity, &self.origin, asked.account, &asked.challenge, &asked.signature);
                if !known || signed.is_err() || asked.account != self.account {
                    return problem(401, "unauthorised");
                }
                let token = self.draw();
                self.tokens.insert(format!("Bearer {token}"), now_ms + 900_000);
                let account = self.account;
                return ok(200, &TokenResponse { token, expires_in: 900, scope: Scope::Account, account });
            }
            _ => {}
        }
        let token = request.authorisation.as_ref().map(|it| it.to_string()).unwrap_or_default();
        if self.tokens.get(&token).is_none_or(|until| *until <= now_ms) {
            return problem(401, "unauthorised");
        }
        let mailbox = self.account.to_string();
        match (request.method, parts.as_slice()) {
            (Method::Put, ["mailboxes", m, "roster"]) if **m == mailbox => {
                let body: RosterBody = read(request);
                if self.rosters.last() == Some(&body.roster.0) {
                    return ok(200, &());
                }
                if let Some(epoch) = self.epoch_of(&body.roster.0) {
                    let there = self.rosters.last().and_then(|held| self.epoch_of(held)).unwrap_or(0);
                    if epoch != there + 1 {
                        return problem(409, "conflict");
                    }
                }
                self.rosters.push(body.roster.0);
                ok(201, &())
            }
            (Method::Get, ["mailboxes", m, "roster"]) if **m == mailbox => match self.rosters.last() {
                Some(roster) => ok(200, &RosterBody { roster: roster.clone().into() }),
                None => problem(404, "not_found"),
            },
            (Method::Put, ["keysets", account]) if **account == mailbox => {
                let body: KeysetBody = read(request);
                self.keysets.insert(self.account, body.keyset.0);
                ok(200, &())
            }
            (Method::Get, ["keysets", account]) => match self.keysets.get(&account.parse().unwrap()) {
                Some(keyset) => ok(200, &KeysetBody { keyset: keyset.clone().into() }),
                None => problem(404, "not_found"),
            },
            (Method::Put, ["mailboxes", m, "messages", sender, _, _, _]) if **m == mailbox && **sender == mailbox => {
                let body = request.body.clone().unwrap();
                match self.stored.get(path) {
                    Some(same) if *same == body => ok(200, &()),
                    Some(_) => problem(409, "conflict"),
                    None => {
                        self.stored.insert(path.to_owned(), body);
                        ok(201, &())
                    }
                }
            }
            (Method::Get, ["mailboxes", _, "messages", _, _, _, sequence]) => {
                match self.originals.get(&sequence.parse().unwrap()) {
                    Some(message) => Response { status: 200, retry_after_ms: None, body: message.clone() },
                    None => problem(404, "not_found"),
                }
            }
            (Method::Get, ["inbox"]) => self.page(query),
            (Method::Post, ["mailboxes", m, "acks"]) if **m == mailbox => {
                let body: AckRequest = read(request);
                let before = self.inbox.len();
                self.inbox.retain(|message| !body.cursors.contains(&message.cursor));
                let deleted = u32::try_from(before - self.inbox.len()).unwrap();
                ok(200, &AckResponse { deleted })
            }
            _ => problem(404, "not_found"),
        }
    }

    fn page(&self, query: &str) -> Response {
        let field = |name: &str| query.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('='));
        let limit: usize = field("limit").unwrap().parse().unwrap();
        let after: Option<Cursor> = field("after").map(|it| it.parse().unwrap());
        if self.knows_epoch && after.is_some_and(|after| after.epoch != self.epoch) {
            return problem(410, "epoch_changed");
        }
        let from = after.map_or(0, |after| after.number);
        let rest: Vec<&InboxMessage> = self.inbox.iter().filter(|it| it.cursor.number > from).collect();
        let messages: Vec<InboxMessage> = rest.iter().take(limit).map(|it| (*it).clone()).collect();
        let number = messages.last().map_or(from, |it| it.cursor.number);
        let next = Cursor { epoch: self.epoch, number };
        ok(200, &InboxResponse { epoch: self.epoch, more: rest.len() > messages.len(), messages, next })
    }

    /// The epoch of what is a roster; none for the stand-ins of tests that are not about rosters.
    fn epoch_of(&self, object: &[u8]) -> Option<u64> {
        Roster::open(object, self.account, &self.identity).ok().map(|roster| roster.epoch)
    }

    /// A proposal from Sam waiting in the inbox.
    pub(crate) fn put_into_inbox(&mut self, sequence: u64, message: &[u8]) {
        self.put_from(sam(), sequence, message);
    }

    /// A message from somebody waiting in the inbox.
    pub(crate) fn put_from(&mut self, sender: Id, sequence: u64, message: &[u8]) {
        self.numbers += 1; // never reused, also after deletes
        let number = self.numbers;
        self.inbox.push(InboxMessage {
            cursor: Cursor { epoch: self.epoch, number },
            mailbox: self.account,
            sender,
            device: sender,
            seq: sequence,
            purpose: 2,
            day: "2026-11-21".into(),
            message: api::Bytes(message.to_vec()),
        });
    }
}

pub(crate) fn sam() -> Id {
    Id::from([0x5a; 16])
}

pub(crate) const NOVEMBER: u32 = 2026 * 12 + 10;

/// A signed key set of Sam's whose highest subkey is that of a month.
pub(crate) fn sams_keyset(identity_seed: u8, month: u32) -> (KeySet, Vec<u8>) {
    let identity = SigningKey::from_seed(&[identity_seed; 32]).unwrap();
    let secret = SubkeySecret::from_seed(&[7; 32]).unwrap();
    let subkeys = vec![Subkey::for_month(month, *secret.public()).unwrap()];
    let set = KeySet::new(Role::Practitioner, sam(), identity.public(), sam(), subkeys);
    let object = set.sign(&identity).unwrap();
    (set, object)
}

struct Half;

impl Randomness for Half {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        bytes.fill(0x80);
        Ok(())
    }
}

/// A phone with three messages to send, and a relay with two to fetch.
pub(crate) struct World {
    pub(crate) now_ms: i64,
    pub(crate) relay: FakeRelay,
    pub(crate) store: Memory,
    pub(crate) token: Option<Token>,
}

impl World {
    pub(crate) fn new() -> Self {
        let identity = SigningKey::from_seed(&[1; 32]).unwrap();
        let (set, object) = sams_keyset(2, NOVEMBER);
        let mut relay = FakeRelay {
            origin: "https://clinic.example".parse().unwrap(),
            account: Id::from([9; 16]),
            identity: identity.public(),
            epoch: Id::from([1; 16]),
            faults: VecDeque::new(),
            log: Vec::new(),
            rosters: Vec::new(),
            keysets: BTreeMap::from([(sam(), object)]),
            stored: BTreeMap::new(),
            inbox: Vec::new(),
            originals: BTreeMap::new(),
            knows_epoch: true,
            challenges: BTreeSet::new(),
            tokens: BTreeMap::new(),
            drawn: 0,
            numbers: 0,
        };
        let mut store = Memory { roster: Some(b"roster 1".to_vec()), roster_waits: true, ..Memory::default() };
        store.pins.insert(sam(), Pin { account: sam(), identity: set.identity, highest: NOVEMBER, asked_ms: 0 });
        for sequence in 1..=3 {
            store.outbox.insert((sam(), sequence), format!("sealed {sequence}").into_bytes());
            if sequence < 3 {
                relay.put_into_inbox(sequence, format!("good {sequence}").as_bytes());
            }
        }
        Self { now_ms: 1_795_000_000_000, relay, store, token: None }
    }

    pub(crate) fn exchange(&self) -> Exchange {
        let account = Account {
            origin: self.relay.origin.clone(),
            mailbox: self.relay.account,
            device: Id::from([3; 16]),
            identity: SigningKey::from_seed(&[1; 32]).unwrap(),
        };
        Exchange::new(account, self.token.clone(), Arc::new(Half))
    }

    /// One exchange to its end; the clock jumps over every wait.
    pub(crate) fn try_run(&mut self) -> Result<Summary, StoreFailed> {
        let mut exchange = self.exchange();
        self.try_finish(&mut exchange)
    }

    fn try_finish(&mut self, exchange: &mut Exchange) -> Result<Summary, StoreFailed> {
        for _ in 0..2_000 {
            match exchange.next(self.now_ms, &mut self.store)? {
                Step::Send(request) => {
                    let answer = self.relay.call(self.now_ms, &request);
                    exchange.feed(self.now_ms, answer, &mut self.store)?;
                }
                Step::Wait(until) => {
                    assert!(until > self.now_ms, "a wait that is no wait");
                    self.now_ms = until;
                }
                Step::Done(summary) => {
                    self.token = exchange.token();
                    return Ok(summary);
                }
            }
        }
        panic!("an exchange without an end")
    }

    /// Runs an exchange already begun to its end.
    pub(crate) fn finish(&mut self, exchange: &mut Exchange) -> Summary {
        self.try_finish(exchange).unwrap()
    }

    pub(crate) fn run(&mut self) -> Summary {
        self.try_run().unwrap()
    }

    /// Everything that should be anywhere is there, once and unchanged.
    pub(crate) fn assert_complete(&self) {
        assert_eq!(self.relay.rosters, [b"roster 1".to_vec()]);
        assert!(!self.store.roster_waits);
        assert_eq!(self.relay.stored.len(), self.store.outbox.len());
        for ((recipient, sequence), message) in &self.store.outbox {
            let path =
                api::paths::message(&self.relay.account, &self.relay.account, &Fixed([3; 16]), recipient, *sequence);
            assert_eq!(self.relay.stored.get(&path), Some(message));
            assert!(self.store.delivered.contains(&(*recipient, *sequence)));
        }
        assert_eq!(self.store.kept.len(), 2);
        assert_eq!(self.store.times_kept, 2);
        assert!(self.relay.inbox.is_empty(), "all acknowledged");
        assert!(self.store.due.is_empty());
    }
}
