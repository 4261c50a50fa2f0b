//! What was taken over must be readable by every screen: a word that this version does not know, in a place where it
//! decides, would make a screen fail for ever after. It is found before anything is kept.

use rusqlite::Connection;

use crate::clock::Moment;
use crate::error::{Error, Reason, Result};

type Reader = fn(&Connection, &Moment, i64) -> Result<()>;

/// What the screens read from, each over the whole record.
static READERS: &[Reader] = &[
    |c, now, boundary_min| crate::review::reads(c, now, boundary_min),
    |c, _, _| crate::goals::goals_of(c).map(drop),
    |c, now, boundary_min| crate::plan::plan_of(c, now, boundary_min).map(drop),
    |c, _, _| crate::settings::settings_of(c).map(drop),
    |c, now, boundary_min| crate::plan::keeping::plan_in_use(c, now.day(boundary_min)).map(drop),
    |c, _, _| crate::coping::strategies(c).map(drop),
    |c, _, _| crate::programme::my_modules(c).map(drop),
    |c, _, _| crate::progress_check::progress_of(c).map(drop),
    |c, _, _| crate::talk_about::open_lines(c).map(drop),
    |c, _, _| crate::sessions::last_held(c).map(drop),
    |c, now, boundary_min| crate::sessions::next_planned(c, now.day(boundary_min)).map(drop),
    |c, now, boundary_min| crate::homework::due_today(c, now.day(boundary_min)).map(drop),
    |c, now, boundary_min| crate::signs::signs_with_days(c, now.day(boundary_min)).map(drop),
    |c, now, boundary_min| crate::signs::open_actions(c, now.day(boundary_min)).map(drop),
    |c, _, _| crate::signs::suggest_quieter(c).map(drop),
    |c, _, _| crate::coping::strategies(c).map(drop),
    |c, _, _| crate::coping::helped_most(c, usize::MAX).map(drop),
    |c, _, _| crate::progress_check::progress_of(c).map(drop),
];

/// Reads everything once.
///
/// # Errors
/// `archive` malformed where something cannot be read.
pub(super) fn check(c: &Connection, now: &Moment, boundary_min: i64) -> Result<()> {
    READERS.iter().try_for_each(|read| read(c, now, boundary_min)).map_err(|e| match e {
        Error::Damaged(_) | Error::Invalid { .. } | Error::NotFound(_) | Error::Internal(_) => {
            Error::invalid("archive", Reason::Malformed)
        }
        other => other,
    })
}
