//! How far a vault had come when a review was sent, in words that only this vault's keys can read.
//!
//! A packet carries the echo, the page returns it in its receipt, and a phone that was restored compares: a relay that
//! gave back an older vault is found out, because the practitioner's page remembers more (H03 in
//! `docs/hostile-relay.md`). Nobody else learns anything from it, not even how many batches there are.
//!
//! ```text
//! key  = HKDF(epoch key, lp("handrail/v1/vault-echo-key") | mailbox)
//! echo = MAC(key, "handrail/v1/vault-echo", device | sequence)[..16]
//!      | MAC(key, "handrail/v1/vault-echo", device | sequence | hash of that batch)[..16]
//! ```

use handrail_wire::encode::push_lp;
use handrail_wire::{Hash, Id, derive};
use zeroize::Zeroizing;

use super::VaultError;
use super::epochs::{EpochKey, EpochKeys};
use super::sealed::Tip;

/// Bytes of an echo.
pub const ECHO_LEN: usize = 32;
const HALF: usize = 16;
const LABEL: &str = "handrail/v1/vault-echo";
const KEY_LABEL: &[u8] = b"handrail/v1/vault-echo-key";

/// What an echo says about a vault that is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// What it names is here.
    Held,
    /// It names a batch under a number whose batch here is another one.
    Other,
    /// It names nothing that is here: made later than the last that came, or under a key that is gone.
    NotHere,
}

/// The echo of a device's newest batch that the relay holds, for the readers of one mailbox.
///
/// # Errors
/// [`VaultError::NoKey`] without an epoch key.
pub fn echo(keys: &EpochKeys, mailbox: Id, device: Id, tip: Tip) -> Result<[u8; ECHO_LEN], VaultError> {
    let (_, key) = keys.current()?;
    let key = key_of(key, mailbox)?;
    let (number, whole) = (half(&key, device, tip.sequence, None), half(&key, device, tip.sequence, Some(&tip.hash)));
    let mut echo = [0; ECHO_LEN];
    for (to, from) in echo.iter_mut().zip(number.into_iter().chain(whole)) {
        *to = from;
    }
    Ok(echo)
}

/// Looks an echo up among the newest batches of the devices that are known, and all that came before them.
///
/// # Errors
/// [`VaultError::Wire`] where no key can be derived, which the protocol's lengths rule out.
pub fn heard(echo: &[u8; ECHO_LEN], keys: &EpochKeys, mailbox: Id, tips: &[(Id, Tip)]) -> Result<Heard, VaultError> {
    let (number, whole) = echo.split_at(HALF);
    for (_, key) in keys.iter() {
        let key = key_of(key, mailbox)?;
        for (device, tip) in tips {
            let Some(sequence) = (1..=tip.sequence).find(|n| half(&key, *device, *n, None) == *number) else {
                continue;
            };
            // Of older batches only the number is known here; the chain behind the tip was checked when they came.
            let same = sequence != tip.sequence || half(&key, *device, sequence, Some(&tip.hash)) == *whole;
            return Ok(if same { Heard::Held } else { Heard::Other });
        }
    }
    Ok(Heard::NotHere)
}

fn key_of(epoch: &EpochKey, mailbox: Id) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let mut label = Vec::new();
    push_lp(&mut label, KEY_LABEL);
    Ok(Zeroizing::new(derive::hkdf(epoch.as_slice(), &[&label, mailbox.as_bytes()])?))
}

fn half(key: &[u8; 32], device: Id, sequence: u64, hash: Option<&Hash>) -> [u8; HALF] {
    let number = sequence.to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![device.as_bytes(), &number];
    if let Some(hash) = hash {
        parts.push(&hash.0);
    }
    let mac = derive::mac(key, LABEL, &parts);
    let mut out = [0; HALF];
    for (to, from) in out.iter_mut().zip(mac) {
        *to = from;
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ids::SystemRandomness;

    fn id(n: u8) -> Id {
        Id::from([n; 16])
    }

    fn tip(sequence: u64, hash: u8) -> Tip {
        Tip { sequence, hash: Hash::from([hash; 32]) }
    }

    #[test]
    fn an_echo_is_found_in_the_vault_it_was_made_in_and_in_no_shorter_one() {
        let keys = EpochKeys::first(&SystemRandomness::default()).unwrap();
        let said = echo(&keys, id(1), id(2), tip(7, 9)).unwrap();
        let among = |keys: &EpochKeys, mailbox: u8, tips: &[(Id, Tip)]| heard(&said, keys, id(mailbox), tips).unwrap();

        assert_eq!(among(&keys, 1, &[(id(3), tip(2, 1)), (id(2), tip(7, 9))]), Heard::Held);
        assert_eq!(among(&keys, 1, &[(id(2), tip(12, 4))]), Heard::Held, "the vault went on since");
        assert_eq!(among(&keys, 1, &[(id(2), tip(6, 8))]), Heard::NotHere, "an older vault was given back");
        assert_eq!(among(&keys, 1, &[(id(2), tip(7, 8))]), Heard::Other, "another history up to the same number");
        assert_eq!(among(&keys, 1, &[(id(3), tip(7, 9))]), Heard::NotHere, "another device's chain");
        assert_eq!(among(&keys, 4, &[(id(2), tip(7, 9))]), Heard::NotHere, "said to somebody else");
        let other = EpochKeys::first(&SystemRandomness::default()).unwrap();
        assert_eq!(among(&other, 1, &[(id(2), tip(7, 9))]), Heard::NotHere, "another vault");
    }

    #[test]
    fn an_echo_is_found_under_the_key_of_an_earlier_epoch() {
        let keys = EpochKeys::first(&SystemRandomness::default()).unwrap();
        let said = echo(&keys, id(1), id(2), tip(7, 9)).unwrap();
        let later = keys.next(super::super::epochs::View::Complete, &SystemRandomness::default()).unwrap();
        assert_eq!(heard(&said, &later, id(1), &[(id(2), tip(8, 5))]).unwrap(), Heard::Held);
        assert_ne!(echo(&later, id(1), id(2), tip(7, 9)).unwrap(), said, "two epochs cannot be told to be one vault");
    }
}
