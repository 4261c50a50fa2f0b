//! The rules a store decides by, free of any storage.
//!
//! An invite is used once, in one order, by one phone:
//! ```text
//!  open --claim--> claimed --mailbox--> claimed --hello--> hello --reveal--> revealed --confirm--> revealed
//!   '------------- a second claim, or another hello: the invite and an unfinished mailbox are destroyed
//! ```
//! Every step may be repeated with the same bytes. `docs/protocol.md`, section 4. An invite of a vault goes the same way
//! without a mailbox: its hello brings the second phone's offer, and the second phone says "same words" too (section 8).

use handrail_wire::api::{Bytes, InviteState, InviteView, MAX_METHODS, MIN_METHODS, RevealView};
use handrail_wire::{Hash, Id};

use super::{InviteKey, Refused, Stored};

/// Days after which nobody is woken any more who did not ask for it again.
pub const WAKE_DAYS: i64 = 90;

/// Days a mailbox's messages are counted together for its quota.
pub const QUOTA_DAYS: i64 = 7;

/// What is to be done about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Store it.
    Take,
    /// The same was stored already.
    Same,
    /// Refuse it and change nothing.
    Refuse(Refused),
    /// Refuse it and destroy the invite.
    Destroy,
}

/// An invite as it is kept.
#[derive(Clone)]
pub struct InviteRow {
    /// The invite.
    pub invite: Id,
    /// The practitioner; of a vault's invite, the device that shows it.
    pub owner: Id,
    /// SHA-256 of its secret.
    pub auth: Hash,
    /// What a claim is answered with, as it was when the invite was made: the practitioner's signed key set, or the vault's
    /// device list. The QR code names its hash.
    pub keyset: Vec<u8>,
    /// When it ends.
    pub until_ms: i64,
    /// Who scanned it.
    pub claim: Option<Id>,
    /// The mailbox made with it.
    pub mailbox: Option<Id>,
    /// The phone's MAC.
    pub hello_mac: Option<Hash>,
    /// The page's nonce and MAC.
    pub reveal: Option<(Hash, Hash)>,
    /// The page's confirmation.
    pub confirm_mac: Option<Hash>,
    /// Whether the phone wrote its first roster.
    pub paired: bool,
    /// The vault, of an invite for a second phone.
    pub vault: Option<Id>,
    /// The second phone's signed offer.
    pub offer: Option<Vec<u8>>,
    /// The second phone's "same words".
    pub agree_mac: Option<Hash>,
}

impl InviteRow {
    fn secret(&self, auth: &Hash, now_ms: i64) -> Result<(), Refused> {
        // Hashes are compared, so the time it takes tells nothing about the secret.
        if self.auth != *auth {
            return Err(Refused::Secret);
        }
        self.alive(now_ms)
    }

    fn alive(&self, now_ms: i64) -> Result<(), Refused> {
        if now_ms >= self.until_ms { Err(Refused::Expired) } else { Ok(()) }
    }

    /// Whether it is an invite of this kind: of this vault, or of a practitioner. One of the other kind is not there.
    pub fn of(self, vault: Option<Id>) -> Result<Self, Refused> {
        if self.vault == vault { Ok(self) } else { Err(Refused::NotFound) }
    }

    /// Whether whoever shows this secret scanned this invite of this kind. Also past its time: what is over may be ended.
    pub fn scanned(&self, vault: Option<Id>, auth: &Hash) -> Result<(), Refused> {
        if self.vault != vault {
            return Err(Refused::NotFound);
        }
        if self.auth == *auth { Ok(()) } else { Err(Refused::Secret) }
    }

    /// The page's own invite, not past its time.
    pub fn owned(&self, owner: Id, now_ms: i64) -> Result<(), Refused> {
        if self.owner != owner {
            return Err(Refused::NotFound);
        }
        self.alive(now_ms)
    }

    /// A phone claims it.
    pub fn claim(&self, auth: &Hash, claim: Id, now_ms: i64) -> Step {
        if let Err(refused) = self.secret(auth, now_ms) {
            return Step::Refuse(refused);
        }
        match self.claim {
            None => Step::Take,
            Some(first) if first == claim => Step::Same,
            Some(_) => Step::Destroy,
        }
    }

