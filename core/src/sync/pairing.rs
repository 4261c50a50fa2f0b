//! The phone's side of pairing (`docs/protocol.md`, section 4): two people, two screens, four words.
//!
//! ```text
//! scan -> Claim -> Mailbox -> Hello -> Nonce -> Words --same()--> Agreement -> Done(Relationship)
//!                                                 \--different()-> Destroy -> Ended(Different)
//! ```
//!
//! Nothing is kept until both people said "same words": until then the new keys live here alone and are
//! wiped with this value, on "different" and on expiry at once. The roster is signed here and sent by the
//! first exchange, so that a phone that dies in between is paired as soon as it wakes.

pub(super) mod talk;

use std::fmt;
use std::sync::Arc;

use handrail_wire::api::{ClaimRequest, HelloRequest, KeysetBody, MailboxRequest, RevealView, paths};
use handrail_wire::invite::{Invite, MacKey, Statement};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::{B32, Day, Id, WireError};
use zeroize::Zeroizing;

use self::talk::{Agreed, Progress, Talk, Talking, Trouble};
use super::call::{Failure, Method, Request, Response};
use super::{Reader, Relationship, SubkeySeed};
use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::keys::{SigningKey, SubkeySecret, new_seed};
use crate::seal::words::four_words;

/// Why a scanned text does not start a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Some other QR code.
    #[error("not a pairing code")]
    NotACode,
    /// A code of a later version of the protocol.
    #[error("a newer kind of code")]
    Newer,
    /// Begins like a code of ours and is damaged, or names a relay that is not private.
    #[error("a damaged code")]
    Damaged,
    /// No random bytes to make keys of.
    #[error(transparent)]
    Randomness(#[from] RandomnessFailed),
}

impl ScanError {
    /// What a text that is not taken for a code is.
    pub(super) fn of(error: WireError) -> Self {
        match error {
            WireError::Text => Self::NotACode,
            WireError::Version => Self::Newer,
            _ => Self::Damaged,
        }
    }
}

/// Why a pairing ended without an agreement. Nothing of it is left on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person here said that the words are different.
    Different,
    /// Ten minutes are over, or the page ended it (its "different words" looks the same from here).
    Expired,
    /// Somebody else used the code first.
    UsedBefore,
    /// What arrived does not fit the code that was scanned.
    DoesNotFit,
    /// The relay does not do it, or what answers is no relay.
    Refused,
    /// No connection, five times over.
    Away,
    /// Of a code for a second phone: another device changed the list meanwhile. A sync, and a new code.
    Behind,
}

/// What the driver, or the person, is to do.
#[derive(Debug)]
pub enum Step<T = Relationship> {
    /// Send this and feed what comes of it.
    Send(Request),
    /// Ask again at this instant, ms since 1970 UTC.
    Wait(i64),
    /// Show these words and wait for "same" ([`Pairing::same`]) or "different" ([`Pairing::different`]).
    Compare([&'static str; 4]),
    /// Both said "same". Keep this before telling anybody.
    Done(Box<T>),
    /// Over, and wiped.
    Ended(Ended),
}

/// What this phone made for the pairing; wiped when dropped.
struct Own {
    mailbox: Id,
    device: Id,
    identity: SigningKey,
    subkeys: Vec<SubkeySeed>,
    keyset: Vec<u8>,
}

/// One side of a pairing, for whatever drives it.
pub trait Side: Send {
    /// What both agree on.
    type Agreement;
    /// What to do next. Asking again without having fed an answer gives the same call again.
    fn next(&mut self, now_ms: i64) -> Step<Self::Agreement>;
    /// Takes what came of the call.
    fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>);
}

impl Side for Pairing {
    type Agreement = Relationship;
    fn next(&mut self, now_ms: i64) -> Step {
        Self::next(self, now_ms)
    }
    fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        Self::feed(self, now_ms, answer);
    }
}

/// What is known once the practitioner's key set arrived and fits the code.
struct Theirs {
    object: Vec<u8>,
    set: KeySet,
}

enum State {
    Claim,
    Mailbox,
    Hello,
    Nonce,
    Words(Agreed),
    Destroy(Ended),
    Over(Ended),
    Paired(Box<Relationship>),
}

/// One pairing, from the scan to the agreement.
pub struct Pairing {
    invite: Invite,
    mac: MacKey,
    auth: B32,
    claim: Id,
    own: Option<Own>,
    theirs: Option<Theirs>,
    state: State,
    talk: Talk,
}

impl fmt::Debug for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pairing(..)")
    }
}

impl Pairing {
    /// Begins with the text of a code scanned inside the app. Makes this phone's keys for the new
    /// mailbox; `now_ms` is the present, ms since 1970 UTC.
    pub fn scan(text: &str, now_ms: i64, randomness: Arc<dyn Randomness>) -> Result<Self, ScanError> {
        let invite = Invite::from_qr(text.trim()).map_err(ScanError::of)?;
        if !invite.origin.is_private_enough() {
            return Err(ScanError::Damaged);
        }
        let auth = invite.auth().map_err(|_| ScanError::Damaged)?;
        let mac = invite.mac_key().map_err(|_| ScanError::Damaged)?;
        let own = Own::make(now_ms, &*randomness)?;
        let mut claim = [0; 16];
        randomness.fill(&mut claim)?;
        Ok(Self {
            invite,
            mac,
            auth,
            claim: Id::from(claim),
            own: Some(own),
            theirs: None,
            state: State::Claim,
            talk: Talk::new(now_ms, randomness),
        })
    }

