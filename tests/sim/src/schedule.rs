//! A schedule: a seed and a list of steps, so that a failing one runs again alone, and can be made shorter.

use crate::chance::Chance;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Somebody does something on a phone.
    Act,
    /// Time goes by.
    Time,
    /// Somebody sets a phone's date, up to ten years off.
    SetClock,
    /// A phone talks to the relay over a bad line.
    Sync,
    /// Something that was on its way arrives late.
    Late,
    /// A phone makes a snapshot.
    Snapshot,
    /// The relay deletes what everybody has.
    Collect,
    /// A phone forgets the log that everybody has; all of it, or killed in the middle.
    Forget,
    /// A phone's app is killed and opened again.
    Crash,
    /// A new phone joins.
    Join,
    /// Somebody copies a phone's files.
    CopyPhone,
    /// The copy is put on another phone, once or twice, while the first may be lost or go on.
    RestorePhone,
    /// A phone is lost.
    Lose,
    /// A phone is silent for so long that the others let it go. It may come back.
    Expel,
    /// Somebody copies the relay's database.
    BackUpRelay,
    /// Somebody puts the copy back.
    RestoreRelay,
}

/// One thing that happens, with numbers that say to whom and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub what: What,
    /// To whom.
    pub who: u64,
    /// How.
    pub how: u64,
}

/// A seed and what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The seed it was made from.
    pub seed: u64,
    /// Phones in the beginning, 2 to 4.
    pub phones: usize,
    /// Whether one of them runs a newer app.
    pub newer: bool,
    /// Whether one of them runs an older app.
    pub older: bool,
    /// The step before which every app is updated; at the latest, and beyond the last step, before everything comes to
    /// rest.
    pub update_before: usize,
    /// What happens.
    pub steps: Vec<Step>,
}

/// How often each thing happens, out of the sum.
const WEIGHTS: [(What, u64); 16] = [
    (What::Act, 44),
    (What::Time, 8),
    (What::SetClock, 2),
    (What::Sync, 24),
    (What::Late, 6),
    (What::Snapshot, 3),
    (What::Collect, 3),
    (What::Forget, 3),
    (What::Crash, 2),
    (What::Join, 1),
    (What::CopyPhone, 1),
    (What::RestorePhone, 1),
    (What::Lose, 1),
    (What::Expel, 1),
    (What::BackUpRelay, 1),
    (What::RestoreRelay, 1),
];

impl Schedule {
    /// The schedule of a seed, at most `longest` steps.
    #[must_use]
    pub fn of(seed: u64, longest: usize) -> Self {
        let mut chance = Chance::new(seed, 1);
        let sum: u64 = WEIGHTS.iter().map(|(_, weight)| weight).sum();
        let steps = (0..10 + chance.below(longest.saturating_sub(10)))
            .map(|_| {
                let mut at = chance.next() % sum;
                let what = WEIGHTS.iter().find(|(_, weight)| {
                    let here = at < *weight;
                    at = at.saturating_sub(*weight);
                    here
                });
                Step { what: what.map_or(What::Act, |(what, _)| *what), who: chance.next(), how: chance.next() }
            })
            .collect();
        let steps: Vec<Step> = steps;
        let (phones, newer, older) = (2 + chance.below(3), chance.percent(30), chance.percent(25));
        Self { seed, phones, newer, older, update_before: chance.below(2 * steps.len()), steps }
    }

    /// The same without some steps.
    #[must_use]
    pub fn without(&self, from: usize, count: usize) -> Self {
        let keep = |n: &usize| !(from..from + count).contains(n);
        let steps = self.steps.iter().enumerate().filter(|(n, _)| keep(n)).map(|(_, step)| *step).collect();
        let before = self.update_before.saturating_sub(from).min(count);
        Self { steps, update_before: self.update_before - before, ..self.clone() }
    }
}
