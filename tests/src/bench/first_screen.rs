//! P8: what a phone pays for having the app there: the time from a new process to the first screen, and the memory it
//! keeps. Measured in a process of its own, which is this program once more, because memory and the first use of
//! everything can be seen in no other way. What a system's own part costs (its runtime, drawing) is not in it, and the
//! file is in the system's cache: the disk is not measured here.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use handrail_core::review::{Choices, PacketWords, Period};

use super::Trouble;
use super::watch::Times;
use crate::phone::{self, HandClock};

/// The word by which this program is asked to be such a process, before the folder and the time.
pub const ROLE: &str = "first-screen-of";

/// What it paid.
#[derive(Debug, Default, Clone)]
pub struct Paid {
    /// From the beginning of the program to the first screen: opening, today, the words of the interface.
    pub first_screen: Times,
    /// The same as the parent sees it, with the loading of the program and its end.
    pub process: Times,
    /// Kilobytes in memory after the first screen; the largest of all runs.
    pub at_rest_kb: u64,
    /// Kilobytes in memory once all main screens and a review were drawn; the largest of all runs.
    pub used_kb: u64,
    /// The most that it ever was, in kilobytes.
    pub peak_kb: u64,
    /// Kilobytes of a process that opens nothing, for comparison.
    pub empty_kb: u64,
}

/// Starts `count` such processes, one after the other. `None` where the system does not say what a process keeps.
///
/// # Errors
/// Where a process cannot be started, or fails.
pub fn paid(folder: &Path, at_ms: i64, count: usize) -> Result<Option<Paid>, Trouble> {
    if kilobytes("VmRSS").is_none() {
        return Ok(None);
    }
    let me = std::env::current_exe()?;
    let run = |folder: &str| -> Result<(Duration, Vec<u64>), Trouble> {
        let start = Instant::now();
        let out = Command::new(&me).args([ROLE, folder, &at_ms.to_string()]).output()?;
        let took = start.elapsed();
        if !out.status.success() {
            return Err(format!("the process failed: {}", String::from_utf8_lossy(&out.stderr)).into());
        }
        let said = String::from_utf8(out.stdout)?;
        Ok((took, said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?))
    };
    let mut paid = Paid::default();
    let (_, said) = run("")?;
    paid.empty_kb = said.first().copied().unwrap_or_default();
    let folder = folder.to_str().ok_or("a folder whose name is no text")?;
    for _ in 0..count {
        let (took, said) = run(folder)?;
        let [micros, at_rest, used, peak] = said[..] else { return Err("the process said something else".into()) };
        paid.first_screen.add(Duration::from_micros(micros));
        paid.process.add(took);
        paid.at_rest_kb = paid.at_rest_kb.max(at_rest);
        paid.used_kb = paid.used_kb.max(used);
        paid.peak_kb = paid.peak_kb.max(peak);
    }
    Ok(Some(paid))
}

/// What such a process does: it prints microseconds to the first screen, then kilobytes after it, after the other
/// screens, and at most; without a folder only what a process keeps that opened nothing.
///
/// # Errors
/// Where the store cannot be opened or read.
pub fn be(folder: &str, at_ms: &str, since: Instant) -> Result<String, Trouble> {
    let memory = |what| kilobytes(what).ok_or("the system does not say what a process keeps");
    if folder.is_empty() {
        return Ok(memory("VmRSS")?.to_string());
    }
    let ana = phone::open(Path::new(folder), HandClock::standing_at(at_ms.parse()?))?;
    let words = ana.words()?;
    let today = ana.today()?;
    let micros = since.elapsed().as_micros();
    let at_rest = memory("VmRSS")?;
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default())?;
    let preview = ana.preview(&review, &Choices::default())?;
    let drawn = (ana.goals()?, ana.signs()?, ana.coping()?, ana.programme()?, ana.sessions()?);
    let used = memory("VmRSS")?;
    drop((words, today, review, preview, drawn));
    Ok(format!("{micros} {at_rest} {used} {}", memory("VmHWM")?))
}

/// A line of what Linux says of this process, in kilobytes.
fn kilobytes(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
