//! Times of one kind, and what is said of them.

use std::time::{Duration, Instant};

/// Times of the same act, sorted on demand.
#[derive(Debug, Default, Clone)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs `act` and keeps how long it took.
    pub fn time<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = act();
        self.0.push(start.elapsed());
        result
    }

    /// Keeps a time that somebody else took.
    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// The time that `share` (0 to 1) of the acts did not exceed; zero of none.
    #[must_use]
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a few thousand times
    pub fn quantile(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(at.saturating_sub(1)).or(sorted.last()).copied().unwrap_or_default()
    }

    /// Half of the acts took at most this.
    #[must_use]
    pub fn median(&self) -> Duration {
        self.quantile(0.5)
    }

    /// 99 of 100 acts took at most this.
    #[must_use]
    pub fn p99(&self) -> Duration {
        self.quantile(0.99)
    }

    /// How many acts.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Joins two lots of times of the same act.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }
}

/// `a` as so many times `b`.
#[must_use]
pub fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}

/// A time in the unit that fits it.
#[must_use]
pub fn say(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1000.0 { format!("{micros:.0} µs") } else { format!("{:.2} ms", micros / 1000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_and_the_p99_nearly_the_worst() {
        let times = Times((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(times.median(), Duration::from_millis(100));
        assert_eq!(times.p99(), Duration::from_millis(198));
        assert_eq!(Times::default().p99(), Duration::ZERO);
    }

    #[test]
    fn times_are_said_in_the_unit_that_fits() {
        assert_eq!(say(Duration::from_nanos(12_345)), "12 µs");
        assert_eq!(say(Duration::from_micros(1_234)), "1.23 ms");
    }
}
