//! The other half of the exchange: what an answer means.

use handrail_wire::api::{DevicesBody, ProblemCode};
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::exchange::{Answer, News};
use handrail_wire::vault::keyring::Keyring;

use super::line::Fed;
use super::{Exchange, Finding, Phase, Refetch, Sent, VaultState};
use crate::ledger::Ledger;
use crate::sync::call::{Failure, Response};
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

impl Exchange {
    /// Takes what came of the call that [`Exchange::next`] gave. An answer to no call is ignored.
    pub fn feed(
        &mut self,
        now_ms: i64,
        answer: Result<Response, Failure>,
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<(), StoreFailed> {
        self.now_ms = now_ms;
        match self.line.feed(now_ms, answer, &*self.randomness) {
            Fed::Again => Ok(()),
            Fed::Stop(why, at) => {
                self.stop(why, at);
                Ok(())
            }
            Fed::Refused(code) => match self.phase {
                Phase::Sync | Phase::Devices | Phase::Keyring | Phase::PutKeyring | Phase::Over => {
                    self.refused(code);
                    Ok(())
                }
                Phase::ListAgain | Phase::KeyringAgain => {
                    self.not_again();
                    Ok(())
                }
                _ => self.care_refused(code, state, ledger),
            },
            Fed::Done(response) => {
                if self.done(&response, state, ledger)? {
                    self.line.sense();
                } else if let Fed::Stop(why, at) = self.line.nonsense(now_ms, &*self.randomness) {
                    self.stop(why, at);
                }
                Ok(())
            }
        }
    }

    fn refused(&mut self, code: ProblemCode) {
        match (&self.phase, code) {
            (Phase::Sync, ProblemCode::Quota) => {
                self.taker.summary.over_quota = true;
                self.read_only = true;
            }
            (Phase::Sync, ProblemCode::Conflict) if !self.read_only => {
                // First to learn how far the relay really is; if it is refused once more, somebody else wrote there.
                self.conflicts += 1;
                self.read_only = true;
                self.by_vector = true;
                if self.conflicts > 1 {
                    self.taker.find(Finding::Clone);
                }
            }
            // There is none after the one this phone was put on.
            (Phase::Devices, ProblemCode::NotFound) if self.care.first => self.phase = Phase::Keyring,
            (_, ProblemCode::NotFound) => {
                self.stop(Stopped::MailboxGone, None);
            }
            // Somebody else made the next keyring: fetch it.
            (Phase::PutKeyring, ProblemCode::Conflict | ProblemCode::PreconditionFailed) => {
                self.phase = Phase::Sync;
                self.by_vector = true;
                self.conflicts += 1;
                if self.conflicts > 3 {
                    self.stop(Stopped::NotARelay, None);
                }
            }
            _ => {
                self.stop(Stopped::NotARelay, None);
            }
        }
    }

    /// `false` where the answer makes no sense.
    fn done(
        &mut self,
        response: &Response,
        state: &mut dyn VaultState,
        ledger: &dyn Ledger,
    ) -> Result<bool, StoreFailed> {
        match self.phase {
            Phase::Sync => match Answer::decode(&response.body) {
                Ok(answer) => self.answer(answer, state, ledger)?,
                Err(_) => return Ok(false),
            },
            Phase::Devices => {
                let Some(body) = response.read::<DevicesBody>() else { return Ok(false) };
                self.devices(&body.list.0, state)?;
            }
            Phase::Keyring => self.keyring(&response.body, state)?,
            Phase::PutKeyring => {
                let object = self.put.take().unwrap_or_default();
                self.keyring(&object, state)?;
                self.rotated(state)?;
            }
            Phase::ListAgain | Phase::KeyringAgain => self.given_again(),
            Phase::Over => {}
            _ => return self.care_done(response, state, ledger),
        }
        Ok(true)
    }

    fn answer(&mut self, answer: Answer, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        let sent = self.sent.take().unwrap_or(Sent { batches: Vec::new(), head: None, ack: None });
        self.acked(&answer, sent.ack, state)?;
        if self.kept.relay_epoch.is_some_and(|epoch| epoch != answer.epoch) {
            self.taker.summary.epoch_changed = true;
            self.by_vector = true;
            self.was_put_back(state)?;
        }
        let went_back = self.acknowledge(&answer, &sent, state)?;
        if let (Some((object, seen)), false) = (sent.head, went_back) {
            state.said(&object, &seen)?;
            let own = self.device.id;
            let tip = self.kept.tip;
            let known = super::KnownDevice { tip, claim: None, head: Some(object) };
            self.taker.heads.insert(own, known);
            self.kept.said = seen;
        }
        // After a conflict it is known how far the relay is: now once more with batches.
        if self.read_only && self.conflicts == 1 && !self.taker.summary.over_quota {
            self.read_only = false;
            self.conflicts += 1;
        }
        let Some(news) = answer.news else {
            return self.round_over(state, ledger);
        };
        self.news(&news, state, ledger)
    }

    /// How far the relay holds this device's chain; `true` where that is less than it had said.
    fn acknowledge(&mut self, answer: &Answer, sent: &Sent, state: &mut dyn VaultState) -> Result<bool, StoreFailed> {
        let before = self.kept.acknowledged;
        self.kept.relay_epoch = Some(answer.epoch);
        if answer.stored > self.kept.tip.sequence {
            self.taker.find(Finding::Clone);
            self.read_only = true;
            self.conflicts = 2;
            return Ok(false);
        }
        // Refused before, and now it says that it has a number which it was never asked to take from here: those are
        // another's bytes. This phone's own, sent again, would have been taken.
        if self.conflicts == 1 && self.read_only && answer.stored > before.sequence {
            self.taker.find(Finding::Clone);
            self.conflicts = 2;
            return Ok(false);
        }
        let expected = sent.batches.last().map_or(before.sequence, |(last, _)| *last);
        let tip = match sent.batches.iter().rev().find(|(sequence, _)| *sequence <= answer.stored) {
            Some((sequence, hash)) => Tip { sequence: *sequence, hash: *hash },
            // More than it was given now: whether those bytes are this phone's shows when they are sent again.
            None if answer.stored >= before.sequence => before,
            // Lower than it had said: from there on everything is sent again, exactly as it was.
            None => {
                let Some(tip) = state.own_tip(answer.stored)? else {
                    self.taker.find(Finding::Emptied);
                    (self.read_only, self.conflicts) = (true, 2);
                    self.kept.acknowledged = Tip::start();
                    state.acknowledged(Tip::start(), answer.epoch)?;
                    return Ok(true);
                };
                tip
            }
        };
        let went_back = tip.sequence < expected;
        if went_back {
            self.taker.find(Finding::WentBack);
            self.was_put_back(state)?;
        }
        let stored = sent.batches.iter().filter(|(sequence, _)| *sequence <= tip.sequence).count();
        self.taker.summary.sent += u32::try_from(stored).unwrap_or(u32::MAX);
        self.kept.acknowledged = tip;
        state.acknowledged(tip, answer.epoch)?;
        Ok(went_back)
    }

    fn news(&mut self, news: &News, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        self.newest_keyring = news.keyring;
        if news.list > self.taker.list.version {
            // Who may write comes first: what is here is asked for again when that is known.
            self.phase = Phase::Devices;
            self.newest_list = news.list;
            self.by_vector = true;
            return Ok(());
        }
        if news.keyring > self.kept.keyring_version {
            self.phase = Phase::Keyring;
            self.by_vector = true;
            return Ok(());
        }
        if news.list < self.taker.list.version {
            self.taker.find(Finding::OldList);
        }
        if news.keyring < self.kept.keyring_version {
            self.taker.find(Finding::OldKeyring);
        }
        if news.list < self.taker.list.version || news.keyring < self.kept.keyring_version {
            self.was_put_back(state)?;
        }
        if self.begin_again(news) {
            return Ok(());
        }
        self.taker.heads(&news.heads, Some(state))?;
        let before = (self.taker.seen(self.device.id), self.taker.refused.came());
        self.taker.batches(&news.batches, ledger, Some(state))?;
        if news.more {
            self.by_vector = true;
            // More, and none of it usable: asking again would give the same for ever.
            if before == (self.taker.seen(self.device.id), self.taker.refused.came()) && !self.taker.again {
                self.taker.finish();
                self.stop(Stopped::NotARelay, None);
            }
            return Ok(());
        }
        let refused = self.taker.all_refused();
        if self.kept.upkeep.refused != refused {
            self.kept.upkeep.refused = refused;
            state.upkeep(&self.kept.upkeep)?;
        }
        self.round_over(state, ledger)
    }

    /// The relay has said everything: is there anything left to say or to look at?
    fn round_over(&mut self, state: &mut dyn VaultState, ledger: &dyn Ledger) -> Result<(), StoreFailed> {
        if self.taker.gone && !self.kept.upkeep.empty {
            self.kept.upkeep.empty = true;
            state.upkeep(&self.kept.upkeep)?;
        }
        let live = self.taker.list.live_device(self.device.id).is_some();
        if live && self.kept.keyring_list < self.taker.list.version && self.has_whole_view() {
            self.phase = Phase::PutKeyring;
            return Ok(());
        }
        let own = self.device.id;
        let unsaid = self.taker.seen(own) != self.kept.said || self.refetch == Refetch::More;
        let unsealed = ledger.own_since(self.kept.ops_sealed, 1)?.is_some();
        let waiting = self.kept.acknowledged != self.kept.tip;
        let sealing = self.kept.keyring_list == self.taker.list.version;
        if live && !self.read_only && (waiting || ((unsaid || unsealed) && sealing)) {
            return Ok(());
        }
        self.taker.refold_done(ledger)?;
        let (tip, upkeep) = (self.kept.tip.sequence, &self.kept.upkeep);
        // What is in no log comes to the others with a snapshot; until that is there they hold something else.
        let comparable = !unsealed && !waiting && !upkeep.unlogged;
        if comparable && self.taker.differs(own, tip, ledger.digest()?.as_bytes(), upkeep.joined) {
            if self.refetched {
                self.taker.find(Finding::Differs);
            } else {
                // Fetched and folded once more, from the beginning; nothing here is thrown away for it.
                self.refetched = true;
                self.refetch = Refetch::From(*ledger.digest()?.as_bytes());
                self.taker.again = true;
                self.by_vector = true;
                self.phase = Phase::Snapshots;
                return Ok(());
            }
        }
        if let Refetch::From(before) = std::mem::replace(&mut self.refetch, Refetch::None)
            && live
            && !self.read_only
            && sealing
            && *ledger.digest()?.as_bytes() != before
        {
            // What this phone said of its record was said of less, and the others would go on comparing theirs with that.
            (self.refetch, self.phase) = (Refetch::More, Phase::Sync);
            return Ok(());
        }
        if !self.taker.is_complete() && !self.care.looked {
            // What is missing may be in a snapshot, and the log of it collected.
            (self.care.look, self.phase) = (true, Phase::Snapshots);
            return Ok(());
        }
        self.taker.summary.same = !unsealed && !waiting;
        self.care.look |= self.wants_everything() || self.taker.summary.epoch_changed;
        self.settle(state, ledger)
    }

    /// Nothing is left to do.
    pub(super) fn over(&mut self, state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        self.taker.finish();
        let before = self.kept.upkeep.clone();
        self.kept.upkeep.heard(self.now_ms, &std::mem::take(&mut self.taker.news_of));
        self.forget_what_is_listed();
        if self.kept.upkeep != before {
            state.upkeep(&self.kept.upkeep)?;
        }
        let summary = &mut self.taker.summary;
        summary.findings.append(&mut self.care.findings);
        summary.same &= summary.findings.is_empty();
        self.phase = Phase::Over;
        Ok(())
    }

    pub(super) fn devices(&mut self, object: &[u8], state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        let Ok(list) = DeviceList::open_next(object, &self.taker.list, self.taker.list_hash) else {
            // A list that does not follow from the one this phone knows is not believed, whoever serves it.
            self.taker.find(Finding::OldList);
            self.stop(Stopped::NotARelay, None);
            return Ok(());
        };
        state.list(object)?;
        self.kept.list = object.to_vec();
        self.care.look = true;
        self.taker.list_hash = DeviceList::hash_of(object);
        let before = std::mem::replace(&mut self.taker.list, list);
        if before.recovery != self.taker.list.recovery {
            self.before_code = Some(before);
        }
        // One after the other: each is signed by somebody in the one before.
        if self.taker.list.version >= self.newest_list {
            self.phase = Phase::Keyring;
        }
        Ok(())
    }

    fn keyring(&mut self, object: &[u8], state: &mut dyn VaultState) -> Result<(), StoreFailed> {
        let first = self.care.first;
        self.phase = if first { Phase::Snapshots } else { Phase::Sync };
        let opened = Keyring::open_for_reading(object, &self.taker.list).or_else(|error| {
            let before = self.before_code.as_ref();
            before.map_or(Err(error), |list| Keyring::open_for_reading(object, list))
        });
        let keys = opened
            .as_ref()
            .ok()
            .and_then(|keyring| EpochKeys::unwrap(keyring, Some(self.device.id), &self.device.sealing).ok());
        // A relay that speaks of a newer one and gives the one that is known would be asked for ever.
        let least = self.kept.keyring_version.max(self.newest_keyring);
        let newest = opened.ok().zip(keys).filter(|(keyring, _)| keyring.version >= least);
        let Some((keyring, keys)) = newest else {
            self.taker.find(Finding::OldKeyring);
            // Who was just added was not told of a newer one, and has the keys that it was given.
            if !first {
                self.stop(Stopped::NotARelay, None);
            }
            return Ok(());
        };
        // A keyring that forgot or changed an epoch would make something unreadable: what was known stays known.
        let keys = EpochKeys::of(keys.iter().chain(self.taker.keys.iter()).map(|(n, key)| (n, key.clone())));
        state.keyring(keyring.version, keyring.list, &keys)?;
        self.care.look = true;
        self.kept.keyring_version = keyring.version;
        self.kept.keyring_list = keyring.list;
        self.taker.keys = keys;
        Ok(())
    }
}
