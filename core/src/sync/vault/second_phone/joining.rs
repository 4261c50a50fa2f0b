//! The second phone after its "same": is it on the list, and which keys are sealed to it?
//!
//! It follows the lists one after the other from the one that its code named. So whatever the relay says, only a device that
//! was live in that list can have put it there.

use std::sync::Arc;

use handrail_wire::api::{DevicesBody, ProblemCode, paths};
use handrail_wire::login::Origin;
use handrail_wire::vault::devices::{self, DeviceList};
use handrail_wire::vault::keyring::{self, Keyring};
use handrail_wire::{Hash, Id};

use super::super::line::{Fed, Line, Ready};
use super::super::state::{FoundVault, Kept};
use super::{ended, stopped};
use crate::ids::Randomness;
use crate::sync::call::{Failure, Method, Request, Response};
use crate::sync::pairing::talk::Trouble;
use crate::sync::pairing::{Ended, Side, Step};
use crate::vault::device::DeviceKeys;
use crate::vault::epochs::EpochKeys;

/// What a phone that said "same" keeps until it knows whether it is on the list.
#[derive(Clone)]
pub struct Pending {
    /// The relay.
    pub origin: Origin,
    /// SHA-256 of the relay's own certificate, where the code named one.
    pub certificate: Option<Hash>,
    /// The vault.
    pub vault: Id,
    /// The device list whose hash was in the code.
    pub list: Vec<u8>,
    /// This phone's keys.
    pub device: Arc<DeviceKeys>,
}

/// Hides everything.
impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending(..)")
    }
}

enum State {
    /// The newest list.
    Newest,
    /// The list after the one that is known, up to this version.
    Next(u64),
    Keyring,
    Done(Box<Kept>),
    Over(Ended),
}

/// A second phone that asks whether it has come into the vault. Can be begun again at any time.
pub struct Joining {
    pending: Pending,
    /// The newest list that follows from the code's.
    list: Vec<u8>,
    line: Line,
    state: State,
    randomness: Arc<dyn Randomness>,
}

impl std::fmt::Debug for Joining {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Joining(..)")
    }
}

impl Joining {
    /// Begins with what was kept.
    #[must_use]
    pub fn new(pending: Pending, randomness: Arc<dyn Randomness>) -> Self {
        let line = Line::new(pending.origin.clone(), pending.device.id, None);
        Self { list: pending.list.clone(), pending, line, state: State::Newest, randomness }
    }

    fn end(&mut self, why: Ended) -> Step<Kept> {
        self.state = State::Over(why);
        Step::Ended(why)
    }

    fn request(&self) -> Option<Request> {
        let vault = &self.pending.vault;
        let list = |path| Request::new(Method::Get, path).limit(devices::MAX_OBJECT * 2);
        Some(match &self.state {
            State::Newest => list(paths::devices(vault)),
            State::Next(_) => list(paths::devices_at(vault, DeviceList::kept(&self.list).ok()?.version + 1)),
            State::Keyring => Request::new(Method::Get, paths::keyring(vault)).limit(keyring::MAX_OBJECT),
            State::Done(_) | State::Over(_) => return None,
        })
    }

    fn done(&mut self, response: &Response) -> Result<(), Trouble> {
        match self.state {
            State::Newest => {
                let body: DevicesBody = response.read().ok_or(Trouble::Nonsense)?;
                let newest = DeviceList::kept(&body.list.0)?.version;
                let known = DeviceList::kept(&self.list)?;
                if newest <= known.version {
                    // Logged in under a list that does not name this phone: the relay's list is an old one.
                    return Err(Trouble::DoesNotFit);
                }
                if newest == known.version + 1 {
                    self.follow(body.list.0)?;
                    return self.listed();
                }
                self.state = State::Next(newest);
            }
            State::Next(newest) => {
                let body: DevicesBody = response.read().ok_or(Trouble::Nonsense)?;
                if self.follow(body.list.0)?.version >= newest {
                    return self.listed();
                }
            }
            State::Keyring => {
                let list = DeviceList::kept(&self.list)?;
                let keyring = Keyring::open_for_reading(&response.body, &list)?;
                let own = &self.pending.device;
                // Not made for the newest list yet: in a moment.
                let keys = EpochKeys::unwrap(&keyring, Some(own.id), &own.sealing).map_err(|_| Trouble::Nonsense)?;
                let of = FoundVault {
                    origin: self.pending.origin.clone(),
                    vault: self.pending.vault,
                    list: self.list.clone(),
                    keyring_version: keyring.version,
                    keyring_list: keyring.list,
                    keys,
                };
                self.state = State::Done(Box::new(Kept::new_device(Arc::clone(own), of)));
            }
            State::Done(_) | State::Over(_) => {}
        }
        Ok(())
    }

    /// Takes a list that follows from the one that is known.
    fn follow(&mut self, object: Vec<u8>) -> Result<DeviceList, Trouble> {
        let before = DeviceList::kept(&self.list)?;
        let list = DeviceList::open_next(&object, &before, DeviceList::hash_of(&self.list))?;
        self.list = object;
        Ok(list)
    }

    /// Whether the newest list names this phone, with its own keys.
    fn listed(&mut self) -> Result<(), Trouble> {
        let own = &self.pending.device;
        let list = DeviceList::kept(&self.list)?;
        let entry = list.live_device(own.id).ok_or(Trouble::DoesNotFit)?;
        if entry.identity != own.identity.public() || entry.sealing != *own.sealing.public() {
            return Err(Trouble::DoesNotFit);
        }
        self.state = State::Keyring;
        Ok(())
    }
}

impl Side for Joining {
    type Agreement = Kept;

    fn next(&mut self, now_ms: i64) -> Step<Kept> {
        match &self.state {
            State::Done(kept) => return Step::Done(kept.clone()),
            State::Over(why) => return Step::Ended(*why),
            _ => {}
        }
        let authorisation = match self.line.ready(now_ms, &self.pending.device.identity) {
            Ready::Send(request) => return Step::Send(request),
            Ready::Wait(until) => return Step::Wait(until),
            Ready::Stop(why) => return self.end(ended(why)),
            Ready::Go(authorisation) => authorisation,
        };
        match self.request() {
            Some(request) => {
                self.line.called();
                Step::Send(request.authorised(authorisation))
            }
            None => self.end(Ended::Refused),
        }
    }

    fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        let fed = self.line.feed(now_ms, answer, &*self.randomness);
        let over = match &fed {
            Fed::Again => None,
            Fed::Stop(..) => stopped(&fed),
            Fed::Refused(ProblemCode::NotFound) => Some(Ended::Expired),
            Fed::Refused(_) => Some(Ended::Refused),
            Fed::Done(response) => match self.done(response) {
                Ok(()) => {
                    self.line.sense();
                    None
                }
                Err(Trouble::Nonsense) => stopped(&self.line.nonsense(now_ms, &*self.randomness)),
                Err(Trouble::DoesNotFit) => Some(Ended::DoesNotFit),
            },
        };
        if let Some(why) = over {
            self.end(why);
        }
    }
}
