//! What every side of a pairing has in common: one call at a time, within ten minutes, and what an answer means for it.

use std::sync::Arc;

use handrail_wire::api::ProblemCode;
use handrail_wire::invite::LIFETIME_MS;
use handrail_wire::{B32, WireError};

use super::Ended;
use crate::ids::Randomness;
use crate::sync::backoff::{Backoff, Patience};
use crate::sync::call::{Failure, Meaning, Response};

/// How often one side looks whether the other has gone on, in milliseconds.
pub(in crate::sync) const LOOK_EVERY_MS: i64 = 1_500;

/// What both sides have fixed once the nonce is told.
#[derive(Clone, Copy)]
pub(in crate::sync) struct Agreed {
    pub(in crate::sync) nonce: B32,
    pub(in crate::sync) words: [&'static str; 4],
    /// The person here said "same".
    pub(in crate::sync) here: bool,
    /// The person there said "same".
    pub(in crate::sync) there: bool,
}

/// How far an answer led.
#[derive(Clone, Copy)]
pub(in crate::sync) enum Progress {
    /// To the next call.
    Forward,
    /// The other side is not there yet.
    NotYet,
}

/// What is wrong with an answer.
pub(in crate::sync) enum Trouble {
    /// It is none.
    Nonsense,
    /// It says something else than what the code, a signature or a MAC says.
    DoesNotFit,
}

impl From<WireError> for Trouble {
    fn from(_: WireError) -> Self {
        Self::DoesNotFit
    }
}

/// What came of a call.
enum Heard {
    /// There was none.
    Nothing,
    /// It is made again, later.
    Later,
    /// The end, and nobody is left to be told.
    Over(Ended),
    /// The end, and the relay is to be told.
    Destroy(Ended),
    /// It was done.
    Done(Response),
}

/// The calls of one side.
pub(in crate::sync) struct Talk {
    began_ms: i64,
    in_flight: bool,
    backoff: Backoff,
    not_before_ms: i64,
    randomness: Arc<dyn Randomness>,
}

impl Talk {
    pub(in crate::sync) fn new(began_ms: i64, randomness: Arc<dyn Randomness>) -> Self {
        Self { began_ms, in_flight: false, backoff: Backoff::default(), not_before_ms: i64::MIN, randomness }
    }

    /// Whether the ten minutes are over. A clock set back behind the beginning says nothing about time left.
    pub(in crate::sync) fn is_over(&self, now_ms: i64) -> bool {
        is_over(self.began_ms, now_ms)
    }

    /// Until when to wait, if so.
    pub(in crate::sync) fn wait(&self, now_ms: i64) -> Option<i64> {
        (now_ms < self.not_before_ms).then_some(self.not_before_ms)
    }

    /// A call goes out.
    pub(in crate::sync) fn called(&mut self) {
        self.in_flight = true;
    }

    /// Whatever was under way is forgotten, and nothing waited for.
    pub(in crate::sync) fn afresh(&mut self) {
        self.in_flight = false;
        self.not_before_ms = i64::MIN;
        self.backoff.reset();
    }

    fn hear(&mut self, now_ms: i64, answer: Result<Response, Failure>) -> Heard {
        if !std::mem::take(&mut self.in_flight) {
            return Heard::Nothing;
        }
        let response = match answer {
            Ok(response) => response,
            Err(Failure::NotTrusted) => return Heard::Destroy(Ended::DoesNotFit),
            Err(Failure::TooLarge) => return Heard::Destroy(Ended::Refused),
            Err(_) => return self.later(now_ms, None, Ended::Away).map_or(Heard::Later, Heard::Over),
        };
        match response.meaning() {
            Meaning::Later(asked) => self.later(now_ms, asked, Ended::Away).map_or(Heard::Later, Heard::Over),
            Meaning::Refused(ProblemCode::Conflict) => Heard::Over(Ended::UsedBefore),
            Meaning::Refused(ProblemCode::Expired | ProblemCode::NotFound) => Heard::Over(Ended::Expired),
            Meaning::Redirect | Meaning::Refused(_) => Heard::Destroy(Ended::Refused),
            Meaning::Done => Heard::Done(response),
        }
    }

    /// The answer made sense.
    fn went(&mut self, progress: Progress, now_ms: i64) {
        self.backoff.reset();
        if matches!(progress, Progress::NotYet) {
            self.not_before_ms = now_ms.saturating_add(LOOK_EVERY_MS);
        }
    }

    /// The answer made none: asked again later, until it is enough.
    fn nonsense(&mut self, now_ms: i64) -> Option<Ended> {
        self.later(now_ms, None, Ended::Refused)
    }

    fn later(&mut self, now_ms: i64, asked: Option<i64>, why: Ended) -> Option<Ended> {
        match self.backoff.again(now_ms, asked, &*self.randomness) {
            Patience::Until(until) => {
                self.not_before_ms = until;
                None
            }
            Patience::Enough(_) => Some(why),
        }
    }
}

/// A side of a pairing: what an answer does to it is the same for the one who shows a code's words and the one who
/// joins by them.
pub(in crate::sync) trait Talking {
    /// Its calls.
    fn talk(&mut self) -> &mut Talk;
    /// Why it is over, where only the relay is left to be told.
    fn telling(&self) -> Option<Ended>;
    /// Takes an answer to a call that was done.
    fn done(&mut self, response: &Response) -> Result<Progress, Trouble>;
    /// Forgets the keys and ends, where there is nothing to tell.
    fn end(&mut self, why: Ended);
    /// Forgets the keys, and tells the relay that it is over.
    fn destroy(&mut self, why: Ended);

    /// Takes what came of a call. An answer to no call is ignored.
    fn hear(&mut self, now_ms: i64, answer: Result<Response, Failure>) {
        let heard = self.talk().hear(now_ms, answer);
        if let (Some(why), false) = (self.telling(), matches!(heard, Heard::Nothing)) {
            // Told or not, it is over: what is left at the relay ends with its ten minutes.
            return self.end(why);
        }
        match heard {
            Heard::Nothing | Heard::Later => {}
            Heard::Over(why) => self.end(why),
            Heard::Destroy(why) => self.destroy(why),
            Heard::Done(response) => match self.done(&response) {
                Ok(progress) => self.talk().went(progress, now_ms),
                Err(Trouble::Nonsense) => {
                    if let Some(why) = self.talk().nonsense(now_ms) {
                        self.end(why);
                    }
                }
                Err(Trouble::DoesNotFit) => self.destroy(Ended::DoesNotFit),
            },
        }
    }
}

/// Whether ten minutes are over since `began_ms`.
pub(in crate::sync) fn is_over(began_ms: i64, now_ms: i64) -> bool {
    now_ms.saturating_sub(began_ms) >= LIFETIME_MS || now_ms < began_ms
}
