//! Key sets: an account's identity and the X-Wing keys that mail to it is sealed with (section 2).

use serde::{Deserialize, Serialize};

use crate::signed::{SignedObject, SigningKey, object_hash, sign_object};
use crate::{Day, Fixed, Hash, Id, Key32, WireError, low_order};

/// The label a key set is signed under.
pub const LABEL: &str = "handrail/v1/keyset";
/// Largest signed object taken for a key set, in bytes. Three subkeys need about 5.5 kB.
pub const MAX_OBJECT: usize = 8 * 1024;
/// An X-Wing public key: 1,184 bytes of ML-KEM-768, then 32 of X25519.
pub type XWingPublic = Fixed<1216>;
/// How long past its end a subkey is still sealed to; later the message waits (section 2).
pub const GRACE_DAYS: i64 = 60;

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A practitioner or peer specialist; reads packets and sends proposals.
    Practitioner,
    /// A phone in one care relationship; its account id is the mailbox id.
    Client,
}

/// One X-Wing public key and the calendar month it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subkey {
    /// year * 12 + month - 1 of `from`.
    pub number: u32,
    /// First day of the month, UTC.
    pub from: Day,
    /// First day of the next month, UTC; the key is current in `[from, until)`.
    pub until: Day,
    /// What messages are sealed to.
    pub key: XWingPublic,
}

impl Subkey {
    /// The subkey of a calendar month.
    pub fn for_month(number: u32, key: XWingPublic) -> Result<Self, WireError> {
        Ok(Self {
            number,
            from: Day::first_of_month(number)?,
            until: Day::first_of_month(number.saturating_add(1))?,
            key,
        })
    }
}

/// What a key set says. Only [`KeySet::open`] makes one out of bytes from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    v: u32,
    /// Whose account it is.
    pub role: Role,
    /// The account; for a client it is the mailbox as well.
    pub account: Id,
    /// The Ed25519 key that signs this key set, messages and, for a client, the roster.
    pub identity: Key32,
    /// A phone's device; a practitioner's equals the account.
    pub device: Id,
    /// One to three, numbers rising.
    pub subkeys: Vec<Subkey>,
}

#[derive(Deserialize)]
struct Versioned {
    v: u32,
}

/// The JSON of a signed body, with its version looked at before its shape.
pub(crate) fn body_of_version_1<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, WireError> {
    let version: Versioned = serde_json::from_slice(body).map_err(|_| WireError::Json)?;
    if version.v != 1 {
        return Err(WireError::Version);
    }
    serde_json::from_slice(body).map_err(|_| WireError::Json)
}

impl KeySet {
    /// A key set of this identity, ready to be signed.
    #[must_use]
    pub fn new(role: Role, account: Id, identity: Key32, device: Id, subkeys: Vec<Subkey>) -> Self {
        Self { v: 1, role, account, identity, device, subkeys }
    }

    /// Takes a signed object apart and checks everything that can be checked without knowing whom to
    /// expect: shape, version, months, low-order points, and that its own identity signed it.
    ///
    /// Whether that identity is the *right* one is asked by [`KeySet::follows`] or by the hash in a
    /// pairing code.
    pub fn open(object: &[u8]) -> Result<Self, WireError> {
        let signed = SignedObject::parse(object, MAX_OBJECT)?;
        let key_set: Self = body_of_version_1(signed.body)?;
        key_set.check()?;
        signed.verify(LABEL, &key_set.identity)?;
        Ok(key_set)
    }

