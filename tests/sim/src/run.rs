//! Runs schedules, many at a time, and makes a failing one shorter. A panic is a failure like any other: it has a seed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::check::check;
use crate::memory::MemoryPhone;
use crate::schedule::Schedule;
use crate::store::Workshop;
use crate::traffic;
use crate::world::{World, Wrong};
use crate::{NewPhone, Phone};

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

impl Failed {
    /// The command that runs its seed again alone.
    #[must_use]
    pub fn again(&self, tier: Tier) -> String {
        let real = if tier == Tier::Real { " --real" } else { "" };
        format!("cargo xtask sim --schedules 1 --seed {}{real}", self.schedule.seed)
    }
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
    match tier {
        Tier::Memory => with_phones(schedule, &plain, &newer),
        Tier::Real => with_phones(schedule, &real, &newer),
    }
}

/// Runs one schedule to the end with phones made by these: as everybody has them, and one with a newer app.
///
/// # Errors
/// What does not hold; a panic does not hold either.
pub fn with_phones(schedule: &Schedule, plain: &NewPhone<'_>, newer: &NewPhone<'_>) -> Result<Counts, Wrong> {
    catch_unwind(AssertUnwindSafe(|| to_the_end(schedule, plain, newer))).unwrap_or_else(|why| {
        let text = why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", text.unwrap_or("without words")))
    })
}

fn to_the_end(schedule: &Schedule, plain: &NewPhone<'_>, newer: &NewPhone<'_>) -> Result<Counts, Wrong> {
    let mut world = World::new(schedule, plain, newer)?;
    world.run(schedule)?;
    let rounds = world.come_to_rest()? as u64;
    check(&world)?;
    // Everybody has everything: nothing more may move.
    let (before, bytes) = (world.taken, world.relay.bytes());
    for n in world.left() {
        if world.sync(n, None)? || world.taken != before || world.relay.bytes() != bytes {
            return Err("at rest, and still something moves".into());
        }
    }
    let (steps, changes) = (schedule.steps.len() as u64, world.made.len() as u64);
    // Each change reaches each phone once, or once more in a snapshot; what a lost phone had is not asked for again.
    let bound = (changes + 1) * (world.slots.len() as u64) * 12;
    if world.taken > bound {
        return Err(format!("{} changes were taken in {} times", changes, world.taken));
    }
    traffic::bounded(&world, schedule)?;
    Ok(Counts { schedules: 1, steps, changes, taken: world.taken, bytes, rounds })
}

/// A schedule that fails in the same way and has no step too many.
#[must_use]
pub fn shrink(schedule: &Schedule, run: &dyn Fn(&Schedule) -> Result<Counts, Wrong>) -> Failed {
    let mut shortest = schedule.clone();
    let mut wrong = run(schedule).err().unwrap_or_default();
    let mut size = shortest.steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < shortest.steps.len() {
            let shorter = shortest.without(from, size);
            match run(&shorter) {
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
    let workshop = match tier {
        Tier::Memory => None,
        Tier::Real => Some(Arc::new(Workshop::new(&first.to_string()).map_err(|wrong| {
            Box::new(Failed { schedule: Schedule::of(first, 10), wrong: format!("no place for files: {wrong}") })
        })?)),
    };
    many_of(tier, first, schedules, &|schedule| one(schedule, tier, workshop.as_ref()), progress)
}

/// The same, and how one is run is somebody else's.
///
/// # Errors
/// As [`many`].
pub fn many_of(
    tier: Tier,
    first: u64,
    schedules: u64,
    run: &(dyn Fn(&Schedule) -> Result<Counts, Wrong> + Sync),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Counts, Box<Failed>> {
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let longest = if tier == Tier::Memory { LONGEST } else { LONGEST_REAL };
    let work = || -> Result<Counts, Box<Failed>> {
        let mut counts = Counts::default();
        loop {
            let n = next.fetch_add(1, Ordering::SeqCst);
            if n >= schedules || stop.load(Ordering::SeqCst) {
                return Ok(counts);
            }
            let schedule = Schedule::of(first.wrapping_add(n), longest);
            let Ok(more) = run(&schedule) else {
                stop.store(true, Ordering::SeqCst);
                return Err(Box::new(shrink(&schedule, run)));
            };
            counts.add(more);
            progress(n + 1);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut all = Counts::default();
        let mut failed = None;
        for worker in workers {
            match worker.join() {
                Ok(Ok(counts)) => all.add(counts),
                Ok(Err(e)) => failed = Some(e),
                // Not of a schedule: those are caught where they run.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        failed.map_or(Ok(all), Err)
    })
}
