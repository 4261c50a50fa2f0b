//! The review, by story: what goes, what stays, and that what stays leaves no trace.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;
mod schema;

use std::collections::BTreeSet;

use common::{Person, day, long, made, person, time};
use handrail_core::Reason;
use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, GoalState, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep,
    NewStepResult, ShortTermGoalId, StepId, StepOutcome,
};
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, NewHomeworkReview, Obstacle, Origin,
};
use handrail_core::ids::Id;
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventKind};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::review::packet::{Packet, Trends};
use handrail_core::review::{
    Categories, Choices, Concept, LineId, PacketPreview, PacketWords, Period, PreviewLine, Review, Switches,
};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, SignPattern, WarningSignId};
use practitioner::{pair, sam};

/// Everything switched on.
const ALL: Switches =
    Switches { coping_notes: true, homework_notes: true, sign_notes: true, plan: true, sheets: Categories::NONE };

/// Ana's record: one of everything, over three weeks with a meeting between.
struct Week {
    homework: HomeworkId,
    walk: CopingStrategyId,
    music: CopingStrategyId,
    sleep: WarningSignId,
    watched: WarningSignId,
}

fn meeting(person: &Person, on: &str, at: Option<&str>) -> SessionId {
    let new = NewSession {
        day: day(on),
        time: at.map(time),
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    SessionId(made(&person.plan_session(&new).unwrap(), "session"))
}

fn strategy(person: &Person, name: &str) -> CopingStrategyId {
    let new = NewCopingStrategy { name: name.into(), ..Default::default() };
    CopingStrategyId(made(&person.save_coping_strategy(&new).unwrap(), "coping_strategy"))
}

fn tried(person: &Person, strategy: CopingStrategyId, helped: Option<Helped>, situation: &str) {
    let note = format!("note on {situation}");
    let new = NewCopingEntry {
        strategy,
        situation: situation.into(),
        helped,
        before: Some(7),
        after: Some(4),
        note,
        ..NewCopingEntry::of(strategy)
    };
    person.record_coping(&new).unwrap();
}

fn sign(person: &Person, wording: &str, key_sign: bool) -> WarningSignId {
    let new = NewWarningSign {
        wording: wording.into(),
        who_may_notice: "my sister".into(),
        scale: 3,
        key_sign,
        emergency: false,
        ..NewWarningSign::default()
    };
    WarningSignId(made(&person.save_warning_sign(&new).unwrap(), "warning_sign"))
}

fn checked_in(person: &Person, ratings: &[(WarningSignId, i64)]) {
    person.record_check_in(&NewCheckIn { ratings: ratings.to_vec(), note: "check-in note".into() }).unwrap();
}

fn homework(person: &Person, title: &str) -> HomeworkId {
    let new = NewHomework {
        title: title.into(),
        module: "Coping with stress".into(),
        why: "to get out".into(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: "my sister".into(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: Some(8),
        smaller_version: "to the door".into(),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    };
    HomeworkId(made(&person.save_homework(&new).unwrap(), "homework"))
}

fn did(person: &Person, homework: HomeworkId, on: &str, result: HomeworkOutcome) {
    let new = NewHomeworkResult {
        homework,
        occurrence: day(on),
        result,
        smaller: false,
        obstacle: (result == HomeworkOutcome::NotYet).then_some(Obstacle::TooBig),
        note: format!("homework note {on}"),
        helpfulness: Some(3),
    };
    person.record_homework(&new).unwrap();
}

fn goals(person: &Person) -> StepId {
    let goal = NewLongTermGoal {
        title: "a job in a garden".into(),
        why: "I like plants".into(),
        how_will_we_know: "a contract".into(),
        who_can_help: "my aunt".into(),
        ..Default::default()
    };
    let goal = LongTermGoalId(made(&person.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    let short = NewShortTermGoal {
        goal,
        title: "two mornings at the nursery".into(),
        how_will_we_know: String::new(),
        strengths: "I rise early".into(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::default(),
    };
    let short =
        ShortTermGoalId(made(&person.save_short_term_goal(&short, BeginAs::Active).unwrap(), "short_term_goal"));
    let step = NewStep {
        goal: short,
        title: "ring the nursery".into(),
        who: String::new(),
        when_words: "after breakfast".into(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::default(),
        reminder_day: None,
        reminder_time: None,
    };
    let review = NewGoalReview {
        goal,
        session: None,
        progress: "it feels nearer".into(),
        rating: Some(6),
        what_next: "ring again".into(),
    };
    person.record_goal_review(&review).unwrap();
    StepId(made(&person.save_step(&step).unwrap(), "step"))
}

fn stepped(person: &Person, step: StepId, result: StepOutcome) {
    let new = NewStepResult {
        step,
        result,
        what_helped: "my sister sat with me".into(),
        got_in_the_way: "the line was busy".into(),
        next_step: "ring on Friday".into(),
    };
    person.record_step(&new).unwrap();
}

/// From Monday 2 March to Friday 20 March 2026, with a meeting on the 10th.
fn three_weeks(ana: &Person) -> Week {
    ana.save_settings(&EditSettings { name: Some("Ana".into()), usual_on: Some(true), ..Default::default() }).unwrap();
    let week = Week {
        homework: homework(ana, "walk to the shop"),
        walk: strategy(ana, "round the park"),
        music: strategy(ana, "loud music"),
        sleep: sign(ana, "sleeping badly", true),
        watched: sign(ana, "feeling watched", false),
    };
    let rule = |sign, condition, level, action: &str| NewOwnRule {
        sign,
        condition,
        level,
        count: 2,
        out_of: 3,
        action: action.into(),
    };
    ana.save_own_rule(&rule(week.sleep, RuleCondition::InARow, 2, "ring my sister")).unwrap();
    ana.save_own_rule(&rule(week.watched, RuleCondition::There, 1, "put on music")).unwrap();
    let plan = |part, stage, wording: &str| NewPlanLine::new(part, stage, wording);
    ana.add_plan_line(&plan(PlanPart::Triggers, 0, "too little sleep")).unwrap();
    ana.add_plan_line(&plan(PlanPart::WhatHelps, 1, "a walk by the river")).unwrap();
    ana.add_plan_line(&plan(PlanPart::WhatHappened, 0, "the spring of the move")).unwrap();
    let brother = NewPlanLine { not_to_be_called: true, ..plan(PlanPart::WhoHelps, 0, "my brother") };
    ana.add_plan_line(&brother).unwrap();
    for (on, note) in [("2026-02-20", ""), ("2026-03-01", "it went well")] {
        ana.at(&format!("{on} 12:00"));
        ana.record_plan_event(&done_with_plan(PlanEventKind::Rehearsed, "Sam", note)).unwrap();
    }
    ana.record_plan_event(&done_with_plan(PlanEventKind::CopyGiven, "my sister", "")).unwrap();
    ana.at("2026-03-02 10:00");
    ana.save_good_time(day("2026-03-01"), day("2026-03-01")).unwrap();
    let step = goals(ana);
    ana.add_talk_about("my new medicine").unwrap();
    let first = meeting(ana, "2026-03-10", Some("10:00"));
    for n in 3..=20 {
        let on = format!("2026-03-{n:02}");
        ana.at(&format!("{on} 19:00"));
        checked_in(ana, &[(week.sleep, i64::from(n % 3)), (week.watched, i64::from(n % 2))]);
        did(ana, week.homework, &on, if n % 4 == 0 { HomeworkOutcome::NotYet } else { HomeworkOutcome::Done });
        if n % 3 == 0 {
            tried(ana, week.walk, Some(Helped::ALot), &format!("situation {n}"));
        }
        if n % 5 == 0 {
            tried(ana, week.music, Some(Helped::Not), &format!("music {n}"));
        }
        if n == 10 {
            ana.mark_session_held(first).unwrap();
        }
    }
    stepped(ana, step, StepOutcome::Partly);
    let talked = NewHomeworkReview {
        homework: week.homework,
        session: None,
        with_whom: "my neighbour".into(),
        note: "the bench helped".into(),
    };
    ana.record_homework_review(&talked).unwrap();
    meeting(ana, "2026-03-24", Some("14:00"));
    meeting(ana, "2026-03-31", None);
    ana.at("2026-03-20 20:00");
    week
}

fn done_with_plan(event: PlanEventKind, with_whom: &str, note: &str) -> NewPlanEvent {
    NewPlanEvent { event, person: None, with_whom: with_whom.into(), note: note.into() }
}

fn review(person: &Person) -> Review {
    person.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap()
}

/// The one packet of a preview, held against the published schema.
fn checked(person: &Person, review: &Review, choices: &Choices) -> PacketPreview {
    let packet = person.preview(review, choices).unwrap().packets.remove(0);
    let json: serde_json::Value = serde_json::from_slice(packet.content()).unwrap();
    assert_eq!(schema::differences(&schema::review_packet(), &json), Vec::<String>::new());
    packet
}

fn text(packet: &PacketPreview) -> String {
    String::from_utf8(packet.content().to_vec()).unwrap()
}

fn with(switches: Switches, hidden: &[LineId]) -> Choices {
    Choices { switches, hidden: hidden.iter().copied().collect(), ..Default::default() }
}

/// The content but for the packet's own id, which is new each time.
fn but_for_the_id(packet: &PacketPreview) -> Packet {
    Packet { packet: Id::from_bytes([0; 16]), ..packet.packet().clone() }
}

#[test]
fn a_whole_review_follows_the_schema_and_carries_what_happened_since_the_meeting() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    three_weeks(&ana);
    let seen = checked(&ana, &review(&ana), &with(ALL, &[]));
    let p = seen.packet();
    assert_eq!(p.name.as_deref(), Some("Ana"));
    assert!(p.period.since_meeting && p.demo.is_none());
    assert_eq!((p.period.from_day, p.period.until_day), (day("2026-03-10"), day("2026-03-20")));
    assert_eq!(p.next_meeting.unwrap().day, day("2026-03-24"));
    assert_eq!(seen.read_by()[0].message, "review-read-before-meeting");
    assert_eq!(seen.read_by()[0].day, Some(day("2026-03-24")));
    assert_eq!(p.talk_about[0].text, "my new medicine");
    // The meeting was marked after the entries of the 10th: ten days are left.
    assert_eq!(p.homework[0].results.len(), 10);
    assert_eq!(p.homework[0].how_often.as_deref(), Some("every day"));
    assert_eq!(p.homework[0].results[1].obstacle, Some(Obstacle::TooBig));
    let step = &p.goals[0].short_term[0].steps[0];
    assert_eq!((step.state, step.results[0].result), (GoalState::Active, StepOutcome::Partly));
    assert_eq!(p.goals[0].reviews.len(), 0, "written before the meeting");
    assert_eq!(
        p.coping.iter().map(|c| (c.strategy.as_str(), c.entries.len())).collect::<Vec<_>>(),
        [("round the park", 3), ("loud music", 2)]
    );
    assert_eq!((p.coping[0].tries.a_lot, p.coping[1].tries.not), (3, 2));
    assert_eq!(p.signs.iter().map(|s| s.ratings.len()).collect::<Vec<_>>(), [10, 10]);
    assert_eq!(p.rules[0].sentence, "If “sleeping badly” is at least 2 on 2 check-ins in a row, I ring my sister");
    assert_eq!(p.rules[1].sentence, "If “feeling watched” is there, I put on music");
    assert!(!p.rules[1].opened.is_empty());
    assert!(p.usual.is_some());
    assert_eq!(p.plan.as_ref().unwrap().parts.len(), 2, "who is not to be called is in no part");
    assert_eq!(p.trends.homework.iter().map(|w| w.week).collect::<Vec<_>>(), [day("2026-03-09"), day("2026-03-16")]);
    assert_eq!(p.check_in_notes.len(), 10);
    let quiet = checked(&ana, &review(&ana), &with(Switches::default(), &[]));
    for note in
        ["check-in note", "note on", "homework note", "the bench helped", "a walk by the river", "Who may notice"]
    {
        assert!(text(&seen).contains(note) && !text(&quiet).contains(note), "{note}");
    }
    // The same, read back, is the same.
    assert!(serde_json::from_slice::<Packet>(seen.content()).unwrap() == *p);
}

#[test]
fn ana_hides_a_line_and_its_words_are_nowhere() {
    let ana = person("ana");
    three_weeks(&ana);
    let review = review(&ana);
    let whole = checked(&ana, &review, &with(ALL, &[]));
    assert!(whole.lines.iter().all(|line| !line.hidden));
    let mut concepts = BTreeSet::new();
    for line in &whole.lines {
        concepts.insert(line.id.concept);
        let seen = checked(&ana, &review, &with(ALL, &[line.id]));
        let shown: &PreviewLine = seen.lines.iter().find(|l| l.id == line.id).expect("still on the screen");
        assert!(shown.hidden);
        if line.id != LineId::only(line.id.concept) {
            assert!(!text(&seen).contains(&line.id.id.to_string()), "{:?}: its id is there", line.id.concept);
        }
        if !line.text.is_empty() {
            assert!(!text(&seen).contains(&line.text), "{:?}: its words are there", line.id.concept);
        }
        assert!(seen.content().len() < whole.content().len());
    }
    // One of everything is in Ana's weeks but what needs a practitioner (answers), and the sheet's row, which is older.
    assert_eq!(concepts.len(), 22, "{concepts:?}");
}

/// Table of a concept; none where a line is no record.
fn table(concept: Concept) -> Option<&'static str> {
    Some(match concept {
        Concept::HomeworkTrend | Concept::CopingTrend | Concept::SignsTrend | Concept::SignsMonths | Concept::Usual => {
            return None;
        }
        Concept::Answer => "proposal",
        record => record.word(),
    })
}

/// A packet made with lines hidden is the packet of somebody who never wrote them.
fn leaves_no_trace(ana: &Person, hidden: &[LineId], at: &str) {
    ana.at(at);
    let with_hidden = checked(ana, &review(ana), &with(ALL, hidden));
    let c = ana.under();
    c.execute_batch("BEGIN IMMEDIATE").unwrap();
    for line in hidden {
        c.execute(&format!("DELETE FROM {} WHERE id = ?1", table(line.concept).unwrap()), [line.id]).unwrap();
        if line.concept == Concept::WarningSign {
            let path = format!("$.\"{}\"", line.id);
            c.execute("UPDATE check_in SET ratings = json_remove(ratings, ?1)", [path]).unwrap();
        }
    }
    // Whoever never wrote the line never wrote what stands under it.
    for orphans in [
        "DELETE FROM short_term_goal WHERE goal NOT IN (SELECT id FROM long_term_goal)",
        "DELETE FROM goal_review WHERE goal NOT IN (SELECT id FROM long_term_goal)",
        "DELETE FROM step WHERE goal NOT IN (SELECT id FROM short_term_goal)",
        "DELETE FROM step_result WHERE step NOT IN (SELECT id FROM step)",
        "DELETE FROM homework_result WHERE homework NOT IN (SELECT id FROM homework)",
        "DELETE FROM homework_review WHERE homework NOT IN (SELECT id FROM homework)",
        "DELETE FROM coping_entry WHERE strategy NOT IN (SELECT id FROM coping_strategy)",
        "DELETE FROM own_rule WHERE sign NOT IN (SELECT id FROM warning_sign)",
    ] {
        c.execute(orphans, []).unwrap();
    }
    c.execute_batch("COMMIT").unwrap();
    drop(c);
    ana.at(at);
    let without = checked(ana, &review(ana), &with(ALL, &[]));
    assert!(but_for_the_id(&with_hidden) == but_for_the_id(&without), "{hidden:?}");
}

/// A copy of the record in another folder, opened with the same clock.
fn copy(ana: &Person) -> Person {
    ana.suspend().unwrap();
    let other = person("copy");
    other.suspend().unwrap();
    for file in ["handrail.db", "handrail.db-wal", "handrail.db-shm"] {
        let _ = std::fs::remove_file(other.folder.join(file));
        let _ = std::fs::copy(ana.folder.join(file), other.folder.join(file));
    }
    ana.resume().unwrap();
    other.resume().unwrap();
    other
}

#[test]
fn hiding_any_one_line_is_as_if_it_had_never_been_written() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    three_weeks(&ana);
    let at = "2026-03-20 21:00";
    ana.at(at);
    let lines: Vec<LineId> = checked(&ana, &review(&ana), &with(ALL, &[]))
        .lines
        .iter()
        .map(|l| l.id)
        .filter(|l| table(l.concept).is_some())
        .collect();
    assert!(lines.len() >= 40, "{}", lines.len());
    for line in lines {
        leaves_no_trace(&copy(&ana), &[line], at);
    }
}

#[test]
fn hiding_many_lines_is_as_if_they_had_never_been_written_also_after_earlier_packets() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    let week = three_weeks(&ana);
    // Last meeting's packet went, with some of it hidden; then another week.
    let first = review(&ana);
    let all = checked(&ana, &first, &with(ALL, &[])).lines;
    let every_third: Vec<LineId> = all.iter().step_by(3).map(|l| l.id).collect();
    ana.share(&ana.preview(&first, &with(ALL, &every_third)).unwrap()).unwrap();
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    for n in 21..=27 {
        let on = format!("2026-03-{n:02}");
        ana.at(&format!("{on} 19:00"));
        checked_in(&ana, &[(week.sleep, 2), (week.watched, 1)]);
        did(&ana, week.homework, &on, HomeworkOutcome::Partly);
        tried(&ana, week.walk, Some(Helped::ALittle), &format!("later {n}"));
        tried(&ana, week.music, None, &format!("later music {n}"));
    }
    let at = "2026-03-27 21:00";
    ana.at(at);
    let lines: Vec<LineId> = checked(&ana, &review(&ana), &with(ALL, &[]))
        .lines
        .iter()
        .map(|l| l.id)
        .filter(|l| table(l.concept).is_some())
        .collect();
    let mut state = 7u64;
    for _ in 0..24 {
        let hidden: Vec<LineId> = lines
            .iter()
            .copied()
            .filter(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state >> 62 == 0
            })
            .collect();
        leaves_no_trace(&copy(&ana), &hidden, at);
    }
}

#[test]
fn what_was_left_out_of_an_earlier_packet_leaves_no_trace_in_a_later_one() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    ana.save_settings(&EditSettings { usual_on: Some(true), ..Default::default() }).unwrap();
    let sleep = sign(&ana, "sleeping badly", true);
    let rule = NewOwnRule {
        sign: sleep,
        condition: RuleCondition::InARow,
        level: 2,
        count: 2,
        out_of: 2,
        action: "ring my sister".into(),
    };
    ana.save_own_rule(&rule).unwrap();
    let mut last = None;
    for n in 0..45 {
        ana.at(&format!("{} 19:00", day("2026-03-02").plus(n)));
        // Every fifth night is bad, and so is the last.
        let rated = NewCheckIn { ratings: vec![(sleep, if n % 5 == 4 { 3 } else { n % 2 })], note: String::new() };
        last = Some(made(&ana.record_check_in(&rated).unwrap(), "check_in"));
    }
    let first = review(&ana);
    let lines = checked(&ana, &first, &with(ALL, &[])).lines;
    let bad_nights: Vec<LineId> = lines
        .iter()
        .filter(|l| l.id.concept == Concept::CheckIn)
        .map(|l| l.id)
        .enumerate()
        .filter(|(n, _)| n % 5 == 4)
        .map(|(_, id)| id)
        .collect();
    assert_eq!(bad_nights.last().map(|l| l.id), last);
    let hidden = ana.preview(&first, &with(ALL, &bad_nights)).unwrap();
    assert_eq!(hidden.packets[0].packet().signs[0].ratings.len(), 36);
    ana.share(&hidden).unwrap();
    let held = meeting(&ana, "2026-04-15", None);
    ana.mark_session_held(held).unwrap();
    ana.at("2026-04-16 19:00");
    checked_in(&ana, &[(sleep, 2)]);
    let at = "2026-04-16 20:00";
    ana.at(at);
    let later = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert!(later.packet().rules[0].opened.is_empty(), "with the night before, it would have opened");
    assert!(later.packet().usual.as_ref().unwrap().level.unwrap() < 0.6, "the bad nights would lift it");
    let c = ana.under();
    for line in &bad_nights {
        c.execute("DELETE FROM check_in WHERE id = ?1", [line.id]).unwrap();
    }
    drop(c);
    ana.at(at);
    let without = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert!(but_for_the_id(&later) == but_for_the_id(&without));
}

#[test]
fn a_trend_counts_only_lines_that_were_sent_or_are_in_this_packet() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    let week = three_weeks(&ana);
    let first = review(&ana);
    let lines = checked(&ana, &first, &with(ALL, &[])).lines;
    let of = |concept| lines.iter().filter(move |l| l.id.concept == concept).map(|l| l.id);
    // In the first packet two results and the second sign stay hidden.
    let mut hidden: Vec<LineId> = of(Concept::HomeworkResult).take(2).collect();
    hidden.push(LineId::new(Concept::WarningSign, week.watched.0));
    let sent = checked(&ana, &first, &with(ALL, &hidden));
    ana.share(&ana.preview(&first, &with(ALL, &hidden)).unwrap()).unwrap();
    let sums = |p: &Packet| p.trends.homework.iter().map(|w| w.done + w.partly + w.not_yet).sum::<u32>();
    let ratings = |p: &Packet| p.trends.signs.iter().map(|w| w.ratings).sum::<u32>();
    assert_eq!((sums(sent.packet()), ratings(sent.packet())), (8, 10));
    // The next packet has a result and a check-in of its own, both signs shown: of the weeks before only what
    // was sent counts, and of the second sign nothing, though its check-ins went.
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    ana.at("2026-03-21 19:00");
    did(&ana, week.homework, "2026-03-21", HomeworkOutcome::Done);
    checked_in(&ana, &[(week.sleep, 1), (week.watched, 1)]);
    let second = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!((sums(second.packet()), ratings(second.packet())), (8 + 1, 10 + 2));
    // What was taken back was never sent.
    let packet = ana.packets().unwrap()[0].id;
    ana.take_back(packet).unwrap();
    let third = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!((sums(third.packet()), ratings(third.packet())), (1, 2));
    // And to another reader nothing was sent at all.
    let unpaired = checked(&ana, &review(&ana), &Choices { mailboxes: Some(BTreeSet::new()), ..with(ALL, &[]) });
    assert_eq!(sums(unpaired.packet()), 1);
}

