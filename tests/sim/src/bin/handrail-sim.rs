//! Runs the simulator: `handrail-sim --schedules N [--real] [--seed S]`. A failing seed is made short and printed with
//! its steps; `--seed S --schedules 1` runs it again alone.
#![allow(clippy::print_stdout, clippy::print_stderr)] // telling a person is what it is for

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use handrail_sim::run::{self, Tier};

/// Phones, a relay and a bad line between them, by seed.
#[derive(Debug, Parser)]
struct Args {
    /// How many schedules
    #[arg(long, default_value_t = 1000)]
    schedules: u64,
    /// With real stores instead of phones in memory
    #[arg(long)]
    real: bool,
    /// The first seed; the others follow
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let (tier, name) = if args.real { (Tier::Real, "real stores") } else { (Tier::Memory, "in memory") };
    // Of a panic the first is told with its place in the source; made shorter, the same schedule panics again and again.
    let (first, tell) = (AtomicBool::new(true), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        if first.swap(false, Ordering::SeqCst) {
            tell(panic);
        }
    }));
    let began = Instant::now();
    let told = Mutex::new(began);
    let progress = |done: u64| {
        let Ok(mut told) = told.lock() else { return };
        if told.elapsed() >= Duration::from_secs(5) {
            *told = Instant::now();
            println!("{done} of {} schedules, {} s", args.schedules, began.elapsed().as_secs());
        }
    };
    match run::many(tier, args.seed, args.schedules, &progress) {
        Ok(counts) => {
            let seconds = began.elapsed().as_secs_f64();
            #[allow(clippy::cast_precision_loss)] // a rate for a person to read
            let rate = counts.schedules as f64 / seconds.max(0.001);
            println!(
                "{} schedules {name} (seed {}), {} steps, {} changes, {} taken in, {} bytes, at rest after at most {} rounds: 0 divergences, 0 lost words, 0 resurrections; {seconds:.1} s, {rate:.0} a second",
                counts.schedules, args.seed, counts.steps, counts.changes, counts.taken, counts.bytes, counts.rounds
            );
            ExitCode::SUCCESS
        }
        Err(failed) => {
            println!("seed {} ({name}): {}", failed.schedule.seed, failed.wrong);
            println!(
                "{} phones, newer app: {}; {} steps left:",
                failed.schedule.phones,
                failed.schedule.newer,
                failed.schedule.steps.len()
            );
            for (n, step) in failed.schedule.steps.iter().enumerate() {
                println!("  {n:3} {:?} who {} how {}", step.what, step.who, step.how);
            }
            println!("again: {}", failed.again(tier));
            ExitCode::FAILURE
        }
    }
}
