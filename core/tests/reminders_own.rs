//! Reminders of one's own, what other sheets imply, answers, and how honest the phone is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use chrono::NaiveDateTime;
use common::{NOBODY, Person, day, long, made, person, time};
use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::homework::{HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, Origin};
use handrail_core::reminders::{
    AboutKind, AskAgain, Channel, EditPreferences, Ends, Held, IfMissing, Importance, NamedTime, NewReminder,
    NotificationFact, NotificationId, NotificationPlan, QuietHours, Recurrence, Remind, ReminderId, Repeats, Schedule,
    Weekday, When, ZonePolicy,
};
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sessions::{NewSession, SessionKind};
use handrail_core::settings::{CheckInRhythm, EditSettings, LockScreenWords};
use handrail_core::signs::NewWarningSign;
use handrail_core::{Error, Reason};

fn at(text: &str) -> When {
    When::At { time: time(text) }
}

fn schedule(from: &str, repeats: Repeats, times: &[&str]) -> Schedule {
    Schedule {
        recurrence: Recurrence::plain(day(from), repeats),
        times: times.iter().map(|t| at(t)).collect(),
        zone: ZonePolicy::Floating,
    }
}

fn daily(from: &str, t: &str) -> Schedule {
    schedule(from, Repeats::EveryDays { every: 1 }, &[t])
}

fn save(p: &Person, new: &NewReminder) -> ReminderId {
    ReminderId(made(&p.save_reminder(new).unwrap(), "reminder"))
}

fn times(plan: &NotificationPlan) -> Vec<String> {
    plan.set.iter().map(|n| n.civil.format("%m-%d %H:%M").to_string()).collect()
}

fn next(p: &Person) -> String {
    times(&p.plan_notifications(1, &[]).unwrap()).pop().unwrap_or_default()
}

fn walk(how_often: HowOften, reminder: Option<&str>) -> NewHomework {
    NewHomework {
        title: "a walk by the canal".into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::SelfChosen,
        confidence: None,
        smaller_version: String::new(),
        how_often,
        first_day: None,
        by_about: None,
        reminder_time: reminder.map(time),
        module_id: String::new(),
        option_id: String::new(),
    }
}

#[test]
fn a_reminder_of_my_own_is_kept_as_it_was_said_and_can_be_turned_off() {
    let ana = person("ana");
    let new = NewReminder {
        importance: Importance::High,
        ahead_min: 30,
        again: Some(AskAgain { times: 2, after_min: 45 }),
        in_quiet_hours: true,
        ..NewReminder::of("Water the plants \u{1f331}", daily("2026-03-02", "18:00"))
    };
    let id = save(&ana, &new);
    let view = ana.reminders().unwrap().remove(0);
    assert!(view.reminder == new && view.on && view.id == id);
    assert_eq!(
        times(&ana.plan_notifications(5, &[]).unwrap())[..4],
        ["03-02 17:30", "03-02 18:00", "03-02 18:45", "03-02 19:30"]
    );
    ana.set_reminder_on(id, false).unwrap();
    assert!(ana.plan_notifications(5, &[]).unwrap().set.is_empty() && !ana.reminders().unwrap()[0].on);
    // Turned on again in the evening: nothing comes after.
    ana.at("2026-03-02 18:30").set_reminder_on(id, true).unwrap();
    assert_eq!(next(&ana), "03-03 17:30", "nor a repeat of what was never shown");
}

fn thirtieth_of_february(if_missing: IfMissing) -> Repeats {
    Repeats::Yearly { month: 2, day: 30, if_missing }
}

fn with_ends(from: &str, ends: Ends, s: Schedule) -> Schedule {
    Schedule { recurrence: Recurrence { starts: day(from), ends, ..s.recurrence }, ..s }
}

fn ending(until: &str, repeats: Repeats, times: &[&str]) -> Schedule {
    with_ends("2026-03-05", Ends::Until { day: day(until) }, schedule("2026-03-05", repeats, times))
}

fn counted(from: &str, times: u32) -> Schedule {
    with_ends(from, Ends::After { times }, daily(from, "18:00"))
}

