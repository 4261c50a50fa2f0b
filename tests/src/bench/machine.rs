//! The machine that was measured on, as far as the figures depend on it.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::time::Instant;

use super::Trouble;

/// Name of the processor, or a word that says it is not known.
#[must_use]
pub fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name =
        info.lines().find_map(|l| l.strip_prefix("model name")?.split_once(':').map(|(_, n)| n.trim().to_owned()));
    name.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

/// Cores that this process may use.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, usize::from)
}

/// Work waiting for each core over the last minute, where the system says it: the figures
/// below are of a machine that was doing other things, if this is not near zero.
#[must_use]
pub fn load() -> Option<String> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next().map(str::to_owned)
}

/// How many times a second one page can be written to the disk of `folder` and be safe there.
///
/// # Errors
/// Where the folder cannot be written.
pub fn flushes_a_second(folder: &Path) -> Result<f64, Trouble> {
    const FLUSHES: u32 = 300;
    let path = folder.join("flush-rate");
    let mut file = File::create(&path)?;
    // Overwritten in place, as a write-ahead log is after its first round.
    file.write_all(&vec![0; 4096 * 16])?;
    file.sync_all()?;
    let start = Instant::now();
    for n in 0..FLUSHES {
        file.seek(std::io::SeekFrom::Start(u64::from(n % 16) * 4096))?;
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
    }
    let rate = f64::from(FLUSHES) / start.elapsed().as_secs_f64();
    std::fs::remove_file(&path)?;
    Ok(rate)
}
