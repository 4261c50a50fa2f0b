//! How much of each phone's log is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::Id;

/// The last number known of each phone's changes, without gaps before it. A phone that is not listed is at 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vector(BTreeMap<Id, u64>);

impl Vector {
    /// The last number known of `device`; 0 for none.
    #[must_use]
    pub fn get(&self, device: Id) -> u64 {
        self.0.get(&device).copied().unwrap_or(0)
    }

    /// Notes that `device` is known up to `sequence`. A 0 is not listed, so that equal knowledge is an equal vector.
    pub fn set(&mut self, device: Id, sequence: u64) {
        if sequence == 0 {
            self.0.remove(&device);
        } else {
            self.0.insert(device, sequence);
        }
    }

    /// Each phone of which something is known, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id, u64)> + '_ {
        self.0.iter().map(|(device, sequence)| (*device, *sequence))
    }

    /// How many phones are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether everything that `other` knows is known here.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.iter().all(|(device, sequence)| self.get(device) >= sequence)
    }

    /// What either knows.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (device, sequence) in other.iter() {
            both.set(device, sequence.max(self.get(device)));
        }
        both
    }

    /// What both know: everybody has this much, where these are all there are.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        let mut both = Self::default();
        for (device, sequence) in self.iter() {
            both.set(device, sequence.min(other.get(device)));
        }
        both
    }
}

impl FromIterator<(Id, u64)> for Vector {
    fn from_iter<T: IntoIterator<Item = (Id, u64)>>(iter: T) -> Self {
        let mut vector = Self::default();
        for (device, sequence) in iter {
            vector.set(device, sequence);
        }
        vector
    }
}
