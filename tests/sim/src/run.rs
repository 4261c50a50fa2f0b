//! Runs schedules, many at a time, and makes a failing one shorter.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::Phone;
use crate::check::check;
use crate::memory::MemoryPhone;
use crate::schedule::Schedule;
use crate::store::Workshop;
use crate::world::{World, Wrong};

/// Steps of the longest schedule of phones in memory.
pub const LONGEST: usize = 120;
/// Steps of the longest schedule of real phones.
pub const LONGEST_REAL: usize = 90;

/// What phones are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Nothing.
    Memory,
    /// Stores with their databases; the one with the newer app is in memory.
    Real,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Schedules run.
    pub schedules: u64,
    /// Steps in them.
    pub steps: u64,
    /// Changes that people made.
    pub changes: u64,
    /// Changes that phones took in from others.
    pub taken: u64,
    /// Bytes to and from the relay.
    pub bytes: u64,
    /// Rounds of exchange until everything was at rest, at most.
    pub rounds: u64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.steps += other.steps;
        self.changes += other.changes;
        self.taken += other.taken;
        self.bytes += other.bytes;
        self.rounds = self.rounds.max(other.rounds);
    }
}

/// A schedule that does not end well.
#[derive(Debug, Clone)]
pub struct Failed {
    /// As short as it could be made.
    pub schedule: Schedule,
    /// What does not hold.
    pub wrong: Wrong,
}

/// Runs one schedule to the end.
///
/// # Errors
/// What does not hold.
pub fn one(schedule: &Schedule, tier: Tier, workshop: Option<&Arc<Workshop>>) -> Result<Counts, Wrong> {
    let memory = |newer: bool| {
        move |_seed: u64, device| -> handrail_core::Result<Box<dyn Phone>> {
            Ok(Box::new(MemoryPhone::new(device, newer)))
        }
    };
    let (plain, newer) = (memory(false), memory(true));
    let real = |seed: u64, device| match workshop {
        Some(workshop) => workshop.phone(seed, device),
        None => Err(handrail_core::Error::Closed),
    };
    let mut world = match tier {
        Tier::Memory => World::new(schedule, &plain, &newer)?,
        Tier::Real => World::new(schedule, &real, &newer)?,
    };
    world.run(schedule)?;
    let rounds = world.come_to_rest()? as u64;
    check(&world)?;
    // Everybody has everything: nothing more may move.
    let before = world.taken;
    for n in world.left() {
        if world.sync(n, None)? || world.taken != before {
            return Err("at rest, and still something moves".into());
        }
    }
    let (steps, changes) = (schedule.steps.len() as u64, world.made.len() as u64);
    // Each change reaches each phone once, or once more in a snapshot; what a lost phone had is not asked for again.
    let bound = (changes + 1) * (world.slots.len() as u64) * 12;
    if world.taken > bound {
        return Err(format!("{} changes were taken in {} times", changes, world.taken));
    }
    Ok(Counts { schedules: 1, steps, changes, taken: world.taken, bytes: world.relay.bytes, rounds })
}

/// A schedule that fails in the same way and has no step too many.
#[must_use]
pub fn shrink(schedule: &Schedule, tier: Tier, workshop: Option<&Arc<Workshop>>) -> Failed {
    let mut shortest = schedule.clone();
    let mut wrong = one(schedule, tier, workshop).err().unwrap_or_default();
    let mut size = shortest.steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < shortest.steps.len() {
            let shorter = shortest.without(from, size);
            match one(&shorter, tier, workshop) {
                Err(e) => (shortest, wrong) = (shorter, e),
                Ok(_) => from += size,
            }
        }
        size /= 2;
    }
    Failed { schedule: shortest, wrong }
}

/// Runs `schedules` schedules, beginning with the seed `first`, on every core. Says how far it is by `progress`.
///
/// # Errors
/// The first that failed, made short.
pub fn many(tier: Tier, first: u64, schedules: u64, progress: &(dyn Fn(u64) + Sync)) -> Result<Counts, Box<Failed>> {
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let longest = if tier == Tier::Memory { LONGEST } else { LONGEST_REAL };
    let work = |core: usize| -> Result<Counts, Box<Failed>> {
        let mut counts = Counts::default();
        let nobody = |wrong: &handrail_core::Error| {
            Box::new(Failed { schedule: Schedule::of(first, 10), wrong: format!("no place for files: {wrong}") })
        };
        let workshop = match tier {
            Tier::Memory => None,
            Tier::Real => Some(Arc::new(Workshop::new(&format!("{first}-{core}")).map_err(|e| nobody(&e))?)),
        };
        loop {
            let n = next.fetch_add(1, Ordering::SeqCst);
            if n >= schedules || stop.load(Ordering::SeqCst) {
                return Ok(counts);
            }
            let schedule = Schedule::of(first.wrapping_add(n), longest);
            let Ok(more) = one(&schedule, tier, workshop.as_ref()) else {
                stop.store(true, Ordering::SeqCst);
                return Err(Box::new(shrink(&schedule, tier, workshop.as_ref())));
            };
            counts.add(more);
            progress(n + 1);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|core| scope.spawn(move || work(core))).collect();
        let mut all = Counts::default();
        let mut failed = None;
        for worker in workers {
            match worker.join() {
                Ok(Ok(counts)) => all.add(counts),
                Ok(Err(e)) => failed = Some(e),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        failed.map_or(Ok(all), Err)
    })
}
