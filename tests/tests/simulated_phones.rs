//! Simulated phones, for years: what is due is shown once or told of, never twice, never in the quiet hours.
//!
//! `HANDRAIL_PHONE_YEARS=50` lives longer, `HANDRAIL_PHONE=android:7:365` lives one life again, and with
//! `HANDRAIL_PHONE_TRACE=1` it says what happens in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use handrail_core::reminders::{Became, Finding, PhoneKind, Reminder};
use handrail_tests::phones::{Android, Asked, DAY, Holds, Ios, Life, Os, Tally, live};

/// Days of one random life.
const DAYS: i64 = 73;

fn years() -> i64 {
    std::env::var("HANDRAIL_PHONE_YEARS").ok().and_then(|years| years.parse().ok()).unwrap_or(4)
}

/// The lives to live: those of the seeds from 0 on, or the one that is asked for again.
fn seeds(kind: PhoneKind) -> Vec<(u64, i64)> {
    let Ok(which) = std::env::var("HANDRAIL_PHONE") else {
        return (0..(years() * 365 / DAYS).unsigned_abs()).map(|seed| (seed, DAYS)).collect();
    };
    let name = if kind == PhoneKind::WakesTheApp { "android" } else { "ios" };
    let parts: Vec<&str> = which.split(':').collect();
    match parts[..] {
        [of, seed, days] if of == name => vec![(seed.parse().unwrap(), days.parse().unwrap())],
        _ => Vec::new(),
    }
}

fn lives(kind: PhoneKind) -> Tally {
    let mut all = Tally::default();
    let mut broken = Vec::new();
    for (seed, days) in seeds(kind) {
        match live(seed, kind, days) {
            Ok(tally) => all.add(&tally),
            Err(what) => broken.push(what.to_string()),
        }
    }
    println!("DONE {kind:?}: {all:#?}");
    assert!(broken.is_empty(), "{} lives were broken:\n{}", broken.len(), broken.join("\n"));
    all
}

#[test]
fn years_on_a_phone_that_wakes_the_app() {
    let all = lives(PhoneKind::WakesTheApp);
    assert!(
        all.phones < 20 || all.in_time * 10 > all.due * 7,
        "most of it comes in time: {} of {}",
        all.in_time,
        all.due
    );
}

#[test]
fn years_on_a_phone_that_shows_by_itself() {
    let all = lives(PhoneKind::HoldsMany);
    assert!(
        all.phones < 20 || all.in_time * 10 > all.due * 7,
        "most of it comes in time: {} of {}",
        all.in_time,
        all.due
    );
}

