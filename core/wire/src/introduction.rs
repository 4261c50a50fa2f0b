//! Introductions: a reader names a colleague to the client, and signs for them (section 4).
//!
//! It adds nobody. The client is asked, and only the client's own signed roster makes a reader. What the introduction
//! fixes is *who* is meant: the colleague's identity, so that a relay that serves another key set in its place is found out.

use serde::{Deserialize, Serialize};

use crate::encode::Writer;
use crate::invite::check_display_name;
use crate::keyset::{KeySet, Role, body_of_version_1};
use crate::signed::{SignedObject, SigningKey, sign_object};
use crate::{Hash, Id, Key32, WireError};

/// The label an introduction is signed under.
pub const LABEL: &str = "handrail/v1/introduction";
/// Largest signed object taken for an introduction, in bytes. One needs about 400.
pub const MAX_OBJECT: usize = 1_024;
/// What the transcript of the words of an introduced reader begins with.
pub const WORDS_LABEL: &str = "handrail/v1/introduced";

/// One colleague, named to one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    v: u32,
    /// The care relationship.
    pub mailbox: Id,
    /// The colleague's account.
    pub account: Id,
    /// The colleague's identity.
    pub identity: Key32,
    /// Hash of the colleague's signed key set as the introducer saw it.
    pub keyset: Hash,
    /// The highest subkey number in that key set: an older one is never taken.
    pub highest: u32,
    /// What the colleague is called, at most [`crate::invite::MAX_DISPLAY_NAME`] bytes.
    pub name: String,
}

impl Introduction {
    /// Names a colleague by their key set, which was opened and therefore checked.
    #[must_use]
    pub fn of(mailbox: Id, keyset: &KeySet, object: &[u8], name: String) -> Self {
        Self {
            v: 1,
            mailbox,
            account: keyset.account,
            identity: keyset.identity,
            keyset: KeySet::hash_of(object),
            highest: keyset.highest(),
            name,
        }
    }

    /// Opens an introduction made for `mailbox` by a reader whose identity is pinned.
    ///
    /// [`WireError::Signature`] if that reader did not sign it, [`WireError::Identity`] if it was made for another
    /// client, or names the introducer or the client.
    pub fn open(object: &[u8], mailbox: Id, introducer: &Key32) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        signed.verify(LABEL, introducer)?;
        let introduction: Self = body_of_version_1(signed.body)?;
        introduction.check()?;
        if introduction.mailbox != mailbox || introduction.identity == *introducer {
            return Err(WireError::Identity);
        }
        Ok(introduction)
    }

    /// The signed object; refuses to sign what [`Introduction::open`] would refuse.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        let body = serde_json::to_vec(self).map_err(|_| WireError::Json)?;
        sign_object(key, LABEL, &body)
    }

    fn check(&self) -> Result<(), WireError> {
        if self.account == self.mailbox {
            return Err(WireError::Value("account"));
        }
        check_display_name(&self.name)
    }

    /// Opens the colleague's key set as a relay serves it, and holds it to what was signed: a practitioner's, of that
    /// account and identity, and no older than the one the introducer saw. A month may lie between the two, so its
    /// hash may be another.
    pub fn take_keyset(&self, object: &[u8]) -> Result<KeySet, WireError> {
        let keyset = KeySet::open(object)?;
        if keyset.role != Role::Practitioner {
            return Err(WireError::Value("role"));
        }
        keyset.follows(self.account, self.identity, self.highest)?;
        Ok(keyset)
    }
}

