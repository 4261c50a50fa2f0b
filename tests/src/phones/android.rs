//! A phone that wakes the app: alarms are instants of its clock, and the app shows what is due when it is woken.
//!
//! Assumed, and to be looked at on a device: an inexact alarm comes within ten minutes; a phone at rest lets one
//! alarm of an app through in fifteen minutes; a held-back app waits for hours; alarms are gone after a restart and
//! after a forced stop, and after that nothing runs until the person opens the app; without exact alarms any more, those
//! that were exact are gone at once and the app is not told.

use handrail_core::reminders::{Exactness, Held, NotificationId, Phone, PhoneKind, PlannedNotification};

use super::clock::{MINUTE, Wall};
use super::dice::Dice;
use super::os::{Happening, Os, Told};

/// A phone at rest lets one through in so many minutes.
const AT_REST_MIN: i64 = 15;

#[derive(Debug)]
struct Armed {
    planned: PlannedNotification,
    trigger_ms: i64,
    delay_ms: i64,
    held_back_ms: i64,
    exact: bool,
    at_rest: bool,
}

/// The Android-like phone.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch in the phone's settings")]
pub struct Android {
    capacity: u32,
    armed: Vec<Armed>,
    exact_allowed: bool,
    restricted: bool,
    no_room: bool,
    last_at_rest_ms: i64,
    alarms_survive_update: bool,
}

impl Android {
    /// One that may be asked to hold so many.
    #[must_use]
    pub const fn new(capacity: u32, exact_allowed: bool, alarms_survive_update: bool) -> Self {
        Self {
            capacity,
            armed: Vec::new(),
            exact_allowed,
            restricted: false,
            no_room: false,
            last_at_rest_ms: i64::MIN / 2,
            alarms_survive_update,
        }
    }

    fn comes_ms(&self, armed: &Armed, wall: &Wall) -> i64 {
        let held_back_ms = if self.restricted { armed.held_back_ms } else { 0 };
        let at = armed.trigger_ms - wall.skew_ms + armed.delay_ms + held_back_ms;
        if armed.at_rest { at.max(self.last_at_rest_ms + AT_REST_MIN * MINUTE) } else { at }
    }
}

impl Os for Android {
    fn phone(&self) -> Phone {
        Phone { kind: PhoneKind::WakesTheApp, capacity: self.capacity }
    }

    fn set(&mut self, planned: &PlannedNotification, wall: &Wall, dice: &mut Dice) -> bool {
        if self.no_room {
            return false;
        }
        let exact = planned.exactness == Exactness::Exact && self.exact_allowed;
        let window_ms = if exact { 0 } else { dice.between(0, 10) * MINUTE };
        let armed = Armed {
            trigger_ms: Told::of(planned, wall).instant_ms(wall),
            planned: planned.clone(),
            delay_ms: window_ms,
            held_back_ms: dice.between(30, 360) * MINUTE,
            exact,
            at_rest: dice.chance(300),
        };
        self.cancel(&planned.id);
        self.armed.push(armed);
        true
    }

    fn cancel(&mut self, id: &NotificationId) {
        self.armed.retain(|armed| armed.planned.id != *id);
    }

    /// The app asks for each of its alarms whether it is still there.
    fn held(&self) -> Vec<Held> {
        self.armed.iter().map(|armed| Held::from(&armed.planned)).collect()
    }

    fn next_ms(&self, wall: &Wall) -> Option<i64> {
        self.armed.iter().map(|armed| self.comes_ms(armed, wall)).min()
    }

    fn come(&mut self, wall: &Wall) -> Vec<PlannedNotification> {
        let mut come = Vec::new();
        while let Some(n) = self.armed.iter().position(|armed| self.comes_ms(armed, wall) <= wall.real_ms) {
            let armed = self.armed.remove(n);
            if armed.at_rest {
                self.last_at_rest_ms = wall.real_ms;
            }
            come.push(armed.planned);
        }
        come
    }

    fn happens(&mut self, what: Happening, _: &Wall) -> Vec<PlannedNotification> {
        match what {
            Happening::Booted | Happening::ForceStopped => self.armed.clear(),
            Happening::Updated if !self.alarms_survive_update => self.armed.clear(),
            Happening::Updated | Happening::ClockOrZone => {}
            Happening::Restricted(is) => self.restricted = is,
            Happening::Exact(allowed) => {
                self.exact_allowed = allowed;
                if !allowed {
                    self.armed.retain(|armed| !armed.exact);
                }
            }
            Happening::NoRoom(is) => self.no_room = is,
        }
        Vec::new()
    }
}
