//! What happens to a phone: what its system makes of it, what the app is told, and what the judge writes down.

use chrono_tz::Tz;
use handrail_core::reminders::Channel;

use super::clock::{DAY, HOUR};
use super::judge::Checked;
use super::life::Life;
use super::os::Happening;
use super::tally::Cause;

impl Life {
    /// The phone is turned off.
    pub fn power_off(&mut self) {
        self.judge.trouble(Cause::Off, self.wall().real_ms);
        self.state.on = false;
    }

    /// The phone is turned on and unlocked: what the system held is as its kind says, and the app is told.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn power_on(&mut self) -> Checked {
        if self.state.on {
            return Ok(());
        }
        let wall = self.wall();
        (self.state.on, self.state.unlocked) = (true, true);
        self.state.last_boot_ms = Some(wall.now_ms());
        self.judge.booted_real_ms = wall.real_ms;
        let come = self.os.happens(Happening::Booted, &wall);
        self.come(come)?;
        self.judge.trouble_ends(Cause::Off, wall.real_ms);
        if self.by_itself() {
            return Ok(()); // nobody tells the app
        }
        self.wake_real_ms = None;
        self.plan()
    }

    /// The app is ended by force. Only the person brings it back, on a phone that wakes it.
    pub fn force_stop(&mut self) {
        let wall = self.wall();
        if self.state.on && !self.by_itself() {
            self.state.stopped = true;
            self.judge.trouble(Cause::Stopped, wall.real_ms);
            self.os.happens(Happening::ForceStopped, &wall);
            self.wake_real_ms = None;
        }
    }

    /// A new version of the app is put on.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn update(&mut self) -> Checked {
        let wall = self.wall();
        if self.state.can_run() {
            self.os.happens(Happening::Updated, &wall);
            if !self.by_itself() {
                return self.plan();
            }
        }
        Ok(())
    }

    /// The clock is set, or the phone comes to another zone, of which its own tables may know more than ours.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn clock_or_zone(&mut self, skew_ms: i64, zone: &str, tables: Tz) -> Checked {
        let before = self.wall();
        self.clock.set_skew(skew_ms);
        self.clock.travel(zone, tables);
        let wall = self.wall();
        self.judge.jumps(&before, &wall);
        if !self.state.on {
            return Ok(());
        }
        let come = self.os.happens(Happening::ClockOrZone, &wall);
        self.come(come)?;
        self.wake_real_ms = self.wake_real_ms.map(|_| self.replan_at_ms - wall.skew_ms);
        // A phone that wakes the app tells it; the other one only where the app happens to run.
        if self.by_itself() { Ok(()) } else { self.plan() }
    }

    /// Notifications are allowed, or not any more, in the phone's settings.
    pub fn allow(&mut self, allowed: bool) {
        let real_ms = self.wall().real_ms;
        self.state.allowed = allowed;
        if !allowed {
            self.judge.trouble(Cause::NotAllowed, real_ms);
        }
    }

    /// A channel is turned off or on in the phone's settings. A phone that shows by itself has none.
    pub fn channel(&mut self, channel: Channel, on: bool) {
        if self.by_itself() {
            return;
        }
        self.state.channels_off.retain(|off| *off != channel);
        if !on {
            self.state.channels_off.push(channel);
            self.judge.trouble(Cause::NotAllowed, self.wall().real_ms);
        }
    }

    /// The battery settings of the app are changed.
    pub fn restrict(&mut self, restricted: bool) {
        let wall = self.wall();
        if self.by_itself() || self.state.restricted == restricted {
            return;
        }
        self.state.restricted = restricted;
        self.os.happens(Happening::Restricted(restricted), &wall);
        // What was set while it was held back waits for up to six hours longer, and one thing leads to the next.
        if restricted {
            self.judge.trouble(Cause::HeldBack, wall.real_ms);
        } else {
            self.judge.trouble_ends(Cause::HeldBack, wall.real_ms + 7 * HOUR);
        }
    }

    /// Exact alarms are allowed, or not any more.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn exact(&mut self, allowed: bool) -> Checked {
        let wall = self.wall();
        if self.by_itself() || self.state.exact == allowed {
            return Ok(());
        }
        self.state.exact = allowed;
        self.os.happens(Happening::Exact(allowed), &wall);
        if allowed {
            return self.plan(); // the app is told of what it was given, not of what was taken
        }
        self.judge.trouble(Cause::ExactTaken, wall.real_ms);
        Ok(())
    }

    /// There is no room on the phone to set anything, or there is again.
    pub fn room(&mut self, room: bool) {
        let wall = self.wall();
        self.os.happens(Happening::NoRoom(!room), &wall);
        if room {
            // It is tried again at the next occasion.
            self.judge.trouble_ends(Cause::NoRoom, wall.real_ms + DAY);
        } else {
            self.judge.trouble(Cause::NoRoom, wall.real_ms);
        }
    }
}
