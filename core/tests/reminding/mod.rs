//! What a planner is given, with everything but what a test is about left as it usually is; and a line for the log of a
//! run, whether the test passes or not.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeMap;
use std::io::Write as _;

use chrono::{DateTime, NaiveDateTime, Utc};
use handrail_core::clock::{Day, Moment, Place, TimeOfDay};
use handrail_core::ids::Id;
use handrail_core::reminders::{
    AboutKind, Answers, Fact, Held, NamedTimes, NotificationFact, NotificationPlan, Occurrence, Phone, PhoneKind,
    QuietHours, Recurrence, Reminder, ReminderId, Repeats, Rule, Schedule, Situation, Turn, When, ZonePolicy, plan,
};

/// Not by `println!`, which the harness keeps to itself where a test passes: whoever reads the log has to see it.
pub fn say(text: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{text}").unwrap();
}

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub fn day(text: &str) -> Day {
    Day::parse("day", text).unwrap()
}

pub fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub fn ms(utc: &str) -> i64 {
    civil(utc).and_utc().timestamp_millis()
}

pub fn utc(ms: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(ms).unwrap().format("%Y-%m-%d %H:%M").to_string()
}

/// The moment at which the wall of that place shows that time.
pub fn at(zone: &str, wall: &str) -> Moment {
    let instant_ms = Place::named(zone, 0).instant_ms(civil(wall));
    Moment { instant_ms, zone: zone.into(), offset_min: 0 }.at(instant_ms)
}

pub fn own(n: u8) -> Reminder {
    Reminder::Own(ReminderId(Id::from_bytes([n; 16])))
}

pub fn when(time: &str) -> When {
    When::At { time: TimeOfDay::parse("time", time).unwrap() }
}

pub fn rule(n: u8, recurrence: Recurrence, times: &[&str]) -> Rule {
    let times = times.iter().map(|time| when(time)).collect();
    Rule::plain(own(n), AboutKind::Own, Schedule { recurrence, times, zone: ZonePolicy::Floating })
}

pub fn daily(n: u8, from: &str, time: &str) -> Rule {
    rule(n, Recurrence::plain(day(from), Repeats::EveryDays { every: 1 }), &[time])
}

pub fn pinned(zone: &str, rule: Rule) -> Rule {
    let zone = ZonePolicy::Pinned { zone: zone.into() };
    Rule { schedule: Schedule { zone, ..rule.schedule.clone() }, ..rule }
}

/// Everything but what a test is about.
#[derive(Clone)]
pub struct Given {
    pub rules: Vec<Rule>,
    pub facts: Vec<Fact>,
    pub quiet: Option<QuietHours>,
    pub phone: Phone,
    pub held: Vec<Held>,
    pub phone_had: BTreeMap<handrail_core::reminders::Part, i64>,
}

impl Given {
    pub fn rules(rules: impl Into<Vec<Rule>>) -> Self {
        Self {
            rules: rules.into(),
            facts: Vec::new(),
            quiet: None,
            phone: Phone { kind: PhoneKind::WakesTheApp, capacity: 64 },
            held: Vec::new(),
            phone_had: BTreeMap::new(),
        }
    }

    pub fn plan(&self, now: &Moment) -> NotificationPlan {
        let answers = Answers::fold(self.facts.clone());
        plan(&Situation {
            now,
            boundary_min: 180,
            rules: &self.rules,
            answers: &answers,
            named: &NamedTimes::default(),
            quiet: self.quiet,
            full_words: false,
            phone: self.phone,
            held: &self.held,
            given: &self.phone_had,
        })
    }

    pub fn instants(&self, now: &Moment) -> Vec<i64> {
        self.plan(now).set.iter().map(|n| n.instant_ms).collect()
    }
}

pub fn fact(n: u8, on: &str, fact: NotificationFact, made_ms: i64) -> Fact {
    let occurrence = Occurrence { reminder: own(n), day: day(on), slot: 0 };
    Fact { occurrence, fact, turn: Turn::First, later: None, made_ms }
}