#[test]
fn notes_and_the_plan_stay_until_switched_on_and_the_choice_is_remembered() {
    let ana = person("ana");
    three_weeks(&ana);
    let seen = checked(&ana, &review(&ana), &Choices::default());
    for private in ["situation 12", "note on", "homework note", "too little sleep", "river"] {
        assert!(!text(&seen).contains(private), "{private}");
        assert!(text(&checked(&ana, &review(&ana), &with(ALL, &[]))).contains(private), "{private}");
    }
    assert_eq!(review(&ana).switches, Switches::default());
    let notes = Switches { homework_notes: true, ..Default::default() };
    ana.save_review_switches(notes).unwrap();
    let again = review(&ana);
    assert_eq!(again.switches, notes);
    let seen = checked(&ana, &again, &with(again.switches, &[]));
    assert!(text(&seen).contains("homework note") && !text(&seen).contains("situation 12"));
}

#[test]
fn nothing_since_the_last_meeting_is_a_review_too() {
    let ana = person("ana");
    let empty = checked(&ana, &review(&ana), &Choices::default());
    assert!(empty.lines.is_empty());
    assert_eq!(empty.packet().period.from, empty.packet().period.until);
    assert!(!empty.packet().period.since_meeting && empty.readers.is_empty());

    three_weeks(&ana);
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    let seen = checked(&ana, &review(&ana), &Choices::default());
    let p = seen.packet();
    assert!(p.homework.iter().all(|h| h.results.is_empty()) && p.coping.is_empty() && p.signs.is_empty());
    assert_eq!(p.goals.len(), 1, "what is being worked on is shown all the same");
    assert_eq!(p.trends, Trends::default());
}

