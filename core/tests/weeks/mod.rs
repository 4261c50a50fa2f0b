//! Weeks to be reviewed: a person who writes on every part of a review, and the review of it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult,
    ShortTermGoalId, StepId, StepOutcome,
};
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, NewHomeworkReview, Obstacle, Origin,
};
use handrail_core::ids::Id;
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventKind};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::review::packet::Packet;
use handrail_core::review::{Categories, Choices, LineId, PacketPreview, PacketWords, Period, Review, Switches};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, WarningSignId};

use super::common::{Person, day, made, time};
use super::schema;

/// Everything switched on.
pub const ALL: Switches =
    Switches { coping_notes: true, homework_notes: true, sign_notes: true, plan: true, sheets: Categories::NONE };

/// Ana's record: one of everything, over three weeks with a meeting between.
pub struct Week {
    pub homework: HomeworkId,
    pub walk: CopingStrategyId,
    pub music: CopingStrategyId,
    pub sleep: WarningSignId,
    pub watched: WarningSignId,
}

pub fn meeting(person: &Person, on: &str, at: Option<&str>) -> SessionId {
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

pub fn strategy(person: &Person, name: &str) -> CopingStrategyId {
    let new = NewCopingStrategy { name: name.into(), ..Default::default() };
    CopingStrategyId(made(&person.save_coping_strategy(&new).unwrap(), "coping_strategy"))
}

pub fn tried(person: &Person, strategy: CopingStrategyId, helped: Option<Helped>, situation: &str) {
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

pub fn sign(person: &Person, wording: &str, key_sign: bool) -> WarningSignId {
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

pub fn checked_in(person: &Person, ratings: &[(WarningSignId, i64)]) {
    person.record_check_in(&NewCheckIn { ratings: ratings.to_vec(), note: "check-in note".into() }).unwrap();
}

pub fn homework(person: &Person, title: &str) -> HomeworkId {
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

pub fn did(person: &Person, homework: HomeworkId, on: &str, result: HomeworkOutcome) {
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

pub fn goals(person: &Person) -> StepId {
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

pub fn stepped(person: &Person, step: StepId, result: StepOutcome) {
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
pub fn three_weeks(ana: &Person) -> Week {
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

pub fn done_with_plan(event: PlanEventKind, with_whom: &str, note: &str) -> NewPlanEvent {
    NewPlanEvent { event, person: None, with_whom: with_whom.into(), note: note.into() }
}

pub fn review(person: &Person) -> Review {
    person.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap()
}

/// The one packet of a preview, held against the published schema.
pub fn checked(person: &Person, review: &Review, choices: &Choices) -> PacketPreview {
    let packet = person.preview(review, choices).unwrap().packets.remove(0);
    let json: serde_json::Value = serde_json::from_slice(packet.content()).unwrap();
    assert_eq!(schema::differences(&schema::review_packet(), &json), Vec::<String>::new());
    packet
}

pub fn text(packet: &PacketPreview) -> String {
    String::from_utf8(packet.content().to_vec()).unwrap()
}

pub fn with(switches: Switches, hidden: &[LineId]) -> Choices {
    Choices { switches, hidden: hidden.iter().copied().collect(), ..Default::default() }
}

/// The content but for the packet's own id, which is new each time.
pub fn but_for_the_id(packet: &PacketPreview) -> Packet {
    Packet { packet: Id::from_bytes([0; 16]), ..packet.packet().clone() }
}
