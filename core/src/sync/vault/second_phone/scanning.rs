//! The second phone's side: it scans the code, and has nothing of the vault before both said "same".

use std::sync::Arc;

use handrail_wire::api::{ClaimRequest, ConfirmRequest, DeviceHelloRequest, DevicesBody, RevealView, paths};
use handrail_wire::invite::device::{DeviceInvite, Offer};
use handrail_wire::invite::{MacKey, Statement};
use handrail_wire::vault::devices::{self, DeviceList};
use handrail_wire::{B32, Id};
use zeroize::Zeroizing;

use super::super::state::Kept;
use super::joining::{Joining, Pending};
use crate::ids::Randomness;
use crate::seal::words::four_words;
use crate::sync::call::{Failure, Method, Request, Response};
use crate::sync::pairing::talk::{Agreed, Progress, Talk, Talking, Trouble};
use crate::sync::pairing::{Ended, ScanError, Side, Step};
use crate::vault::device::DeviceKeys;

enum State {
    Claim,
    Hello,
    Nonce,
    Words(Agreed),
    Agree(Agreed),
    Await(Agreed),
    Join(Box<Joining>),
    Destroy(Ended),
    Over(Ended),
}

/// A scanned code, from the scan to the keys. The keys made for it are wiped with it.
pub struct Scanning {
    invite: DeviceInvite,
    mac: MacKey,
    auth: B32,
    claim: Id,
    device: Option<Arc<DeviceKeys>>,
    offer: Vec<u8>,
    list: Option<Vec<u8>>,
    state: State,
    talk: Talk,
    randomness: Arc<dyn Randomness>,
}

impl std::fmt::Debug for Scanning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanning(..)")
    }
}

impl Scanning {
    /// Begins with the text of a code scanned inside the app. `device` are this phone's new keys, under the name by which its
    /// record numbers its changes; `now_ms` is the present, ms since 1970 UTC.
    ///
    /// # Errors
    /// [`ScanError`] for any other text.
    pub fn scan(
        text: &str,
        device: DeviceKeys,
        now_ms: i64,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ScanError> {
        let invite = DeviceInvite::from_qr(text.trim()).map_err(ScanError::of)?;
        if !invite.origin.is_private_enough() {
            return Err(ScanError::Damaged);
        }
        let offer = Offer {
            vault: invite.vault,
            invite: invite.invite,
            device: device.id,
            identity: device.identity.public(),
            sealing: *device.sealing.public(),
        };
        let mut claim = [0; 16];
        randomness.fill(&mut claim)?;
        Ok(Self {
            mac: invite.mac_key().map_err(ScanError::of)?,
            auth: invite.auth().map_err(ScanError::of)?,
            claim: Id::from(claim),
            offer: offer.sign(&device.identity).map_err(|_| ScanError::Damaged)?,
            device: Some(Arc::new(device)),
            list: None,
            invite,
            state: State::Claim,
            talk: Talk::new(now_ms, Arc::clone(&randomness)),
            randomness,
        })
    }

    /// The relay to talk to; the driver needs it before the first call.
    #[must_use]
    pub fn invite(&self) -> &DeviceInvite {
        &self.invite
    }

    /// The words, once there are some.
    #[must_use]
    pub fn words(&self) -> Option<[&'static str; 4]> {
        match &self.state {
            State::Words(agreed) => Some(agreed.words),
            _ => None,
        }
    }

    /// The person here pressed "Same words". From now on the other phone may write this one onto the list, so what is
    /// needed to come back after a death is to be kept before anything more is sent ([`Scanning::pending`]).
    pub fn same(&mut self) {
        if let State::Words(agreed) = &self.state {
            self.state = State::Agree(Agreed { here: true, ..*agreed });
        }
    }

    /// The person here pressed "Different words", or gave up. The keys are gone when this returns.
    pub fn different(&mut self) {
        if matches!(self.state, State::Claim | State::Hello | State::Nonce | State::Words(_)) {
            self.destroy(Ended::Different);
        }
    }

    /// What has to be kept from "same" on; nothing before.
    #[must_use]
    pub fn pending(&self) -> Option<Pending> {
        if !matches!(self.state, State::Agree(_) | State::Await(_) | State::Join(_)) {
            return None;
        }
        Some(Pending {
            origin: self.invite.origin.clone(),
            certificate: self.invite.certificate,
            vault: self.invite.vault,
            list: self.list.clone()?,
            device: Arc::clone(self.device.as_ref()?),
        })
    }

    fn request(&self) -> Option<Request> {
        let (vault, invite) = (&self.invite.vault, &self.invite.invite);
        let (auth, claim) = (self.auth, self.claim);
        let step = |method, name: &str| Request::new(method, paths::device_invite_step(vault, invite, name));
        Some(match &self.state {
            State::Claim => {
                // JSON carries a list as base64url.
                step(Method::Post, "claim").json(&ClaimRequest { auth, claim }).limit(devices::MAX_OBJECT * 2)
            }
            State::Hello => {
                let mac = self.mac.hello(&self.transcript()?);
                let offer = self.offer.clone().into();
                step(Method::Post, "hello").json(&DeviceHelloRequest { auth, claim, offer, mac })
            }
            State::Nonce | State::Await(_) => step(Method::Get, "reveal").authorised(self.authorisation()),
            State::Agree(agreed) => {
                let mac = self.mac.statement(Statement::Agree, &self.transcript()?, &agreed.nonce);
                step(Method::Post, "agree").json(&ConfirmRequest { mac }).authorised(self.authorisation())
            }
            State::Destroy(_) => {
                Request::new(Method::Delete, paths::device_invite(vault, invite)).authorised(self.authorisation())
            }
            State::Words(_) | State::Join(_) | State::Over(_) => return None,
        })
    }

    fn authorisation(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Invite {}", self.auth))
    }

    fn transcript(&self) -> Option<Vec<u8>> {
        Some(self.invite.transcript(self.list.as_ref()?, &self.offer))
    }
}

impl Side for Scanning {
    type Agreement = Kept;

