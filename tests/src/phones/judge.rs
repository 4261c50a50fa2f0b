//! What really was due, what really was shown, and whether Handrail's own account agrees. The judge sees everything that
//! happens to a phone; it asks the core only for the account that it is to judge.

use std::collections::{BTreeMap, BTreeSet};

use handrail_core::reminders::{Occurrence, Part, PhoneKind, PlannedNotification, QuietHours, Reminder, Turn};

use super::clock::{DAY, HOUR, MINUTE, Wall};
use super::rules::{Asked, is_quiet, out_of_quiet};
use super::tally::{Cause, Tally};

/// A promise that was not kept: what happened, in words that a person can follow.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(pub String);

/// A check that ends in [`Broken`].
pub type Checked<T = ()> = Result<T, Broken>;

/// Within so many minutes a phone that is well shows what is due.
pub(super) const IN_TIME: i64 = 120 * MINUTE;
/// Beyond this the judge looks, so that a minute more or less decides nothing.
pub(super) const LOOKED_AT: i64 = IN_TIME + 6 * MINUTE;

/// Something that was due.
#[derive(Debug, Clone)]
pub(super) struct Owed {
    pub(super) expected_ms: i64,
    pub(super) expected_real_ms: i64,
    pub(super) edition: u32,
    pub(super) jumped: bool,
    pub(super) planned_real_ms: i64,
    pub(super) judged: bool,
}

/// The judge of one phone.
#[derive(Debug)]
pub struct Judge {
    pub(super) kind: PhoneKind,
    /// What the person asked for.
    pub asked: Vec<Asked>,
    /// Their quiet hours.
    pub quiet: Option<QuietHours>,
    /// The clock when the app last planned.
    pub planned_at: Option<Wall>,
    pub(super) owed: BTreeMap<Occurrence, Owed>,
    /// By part and how often it was put off before.
    pub(super) shown: BTreeMap<(Part, u32), i64>,
    pub(super) shown_ever: BTreeSet<Occurrence>,
    pub(super) closed: BTreeSet<Occurrence>,
    done: BTreeSet<Occurrence>,
    pub(super) put_off: BTreeMap<Occurrence, (u32, i64)>,
    pub(super) refused: BTreeSet<Occurrence>,
    pub(super) given_ms: BTreeMap<Part, i64>,
    pub(super) lateness: BTreeMap<Part, (i64, i64)>,
    pub(super) keep_going_real_ms: i64,
    quietly_real_ms: BTreeMap<Reminder, i64>,
    pub(super) troubles: Vec<(Cause, i64, i64)>,
    pub(super) clock_trouble_real_ms: i64,
    /// True time of the last start of the phone.
    pub booted_real_ms: i64,
    /// Counts.
    pub tally: Tally,
}

impl Judge {
    /// Of a phone of that kind.
    #[must_use]
    pub fn new(kind: PhoneKind) -> Self {
        Self {
            kind,
            asked: Vec::new(),
            quiet: None,
            planned_at: None,
            owed: BTreeMap::new(),
            shown: BTreeMap::new(),
            shown_ever: BTreeSet::new(),
            closed: BTreeSet::new(),
            done: BTreeSet::new(),
            put_off: BTreeMap::new(),
            refused: BTreeSet::new(),
            given_ms: BTreeMap::new(),
            lateness: BTreeMap::new(),
            keep_going_real_ms: i64::MIN,
            quietly_real_ms: BTreeMap::new(),
            troubles: Vec::new(),
            clock_trouble_real_ms: i64::MIN,
            booted_real_ms: i64::MIN,
            tally: Tally::default(),
        }
    }