    /// A phone makes its mailbox. `existing` says whether that mailbox has the very same key set already.
    pub fn make_mailbox(&self, key: &InviteKey, mailbox: Id, same_keyset: bool, now_ms: i64) -> Step {
        match (self.claim(&key.auth, key.claim, now_ms), self.mailbox) {
            (Step::Take, _) => Step::Refuse(Refused::Order),
            (Step::Same, None) => Step::Take,
            (Step::Same, Some(made)) if made == mailbox && same_keyset => Step::Same,
            (Step::Same, Some(_)) => Step::Refuse(Refused::Conflict),
            (other, _) => other,
        }
    }

    /// A phone says hello.
    pub fn hello(&self, key: &InviteKey, mailbox: Id, mac: &Hash, now_ms: i64) -> Step {
        match self.claim(&key.auth, key.claim, now_ms) {
            Step::Take => return Step::Refuse(Refused::Order),
            Step::Same => {}
            other => return other,
        }
        match (self.mailbox, self.hello_mac) {
            (Some(made), Some(first)) if made == mailbox && first == *mac => Step::Same,
            (_, Some(_)) => Step::Destroy,
            (Some(made), None) if made == mailbox => Step::Take,
            (_, None) => Step::Refuse(Refused::Order),
        }
    }

    /// A second phone says hello, with its offer.
    pub fn device_hello(&self, key: &InviteKey, offer: &[u8], mac: &Hash, now_ms: i64) -> Step {
        match self.claim(&key.auth, key.claim, now_ms) {
            Step::Take => return Step::Refuse(Refused::Order),
            Step::Same => {}
            other => return other,
        }
        match (&self.offer, self.hello_mac) {
            (Some(first), Some(said)) if first == offer && said == *mac => Step::Same,
            (_, Some(_)) => Step::Destroy,
            (_, None) => Step::Take,
        }
    }

    /// A second phone says "same words".
    pub fn agree(&self, auth: &Hash, mac: &Hash, now_ms: i64) -> Step {
        if let Err(refused) = self.secret(auth, now_ms) {
            return Step::Refuse(refused);
        }
        match (self.reveal, self.agree_mac) {
            (None, _) => Step::Refuse(Refused::Order),
            (Some(_), None) => Step::Take,
            (Some(_), Some(first)) if first == *mac => Step::Same,
            (Some(_), Some(_)) => Step::Refuse(Refused::Conflict),
        }
    }

    /// The page reveals its nonce.
    pub fn reveal(&self, owner: Id, nonce: &Hash, mac: &Hash, now_ms: i64) -> Step {
        if let Err(refused) = self.owned(owner, now_ms) {
            return Step::Refuse(refused);
        }
        match (self.hello_mac, self.reveal) {
            (None, _) => Step::Refuse(Refused::Order),
            (Some(_), None) => Step::Take,
            (Some(_), Some(first)) if first == (*nonce, *mac) => Step::Same,
            (Some(_), Some(_)) => Step::Refuse(Refused::Conflict),
        }
    }

    /// The page says "same words".
    pub fn confirm(&self, owner: Id, mac: &Hash, now_ms: i64) -> Step {
        if let Err(refused) = self.owned(owner, now_ms) {
            return Step::Refuse(refused);
        }
        match (self.reveal, self.confirm_mac) {
            (None, _) => Step::Refuse(Refused::Order),
            (Some(_), None) => Step::Take,
            (Some(_), Some(first)) if first == *mac => Step::Same,
            (Some(_), Some(_)) => Step::Refuse(Refused::Conflict),
        }
    }

    /// What the phone sees of the reveal.
    pub fn revealed(&self, auth: &Hash, now_ms: i64) -> Result<Option<RevealView>, Refused> {
        self.secret(auth, now_ms)?;
        Ok(self.reveal.map(|(nonce, mac)| RevealView { nonce, mac, confirmed: self.confirm_mac }))
    }

    /// What the page sees of its invite. `keyset` is the client's.
    pub fn view(&self, keyset: Option<Vec<u8>>) -> InviteView {
        let said_hello = self.hello_mac.is_some();
        let state = match (self.claim, self.hello_mac, self.reveal) {
            (_, _, Some(_)) => InviteState::Revealed,
            (_, Some(_), None) => InviteState::Hello,
            (Some(_), None, None) => InviteState::Claimed,
            (None, None, None) => InviteState::Open,
        };
        InviteView {
            state,
            keyset: keyset.filter(|_| said_hello).map(Bytes),
            mailbox: self.mailbox.filter(|_| said_hello),
            mac: self.hello_mac,
            confirmed: self.confirm_mac,
            offer: self.offer.clone().filter(|_| said_hello).map(Bytes),
            agreed: self.agree_mac,
        }
    }

