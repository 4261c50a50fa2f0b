//! The whole goal sheet, and how a goal came about.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::goals::{
    BeginAs, Company, GoalMore, GoalPart, GoalReviewId, GoalState, GoalStoryEvent, GoalTurn, Horizon, LongTermGoalId,
    NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult, ShortTermGoalId, StepId, StepOutcome,
};
use handrail_core::life_areas::{Area, LifeAreaId};

fn goal(title: &str) -> NewLongTermGoal {
    NewLongTermGoal { title: title.into(), ..NewLongTermGoal::default() }
}

fn save(ana: &Person, title: &str) -> LongTermGoalId {
    LongTermGoalId(made(&ana.save_long_term_goal(&goal(title), BeginAs::Active).unwrap(), "long_term_goal"))
}

fn short(goal: LongTermGoalId) -> NewShortTermGoal {
    NewShortTermGoal {
        goal,
        title: "learn the route".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Suggested,
    }
}

fn part(ana: &Person, goal: LongTermGoalId) -> ShortTermGoalId {
    ShortTermGoalId(made(&ana.save_short_term_goal(&short(goal), BeginAs::Active).unwrap(), "short_term_goal"))
}

fn row(goal: LongTermGoalId) -> NewGoalReview {
    NewGoalReview { goal, session: None, progress: "I rang".into(), rating: Some(6), what_next: "go there".into() }
}

fn company() -> Company {
    Company { present: "Cara, my sister".into(), noted_by: "Sam".into() }
}

#[test]
fn the_sheet_says_what_recovery_means_here_who_wrote_and_which_modules_help() {
    let ana = person("ana");
    let more = GoalMore {
        meaning: "getting up with a plan".into(),
        life_area: Some(Area::Listed("work".into())),
        scribe: "Sam".into(),
    };
    let id = ana.save_long_term_goal_with(&goal("a job with animals"), BeginAs::Active, &more).unwrap();
    let id = LongTermGoalId(made(&id, "long_term_goal"));
    let route = part(&ana, id);
    ana.set_short_term_goal_modules(route, &["recovery".into(), "recovery".into()]).unwrap();
    let first = GoalReviewId(made(&ana.record_goal_sheet_row(&row(id), &company()).unwrap(), "goal_review"));

    let sheet = ana.goal_sheet(id).unwrap();
    assert!(sheet.goal.title == "a job with animals" && sheet.more == more && sheet.ended.is_none());
    assert!(sheet.came_of.is_none() && sheet.instead_of.is_none());
    assert_eq!(sheet.short_term[0].modules, ["recovery"], "named twice, kept once");
    assert!(sheet.rows[0].company == company() && sheet.rows[0].review.progress == "I rang");

    ana.at("2026-03-03 10:00").edit_goal_sheet_row(first, &row(id), &Company::default()).unwrap();
    assert!(ana.goal_sheet(id).unwrap().rows[0].company == Company::default());
    ana.edit_goal_more(id, &GoalMore::default()).unwrap();
    assert!(ana.goal_sheet(id).unwrap().more == GoalMore::default());
    ana.edit_long_term_goal(id, &goal("a job with cats")).unwrap();
    ana.edit_goal_more(id, &more).unwrap();
    ana.edit_long_term_goal(id, &goal("a job with dogs")).unwrap();
    assert!(ana.goal_sheet(id).unwrap().more == more, "an edit of the goal leaves the rest of its sheet");
}

#[test]
fn a_goal_keeps_the_day_it_ended_until_it_is_taken_up_again() {
    let ben = person("ben");
    let id = save(&ben, "swim a mile");
    let route = part(&ben, id);
    let ended = |ben: &Person| ben.goal_sheet(id).unwrap().ended;
    ben.at("2026-04-01 10:00").set_long_term_goal_state(id, GoalState::Reached).unwrap();
    assert_eq!(ended(&ben), Some(day("2026-04-01")));
    assert!(ben.at("2026-04-09 10:00").set_long_term_goal_state(id, GoalState::Reached).unwrap().records.is_empty());
    assert_eq!(ended(&ben), Some(day("2026-04-01")), "a second tap does not move it");
    ben.reopen_long_term_goal(id).unwrap();
    assert_eq!(ended(&ben), None);
    ben.set_long_term_goal_state(id, GoalState::Paused).unwrap();
    assert_eq!(ended(&ben), None, "resting is no end");
    ben.set_long_term_goal_state(id, GoalState::LetGo).unwrap();
    assert_eq!(ended(&ben), Some(day("2026-04-09")));

    ben.at("2026-04-10 10:00").change_short_term_goal(route, &short(id)).unwrap();
    let sheet = ben.goal_sheet(id).unwrap();
    let ended: Vec<_> = sheet.short_term.iter().map(|s| s.ended).collect();
    assert!(ended.contains(&Some(day("2026-04-10"))) && ended.contains(&None));

    let better = ben.at("2026-04-11 10:00").change_long_term_goal(id, &goal("swim in the sea")).unwrap();
    let better = LongTermGoalId(made(&better, "long_term_goal"));
    let sheet = ben.goal_sheet(better).unwrap();
    assert!(sheet.instead_of.is_some_and(|(old, title)| old == id && title == "swim a mile"));
    assert_eq!(ben.goal_sheet(id).unwrap().ended, Some(day("2026-04-11")));
    ben.reopen_long_term_goal(id).unwrap();
    assert!(ben.goal_sheet(better).unwrap().instead_of.is_none(), "both stand on their own again");
}

