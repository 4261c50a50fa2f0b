//! The exchange with the relay for one mailbox: login, roster, readers' key sets, outbox, inbox,
//! acknowledgements, in that order (`docs/protocol.md`, sections 3 and 5).
//!
//! A state machine without clock, socket or store of its own. Whatever the relay answers, a message
//! leaves the outbox only when the relay said that it stored it, and is acknowledged only after the store
//! said that it keeps it.

mod feed;

use std::sync::Arc;

use handrail_wire::api::{AckRequest, ChallengeRequest, Cursor, KeysetBody, RosterBody, TokenRequest, paths};
use handrail_wire::login::{self, Origin};
use handrail_wire::{B32, Id};
use zeroize::Zeroizing;

use super::backoff::Backoff;
use super::call::{Method, Request};
use super::state::{Incoming, MailboxState, Outgoing, Pin, StoreFailed};
use crate::ids::Randomness;
use crate::seal::keys::SigningKey;

/// Messages asked for at once: about half a megabyte as base64.
const PAGE: u32 = 20;
/// Most bytes taken as one inbox page.
const PAGE_LIMIT: usize = 1_024 * 1_024;
/// Most pages read in one exchange; a relay that always has more is left for the next time.
const MOST_PAGES: u32 = 50;
/// Cursors acknowledged at once; the protocol allows 200.
const ACKS: usize = 100;
/// A reader's key set is asked for again after this long.
const KEYSET_AGE_MS: i64 = 20 * 3_600_000;
/// A token with less life than this left is renewed first.
const TOKEN_MARGIN_MS: i64 = 30_000;
/// Rosters sent one after the other to a relay that was put back: more changes of readers than that lie between no backup
/// and today.
const MOST_ROSTERS: u32 = 200;
/// Logins in one exchange; a relay that keeps refusing its own tokens is left alone.
const MOST_LOGINS: u32 = 3;

/// Who is exchanging: the phone's account in one mailbox.
#[derive(Debug)]
pub struct Account {
    /// The relay as we know it.
    pub origin: Origin,
    /// The mailbox, which is the account.
    pub mailbox: Id,
    /// This device.
    pub device: Id,
    /// The mailbox's identity.
    pub identity: SigningKey,
}

/// A login that still holds; may be handed to the next exchange of the same mailbox.
#[derive(Clone)]
pub struct Token {
    value: Zeroizing<String>,
    until_ms: i64,
}

impl Token {
    /// A login as the relay answered it.
    pub(super) fn of(answer: &handrail_wire::api::TokenResponse, now_ms: i64) -> Self {
        let life_ms = i64::from(answer.expires_in).saturating_mul(1_000);
        Self {
            value: Zeroizing::new(format!("Bearer {}", answer.token)),
            // A life too short to use would mean logging in for ever.
            until_ms: now_ms.saturating_add(life_ms.max(TOKEN_MARGIN_MS * 2)),
        }
    }

    /// What goes into `Authorization`, while the login holds.
    pub(super) fn authorisation(&self, now_ms: i64) -> Option<Zeroizing<String>> {
        (now_ms < self.until_ms.saturating_sub(TOKEN_MARGIN_MS)).then(|| self.value.clone())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

/// The logins that hold, by mailbox.
pub type Tokens = std::collections::BTreeMap<crate::ids::Id, Token>;

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

/// Why an exchange ended before everything was done. Nothing is lost by any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// No connection, or no whole answer.
    Away,
    /// The relay asks for patience or has trouble of its own.
    Busy,
    /// The relay does not accept this account's login.
    LoginRefused,
    /// The mailbox is no longer there.
    MailboxGone,
    /// What answers does not speak the protocol: a redirect, a captive portal, a broken relay.
    NotARelay,
    /// What answers could not prove that it is the relay of the pairing code.
    NotTrusted,
}

/// What became of a roster in one exchange.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RosterFate {
    /// There was none to send, or it was not its turn yet.
    #[default]
    NotSent,
    /// The relay stored it.
    Stored,
    /// The relay holds another roster under this epoch, or expects another epoch.
    Refused,
}

