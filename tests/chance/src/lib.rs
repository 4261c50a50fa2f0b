//! Chance by seed, for tests and simulations: the same seed, the same numbers, on every machine. Nothing here is fit for
//! keys; where a demo needs bytes that look like keys, it has `handrail_tests::demo::chance`.

/// A stream of numbers (`SplitMix64` by Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of a seed and a name, for several that do not follow each other.
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
    pub fn below_u64(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// A number below `n`; 0 for `n` = 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.below_u64(n as u64)).unwrap_or(0)
    }

    /// True about `percent` times in a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below_u64(100) < percent
    }

    /// Fills all of `bytes`.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (to, from) in chunk.iter_mut().zip(self.next().to_be_bytes()) {
                *to = from;
            }
        }
    }

    /// So many bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        // The first of seed 1234567, as published with the generator's reference code.
        let mut chance = Chance::seeded(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| chance.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn a_stream_comes_again_and_two_names_differ() {
        let all = |mut chance: Chance| (0..20).map(|_| chance.below(7)).collect::<Vec<_>>();
        assert_eq!(all(Chance::new(5, 1)), all(Chance::new(5, 1)));
        assert_ne!(all(Chance::new(5, 1)), all(Chance::new(5, 2)));
        assert_eq!(Chance::seeded(3).below(0), 0);
        let mut one = Chance::seeded(8);
        assert_eq!(one.clone().bytes::<8>(), one.next().to_be_bytes());
    }
}