    /// The relay to talk to; the driver needs it before the first call.
    #[must_use]
    pub fn invite(&self) -> &Invite {
        &self.invite
    }

    /// The name in the code: "You are about to share with NAME".
    #[must_use]
    pub fn name(&self) -> &str {
        &self.invite.display_name
    }

    /// The words, once there are some.
    #[must_use]
    pub fn words(&self) -> Option<[&'static str; 4]> {
        match &self.state {
            State::Words(agreed) => Some(agreed.words),
            _ => None,
        }
    }

    /// The person here pressed "Same words".
    pub fn same(&mut self) {
        if let State::Words(agreed) = &mut self.state {
            agreed.here = true;
        }
    }

    /// The person here pressed "Different words", or gave up. The keys are gone when this returns; the
    /// relay is told as far as it can be reached.
    pub fn different(&mut self) {
        if !matches!(self.state, State::Paired(_) | State::Over(_)) {
            self.destroy(Ended::Different);
        }
    }

    /// What to do next. Asking again without having fed an answer gives the same call again; every call
    /// may be repeated.
    pub fn next(&mut self, now_ms: i64) -> Step {
        if self.talk.is_over(now_ms) && !matches!(self.state, State::Paired(_) | State::Over(_)) {
            let why = match self.state {
                State::Destroy(why) => why,
                _ => Ended::Expired,
            };
            self.end(why);
        }
        match &self.state {
            State::Paired(relationship) => return Step::Done(relationship.clone()),
            State::Over(why) => return Step::Ended(*why),
            State::Words(agreed) if !agreed.here => return Step::Compare(agreed.words),
            _ => {}
        }
        if let Some(until) = self.talk.wait(now_ms) {
            return Step::Wait(until);
        }
        if let Some(request) = self.request() {
            self.talk.called();
            Step::Send(request)
        } else {
            self.end(Ended::Refused);
            Step::Ended(Ended::Refused)
        }
    }

    fn request(&self) -> Option<Request> {
        let invite = &self.invite.invite;
        let (auth, claim) = (self.auth, self.claim);
        Some(match &self.state {
            State::Claim => Request::new(Method::Post, paths::claim(invite)).json(&ClaimRequest { auth, claim }),
            State::Mailbox => Request::new(Method::Post, paths::MAILBOXES.into()).json(&MailboxRequest {
                invite: *invite,
                auth,
                claim,
                keyset: self.own.as_ref()?.keyset.clone().into(),
            }),
            State::Hello => {
                let mailbox = self.own.as_ref()?.mailbox;
                let mac = self.mac.hello(&self.transcript()?);
                Request::new(Method::Post, paths::hello(invite)).json(&HelloRequest { auth, claim, mailbox, mac })
            }
            State::Nonce | State::Words(_) => {
                Request::new(Method::Get, paths::reveal(invite)).authorised(self.authorisation())
            }
            State::Destroy(_) => Request::new(Method::Delete, paths::invite(invite)).authorised(self.authorisation()),
            State::Over(_) | State::Paired(_) => return None,
        })
    }

    fn authorisation(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Invite {}", self.auth))
    }

    fn transcript(&self) -> Option<Vec<u8>> {
        let (own, theirs) = (self.own.as_ref()?, self.theirs.as_ref()?);
        let invite = &self.invite;
        Some(invite.transcript(&theirs.object, &own.keyset, own.mailbox))
    }

