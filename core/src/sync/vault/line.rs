//! The login, and the patience with a relay that is away: what the exchange and the restore have in common.

use handrail_wire::api::{ChallengeRequest, ChallengeResponse, ProblemCode, TokenRequest, TokenResponse, paths};
use handrail_wire::login::{self, Origin};
use handrail_wire::signed::SigningKey;
use handrail_wire::{B32, Id};
use zeroize::Zeroizing;

use crate::ids::Randomness;
use crate::sync::backoff::{Backoff, Patience};
use crate::sync::call::{Failure, Meaning, Method, Request, Response};
use crate::sync::relay::{Stopped, Token};

/// Logins in one exchange; a relay that keeps refusing its own tokens is left alone.
const MOST_LOGINS: u32 = 3;

enum Flight {
    None,
    Challenge,
    Token,
    Call,
}

/// Whether a call can be made now.
pub(super) enum Ready {
    /// First this, for the login.
    Send(Request),
    /// Not before this instant.
    Wait(i64),
    /// Not any more.
    Stop(Stopped),
    /// With this authorisation.
    Go(Zeroizing<String>),
}

/// What came of a call.
pub(super) enum Fed {
    /// Ask [`Line::ready`] again; the call is made anew.
    Again,
    /// Over for this time; not before this instant, if the relay named one.
    Stop(Stopped, Option<i64>),
    /// The relay refused the call for good.
    Refused(ProblemCode),
    /// It was done.
    Done(Response),
}

/// One login at one relay.
pub(super) struct Line {
    origin: Origin,
    login: Id,
    /// `false` where no login is asked for.
    closed: bool,
    token: Option<Token>,
    account: Option<Id>,
    challenge: Option<B32>,
    flight: Flight,
    backoff: Backoff,
    not_before_ms: i64,
    logins: u32,
}

impl Line {
    pub(super) fn new(origin: Origin, login: Id, token: Option<Token>) -> Self {
        Self {
            origin,
            login,
            closed: true,
            token,
            account: None,
            challenge: None,
            flight: Flight::None,
            backoff: Backoff::default(),
            not_before_ms: i64::MIN,
            logins: 0,
        }
    }

    /// A line for a call that anybody may make.
    pub(super) fn open(origin: Origin) -> Self {
        Self { closed: false, ..Self::new(origin, Id::from([0; 16]), None) }
    }

    pub(super) fn token(&self) -> Option<Token> {
        self.token.clone()
    }

    /// The account that the relay said the login is for.
    pub(super) fn account(&self) -> Option<Id> {
        self.account
    }

    /// The same for a call that anybody may make.
    pub(super) fn ready_for_anybody(&self, now_ms: i64) -> Ready {
        if now_ms < self.not_before_ms { Ready::Wait(self.not_before_ms) } else { Ready::Go(Zeroizing::default()) }
    }

    pub(super) fn ready(&mut self, now_ms: i64, key: &SigningKey) -> Ready {
        if now_ms < self.not_before_ms {
            return Ready::Wait(self.not_before_ms);
        }
        if let Some(authorisation) = self.token.as_ref().and_then(|token| token.authorisation(now_ms)) {
            return Ready::Go(authorisation);
        }
        let Some(challenge) = self.challenge else {
            if self.logins >= MOST_LOGINS {
                return Ready::Stop(Stopped::LoginRefused);
            }
            self.flight = Flight::Challenge;
            let request = Request::new(Method::Post, paths::CHALLENGE.into());
            return Ready::Send(request.json(&ChallengeRequest { account: self.login }));
        };
        let Ok(signature) = login::sign(key, &self.origin, self.login, &challenge) else {
            return Ready::Stop(Stopped::LoginRefused);
        };
        self.flight = Flight::Token;
        let request = Request::new(Method::Post, paths::TOKEN.into());
        Ready::Send(request.json(&TokenRequest { account: self.login, challenge, signature }))
    }

