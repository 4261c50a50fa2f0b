//! The pairing code a practitioner's page shows, and what page and phone derive from it (section 4). [`device`] is the
//! code that a phone shows to a second one: the same steps, under labels of its own (section 8).
//!
//! The seed never leaves the two screens. The relay learns `auth`, which lets the phone claim the invite;
//! it never learns `mac`, so it cannot answer in either side's place. The nonce is fixed by its hash in
//! the code and told only after the phone has fixed its own key set, so that nobody can look for keys
//! that make equal words.

pub mod device;
mod mac;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::derive::{hkdf, sha256};
use crate::encode::{Reader, Writer};
use crate::login::Origin;
use crate::{Fixed, Hash, Id, WireError};

pub use mac::{MacKey, Statement};

/// What the text of a code begins with.
pub const QR_PREFIX: &str = "HANDRAIL1.";
/// Longest text taken for a code. A full one stays under 700 characters.
pub const MAX_QR_TEXT: usize = 1_024;
/// Longest display name, in bytes of UTF-8.
pub const MAX_DISPLAY_NAME: usize = 40;
/// Longest language tag, in bytes.
pub const MAX_LANGUAGE: usize = 35;
/// How long an invite can be used, in milliseconds.
pub const LIFETIME_MS: i64 = 10 * 60 * 1_000;

/// What a pairing code says.
#[derive(Clone, PartialEq, Eq)]
pub struct Invite {
    /// The relay to talk to.
    pub origin: Origin,
    /// The invite's id at that relay.
    pub invite: Id,
    /// What `auth` and `mac` are derived from; wiped when dropped.
    pub seed: Zeroizing<[u8; 16]>,
    /// Hash of the practitioner's signed key set.
    pub keyset: Hash,
    /// SHA-256 of the nonce the page tells later.
    pub nonce: Hash,
    /// SHA-256 of the relay's own certificate, where it has one that no public authority signed.
    pub certificate: Option<Hash>,
    /// The language of the words, a BCP 47 tag.
    pub language: String,
    /// What the practitioner is called; it travels in the code and nowhere else.
    pub display_name: String,
}

/// Hides the seed and the name.
impl fmt::Debug for Invite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invite").field("origin", &self.origin).field("invite", &self.invite).finish_non_exhaustive()
    }
}

impl Invite {
    /// The text of the code.
    pub fn to_qr(&self) -> Result<String, WireError> {
        self.check()?;
        let header = Writer::header()
            .bytes(self.origin.as_str().as_bytes())
            .bytes(self.invite.as_bytes())
            .bytes(self.seed.as_slice())
            .bytes(self.keyset.as_bytes())
            .bytes(self.nonce.as_bytes())
            .bytes(self.certificate_bytes())
            .bytes(self.language.as_bytes())
            .bytes(self.display_name.as_bytes())
            .finish();
        Ok(to_text(QR_PREFIX, header).as_str().to_owned())
    }

    /// Reads the text of a code. [`WireError::Text`] where it is no code of ours at all,
    /// [`WireError::Version`] for a code of a later version.
    pub fn from_qr(text: &str) -> Result<Self, WireError> {
        let header = from_text(text, "HANDRAIL", QR_PREFIX)?;
        let mut reader = Reader::header(&header)?;
        let invite = Self {
            origin: text_field(reader.bytes()?)?.parse()?,
            invite: reader.fixed()?.into(),
            seed: Zeroizing::new(*reader.fixed()?),
            keyset: reader.fixed()?.into(),
            nonce: reader.fixed()?.into(),
            certificate: certificate_field(&mut reader)?,
            language: text_field(reader.bytes_up_to(MAX_LANGUAGE)?)?.to_owned(),
            display_name: text_field(reader.bytes_up_to(MAX_DISPLAY_NAME)?)?.to_owned(),
        };
        reader.finish()?;
        invite.check()?;
        Ok(invite)
    }

    fn check(&self) -> Result<(), WireError> {
        check_language(&self.language)?;
        check_display_name(&self.display_name)
    }

    fn certificate_bytes(&self) -> &[u8] {
        self.certificate.as_ref().map_or(&[], |hash| &hash.0)
    }

    /// What the phone shows the relay to use the invite.
    pub fn auth(&self) -> Result<Fixed<32>, WireError> {
        hkdf(self.seed.as_slice(), &[b"handrail/v1/invite-auth"]).map(Fixed)
    }

    /// The key of all MACs and of the words; known to page and phone only.
    pub fn mac_key(&self) -> Result<MacKey, WireError> {
        hkdf(self.seed.as_slice(), &[b"handrail/v1/invite-mac"]).map(|key| MacKey(Zeroizing::new(key)))
    }