#[test]
fn without_a_meeting_it_begins_with_the_first_entry_at_most_twelve_weeks_back() {
    let ana = person("ana");
    let walk = strategy(&ana, "a walk");
    tried(&ana, walk, None, "long ago");
    ana.at("2026-06-01 09:00");
    tried(&ana, walk, None, "first of June");
    ana.at("2026-06-03 09:00");
    tried(&ana, walk, None, "third of June");
    let review = review(&ana);
    let seen = checked(&ana, &review, &with(ALL, &[]));
    assert_eq!(seen.packet().period.from_day, day("2026-06-01"));
    assert!(!text(&seen).contains("long ago"));
    // Hidden, the first entry does not even show as a beginning.
    let first = seen.lines.iter().find(|l| l.id.concept == Concept::CopingEntry).unwrap().id;
    assert_eq!(checked(&ana, &review, &with(ALL, &[first])).packet().period.from_day, day("2026-06-03"));
}

#[test]
fn a_period_of_days_holds_these_days_and_impossible_ones_are_refused() {
    let ana = person("ana");
    three_weeks(&ana);
    let of = |from: &str, until: &str| Period::FromUntil { from: day(from), until: day(until) };
    let words = PacketWords::default();
    let review = ana.review(of("2026-03-04", "2026-03-05"), &words).unwrap();
    let seen = checked(&ana, &review, &Choices::default());
    assert_eq!(
        seen.packet().homework[0].results.iter().map(|r| r.day).collect::<Vec<_>>(),
        [day("2026-03-04"), day("2026-03-05")]
    );
    assert!(!seen.packet().period.since_meeting);
    ana.refuses("until", Reason::ImpossibleDate, |a| a.review(of("2026-03-05", "2026-03-04"), &words));
    ana.refuses("from", Reason::ImpossibleDate, |a| a.review(of("2026-04-05", "2026-04-06"), &words));
}