    /// The signed object of this key set; refuses to sign what [`KeySet::open`] would refuse.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, WireError> {
        self.check()?;
        if key.public() != self.identity {
            return Err(WireError::Identity);
        }
        let body = serde_json::to_vec(self).map_err(|_| WireError::Json)?;
        sign_object(key, LABEL, &body)
    }

    /// The hash by which rosters and pairing codes name a signed key set.
    #[must_use]
    pub fn hash_of(object: &[u8]) -> Hash {
        object_hash(object)
    }

    fn check(&self) -> Result<(), WireError> {
        if !(1..=3).contains(&self.subkeys.len()) {
            return Err(WireError::Value("subkeys"));
        }
        if self.role == Role::Practitioner && self.device != self.account {
            return Err(WireError::Value("device"));
        }
        let mut before = None;
        for subkey in &self.subkeys {
            if before.is_some_and(|number| subkey.number <= number) {
                return Err(WireError::Value("number"));
            }
            before = Some(subkey.number);
            if Day::first_of_month(subkey.number)? != subkey.from
                || Day::first_of_month(subkey.number.saturating_add(1))? != subkey.until
            {
                return Err(WireError::Day);
            }
            low_order::check_x25519_part(subkey.key.as_bytes())?;
        }
        Ok(())
    }

    /// The highest subkey number in it.
    #[must_use]
    pub fn highest(&self) -> u32 {
        self.subkeys.last().map_or(0, |subkey| subkey.number)
    }

    /// Checks a key set that arrived later against what is pinned: same account, same identity, and no
    /// highest number below one already seen ([`WireError::Identity`], [`WireError::Older`]).
    pub fn follows(&self, account: Id, identity: Key32, highest: u32) -> Result<(), WireError> {
        if self.account != account || self.identity != identity {
            return Err(WireError::Identity);
        }
        if self.highest() < highest {
            return Err(WireError::Older);
        }
        Ok(())
    }

    /// The subkey to seal to on a day: the one whose month holds it, else the highest.
    ///
    /// `None` when even that one ended more than [`GRACE_DAYS`] days before: the sender keeps the
    /// message and says so.
    #[must_use]
    pub fn subkey_for(&self, today: Day) -> Option<&Subkey> {
        let current =
            self.subkeys.iter().find(|subkey| subkey.from <= today && today < subkey.until).or(self.subkeys.last())?;
        (today.days() - current.until.days() <= GRACE_DAYS).then_some(current)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    const NOVEMBER: u32 = 2026 * 12 + 10;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[3; 32]).unwrap()
    }

    fn practitioner() -> KeySet {
        let account = Id::from([5; 16]);
        let subkeys = vec![
            Subkey::for_month(NOVEMBER, Fixed([7; 1216])).unwrap(),
            Subkey::for_month(NOVEMBER + 1, Fixed([8; 1216])).unwrap(),
        ];
        KeySet::new(Role::Practitioner, account, key().public(), account, subkeys)
    }

    fn signed_anyway(key_set: &KeySet) -> Vec<u8> {
        sign_object(&key(), LABEL, &serde_json::to_vec(key_set).unwrap()).unwrap()
    }

    #[test]
    fn a_key_set_comes_back_as_it_was_signed() {
        let object = practitioner().sign(&key()).unwrap();
        assert_eq!(KeySet::open(&object).unwrap(), practitioner());
        assert!(object.len() < MAX_OBJECT);
        let three = KeySet {
            subkeys: (0..3).map(|n| Subkey::for_month(NOVEMBER + n, Fixed([7; 1216])).unwrap()).collect(),
            ..practitioner()
        };
        let object = three.sign(&key()).unwrap();
        assert!(object.len() < MAX_OBJECT);
        assert_eq!(KeySet::open(&object).unwrap().highest(), NOVEMBER + 2);
    }

    #[test]
    fn everything_the_protocol_does_not_allow_is_refused_although_signed() {
        let mut low = practitioner();
        low.subkeys[1].key.0[1184..].fill(0);
        let mut month = practitioner();
        month.subkeys[0].until = "2026-12-02".parse().unwrap();
        let mut falling = practitioner();
        falling.subkeys.swap(0, 1);
        let mut device = practitioner();
        device.device = Id::from([6; 16]);
        let mut none = practitioner();
        none.subkeys.clear();
        let mut version = practitioner();
        version.v = 2;
        for (bad, want) in [
            (low, WireError::LowOrder),
            (month, WireError::Day),
            (falling, WireError::Value("number")),
            (device, WireError::Value("device")),
            (none, WireError::Value("subkeys")),
            (version, WireError::Version),
        ] {
            assert_eq!(KeySet::open(&signed_anyway(&bad)), Err(want));
        }
        let mut role = serde_json::to_value(practitioner()).unwrap();
        role["role"] = "admin".into();
        let object = sign_object(&key(), LABEL, role.to_string().as_bytes()).unwrap();
        assert_eq!(KeySet::open(&object), Err(WireError::Json));
    }

    #[test]
    fn a_key_set_signed_by_somebody_else_or_for_something_else_is_refused() {
        let body = serde_json::to_vec(&practitioner()).unwrap();
        let other = SigningKey::from_seed(&[4; 32]).unwrap();
        for object in
            [sign_object(&other, LABEL, &body).unwrap(), sign_object(&key(), "handrail/v1/roster", &body).unwrap()]
        {
            assert_eq!(KeySet::open(&object), Err(WireError::Signature));
        }
        assert_eq!(practitioner().sign(&other), Err(WireError::Identity));
        let huge = vec![1; MAX_OBJECT + 1];
        assert_eq!(KeySet::open(&huge), Err(WireError::TooLarge));
    }

    #[test]
    fn a_later_key_set_keeps_its_identity_and_never_goes_back() {
        let set = practitioner();
        set.follows(set.account, set.identity, NOVEMBER + 1).unwrap();
        let older = set.follows(set.account, set.identity, NOVEMBER + 2);
        assert_eq!(older, Err(WireError::Older));
        let other = set.follows(set.account, Key32::from([1; 32]), 0);
        assert_eq!(other, Err(WireError::Identity));
        let moved = set.follows(Id::from([1; 16]), set.identity, 0);
        assert_eq!(moved, Err(WireError::Identity));
    }

    #[test]
    fn the_month_that_holds_today_is_sealed_to_and_a_stale_set_waits() {
        let set = practitioner();
        for (today, number) in [
            ("2026-11-01", Some(NOVEMBER)),
            ("2026-11-30", Some(NOVEMBER)),
            ("2026-12-01", Some(NOVEMBER + 1)),
            ("2026-01-01", Some(NOVEMBER + 1)), // a phone whose clock is far behind
            ("2027-03-02", Some(NOVEMBER + 1)), // 60 days past 2027-01-01
            ("2027-03-03", None),
        ] {
            let got = set.subkey_for(today.parse().unwrap());
            assert_eq!(got.map(|subkey| subkey.number), number, "{today}");
        }
    }

    proptest! {
        #[test]
        fn any_signed_body_is_opened_without_a_panic(body in "\\PC{0,80}") {
            let object = sign_object(&key(), LABEL, body.as_bytes()).unwrap();
            prop_assert!(KeySet::open(&object).is_err());
        }
    }
}
