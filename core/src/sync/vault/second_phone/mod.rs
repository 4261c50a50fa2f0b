//! A second phone by a code that the first one shows (`docs/protocol.md`, section 8): the pairing there is, turned round.
//!
//! ```text
//! first phone   code -> Look -> Reveal -> Words --both said same--> list n+1 -> keyring -> Confirm -> Done
//! second phone  scan -> Claim -> Hello -> Nonce -> Words --same--> Agree -> Await -> lists -> keyring -> Done
//! ```
//!
//! Nothing is signed or sealed for the second phone before both people said that the words are the same. What is written
//! then, the list, is the agreement: a phone that heard nothing more, or died, asks whether it is on it ([`Joining`]).

mod joining;
mod scanning;
mod showing;

use super::line::Fed;
use crate::sync::pairing::Ended;
use crate::sync::relay::Stopped;

pub use joining::{Joining, Pending};
pub use scanning::Scanning;
pub use showing::{Added, Showing};

/// Why a login or a call that did not come through ends a pairing.
fn ended(why: Stopped) -> Ended {
    match why {
        Stopped::Away | Stopped::Busy => Ended::Away,
        Stopped::LoginRefused | Stopped::MailboxGone => Ended::Expired,
        Stopped::NotARelay => Ended::Refused,
        Stopped::NotTrusted => Ended::DoesNotFit,
    }
}

/// The end in what came of a call, if it is one.
fn stopped(fed: &Fed) -> Option<Ended> {
    match fed {
        Fed::Stop(why, _) => Some(ended(*why)),
        Fed::Again | Fed::Refused(_) | Fed::Done(_) => None,
    }
}