/// Daily from 5 to 31 March, and on that day as well.
fn with_extra(extra: &str) -> Schedule {
    let s = ending("2026-03-31", Repeats::EveryDays { every: 1 }, &["18:00"]);
    Schedule { recurrence: Recurrence { extra: vec![day(extra)], ..s.recurrence }, ..s }
}

#[test]
fn days_and_times_that_no_calendar_has_are_refused_before_they_are_asked_for() {
    for text in ["2026-02-30", "2026-13-01", "1899-12-31", "2201-01-01", "9999-12-31", "-001-01-01", "26-03-05", ""] {
        let read = Day::parse("starts", text);
        assert!(
            matches!(read, Err(Error::Invalid { field: "starts", reason: Reason::ImpossibleDate })),
            "{text}: {read:?}"
        );
    }
    for text in ["24:00", "7:00", "12:60", "-1:00", "noon", "12:00:00", ""] {
        let read = TimeOfDay::parse("times", text);
        assert!(
            matches!(read, Err(Error::Invalid { field: "times", reason: Reason::ImpossibleDate })),
            "{text}: {read:?}"
        );
    }
    // With "the last day instead", 30 February is the last of February; and a leap day is kept for its year.
    let ana = person("ana");
    save(&ana, &NewReminder::of("spring", schedule("2026-03-05", thirtieth_of_february(IfMissing::Clamp), &["18:00"])));
    assert_eq!(ana.reminders().unwrap().len(), 1);
    assert_eq!(times(&ana.at("2027-02-27 10:00").plan_notifications(1, &[]).unwrap()), ["02-28 18:00"]);
}

#[test]
fn a_zone_that_nobody_knows_or_that_is_gone_is_kept_and_never_fails() {
    let ana = person("ana");
    for name in ["Mars/Olympus", "GMT+02:00", "US/Pacific-New"] {
        let zone = ZonePolicy::Pinned { zone: name.into() };
        save(&ana, &NewReminder::of(name, Schedule { zone, ..daily("2026-03-02", "18:00") }));
    }
    let plan = ana.plan_notifications(64, &[]).unwrap();
    assert_eq!((plan.set[0].together, plan.set[0].civil.to_string().as_str()), (3, "2026-03-02 18:00:00"));
    assert!(
        ana.reminders()
            .unwrap()
            .iter()
            .all(|r| matches!(&r.reminder.schedule.zone, ZonePolicy::Pinned { zone } if *zone == r.reminder.title))
    );
}

