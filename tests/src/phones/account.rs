//! What the judge makes of it afterwards: what was owed, and whether Handrail's own account of it is true.

use std::collections::{BTreeMap, BTreeSet};

use handrail_core::reminders::{
    Became, Finding, MOST_LISTED, Occurrence, Part, PhoneFacts, PhoneKind, ReminderHealth, Turn,
};

use super::clock::{DAY, HOUR, MINUTE, Wall};
use super::judge::{Broken, Checked, IN_TIME, Judge, LOOKED_AT};
use super::rules::{is_quiet, out_of_quiet};
use super::tally::Cause;

impl Judge {
    /// Holds the health page against what really happened.
    ///
    /// # Errors
    /// The first thing that is not as it should be.
    pub fn looks(&mut self, health: &ReminderHealth, phone: &PhoneFacts, wall: &Wall) -> Checked {
        self.tally.health_pages += 1;
        self.lines(health, wall)?;
        self.findings(health, phone, wall)
    }

    /// Judges what was due long enough ago, and forgets what is over.
    ///
    /// # Errors
    /// What was not shown, and nothing explains it.
    pub fn judges(&mut self, wall: &Wall) -> Checked {
        self.what_was_owed(wall)?;
        let now = wall.real_ms;
        self.owed.retain(|_, owed| now - owed.expected_real_ms < 9 * DAY);
        self.troubles.retain(|(_, _, until)| now.saturating_sub(*until) < 9 * DAY);
        Ok(())
    }

    fn what_was_owed(&mut self, wall: &Wall) -> Checked {
        let mut owed = std::mem::take(&mut self.owed);
        for (occurrence, owed) in &mut owed {
            if owed.judged || owed.expected_real_ms + LOOKED_AT > wall.real_ms {
                continue;
            }
            owed.judged = true;
            if self.of(occurrence.reminder).is_none_or(|asked| !asked.on || asked.edition != owed.edition) {
                self.tally.changed += 1;
                continue;
            }
            match self.first_shown(occurrence) {
                Some(at) if at - owed.expected_real_ms <= IN_TIME => self.tally.in_time += 1,
                Some(_) => self.tally.late += 1,
                None if self.closed.contains(occurrence) || self.put_off.contains_key(occurrence) => {
                    self.tally.answered += 1;
                }
                None => {
                    let (from, until) = (owed.expected_real_ms - HOUR, owed.expected_real_ms + IN_TIME);
                    let quiet = self.quiet.is_some_and(|quiet| {
                        (0..=24).any(|n| {
                            let civil = super::clock::civil_in(wall.tables, owed.expected_ms + n * 5 * MINUTE);
                            is_quiet(quiet, civil.time())
                        })
                    });
                    let late_into_quiet =
                        (quiet && self.kind == PhoneKind::WakesTheApp).then_some(Cause::LateIntoQuiet);
                    let jumped = owed.jumped.then_some(Cause::ClockOrZone);
                    if let Some(cause) = self.cause(from, until).or(jumped).or(late_into_quiet) {
                        *self.tally.told_of.entry(cause).or_default() += 1;
                    } else if self.kind == PhoneKind::HoldsMany && self.keep_going_real_ms >= owed.planned_real_ms {
                        self.tally.after_keep_going += 1;
                    } else {
                        let at = super::clock::civil_in(wall.tables, owed.expected_ms);
                        return Err(Broken(format!("{occurrence:?} was due at {at} and nothing explains its silence")));
                    }
                }
            }
        }
        self.owed = owed;
        Ok(())
    }

    /// Every line of the page is true, and nothing is missing on it.
    fn lines(&mut self, health: &ReminderHealth, wall: &Wall) -> Checked {
        let lines: BTreeMap<Occurrence, Became> = health.recent.iter().map(|l| (l.occurrence, l.became)).collect();
        for (occurrence, became) in &lines {
            if self.of(occurrence.reminder).is_none() {
                continue;
            }
            self.tally.health_lines += 1;
            let shown = self.shown_ever.contains(occurrence);
            let answered = self.closed.contains(occurrence) || self.put_off.contains_key(occurrence);
            let by_itself = self.kind == PhoneKind::HoldsMany;
            let is = match became {
                Became::Shown => shown,
                Became::Answered => answered,
                Became::Given => by_itself,
                Became::CouldNotBeSet => self.refused.contains(occurrence) && !shown,
                Became::NotShown => self.first_shown(occurrence).is_none() && !answered,
            };
            if !is {
                let text =
                    format!("the health page says {became:?} of {occurrence:?}; shown {shown}, answered {answered}");
                return Err(Broken(text));
            }
        }
        if lines.len() >= MOST_LISTED {
            return Ok(());
        }
        for (occurrence, owed) in &self.owed {
            let Some(asked) = self.of(occurrence.reminder).filter(|a| a.on && a.edition == owed.edition) else {
                continue;
            };
            let Some(at_ms) = asked.due_of(wall, occurrence).filter(|at| *at >= asked.since_ms) else { continue };
            let quiet = self.quiet.filter(|_| !asked.in_quiet_hours);
            let at_ms = out_of_quiet(quiet, wall, at_ms).max(owed.expected_ms);
            let ago = wall.now_ms() - at_ms;
            if (3 * HOUR..6 * DAY).contains(&ago) && !lines.contains_key(occurrence) {
                return Err(Broken(format!("{occurrence:?} was due and is not on the health page")));
            }
        }
        Ok(())
    }