/// Everything that an introduced reader and the client must agree on before their words can be the same: the two
/// identities, which sign both key sets in every month, and the accounts they belong to.
#[must_use]
pub fn words_transcript(mailbox: Id, client: &Key32, account: Id, reader: &Key32) -> Vec<u8> {
    Writer::header()
        .bytes(WORDS_LABEL.as_bytes())
        .bytes(mailbox.as_bytes())
        .bytes(client.as_bytes())
        .bytes(account.as_bytes())
        .bytes(reader.as_bytes())
        .finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::Fixed;
    use crate::keyset::Subkey;
    use proptest::prelude::*;

    const NOVEMBER: u32 = 2026 * 12 + 10;

    fn anna() -> SigningKey {
        SigningKey::from_seed(&[3; 32]).unwrap()
    }

    fn ben() -> SigningKey {
        SigningKey::from_seed(&[4; 32]).unwrap()
    }

    fn mailbox() -> Id {
        Id::from([9; 16])
    }

    fn keyset_of(key: &SigningKey, role: Role, from: u32) -> Vec<u8> {
        let account = Id::from([5; 16]);
        let subkeys = vec![
            Subkey::for_month(from, Fixed([7; 1216])).unwrap(),
            Subkey::for_month(from + 1, Fixed([8; 1216])).unwrap(),
        ];
        KeySet::new(role, account, key.public(), account, subkeys).sign(key).unwrap()
    }

    fn introduction() -> Introduction {
        let object = keyset_of(&ben(), Role::Practitioner, NOVEMBER);
        Introduction::of(mailbox(), &KeySet::open(&object).unwrap(), &object, "Ben Adler".into())
    }

    #[test]
    fn an_introduction_comes_back_as_it_was_signed() {
        let object = introduction().sign(&anna()).unwrap();
        assert!(object.len() < MAX_OBJECT / 2, "{}", object.len());
        assert_eq!(Introduction::open(&object, mailbox(), &anna().public()).unwrap(), introduction());
    }

    #[test]
    fn only_the_introducer_signs_it_and_only_for_that_client() {
        let object = introduction().sign(&anna()).unwrap();
        let open = |object: &[u8], mailbox, key: &SigningKey| Introduction::open(object, mailbox, &key.public());
        assert_eq!(open(&object, mailbox(), &ben()), Err(WireError::Signature));
        assert_eq!(open(&object, Id::from([8; 16]), &anna()), Err(WireError::Identity));
        // Nobody introduces themselves: it would say nothing about anybody.
        let oneself = introduction().sign(&ben()).unwrap();
        assert_eq!(open(&oneself, mailbox(), &ben()), Err(WireError::Identity));
        // A key set or a roster signed by the same person is no introduction.
        let body = serde_json::to_vec(&introduction()).unwrap();
        let other = sign_object(&anna(), crate::roster::LABEL, &body).unwrap();
        assert_eq!(open(&other, mailbox(), &anna()), Err(WireError::Signature));
    }

    #[test]
    fn what_the_protocol_does_not_allow_is_refused_although_signed() {
        for (bad, want) in [
            (Introduction { v: 2, ..introduction() }, WireError::Version),
            (Introduction { account: mailbox(), ..introduction() }, WireError::Value("account")),
            (Introduction { name: " ".into(), ..introduction() }, WireError::Value("display_name")),
            (Introduction { name: "B\u{202e}nna".into(), ..introduction() }, WireError::Text),
            (Introduction { name: "x".repeat(41), ..introduction() }, WireError::Value("display_name")),
        ] {
            let object = sign_object(&anna(), LABEL, &serde_json::to_vec(&bad).unwrap()).unwrap();
            assert_eq!(Introduction::open(&object, mailbox(), &anna().public()), Err(want));
            assert!(bad.sign(&anna()).is_err() || want == WireError::Version);
        }
    }

    #[test]
    fn a_later_key_set_of_the_same_person_is_taken_and_any_other_is_not() {
        let introduction = introduction();
        for (object, want) in [
            (keyset_of(&ben(), Role::Practitioner, NOVEMBER), Ok(NOVEMBER + 1)),
            (keyset_of(&ben(), Role::Practitioner, NOVEMBER + 1), Ok(NOVEMBER + 2)),
            (keyset_of(&ben(), Role::Practitioner, NOVEMBER - 1), Err(WireError::Older)),
            (keyset_of(&anna(), Role::Practitioner, NOVEMBER), Err(WireError::Identity)),
            (keyset_of(&ben(), Role::Client, NOVEMBER), Err(WireError::Value("role"))),
        ] {
            assert_eq!(introduction.take_keyset(&object).map(|set| set.highest()), want);
        }
    }

    #[test]
    fn each_name_in_the_transcript_changes_it() {
        let (client, reader) = (anna().public(), ben().public());
        let base = words_transcript(mailbox(), &client, Id::from([5; 16]), &reader);
        let others = [
            words_transcript(Id::from([8; 16]), &client, Id::from([5; 16]), &reader),
            words_transcript(mailbox(), &reader, Id::from([5; 16]), &reader),
            words_transcript(mailbox(), &client, Id::from([6; 16]), &reader),
            words_transcript(mailbox(), &client, Id::from([5; 16]), &client),
        ];
        assert!(others.iter().all(|other| *other != base));
    }

    proptest! {
        #[test]
        fn any_signed_body_is_opened_without_a_panic(body in "\\PC{0,80}") {
            let object = sign_object(&anna(), LABEL, body.as_bytes()).unwrap();
            prop_assert!(Introduction::open(&object, mailbox(), &anna().public()).is_err());
        }
    }
}
