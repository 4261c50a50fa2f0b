#![allow(clippy::unwrap_used, clippy::panic)]

use std::cell::Cell;

use chrono::Datelike as _;
use proptest::prelude::*;

use super::*;

const FIRST: i64 = 20_000;

fn day(text: &str) -> Day {
    Day::parse("day", text).unwrap()
}

fn n(number: i64) -> Day {
    Day::from_number(number).unwrap()
}

fn weekday() -> impl Strategy<Value = Weekday> {
    proptest::sample::select(ALL_DAYS.as_slice())
}

const ALL_DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn if_missing() -> impl Strategy<Value = IfMissing> {
    prop_oneof![Just(IfMissing::Clamp), Just(IfMissing::Skip)]
}

fn nth() -> impl Strategy<Value = Nth> {
    prop_oneof![Just(Nth::First), Just(Nth::Second), Just(Nth::Third), Just(Nth::Fourth), Just(Nth::Last)]
}

fn repeats() -> impl Strategy<Value = Repeats> {
    prop_oneof![
        Just(Repeats::Once),
        (1_u32..40).prop_map(|every| Repeats::EveryDays { every }),
        (1_u32..6, proptest::collection::vec(weekday(), 1..8))
            .prop_map(|(every, days)| Repeats::Weekly { every, days }),
        (1_u32..=31, if_missing()).prop_map(|(day, if_missing)| Repeats::MonthlyOnDay { day, if_missing }),
        (nth(), weekday()).prop_map(|(nth, weekday)| Repeats::MonthlyOnWeekday { nth, weekday }),
        (1_u32..=12, 1_u32..=31, if_missing()).prop_map(|(month, day, if_missing)| Repeats::Yearly {
            month,
            day,
            if_missing
        }),
    ]
}

prop_compose! {
    fn rules()(
        starts in FIRST..FIRST + 900,
        repeats in repeats(),
        ends in prop_oneof![
            3 => Just(None),
            1 => (0_i64..900).prop_map(|d| Some(Err(d))),
            1 => (1_u32..60).prop_map(|times| Some(Ok(times))),
        ],
        exceptions in proptest::collection::vec(0_i64..400, 0..6),
        extra in proptest::collection::vec(0_i64..400, 0..4),
    ) -> Recurrence {
        let ends = match ends {
            None => Ends::Never,
            Some(Err(after)) => Ends::Until { day: n(starts + after) },
            Some(Ok(times)) => Ends::After { times },
        };
        Recurrence {
            starts: n(starts),
            repeats,
            ends,
            exceptions: exceptions.into_iter().map(|d| n(starts + d)).collect(),
            extra: extra.into_iter().map(|d| n(starts + d)).collect(),
        }
    }
}

/// The rule said once more, of one day, by its words alone: no stepping, no months counted.
fn is_of_the_pattern(rule: &Recurrence, d: Day) -> bool {
    let (date, starts) = (d.date(), rule.starts);
    let last_of_month = (d.plus(1).date().day() == 1).then(|| date.day());
    let on_day = |day: u32, missing: IfMissing| {
        date.day() == day || (missing == IfMissing::Clamp && last_of_month.is_some_and(|last| day > last))
    };
    d >= starts
        && match &rule.repeats {
            Repeats::Once => d == starts,
            Repeats::EveryDays { every } => (d.number() - starts.number()) % i64::from(*every) == 0,
            Repeats::Weekly { every, days } => {
                let weeks = (d.week().number() - starts.week().number()) / 7;
                weeks % i64::from(*every) == 0 && days.iter().any(|w| w.number() == d.week_day())
            }
            Repeats::MonthlyOnDay { day, if_missing } => on_day(*day, *if_missing),
            Repeats::MonthlyOnWeekday { nth, weekday } => {
                weekday.number() == d.week_day()
                    && match nth {
                        Nth::First => (1..=7).contains(&date.day()),
                        Nth::Second => (8..=14).contains(&date.day()),
                        Nth::Third => (15..=21).contains(&date.day()),
                        Nth::Fourth => (22..=28).contains(&date.day()),
                        Nth::Last => d.plus(7).date().month() != date.month(),
                    }
            }
            Repeats::Yearly { month, day, if_missing } => date.month() == *month && on_day(*day, *if_missing),
        }
}

