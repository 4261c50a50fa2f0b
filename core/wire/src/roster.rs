//! Rosters: who reads a mailbox, said by the phone and by nobody else (section 4).
//!
//! Names are not in it. The relay keeps the roster to know between whom it may pass messages; phone and
//! page refuse one with a lower epoch than they have seen, so a leaver cannot be put back.

use serde::{Deserialize, Serialize};

use crate::keyset::body_of_version_1;
use crate::signed::{SignedObject, SigningKey, sign_object};
use crate::{B32, Hash, Id, Key32, WireError, derive};

/// The label a roster is signed under.
pub const LABEL: &str = "handrail/v1/roster";
/// Largest signed object taken for a roster, in bytes. Five readers need about 1 kB.
pub const MAX_OBJECT: usize = 4 * 1024;
/// Most readers of one mailbox.
pub const MAX_READERS: usize = 5;
/// JSON numbers are exact up to here in every language that reads them.
pub const MAX_EPOCH: u64 = (1 << 53) - 1;

/// One reader, as the client agreed to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterReader {
    /// The reader's account.
    pub account: Id,
    /// The identity the phone pinned.
    pub identity: Key32,
    /// Hash of the reader's signed key set as it was when they were added.
    pub keyset: Hash,
    /// An introduced reader: SHA-256 of the phone's nonce for the words, fixed before the reader's own is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<Hash>,
    /// That nonce, told once the reader's own has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<B32>,
}

impl RosterReader {
    /// A reader whose words were compared at pairing.
    #[must_use]
    pub fn paired(account: Id, identity: Key32, keyset: Hash) -> Self {
        Self { account, identity, keyset, commit: None, nonce: None }
    }
}

/// Who reads a mailbox from an epoch on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    v: u32,
    /// The mailbox, which is the client's account.
    pub mailbox: Id,
    /// Counts from 1, up by one with each change.
    pub epoch: u64,
    /// None to five; none means that the client stopped sharing.
    pub readers: Vec<RosterReader>,
}

impl Roster {
    /// A roster ready to be signed.
    #[must_use]
    pub fn new(mailbox: Id, epoch: u64, readers: Vec<RosterReader>) -> Self {
        Self { v: 1, mailbox, epoch, readers }
    }

    /// Opens a signed roster of a mailbox whose identity is known.
    ///
    /// [`WireError::Identity`] if it names another mailbox, [`WireError::Signature`] if the mailbox's
    /// identity did not sign it.
    pub fn open(object: &[u8], mailbox: Id, identity: &Key32) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        signed.verify(LABEL, identity)?;
        let roster: Self = body_of_version_1(signed.body)?;
        roster.check()?;
        if roster.mailbox != mailbox {
            return Err(WireError::Identity);
        }
        Ok(roster)
    }

    /// The signed object of this roster.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        let body = serde_json::to_vec(self).map_err(|_| WireError::Json)?;
        sign_object(key, LABEL, &body)
    }

    fn check(&self) -> Result<(), WireError> {
        if self.epoch == 0 || self.epoch > MAX_EPOCH {
            return Err(WireError::Value("epoch"));
        }
        if self.readers.len() > MAX_READERS {
            return Err(WireError::Value("readers"));
        }
        for (at, reader) in self.readers.iter().enumerate() {
            // The mailbox's own account as a reader would let a message come back to its sender.
            let twice = self.readers.iter().skip(at + 1).any(|other| other.account == reader.account);
            if twice || reader.account == self.mailbox {
                return Err(WireError::Value("account"));
            }
            // A nonce that was not fixed before could have been chosen to make equal words.
            if reader.nonce.is_some_and(|n| reader.commit != Some(Hash::from(derive::sha256(n.as_bytes())))) {
                return Err(WireError::Value("nonce"));
            }
        }
        Ok(())
    }

    /// The reader with this account, if there is one.
    #[must_use]
    pub fn reader(&self, account: Id) -> Option<&RosterReader> {
        self.readers.iter().find(|reader| reader.account == account)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[3; 32]).unwrap()
    }

    fn mailbox() -> Id {
        Id::from([9; 16])
    }

    fn roster(readers: u8) -> Roster {
        let readers = (0..readers)
            .map(|n| RosterReader::paired(Id::from([n; 16]), Key32::from([n; 32]), Hash::from([n; 32])))
            .collect();
        Roster::new(mailbox(), 1, readers)
    }

    #[test]
    fn none_to_five_readers_come_back_as_signed() {
        for readers in 0..=5 {
            let object = roster(readers).sign(&key()).unwrap();
            assert!(object.len() < MAX_OBJECT);
            let opened = Roster::open(&object, mailbox(), &key().public()).unwrap();
            assert_eq!(opened, roster(readers));
            assert_eq!(opened.reader(Id::from([0; 16])).is_some(), readers > 0);
        }
    }

    #[test]
    fn an_introduced_reader_brings_what_the_words_are_made_of_and_others_look_as_before() {
        let nonce = B32::from([7; 32]);
        let mut told = roster(2);
        told.readers[1].commit = Some(Hash::from(derive::sha256(nonce.as_bytes())));
        told.readers[1].nonce = Some(nonce);
        let object = told.sign(&key()).unwrap();
        assert_eq!(Roster::open(&object, mailbox(), &key().public()).unwrap(), told);
        let text = serde_json::to_string(&roster(1)).unwrap();
        assert!(!text.contains("nonce") && !text.contains("commit"), "{text}");
    }

    #[test]
    fn what_the_protocol_does_not_allow_is_refused_although_signed() {
        let mut twice = roster(2);
        twice.readers[1].account = twice.readers[0].account;
        let mut own = roster(1);
        own.readers[0].account = mailbox();
        let mut zero = roster(1);
        zero.epoch = 0;
        let mut huge = roster(1);
        huge.epoch = MAX_EPOCH + 1;
        let mut version = roster(1);
        version.v = 2;
        let mut unfixed = roster(1);
        unfixed.readers[0].nonce = Some(B32::from([1; 32]));
        let mut another = unfixed.clone();
        another.readers[0].commit = Some(Hash::from([1; 32]));
        for (bad, want) in [
            (roster(6), WireError::Value("readers")),
            (twice, WireError::Value("account")),
            (own, WireError::Value("account")),
            (zero, WireError::Value("epoch")),
            (huge, WireError::Value("epoch")),
            (version, WireError::Version),
            (unfixed, WireError::Value("nonce")),
            (another, WireError::Value("nonce")),
        ] {
            let body = serde_json::to_vec(&bad).unwrap();
            let object = sign_object(&key(), LABEL, &body).unwrap();
            let got = Roster::open(&object, mailbox(), &key().public());
            assert_eq!(got, Err(want));
        }
    }

    #[test]
    fn only_the_identity_of_that_mailbox_signs_its_roster() {
        let clinic = SigningKey::from_seed(&[4; 32]).unwrap();
        let object = roster(2).sign(&clinic).unwrap();
        let got = Roster::open(&object, mailbox(), &key().public());
        assert_eq!(got, Err(WireError::Signature));
        let object = roster(2).sign(&key()).unwrap();
        let got = Roster::open(&object, Id::from([8; 16]), &key().public());
        assert_eq!(got, Err(WireError::Identity));
    }

    proptest! {
        #[test]
        fn any_signed_body_is_opened_without_a_panic(body in "\\PC{0,80}") {
            let object = sign_object(&key(), LABEL, body.as_bytes()).unwrap();
            prop_assert!(Roster::open(&object, mailbox(), &key().public()).is_err());
        }
    }
}