#[test]
fn the_longest_words_that_can_be_kept_fit_the_schema() {
    let ana = person("ana");
    ana.save_settings(&EditSettings { name: Some(long(80)), demo: Some(true), ..Default::default() }).unwrap();
    let walk = strategy(&ana, &long(280));
    tried(&ana, walk, Some(Helped::Not), &long(7990));
    let sleep = sign(&ana, &long(280), true);
    let rule = NewOwnRule {
        sign: sleep,
        condition: RuleCondition::OfLast,
        level: 3,
        count: 14,
        out_of: 28,
        action: long(280),
    };
    ana.save_own_rule(&rule).unwrap();
    checked_in(&ana, &[(sleep, 3)]);
    let work = homework(&ana, &long(280));
    did(&ana, work, "2026-03-02", HomeworkOutcome::NotYet);
    let seen = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!(seen.packet().demo, Some(true));
    assert!(!seen.too_large);
}

#[test]
fn a_good_sign_is_drawn_turned_and_one_that_is_usual_is_left_out_of_the_line() {
    let drawn = |high_is_good: bool| {
        let eva = person("eva");
        eva.save_settings(&EditSettings { usual_on: Some(true), ..Default::default() }).unwrap();
        let new = |wording: &str| NewWarningSign { wording: wording.into(), ..NewWarningSign::default() };
        let nights = NewWarningSign { high_is_good, ..new("my nights") };
        let nights = WarningSignId(made(&eva.save_warning_sign(&nights).unwrap(), "warning_sign"));
        let usual = NewWarningSign { pattern: Some(SignPattern::UsualForMe), ..new("voices") };
        let usual = WarningSignId(made(&eva.save_warning_sign(&usual).unwrap(), "warning_sign"));
        for n in 0..40 {
            eva.at(&format!("{} 19:00", day("2026-03-02").plus(n)));
            let bad = if n < 30 { n % 2 } else { 3 };
            checked_in(&eva, &[(nights, if high_is_good { 3 - bad } else { bad }), (usual, 2)]);
        }
        let review = review(&eva);
        let packet = checked(&eva, &review, &with(ALL, &[]));
        (packet.packet().usual.clone(), packet.packet().trends.signs.clone())
    };
    let (usual, trend) = drawn(true);
    assert!(
        usual.as_ref().is_some_and(|u| u.openings.len() == 1 && u.days.iter().any(|d| (d.value - 3.0).abs() < 1e-9))
    );
    assert!(!trend.is_empty() && (usual, trend) == drawn(false));
}
