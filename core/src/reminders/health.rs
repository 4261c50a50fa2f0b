//! "Check my reminders": what may keep a reminder from coming on this phone, in one plain sentence each with the one
//! thing to do, and what the phone has done so far. Nothing here is a judgement of the person: an unanswered
//! reminder counts for nothing, and only what the phone did is looked at.

use rusqlite::{Connection, params};

use super::Known;
use super::notification::{NotificationId, Occurrence, Part, Reminder, Turn};
use super::plan::{self, Phone, PhoneKind, PlannedNotification};
use super::planner::{self, GRACE_MIN};
use super::rule::Exactness;
use super::text::Channel;
use crate::clock::{Day, Place};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::validate::choice;
use crate::words::Message;

/// How far back is looked, in days.
pub const LOOK_BACK_DAYS: i64 = 7;
/// Most occurrences that are listed.
pub const MOST_LISTED: usize = 50;
/// From how many minutes on late is said to be late.
pub const LATE_MIN: i64 = 15;
/// How many deliveries the lateness is taken from.
const DELIVERIES: i64 = 30;
const MINUTE_MS: i64 = 60_000;

/// What the shell knows of the phone. What it cannot know is `None`, and nothing is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneFacts {
    /// How it reminds.
    pub kind: PhoneKind,
    /// Notifications are allowed.
    pub notifications_allowed: Option<bool>,
    /// Channels that the person turned off in the phone's settings.
    pub channels_off: Vec<Channel>,
    /// Exact alarms are allowed.
    pub exact_allowed: Option<bool>,
    /// The phone holds the app back to save battery.
    pub battery_restricted: Option<bool>,
    /// When the phone was last started (UTC milliseconds).
    pub last_boot_ms: Option<i64>,
}

choice! {
    /// Something that may keep a reminder from coming, or the word that there is nothing.
    Finding {
        /// Notifications are not allowed.
        NotificationsOff = "notifications_off",
        /// A channel that is used is off.
        ChannelOff = "channel_off",
        /// The phone refused to set one.
        CouldNotBeSet = "could_not_be_set",
        /// One was due before the phone was started, and did not come.
        BeforeStart = "before_start",
        /// One was due, and nothing says that it came.
        NotShown = "not_shown",
        /// The phone holds the app back.
        BatteryRestricted = "battery_restricted",
        /// They came late.
        Late = "late",
        /// Exact alarms are not allowed, and a reminder asks for one: it comes within some minutes.
        ExactOff = "exact_off",
        /// Nothing is set to remind.
        NothingSet = "nothing_set",
        /// Nothing is known that stands in the way.
        AllWell = "all_well",
    }
}

choice! {
    /// Where a shell takes the person for the one thing to do.
    Hint {
        /// The app's notification settings.
        NotificationSettings = "notification_settings",
        /// The settings of the channel.
        ChannelSettings = "channel_settings",
        /// The permission for exact alarms.
        ExactAlarmSettings = "exact_alarm_settings",
        /// The battery settings of the app.
        BatterySettings = "battery_settings",
        /// A test reminder.
        TestReminder = "test_reminder",
    }
}

impl Finding {
    const fn messages(self) -> (&'static str, Option<(&'static str, Hint)>) {
        match self {
            Self::NotificationsOff => {
                ("health-notifications-off", Some(("health-notifications-off-do", Hint::NotificationSettings)))
            }
            Self::ChannelOff => ("health-channel-off", Some(("health-channel-off-do", Hint::ChannelSettings))),
            Self::CouldNotBeSet => ("reminder-could-not-be-set", Some(("health-test-do", Hint::TestReminder))),
            Self::BeforeStart => ("health-before-start", Some(("health-test-do", Hint::TestReminder))),
            Self::NotShown => ("health-not-shown", Some(("health-test-do", Hint::TestReminder))),
            Self::BatteryRestricted => ("health-battery", Some(("health-battery-do", Hint::BatterySettings))),
            Self::Late => ("health-late", Some(("health-battery-do", Hint::BatterySettings))),
            Self::ExactOff => ("health-exact-off", Some(("health-exact-off-do", Hint::ExactAlarmSettings))),
            Self::NothingSet => ("health-nothing-set", None),
            Self::AllWell => ("health-all-well", None),
        }
    }
}

/// One sentence, with the one thing to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthLine {
    /// What it is about.
    pub finding: Finding,
    /// What is so.
    pub says: Message,
    /// What can be done.
    pub to_do: Option<Message>,
    /// Where that is done.
    pub hint: Option<Hint>,
}

