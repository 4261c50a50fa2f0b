//! What the two sides say to each other under the invite's `mac` key, and the four words. Whoever shows the code (a page,
//! or for a second phone the first one) makes the statements about the nonce; whoever scanned it says hello.

use std::fmt;

use zeroize::Zeroizing;

use crate::derive::{check_mac, hkdf, mac, sha256_of};
use crate::encode::{lp, push_lp};
use crate::{Fixed, WireError};

/// The key of an invite's MACs and words; wiped when dropped.
#[derive(Clone)]
pub struct MacKey(pub(super) Zeroizing<[u8; 32]>);

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(..)")
    }
}

const HELLO_LABEL: &str = "handrail/v1/hello";

/// Which statement a MAC makes, over transcript and nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// "This is my nonce."
    Nonce,
    /// "The person here pressed *Same words*."
    Confirm,
    /// The same, on a phone that scanned the code of another phone. (A page takes the first roster for this.)
    Agree,
}

impl Statement {
    fn label(self) -> &'static str {
        match self {
            Self::Nonce => "handrail/v1/nonce",
            Self::Confirm => "handrail/v1/confirm",
            Self::Agree => "handrail/v1/agree",
        }
    }
}

impl MacKey {
    /// A key for [`MacKey::word_numbers`] alone, where the words are not those of an invite.
    #[must_use]
    pub fn of_words(nonce: &Fixed<32>) -> Self {
        Self(Zeroizing::new(nonce.0))
    }

    /// The MAC of the phone's hello, over the transcript alone: the nonce is not known to it yet.
    #[must_use]
    pub fn hello(&self, transcript: &[u8]) -> Fixed<32> {
        Fixed(mac(self.0.as_slice(), HELLO_LABEL, &[transcript]))
    }

    /// Checks the MAC of a hello.
    pub fn check_hello(&self, transcript: &[u8], given: &Fixed<32>) -> Result<(), WireError> {
        check_mac(self.0.as_slice(), HELLO_LABEL, &[transcript], given.as_bytes())
    }

    /// The MAC of a statement.
    #[must_use]
    pub fn statement(&self, statement: Statement, transcript: &[u8], nonce: &Fixed<32>) -> Fixed<32> {
        let nonce = lp(nonce.as_bytes());
        let parts = [transcript, &nonce];
        Fixed(mac(self.0.as_slice(), statement.label(), &parts))
    }

    /// Checks the MAC of a statement.
    pub fn check_statement(
        &self,
        statement: Statement,
        transcript: &[u8],
        nonce: &Fixed<32>,
        given: &Fixed<32>,
    ) -> Result<(), WireError> {
        let nonce = lp(nonce.as_bytes());
        let parts = [transcript, &nonce];
        check_mac(self.0.as_slice(), statement.label(), &parts, given.as_bytes())
    }

    /// The four words as numbers in a list of 2,048: the first 44 bits, eleven at a time from the top.
    pub fn word_numbers(&self, transcript: &[u8], nonce: &Fixed<32>) -> Result<[u16; 4], WireError> {
        let mut agreed = Vec::new();
        push_lp(&mut agreed, nonce.as_bytes());
        let digest = sha256_of(&[transcript, &agreed]);
        let bytes: [u8; 6] = hkdf(self.0.as_slice(), &[b"handrail/v1/words", &digest])?;
        let [b0, b1, b2, b3, b4, b5] = bytes;
        let bits = u64::from_be_bytes([0, 0, b0, b1, b2, b3, b4, b5]);
        // 48 bits, of which the last four are not shown. The mask leaves eleven bits.
        Ok([37, 26, 15, 4].map(|shift| u16::try_from(bits >> shift & 0x7ff).unwrap_or(0)))
    }
}