fn ms(utc: &str) -> i64 {
    NaiveDateTime::parse_from_str(utc, "%Y-%m-%d %H:%M").unwrap().and_utc().timestamp_millis()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// A phone in London, in the morning of Monday 1 June 2026; nine o'clock there is eight in UTC.
fn phone(name: &str, os: Box<dyn Os>) -> Life {
    Life::new(name, 1, ms("2026-06-01 06:00"), Tz::Europe__London, os).unwrap()
}

fn android() -> Box<dyn Os> {
    Box::new(Android::new(64, true, true))
}

fn ios() -> Box<dyn Os> {
    Box::new(Ios::new(true))
}

fn daily(at: &str) -> Asked {
    Asked { exact: true, ..Asked::daily(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(), time(at)) }
}

/// What stood on the screen, as the wall had it.
fn seen(life: &Life) -> Vec<String> {
    let quietly = |quiet| if quiet { " quietly" } else { "" };
    life.showings
        .iter()
        .map(|s| format!("{}{}", s.wall.format("%m-%d %H:%M"), quietly(s.notification.quietly)))
        .collect()
}

fn found(life: &Life) -> Vec<Finding> {
    life.health().unwrap().lines.iter().map(|line| line.finding).collect()
}

#[test]
fn maria_flies_from_london_to_santiago_with_one_reminder_at_home_and_one_in_her_pocket() {
    for os in [android(), ios()] {
        let mut maria = phone("maria", os);
        maria.ask(Asked { holds: Holds::In(Tz::Europe__London), ..daily("09:00") }).unwrap();
        maria.ask(daily("20:00")).unwrap();
        maria.until(ms("2026-06-01 22:00")).unwrap();
        // Five hours back on the wall: Santiago is at UTC-4 in June.
        maria.clock_or_zone(0, "America/Santiago", Tz::America__Santiago).unwrap();
        maria.until(ms("2026-06-03 12:00")).unwrap();
        let expected = ["06-01 09:00", "06-01 20:00", "06-02 04:00", "06-02 20:00", "06-03 04:00"];
        assert_eq!(seen(&maria), expected, "nine in London, and eight in the evening where she is");
        maria.open_app().unwrap();
        maria.looked_at().unwrap();
    }
}

#[test]
fn toms_phone_was_off_for_four_days_and_one_quiet_word_comes_not_four() {
    let mut tom = phone("tom", android());
    tom.ask(daily("09:00")).unwrap();
    tom.until(ms("2026-06-01 12:00")).unwrap();
    tom.power_off();
    tom.until(ms("2026-06-05 14:00")).unwrap();
    tom.power_on().unwrap();
    tom.until(ms("2026-06-06 12:00")).unwrap();
    assert_eq!(seen(&tom), ["06-01 09:00", "06-05 15:01 quietly", "06-06 09:00"]);
    let health = tom.health().unwrap();
    let became: Vec<Became> = health.recent.iter().map(|line| line.became).collect();
    let not = Became::NotShown;
    assert_eq!(became, [Became::Shown, Became::Shown, not, not, not, Became::Shown]);
    assert_eq!(found(&tom), [Finding::BeforeStart], "and why is said, with nothing else");
    tom.looked_at().unwrap();
}

#[test]
fn ana_takes_the_permission_away_and_gives_it_back() {
    for os in [android(), ios()] {
        let mut ana = phone("ana", os);
        ana.ask(daily("09:00")).unwrap();
        ana.until(ms("2026-06-01 12:00")).unwrap();
        ana.allow(false);
        ana.until(ms("2026-06-03 12:00")).unwrap();
        ana.open_app().unwrap();
        assert_eq!(found(&ana)[0], Finding::NotificationsOff);
        assert!(ana.os.held().is_empty(), "nothing is asked of a phone that may not show it");
        ana.allow(true);
        ana.open_app().unwrap();
        ana.until(ms("2026-06-04 12:00")).unwrap();
        let came = seen(&ana);
        assert_eq!((came[0].as_str(), came.last().unwrap().as_str()), ("06-01 09:00", "06-04 09:00"));
        assert!(came.len() <= 3, "at most one from earlier: {came:?}");
        assert!(!found(&ana).contains(&Finding::NotificationsOff));
    }
}

#[test]
fn a_clock_set_back_by_a_year_and_put_right_brings_nothing_twice() {
    for os in [android(), ios()] {
        let mut ben = phone("ben", os);
        ben.ask(daily("09:00")).unwrap();
        ben.until(ms("2026-06-02 12:00")).unwrap();
        ben.clock_or_zone(-365 * DAY, "Europe/London", Tz::Europe__London).unwrap();
        ben.open_app().unwrap();
        ben.until(ms("2026-06-04 12:00")).unwrap();
        ben.clock_or_zone(0, "Europe/London", Tz::Europe__London).unwrap();
        ben.open_app().unwrap();
        ben.until(ms("2026-06-05 12:00")).unwrap();
        // The judge saw each showing; the day after, all is as ever.
        assert_eq!(seen(&ben).last().unwrap(), "06-05 09:00");
        assert_eq!(seen(&ben).iter().filter(|at| at.starts_with("06-02")).count(), 1);
    }
}

#[test]
fn a_phone_whose_tables_are_newer_than_ours_is_right() {
    for os in [android(), ios()] {
        let mut nadia = phone("nadia", os);
        // Her country has given up summer time, and our tables do not know yet.
        nadia.clock_or_zone(0, "Africa/Cairo", Tz::Africa__Tripoli).unwrap();
        nadia.quiet(Some((22, 7))).unwrap();
        nadia.open_app().unwrap();
        nadia.until(ms("2026-06-01 06:30")).unwrap();
        // It is half past eight on her wall; asked for nine, it comes at nine, today as well.
        nadia.ask(daily("09:00")).unwrap();
        nadia.ask(daily("23:00")).unwrap();
        nadia.until(ms("2026-06-02 18:00")).unwrap();
        assert_eq!(
            seen(&nadia),
            ["06-01 09:00", "06-02 07:00", "06-02 09:00"],
            "and 23:00 at the end of the quiet hours"
        );
    }
}

#[test]
fn a_year_without_opening_the_app_ends_with_a_word_and_not_in_silence() {
    let mut leo = phone("leo", ios());
    leo.ask(daily("09:00")).unwrap();
    leo.until(ms("2027-06-01 12:00")).unwrap();
    assert_eq!(leo.showings.len(), 50);
    assert_eq!(leo.showings.iter().filter(|s| s.notification.reminder == Reminder::KeepGoing).count(), 1);
    assert_eq!(leo.showings.last().unwrap().notification.reminder, Reminder::KeepGoing);
    assert_eq!(seen(&leo).last().unwrap(), "07-20 09:00", "in the place of the fiftieth");
    // He opens it, and they go on.
    leo.open_app().unwrap();
    leo.until(ms("2027-06-02 12:00")).unwrap();
    assert_eq!(seen(&leo).last().unwrap(), "06-02 09:00");
}

#[test]
fn after_a_forced_stop_nothing_comes_until_the_app_is_opened_and_the_health_page_says_so() {
    let mut sam = phone("sam", android());
    sam.ask(daily("09:00")).unwrap();
    sam.until(ms("2026-06-01 12:00")).unwrap();
    sam.force_stop();
    sam.until(ms("2026-06-03 13:00")).unwrap();
    assert_eq!(seen(&sam), ["06-01 09:00"]);
    sam.open_app().unwrap();
    assert_eq!(found(&sam), [Finding::NotShown]);
    sam.until(ms("2026-06-03 14:00")).unwrap();
    // Late is against the time it was due, not the time that the app could ask for after that.
    assert_eq!(sam.health().unwrap().late.unwrap().last_min, 301);
    sam.looked_at().unwrap();
    sam.until(ms("2026-06-04 12:00")).unwrap();
    assert_eq!(seen(&sam)[1..], ["06-03 14:01 quietly", "06-04 09:00"]);
}

#[test]
fn an_alarm_that_a_resting_phone_delivers_into_the_quiet_hours_stays_silent() {
    let mut rosa = phone("rosa", android());
    rosa.quiet(Some((22, 7))).unwrap();
    rosa.ask(Asked { exact: false, ..daily("21:55") }).unwrap();
    rosa.restrict(true);
    rosa.until(ms("2026-06-03 12:00")).unwrap();
    let quiet = rosa.showings.iter().filter(|s| s.wall.time() >= time("22:00") || s.wall.time() < time("07:00"));
    assert_eq!(quiet.count(), 0, "{:?}", seen(&rosa));
    assert!(found(&rosa).contains(&Finding::BatteryRestricted));
    rosa.looked_at().unwrap();
}
