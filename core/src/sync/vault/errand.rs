//! One call that is no exchange: to make a vault, to erase one, to put a phone on its list.

use std::sync::Arc;

use handrail_wire::Id;
use handrail_wire::api::ProblemCode;
use handrail_wire::login::Origin;
use zeroize::Zeroizing;

use super::line::{Fed, Line, Ready};
use crate::ids::Randomness;
use crate::seal::keys::SigningKey;
use crate::sync::call::{Failure, Request, Response};
use crate::sync::relay::{Stopped, Token};

/// Whose login a call is made with.
pub(crate) struct Login {
    /// What it logs in as.
    pub(crate) id: Id,
    /// What it signs the relay's challenge with.
    pub(crate) key: SigningKey,
    /// A login that may still hold.
    pub(crate) token: Option<Token>,
}

/// What the driver is to do.
pub(crate) enum ErrandStep {
    /// Send this and feed what comes of it.
    Send(Request),
    /// Ask again at this instant, ms since 1970 UTC.
    Wait(i64),
    /// Over.
    Done(Outcome),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The relay did it, now or before.
    Done,
    /// The relay will not do it.
    Refused(ProblemCode),
    /// It could not be asked.
    Stopped(Stopped),
}

/// A call, tried until the relay answered it one way or the other, or patience is at its end.
pub(crate) struct Errand {
    line: Line,
    key: Option<SigningKey>,
    request: Request,
    outcome: Option<Outcome>,
    randomness: Arc<dyn Randomness>,
}

impl Errand {
    /// With somebody's login, or as anybody.
    pub(crate) fn new(
        origin: &Origin,
        login: Option<Login>,
        request: Request,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        let (line, key) = match login {
            Some(login) => (Line::new(origin.clone(), login.id, login.token), Some(login.key)),
            None => (Line::open(origin.clone()), None),
        };
        Self { line, key, request, outcome: None, randomness }
    }

    /// The login, for the next call.
    pub(crate) fn token(&self) -> Option<Token> {
        self.line.token()
    }

    /// What to do next.
    pub(crate) fn next(&mut self, now_ms: i64) -> ErrandStep {
        if let Some(outcome) = self.outcome {
            return ErrandStep::Done(outcome);
        }
        let ready = match &self.key {
            Some(key) => self.line.ready(now_ms, key),
            None => self.line.ready_for_anybody(now_ms),
        };
        match ready {
            Ready::Send(request) => ErrandStep::Send(request),
            Ready::Wait(until) => ErrandStep::Wait(until),
            Ready::Stop(why) => ErrandStep::Done(Outcome::Stopped(why)),
            Ready::Go(authorisation) => {
                self.line.called();
                ErrandStep::Send(self.with(authorisation))
            }
        }
    }

    /// Takes what came of the call that [`Errand::next`] gave.
    pub(crate) fn feed(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        let fed = match self.line.feed(now_ms, answer, &*self.randomness) {
            // A captive portal's page under a 200 must not count as "done".
            Fed::Done(response) if !response.says_nothing() => self.line.nonsense(now_ms, &*self.randomness),
            fed => fed,
        };
        self.outcome = match fed {
            Fed::Again => None,
            Fed::Stop(why, _) => Some(Outcome::Stopped(why)),
            Fed::Refused(code) => Some(Outcome::Refused(code)),
            Fed::Done(_) => Some(Outcome::Done),
        };
    }

    fn with(&self, authorisation: Zeroizing<String>) -> Request {
        let request = self.request.clone();
        if self.key.is_some() { request.authorised(authorisation) } else { request }
    }
}
