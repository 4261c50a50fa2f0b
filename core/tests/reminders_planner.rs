//! The planner by itself: clock changes, folding, phones that hold little, quiet hours, what went by unseen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod reminding;

use std::fmt::Write as _;

use handrail_core::clock::{Moment, TimeOfDay};
use handrail_core::reminders::{
    Action, AskAgain, Ends, Held, MOST_HELD, NotificationFact, Phone, PhoneKind, PlannedZone, QuietHours, Recurrence,
    Reminder, Repeats, Rule, Schedule, ZonePolicy,
};
use reminding::{Given, HOUR, MINUTE, at, civil, daily, day, fact, ms, own, pinned, rule, say, utc};

/// Asked on the wall, where, what the wall shows then, UTC, and why.
const TABLE: [(&str, &str, &str, &str, &str); 19] = [
    ("2026-03-29 01:30", "Europe/London", "2026-03-29 02:30", "2026-03-29 01:30", "jumped over: an hour later"),
    ("2026-10-25 01:30", "Europe/London", "2026-10-25 01:30", "2026-10-25 00:30", "comes twice: the first"),
    ("2026-03-08 02:30", "America/New_York", "2026-03-08 03:30", "2026-03-08 07:30", "jumped over: an hour later"),
    ("2026-11-01 01:30", "America/New_York", "2026-11-01 01:30", "2026-11-01 05:30", "comes twice: the first"),
    (
        "2026-04-24 00:30",
        "Africa/Cairo",
        "2026-04-24 01:30",
        "2026-04-23 22:30",
        "jumped over at midnight: an hour later",
    ),
    (
        "2026-10-29 23:30",
        "Africa/Cairo",
        "2026-10-29 23:30",
        "2026-10-29 20:30",
        "23:00 to 24:00 comes twice: the first",
    ),
    (
        "2026-04-04 23:30",
        "America/Santiago",
        "2026-04-04 23:30",
        "2026-04-05 02:30",
        "23:00 to 24:00 comes twice: the first",
    ),
    (
        "2026-09-06 00:30",
        "America/Santiago",
        "2026-09-06 01:30",
        "2026-09-06 04:30",
        "jumped over at midnight: an hour later",
    ),
    (
        "2026-04-05 01:45",
        "Australia/Lord_Howe",
        "2026-04-05 01:45",
        "2026-04-04 14:45",
        "half an hour comes twice: the first",
    ),
    (
        "2026-10-04 02:15",
        "Australia/Lord_Howe",
        "2026-10-04 02:45",
        "2026-10-03 15:45",
        "jumped over: half an hour later",
    ),
    ("2026-03-29 08:00", "Asia/Kolkata", "2026-03-29 08:00", "2026-03-29 02:30", "nothing changes there"),
    (
        "2026-02-15 02:30",
        "Africa/Casablanca",
        "2026-02-15 02:30",
        "2026-02-15 01:30",
        "02:00 to 03:00 comes twice (Ramadan): the first",
    ),
    (
        "2026-03-22 02:30",
        "Africa/Casablanca",
        "2026-03-22 03:30",
        "2026-03-22 02:30",
        "jumped over, after it: an hour later",
    ),
    (
        "2026-03-29 00:30",
        "Asia/Beirut",
        "2026-03-29 01:30",
        "2026-03-28 22:30",
        "jumped over at midnight: an hour later",
    ),
    ("2026-03-29 02:30", "Antarctica/Troll", "2026-03-29 04:30", "2026-03-29 02:30", "jumped over: two hours later"),
    (
        "2011-12-30 09:00",
        "Pacific/Apia",
        "2011-12-31 09:00",
        "2011-12-30 19:00",
        "a day that was left out: the day after",
    ),
    ("2026-03-29 02:30", "Europe/Amsterdam", "2026-03-29 03:30", "2026-03-29 01:30", "jumped over: an hour later"),
    ("2026-10-25 02:30", "Europe/Amsterdam", "2026-10-25 02:30", "2026-10-25 00:30", "comes twice: the first"),
    ("2026-10-04 08:00", "America/Asuncion", "2026-10-04 08:00", "2026-10-04 11:00", "nothing changes any more"),
];

