//! The printed recovery code of the vault: 128 random bits on a sheet of paper.
//!
//! 26 characters carry it. They are written in seven groups, each with a check character of its own at its end, so that
//! somebody who mistyped is told in *which* group; a tired person looks at five characters again and not at thirty-three.
//! The relay only ever sees what is derived under `vault-locator`, and the public halves of the other two.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::encode::{Reader, Writer};
use handrail_wire::keyset::XWingPublic;
use handrail_wire::login::Origin;
use handrail_wire::vault::devices::Recovery;
use handrail_wire::{Id, WireError, derive};
use zeroize::Zeroizing;

use super::VaultError;
pub use super::groups::CodeError;
use super::groups::{DATA, Written, bytes_of, values_of};
use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::keys::{SigningKey, SubkeySecret};

/// Groups of a written code.
pub const GROUPS: usize = 7;
const WRITTEN: Written = Written { check: b"handrail/v1/vault-code-group", groups: GROUPS };
/// What the square code on the sheet begins with.
const QR_PREFIX: &str = "HANDRAIL-VAULT1.";

/// The recovery code; wiped when dropped, and never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultCode(Zeroizing<[u8; 16]>);

impl fmt::Debug for VaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultCode(..)")
    }
}

impl VaultCode {
    /// A new code.
    pub fn generate(randomness: &dyn Randomness) -> Result<Self, RandomnessFailed> {
        let mut bytes = Zeroizing::new([0; 16]);
        randomness.fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The code of 16 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 16]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The bytes, for the one place that stores them while they are not yet proven.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// As it is printed: seven groups with hyphens.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        WRITTEN.write(&*values_of(&self.0))
    }

    /// Reads a code as people type it: any case, with or without spaces and hyphens, O for 0, I or L for 1.
    ///
    /// # Errors
    /// [`CodeError::Group`] names the first group that cannot be right, whatever comes behind it.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let values = WRITTEN.read(text, DATA)?;
        bytes_of(&values).map(Self).ok_or(CodeError::Group(7))
    }

    /// What the square code on the sheet holds: the relay and the code, so that nothing has to be typed.
    #[must_use]
    pub fn to_qr(&self, origin: &Origin) -> Zeroizing<String> {
        let header =
            Zeroizing::new(Writer::header().bytes(origin.as_str().as_bytes()).bytes(self.0.as_slice()).finish());
        Zeroizing::new(format!("{QR_PREFIX}{}", URL_SAFE_NO_PAD.encode(header.as_slice())))
    }

    /// Reads the square code of a sheet.
    pub fn from_qr(text: &str) -> Result<(Self, Origin), WireError> {
        let encoded = text.strip_prefix(QR_PREFIX).ok_or(WireError::Version)?;
        if encoded.len() > 1_024 {
            return Err(WireError::TooLarge);
        }
        let header = Zeroizing::new(URL_SAFE_NO_PAD.decode(encoded).map_err(|_| WireError::Base64)?);
        let mut reader = Reader::header(&header)?;
        let origin = std::str::from_utf8(reader.bytes()?).map_err(|_| WireError::Text)?.parse()?;
        let code = Self(Zeroizing::new(*reader.fixed()?));
        reader.finish()?;
        Ok((code, origin))
    }

    /// The id it logs in with.
    pub fn locator(&self) -> Result<Id, WireError> {
        derive::hkdf(self.0.as_slice(), &[b"handrail/v1/vault-locator"]).map(Id::from)
    }

    /// The key that answers the relay's challenge for the locator, and may sign a device list.
    pub fn method_key(&self) -> Result<SigningKey, WireError> {
        let seed = Zeroizing::new(derive::hkdf(self.0.as_slice(), &[b"handrail/v1/vault-method"])?);
        SigningKey::from_seed(&seed)
    }

    /// The key that the keyring is sealed to.
    pub fn sealing_key(&self) -> Result<SubkeySecret, VaultError> {
        let seed = Zeroizing::new(derive::hkdf(self.0.as_slice(), &[b"handrail/v1/vault-seal"])?);
        Ok(SubkeySecret::from_seed(&seed)?)
    }

    /// The public halves, as a device list names them.
    pub fn recovery(&self) -> Result<Recovery, VaultError> {
        Ok(Recovery {
            locator: self.locator()?,
            identity: self.method_key()?.public(),
            sealing: XWingPublic::from(*self.sealing_key()?.public().as_bytes()),
        })
    }
}

