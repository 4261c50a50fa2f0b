//! The other half of the exchange: what an answer means, and what the store is told.

use super::super::backoff::Patience;
use super::super::call::{Failure, Meaning, Response};
use super::super::state::{Incoming, MailboxState, Pin, SendRefusal, StoreFailed, TakenIn};
use super::{Exchange, Flight, MOST_ROSTERS, PAGE, Phase, RosterFate, Step, Stopped, Token};
use handrail_wire::api::{
    ChallengeResponse, InboxMessage, InboxResponse, KeysetBody, ProblemCode, RosterBody, TokenResponse,
};
use handrail_wire::keyset::KeySet;

impl Exchange {
    /// Takes what came of the call that [`Exchange::next`] gave. An answer to no call is ignored.
    pub fn feed(
        &mut self,
        now_ms: i64,
        answer: Result<Response, Failure>,
        store: &mut dyn MailboxState,
    ) -> Result<(), StoreFailed> {
        let Some(flight) = self.flight.take() else {
            return Ok(());
        };
        let response = match answer {
            Ok(response) => response,
            Err(Failure::NotTrusted) => {
                self.stop(Stopped::NotTrusted, None);
                return Ok(());
            }
            Err(Failure::TooLarge) => {
                self.stop(Stopped::NotARelay, None);
                return Ok(());
            }
            Err(Failure::Offline | Failure::Timeout | Failure::Torn) => {
                self.put_back(flight);
                self.later(now_ms, None, Stopped::Away);
                return Ok(());
            }
        };
        match response.meaning() {
            Meaning::Redirect => {
                self.stop(Stopped::NotARelay, None);
                Ok(())
            }
            Meaning::Later(asked) => {
                self.put_back(flight);
                self.later(now_ms, asked, Stopped::Busy);
                Ok(())
            }
            // A proxy or filter on the way forbids with a page of its own. It does not speak for the relay: nothing is
            // given up on its word.
            Meaning::Refused(code) if code != ProblemCode::Unauthorised && !response.is_problem() => {
                self.put_back(flight);
                self.later(now_ms, None, Stopped::NotARelay);
                Ok(())
            }
            Meaning::Refused(code) => self.refused(flight, code, store),
            Meaning::Done => {
                // A challenge proves nothing: were it counted as success, one whose token never comes would
                // be tried for ever.
                let proves = !matches!(flight, Flight::Challenge);
                if self.done(flight, &response, now_ms, store)? {
                    if proves {
                        self.backoff.reset();
                    }
                } else {
                    // 200 with nonsense in it: a captive portal, or a reply cut short and mended.
                    self.later(now_ms, None, Stopped::NotARelay);
                }
                Ok(())
            }
        }
    }

    /// What is popped from a list for its call goes back, so that it is tried again. All other calls are
    /// asked from the store anew.
    fn put_back(&mut self, flight: Flight) {
        match flight {
            Flight::Again(incoming) => self.again.push(*incoming),
            // A challenge works once, and nobody knows whether it was used.
            Flight::Token => self.challenge = None,
            _ => {}
        }
    }

    fn later(&mut self, now_ms: i64, asked: Option<i64>, why: Stopped) {
        match self.backoff.again(now_ms, asked, &*self.randomness) {
            Patience::Until(until) => self.not_before_ms = until,
            Patience::Enough(at) => {
                self.stop(why, at);
            }
        }
    }

    pub(super) fn stop(&mut self, why: Stopped, at: Option<i64>) -> Step {
        self.phase = Phase::Over;
        self.summary.stopped = Some(why);
        self.summary.retry_at_ms = at;
        Step::Done(self.summary)
    }