#[test]
fn clock_changes_are_as_the_table_says() {
    let mut printed = format!(
        "\nclock changes: what is asked on the wall, and when it comes\n  {:<20} {:<17} {:<17} {:<17} {}\n",
        "where", "asked", "comes", "UTC", "why"
    );
    for (asked, zone, wall, instant, why) in TABLE {
        let (on, time) = asked.split_once(' ').unwrap();
        let now = at(zone, asked).at(ms(instant) - 5 * HOUR);
        let floating = rule(1, Recurrence::once(day(on)), &[time]);
        for rule in [floating.clone(), pinned(zone, floating)] {
            let plan = Given::rules([rule]).plan(&now);
            let n = &plan.set[0];
            let found = (n.civil, n.shifted.format("%Y-%m-%d %H:%M").to_string(), utc(n.instant_ms));
            assert_eq!(found, (civil(asked), wall.to_owned(), instant.to_owned()), "{asked} {zone}");
        }
        // The day is told only where it is not the one that was asked for.
        let comes = wall.strip_prefix(on).map_or(wall, str::trim);
        writeln!(printed, "  {zone:<20} {asked:<17} {comes:<17} {instant:<17} {why}").unwrap();
    }
    say(&printed);
}

#[test]
fn two_days_that_are_one_instant_are_one_notification() {
    let apia = daily(1, "2011-12-30", "09:00");
    let plan = Given::rules([apia]).plan(&at("Pacific/Apia", "2011-12-29 20:00"));
    assert_eq!(utc(plan.set[0].instant_ms), "2011-12-30 19:00");
    assert_eq!(plan.set[0].id.parts().unwrap().len(), 2, "it answers for both days");
    assert_eq!(plan.set[0].together, 1);
    assert_eq!(utc(plan.set[1].instant_ms), "2011-12-31 19:00");
}

#[test]
fn every_eight_hours_are_eight_real_hours() {
    let zone = ZonePolicy::Elapsed { every_hours: 8 };
    let base = rule(1, Recurrence::once(day("2026-03-28")), &["22:00"]);
    let elapsed =
        Rule { from_ms: Some(ms("2026-03-28 22:00")), schedule: Schedule { zone, ..base.schedule.clone() }, ..base };
    let plan = Given::rules([elapsed]).plan(&at("Europe/London", "2026-03-28 20:00"));
    let of: Vec<_> =
        plan.set.iter().take(4).map(|n| (utc(n.instant_ms), n.civil.format("%H:%M").to_string())).collect();
    let expected = [
        ("2026-03-28 22:00", "22:00"),
        ("2026-03-29 06:00", "07:00"),
        ("2026-03-29 14:00", "15:00"),
        ("2026-03-29 22:00", "23:00"),
    ];
    assert_eq!(of, expected.map(|(u, w)| (u.to_owned(), w.to_owned())));
    assert_eq!(plan.set[0].zone, PlannedZone::Elapsed);
}

#[test]
fn every_so_many_hours_ends_after_so_many_times_or_with_a_day() {
    let elapsed = |ends| {
        let base = rule(1, Recurrence { ends, ..Recurrence::once(day("2026-03-28")) }, &["22:00"]);
        let schedule = Schedule { zone: ZonePolicy::Elapsed { every_hours: 8 }, ..base.schedule.clone() };
        Given::rules([Rule { from_ms: Some(ms("2026-03-28 22:00")), schedule, ..base }])
    };
    let now = at("Europe/London", "2026-03-28 20:00");
    let of = |given: &Given, now| given.instants(now).into_iter().map(utc).collect::<Vec<_>>();
    let all = ["2026-03-28 22:00", "2026-03-29 06:00", "2026-03-29 14:00", "2026-03-29 22:00"];
    assert_eq!(of(&elapsed(Ends::After { times: 3 }), &now), all[..3]);
    assert_eq!(of(&elapsed(Ends::Until { day: day("2026-03-29") }), &now), all, "23:00 on the wall is still the 29th");
    // The last of three is answered: nothing is left, whenever it is planned.
    assert_eq!(of(&elapsed(Ends::After { times: 3 }), &at("Europe/London", "2026-03-30 06:00")), Vec::<String>::new());
}

