//! What a phone's system does with notifications, as far as Handrail can see it.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use handrail_core::reminders::{Held, NotificationId, Phone, PlannedNotification, PlannedZone};

use super::clock::{Wall, first_instant};
use super::dice::Dice;

/// Something that happens to a phone, and that its system answers in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// It is on again after it was off.
    Booted,
    /// The person, or the maker's battery saver, ended the app by force.
    ForceStopped,
    /// The clock was set, or the zone is another one.
    ClockOrZone,
    /// A new version of the app was put on.
    Updated,
    /// The battery settings of the app were changed.
    Restricted(bool),
    /// Exact alarms were allowed, or not any more.
    Exact(bool),
    /// There is no room to set anything, or there is again.
    NoRoom(bool),
}

/// The system of a phone.
pub trait Os {
    /// What it can do.
    fn phone(&self) -> Phone;
    /// Sets one; one of the same id is replaced. False where it refuses.
    fn set(&mut self, planned: &PlannedNotification, wall: &Wall, dice: &mut Dice) -> bool;
    /// Lets go of one.
    fn cancel(&mut self, id: &NotificationId);
    /// What it says it holds.
    fn held(&self) -> Vec<Held>;
    /// True time of the next that comes, if the phone stays on and its clock as it is.
    fn next_ms(&self, wall: &Wall) -> Option<i64>;
    /// What comes now.
    fn come(&mut self, wall: &Wall) -> Vec<PlannedNotification>;
    /// Something happens; what comes at once because of it.
    fn happens(&mut self, what: Happening, wall: &Wall) -> Vec<PlannedNotification>;
    /// How many it threw away because there were too many. Must stay at nothing.
    fn thrown_away(&self) -> u64 {
        0
    }
}

/// When a notification is to come, as the system was told.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// Wherever the phone is.
    Floating(NaiveDateTime, NaiveDateTime),
    /// In a zone.
    In(Tz, NaiveDateTime, NaiveDateTime),
    /// At that instant of the phone's clock.
    Instant(i64),
}

impl Told {
    /// As the rule for shells says: the time that was asked for, where it exists on this phone on that day; the shifted
    /// one where it does not.
    pub(super) fn of(planned: &PlannedNotification, wall: &Wall) -> Self {
        match &planned.zone {
            PlannedZone::Elapsed => Self::Instant(planned.instant_ms),
            PlannedZone::Floating => Self::Floating(planned.civil, planned.shifted),
            // A zone that the phone does not know either: the instant is all there is.
            PlannedZone::Pinned(zone) => wall
                .zone_named(zone)
                .map_or(Self::Instant(planned.instant_ms), |tz| Self::In(tz, planned.civil, planned.shifted)),
        }
    }

    /// The phone's instant of it.
    pub(super) fn instant_ms(self, wall: &Wall) -> i64 {
        match self {
            Self::Instant(at) => at,
            Self::Floating(civil, shifted) => wall.instant_ms(civil, shifted),
            Self::In(zone, civil, shifted) => first_instant(zone, civil)
                .or_else(|| first_instant(zone, shifted))
                .unwrap_or_else(|| super::clock::moved_over_gap(zone, civil)),
        }
    }
}