/// What an exchange did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// What became of the roster.
    pub roster: RosterFate,
    /// Messages the relay stored.
    pub delivered: u32,
    /// Messages the relay will not take.
    pub quarantined: u32,
    /// The relay takes no more this week; the rest waits.
    pub over_quota: bool,
    /// Messages kept.
    pub taken_in: u32,
    /// Messages refused, also when asked for again.
    pub refused: u32,
    /// Key sets renewed.
    pub keysets: u32,
    /// Key sets that did not fit their pin, or that the relay no longer has.
    pub keysets_refused: u32,
    /// The relay was put back to an earlier state; everything is being sent again.
    pub epoch_changed: bool,
    /// Why it ended early, if it did.
    pub stopped: Option<Stopped>,
    /// Not before this instant, if the relay named one; ms since 1970 UTC.
    pub retry_at_ms: Option<i64>,
}

enum Phase {
    Roster,
    RosterThere,
    OwnKeyset,
    Keysets(Vec<Pin>),
    Outbox,
    Inbox,
    Acks,
    Over,
}

/// The call under way, with what is needed to understand its answer.
enum Flight {
    Challenge,
    Token,
    Roster,
    RosterThere,
    OwnKeyset,
    Keyset(Pin),
    Message(Outgoing),
    Page(Option<Cursor>),
    Again(Box<Incoming>),
    Acks(Vec<Cursor>),
}

/// One exchange.
pub struct Exchange {
    account: Account,
    randomness: Arc<dyn Randomness>,
    token: Option<Token>,
    challenge: Option<B32>,
    phase: Phase,
    flight: Option<Flight>,
    /// Refused messages to be asked for once more.
    again: Vec<Incoming>,
    more: bool,
    backoff: Backoff,
    not_before_ms: i64,
    logins: u32,
    pages: u32,
    own_keyset_refused: bool,
    rosters: u32,
    /// Whose key sets were asked for in this exchange, whatever came of it.
    asked: Vec<Id>,
    summary: Summary,
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

impl Exchange {
    /// A new exchange; with the token of an earlier one it begins without a login.
    #[must_use]
    pub fn new(account: Account, token: Option<Token>, randomness: Arc<dyn Randomness>) -> Self {
        Self {
            account,
            randomness,
            token,
            challenge: None,
            phase: Phase::Roster,
            flight: None,
            again: Vec::new(),
            more: true,
            backoff: Backoff::default(),
            not_before_ms: i64::MIN,
            logins: 0,
            pages: 0,
            own_keyset_refused: false,
            rosters: 0,
            asked: Vec::new(),
            summary: Summary::default(),
        }
    }

    /// The login, for the next exchange of this mailbox.
    #[must_use]
    pub fn token(&self) -> Option<Token> {
        self.token.clone()
    }

    /// What was done so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// What to do next. Asking again without having fed an answer gives the same call again, which is
    /// harmless: that is how an interrupted exchange goes on.
    pub fn next(&mut self, now_ms: i64, store: &mut dyn MailboxState) -> Result<Step, StoreFailed> {
        if matches!(self.phase, Phase::Over) {
            return Ok(Step::Done(self.summary));
        }
        if now_ms < self.not_before_ms {
            return Ok(Step::Wait(self.not_before_ms));
        }
        let Some(authorisation) = self.authorisation(now_ms) else {
            return Ok(self.login());
        };
        let next = self.next_call(now_ms, store)?;
        Ok(match next {
            Some((request, flight)) => {
                self.flight = Some(flight);
                Step::Send(request.authorised(authorisation))
            }
            None => Step::Done(self.summary),
        })
    }

    fn authorisation(&self, now_ms: i64) -> Option<Zeroizing<String>> {
        self.token.as_ref()?.authorisation(now_ms)
    }

    fn login(&mut self) -> Step {
        let account = self.account.mailbox;
        let Some(challenge) = self.challenge else {
            if self.logins >= MOST_LOGINS {
                return self.stop(Stopped::LoginRefused, None);
            }
            self.flight = Some(Flight::Challenge);
            let request = Request::new(Method::Post, paths::CHALLENGE.into());
            return Step::Send(request.json(&ChallengeRequest { account }));
        };
        let identity = &self.account.identity;
        let Ok(signature) = login::sign(identity, &self.account.origin, account, &challenge) else {
            return self.stop(Stopped::LoginRefused, None);
        };
        self.flight = Some(Flight::Token);
        let request = Request::new(Method::Post, paths::TOKEN.into());
        Step::Send(request.json(&TokenRequest { account, challenge, signature }))
    }