    /// What it finds is what is so, and nothing else is claimed.
    fn findings(&self, health: &ReminderHealth, phone: &PhoneFacts, wall: &Wall) -> Checked {
        let found: BTreeSet<Finding> = health.lines.iter().map(|line| line.finding).collect();
        let on = || self.asked.iter().filter(|asked| asked.on);
        let became = |which| health.recent.iter().any(|l| l.became == which);
        let long_ago = wall.now_ms() - IN_TIME;
        let not_shown = health.recent.iter().any(|l| l.became == Became::NotShown && l.due_ms < long_ago);
        let mut is: BTreeSet<Finding> = BTreeSet::new();
        let mut note = |finding, so: bool| {
            if so {
                is.insert(finding);
            }
        };
        note(Finding::NotificationsOff, phone.notifications_allowed == Some(false));
        note(Finding::ChannelOff, !phone.channels_off.is_empty() && on().next().is_some());
        note(Finding::BatteryRestricted, phone.battery_restricted == Some(true));
        note(Finding::ExactOff, phone.exact_allowed == Some(false) && on().any(|asked| asked.exact));
        note(Finding::NothingSet, on().next().is_none());
        note(Finding::CouldNotBeSet, became(Became::CouldNotBeSet));
        note(Finding::Late, health.late.is_some_and(|late| late.median_min >= 15));
        let before_start = found.contains(&Finding::BeforeStart);
        note(Finding::BeforeStart, not_shown && before_start && phone.last_boot_ms.is_some());
        note(Finding::NotShown, not_shown && !before_start);
        if is.is_empty() {
            is.insert(Finding::AllWell);
        }
        if found != is {
            return Err(Broken(format!("the health page finds {found:?} where {is:?} is so")));
        }
        if health.lines.iter().any(|l| l.to_do.is_some() != l.hint.is_some()) {
            return Err(Broken("a thing to do without a place to do it".into()));
        }
        Ok(())
    }

    /// The phone's clock when the core was told of a showing; for how late the phone was.
    pub fn tells_of(&mut self, part: Part, shown_ms: i64, wall: &Wall) {
        let due_ms = self.of(part.occurrence.reminder).and_then(|asked| {
            let at = asked.due_of(wall, &part.occurrence).filter(|at| *at >= asked.since_ms)?;
            Some(out_of_quiet(self.quiet.filter(|_| !asked.in_quiet_hours), wall, at))
        });
        let Some(given_ms) = self.given_ms.remove(&part) else { return };
        let was_due = (part.turn == Turn::First && !self.put_off.contains_key(&part.occurrence)).then_some(due_ms);
        let due_ms = was_due.flatten().map_or(given_ms, |due| due.min(given_ms));
        self.lateness.insert(part, (due_ms, (shown_ms - due_ms).max(0) / MINUTE));
    }

    /// The clock never jumped, so how late the phone was can be said to the minute.
    #[must_use]
    pub const fn exactly_late(&self) -> bool {
        self.clock_trouble_real_ms == i64::MIN
    }

    /// How late the phone was: the middle and the last of the last thirty, as it really was.
    #[must_use]
    pub fn late(&self, now_ms: i64) -> Option<(i64, i64)> {
        let mut all: Vec<(i64, i64)> = self.lateness.values().filter(|(due, _)| *due <= now_ms).copied().collect();
        all.sort_by_key(|(due, _)| std::cmp::Reverse(*due));
        all.truncate(30);
        let last = all.first()?.1;
        let mut minutes: Vec<i64> = all.into_iter().map(|(_, late)| late).collect();
        minutes.sort_unstable();
        Some((minutes.get(minutes.len() / 2).copied()?, last))
    }
}
