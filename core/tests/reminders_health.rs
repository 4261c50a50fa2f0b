//! "Check my reminders": what stands in the way, what the phone did, and how late; and the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use chrono::NaiveDateTime;
use common::{Person, day, made, person, time};
use handrail_core::reminders::{
    Became, Channel, Exactness, Finding, Held, Hint, NewReminder, NotificationFact, PhoneFacts, PhoneKind, Recurrence,
    Reminder, ReminderId, Repeats, Schedule, When, ZonePolicy,
};
use handrail_core::words::{Found, Words, languages};

fn save(p: &Person, new: &NewReminder) -> ReminderId {
    ReminderId(made(&p.save_reminder(new).unwrap(), "reminder"))
}

fn daily(from: &str, t: &str) -> Schedule {
    Schedule {
        recurrence: Recurrence::plain(day(from), Repeats::EveryDays { every: 1 }),
        times: vec![When::At { time: time(t) }],
        zone: ZonePolicy::Floating,
    }
}

fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn facts(kind: PhoneKind) -> PhoneFacts {
    PhoneFacts {
        kind,
        notifications_allowed: Some(true),
        channels_off: Vec::new(),
        exact_allowed: Some(true),
        battery_restricted: Some(false),
        last_boot_ms: None,
    }
}

#[test]
fn the_phone_is_asked_and_what_it_did_is_told() {
    let ana = person("ana");
    let phone = facts(PhoneKind::WakesTheApp);
    let found = |phone: &PhoneFacts| -> Vec<Finding> {
        ana.reminder_health(phone).unwrap().lines.iter().map(|l| l.finding).collect()
    };
    assert_eq!(found(&phone), [Finding::NothingSet]);
    save(&ana, &NewReminder::of("tea", daily("2026-03-02", "18:00")));
    assert_eq!(found(&phone), [Finding::AllWell]);
    let mut poor = PhoneFacts {
        notifications_allowed: Some(false),
        channels_off: vec![Channel::Practice, Channel::CheckIn],
        battery_restricted: Some(true),
        ..phone.clone()
    };
    assert_eq!(found(&poor), [Finding::NotificationsOff, Finding::ChannelOff, Finding::BatteryRestricted]);
    poor.channels_off = vec![Channel::Appointments];
    assert_eq!(found(&poor)[1], Finding::BatteryRestricted, "a channel that is not used may be off");
    let line = ana.reminder_health(&poor).unwrap().lines.remove(0);
    assert_eq!((line.says.id, line.hint), ("health-notifications-off", Some(Hint::NotificationSettings)));

    // Given to the phone, it comes forty minutes late; the next two days nothing comes.
    let plan = ana.plan_notifications(3, &[]).unwrap();
    let held: Vec<Held> = plan.set.iter().map(Held::from).collect();
    ana.notifications_held(&held, &[]).unwrap();
    ana.at("2026-03-02 18:40").notification_fact(&plan.set[0].id, NotificationFact::Shown, None).unwrap();
    let health = ana.reminder_health(&phone).unwrap();
    let late = health.late.unwrap();
    assert_eq!((late.deliveries, late.median_min, late.last_min, late.longest_min), (1, 40, 40, 40));
    assert_eq!(Words::of("en").message(&health.recent[0].says()), "It came 40 minutes after its time.");
    assert_eq!(health.last_shown_ms, health.last_due.unwrap().shown_ms);
    assert_eq!((health.last_due.unwrap().became, health.lines[0].finding), (Became::Shown, Finding::Late));
    ana.at("2026-03-04 21:00");
    let health = ana.reminder_health(&phone).unwrap();
    assert_eq!(
        health.recent.iter().map(|d| d.became).collect::<Vec<_>>(),
        [Became::NotShown, Became::NotShown, Became::Shown]
    );
    assert_eq!(health.lines[0].finding, Finding::NotShown);
    let restarted = PhoneFacts { last_boot_ms: Some(ana.clock.ms() - 60_000), ..phone.clone() };
    assert_eq!(ana.reminder_health(&restarted).unwrap().lines[0].finding, Finding::BeforeStart);
    // A phone that shows by itself was given them.
    let given = ana.reminder_health(&facts(PhoneKind::HoldsMany)).unwrap();
    assert_eq!(given.recent[0].became, Became::Given);
    ana.notification_fact(&plan.set[2].id, NotificationFact::CouldNotBeSet, None).unwrap();
    assert_eq!(found(&phone)[0], Finding::CouldNotBeSet);
}

#[test]
fn a_test_comes_is_none_of_the_plans_and_leaves_nothing_in_the_record() {
    let ana = person("ana");
    let before = ana.rows();
    let test = ana.at("2026-03-02 10:00").test_reminder().unwrap();
    assert_eq!(
        (test.civil, test.neutral.id, test.reminder),
        (civil("2026-03-02 10:02"), "reminder-test", Reminder::Test)
    );
    let held = [Held::from(&test)];
    assert!(ana.plan_notifications(5, &held).unwrap().cancel.is_empty());
    ana.at("2026-03-02 10:03").notification_fact(&test.id, NotificationFact::Shown, None).unwrap();
    let after = ana.rows();
    assert!(after.iter().all(|(table, n)| table == "delivery" || before[table] == *n));
    assert!(ana.reminder_health(&facts(PhoneKind::WakesTheApp)).unwrap().last_test_ms.is_some());
}

