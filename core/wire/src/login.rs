//! The text a login signs (section 3), and what a relay's origin looks like.
//!
//! The origin is in the signed text, so that a challenge passed on from another relay is worth nothing
//! there.

use std::fmt;
use std::str::FromStr;

use crate::encode::Writer;
use crate::signed::{SigningKey, verify_raw};
use crate::{Fixed, Id, Key32, WireError};

/// The label a login is signed under.
pub const LABEL: &str = "handrail/v1/challenge";
/// Longest origin taken, in bytes: a host name has at most 253.
const MAX_ORIGIN: usize = 280;

/// A relay's own address as its clients reach it: `scheme://host[:port]`, lower case, no slash, no port
/// that the scheme implies. The form a browser gives as `location.origin`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

impl Origin {
    /// The text of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is it plain http? Only a relay on this very machine may be.
    #[must_use]
    pub fn is_plain_http(&self) -> bool {
        self.0.starts_with("http://")
    }

    /// Is the host this machine itself (`localhost`, `127.0.0.1`, `[::1]`)?
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        matches!(self.host(), "localhost" | "127.0.0.1" | "[::1]")
    }

    /// Can it be talked to without giving traffic away: https, or http on this very machine?
    #[must_use]
    pub fn is_private_enough(&self) -> bool {
        !self.is_plain_http() || self.is_loopback()
    }

    fn host(&self) -> &str {
        let authority = self.0.split_once("://").map_or("", |(_, rest)| rest);
        split_port(authority).0
    }
}

/// Host and port; a colon inside the brackets of an IPv6 address is not one before a port.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    if authority.starts_with('[') {
        return match authority.split_once("]:") {
            Some((host, port)) => (authority.get(..=host.len()).unwrap_or(authority), Some(port)),
            None => (authority, None),
        };
    }
    match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    }
}

impl FromStr for Origin {
    type Err = WireError;

    fn from_str(text: &str) -> Result<Self, WireError> {
        let bad = WireError::Value("origin");
        if text.len() > MAX_ORIGIN {
            return Err(WireError::TooLarge);
        }
        let (scheme, authority) = text.split_once("://").ok_or(bad)?;
        let implied = match scheme {
            "https" => "443",
            "http" => "80",
            _ => return Err(bad),
        };
        let (host, port) = split_port(authority);
        let host_is_fine = match host.strip_prefix('[').map(|rest| rest.strip_suffix(']')) {
            Some(Some(address)) => {
                address.parse::<std::net::Ipv6Addr>().is_ok_and(|parsed| parsed.to_string() == address)
            }
            Some(None) => false,
            None => {
                !host.is_empty()
                    && host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_'))
            }
        };
        let port_is_fine = port.is_none_or(|port| {
            port != implied && !port.starts_with(['0', '+']) && port.parse::<u16>().is_ok_and(|number| number > 0)
        });
        if host_is_fine && port_is_fine { Ok(Self(text.to_owned())) } else { Err(bad) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text a login signs: label, origin, account (or locator) and challenge, each length-prefixed.
#[must_use]
pub fn text(origin: &Origin, account: Id, challenge: &Fixed<32>) -> Vec<u8> {
    Writer::plain()
        .bytes(LABEL.as_bytes())
        .bytes(origin.as_str().as_bytes())
        .bytes(account.as_bytes())
        .bytes(challenge.as_bytes())
        .finish()
}

/// Answers a challenge.
pub fn sign(key: &SigningKey, origin: &Origin, account: Id, challenge: &Fixed<32>) -> Result<Fixed<64>, WireError> {
    key.sign_raw(&text(origin, account, challenge)).map(Fixed)
}

/// Checks an answer to a challenge of this relay.
pub fn verify(
    key: &Key32,
    origin: &Origin,
    account: Id,
    challenge: &Fixed<32>,
    signature: &Fixed<64>,
) -> Result<(), WireError> {
    verify_raw(key, &text(origin, account, challenge), signature.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_is_worth_something_for_one_relay_account_and_challenge() {
        let key = SigningKey::from_seed(&[1; 32]).unwrap();
        let origin: Origin = "https://clinic.example".parse().unwrap();
        let account = Id::from([2; 16]);
        let challenge = Fixed([3; 32]);
        let signature = sign(&key, &origin, account, &challenge).unwrap();
        let check = |origin: &str, account, challenge| {
            verify(&key.public(), &origin.parse().unwrap(), account, &challenge, &signature)
        };
        check("https://clinic.example", account, challenge).unwrap();
        let refused = Err(WireError::Signature);
        assert_eq!(check("https://other.example", account, challenge), refused);
        assert_eq!(check("http://clinic.example", account, challenge), refused);
        assert_eq!(check("https://clinic.example", Id::from([4; 16]), challenge), refused);
        assert_eq!(check("https://clinic.example", account, Fixed([4; 32])), refused);
    }

    #[test]
    fn an_origin_has_one_spelling() {
        for text in [
            "https://clinic.example",
            "https://clinic.example:8443",
            "http://127.0.0.1:41000",
            "http://localhost",
            "https://[2001:db8::1]:444",
            "http://[::1]:80000".trim_end_matches('0'),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().as_str(), text);
        }
        for text in [
            "https://Clinic.example",
            "https://clinic.example/",
            "https://clinic.example:443",
            "http://clinic.example:80",
            "https://clinic.example:0",
            "https://clinic.example:0444",
            "https://clinic.example:+444",
            "https://clinic.example:65536",
            "https://clinic.example:",
            "https://user@clinic.example",
            "https://clinic.example?x",
            "https://klinik\u{e4}.example",
            "https://[2001:db8::1",
            "https://[2001:0db8::1]",
            "https://",
            "ftp://clinic.example",
            "clinic.example",
            "",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }

    #[test]
    fn plain_http_is_private_only_on_this_machine() {
        for (text, private) in [
            ("https://clinic.example", true),
            ("http://clinic.example", false),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080", true),
            ("http://[::1]:8080", true),
            ("http://127.0.0.1.clinic.example", false),
            ("http://localhost.clinic.example:8080", false),
        ] {
            let origin: Origin = text.parse().unwrap();
            assert_eq!(origin.is_private_enough(), private, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,40}") { let _ = text.parse::<Origin>(); }

        #[test]
        fn anything_after_a_scheme_is_taken_or_refused(rest in "[\\[\\]:.a-z0-9/@]{0,20}") {
            if let Ok(origin) = format!("https://{rest}").parse::<Origin>() {
                prop_assert!(!origin.is_loopback() || !origin.is_plain_http());
            }
        }
    }
}
