//! Between the plan and the phone: what simulated phones found, each by itself and small enough to read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use chrono::NaiveDateTime;
use common::{Person, day, made, person, time};
use handrail_core::reminders::{
    AskAgain, Became, EditPreferences, Held, NewReminder, NotificationFact, NotificationId, NotificationPlan, Phone,
    PhoneFacts, PhoneKind, QuietHours, Recurrence, ReminderId, Repeats, Schedule, When, ZonePolicy,
};

const BY_ITSELF: Phone = Phone { kind: PhoneKind::HoldsMany, capacity: 64 };

fn daily(at: &[&str]) -> NewReminder {
    let recurrence = Recurrence::plain(day("2026-03-02"), Repeats::EveryDays { every: 1 });
    let times = at.iter().map(|at| When::At { time: time(at) }).collect();
    NewReminder::of("tea", Schedule { recurrence, times, zone: ZonePolicy::Floating })
}

fn save(p: &Person, new: &NewReminder) -> ReminderId {
    ReminderId(made(&p.save_reminder(new).unwrap(), "reminder"))
}

fn civil(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn held(plan: &NotificationPlan) -> Vec<Held> {
    plan.set.iter().map(Held::from).collect()
}

fn times(plan: &NotificationPlan) -> Vec<String> {
    plan.set.iter().map(|n| n.civil.format("%m-%d %H:%M").to_string()).collect()
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

fn shown(p: &Person, id: &NotificationId) {
    p.notification_fact(id, NotificationFact::Shown, None).unwrap();
}

#[test]
fn one_that_was_put_off_and_came_a_little_early_with_another_does_not_come_again() {
    let ana = person("ana");
    save(&ana, &daily(&["11:00"]));
    let id = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ana.at("2026-03-02 11:00");
    shown(&ana, &id);
    ana.notification_fact(&id, NotificationFact::Later, Some(civil("2026-03-02 12:05"))).unwrap();
    save(&ana, &daily(&["12:00"]));
    let both = ana.plan_notifications(1, &[]).unwrap().set[0].clone();
    assert_eq!((both.together, both.civil), (2, civil("2026-03-02 12:00")));
    ana.at("2026-03-02 12:00");
    shown(&ana, &both.id);
    assert_eq!(times(&ana.plan_notifications(1, &[]).unwrap()), ["03-03 11:00"]);
}

#[test]
fn not_today_said_again_after_later_is_the_last_word() {
    let ana = person("ana");
    save(&ana, &daily(&["11:00"]));
    let id = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    let say = |at: &str, fact, later: Option<&str>| {
        ana.at(at).notification_fact(&id, fact, later.map(civil)).unwrap();
        times(&ana.plan_notifications(1, &[]).unwrap())[0].clone()
    };
    assert_eq!(say("2026-03-02 11:00", NotificationFact::NotToday, None), "03-03 11:00");
    assert_eq!(say("2026-03-02 11:01", NotificationFact::Later, Some("2026-03-02 15:00")), "03-02 15:00");
    assert_eq!(say("2026-03-02 11:02", NotificationFact::NotToday, None), "03-03 11:00");
    assert_eq!(say("2026-03-02 11:02", NotificationFact::NotToday, None), "03-03 11:00", "a second tap");
}

#[test]
fn two_of_which_one_is_due_are_left_to_come_as_they_were_set() {
    let ana = person("ana");
    save(&ana, &daily(&["11:00", "11:05"]));
    let plan = ana.plan_notifications(4, &[]).unwrap();
    assert_eq!(plan.set[0].id.parts().unwrap().len(), 2);
    for now in ["2026-03-02 11:02", "2026-03-02 11:06"] {
        let again = ana.at(now).plan_notifications(4, &held(&plan)).unwrap();
        assert!(again.cancel.is_empty() && again.set.iter().all(|n| n.occurrence > day("2026-03-02")), "{now}");
    }
    // A phone that may show nothing holds nothing, though.
    assert_eq!(ana.plan_notifications(0, &held(&plan)).unwrap().cancel.len(), plan.set.len());
}

#[test]
fn what_was_put_off_and_is_on_its_way_is_left_alone() {
    let ana = person("ana");
    save(&ana, &daily(&["11:00"]));
    let id = ana.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ana.at("2026-03-02 11:00")
        .notification_fact(&id, NotificationFact::Later, Some(civil("2026-03-02 12:00")))
        .unwrap();
    let plan = ana.plan_notifications(1, &[]).unwrap();
    let again = ana.at("2026-03-02 12:07").plan_notifications(1, &held(&plan)).unwrap();
    assert!(again.cancel.is_empty() && again.set.is_empty(), "{again:?}");
}

#[test]
fn woken_late_the_app_asks_what_to_show() {
    let ana = person("ana");
    let quiet = QuietHours { from: time("22:00"), until: time("07:00") };
    ana.save_reminder_preferences(&EditPreferences { quiet_hours: Some(Some(quiet)), ..EditPreferences::default() })
        .unwrap();
    save(&ana, &daily(&["19:00"]));
    let awake = save(&ana, &NewReminder { in_quiet_hours: true, ..daily(&["21:00"]) });
    let plan = ana.plan_notifications(2, &[]).unwrap();
    let [tea, late] = [plan.set[0].id.clone(), plan.set[1].id.clone()];
    let show = |at: &str, id| ana.at(at).notification_to_show(id).unwrap();
    assert!(!show("2026-03-02 19:30", &tea).unwrap().quietly);
    let quietly = show("2026-03-02 21:30", &tea).unwrap();
    assert!(quietly.quietly && quietly.neutral.id == "reminder-earlier-today");
    assert!(show("2026-03-02 22:30", &tea).is_none(), "it is quiet");
    assert!(show("2026-03-02 22:30", &late).is_some(), "this one may come");
    assert!(show("2026-03-03 08:00", &tea).is_none(), "yesterday's comes no more");
    // Several in one: what was answered meanwhile is left out, and what was shown is not shown again.
    let both = NotificationId::parse(&format!("{},{}", tea.as_str(), late.as_str())).unwrap();
    ana.at("2026-03-02 21:00").notification_fact(&tea, NotificationFact::NotToday, None).unwrap();
    assert_eq!(show("2026-03-02 21:01", &both).unwrap().id, late);
    shown(&ana, &late);
    assert!(show("2026-03-02 21:02", &both).is_none());
    ana.set_reminder_on(awake, false).unwrap();
    assert!(show("2026-03-03 21:00", &NotificationId::parse(&late.as_str().replace("-02", "-03")).unwrap()).is_none());
}

#[test]
fn a_flight_sets_anew_what_floats_on_a_phone_that_was_given_instants() {
    let ana = person("ana");
    save(&ana, &daily(&["18:00"]));
    let [wakes, shows] = [PhoneKind::WakesTheApp, PhoneKind::HoldsMany].map(|kind| Phone { kind, capacity: 3 });
    let before = [wakes, shows].map(|phone| held(&ana.plan_notifications_for(phone, &[]).unwrap()));
    ana.clock.travel("America/New_York");
    ana.at("2026-03-02 06:00");
    assert_eq!(ana.plan_notifications_for(wakes, &before[0]).unwrap().set.len(), 3, "as alarms are instants");
    let stays = ana.plan_notifications_for(shows, &before[1]).unwrap();
    assert!(stays.set.is_empty() && stays.cancel.is_empty(), "times on the wall go with the phone: {stays:?}");
}

#[test]
fn what_was_taken_back_is_not_believed_to_have_come_and_what_came_is_wherever_the_clock_is() {
    let ana = person("ana");
    let tea = save(&ana, &daily(&["11:00"]));
    let plan = ana.plan_notifications_for(BY_ITSELF, &[]).unwrap();
    ana.notifications_held(&held(&plan), &[]).unwrap();
    ana.set_reminder_on(tea, false).unwrap();
    let off = ana.plan_notifications_for(BY_ITSELF, &held(&plan)).unwrap();
    ana.notifications_held(&[], &off.cancel).unwrap();
    ana.set_reminder_on(tea, true).unwrap();
    let on = ana.at("2026-03-02 11:30").plan_notifications_for(BY_ITSELF, &[]).unwrap();
    assert_eq!(times(&on)[0], "03-02 11:31", "taken back, it did not come");

    // Ben's came at eleven by itself. In New York it is seven in the morning then: eleven there brings no second one.
    let ben = person("ben");
    save(&ben, &daily(&["11:00"]));
    let plan = ben.plan_notifications_for(BY_ITSELF, &[]).unwrap();
    ben.notifications_held(&held(&plan), &[]).unwrap();
    let left = held(&plan)[1..].to_vec();
    ben.clock.travel("America/New_York");
    ben.at("2026-03-02 07:00");
    for now in ["2026-03-02 07:00", "2026-03-02 06:00", "2026-03-02 12:00"] {
        let plan = ben.at(now).plan_notifications_for(BY_ITSELF, &left).unwrap();
        ben.notifications_held(&left, &plan.cancel).unwrap();
        assert!(plan.set.iter().all(|n| n.occurrence > day("2026-03-02")), "{now}: {plan:?}");
    }
    assert_eq!(ben.reminder_health(&facts(PhoneKind::HoldsMany)).unwrap().recent[0].became, Became::Given);
}

#[test]
fn the_health_page_says_what_happened_and_no_more() {
    let ana = person("ana");
    save(&ana, &NewReminder { ahead_min: 30, again: Some(AskAgain { times: 1, after_min: 30 }), ..daily(&["11:00"]) });
    let plan = ana.plan_notifications(3, &[]).unwrap();
    let [ahead, first, again] = [0, 1, 2].map(|n| plan.set[n].id.clone());
    let became = || ana.reminder_health(&facts(PhoneKind::WakesTheApp)).unwrap().recent[0].became;
    ana.at("2026-03-02 10:30");
    shown(&ana, &ahead);
    ana.at("2026-03-02 12:00");
    assert_eq!(became(), Became::NotShown, "announced is not shown, and not answered");
    shown(&ana, &again);
    assert_eq!(became(), Became::Shown);
    // What a phone could not do is not asked of it every minute, and is told.
    let ben = person("ben");
    save(&ben, &daily(&["11:00"]));
    let refused = ben.plan_notifications(1, &[]).unwrap().set[0].id.clone();
    ben.at("2026-03-02 11:00").notification_fact(&refused, NotificationFact::CouldNotBeSet, None).unwrap();
    assert_eq!(times(&ben.at("2026-03-02 11:01").plan_notifications(1, &[]).unwrap()), ["03-03 11:00"]);
    let health = ben.reminder_health(&facts(PhoneKind::WakesTheApp)).unwrap();
    assert_eq!(health.recent[0].became, Became::CouldNotBeSet);
    assert_eq!(first.parts().unwrap().len(), 1);
}

#[test]
fn late_is_against_when_it_was_due_and_a_phone_says_itself_when_it_showed() {
    let ana = person("ana");
    save(&ana, &daily(&["11:00"]));
    let plan = ana.plan_notifications(1, &[]).unwrap();
    ana.notifications_held(&held(&plan), &[]).unwrap();
    // The alarm was lost; opened at four, the app asks for the next minute.
    let after = ana.at("2026-03-02 16:00").plan_notifications(1, &[]).unwrap();
    ana.notifications_held(&held(&after), &[]).unwrap();
    ana.at("2026-03-02 16:01");
    shown(&ana, &after.set[0].id);
    assert_eq!(ana.reminder_health(&facts(PhoneKind::WakesTheApp)).unwrap().late.unwrap().median_min, 301);

    let ben = person("ben");
    save(&ben, &daily(&["11:00"]));
    let plan = ben.plan_notifications_for(BY_ITSELF, &[]).unwrap();
    ben.notifications_held(&held(&plan), &[]).unwrap();
    let eleven = ben.at("2026-03-02 11:00").clock.ms();
    ben.at("2026-03-02 18:00").notification_was_shown(&plan.set[0].id, eleven).unwrap();
    let health = ben.reminder_health(&facts(PhoneKind::HoldsMany)).unwrap();
    assert_eq!((health.late.unwrap().median_min, health.recent[0].became), (0, Became::Shown));
}
