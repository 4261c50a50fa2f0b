//! The phone's own monthly subkeys: making the next one in time, and forgetting old ones
//! (`docs/protocol.md`, section 2).
//!
//! A key set names the subkeys of this month and the next, so that whoever writes to the phone always
//! finds one that holds, and a phone that lies in a drawer for a month still gets its mail. Old secrets
//! are kept as long as a message sealed to them may still come, and then destroyed.

use handrail_wire::keyset::{GRACE_DAYS, KeySet, Role, Subkey};
use handrail_wire::{Day, Id, WireError};

use super::SubkeySeed;
use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::keys::{KeyError, SigningKey, SubkeySecret, new_seed};

/// How long after the last day somebody may seal to a subkey its secret is kept: a sender may seal until
/// [`GRACE_DAYS`] past the month, and what they sealed may wait this long.
const WAITING_DAYS: i64 = 90;
/// Months between two renewals from which on the date may be wrong rather than the phone away. Destroying cannot be undone, so what is
/// old goes at the renewal after that one.
const JUMP_MONTHS: u32 = 3;

/// Why subkeys could not be renewed. The old ones stay in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenewError {
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessFailed),
    /// A key or date that cannot be used; a fault of ours or of the clock.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key set could not be made.
    #[error(transparent)]
    Wire(#[from] WireError),
}

/// The subkeys of one mailbox, and whose they are.
pub struct Subkeys<'a> {
    /// The mailbox.
    pub mailbox: Id,
    /// This phone in it.
    pub device: Id,
    /// The identity that signs there.
    pub identity: &'a SigningKey,
    /// The seeds that are held.
    pub held: &'a [SubkeySeed],
}

/// What to keep in place of the old subkeys, in one transaction, before the key set is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Renewed {
    /// All seeds still needed, oldest first; those not in it are to be deleted for good.
    pub subkeys: Vec<SubkeySeed>,
    /// The new signed key set; none where old seeds are to be destroyed and no new one is needed.
    pub keyset: Option<Vec<u8>>,
}

