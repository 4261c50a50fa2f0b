//! The rest of the record in a review, by story: the good time and the months, and all that the sheets say beside what
//! a packet has places for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;
mod schema;

use common::{Person, day, made, person};
use handrail_core::clock::Day;
use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, Company, GoalMore, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep,
    ShortTermGoalId,
};
use handrail_core::ids::Id;
use handrail_core::people::{NewPerson, PersonId};
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventKind};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::problem_solving::NewProblem;
use handrail_core::review::packet::{Months, Packet, SheetLine};
use handrail_core::review::{
    Categories, Category, Choices, Concept, DetailValue, LineId, PacketPreview, PacketWords, Period, Switches,
};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{GoodTimeId, NewCheckIn, NewWarningSign, UsualEvent, WarningSignId};
use practitioner::{pair, sam};

const NOTES: Switches =
    Switches { coping_notes: true, homework_notes: true, sign_notes: true, plan: true, sheets: Categories::NONE };

fn seen(person: &Person, period: Period, switches: Switches, hidden: &[LineId]) -> PacketPreview {
    let review = person.review(period, &PacketWords::default()).unwrap();
    let choices = Choices { switches, hidden: hidden.iter().copied().collect(), ..Default::default() };
    let packet = person.preview(&review, &choices).unwrap().packets.remove(0);
    let json: serde_json::Value = serde_json::from_slice(packet.content()).unwrap();
    assert_eq!(schema::differences(&schema::review_packet(), &json), Vec::<String>::new());
    packet
}

fn since_meeting(person: &Person, hidden: &[LineId]) -> PacketPreview {
    seen(person, Period::SinceLastMeeting, Switches::default(), hidden)
}

fn text(packet: &PacketPreview) -> String {
    String::from_utf8(packet.content().to_vec()).unwrap()
}