    /// A call the relay will not do, however often it is asked.
    fn refused(&mut self, flight: Flight, code: ProblemCode, store: &mut dyn MailboxState) -> Result<(), StoreFailed> {
        let logging_in = matches!(flight, Flight::Challenge | Flight::Token);
        if code == ProblemCode::Unauthorised && !logging_in {
            self.put_back(flight);
            self.token = None; // ran out early, or the relay was restarted
            return Ok(());
        }
        match flight {
            Flight::Token => {
                self.challenge = None;
                self.logins += 1;
                // A challenge that is over is worth another login; a refused signature is not.
                if code != ProblemCode::Expired {
                    self.stop(Stopped::LoginRefused, None);
                }
            }
            Flight::Roster | Flight::Message(_) | Flight::Page(_) if code == ProblemCode::NotFound => {
                self.stop(Stopped::MailboxGone, None);
            }
            Flight::Roster if self.rosters < MOST_ROSTERS => {
                // It may have been put back to an earlier time, or this phone was: its own roster tells.
                self.rosters += 1;
                self.phase = Phase::RosterThere;
            }
            Flight::RosterThere if code == ProblemCode::NotFound => self.roster_there(None, store)?,
            Flight::Roster | Flight::RosterThere => self.roster_refused(),
            // Offered again the next time; readers go on sealing to the subkeys they have.
            Flight::OwnKeyset => self.own_keyset_refused = true,
            Flight::Keyset(_) => {
                self.next_keyset();
                self.summary.keysets_refused += 1;
            }
            Flight::Message(_) if code == ProblemCode::Quota => self.summary.over_quota = true,
            Flight::Message(out) => {
                let why = match code {
                    ProblemCode::Conflict => SendRefusal::Conflict,
                    ProblemCode::Forbidden => SendRefusal::NotAReader,
                    _ => SendRefusal::Malformed,
                };
                store.quarantine(out.recipient, out.sequence, why)?;
                self.summary.quarantined += 1;
            }
            Flight::Page(_) | Flight::Acks(_) if matches!(code, ProblemCode::EpochChanged | ProblemCode::Expired) => {
                self.epoch_changed(store)?;
            }
            Flight::Challenge | Flight::Page(_) => {
                self.stop(Stopped::NotARelay, None);
            }
            Flight::Again(_) => self.summary.refused += 1,
            // They stay due and are asked for the next time; nothing depends on them.
            Flight::Acks(_) => self.phase = Phase::Over,
        }
        Ok(())
    }

    /// A call that was done; `false` where the answer makes no sense.
    fn done(
        &mut self,
        flight: Flight,
        response: &Response,
        now_ms: i64,
        store: &mut dyn MailboxState,
    ) -> Result<bool, StoreFailed> {
        if matches!(flight, Flight::Roster | Flight::OwnKeyset | Flight::Message(_) | Flight::Acks(_))
            && !response.says_nothing()
        {
            return Ok(false);
        }
        match flight {
            Flight::Challenge => {
                let Some(answer) = response.read::<ChallengeResponse>() else {
                    return Ok(false);
                };
                self.challenge = Some(answer.challenge);
            }
            Flight::Token => {
                self.challenge = None;
                let Some(answer) = response.read::<TokenResponse>() else {
                    return Ok(false);
                };
                if answer.account != self.account.mailbox {
                    return Ok(false);
                }
                self.logins += 1;
                self.token = Some(Token::of(&answer, now_ms));
            }
            Flight::Roster => {
                store.roster_sent()?;
                self.summary.roster = RosterFate::Stored;
            }
            Flight::RosterThere => {
                let Some(answer) = response.read::<RosterBody>() else {
                    return Ok(false);
                };
                self.roster_there(Some(&answer.roster.0), store)?;
            }
            Flight::OwnKeyset => store.own_keyset_sent()?,
            Flight::Keyset(pin) => {
                let Some(answer) = response.read::<KeysetBody>() else {
                    return Ok(false);
                };
                self.next_keyset();
                self.keyset(&pin, &answer.keyset.0, now_ms, store)?;
            }
            Flight::Message(out) => {
                store.mark_delivered(out.recipient, out.sequence)?;
                self.summary.delivered += 1;
            }
            Flight::Page(after) => {
                let Some(page) = response.read::<InboxResponse>() else {
                    return Ok(false);
                };
                if after.is_some_and(|after| after.epoch != page.epoch) {
                    self.epoch_changed(store)?;
                    return Ok(true);
                }
                let after = after.map_or(0, |after| after.number);
                if !makes_sense(&page, after) {
                    return Ok(false);
                }
                self.page(page, store)?;
            }
            Flight::Again(mut incoming) => {
                incoming.message.clone_from(&response.body);
                match store.take_in(&incoming)? {
                    TakenIn::Refused => self.summary.refused += 1,
                    TakenIn::Kept => self.summary.taken_in += 1,
                    TakenIn::Again => {}
                }
            }
            Flight::Acks(cursors) => store.acked(&cursors)?,
        }
        Ok(true)
    }

