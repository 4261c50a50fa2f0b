//! A relay that was put back to a copy from before a new list of devices, or a new keyring, is given them again.
//!
//! Batches come again by themselves, since each phone sends what the relay lacks of its own. A list is signed and names
//! the hash of the one before, so any phone that has it can give it again as it was. A keyring is not kept, and is made
//! anew: the keys this phone has, for the very list its own newest keyring was made for, under the numbers that the
//! relay lacks. The numbers have to come to where they were, because batches and heads name them.
//!
//! A relay that only pretends gains nothing by it: it gets a list it has had, and keys sealed to exactly the phones
//! and the code of the newest list that this phone knows, which hold them already. Nobody who is off that list is sealed to, and
//! no new epoch is made: what is in doubt here ends nothing. It costs the phone some work, and how much has a bound.

use handrail_wire::api::{DevicesBody, paths};
use handrail_wire::vault::devices::Signer;
use handrail_wire::vault::exchange::News;

use super::{Exchange, Phase};
use crate::sync::call::{Method, Request};

/// Most keyrings given again in one exchange; the next one goes on from there.
const MOST: u8 = 64;

/// What was given again in this exchange.
#[derive(Default)]
pub(super) struct Again {
    /// The list was.
    list: bool,
    /// So many keyrings were, or are about to be.
    keyrings: u8,
    /// Version of the keyring that the relay has by now.
    there: u64,
    /// The relay would not have it. Not once more in this exchange.
    refused: bool,
    /// What this phone has seen was to be said once more.
    said: bool,
}

impl Again {
    /// Whether it is the first time in this exchange.
    pub(super) fn once(&mut self) -> bool {
        !std::mem::replace(&mut self.said, true)
    }
}

impl Exchange {
    /// Whether the relay lacks something that can be given again; then that is what comes next.
    pub(super) fn begin_again(&mut self, news: &News) -> bool {
        let list = &self.taker.list;
        if self.again.refused || list.live_device(self.device.id).is_none() {
            return false;
        }
        let lacks_list = news.list.checked_add(1) == Some(list.version);
        let lacks_keys = news.list == list.version && news.keyring < self.kept.keyring_version;
        if lacks_list && !self.again.list {
            (self.again.list, self.phase) = (true, Phase::ListAgain);
        } else if lacks_keys && self.kept.keyring_list == list.version && self.again.keyrings == 0 {
            // Only for the list they were made for: another one still needs a new epoch.
            (self.again.there, self.phase) = (news.keyring, Phase::KeyringAgain);
        } else {
            return false;
        }
        // What came with this answer is asked for once more when that is done.
        (self.by_vector, self.put) = (true, None);
        true
    }

    /// The call of these phases; `None` where it cannot be made.
    pub(super) fn again_call(&mut self) -> Option<Request> {
        let vault = self.kept.vault;
        if matches!(self.phase, Phase::ListAgain) {
            let body = DevicesBody { list: self.kept.list.clone().into() };
            return Some(Request::new(Method::Put, paths::devices(&vault)).json(&body));
        }
        let there = self.again.there;
        if self.put.is_none() {
            let (list, by, key) = (&self.taker.list, Signer::Device(self.device.id), &self.device.identity);
            let next = there.checked_add(1)?;
            self.put = Some(self.taker.keys.wrap(list, next, by, key, &*self.randomness).ok()?);
        }
        // Kept until there is an answer: the same bytes again change nothing, where only the answer was lost.
        let object = self.put.clone()?;
        Some(Request::new(Method::Put, paths::keyring(&vault)).octets(object).if_match(format!("\"{there}\"")))
    }

    /// The relay took it.
    pub(super) fn given_again(&mut self) {
        self.put = None;
        if matches!(self.phase, Phase::KeyringAgain) {
            self.again.there = self.again.there.saturating_add(1);
            self.again.keyrings = self.again.keyrings.saturating_add(1);
            if self.again.there < self.kept.keyring_version && self.again.keyrings < MOST {
                return;
            }
        }
        self.phase = Phase::Sync;
    }

    /// The relay did not take it: another phone was there first, or its copy is older than that. What it has is synced.
    pub(super) fn not_again(&mut self) {
        (self.again.refused, self.put, self.phase) = (true, None, Phase::Sync);
    }
}
