//! One client's reminders: what they asked for, a phone that shows what it was given (and one evening late, as phones
//! do that save battery), what they said to it; and how all that reads in plain words.

use chrono::{DateTime, Duration, NaiveDateTime};
use handrail_core::Error;
use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::goals::{GoalState, NewStep};
use handrail_core::homework::HowOften;
use handrail_core::reminders::{
    AboutKind, AskAgain, EditPreferences, Exactness, Held, Importance, LATE_MIN, NamedTime, NewReminder,
    NotificationFact, PhoneFacts, PhoneKind, PlannedNotification, PlannedZone, QuietHours, Recurrence, Remind,
    Reminder, Repeats, Schedule, Weekday, When, ZonePolicy,
};

use super::chance::Chance;
use super::clock::moment;
use super::phone::{Phone, step};

const MINUTE_MS: i64 = 60_000;
/// How late everything of the late evening comes, in minutes.
const LATE_EVENING_MIN: i64 = 38;
/// How many notifications are told.
const TOLD: usize = 8;
/// What their own reminders are called; none of it is ever on a locked screen or in a packet.
pub const OWN: [&str; 3] = ["Water the seedlings", "Ring my aunt in Toronto", "Pay the rent for the stall"];

/// Asks the core to plan as this phone would.
const DOES: handrail_core::reminders::Phone =
    handrail_core::reminders::Phone { kind: PhoneKind::WakesTheApp, capacity: 64 };

/// The system of one client's phone: it holds what it was given, each with when it will really come.
#[derive(Debug)]
pub struct Reminding {
    /// Whose phone.
    pub who: usize,
    held: Vec<(PlannedNotification, i64)>,
    chance: Chance,
    /// On this evening the phone saves battery.
    late_on: Day,
}

/// What one client is reminded of next, and what "Check my reminders" says.
#[derive(Debug, Default)]
pub struct Told {
    /// Line by line, for a terminal.
    pub lines: Vec<String>,
    /// Notifications that the phone holds now.
    pub planned: usize,
    /// Sentences of the health page.
    pub findings: usize,
    /// Of what was due in the last days: how many came, and how many of them late.
    pub came: usize,
    /// See `came`.
    pub late: usize,
}

impl Reminding {
    /// The phone of this client, with nothing set yet.
    #[must_use]
    pub fn of(who: usize, seed: u64, late_on: Day) -> Self {
        Self { who, held: Vec::new(), chance: Chance::new(seed, "the phone's system"), late_on }
    }

