//! What the person does with the app: asks, moves, turns off, answers. Each ends in a plan, as every write does.

use chrono::{NaiveDateTime, NaiveTime};
use handrail_core::clock::TimeOfDay;
use handrail_core::homework::{HomeworkId, HomeworkOutcome, NewHomeworkResult};
use handrail_core::ids::Id;
use handrail_core::reminders::{EditPreferences, NotificationFact, Occurrence, QuietHours, Reminder, ReminderId};

use super::clock::DAY;
use super::judge::{Broken, Checked};
use super::life::Life;
use super::rules::{Asked, Holds};
use super::tally::Cause;

impl Life {
    /// The person asks to be reminded.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn ask(&mut self, asked: Asked) -> Checked<Reminder> {
        let said = asked.said().ok_or_else(|| Broken("a day that is none".into()))?;
        let changes = self.core.save_reminder(&said)?;
        let id = changes.records.iter().find(|change| change.concept == "reminder").map(|change| change.id);
        let reminder = Reminder::Own(ReminderId(id.ok_or_else(|| Broken("no reminder was made".into()))?));
        self.judge.asked.push(Asked { reminder, on: true, since_ms: self.wall().now_ms(), ..asked });
        self.plan()?;
        Ok(reminder)
    }

    /// The person moves a reminder to other times.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn move_to(&mut self, reminder: Reminder, times: Vec<NaiveTime>) -> Checked {
        let now_ms = self.wall().now_ms();
        let Reminder::Own(id) = reminder else { return Ok(()) };
        let Some(asked) = self.judge.asked.iter_mut().find(|asked| asked.reminder == reminder) else { return Ok(()) };
        if asked.times == times || matches!(asked.holds, Holds::Every(..)) {
            return Ok(());
        }
        asked.times = times;
        let said = asked.said();
        (asked.since_ms, asked.edition) = (now_ms, asked.edition + 1);
        self.core.edit_reminder(id, &said.ok_or_else(|| Broken("a day that is none".into()))?)?;
        self.judge.changed(reminder);
        self.plan()
    }

    /// The person turns a reminder off, or on.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn turn(&mut self, reminder: Reminder, on: bool) -> Checked {
        let now_ms = self.wall().now_ms();
        let Reminder::Own(id) = reminder else { return Ok(()) };
        let Some(asked) = self.judge.asked.iter_mut().find(|asked| asked.reminder == reminder) else { return Ok(()) };
        if asked.on == on {
            return Ok(());
        }
        (asked.on, asked.since_ms, asked.edition) = (on, now_ms, asked.edition + 1);
        self.core.set_reminder_on(id, on)?;
        self.judge.changed(reminder);
        self.plan()
    }

    /// The person sets their quiet hours.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn quiet(&mut self, hours: Option<(u32, u32)>) -> Checked {
        let quiet =
            hours.map(|(from, until)| QuietHours { from: TimeOfDay::of(from, 0), until: TimeOfDay::of(until, 0) });
        self.core
            .save_reminder_preferences(&EditPreferences { quiet_hours: Some(quiet), ..EditPreferences::default() })?;
        self.judge.quiet = quiet;
        let real_ms = self.wall().real_ms;
        self.judge.short_trouble(Cause::QuietChanged, real_ms - DAY, 2 * DAY);
        self.plan()
    }

    /// The person answers what stands on the screen, by number. Nothing happens where the action is not offered.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn answer(&mut self, n: usize, fact: NotificationFact, later: Option<NaiveDateTime>) -> Checked {
        let Some(showing) = self.showings.get(n).filter(|showing| showing.stands).cloned() else { return Ok(()) };
        if !self.state.can_run() {
            return Ok(());
        }
        let (id, wall) = (showing.notification.id.clone(), self.wall());
        if self.by_itself() {
            self.tell_shown(&id, showing.at_ms)?;
        }
        self.tell(&id, |core| core.notification_fact(&id, fact, later))?;
        if let Some(showing) = self.showings.get_mut(n) {
            showing.stands = false;
        }
        for part in id.parts()?.into_iter().filter(|part| part.occurrence.reminder != Reminder::KeepGoing) {
            match (fact, later) {
                (NotificationFact::Later, Some(at)) => self.judge.puts_off(part.occurrence, wall.instant_ms(at, at)),
                (NotificationFact::Done, _) => self.judge.closes(part.occurrence, true),
                (NotificationFact::NotToday, _) => self.judge.closes(part.occurrence, false),
                _ => {}
            }
        }
        self.plan()
    }

    /// The person does their homework and says so on its sheet, without any reminder.
    ///
    /// # Errors
    /// What the core refuses.
    pub fn log_homework(&mut self, homework: Id) -> Checked {
        let day = self.core.this_day()?;
        let result = NewHomeworkResult {
            homework: HomeworkId(homework),
            occurrence: day,
            result: HomeworkOutcome::Done,
            smaller: false,
            obstacle: None,
            note: String::new(),
            helpfulness: None,
        };
        self.core.record_homework(&result)?;
        let reminder = Reminder::Homework(HomeworkId(homework));
        self.judge.closes(Occurrence { reminder, day, slot: 0 }, true);
        self.plan()
    }
}