    /// Whether destroying the invite takes its mailbox along: yes until pairing is over.
    pub fn takes_mailbox_along(&self) -> Option<Id> {
        self.mailbox.filter(|_| !self.paired)
    }
}

/// Something with a natural key is written: what is there, and what is to be there?
pub fn same_or_conflict(there: Option<&[u8]>, new: &[u8]) -> Step {
    match there {
        None => Step::Take,
        Some(bytes) if bytes == new => Step::Same,
        Some(_) => Step::Refuse(Refused::Conflict),
    }
}

/// What is known about a message before it is taken.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each a question of its own
pub struct Sending {
    /// Whether the key that its header names is the sender's.
    pub own_key: bool,
    /// Whether the sender is the mailbox.
    pub from_mailbox: bool,
    /// Whether the recipient is the mailbox.
    pub to_mailbox: bool,
    /// Whether there is such a mailbox.
    pub mailbox: bool,
    /// Whether the sender is a reader in its roster.
    pub sender_reads: bool,
    /// Whether the one at the other end is a reader in its roster.
    pub other_reads: bool,
    /// Whether the one at the other end is a practitioner here. A roster may name anybody; only they have an inbox for it.
    pub other_practises: bool,
    /// How many the mailbox took in the last seven days, and may take.
    pub this_week: (i64, i64),
}

impl Sending {
    /// Messages go between the mailbox and a reader in its roster, in either direction. `same` compares with what stands
    /// under the message's key already.
    pub fn message(&self, same: Step) -> Step {
        // A sender who has nothing to do with it gets the same answer as for a mailbox that is not there.
        if !self.mailbox || !(self.from_mailbox || self.sender_reads) {
            return Step::Refuse(Refused::NotFound);
        }
        if !self.own_key {
            return Step::Refuse(Refused::Identity);
        }
        if self.from_mailbox == self.to_mailbox || !self.other_reads || !self.other_practises {
            return Step::Refuse(Refused::Forbidden);
        }
        match same {
            Step::Take if self.this_week.0 >= self.this_week.1 => Step::Refuse(Refused::Quota),
            other => other,
        }
    }
}

/// A roster of `epoch` is written over one of `current` (0: none). `confirmed` says whether the page confirmed the words,
/// asked for the first one only.
pub fn roster(current: i64, epoch: i64, same_bytes: bool, confirmed: bool) -> Step {
    if epoch == current && same_bytes {
        Step::Same
    } else if epoch == current {
        Step::Refuse(Refused::Conflict)
    } else if current.checked_add(1) != Some(epoch) || (current == 0 && !confirmed) {
        Step::Refuse(Refused::Order)
    } else {
        Step::Take
    }
}

/// A key set with `highest` is written over one of `current`.
pub fn keyset(current: i64, highest: i64, same_bytes: bool) -> Step {
    if same_bytes {
        Step::Same
    } else if highest < current {
        Step::Refuse(Refused::Older)
    } else {
        Step::Take
    }
}

/// An object is written over `version` (0: none), by somebody who has seen `if_version`. `same_bytes` compares with what is
/// there: a repeated request finds its own bytes one version on.
pub fn object(version: i64, if_version: i64, same_bytes: bool) -> Step {
    if version == if_version {
        Step::Take
    } else if version == if_version.saturating_add(1) && same_bytes {
        Step::Same
    } else {
        Step::Refuse(Refused::Version)
    }
}

/// A method is added to so many.
pub fn may_add_method(there: usize) -> Result<(), Refused> {
    if there < MAX_METHODS { Ok(()) } else { Err(Refused::Methods) }
}

/// A method is taken from so many.
pub fn may_delete_method(there: usize) -> Result<(), Refused> {
    if there > MIN_METHODS { Ok(()) } else { Err(Refused::Methods) }
}

/// Whether a repeated or new write is news.
pub fn stored(replaced: bool) -> Stored {
    if replaced { Stored::Replaced } else { Stored::New }
}
