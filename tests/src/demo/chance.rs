//! Chance by seed: the same seed lives the same weeks, with the same ids and the same keys.

use std::sync::atomic::{AtomicU64, Ordering};

use handrail_core::ids::{Randomness, RandomnessFailed};
use ring::hmac;

/// A stream of bytes that depends on nothing but its seed and its name.
pub struct Chance {
    key: hmac::Key,
    counter: AtomicU64,
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance(..)")
    }
}

impl Chance {
    /// The stream called `name` of `seed`.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, &seed.to_be_bytes());
        let key = hmac::sign(&root, name.as_bytes());
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()), counter: AtomicU64::new(0) }
    }

    fn block(&self) -> [u8; 32] {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let mut out = [0; 32];
        out.copy_from_slice(hmac::sign(&self.key, &n.to_be_bytes()).as_ref());
        out
    }

    /// A number below `n`.
    #[must_use]
    pub fn below(&self, n: u64) -> u64 {
        let mut eight = [0; 8];
        eight.copy_from_slice(self.block().get(..8).unwrap_or(&[0; 8]));
        u64::from_be_bytes(eight) % n.max(1)
    }

    /// True in about `percent` of a hundred.
    #[must_use]
    pub fn percent(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these, or the empty text if there is none.
    #[must_use]
    pub fn one_of<'a>(&self, of: &'a [String]) -> &'a str {
        let n = self.below(of.len() as u64);
        of.get(usize::try_from(n).unwrap_or(0)).map_or("", String::as_str)
    }
}

impl Randomness for Chance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        for chunk in bytes.chunks_mut(32) {
            let block = self.block();
            chunk.copy_from_slice(block.get(..chunk.len()).ok_or(RandomnessFailed)?);
        }
        Ok(())
    }
}