choice! {
    /// What became of an occurrence, as far as this phone knows.
    Became {
        /// It was shown.
        Shown = "shown",
        /// It was answered, here or in the app.
        Answered = "answered",
        /// The phone was given it, shows by itself, and holds it no more.
        Given = "given",
        /// The phone refused it.
        CouldNotBeSet = "could_not_be_set",
        /// Nothing is known of it.
        NotShown = "not_shown",
    }
}

impl Became {
    const fn message(self) -> &'static str {
        match self {
            Self::Shown => "health-became-shown",
            Self::Answered => "health-became-answered",
            Self::Given => "health-became-given",
            Self::CouldNotBeSet => "health-became-could-not-be-set",
            Self::NotShown => "health-became-not-shown",
        }
    }
}

/// An occurrence that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueLine {
    /// Which.
    pub occurrence: Occurrence,
    /// When it was due (UTC milliseconds), quiet hours considered.
    pub due_ms: i64,
    /// What became of it.
    pub became: Became,
    /// When it was shown (UTC milliseconds), where that is known.
    pub shown_ms: Option<i64>,
}

impl DueLine {
    /// How many whole minutes after its time it was shown; 0 on time, `None` where it is not known to have been shown.
    #[must_use]
    pub fn late_min(&self) -> Option<i64> {
        self.shown_ms.map(|shown| ((shown - self.due_ms) / MINUTE_MS).max(0))
    }

    /// What became of it in a sentence; from [`LATE_MIN`] on with the minutes that it came late.
    #[must_use]
    pub fn says(&self) -> Message {
        match self.late_min().filter(|late| *late >= LATE_MIN && self.became == Became::Shown) {
            Some(late) => Message::new("health-became-shown-late").with("count", late),
            None => Message::new(self.became.message()),
        }
    }
}

/// How late the phone was, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Of so many that were seen to come.
    pub deliveries: u32,
    /// In the middle.
    pub median_min: i64,
    /// The last one.
    pub last_min: i64,
    /// The one that came latest.
    pub longest_min: i64,
}

/// The screen "Check my reminders".
#[derive(Debug, Clone, PartialEq)]
pub struct ReminderHealth {
    /// What is so, the most important first; never empty. The screen shows the first, and the rest below it.
    pub lines: Vec<HealthLine>,
    /// The last one that was due.
    pub last_due: Option<DueLine>,
    /// When the last one was shown (UTC milliseconds).
    pub last_shown_ms: Option<i64>,
    /// How late the phone was; none while nothing was seen to come.
    pub late: Option<Lateness>,
    /// When a test last came (UTC milliseconds).
    pub last_test_ms: Option<i64>,
    /// What was due in the last [`LOOK_BACK_DAYS`] days, the newest first, at most [`MOST_LISTED`].
    pub recent: Vec<DueLine>,
}

impl Handrail {
    /// What may keep reminders from coming on this phone, and what it has done so far.
    pub fn reminder_health(&self, phone: &PhoneFacts) -> Result<ReminderHealth> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        let today = now.day(boundary_min);
        let from = today.plus(-LOOK_BACK_DAYS);
        self.read(|c| {
            let known = Known::read(c, &now, today, from.plus(-2))?;
            let does = Phone { kind: phone.kind, capacity: 0 };
            let situation = known.situation(&now, boundary_min, does, &[]);
            let recent: Vec<DueLine> = planner::due_since(&situation, from)
                .into_iter()
                .take(MOST_LISTED)
                .map(|(occurrence, due_ms)| DueLine {
                    occurrence,
                    due_ms,
                    became: became(&known, phone, occurrence, now.instant_ms),
                    shown_ms: known.answers.of(&occurrence).and_then(|a| a.shown_ms(Turn::First)),
                })
                .collect();
            let late = lateness(c, now.instant_ms)?;
            let shown = "SELECT max(shown_ms) FROM delivery WHERE (part LIKE 't:%') = ?1";
            let last = |test: bool| -> Result<Option<i64>> { Ok(c.query_row(shown, [test], |r| r.get(0))?) };
            let found = findings(&known, phone, &recent, late, now.instant_ms);
            Ok(ReminderHealth {
                lines: found.into_iter().map(|finding| line(finding, late)).collect(),
                last_due: recent.first().copied(),
                last_shown_ms: last(false)?,
                late,
                last_test_ms: last(true)?,
                recent,
            })
        })
    }

    /// A test, to be set on the phone like any other: it comes in one to two minutes. Nothing of it is kept in the record.
    pub fn test_reminder(&self) -> Result<PlannedNotification> {
        let now = self.now()?;
        let here = Place::of(&now);
        let instant_ms = (now.instant_ms.div_euclid(MINUTE_MS) + 2) * MINUTE_MS;
        let civil = here.civil(instant_ms);
        let day = Day::from_date(civil.date()).unwrap_or(Day::LAST);
        let minute = (civil.time() - chrono::NaiveTime::MIN).num_minutes();
        let occurrence = Occurrence { reminder: Reminder::Test, day, slot: u32::try_from(minute).unwrap_or(0) };
        let id = NotificationId::of(&[Part { occurrence, turn: Turn::First }]);
        Ok(plan::bare(id, Reminder::Test, day, civil, instant_ms))
    }
}

