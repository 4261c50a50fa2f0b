//! Reminders that can be trusted, in civil time (docs/reminders.md).
//!
//! The core plans, the shell hands civil times to the phone's system and reports back what was shown, answered or
//! could not be set. The instant of a planned notification is for ordering: where the phone's own tables say
//! otherwise, the phone wins.
//!
//! ```text
//!   what the person made ─┐
//!   homework, step, ...  ─┴─> rules ──┐                             ┌─> the phone's system
//!        facts, the record itself ────┼─> planner (pure) ──> set, cancel, when to ask again
//!   moment, quiet hours, the phone ───┘                             │
//!        facts <── shown, done, later, not today, could not be set ─┘
//! ```
//! `recurrence` days; `rule` what is asked for; `notification` names; `answers` the fold of facts; `planner` and
//! `source` the plan; `text` the only words; `load`, `record`, `own`, `preferences` the store; `health` honesty;
//! `calendar` a copy for another calendar.

mod answers;
mod calendar;
mod health;
mod load;
mod notification;
mod own;
mod plan;
mod planner;
mod preferences;
mod quiet;
mod record;
mod recurrence;
mod rule;
mod source;
mod text;

use std::collections::BTreeMap;

use rusqlite::Connection;

pub use answers::{Answer, Answers, Fact, NotificationFact};
pub use calendar::{
    CalendarChoice, CalendarExport, CalendarText, CalendarWish, LeftOut, Written, ZONE_YEARS, write as write_calendar,
};
pub use health::{
    Became, DueLine, Finding, HealthLine, Hint, LATE_MIN, LOOK_BACK_DAYS, Lateness, MOST_LISTED, PhoneFacts,
    ReminderHealth,
};
pub use notification::{NotificationId, Occurrence, Part, Reminder, Turn};
pub use own::{MOST_REMINDERS, NewReminder, ReminderView};
pub use plan::{Held, NotificationPlan, Phone, PhoneKind, PlannedNotification, PlannedZone};
pub use planner::{CLOSE_MIN, GRACE_MIN, MOST_HELD, Situation, plan};
pub use preferences::{EditPreferences, Preferences, Remind, Switch};
pub use quiet::QuietHours;
pub use record::{LATER_MIN, LONGEST_WAIT_DAYS};
pub(crate) use record::{forget, forget_delivered};
pub use recurrence::{
    Ends, IfMissing, MOST_DAYS_BETWEEN, MOST_DAYS_NAMED, MOST_TIMES, MOST_WEEKS_BETWEEN, Nth, Recurrence, Repeats,
    Weekday,
};
pub use rule::{
    AboutKind, AskAgain, Exactness, Importance, LONGEST_AHEAD_MIN, LONGEST_REPEAT_MIN, MOST_HOURS, MOST_REPEATS,
    MOST_TIMES_OF_DAY, NamedTime, NamedTimes, ReminderId, Rule, SHORTEST_REPEAT_MIN, Schedule, When, ZONE_LIMIT,
    ZonePolicy,
};
pub use text::{Action, Channel, NEUTRAL};

use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::settings::{LockScreenWords, settings_of};

/// Everything that a plan depends on, out of the store.
pub(crate) struct Known {
    pub(crate) preferences: Preferences,
    pub(crate) rules: Vec<Rule>,
    pub(crate) answers: Answers,
    pub(crate) given: BTreeMap<Part, i64>,
    pub(crate) full_words: bool,
}

impl Known {
    /// With answers about the days from `since` on.
    pub(crate) fn read(c: &Connection, now: &Moment, today: Day, since: Day) -> Result<Self> {
        let preferences = preferences::of(c)?;
        let full_words = settings_of(c)?.lock_screen_words == LockScreenWords::Full;
        let rules = load::rules(c, &preferences, today)?;
        let answers = record::answers(c, since)?;
        Ok(Self { preferences, rules, answers, given: given(c, now.instant_ms)?, full_words })
    }

    pub(crate) fn situation<'a>(
        &'a self,
        now: &'a Moment,
        boundary_min: i64,
        phone: Phone,
        held: &'a [Held],
    ) -> Situation<'a> {
        Situation {
            now,
            boundary_min,
            rules: &self.rules,
            answers: &self.answers,
            named: &self.preferences.named,
            quiet: self.preferences.quiet_hours,
            full_words: self.full_words,
            phone,
            held,
            given: &self.given,
        }
    }
}

impl Handrail {
    /// What the phone's system should hold, against what it says it holds, on a phone that wakes the app. At most
    /// `capacity` notifications are asked for, the soonest first. Ask again after every write, at start,
    /// after a reboot, and when clock, zone, language or permission change.
    pub fn plan_notifications(&self, capacity: u32, held: &[Held]) -> Result<NotificationPlan> {
        self.plan_notifications_for(Phone { kind: PhoneKind::WakesTheApp, capacity }, held)
    }

    /// The same for any phone. One that shows notifications by itself gets at most [`MOST_HELD`], and the last of
    /// them asks to open the app.
    pub fn plan_notifications_for(&self, phone: Phone, held: &[Held]) -> Result<NotificationPlan> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        let today = now.day(boundary_min);
        self.read(|c| {
            let known = Known::read(c, &now, today, record::since_put_off(c, today.plus(-2))?)?;
            Ok(plan(&known.situation(&now, boundary_min, phone, held)))
        })
    }

    /// What a phone that wakes the app shows when it was woken for this notification: some of it may have been answered
    /// meanwhile, it may be late (then `quietly`, as "from earlier today"), in the quiet hours or on another day. None
    /// where nothing is to be shown. Show what comes back under its own id, tell that it was shown, and plan anew.
    pub fn notification_to_show(&self, id: &NotificationId) -> Result<Option<PlannedNotification>> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        let today = now.day(boundary_min);
        let since = id.parts()?.iter().map(|part| part.occurrence.day).min().unwrap_or(today).min(today.plus(-2));
        let phone = Phone { kind: PhoneKind::WakesTheApp, capacity: 1 };
        self.read(|c| {
            let known = Known::read(c, &now, today, since)?;
            Ok(planner::to_show(&known.situation(&now, boundary_min, phone, &[]), id))
        })
    }
}

/// What the phone was given and for when, from the last days on.
fn given(c: &Connection, now_ms: i64) -> Result<BTreeMap<Part, i64>> {
    let mut q = c.prepare_cached("SELECT part, due_ms FROM delivery WHERE due_ms >= ?1 AND given_ms IS NOT NULL")?;
    let mut rows = q.query([now_ms - (LOOK_BACK_DAYS + 2) * 86_400_000])?;
    let mut given = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let id = NotificationId::parse(r.get_ref(0)?.as_str().unwrap_or_default());
        if let Some(part) = id.ok().and_then(|id| id.parts().ok()).and_then(|parts| parts.first().copied()) {
            given.insert(part, r.get(1)?);
        }
    }
    Ok(given)
}
