//! Chance by seed (splitmix64): the same seed, the same numbers, on every machine.

use std::sync::Mutex;

use handrail_core::ids::{Id, Randomness, RandomnessFailed};

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed and a name.
    #[must_use]
    pub fn new(seed: u64, name: u64) -> Self {
        let mut chance = Self(seed ^ name.wrapping_mul(0xd6e8_feb8_6659_fd93));
        chance.next();
        chance
    }

    /// The next number.
    #[allow(clippy::should_implement_trait)] // a stream without an end is no iterator
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for `n` = 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }

    /// True about `percent` times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// A new id.
    pub fn id(&mut self) -> Id {
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(self.next().to_be_bytes().into_iter().chain(self.next().to_be_bytes())) {
            *to = from;
        }
        Id::from_bytes(bytes)
    }
}

/// The same as a port of the core.
#[derive(Debug)]
pub struct Seeded(Mutex<Chance>);

impl Seeded {
    /// The stream of a seed and a name.
    #[must_use]
    pub fn new(seed: u64, name: u64) -> Self {
        Self(Mutex::new(Chance::new(seed, name)))
    }
}

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        let mut chance = self.0.lock().map_err(|_| RandomnessFailed)?;
        for chunk in bytes.chunks_mut(8) {
            for (to, from) in chunk.iter_mut().zip(chance.next().to_be_bytes()) {
                *to = from;
            }
        }
        Ok(())
    }
}