    /// Shows what is due by now, takes what the person says to it, and sets what the core plans. When it has to be woken
    /// next.
    pub(super) fn wake(&mut self, phone: &Phone, now_ms: i64) -> Result<Option<i64>, Error> {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.held).into_iter().partition(|(_, comes)| *comes <= now_ms);
        self.held = later;
        for (shown, _) in due {
            phone.handrail.notification_fact(&shown.id, NotificationFact::Shown, None)?;
            self.answer(phone, &shown, now_ms)?;
        }
        let held: Vec<Held> = self.held.iter().map(|(n, _)| Held::from(n)).collect();
        let plan = phone.handrail.plan_notifications_for(DOES, &held)?;
        self.held.retain(|(n, _)| !plan.cancel.contains(&n.id));
        for new in plan.set {
            self.held.retain(|(n, _)| n.id != new.id);
            let minutes = i64::try_from(self.chance.below(3)).unwrap_or(0);
            let civil = moment(new.instant_ms).civil();
            let saves_battery = civil.date() == self.late_on.date() && civil.time() >= TimeOfDay::of(16, 0).time();
            let late = if saves_battery { LATE_EVENING_MIN } else { minutes };
            let comes = new.instant_ms + late * MINUTE_MS;
            self.held.push((new, comes));
        }
        let held: Vec<Held> = self.held.iter().map(|(n, _)| Held::from(n)).collect();
        phone.handrail.notifications_held(&held, &plan.cancel)?;
        Ok(self.held.iter().map(|(_, comes)| *comes).min())
    }

    /// Their own ones they answer on the notification, most days; the rest in the app, or not at all.
    fn answer(&self, phone: &Phone, shown: &PlannedNotification, now_ms: i64) -> Result<(), Error> {
        if shown.together > 1 || !matches!(shown.reminder, Reminder::Own(_)) {
            return Ok(());
        }
        let (fact, later) = match self.chance.below(10) {
            0..=5 => (NotificationFact::Done, None),
            6 => (NotificationFact::NotToday, None),
            7 => (NotificationFact::Later, Some(in_an_hour(now_ms))),
            _ => return Ok(()),
        };
        phone.handrail.notification_fact(&shown.id, fact, later).map(drop)
    }

    /// What comes next and what stands in the way, in the client's own language where it is for them.
    pub fn tell(&self, phone: &Phone, now_ms: i64) -> Result<Told, Error> {
        let words = phone.handrail.words()?;
        let plan = phone.handrail.plan_notifications_for(DOES, &[])?;
        let mut told = Told { planned: plan.set.len(), ..Told::default() };
        let now = moment(now_ms).civil();
        told.lines.push(format!("{}, {}: what the locked screen will show", phone.first_name(), in_full(now)));
        let pinned = |n: &&PlannedNotification| matches!(n.zone, PlannedZone::Pinned(_));
        let first_pinned = plan.set.iter().skip(TOLD).find(pinned);
        for n in plan.set.iter().take(TOLD).chain(first_pinned) {
            let zone = match &n.zone {
                PlannedZone::Floating => "wherever the phone is".to_owned(),
                PlannedZone::Pinned(zone) => format!("in {zone} ({} here)", at(n.instant_ms)),
                PlannedZone::Elapsed => "at that instant".to_owned(),
            };
            let more = if n.together > 1 { format!("  (+{} together)", n.together - 1) } else { String::new() };
            let text = words.message(&n.neutral);
            told.lines.push(format!("  {}   {zone:<42} {text}{more}", in_full(n.civil)));
        }
        if let Some(quiet) = phone.handrail.reminder_preferences()?.quiet_hours {
            told.lines.push(format!("  quiet from {} to {}", quiet.from, quiet.until));
        }
        let rest = plan.set.len().saturating_sub(TOLD + usize::from(first_pinned.is_some()));
        told.lines.push(format!("  and {rest} more, planned anew by {}", at(plan.replan_at_ms)));
        let facts = PhoneFacts {
            kind: PhoneKind::WakesTheApp,
            notifications_allowed: Some(true),
            channels_off: Vec::new(),
            exact_allowed: Some(false),
            battery_restricted: Some(false),
            last_boot_ms: None,
        };
        let health = phone.handrail.reminder_health(&facts)?;
        told.lines.push("check my reminders".to_owned());
        for line in &health.lines {
            let to_do = line.to_do.as_ref().map(|m| format!("  -> {}", words.message(m))).unwrap_or_default();
            told.lines.push(format!("  {}{to_do}", words.message(&line.says)));
        }
        told.findings = health.lines.len();
        if let Some(due) = health.last_due {
            told.lines.push(format!("  last due {}: {}", at(due.due_ms), words.message(&due.says())));
        }
        if let Some(shown) = health.last_shown_ms {
            told.lines.push(format!("  last shown {}", at(shown)));
        }
        told.came = health.recent.iter().filter(|d| d.shown_ms.is_some()).count();
        let late = health.recent.iter().filter(|d| d.late_min().is_some_and(|late| late >= LATE_MIN));
        for due in late {
            told.late += 1;
            told.lines.push(format!("  {}: {}", at(due.due_ms), words.message(&due.says())));
        }
        let (due, came) = (health.recent.len(), told.came);
        told.lines.push(format!("  in the last seven days {due} were due and {came} are known to have come"));
        if let Some(late) = health.late {
            let (median, longest) = (late.median_min, late.longest_min);
            told.lines.push(format!(
                "  minutes after their time, of the last {}: {median} in the middle, {longest} at the most",
                late.deliveries
            ));
        }
        Ok(told)
    }
}