    /// Everything both sides must agree on, in one text.
    ///
    /// `practitioner` and `client` are the signed key sets as they travelled, `mailbox` the client's.
    #[must_use]
    pub fn transcript(&self, practitioner: &[u8], client: &[u8], mailbox: Id) -> Vec<u8> {
        Writer::header()
            .bytes(self.origin.as_str().as_bytes())
            .bytes(self.invite.as_bytes())
            .bytes(self.keyset.as_bytes())
            .bytes(self.nonce.as_bytes())
            .bytes(self.certificate_bytes())
            .bytes(self.language.as_bytes())
            .bytes(self.display_name.as_bytes())
            .bytes(practitioner)
            .bytes(client)
            .bytes(mailbox.as_bytes())
            .finish()
    }

    /// Checks a nonce against its hash in the code.
    pub fn check_nonce(&self, nonce: &Fixed<32>) -> Result<(), WireError> {
        if sha256(nonce.as_bytes()) == self.nonce.0 { Ok(()) } else { Err(WireError::Hash) }
    }
}

/// The text of a square code: what it begins with, then a header.
fn to_text(prefix: &str, header: Vec<u8>) -> Zeroizing<String> {
    Zeroizing::new(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(Zeroizing::new(header))))
}

/// The header in the text of a square code that begins with `prefix`; `family` is `prefix` without its version and dot.
fn from_text(text: &str, family: &str, prefix: &str) -> Result<Zeroizing<Vec<u8>>, WireError> {
    if text.len() > MAX_QR_TEXT {
        return Err(WireError::TooLarge);
    }
    let Some(encoded) = text.strip_prefix(prefix) else {
        let later = text
            .strip_prefix(family)
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(version, _)| version.parse::<u16>().is_ok());
        return Err(if later { WireError::Version } else { WireError::Text });
    };
    URL_SAFE_NO_PAD.decode(encoded).map(Zeroizing::new).map_err(|_| WireError::Base64)
}

fn certificate_field(reader: &mut Reader<'_>) -> Result<Option<Hash>, WireError> {
    Ok(match reader.bytes()? {
        [] => None,
        hash => Some(hash.try_into()?),
    })
}

fn check_language(language: &str) -> Result<(), WireError> {
    let fits = !language.is_empty()
        && language.len() <= MAX_LANGUAGE
        && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(()) } else { Err(WireError::Value("language")) }
}

/// A name that may be shown to a client: not blank, at most [`MAX_DISPLAY_NAME`] bytes, nothing that steers the text around it.
pub(crate) fn check_display_name(name: &str) -> Result<(), WireError> {
    if name.trim().is_empty() || name.len() > MAX_DISPLAY_NAME {
        return Err(WireError::Value("display_name"));
    }
    if name.chars().any(changes_how_text_is_shown) {
        return Err(WireError::Text);
    }
    Ok(())
}

fn text_field(bytes: &[u8]) -> Result<&str, WireError> {
    std::str::from_utf8(bytes).map_err(|_| WireError::Text)
}