    fn next(&mut self, now_ms: i64) -> Step<Kept> {
        if self.talk.is_over(now_ms) {
            match self.state {
                State::Join(_) | State::Over(_) => {}
                State::Destroy(why) => self.end(why),
                _ => self.end(Ended::Expired),
            }
        }
        match &mut self.state {
            State::Join(joining) => return joining.next(now_ms),
            State::Over(why) => return Step::Ended(*why),
            State::Words(agreed) => return Step::Compare(agreed.words),
            _ => {}
        }
        if let Some(until) = self.talk.wait(now_ms) {
            return Step::Wait(until);
        }
        if let Some(request) = self.request() {
            self.talk.called();
            return Step::Send(request);
        }
        self.destroy(Ended::Refused);
        Step::Ended(Ended::Refused)
    }

    fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        if let State::Join(joining) = &mut self.state {
            return joining.feed(now_ms, answer);
        }
        self.hear(now_ms, answer);
    }
}

impl Talking for Scanning {
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
                let body: DevicesBody = response.read().ok_or(Trouble::Nonsense)?;
                // The code says which list; who signed it follows from that.
                if DeviceList::hash_of(&body.list.0) != self.invite.list {
                    return Err(Trouble::DoesNotFit);
                }
                if DeviceList::kept(&body.list.0)?.vault != self.invite.vault {
                    return Err(Trouble::DoesNotFit);
                }
                self.list = Some(body.list.0);
                self.state = State::Hello;
            }
            State::Hello => self.state = State::Nonce,
            State::Nonce => {
                if response.status == 204 {
                    return Ok(Progress::NotYet);
                }
                let view: RevealView = response.read().ok_or(Trouble::Nonsense)?;
                let transcript = self.transcript().ok_or(Trouble::DoesNotFit)?;
                self.invite.check_nonce(&view.nonce)?;
                self.mac.check_statement(Statement::Nonce, &transcript, &view.nonce, &view.mac)?;
                let words = four_words(&self.mac, &transcript, &view.nonce, &self.invite.language)?;
                self.state = State::Words(Agreed { nonce: view.nonce, words, here: false, there: false });
            }
            State::Agree(agreed) => self.state = State::Await(*agreed),
            State::Await(agreed) => {
                let agreed = *agreed;
                let view: RevealView = response.read().ok_or(Trouble::Nonsense)?;
                let Some(mac) = view.confirmed else { return Ok(Progress::NotYet) };
                let transcript = self.transcript().ok_or(Trouble::DoesNotFit)?;
                self.mac.check_statement(Statement::Confirm, &transcript, &agreed.nonce, &mac)?;
                let pending = self.pending().ok_or(Trouble::DoesNotFit)?;
                self.state = State::Join(Box::new(Joining::new(pending, Arc::clone(&self.randomness))));
            }
            State::Words(_) | State::Join(_) | State::Destroy(_) | State::Over(_) => {}
        }
        Ok(Progress::Forward)
    }

    /// The end, where there is nothing to tell. Where this phone said "same" it may be on the list all the same: asked once.
    fn end(&mut self, why: Ended) {
        if let (State::Agree(_) | State::Await(_), Some(pending)) = (&self.state, self.pending()) {
            self.state = State::Join(Box::new(Joining::new(pending, Arc::clone(&self.randomness))));
            return;
        }
        self.device = None;
        self.list = None;
        self.state = State::Over(why);
    }

    fn destroy(&mut self, why: Ended) {
        self.device = None;
        self.list = None;
        self.talk.afresh();
        self.state = State::Destroy(why);
    }
}