#[test]
fn the_story_tells_how_it_came_about_the_newest_first() {
    let ana = person("ana");
    let id = save(&ana, "a job with animals");
    ana.at("2026-03-02 10:05").edit_long_term_goal(id, &goal("a job with cats")).unwrap();
    let route = part(&ana, id);
    let step = NewStep {
        goal: route,
        title: "take the bus".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Open,
        reminder_day: None,
        reminder_time: None,
    };
    let step = StepId(made(&ana.save_step(&step).unwrap(), "step"));
    ana.at("2026-03-05 10:00").set_long_term_goal_state(id, GoalState::Paused).unwrap();
    ana.at("2026-03-10 10:00").reopen_long_term_goal(id).unwrap();
    let done = NewStepResult {
        step,
        result: StepOutcome::Done,
        what_helped: String::new(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    ana.at("2026-03-11 10:00").record_step(&done).unwrap();
    ana.at("2026-03-12 10:00").record_goal_review(&row(id)).unwrap();
    let moved = NewLongTermGoal { by_about: Horizon::Open, ..goal("a job with dogs") };
    ana.at("2026-03-13 10:00").edit_long_term_goal(id, &moved).unwrap();
    ana.at("2026-03-14 10:00").set_short_term_goal_state(route, GoalState::Reached).unwrap();

    let story = ana.goal_story(id, 0).unwrap();
    assert!(!story.more);
    let told: Vec<(String, String)> =
        story.events.iter().map(|e| (e.day.to_string(), format!("{} {}", about(e), turn(&e.turn)))).collect();
    let expected = [
        ("2026-03-14", "part became reached"),
        ("2026-03-13", "goal moved to no day"),
        ("2026-03-13", "goal was: a job with cats"),
        ("2026-03-12", "goal review"),
        ("2026-03-11", "step result"),
        ("2026-03-10", "goal became active"),
        ("2026-03-05", "goal became paused"),
        ("2026-03-02", "step began active"),
        ("2026-03-02", "part began active"),
        ("2026-03-02", "goal began active"),
    ];
    let expected: Vec<_> = expected.map(|(d, t)| (d.to_owned(), t.to_owned())).into();
    // Two things of one write have no order of their own.
    let sorted = |mut list: Vec<(String, String)>| {
        list.sort_by(|a, b| b.cmp(a));
        list
    };
    assert_eq!(sorted(told.clone()), sorted(expected));
    assert!(told.windows(2).all(|w| w[0].0 >= w[1].0), "the newest first");
    assert!(story.events.iter().all(|e| e.part != GoalPart::LongTerm(id) || e.title == "a job with dogs"));
    ana.finds_nothing(|h| h.goal_story(LongTermGoalId(NOBODY), 0));
}

fn about(event: &GoalStoryEvent) -> &'static str {
    match event.part {
        GoalPart::LongTerm(_) => "goal",
        GoalPart::ShortTerm(_) => "part",
        GoalPart::Step(_) => "step",
    }
}

fn turn(turn: &GoalTurn) -> String {
    match turn {
        GoalTurn::Began(state) => format!("began {}", state.word()),
        GoalTurn::Became(state) => format!("became {}", state.word()),
        GoalTurn::Reworded { before } => format!("was: {before}"),
        GoalTurn::Moved { by_about } => {
            format!("moved to {}", by_about.map_or("no day".into(), |day| day.to_string()))
        }
        GoalTurn::Review(_) => "review".into(),
        GoalTurn::Result(_) => "result".into(),
    }
}

#[test]
fn the_story_and_the_rows_are_paged_and_a_clock_set_back_keeps_their_order() {
    let ana = person("ana");
    let id = save(&ana, "a job");
    for n in 0..60 {
        ana.record_goal_sheet_row(&NewGoalReview { progress: format!("row {n}"), ..row(id) }, &company()).unwrap();
    }
    ana.at("2020-01-01 10:00").set_long_term_goal_state(id, GoalState::Paused).unwrap();
    let first = ana.goal_story(id, 0).unwrap();
    assert!(first.more && first.events.len() == 50);
    assert!(matches!(first.events[0].turn, GoalTurn::Became(GoalState::Paused)), "it was the last thing done");
    let rest = ana.goal_story(id, 50).unwrap();
    assert!(!rest.more && rest.events.len() == 12);
    assert!(matches!(rest.events[11].turn, GoalTurn::Began(GoalState::Active)));
    assert!(ana.goal_story(id, usize::MAX).unwrap().events.is_empty());
    // Wherever a page begins, it shows the same story.
    let whole: Vec<String> = [first, rest].into_iter().flat_map(|page| page.events).map(|e| turn(&e.turn)).collect();
    for skip in [1, 10, 37, 61] {
        let page: Vec<String> = ana.goal_story(id, skip).unwrap().events.iter().map(|e| turn(&e.turn)).collect();
        assert_eq!(page, whole[skip..whole.len().min(skip + 50)], "from {skip}");
    }

    let rows = ana.goal_sheet(id).unwrap().rows;
    let older = ana.goal_sheet_rows_before(id, rows[49].review.id).unwrap();
    assert!(rows.len() == 50 && older.len() == 10 && older[9].review.progress == "row 0");
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let id = save(&ana, "a job");
    let route = part(&ana, id);
    let line = Reason::TooLong { limit: 280 };
    for (field, reason, more) in [
        ("meaning", Reason::TooLong { limit: 8000 }, GoalMore { meaning: long(8001), ..GoalMore::default() }),
        ("scribe", line, GoalMore { scribe: long(281), ..GoalMore::default() }),
        (
            "life_area",
            Reason::UnknownId,
            GoalMore { life_area: Some(Area::Listed("no_such_area".into())), ..GoalMore::default() },
        ),
        (
            "life_area",
            Reason::UnknownId,
            GoalMore { life_area: Some(Area::Own(LifeAreaId(NOBODY))), ..GoalMore::default() },
        ),
        (
            "life_area",
            Reason::Malformed,
            GoalMore { life_area: Some(Area::Listed("Work!".into())), ..GoalMore::default() },
        ),
    ] {
        ana.refuses(field, reason, |h| h.edit_goal_more(id, &more));
        ana.refuses(field, reason, |h| h.save_long_term_goal_with(&goal("x"), BeginAs::Idea, &more));
    }
    let names = |n: usize| vec!["recovery".to_owned(); n];
    ana.set_short_term_goal_modules(route, &names(40)).unwrap();
    ana.refuses("modules", Reason::UnknownId, |h| h.set_short_term_goal_modules(route, &["no_such".into()]));
    ana.refuses("modules", Reason::Malformed, |h| h.set_short_term_goal_modules(route, &["Recovery".into()]));
    ana.refuses("modules", Reason::Empty, |h| h.set_short_term_goal_modules(route, &[" ".into()]));
    ana.refuses("present", line, |h| {
        h.record_goal_sheet_row(&row(id), &Company { present: long(281), ..Company::default() })
    });
    ana.refuses("noted_by", line, |h| {
        h.record_goal_sheet_row(&row(id), &Company { noted_by: long(281), ..Company::default() })
    });
    ana.refuses("progress", Reason::Empty, |h| {
        h.record_goal_sheet_row(&NewGoalReview { progress: String::new(), ..row(id) }, &company())
    });
    ana.finds_nothing(|h| h.goal_sheet(LongTermGoalId(NOBODY)));
    ana.finds_nothing(|h| h.edit_goal_more(LongTermGoalId(NOBODY), &GoalMore::default()));
    ana.finds_nothing(|h| h.set_short_term_goal_modules(ShortTermGoalId(NOBODY), &[]));
    ana.finds_nothing(|h| h.edit_goal_sheet_row(GoalReviewId(NOBODY), &row(id), &company()));
}

#[test]
fn the_story_is_the_same_after_the_record_was_taken_out_and_brought_back() {
    let ana = person("ana");
    let id = save(&ana, "a job with animals");
    let route = part(&ana, id);
    ana.at("2026-03-05 10:00").set_long_term_goal_state(id, GoalState::Paused).unwrap();
    ana.at("2026-03-10 10:00").reopen_long_term_goal(id).unwrap();
    ana.at("2026-03-11 10:00")
        .edit_short_term_goal(route, &NewShortTermGoal { title: "ride along".into(), ..short(id) })
        .unwrap();
    ana.at("2026-03-12 10:00").record_goal_review(&row(id)).unwrap();
    ana.at("2026-03-20 10:00").set_short_term_goal_state(route, GoalState::LetGo).unwrap();
    ana.at("2026-03-21 10:00").remove("short_term_goal", route.0).unwrap();
    ana.put_back("short_term_goal", route.0).unwrap();
    let told = |who: &Person| {
        let story = who.goal_story(id, 0).unwrap();
        story.events.iter().map(|e| format!("{} {} {}", e.day, about(e), turn(&e.turn))).collect::<Vec<_>>()
    };
    let before = told(&ana);
    assert_eq!(before.len(), 7, "{before:?}");
    let mut archive = Vec::new();
    ana.export_all(&mut archive, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    let new_phone = person("ana-new-phone");
    new_phone.at("2026-04-01 10:00");
    new_phone.import(&mut archive.as_slice(), &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(told(&new_phone), before);
}
