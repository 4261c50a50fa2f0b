//! How much may go over the line. Bytes are counts: the same seed moves the same bytes on any machine, so that a limit on
//! them never fails for want of time.
//!
//! The limit follows from what people wrote. A change goes up once, and comes down to each other phone once; a bad line,
//! a phone's new name and a relay that was put back make it more, but never by the length of the history: what is
//! acknowledged is not asked for again. A snapshot holds each record once, so it is never larger than everything that
//! was written and a line for each phone that ever was; and it moves only where a step calls for one.
//!
//! Of 30,000 schedules in memory the one nearest to each limit came to 56, 88 and 77 in a hundred of it, before each copy and each
//! thing put back was reckoned with by itself: seed 308,619 has three of them and one small change.

use crate::schedule::{Schedule, What};
use crate::world::{World, Wrong};

/// So often may all that was written move for each phone: up, down, and as much again for a bad line.
const TIMES: u64 = 4;
/// Bytes of a name and a number in a snapshot's vector, under every name that a phone ever took, and of what stands around it.
const LINE: u64 = 400;
/// Steps that call for a snapshot: one is made, or every phone may need it.
const CALLS_FOR_ONE: [What; 6] =
    [What::Snapshot, What::Expel, What::RestorePhone, What::RestoreRelay, What::Forget, What::Join];

/// Steps after which all that was written may move once more to each phone: under a new name, or to a relay that lost it.
const AGAIN: [What; 3] = [What::CopyPhone, What::RestorePhone, What::RestoreRelay];

/// Whether what moved is within what the schedule calls for.
///
/// # Errors
/// By which of the limits it is not.
pub fn bounded(world: &World<'_>, schedule: &Schedule) -> Result<(), Wrong> {
    let (relay, written, phones) = (&world.relay, world.written, world.slots.len() as u64);
    let called = schedule.steps.iter().filter(|step| CALLS_FOR_ONE.contains(&step.what)).count() as u64;
    let again = schedule.steps.iter().filter(|step| AGAIN.contains(&step.what)).count() as u64;
    let within = |what: &str, found: u64, limit: u64| {
        if found <= limit { Ok(()) } else { Err(format!("{what}: {found}, at most {limit}")) }
    };
    within("bytes of changes", relay.of_changes, written * phones * (TIMES + again))?;
    within("snapshots", relay.of_snapshots.1, (called + 1) * phones)?;
    within("bytes of one snapshot", relay.largest, written + phones * LINE)
}