#[test]
fn one_that_came_late_is_told_although_the_others_came_on_time() {
    let ana = person("ana");
    save(&ana, &NewReminder::of("tea", daily("2026-03-02", "18:00")));
    for (n, came) in ["18:00", "18:02", "18:50", "18:01", "18:00"].iter().enumerate() {
        let on = format!("2026-03-0{}", n + 2);
        let plan = ana.at(&format!("{on} 10:00")).plan_notifications(1, &[]).unwrap();
        ana.notifications_held(&plan.set.iter().map(Held::from).collect::<Vec<_>>(), &[]).unwrap();
        ana.at(&format!("{on} {came}")).notification_fact(&plan.set[0].id, NotificationFact::Shown, None).unwrap();
    }
    let health = ana.reminder_health(&facts(PhoneKind::WakesTheApp)).unwrap();
    assert_eq!(health.lines[0].finding, Finding::AllWell, "one evening is no rule");
    let late = health.late.unwrap();
    assert_eq!((late.deliveries, late.median_min, late.last_min, late.longest_min), (5, 1, 0, 50));
    let said: Vec<String> = health.recent.iter().map(|d| Words::of("en").message(&d.says())).collect();
    assert_eq!(said, ["It came.", "It came.", "It came 50 minutes after its time.", "It came.", "It came."]);
}

#[test]
fn exact_alarms_that_are_refused_are_said_and_it_still_reminds() {
    let ana = person("ana");
    let refused = PhoneFacts { exact_allowed: Some(false), ..facts(PhoneKind::WakesTheApp) };
    let found = |phone: &PhoneFacts| ana.reminder_health(phone).unwrap().lines.remove(0);
    let inexact = save(&ana, &NewReminder::of("tea", daily("2026-03-02", "18:00")));
    assert_eq!(found(&refused).finding, Finding::AllWell, "nothing asks for it");
    let exact = NewReminder { exactness: Exactness::Exact, ..NewReminder::of("the bus", daily("2026-03-02", "07:40")) };
    save(&ana, &exact);
    let line = found(&refused);
    assert_eq!((line.finding, line.hint), (Finding::ExactOff, Some(Hint::ExactAlarmSettings)));
    assert_eq!(line.to_do.unwrap().id, "health-exact-off-do");
    let plan = ana.plan_notifications(2, &[]).unwrap();
    assert_eq!(plan.set.iter().map(|n| n.exactness).collect::<Vec<_>>(), [Exactness::Inexact, Exactness::Exact]);
    ana.set_reminder_on(inexact, false).unwrap();
    // What a phone cannot know, it does not say, and nothing is made of it.
    let silent = PhoneFacts {
        notifications_allowed: None,
        exact_allowed: None,
        battery_restricted: None,
        ..facts(PhoneKind::HoldsMany)
    };
    assert_eq!(found(&silent).finding, Finding::AllWell);
}

#[test]
fn every_finding_is_a_plain_sentence_with_its_one_thing_to_do_in_every_language() {
    use Finding::{BatteryRestricted, ChannelOff, CouldNotBeSet, ExactOff, Late, NotShown, NotificationsOff};
    let ana = person("ana");
    save(&ana, &NewReminder { exactness: Exactness::Exact, ..NewReminder::of("tea", daily("2026-03-02", "18:00")) });
    let plan = ana.plan_notifications(1, &[]).unwrap();
    ana.notifications_held(&plan.set.iter().map(Held::from).collect::<Vec<_>>(), &[]).unwrap();
    ana.at("2026-03-02 18:40").notification_fact(&plan.set[0].id, NotificationFact::Shown, None).unwrap();
    let next = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ana.notification_fact(&next, NotificationFact::CouldNotBeSet, None).unwrap();
    ana.at("2026-03-05 10:00");
    let poor = PhoneFacts {
        kind: PhoneKind::WakesTheApp,
        notifications_allowed: Some(false),
        channels_off: Channel::ALL.into(),
        exact_allowed: Some(false),
        battery_restricted: Some(true),
        last_boot_ms: None,
    };
    let health = ana.reminder_health(&poor).unwrap();
    let found: Vec<Finding> = health.lines.iter().map(|l| l.finding).collect();
    assert_eq!(
        found,
        [NotificationsOff, ChannelOff, CouldNotBeSet, NotShown, BatteryRestricted, Late, ExactOff],
        "what keeps everything from coming stands first"
    );
    for language in languages() {
        let words = Words::of(language);
        for line in &health.lines {
            let to_do = line.to_do.as_ref().expect("one thing to do");
            assert!(line.hint.is_some());
            for message in [&line.says, to_do] {
                assert_eq!(words.found(message.id), Found::InLanguage, "{language} {}", message.id);
                let said = words.message(message);
                assert!(said.ends_with(['.', '\u{6d4}']) && !said.contains('{'), "{language}: {said}");
            }
        }
        for line in &health.recent {
            assert!(words.message(&line.says()).ends_with('.'), "{language}");
        }
    }
}
