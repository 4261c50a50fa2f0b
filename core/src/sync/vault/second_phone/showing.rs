//! The first phone's side: it shows the code, and writes the second one onto the list once both said "same".

use std::sync::Arc;

use handrail_wire::api::{
    ConfirmRequest, DeviceInviteRequest, DevicesBody, InviteView, ProblemCode, RevealRequest, paths,
};
use handrail_wire::invite::device::{DeviceInvite, Offer};
use handrail_wire::invite::{MacKey, Statement};
use handrail_wire::vault::devices::{Device, DeviceList, Signer};
use handrail_wire::{B32, Hash, Id, derive};
use zeroize::Zeroizing;

use super::super::line::{Fed, Line, Ready};
use super::super::state::Kept;
use super::{ended, stopped};
use crate::ids::Randomness;
use crate::seal::keys::new_seed;
use crate::seal::words::four_words;
use crate::sync::call::{Failure, Method, Request, Response};
use crate::sync::pairing::talk::{Agreed, LOOK_EVERY_MS, Progress, Trouble, is_over};
use crate::sync::pairing::{Ended, Side, Step};
use crate::sync::relay::Token;
use crate::vault::VaultError;
use crate::vault::device::with;

const DAY_MS: i64 = 86_400_000;

/// A second phone that is on the list. The next sync fetches that list and its keyring like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub device: Id,
    /// Version of the list it is on.
    pub list: u64,
}

/// The one hello that counts, and what is agreed on it.
struct Hello {
    offer: Vec<u8>,
    device: Device,
    mac: B32,
    transcript: Vec<u8>,
    agreed: Agreed,
}

enum State {
    Create,
    Look,
    Reveal(Box<Hello>),
    Words(Box<Hello>),
    PutDevices(Box<Hello>),
    PutKeyring(Box<Hello>),
    Confirm(Box<Hello>),
    Destroy(Ended),
    Over(Ended),
    Done(Added),
}

/// A code for a second phone, from the showing to the agreement. Its seed is wiped when it is dropped.
pub struct Showing {
    kept: Kept,
    list: DeviceList,
    invite: DeviceInvite,
    mac: MacKey,
    auth: B32,
    nonce: B32,
    began_ms: i64,
    line: Line,
    state: State,
    /// List n+1 as it was signed once: sent again byte by byte.
    next_list: Option<Vec<u8>>,
    /// The keyring for it, likewise.
    next_keyring: Option<Vec<u8>>,
    randomness: Arc<dyn Randomness>,
}

impl std::fmt::Debug for Showing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Showing(..)")
    }
}

impl Showing {
    /// A new code for the vault that this phone keeps; `certificate` is the relay's own where it has one, `language` a BCP 47
    /// tag, `now_ms` the present.
    ///
    /// # Errors
    /// [`VaultError::Incomplete`] where the newest list has no keyring yet, [`VaultError::NotListed`] where this phone is not
    /// live in it; both are over after a sync.
    pub fn new(
        kept: Kept,
        token: Option<Token>,
        certificate: Option<Hash>,
        language: &str,
        now_ms: i64,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, VaultError> {
        let list = DeviceList::kept(&kept.list)?;
        list.live_device(kept.device.id).ok_or(VaultError::NotListed)?;
        if kept.keyring_list != list.version {
            return Err(VaultError::Incomplete);
        }
        let (mut id, mut seed) = ([0; 16], Zeroizing::new([0; 16]));
        randomness.fill(&mut id)?;
        randomness.fill(seed.as_mut_slice())?;
        let nonce = B32::from(*new_seed(&*randomness)?);
        let invite = DeviceInvite {
            origin: kept.origin.clone(),
            vault: kept.vault,
            invite: Id::from(id),
            seed,
            list: DeviceList::hash_of(&kept.list),
            nonce: Hash::from(derive::sha256(nonce.as_bytes())),
            certificate,
            language: language.to_owned(),
        };
        Ok(Self {
            mac: invite.mac_key()?,
            auth: invite.auth()?,
            line: Line::new(kept.origin.clone(), kept.device.id, token),
            kept,
            list,
            invite,
            nonce,
            began_ms: now_ms,
            state: State::Create,
            next_list: None,
            next_keyring: None,
            randomness,
        })
    }

    /// Whether the relay knows the invite: the code can be shown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Look)
    }

    /// What the square code holds.
    ///
    /// # Errors
    /// [`VaultError`] for a language that is no tag.
    pub fn qr(&self) -> Result<Zeroizing<String>, VaultError> {
        Ok(self.invite.to_qr()?)
    }

    /// The login, for the next exchange.
    #[must_use]
    pub fn token(&self) -> Option<Token> {
        self.line.token()
    }

    /// The words, once there are some.
    #[must_use]
    pub fn words(&self) -> Option<[&'static str; 4]> {
        match &self.state {
            State::Words(hello) => Some(hello.agreed.words),
            _ => None,
        }
    }

    /// The person here pressed "Same words".
    pub fn same(&mut self) {
        if let State::Words(hello) = &mut self.state {
            hello.agreed.here = true;
        }
    }

