//! What a run says of a schedule that does not end well: its seed, in few steps, also where something panicked; and that
//! the limits on traffic are limits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::sync::atomic::{AtomicU32, Ordering};

use handrail_core::Result;
use handrail_core::ids::Id;
use handrail_core::ledger::{Batch, Digest, Ledger, Snapshot, TakenIn, Vector};
use handrail_sim::acts::Act;
use handrail_sim::memory::MemoryPhone;
use handrail_sim::run::{self, LONGEST, Tier};
use handrail_sim::schedule::{Schedule, What};
use handrail_sim::world::World;
use handrail_sim::{Phone, traffic};

/// A phone whose app panics as soon as something is removed for good on it.
struct Panics(MemoryPhone);

impl Phone for Panics {
    fn act(&mut self, act: &Act) -> Result<bool> {
        assert!(!matches!(act, Act::Purge(..)), "nobody thought of that");
        self.0.act(act)
    }

    fn crash(&mut self) -> Result<()> {
        self.0.crash()
    }

    fn copy(&self) -> Result<Box<dyn Phone>> {
        self.0.copy()
    }

    fn export(&self) -> Result<Option<String>> {
        self.0.export()
    }

    fn set_clock(&mut self, world_ms: i64, off_by_ms: i64) {
        self.0.set_clock(world_ms, off_by_ms);
    }

    fn is_newer(&self) -> bool {
        self.0.is_newer()
    }
}

impl Ledger for Panics {
    fn device(&self) -> Result<Id> {
        self.0.device()
    }

    fn vector(&self) -> Result<Vector> {
        self.0.vector()
    }

    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        self.0.own_since(after, byte_limit)
    }

    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        self.0.ops_since(known, byte_limit)
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        self.0.take_in(batch)
    }

    fn digest(&self) -> Result<Digest> {
        self.0.digest()
    }

    fn snapshot(&self) -> Result<Snapshot> {
        self.0.snapshot()
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        self.0.load_snapshot(snapshot)
    }

    fn forget_log_below(&self, covered: &Vector) -> Result<u64> {
        self.0.forget_log_below(covered)
    }

    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        self.0.begin_as(device, delivered)
    }
}

#[allow(clippy::unnecessary_wraps, reason = "of the form that makes phones")]
fn sound(_: u64, device: Id) -> Result<Box<dyn Phone>> {
    Ok(Box::new(MemoryPhone::new(device, false)))
}

#[allow(clippy::unnecessary_wraps, reason = "of the form that makes phones")]
fn newer(_: u64, device: Id) -> Result<Box<dyn Phone>> {
    Ok(Box::new(MemoryPhone::new(device, true)))
}

#[allow(clippy::unnecessary_wraps, reason = "of the form that makes phones")]
fn panicking(_: u64, device: Id) -> Result<Box<dyn Phone>> {
    Ok(Box::new(Panics(MemoryPhone::new(device, false))))
}

#[test]
fn a_panic_is_a_finding_with_the_seed_that_brings_it_about_again() {
    let runs = AtomicU32::new(0);
    let one = |schedule: &Schedule| {
        runs.fetch_add(1, Ordering::SeqCst);
        run::with_phones(schedule, &panicking, &newer)
    };
    for tier in [Tier::Memory, Tier::Real] {
        let found = run::many_of(tier, 1, 1_000, &one, &|_| {}).unwrap_err();
        assert_eq!(found.wrong, "a panic: nobody thought of that");
        // With its seed, and by the command that runs it again.
        let (seed, again) = (found.schedule.seed, found.again(tier));
        let real = if tier == Tier::Real { " --real" } else { "" };
        assert_eq!(again, format!("cargo xtask sim --schedules 1 --seed {seed}{real}"));
        let longest = if tier == Tier::Memory { LONGEST } else { run::LONGEST_REAL };
        let whole = Schedule::of(seed, longest);
        assert_eq!(run::with_phones(&whole, &panicking, &newer).unwrap_err(), found.wrong);
        // Made shorter like any other: what is left is needed.
        let left = &found.schedule.steps;
        assert!(left.len() < whole.steps.len() && left.iter().filter(|s| s.what == What::Act).count() > 1);
        for n in 0..left.len() {
            assert!(run::with_phones(&found.schedule.without(n, 1), &panicking, &newer).is_ok(), "{n} of {left:?}");
        }
        // On phones that do not panic the same schedule ends well.
        run::with_phones(&whole, &sound, &newer).unwrap();
    }
    assert!(runs.load(Ordering::SeqCst) > 2);
}

#[test]
fn the_limits_on_traffic_are_limits() {
    for seed in 1..=20 {
        let schedule = Schedule::of(seed, LONGEST);
        let mut world = World::new(&schedule, &sound, &newer).unwrap();
        world.run(&schedule).unwrap();
        world.come_to_rest().unwrap();
        traffic::bounded(&world, &schedule).unwrap();
        // As much again for each phone, once more and once more, and it is too much; and so are the others.
        let (changes, snapshots, largest) = (world.relay.of_changes, world.relay.of_snapshots, world.relay.largest);
        let again = |what: &What| matches!(what, What::CopyPhone | What::RestorePhone | What::RestoreRelay);
        let again = schedule.steps.iter().filter(|step| again(&step.what)).count() as u64;
        world.relay.of_changes += (4 + again) * world.written * world.slots.len() as u64;
        assert!(changes == 0 || traffic::bounded(&world, &schedule).unwrap_err().starts_with("bytes of changes"));
        world.relay.of_changes = changes;
        world.relay.of_snapshots.1 += (schedule.steps.len() * world.slots.len()) as u64;
        assert!(traffic::bounded(&world, &schedule).unwrap_err().starts_with("snapshots"));
        world.relay.of_snapshots = snapshots;
        world.relay.largest += world.written + 400 * world.slots.len() as u64 + 1;
        assert!(traffic::bounded(&world, &schedule).unwrap_err().starts_with("bytes of one snapshot"));
        world.relay.largest = largest;
    }
}