/// Makes the subkeys of this month and the next where they are missing, and names the old ones whose day has come; `None`
/// while nothing is to do.
///
/// A clock set back makes nothing: numbers only rise.
pub fn renew(of: &Subkeys<'_>, now_ms: i64, randomness: &dyn Randomness) -> Result<Option<Renewed>, RenewError> {
    let today = Day::from_ms(now_ms)?;
    let next = today.month_number() + 1;
    let highest = of.held.iter().map(|it| it.number).max().unwrap_or(0);
    let jumped = today.month_number() >= highest.saturating_add(JUMP_MONTHS);
    let mut subkeys = Vec::new();
    for old in of.held {
        let end = Day::first_of_month(old.number.saturating_add(1))?;
        if jumped || today.days() - end.days() <= GRACE_DAYS + WAITING_DAYS {
            subkeys.push(old.clone());
        }
    }
    if highest >= next {
        // Not where the month before is unknown here: the date may have jumped, and what is on its way still opens.
        let steady = of.held.iter().any(|it| it.number + 1 == today.month_number());
        let gone = steady && subkeys.len() < of.held.len();
        return Ok(gone.then_some(Renewed { subkeys, keyset: None }));
    }
    for number in today.month_number().max(highest.saturating_add(1))..=next {
        subkeys.push(SubkeySeed { number, seed: new_seed(randomness)? });
    }
    crate::sorting::by_key(&mut subkeys, |it| it.number);
    let mut named = Vec::new();
    for subkey in subkeys.iter().filter(|it| it.number + 1 >= next) {
        let secret = SubkeySecret::from_seed(&subkey.seed)?;
        named.push(Subkey::for_month(subkey.number, *secret.public())?);
    }
    let set = KeySet::new(Role::Client, of.mailbox, of.identity.public(), of.device, named);
    Ok(Some(Renewed { keyset: Some(set.sign(of.identity)?), subkeys }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use zeroize::Zeroizing;

    use super::*;
    use crate::ids::SystemRandomness;
    use crate::sync::Relationship;

    fn ms(day: &str) -> i64 {
        day.parse::<Day>().unwrap().start_ms()
    }

    fn fresh() -> Relationship {
        Relationship {
            origin: "https://clinic.example".parse().unwrap(),
            certificate: None,
            mailbox: Id::from([1; 16]),
            device: Id::from([2; 16]),
            identity_seed: Zeroizing::new([3; 32]),
            subkeys: Vec::new(),
            keyset: Vec::new(),
            readers: Vec::new(),
            roster_epoch: 1,
            roster: Vec::new(),
        }
    }

    fn renewed(relationship: &mut Relationship, day: &str) -> Option<Vec<u32>> {
        let identity = SigningKey::from_seed(&relationship.identity_seed).unwrap();
        let (mailbox, device, held) = (relationship.mailbox, relationship.device, &relationship.subkeys);
        let of = Subkeys { mailbox, device, identity: &identity, held };
        let new = renew(&of, ms(day), &SystemRandomness::default()).unwrap()?;
        let Some(keyset) = new.keyset else {
            relationship.subkeys = new.subkeys;
            return Some(Vec::new());
        };
        let set = KeySet::open(&keyset).unwrap();
        for subkey in &set.subkeys {
            let seed = new.subkeys.iter().find(|it| it.number == subkey.number).unwrap();
            assert_eq!(*SubkeySecret::from_seed(&seed.seed).unwrap().public(), subkey.key);
        }
        relationship.subkeys = new.subkeys;
        relationship.keyset = keyset;
        Some(set.subkeys.iter().map(|it| it.number).collect())
    }

    fn held(relationship: &Relationship) -> Vec<u32> {
        relationship.subkeys.iter().map(|it| it.number).collect()
    }

    const NOVEMBER: u32 = 2026 * 12 + 10;

    #[test]
    fn once_a_month_there_is_one_new_subkey_and_the_others_stay() {
        let mut phone = fresh();
        assert_eq!(renewed(&mut phone, "2026-11-21"), Some(vec![NOVEMBER, NOVEMBER + 1]));
        let november = phone.subkeys[0].clone();
        assert_eq!(renewed(&mut phone, "2026-11-30"), None);
        assert_eq!(renewed(&mut phone, "2026-12-01"), Some(vec![NOVEMBER + 1, NOVEMBER + 2]));
        assert_eq!(renewed(&mut phone, "2026-12-31"), None);
        assert!(phone.subkeys[0] == november);
        assert_eq!(held(&phone), [NOVEMBER, NOVEMBER + 1, NOVEMBER + 2]);
    }

    #[test]
    fn a_phone_left_in_a_drawer_starts_again_with_this_month() {
        let mut phone = fresh();
        renewed(&mut phone, "2026-11-21");
        // March to come; the months between get no subkey, what may still be waiting can be opened.
        assert_eq!(renewed(&mut phone, "2027-02-10"), Some(vec![NOVEMBER + 3, NOVEMBER + 4]));
        assert_eq!(held(&phone), [NOVEMBER, NOVEMBER + 1, NOVEMBER + 3, NOVEMBER + 4]);
    }

    #[test]
    fn a_secret_is_forgotten_150_days_after_its_month_and_not_before() {
        for (day, kept) in [("2027-04-30", true), ("2027-05-01", false)] {
            let mut phone = fresh();
            renewed(&mut phone, "2026-11-21");
            renewed(&mut phone, "2027-03-31");
            renewed(&mut phone, day);
            assert_eq!(held(&phone).contains(&NOVEMBER), kept, "{day}");
        }
    }

    #[test]
    fn a_date_far_ahead_destroys_nothing_at_once() {
        let mut phone = fresh();
        renewed(&mut phone, "2026-11-21");
        let (later, ten_years) = (NOVEMBER + 120, "2036-11-21");
        assert_eq!(renewed(&mut phone, ten_years), Some(vec![later, later + 1]));
        assert_eq!(held(&phone), [NOVEMBER, NOVEMBER + 1, later, later + 1], "what is on its way still opens");
        // It was right after all.
        renewed(&mut phone, "2036-12-01");
        assert_eq!(held(&phone), [later, later + 1, later + 2]);
    }

    #[test]
    fn the_day_of_a_secret_comes_in_the_middle_of_a_month_too() {
        let mut phone = fresh();
        for day in ["2027-02-10", "2027-03-01", "2027-04-01", "2027-05-01", "2027-06-01", "2027-07-01"] {
            renewed(&mut phone, day);
        }
        let before = phone.keyset.clone();
        // 60 days of sealing and 90 of waiting after 28 February end on 29 July: no new key set is made for it.
        assert_eq!(renewed(&mut phone, "2027-07-29"), None);
        assert!(held(&phone).contains(&(NOVEMBER + 3)));
        assert_eq!(renewed(&mut phone, "2027-07-30"), Some(Vec::new()));
        assert!(phone.keyset == before);
        assert_eq!(held(&phone), (NOVEMBER + 4..=NOVEMBER + 9).collect::<Vec<_>>());
        assert_eq!(renewed(&mut phone, "2027-07-31"), None);
    }

    #[test]
    fn a_clock_set_back_makes_nothing_and_loses_nothing() {
        let mut phone = fresh();
        renewed(&mut phone, "2026-11-21");
        assert_eq!(renewed(&mut phone, "2016-11-21"), None);
        assert_eq!(held(&phone), [NOVEMBER, NOVEMBER + 1]);
    }
}