    /// Takes what came of the call that [`Pairing::next`] gave. An answer to no call is ignored.
    pub fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        self.hear(now_ms, answer);
    }

    /// The person here has said "same"; has the one there?
    fn look(&mut self, response: &Response) -> Result<Progress, Trouble> {
        if response.status == 204 {
            return Ok(Progress::NotYet);
        }
        let view: RevealView = response.read().ok_or(Trouble::Nonsense)?;
        let transcript = self.transcript().ok_or(Trouble::DoesNotFit)?;
        let State::Words(agreed) = &self.state else {
            return Ok(Progress::Forward);
        };
        if view.nonce != agreed.nonce {
            return Err(Trouble::DoesNotFit);
        }
        let mut now = Agreed { ..*agreed };
        self.confirmation(&mut now, &transcript, view.confirmed)?;
        let both = now.here && now.there;
        self.state = State::Words(now);
        if !both {
            return Ok(Progress::NotYet);
        }
        let paired = self.relationship().ok_or(Trouble::DoesNotFit)?;
        self.own = None;
        self.theirs = None;
        self.state = State::Paired(Box::new(paired));
        Ok(Progress::Forward)
    }

    fn confirmation(&self, agreed: &mut Agreed, transcript: &[u8], confirmed: Option<B32>) -> Result<(), Trouble> {
        if let Some(mac) = confirmed {
            let nonce = &agreed.nonce;
            self.mac.check_statement(Statement::Confirm, transcript, nonce, &mac)?;
            agreed.there = true;
        }
        Ok(())
    }

    /// What is kept: roster epoch 1 with the one reader, signed by the new mailbox's identity.
    fn relationship(&self) -> Option<Relationship> {
        let (own, theirs) = (self.own.as_ref()?, self.theirs.as_ref()?);
        let reader = RosterReader::paired(theirs.set.account, theirs.set.identity, KeySet::hash_of(&theirs.object));
        let roster = Roster::new(own.mailbox, 1, vec![reader]);
        Some(Relationship {
            origin: self.invite.origin.clone(),
            certificate: self.invite.certificate,
            mailbox: own.mailbox,
            device: own.device,
            identity_seed: Zeroizing::new(*own.identity.seed()),
            subkeys: own.subkeys.clone(),
            keyset: own.keyset.clone(),
            readers: vec![Reader {
                account: theirs.set.account,
                identity: theirs.set.identity,
                keyset: theirs.object.clone(),
                highest: theirs.set.highest(),
                name: self.invite.display_name.clone(),
            }],
            roster_epoch: 1,
            roster: roster.sign(&own.identity).ok()?,
        })
    }
}

impl Own {
    /// New keys for a new mailbox: identity, and the subkeys of this month and the next.
    fn make(now_ms: i64, randomness: &dyn Randomness) -> Result<Self, ScanError> {
        let mut ids = [[0; 16]; 2];
        for id in &mut ids {
            randomness.fill(id)?;
        }
        let [mailbox, device] = ids.map(Id::from);
        let identity = SigningKey::from_seed(&*new_seed(randomness)?);
        let identity = identity.map_err(|_| RandomnessFailed)?;
        let month = Day::from_ms(now_ms).map_err(|_| ScanError::Damaged)?.month_number();
        let (mut seeds, mut subkeys) = (Vec::new(), Vec::new());
        for number in [month, month + 1] {
            let seed = new_seed(randomness)?;
            let secret = SubkeySecret::from_seed(&seed).map_err(|_| RandomnessFailed)?;
            let subkey = Subkey::for_month(number, *secret.public());
            subkeys.push(subkey.map_err(|_| ScanError::Damaged)?);
            seeds.push(SubkeySeed { number, seed });
        }
        let set = KeySet::new(Role::Client, mailbox, identity.public(), device, subkeys);
        let keyset = set.sign(&identity).map_err(|_| RandomnessFailed)?;
        Ok(Self { mailbox, device, identity, subkeys: seeds, keyset })
    }
}

impl Talking for Pairing {
    fn talk(&mut self) -> &mut Talk {
        &mut self.talk
    }

    fn telling(&self) -> Option<Ended> {
        match self.state {
            State::Destroy(why) => Some(why),
            _ => None,
        }
    }

    fn done(&mut self, response: &Response) -> Result<Progress, Trouble> {
        match &self.state {
            State::Claim => {
                let body: KeysetBody = response.read().ok_or(Trouble::Nonsense)?;
                let object = body.keyset.0;
                if KeySet::hash_of(&object) != self.invite.keyset {
                    return Err(Trouble::DoesNotFit);
                }
                let set = KeySet::open(&object).map_err(|_| Trouble::DoesNotFit)?;
                if set.role != Role::Practitioner {
                    return Err(Trouble::DoesNotFit);
                }
                self.theirs = Some(Theirs { object, set });
                self.state = State::Mailbox;
            }
            State::Mailbox => self.state = State::Hello,
            State::Hello => self.state = State::Nonce,
            State::Nonce => {
                if response.status == 204 {
                    return Ok(Progress::NotYet);
                }
                let view: RevealView = response.read().ok_or(Trouble::Nonsense)?;
                let transcript = self.transcript().ok_or(Trouble::DoesNotFit)?;
                self.invite.check_nonce(&view.nonce)?;
                self.mac.check_statement(Statement::Nonce, &transcript, &view.nonce, &view.mac)?;
                let language = &self.invite.language;
                let words = four_words(&self.mac, &transcript, &view.nonce, language)?;
                let mut agreed = Agreed { nonce: view.nonce, words, here: false, there: false };
                self.confirmation(&mut agreed, &transcript, view.confirmed)?;
                self.state = State::Words(agreed);
            }
            State::Words(_) => return self.look(response),
            State::Destroy(_) | State::Over(_) | State::Paired(_) => {}
        }
        Ok(Progress::Forward)
    }

    /// Forgets the keys and ends, where there is nothing to tell.
    fn end(&mut self, why: Ended) {
        self.own = None;
        self.theirs = None;
        self.state = State::Over(why);
    }

    /// Forgets the keys and ends, telling the relay first.
    fn destroy(&mut self, why: Ended) {
        self.own = None;
        self.theirs = None;
        self.talk.afresh();
        self.state = State::Destroy(why);
    }
}

#[cfg(test)]
mod tests;