#[test]
fn where_the_phone_knows_its_zone_better_than_our_tables_the_phone_is_believed() {
    // As if Kolkata had moved its clocks an hour ahead since these tables were made: the phone shows 17:30.
    let now = Moment { instant_ms: ms("2026-03-02 11:00"), zone: "Asia/Kolkata".into(), offset_min: 6 * 60 + 30 };
    let rules = [daily(1, "2026-03-01", "18:00"), pinned("Asia/Kolkata", daily(2, "2026-03-01", "18:30"))];
    let plan = Given::rules(rules).plan(&now);
    let of: Vec<_> = plan.set.iter().take(2).map(|n| (n.civil, utc(n.instant_ms), n.zone.clone())).collect();
    // By our tables both were still an hour and more away; the wall says half an hour.
    assert_eq!(of[0], (civil("2026-03-02 18:00"), "2026-03-02 11:30".to_owned(), PlannedZone::Floating));
    assert_eq!(of[1].0, civil("2026-03-02 18:30"));
    assert_eq!((of[1].1.as_str(), &of[1].2), ("2026-03-02 12:00", &PlannedZone::Pinned("Asia/Kolkata".into())));
    // At a quarter past six on that wall neither is planned for what our tables would call the past or the future.
    let later = Moment { instant_ms: ms("2026-03-02 11:45"), ..now };
    let rest = Given::rules([daily(1, "2026-03-01", "18:00")]).plan(&later);
    assert_eq!(rest.set[0].civil, civil("2026-03-02 18:16"), "it went by fifteen minutes ago, and comes now");
}

#[test]
fn over_the_date_line_floating_goes_with_the_phone_and_pinned_stays_at_home() {
    let rules = [daily(1, "2026-03-01", "08:00"), pinned("Pacific/Auckland", daily(2, "2026-03-01", "20:00"))];
    let of = |now: &Moment, n: u8| -> Vec<String> {
        let rules = rules.clone().map(|r| Rule { since_ms: now.instant_ms, ..r });
        let plan = Given::rules(rules).plan(now);
        plan.set.iter().filter(|x| x.reminder == own(n)).take(2).map(|x| utc(x.instant_ms)).collect()
    };
    let home = at("Pacific/Auckland", "2026-03-10 12:00");
    assert_eq!(of(&home, 1), ["2026-03-10 19:00", "2026-03-11 19:00"]);
    assert_eq!(of(&home, 2), ["2026-03-10 07:00", "2026-03-11 07:00"]);
    // Fourteen hours later in Honolulu, where it is the 9th again.
    let away = at("Pacific/Honolulu", "2026-03-10 00:00");
    assert_eq!(of(&away, 1), ["2026-03-10 18:00", "2026-03-11 18:00"], "eight in the morning there");
    assert_eq!(of(&away, 2), ["2026-03-11 07:00", "2026-03-12 07:00"], "eight in the evening at home");
    // What was shown of the 10th before the flight back over the line does not come again.
    let mut shown = Given::rules([daily(1, "2026-03-01", "08:00")]);
    shown.facts.push(fact(1, "2026-03-10", NotificationFact::Shown, ms("2026-03-09 19:00")));
    assert_eq!(utc(shown.instants(&at("Pacific/Honolulu", "2026-03-10 06:00"))[0]), "2026-03-11 18:00");
}

#[test]
fn a_zone_that_nobody_knows_is_planned_with_the_offset_of_the_moment() {
    for name in ["GMT+02:00", "Mars/Olympus", "", "Europe/Lon don\u{202e}"] {
        let now = Moment { instant_ms: ms("2026-03-28 05:00"), zone: name.into(), offset_min: 120 };
        let plan =
            Given::rules([daily(1, "2026-03-28", "09:00"), pinned(name, daily(2, "2026-03-28", "11:00"))]).plan(&now);
        assert_eq!(
            [utc(plan.set[0].instant_ms), utc(plan.set[1].instant_ms)],
            ["2026-03-28 07:00", "2026-03-28 09:00"]
        );
    }
}