    fn roster_refused(&mut self) {
        self.summary.roster = RosterFate::Refused;
        self.phase = Phase::OwnKeyset;
    }

    fn roster_there(&mut self, held: Option<&[u8]>, store: &mut dyn MailboxState) -> Result<(), StoreFailed> {
        if store.roster_there(held)? {
            self.phase = Phase::Roster;
        } else {
            self.roster_refused();
        }
        Ok(())
    }

    fn next_keyset(&mut self) {
        if let Phase::Keysets(pins) = &mut self.phase {
            pins.pop();
        }
    }

    fn keyset(
        &mut self,
        pin: &Pin,
        object: &[u8],
        now_ms: i64,
        store: &mut dyn MailboxState,
    ) -> Result<(), StoreFailed> {
        // Another identity, a lower number, a bad signature: the pinned one stays in use.
        let fits = KeySet::open(object).ok().filter(|set| set.follows(pin.account, pin.identity, pin.highest).is_ok());
        let Some(set) = fits else {
            self.summary.keysets_refused += 1;
            return store.keyset_refused(pin.account);
        };
        store.keyset_renewed(pin.account, object, set.highest(), now_ms)?;
        self.summary.keysets += 1;
        Ok(())
    }

    fn page(&mut self, page: InboxResponse, store: &mut dyn MailboxState) -> Result<(), StoreFailed> {
        for message in page.messages {
            let incoming = incoming(message);
            match store.take_in(&incoming)? {
                TakenIn::Kept => self.summary.taken_in += 1,
                TakenIn::Again => {}
                TakenIn::Refused => self.again.push(incoming),
            }
        }
        store.set_cursor(page.next)?;
        self.more = page.more;
        self.pages += 1;
        Ok(())
    }

    fn epoch_changed(&mut self, store: &mut dyn MailboxState) -> Result<(), StoreFailed> {
        if self.summary.epoch_changed {
            // Twice in one exchange: it does not know its own epoch.
            self.stop(Stopped::NotARelay, None);
            return Ok(());
        }
        store.epoch_changed()?;
        self.summary.epoch_changed = true;
        self.again.clear();
        self.more = true;
        self.phase = Phase::Roster;
        Ok(())
    }
}

fn incoming(message: InboxMessage) -> Incoming {
    Incoming {
        cursor: message.cursor,
        mailbox: message.mailbox,
        sender: message.sender,
        device: message.device,
        sequence: message.seq,
        purpose: message.purpose,
        message: message.message.0,
    }
}

/// A page in one epoch, whose places rise from where it was asked for; one that says "more" moves on.
fn makes_sense(page: &InboxResponse, after: u64) -> bool {
    let mut last = after;
    for message in &page.messages {
        if message.cursor.epoch != page.epoch || message.cursor.number <= last {
            return false;
        }
        last = message.cursor.number;
    }
    page.next.epoch == page.epoch
        && page.next.number == last
        && page.messages.len() <= usize::try_from(PAGE).unwrap_or(usize::MAX)
        && !(page.more && page.messages.is_empty())
}