fn in_an_hour(now_ms: i64) -> NaiveDateTime {
    moment(now_ms).civil() + Duration::hours(1)
}

fn in_full(civil: NaiveDateTime) -> String {
    civil.format("%a %d %b %H:%M").to_string()
}

fn at(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).map(|_| in_full(moment(ms).civil())).unwrap_or_default()
}

impl Phone {
    /// The day after the first meeting: what they want to be reminded of, and when it shall be quiet.
    pub(super) fn ask_for_reminders(&self, from: Day) -> Result<(), Error> {
        let time = |text| TimeOfDay::parse("time", text);
        let schedule =
            |repeats, at, zone| Schedule { recurrence: Recurrence::plain(from, repeats), times: vec![at], zone };
        let twice_a_week = Repeats::Weekly { every: 1, days: vec![Weekday::Tuesday, Weekday::Saturday] };
        let after_dinner = When::Named { name: NamedTime::AfterDinner };
        let toronto = ZonePolicy::Pinned { zone: "America/Toronto".into() };
        let last_day = Repeats::MonthlyOnDay { day: 31, if_missing: handrail_core::reminders::IfMissing::Clamp };
        let sundays = Repeats::Weekly { every: 1, days: vec![Weekday::Sunday] };
        let of = |n: usize, schedule| NewReminder::of(OWN.get(n).copied().unwrap_or_default(), schedule);
        for new in [
            NewReminder {
                again: Some(AskAgain { times: 1, after_min: 45 }),
                ..of(0, schedule(twice_a_week, after_dinner, ZonePolicy::Floating))
            },
            of(1, schedule(sundays, When::At { time: time("10:00")? }, toronto)),
            NewReminder {
                importance: Importance::High,
                exactness: Exactness::Exact,
                ahead_min: 60,
                ..of(2, schedule(last_day, When::At { time: time("10:00")? }, ZonePolicy::Floating))
            },
        ] {
            self.handrail.save_reminder(&new)?;
        }
        // One about a homework, at a second time of its day.
        let homework = self.handrail.homework()?;
        if let Some(daily) = homework.due.iter().chain(&homework.coming).find(|h| h.how_often == HowOften::Daily) {
            let second = NewReminder {
                about: AboutKind::Homework,
                about_id: Some(daily.id.0),
                ..NewReminder::of("", schedule(Repeats::EveryDays { every: 1 }, after_dinner, ZonePolicy::Floating))
            };
            self.handrail.save_reminder(&second)?;
        }
        let prefer = EditPreferences {
            quiet_hours: Some(Some(QuietHours { from: time("21:30")?, until: time("07:00")? })),
            named: vec![(NamedTime::AfterDinner, time("18:45")?)],
            check_in: Some(Remind::At(When::At { time: time("08:45")? })),
            session_eve: Some(Remind::At(When::At { time: time("19:15")? })),
            session_day: Some(Remind::At(When::Named { name: NamedTime::OnWaking })),
            ..EditPreferences::default()
        };
        self.handrail.save_reminder_preferences(&prefer).map(drop)
    }

    /// Puts a reminder on the step that is open, for that day.
    pub(super) fn remind_of_step(&self, on: Day) -> Result<(), Error> {
        let goals = self.handrail.goals()?;
        let open = goals.goals.iter().flat_map(|g| &g.short_term).find_map(|short| {
            let open = short.steps.iter().find(|s| s.state == GoalState::Active)?;
            Some((short.id, open.id, open.title.clone()))
        });
        let Some((short, id, title)) = open else { return Ok(()) };
        let edit = NewStep {
            reminder_day: Some(on),
            reminder_time: Some(TimeOfDay::parse("time", "15:00")?),
            ..step(short, &title)
        };
        self.handrail.edit_step(id, &edit).map(drop)
    }
}