#[test]
fn the_day_begins_at_its_boundary_on_a_switch_night_too() {
    // At 03:00 summer time there is no 02:00: the new day still begins at 03:00.
    let plan = Given::rules([daily(1, "2026-03-28", "09:00")]).plan(&at("Europe/Amsterdam", "2026-03-28 22:00"));
    assert_eq!(utc(plan.replan_at_ms), "2026-03-29 01:00");
    let back = Given::rules([daily(1, "2026-10-24", "09:00")]).plan(&at("Europe/Amsterdam", "2026-10-24 22:00"));
    assert_eq!(utc(back.replan_at_ms), "2026-10-25 02:00");
}

#[test]
fn what_comes_close_together_comes_as_one_and_says_nothing_of_what_it_is() {
    let rules = ["09:00", "09:10", "09:11"].map(|t| daily(0, "2026-03-02", t));
    let rules: Vec<Rule> =
        (1..).zip(rules).map(|(n, r)| Rule { reminder: own(n), title: "a secret".into(), ..r }).collect();
    let plan = Given::rules(rules).plan(&at("Europe/London", "2026-03-02 08:00"));
    let first = &plan.set[0];
    assert_eq!((first.together, first.neutral.id, first.full.clone()), (2, "reminder-several", None));
    assert_eq!(first.actions, [Action::Later, Action::NotToday], "each is answered by itself");
    assert_eq!(first.id.parts().unwrap().len(), 2);
    assert_eq!(plan.set[1].together, 1);
    assert_eq!(plan.set[1].actions, [Action::Done, Action::Later, Action::NotToday]);
    assert!(!format!("{plan:?}").contains("secret"));
}

#[test]
fn a_phone_that_holds_few_gets_the_soonest_and_keeps_its_last_place_for_opening_the_app() {
    let every = (0..10).map(|n| daily(n + 1, "2026-03-02", &format!("{:02}:00", 8 + n))).collect::<Vec<_>>();
    let mut given = Given::rules(every);
    given.phone = Phone { kind: PhoneKind::HoldsMany, capacity: 64 };
    let now = at("Europe/London", "2026-03-02 07:00");
    let plan = given.plan(&now);
    assert_eq!(plan.set.len(), MOST_HELD as usize);
    let last = plan.set.last().unwrap();
    assert_eq!((last.reminder, last.neutral.id), (Reminder::KeepGoing, "reminder-keep-going"));
    assert!(plan.set.windows(2).all(|w| w[0].instant_ms < w[1].instant_ms), "set in the order of time");
    // Ten a day: four days and nine, then the one that takes the place of the fiftieth.
    assert_eq!(last.civil, civil("2026-03-06 17:00"));
    given.phone.capacity = 1;
    assert_eq!(given.plan(&now).set[0].reminder, own(1), "with one place, it is the reminder's");
    // One that ends has nothing to be kept going.
    let mut over = Given::rules([rule(1, Recurrence::once(day("2026-03-03")), &["09:00"])]);
    over.phone = given.phone;
    over.phone.capacity = 64;
    assert_eq!(over.plan(&now).set.len(), 1);
    over.rules = vec![rule(1, Recurrence::plain(day("2026-03-03"), Repeats::EveryDays { every: 30 }), &["09:00"])];
    assert_eq!(over.plan(&now).set.last().unwrap().reminder, Reminder::KeepGoing);
}

#[test]
fn quiet_hours_move_it_to_their_end_unless_the_person_said_so() {
    let quiet = QuietHours {
        from: TimeOfDay::parse("from", "22:00").unwrap(),
        until: TimeOfDay::parse("until", "07:00").unwrap(),
    };
    let late = daily(1, "2026-03-02", "23:30");
    let may = Rule { in_quiet_hours: true, ..daily(2, "2026-03-02", "23:45") };
    let mut given = Given::rules([late, may]);
    given.quiet = Some(quiet);
    let plan = given.plan(&at("Europe/London", "2026-03-02 12:00"));
    let of: Vec<_> = plan.set.iter().take(3).map(|n| (n.reminder, n.civil)).collect();
    assert_eq!(
        of,
        [(own(2), civil("2026-03-02 23:45")), (own(1), civil("2026-03-03 07:00")), (own(2), civil("2026-03-03 23:45"))]
    );
}