    pub(super) fn of(&self, reminder: Reminder) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.reminder == reminder)
    }

    /// A trouble begins; it explains what is due from an hour before on.
    pub fn trouble(&mut self, cause: Cause, from_real_ms: i64) {
        if !self.troubles.iter().any(|(c, _, until)| *c == cause && *until == i64::MAX) {
            self.troubles.push((cause, from_real_ms, i64::MAX));
        }
    }

    /// It ends, and after that it explains nothing any more.
    pub fn trouble_ends(&mut self, cause: Cause, real_ms: i64) {
        for (_, _, until) in self.troubles.iter_mut().filter(|(c, _, until)| *c == cause && *until == i64::MAX) {
            *until = real_ms;
        }
    }

    /// A trouble that is over after so long.
    pub fn short_trouble(&mut self, cause: Cause, real_ms: i64, lasts_ms: i64) {
        self.troubles.push((cause, real_ms, real_ms + lasts_ms));
    }

    pub(super) fn cause(&self, from_real_ms: i64, until_real_ms: i64) -> Option<Cause> {
        let met = |(_, from, until): &&(Cause, i64, i64)| *from <= until_real_ms && *until >= from_real_ms;
        self.troubles.iter().filter(met).map(|(cause, _, _)| *cause).min()
    }

    /// Time went by, and neither clock nor zone changed.
    pub fn time_passes(&mut self, before: &Wall, now: &Wall) {
        let mut due = Vec::new();
        for asked in self.asked.iter().filter(|asked| asked.on) {
            due.extend(asked.due(now, before.now_ms() + 1, now.now_ms()));
        }
        for d in due {
            self.owe(d.occurrence, d.at_ms, now, false);
        }
    }

    /// The clock was set, or the zone is another: what the wall jumped over is due now.
    pub fn jumps(&mut self, before: &Wall, now: &Wall) {
        let mut due = Vec::new();
        for asked in self.asked.iter().filter(|asked| asked.on) {
            for d in asked.due(now, now.now_ms() - 9 * DAY, now.now_ms()) {
                if asked.due_of(before, &d.occurrence).is_some_and(|at| at > before.now_ms()) {
                    due.push(d);
                }
            }
        }
        for d in due {
            self.owe(d.occurrence, d.at_ms, now, true);
        }
        // What is still to come out of the quiet hours comes by the new wall.
        self.short_trouble(Cause::ClockOrZone, now.real_ms - HOUR, DAY + HOUR);
        self.clock_trouble_real_ms = now.real_ms;
    }

    fn owe(&mut self, occurrence: Occurrence, at_ms: i64, now: &Wall, jumped: bool) {
        let Some(asked) = self.of(occurrence.reminder).filter(|asked| at_ms >= asked.since_ms) else { return };
        let quiet = self.quiet.filter(|_| !asked.in_quiet_hours);
        let expected_ms = out_of_quiet(quiet, now, at_ms);
        let edition = asked.edition;
        let planned_real_ms = self.planned_at.as_ref().map_or(i64::MIN, |wall| wall.real_ms);
        let expected_real_ms = expected_ms - now.skew_ms;
        let owed = Owed { expected_ms, expected_real_ms, edition, jumped, planned_real_ms, judged: false };
        if !self.owed.contains_key(&occurrence) && !self.closed.contains(&occurrence) {
            self.tally.due += 1;
            self.owed.insert(occurrence, owed);
        } else if self.closed.contains(&occurrence) && !self.owed.contains_key(&occurrence) {
            self.tally.due += 1;
            self.tally.answered += 1;
        }
    }

    /// The rule was changed, turned off or removed: what it promised before is void.
    pub fn changed(&mut self, reminder: Reminder) {
        let before = self.owed.len();
        self.tally.changed +=
            self.owed.iter().filter(|(o, owed)| o.reminder == reminder && !owed.judged).count() as u64;
        self.owed.retain(|occurrence, _| occurrence.reminder != reminder);
        debug_assert!(self.owed.len() <= before);
    }

    /// The system was given it, for that instant of its clock.
    pub fn given(&mut self, part: Part, for_ms: i64) {
        self.given_ms.insert(part, for_ms);
        // Put off, it comes once more, and only that counts.
        if self.lateness.get(&part).is_some_and(|(due, _)| *due != for_ms) {
            self.lateness.remove(&part);
        }
    }

    /// It was done, or put aside for the day: then it may still be put off, but what is done is done.
    pub fn closes(&mut self, occurrence: Occurrence, done: bool) {
        self.closed.insert(occurrence);
        if done {
            self.done.insert(occurrence);
        }
    }

    /// It was put off to that instant of the phone's clock.
    pub fn puts_off(&mut self, occurrence: Occurrence, until_ms: i64) {
        if self.done.contains(&occurrence) {
            return;
        }
        let times = self.put_off.get(&occurrence).map_or(0, |(times, _)| *times);
        self.put_off.insert(occurrence, (times + 1, until_ms));
        self.closed.remove(&occurrence);
    }

    /// The phone refused it, and that was told.
    pub fn refuses(&mut self, occurrence: Occurrence) {
        self.refused.insert(occurrence);
    }

    /// It stands on the screen.
    ///
    /// # Errors
    /// Where it must not.
    pub fn shows(&mut self, n: &PlannedNotification, wall: &Wall) -> Checked {
        let parts = n.id.parts().map_err(|e| Broken(e.to_string()))?;
        let told = |what: &str| Err(Broken(format!("{what}: {} at {} on the wall", n.id.as_str(), wall.civil())));
        if n.reminder == Reminder::Test {
            return Ok(());
        }
        self.tally.notifications += 1;
        self.tally.merged += u64::from(n.together > 1);
        let jumped = self.planned_at.as_ref().is_none_or(|at| at.skew_ms != wall.skew_ms || at.zone != wall.zone);
        // A phone that shows by itself does so where the app has not run since it came to another zone.
        // So does one that was off when it was due: it shows it as soon as it is on.
        let was_off = self.booted_real_ms == wall.real_ms;
        let by_itself_elsewhere = self.kind == PhoneKind::HoldsMany && (jumped || was_off);
        if let Some(quiet) = self.quiet {
            self.tally.quiet_checks += 1;
            let may = parts.iter().any(|p| self.of(p.occurrence.reminder).is_some_and(|asked| asked.in_quiet_hours));
            if is_quiet(quiet, wall.civil().time()) && !may && !by_itself_elsewhere {
                return told("in the quiet hours");
            }
        }
        for part in parts {
            let occurrence = part.occurrence;
            if occurrence.reminder == Reminder::KeepGoing {
                self.keep_going_real_ms = wall.real_ms;
                continue;
            }
            let Some(asked) = self.of(occurrence.reminder).filter(|asked| asked.on) else {
                return told("of a reminder that is off");
            };
            let Some(due_ms) = asked.due_of(wall, &occurrence) else { return told("of nothing that was asked for") };
            let ahead_ms = if part.turn == Turn::Ahead { i64::from(asked.ahead_min) * MINUTE } else { 0 };
            if self.closed.contains(&occurrence) {
                return told("after an answer");
            }
            let (put_off, until_ms) = self.put_off.get(&occurrence).copied().unwrap_or((0, due_ms));
            let early_ms = until_ms - ahead_ms - wall.now_ms();
            if early_ms > 10 * MINUTE && !by_itself_elsewhere && self.real_since_jump(wall) > DAY {
                return told(&format!("{} minutes before its time", early_ms / MINUTE));
            }
            let late_ms = wall.now_ms() - until_ms;
            let app_shows = self.kind == PhoneKind::WakesTheApp;
            if app_shows && part.turn == Turn::First && late_ms > DAY && self.real_since_jump(wall) > 2 * DAY {
                return told("days after its time");
            }
            self.tally.twice_checks += 1;
            if let Some(before) = self.shown.insert((part, put_off), wall.real_ms) {
                return told(&format!("a second time, after {} minutes", (wall.real_ms - before) / MINUTE));
            }
            if part.turn == Turn::First && n.quietly {
                let before = self.quietly_real_ms.insert(occurrence.reminder, wall.real_ms);
                if before.is_some_and(|at| (1..20 * MINUTE).contains(&(wall.real_ms - at))) && put_off == 0 {
                    return told("one of a burst");
                }
            }
            if part.turn != Turn::Ahead {
                self.shown_ever.insert(occurrence);
            }
        }
        Ok(())
    }

    fn real_since_jump(&self, wall: &Wall) -> i64 {
        wall.real_ms.saturating_sub(self.clock_trouble_real_ms)
    }

    pub(super) fn first_shown(&self, occurrence: &Occurrence) -> Option<i64> {
        let part = Part { occurrence: *occurrence, turn: Turn::First };
        self.shown.get(&(part, 0)).copied()
    }
}
