//! Chance by seed, for what needs ids and for the core's port.

use std::sync::Mutex;

pub use handrail_chance::Chance;
use handrail_core::ids::{Id, Randomness, RandomnessFailed};

/// A new id.
pub fn id(chance: &mut Chance) -> Id {
    Id::from_bytes(chance.bytes())
}

/// A stream as a port of the core.
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
        self.0.lock().map_err(|_| RandomnessFailed)?.fill(bytes);
        Ok(())
    }
}