fn by_words(rule: &Recurrence, until: Day) -> Vec<Day> {
    let mut seen = 0;
    (rule.starts.number()..=until.number())
        .map(n)
        .filter(|d| {
            let by_pattern = is_of_the_pattern(rule, *d);
            seen += u32::from(by_pattern);
            let within = match rule.ends {
                Ends::Never => true,
                // Once is once, whatever is said about its end.
                _ if rule.repeats == Repeats::Once => true,
                Ends::Until { day } => *d <= day,
                Ends::After { times } => seen <= times,
            };
            ((by_pattern && within) || rule.extra.contains(d)) && !rule.exceptions.contains(d)
        })
        .collect()
}

/// A line for the log of a run, whether the test passes or not.
fn say(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    writeln!(out, "{text}").unwrap();
}

fn config() -> ProptestConfig {
    ProptestConfig::with_cases(600)
}

#[test]
fn the_days_are_those_that_the_words_of_the_rule_name() {
    let (judged, days) = (Cell::new(0_usize), Cell::new(0_usize));
    proptest!(config(), |(rule in rules(), length in 0_i64..2500)| {
        let until = n(rule.starts.number() + length);
        let found: Vec<Day> = rule.days(n(FIRST - 100), until).collect();
        judged.set(judged.get() + 1);
        days.set(days.get() + found.len());
        prop_assert_eq!(found, by_words(&rule, until));
    });
    say(&format!("rules of chance against their words: {} judged, with {} days", judged.get(), days.get()));
}

#[test]
fn a_window_cut_in_two_gives_the_same_days() {
    let (judged, days) = (Cell::new(0_usize), Cell::new(0_usize));
    proptest!(config(), |(rule in rules(), from in FIRST - 50..FIRST + 1500, a in 0_i64..200, b in 1_i64..200)| {
        let mut parts: Vec<Day> = rule.days(n(from), n(from + a)).collect();
        parts.extend(rule.days(n(from + a + 1), n(from + a + b)));
        judged.set(judged.get() + 1);
        days.set(days.get() + parts.len());
        prop_assert_eq!(parts, rule.days(n(from), n(from + a + b)).collect::<Vec<_>>());
    });
    say(&format!("windows cut in two: {} judged, with {} days", judged.get(), days.get()));
}