#[test]
fn what_went_by_unseen_comes_once_and_quietly_if_it_is_late() {
    let rules = [daily(1, "2026-03-01", "08:00"), daily(2, "2026-03-01", "09:00"), daily(3, "2026-03-01", "11:55")];
    let given = Given::rules(rules);
    // The phone was off until noon: yesterday's is gone, this morning's three are one.
    let now = at("Europe/London", "2026-03-02 12:00");
    let plan = given.plan(&now);
    let first = &plan.set[0];
    assert_eq!((first.together, first.quietly, first.civil), (3, false, civil("2026-03-02 12:01")));
    assert_eq!(plan.set[1].civil, civil("2026-03-03 08:00"));
    let two = Given::rules(given.rules[..2].to_vec());
    let quiet = &two.plan(&now).set[0];
    assert_eq!((quiet.quietly, quiet.neutral.id), (true, "reminder-earlier-today"));
    // Planned again while the phone still holds it: nothing changes.
    let held: Vec<Held> = two.plan(&now).set.iter().map(Held::from).collect();
    let again = Given { held, ..two.clone() };
    for minutes in [0, 1, 5, 60] {
        let later = again.plan(&now.at(now.instant_ms + minutes * MINUTE));
        assert!(later.set.is_empty() && later.cancel.is_empty(), "{minutes}: {later:?}");
    }
    // Once shown it does not come again; a change of the rule this morning means that nothing was missed.
    let mut shown = two.clone();
    shown.facts = vec![
        fact(1, "2026-03-02", NotificationFact::Shown, now.instant_ms),
        fact(2, "2026-03-02", NotificationFact::Shown, now.instant_ms),
    ];
    assert_eq!(shown.plan(&now).set[0].civil, civil("2026-03-03 08:00"));
    let changed = two.rules.iter().map(|r| Rule { since_ms: now.instant_ms - HOUR, ..r.clone() }).collect::<Vec<_>>();
    assert_eq!(Given::rules(changed).plan(&now).set[0].civil, civil("2026-03-03 08:00"));
}

#[test]
fn a_gentle_repeat_comes_at_most_twice_and_never_after_an_answer() {
    let asks = Rule { again: Some(AskAgain { times: 2, after_min: 30 }), ..daily(1, "2026-03-02", "09:00") };
    let mut given = Given::rules([Rule { ahead_min: 60, ..asks }]);
    let now = at("Europe/London", "2026-03-02 07:00");
    let times = |given: &Given, now: &Moment| -> Vec<String> {
        let plan = given.plan(now);
        plan.set
            .iter()
            .filter(|n| n.occurrence == day("2026-03-02"))
            .map(|n| n.civil.format("%H:%M").to_string())
            .collect()
    };
    assert_eq!(times(&given, &now), ["08:00", "09:00", "09:30", "10:00"]);
    // Shown twenty minutes late: the repeats keep their distance from it.
    let late = at("Europe/London", "2026-03-02 09:21");
    given.facts.push(fact(1, "2026-03-02", NotificationFact::Shown, late.instant_ms - MINUTE));
    assert_eq!(times(&given, &late), ["09:50", "10:20"]);
    given.facts.push(fact(1, "2026-03-02", NotificationFact::NotToday, late.instant_ms));
    assert_eq!(times(&given, &late), Vec::<String>::new());
}

#[test]
fn a_phone_that_shows_by_itself_is_believed_for_what_it_was_given() {
    let mut given = Given::rules([daily(1, "2026-03-01", "09:00")]);
    given.phone = Phone { kind: PhoneKind::HoldsMany, capacity: 64 };
    let before = at("Europe/London", "2026-03-02 08:00");
    let first = given.plan(&before).set[0].clone();
    let now = at("Europe/London", "2026-03-02 09:05");
    assert_eq!(given.plan(&now).set[0].civil, civil("2026-03-02 09:06"), "it was never given to the phone");
    given.phone_had.insert(first.id.parts().unwrap()[0], first.instant_ms);
    assert_eq!(given.plan(&now).set[0].civil, civil("2026-03-03 09:00"));
}
