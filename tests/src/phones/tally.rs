//! What is counted over simulated lives.

use std::collections::BTreeMap;

/// Why something was not shown in time: each is a state of the phone, or something that was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The phone was off, or on and not yet unlocked.
    Off,
    /// The app was ended by force.
    Stopped,
    /// Notifications were not allowed, or the channel was off.
    NotAllowed,
    /// The phone held the app back.
    HeldBack,
    /// Exact alarms were taken away, and the alarms with them.
    ExactTaken,
    /// There was no room to set it.
    NoRoom,
    /// The clock was set, or the phone went to another zone.
    ClockOrZone,
    /// The quiet hours were changed.
    QuietChanged,
    /// It was late, and then it was quiet.
    LateIntoQuiet,
}

/// Counts over a life, or many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Phones.
    pub phones: u64,
    /// Simulated days.
    pub days: u64,
    /// Plans that were made and followed.
    pub plans: u64,
    /// What was due.
    pub due: u64,
    /// Of it: shown within its grace.
    pub in_time: u64,
    /// Shown later, quietly.
    pub late: u64,
    /// Answered before it came.
    pub answered: u64,
    /// Changed or turned off before the judge looked.
    pub changed: u64,
    /// Of a phone that holds few: after "open Handrail".
    pub after_keep_going: u64,
    /// Not shown, on the health page, by cause.
    pub told_of: BTreeMap<Cause, u64>,
    /// Notifications that were shown.
    pub notifications: u64,
    /// Of them: for more than one reminder.
    pub merged: u64,
    /// Parts of notifications that were held against all earlier ones.
    pub twice_checks: u64,
    /// Held against the quiet hours.
    pub quiet_checks: u64,
    /// Health pages that were read.
    pub health_pages: u64,
    /// Lines on them that were held against what really happened.
    pub health_lines: u64,
}

impl Tally {
    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.phones, other.phones),
            (&mut self.days, other.days),
            (&mut self.plans, other.plans),
            (&mut self.due, other.due),
            (&mut self.in_time, other.in_time),
            (&mut self.late, other.late),
            (&mut self.answered, other.answered),
            (&mut self.changed, other.changed),
            (&mut self.after_keep_going, other.after_keep_going),
            (&mut self.notifications, other.notifications),
            (&mut self.merged, other.merged),
            (&mut self.twice_checks, other.twice_checks),
            (&mut self.quiet_checks, other.quiet_checks),
            (&mut self.health_pages, other.health_pages),
            (&mut self.health_lines, other.health_lines),
        ] {
            *mine += theirs;
        }
        for (cause, n) in &other.told_of {
            *self.told_of.entry(*cause).or_default() += n;
        }
    }
}
