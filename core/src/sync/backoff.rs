//! How long to wait before trying again: twice as long each time, never all at once.

use crate::ids::Randomness;

/// Tries of one call before the exchange leaves it for another day.
const MOST_TRIES: u32 = 5;
const FIRST_MS: i64 = 1_000;
const LONGEST_MS: i64 = 60_000;
/// A relay that asks for more patience than this is left alone until then.
const PATIENCE_MS: i64 = 120_000;

/// Counts the tries of one call.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    tries: u32,
}

/// What to do about a try that came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Try again, not before this instant (ms since 1970 UTC).
    Until(i64),
    /// Enough for now; the relay named this instant, if it named one.
    Enough(Option<i64>),
}

impl Backoff {
    /// A call succeeded; the next one starts afresh.
    pub(super) fn reset(&mut self) {
        self.tries = 0;
    }

    /// A try came to nothing. The wait is drawn from the upper half of the step, so that a clinic full of
    /// phones that lost the same relay does not come back in one instant.
    pub(super) fn again(&mut self, now_ms: i64, asked_ms: Option<i64>, randomness: &dyn Randomness) -> Patience {
        self.tries = self.tries.saturating_add(1);
        let asked = asked_ms.map(|ms| ms.max(0));
        let asked_until = asked.map(|ms| now_ms.saturating_add(ms));
        if self.tries >= MOST_TRIES || asked.is_some_and(|ms| ms > PATIENCE_MS) {
            return Patience::Enough(asked_until);
        }
        let step = FIRST_MS.saturating_mul(1_i64 << self.tries.saturating_sub(1).min(16)).min(LONGEST_MS);
        let mut drawn = [0; 2];
        // Without randomness the whole step is waited; there is no secret in it.
        let share = match randomness.fill(&mut drawn) {
            Ok(()) => i64::from(u16::from_be_bytes(drawn)),
            Err(_) => i64::from(u16::MAX),
        };
        let wait = step / 2 + (step / 2) * share / i64::from(u16::MAX);
        Patience::Until(now_ms.saturating_add(wait.max(asked.unwrap_or(0))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;
    use crate::ids::RandomnessFailed;

    struct Fixed(u8);

    impl Randomness for Fixed {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    fn waits(share: u8, asked: Option<i64>) -> Vec<i64> {
        let mut backoff = Backoff::default();
        let mut waits = Vec::new();
        while let Patience::Until(until) = backoff.again(1_000_000, asked, &Fixed(share)) {
            waits.push(until - 1_000_000);
        }
        waits
    }

    #[test]
    fn each_wait_is_twice_the_one_before_and_somewhere_in_its_upper_half() {
        assert_eq!(waits(0, None), [500, 1_000, 2_000, 4_000]);
        assert_eq!(waits(0xff, None), [1_000, 2_000, 4_000, 8_000]);
    }

    #[test]
    fn a_relay_that_asks_for_time_gets_it_and_too_much_ends_the_tries() {
        assert_eq!(waits(0, Some(3_000)), [3_000, 3_000, 3_000, 4_000]);
        let mut backoff = Backoff::default();
        let patience = backoff.again(5, Some(PATIENCE_MS + 1), &Fixed(0));
        assert_eq!(patience, Patience::Enough(Some(5 + PATIENCE_MS + 1)));
        assert_eq!(waits(0, Some(-7)).first(), Some(&500));
    }

    #[test]
    fn absurd_clocks_do_not_overflow() {
        let mut backoff = Backoff::default();
        let patience = backoff.again(i64::MAX, Some(i64::MAX), &Fixed(0));
        assert_eq!(patience, Patience::Enough(Some(i64::MAX)));
        let patience = Backoff::default().again(i64::MAX - 1, None, &Fixed(0));
        assert_eq!(patience, Patience::Until(i64::MAX));
    }
}
