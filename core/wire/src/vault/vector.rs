//! A version vector: how far each device's chain is known.

use std::collections::BTreeMap;

use crate::outer::MAX_SEQUENCE;
use crate::{Id, WireError};

use super::MAX_DEVICES;

/// Bytes of one entry: device, then sequence.
const ENTRY: usize = 16 + 8;

/// How far each device's chain is known. A device that is not in it is known up to 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vector(BTreeMap<Id, u64>);

impl Vector {
    /// Nothing known of anybody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How far a device's chain is known.
    #[must_use]
    pub fn of(&self, device: Id) -> u64 {
        self.0.get(&device).copied().unwrap_or(0)
    }

    /// A device's chain is known up to here; never goes back.
    pub fn raise(&mut self, device: Id, sequence: u64) {
        if sequence > self.of(device) {
            self.0.insert(device, sequence);
        }
    }

    /// Raises every entry to that of another vector.
    pub fn join(&mut self, other: &Self) {
        for (device, sequence) in other.iter() {
            self.raise(device, sequence);
        }
    }

    /// The same without one device.
    #[must_use]
    pub fn without(&self, device: Id) -> Self {
        let mut rest = self.clone();
        rest.0.remove(&device);
        rest
    }

    /// Is everything known here that is known there?
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.iter().all(|(device, sequence)| self.of(device) >= sequence)
    }

    /// The entries, in the order of the devices' bytes.
    pub fn iter(&self) -> impl Iterator<Item = (Id, u64)> + '_ {
        self.0.iter().map(|(device, sequence)| (*device, *sequence))
    }

    /// Is nothing known of anybody?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One run of entries, in the order of the devices' bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.0.len() * ENTRY);
        for (device, sequence) in &self.0 {
            out.extend_from_slice(device.as_bytes());
            out.extend_from_slice(&sequence.to_be_bytes());
        }
        out
    }

    /// Reads a run of entries; takes only what [`Vector::encode`] writes: devices rising, sequences from 1.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        let (entries, rest) = bytes.as_chunks::<ENTRY>();
        if !rest.is_empty() {
            return Err(WireError::Width);
        }
        if entries.len() > MAX_DEVICES {
            return Err(WireError::TooLarge);
        }
        let mut vector = BTreeMap::new();
        let mut before: Option<Id> = None;
        for entry in entries {
            let (device, sequence) = entry.split_first_chunk::<16>().ok_or(WireError::Width)?;
            let device = Id::from(device);
            let sequence = u64::from_be_bytes(sequence.try_into().map_err(|_| WireError::Width)?);
            if before.is_some_and(|before| before >= device) {
                return Err(WireError::Value("vector"));
            }
            before = Some(device);
            vector.insert(device, check_sequence(sequence)?);
        }
        Ok(Self(vector))
    }
}

/// Sequences and versions count from 1 and stay exact in every language.
pub(super) fn check_sequence(number: u64) -> Result<u64, WireError> {
    if (1..=MAX_SEQUENCE).contains(&number) { Ok(number) } else { Err(WireError::Value("sequence")) }
}

impl FromIterator<(Id, u64)> for Vector {
    fn from_iter<T: IntoIterator<Item = (Id, u64)>>(entries: T) -> Self {
        let mut vector = Self::new();
        for (device, sequence) in entries {
            vector.raise(device, sequence);
        }
        vector
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_vector_never_goes_back_and_covers_what_it_has_seen() {
        let (anna, ben) = (Id::from([1; 16]), Id::from([2; 16]));
        let mut seen: Vector = [(anna, 5)].into_iter().collect();
        seen.raise(anna, 3);
        assert_eq!(seen.of(anna), 5);
        let mut more = seen.clone();
        more.raise(ben, 1);
        assert!(more.covers(&seen) && !seen.covers(&more));
        assert_eq!(more.without(ben), seen);
        seen.join(&more);
        assert_eq!(seen, more);
    }

    #[test]
    fn there_is_one_way_to_write_a_vector() {
        let (anna, ben) = ([1; 16], [2; 16]);
        let entry = |device: [u8; 16], number: u64| [device.as_slice(), &number.to_be_bytes()].concat();
        assert_eq!(Vector::decode(&[entry(ben, 1), entry(anna, 1)].concat()), Err(WireError::Value("vector")));
        assert_eq!(Vector::decode(&[entry(anna, 1), entry(anna, 2)].concat()), Err(WireError::Value("vector")));
        assert_eq!(Vector::decode(&entry(anna, 0)), Err(WireError::Value("sequence")));
        assert_eq!(Vector::decode(&entry(anna, MAX_SEQUENCE + 1)), Err(WireError::Value("sequence")));
        assert_eq!(Vector::decode(&entry(anna, 1).split_off(1)), Err(WireError::Width));
        let many: Vec<u8> = (0..=MAX_DEVICES).flat_map(|n| entry([u8::try_from(n).unwrap(); 16], 1)).collect();
        assert_eq!(Vector::decode(&many), Err(WireError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_have_one_form(bytes in proptest::collection::vec(0_u8..3, 0..100)) {
            if let Ok(vector) = Vector::decode(&bytes) { prop_assert_eq!(vector.encode(), bytes); }
        }

        #[test]
        fn a_vector_comes_back(entries in proptest::collection::btree_map(any::<[u8; 16]>(), 1..MAX_SEQUENCE, 0..MAX_DEVICES)) {
            let vector: Vector = entries.into_iter().map(|(device, n)| (Id::from(device), n)).collect();
            prop_assert_eq!(Vector::decode(&vector.encode()).unwrap(), vector);
        }
    }
}
