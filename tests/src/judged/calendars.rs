//! Random calendar files, and the times that they must give to whoever reads them.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use chrono::NaiveDateTime;
use handrail_core::clock::{Moment, Place, TimeOfDay};
use handrail_core::ids::Id;
use handrail_core::reminders::{
    AboutKind, AskAgain, CalendarText, NamedTimes, Reminder, ReminderId, Rule, Schedule, When, Written, ZonePolicy,
    write_calendar,
};
use handrail_core::words::{Message, Words};
use serde_json::{Value, json};

use super::random::{number, one, starting, time};
use crate::demo::chance::Chance;

/// 2026-03-02 10:00 UTC.
const NOW_MS: i64 = 1_772_445_600_000;
const TODAY: i64 = 20_514;
/// How many days of a file are looked at.
const LOOK_DAYS: i64 = 2_200;
/// How many times of one file, at most.
const MOST_TIMES: usize = 80;
const HOUR_MS: i64 = 3_600_000;

/// Zones with clock changes of every kind.
const ZONES: [&str; 10] = [
    "Europe/London",
    "America/New_York",
    "Africa/Cairo",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Europe/Dublin",
];
const TITLES: [&str; 8] = [
    "tea, bread; and milk",
    "back\\slash \\n and \\, kept",
    "ring Sam: \"at home\"",
    "اشرب الماء، ثم امشِ",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
    "plants \u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}\u{1f331}",
    "a line that is a good deal longer than the seventy-five octets that one line of such a file may have",
    "café — déjà vu",
];

/// Writes random files with the times they must give, by the core's own days and instants.
///
/// # Errors
/// Where the file cannot be written, or a calendar cannot.
pub fn calendars(seed: u64, count: u64, to: &Path) -> io::Result<()> {
    let chance = Chance::new(seed, "calendars");
    let mut file = BufWriter::new(File::create(to)?);
    for n in 0..count {
        writeln!(file, "{}", calendar(&chance, n).map_err(io::Error::other)?)?;
    }
    file.flush()
}

fn calendar(chance: &Chance, n: u64) -> Result<Value, handrail_core::Error> {
    let now = Moment { instant_ms: NOW_MS, zone: "Europe/London".to_owned(), offset_min: 0 };
    let rule = rule(chance, n, &now);
    let full = chance.percent(50);
    let words = Words::of(one(chance, &["en", "es", "ar"], "en"));
    let say = |message: &Message| words.message(message);
    let with = Written {
        now: &now,
        named: &NamedTimes::default(),
        quiet: None,
        text: if full { CalendarText::Full } else { CalendarText::Neutral },
        say: &say,
        mark: Id::from_bytes([7; 16]),
    };
    let export = write_calendar(std::slice::from_ref(&rule), &with)?;
    let says = if full {
        Message::new("reminder-own").with("title", rule.title.as_str())
    } else {
        Message::new("reminder-neutral")
    };
    let again = rule.again.map_or((0, 0), |again| (again.times, again.after_min * 60));
    let mut alarms = vec![json!([0, again.0, again.1])];
    if rule.ahead_min > 0 {
        alarms.insert(0, json!([-i64::from(rule.ahead_min) * 60, 0, 0]));
    }
    Ok(json!({
        "file": export.file,
        "says": words.message(&says),
        "alarms": alarms,
        "kind": kind(&rule.schedule.zone),
        "slots": times(&rule, &now),
    }))
}

fn kind(zone: &ZonePolicy) -> &'static str {
    match zone {
        ZonePolicy::Floating => "floating",
        ZonePolicy::Pinned { .. } => "pinned",
        ZonePolicy::Elapsed { .. } => "elapsed",
    }
}