/// Control characters, and those that turn the direction of what stands around them: with them a name
/// could be made to look like another sentence. Marks that only order their own letters stay allowed.
fn changes_how_text_is_shown(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn invite() -> Invite {
        Invite {
            origin: "https://clinic.example".parse().unwrap(),
            invite: Id::from([1; 16]),
            seed: Zeroizing::new([2; 16]),
            keyset: Hash::from([3; 32]),
            nonce: Hash::from(sha256(&[4; 32])),
            certificate: None,
            language: "en".into(),
            display_name: "Sam Okafor".into(),
        }
    }

    #[test]
    fn a_code_comes_back_as_it_was_shown() {
        let plain = invite();
        let full = Invite {
            origin: "https://a-rather-long-name.of-a-clinic.example:8443".parse().unwrap(),
            certificate: Some(Hash::from([5; 32])),
            language: "zh-Hant-TW".into(),
            display_name: "د. ليلى الحداد".into(),
            ..invite()
        };
        for invite in [plain, full] {
            let text = invite.to_qr().unwrap();
            assert!(text.len() < 500, "a code stays easy to scan");
            assert_eq!(Invite::from_qr(&text).unwrap(), invite);
        }
    }

    #[test]
    fn what_is_no_code_of_this_version_says_so() {
        for (text, want) in [
            ("https://example.org/menu", WireError::Text),
            ("HANDRAIL2.AQ", WireError::Version),
            ("HANDRAIL1.Ag", WireError::Version),
            ("HANDRAIL1.AQ", WireError::Truncated),
            ("HANDRAIL1.A", WireError::Base64),
            ("HANDRAIL1.", WireError::Truncated),
            ("", WireError::Text),
        ] {
            assert_eq!(Invite::from_qr(text), Err(want), "{text}");
        }
        let long = format!("HANDRAIL1.{}", "A".repeat(2_000));
        assert_eq!(Invite::from_qr(&long), Err(WireError::TooLarge));
        let text = invite().to_qr().unwrap();
        assert!(Invite::from_qr(&format!(" {text}")).is_err());
        assert!(Invite::from_qr(&format!("{text}AAAA")).is_err());
    }

    #[test]
    fn names_and_languages_that_could_mislead_are_refused() {
        for (name, want) in [
            ("", WireError::Value("display_name")),
            ("   ", WireError::Value("display_name")),
            ("Sam\nOkafor", WireError::Text),
            ("Sam \u{202e}rofakO", WireError::Text),
            ("\u{2066}Sam", WireError::Text),
        ] {
            let mut bad = invite();
            bad.display_name = name.into();
            assert_eq!(bad.to_qr(), Err(want));
        }
        let mut long = invite();
        long.display_name = "é".repeat(21);
        assert_eq!(long.to_qr(), Err(WireError::Value("display_name")));
        for language in ["", "en_GB", "en GB", "../en"] {
            let mut bad = invite();
            bad.language = language.into();
            assert_eq!(bad.to_qr(), Err(WireError::Value("language")));
        }
    }

    #[test]
    fn relay_and_mac_keys_are_different_and_each_statement_is_its_own() {
        let invite = invite();
        let key = invite.mac_key().unwrap();
        assert_ne!(invite.auth().unwrap().0, *key.0);
        let nonce = Fixed([4; 32]);
        invite.check_nonce(&nonce).unwrap();
        assert_eq!(invite.check_nonce(&Fixed([5; 32])), Err(WireError::Hash));
        let transcript = invite.transcript(b"practitioner", b"client", Id::from([6; 16]));
        let hello = key.hello(&transcript);
        key.check_hello(&transcript, &hello).unwrap();
        let told = key.statement(Statement::Nonce, &transcript, &nonce);
        let yes = key.statement(Statement::Confirm, &transcript, &nonce);
        let check = |statement, mac: &Fixed<32>| key.check_statement(statement, &transcript, &nonce, mac);
        check(Statement::Nonce, &told).unwrap();
        check(Statement::Confirm, &yes).unwrap();
        for (statement, mac) in [(Statement::Nonce, &yes), (Statement::Confirm, &told), (Statement::Confirm, &hello)] {
            assert_eq!(check(statement, mac), Err(WireError::Mac));
        }
    }

    #[test]
    fn every_part_of_the_transcript_changes_the_macs_and_the_words() {
        let base = invite();
        let key = base.mac_key().unwrap();
        let nonce = Fixed([4; 32]);
        let mailbox = Id::from([6; 16]);
        let transcript = base.transcript(b"practitioner", b"client", mailbox);
        let words = key.word_numbers(&transcript, &nonce).unwrap();
        let hello = key.hello(&transcript);
        let mut others = Vec::new();
        let changes: [fn(&mut Invite); 7] = [
            |i| i.origin = "https://other.example".parse().unwrap(),
            |i| i.invite = Id::from([9; 16]),
            |i| i.keyset = Hash::from([9; 32]),
            |i| i.nonce = Hash::from([9; 32]),
            |i| i.certificate = Some(Hash::from([9; 32])),
            |i| i.language = "de".into(),
            |i| i.display_name = "Sam".into(),
        ];
        for change in changes {
            let mut other = base.clone();
            change(&mut other);
            others.push(other.transcript(b"practitioner", b"client", mailbox));
        }
        others.push(base.transcript(b"practitionec", b"lient", mailbox));
        others.push(base.transcript(b"practitioner", b"Client", mailbox));
        others.push(base.transcript(b"practitioner", b"client", Id::from([7; 16])));
        for other in others {
            assert_eq!(key.check_hello(&other, &hello), Err(WireError::Mac));
            assert_ne!(key.word_numbers(&other, &nonce).unwrap(), words);
        }
        assert_ne!(key.word_numbers(&transcript, &Fixed([5; 32])).unwrap(), words);
    }

    #[test]
    fn nothing_secret_is_shown_when_debugged() {
        let text = format!("{:?} {:?}", invite(), invite().mac_key().unwrap());
        assert!(!text.contains("Sam"));
        assert!(!text.contains("seed"));
        assert!(text.contains("MacKey(..)"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") { let _ = Invite::from_qr(&text); }

        #[test]
        fn any_bytes_behind_the_prefix_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Invite::from_qr(&format!("{QR_PREFIX}{}", URL_SAFE_NO_PAD.encode(&bytes)));
        }

        #[test]
        fn word_numbers_stay_inside_the_list(transcript in proptest::collection::vec(any::<u8>(), 0..40), nonce in any::<[u8; 32]>()) {
            let numbers = invite().mac_key().unwrap().word_numbers(&transcript, &Fixed(nonce)).unwrap();
            prop_assert!(numbers.iter().all(|number| *number < 2048));
        }
    }
}
