//! What the core says of days, clocks and calendars, written down for foreign programs to judge.
//!
//! ```text
//!   random rules ──the core──> days ───────> rules.jsonl ────> rules.py (python-dateutil, Python's calendar)
//!   every zone ────the core──> instants ───> zones.tsv ──────> zones.py (zoneinfo), Zones.java (java.time)
//!   random rules ──the core──> file, times > calendars.jsonl > calendars.py (icalendar, python-dateutil)
//! ```
//! The same seed writes the same files. Nothing here checks anything.

mod calendars;
mod random;
mod zones;

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use serde_json::json;

pub use calendars::calendars;
pub use zones::zones;

use crate::demo::chance::Chance;
use random::{number, recurrence};

/// How many random rules are judged.
pub const RULES: u64 = 20_000;
/// How many random calendar files.
pub const CALENDARS: u64 = 2_000;
/// How many days of one rule are looked at, at most.
const LONGEST_LOOK: i64 = 1_500;

/// Random rules, each with its days in a random stretch of time.
///
/// # Errors
/// Where the file cannot be written.
pub fn rules(seed: u64, count: u64, to: &Path) -> io::Result<()> {
    let chance = Chance::new(seed, "rules");
    let mut file = BufWriter::new(File::create(to)?);
    for _ in 0..count {
        let rule = recurrence(&chance);
        let from = rule.starts.plus(number(&chance, 0, 900) - 60);
        let until = from.plus(number(&chance, 0, LONGEST_LOOK));
        let days: Vec<i64> = rule.days(from, until).map(handrail_core::clock::Day::number).collect();
        let line = json!({ "rule": rule, "from": from, "until": until, "days": days });
        writeln!(file, "{line}")?;
    }
    file.flush()
}