    /// The person here pressed "Different words", or gave up. Not once the list is being written: then there is an
    /// agreement, and the phone is taken off the list like any other.
    pub fn different(&mut self) {
        if matches!(self.state, State::Create | State::Look | State::Reveal(_) | State::Words(_)) {
            self.destroy(Ended::Different);
        }
    }

    fn destroy(&mut self, why: Ended) {
        self.line.not_before(i64::MIN);
        self.state = State::Destroy(why);
    }

    fn call(&mut self, now_ms: i64) -> Step<Added> {
        let undecided = matches!(self.state, State::Create | State::Look | State::Reveal(_) | State::Words(_));
        if is_over(self.began_ms, now_ms) {
            match self.state {
                State::Destroy(why) => self.state = State::Over(why),
                _ if undecided => self.state = State::Over(Ended::Expired),
                _ => {}
            }
        }
        match &self.state {
            State::Done(added) => return Step::Done(Box::new(*added)),
            State::Over(why) => return Step::Ended(*why),
            State::Words(hello) if !hello.agreed.here => return Step::Compare(hello.agreed.words),
            _ => {}
        }
        let authorisation = match self.line.ready(now_ms, &self.kept.device.identity) {
            Ready::Send(request) => return Step::Send(request),
            Ready::Wait(until) => return Step::Wait(until),
            Ready::Stop(why) => return self.end(ended(why)),
            Ready::Go(authorisation) => authorisation,
        };
        match self.request(now_ms) {
            Some(request) => {
                self.line.called();
                Step::Send(request.authorised(authorisation))
            }
            None => self.end(Ended::Refused),
        }
    }

    /// The end; where the second phone is on the list already, that is an agreement all the same.
    fn end(&mut self, why: Ended) -> Step<Added> {
        self.state = match &self.state {
            State::PutKeyring(hello) | State::Confirm(hello) => State::Done(self.added(hello)),
            State::Destroy(first) => State::Over(*first),
            _ => State::Over(why),
        };
        match &self.state {
            State::Done(added) => Step::Done(Box::new(*added)),
            State::Over(why) => Step::Ended(*why),
            _ => Step::Ended(why),
        }
    }

    fn added(&self, hello: &Hello) -> Added {
        Added { device: hello.device.id, list: self.list.version.saturating_add(1) }
    }

    fn request(&mut self, now_ms: i64) -> Option<Request> {
        let (vault, invite) = (self.kept.vault, self.invite.invite);
        let step = |name: &str| Request::new(Method::Post, paths::device_invite_step(&vault, &invite, name));
        let says = |statement, hello: &Hello| self.mac.statement(statement, &hello.transcript, &self.nonce);
        Some(match &self.state {
            State::Create => {
                let auth_hash = Hash::from(derive::sha256(self.auth.as_bytes()));
                let body = DeviceInviteRequest { invite, auth_hash, list: self.list.version };
                Request::new(Method::Post, paths::device_invites(&vault)).json(&body)
            }
            State::Look | State::Words(_) => Request::new(Method::Get, paths::device_invite(&vault, &invite)),
            State::Reveal(hello) => {
                step("reveal").json(&RevealRequest { nonce: self.nonce, mac: says(Statement::Nonce, hello) })
            }
            State::PutDevices(hello) => {
                let object = match self.next_list.take() {
                    Some(object) => object,
                    None => self.sign_list(hello, now_ms)?,
                };
                self.next_list = Some(object.clone());
                Request::new(Method::Put, paths::devices(&vault)).json(&DevicesBody { list: object.into() })
            }
            State::PutKeyring(_) => {
                let object = match self.next_keyring.take() {
                    Some(object) => object,
                    None => self.wrap()?,
                };
                self.next_keyring = Some(object.clone());
                let seen = format!("\"{}\"", self.kept.keyring_version);
                Request::new(Method::Put, paths::keyring(&vault)).octets(object).if_match(seen)
            }
            State::Confirm(hello) => step("confirm").json(&ConfirmRequest { mac: says(Statement::Confirm, hello) }),
            State::Destroy(_) => Request::new(Method::Delete, paths::device_invite(&vault, &invite)),
            State::Over(_) | State::Done(_) => return None,
        })
    }

    /// The list after the one in the code, with the second phone on it.
    fn sign_list(&self, hello: &Hello, now_ms: i64) -> Option<Vec<u8>> {
        let day = u64::try_from(now_ms.div_euclid(DAY_MS)).ok()?;
        let device = Device { added: day, seen: day, ..hello.device.clone() };
        let next = with(&self.list, self.invite.list, Signer::Device(self.kept.device.id), device);
        next.sign(&self.kept.device.identity).ok()
    }

    /// The epoch keys there are, for that list. No new epoch: the second phone is to read what is there.
    fn wrap(&self) -> Option<Vec<u8>> {
        let list = DeviceList::kept(self.next_list.as_ref()?).ok()?;
        let (version, own) = (self.kept.keyring_version.saturating_add(1), &self.kept.device);
        self.kept.keys.wrap(&list, version, Signer::Device(own.id), &own.identity, &*self.randomness).ok()
    }