    /// The next authorised call, stepping from phase to phase; `None` when all is done.
    fn next_call(
        &mut self,
        now_ms: i64,
        store: &mut dyn MailboxState,
    ) -> Result<Option<(Request, Flight)>, StoreFailed> {
        let mailbox = self.account.mailbox;
        loop {
            match &mut self.phase {
                Phase::Roster => {
                    let waiting =
                        if self.summary.roster == RosterFate::Refused { None } else { store.roster_to_send()? };
                    if let Some(roster) = waiting {
                        let body = RosterBody { roster: roster.into() };
                        let request = Request::new(Method::Put, paths::roster(&mailbox));
                        return Ok(Some((request.json(&body), Flight::Roster)));
                    }
                    self.phase = Phase::OwnKeyset;
                }
                Phase::RosterThere => {
                    return Ok(Some((Request::new(Method::Get, paths::roster(&mailbox)), Flight::RosterThere)));
                }
                Phase::OwnKeyset => {
                    let waiting = if self.own_keyset_refused { None } else { store.own_keyset_to_send()? };
                    if let Some(keyset) = waiting {
                        let body = KeysetBody { keyset: keyset.into() };
                        let request = Request::new(Method::Put, paths::keyset(&mailbox));
                        return Ok(Some((request.json(&body), Flight::OwnKeyset)));
                    }
                    let mut pins = store.pins()?;
                    // A clock set back far must not stop key sets from being asked for.
                    pins.retain(|pin| now_ms.saturating_sub(pin.asked_ms) >= KEYSET_AGE_MS || pin.asked_ms > now_ms);
                    pins.retain(|pin| !self.asked.contains(&pin.account));
                    self.phase = Phase::Keysets(pins);
                }
                Phase::Keysets(pins) => {
                    if let Some(pin) = pins.last().copied() {
                        if !self.asked.contains(&pin.account) {
                            self.asked.push(pin.account);
                        }
                        let request = Request::new(Method::Get, paths::keyset(&pin.account));
                        return Ok(Some((request, Flight::Keyset(pin))));
                    }
                    self.phase = Phase::Outbox;
                }
                Phase::Outbox => {
                    let waiting = if self.summary.over_quota { None } else { store.next_to_send()? };
                    if let Some(out) = waiting {
                        let path =
                            paths::message(&mailbox, &mailbox, &self.account.device, &out.recipient, out.sequence);
                        let request = Request::new(Method::Put, path).octets(out.message.clone());
                        return Ok(Some((request, Flight::Message(out))));
                    }
                    self.phase = Phase::Inbox;
                }
                Phase::Inbox => {
                    if let Some(incoming) = self.again.pop() {
                        let path =
                            paths::message(&mailbox, &incoming.sender, &incoming.device, &mailbox, incoming.sequence);
                        let request = Request::new(Method::Get, path);
                        return Ok(Some((request, Flight::Again(Box::new(incoming)))));
                    }
                    if self.more && self.pages < MOST_PAGES {
                        let after = store.cursor()?;
                        let path = paths::inbox(after.as_ref(), PAGE);
                        let request = Request::new(Method::Get, path).limit(PAGE_LIMIT);
                        return Ok(Some((request, Flight::Page(after))));
                    }
                    self.phase = Phase::Acks;
                }
                Phase::Acks => {
                    let cursors = store.acks_due(ACKS)?;
                    if cursors.is_empty() {
                        // An introduction that came asks for a key set, a reader's nonce for a roster: both go at once.
                        let roster = self.summary.roster != RosterFate::Refused && store.roster_to_send()?.is_some();
                        let new = |pin: &Pin| pin.asked_ms == 0 && !self.asked.contains(&pin.account);
                        let again = roster || store.pins()?.iter().any(new);
                        self.phase = if again { Phase::Roster } else { Phase::Over };
                        continue;
                    }
                    let body = AckRequest { cursors: cursors.clone() };
                    let request = Request::new(Method::Post, paths::acks(&mailbox)).json(&body);
                    return Ok(Some((request, Flight::Acks(cursors))));
                }
                Phase::Over => return Ok(None),
            }
        }
    }
}
