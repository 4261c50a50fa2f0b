//! P2 and P3: the today screen and the opening, with ten years of entries and with one.

use std::path::Path;

use handrail_core::Handrail;

use super::Trouble;
use super::life::{Life, check_in, try_of};
use super::log_entry::bare;
use super::watch::Times;
use crate::phone::{self, HandClock};

/// The today screen, in the three states it is asked for.
#[derive(Debug, Default, Clone)]
pub struct Today {
    /// Nothing has changed since it was last shown.
    pub again: Times,
    /// Right after a try of coping was logged.
    pub after_a_try: Times,
    /// Right after a check-in, which moves "your usual".
    pub after_a_check_in: Times,
    /// The first time after opening.
    pub first: Times,
}

/// Times of `today()` on the stores in `folders`, which must be of the same shape, in turn.
///
/// # Errors
/// Where a store cannot be opened or written.
pub fn today(folders: [(&Path, &Life, i64); 2], count: i64) -> Result<[Today; 2], Trouble> {
    let mut times = [Today::default(), Today::default()];
    let clocks = folders.map(|(_, _, at_ms)| HandClock::standing_at(at_ms));
    for _ in 0..10 {
        for (((folder, ..), clock), times) in folders.iter().zip(&clocks).zip(&mut times) {
            let phone = phone::open(folder, clock.clone())?;
            times.first.time(|| phone.today())?;
            phone.close()?;
        }
    }
    let phones: Vec<Handrail> = folders
        .iter()
        .zip(&clocks)
        .map(|((folder, ..), clock)| phone::open(folder, clock.clone()))
        .collect::<Result<_, _>>()?;
    for n in 0..count {
        for (((phone, clock), (_, life, _)), times) in phones.iter().zip(&clocks).zip(&folders).zip(&mut times) {
            clock.pass(60_000);
            phone.record_coping(&try_of(life, n))?;
            times.after_a_try.time(|| phone.today())?;
            times.again.time(|| phone.today())?;
            if n % 10 == 0 {
                phone.record_check_in(&check_in(life, n))?;
                times.after_a_check_in.time(|| phone.today())?;
            }
        }
    }
    Ok(times)
}

/// Times of opening through the core, and of opening the same file bare: key, settings, first read.
///
/// # Errors
/// Where the store cannot be opened.
pub fn opening(folder: &Path, at_ms: i64, count: usize) -> Result<(Times, Times), Trouble> {
    let clock = HandClock::standing_at(at_ms);
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for _ in 0..count {
        let phone = ours.time(|| phone::open(folder, clock.clone()))?;
        phone.close()?;
        drop(phone);
        let c = theirs.time(|| {
            let c = bare(&folder.join("handrail.db"), "FULL")?;
            c.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))?;
            Ok::<_, Trouble>(c)
        })?;
        drop(c);
    }
    Ok((ours, theirs))
}