    fn refused(&mut self, code: ProblemCode) {
        match (&self.state, code) {
            // Another device wrote the list: the code names one that is not the newest.
            (State::Create, ProblemCode::PreconditionFailed) => self.state = State::Over(Ended::Behind),
            (State::PutDevices(_), ProblemCode::Conflict) => self.destroy(Ended::Behind),
            // Somebody else saw the list without its keyring and was quicker.
            (State::PutKeyring(_), ProblemCode::Conflict | ProblemCode::PreconditionFailed) => {
                self.forward(State::Confirm);
            }
            (_, ProblemCode::NotFound | ProblemCode::Expired) => {
                self.end(Ended::Expired);
            }
            _ => {
                self.end(Ended::Refused);
            }
        }
    }

    fn forward(&mut self, next: impl FnOnce(Box<Hello>) -> State) {
        let now = std::mem::replace(&mut self.state, State::Over(Ended::Refused));
        self.state = match now {
            State::Reveal(hello) | State::Words(hello) | State::PutDevices(hello) | State::PutKeyring(hello) => {
                next(hello)
            }
            other => other,
        };
    }

    fn done(&mut self, response: &Response) -> Result<Progress, Trouble> {
        match &self.state {
            State::Create => self.state = State::Look,
            State::Look => {
                let view: InviteView = response.read().ok_or(Trouble::Nonsense)?;
                let (Some(offer), Some(mac)) = (view.offer, view.mac) else { return Ok(Progress::NotYet) };
                let hello = self.hello(offer.0, mac)?;
                self.state = State::Reveal(Box::new(hello));
            }
            State::Reveal(_) => self.forward(State::Words),
            State::Words(hello) => {
                let view: InviteView = response.read().ok_or(Trouble::Nonsense)?;
                // This one hello is fixed; another one in its place is the relay's doing.
                if view.offer.is_none_or(|offer| offer.0 != hello.offer) || view.mac != Some(hello.mac) {
                    return Err(Trouble::DoesNotFit);
                }
                let Some(yes) = view.agreed else { return Ok(Progress::NotYet) };
                self.mac.check_statement(Statement::Agree, &hello.transcript, &self.nonce, &yes)?;
                self.forward(|mut hello| {
                    hello.agreed.there = true;
                    State::PutDevices(hello)
                });
            }
            State::PutDevices(_) => self.forward(State::PutKeyring),
            State::PutKeyring(_) => self.forward(State::Confirm),
            State::Confirm(hello) => self.state = State::Done(self.added(hello)),
            State::Destroy(why) => self.state = State::Over(*why),
            State::Over(_) | State::Done(_) => {}
        }
        Ok(Progress::Forward)
    }

    /// Takes the first hello, if its MAC says that it comes from whoever scanned the code.
    fn hello(&self, offer: Vec<u8>, mac: B32) -> Result<Hello, Trouble> {
        let transcript = self.invite.transcript(&self.kept.list, &offer);
        self.mac.check_hello(&transcript, &mac)?;
        let opened = Offer::open(&offer, self.kept.vault, self.invite.invite)?;
        if self.list.device(opened.device).is_some() {
            // A restored phone takes a new name; nobody comes back under an old one.
            return Err(Trouble::DoesNotFit);
        }
        let words = four_words(&self.mac, &transcript, &self.nonce, &self.invite.language)?;
        let agreed = Agreed { nonce: self.nonce, words, here: false, there: false };
        let (id, identity, sealing) = (opened.device, opened.identity, opened.sealing);
        let device = Device { id, identity, sealing, added: 0, removed: None, seen: 0 };
        Ok(Hello { offer, device, mac, transcript, agreed })
    }
}

impl Side for Showing {
    type Agreement = Added;

    fn next(&mut self, now_ms: i64) -> Step<Added> {
        self.call(now_ms)
    }

    fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        let fed = self.line.feed(now_ms, answer, &*self.randomness);
        if let Some(why) = stopped(&fed) {
            if why == Ended::DoesNotFit && !matches!(self.state, State::PutKeyring(_) | State::Confirm(_)) {
                return self.destroy(why);
            }
            self.end(why);
            return;
        }
        match fed {
            Fed::Again | Fed::Stop(..) => {}
            Fed::Refused(code) => self.refused(code),
            Fed::Done(response) => match self.done(&response) {
                Ok(Progress::Forward) => self.line.sense(),
                Ok(Progress::NotYet) => {
                    self.line.sense();
                    self.line.not_before(now_ms.saturating_add(LOOK_EVERY_MS));
                }
                Err(Trouble::Nonsense) => {
                    if let Some(why) = stopped(&self.line.nonsense(now_ms, &*self.randomness)) {
                        self.end(why);
                    }
                }
                Err(Trouble::DoesNotFit) => self.destroy(Ended::DoesNotFit),
            },
        }
    }
}