#[test]
fn what_passes_the_check_comes_and_what_does_not_never_would() {
    let (taken, refused) = (Cell::new(0_usize), Cell::new(0_usize));
    proptest!(config(), |(rule in rules())| {
        let verdict = rule.check();
        let count = if verdict.is_ok() { &taken } else { &refused };
        count.set(count.get() + 1);
        match verdict {
            Ok(()) => prop_assert!(rule.next(rule.starts).is_some()),
            Err(Error::Invalid { field: "day", .. }) => {
                let skips = matches!(rule.repeats, Repeats::Yearly { if_missing: IfMissing::Skip, .. });
                prop_assert!(skips);
            }
            Err(Error::Invalid { field: "extra", .. }) => {
                let ended = |d: &Day| matches!(rule.ends, Ends::Until { day } if *d > day);
                prop_assert!(rule.extra.iter().any(ended), "none of these lies before the start");
            }
            Err(Error::Invalid { field: "ends" | "exceptions", .. }) => {
                prop_assert_eq!(by_words(&rule, n(rule.starts.number() + 4000)), Vec::<Day>::new());
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    });
    say(&format!("rules of chance at the check: {} taken, {} refused", taken.get(), refused.get()));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn it_reads_back_as_it_was_written(rule in rules()) {
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Recurrence>(&json).unwrap(), rule);
    }
}

fn listed(rule: &Recurrence, until: &str) -> Vec<String> {
    rule.days(rule.starts, day(until)).map(|d| d.to_string()).collect()
}

#[test]
fn a_month_without_the_day_gives_its_last_one_or_none_as_was_said() {
    let on_31 = |if_missing| Recurrence::plain(day("2026-01-31"), Repeats::MonthlyOnDay { day: 31, if_missing });
    assert_eq!(
        listed(&on_31(IfMissing::Clamp), "2026-05-31"),
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    );
    assert_eq!(listed(&on_31(IfMissing::Skip), "2026-05-31"), ["2026-01-31", "2026-03-31", "2026-05-31"]);
    let leap = |if_missing| Recurrence::plain(day("2095-01-01"), Repeats::Yearly { month: 2, day: 29, if_missing });
    // 2100 is no leap year: eight years without.
    assert_eq!(listed(&leap(IfMissing::Skip), "2104-12-31"), ["2096-02-29", "2104-02-29"]);
    assert_eq!(listed(&leap(IfMissing::Clamp), "2098-12-31"), ["2095-02-28", "2096-02-29", "2097-02-28", "2098-02-28"]);
    let thirtieth =
        |if_missing| Recurrence::plain(day("2026-01-01"), Repeats::Yearly { month: 2, day: 30, if_missing });
    assert_eq!(listed(&thirtieth(IfMissing::Clamp), "2028-12-31"), ["2026-02-28", "2027-02-28", "2028-02-29"]);
    assert!(matches!(
        thirtieth(IfMissing::Skip).check(),
        Err(Error::Invalid { field: "day", reason: Reason::ImpossibleDate })
    ));
}

#[test]
fn what_would_never_come_is_refused_with_the_field_that_keeps_it_from_coming() {
    let start = day("2026-03-02"); // a Monday
    let weekly = |every, days: &[Weekday]| Repeats::Weekly { every, days: days.to_vec() };
    let until = |text| Ends::Until { day: day(text) };
    let rule = |repeats, ends| Recurrence { ends, ..Recurrence::plain(start, repeats) };
    let with = |exceptions: &[&str], extra: &[&str], rule: Recurrence| Recurrence {
        exceptions: exceptions.iter().map(|d| day(d)).collect(),
        extra: extra.iter().map(|d| day(d)).collect(),
        ..rule
    };
    let range = |min, max| Reason::OutOfRange { min, max };
    for (field, reason, rule) in [
        ("every", range(1, 999), rule(Repeats::EveryDays { every: 0 }, Ends::Never)),
        ("every", range(1, 999), rule(Repeats::EveryDays { every: 1000 }, Ends::Never)),
        ("every", range(1, 52), rule(weekly(0, &[Weekday::Friday]), Ends::Never)),
        ("every", range(1, 52), rule(weekly(53, &[Weekday::Friday]), Ends::Never)),
        ("days", Reason::Empty, rule(weekly(1, &[]), Ends::Never)),
        ("day", range(1, 31), rule(Repeats::MonthlyOnDay { day: 32, if_missing: IfMissing::Clamp }, Ends::Never)),
        ("day", range(1, 31), rule(Repeats::MonthlyOnDay { day: 0, if_missing: IfMissing::Skip }, Ends::Never)),
        ("month", range(1, 12), rule(Repeats::Yearly { month: 13, day: 1, if_missing: IfMissing::Clamp }, Ends::Never)),
        ("ends", range(1, 1000), rule(Repeats::EveryDays { every: 1 }, Ends::After { times: 0 })),
        ("ends", range(1, 1000), rule(Repeats::EveryDays { every: 1 }, Ends::After { times: 1001 })),
        ("ends", Reason::ImpossibleDate, rule(Repeats::EveryDays { every: 1 }, until("2026-03-01"))),
        // It ends before its first Friday.
        ("ends", Reason::ImpossibleDate, rule(weekly(1, &[Weekday::Friday]), until("2026-03-05"))),
        ("exceptions", Reason::ImpossibleDate, with(&["2026-03-02"], &[], Recurrence::once(start))),
        (
            "exceptions",
            Reason::ImpossibleDate,
            with(&["2026-03-02", "2026-03-04"], &["2026-03-04"], Recurrence::once(start)),
        ),
        ("extra", Reason::ImpossibleDate, with(&[], &["2026-03-01"], Recurrence::once(start))),
        (
            "extra",
            Reason::ImpossibleDate,
            with(&[], &["2026-04-01"], rule(Repeats::EveryDays { every: 1 }, until("2026-03-31"))),
        ),
        (
            "exceptions",
            Reason::TooMany { limit: 366 },
            Recurrence { exceptions: vec![start; 367], ..rule(Repeats::EveryDays { every: 1 }, Ends::Never) },
        ),
    ] {
        match rule.check() {
            Err(Error::Invalid { field: f, reason: r }) => assert_eq!((f, r), (field, reason), "{rule:?}"),
            other => panic!("{rule:?}: {other:?}"),
        }
    }
}

#[test]
fn the_end_of_the_calendar_is_an_end() {
    let rule = Recurrence::plain(day("2200-12-01"), Repeats::EveryDays { every: 20 });
    assert_eq!(listed(&rule, "2200-12-31"), ["2200-12-01", "2200-12-21"]);
    assert_eq!(rule.next(Day::LAST), None);
    let counted = Recurrence { ends: Ends::After { times: 1000 }, ..rule };
    assert_eq!(counted.days(counted.starts, Day::LAST).count(), 2);
}