/// Which groups of `typed` differ from the code it should be, from 1: for typing it in again right after it was made,
/// when the phone still knows what is on the sheet.
#[must_use]
pub fn differing_groups(code: &VaultCode, typed: &str) -> Vec<u8> {
    WRITTEN.differing(&code.to_text(), typed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::seal::code::ALPHABET;
    use proptest::prelude::*;

    fn code() -> VaultCode {
        VaultCode::from_bytes(b"0123456789abcdef")
    }

    #[test]
    fn a_code_is_seven_short_groups_and_is_read_as_people_type_it() {
        let text = code().to_text();
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        assert_eq!(lengths, [5, 5, 5, 5, 5, 5, 3]);
        for typed in [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            text.replace('-', "\u{2013}"),
            format!("  {}\n", text.replace('0', "O").replace('1', "l")),
        ] {
            assert!(VaultCode::from_text(&typed).unwrap() == code(), "{typed}");
        }
    }

    #[test]
    fn somebody_who_mistyped_hears_which_group() {
        let text = code().to_text().to_string();
        let (mut slips, mut named) = (0, 0);
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at] != b'-') {
            let group = u8::try_from(at / 6 + 1).unwrap();
            for other in ALPHABET.iter().filter(|other| **other != text.as_bytes()[at]) {
                let mut bad = text.clone().into_bytes();
                bad[at] = *other;
                slips += 1;
                match VaultCode::from_text(std::str::from_utf8(&bad).unwrap()) {
                    Ok(read) => assert!(read != code()),
                    Err(error) => {
                        assert_eq!(error, CodeError::Group(group));
                        named += 1;
                    }
                }
            }
        }
        // Five check bits a group: one slip in 32 of a data character gets past them, and the login notices that one.
        assert_eq!(slips, 33 * 31);
        assert!(named * 100 >= slips * 95, "{named} of {slips}");
        // A character left out is in that group, whatever comes behind it.
        let mut short = text.clone();
        short.remove(13);
        assert_eq!(VaultCode::from_text(&short), Err(CodeError::Group(3)));
        assert_eq!(VaultCode::from_text(text.get(..17).unwrap()), Err(CodeError::Length));
        assert_eq!(VaultCode::from_text(&format!("{text}0")), Err(CodeError::Group(7)));
        assert_eq!(VaultCode::from_text(""), Err(CodeError::Length));
        assert_eq!(VaultCode::from_text(&"0".repeat(400)), Err(CodeError::Length));
    }

    #[test]
    fn typing_it_again_shows_every_group_that_differs() {
        let text = code().to_text();
        assert_eq!(differing_groups(&code(), &text.to_lowercase()), Vec::<u8>::new());
        let mut groups: Vec<String> = text.split('-').map(str::to_owned).collect();
        groups.swap(1, 4);
        let swapped = groups.join(" ");
        assert_eq!(differing_groups(&code(), &swapped), [2, 5]);
        assert_eq!(VaultCode::from_text(&swapped), Err(CodeError::Group(2)));
        assert_eq!(differing_groups(&code(), ""), [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn the_square_code_carries_the_relay_as_well() {
        let origin: Origin = "https://clinic.example".parse().unwrap();
        let qr = code().to_qr(&origin);
        let (read, from) = VaultCode::from_qr(&qr).unwrap();
        assert!(read == code() && from == origin);
        assert_eq!(VaultCode::from_qr("HANDRAIL1.AAAA"), Err(WireError::Version));
        assert!(VaultCode::from_qr(qr.get(..qr.len() - 4).unwrap()).is_err());
    }

    #[test]
    fn each_use_has_its_own_secret() {
        let code = code();
        let seeds = [*code.method_key().unwrap().seed(), *code.sealing_key().unwrap().seed()];
        assert_ne!(seeds[0], seeds[1]);
        assert_ne!(code.locator().unwrap().as_bytes()[..], seeds[0][..16]);
        // A practitioner's code of the same bytes is another login.
        let other = crate::seal::code::RecoveryCode::from_bytes(code.bytes());
        assert_ne!(other.locator().unwrap(), code.locator().unwrap());
        assert_eq!(format!("{code:?}"), "VaultCode(..)");
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bytes in any::<[u8; 16]>()) {
            let code = VaultCode::from_bytes(&bytes);
            prop_assert!(VaultCode::from_text(&code.to_text()).unwrap() == code);
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,60}") {
            let _ = VaultCode::from_text(&text);
            let _ = VaultCode::from_qr(&text);
            let _ = differing_groups(&code(), &text);
        }
    }
}