    /// A call of the caller's own goes out.
    pub(super) fn called(&mut self) {
        self.flight = Flight::Call;
    }

    /// Nothing is asked before this instant, ms since 1970 UTC.
    pub(super) fn not_before(&mut self, at_ms: i64) {
        self.not_before_ms = at_ms;
    }

    /// The answer made sense: the next call starts afresh.
    pub(super) fn sense(&mut self) {
        self.backoff.reset();
    }

    /// An answer that makes no sense: tried again later, then left.
    pub(super) fn nonsense(&mut self, now_ms: i64, randomness: &dyn Randomness) -> Fed {
        self.later(now_ms, None, Stopped::NotARelay, randomness)
    }

    pub(super) fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>, randomness: &dyn Randomness) -> Fed {
        let flight = std::mem::replace(&mut self.flight, Flight::None);
        if matches!(flight, Flight::None) {
            return Fed::Again;
        }
        let response = match answer {
            Ok(response) => response,
            Err(Failure::NotTrusted) => return Fed::Stop(Stopped::NotTrusted, None),
            Err(Failure::TooLarge) => return Fed::Stop(Stopped::NotARelay, None),
            Err(Failure::Offline | Failure::Timeout | Failure::Torn) => {
                self.forget_challenge(&flight);
                return self.later(now_ms, None, Stopped::Away, randomness);
            }
        };
        match response.meaning() {
            Meaning::Redirect => Fed::Stop(Stopped::NotARelay, None),
            Meaning::Later(asked) => {
                self.forget_challenge(&flight);
                self.later(now_ms, asked, Stopped::Busy, randomness)
            }
            Meaning::Refused(ProblemCode::Unauthorised) if self.closed && matches!(flight, Flight::Call) => {
                self.token = None; // ran out early, or the relay was restarted
                Fed::Again
            }
            // A proxy's own page does not speak for the relay.
            Meaning::Refused(code) if code != ProblemCode::Unauthorised && !response.is_problem() => {
                self.later(now_ms, None, Stopped::NotARelay, randomness)
            }
            Meaning::Refused(code) => match flight {
                Flight::Token => {
                    self.challenge = None;
                    self.logins += 1;
                    if code == ProblemCode::Expired { Fed::Again } else { Fed::Stop(Stopped::LoginRefused, None) }
                }
                Flight::Call => {
                    self.backoff.reset();
                    Fed::Refused(code)
                }
                Flight::Challenge | Flight::None => Fed::Stop(Stopped::NotARelay, None),
            },
            Meaning::Done => self.done(&flight, response, now_ms, randomness),
        }
    }

    fn done(&mut self, flight: &Flight, response: Response, now_ms: i64, randomness: &dyn Randomness) -> Fed {
        match flight {
            Flight::Challenge => match response.read::<ChallengeResponse>() {
                Some(answer) => {
                    self.challenge = Some(answer.challenge);
                    Fed::Again
                }
                None => self.nonsense(now_ms, randomness),
            },
            Flight::Token => {
                self.challenge = None;
                let Some(answer) = response.read::<TokenResponse>() else { return self.nonsense(now_ms, randomness) };
                self.logins += 1;
                self.account = Some(answer.account);
                self.token = Some(Token::of(&answer, now_ms));
                self.backoff.reset();
                Fed::Again
            }
            Flight::Call | Flight::None => Fed::Done(response),
        }
    }

    /// A challenge works once, and nobody knows whether it was used.
    fn forget_challenge(&mut self, flight: &Flight) {
        if matches!(flight, Flight::Token) {
            self.challenge = None;
        }
    }

    fn later(&mut self, now_ms: i64, asked: Option<i64>, why: Stopped, randomness: &dyn Randomness) -> Fed {
        match self.backoff.again(now_ms, asked, randomness) {
            Patience::Until(until) => {
                self.not_before_ms = until;
                Fed::Again
            }
            Patience::Enough(at) => Fed::Stop(why, at),
        }
    }
}