fn meets(person: &Person, on: Day) {
    person.at(&format!("{on} 10:00"));
    let new = NewSession {
        day: on,
        time: None,
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    let id = SessionId(made(&person.plan_session(&new).unwrap(), "session"));
    person.mark_session_held(id).unwrap();
}

fn sign(person: &Person, wording: &str) -> WarningSignId {
    let new = NewWarningSign {
        wording: wording.into(),
        scale: 3,
        who_may_notice: "my aunt".into(),
        ..NewWarningSign::default()
    };
    WarningSignId(made(&person.save_warning_sign(&new).unwrap(), "warning_sign"))
}

fn rated(person: &Person, on: Day, sign: WarningSignId, value: i64) -> Id {
    person.at(&format!("{on} 19:00"));
    let new = NewCheckIn { ratings: vec![(sign, value)], note: String::new() };
    made(&person.record_check_in(&new).unwrap(), "check_in")
}

/// Noor's year, on her own until autumn: quiet from January to March, then slowly more. One rating every third day.
fn a_slow_year(noor: &Person) -> WarningSignId {
    noor.at("2025-01-02 19:00");
    let sleep = sign(noor, "sleeping badly");
    let first = day("2025-01-02");
    for n in 0..120 {
        let on = first.plus(n * 3);
        // 0 at first, 1 from April, 2 from August.
        let value = i64::from(on >= day("2025-04-01")) + i64::from(on >= day("2025-08-01"));
        rated(noor, on, sleep, value);
    }
    sleep
}

#[test]
fn noor_agrees_a_good_time_and_the_months_show_what_a_usual_that_moves_along_does_not() {
    let noor = person("noor");
    a_slow_year(&noor);
    noor.at("2025-12-20 20:00");
    let fortnight = Period::FromUntil { from: day("2025-12-10"), until: day("2025-12-20") };
    let alone = |hidden: &[LineId]| seen(&noor, fortnight, Switches::default(), hidden);
    let before = alone(&[]).packet().months.clone().unwrap();
    assert_eq!((before.good_level, before.good_times.len()), (None, 0), "nothing was agreed yet");
    assert_eq!(before.months.len(), 12);
    let means: Vec<f64> = before.months.iter().map(|m| m.mean).collect();
    assert_eq!((means[0], means[4], means[11]), (0.0, 1.0, 2.0), "{means:?}");
    assert_eq!((before.months[0].month, before.months[0].days), (day("2025-01-01"), 10));
    let good = GoodTimeId(made(&noor.save_good_time(day("2025-02-01"), day("2025-03-31")).unwrap(), "good_time"));
    // From the first day it is known, to nobody and without a network, too.
    let packet = alone(&[]);
    let months = packet.packet().months.clone().unwrap();
    assert_eq!((months.good_level, months.max), (Some(0.0), 3));
    assert_eq!((months.good_times[0].from, months.good_times[0].until), (day("2025-02-01"), day("2025-03-31")));
    let html = noor.show_review(&packet).unwrap();
    for shown in ["My signs, month by month", "How it was in good times", "A good time", "1 February 2025"] {
        assert!(html.contains(shown), "{shown}");
    }
    // What the phone itself says of the months is the same.
    let here = noor.signs_over_months().unwrap();
    assert_eq!(here.good_level, months.good_level);
    let of = |m: &Months| m.months.iter().map(|m| (m.month, m.days)).collect::<Vec<_>>();
    let days = |n: u32| usize::try_from(n).unwrap();
    assert_eq!(
        here.months.iter().map(|m| (m.month, m.days)).collect::<Vec<_>>(),
        of(&months).iter().map(|(m, n)| (*m, days(*n))).collect::<Vec<_>>()
    );
    // Hidden, each by itself, it is as if it had never been there.
    let without = alone(&[LineId::new(Concept::GoodTime, good.0)]);
    assert!(without.packet().months == Some(before));
    assert!(!text(&without).contains("good") && !text(&without).contains("2025-02-01\",\"until"));
    let nothing = alone(&[LineId::only(Concept::SignsMonths)]);
    assert!(nothing.packet().months.is_none() && !text(&nothing).contains("\"months\""));
    let hidden = nothing.lines.iter().filter(|l| l.hidden).map(|l| l.id.concept).collect::<Vec<_>>();
    assert_eq!(hidden, [Concept::SignsMonths, Concept::GoodTime], "what stands under it is hidden with it");
}

#[test]
fn a_good_time_of_years_ago_still_gives_its_level_but_none_of_its_months() {
    let noor = person("noor");
    noor.at("2023-02-01 19:00");
    let sleep = sign(&noor, "sleeping badly");
    for n in 0..20 {
        rated(&noor, day("2023-02-01").plus(n), sleep, 1);
    }
    for n in 0..40 {
        rated(&noor, day("2026-02-01").plus(n), sleep, 3);
    }
    noor.save_good_time(day("2023-02-01"), day("2023-02-10")).unwrap();
    let months = since_meeting(&noor, &[]).packet().months.clone().unwrap();
    assert_eq!(months.good_level, Some(1.0));
    assert_eq!(months.months.iter().map(|m| m.month).collect::<Vec<_>>(), [day("2026-02-01"), day("2026-03-01")]);
}

#[test]
fn months_before_the_pairing_count_and_days_that_were_kept_back_never_do() {
    let (noor, sam) = (person("noor"), sam());
    noor.at("2026-01-05 19:00");
    let sleep = sign(&noor, "sleeping badly");
    for n in 0..20 {
        rated(&noor, day("2026-01-05").plus(n), sleep, 0);
    }
    meets(&noor, day("2026-02-28"));
    pair(&noor, &[&sam]);
    noor.save_good_time(day("2026-01-05"), day("2026-01-20")).unwrap();
    let bad: Vec<Id> = (0..10).map(|n| rated(&noor, day("2026-03-01").plus(n), sleep, 3)).collect();
    let month =
        |p: &Packet| p.months.as_ref().and_then(|m| m.months.iter().find(|m| m.month == day("2026-03-01")).copied());
    let first = since_meeting(&noor, &[]);
    assert_eq!(first.packet().months.as_ref().unwrap().good_level, Some(0.0), "from before Sam was there");
    assert_eq!(month(first.packet()).map(|m| m.mean), Some(3.0));
    // Noor keeps the ten days back and sends the rest.
    let hidden: Vec<LineId> = bad.iter().map(|id| LineId::new(Concept::CheckIn, *id)).collect();
    let review = noor.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let choices = Choices { hidden: hidden.into_iter().collect(), ..Default::default() };
    let preview = noor.preview(&review, &choices).unwrap();
    assert!(month(preview.packets[0].packet()).is_none());
    noor.share(&preview).unwrap();
    let shown: Packet = serde_json::from_slice(preview.packets[0].content()).unwrap();
    assert!(shown == *preview.packets[0].packet(), "what was previewed is what was sealed");
    assert!(noor.shared_packet(preview.packets[0].id()).unwrap() == shown);
    meets(&noor, day("2026-03-12"));
    rated(&noor, day("2026-03-13"), sleep, 1);
    let second = since_meeting(&noor, &[]);
    let march = month(second.packet()).unwrap();
    assert_eq!((march.mean, march.days), (1.0, 1), "only the day that is in this packet");
    // On her own screen they are hers.
    let alone = Choices { mailboxes: Some(std::collections::BTreeSet::new()), ..Default::default() };
    let review = noor.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let own = noor.preview(&review, &alone).unwrap().packets.remove(0);
    assert_eq!(month(own.packet()).unwrap().days, 11);
}

#[test]
fn a_reset_is_dated_and_goes_with_the_usual_alone() {
    let noor = person("noor");
    noor.save_settings(&EditSettings { usual_on: Some(true), ..Default::default() }).unwrap();
    let sleep = sign(&noor, "sleeping badly");
    for n in 0..40 {
        rated(&noor, day("2026-02-01").plus(n), sleep, n % 2);
    }
    noor.record_usual_event(UsualEvent::Reset).unwrap();
    let packet = since_meeting(&noor, &[]);
    assert_eq!(packet.packet().usual.as_ref().unwrap().resets, [day("2026-03-12")]);
    let hidden = since_meeting(&noor, &[LineId::only(Concept::Usual)]);
    assert!(!text(&hidden).contains("resets") && hidden.packet().months.is_some());
}

/// Omar's goal sheet with every column, and a plan with all its parts.
struct Sheets {
    goal: LongTermGoalId,
    short: ShortTermGoalId,
    person: PersonId,
}

fn whole_sheets(omar: &Person) -> Sheets {
    let new = NewPerson { name: "Lena Voss".into(), ..NewPerson::default() };
    let person = PersonId(made(&omar.save_person(&new).unwrap(), "person"));
    let goal = NewLongTermGoal {
        title: "cook for my son".into(),
        who_can_help: "my neighbour Ali".into(),
        area: "family".into(),
        ..Default::default()
    };
    let more = GoalMore { meaning: "a table of my own".into(), life_area: None, scribe: "Sam wrote".into() };
    let goal =
        LongTermGoalId(made(&omar.save_long_term_goal_with(&goal, BeginAs::Active, &more).unwrap(), "long_term_goal"));
    let short = NewShortTermGoal {
        goal,
        title: "three dinners".into(),
        how_will_we_know: String::new(),
        strengths: "I know spices".into(),
        obstacles: "the loud kitchen".into(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::default(),
    };
    let short = ShortTermGoalId(made(&omar.save_short_term_goal(&short, BeginAs::Active).unwrap(), "short_term_goal"));
    let step = NewStep {
        goal: short,
        title: "buy lentils".into(),
        who: "I and Ali".into(),
        when_words: "on Friday".into(),
        where_words: "the corner shop".into(),
        how: "with the list".into(),
        how_will_we_know: String::new(),
        by_about: Horizon::default(),
        reminder_day: Some(day("2026-03-09")),
        reminder_time: Some(common::time("17:45")),
    };
    omar.save_step(&step).unwrap();
    let row = NewGoalReview {
        goal,
        session: None,
        progress: "one dinner made".into(),
        rating: Some(4),
        what_next: String::new(),
    };
    let company = Company { present: "Ali sat with us".into(), noted_by: "Sam noted".into() };
    omar.record_goal_sheet_row(&row, &company).unwrap();
    let line = |part, stage, wording: &str| NewPlanLine::new(part, stage, wording);
    for new in [
        NewPlanLine {
            what_came_first: "nights without sleep".into(),
            action: "a week at my aunt's".into(),
            when_words: "two summers ago".into(),
            ..line(PlanPart::WhatHappened, 0, "the summer on the ward")
        },
        NewPlanLine { action: "I turn it off".into(), ..line(PlanPart::Triggers, 0, "the late news") },
        line(PlanPart::WhatHelps, 2, "tea with Ali"),
        NewPlanLine { duty: "walks the dog".into(), person: Some(person), ..line(PlanPart::WhoHelps, 0, "Lena") },
        NewPlanLine { not_to_be_called: true, ..line(PlanPart::WhoHelps, 0, "my cousin Karim") },
        NewPlanLine { phone: "020 7946 0000".into(), ..line(PlanPart::Contacts, 0, "the clinic's desk") },
        line(PlanPart::Wishes, 0, "a quiet room"),
    ] {
        omar.add_plan_line(&new).unwrap();
    }
    let event =
        |event, with_whom: &str| NewPlanEvent { event, person: None, with_whom: with_whom.into(), note: String::new() };
    omar.record_plan_event(&event(PlanEventKind::CopyGiven, "on the fridge")).unwrap();
    omar.record_plan_event(&event(PlanEventKind::CopyGiven, "my old flat")).unwrap();
    omar.record_plan_event(&event(PlanEventKind::CopyTakenBack, "my old flat")).unwrap();
    omar.record_plan_event(&event(PlanEventKind::Rehearsed, "with Sam")).unwrap();
    omar.set_plan_review_on(Some(day("2026-06-01"))).unwrap();
    Sheets { goal, short, person }
}

fn texts(lines: &[SheetLine]) -> Vec<&str> {
    lines.iter().map(|l| l.text.as_str()).collect()
}

#[test]
fn omar_shares_every_column_of_his_goal_sheet_and_never_when_the_phone_speaks_up() {
    let omar = person("omar");
    whole_sheets(&omar);
    let packet = since_meeting(&omar, &[]);
    let goal = &packet.packet().goals[0];
    for said in ["a table of my own", "family", "my neighbour Ali", "Sam wrote"] {
        assert!(texts(&goal.more).contains(&said), "{said}: {:?}", texts(&goal.more));
    }
    assert_eq!(goal.more[0].label, "What recovery means to me here");
    assert!(texts(&goal.short_term[0].more).contains(&"I know spices"));
    let step = &goal.short_term[0].steps[0];
    assert_eq!(texts(&step.more), ["I and Ali", "on Friday", "the corner shop", "with the list"]);
    assert!(!text(&packet).contains("17:45") && !text(&packet).contains("2026-03-09"));
    let row = &goal.reviews[0].more;
    assert!(texts(row).contains(&"Ali sat with us") && texts(row).contains(&"4 of 10"), "{:?}", texts(row));
    // And on the page that needs no network.
    let html = omar.show_review(&packet).unwrap();
    assert!(html.contains("a table of my own") && html.contains("the loud kitchen"));
}

#[test]
fn omars_plan_goes_whole_once_it_is_switched_on_and_not_one_byte_of_it_before() {
    let omar = person("omar");
    let sheets = whole_sheets(&omar);
    let words =
        ["the summer on the ward", "I turn it off", "walks the dog", "my cousin Karim", "on the fridge", "with Sam"];
    let off = text(&since_meeting(&omar, &[]));
    assert!(words.iter().all(|w| !off.contains(w)) && !off.contains("\"plan\""));
    let on = seen(&omar, Period::SinceLastMeeting, NOTES, &[]);
    assert!(words.iter().all(|w| text(&on).contains(w)), "{}", text(&on));
    let plan = on.packet().plan.as_ref().unwrap();
    let part = |part| plan.parts.iter().find(|p| p.part == part).unwrap();
    let trigger = &part(PlanPart::Triggers).more[0][0];
    assert_eq!((trigger.label.as_str(), trigger.text.as_str()), ("What I do then", "I turn it off"));
    assert_eq!(texts(&part(PlanPart::WhatHelps).more[0]), ["What I do with someone"]);
    // A reader who knows only lines does not take one for the other.
    assert_eq!(part(PlanPart::WhoHelps).lines, ["Lena"]);
    assert!(plan.parts.iter().all(|p| p.part != PlanPart::WhatHappened));
    let apart =
        |label: &str| plan.more.iter().filter(|l| l.label == label).map(|l| l.text.as_str()).collect::<Vec<_>>();
    assert_eq!(apart("Please do not call"), ["my cousin Karim"]);
    assert_eq!(apart("What happened before"), ["the summer on the ward"]);
    assert_eq!(apart("Look at it again on"), ["Monday 1 June 2026"]);
    assert!(!text(&on).contains("7946"), "a number is not the client's to pass on");
    // Weeks later the copy and the rehearsal still hold; the copy that was taken back is no news any more.
    meets(&omar, day("2026-04-20"));
    omar.at("2026-04-27 10:00");
    let later = seen(&omar, Period::SinceLastMeeting, NOTES, &[]);
    assert!(text(&later).contains("on the fridge") && text(&later).contains("with Sam"));
    assert!(!text(&later).contains("my old flat"));
    // Each is a line of its own, and its name goes with the person who is hidden.
    let lines = |c| later.lines.iter().filter(move |l| l.id.concept == c).count();
    assert_eq!((lines(Concept::PlanEvent), lines(Concept::PlanLine)), (3, 7));
    assert!(text(&later).contains("Lena Voss"));
    let hidden = [LineId::new(Concept::Sheet, sheets.person.0), LineId::only(Concept::PlanEvent)];
    let fewer = text(&seen(&omar, Period::SinceLastMeeting, NOTES, &hidden));
    assert!(!fewer.contains("Lena Voss") && fewer.contains("walks the dog") && !fewer.contains("1 June 2026"));
}

#[test]
fn parts_of_a_hidden_goal_are_named_by_no_other_line() {
    let omar = person("omar");
    let sheets = whole_sheets(&omar);
    let step = omar.goals().unwrap().goals[0].short_term[0].steps[0].id;
    omar.start_problem(&NewProblem { problem: "The shop is loud".into(), step: Some(step), homework: None }).unwrap();
    let switches = Switches { sheets: Categories::NONE.with(Category::ProblemSolving), ..Default::default() };
    let see = |hidden: &[LineId]| text(&seen(&omar, Period::SinceLastMeeting, switches, hidden));
    assert_eq!(see(&[]).matches("buy lentils").count(), 2);
    for hidden in [
        LineId::new(Concept::LongTermGoal, sheets.goal.0),
        LineId::new(Concept::ShortTermGoal, sheets.short.0),
        LineId::new(Concept::Step, step.0),
    ] {
        let left = see(&[hidden]);
        assert!(!left.contains("buy lentils") && left.contains("The shop is loud"), "{:?}", hidden.concept);
    }
}

#[test]
fn what_the_record_says_besides_is_forgotten_with_it() {
    let (omar, sam) = (person("omar"), sam());
    pair(&omar, &[&sam]);
    let sheets = whole_sheets(&omar);
    let review = omar.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    omar.share(&omar.preview(&review, &Choices { switches: NOTES, ..Default::default() }).unwrap()).unwrap();
    assert!(omar.tables_with("Lena Voss").contains(&"packet".to_owned()), "by the line of the plan that names her");
    assert!(omar.tables_with("walks the dog").contains(&"packet".to_owned()));
    let line = omar.plan().unwrap().parts.iter().flat_map(|p| &p.lines).find(|l| l.wording == "Lena").unwrap().id;
    omar.remove_for_good("plan_line", line.0).unwrap();
    assert_eq!(omar.tables_with("walks the dog"), Vec::<String>::new());
    omar.remove_for_good("person", sheets.person.0).unwrap();
    assert_eq!(omar.tables_with("Lena Voss"), Vec::<String>::new());
}

#[test]
fn the_careful_comparison_speaks_only_of_tries_that_go() {
    let ida = person("ida");
    let strategy = |name: &str| {
        let new = NewCopingStrategy { name: name.into(), how: "slow and low".into(), ..Default::default() };
        CopingStrategyId(made(&ida.save_coping_strategy(&new).unwrap(), "coping_strategy"))
    };
    let (hum, walk) = (strategy("humming"), strategy("walking"));
    let tried = |of, after, place: &str| {
        let new = NewCopingEntry {
            helped: Some(Helped::ALittle),
            before: Some(8),
            after: Some(after),
            place: place.into(),
            ..NewCopingEntry::of(of)
        };
        made(&ida.record_coping(&new).unwrap(), "coping_entry")
    };
    let hums: Vec<Id> = (0..6).map(|_| tried(hum, 1, "the bus stop")).collect();
    for _ in 0..6 {
        tried(walk, 7, "");
    }
    let packet = since_meeting(&ida, &[]);
    let humming = &packet.packet().coping[0];
    assert_eq!(
        humming.comparison.as_deref(),
        Some("After humming, your rating was mostly lower than after the others (6 times).")
    );
    assert!(packet.packet().coping[1].comparison.is_none());
    assert_eq!(texts(&humming.more), ["slow and low"]);
    assert!(!text(&packet).contains("the bus stop"), "where it was goes with the notes");
    let notes = seen(&ida, Period::SinceLastMeeting, NOTES, &[]);
    assert_eq!(texts(&notes.packet().coping[0].entries[0].more), ["the bus stop"]);
    // With four of the six kept back there is nothing to say.
    let hidden: Vec<LineId> = hums[..4].iter().map(|id| LineId::new(Concept::CopingEntry, *id)).collect();
    assert!(since_meeting(&ida, &hidden).packet().coping.iter().all(|c| c.comparison.is_none()));
}

#[test]
fn notes_about_signs_wait_for_their_switch() {
    let ida = person("ida");
    let sleep = sign(&ida, "sleeping badly");
    sign(&ida, "staying in");
    ida.record_check_in(&NewCheckIn { ratings: vec![(sleep, 2)], note: "the neighbours again".into() }).unwrap();
    let off = since_meeting(&ida, &[]);
    assert!(["my aunt", "the neighbours again", "staying in"].iter().all(|w| !text(&off).contains(w)));
    let on = seen(&ida, Period::SinceLastMeeting, NOTES, &[]);
    assert_eq!(on.packet().check_in_notes[0].text, "the neighbours again");
    assert!(texts(&on.packet().signs[0].more).contains(&"my aunt"));
    assert_eq!((on.packet().signs[1].text.as_str(), on.packet().signs[1].ratings.len()), ("staying in", 0));
    let check_in = LineId::new(Concept::CheckIn, on.packet().check_in_notes[0].id);
    assert!(!text(&seen(&ida, Period::SinceLastMeeting, NOTES, &[check_in])).contains("the neighbours again"));
    // What the preview shows is what the packet says.
    let labelled = |d: &handrail_core::review::Detail| match &d.value {
        DetailValue::Labelled { text, .. } => Some(text.clone()),
        _ => None,
    };
    let shown: Vec<String> = on.lines.iter().flat_map(|l| &l.details).filter_map(labelled).collect();
    let carried: Vec<String> = on.packet().signs.iter().flat_map(|s| &s.more).map(|l| l.text.clone()).collect();
    assert_eq!(shown, carried);
}

#[test]
fn a_packet_of_before_these_fields_still_reads_the_same() {
    let ida = person("ida");
    let sleep = sign(&ida, "sleeping badly");
    rated(&ida, day("2026-03-05"), sleep, 1);
    let now = since_meeting(&ida, &[]);
    // One day and no good time: not one of the new fields is there, so this is such a packet.
    let json = text(&now);
    for field in ["\"months\"", "\"more\"", "\"check_in_notes\"", "\"comparison\"", "\"resets\"", "\"reviews\""] {
        assert!(!json.contains(field), "{field}");
    }
    let read: Packet = serde_json::from_str(&json).unwrap();
    assert!(read == *now.packet() && serde_json::to_string(&read).unwrap() == json);
}

#[test]
fn a_year_with_everything_in_it_still_fits_a_packet() {
    let noor = person("noor");
    a_slow_year(&noor);
    whole_sheets(&noor);
    noor.save_good_time(day("2025-02-01"), day("2025-03-31")).unwrap();
    let year = Period::FromUntil { from: day("2025-01-02"), until: day("2025-12-31") };
    let switches = Switches { sheets: Categories::all(), ..NOTES };
    let packet = seen(&noor, year, switches, &[]);
    assert!(!packet.too_large && packet.content().len() < 64 * 1024, "{}", packet.content().len());
}
