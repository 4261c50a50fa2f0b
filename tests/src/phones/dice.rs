//! Chance that can be repeated: everything in a simulated life comes from its seed.

/// A small generator (SplitMix64 by Steele, Lea and Flood, 2014): the same seed, the same numbers.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `from` to below `to`; `from` where there is nothing between.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap_or(0);
        if span == 0 { from } else { from + i64::try_from(self.next() % span).unwrap_or(0) }
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