#[test]
fn an_unanswered_reminder_counts_for_nothing() {
    let (ana, ben) = (person("ana"), person("ben"));
    for p in [&ana, &ben] {
        p.save_homework(&walk(HowOften::Daily, Some("18:00"))).unwrap();
    }
    // Ana's phone shows it for a week, and one of her own that she answers; Ben's is silent. Neither says a word of the homework.
    save(&ana, &NewReminder::of("the hidden cake", daily("2026-03-02", "12:00")));
    for n in 2..9 {
        let own = ana.at(&format!("2026-03-0{n} 11:00")).plan_notifications(1, &[]).unwrap().set[0].id.clone();
        let said = if n % 2 == 0 { NotificationFact::Done } else { NotificationFact::NotToday };
        ana.at(&format!("2026-03-0{n} 12:01")).notification_fact(&own, said, None).unwrap();
        let id = ana.at(&format!("2026-03-0{n} 17:00")).plan_notifications(1, &[]).unwrap().set[0].id.clone();
        ana.at(&format!("2026-03-0{n} 18:00")).notification_fact(&id, NotificationFact::Shown, None).unwrap();
    }
    ben.at("2026-03-08 18:00");
    assert_eq!((ana.count("reminder_fact"), ben.count("reminder_fact")), (14, 0));
    let [a, b] = [&ana, &ben].map(|p| {
        let due = p.homework().unwrap().due.remove(0);
        let today = p.today().unwrap();
        let review = p.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
        let packet = p.preview(&review, &Choices::default()).unwrap().packets.remove(0);
        let said = String::from_utf8(packet.content().to_vec()).unwrap();
        for word in ["remind", "shown", "not_today", "cake", "18:00"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        (due.offer_smaller, due.suggest_smaller, today.reason.id, said.len())
    });
    assert_eq!(a, b);
}

#[test]
fn what_cannot_be_kept_or_would_never_come_is_refused_with_its_field() {
    let ana = person("ana");
    let homework = made(&ana.save_homework(&walk(HowOften::Daily, None)).unwrap(), "homework");
    let once = |d| schedule(d, Repeats::Once, &["18:00"]);
    let of = |schedule| NewReminder::of("tea", schedule);
    let good = of(once("2026-03-05"));
    let about = |about, about_id| NewReminder { about, about_id, ..good.clone() };
    let zone = |zone, s: Schedule| of(Schedule { zone, ..s });
    let pinned = |name: &str| zone(ZonePolicy::Pinned { zone: name.into() }, once("2026-03-05"));
    let elapsed = |n| ZonePolicy::Elapsed { every_hours: n };
    let again = |times, after_min| NewReminder { again: Some(AskAgain { times, after_min }), ..good.clone() };
    let range = |min, max| Reason::OutOfRange { min, max };
    for (field, reason, new) in [
        ("title", Reason::Empty, NewReminder { title: " ".into(), ..good.clone() }),
        ("title", Reason::TooLong { limit: 280 }, NewReminder { title: long(281), ..good.clone() }),
        ("about_id", Reason::Empty, about(AboutKind::Homework, None)),
        ("about_id", Reason::UnknownId, about(AboutKind::Homework, Some(NOBODY))),
        ("about_id", Reason::UnknownId, about(AboutKind::Step, Some(homework))),
        ("about_id", Reason::WrongState, about(AboutKind::CheckIn, Some(homework))),
        ("starts", Reason::ImpossibleDate, of(once("2026-02-28"))),
        ("starts", Reason::ImpossibleDate, of(once("2036-03-05"))),
        ("times", Reason::Empty, of(schedule("2026-03-05", Repeats::Once, &[]))),
        ("times", Reason::TooMany { limit: 12 }, of(schedule("2026-03-05", Repeats::Once, &["18:00"; 13]))),
        ("every", range(1, 999), of(schedule("2026-03-05", Repeats::EveryDays { every: 0 }, &["18:00"]))),
        ("zone", Reason::Empty, pinned("  ")),
        ("zone", Reason::TooLong { limit: 64 }, pinned(&long(65))),
        ("zone", Reason::Malformed, pinned("Europe/\0London")),
        ("every_hours", range(1, 168), zone(elapsed(0), once("2026-03-05"))),
        ("repeats", Reason::WrongState, zone(elapsed(8), daily("2026-03-05", "18:00"))),
        (
            "times",
            Reason::TooMany { limit: 1 },
            zone(elapsed(8), schedule("2026-03-05", Repeats::Once, &["08:00", "09:00"])),
        ),
        ("ends", Reason::ImpossibleDate, zone(elapsed(8), ending("2026-03-04", Repeats::Once, &["18:00"]))),
        ("day", Reason::ImpossibleDate, of(schedule("2026-03-05", thirtieth_of_february(IfMissing::Skip), &["18:00"]))),
        (
            "every",
            range(1, 52),
            of(schedule("2026-03-05", Repeats::Weekly { every: 0, days: vec![Weekday::Friday] }, &["18:00"])),
        ),
        ("ends", range(1, 1000), of(counted("2026-03-05", 0))),
        ("ends", Reason::ImpossibleDate, of(ending("2026-03-04", Repeats::EveryDays { every: 1 }, &["18:00"]))),
        ("extra", Reason::ImpossibleDate, of(with_extra("2026-03-04"))),
        ("extra", Reason::ImpossibleDate, of(with_extra("2026-04-01"))),
        ("ahead_min", range(0, 1440), NewReminder { ahead_min: 1441, ..good.clone() }),
        ("times", range(1, 2), again(3, 30)),
        ("after_min", range(30, 240), again(1, 29)),
    ] {
        ana.refuses(field, reason, |h| h.save_reminder(&new));
    }
    let ended = Ends::Until { day: day("2026-03-04") };
    let mut over = once("2026-03-01");
    over.recurrence =
        Recurrence { ends: ended, ..Recurrence::plain(day("2026-03-05"), Repeats::EveryDays { every: 1 }) };
    ana.refuses("ends", Reason::ImpossibleDate, |h| h.save_reminder(&of(over)));
    let quiet = QuietHours { from: time("22:00"), until: time("22:00") };
    let edit = EditPreferences { quiet_hours: Some(Some(quiet)), ..EditPreferences::default() };
    ana.refuses("quiet_hours", Reason::ImpossibleDate, |h| h.save_reminder_preferences(&edit));
    // A longest title, a zone that nobody knows: taken. One that is over can still be said differently.
    let id = save(&ana, &NewReminder { title: long(280), ..pinned("Mars/Olympus") });
    ana.at("2026-04-01 10:00");
    let kept = ana.reminders().unwrap().remove(0).reminder;
    ana.edit_reminder(id, &NewReminder { title: "tea".into(), ..kept.clone() }).unwrap();
    let moved = NewReminder { schedule: once("2026-03-06"), ..kept };
    ana.refuses("starts", Reason::ImpossibleDate, |h| h.edit_reminder(id, &moved));
}

#[test]
fn a_time_by_what_happens_then_moves_with_my_day() {
    let ben = person("ben");
    let named = When::Named { name: NamedTime::AfterDinner };
    save(&ben, &NewReminder::of("tidy up", Schedule { times: vec![named], ..daily("2026-03-02", "09:00") }));
    assert_eq!(next(&ben), "03-02 19:00");
    let edit = EditPreferences { named: vec![(NamedTime::AfterDinner, time("20:15"))], ..EditPreferences::default() };
    ben.save_reminder_preferences(&edit).unwrap();
    assert_eq!(next(&ben), "03-02 20:15");
    assert_eq!(ben.reminder_preferences().unwrap().named.of(NamedTime::Midday), time("12:30"));
}

#[test]
fn done_on_the_notification_is_done_on_the_homework_and_what_was_said_there_stays() {
    let ana = person("ana");
    let homework = HomeworkId(made(&ana.save_homework(&walk(HowOften::Daily, Some("18:00"))).unwrap(), "homework"));
    let id = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ana.at("2026-03-02 18:01");
    for _ in 0..3 {
        ana.notification_fact(&id, NotificationFact::Done, None).unwrap();
    }
    let results = ana.homework_results(homework).unwrap();
    assert_eq!((results.len(), results[0].result), (1, HomeworkOutcome::Done));
    assert_eq!(ana.count("reminder_fact"), 1, "a double tap is one fact");
    assert_eq!(next(&ana), "03-03 18:00");
    // The next day it is answered in the app, with words; a late tap on the watch changes nothing of that.
    ana.at("2026-03-03 18:30");
    let partly = NewHomeworkResult {
        homework,
        occurrence: day("2026-03-03"),
        result: HomeworkOutcome::Partly,
        smaller: true,
        obstacle: None,
        note: "round the block".into(),
        helpfulness: None,
    };
    ana.record_homework(&partly).unwrap();
    let id = NotificationId::parse(&id.as_str().replace("03-02", "03-03")).unwrap();
    ana.notification_fact(&id, NotificationFact::Done, None).unwrap();
    let results = ana.homework_results(homework).unwrap();
    assert_eq!(
        (results.len(), results[0].result, results[0].note.as_str()),
        (2, HomeworkOutcome::Partly, "round the block")
    );
}

#[test]
fn a_reminder_about_a_homework_answers_it_and_rests_with_it() {
    let ana = person("ana");
    let homework = HomeworkId(made(&ana.save_homework(&walk(HowOften::Daily, None)).unwrap(), "homework"));
    let about = NewReminder {
        title: String::new(),
        about: AboutKind::Homework,
        about_id: Some(homework.0),
        ..NewReminder::of("", daily("2026-03-02", "12:00"))
    };
    save(&ana, &about);
    let id = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ana.at("2026-03-02 12:00").notification_fact(&id, NotificationFact::Done, None).unwrap();
    assert_eq!(ana.homework_results(homework).unwrap().len(), 1);
    ana.set_homework_state(homework, handrail_core::homework::HomeworkState::Paused).unwrap();
    assert!(ana.plan_notifications(9, &[]).unwrap().set.is_empty());
}

#[test]
fn meetings_check_ins_and_the_plan_remind_only_when_that_was_turned_on() {
    let ana = person("ana");
    let meeting = NewSession {
        day: day("2026-03-05"),
        time: Some(time("08:30")),
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    ana.plan_session(&meeting).unwrap();
    ana.set_plan_review_on(Some(day("2026-03-06"))).unwrap();
    ana.save_settings(&EditSettings { check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() })
        .unwrap();
    let sign = NewWarningSign { wording: "sleeping badly".into(), scale: 3, ..NewWarningSign::default() };
    ana.save_warning_sign(&sign).unwrap();
    assert!(ana.plan_notifications(9, &[]).unwrap().set.is_empty());
    let on = |t| Some(Remind::At(at(t)));
    let edit = EditPreferences {
        check_in: on("20:00"),
        session_eve: on("19:00"),
        session_day: Some(Remind::At(When::Named { name: NamedTime::OnWaking })),
        plan_review: on("10:00"),
        ..EditPreferences::default()
    };
    ana.save_reminder_preferences(&edit).unwrap();
    let plan = ana.plan_notifications(7, &[]).unwrap();
    let of: Vec<_> = plan.set.iter().map(|n| (n.civil.format("%m-%d %H:%M").to_string(), n.channel)).collect();
    let expected = [
        ("03-02 20:00", Channel::CheckIn),
        ("03-03 20:00", Channel::CheckIn),
        ("03-04 19:00", Channel::Appointments),
        ("03-04 20:00", Channel::CheckIn),
        ("03-05 07:30", Channel::Appointments),
        ("03-05 20:00", Channel::CheckIn),
        ("03-06 10:00", Channel::Practice),
    ];
    assert_eq!(of, expected.map(|(t, c)| (t.to_owned(), c)));
    assert!(plan.set.iter().all(|n| n.neutral.id == "reminder-neutral" && n.full.is_none()));
    let off =
        EditPreferences { check_in: Some(Remind::Off), session_eve: Some(Remind::Off), ..EditPreferences::default() };
    ana.save_reminder_preferences(&off).unwrap();
    assert_eq!(times(&ana.plan_notifications(7, &[]).unwrap()), ["03-05 07:30", "03-06 10:00"]);
}

#[test]
fn my_own_words_are_shown_only_where_i_chose_so_and_a_change_of_words_is_set_anew() {
    let ana = person("ana");
    save(&ana, &NewReminder::of("ring Sam", daily("2026-03-02", "18:00")));
    let plan = ana.plan_notifications(1, &[]).unwrap();
    assert!(plan.set[0].full.is_none());
    let held: Vec<Held> = plan.set.iter().map(Held::from).collect();
    assert!(ana.plan_notifications(1, &held).unwrap().set.is_empty());
    ana.save_settings(&EditSettings { lock_screen_words: Some(LockScreenWords::Full), ..EditSettings::default() })
        .unwrap();
    let plan = ana.plan_notifications(1, &held).unwrap();
    assert_eq!(plan.set[0].full.as_ref().unwrap().id, "reminder-own");
    assert_eq!(plan.set[0].neutral.id, "reminder-neutral", "for the public version");
    assert!(!format!("{plan:?}").contains("Sam"));
}

fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

#[test]
fn put_off_it_comes_once_more_and_removed_for_good_nothing_is_known_of_it() {
    let ben = person("ben");
    let id = save(&ben, &NewReminder::of("tea", daily("2026-03-02", "18:00")));
    let first = ben.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ben.at("2026-03-02 18:00").notification_fact(&first, NotificationFact::Shown, None).unwrap();
    ben.notification_fact(&first, NotificationFact::Later, Some(civil("2026-03-02 19:00"))).unwrap();
    assert_eq!(next(&ben), "03-02 19:00");
    ben.at("2026-03-02 19:00").notification_fact(&first, NotificationFact::Shown, None).unwrap();
    assert_eq!(next(&ben), "03-03 18:00", "shown after the wait, it does not come again");
    ben.notification_fact(&first, NotificationFact::Later, Some(civil("2026-03-02 20:00"))).unwrap();
    assert_eq!(next(&ben), "03-02 20:00", "put off again, it does");
    ben.remove("reminder", id.0).unwrap();
    assert!(ben.plan_notifications(5, &[]).unwrap().set.is_empty());
    ben.put_back("reminder", id.0).unwrap();
    assert_eq!(next(&ben), "03-02 20:00");
    ben.remove_for_good("reminder", id.0).unwrap();
    assert_eq!((ben.count("reminder"), ben.count("reminder_fact"), ben.count("delivery")), (0, 0, 0));
}

#[test]
fn what_an_older_version_knew_of_its_notifications_is_a_fact_now() {
    let ana = person("ana");
    let homework = made(&ana.save_homework(&walk(HowOften::Daily, Some("18:00"))).unwrap(), "homework");
    ana.phone.suspend().unwrap();
    {
        let c = ana.under();
        c.execute_batch(
            "DROP TABLE vault; DROP TABLE vault_key; DROP TABLE vault_outbox; DROP TABLE vault_device;
             DROP TABLE vault_device_name; DROP TABLE vault_aside; DROP TABLE vault_restore;
             DROP TABLE vault_restore_part; DROP TABLE vault_restore_device; DROP TABLE vault_shared;
             DROP TABLE receipt_held; DROP TABLE vault_echo; DROP TABLE vault_joining; DROP TABLE introduction;
             DROP TABLE wake_up; DROP TABLE wake_told; DROP TABLE draft;
             ALTER TABLE reader DROP COLUMN introduced_by; ALTER TABLE reader DROP COLUMN checked_ms;
             ALTER TABLE reader DROP COLUMN nonce; ALTER TABLE reader DROP COLUMN their_nonce;
             DROP INDEX homework_review_by_day;
             DROP TRIGGER plan_event_comes; DROP TRIGGER plan_event_changes; DROP TRIGGER plan_event_goes;
             DROP TRIGGER plan_event_is_older; DROP TABLE cache_plan_use; DROP TABLE known_device;
             ALTER TABLE device DROP COLUMN digest;
             ALTER TABLE op DROP COLUMN at_ms; ALTER TABLE op DROP COLUMN since; ALTER TABLE op DROP COLUMN by;
             ALTER TABLE cell DROP COLUMN at_ms; ALTER TABLE cell DROP COLUMN since;
             ALTER TABLE revision DROP COLUMN at_ms; ALTER TABLE revision DROP COLUMN since;
             ALTER TABLE tombstone DROP COLUMN at_ms;
             DROP TABLE reminder; DROP TABLE reminder_fact; DROP TABLE delivery;
             CREATE TABLE notification (id TEXT PRIMARY KEY, reminder BLOB NOT NULL, occurrence TEXT NOT NULL,
                civil TEXT NOT NULL, state TEXT NOT NULL, later_civil TEXT, changed_ms INTEGER NOT NULL) STRICT;
             CREATE INDEX notification_by_day ON notification (occurrence);
             CREATE INDEX notification_put_off ON notification (later_civil) WHERE later_civil IS NOT NULL;
             PRAGMA user_version = 2;",
        )
        .unwrap();
        let mut q = c.prepare("INSERT INTO notification VALUES (?1, ?2, ?3, '', ?4, ?5, 1772445600000)").unwrap();
        for (on, state, later) in [
            ("2026-03-02", "not_today", None),
            ("2026-03-03", "later", Some("2026-03-03T20:00")),
            ("2026-03-04", "shown", None),
        ] {
            q.execute(rusqlite::params![format!("homework:{homework}:{on}"), homework, on, state, later]).unwrap();
        }
    }
    ana.phone.resume().unwrap();
    assert!(ana.salvage().is_none());
    assert_eq!(times(&ana.plan_notifications(2, &[]).unwrap()), ["03-03 20:00", "03-05 18:00"]);
    assert!(!ana.tables().contains(&"notification".to_owned()));
    // Each has its entry in the log, numbered behind what was there, with a true hash.
    let c = ana.under();
    let one = |sql: &str| c.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(one("SELECT count(*) FROM op WHERE kind = 'reminder_fact'"), 3);
    assert_eq!(one("SELECT count(*) FROM cell JOIN reminder_fact f ON f.id = record WHERE field = ''"), 3);
    assert_eq!(one("SELECT sequence - (SELECT max(sequence) FROM op) FROM device"), 0);
    assert_eq!(one("SELECT stamp - (SELECT max(stamp) FROM op) FROM device"), 0);
    ana.notification_fact(
        &NotificationId::parse(&format!("homework:{homework}:2026-03-03")).unwrap(),
        NotificationFact::Done,
        None,
    )
    .unwrap();
}
