//! Adding a reader, face to face: scan in the app, compare four words, both say "same".
//!
//! What is being agreed lives in memory only. It is written in one transaction when both sides said
//! "same words", and nothing is shared with anybody before.

use std::sync::Arc;

use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::store::Changes;
use crate::sync::http::{CancelToken, Http, Interrupted, pair};
use crate::sync::pairing::{Ended, Pairing, ScanError, Step};

/// A pairing under way. Dropping it forgets it here; the relay forgets it within ten minutes.
pub struct PairingUnderWay {
    pairing: Pairing,
    http: Http,
}

impl std::fmt::Debug for PairingUnderWay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairingUnderWay(..)")
    }
}

impl PairingUnderWay {
    /// The name the practitioner gave, to be shown before anything is agreed.
    #[must_use]
    pub fn name(&self) -> &str {
        self.pairing.name()
    }
}

impl Handrail {
    /// Begins a pairing with the text of a code that was scanned inside the app. Nothing is sent yet.
    ///
    /// # Errors
    /// `invite` malformed when it is some other code or damaged; [`Error::Refused`] for a code of a newer kind or a
    /// relay that is not private.
    pub fn scan_invite(&self, text: &str) -> Result<PairingUnderWay> {
        let pairing =
            Pairing::scan(text, self.now()?.instant_ms, Arc::clone(&self.randomness)).map_err(|e| match e {
                ScanError::NotACode | ScanError::Damaged => Error::invalid("invite", Reason::Malformed),
                ScanError::Newer => Error::Refused("a newer kind of code"),
                ScanError::Randomness(_) => Error::Port("randomness"),
            })?;
        let invite = pairing.invite();
        let http = Http::new(&invite.origin, invite.certificate.as_ref())
            .map_err(|_| Error::Refused("no private connection"))?;
        Ok(PairingUnderWay { pairing, http })
    }

    /// Goes as far as the four words, which both people now compare.
    ///
    /// # Errors
    /// [`Error::Refused`] when it ended: expired, used before, or what arrived does not fit the code; [`Error::Offline`];
    /// [`Error::Cancelled`]. Nothing is kept; a new code starts anew.
    pub async fn pair(&self, under_way: &mut PairingUnderWay, cancel: &CancelToken) -> Result<[&'static str; 4]> {
        if self.alone_until(under_way.http.origin()).is_some() {
            return Err(Error::Offline);
        }
        match self.drive(under_way, cancel).await? {
            Step::Compare(words) => Ok(words),
            Step::Ended(why) => Err(ended(why)),
            Step::Send(_) | Step::Wait(_) | Step::Done(_) => Err(Error::Internal("words were expected")),
        }
    }

    /// Says whether the words are the same. If they are, waits for the other side's "same" and then keeps the reader:
    /// "You share with NAME". If they are not, everything made for it is destroyed on both sides.
    ///
    /// # Errors
    /// As for [`Handrail::pair`]; [`Error::Refused`] with `same` false.
    pub async fn confirm_pairing(
        &self,
        under_way: &mut PairingUnderWay,
        same: bool,
        cancel: &CancelToken,
    ) -> Result<Changes> {
        if same {
            under_way.pairing.same();
        } else {
            under_way.pairing.different();
        }
        match self.drive(under_way, cancel).await? {
            Step::Done(relationship) => self.keep_relationship(&relationship),
            Step::Ended(why) => Err(ended(why)),
            Step::Send(_) | Step::Wait(_) | Step::Compare(_) => Err(Error::Internal("an agreement was expected")),
        }
    }

    async fn drive(&self, under_way: &mut PairingUnderWay, cancel: &CancelToken) -> Result<Step> {
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let step = pair(&under_way.http, &mut under_way.pairing, &now, cancel).await;
        self.heed(&under_way.http);
        step.map_err(|e| match e {
            Interrupted::Cancelled => Error::Cancelled,
            Interrupted::Store(_) => Error::Internal("a pairing keeps nothing"),
        })
    }
}

pub(crate) fn ended(why: Ended) -> Error {
    match why {
        Ended::Different => Error::Refused("the words were different"),
        Ended::Expired => Error::Refused("the code is over; ask for a new one"),
        Ended::UsedBefore => Error::Refused("the code was used before; ask for a new one"),
        Ended::DoesNotFit => Error::Refused("what arrived does not fit the code"),
        Ended::Refused => Error::Refused("the relay does not do it"),
        Ended::Away => Error::Offline,
        Ended::Behind => Error::Refused("the list changed meanwhile; show a new code"),
    }
}