fn rule(chance: &Chance, n: u64, now: &Moment) -> Rule {
    let mut recurrence = starting(chance, TODAY + number(chance, -400, 400));
    let zone = match chance.below(10) {
        0 => ZonePolicy::Elapsed { every_hours: u32::try_from(number(chance, 1, 168)).unwrap_or(1) },
        1..=5 => ZonePolicy::Pinned { zone: one(chance, &ZONES, "UTC").to_owned() },
        _ => ZonePolicy::Floating,
    };
    let elapsed = matches!(zone, ZonePolicy::Elapsed { .. });
    if elapsed {
        recurrence = handrail_core::reminders::Recurrence::once(recurrence.starts);
    }
    let mut times: Vec<TimeOfDay> = (0..if elapsed { 1 } else { number(chance, 1, 3) }).map(|_| time(chance)).collect();
    times.dedup();
    let from_ms = times
        .first()
        .filter(|_| elapsed)
        .map(|time| Place::of(now).instant_ms(recurrence.starts.date().and_time(time.time())));
    let times = times.into_iter().map(|time| When::At { time }).collect();
    let mut id = [0; 16];
    id.iter_mut().zip(n.to_be_bytes()).for_each(|(to, from)| *to = from);
    let own = Reminder::Own(ReminderId(Id::from_bytes(id)));
    let minutes = |least, most| u32::try_from(number(chance, least, most)).unwrap_or(30);
    Rule {
        title: one(chance, &TITLES, "tea").to_owned(),
        from_ms,
        ahead_min: if chance.percent(30) { minutes(1, 1440) } else { 0 },
        again: chance.percent(30).then(|| AskAgain { times: minutes(1, 2), after_min: minutes(30, 240) }),
        ..Rule::plain(own, AboutKind::Own, Schedule { recurrence, times, zone })
    }
}

/// For each time of day: times on the wall where it floats, instants (UTC seconds) elsewhere.
fn times(rule: &Rule, now: &Moment) -> Vec<Value> {
    let place = match &rule.schedule.zone {
        ZonePolicy::Pinned { zone } => Place::named(zone, 0),
        ZonePolicy::Floating | ZonePolicy::Elapsed { .. } => Place::of(now),
    };
    let today = handrail_core::clock::Day::from_date(place.civil(now.instant_ms).date());
    let today = today.unwrap_or(handrail_core::clock::Day::LAST);
    if let (ZonePolicy::Elapsed { every_hours }, Some(from_ms)) = (&rule.schedule.zone, rule.from_ms) {
        let first_ms = place.instant_ms(today.date().and_time(chrono::NaiveTime::MIN));
        let step_ms = i64::from(*every_hours) * HOUR_MS;
        let all = (0..).map(|n| from_ms + n * step_ms).filter(|at| *at >= first_ms);
        let instants: Vec<i64> = all.take(MOST_TIMES).map(|at| at / 1000).collect();
        return vec![json!({ "instants": instants, "whole": false })];
    }
    let floating = rule.schedule.zone == ZonePolicy::Floating;
    let days: Vec<_> = rule.schedule.recurrence.days(today, today.plus(LOOK_DAYS)).take(MOST_TIMES + 1).collect();
    // Where there may be more, only the first ones are compared.
    let whole = days.len() <= MOST_TIMES && rule.schedule.recurrence.next(today.plus(LOOK_DAYS + 1)).is_none();
    rule.schedule
        .times
        .iter()
        .map(|when| {
            let at: Vec<NaiveDateTime> = days
                .iter()
                .take(MOST_TIMES)
                .map(|day| day.date().and_time(when.on(&NamedTimes::default()).time()))
                .collect();
            let time = when.on(&NamedTimes::default()).to_string();
            if floating {
                let walls: Vec<String> = at.iter().map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string()).collect();
                json!({ "time": time, "walls": walls, "whole": whole })
            } else {
                let instants: Vec<i64> = at.iter().map(|at| place.instant_ms(*at) / 1000).collect();
                json!({ "time": time, "instants": instants, "whole": whole })
            }
        })
        .collect()
}
