//! P9: what a call costs from another language, beside the same call from Rust. Each language has a program of its own that makes
//! the same calls in the same order and prints five numbers, in nanoseconds: opening in a new process (loading and starting the
//! binding included), the first screen, the same screen once warm, one small call, and a list of fifty rows. The last three are medians.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::Trouble;
use super::watch::Times;
use crate::phone::{self, HandClock};

/// The word by which this program is asked to be Rust's, before the folder and the time.
pub const ROLE: &str = "calls-of";

/// Each language, the variable that names its command (to which the folder and the time are added; `cargo xtask bench` sets it), and
/// what the binding may add to a screen, in words and as it is.
pub const PROGRAMS: [(&str, &str, &str, Duration); 2] = [
    ("Kotlin on a JVM", "HANDRAIL_BENCH_KOTLIN", "<= 1 ms", Duration::from_millis(1)),
    ("Swift", "HANDRAIL_BENCH_SWIFT", "<= 0.5 ms", Duration::from_micros(500)),
];

/// What is printed, in order.
pub const CALLS: [&str; 5] = ["cold open", "first screen: today()", "today(), warm", "salvage()", "50 rows of a list"];

/// What a language pays for each of [`CALLS`].
pub type Paid = [Times; 5];

/// Runs a language's program `runs` times, one after the other; without a command, Rust's.
///
/// # Errors
/// Where a program cannot be started, fails, or prints something else.
pub fn paid(command: Option<&str>, folder: &Path, at_ms: i64, runs: usize) -> Result<Paid, Trouble> {
    let mut paid = Paid::default();
    for _ in 0..runs {
        let mut process = if let Some(line) = command {
            let mut sh = Command::new("sh");
            sh.args(["-c", &format!("{line} \"$0\" \"$1\"")]);
            sh
        } else {
            let mut me = Command::new(std::env::current_exe()?);
            me.arg(ROLE);
            me
        };
        let out = process.arg(folder).arg(at_ms.to_string()).output()?;
        if !out.status.success() {
            return Err(format!("the program failed: {}", String::from_utf8_lossy(&out.stderr)).into());
        }
        let said = String::from_utf8(out.stdout)?;
        let nanos: Vec<u64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        if nanos.len() != paid.len() {
            return Err(format!("the program said something else: {said}").into());
        }
        for (times, nanos) in paid.iter_mut().zip(nanos) {
            times.add(Duration::from_nanos(nanos));
        }
    }
    Ok(paid)
}

/// What Rust's program does.
///
/// # Errors
/// Where the store cannot be opened or read.
pub fn be(folder: &str, at_ms: &str) -> Result<String, Trouble> {
    let start = Instant::now();
    let ana = phone::open(Path::new(folder), HandClock::standing_at(at_ms.parse()?))?;
    let open = start.elapsed();
    let start = Instant::now();
    let today = ana.today()?;
    let first = start.elapsed();
    drop(today);
    let screen = median(200, || ana.today().map(drop))?;
    let small = median(2_000, || {
        drop(ana.salvage());
        Ok(())
    })?;
    let newest = ana.coping()?.recent.first().ok_or("nobody tried anything")?.id;
    let list = median(200, || ana.coping_before(newest).map(drop))?;
    Ok([open, first, screen, small, list].map(|took| took.as_nanos().to_string()).join(" "))
}

fn median(times: usize, mut call: impl FnMut() -> handrail_core::Result<()>) -> handrail_core::Result<Duration> {
    for _ in 0..times {
        call()?;
    }
    let mut all = Times::default();
    for _ in 0..times {
        let start = Instant::now();
        call()?;
        all.add(start.elapsed());
    }
    Ok(all.median())
}