fn became(known: &Known, phone: &PhoneFacts, occurrence: Occurrence, now_ms: i64) -> Became {
    let part = Part { occurrence, turn: Turn::First };
    let answer = known.answers.of(&occurrence);
    match answer {
        Some(a) if a.shown() => Became::Shown,
        Some(a) if a.answered() => Became::Answered,
        _ if known.answers.closed(&occurrence) => Became::Answered,
        _ if phone.kind == PhoneKind::HoldsMany && known.given.get(&part).is_some_and(|at| *at <= now_ms) => {
            Became::Given
        }
        Some(a) if a.refused() => Became::CouldNotBeSet,
        _ => Became::NotShown,
    }
}

fn findings(
    known: &Known,
    phone: &PhoneFacts,
    recent: &[DueLine],
    late: Option<Lateness>,
    now_ms: i64,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |finding, is: bool| {
        if is {
            found.push(finding);
        }
    };
    let used = |channel: &Channel| known.rules.iter().any(|rule| super::text::channel(rule.about) == *channel);
    note(Finding::NotificationsOff, phone.notifications_allowed == Some(false));
    note(Finding::ChannelOff, phone.channels_off.iter().any(used));
    note(Finding::CouldNotBeSet, recent.iter().any(|line| line.became == Became::CouldNotBeSet));
    // What has only just become due is on its way.
    let grace_ms = i64::from(GRACE_MIN) * MINUTE_MS;
    let not_shown = |line: &&DueLine| line.became == Became::NotShown && now_ms - line.due_ms > grace_ms;
    let last_not_shown = recent.iter().find(not_shown);
    let before_start = |line: &DueLine| phone.last_boot_ms.is_some_and(|boot| line.due_ms < boot);
    note(Finding::BeforeStart, last_not_shown.is_some_and(before_start));
    note(Finding::NotShown, last_not_shown.is_some_and(|line| !before_start(line)));
    note(Finding::BatteryRestricted, phone.battery_restricted == Some(true));
    note(Finding::Late, late.is_some_and(|late| late.median_min >= LATE_MIN));
    let exact = known.rules.iter().any(|rule| rule.exactness == Exactness::Exact);
    note(Finding::ExactOff, exact && phone.exact_allowed == Some(false));
    note(Finding::NothingSet, known.rules.is_empty());
    if found.is_empty() {
        found.push(Finding::AllWell);
    }
    found
}

fn line(finding: Finding, late: Option<Lateness>) -> HealthLine {
    let (says, to_do) = finding.messages();
    let says = match (finding, late) {
        (Finding::Late, Some(late)) => Message::new(says).with("count", late.median_min),
        _ => Message::new(says),
    };
    HealthLine { finding, says, to_do: to_do.map(|(id, _)| Message::new(id)), hint: to_do.map(|(_, hint)| hint) }
}

/// What was given to the phone, against when it was seen to come.
fn lateness(c: &Connection, now_ms: i64) -> Result<Option<Lateness>> {
    let mut q = c.prepare_cached(
        "SELECT max(shown_ms - due_ms, 0) / 60000 FROM delivery
          WHERE shown_ms IS NOT NULL AND given_ms IS NOT NULL AND due_ms <= ?1 ORDER BY due_ms DESC LIMIT ?2",
    )?;
    let mut minutes: Vec<i64> = q.query_map(params![now_ms, DELIVERIES], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let Some(last_min) = minutes.first().copied() else { return Ok(None) };
    crate::sorting::natural(&mut minutes);
    let median_min = minutes.get(minutes.len() / 2).copied().unwrap_or(last_min);
    let longest_min = minutes.last().copied().unwrap_or(last_min);
    let deliveries = u32::try_from(minutes.len()).unwrap_or(u32::MAX);
    Ok(Some(Lateness { deliveries, median_min, last_min, longest_min }))
}
