//! Chance that can be repeated: everything in a simulated life comes from its seed.

use handrail_chance::Chance;

/// The same seed, the same life.
#[derive(Debug, Clone)]
pub struct Dice(Chance);

impl Dice {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Chance::seeded(seed))
    }

    /// From `from` to below `to`; `from` where there is nothing between.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap_or(0);
        if span == 0 { from } else { from + i64::try_from(self.0.below_u64(span)).unwrap_or(0) }
    }

    /// True so many times out of a thousand.
    pub fn chance(&mut self, of_thousand: i64) -> bool {
        self.between(0, 1000) < of_thousand
    }

    /// One of these. The list must not be empty.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let n = self.between(0, i64::try_from(of.len()).unwrap_or(0));
        usize::try_from(n).ok().and_then(|n| of.get(n)).copied()
    }
}
