//! A phone that holds the notifications and shows them by itself, whether the app runs or not.
//!
//! Assumed, and to be looked at on a device: of more than 64 the last 64 that were added stay; a time on the wall without
//! a zone goes with the phone, one with a zone does not; a time that comes twice is the first; a wait for so long is
//! real time, whatever the clock is set to; what is in the past when it is set never comes; what the clock jumps over,
//! and what was due while the phone was off, comes at once on some phones and never on others.

use handrail_core::reminders::{Held, NotificationId, Phone, PhoneKind, PlannedNotification};

use super::clock::Wall;
use super::dice::Dice;
use super::os::{Happening, Os, Told};

/// So many are held, the last that were added.
const MOST: usize = 64;

#[derive(Debug)]
struct Pending {
    planned: PlannedNotification,
    told: Told,
    /// Of a wait: true time of its end.
    after_ms: Option<i64>,
}

impl Pending {
    fn comes_ms(&self, wall: &Wall) -> i64 {
        self.after_ms.unwrap_or_else(|| self.told.instant_ms(wall) - wall.skew_ms)
    }
}

/// The iOS-like phone.
#[derive(Debug)]
pub struct Ios {
    pending: Vec<Pending>,
    no_room: bool,
    passed_comes_at_once: bool,
    thrown_away: u64,
}

impl Ios {
    /// One on which what went by in a jump or while it was off comes at once, or not at all.
    #[must_use]
    pub const fn new(passed_comes_at_once: bool) -> Self {
        Self { pending: Vec::new(), no_room: false, passed_comes_at_once, thrown_away: 0 }
    }
}

impl Os for Ios {
    fn phone(&self) -> Phone {
        Phone { kind: PhoneKind::HoldsMany, capacity: 64 }
    }

    fn set(&mut self, planned: &PlannedNotification, wall: &Wall, _: &mut Dice) -> bool {
        if self.no_room {
            return false;
        }
        self.cancel(&planned.id);
        let told = Told::of(planned, wall);
        let after_ms = match told {
            Told::Instant(at) => Some(at - wall.skew_ms),
            Told::Floating(..) | Told::In(..) => None,
        };
        let pending = Pending { planned: planned.clone(), told, after_ms };
        if pending.comes_ms(wall) > wall.real_ms {
            self.pending.push(pending);
        }
        while self.pending.len() > MOST {
            self.pending.remove(0);
            self.thrown_away += 1;
        }
        true
    }

    fn cancel(&mut self, id: &NotificationId) {
        self.pending.retain(|pending| pending.planned.id != *id);
    }

    fn held(&self) -> Vec<Held> {
        self.pending.iter().map(|pending| Held::from(&pending.planned)).collect()
    }

    fn next_ms(&self, wall: &Wall) -> Option<i64> {
        self.pending.iter().map(|pending| pending.comes_ms(wall)).min()
    }

    fn come(&mut self, wall: &Wall) -> Vec<PlannedNotification> {
        let mut come = Vec::new();
        while let Some(n) = self.pending.iter().position(|pending| pending.comes_ms(wall) <= wall.real_ms) {
            come.push(self.pending.remove(n).planned);
        }
        come
    }

    fn happens(&mut self, what: Happening, wall: &Wall) -> Vec<PlannedNotification> {
        match what {
            Happening::Booted | Happening::ClockOrZone => {
                let passed = self.come(wall);
                if self.passed_comes_at_once { passed } else { Vec::new() }
            }
            Happening::NoRoom(is) => {
                self.no_room = is;
                Vec::new()
            }
            // Ending the app, its update and the settings of other systems change nothing that is held.
            Happening::ForceStopped | Happening::Updated | Happening::Restricted(_) | Happening::Exact(_) => Vec::new(),
        }
    }

    fn thrown_away(&self) -> u64 {
        self.thrown_away
    }
}
